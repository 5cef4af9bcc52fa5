"""The words of the field that mean one thing, in one table: abbreviations, brands, intervals, journals; pure.

Each entry is found by any of its forms, phrases too. Spellings are in ``watcher.query.spelling``; endings are left to the index.
"""

import re

from watcher.text import fold

# One thing a line. In capitals and a word of every day besides ("NET", "OS"), a word counts in small letters only beside
# another one of the table.
_GROUPS = """
SSA; SRL; SMSA; somatostatin analogue; somatostatin analog; somatostatin receptor ligand
LAR; long acting repeatable; long acting release
octreotide LAR; octreotide long acting repeatable; octreotide long acting release; long acting octreotide; Sandostatin LAR; Sandostatine LAR; oct-lar; microencapsulated octreotide
NET; NETs; neuroendocrine tumor; neuro endocrine tumor; neuroendocrine tumour; Neuroendokrine Tumoren; neuroendokrinen Tumoren; tumores neuroendocrinos; tumeurs neuroendocrines; tumori neuroendocrini; neuro endocriene tumoren; guzy neuroendokrynne; neuroendokrina tumörer; TNE
NEN; NENs; neuroendocrine neoplasm; neuroendocrine neoplasia
NEC; neuroendocrine carcinoma
GEP-NET; GEPNET; GEP-NETs; gep nen; gastroenteropancreatic neuroendocrine; gastro entero pancreatic neuroendocrine; neuroendocrine gastroenteropancreatic; enteropancreatic neuroendocrine; gastroenteropancreatic net
gastroenteropancreatic; gastro entero pancreatic; gastro enteropancreatic; GEP
PNET; pannet; pan net; pancreatic neuroendocrine; pancreatic net
SINET; si net; small intestinal neuroendocrine; small bowel neuroendocrine; ileal neuroendocrine; midgut neuroendocrine; small intestinal carcinoid; small bowel carcinoid; midgut carcinoid; ileal carcinoid
PRRT; peptide receptor radionuclide therapy; radioligand therapy; RLT; radionuclide therapy
Lutathera; 177lu dotatate; lutetium dotatate; lu 177 dotatate; lutetium oxodotreotide; 177lu dota tate; lu dotatate; lu dota tate; lu 177 dota tate; oxodotreotide
dotatate; dota tate
dotatoc; dota toc
dotanoc; dota noc
octreotide; Sandostatin; Sandostatine; oktreotid; octreotida; octréotide; oktreotyd; SMS 201-995
Mycapssa; oral octreotide; octreotide capsules; oral octreotide capsules
Bynfezia; octreotide pen
lanreotide; Somatuline; Somatulin; Ipstyl; lanreotid; lanreotida; lanréotide; lanreotyd; Mytolac
pasireotide; Signifor; SOM230
CAM2029; Oclaiz; Oczyesa; octreotide subcutaneous depot; octreotide sc depot; octreotide fluidcrystal; subcutaneous octreotide depot; octreotide depot injection
paltusotine; Palsonify; CRN00808
everolimus; Afinitor; RAD001
sunitinib; Sutent
cabozantinib; Cabometyx; Cometriq; XL184
surufatinib; Sulanda
telotristat; Xermelo; LX1032; telotristat ethyl; telotristat etiprate
lutetium edotreotide; ITM-11; 177lu edotreotide; nca lu edotreotide
temozolomide; Temodal; Temodar
CAPTEM; capecitabine temozolomide; capecitabine and temozolomide
streptozocin; streptozotocin; Zanosar
pegvisomant; Somavert
autogel; depot lanreotide; lanreotide depot; ATG
CgA; chromogranin A; chromogranin
5-HIAA; 5-hydroxyindoleacetic acid; 5 hydroxyindole acetic acid; hydroxyindoleacetic
NSE; neuron specific enolase
SSTR; somatostatin receptor
Ki-67; ki67; mib1 index; proliferation index
IGF-1; igf i; insulin like growth factor 1; insulin like growth factor i
GH; growth hormone
ULN; upper limit of normal
QoL; HRQoL; quality of life; health related quality of life; calidad de vida; qualidade de vida; qualità della vita; qualité de vie; Lebensqualität; kwaliteit van leven; livskvalitet; jakość życia
PRO; PROs; patient reported outcome
PFS; progression free survival; mPFS
OS; overall survival; mOS
TTP; time to progression
ORR; objective response rate; overall response rate; objective response
DCR; disease control rate
DOR; duration of response
HR; hazard ratio
CI; confidence interval
AE; AEs; adverse event; side effect; adverse reaction; adverse effect
SAE; serious adverse event
RCT; RCTs; randomized controlled trial; randomised controlled trial
BSC; best supportive care
SoC; standard of care
MDT; multidisciplinary team; tumour board
PK; pharmacokinetic; pharmacokinetics
SC; subcutaneous; s.c.; subcutaneously
IM; intramuscular; i.m.; intramuscularly
CS; carcinoid syndrome
CHD; carcinoid heart disease; Hedinger
PLD; polycystic liver; polycystic liver disease; polyzystische Leber; hígado poliquístico; foie polykystique; polycystisk lever
ADPKD; autosomal dominant polycystic kidney; polycystic kidney
OLE; open label extension; extension study; extension phase
PDUFA; PDUFA date; target action date; goal date
healthy volunteers; healthy subjects; healthy participants
body weight; body mass index; BMI
refractory; uncontrolled; inadequately controlled; insufficiently controlled; breakthrough; comes back; come back; came back; coming back; not controlled
metastatic; metastasis; metastases
liver metastases; hepatic metastases; liver mets; hepatic metastasis
pancreatic; pancreas
lung; pulmonary; bronchial; bronchopulmonary
lung carcinoid; bronchial carcinoid; pulmonary carcinoid; bronchopulmonary carcinoid; lung NET; bronchopulmonary NET; bronchopulmonary neuroendocrine; lung neuroendocrine; pulmonary neuroendocrine; bronchial neuroendocrine
midgut; small intestinal; small bowel; ileal; jejunal; jejunoileal
gallstones; cholelithiasis; gallstone; biliary stones; gall stones; cholecystolithiasis; gallbladder
diarrhea; loose stools; bowel movements
flushing; flushes; hot flush
PERT; pancreatic enzyme replacement; pancreatic insufficiency; steatorrhea
PET; positron emission tomography
CT; computed tomography
MRI; magnetic resonance imaging
SRS; somatostatin receptor scintigraphy; octreoscan; somatostatin receptor imaging
FDG; fluorodeoxyglucose
VIPoma; vasoactive intestinal
gastrinoma; Zollinger Ellison
acromegaly; acromegalic; acromegalia; Akromegalie; acromégalie; akromegali
Graves ophthalmopathy; Graves orbitopathy; thyroid eye disease; thyroid associated ophthalmopathy; thyroid associated orbitopathy
guideline; guidelines; guidance; consensus; recommendation; recommendations
meta analysis; metaanalysis; meta analyses
first line; 1st line; frontline; upfront; treatment naive
second line; 2nd line
follow up; followup
real world; routine practice
cost; costs; price; expenditure; economic
cost effectiveness; cost effective; cost utility; economic evaluation
high dose; higher dose; dose escalation; escalated dose; above label; above standard dose; dose escalated; increased dose; dose intensification; high dosage; supra label; nonconventional dose; HD; escalate dose; double dose; dosis altas; altas dosis; hohe Dosis; hohe Dosen; fortes doses; hautes doses; hög dos; höga doser
interval shortening; shortened interval; shorter interval; shortening the interval; increased frequency; increasing the frequency; high frequency; higher frequency; dosing frequency; interval reduction; reduced interval; more often; more frequently; more frequent
phase 1; phase I
phase 2; phase II; phase IIb; phase IIa; phase 2b; phase 2a
phase 3; phase III; phase IIIb; phase 3b
phase 4; phase IV
grade 1; G1; grade I
grade 2; G2; grade II
grade 3; G3; grade III
liver; hepatic
kidney; renal
bone; osseous; skeletal
heart; cardiac
stomach; gastric
children; child; paediatric; pediatric
elderly; older patients; older adults
pregnancy; pregnant
mortality; deaths; death
hypoglycaemia; hypoglycemia; low blood glucose
hyperglycaemia; hyperglycemia; high blood glucose
injection site reaction; injection site pain; injection site
oral; orally; by mouth; pill; tablet; capsule
self injection; self administration; home injection; at home
efficacy; effectiveness
withdrawal; discontinuation; stopping
press release; news release
FDA; Food and Drug Administration
EMA; European Medicines Agency
CRL; complete response letter
NICE; National Institute for Health and Care Excellence
ENETS; European Neuroendocrine Tumor Society; European Neuroendocrine Tumour Society
NANETS; North American Neuroendocrine Tumor Society
ASCO; American Society of Clinical Oncology
ESMO; European Society for Medical Oncology
NCCN; National Comprehensive Cancer Network
T1D; type 1 diabetes
T2D; type 2 diabetes
"""
# Journals, by what people call them and by their names. https://www.ncbi.nlm.nih.gov/nlmcatalog/journals
_JOURNALS = """
NEJM; New England Journal of Medicine; N Engl J Med
JCO; Journal of Clinical Oncology; J Clin Oncol
BMJ; British Medical Journal
JAMA; Journal of the American Medical Association
JCEM; Journal of Clinical Endocrinology and Metabolism; J Clin Endocrinol Metab; Journal of Clinical Endocrinology & Metabolism
EJE; European Journal of Endocrinology; Eur J Endocrinol
EJC; European Journal of Cancer; Eur J Cancer
ERC; Endocrine Related Cancer; Endocr Relat Cancer
JNM; Journal of Nuclear Medicine; J Nucl Med
EJNMMI; European Journal of Nuclear Medicine and Molecular Imaging; Eur J Nucl Med Mol Imaging
WJG; World Journal of Gastroenterology; World J Gastroenterol
BJC; British Journal of Cancer; Br J Cancer
CCR; Clinical Cancer Research; Clin Cancer Res
Ann Oncol; Annals of Oncology
Lancet Oncol; Lancet Oncology; The Lancet Oncology
Neuroendocrinology
J Neuroendocrinol; Journal of Neuroendocrinology
Oncologist; The Oncologist
Dig Liver Dis; Digestive and Liver Disease
Nat Rev Clin Oncol; Nature Reviews Clinical Oncology
"""
# What a word names, and what is of its kind: who asks for the class asks for each, and not the other way round.
_KINDS = """
SSA > octreotide; lanreotide; pasireotide
PRRT > Lutathera; lutetium edotreotide; dotatate
"""
ORDINARY = frozenset("net nets os hr ci ct pet im sc cs md gh pk ae pro pros hd ccr who gep nice lar".split())
# Words that ask or join and name nothing: an item need not have them.
FILLERS = frozenset(
    """a about after against al all also am an and any anybody anyone anything are article articles as at be been before being best between
    both but by came can come comes coming could did do does doing during effective else et etc even ever evidence find for from get give
    given go goes going gone had happen happening happens has have having help helps how i if in instead into is it its just keep keeps know latest
    let lets like look looking made make makes making many matter matters may me mean means more most much must my need new no of on or our
    out over paper papers please publication publications put really recent related results safe say says seem seems should show so some
    someone something still studies study tell tells than that the their them then there these they thing things think this those thought to
    too trial trials try trying under up us use used using v versus via vs want was way ways we well went were what when where whether which
    while who why will with within without work works would you your published
    de del der die das dem den des ein eine und oder mit bei von für zu el los las una con por en les du ou avec chez pour dans och eller med på hos ett som
    """.split()
)


def key(text: str) -> tuple[str, ...]:
    """Return the words of a text as the table is looked up: small letters without marks, no plural, no hyphens."""
    return tuple(map(_stem, _WORD.findall(fold(text))))


_WORD = re.compile(r"[^\W_]+")


def _stem(word: str) -> str:
    word = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word
    return (
        word.replace("our", "or")
        if word.endswith("our")
        else word.removesuffix("ue")
        if word.endswith("logue")
        else word
    )


def _table(lines: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in lines.strip().split("\n"):
        group = tuple(line.split("; "))
        for one in group:
            table.setdefault(key(one), group)
    return table


_MEANINGS = _table(_GROUPS + _JOURNALS.lstrip())
_MEMBERS = {
    key(name): tuple(members.split("; "))
    for name, members in (line.split(" > ") for line in _KINDS.strip().split("\n"))
}
LONGEST = max(map(len, _MEANINGS))  # words of an entry


def groups() -> tuple[tuple[str, ...], ...]:
    """Return every line of the table: words that mean the same."""
    return tuple(dict.fromkeys(_MEANINGS.values()))


def members_of(text: str) -> tuple[str, ...]:
    """Return what is of the kind that the text names, in all words for it: of an SSA octreotide, Sandostatin, lanreotide, ...; () for most."""
    group = group_of(text)
    members = _MEMBERS.get(key(group[0]), ()) if group else ()
    return tuple(one for member in members for one in group_of(member) or (member,))


def group_of(text: str) -> tuple[str, ...] | None:
    """Return everything that means the same as the text; None where the table does not have it."""
    return _MEANINGS.get(key(text))

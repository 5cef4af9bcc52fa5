"""Pairs that are easily taken for one another, and pairs that hardly look alike: each from life, in our words."""

import re
from pathlib import Path

import pytest
from references import reference

from watcher.identify import block_keys, cluster, identify
from watcher.identify.features import prepare
from watcher.identify.pairs import compare
from watcher.identify.score import judge
from watcher.model import SameAs, Work

JUDGEMENTS = Path(__file__).parents[2] / "data" / "identify" / "judgements.txt"

FORTE = "Lanreotide autogel every 14 days in progressive neuroendocrine tumours | Pavel M; Ćwikła JB; Lombard-Bohas C; Borbath I; Shah T | 2021 | European Journal of Cancer | 157(1):403-414"
NETTER = "[177Lu]Lu-DOTA-TATE plus long-acting octreotide versus high-dose octreotide for advanced gastroenteropancreatic neuroendocrine tumours | Singh S; Halperin D; Myrehaug S; Herrmann K; Pavel M | 2024 | The Lancet | 403(10446):2807-2817"
REVIEW = "Somatostatin analogues in the treatment of carcinoid syndrome | Hofland J; Kaltsas G; de Herder WW | 2020 | Endocrine Reviews | 41(2):371-403"
RELEASE = "Camurus announces topline results of SORENTO |  | 2026-11-10 | Wire |  | kind:news"
ABSTRACT = "Lanreotide and diarrhoea: the NORDOSE cohort | Nordin S; Aho P | 2026 | Neuroendocrinology | 116(S2):44"

SAME = {
    "identical": (FORTE, FORTE),
    "pages cut short": (FORTE, FORTE.replace("403-414", "403-14")),
    "pages with two dashes": (FORTE, FORTE.replace("403-414", "403--414")),
    "capitals": (FORTE, FORTE.upper().replace(" | 2021", " | 2021")),
    "another punctuation": (FORTE, FORTE.replace("14 days in", "14 days, in")),
    "a full stop at the end": (FORTE, FORTE.replace("tumours |", "tumours. |")),
    "American spelling": (FORTE, FORTE.replace("tumours", "tumors")),
    "no accents": (FORTE, FORTE.replace("Ćwikła", "Cwikla")),
    "given names in full": (FORTE, FORTE.replace("Pavel M; Ćwikła JB; Lombard-Bohas C; Borbath I; Shah T", "Pavel, Marianne; Ćwikła, Jarosław B.; Lombard-Bohas, Catherine; Borbath, Ivan; Shah, Tahir")),
    "given names first": (FORTE, FORTE.replace("Pavel M; Ćwikła JB; Lombard-Bohas C", "Marianne Pavel; Jarosław Ćwikła; Catherine Lombard-Bohas")),
    "journal abbreviated": (FORTE, FORTE.replace("European Journal of Cancer", "Eur J Cancer")),
    "journal with its subtitle": (FORTE, FORTE.replace("European Journal of Cancer", "European journal of cancer (Oxford, England : 1990)")),
    "first three authors": (FORTE, FORTE.replace("; Borbath I; Shah T", "")),
    "no authors": (FORTE, FORTE.replace("Pavel M; Ćwikła JB; Lombard-Bohas C; Borbath I; Shah T", "")),
    "no pages": (FORTE, FORTE.replace(":403-414", "")),
    "no volume": (FORTE, FORTE.replace("157(1):", ":")),
    "no journal": (FORTE, FORTE.replace("European Journal of Cancer", "")),
    "no year": (FORTE, FORTE.replace("2021", "")),
    "nothing but title, authors, year": (FORTE, FORTE.partition(" | European")[0]),
    "ahead of print a year before": (FORTE, FORTE.replace("2021", "2020").replace("157(1):403-414", "")),
    "early view from page 1": (FORTE, FORTE.replace("2021", "2020").replace("157(1):403-414", ":1-12")),
    "an article number beside pages": (FORTE, FORTE.replace("403-414", "e403221")),
    "issue taken for the volume": (FORTE, FORTE.replace("157(1)", "1")),
    "a running number for the issue": (FORTE, FORTE.replace("157(1)", "157(11)")),
    "wrong volume, same pages": (FORTE, FORTE.replace("157(1)", "175(1)")),
    "wrong start page": (FORTE + " | doi:10.1016/j.ejca.2021.06.056", FORTE.replace("403-414", "430-441") + " | doi:10.1016/j.ejca.2021.06.056"),
    "a language after the title": (FORTE, FORTE.replace("tumours |", "tumours. [German] |")),
    "a kind after the title": (FORTE, FORTE.replace("tumours |", "tumours. [Review] [33 refs] |")),
    "erratum noted after the title": (FORTE, FORTE.replace("tumours |", "tumours.[Erratum appears in Eur J Cancer. 2022 Mar;163(2):1] |")),
    "comment noted after the title": (FORTE, FORTE.replace("tumours |", "tumours [see comment] |")),
    "brackets of a translation": (FORTE, "[" + FORTE.replace("tumours |", "tumours]. |")),
    "provisional abstract of a review": (REVIEW, REVIEW.replace("syndrome |", "syndrome (Provisional abstract) |")),
    "marked as retracted": (FORTE, "RETRACTED: " + FORTE),
    "days spelled out": (FORTE, FORTE.replace("14 days", "fourteen days").replace("fourteen", "14")),
    "two letters misspelt": (FORTE, FORTE.replace("progressive", "progresive").replace("neuroendocrine", "neuroendocirne")),
    "two words run together": (FORTE, FORTE.replace("neuroendocrine", "neuro endocrine")),
    "Roman and Arabic phase": ("A phase II study of pasireotide in carcinoid tumours | Kvols LK; Oberg KE | 2012 | Endocr Relat Cancer | 19(5):657-666", "A phase 2 study of pasireotide in carcinoid tumours | Kvols LK; Oberg KE | 2012 | Endocrine-Related Cancer | 19(5):657-66"),
    "isotope before the element": (NETTER, NETTER.replace("[177Lu]Lu-DOTA-TATE", "177Lu-DOTATATE")),
    "isotope after the element": (NETTER, NETTER.replace("[177Lu]Lu-DOTA-TATE", "Lu-177 DOTATATE")),
    "isotope in brackets": (NETTER, NETTER.replace("[177Lu]Lu-DOTA-TATE", "(177)Lu-DOTATATE")),
    "isotope by name": (NETTER, NETTER.replace("[177Lu]Lu-DOTA-TATE", "Lutetium-177 DOTATATE")),
    "gallium by name": ("Gallium-68 DOTATATE PET in the staging of neuroendocrine tumours | Poeppel TD; Binse I | 2013 | J Nucl Med | 54(3):364-370", "68Ga-DOTATATE PET in the staging of neuroendocrine tumours | Poeppel TD; Binse I | 2013 | Journal of Nuclear Medicine | 54(3):364-70"),
    "Greek letter by name": ("Interferon α with octreotide in midgut carcinoid | Kölby L; Persson G | 2003 | Br J Surg | 90(6):687-693", "Interferon alpha with octreotide in midgut carcinoid | Kolby L; Persson G | 2003 | The British journal of surgery | 90(6):687-93"),
    "subtitle left out, same page": (FORTE.replace("tumours |", "tumours: results of CLARINET FORTE, a prospective study |"), FORTE),
    "translated title, whole place the same": ("Lanreotid alle 14 Tage bei progredienten Tumoren | Pavel M; Ćwikła JB | 2021 | Der Onkologe | 27(3):403-414", "Interval shortening of a somatostatin analogue after progression | Pavel M; Ćwikła JB | 2021 | Onkologe | 27(3):403-14"),
    "translated title, original given": ("Somatostatin analogues at higher doses | Kos-Kudła B; Ćwikła JB | 2019 | Endokrynol Pol | 70(1):1-15 | original:Analogi_somatostatyny_w_wyższych_dawkach", "Analogi somatostatyny w wyższych dawkach | Kos-Kudła B; Ćwikła JB | 2019 | Endokrynologia Polska | 70(1):1-15"),
    "misspelt author": ("High-dose octreotide in functioning tumours of the pancreas | Anthony LB; Vinik AI | 2011 | Pancreas | 40(7):987-994", "High-dose octreotide in functioning tumours of the pancreas | Antony LB; Vinick AI | 2011 | Pancreas | 40(7):987-94"),
    "double surname by a hyphen": ("Predictors of response to lanreotide | García-Carbonero R; Vilardell F | 2014 | Ann Oncol | 25(1):225-231", "Predictors of response to lanreotide | Garcia Carbonero R; Vilardell F | 2014 | Annals of Oncology | 25(1):225-31"),
    "a group as author": ("Lanreotide in metastatic enteropancreatic tumours, long-term follow-up | Caplin ME; Pavel M; CLARINET Study G | 2016 | Endocr Relat Cancer | 23(3):191-199", "Lanreotide in metastatic enteropancreatic tumours, long-term follow-up | Caplin ME; Pavel M | 2016 | Endocrine-related cancer | 23(3):191-9"),
    "same DOI in two spellings": (FORTE + " | doi:https://doi.org/10.1016/J.EJCA.2021.06.056", FORTE.partition(" | European")[0] + " |  |  | doi:10.1016/j.ejca.2021.06.056."),
    "same PMID, corrected title": (FORTE + " | pmid:34597974", FORTE.replace("Lanreotide autogel every 14 days", "Two-weekly lanreotide") + " | pmid:34597974"),
    "same PMCID": (FORTE + " | pmcid:PMC8490201", FORTE.replace("progressive", "growing") + " | pmcid:8490201"),
    "DOI on one side": (FORTE + " | doi:10.1016/j.ejca.2021.06.056", FORTE),
    "PMID on one side": (FORTE + " | pmid:34597974", FORTE),
    "a book's DOI beside the journal's": (FORTE + " | doi:10.1016/j.ejca.2021.06.056", FORTE + " | doi:10.1007/978-3-540-1_12"),
    "one preprint in two versions": ("Dose escalation of lanreotide in mice | Chan J; Raj N | 2022 | medRxiv |  | kind:preprint doi:10.21203/rs.3.rs-1234567/v1", "Dose escalation of lanreotide in mice | Chan J; Raj N | 2022 | medRxiv |  | kind:preprint doi:10.21203/rs.3.rs-1234567/v2"),
    "an abstract in two databases": ("Octreotide LAR 60 mg in carcinoid syndrome: a cohort | Strosberg J; Weber J | 2014 | J Clin Oncol | 32(3_suppl):271 | kind:abstract", "Octreotide LAR 60 mg in carcinoid syndrome: a cohort | Strosberg J; Weber J | 2014 | Journal of Clinical Oncology. Conference: Gastrointestinal Cancers Symposium | 32(3 SUPPL. 1):271"),
    "an abstract's supplement cut off the volume": ("Pasireotide after octreotide failure in NET | Wolin EM; Jarzab B | 2013 | Ann Oncol | 24(Suppl. 4):iv41 | kind:abstract", "Pasireotide after octreotide failure in NET | Wolin EM; Jarzab B | 2013 | Annals of Oncology | 24:iv41 | kind:abstract"),
    "abstract by DOI, kind told differently": ("Octreotide LAR 60 mg in carcinoid syndrome: a cohort | Strosberg J; Weber J | 2014 | J Clin Oncol | 32(3_suppl):271 | kind:abstract doi:10.1200/jco.2014.32.3_suppl.271", "Octreotide LAR 60 mg in carcinoid syndrome: a cohort | Strosberg J; Weber J | 2014 | Journal of Clinical Oncology |  | doi:10.1200/jco.2014.32.3_suppl.271"),
    "a correction in two databases": ("Correction to: " + FORTE.replace("157(1):403-414", "163(2):1-1"), "Correction to " + FORTE.replace("157(1):403-414", "163(2):1")),
    "a reply in two databases": ("Reply to octreotide dosing in carcinoid crisis | Condron ME; Pommier SJ | 2016 | Surgery | 159(5):1480-1481", "Reply to: Octreotide dosing in carcinoid crisis | Condron M; Pommier S | 2016 | Surgery | 159(5):1480-1"),
    "an editorial in two databases": ("Editorial | Öberg K | 2018 | Neuroendocrinology | 106(1):1-2", "Editorial | Oberg, Kjell | 2018 | Neuroendocrinology | 106(1):1-2"),
    "a registration in two databases": ("Dose escalation of lanreotide | Ipsen X | 2019 |  |  | kind:registration nct:NCT02651987", "Efficacy of lanreotide every two weeks |  | 2020 |  |  | kind:registration nct:nct02651987"),
    "a registration as a library has it": ("Dose escalation of lanreotide | Nct | 2019 | https://clinicaltrials.gov/show/NCT02651987 |  | ", "Dose escalation of lanreotide |  | 2016 | Clinicaltrials.gov NCT02651987 |  | "),
    "a press release on two wires": ("Camurus announces progress of the SORENTO trial of CAM2029 in GEP-NET |  | 2025-03-05 | PR Newswire |  | kind:news", "Camurus announces progress of the SORENTO trial of CAM2029 in GEP-NET |  | 2025-03-06 | Cision |  | kind:news"),
    "initials for a society's journal": ("Octreotide and survival in midgut tumours of the elderly | Shen C; Shih YC | 2014 | Proc Natl Acad Sci USA | 111(4):200-210", "Octreotide and survival in midgut tumours of the elderly | Shen C; Shih YC | 2014 | PNAS | 111(4):200-10"),
    "congress by its initials": ("Escalating lanreotide in the clinic: a decision aid | Raj N; Chan J | 2017 |  Americas Conference on Information Systems | ", "Escalating lanreotide in the clinic: a decision aid | Raj N; Chan J | 2017 | Amcis 2017 Proceedings | "),
    "pages with a letter": ("Growth hormone and octreotide in rat hearts | Li C; Kao RL | 2001 | Am J Physiol Heart Circ Physiol | 280(3):H1264-71", "Growth hormone and octreotide in rat hearts | Li C; Kao RL | 2001 | American Journal of Physiology - Heart and Circulatory Physiology | 280(3 49-3):1264-1271"),
    "pages spoilt by a spreadsheet": (FORTE.replace("403-414", "4-14"), FORTE.replace("403-414", "14-Apr")),
    "markup in the title": (FORTE.replace("every 14 days", "every <i>14</i> days"), FORTE),
    "entities in the title": (REVIEW.replace("syndrome |", "syndrome &amp;amp; beyond |"), REVIEW.replace("syndrome |", "syndrome & beyond |")),
    "a place-holder for the DOI": (FORTE + " | doi:NA", FORTE),
    "everything about the title the same but the page head": (FORTE + " | doi:10.1016/j.ejca.2021.06.056", FORTE.replace("Lanreotide autogel every 14 days in progressive neuroendocrine tumours", "European Journal of Cancer") + " | doi:10.1016/j.ejca.2021.06.056"),
    "a mark under the same DOI": (f"RETRACTED ARTICLE: {FORTE} | doi:10.1000/x", f"{FORTE} | doi:10.1000/x"),
    "a mark without a DOI": (f"RETRACTED: {FORTE}", f"{FORTE} | doi:10.1000/x"),
    "a wire's words and a share's ticker": (f"Press Release: {RELEASE.replace(' |', ' (NASDAQ STOCKHOLM: CAMX) |', 1)}", RELEASE),
    "one abstract of a supplement, misspelt": (f"{ABSTRACT} | doi:10.1000/s", f"{ABSTRACT.replace('diarrhoea', 'diarrhea')} | doi:10.1000/s"),
}  # fmt: skip

# One title and its authors; what makes the second another thing stands in its place or its words.
TIP = "A phase 3 trial of CAM2029 in gastroenteropancreatic neuroendocrine tumours | Singh S; Ferone D; Capdevila J; Chan JA | 2022"
DIFFERENT = {
    "Cochrane versions under one title": ("Somatostatin analogues for bleeding varices | Gøtzsche PC; Hróbjartsson A | 2005 | Cochrane Database of Systematic Reviews | (1):CD000193 | doi:10.1002/14651858.CD000193.pub2", "Somatostatin analogues for bleeding varices | Gøtzsche PC; Hróbjartsson A | 2004 | Cochrane Database Syst Rev | (3):Cd000193 | doi:10.1002/14651858.CD000193.pub3"),
    "another interval": (FORTE, FORTE.replace("14 days", "28 days")),
    "another interval, short": ("Lanreotide 120 mg q14d in NET | Pavel M | 2021 | Eur J Cancer | ", "Lanreotide 120 mg q28d in NET | Pavel M | 2021 | Eur J Cancer | "),
    "another dose": ("Octreotide LAR 30 mg in midgut carcinoid | Wolin EM; Hu K | 2015 | Drug Des Devel Ther |  ", "Octreotide LAR 60 mg in midgut carcinoid | Wolin EM; Hu K | 2015 | Drug Des Devel Ther |  "),
    "another phase": (TIP, TIP.replace("phase 3", "phase 2")),
    "another phase in Roman numbers": (TIP.replace("phase 3", "phase III"), TIP.replace("phase 3", "phase II")),
    "part I and part II": ("Carcinoid heart disease, part I: diagnosis and care | Davar J; Connolly HM | 2017 | J Am Coll Cardiol | ", "Carcinoid heart disease, part II: diagnosis and care | Davar J; Connolly HM | 2017 | J Am Coll Cardiol | "),
    "part 1 and part 2 in one volume": ("NETs of the pancreas. Part 1 | Kulke MH; Anthony LB | 2010 | Pancreas | 39(6):735-752", "NETs of the pancreas. Part 2 | Kulke MH; Anthony LB | 2010 | Pancreas | 39(6):753-766"),
    "case A and case B": ("Octreotide overdose: case A of the Oslo series | Lund K; Berg H | 2015 | Endocr Connect | 4(2):10-12", "Octreotide overdose: case B of the Oslo series | Lund K; Berg H | 2015 | Endocr Connect | 4(2):13-15"),
    "years of a registry's report": ("Incidence of neuroendocrine tumours in Norway, 1993-2010 | Boyar Cetinkaya R; Thiis-Evensen E | 2017 | Neuroendocrinology |  ", "Incidence of neuroendocrine tumours in Norway, 1993-2021 | Boyar Cetinkaya R; Thiis-Evensen E | 2017 | Neuroendocrinology |  "),
    "a guideline and its update": ("ENETS consensus guidelines for midgut tumours | Pape UF; Perren A; Niederle B | 2012 | Neuroendocrinology | 95(2):135-156", "ENETS consensus guidelines update for midgut tumours | Niederle B; Pape UF; Costa F | 2016 | Neuroendocrinology | 103(2):125-138"),
    "a guideline of two years": ("NCCN guidelines: neuroendocrine tumours, version 1.2021 | Shah MH; Goldner WS | 2021 | JNCCN |  ", "NCCN guidelines: neuroendocrine tumours, version 2.2022 | Shah MH; Goldner WS | 2022 | JNCCN |  "),
    "first and second line": ("Lanreotide in first-line therapy of NET: the Danish cohort | Knigge U | 2017 |  | ", "Lanreotide in second-line therapy of NET: the Danish cohort | Knigge U | 2017 |  | "),
    "two follow-ups": ("Two-year follow-up of octreotide in acromegaly | Lancranjan I; Atkinson AB | 1999 |  | ", "Five-year follow-up of octreotide in acromegaly | Lancranjan I; Atkinson AB | 1999 |  | "),
    "grade 1 and grade 2": ("Survival in G1 neuroendocrine tumours of the ileum | Norlén O | 2012 |  | ", "Survival in G2 neuroendocrine tumours of the ileum | Norlén O | 2012 |  | "),
    "gallium and copper": ("68Ga-DOTATATE PET in NET: a head-to-head comparison | Johnbeck CB; Knigge U | 2017 | J Nucl Med | ", "64Cu-DOTATATE PET in NET: a head-to-head comparison | Johnbeck CB; Knigge U | 2017 | J Nucl Med | "),
    "receptor 2 and receptor 5": ("SSTR2 expression in pancreatic tumours and survival | Brunner P; Jörg AC | 2017 |  | ", "SSTR5 expression in pancreatic tumours and survival | Brunner P; Jörg AC | 2017 |  | "),
    "tumours and carcinomas": ("Chemotherapy in neuroendocrine tumours of the colon | Sorbye H | 2013 | Ann Oncol | ", "Chemotherapy in neuroendocrine carcinomas of the colon | Sorbye H | 2013 | Ann Oncol | "),
    "octreotide and lanreotide": ("Octreotide in patients with pancreatic tumours: dose and survival | Faggiano A; Modica R | 2018 | Oncotarget | ", "Lanreotide in patients with pancreatic tumours: dose and survival | Faggiano A; Modica R | 2018 | Oncotarget | "),
    "adults and adolescents": ("Pharmacokinetics of lanreotide in adults with gigantism | Colao A | 2010 |  | ", "Pharmacokinetics of lanreotide in adolescents with gigantism | Colao A | 2010 |  | "),
    "men and women": ("Bone loss under octreotide in men with carcinoid | Sen GS; Joshi H | 2016 |  | ", "Bone loss under octreotide in women with carcinoid | Sen GS; Joshi H | 2016 |  | "),
    "sensitive and resistant": ("Pasireotide in octreotide-sensitive carcinoid tumours | Kvols L | 2012 |  | ", "Pasireotide in octreotide-resistant carcinoid tumours | Kvols L | 2012 |  | "),
    "in vitro and in vivo": ("Antiproliferative effect of octreotide in vitro on carcinoid cells | Theodoropoulou M | 2008 |  | ", "Antiproliferative effect of octreotide in vivo on carcinoid cells | Theodoropoulou M | 2008 |  | "),
    "foregut and midgut": ("Somatostatin analogues in foregut tumours: outcome and toxicity | Faiss S; Pape UF | 2003 |  | ", "Somatostatin analogues in midgut tumours: outcome and toxicity | Faiss S; Pape UF | 2003 |  | "),
    "hypo- and hyperglycaemia": ("Octreotide and hypoglycaemia in insulinoma patients | Brown E; Watkin D | 2018 |  | ", "Octreotide and hyperglycaemia in insulinoma patients | Brown E; Watkin D | 2018 |  | "),
    "symptomatic and asymptomatic": ("Early octreotide in symptomatic carcinoid: a review | Arnold R; Trautmann ME | 1996 |  | ", "Early octreotide in asymptomatic carcinoid: a review | Arnold R; Trautmann ME | 1996 |  | "),
    "a correction": (FORTE, "Correction to: " + FORTE),
    "an author correction": (FORTE, "Author Correction: " + FORTE),
    "a publisher correction": (FORTE, "Publisher Correction: " + FORTE),
    "an erratum": (FORTE, "Erratum: " + FORTE),
    "an erratum for": (FORTE, "Erratum for " + FORTE),
    "a corrigendum": (FORTE, 'Corrigendum to "' + FORTE.replace("tumours |", 'tumours" |')),
    "an erratum after the title": (FORTE, FORTE.replace("tumours |", "tumours: Erratum |")),
    "an addendum": (FORTE, "Addendum: " + FORTE),
    "a retraction": (FORTE, "Retraction of: " + FORTE),
    "a retraction note": (FORTE, "Retraction Note: " + FORTE),
    "a retraction notice": (FORTE, "Retraction notice to " + FORTE),
    "an expression of concern": (FORTE, "Expression of concern: " + FORTE),
    "an editorial expression of concern": (FORTE, "Editorial Expression of Concern: " + FORTE),
    "a reply": (FORTE, "Reply to: " + FORTE),
    "an authors' reply": (FORTE, "Authors' reply: " + FORTE),
    "a reply after the title": (FORTE, FORTE.replace("tumours |", "tumours - reply |")),
    "a letter": (FORTE, "Re: " + FORTE),
    "a comment": (FORTE, "Comment on: " + FORTE),
    "a commentary": (FORTE, "Commentary: " + FORTE),
    "an editorial comment": (FORTE, "Editorial comment: " + FORTE),
    "a letter about it": (FORTE, "Letter regarding " + FORTE),
    "a response to the letter": ("Letter to the editor: octreotide in crisis | Pommier R | 2016 | Surgery | ", "Response to the letter: octreotide in crisis | Pommier R | 2016 | Surgery | "),
    "a letter and its reply on facing pages": ("Octreotide in crisis | Massimino K; Harrskog O | 2013 | J Surg Oncol | 107(8):842-846", "Octreotide in crisis: reply | Massimino K; Harrskog O | 2013 | J Surg Oncol | 107(8):847"),
    "a notice under the paper's own title": (FORTE, FORTE.replace("157(1):403-414", "163(1):119") + " | kind:notice"),
    "a correction with the paper's DOI": (FORTE + " | doi:10.1016/j.ejca.2021.06.056", "Correction to: " + FORTE + " | doi:10.1016/j.ejca.2021.06.056"),
    "a protocol": (FORTE, FORTE.replace("tumours |", "tumours: study protocol |").replace("2021 | European Journal of Cancer | 157(1):403-414", "2021 | BMJ Open | ")),
    "a protocol of a trial": (TIP + " | Lancet Oncol", TIP.replace("tumours |", "tumours: protocol of a randomised trial |") + " | BMC Cancer"),
    "rationale and design": (TIP + " | Lancet Oncol", TIP.replace("tumours |", "tumours: rationale and design |") + " | Lancet Oncol"),
    "a trial in progress": (TIP + " | J Clin Oncol", TIP.replace("tumours |", "tumours: trial in progress |") + " | J Clin Oncol"),
    "trial in progress of two years": (TIP.replace("tumours |", "tumours: trial in progress |") + " | J Clin Oncol | 40(16_suppl):TPS4178", TIP.replace("tumours |", "tumours: trial in progress |").replace("2022", "2023") + " | J Clin Oncol | 41(16_suppl):TPS4175"),
    "abstract and paper in one journal": (FORTE.replace("157(1)", "144(Suppl 1)").replace("403-414", "S12").replace("2021", "2020") + " | kind:abstract", FORTE),
    "abstract and paper, kinds unknown": ("Everolimus with octreotide in carcinoid | Pavel ME; Hainsworth JD | 2010 | Ann Oncol | 21(suppl 8):viii4", "Everolimus with octreotide in carcinoid | Pavel ME; Hainsworth JD | 2011 | Lancet | 378(9808):2005-2012"),
    "abstract and paper in ASCO's journal": ("Octreotide LAR in midgut carcinoid | Rinke A; Arnold R | 2009 | J Clin Oncol | 27(15_suppl):4508 | kind:abstract", "Octreotide LAR in midgut carcinoid | Rinke A; Arnold R | 2009 | J Clin Oncol | 27(28):4656-4663"),
    "one abstract at two meetings": ("Cabozantinib with lanreotide in NET | Corti F; Pusceddu S | 2021 | J Clin Oncol | 39(15_suppl):e16203 | kind:abstract", "Cabozantinib with lanreotide in NET | Corti F; Pusceddu S | 2021 | Ann Oncol | 32(suppl 5):S912 | kind:abstract"),
    "one abstract at two meetings of one journal": ("COMPETE: baseline data of the trial | Halfdanarson TR; Reidy D | 2022 | Neuroendocrinology | 112(Suppl 1):41 | kind:abstract", "COMPETE: baseline data of the trial | Halfdanarson TR; Reidy D | 2023 | Neuroendocrinology | 113(Suppl 1):87 | kind:abstract"),
    "two abstracts on one page, one group": ("Octreotide dose and diarrhoea in carcinoid | Dasari A; Yao JC | 2019 | Pancreas | 48(3):441 | doi:10.1097/mpa.0000000000001257", "Survival after liver embolisation in carcinoid | Dasari A; Yao JC | 2019 | Pancreas | 48(3):441 | doi:10.1097/mpa.0000000000001257"),
    "neighbours in a supplement with its DOI": ("Octreotide dose and diarrhoea in carcinoid | Dasari A; Yao JC | 2019 | Pancreas | 48(3):441 | doi:10.1097/mpa.0000000000001257", "Genetic testing in young patients with gastrinoma | Raj N; Shah S | 2019 | Pancreas | 48(3):452 | doi:10.1097/mpa.0000000000001257"),
    "numbered posters": ("NETs of Lower Saxony: poster 12 of the registry | Begum N | 2014 | Neuroendocrinology | 100(Suppl 1):12", "NETs of Lower Saxony: poster 13 of the registry | Begum N | 2014 | Neuroendocrinology | 100(Suppl 1):13"),
    "registration and publication": (FORTE, FORTE.partition(" | European")[0] + " |  |  | kind:registration nct:NCT02651987"),
    "registration and publication, as libraries have it": ("Efficacy and safety of lanreotide autogel in NET | Ipsen N | 2016 |  |  | doi:10.1111/x1", "Efficacy and safety of lanreotide autogel in NET | Ipsen N | 2016 | ClinicalTrials.gov |  | "),
    "registration and its results paper with the number in the journal": ("Efficacy and safety of lanreotide autogel in NET | Ipsen N | 2016 | Eur J Cancer |  | ", "Efficacy and safety of lanreotide autogel in NET | Ipsen N | 2016 | https://clinicaltrials.gov/show/NCT02651987 |  | "),
    "two registry numbers": ("Lanreotide in NET |  | 2016 |  |  | kind:registration nct:NCT02651987", "Lanreotide in NET |  | 2016 |  |  | kind:registration nct:NCT02683941"),
    "two registry numbers, as libraries have it": ("Lanreotide in NET |  | 2016 | https://clinicaltrials.gov/show/NCT02651987 |  | ", "Lanreotide in NET |  | 2016 | https://clinicaltrials.gov/show/NCT02683941 |  | "),
    "one trial in two registries": ("Lanreotide in NET |  | 2016 |  |  | kind:registration key:NCT02651987 nct:NCT02651987 eudract:2014-005607-24", "Lanreotide in NET |  | 2016 |  |  | kind:registration key:2014-005607-24 eudract:2014-005607-24 nct:NCT02651987"),
    "one trial in two registries, its country in the number": ("Lanreotide in NET |  | 2016 |  |  | kind:registration key:NCT02651987 nct:NCT02651987 eudract:2014-005607-24", "Lanreotide in NET |  | 2016 |  |  | kind:registration key:EUCTR2014-005607-24-DE eudract:2014-005607-24 nct:NCT02651987"),
    "preprint and article": (NETTER.replace("The Lancet | 403(10446):2807-2817", "medRxiv |  | kind:preprint doi:10.1101/2024.01.05.24300883"), NETTER + " | doi:10.1016/s0140-6736(24)00701-3"),
    "preprint told by its DOI": (NETTER.replace("The Lancet | 403(10446):2807-2817", " |  | doi:10.21203/rs.3.rs-3456789/v1"), NETTER),
    "preprint told by its venue": (NETTER.replace("The Lancet | 403(10446):2807-2817", "bioRxiv |  | "), NETTER),
    "news and article": (FORTE, FORTE.replace("European Journal of Cancer | 157(1):403-414", "PR Newswire |  | kind:news")),
    "news of two years": ("Camurus announces progress of the SORENTO trial |  | 2025-03-05 |  |  | kind:news", "Camurus announces progress of the SORENTO trial |  | 2025-09-05 |  |  | kind:news"),
    "two PMIDs": (FORTE + " | pmid:34597974", FORTE + " | pmid:34597975"),
    "two DOIs of a publisher in two years": ("Introduction to octreotide for the practitioner | Costa F; Gumz B | 2013 | Case Rep Gastroenterol |  | doi:10.1159/000350001", "Introduction to octreotide for the practitioner | Costa F; Gumz B | 2014 | Case Rep Gastroenterol |  | doi:10.1159/000360002"),
    "one title in sister journals": ("Octreotide: a review of its use in neuroendocrine tumours | Costa F; Gumz B | 2013 | J Neuroendocrinol Rev | 5(1):10-22", "Octreotide: a review of its use in neuroendocrine tumours | Costa F; Gumz B | 2014 | Endocr Oncol Lett | 9(3):101-114"),
    "a trial and its overall survival": ("Placebo-controlled study of octreotide LAR in midgut tumours: PROMID | Rinke A; Müller HH; Arnold R | 2009 | J Clin Oncol | 27(28):4656-4663", "Placebo-controlled study of octreotide LAR in midgut tumours: PROMID, results on long-term survival | Rinke A; Wittenberg M; Arnold R | 2017 | Neuroendocrinology | 104(1):26-32"),
    "a trial and its extension": ("Lanreotide in metastatic enteropancreatic tumours | Caplin ME; Pavel M | 2014 | N Engl J Med | 371(3):224-233", "Lanreotide in metastatic enteropancreatic tumours: the open-label extension | Caplin ME; Pavel M | 2016 | Endocr Relat Cancer | 23(3):191-199"),
    "conference and journal version": ("Prediction of tumour growth under octreotide | Mackay D; Robinson V | 1999 | Workshop on Medical Imaging | ", "Prediction of tumour growth under octreotide | Mackay D; Robinson V | 1999 | Journal of Medical Imaging | "),
    "conference and journal version a year later": ("Prediction of tumour growth under octreotide | Mackay D; Robinson V | 1999 | Proceedings of the SPIE Conference | ", "Prediction of tumour growth under octreotide | Mackay D; Robinson V | 2000 | IEEE Transactions on Medical Imaging | 19(2):110-120"),
    "a thesis and its paper": ("Dosing somatostatin analogues | Yip CB | 2003 | Americas Conference | ", "Dosing somatostatin analogues | Yip CB; Elbeltagi I | 2006 |  | "),
    "editorials of two issues": ("Editorial | Öberg K | 2018 | Neuroendocrinology | 106(1):1-2", "Editorial | Öberg K | 2018 | Neuroendocrinology | 106(2):99-100"),
    "editorial introductions of two years": ("Editorial Introduction | Zwass V | 2014 | Journal of Management | 31(2)", "Editorial Introduction | Zwass V | 2015 | Journal of Management | 31(3)"),
    "two book reviews of an issue": ("Book review | Smith J | 1995 | Gut | 37(2):301", "Book review | Jones K | 1995 | Gut | 37(2):302"),
    "book review, unknown and known": ("Book review |  | 1995 | Gut | 37(2)", "Book review: Edited by T. Cornford, Reengineering the clinic: a manifesto | Hammer M; Champy J | 1995 | Gut | 37(2)"),
    "letters to the editor": ("Letter to the editor | Smith J | 2010 | Pancreas | 39(1):110", "Letter to the editor | Smith J | 2010 | Pancreas | 39(4):560"),
    "case reports by one title": ("Case report | Lund K | 2010 | Endocr J |  ", "Case report | Berg H | 2010 | Endocr J |  "),
    "minitrack introductions": ("Introduction to the minitrack on rare tumours and their registries | Deng X; Taylor J | 2021 | Proceedings of the Hawaii Conference |  | doi:10.24251/hicss.2021.510", "Introduction to the minitrack on rare tumours and their registries | Deng X; Taylor J | 2022 | Proceedings of the Hawaii Conference |  | doi:10.24251/hicss.2022.544"),
    "progress reports of two volumes": ("Progress report of the carcinoid registry | Modlin IM | 2003 | Cancer | 97(4):934-959", "Progress report of the carcinoid registry | Modlin IM | 2004 | Cancer | 101(2):210-230"),
    "a page head for a title": ("Journal of the Association for Carcinoid Research | Hu HF; Moody G | 2023 | Journal of the Association for Carcinoid Research | 52", "Journal of the Association for Carcinoid Research | Rao L; Verma S | 2023 | Journal of the Association for Carcinoid Research | 52"),
    "a page head with its number": ("Communications of the Society for Endocrinology Volume 52 Paper 45 | Rao L | 2023 | Communications of the Society for Endocrinology | 52", "Communications of the Society for Endocrinology Volume 52 Paper 41 | Hu HF | 2023 | Communications of the Society for Endocrinology | 52"),
    "no title on both sides": ("Unknown | Hall D | 2020 | Endocr J | 5(1)", "Unknown | Hall G | 2020 | Endocr J | 5(1)"),
    "one author and place, two titles": ("Commitment in a virtual tumour board | Powell AL | 1999 | Endocr J | ", "A proposed study on commitment in tumour boards | Powell AL | 1999 | Endocr J | "),
    "same first words": ("Impact of octreotide on cognitive load in carers: investigating errors | Vaishnav L; Goel S | 2025 | Endocr J | ", "Impact of octreotide on cognitive load in carers | Vaishnav L; Goel S | 2024 | Endocr J | "),
    "neighbouring papers of one group": ("Octreotide and insulin in the rat | Krassowski J; Felber JP | 1988 | Acta Endocrinol | 117(4):501-506", "Octreotide and glucagon in the rat | Krassowski J; Felber JP | 1988 | Acta Endocrinol | 117(4):507-511"),
    "same title, other authors, other place": ("Neuroendocrine tumours | Öberg K | 2005 | Lancet | 365:100-110", "Neuroendocrine tumours | Klöppel G | 2007 | Virchows Arch | 451:S9-S27"),
    "same title, other authors, no place": ("Treatment of neuroendocrine tumours | Öberg K; Knigge U | 2012 |  | ", "Treatment of neuroendocrine tumours | Kulke MH; Siu LL | 2012 |  | "),
    "chapters of a book with its DOI": ("Gastrinoma | Jensen RT; Ito T | 2018 | Diagnostics of NETs | :101-120 | doi:10.1007/978-3-319-1", "Insulinoma | Öberg K; Knigge U | 2018 | Diagnostics of NETs | :121-140 | doi:10.1007/978-3-319-1"),
    "a subtitle that is another study": ("Lanreotide in NETs: quality of life in the placebo arm | Caplin ME; Ruszniewski P | 2015 | Eur J Cancer | ", "Lanreotide in NETs: tumour growth rate before treatment | Caplin ME; Ruszniewski P | 2015 | Eur J Cancer | "),
    "one-sided part number": ("Carcinoid crisis in the theatre | Condron ME; Pommier SJ | 2016 | Surgery | 159(1):358-367", "Carcinoid crisis in the theatre: part 2 | Condron ME; Pommier SJ | 2016 | Surgery | 159(2):400-410"),
    "a congress's paper and the journal's, a year apart": ("A registry of carcinoid heart disease | Chan CY; Garofalakis M | 2002 | Vienna NET | ", "A registry of carcinoid heart disease | Chan CY; Garofalakis M | 2003 | The Vienna NET Journal | "),
    "a mark under another DOI of the publisher": (f"Retracted: {FORTE} | doi:10.1000/y", f"{FORTE} | doi:10.1000/x"),
    "two abstracts of a group that differ in a word": (f"{ABSTRACT} | doi:10.1000/s", f"{ABSTRACT.replace('diarrhoea', 'survival')} | doi:10.1000/s"),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_one_thing_is_known_again(one, other):
    assert_same(reference(one, key="1"), reference(other, key="2"))


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_two_things_stay_two(one, other):
    left, right = reference(one, key="1"), reference(other, key="2")

    assert not isinstance(identify(right, [Work(id=1, records=(left,))]), SameAs)
    assert cluster([left, right]) == ()


def said(one, other):
    """Return a judgement as the file of judgements writes it: what the two are, how surely, why, and what forbids a merge."""
    found = judge(compare(prepare(reference(one, key="1")), prepare(reference(other, key="2"))))
    what = "same" if found.same else "perhaps" if found.perhaps else "another"
    return f"{what} {found.score:g}: {found.because}" + (f" ({found.bar.name.lower()})" if found.bar.value else "")


def test_each_pair_is_weighed_as_it_was_and_for_the_same_reason():
    written = dict(re.findall(r"^(\S.*)\n    (.*)$", JUDGEMENTS.read_text(encoding="utf-8"), re.MULTILINE))

    assert {name: said(*pair) for name, pair in (SAME | DIFFERENT).items()} == written


def assert_same(left, right):
    verdict = identify(right, [Work(id=1, records=(left,))])
    found = cluster([left, right])

    assert isinstance(verdict, SameAs), verdict
    assert verdict.because
    assert [each.members for each in found] == [(0, 1)]
    assert set(block_keys(left)) & set(block_keys(right)) or left.ids & right.ids


def test_the_tables_are_long_enough_to_mean_something():
    assert len(SAME) + len(DIFFERENT) >= 150

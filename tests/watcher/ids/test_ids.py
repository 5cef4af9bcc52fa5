import pytest

from watcher.ids import canonical, read_id
from watcher.model import Id

NEJM = Id("doi", "10.1056/nejmoa2034577")
NETTER = Id("pmid", "38851203")
SORENTO = Id("nct", "NCT05050942")

READ = [
    ("38851203", NETTER),
    ("PMID:38851203", NETTER),
    ("PMID: 38851203", NETTER),
    ("pmid 38851203", NETTER),
    ("PubMed ID 38851203", NETTER),
    ("PMID038851203", NETTER),
    ("https://pubmed.ncbi.nlm.nih.gov/38851203/", NETTER),
    ("pubmed.ncbi.nlm.nih.gov/38851203?utm_source=x", NETTER),
    ("http://www.ncbi.nlm.nih.gov/pubmed/38851203", NETTER),
    ("https://www.ncbi.nlm.nih.gov/m/pubmed/38851203/", NETTER),
    ("pubmed.gov/38851203", NETTER),
    ("https://europepmc.org/article/MED/38851203", NETTER),
    ("https://europepmc.org/abstract/MED/38851203", NETTER),
    ("PMC8490201", Id("pmcid", "PMC8490201")),
    ("pmc8490201", Id("pmcid", "PMC8490201")),
    ("PMCID: PMC8490201", Id("pmcid", "PMC8490201")),
    ("PMC8490201.1", Id("pmcid", "PMC8490201")),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC8490201/", Id("pmcid", "PMC8490201")),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC8490201/pdf/main.pdf", Id("pmcid", "PMC8490201")),
    ("https://europepmc.org/article/PMC/PMC8490201", Id("pmcid", "PMC8490201")),
    ("PPR123456", Id("ppr", "PPR123456")),
    ("https://europepmc.org/article/PPR/PPR123456", Id("ppr", "PPR123456")),
    ("10.1056/NEJMoa2034577", NEJM),
    ("doi:10.1056/NEJMoa2034577", NEJM),
    ("DOI: 10.1056/NEJMoa2034577.", NEJM),
    ("https://doi.org/10.1056/NEJMoa2034577", NEJM),
    ("http://dx.doi.org/10.1056/NEJMoa2034577", NEJM),
    ("https://dx.doi.org/10.1056/NEJMoa2034577", NEJM),
    ("doi.org/10.1056/NEJMoa2034577", NEJM),
    ("https://doi.org/10.1056%2FNEJMoa2034577", NEJM),
    ("https://doi.org/10.1056%252FNEJMoa2034577", NEJM),
    ("https://doi.org/doi:10.1056/NEJMoa2034577", NEJM),
    ("https://www.nejm.org/doi/full/10.1056/NEJMoa2034577?query=featured", NEJM),
    ("https://www.nejm.org/doi/pdf/10.1056/NEJMoa2034577", NEJM),
    ("https://doi-org.proxy.example.edu/10.1056/NEJMoa2034577", NEJM),
    ("<10.1056/NEJMoa2034577>", NEJM),
    ("(10.1056/NEJMoa2034577)", NEJM),
    ("[10.1056/NEJMoa2034577].", NEJM),
    ('"10.1056/NEJMoa2034577"', NEJM),
    ("https://onlinelibrary.wiley.com/doi/10.1002/cncr.30000/abstract", Id("doi", "10.1002/cncr.30000")),
    ("https://www.frontiersin.org/articles/10.3389/fonc.2020.00123/full", Id("doi", "10.3389/fonc.2020.00123")),
    (
        "https://www.medrxiv.org/content/10.1101/2020.03.01.20029645v2.full.pdf",
        Id("doi", "10.1101/2020.03.01.20029645"),
    ),
    ("https://www.biorxiv.org/content/10.1101/123456v1", Id("doi", "10.1101/123456")),
    ("10.1016/S0140-6736(24)00701-3", Id("doi", "10.1016/s0140-6736(24)00701-3")),
    ("10.1016/0014-2999%2894%2990059-0", Id("doi", "10.1016/0014-2999(94)90059-0")),
    (
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        Id("doi", "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"),
    ),
    ("10.1530/endoabs.37.EP1132", Id("doi", "10.1530/endoabs.37.ep1132")),
    ("https://www.endocrine-abstracts.org/ea/0037/ea0037ep1132", Id("doi", "10.1530/endoabs.37.ep1132")),
    ("https://www.endocrine-abstracts.org/ea/0037/ea0037EP1132.htm", Id("doi", "10.1530/endoabs.37.ep1132")),
    ("http://www.endocrine-abstracts.org/ea/0044/ea0044p134", Id("doi", "10.1530/endoabs.44.p134")),
    ("https://www.endocrine-abstracts.org/ea/0119/ea0119ps2-09-07?x=1", Id("doi", "10.1530/endoabs.119.ps2-09-07")),
    ("NCT05050942", SORENTO),
    ("nct05050942", SORENTO),
    ("NCT 05050942", SORENTO),
    ("NCT: 05050942", SORENTO),
    ("ClinicalTrials.gov NCT05050942", SORENTO),
    ("ClinicalTrials.gov identifier: NCT05050942.", SORENTO),
    ("https://clinicaltrials.gov/study/NCT05050942", SORENTO),
    ("https://clinicaltrials.gov/ct2/show/NCT05050942?term=sorento", SORENTO),
    ("https://classic.clinicaltrials.gov/ct2/show/study/NCT05050942", SORENTO),
    ("2021-000849-40", Id("eudract", "2021-000849-40")),
    ("2021–000849–40", Id("eudract", "2021-000849-40")),
    ("EudraCT number: 2021-000849-40", Id("eudract", "2021-000849-40")),
    ("https://www.clinicaltrialsregister.eu/ctr-search/trial/2021-000849-40/3rd", Id("eudract", "2021-000849-40")),
    ("2023-508432-27-00", Id("ctis", "2023-508432-27-00")),
    ("2023-508432-27", Id("ctis", "2023-508432-27-00")),
    ("EU CT: 2023-508432-27-01", Id("ctis", "2023-508432-27-01")),
    (
        "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT=2023-508432-27-00",
        Id("ctis", "2023-508432-27-00"),
    ),
    ("ISRCTN20343063", Id("isrctn", "ISRCTN20343063")),
    ("isrctn 20343063", Id("isrctn", "ISRCTN20343063")),
    ("https://www.isrctn.com/ISRCTN20343063", Id("isrctn", "ISRCTN20343063")),
    ("https://doi.org/10.1186/ISRCTN20343063", Id("isrctn", "ISRCTN20343063")),
    ("U1111-1234-5678", Id("utn", "U1111-1234-5678")),
    ("UTN: U1111–1234–5678", Id("utn", "U1111-1234-5678")),
    ("ACTRN12605000497640", Id("actrn", "ACTRN12605000497640")),
    ("ChiCTR2000029308", Id("chictr", "ChiCTR2000029308")),
    ("chictr-trc-10001034", Id("chictr", "ChiCTR-TRC-10001034")),
    ("CTRI/2012/08/002895", Id("ctri", "CTRI/2012/08/002895")),
    ("DRKS00014324", Id("drks", "DRKS00014324")),
    ("jRCTs031180001", Id("jrct", "jRCTs031180001")),
    ("JPRN-jRCT2031210001", Id("jrct", "jRCT2031210001")),
    ("UMIN000012345", Id("umin", "UMIN000012345")),
    ("JPRN-UMIN000012345", Id("umin", "UMIN000012345")),
    ("JapicCTI-121234", Id("japiccti", "JapicCTI-121234")),
    ("KCT0001234", Id("kct", "KCT0001234")),
    ("IRCT20190312043025N1", Id("irct", "IRCT20190312043025N1")),
    ("PACTR201812345678901", Id("pactr", "PACTR201812345678901")),
    ("RBR-6t4dxp", Id("rebec", "RBR-6t4dxp")),
    ("SLCTR/2012/003", Id("slctr", "SLCTR/2012/003")),
    ("TCTR20200101001", Id("tctr", "TCTR20200101001")),
    ("RPCEC00000123", Id("rpcec", "RPCEC00000123")),
    ("NTR1234", Id("ntr", "NTR1234")),
    ("pmcid:PMC8490201", Id("pmcid", "PMC8490201")),
    ("doi:10.1/x", None),
    ("", None),
    ("NA", None),
    ("lanreotide", None),
    ("SORENTO", None),
    ("10.1056", None),
    ("10.1056/", None),
    ("10.1056/.", None),
    ("NCT0505094", None),
    ("NCT050509421", None),
    ("PMC", None),
    ("PMC12", None),
    ("123456789", None),
    ("ISRCTN2034306", None),
    ("2021-00849-40", None),
    ("U1112-1234-5678", None),
    ("https://example.org/news/2024", None),
    ("NCT05050942 and NCT02651987", None),
]


@pytest.mark.parametrize(("typed", "expected"), READ)
def test_an_identifier_is_read_whole_from_any_spelling(typed, expected):
    assert read_id(typed) == expected


@pytest.mark.parametrize("identifier", sorted({found for _, found in READ if found}))
def test_the_one_form_is_stable(identifier):
    assert canonical(identifier) == identifier
    assert read_id(str(identifier)) == identifier


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Id("DOI", " https://doi.org/10.1056/NEJMoa2034577. "), NEJM),
        (Id("doi", "10.17705/1CAIS."), Id("doi", "10.17705/1cais")),
        (Id("doi", "NA"), None),
        (Id("doi", ""), None),
        (Id("doi", "10.1186/ISRCTN20343063"), Id("isrctn", "ISRCTN20343063")),
        (Id("pmid", "0038851203"), NETTER),
        (Id("pmid", "nan"), None),
        (Id("pmcid", "8490201"), Id("pmcid", "PMC8490201")),
        (Id("nct", "nct05050942"), SORENTO),
        (Id("eudract", "2021-000849-40"), Id("eudract", "2021-000849-40")),
        (Id("pii", " S0140-6736 "), Id("pii", "S0140-6736")),
        (Id("sponsor", "HS-19-657"), Id("sponsor", "HS-19-657")),
        (Id("guid", ""), None),
    ],
)
def test_a_source_s_identifier_is_brought_to_one_form(given, expected):
    assert canonical(given) == expected

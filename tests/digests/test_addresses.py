import pytest

from digests.view import checked_address
from watcher.ids import address, label, leading
from watcher.model import Id


@pytest.mark.parametrize(
    ("scheme", "value", "leads_to"),
    [
        ("pmid", "38229085", "https://pubmed.ncbi.nlm.nih.gov/38229085/"),
        ("doi", "10.1016/S0140-6736(24)00701-3", "https://doi.org/10.1016/S0140-6736(24)00701-3"),
        ("doi", "10.1002/(SICI)1097<1::AID>3.0.CO;2-#", "https://doi.org/10.1002/(SICI)1097%3C1::AID%3E3.0.CO;2-%23"),
        ("nct", "NCT05050942", "https://clinicaltrials.gov/study/NCT05050942"),
        ("isrctn", "ISRCTN12345678", "https://www.isrctn.com/ISRCTN12345678"),
        (
            "ctis",
            "2023-503424-20-00",
            "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT=2023-503424-20-00",
        ),
        (
            "eudract",
            "2021-000849-40",
            "https://www.clinicaltrialsregister.eu/ctr-search/search?query=2021-000849-40",
        ),
        ("pmcid", "PMC4562767", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4562767/"),
        ("ppr", "PPR123", "https://europepmc.org/article/PPR/PPR123"),
        ("pmid", "38229085/?x", ""),
        ("pmid", "0", ""),
        ("nct", "NCT0505094", ""),
        ("nct", "NCT05050942\n", ""),
        ("doi", "javascript:alert(1)", ""),
        ("doi", "10.1/x y", ""),
        ("utn", "U1111-1111-1111", ""),
    ],
)
def test_only_what_is_an_identifier_leads_somewhere(scheme, value, leads_to):
    assert address(Id(scheme, value)) == leads_to


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.camurus.com/media/x", "https://www.camurus.com/media/x"),
        ("http://example.org/a?b=c&d=é", "http://example.org/a?b=c&d=%C3%A9"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://exämple.org/", "https://xn--exmple-cua.org/"),
        ("https://straße.example/a", "https://xn--strae-oqa.example/a"),  # "strasse.example" is another's
        ("https://ς.example/", "https://xn--3xa.example/"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
        ("https://a\u200db.example/", ""),
        ("https://a..ä/", ""),
        ("https://pаypal.example/", "https://xn--pypal-4ve.example/"),
        ("https://example.org/a b'\"<>|", "https://example.org/a%20b%27%22%3C%3E%7C"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://example.org/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org/x", ""),
        ("https://user@evil.example/", ""),
        ("https://user:pass@evil.example/", ""),
        ("https://localhost/", ""),
        ("https://[::1]/", ""),
        ("https://[broken/", ""),
        ("https://example.org:99999/", ""),
        ("", ""),
    ],
)
@pytest.mark.threat("T40", "T41")
def test_a_source_s_own_address_is_shown_only_where_it_is_what_it_seems(url, shown):
    assert checked_address(url) == shown


def test_the_best_way_comes_first():
    ids = {Id("pmcid", "PMC1"), Id("doi", "10.1000/x"), Id("pmid", "1"), Id("guid", "x")}

    assert [label(one) for one in leading(ids)] == ["PubMed 1", "DOI 10.1000/x", "PMC1"]

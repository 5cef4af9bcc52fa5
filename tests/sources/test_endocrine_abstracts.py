import pytest

from fakes import NOW, FakeClient, page, payloads
from golden import check, pairs
from sources.endocrine_abstracts import Source, doi_of, path_of
from watcher.errors import FetchError, ParseError
from watcher.model import Id, Notice, Page, PartialDate, Query, Record, Validator

SITE = "https://www.endocrine-abstracts.org/"
HEADER = "<p>Endocrine Abstracts (2015) 37 EP1132 | DOI: 10.1530/endoabs.37.EP1132</p>"


def query(*dois, **more):
    return Query(topic="t", groups=(), until=NOW, known=tuple(Id("doi", doi) for doi in dois), **more)


def as_pages(path):
    """Yield the page of each text that was recorded, or made so: a paragraph a line."""
    for body in payloads(path):
        lines = body.decode().splitlines()
        yield page("<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>", f"{SITE}ea/0037/x")


@pytest.mark.parametrize("path", pairs("endocrine_abstracts"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(Source(), path)


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        (f"{SITE}ea/0037/ea0037ep1132.htm", "10.1530/endoabs.37.ep1132"),
        (f"{SITE}ea/0052/ea0052P23", "10.1530/endoabs.52.p23"),
        ("http://endocrine-abstracts.org/ea/0049/abstracts/guided-posters/x/ea0049gp177", "10.1530/endoabs.49.gp177"),
        (f"{SITE}ea/0086/ea0086ns1.1?utm=1#top", "10.1530/endoabs.86.ns1.1"),
        (f"{SITE}ea/0119/ea0119ps2-09-07/", "10.1530/endoabs.119.ps2-09-07"),
        (f"{SITE}ea/0008/abstracts/oncology-strand/neuroendocrine-tumours/ea0008s25", "10.1530/endoabs.8.s25"),
        (f"{SITE}ea/0037/ea0038ep1132", ""),
        (f"{SITE}ea/0037/", ""),
        ("https://example.org/", ""),
    ],
)
def test_every_form_of_an_address_tells_the_doi(address, doi):
    assert doi_of(address) == doi


@pytest.mark.parametrize(
    ("doi", "path"),
    [
        ("10.1530/endoabs.37.EP1132", "ea/0037/ea0037ep1132"),
        ("10.1530/endoabs.8.s25", "ea/0008/ea0008s25"),
        ("10.1530/endoabs.119.ps2-09-07", "ea/0119/ea0119ps2-09-07"),
        ("10.1530/endoabs.37", ""),
        ("10.1530/erc-15-0001", ""),
    ],
)
def test_a_doi_tells_the_path_and_the_path_the_doi(doi, path):
    assert path_of(doi) == path
    assert not path or doi_of(f"{SITE}{path}") == doi.lower()


def test_a_recorded_page_without_title_and_people_still_gives_its_text():
    for body in as_pages("conference/endocrine_abstracts_37_EP1132.txt"):
        (record,) = Source().parse(body)

        assert record.source_id == "10.1530/endoabs.37.ep1132"
        assert record.title == ""
        assert record.text.startswith("Somatostatin analogs (SSA) effectively control symptoms")
        assert record.text.endswith("No additional toxicity is observed compared with standard dose.")
        assert "Federico II" not in record.text


def test_a_recorded_page_with_a_title_typed_by_hand_reads_whole():
    for body in as_pages("conference/endocrine_abstracts_44_P134_truncated.txt"):
        (record,) = Source().parse(body)

        assert record.title.startswith(
            "Somatastatin analogue tolerability testing in the management of neuro endocrine tumours"
        )
        assert [person.name for person in record.people] == ["Tadman M", "Charlton P", "Grossman A"]
        assert [passage.label for passage in record.abstract] == ["Background and aims", "Methods", "Results"]
        assert record.venue.meeting == "SFEBES2016 Poster Presentations Neoplasia, cancer and late effects"
        assert record.published == PartialDate(2016)


def test_a_page_that_tells_its_title_and_people_to_machines_is_believed():
    head = '<meta name="citation_title" content="High doses"><meta name="citation_author" content="Anna Berg">'
    body = f"<html><head>{head}</head><body>{HEADER}<div>High doses</div><div>Anna Berg</div><p>It helped.</p></body></html>"

    (record,) = Source().parse(page(body))

    assert (record.title, record.people[0].name, record.text) == ("High doses", "Berg A", "It helped.")


def test_tools_before_the_text_do_not_hide_it():
    text = "Twenty-one patients were given a higher dose than the label has, and most of them stayed stable for long."

    (record,) = Source().parse(page(f"{HEADER}<p>Article tools</p><p>{text}</p>"))

    assert record.text == text


@pytest.mark.parametrize(
    "body",
    [
        "<html><title>Just a moment...</title></html>",
        "",
        "plain words",
        '{"a": 1}',
        "<?xml version='1.0'?><a/>",
        '<meta charset="\x01"><p>a name that no coding has',
        "\x00",
    ],
)
def test_a_page_of_something_else_is_an_error(body):
    with pytest.raises(ParseError, match="no page of Endocrine Abstracts"):
        [*Source().parse(page(body))]


def test_a_page_with_a_header_and_nothing_else_is_unreadable():
    (unreadable,) = Source().parse(page(HEADER, f"{SITE}ea/0037/ea0037ep1132"))

    assert (unreadable.where, unreadable.reason) == ("10.1530/endoabs.37.ep1132", "neither title nor text was found")


def test_one_page_a_known_abstract_is_asked_for_and_nothing_else():
    client = FakeClient({"robots": "", "ea0037ep1132": HEADER, "ea0052p23": HEADER})
    known = ("10.1530/endoabs.37.EP1132", "10.1000/x", "10.1530/endoabs.52.P23", "10.1530/endoabs.37.ep1132")

    pages = [*Source().pages(query(*known), client)]

    assert [asked.url.removeprefix(SITE) for asked in client.asked] == [
        "robots.txt",
        "ea/0037/ea0037ep1132",
        "ea/0052/ea0052p23",
    ]
    assert [piece.expected for piece in pages] == [1, 1]


def test_what_the_site_lets_no_program_read_is_said_and_not_asked_for():
    client = FakeClient({"robots": "User-agent: *\nDisallow: /ea/0037/", "ea0052p23": HEADER})

    refused, page = Source().pages(query("10.1530/endoabs.37.ep1132", "10.1530/endoabs.52.p23"), client)

    assert refused.incomplete
    assert "robots.txt" in refused.text
    assert isinstance(page, Page)
    assert not any("ea0037" in asked.url for asked in client.asked)


def test_a_missing_page_costs_no_other():
    gone = FetchError("endocrine_abstracts", SITE, "HTTP 404", status=404)
    client = FakeClient({"robots": gone, "ea0037ep1132": gone, "ea0052p23": HEADER})

    first, second = Source().pages(query("10.1530/endoabs.37.ep1132", "10.1530/endoabs.52.p23"), client)

    assert first == Notice(text=f"10.1530/endoabs.37.ep1132 has no page at {SITE}ea/0037/ea0037ep1132")
    assert isinstance(second, Page)


LOST = FetchError("endocrine_abstracts", SITE, "HTTP 404", status=404)


def test_where_every_page_is_gone_the_site_has_changed_and_the_run_is_partial():
    client = FakeClient({"": LOST})

    *_, notice = Source().pages(query(*(f"10.1530/endoabs.99.p{n}" for n in range(3))), client)

    assert (notice.incomplete, notice.told) == (True, True)
    assert notice.text == (
        f"no page is there, and 10.1530/endoabs.37.ep1132 has no page at {SITE}ea/0037/ea0037ep1132: "
        "the site may have changed"
    )


def test_abstracts_that_never_had_a_page_make_no_run_partial():
    client = FakeClient({"ea0037ep1132": HEADER, "": LOST})

    steps = [*Source().pages(query(*(f"10.1530/endoabs.99.p{n}" for n in range(3))), client)]

    assert [(step.text[:25], step.incomplete) for step in steps] == [
        (f"10.1530/endoabs.99.p{n} has", False) for n in range(3)
    ]


def test_a_page_that_always_fails_costs_no_other():
    client = FakeClient({"p1$": FetchError("endocrine_abstracts", "u", "HTTP 500", 500), "": HEADER})

    notice, found = Source().pages(query("10.1530/endoabs.99.p1", "10.1530/endoabs.99.p2"), client)

    assert notice == Notice(text="10.1530/endoabs.99.p1 could not be had: HTTP 500 (u)", incomplete=True)
    assert found.expected == 1


def test_a_refusal_ends_the_turn():
    refused = FetchError("endocrine_abstracts", SITE, "HTTP 403", status=403)

    with pytest.raises(FetchError):
        [*Source().pages(query("10.1530/endoabs.37.ep1132"), FakeClient({"": refused}))]


def test_more_abstracts_than_a_run_takes_wait_and_are_said():
    dois = [f"10.1530/endoabs.37.p{n}" for n in range(5)]

    *pages, notice = Source(most_pages=3).pages(query(*dois), FakeClient({"": HEADER}))

    assert len(pages) == 3
    assert notice == Notice(text="2 abstracts wait for the next run", incomplete=True)


def test_a_page_that_has_not_changed_gives_nothing_and_misses_nothing():
    address, validator = f"{SITE}ea/0037/ea0037ep1132", Validator(etag='"1"')
    same = Page(url=address, body=b"", retrieved=NOW, validator=validator, unchanged=True)
    client = FakeClient({"robots": "", "": same})

    (found,) = Source().pages(query("10.1530/endoabs.37.ep1132", validators={address: validator}), client)

    assert client.asked[1].validator == validator
    assert found.expected is None
    assert [*Source().parse(found)] == []


@pytest.mark.parametrize(
    ("place", "is_it"),
    [("0037/ea0037ep1132", True), ("0037/EA0037EP1132.htm", True), ("0037/ea0037ep1133", False), ("0038/ea0038ep1132", False)],
)  # fmt: skip
def test_the_page_of_another_abstract_is_noticed(place, is_it):
    body = "<p>Endocrine Abstracts (2015) 37 EP1132</p><h1>Lanreotide</h1>"

    (piece,) = Source().parse(page(body, f"{SITE}ea/{place}"))

    assert isinstance(piece, Record) is is_it
    assert is_it or "another abstract's: 37 EP1132" in piece.reason


def test_an_address_that_leads_to_another_abstract_is_told():
    elsewhere = Page(url=f"{SITE}ea/0037/ea0037ep1133", body=HEADER.encode(), retrieved=NOW)

    notice, *_ = Source().pages(query("10.1530/endoabs.37.ep1132"), FakeClient({"robots": "", "ep1132": elsewhere}))

    assert notice.incomplete
    assert "leads to another abstract" in notice.text

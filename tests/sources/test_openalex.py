import json

import pytest

from fakes import NOW, FakeClient, page, payloads
from golden import check, pairs
from sources import load
from sources.openalex import Source, abstract
from watcher.errors import FetchError, ParseError, SourceError
from watcher.model import Id, Notice, PartialDate, Person, Query

SOURCE = Source(api_key="secret", batch=2)


def query(*dois):
    return Query(topic="t", groups=(), until=NOW, known=tuple(Id("doi", doi) for doi in dois))


def answer(*numbers, count=None):
    return json.dumps(
        {"meta": {"count": len(numbers) if count is None else count}, "results": [{"id": n} for n in numbers]}
    )


@pytest.mark.parametrize("path", pairs("openalex"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(SOURCE, path)


def test_recorded_works_read_whole():
    for body in payloads("openalex/works_search_2026.json"):
        records = [*SOURCE.parse(page(body))]

        assert [record.source_id for record in records] == ["W3146366485", "W3212386989", "W2023053047"]
        assert records[0].ids == {Id("doi", "10.1016/j.neucom.2021.03.091")}
        assert records[0].published == PartialDate(2021, 4)
        assert records[0].abstract == ()
        assert any(record.text for record in records)


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Simron Singh", Person(family="Singh", given="Simron")),
        ("Singh, Simron", Person(family="Singh", given="Simron")),
        ("Simron Singh, PhD", Person(family="Singh", given="Simron")),
        ("Simron Singh, MD, PhD", Person(family="Singh", given="Simron")),
        ("Wouter W. de Herder", Person(family="de Herder", given="Wouter W.")),
        ("de Herder, Wouter W.", Person(family="de Herder", given="Wouter W.")),
        ("Frank Doe, Jr.", Person(family="Doe", given="Frank", suffix="Jr")),
        ("CLARINET Study Group", Person(collective="CLARINET Study Group")),
        ("on behalf of the NETTER-2 Investigators", Person(collective="NETTER-2 Investigators")),
        ("&NA;", None),
        ("", None),
    ],
)
def test_a_name_is_read_in_whatever_order_it_is_written(written, person):
    row = {"id": "W1", "title": "T", "authorships": [{"raw_author_name": written, "author": {"display_name": written}}]}
    (record,) = SOURCE.parse(page(json.dumps({"meta": {"count": 1}, "results": [row]})))

    assert record.people == ((person,) if person else ())


def test_it_is_off_until_it_is_wanted_and_needs_a_key():
    assert load("openalex").enabled is False
    with pytest.raises(SourceError, match="OPENALEX_API_KEY"):
        [*Source().pages(query("10.1000/a"), FakeClient({}))]


def test_known_works_are_asked_for_in_batches():
    client = FakeClient({"10.1000/a": answer("W1", "W2"), "10.1000/c": answer("W3")})

    pages = [*SOURCE.pages(query("10.1000/a", "10.1000/B", "10.1000/c", "10.1000/d,e"), client)]

    assert [asked.fields["filter"] for asked in client.asked] == ["doi:10.1000/a|10.1000/b", "doi:10.1000/c"]
    assert pages[0] == Notice(text="OpenAlex cannot be asked for 1 DOIs with a comma in them")
    assert [piece.announced for piece in pages if isinstance(piece, Notice)] == [None, 2, 1]


def test_fewer_works_than_announced_are_incomplete():
    *_, notice = SOURCE.pages(query("10.1000/a"), FakeClient({"": answer("W1", count=2)}))

    assert notice.incomplete
    assert notice.text == "OpenAlex announced 2 works and sent 1"


def test_works_that_were_not_asked_for_are_told():
    other = {"meta": {"count": 1}, "results": [{"id": "W1", "doi": "https://doi.org/10.1000/OTHER"}]}

    told = [
        piece.text
        for piece in SOURCE.pages(query("10.1000/a"), FakeClient({"": json.dumps(other)}))
        if isinstance(piece, Notice)
    ]

    assert told[0] == "OpenAlex answers with other works than it was asked for: 10.1000/other"


@pytest.mark.parametrize(("status", "said"), [(429, "today's budget is used up"), (403, "HTTP 403")])
def test_a_budget_that_is_used_up_is_told_from_being_too_fast(status, said):
    refusal = FetchError("openalex", "https://api.openalex.org/works", f"HTTP {status}", status=status)

    with pytest.raises(SourceError, match=said):
        [*SOURCE.pages(query("10.1000/a"), FakeClient({"": refusal}))]


def test_being_too_fast_passes():
    client = FakeClient({"": answer("W1")})

    [*SOURCE.pages(query("10.1000/a"), client)]

    assert 403 in client.asked[0].passing


def test_an_error_is_given_in_its_own_words():
    for body in payloads("errors/openalex_error.json"):
        with pytest.raises(ParseError, match="Unknown filter field"):
            [*SOURCE.parse(page(body))]


@pytest.mark.parametrize(
    ("index", "text"),
    [
        (None, ""),
        ({}, ""),
        ([1], ""),
        ({"dose": [2], "The": [0], "high": [1, 9]}, "The high dose high"),
        ({"far": [10**15], "near": [-1]}, "near far"),
        ({"odd": "x", "b": [None, "1"], "c": [0]}, "c"),
    ],
)
def test_an_abstract_is_rebuilt_by_position(index, text):
    assert abstract(index) == text

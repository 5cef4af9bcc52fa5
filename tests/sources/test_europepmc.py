import json
from datetime import UTC, datetime

import pytest
from lxml import etree

from fakes import NOW, FakeClient, page, payloads
from golden import check, pairs
from sources.europepmc import Source
from watcher.errors import FetchError, ParseError
from watcher.model import Concept, Id, Kind, Notice, Page, PartialDate, Query, Record, Term

DRUG = Concept(name="drug", terms=(Term(text="octreotid", prefix=True), Term(text="somatostatin analog", prefix=True)))
DISEASE = Concept(name="disease", terms=(Term(text="neuroendocrine tumour"), Term(text='odd "term"')))
SINCE = datetime(2026, 11, 9, 5, tzinfo=UTC)
WINDOW = "(FIRST_IDATE:[2026-11-09 TO 2026-11-23] OR UPDATE_DATE:[2026-11-09 TO 2026-11-23])"
EMPTY_ENVELOPE = b'{"version":"6.9"}'


def query(**more):
    return Query(topic="t", until=NOW, **({"groups": ((DRUG, DISEASE),), "since": SINCE} | more))


def answer(ids, hits, cursor=""):
    rows = [{"id": id_, "source": "PPR", "title": "t"} for id_ in ids]
    following = {"nextCursorMark": cursor} if cursor else {}
    return json.dumps({"version": "6.9", "hitCount": hits, "resultList": {"result": rows}, **following})


@pytest.mark.parametrize("path", pairs("europepmc"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(Source(), path)


def test_recorded_results_read_whole():
    for body in payloads("europepmc/search_core_2026.json"):
        records = [*Source().parse(page(body))]

        assert [record.source_id for record in records] == ["MED:41792208", "MED:41744547", "PMC:PMC13013079"]
        assert records[0].ids == {Id("pmid", "41792208"), Id("doi", "10.1038/s41598-026-43147-x")}
        assert records[0].published == PartialDate(2026, 3, 6)
        assert records[0].issued == PartialDate(2026, 3)  # the first of March is not claimed
        assert records[1].people[0].name == "Dai L"
        assert records[2].ids == {Id("pmcid", "PMC13013079")}
        assert records[2].issued is None


def test_the_topic_is_asked_beyond_pubmed_and_every_watched_trial_in_full_texts():
    asked = query(watched=(Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")))

    assert Source().question(asked).split("\n") == [
        (
            '(((TITLE_ABS:octreotid* OR (TITLE_ABS:"somatostatin" AND TITLE_ABS:analog*)) AND '
            '(TITLE_ABS:"neuroendocrine tumour" OR TITLE_ABS:"odd  term")))'
            f' AND {WINDOW} NOT (SRC:MED OR SRC:PAT OR "NCT05050942" OR "2021-000849-40")'
        ),
        f'"NCT05050942" AND {WINDOW}',
        f'"2021-000849-40" AND {WINDOW} NOT ("NCT05050942")',
    ]


@pytest.mark.parametrize("since", [SINCE, None])
def test_what_names_a_watched_trial_is_tied_to_it_by_whichever_question_it_came(since):
    asked = query(since=since, watched=(Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")))
    ties = []
    for question in Source().question(asked).split("\n"):
        body = json.loads(answer(["PPR1"], 1)) | {"request": {"queryString": question}}
        (record,) = Source().parse(page(json.dumps(body)))
        ties.append([relation.id.value for relation in record.relations])

    assert ties == [[], ["NCT05050942"], ["2021-000849-40"]]


def test_everything_is_asked_without_a_window():
    assert "DATE" not in Source().question(query(since=None, watched=(Id("nct", "NCT05050942"),)))


def test_a_count_below_what_came_ends_no_walk():
    client = FakeClient(
        {"cursorMark=.*": [answer(["PPR1", "PPR2"], 0, "A"), answer(["PPR3"], 0, "B"), answer([], 0, "C")]}
    )

    pages = list(Source().pages(query(), client))

    assert [page.expected for page in pages if isinstance(page, Page)] == [2, 1, 0]


def test_pages_follow_the_cursor_until_the_count_is_reached():
    client = FakeClient(
        {r"cursorMark=\*": answer(["PPR1", "PPR2"], 3, "A+/="), r"cursorMark=A": answer(["PPR3"], 3, "B")}
    )

    pages = [*Source(contact="me@example.org", page_size=2).pages(query(), client)]

    assert [piece.expected for piece in pages[:-1]] == [2, 1]
    assert pages[-1] == Notice(announced=3)
    assert [asked.fields["cursorMark"] for asked in client.asked] == ["*", "A+/="]
    assert client.asked[0].fields["email"] == "me@example.org"
    assert client.asked[0].fields["resultType"] == "core"


@pytest.mark.parametrize(
    ("second", "incomplete", "said"),
    [
        (answer(["PPR3"], 4, "A"), True, "announced 4 records and sent 3"),  # the cursor stands still
        (answer(["PPR3"], 4), True, "announced 4 records and sent 3"),  # the cursor is gone
        (answer([], 4, "B"), True, "announced 4 records and sent 2"),
        (answer(["PPR3", "PPR4"], 4, "B"), False, ""),
    ],
)
def test_a_walk_that_ends_early_is_incomplete(second, incomplete, said):
    client = FakeClient({r"cursorMark=\*": answer(["PPR1", "PPR2"], 4, "A"), r"cursorMark=A": second})

    *_, notice = Source().pages(query(), client)

    assert notice.incomplete is incomplete
    assert notice.announced == 4
    assert said in notice.text


@pytest.mark.parametrize(
    ("hits", "missing", "borne"),
    [(170, 2, True), (200, 1, True), (60_000, 2, True), (1000, 3, False), (84, 1, False), (60_000, 599, False)],
)
def test_no_more_may_be_missing_than_was_ever_reported_and_readers_are_told(hits, missing, borne):
    rows = [f"PPR{n}" for n in range(hits - missing)]

    *_, notice = Source().pages(query(), FakeClient({"": answer(rows, hits)}))

    assert (notice.incomplete, notice.told) == (not borne, borne)
    assert f"announced {hits} records and sent {hits - missing}" in notice.text


def test_a_record_that_comes_twice_is_no_other_record():
    first, second = [f"PPR{n}" for n in range(500)], [f"PPR{n}" for n in range(250, 750)]
    client = FakeClient({r"cursorMark=\*": answer(first, 1000, "A"), "": [answer(second, 1000, n) for n in "BCDE"]})

    *_, notice = Source().pages(query(), client)

    assert (notice.incomplete, notice.announced) == (True, 1000)
    assert "announced 1000 records and sent 750" in notice.text
    assert len(client.asked) == 3


def test_no_hits_counts_only_where_the_service_counts_none():
    pages = [*Source().pages(query(), FakeClient({"": answer([], 0)}))]

    assert isinstance(pages[0], Page)
    assert pages[1] == Notice(announced=0)


def test_the_empty_envelope_is_asked_again():
    client = FakeClient({"": [EMPTY_ENVELOPE, b"<html>Bad gateway</html>", answer(["PPR1"], 1)]})

    pages = [*Source().pages(query(), client)]

    assert pages[-1] == Notice(announced=1)


def test_the_empty_envelope_for_ever_is_a_failure_and_never_no_hits():
    with pytest.raises(FetchError):
        [*Source().pages(query(), FakeClient({"": EMPTY_ENVELOPE}))]


def test_an_empty_envelope_cannot_be_read():
    for body in payloads("errors/europepmc_empty_envelope.json"):
        with pytest.raises(ParseError, match="hitCount is missing"):
            [*Source().parse(page(body))]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"hitCount": 1}', "resultList.result is missing"),
        ('{"hitCount": 1, "resultList": {"result": {}}}', "resultList.result is missing"),
        ('{"errCode": 404, "errMsg": "No such field"}', "No such field"),
        ('{"hitCount": "many", "resultList": {"result": []}}', "hitCount is missing"),
    ],
)
def test_a_changed_schema_is_named(body, said):
    with pytest.raises(ParseError, match=said):
        [*Source().pages(query(), FakeClient({"": body}))]


def test_a_long_question_is_posted():
    many = Concept(name="many", terms=tuple(Term(text=f"word{n} word{n}") for n in range(80)))
    client = FakeClient({"": answer([], 0)})

    [*Source().pages(query(groups=((many,),)), client)]

    assert (client.asked[0].method, client.asked[0].url[-10:]) == ("POST", "searchPOST")


def test_without_a_topic_or_a_trial_nothing_is_asked():
    assert [*Source().pages(query(groups=()), FakeClient({}))] == []


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"source": "PPR"}, Kind.PREPRINT),
        ({"source": "MED", "pubTypeList": {"pubType": ["Published Erratum"]}}, Kind.NOTICE),
        ({"source": "MED", "title": "Correction to: a paper"}, Kind.NOTICE),
        ({"source": "MED", "pubTypeList": {"pubType": ["Letter", "Comment"]}}, Kind.COMMENT),
        ({"source": "MED", "pubTypeList": {"pubType": ["Congress"]}}, Kind.ABSTRACT),
        ({"source": "MED", "journalInfo": {"issue": "4_suppl"}}, Kind.ABSTRACT),
        ({"source": "PAT"}, Kind.OTHER),
        ({"source": "AGR"}, Kind.ARTICLE),
    ],
)
def test_a_record_is_of_the_kind_that_its_source_and_types_tell(row, kind):
    body = {"hitCount": 1, "resultList": {"result": [{"id": "1", **row}]}}

    (record,) = Source().parse(page(json.dumps(body)))

    assert isinstance(record, Record)
    assert record.kind is kind


def as_xml(name, value):
    """Return a value of JSON as the service writes it in XML."""
    inside = value if isinstance(value, dict) else {}
    parts = [
        as_xml(key, one) for key, found in inside.items() for one in (found if isinstance(found, list) else [found])
    ]
    element = etree.Element(name)
    element.extend(parts)
    element.text = None if inside else str(value)
    return element


@pytest.mark.parametrize("case", ["usual", "empty"])
def test_an_answer_in_xml_as_a_browser_gets_it_says_what_it_says_in_json(case):
    (path,) = (path for path in pairs("europepmc") if path.stem == case)
    said = path.read_bytes()
    in_xml = etree.tostring(as_xml("responseWrapper", json.loads(said)), xml_declaration=True, encoding="UTF-8")

    assert list(Source().parse(page(in_xml))) == list(Source().parse(page(said)))

import json

import pytest

from fakes import NOW, FakeClient, page, payloads
from golden import check, pairs
from sources.biorxiv import Source
from watcher.errors import FetchError, ParseError
from watcher.model import Id, Notice, PartialDate, Query, Relation, RelationKind

MEDICAL, BIOLOGICAL, NEW = "10.1101/2026.10.02.26300001", "10.1101/565721", "10.64898/2026.01.05.700001"
NOTHING = '{"messages": [{"status": "no posts found"}], "collection": []}'


def query(*dois):
    return Query(topic="t", groups=(), until=NOW, known=tuple(Id("doi", doi) for doi in dois))


def answer(doi):
    return json.dumps({"messages": [{"status": "ok"}], "collection": [{"doi": doi, "title": "t", "version": "1"}]})


@pytest.mark.parametrize("path", pairs("biorxiv"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(Source(), path)


def test_of_recorded_versions_the_newest_of_each_preprint_is_kept():
    for recorded in payloads("preprints/biorxiv_details_2024_page0.json"):
        body = json.loads(recorded)

        records = [*Source().parse(page(json.dumps(body)))]

        assert len(body["collection"]) == 100
        assert len(records) == len({row["doi"] for row in body["collection"]}) == 79
        several = next(record for record in records if record.source_id == "10.1101/263681")
        assert several.version == max(row["version"] for row in body["collection"] if row["doi"] == "10.1101/263681")
        withdrawn = next(record for record in records if record.source_id == "10.1101/565721")
        assert "Withdrawn Publication" in withdrawn.publication_types
        assert withdrawn.relations == (
            Relation(kind=RelationKind.PREPRINT_OF, id=Id("doi", "10.1016/j.cell.2019.09.004")),
        )
        assert withdrawn.published == PartialDate(2024, 4, 18)


def test_recorded_medrxiv_totals_as_text_do_no_harm():
    for body in payloads("preprints/medrxiv_details_2024_page0.json"):
        records = [*Source().parse(page(body))]

        assert {record.venue.title for record in records} == {"medRxiv"}
        assert all(record.people and record.version and record.published for record in records)


def test_each_known_preprint_is_looked_up_where_its_number_points_first():
    client = FakeClient(
        {"": lambda asked: answer(asked.url.split("/details/")[1].split("/", 1)[1].removesuffix("/na/json"))}
    )

    pages = [*Source().pages(query(MEDICAL, BIOLOGICAL, "10.1000/other", NEW), client)]

    assert [asked.url.removeprefix("https://api.biorxiv.org/details/") for asked in client.asked] == [
        f"medrxiv/{MEDICAL}/na/json",
        f"biorxiv/{BIOLOGICAL}/na/json",
        f"biorxiv/{NEW}/na/json",
    ]
    assert [piece.expected for piece in pages] == [1, 1, 1]


def test_a_preprint_that_one_server_lacks_is_looked_up_at_the_other():
    client = FakeClient({"details/medrxiv": NOTHING, "details/biorxiv": answer(MEDICAL)})

    (found,) = Source().pages(query(MEDICAL), client)

    assert found.expected == 1


def test_another_preprint_than_was_asked_for_makes_the_run_partial():
    (notice,) = Source().pages(query(MEDICAL), FakeClient({"": answer(BIOLOGICAL)}))

    assert (notice.text, notice.incomplete) == (f"medRxiv answers with another preprint than {MEDICAL}", True)


def test_a_preprint_that_both_servers_lack_is_said():
    (notice,) = Source().pages(query(MEDICAL), FakeClient({"": NOTHING}))

    assert notice == Notice(text=f"neither bioRxiv nor medRxiv has {MEDICAL}")


@pytest.mark.parametrize("broken", ["<html>502</html>", FetchError("biorxiv", "u", "HTTP 500", 500)])
def test_a_preprint_that_always_fails_costs_no_other(broken):
    client = FakeClient({MEDICAL: broken, BIOLOGICAL: answer(BIOLOGICAL)})

    notice, found = Source().pages(query(MEDICAL, BIOLOGICAL), client)

    assert notice.incomplete
    assert notice.text.startswith(f"{MEDICAL} could not be had: ")
    assert found.expected == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"collection": []}', "schema changed"),
        ('{"messages": [{"status": "ok"}]}', "schema changed"),
        ('{"messages": [{"status": "ok"}], "collection": []}', "no preprint, and the status 'ok'"),
        ('{"messages": [{"status": "error"}], "collection": []}', "'error'"),
        ("<html>Just a moment</html>", "not JSON"),
    ],
)
def test_no_preprint_counts_only_where_the_server_says_so(body, said):
    with pytest.raises(ParseError, match=said):
        [*Source().pages(query(MEDICAL), FakeClient({"": body}))]


@pytest.mark.parametrize(("date", "known"), [("2026-10-00", PartialDate(2026, 10)), ("2026-00-31", PartialDate(2026))])
def test_a_nought_in_a_date_is_a_part_that_is_not_known(date, known):
    row = {"doi": MEDICAL, "title": "t", "version": "1", "date": date}

    (record,) = Source().parse(page(json.dumps({"messages": [{"status": "ok"}], "collection": [row]})))

    assert (record.published, record.updated) == (known, None)


def test_where_no_preprint_is_known_nothing_is_asked():
    assert [*Source().pages(query("10.1000/x"), FakeClient({}))] == []
    assert "none is known" in Source().question(query())

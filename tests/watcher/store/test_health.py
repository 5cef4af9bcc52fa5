"""One damaged row stops nothing: it is passed over, named by the check, and read from its source again."""

import json

import pytest
from stores import CORE, MONDAY, NEXT_MONDAY, TOPIC, at, change, digest, link, message, record, registration, save

from watcher.model import Coverage, Id, Outcome, Page, PartialDate, Tier
from watcher.store.search import Filters
from watcher.store.store import Store

SOUND, DAMAGED = record("1", title="Sound"), record("2", title="Damaged")
BODIES = [
    "{",
    "",
    "null",
    '{"source": "pubmed"}',
    json.dumps(
        {"source": "pubmed", "source_id": "2", "kind": "riddle", "title": "", "retrieved": "2026-11-16T06:00:00Z"}
    ),
    json.dumps(
        {
            "source": "pubmed",
            "source_id": "2",
            "kind": "article",
            "title": "",
            "retrieved": "2026-11-16T06:00:00Z",
            "published": {"year": 99999},
        }
    ),
    '{"source": "pubmed", "source_id": "2", "kind": "article", "title": "", "retrieved": NaN}',
]


@pytest.fixture
def store():
    with Store.open() as opened:
        save(opened, SOUND, links=[link(SOUND, Id("nct", "NCT05050942"))])
        save(opened, DAMAGED)
        save(opened, registration(), changes=[change()])
        assert opened.check() == ()
        yield opened


def damage(store, table, column, value, where="1"):
    store.connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value,))


@pytest.mark.parametrize("body", BODIES)
def test_a_damaged_record_is_passed_over_and_named(store, body):
    damage(store, "version", "body", body, "record = 2")

    told = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY, digest="weekly")

    assert {dossier.item.records[0].title for dossier in told} == {"Sound", "Octreotide depot in GEP-NET"}
    assert [one.title for one in store.index.search("damaged")] == ["Damaged"]
    assert store.items.get(2) is None
    assert store.account(2) is None
    assert store.records.latest(DAMAGED) is None
    assert store.records.versions(DAMAGED.key) == ()
    (lost,) = store.items.damaged()
    assert (lost.source, lost.source_id, lost.title, lost.seen) == ("pubmed", "2", "Damaged", MONDAY)
    assert store.unread.since(NEXT_MONDAY) == (lost,)
    (fault,) = store.check()
    assert fault.startswith("the record pubmed 2 cannot be read")


@pytest.mark.parametrize("body", BODIES)
def test_a_damaged_record_is_whole_again_when_its_source_gives_it_again(store, body):
    damage(store, "version", "body", body, "record = 2")
    assert store.records.seen_again(DAMAGED)

    store.mend()

    assert store.records.seen_again(DAMAGED) is None
    save(store, DAMAGED, now=at(1))
    assert store.records.latest(DAMAGED) == DAMAGED
    assert store.items.get(2).records == (DAMAGED,)
    assert [fault for fault in store.check() if "an older version" not in fault] == []


def test_a_score_that_is_damaged_leaves_its_tier_and_value(store):
    damage(store, "score", "body", "{", "record = 2")

    told = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY, digest="weekly")

    scores = {dossier.item.records[0].title: dossier.score for dossier in told}
    assert (scores["Damaged"].tier, scores["Damaged"].value) == (CORE.tier, CORE.value)
    assert scores["Sound"] == CORE
    assert store.account(2).scores[0][1].tier is Tier.CORE
    assert store.check() == ("the score of pubmed 2 cannot be read: " + store.check()[0].partition(": ")[2],)


@pytest.mark.parametrize(
    ("table", "column", "value", "named"),
    [
        ("change", "seen", "yesterday", "the change 1"),
        ("change", "weight", "heavy", "the change 1"),
        ("link", "kind", "riddle", "the link 1"),
        ("link", "relation", "riddle", "the link 1"),
        ("record", "first_seen", "99999-01-01", "the times of the record"),
        ("score", "tags", "{", "the score of"),
        ("score", "trials", "{", "the score of"),
        ("score", "tier", "riddle", "the score of"),
        ("run", "body", "{", "the run pubmed"),
        ("digest", "body", "{", "the digest weekly 2026-W47"),
        ("delivery", "changed", "never", "the message m"),
        ("payload", "body", b"x", "the page https://a.example/"),
        ("payload", "retrieved", "never", "the page https://a.example/"),
    ],
)
def test_a_damaged_row_of_any_table_stops_nothing_and_is_named(store, table, column, value, named):
    fill(store)

    damage(store, table, column, value)

    assert any(fault.startswith(named) for fault in store.check())
    assert read_everything(store) == ["Damaged", "Octreotide depot in GEP-NET", "Paged", "Sound"]


def fill(store):
    page = Page(url="https://a.example/", body=b"a page", retrieved=MONDAY)
    save(store, record("3", title="Paged"), page=page)
    run = Coverage(source="pubmed", outcome=Outcome.COMPLETE, since=None, until=MONDAY, finished=MONDAY, offered=3)
    store.runs.finish(run, topic=TOPIC, reached=MONDAY)
    store.digests.freeze(digest(), [message()], [], name="weekly", now=NEXT_MONDAY)


def read_everything(store):
    store.status()
    store.runs.recent()
    store.runs.coverage(MONDAY, NEXT_MONDAY, ["pubmed"])
    store.outbox.due(NEXT_MONDAY)
    store.dossiers.changes(MONDAY)
    list(store.records.pages("pubmed"))
    store.index.search("", Filters(outcomes=("RCT",), trial="SORENTO"))
    save(store, SOUND, now=at(1))
    for item in range(1, 5):
        assert store.account(item)
    return sorted(
        dossier.item.records[0].title for dossier in store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY, digest="weekly")
    )


def test_a_record_with_a_date_that_cannot_be_is_refused(store):
    for impossible in (PartialDate(99999), PartialDate(0), PartialDate(2024, 13), PartialDate(2024, 2, 30)):
        with pytest.raises(ValueError, match=r"year|month|day"):
            save(store, record("4", published=impossible))
        with pytest.raises(ValueError, match=r"year|month|day"):
            save(store, record("4", issued=impossible))
    assert not store.records.has(("pubmed", "4"))

"""One damaged row stops nothing: it is passed over, named by the check, and read from its source again."""

import contextlib
import json
import sqlite3

import pytest
from stores import CORE, MONDAY, NEXT_MONDAY, TOPIC, at, change, digest, link, message, record, registration, save

from watcher.model import Coverage, Forecast, Id, NotUnderstood, Outcome, Page, PartialDate, Tier
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
        ("forecast", "body", "{", "the forecast SORENTO"),
        ("delivery", "changed", "never", "the message m"),
        ("payload", "body", b"x", "the page https://a.example/"),
        ("payload", "retrieved", "never", "the page https://a.example/"),
        ("note", "value", '{"at": "2026', "the note restored"),
    ],
)
def test_a_damaged_row_of_any_table_stops_nothing_and_is_named(store, table, column, value, named):
    fill(store)

    damage(store, table, column, value)

    assert any(fault.startswith(named) for fault in store.check())
    assert read_everything(store) == ["Damaged", "Octreotide depot in GEP-NET", "Paged", "Sound"]


def fill(store):
    store.remember("restored", "{}")
    page = Page(url="https://a.example/", body=b"a page", retrieved=MONDAY)
    save(store, record("3", title="Paged"), page=page)
    run = Coverage(source="pubmed", outcome=Outcome.COMPLETE, since=None, until=MONDAY, finished=MONDAY, offered=3)
    store.runs.finish(run, topic=TOPIC, reached=MONDAY)
    store.forecasts.keep("SORENTO", Forecast(made=MONDAY, low=MONDAY.date(), high=NEXT_MONDAY.date()))
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


DAMAGES = ("{", "", "xx", "99999-01-01T00:00:00Z", 99999, -1, b"\xff", None)


@pytest.mark.generated
def test_no_column_of_any_table_stops_a_digest_or_drops_what_it_tells_without_a_word(store):
    fill(store)
    store.unread.keep(NotUnderstood(source="feeds", source_id="9", title="Odd", url="", reason="odd", seen=MONDAY))
    store.remember("n", "1")
    told = told_or_listed(store)
    assert {title for _, title in told} == {"Damaged", "Octreotide depot in GEP-NET", "Paged", "Sound", "Odd"}
    connection, lost, tried = store.connection, [], 0
    connection.execute("PRAGMA foreign_keys = OFF")
    for table, column in connection.execute(
        """
        SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.sql LIKE '%STRICT%'
        """
    ).fetchall():
        for value in DAMAGES:
            connection.execute("SAVEPOINT damage")
            before = connection.total_changes
            # What SQLite refuses; of a key that is there once the first row has it.
            with contextlib.suppress(sqlite3.Error):
                connection.execute(f"UPDATE OR FAIL {table} SET {column} = ?", (value,))
            if connection.total_changes > before:
                tried += 1
                damaged = Store(connection)  # which has seen none of it
                found = {name for names in told_or_listed(damaged) for name in names}
                missing = [names for names in told if not {*names} & found]
                if missing or not said(damaged):
                    lost.append((table, column, value, missing))
            connection.execute("ROLLBACK TO damage")
            connection.execute("RELEASE damage")

    assert tried > 200
    assert lost == []


def told_or_listed(store):
    """Return key and title of what a digest tells, and of what it asks a person to read."""
    dossiers = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY, digest="another")
    lost = store.unread.since(MONDAY, TOPIC)
    records = [one.item.records[0] for one in dossiers]
    return {(one.key, one.title) for one in records} | {((one.source, one.source_id), one.title) for one in lost}


def said(store):
    """Return whether the check ends, and the outbox can be looked at."""
    store.outbox.due(NEXT_MONDAY)
    return store.check() is not None

"""Taking records in: once, whole, and with nothing lost."""

import sqlite3
from dataclasses import replace

import pytest
from stores import MONDAY, NEXT_MONDAY, TOPIC, at, change, link, record, registration, save, table_sizes

from watcher.model import Id, New, Page, Perhaps, SameAs, Score, Tier
from watcher.store.records import Effect
from watcher.store.rows import upsert
from watcher.store.store import Store

PAGE = Page(url="https://example.org/1", body=b"<page/>" * 100, retrieved=MONDAY, media_type="text/xml")


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def test_a_record_is_read_back_as_it_was_saved(store):
    one = record(
        text="Progression-free survival was 29.7 months.", people=["Pavel"], mentions=frozenset({Id("nct", "N")})
    )

    saved = save(store, one)

    assert saved.new
    assert store.records.latest(one) == one
    assert store.items.get(saved.item).records == (one,)


@pytest.mark.parametrize("verdict", [New(), Perhaps(item=1, because="alike", score=0.7), SameAs(item=1, because="id")])
def test_saving_the_same_again_changes_nothing(store, verdict):
    one = registration(text="Text")
    rest = {"changes": [change()], "links": [link(one, Id("pmid", "1"))], "keys": [1, -5], "page": PAGE}
    first = save(store, one, **rest)
    sizes, total = table_sizes(store), store.connection.total_changes

    later = replace(one, retrieved=NEXT_MONDAY)
    again = save(store, later, verdict, now=NEXT_MONDAY, **rest)

    assert again.effect is Effect.UNCHANGED
    assert again.item == first.item
    assert store.records.seen_again(later) == again
    assert (table_sizes(store), store.connection.total_changes) == (sizes, total)


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("feed: k", ["feed: k: a", "feed: k: b", "feed: k: b: c"]),
        ("feed: k: b", ["feed: k", "feed: k: b: c"]),
        ("feed: k: b: new", ["feed: k", "feed: k: b"]),
        ("feed: kkk", []),
        ("pubmed", []),
    ],
)
def test_records_may_share_a_key_where_one_goes_on_behind_a_colon_of_the_other(store, key, near):
    one = replace(record(), source_id=key, ids=frozenset())
    for known in ("feed: k", "feed: k: b", "feed: k: a", "feed: k: b: c", "feed: kk: a", "feed: k:a", "feed: k/1"):
        save(store, replace(one, source_id=known))
    save(store, replace(one, source="other", source_id="feed: k: c"))

    assert [each.source_id for each in store.records.told_apart(one)] == near


def test_what_differs_becomes_a_version_and_the_old_one_stays(store):
    save(store, registration(title="A"), now=MONDAY)

    saved = save(store, registration(title="B"), now=at(5))

    assert saved.changed
    assert [
        (version.record.title, version.seen) for version in store.records.versions(("clinicaltrials", "NCT05050942"))
    ] == [
        ("A", MONDAY),
        ("B", at(5)),
    ]


def test_what_differs_without_news_is_kept_and_counts_as_unchanged(store):
    save(store, record(), fingerprint="same")

    saved = save(store, record(keywords=("interval",)), fingerprint="same")

    assert saved.effect is Effect.UNCHANGED
    assert store.records.latest(record()).keywords == ("interval",)
    assert len(store.index.search("interval")) == 1


def test_a_record_judged_by_a_new_profile_keeps_the_new_score(store):
    save(store, record())
    assert store.records.seen_again(record(), profiles=["ssa 1"])
    assert store.records.seen_again(record(), profiles=["ssa 2"]) is None

    saved = save(store, record(), score=Score(tier=Tier.RELATED, value=0.1, profile="ssa 2"))

    assert saved.effect is Effect.UNCHANGED
    assert store.dossiers.get(saved.item, TOPIC).score.tier is Tier.RELATED


@pytest.mark.threat("T12")
def test_a_row_of_which_only_a_part_is_told_is_refused_and_stays_as_it_was(store):
    key = {"source": "s", "question": b"q", "url": "u"}
    whole = {**key, "etag": "1", "last_modified": "2", "at": "3"}
    upsert(store.connection, "validator", tuple(key), **whole)

    with pytest.raises(sqlite3.IntegrityError):
        upsert(store.connection, "validator", tuple(key), **key, etag="9")

    assert store.connection.execute("SELECT * FROM validator").fetchall() == [tuple(whole.values())]

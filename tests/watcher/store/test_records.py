"""Taking records in: once, whole, and with nothing lost."""

from dataclasses import replace

import pytest
from stores import CORE, MONDAY, NEXT_MONDAY, TOPIC, at, change, link, record, registration, save, table_sizes

from watcher.errors import StoreError
from watcher.model import Deleted, Id, New, Page, Perhaps, SameAs, Score, Tier
from watcher.store.answers import Effect
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


def test_identifiers_and_keys_follow_the_latest_version(store):
    save(store, record(ids=frozenset({Id("doi", "10.1/a")}), mentions=frozenset({Id("nct", "N1")})), keys=[1, 2])

    save(store, record(ids=frozenset({Id("doi", "10.1/b")}), mentions=frozenset({Id("nct", "N2")})), keys=[2, 3])

    other = record("x", "crossref")
    assert store.items.find(Id("doi", "10.1/a")) == ()
    assert store.items.find(Id("doi", "10.1/b")) == (1,)
    assert [bool(store.items.candidates(other, [key])) for key in (1, 2, 3)] == [False, True, True]
    assert store.items.mentioned(registration(ids=frozenset({Id("nct", "N1")}))) == ()
    assert len(store.items.mentioned(registration(ids=frozenset({Id("nct", "N2")})))) == 1


def test_a_record_whose_title_gave_no_keys_gets_them_with_a_later_one(store):
    def blocks():
        return [key for (key,) in store.connection.execute("SELECT key FROM block WHERE record = 1 ORDER BY key")]

    save(store, record(title="???"), keys=[])
    for title, keys in (("Untitled", [5]), ("A title", [5, 6]), ("Another", [6]), ("???", []), ("Untitled", [5])):
        save(store, record(title=title), keys=keys)
        assert blocks() == keys


def test_keys_that_a_row_forgot_are_no_obstacle(store):
    """As in a store of an earlier version, which kept the keys of such a title and not that it had."""
    save(store, record(title="A title"), keys=[5])
    store.connection.execute("UPDATE record SET keys = x''")

    save(store, record(title="Another"), keys=[5, 6])

    assert [bool(store.items.candidates(record("x", "crossref"), [key])) for key in (5, 6)] == [True, True]


def test_links_follow_the_latest_version_and_keep_their_age(store):
    one = record()
    save(store, one, links=[link(one, Id("nct", "N1")), link(one, Id("nct", "N2"))])
    before = dict(store.connection.execute("SELECT value, version FROM link"))

    save(store, record(title="B"), links=[link(one, Id("nct", "N2")), link(one, Id("nct", "N3"))])

    after = dict(store.connection.execute("SELECT value, version FROM link"))
    assert set(after) == {"N2", "N3"}
    assert after["N2"] == before["N2"] < after["N3"]


def test_a_page_is_kept_once_and_only_where_it_brought_something(store):
    save(store, record("1"), page=PAGE)
    save(store, record("2"), page=PAGE)
    save(store, record("2"), page=replace(PAGE, url="https://example.org/2"))

    assert list(store.records.pages("pubmed")) == [PAGE]
    assert store.connection.execute("SELECT length(body) FROM payload").fetchone()[0] < len(PAGE.body)


def test_a_withdrawn_record_is_marked_and_comes_back(store):
    one = record()
    item = save(store, one).item

    assert store.records.mark_deleted(Deleted(source="pubmed", source_id="1", retrieved=at(1)))
    assert not store.records.mark_deleted(Deleted(source="pubmed", source_id="1", retrieved=at(2)))
    assert not store.records.mark_deleted(Deleted(source="pubmed", source_id="unknown", retrieved=at(2)))
    assert store.index.search("lanreotide") == ()
    assert store.account(item).memberships[0].withdrawn == at(1)
    assert [found.change.after for found in store.dossiers.changes(at(1))] == ["withdrawn by pubmed"]

    assert save(store, one, now=at(3)).changed
    assert len(store.index.search("lanreotide")) == 1
    assert store.account(item).memberships[0].withdrawn is None


def test_text_that_is_no_unicode_is_refused_and_its_neighbours_stay(store):
    with store.writing():
        save(store, record("1"))
        with pytest.raises(StoreError, match="no Unicode"):
            save(store, record("2", title="broken \ud800"), fingerprint="f")
        save(store, record("3"))

    assert [bool(store.records.latest(record(name))) for name in "123"] == [True, False, True]
    assert store.check() == ()


@pytest.mark.parametrize("text", ["\x00", "2\u202e1", "'; DROP TABLE item; --", "\U0001f9ea" * 50, "a" * 200_000])
def test_hostile_text_comes_back_as_it_was(store, text):
    one = record(title=text, text=text)

    save(store, one)

    assert store.records.latest(one) == one
    assert store.check() == ()


class StumbleError(Exception):
    pass


@pytest.mark.parametrize("statements", range(1, 14))
def test_a_fault_at_any_step_leaves_nothing_behind(store, statements):
    """The N-th write fails, for every N: what is kept is whole."""
    save(store, record("1"), keys=[1])
    sizes = table_sizes(store)
    left = iter(range(statements))

    def stumble(action, *_):
        if action == 18 and next(left, None) is None:  # SQLITE_INSERT
            return 1  # SQLITE_DENY
        return 0

    store.connection.set_authorizer(stumble)
    one = record("2")
    with pytest.raises(StoreError):
        save(store, one, keys=[1, 2], links=[link(one, Id("nct", "N"))], changes=[change()], page=PAGE)
    store.connection.set_authorizer(None)

    assert table_sizes(store) == sizes
    assert store.check() == ()
    assert save(store, one, keys=[1, 2]).new


def test_an_error_between_two_records_takes_the_whole_page_back(store):
    def page():
        with store.writing():
            save(store, record("1"))
            store.remember("cursor", "1")
            raise StumbleError

    with pytest.raises(StumbleError):
        page()

    assert store.records.latest(record("1")) is None
    assert store.recall("cursor") == ""
    assert save(store, record("1"), page=PAGE, score=CORE).new

"""Finding items again: by identifier, by key, by what they name."""

import pytest
from stores import record, registration, save

from watcher.model import Id, Reference, Relation, RelationKind, SameAs, TrialFacts, Work
from watcher.store.items import MAX_PER_KEY, MOST_BY_KEY
from watcher.store.store import Store

DOI = Id("doi", "10.1/supplement")


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def ids(items):
    return [item.id for item in items]


def test_candidates_by_identifier_come_before_those_by_key(store):
    by_key = save(store, record("1", ids=frozenset()), keys=[7]).item
    by_id = save(store, record("2", ids=frozenset({DOI}))).item

    assert ids(store.items.candidates(record("x", "crossref", ids=frozenset({DOI})), [7])) == [by_id, by_key]


def test_all_items_with_a_shared_identifier_are_candidates(store):
    saved = [save(store, record(str(n), ids=frozenset({DOI}), title=f"Poster {n}")).item for n in range(5)]

    assert ids(store.items.candidates(record("x", "crossref", ids=frozenset({DOI})), [])) == saved


def test_a_record_is_no_candidate_for_itself(store):
    save(store, record(), keys=[7])

    assert store.items.candidates(record(), [7]) == ()


def test_a_key_that_too_many_share_is_passed_over(store):
    with store.writing():
        for number in range(MAX_PER_KEY):
            save(store, record(str(number), title="Editorial"), keys=[7, number + 100])
    assert len(store.items.candidates(record("x", "crossref"), [7])) == MOST_BY_KEY

    save(store, record("one more", title="Editorial"), keys=[7])
    assert store.items.candidates(record("x", "crossref"), [7]) == ()
    assert len(store.items.candidates(record("x", "crossref"), [7, 101])) == 1


def test_an_item_comes_with_all_of_its_records_the_fullest_first(store):
    item = save(store, record("1", ids=frozenset())).item
    full = record("x", "crossref", text="An abstract.", people=["Pavel"])
    save(store, full, SameAs(item=item, because="title"))

    (found,) = store.items.of([item])

    assert isinstance(found, Work)
    assert [one.source for one in found.records] == ["crossref", "pubmed"]


def test_mentioned_are_those_that_a_record_names_and_those_that_name_it(store):
    trial = save(store, registration()).item
    reference = TrialFacts(registry="x", references=(Reference(pmid="1"),))
    other_trial = save(store, registration("NCT2", trial=reference)).item
    commented = save(store, record("5")).item
    paper = record(
        "1",
        mentions=frozenset({Id("nct", "NCT05050942")}),
        relations=(Relation(kind=RelationKind.COMMENTS_ON, id=Id("pmid", "5")),),
    )
    save(store, paper)

    assert sorted(ids(store.items.mentioned(paper))) == [trial, other_trial, commented]


def test_an_unknown_id_gives_nothing(store):
    assert store.items.get(99) is None
    assert store.items.current(99) is None
    assert store.items.of([99]) == ()
    assert store.account(99) is None
    assert store.dossiers.get(99, "") is None
    assert store.records.latest(record()) is None
    assert store.records.versions(("pubmed", "1")) == ()


def test_a_record_that_is_known_takes_no_place_among_its_candidates(store):
    own = record("own")
    save(store, own, keys=[1, 2, 3])
    for number in range(MOST_BY_KEY + 1):
        save(store, record(str(number), title=f"Another {number}"), keys=[1])

    assert len(store.items.candidates(own, [1, 2, 3])) == MOST_BY_KEY

"""What hangs together is arranged anew: records move by rule, every move can be taken back, people go before rules."""

import pytest
from stores import MONDAY, NEXT_MONDAY, at, partition, record, save

from watcher.model import Arrangement, Cluster, Perhaps, Question, SameAs
from watcher.store.store import Store

BY = {"because": "I looked", "by": "Eva", "now": NEXT_MONDAY}


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def same(item):
    return SameAs(item=item, because="same PMID")


def arranged(store, items, *clusters, questions=()):
    """Arrange the records of the items, by their positions."""
    found = tuple(Cluster(members=members, reasons=("same title",) * len(members)) for members in clusters)
    hood = store.neighbours.of(items)
    store.neighbours.arrange(hood, Arrangement(clusters=found, questions=questions), at(1))


def test_records_are_named_by_position_with_what_people_decided_of_them(store):
    one, two = (save(store, record(name)).item for name in "ab")
    three = save(store, record("c"), same(two)).item
    store.decisions.hold(one, two, **BY)

    hood = store.neighbours.of([one, two])

    assert three == two
    assert [each.source_id for each in hood.records] == ["a", "b", "c"]
    assert hood.items == (one, two, two)
    assert sorted(hood.apart) == [(0, 1), (0, 2)]
    assert hood.together == ()


def test_what_doubts_tie_together_is_around(store):
    one, far = (save(store, record(name)).item for name in "az")
    two = save(store, record("b"), Perhaps(item=one, because="alike", score=0.4)).item
    three = save(store, record("c"), Perhaps(item=two, because="alike", score=0.4)).item

    assert store.neighbours.around([three]) == (one, two, three)
    assert store.neighbours.around([far]) == (far,)


def test_a_record_that_ties_two_items_makes_them_one(store):
    one, two = (save(store, record(name)).item for name in "ab")
    save(store, record("c"), same(two))

    arranged(store, [one, two], (0, 1, 2))

    assert partition(store) == {one: ["a", "b", "c"]}
    assert store.items.current(two) == one
    assert store.index.faults() == ()


def test_a_record_leaves_an_item_that_it_does_not_belong_to(store):
    one = save(store, record("a")).item
    save(store, record("b"), same(one))

    arranged(store, [one], (0,), (1,))

    assert [*partition(store).values()] == [["a"], ["b"]]
    assert [decision.verb for decision in store.decisions.all()] == ["split"]
    assert store.index.faults() == ()


def test_a_record_moves_to_where_it_belongs_more(store):
    one, two = (save(store, record(name)).item for name in "ab")
    save(store, record("c"), same(one))

    arranged(store, [one, two], (0,), (1, 2))

    assert partition(store) == {one: ["a"], two: ["b", "c"]}


def test_a_split_by_rule_that_a_person_takes_back_stays_one_item(store):
    one = save(store, record("a")).item
    save(store, record("b"), same(one))
    arranged(store, [one], (0,), (1,))

    store.decisions.undo(store.decisions.all()[0].id, **BY)

    assert partition(store) == {one: ["a", "b"]}
    assert store.neighbours.of([one]).together == ((0, 1),)


def test_questions_replace_the_doubts_that_were(store):
    one = save(store, record("a")).item
    two = save(store, record("b"), Perhaps(item=one, because="alike", score=0.4)).item
    asked = Question(one=1, other=0, score=0.45, because="same DOI, other title")

    arranged(store, [one, two], (0,), (1,), questions=(asked,))

    (doubt,) = store.decisions.doubts()
    assert (doubt.because, doubt.score, doubt.asked) == ("same DOI, other title", 0.45, MONDAY)

    arranged(store, [one, two], (0,), (1,))

    assert store.decisions.doubts() == ()

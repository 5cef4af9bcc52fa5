"""One thing once, two things twice, and every decision explained and taken back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import MONDAY, NEXT_MONDAY, partition, record, registration, save

from watcher.errors import StoreError
from watcher.model import Perhaps, SameAs
from watcher.store.store import Store

BY = {"because": "they are alike", "by": "Ada", "now": MONDAY}


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def saved(store, *names):
    return [save(store, record(name, title=f"Title {name}")).item for name in names]


def same(item):
    return SameAs(item=item, because="DOI", score=0.99)


def test_a_merge_gathers_the_records_and_the_old_id_leads_on(store):
    one, two = saved(store, "a", "b")

    kept = store.decisions.merge(two, one, **BY)

    assert kept == one
    assert partition(store) == {one: ["a", "b"]}
    assert store.items.get(two) == store.items.get(one)
    assert store.account(two).former == (two,)
    assert [hit.item for hit in store.index.search("title")] == [one]


def test_why_a_record_belongs_is_told(store):
    one, two = saved(store, "a", "b")
    save(store, record("c"), same(one))
    store.decisions.merge(one, two, **BY)

    account = store.account(one)

    assert [(each.source_id, each.verdict, each.because, each.by) for each in account.memberships] == [
        ("a", "new", "nothing like it is known", "identify"),
        ("b", "merge", "they are alike", "Ada"),
        ("c", "same", "DOI", "identify"),
    ]
    assert [(each.verb, each.moved) for each in account.decisions] == [("merge", (("pubmed", "b", two, one),))]


def test_a_split_takes_records_out_and_is_for_ever(store):
    (one,) = saved(store, "a")
    save(store, record("b"), same(one))

    two = store.decisions.split(one, [("pubmed", "b")], **BY)
    save(store, record("b", title="Another title"), same(one), now=NEXT_MONDAY)

    assert partition(store) == {one: ["a"], two: ["b"]}
    assert store.items.candidates(record("b"), []) == ()
    assert store.decisions.doubts() == ()
    assert len(store.index.search("another")) == 1


def test_an_id_is_never_used_again(store):
    one, two = saved(store, "a", "b")
    store.decisions.merge(one, two, **BY)
    three = store.decisions.split(one, [("pubmed", "b")], **BY)

    assert three not in {one, two}
    assert store.items.current(two) == one


def test_a_known_record_that_turns_out_the_same_joins_the_two_items(store):
    one, two = saved(store, "a", "b")

    result = save(store, record("b", title="Another title"), same(one))

    assert result.item == one
    assert partition(store) == {one: ["a", "b"]}
    assert store.items.current(two) == one


def test_a_verdict_on_an_old_id_finds_the_item_that_it_went_into(store):
    one, two = saved(store, "a", "b")
    store.decisions.merge(one, two, **BY)

    assert save(store, record("c"), same(two)).item == one


def test_a_trial_and_a_publication_are_never_one(store):
    (paper,) = saved(store, "a")
    trial = save(store, registration(), same(paper)).item

    assert trial != paper
    assert [(doubt.item, doubt.other) for doubt in store.decisions.doubts()] == [(paper, trial)]
    with pytest.raises(StoreError, match="a trial and a publication"):
        store.decisions.merge(paper, trial, **BY)


def test_two_items_are_made_one_by_rule(store):
    one, two = saved(store, "a", "b")

    found = save(store, record("b", title="Title b, corrected"), same(one))

    assert found.item == one
    assert store.items.current(two) == one


def test_what_may_be_the_same_waits_for_a_person_once(store):
    one, two = saved(store, "a", "b")
    doubt = Perhaps(item=one, because="titles are 93 % alike", score=0.8)
    new = save(store, record("c"), doubt).item
    save(store, record("c", title="C"), doubt)
    save(store, record("a", title="A"), Perhaps(item=new, because="alike", score=0.7))

    assert [(each.item, each.other, each.because) for each in store.decisions.doubts()] == [
        (one, new, "titles are 93 % alike")
    ]
    assert store.decisions.doubts(two) == ()


@pytest.mark.parametrize("answer", ["merge", "hold"])
def test_a_person_who_answers_is_not_asked_again(store, answer):
    (one,) = saved(store, "a")
    two = save(store, record("b"), Perhaps(item=one, because="alike", score=0.8)).item

    getattr(store.decisions, answer)(one, two, **BY)
    save(store, record("b", title="B again"), Perhaps(item=one, because="alike", score=0.9))

    assert store.decisions.doubts() == ()


def test_what_is_held_apart_no_rule_merges_and_a_person_can(store):
    one, two = saved(store, "a", "b")
    store.decisions.hold(one, two, **BY)
    save(store, record("b", title="Another title"), same(one))
    assert partition(store) == {one: ["a"], two: ["b"]}

    store.decisions.merge(one, two, **BY)

    assert partition(store) == {one: ["a", "b"]}


def test_what_a_rule_merged_and_a_person_took_back_stays_apart(store):
    one, two = saved(store, "a", "b")
    save(store, record("b", title="B"), same(one))
    (merge,) = store.decisions.all()

    store.decisions.undo(merge.id, because="two studies", by="Ada", now=NEXT_MONDAY)
    save(store, record("b", title="C"), same(one))

    assert partition(store) == {one: ["a"], two: ["b"]}
    assert store.items.current(two) == two


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda store: store.decisions.merge(1, 1, **BY), "one item already"),
        (lambda store: store.decisions.merge(1, 99, **BY), "no item 99"),
        (lambda store: store.decisions.split(1, [("pubmed", "b")], **BY), "not every record"),
        (lambda store: store.decisions.split(1, [], **BY), "not every record"),
        (lambda store: store.decisions.split(1, [("pubmed", "a")], **BY), "no record would stay"),
        (lambda store: store.decisions.undo(99, **BY), "no decision 99"),
    ],
)
def test_a_wrong_request_says_what_is_wrong_and_changes_nothing(store, wrong, message):
    saved(store, "a", "b")
    before = partition(store), store.decisions.all()

    with pytest.raises(StoreError, match=message):
        wrong(store)

    assert (partition(store), store.decisions.all()) == before


def test_a_decision_is_taken_back_once_and_only_where_its_records_still_are(store):
    one, two, three = saved(store, "a", "b", "c")
    store.decisions.merge(two, three, **BY)
    store.decisions.merge(one, two, **BY)
    first, second = (decision.id for decision in store.decisions.all())

    with pytest.raises(StoreError, match="moved the records"):
        store.decisions.undo(first, **BY)
    store.decisions.undo(second, **BY)
    store.decisions.undo(first, **BY)
    with pytest.raises(StoreError, match="already"):
        store.decisions.undo(first, **BY)

    assert partition(store) == {one: ["a"], two: ["b"], three: ["c"]}


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "hold"]), st.integers(0, 5), st.integers(0, 5)), max_size=8
)


def decide(store, verb, a, b):
    """Take a step where it can be taken."""
    one, two = store.items.current(a + 1), store.items.current(b + 1)
    try:
        match verb:
            case "merge":
                store.decisions.merge(one, two, **BY)
            case "hold":
                store.decisions.hold(one, two, **BY)
            case _:
                store.decisions.split(one, [("pubmed", str(a))], **BY)
    except StoreError:
        return


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_whatever_is_decided_taking_it_all_back_restores_what_was(steps):
    with Store.open() as store:
        saved(store, *"012345")
        before = partition(store)

        for step in steps:
            decide(store, *step)
        assert store.check() == ()
        for decision in reversed(store.decisions.all()):
            store.decisions.undo(decision.id, **BY)

        assert partition(store) == before
        assert [store.items.current(item) for item in before] == list(before)
        assert {hit.item for hit in store.index.search("title")} == set(before)
        assert store.check() == ()


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_every_id_ever_given_leads_to_an_item_and_every_record_has_one(steps):
    with Store.open() as store:
        saved(store, *"012345")
        for step in steps:
            decide(store, *step)

        given_ids = [row[0] for row in store.connection.execute("SELECT id FROM item")]
        assert {store.items.current(item) for item in given_ids} == set(partition(store))
        assert sorted(name for names in partition(store).values() for name in names) == list("012345")


@settings(max_examples=30, deadline=None)
@given(st.permutations([("a", "b"), ("b", "c"), ("d", "e")]))
def test_the_order_of_merges_does_not_matter(pairs):
    with Store.open() as store:
        items = dict(zip("abcde", saved(store, *"abcde"), strict=True))
        for one, two in pairs:
            store.decisions.merge(items[one], items[two], **BY)

        assert partition(store) == {items["a"]: ["a", "b", "c"], items["d"]: ["d", "e"]}

"""A notice that may be about two papers marks neither until a person, or a source, says which."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from parts import TOPIC
from references import reference

from fakes import NOW
from watcher.errors import StoreError
from watcher.model import Id, Relation, RelationKind
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store

STUDY = "Octreotide and survival in midgut tumours | Raj N; Chan J"
LINES = {
    "first": f"{STUDY} | 2019 | Pancreas | 48(3):441-449 | pmid:1",
    "second": f"{STUDY} | 2021 | Pancreas | 50(2):120-131 | pmid:2",
    "notice": f"Retraction: {STUDY} | 2022 | Pancreas | 51(1):9 | pmid:3 kind:notice",
}
BY = {"because": "its editor said so", "by": "Ada", "now": NOW + timedelta(days=1)}


def arrived(store, labels=tuple(LINES), **more):
    """Return the items of these records by label, in the order in which they come."""
    for label in labels:
        take_in(more.get(label) or reference(LINES[label], key=label), TOPIC, store, NOW)
    return {label: store.records.item_of(("file", label)) for label in labels}


def retracted(store, items):
    return {label for label, item in items.items() if store.dossiers.get(item, TOPIC.name).retracted}


def asked(store, items):
    names = {item: label for label, item in items.items()}
    return {(names[doubt.item], doubt.tie, names[doubt.other]) for doubt in store.decisions.doubts() if doubt.tie}


BOTH = {("notice", "retracts", "first"), ("notice", "retracts", "second")}


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def test_a_notice_that_fits_one_paper_marks_it(store):
    items = arrived(store, ("first", "notice"))

    assert retracted(store, items) == {"first"}
    assert asked(store, items) == set()


@pytest.mark.parametrize("order", list(permutations(LINES)))
def test_a_notice_that_fits_two_papers_asks_and_marks_none_whatever_came_first(store, order):
    items = arrived(store, order)

    assert retracted(store, items) == set()
    assert asked(store, items) == BOTH


def test_what_a_source_states_needs_no_asking(store):
    stated = Relation(kind=RelationKind.RETRACTED_BY, id=Id("pmid", "3"))
    second = reference(LINES["second"], key="second")
    items = arrived(store, second=replace(second, relations=(stated,)))

    assert retracted(store, items) == {"second"}
    assert asked(store, items) == set()


def test_a_person_says_which_paper_it_is_and_takes_it_back(store):
    items = arrived(store)

    store.decisions.tie(items["second"], items["notice"], **BY)
    assert retracted(store, items) == {"second"}
    assert asked(store, items) == set()

    arrived(store, ("notice",), notice=reference(f"{LINES['notice']} doi:10.1000/n", key="notice"))
    assert retracted(store, items) == {"second"}

    store.decisions.undo(store.decisions.all()[-1].id, **BY)
    assert retracted(store, items) == set()
    assert asked(store, items) == BOTH


def test_a_person_says_which_paper_it_is_not(store):
    items = arrived(store)

    store.decisions.hold(items["first"], items["notice"], **BY)

    assert retracted(store, items) == {"second"}
    assert asked(store, items) == set()


def test_a_guess_that_rests_on_little_waits_for_a_person(store):
    items = arrived(store, ("first", "notice"), notice=reference(LINES["notice"].replace("Pancreas", ""), key="notice"))

    assert retracted(store, items) == set()
    assert asked(store, items) == {("notice", "retracts", "first")}

    store.decisions.tie(items["notice"], items["first"], **BY)
    assert retracted(store, items) == {"first"}


def test_a_number_that_lacks_a_digit_is_asked_about(store):
    trial = reference("A trial of lanreotide |  | 2024 |  |  | kind:registration nct:NCT06420201 key:NCT06420201")
    paper = reference("Results of lanreotide (NCT6420201) | Raj N | 2026 | Pancreas | 51(1):9 | pmid:9")
    for record in (trial, paper):
        take_in(record, TOPIC, store, NOW)
    one, other = (store.records.item_of(record.key) for record in (paper, trial))

    (doubt,) = store.decisions.doubts()
    assert (doubt.item, doubt.tie, doubt.other) == (one, "mentions", other)

    store.decisions.tie(one, other, **BY)
    assert store.decisions.doubts() == ()
    assert [link.is_sure for link, _, _ in store.dossiers.get(one, TOPIC.name).links] == [True]


def test_nobody_ties_what_nothing_suggests(store):
    items = arrived(store, ("first", "second"))

    with pytest.raises(StoreError, match="nobody asks whether"):
        store.decisions.tie(items["first"], items["second"], **BY)

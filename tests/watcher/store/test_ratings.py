"""What readers said of items: the newest word of each counts, as of a moment, and follows an item that became another."""

import pytest
from stores import MONDAY, NEXT_MONDAY, TOPIC, at, record, save

from watcher.errors import StoreError
from watcher.model import Rated
from watcher.store.store import Store


@pytest.fixture
def store():
    with Store.open() as opened:
        for number in ("1", "2"):
            save(opened, record(number, title=f"Title {number}", text="Text."))
        yield opened


def test_the_newest_word_of_each_reader_counts_as_of_a_moment(store):
    store.ratings.rate(TOPIC, 1, "a", at(1), useful=False)
    store.ratings.rate(TOPIC, 1, "b", at(2), useful=True)
    store.ratings.rate(TOPIC, 1, "a", at(3), useful=True)
    store.ratings.rate("other", 2, "a", at(3), useful=True)

    assert store.ratings.of(TOPIC, NEXT_MONDAY) == (Rated(item=1, text="Title 1\nText.", useful=2),)
    assert store.ratings.of(TOPIC, at(3)) == (Rated(item=1, text="Title 1\nText.", useful=1),)
    assert store.ratings.of(TOPIC, MONDAY) == ()


def test_a_rating_can_be_taken_back(store):
    store.ratings.rate(TOPIC, 1, "a", at(1), useful=True)

    assert store.ratings.forget(TOPIC, 1, "a")
    assert not store.ratings.forget(TOPIC, 1, "a")
    assert store.ratings.of(TOPIC, NEXT_MONDAY) == ()


def test_two_items_that_became_one_are_rated_as_one(store):
    store.ratings.rate(TOPIC, 1, "a", at(1), useful=True)
    store.ratings.rate(TOPIC, 2, "a", at(2), useful=False)
    store.ratings.rate(TOPIC, 2, "b", at(2), useful=True)
    store.decisions.merge(1, 2, because="the same", by="me", now=at(3))

    (one,) = store.ratings.of(TOPIC, NEXT_MONDAY)
    assert (one.item, one.useful, one.not_useful) == (1, 1, 1)
    assert store.ratings.rate(TOPIC, 2, "c", at(4), useful=True) == 1


def test_what_is_not_there_cannot_be_rated(store):
    with pytest.raises(StoreError, match="there is no item 99"):
        store.ratings.rate(TOPIC, 99, "a", at(1), useful=True)

"""A search that is kept by name, and what is new in it."""

import pytest
from stores import MONDAY, NEXT_MONDAY, at, record, save

from watcher.store.search import Filters
from watcher.store.store import Store


@pytest.fixture
def store():
    with Store.open() as opened:
        save(opened, record("1", title="Lanreotide and gallstones"), now=at(-24))
        save(opened, record("2", title="Gallstones again"), now=at(24))
        save(opened, record("3", title="Lanreotide alone"), now=at(24))
        yield opened


def test_a_search_is_kept_replaced_and_forgotten(store):
    store.searches.save("stones", "gallstones", Filters(kinds=("article",), tier="core"), MONDAY)
    store.searches.save("stones", "gallstones lanreotide", Filters(tier="core"), MONDAY)

    (one,) = store.searches.all()

    assert (one.name, one.query, one.filters) == ("stones", "gallstones lanreotide", Filters(tier="core"))
    assert store.searches.get("others") is None
    assert store.searches.forget("stones")
    assert not store.searches.forget("stones")


@pytest.mark.parametrize(
    ("text", "filters", "items"),
    [
        ("gallstones", Filters(), (2,)),
        ("gallstones lanreotide", Filters(), ()),
        ("", Filters(kinds=("article",)), (3, 2)),
        ("gallstones", Filters(kinds=("news",)), ()),
    ],
)
def test_new_is_what_has_all_of_the_search_and_came_in_the_period(store, text, filters, items):
    store.searches.save("one", text, filters, MONDAY)

    assert store.searches.new(store.searches.get("one"), MONDAY, NEXT_MONDAY) == items

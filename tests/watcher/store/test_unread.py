"""What was not understood is kept with what is certain, until it is."""

from dataclasses import replace

import pytest
from stores import MONDAY, at

from watcher.model import NotUnderstood, Page
from watcher.store.store import Store

PAGE = Page(url="https://a.example/1", body=b"<a><b>", retrieved=MONDAY, media_type="text/xml")
FIRST = NotUnderstood(
    source="pubmed",
    source_id="1",
    reason="StopIteration",
    seen=MONDAY,
    title="A",
    url="https://a.example/",
    program="1",
)
SECOND = NotUnderstood(source="feeds", source_id="item 7", reason="no date", seen=at(1))


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def test_it_comes_back_as_it_was_kept_oldest_first(store):
    store.unread.keep(SECOND)
    store.unread.keep(FIRST, PAGE)

    assert store.unread.all() == (FIRST, SECOND)
    assert store.unread.since(at(1)) == (SECOND,)
    assert store.unread.since(at(2)) == ()


def test_met_again_it_says_why_now_and_keeps_when_it_came_first(store):
    store.unread.keep(FIRST, PAGE)
    store.unread.keep(replace(FIRST, reason="too long", program="2", seen=at(5)))

    assert store.unread.all() == (replace(FIRST, reason="too long", program="2"),)


def test_understood_it_is_gone(store):
    store.unread.keep(FIRST)

    assert store.unread.resolve("pubmed", "1")
    assert not store.unread.resolve("pubmed", "1")
    assert store.unread.all() == ()


def test_the_pages_to_read_again_are_those_that_this_program_did_not_fail_on(store):
    store.unread.keep(FIRST, PAGE)
    store.unread.keep(replace(FIRST, source_id="2"), PAGE)
    store.unread.keep(SECOND)

    assert list(store.unread.pages("2")) == [("pubmed", PAGE)]
    assert list(store.unread.pages()) == [("pubmed", PAGE)]
    assert list(store.unread.pages("1")) == []


def test_a_page_that_brought_it_twice_is_kept_once_and_stays_with_what_has_it(store):
    store.unread.keep(FIRST, PAGE)
    store.unread.keep(FIRST)

    assert list(store.unread.pages()) == [("pubmed", PAGE)]
    assert store.status().counts["pages"] == 1

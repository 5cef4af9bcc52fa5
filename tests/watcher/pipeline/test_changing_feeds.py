"""Feeds that change from week to week: each study that they bring is told in its week, once."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hostile_changes import CHANGES, A, B, C, at, dated, item, rss
from hostile_forms import FORMS
from parts import TOPIC, FakeChannel, record
from stores import save

from sources import load
from watcher.errors import SourceError
from watcher.model import Page, Period, Record
from watcher.pipeline.compose import Edition, compose
from watcher.pipeline.deliver import deliver
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store
from watcher.web.exchange import CutShortError, inflate
from watcher.web.request import RefusedError

BEGIN, WEEK = datetime(2026, 9, 14, 7, tzinfo=UTC), timedelta(weeks=1)
FEED = "https://news.example/feed"
FEEDS = load("feeds", {"shipped": False, "feeds": [{"name": "stranger", "url": FEED}]})


def records(reply, now):
    """Return the records of what a server answers now, as far as it can be read; its lengths and addresses are the client's matter."""
    try:
        body = inflate([reply.body], reply.headers.get("Content-Encoding", ""), 10**7)
        page = Page(url=FEED, body=body, retrieved=now, media_type=reply.media_type)
        pieces = list(FEEDS.parse(page)) if reply.status == 200 else []
    except (SourceError, RefusedError, CutShortError):
        return []
    return [piece for piece in pieces if isinstance(piece, Record)]


def told(store, number, now):
    """Return the words of the studies that the week's digest tells, and keep it."""
    period = Period(key=f"w{number}", since=now - WEEK, until=now, due=now)
    composed = compose(TOPIC, store, Edition(name="weekly", sources=("feeds",)), period, now)
    deliver(store, "weekly", composed, [FakeChannel()], now)
    return set(re.findall(r"\b[a-z]+\d\dx\d\b", repr(composed.digest.sections)))


def heard(replies):
    """Return what each week's digest tells of a feed that answers so, week by week."""
    found = []
    with Store.open(":memory:") as store:
        for number, reply in enumerate(replies):
            now = BEGIN + number * WEEK
            for record in records(reply, now):
                take_in(record, TOPIC, store, now - timedelta(hours=1))
            found.append(told(store, number, now))
    return found


@pytest.mark.parametrize("kind", ALL := {**CHANGES, **FORMS})
def test_what_a_changing_feed_brings_is_told_in_its_week_and_once(kind):
    assert heard([week.reply for week in ALL[kind]]) == [{week.news} - {""} for week in ALL[kind]]


def issue(word, day, **more):
    """Return an issue of a periodical that has one title and one address for all."""
    said = f"In cohort {word}, median PFS was {day}.5 months with lanreotide 120 mg every 14 days."
    return item(word, link=at("weekly"), title="Lanreotide weekly", description=said, pubDate=dated(day), **more)


ONE, TWO, THREE = (A, 1), (B, 8), (C, 15)


@pytest.mark.parametrize("key", [{}, {"key": "k"}])
@pytest.mark.parametrize(
    ("weeks", "news"),
    [
        ([[ONE], [TWO, ONE], [TWO]], [{A}, {B}, set()]),
        ([[ONE], [TWO, ONE], [TWO], [ONE], [TWO]], [{A}, {B}, set(), set(), set()]),
        ([[TWO, ONE], [TWO], [THREE, TWO], [THREE]], [{A, B}, set(), {C}, set()]),
        ([[TWO, ONE], [THREE], [THREE, TWO]], [{A, B}, {C}, set()]),  # a day that is not known is another issue
    ],
)
def test_an_issue_is_told_once_whichever_stand_beside_it(weeks, news, key):
    assert heard([rss(*(issue(*one, **key) for one in listed)) for listed in weeks]) == news


def test_what_an_older_program_kept_under_both_keys_stays_under_both():
    both = [replace(record(1), source_id=key) for key in ("k", "k: beside others")]
    with Store.open(":memory:") as store:
        for one in both:
            save(store, one)
        for one in both:
            take_in(replace(one, keywords=("octreotide",)), TOPIC, store, BEGIN)

        assert [store.records.latest(one).keywords for one in both] == [("octreotide",)] * 2

"""Feeds that change from week to week: each study that they bring is told in its week, once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hostile_changes import CHANGES
from hostile_forms import FORMS
from parts import TOPIC, FakeChannel

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


@pytest.mark.parametrize("kind", ALL := {**CHANGES, **FORMS})
def test_what_a_changing_feed_brings_is_told_in_its_week_and_once(kind):
    heard = []
    with Store.open(":memory:") as store:
        for number, week in enumerate(ALL[kind]):
            now = BEGIN + number * WEEK
            for record in records(week.reply, now):
                take_in(record, TOPIC, store, now - timedelta(hours=1))
            heard.append(told(store, number, now))

    assert heard == [{week.news} - {""} for week in ALL[kind]]

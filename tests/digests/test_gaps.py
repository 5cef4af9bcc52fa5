"""What was not looked at is said, and nothing else is."""

from datetime import UTC, datetime, timedelta

import pytest

import samples
from digests import words
from digests.build import gaps, unseen_since
from watcher.model import Coverage, Outcome, Period

MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
WEEK = Period(key="2026-W47", since=MONDAY - timedelta(days=7), until=MONDAY, due=MONDAY)


def line(outcome=Outcome.COMPLETE, hours_ago=3.0, **more):
    last = MONDAY - timedelta(hours=hours_ago)
    return Coverage(source="euctr", outcome=outcome, since=None, until=MONDAY, last_complete=last, **more)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (line(), ()),
        (line(Outcome.FAILED), ("EU CTR (not read since 23 Nov 2026: registry changes may be missing)",)),
        (
            line(Outcome.PARTIAL, 200),
            ("EU CTR (read in part, wholly on 14 Nov 2026: registry changes may be missing)",),
        ),
        (
            line(Outcome.PARTIAL, 200, unreadable=1, notices=("could not read item 1: it has no title",)),
            ("EU CTR (read in part: what came and could not be read is named below)",),
        ),
        (line(hours_ago=200), ("EU CTR (not asked since 14 Nov 2026: registry changes may be missing)",)),
        (line(silent=True), ("EU CTR (answered with nothing, which is unusual: registry changes may be missing)",)),
        (line(hours_ago=200, next_due=MONDAY + timedelta(days=20)), ()),
        (line(hours_ago=200, next_due=MONDAY - timedelta(hours=1)), ()),
        (
            line(hours_ago=900, next_due=MONDAY - timedelta(hours=40)),
            ("EU CTR (not asked since 16 Oct 2026: registry changes may be missing)",),
        ),
    ],
)
def test_a_source_is_a_gap_where_it_was_due_and_did_not_answer_fully(asked, said):
    assert gaps([asked], WEEK) == said


def test_without_any_source_nothing_was_looked_at():
    assert gaps([], WEEK) == ("any source (none was asked)",)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (line(hours_ago=200, runs=0), "last complete on 14 Nov 2026"),
        (line(), "complete"),
        (line(silent=True), "silent"),
        (line(Outcome.FAILED, runs=0), "failed"),
        (line(Outcome.PARTIAL), "in part"),
    ],
)
def test_a_source_that_was_not_due_says_when_it_was_read_last(asked, said):
    assert words.outcome(asked) == said


FAILED = samples.coverage("pubmed", Outcome.FAILED, received=0)
ELDER = samples.coverage("ctis", Outcome.FAILED, received=0, last_complete=samples.NOW - timedelta(days=20))


@pytest.mark.parametrize(
    ("coverage", "since"),
    [
        ((FAILED, ELDER), FAILED.last_complete),
        ((FAILED, samples.coverage("ctis", Outcome.UNASKED, received=0)), FAILED.last_complete),
        ((FAILED, samples.coverage("isrctn", received=0, runs=0)), samples.NOW - timedelta(hours=2)),
        ((samples.coverage("pubmed", Outcome.FAILED, received=0, last_complete=None),), samples.SINCE),
        ((), samples.SINCE),
        ((FAILED, samples.coverage("ctis", received=0)), None),
        ((FAILED, samples.coverage("ctis", Outcome.PARTIAL)), None),
        ((samples.coverage("ctis", Outcome.FAILED, received=3),), None),
        ((samples.coverage("isrctn", received=0, runs=0),), None),
    ],
)
def test_since_when_nothing_at_all_could_be_looked_at(coverage, since):
    assert unseen_since(coverage, samples.PERIOD) == since

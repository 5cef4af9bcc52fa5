from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from parts import record

from fakes import NOW
from watcher.model import Change, Dossier, Kind, PartialDate, Score, Tier, Trial, Weight, Work
from watcher.pipeline.news import is_news, split

SINCE = datetime(2026, 11, 16, 6, tzinfo=UTC)


def dossier(published=None, entered=None, **more) -> Dossier:
    one = replace(record(1), published=published, entered=entered)
    more.setdefault("new", True)
    return Dossier(item=Work(id=1, records=(one,)), score=Score(tier=Tier.CORE, value=1.0), first_seen=NOW, **more)


@pytest.mark.parametrize(
    ("published", "entered", "news"),
    [
        (PartialDate(2026, 11, 20), None, True),
        (PartialDate(2026, 9, 18), None, True),
        (PartialDate(2026, 9, 16), None, False),
        (PartialDate(2026, 9), None, True),  # may be its last day
        (PartialDate(2026, 8), None, False),
        (PartialDate(2026), None, True),
        (PartialDate(2025), None, False),
        (PartialDate(2025, 12), None, False),
        (None, None, True),
        (PartialDate(1998, 1), datetime(2026, 11, 18, tzinfo=UTC), True),  # indexed only now
        (PartialDate(2026, 12), datetime(2020, 1, 1, tzinfo=UTC), False),
    ],
)
def test_what_appeared_or_was_indexed_lately_is_news(published, entered, news):
    assert is_news(dossier(published, entered), SINCE) is news


def test_a_change_of_an_old_item_is_news():
    change = Change(field="notices", before="", after="retracted", seen=NOW, weight=Weight.HIGH)

    assert is_news(dossier(PartialDate(1998), new=False), SINCE)
    assert is_news(dossier(PartialDate(1998), changes=(change,)), SINCE)


def test_without_a_horizon_everything_is_news():
    assert is_news(dossier(PartialDate(1998)), SINCE, None)


def test_what_is_no_news_is_kept_apart_in_order():
    old, new = dossier(PartialDate(1998)), dossier(PartialDate(2026, 11))

    assert split([old, new, old], SINCE, timedelta(days=60)) == ((new,), (old, old))


def trial(updated):
    one = replace(record(1), kind=Kind.REGISTRATION, published=PartialDate(2024, 3), updated=updated)
    score = Score(tier=Tier.CORE, value=1.0)
    return Dossier(item=Trial(id=1, records=(one,)), score=score, first_seen=NOW, new=True)


@pytest.mark.parametrize(
    ("one", "filled", "late"),
    [
        (dossier(PartialDate(2024)), True, False),
        (dossier(PartialDate(2024)), False, True),
        (dossier(PartialDate(2024)), None, False),
        (trial(datetime(2026, 11, 10, tzinfo=UTC)), None, True),  # a file
        (trial(datetime(2026, 1, 10, tzinfo=UTC)), None, False),
        (trial(None), None, False),
        (trial(datetime(2026, 11, 10, tzinfo=UTC)), True, False),
    ],
)
def test_the_horizon_belongs_to_what_filled_the_store(one, filled, late):
    news, rest = split([one], SINCE, timedelta(days=60), lambda _: filled)

    assert ([each.late for each in news], len(rest)) == (([True], 0) if late else ([], 1))

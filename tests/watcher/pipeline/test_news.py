from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from parts import record

from fakes import NOW
from watcher.model import Change, Dossier, PartialDate, Score, Tier, Weight, Work
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

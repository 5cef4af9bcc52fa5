"""A few weeks of a team's life in which things go wrong: everything that appeared is told once to everybody."""

import random

import hostile_weeks
import pytest
from chaos import play

pytestmark = pytest.mark.generated

SEED, WEEKS = 3, 3


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    return play(tmp_path_factory.mktemp("life"), WEEKS, SEED)


def test_what_appeared_is_told_once_to_every_reader_in_time(played):
    assert len(played.planted) > 2 * WEEKS
    assert len(played.told) == 3
    assert played.never() == []
    assert played.twice() == []
    assert played.late() == []


def test_every_week_has_one_digest_for_every_reader(played):
    assert {who: len(weeks) for who, weeks in played.digests.items()} == dict.fromkeys(played.told, WEEKS)


def test_nothing_ends_in_a_traceback_and_something_did_go_wrong(played):
    assert played.tracebacks == []
    assert played.events["killed"] + played.events["fault"] + played.events["full disk"] > 2


@pytest.mark.parametrize("kind", random.Random(SEED).sample(hostile_weeks.KINDS_OF_ALL, 3))
def test_a_hostile_feed_keeps_no_good_one_from_its_week(kind, tmp_path):
    assert hostile_weeks.faults(hostile_weeks.play(tmp_path, kind), len(hostile_weeks.weeks_of(kind))) == []

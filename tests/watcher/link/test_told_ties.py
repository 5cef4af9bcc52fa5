"""Stories of notices, registrations and trials, each written before the rules that read it: what the store holds in any order."""

from pathlib import Path

import pytest
from stories import Story, differences, failures, first_orders, play, read_story

STORIES = sorted((Path(__file__).parents[2] / "data" / "stories" / "ties").glob("*.json"))
_ORDERS = 6  # of a story that are played; the first must also tell its news


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
def test_ties_marks_and_news_are_what_the_story_wants_in_any_order(path):
    told = read_story(path)
    lasting = {name: wanted for name, wanted in told.want.items() if name not in {"news", "no_news"}}
    first, *others = (play(order) for order in first_orders(told, _ORDERS))

    assert failures(told, first) == []
    assert [failures(Story(told.name, told.steps, lasting), other) for other in others] == [[] for _ in others]
    assert {part for other in others for part in differences(first, other)} <= {
        "link"
    }  # a tie is kept with the record that came last

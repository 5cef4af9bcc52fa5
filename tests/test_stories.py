"""One paper in several records, look-alikes, notices, slipped numbers: what the store holds in the end, in any order."""

import pytest
from references import reference
from stories import Step, Story, differences, failures, first_orders, play

pytestmark = pytest.mark.generated

STUDY = "Lanreotide every 14 days in neuroendocrine tumours | Pavel M; Shah T; Caplin ME | 2021 | Eur J Cancer | 157(2):403-414"

# Name -> the records by label, what are one thing, how many doubts. A line is a reference, see ``references``.
TABLE = {
    "copies of one paper": (
        {
            "a": STUDY,
            "b": f"{STUDY} | doi:10.1/x",
            "c": f"{STUDY.upper()} | pmid:1",
            "d": STUDY.replace(":403-414", ""),
        },
        [["a", "b", "c", "d"]],
        0,
    ),
    "another interval": ({"a": STUDY, "b": STUDY.replace("14 days", "28 days")}, [["a"], ["b"]], 0),
}


def story(name):
    lines, items, doubts = TABLE[name]
    steps = tuple(Step(label, reference(line, key=label), label) for label, line in lines.items())
    return Story(name, steps, {"items": items, "doubts": doubts})


@pytest.mark.parametrize("name", TABLE)
def test_the_store_holds_what_the_story_wants_whatever_came_first(name):
    told = story(name)
    first, *others = (play(order) for order in first_orders(told, 24))

    assert failures(told, first) == []
    assert {name for other in others for name in differences(first, other)} == set()

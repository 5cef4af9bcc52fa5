"""What readers found useful, learnt: it orders texts alike on every machine, from little, and never from too little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.feedback import ENOUGH, liking
from watcher.model import Rated

SHORTER = "Lanreotide every 14 days after progression on the standard dose in midgut tumours, part {}"
IMAGING = "Gallium PET for staging of adrenal masses: a survey of imaging centres, part {}"


def rated(useful=ENOUGH, useless=ENOUGH):
    return [
        *(Rated(item=i, text=SHORTER.format(i), useful=1) for i in range(useful)),
        *(Rated(item=100 + i, text=IMAGING.format(i), not_useful=1) for i in range(useless)),
    ]


def test_what_is_like_that_found_useful_is_liked():
    found = liking(
        rated(), {1: "Lanreotide every 14 days in pancreatic tumours", 2: "Imaging of adrenal masses", 3: "Zebra"}
    )

    assert found[1] > found[3] > found[2]
    assert found[3] == 0


@pytest.mark.parametrize(("useful", "useless"), [(ENOUGH - 1, ENOUGH), (ENOUGH, ENOUGH - 1), (0, 0)])
def test_from_too_little_nothing_is_learnt(useful, useless):
    assert liking(rated(useful, useless), {1: SHORTER}) == {}


def test_whoever_changes_sides_changes_the_order():
    swapped = [Rated(item=one.item, text=one.text, useful=one.not_useful, not_useful=one.useful) for one in rated()]
    texts = {1: "Lanreotide every 14 days", 2: "Imaging of adrenal masses"}

    assert liking(swapped, texts) == {item: -value for item, value in liking(rated(), texts).items()}


@given(st.dictionaries(st.integers(), st.text(max_size=200), max_size=5), st.randoms())
def test_every_text_gets_a_value_within_bounds_whatever_the_order_of_the_ratings(texts, random):
    ratings = rated()
    found = liking(ratings, texts)
    random.shuffle(ratings)

    assert found.keys() == texts.keys()
    assert all(-1.001 <= value <= 1.001 for value in found.values())
    assert liking(ratings, texts) == pytest.approx(found)

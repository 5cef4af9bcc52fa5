import pytest

from watcher.model import Term
from watcher.topic.grammar import near, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("octreotide", [("octreotide", False)]),
        ("octreotid*", [("octreotid", True)]),
        ("dose escalat*", [("dose escalat", True)]),
        ("tum(or|our)", [("tumor", False), ("tumour", False)]),
        ("tum(or*|our*)", [("tumor", True), ("tumour", True)]),
        ("every (2|two) (weeks|wk*)", [("every 2 weeks", False), ("every 2 wk", True), ("every two weeks", False), ("every two wk", True)]),
        ("(sc|s.c.) depot", [("sc depot", False), ("s.c. depot", False)]),
        ("68Ga-DOTATATE", [("68Ga-DOTATATE", False)]),
    ],
)  # fmt: skip
def test_a_text_stands_for_its_terms(text, found):
    assert [(term.text, term.prefix) for term in terms(text)] == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tum*our", "only at the end"),
        ("(a|b", "has no mate"),
        ("a|b", "has no mate"),
        ("*", "needs a letter"),
        ("--", "needs a letter"),
        ("dose *", "follows the beginning"),
        ("(a|b)" * 40, "more than 10,000 terms"),
    ],
)
def test_a_term_that_cannot_be_read_says_why(text, message):
    with pytest.raises(ValueError, match=message):
        terms(text)


def test_a_pair_has_two_sides_and_a_distance():
    pair = near("(dose|doses) NEAR/3 escalat*")

    assert pair.left == (Term(text="dose"), Term(text="doses"))
    assert pair.right == (Term(text="escalat", prefix=True),)
    assert (pair.within, pair.ordered) == (3, False)
    assert near("higher PRE/0 dose*").ordered


@pytest.mark.parametrize("text", ["dose escalation", "a NEAR/3 b NEAR/3 c", "a NEAR b", "a NEAR/40 b", "NEAR/3 b"])
def test_a_pair_that_cannot_be_read_says_why(text):
    with pytest.raises(ValueError, match=r"write two groups|at most 20 words"):
        near(text)

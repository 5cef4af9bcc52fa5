"""Two groups of words near each other: how many may stand between, in which order, and what parts them."""

from pathlib import Path

import pytest

from fakes import NOW
from watcher.model import Kind, Passage, Record, Tier
from watcher.relevance import matcher, rate
from watcher.relevance.document import Field
from watcher.topic import read_topic

PROFILE = """[topic]
name = "mine"
version = "1"
title = "Mine"

[query]
groups = [["more"]]

[concepts.more]
terms = ["more of it"]
near = ["{near}"]

[[rules]]
tier = "core"
when = "more"
because = "so"
"""


def found(near, text, title="A study"):
    """Return the words that a record is core for, "" where it is not."""
    topic = read_topic(PROFILE.format(near=near), Path("mine.toml"))
    abstract = (Passage(text=text),) if text else ()
    score = rate(
        Record(source="s", source_id="1", kind=Kind.ARTICLE, title=title, retrieved=NOW, abstract=abstract), topic
    )
    return next((reason.term for reason in score.reasons if reason.term), "") if score.tier is Tier.CORE else ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The dose escalated.", "dose escalated"),
        ("Escalated was the dose.", "Escalated was the dose"),
        ("The dose was then escalated.", "dose was then escalated"),
        ("The dose was then not escalated.", ""),
        ("Escalated it was, the dose.", ""),
        ("Escalated was then the dose.", ""),
        ("The dose. Escalated.", ""),
        ("The dose; escalated.", ""),
        ("The dosed escalated.", ""),
        ("A dose, and a dose escalated.", "dose escalated"),
    ],
)
def test_two_words_may_stand_so_far_apart_in_any_order(text, said):
    assert found("dose NEAR/2 escalat*", text) == said


@pytest.mark.parametrize(
    ("near", "text", "said"),
    [
        ("dose PRE/1 escalat*", "The dose was escalated.", "dose was escalated"),
        ("dose PRE/1 escalat*", "The dose was then escalated.", ""),
        ("dose PRE/1 escalat*", "We escalated the dose.", ""),
        ("dose PRE/0 escalat*", "The dose escalated.", "dose escalated"),
        ("dose PRE/0 escalat*", "The dose was escalated.", ""),
        ("(dose|amount) NEAR/0 (escalat*|raised)", "The amount raised.", "amount raised"),
    ],
)
def test_an_order_and_a_group_are_kept(near, text, said):
    assert found(near, text) == said


def test_a_title_and_its_abstract_are_two_statements():
    assert found("dose NEAR/2 escalat*", "Escalated.", title="The dose") == ""
    assert found("dose NEAR/2 escalat*", "", title="The dose escalated") == "dose escalated"


@pytest.mark.parametrize(
    ("text", "named", "words"), [("High LAN doses", "LAN", (1, 1)), ("SSA-LAR dose", "SSA-LAR", (0, 1))]
)
def test_an_abbreviation_ends_at_its_own_last_word(text, named, words):
    start = text.index(named)
    hit = matcher._run(Field("title", text), start, start + len(named))

    assert (hit.first, hit.last) == words

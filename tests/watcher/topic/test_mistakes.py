"""Every mistake in a profile is one message: file, line, key, and the mend."""

from pathlib import Path

import pytest

from watcher.errors import ConfigError
from watcher.model import Id, Tier
from watcher.topic import load_topic, read_topic

GOOD = """[topic]
name = "mine"
version = "1"
title = "Mine"

[query]
groups = [["drug", "disease"]]
leave_out = ["net"]

[[watched]]
name = "BIG ONE"
ids = ["nct:NCT00000001"]
acronyms = ["BIG"]

[concepts.drug]
means = "a drug"
terms = [
    "octreotid*",
    "lanreotide",
]

[concepts.disease]
terms = ["neuroendocrine"]
acronyms = ["NET"]

[[rules]]
tier = "watched"
trial = "BIG ONE"
when = "big_one"
because = "names it"

[[rules]]
tier = "core"
when = "drug and disease"
because = "both"
value = 0.9

[[exclusions]]
to = "related"
when = "drug in title"
because = "so"
"""
PATH = Path("mine.toml")


def test_a_profile_of_ones_own_is_read():
    topic = read_topic(GOOD, PATH)

    assert topic.profile == "mine 1"
    assert [signal.name for signal in topic.signals] == ["drug", "disease", "big_one"]
    assert topic.signals[2].ids == {Id("nct", "NCT00000001")}
    assert [rule.tier for rule in topic.rules] == [Tier.WATCHED, Tier.CORE]
    assert [[term.text for term in concept.terms] for concept in topic.groups[0]] == [
        ["octreotid", "lanreotide"],
        ["neuroendocrine"],
    ]
    assert topic.known == ""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("means =", "meaning =", "mine.toml, line 16: concepts.drug.meaning is not a key of a profile; did you mean 'means'?"),
        ("[query]", "[queries]", "mine.toml, line 6: queries is not a key of a profile; did you mean 'query'?"),
        ('"lanreotide",', '"lan*reotide",', "mine.toml, line 19: concepts.drug.terms cannot be 'lan*reotide': a star stands only at the end"),
        ('"lanreotide",', "3,", "mine.toml, line 17: concepts.drug.terms is text: write it in quotes, not 3"),
        ('terms = ["neuroendocrine"]', 'terms = "neuroendocrine"', 'mine.toml, line 23: concepts.disease.terms is a list: write ["neuroendocrine"]'),
        ('terms = ["neuroendocrine"]\nacronyms = ["NET"]', "", "mine.toml, line 22: concepts.disease has nothing to look for"),
        ('when = "drug and disease"', 'when = "drug and diseases"', "mine.toml, line 34: when of [[rules]] no. 2 cannot be 'drug and diseases': there is no concept 'diseases'; did you mean 'disease'?"),
        ('tier = "core"', 'tier = "kernel"', "mine.toml, line 33: tier of [[rules]] no. 2 cannot be 'kernel'"),
        ("value = 0.9", "value = 9", "mine.toml, line 36: value of [[rules]] no. 2 is a number from 0 to 1, not 9"),
        ('because = "both"\n', "", "mine.toml, line 32: [[rules]] no. 2 needs a key 'because'"),
        ('trial = "BIG ONE"', 'trial = "BIG TWO"', "mine.toml, line 28: trial of [[rules]] no. 1 there is no watched trial 'BIG TWO'; did you mean 'BIG ONE'?"),
        ('to = "related"', 'to = "off"', "an exclusion lowers and never hides"),
        ('groups = [["drug", "disease"]]', 'groups = ["drug"]', "mine.toml, line 7: query.groups is a list of lists"),
        ('groups = [["drug", "disease"]]', 'groups = [["drugs"]]', "query.groups there is no concept 'drugs'; did you mean 'drug'?"),
        ('groups = [["drug", "disease"]]', 'groups = [[["drug"]]]', "query.groups there is no concept ['drug']"),
        ('ids = ["nct:NCT00000001"]', 'ids = ["NCT00000001"]', "mine.toml, line 12: ids of [[watched]] no. 1 cannot be 'NCT00000001': write scheme and value"),
        ('name = "mine"\n', "", "topic needs a key 'name'"),
        ("[[exclusions]]", "[exclusions]", "exclusions is a list of tables: write [[exclusions]], in double brackets"),
        ("[concepts.drug]", "[concepts.drug", "mine.toml: this is not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_key_and_mend(old, new, message):
    assert old in GOOD

    with pytest.raises(ConfigError) as caught:
        read_topic(GOOD.replace(old, new, 1), PATH)

    assert message in str(caught.value)


@pytest.mark.parametrize("table", ["concepts", "rules"])
def test_a_profile_without_its_parts_says_which_is_missing(table):
    text = '[topic]\nname = "a"\nversion = "1"\ntitle = "A"\n[query]\ngroups = [["x"]]\n'
    if table == "rules":
        text += '[concepts.x]\nterms = ["x"]\n'

    with pytest.raises(ConfigError, match=f"{table} is missing"):
        read_topic(text, PATH)


def test_a_profile_that_is_not_there_names_those_that_are():
    with pytest.raises(ConfigError, match=r"there is no topic profile 'ssa'; there are: .*ssa-dose-escalation"):
        load_topic("ssa")
    with pytest.raises(ConfigError, match=r"nowhere\.toml: the topic profile cannot be read"):
        load_topic("nowhere.toml")

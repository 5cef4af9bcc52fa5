"""Groups to which no preposition leads: "29% depot", "the 60- and 30-mg groups", the arm that one joined word names."""

import re

from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import (
    ARMS,
    BESIDE_MOMENT,
    COMPARING,
    ENDING,
    TIMES,
    Group,
    kind_of,
    named,
)
from digests.outcomes.scan import Sentence

HAVING = frozenset("had showed achieved experienced reached lived more less gave yielded".split())
JOINING = frozenset({Mark.AND, Mark.COMMA, Mark.VERSUS})
# An arm by the end of its word, and what ends the name of one where words are not parted.
_COMPOUND_ARM = re.compile(r".{2,24}(?:arm|armen|armene|gruppe|gruppen|groep|kohorte|kohorten|armin)")
_COUNTERS = frozenset("\u7fa4\u7ec4\u7d44")
_VALUES = frozenset({Mark.PERCENT, Mark.TIME, Mark.COUNT})


def in_a_word(sentence: Sentence, position: int) -> list[Group]:
    """Return the arm that one word of a language names, which joins words: "14-Tage-Arm", "standardgruppen"."""
    token = sentence.tokens[position]
    if not sentence.spoken or token.mark is not Mark.WORD:
        return []
    ends = _COMPOUND_ARM.fullmatch(token.label) is not None
    counted = sentence.text[token.end : token.end + 1] in _COUNTERS and token.end < len(sentence.text)
    name = sentence.text[token.start : token.end + counted]
    return [Group(name, kind_of(token.label) or ARMS, "", position, position + 1)] if ends or counted else []


def hyphenated(sentence: Sentence, position: int) -> list[Group]:
    """Return the two of "pre- and post-escalation", "the 60- and 30-mg groups"."""
    four = sentence.tokens[position : position + 4]
    if len(four) < 4 or four[1].label != "-" or four[1].start != four[0].end or four[2].mark not in COMPARING:
        return []
    second = sentence.text[four[3].start : four[3].end]
    name = f"{sentence.text[four[0].start : four[0].end]}-{second.partition('-')[2]}"
    kind = TIMES if BESIDE_MOMENT.fullmatch(name.lower()) else kind_of(name.lower())
    if four[3].mark is not Mark.WORD or "-" not in second or not kind:
        return []
    return [Group(name, kind, "", position, position + 2), Group(second, kind, "", position + 3, position + 4)]


def is_beside(sentence: Sentence, position: int) -> bool:
    """Return whether a word follows a value or its bracket at once, without a preposition: the "depot" of "29% depot"."""
    before, token = sentence.tokens[max(0, position - 1)], sentence.tokens[position]
    valued = before.mark in _VALUES or (before.mark is Mark.CLOSE and is_bracket_of_value(sentence, position - 1))
    return position > 0 and valued and token.mark in {Mark.WORD, Mark.NUMBER} and token.label not in ENDING


def is_bracket_of_value(sentence: Sentence, close: int) -> bool:
    """Return whether the bracket that ends at a place holds a share or an interval, or follows a value."""
    depth, place = sentence.tokens[close].depth, close - 1
    while place > 0 and sentence.tokens[place].depth > depth:
        place -= 1
    inside = sentence.tokens[place + 1 : close]
    return sentence.tokens[place - 1].mark in _VALUES or any(t.mark is Mark.PERCENT for t in inside[:1])


def beside(sentence: Sentence, position: int) -> Group | None:
    """Return the group that is named right behind a value and ends where the next item or a statement begins."""
    group = named(sentence, position - 1, position)
    following = sentence.tokens[group.end] if group and group.end < len(sentence.tokens) else None
    if group is None or not group.kind:
        return None
    ends = following is None or following.mark in {*JOINING, Mark.SEMICOLON, Mark.CLOSE} or following.label == "."
    told = following is not None and group.kind == ARMS and following.label in HAVING
    return group._replace(lead="", start=position) if ends or told else None

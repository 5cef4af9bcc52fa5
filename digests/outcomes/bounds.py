"""Groups that a number alone tells: what is beyond a bound of which another group is within, and an interval behind its level."""

import re

from digests.outcomes.kinds import ARMS
from digests.outcomes.patterns import Mark
from digests.outcomes.phrases import Group, named, printed
from digests.outcomes.scan import Sentence

_OF_INTERVALS = ("d", "w")  # days and weeks
_BOUND = re.compile("[<>\u2264\u2265]")


def beyond(sentence: Sentence, position: int, last: Group) -> Group | None:
    """Return the group on the other side of a bound, told by its sign: "Ki-67 \u22646%: 11.3 mo, >6%: 4.9 mo"."""
    sign, limit, following = (*sentence.tokens[position : position + 3], None, None, None)[:3]
    head = _BOUND.split(last.name)
    told = sign is not None and _BOUND.fullmatch(sign.label) and len(head) > 1 and head[0].strip()
    if not told or limit is None or limit.number is None or following is None or following.label not in {":", ",", "("}:
        return None
    name = f"{head[0].strip()} {printed(sentence, position, position + 2)}"
    return Group(name, last.kind, "", position, position + 2)


def interval(sentence: Sentence, position: int) -> Group | None:
    """Return the interval alone that tells whose a value is: "66.1 with 28 days", "69 with 28 days or more", "14 days: 11.9 months"."""
    labelling = [t.label if t.label == ":" else t.mark for t in sentence.tokens[position : position + 3]]
    if labelling == [Mark.TIME, ":", Mark.TIME] and sentence.tokens[position].label.startswith(_OF_INTERVALS):
        return Group(printed(sentence, position, position + 1), ARMS, "", position, position + 1)
    around_it = sentence.tokens[position - 1 : position + 2] if position else ()
    marks = [t.mark for t in around_it]
    told = marks in ([Mark.NUMBER, Mark.WORD, Mark.TIME], [Mark.PERCENT, Mark.WORD, Mark.TIME])
    if not told or around_it[1].label != "with" or not around_it[2].label.startswith(_OF_INTERVALS):
        return None
    more = [t.label for t in sentence.tokens[position + 2 : position + 4]] in (["or", "more"], ["or", "less"])
    end = position + 2 + 2 * more
    goes_on = any(t.mark is Mark.WORD and t.label != "." for t in sentence.tokens[end : end + 1])
    return None if goes_on else Group(printed(sentence, position + 1, end), ARMS, "with", position, end)


def dosed(sentence: Sentence, position: int) -> Group | None:
    """Return the dose of "in 9% at 30 mg", "in 24% above 30 mg"."""
    group, side = named(sentence, position, position + 1), sentence.tokens[position].label
    if group is None or group.kind != ARMS:
        return None
    return group if side == "at" else group._replace(name=f"{side} {group.name}")

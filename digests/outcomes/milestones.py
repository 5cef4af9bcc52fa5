"""The time at which a share was taken: "12-month PFS", "OS at 12 and 24 months"."""

import itertools
import re

from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token

# "the 28-day group" is no milestone.
_OF_ARMS = frozenset("arm arms group groups cohort interval intervals regimen dosing schedule cycle cycles".split())


def milestones(sentence: Sentence, named: int, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return each share's milestone; "at 12 and 24 months" gives the first share the one, the second the other."""
    found = tuple(_milestone(sentence, named, place) for place in places)
    numbers = re.findall(r"\d+(?:\.\d+)?", found[0])
    if len(places) > 1 and len(numbers) == len(places) and len(set(found)) == 1:
        return tuple(f"{number} {found[0].split()[-1]}" for number in numbers)
    return found


def _milestone(sentence: Sentence, named: int, place: int) -> str:
    """Return "12 months" of "12-month PFS" or "OS at 12 months"; "" where there is none near by."""
    low, high = sorted((named, place))
    near = sentence.tokens[max(0, low - 4) : high + 4]
    compounds = [
        token
        for token, following in itertools.pairwise(sentence.tokens[max(0, low - 3) : high + 1])
        if token.mark is Mark.COMPOUND and following.label not in _OF_ARMS
    ]
    if compounds:
        return _plural(sentence, compounds[-1])
    spans = [t for t in near if t.mark is Mark.MILESTONE]
    return _without_preposition(sentence, spans[-1]) if spans else ""


def _plural(sentence: Sentence, token: Token) -> str:
    number = sentence.text[slice(*token.at)]
    return f"{number} {token.label}{'' if number in {'1', 'one'} else 's'}"


def _without_preposition(sentence: Sentence, token: Token) -> str:
    words = sentence.text[token.start : token.end]
    first = words.split()[0].lower()
    return (
        words
        if first.startswith(("week", "month", "year", "day"))
        else words.partition(" ")[2].removeprefix("the first ").strip()
    )

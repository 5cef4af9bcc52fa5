"""How much between an outcome and a value is not explained by the one being of the other."""

import itertools
from collections.abc import Sequence

from digests.outcomes.fillers import (
    ADJUSTED,
    BROUGHT,
    EASED,
    GOING_ON,
    HAVING,
    LIGHT,
    NEW_SUBJECT,
    PREPOSITIONS,
    VERBS,
    did,
    is_limit,
)
from digests.outcomes.lexicon import PROGRESSION
from digests.outcomes.patterns import JOINING, Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.stopping import REASONS, is_within_bracket, of_part

# More unexplained words than this, and the outcome may be another's.
TOO_FAR = 2.9
_GOVERNING = frozenset({Mark.MEDIAN, Mark.MEAN, Mark.RATIO, Mark.DIFFERENCE})
_FAR_BACK = 30


def unexplained(sentence: Sentence, first: int, last: int, inside: frozenset[int], *, forward: bool) -> float:
    """Return how much between two places is not explained; ``forward``: the value stands first, and little may follow it."""
    tokens, depth = sentence.tokens, min(sentence.tokens[first].depth, sentence.tokens[last].depth)
    within = forward and (is_within_bracket(tokens, first, last) or _counts_those(tokens, first, last))
    if (
        within
        or last - first > _FAR_BACK
        or (not forward and sentence.spoken and _begins_another(sentence, first, last))
    ):
        return TOO_FAR + 1
    if forward and (
        of_part(tokens, first) == last or _is_led_in(sentence, first, last) or _is_had(sentence, first, last)
    ):
        return 0.0
    cost = 0.0
    for place in range(first + 1, last):
        token = tokens[place]
        if place in inside or token.depth > depth + (0 if forward else 1):
            continue
        if not forward and (
            (token.label in NEW_SUBJECT and tokens[place + 1].label not in ADJUSTED)
            or (token.mark in {Mark.TIME, Mark.PERCENT} and not is_limit(tokens, place))
            or token.mark in _GOVERNING
        ):
            return TOO_FAR + 1
        if Mark.RESPECTIVELY in {t.mark for t in tokens[place - 1 : place + 2]}:
            continue
        goes_on = not forward and token.mark is Mark.AND and tokens[place + 1].label in GOING_ON
        cost += 0 if goes_on else _weight(token, forward=forward)
    if not forward and _is_of_another(sentence, first, last, inside):
        return TOO_FAR + 1
    return TOO_FAR + 1 if forward and _is_beside(tokens, first, last, cost) else cost


def _counts_those(tokens: Sequence[Token], share: int, outcome: int) -> bool:
    """Return whether a share in brackets tells how many they were of whom the outcome has its own: "Patients with G2 (40%) had a lower ORR (4%)"."""
    had = any(t.label in HAVING for t in tokens[share:outcome])
    own = [t.mark for t in tokens[outcome + 1 : outcome + 3]] == [Mark.OPEN, Mark.PERCENT]
    return tokens[share].depth > 0 and had and own


def _is_beside(tokens: Sequence[Token], share: int, named: int, cost: float) -> bool:
    """Return whether what the share is of goes with the outcome, or is for it: "with response", "30% used opioids for diarrhoea"."""
    before, outcome = tokens[share:named], tokens[named]
    used = cost > 0 and before[-1].label == "for" and not before[-2].label.endswith("ed")
    # As of those who "returned to 30 mg because of" it.
    caused = not REASONS.isdisjoint(t.label for t in before[-3:]) and did(before, 0)
    when = before[-1].label in {"before", "after", "until", "despite"} and outcome.label in PROGRESSION
    beside = (
        before[-1].label == "with"
        and not any(t.label == "satisfied" for t in tokens[:named])
        and outcome.label not in BROUGHT
    )
    return used or caused or when or beside


def _is_had(sentence: Sentence, value: int, outcome: int) -> bool:
    """Return whether a comma and then what they had stands behind a group: "no patient in A, but 7% in the monthly group, had a response"."""
    commas = [p for p in range(value + 1, outcome) if sentence.tokens[p].mark is Mark.COMMA]
    one = len(commas) == 1 and sentence.tokens[commas[0] + 1].label in HAVING
    return one and all(p in sentence.names or sentence.tokens[p].label in LIGHT for p in range(value + 1, commas[0]))


def _is_led_in(sentence: Sentence, value: int, outcome: int) -> bool:
    """Return whether the sentence begins with how many and goes on with what they had: "In 13 (42%) of 31 patients, diarrhoea resolved"."""
    begins = sentence.tokens[0].label in {"in", "among", "for"} and value <= len(["in", "13", "(", "42%"])
    verb = [t.label for t in sentence.tokens[outcome + 1 : outcome + 2]]
    told = any(word.endswith("ed") for word in verb)
    return begins and told and sentence.tokens[outcome - 1].mark is Mark.COMMA


def _begins_another(sentence: Sentence, outcome: int, value: int) -> bool:
    """Return whether a comma stands before the value of a language's sentence, and more than its bracket after it."""
    parted = any(t.mark is Mark.COMMA and t.depth == 0 for t in sentence.tokens[outcome:value])
    after = itertools.dropwhile(lambda t: t.depth > 0 or t.mark is Mark.CLOSE, sentence.tokens[value + 1 :])
    following = next(after, None)
    return parted and following is not None and following.mark is Mark.WORD and following.label not in {".", "of"}


def _weight(token: Token, *, forward: bool) -> float:
    if token.label in {"or", "than"}:
        return 0.5
    if token.mark in JOINING:
        return 2.0 if token.mark is Mark.COMMA and not forward else 3.0
    if token.mark is not Mark.WORD or token.label in LIGHT:
        return 0.0
    return 1.0 if forward else 0.25


def _is_of_another(sentence: Sentence, first: int, last: int, inside: frozenset[int]) -> bool:
    """Return whether the words right before the value name an event unknown to us: "toxicities were neutropenia (16%)"."""
    said = any(t.label in VERBS for t in sentence.tokens[first + 1 : first + 2])
    if sentence.spoken or (said and sentence.tokens[last - 1].label == ":"):
        return False  # "Stable disease was the rule under both regimens: 71%"
    if [t.label for t in sentence.tokens[first + 2 : first + 4]] in EASED:
        return True
    place = last - 1
    if place > first and sentence.tokens[place].mark is Mark.WORD and not is_passed(sentence, place, inside):
        return True
    while place > first and is_passed(sentence, place, inside):
        place -= 1
    if place <= first or sentence.tokens[place].mark is not Mark.WORD or sentence.tokens[place].label in GOING_ON:
        return False
    for back in range(place - 1, first, -1):
        token = sentence.tokens[back]
        if token.label in PREPOSITIONS or back in inside:
            return False
        if (
            token.label in VERBS
            or token.mark in {Mark.COMMA, Mark.AND, Mark.SEMICOLON, Mark.CLOSE}
            or token.label == ":"
        ):
            return True
    return False


def is_passed(sentence: Sentence, place: int, inside: frozenset[int]) -> bool:
    """Return whether the token says nothing of what the value is of: a light word, a number, a group, an adverb."""
    token = sentence.tokens[place]
    judged = sentence.tokens[place - 1].label in VERBS and ":" in {
        t.label for t in sentence.tokens[place + 1 : place + 2]
    }
    if judged or place in inside or token.label in LIGHT | {"i.e", "."} or token.label.endswith(("ly", "ed")):
        return True
    return token.mark in {
        Mark.OPEN,
        Mark.NUMBER,
        Mark.COUNT,
        Mark.SIGN,
        Mark.SIZE,
        Mark.INTERVAL_LABEL,
        Mark.SPREAD_LABEL,
        Mark.SEVERITY,
    }


def is_led(sentence: Sentence, first: int, place: int) -> bool:
    """Return whether a preposition leads to the word: "of those in complete remission"."""
    for token in reversed(sentence.tokens[first + 1 : place]):
        if token.label in PREPOSITIONS or token.mark is not Mark.WORD or token.label in VERBS:
            return token.label in PREPOSITIONS
    return False

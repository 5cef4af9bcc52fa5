"""How grave the events were that a share is of: "grade 3-4", "any grade", "serious" (CTCAE, and the words of reports)."""

import re
from collections.abc import Sequence

from digests.outcomes.fillers import HAVING
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence

_HARM = "AE"
_FOUND = frozenset({"fatigue", _HARM})
# What leads from a share to how grave it was: "23% had grade 3", "12%, all grade 1", "5% of patients (grade 3)".
_LEADING = frozenset(
    "had have experienced developed reported suffered showed of with were was being all in patients participants subjects women men cases "
    "the a at least one who which whom these those also only events ones treatment-related drug-related".split()
)
# After these some of them were, or none: it says nothing of the share before.
_NOT_ALL = frozenset(
    "mostly mainly largely predominantly primarily usually generally majority no none without not never nor neither most".split()
)
_HEADS = frozenset("were included including includes was such comprised being".split())
_LISTING = frozenset(
    "included including includes comprised comprising being such namely mainly mostly most commonest :".split()
)
_FAR = 12


def of_harm(outcome: str) -> bool:
    """Return whether the outcome is of safety, and so may have a grade."""
    return outcome in _FOUND or outcome.startswith(f"{_HARM}:")


_LED = re.compile(
    r"(?:led|leading|resulted|resulting|required|requiring|needed|necessitat\w{2,3}|prompt\w{2,3}|caus\w{2,3})(?: (?:to|in))?(?: (?:a|an|the))? "
    r"(?P<what>(?:dos(?:e|age)|treatment|therapy) (?:reduction|interruption|modification|delay|adjustment|de-?escalation|change)|return to (?:the )?(?:standard|label|previous|usual|licensed|initial|28-day|four-weekly) (?:dos(?:e|ing|age)|intervals?|schedule|regimen)|hospitali[sz]ation|hospital admission|surgery)s?(?!\w)"
)


def consequence(sentence: Sentence, named: int, place: int) -> str:
    """Return what the event at ``named`` led to in those whose share stands at ``place``, "" where the sentence does not say."""
    event = sentence.tokens[named]
    if event.label == "AE: gallstones" and "ectom" in sentence.folded[event.start : event.end]:
        return "led to cholecystectomy"
    told = _LED.search(sentence.folded, event.end, max(event.end, sentence.tokens[place].start))
    return f"led to {told['what']}" if told else ""


def severity(sentence: Sentence, place: int, values: Sequence[int]) -> str:
    """Return how grave the events are of which the value at ``place`` tells, "" where the sentence does not say.

    What stands before the value since the last one counts first, then what is said of it right after it, then what an earlier
    value of the same event was said to be: "grade 3-4 events in 23% and 19%". ``values`` are the places of all values.
    """
    if Mark.SEVERITY not in {token.mark for token in sentence.tokens}:
        return ""
    last = max((value for value in values if value < place), default=-1)
    before = [
        p
        for p in _told(sentence, last + 1, place)
        if not (_is_closed(sentence, p, place) or _is_of(sentence, last, p) or _is_of_nobody(sentence, p, place))
    ]
    if before:
        return sentence.tokens[before[-1]].label
    following = min((value for value in values if value > place), default=len(sentence.tokens))
    after = next((p for p in _told(sentence, place + 1, following) if _is_of(sentence, place, p)), None)
    if after is not None:
        return "" if _is_of_all(sentence, last, place, after) else sentence.tokens[after].label
    return severity(sentence, last, values) if last >= 0 and _goes_on(sentence, last, place) else ""


def _is_of_all(sentence: Sentence, last: int, place: int, after: int) -> bool:
    """Return whether it is said of the value before as much: "nodules (16%) and erythema (9%) were mild"."""
    joined = last >= 0 and any(t.mark is Mark.AND for t in sentence.tokens[last:place])
    return joined and any(t.label == "were" for t in sentence.tokens[place + 1 : after])


def _told(sentence: Sentence, first: int, end: int) -> list[int]:
    """Return where it is said, but not of which it is said that few or none were so."""
    tokens = sentence.tokens
    return [p for p in range(first, end) if tokens[p].mark is Mark.SEVERITY and not _is_denied(tokens, p)]


def _is_denied(tokens: Sequence[Token], place: int) -> bool:
    near = [t.label for t in tokens[max(0, place - 3) : place]]
    if near[-2:-1] == ["most"]:
        return False  # "the most common grade 3 events"
    none = near[-1:] == ["no"] or near[-1:] == ["none"]
    return not _NOT_ALL.isdisjoint(near) and not (
        none and not any(t.mark in {Mark.PERCENT, Mark.COUNT} for t in tokens[:place])
    )


def _is_of_nobody(sentence: Sentence, place: int, value: int) -> bool:
    """Return whether it is told that nobody had such events, and then who had others: "no grade 3 events were seen; 3 (11%) had nausea"."""
    tokens = sentence.tokens
    none = tokens[max(0, place - 1)].label in {"no", "none"}
    return none and any(t.mark in {Mark.SEMICOLON, Mark.COMMA, Mark.AND} for t in tokens[place:value])


def _is_closed(sentence: Sentence, place: int, value: int) -> bool:
    """Return whether it stands in a bracket that ends before the value; "hyperglycaemia (any grade) was seen in 79%" is of both."""
    tokens = sentence.tokens
    if tokens[place].depth <= tokens[value].depth:
        return False
    alone = tokens[place - 1].mark is Mark.OPEN and tokens[place + 1].mark is Mark.CLOSE
    return not (alone and place > 1 and tokens[place - 2].mark is Mark.OUTCOME)


def _is_of(sentence: Sentence, value: int, place: int) -> bool:
    """Return whether what stands at ``place`` is said of the value before it, and of none after it."""
    if value < 0:
        return False
    tokens = sentence.tokens
    between = tokens[value + 1 : place]
    if len(between) > _FAR or any(t.mark in {Mark.OUTCOME, Mark.SEMICOLON, Mark.AND} for t in between):
        return False
    words = [t.label for t in between if t.mark is Mark.WORD]
    if not set(words) <= _LEADING:
        return False
    following = tokens[place + 1 : place + 4]
    own = next((t for t in following if t.mark in {Mark.PERCENT, Mark.COUNT, Mark.NUMBER}), None)
    return bool(words) or own is None


def _goes_on(sentence: Sentence, last: int, place: int) -> bool:
    """Return whether the same events are told of: no outcome between, or one that "grade 3 events were" leads to."""
    between = sentence.tokens[last + 1 : place]
    behind = [t.label for t in sentence.tokens[place + 1 : place + 3] if t.mark is not Mark.CLOSE]
    if behind and behind[0] in HAVING:
        return False  # "in 7%, and two (2%) developed leukaemia"
    if (
        any(t.mark is Mark.SEMICOLON and t.depth == 0 for t in between)
        or sentence.tokens[last].depth > sentence.tokens[place].depth
    ):
        return _is_listed(sentence, place)
    return (
        not any(t.mark is Mark.OUTCOME for t in between)
        or _is_next(sentence, last, place)
        or _is_listed(sentence, place)
    )


def _is_next(sentence: Sentence, last: int, place: int) -> bool:
    """Return whether the value is of the next of a list of events: "grade 3 diarrhoea (4%) and nausea (2%)"; "grade 3 events (24%)" begin none."""
    tokens = sentence.tokens
    opened, between = tokens[last - 2 : last], tokens[last + 1 : place]
    begins = (
        len(opened) > 1 and opened[0].mark is Mark.OUTCOME and opened[0].label != _HARM and opened[1].mark is Mark.OPEN
    )
    return begins and all(t.mark in _OF_LIST for t in between)


_OF_LIST = frozenset({Mark.CLOSE, Mark.COMMA, Mark.AND, Mark.OUTCOME, Mark.OPEN})


def _is_listed(sentence: Sentence, place: int) -> bool:
    """Return whether a list of events holds the value, which "grade 3 adverse events were" heads."""
    tokens = sentence.tokens
    head = next((p for p in range(place) if tokens[p].mark is Mark.SEVERITY), -1)
    if head < 0 or any(t.mark in {Mark.PERCENT, Mark.COUNT} for t in tokens[:head]):
        return False
    named = next((p for p in range(head, place) if tokens[p].label == _HARM), -1)
    following = tokens[named + 1 : named + 4]
    headed = any(t.label in _HEADS or t.label == ":" for t in following) and not _is_of_all_events(tokens, named, place)
    return named >= 0 and (headed or _is_part(tokens, named, place))


def _is_of_all_events(tokens: Sequence[Token], named: int, place: int) -> bool:
    """Return whether the first share is of all such events, and no list of them follows: "were seen in 24%, and gallstones in 17%"."""
    first = next((p for p in range(named, place) if tokens[p].mark in {Mark.PERCENT, Mark.COUNT}), place)
    told = any(t.mark is Mark.OUTCOME for t in tokens[named + 1 : first])
    other = any(t.mark is Mark.OUTCOME for t in tokens[first + 1 : place])
    return other and not told and not any(t.label in _LISTING for t in tokens[named + 1 :])


def _is_part(tokens: Sequence[Token], named: int, place: int) -> bool:
    """Return whether the value stands in the bracket behind the share of all of them: "grade 3 events in 44% (stomatitis 13%)"."""
    depth = tokens[place].depth
    opened = next((p for p in range(place, named, -1) if tokens[p].mark is Mark.OPEN and tokens[p].depth < depth), -1)
    closed = any(t.depth < depth for t in tokens[opened + 1 : place])
    if opened < 0 or closed or tokens[opened - 1].mark not in {Mark.PERCENT, Mark.COUNT}:
        return False
    return not any(t.mark is Mark.OUTCOME for t in tokens[named + 1 : opened])

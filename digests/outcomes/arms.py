"""Which number belongs to which arm, where the sentence says so; names are the sentence's own words."""

import itertools
import re

from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, Token

_LEADING = frozenset("for in with on among than between".split())
_ENDING = frozenset(
    "was were is are had has have reached at after of by from over during when where which that in for with on "
    "among than did does showed achieved experienced as".split()
)
# Words that lead to a name without being part of it.
_BEFORE_NAME = re.compile(
    r"(?<!\w)(?:(?:the|all|\d{1,6}(?= patients| women| men| participants)|those|both|patients?|women|men|subjects|participants|those|eligible|were|in|arms(?= \w\b)|assigned|allocated|randomi[sz]ed|treated|"
    r"receiving|received|taking|who|groups?(?= of)|of|to|with)\s{1,4})++",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"(?<![\s,])[\s,]++(?:arms?|groups?|patients?|recipients?|cohorts?|treatments?|treatment (?:arm|group)s?|ones?)$",
    re.IGNORECASE,
)
# "In subjects treated with": the name is still to come.
_UNNAMED = re.compile(r"(?:treated|assigned|allocated|randomi[sz]ed|receiving|received|taking)$", re.IGNORECASE)
_SPLITS = frozenset({Mark.AND, Mark.COMMA, Mark.VERSUS})
_NO_PART = frozenset(
    {Mark.TIME, Mark.PERCENT, Mark.P, Mark.SEMICOLON, Mark.OPEN, Mark.CLOSE, Mark.RESPECTIVELY, Mark.MEDIAN, Mark.MEAN}
    | {Mark.RATIO, Mark.INTERVAL, Mark.SIZE, Mark.COUNT, Mark.MILESTONE, Mark.DIFFERENCE}
)
_TO_VALUE = frozenset({Mark.OPEN, Mark.COMMA, Mark.SIGN})
_NEW_STATEMENT = frozenset({Mark.MEDIAN, Mark.RATIO, Mark.MEAN})
_GROUPS = re.compile(r"(?:arms?|groups?|cohorts?|patients|recipients)(?: [a-z0-9]{1,2}(?:(?:,| and) [a-z0-9]{1,2})*)?$")
_NO_NAME = frozenset(
    "patients those the each both all arm arms group groups study total months days weeks years it they "
    "respectively this these favor favour addition and or one two three four five six seven eight nine ten eleven twelve".split()
)
# How far a name may stand from its number, and how far a list of names for "respectively", in tokens.
_NEAR, _FAR, _LONGEST = 4, 36, 10


def arms(sentence: Sentence, head: int, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the arm of each value in turn, "" where the sentence does not say."""
    listed = _listed(sentence, head, places) if len(places) > 1 else ()
    if listed:
        return listed
    if any(t.mark is Mark.RESPECTIVELY for t in sentence.tokens[places[-1] : places[-1] + _NEAR]):
        return ("",) * len(places)
    names: list[str] = []
    for start, place, following in zip((head, *places[:-1]), places, (*places[1:], 0), strict=True):
        sure = len(places) > 1 and (any(names) or not _is_paired(sentence, start, place))
        names.append(_after(sentence, place, sure=sure) or _before(sentence, start, place, following))
    return tuple(names)


def _listed(sentence: Sentence, head: int, places: tuple[int, ...]) -> tuple[str, ...]:
    """Return the names of "in the C3 and C6 groups, respectively" where there are as many as values."""
    tokens = sentence.tokens
    respectively = any(t.mark is Mark.RESPECTIVELY for t in tokens)
    segments = ((places[-1] + 1, places[-1] + _FAR), (head, places[0]), (0, head))
    for start, end in segments:
        for position in range(start, min(end, len(tokens))):
            if start > head and tokens[position].mark in _NEW_STATEMENT:
                break
            names, last = _names_from(sentence, position + 1, end) if tokens[position].label in _LEADING else ((), 0)
            sure = respectively or _GROUPS.search(sentence.folded[: tokens[last - 1].end]) is not None
            if len(names) == len(places) and all(names) and sure:
                return names
    return ()


def _names_from(sentence: Sentence, start: int, limit: int) -> tuple[tuple[str, ...], int]:
    """Return the names of a list, "docetaxel, A + B and placebo", and where it ends."""
    tokens = sentence.tokens
    end = start
    while end < min(limit, len(tokens), start + 30) and (tokens[end].mark in _SPLITS or _is_part(tokens[end])):
        end += 1
    splits = [start - 1, *(i for i in range(start, end) if tokens[i].mark in _SPLITS), end]
    stretches = [(first + 1, last) for first, last in itertools.pairwise(splits) if last > first + 1]
    return tuple(_name(sentence, first, last) for first, last in stretches), end


def _after(sentence: Sentence, place: int, *, sure: bool) -> str:
    """Return the name that follows: "8.5 months (95% CI ...) with octreotide", "10.5 months (placebo)"."""
    tokens, depth = sentence.tokens, sentence.tokens[place].depth
    for position in range(place + 1, min(place + 24, len(tokens))):
        token = tokens[position]
        if token.mark is Mark.OPEN and position == place + 1 and (name := _bracketed(sentence, position)):
            return name
        if token.depth > depth or (token.mark in {Mark.OPEN, Mark.CLOSE} and token.depth >= depth):
            continue
        if token.label in _LEADING:
            return _following_name(sentence, position, sure=sure)
        if token.depth < depth or token.mark is not Mark.WORD:
            return ""
    return ""


def _bracketed(sentence: Sentence, opening: int) -> str:
    """Return the words of a bracket that holds nothing else."""
    end = opening + 1
    while end < len(sentence.tokens) and end - opening < _LONGEST and _is_part(sentence.tokens[end]):
        end += 1
    words = sentence.tokens[opening + 1 : end]
    closed = end < len(sentence.tokens) and sentence.tokens[end].mark is Mark.CLOSE
    plain = all(t.mark in {Mark.WORD, Mark.SIGN} for t in words)
    return _name(sentence, opening + 1, end) if closed and plain and words else ""


def _following_name(sentence: Sentence, preposition: int, *, sure: bool) -> str:
    """Return the name after a preposition; where several values share it, only one that is plainly an arm's."""
    tokens, end = sentence.tokens, preposition + 1
    while end < len(tokens) and end - preposition <= _LONGEST and _is_part(tokens[end]):
        end += 1
    following = tokens[end + 1 : end + 2] if end < len(tokens) and tokens[end].mark is Mark.AND else ()
    shared = any(_is_part(t) and t.mark is Mark.WORD for t in following)
    plain = tokens[preposition].label in {"with", "on"} or _GROUPS.search(sentence.folded[: tokens[end - 1].end])
    if end == preposition + 1 or shared or not (sure or plain):
        return ""
    name = _name(sentence, preposition + 1, end)
    if not name and end < len(tokens) and tokens[end].label in _LEADING:
        return _following_name(sentence, end, sure=sure)
    return name


def _is_paired(sentence: Sentence, start: int, place: int) -> bool:
    """Return whether nothing but "versus" or "and" stands between two values."""
    between = sentence.tokens[start + 1 : place]
    return len(between) <= 1 and all(t.mark in _SPLITS or t.mark is Mark.SIGN for t in between)


def _before(sentence: Sentence, start: int, place: int, following: int) -> str:
    """Return the name that leads to the value: "with placebo (6.0", "HDCT, 11.1 months", "for A was 7.6"."""
    tokens = sentence.tokens
    end = place
    while end > start + 1 and (tokens[end - 1].mark in _TO_VALUE or tokens[end - 1].label in _ENDING - _LEADING):
        end -= 1
    if (
        tokens[place - 1].mark is Mark.OPEN
        and following
        and tokens[following].depth == tokens[place].depth
        and _same_bracket(sentence, place, following)
    ):
        return ""
    first = end
    while first > start + 1 and end - first < _LONGEST and _is_part(tokens[first - 1]):
        first -= 1
    if first == end or first - 1 < start:
        return ""
    led = tokens[first - 1].label in _LEADING
    leads = tokens[first - 1].mark in {Mark.SEMICOLON, Mark.OPEN, Mark.VERSUS} or tokens[first - 1].label == ":"
    labelled = leads and end - first <= 4
    return _name(sentence, first, end) if led or labelled else ""


def _same_bracket(sentence: Sentence, place: int, following: int) -> bool:
    depth = sentence.tokens[place].depth
    return all(t.depth >= depth for t in sentence.tokens[place:following])


def _is_part(token: Token) -> bool:
    if token.mark in _NO_PART or token.mark in _SPLITS or token.mark is Mark.OUTCOME:
        return False
    return token.label not in _ENDING and token.label not in {".", ":", "="}


def _name(sentence: Sentence, first: int, end: int) -> str:
    words = sentence.text[sentence.tokens[first].start : sentence.tokens[end - 1].end].strip(" .,;:")
    lead = _BEFORE_NAME.match(words + " ")
    if lead and (lead.end() < len(words) or _UNNAMED.search(words)):
        words = words[lead.end() :]
    words = _AFTER_NAME.sub("", words)
    return "" if words.lower() in _NO_NAME or not any(letter.isalpha() for letter in words) else words

"""The values of one outcome: which stand together, and the groups that no word shows as such but their place.

A group is then what stands alike behind each of the values, or before each: "12.1 months where the interval was cut, 9.0 months where it was not"; "intensive 71%, routine 66%".
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digests.outcomes.fillers import COURSE
from digests.outcomes.kinds import ACTING, BOUNDS, SUBGROUPS, kind_of, name_of
from digests.outcomes.patterns import SEPARATING, Mark, Token
from digests.outcomes.phrases import Group, printed
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading, is_year

_WORDED = frozenset({Mark.WORD, Mark.COMPOUND, Mark.SIGN, Mark.CHANGE})
_GIVEN = frozenset("mg \u00b5g mcg ug g".split())
_LEADS = frozenset("in with on under for among after before at of by when where if during without per who".split())
_PLAIN_LEADS = frozenset("in with on under for among at of by per where".split())
_LIGHT = frozenset(
    "in for of at by to was were is had it that only about approximately just a an the one one median mean respectively "
    "patients cases versus compared against".split()
)
_VERBS = ACTING | frozenset(
    "had has have was were is are showed achieved reached experienced lived gave led resulted reported been occurred seen".split()
)
_STOPPING = frozenset(
    "complained suffered but although because which had has have was were is are did respectively .".split()
)
_TELLING = frozenset("who whose where when if that".split())
_NUMBERED = frozenset({Mark.COUNT, Mark.SIZE, Mark.P, Mark.INTERVAL, Mark.BRACKET, Mark.SPREAD, Mark.RESPECTIVELY})
# What patients may have, so that it tells one group from another.
_HAD = frozenset("SD PD progression flushing diarrhoea CgA 5-HIAA".split())
_UNDONE = frozenset({"not", "without"})
_OF_MANY = re.compile(r"^of (?:the )?\d+ ")
_ONE = re.compile(r"^(?!.*(?<!\w)(?:one|two|none)$).*$|^.*(?<!\w)(?=(?:one|two|none)$)", re.IGNORECASE)
_LONGEST = 9
_SPREAD_OUT = 4
_FEWEST = 2
_JOINING = frozenset({Mark.AND, Mark.VERSUS, Mark.COMMA, Mark.OPEN, Mark.CLOSE, Mark.MEDIAN, Mark.MEAN, Mark.SIGN})
_REASONING = frozenset({"because", "although", "since", "though"})
BESIDE_VALUES = frozenset("of a was is patients cases participants women men children subjects".split())


class _Item(NamedTuple):
    """A token outside the values, with its place; ``bracket``: it is all that a bracket holds, as a label is."""

    place: int
    token: Token
    bracket: bool = False


def in_parallel(sentence: Sentence, row: Sequence[int], known: Sequence[Group | None]) -> Sequence[Group | None]:
    """Return the groups of a row: those ``known``, or where not all are, what stands alike beside each of its values."""
    if len(row) < _FEWEST or all(known):
        return known
    beside = _alike(sentence, row)
    fits = beside and all(one is None or _is_of(one, other) for one, other in zip(known, beside, strict=True))
    return beside if fits else known


def _is_of(one: Group, other: Group) -> bool:
    return one.start < other.end and other.start < one.end


def _alike(sentence: Sentence, row: Sequence[int]) -> tuple[Group, ...]:
    """Return the group of each value of a row, () where no words stand alike beside all of them."""
    spans = [_span(sentence, place) for place in row]
    gaps = [list(_between(sentence, one[1], other[0])) for one, other in itertools.pairwise(spans)]
    last = list(_between(sentence, spans[-1][1], len(sentence.tokens)))
    first = list(_between(sentence, _opened(sentence, spans[0][0]), spans[0][0]))
    return _behind(sentence, gaps, last) or _before(sentence, first, gaps)


def _opened(sentence: Sentence, place: int) -> int:
    """Return the first place of the bracket in which a place stands, 0 where it stands in none."""
    depth = sentence.tokens[place].depth
    opens = (p + 1 for p in range(place - 1, -1, -1) if sentence.tokens[p].depth < depth)
    return next(opens, 0)


def _span(sentence: Sentence, place: int) -> tuple[int, int]:
    """Return the places of a value, with the bracket that it opens: "6 of 40 (15%)"."""
    tokens = sentence.tokens
    if not place or tokens[place - 1].mark is not Mark.OPEN:
        return place, place + 1
    end = place
    while end < len(tokens) and tokens[end].depth > tokens[place - 1].depth:
        end += 1
    alone = all(t.mark is not Mark.VERSUS and t.mark is not Mark.AND for t in tokens[place:end])
    return (place - 1, end + 1) if alone else (place, place + 1)


def _between(sentence: Sentence, first: int, end: int) -> Iterator[_Item]:
    """Yield what stands between two places, of brackets only those that hold a label and no number."""
    tokens, place = sentence.tokens, first
    while place < end:
        token = tokens[place]
        if token.mark is Mark.OPEN:
            close = next((p for p in range(place + 1, end) if tokens[p].depth <= token.depth), end)
            inner = tokens[place + 1 : close]
            words = [t for t in inner if t.mark is not Mark.SIZE and t.mark is not Mark.COMMA]
            if words and all(_is_word(sentence, place + 1 + n) for n, _ in enumerate(words)):
                yield from (_Item(place + 1 + n, t, bracket=True) for n, t in enumerate(words))
            place += len(inner) + 1
        elif token.mark is not Mark.CLOSE and not _is_whole(sentence, place):
            yield _Item(place, token)
            place += 1
        else:
            place += 1


def _is_whole(sentence: Sentence, place: int) -> bool:
    """Return whether the number is of how many patients something is told: the 39 of "9 (23%) of the 39 stepped-up patients"."""
    token, before = sentence.tokens[place], sentence.tokens[place - 1].label if place else ""
    return token.mark is Mark.NUMBER and not token.label and before in {"of", "the"} and place not in sentence.names


def _is_word(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    before = sentence.tokens[place - 1].label if place else ""
    if token.mark is Mark.OUTCOME:
        return token.label in _HAD and before in {"with", "without", "for", "by"}
    if token.mark is Mark.NUMBER:
        told = token.label in _GIVEN or place in sentence.names or is_year(sentence, place)
        return told or (bool(token.label) and before in BOUNDS | {"of"})
    if token.mark is Mark.TIME:
        return before in {"every", "each"}
    return token.mark in _WORDED or place in sentence.names


def _behind(sentence: Sentence, gaps: Sequence[Sequence[_Item]], last: Sequence[_Item]) -> tuple[Group, ...]:
    """Return the groups that stand behind their values."""
    phrases = [_to_separator(gap) for gap in gaps] + [_to_stop(last)]
    return _named(sentence, [_after_rate(phrase) for phrase in phrases])


def _after_rate(phrase: list[_Item]) -> list[_Item]:
    """Return the phrase without the "/day" that is of the value before it."""
    stroke = phrase[:1] != [] and phrase[0].token.label == "/"
    return phrase[2:] if stroke else phrase


def _to_separator(gap: Sequence[_Item]) -> list[_Item]:
    """Return what stands before the last separator of a gap, [] where more than light words stand behind it."""
    at = max((n for n, item in enumerate(gap) if item.token.mark in SEPARATING and not item.bracket), default=-1)
    rest = [item for item in gap[at + 1 :] if not _counts(item.token)]
    leads = all(
        i.token.label in _LIGHT or i.token.mark in {Mark.MEDIAN, Mark.MEAN, Mark.OUTCOME, Mark.COUNT} for i in rest
    )
    phrase = list(gap[:at]) if at > 0 and leads else []
    while phrase and phrase[-1].token.mark in SEPARATING:
        phrase.pop()
    return phrase


def _counts(token: Token) -> bool:
    """Return whether the token is a bare number, of patients: the 9 of "and in 9 (11%)"."""
    return token.mark is Mark.NUMBER and not token.label


def _to_stop(items: Sequence[_Item]) -> list[_Item]:
    """Return what stands behind the last value, to where another statement begins; of "whose dose was doubled" the verb is part."""
    phrase: list[_Item] = []
    told = False
    for item in items:
        told = told or item.token.label in _TELLING
        stops = item.token.label == "." or (item.token.label in _STOPPING and not told)
        if item.token.mark in SEPARATING | _NUMBERED or stops:
            break
        phrase.append(item)
    return phrase


def _before(sentence: Sentence, first: Sequence[_Item], gaps: Sequence[Sequence[_Item]]) -> tuple[Group, ...]:
    """Return the groups that stand before their values; the first may be the subject of a sentence whose verb the others leave out."""
    later = [_from_separator(gap) for gap in gaps]
    if not all(later):
        return ()
    lead = later[0][0].token.label
    opened = max(
        (n for n, i in enumerate(first) if i.token.mark in SEPARATING or i.token.label in {":", "-"}), default=-1
    )
    statement = first[opened + 1 :]
    led = max((n for n, i in enumerate(statement) if i.token.label == lead), default=-1) if lead in _LEADS else -1
    start = statement[led:] if led >= 0 else statement
    subject = list(itertools.takewhile(lambda i: i.token.label not in _VERBS, start))
    if lead in _LEADS and led < 0:
        return ()
    return _named(sentence, [subject, *later])


def _from_separator(gap: Sequence[_Item]) -> list[_Item]:
    """Return what stands behind a separator and leads to the next value at once."""
    phrase = list(itertools.dropwhile(lambda i: i.token.mark in SEPARATING, gap))
    if len(phrase) == len(gap):
        return []
    while phrase and (
        phrase[-1].token.label in {":", "=", *_LIGHT}
        or phrase[-1].token.mark is Mark.COUNT
        or _counts(phrase[-1].token)
    ):
        phrase.pop()
    return phrase


def _named(sentence: Sentence, phrases: Sequence[Sequence[_Item]]) -> tuple[Group, ...]:
    """Return the phrases as groups where they are built alike and each tells another group."""
    if not all(phrases) or not all(_is_phrase(sentence, phrase) for phrase in phrases):
        return ()
    lengths = [len(phrase) for phrase in phrases]
    firsts, lasts = {p[0].token.label for p in phrases}, {p[-1].token.label for p in phrases}
    bracketed = {p[0].bracket for p in phrases}
    alike = (
        bracketed == {True} or len(firsts) == 1 or len(lasts) == 1 or all(p[0].token.label in _LEADS for p in phrases)
    )
    alike = alike or max(lengths) <= len({"one", "other"})
    if not alike or len(bracketed) > 1 or max(lengths) > min(lengths) + _SPREAD_OUT:
        return ()
    made = tuple(_group(sentence, phrase, phrases[-1]) for phrase in phrases)
    made = tuple(g._replace(name=f"{g.name} {made[0].name}") if g.name.lower() in _UNDONE else g for g in made)
    names = {group.name.lower() for group in made}
    if len(names) < len(made) or "" in names:
        return ()
    kinds = [group.kind for group in made if group.kind]
    return tuple(group._replace(kind=group.kind or (kinds[0] if kinds else SUBGROUPS)) for group in made)


def _is_phrase(sentence: Sentence, phrase: Sequence[_Item]) -> bool:
    # An origin of time tells no group, nor does what a level did: "fell in 35% and rose in 22%".
    tells = phrase[0].token.label not in COURSE | {"from"} and phrase[-1].token.label not in {"former", "latter"}
    return tells and len(phrase) <= _LONGEST and all(_is_word(sentence, item.place) for item in phrase)


def _group(sentence: Sentence, phrase: Sequence[_Item], last: Sequence[_Item]) -> Group:
    """Return the phrase as a group; a mere "with" is of what the last one is "without"."""
    words = _OF_MANY.sub("", printed(sentence, phrase[0].place, phrase[-1].place + 1).strip(" .,;:=-"))
    bare = len(phrase) == 1 and len(last) > 1 and phrase[0].token.label in _LEADS
    if bare:
        words = f"{words} {printed(sentence, last[1].place, last[-1].place + 1).strip(' .,;:=-')}"
    elif phrase[0].token.label in _PLAIN_LEADS and not phrase[0].bracket:
        words = words.partition(" ")[2]
    lead = "(" if phrase[0].bracket else phrase[0].token.label
    short = (len(words) == 1 and words.isupper()) or (phrase[0].bracket and len(phrase) == 1)
    name = words if bare or short else name_of(words) or _ONE.sub("", words)
    return Group(name, kind_of(words.lower()), lead, phrase[0].place, phrase[-1].place + 1)


def rows_of(ordered: Sequence[Reading]) -> list[list[int]]:
    """Return the numbers of the readings of each row, in the order of the sentence."""
    rows: dict[str, list[int]] = {}
    for number, reading in enumerate(ordered):
        rows.setdefault(reading.row, []).append(number)
    return list(rows.values())


def of_outcomes(ordered: Sequence[Reading]) -> list[list[int]]:
    """Return the values of each outcome that is measured in two ways: "fell by a mean of 2.1 with A and by 9.7 with B"."""
    outcomes: dict[tuple[str, ...], list[int]] = {}
    for number, one in enumerate(ordered):
        figure = one.figure
        outcomes.setdefault((figure.outcome, figure.severity, figure.milestone), []).append(number)
    return [numbers for numbers in outcomes.values() if len({ordered[n].row for n in numbers}) > 1]


def is_of_all(sentence: Sentence, place: int) -> bool:
    """Return whether the value is of everybody: "61% overall, and 68% and 53% in the midgut and pancreatic cohorts", "40 months in both"."""
    after = (t for t in sentence.tokens[place + 1 :] if t.depth == 0 and t.mark is not Mark.CLOSE)
    said = [t.label for t in itertools.islice(after, 2)]
    return said[:1] == ["overall"] or said in IN_ALL


IN_ALL = (["in", "both"], ["in", "each"], ["in", "all"])


def begins_clause(sentence: Sentence, place: int) -> bool:
    """Return whether a semicolon stands here, or a comma before a reason: ", possibly because 71% in the other group"."""
    following = [t.label for t in sentence.tokens[place + 1 : place + 3]]
    reasoned = sentence.tokens[place].mark is Mark.COMMA and not _REASONING.isdisjoint(following)
    return reasoned or sentence.tokens[place].mark is Mark.SEMICOLON


def segments_of(row: Sequence[int], found: tuple[Group, ...]) -> list[list[int]]:
    """Return the values that stand together, without a group between them."""
    segments = [[row[0]]]
    for first, second in itertools.pairwise(row):
        if any(first < group.start < second for group in found):
            segments.append([])
        segments[-1].append(second)
    return segments


def is_bare(sentence: Sentence, first: int, second: int) -> bool:
    """Return whether nothing but what joins two values stands between them: "28 vs 32 weeks"."""
    depth = sentence.tokens[first].depth
    return all(
        t.depth > depth
        or (t.mark in _JOINING and t.label != ":")
        or t.mark in {Mark.NUMBER, Mark.COUNT}
        or t.label in BESIDE_VALUES
        for t in sentence.tokens[first + 1 : second]
    )

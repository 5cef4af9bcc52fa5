"""The values that a word such as "median" governs: one of each arm, in any of the ways they are listed."""

from dataclasses import dataclass

from digests.outcomes.lexicon import TIME_WORDS, is_time
from digests.outcomes.patterns import QUANTITIES, Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.value import COUNTED, is_count, is_limit, is_no_value, is_power

# So many words may stand before the first value, and between two.
_WORDS_BEFORE = 26
_WORDS_BETWEEN = 16
# "6 and 11 years of follow-up".
_NEXT_IN_LIST = 2
_FOLLOWING = frozenset(
    "in for with on during among to at per before after over when respectively under of than as who from the between versus".split()
)
_TO_NUMBER = frozenset(
    "was were is are of from to reached approximately about only been estimated at respectively a with than".split()
)
_VERBS = frozenset("had given received treated occurred remained underwent died completed experienced observed".split())
_LETTERED = frozenset({"cohort", "arm", "group", "part", "grade"})
_SAID = frozenset("was were is are of reached".split())
_HEDGES = frozenset("approximately about only around roughly nearly almost ~".split())
_PARTICIPLES = frozenset("given treated".split())
_REACHED = frozenset("reached observed achieved seen found obtained noted recorded reported documented".split())
_TELLING_WHOSE = frozenset({"where", "when", "if"})
_JOINING = frozenset({Mark.COMMA, Mark.AND, Mark.VERSUS, Mark.SIGN})
_BESIDE = frozenset({Mark.OPEN, Mark.SPREAD})
_ENDING = frozenset({Mark.COMMA, Mark.SEMICOLON, Mark.OPEN})


@dataclass(frozen=True, slots=True)
class Values:
    """Places of the values, the unit that they share, and where the search ended."""

    places: tuple[int, ...]
    unit: str
    end: int


def collect(sentence: Sentence, first: int, outcomes: tuple[str, ...], depth: int) -> Values:
    """Return the values that follow ``first``, up to where another outcome or statement begins."""
    tokens = sentence.tokens
    timed = any(is_time(name) or name.startswith("time") for name in outcomes)
    joined = tokens[first : first + 1] != () and tokens[first].mark is Mark.AND  # "median and 1-year survival"
    places: list[int] = []
    words, position = 0, first
    for position in range(first, len(tokens)):
        token = tokens[position]
        if joined and token.mark is Mark.PERCENT:
            continue
        if _ends(sentence, position, places, outcomes, depth) or words > (_WORDS_BETWEEN if places else _WORDS_BEFORE):
            return Values(tuple(places), _unit(sentence, places), position)
        words += token.mark is Mark.WORD
        if not places and not timed and _is_new_clause(sentence, first, position):
            return Values((), "", position)
        if not _may_be_value(sentence, position, places, timed=timed, named=bool(outcomes)):
            if not places and _is_unreadable(sentence, position):
                return Values((), "", position)
            continue
        if places and _is_row(sentence, places[-1], position):
            return Values((), "", position)
        if places and _is_apart(sentence, places[-1], position):
            return Values(tuple(places), _unit(sentence, places), position)
        places.append(position)
        words = 0
    return Values(tuple(places), _unit(sentence, places), position + 1)


def _ends(sentence: Sentence, position: int, places: list[int], outcomes: tuple[str, ...], depth: int) -> bool:
    token = sentence.tokens[position]
    match token.mark:
        case Mark.MEDIAN:
            return True
        case Mark.MEAN:
            return bool(places) or not is_part_of_name(sentence, position)
        case Mark.OUTCOME:
            other_time = is_time(token.label) or sentence.tokens[position - 1].label == "to"  # "and to progression 18"
            return bool(places) and other_time and token.label not in outcomes
        case Mark.DIFFERENCE:
            return bool(places)
        case Mark.PERCENT:
            limit = sentence.tokens[max(0, position - 1)].label in {"<", ">", "\u2264", "\u2265", "above", "below"}
            timed = bool(places) and sentence.tokens[places[0]].mark is Mark.TIME
            return timed and token.depth == depth and not limit
        case Mark.RATIO:
            return bool(places) and sentence.tokens[places[0]].mark is not Mark.TIME and _unit(sentence, places) == ""
        case Mark.SEMICOLON:
            return token.depth <= depth and (not depth or not places) and not _goes_on(sentence, position, places)
        case Mark.CLOSE:
            return token.depth < depth and not _goes_on(sentence, position, places)
        case Mark.WORD:
            return bool(places) and token.label in _VERBS and not _tells_of_arm(sentence, position)
        case _:
            return False


def _tells_of_arm(sentence: Sentence, position: int) -> bool:
    """Return whether the verb describes an arm ("patients who received", "patients treated with") and begins no statement."""
    before = next((t.label for t in reversed(sentence.tokens[:position]) if t.label not in {"was", "were", "had"}), "")
    return before in {"who", "that", "which"} or (before in COUNTED and sentence.tokens[position].label in _PARTICIPLES)


def _is_new_clause(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether a clause begins here: ", and" after a verb, as in "median exposure was 47 pack-years, and"."""
    marks = [t.mark for t in sentence.tokens[position : position + 2]]
    said = any(t.label in {"was", "were"} for t in sentence.tokens[first:position])
    return marks == [Mark.COMMA, Mark.AND] and said


def _goes_on(sentence: Sentence, position: int, places: list[int]) -> bool:
    """Return whether, after a semicolon or the head's own bracket, the next arm's value follows."""
    if not places:
        return False
    closing = sentence.tokens[position].mark is Mark.CLOSE
    compared = False
    for ahead, token in enumerate(sentence.tokens[position + 1 : position + 14], position + 1):
        if sentence.folded[slice(*token.at)].isalpha():
            continue  # "the standard one"
        if token.mark is Mark.NUMBER and sentence.tokens[ahead - 1].label in _LETTERED:
            continue  # "cohort 2, 8.4"
        if token.mark is Mark.NUMBER and _announced(sentence, ahead):
            return True
        counted = token.mark is Mark.NUMBER and _shared_unit(sentence, ahead) in TIME_WORDS
        if counted or token.mark in {Mark.TIME, Mark.OPEN_ENDED}:
            return compared or not closing
        if token.mark in {Mark.MEDIAN, Mark.MEAN, Mark.OUTCOME, Mark.RATIO, Mark.SEMICOLON, Mark.PERCENT, Mark.NUMBER}:
            return False
        if token.label in _VERBS:
            return False
        compared = compared or token.mark is Mark.VERSUS
    return False


def _may_be_value(sentence: Sentence, position: int, places: list[int], *, timed: bool, named: bool) -> bool:
    token, tokens = sentence.tokens[position], sentence.tokens
    if token.mark not in {Mark.TIME, Mark.NUMBER, Mark.PERCENT, Mark.OPEN_ENDED}:
        return False
    following = tokens[position + 1].label if position + 1 < len(tokens) else ""
    if places and token.depth != tokens[places[0]].depth:
        return False
    if places and following == "of" and (token.mark is not Mark.TIME or position - places[-1] > _NEXT_IN_LIST):
        return False
    if is_no_value(sentence, position) or is_count(sentence, position) or (named and _is_dose(sentence, position)):
        return False
    if _is_change(sentence, position, timed=timed):
        return False
    match token.mark:
        case Mark.TIME:
            if named and not timed and following in {"after", "later"}:
                return False  # "pH was lower 2 hours after application"
            return not places or _unit(sentence, places[:1]) in {token.label, ""} or _same_kind(sentence, places, token)
        case Mark.OPEN_ENDED:
            return timed or not named
        case Mark.PERCENT:
            return not timed and (not places or tokens[places[0]].mark is Mark.PERCENT)
        case _:
            return _is_bare_value(sentence, position, places, timed=timed)


def _is_dose(sentence: Sentence, position: int) -> bool:
    """Return whether the number is of a drug: "3.7 at week 24 of octreotide LAR 40 mg"; 5-HIAA alone is excreted in mg."""
    excreted = any(t.label == "5-HIAA" for t in sentence.tokens)
    return sentence.tokens[position].label in {"mg", "\u00b5g"} and not excreted


def _is_change(sentence: Sentence, position: int, *, timed: bool) -> bool:
    """Return whether the number says how much something changed: "compared with a 12% increase", "versus a decline of 1.2"."""
    before, after = sentence.tokens[max(0, position - 2) : position], sentence.tokens[position + 1 : position + 2]
    of_change = [t.label for t in before[1:]] == ["of"] and before[0].mark is Mark.CHANGE
    return any(t.mark is Mark.CHANGE for t in after) or (of_change and not timed)


def _is_unreadable(sentence: Sentence, position: int) -> bool:
    """Return whether a number that is no value stands where the value should: what follows is then none either."""
    if sentence.tokens[position].mark not in {Mark.TIME, Mark.NUMBER} or _is_by_how_long(sentence, position):
        return False
    following = [t.label for t in sentence.tokens[position + 1 : position + 2]]
    said = _is_said(sentence, position) and not COUNTED.intersection(following)
    return said or is_limit(sentence, position) or is_power(sentence, position)


def _is_by_how_long(sentence: Sentence, position: int) -> bool:
    """Return whether the number is by how much a time differs: "was 5.6 months longer (16.0 v 10.4 months)"."""
    return any(t.label in {"longer", "shorter"} for t in sentence.tokens[position + 1 : position + 2])


def _is_said(sentence: Sentence, position: int) -> bool:
    """Return whether "was" or the like leads to the number, be it "was approximately"."""
    before = next((t for t in reversed(sentence.tokens[:position]) if t.label not in _HEDGES), None)
    return before is not None and (before.label in _SAID or before.mark is Mark.MEDIAN)


def _is_row(sentence: Sentence, last: int, position: int) -> bool:
    """Return whether the two numbers are neighbours in the row of a table: only what belongs to the first stands between."""
    depth = sentence.tokens[position].depth
    return all(t.depth > depth or t.mark in {Mark.OPEN, Mark.CLOSE} for t in sentence.tokens[last + 1 : position])


def _same_kind(sentence: Sentence, places: list[int], token: Token) -> bool:
    unit = _unit(sentence, places[:1])
    return unit[:1] == token.label[:1] or unit in TIME_WORDS


def is_part_of_name(sentence: Sentence, position: int) -> bool:
    """Return whether the word is within a name: the "mean" of "median time to progression of mean pain intensity"."""
    for token in reversed(sentence.tokens[:position]):
        if token.mark in QUANTITIES or token.mark in {Mark.OPEN, Mark.COMMA, Mark.AND}:
            return False
        if token.mark is Mark.MEDIAN:
            return True
    return False


def _is_apart(sentence: Sentence, last: int, position: int) -> bool:
    """Return whether another statement lies between: a verb that is not right before the number, or joins nothing to it."""
    depth = sentence.tokens[position].depth
    between = [
        t
        for p, t in enumerate(sentence.tokens[last + 1 : position], last + 1)
        if _is_outside(sentence, p, depth) and t.mark is not Mark.OPEN and t.mark is not Mark.CLOSE
    ]
    verbs = [i for i, t in enumerate(between) if t.label in {"was", "were", "is", "are", "had", "has"}]
    verbs = [i for i in verbs if not i or between[i - 1].label not in {"who", "which", "that"}]
    reached = verbs[:1] == [0] and any(
        t.label in _REACHED for t in between[1:2]
    )  # "of 12 months was reached with A and 9 months"
    if verbs and (reached or between[0].label in _TELLING_WHOSE):
        verbs.pop(0)  # "12 months where the interval was cut, 9 months where it was not"
    if not verbs or any(t.mark is Mark.VERSUS for t in between):
        return False
    return verbs[-1] < len(between) - 2 or not any(t.mark in {Mark.AND, Mark.COMMA} for t in between)


def _is_outside(sentence: Sentence, place: int, depth: int) -> bool:
    return sentence.tokens[place].depth <= depth and place not in sentence.names


def _is_bare_value(sentence: Sentence, position: int, places: list[int], *, timed: bool) -> bool:
    """Return whether the number is a value printed without its unit ("16 and 21 weeks", "62 (range 18-108) weeks"), not a count."""
    before = sentence.tokens[position - 1] if position else None
    led = before is None or before.mark is not Mark.WORD or before.label in _TO_NUMBER
    announced = _announced(sentence, position)
    if timed and not led and position - 1 not in sentence.names and not announced:
        return False
    if announced and not sentence.tokens[position].label:
        return True
    label = sentence.tokens[position].label
    if not label and before is not None and before.mark is Mark.VERSUS and places[-1:] == [position - 2]:
        return True
    if label:
        return not timed and (not places or _unit(sentence, places) in {"", label})
    if unit := _shared_unit(sentence, position):
        return unit in TIME_WORDS or not timed
    if places and _unit(sentence, places):
        return _is_last_of_list(sentence, places[-1], position)
    following = sentence.tokens[position + 1] if position + 1 < len(sentence.tokens) else None
    if following is not None and following.mark is Mark.WORD and following.label[:1].isalpha():
        named = position + 1 in sentence.names
        known = named or following.label in _FOLLOWING
        return known and not timed
    return _is_printed_alone(sentence, position) if timed else True


def _announced(sentence: Sentence, position: int) -> str:
    """Return the unit that the head of a line gives for all of its numbers: the months of "median PFS (months): A 12.9, B 8.8"."""
    colon = next((p for p in range(position - 1, 1, -1) if sentence.tokens[p].label == ":"), 0)
    head = sentence.tokens[max(0, colon - 2) : colon]
    units = [t.label for t in head if t.label in TIME_WORDS]
    units = units if not head or head[0].label != "per" else []  # "stools per 24 h: 5.8"
    return units[0] if len(units) == 1 and head[0].mark in {Mark.COMMA, Mark.WORD} else ""


def _is_printed_alone(sentence: Sentence, position: int) -> bool:
    """Accept a time without any unit where "8.5 vs. 22.8" or an interval shows what it is."""
    following = sentence.tokens[position + 1 : position + 3]
    return any(t.mark in {Mark.VERSUS, Mark.INTERVAL, Mark.BRACKET} for t in following)


def _is_last_of_list(sentence: Sentence, last: int, position: int) -> bool:
    """Accept "61.4 years for BT and 59.4 for RP", "with A 6.1 months, with B 14.7": the second number leaves its unit out."""
    between = sentence.tokens[last + 1 : position]
    if any(_is_other_number(sentence, i, position) for i in range(last + 1, position)):
        return False
    outside = [t for p, t in enumerate(between, last + 1) if p not in sentence.names]  # ", with lanreotide 14.7"
    joined = any(t.mark in {Mark.AND, Mark.VERSUS, Mark.COMMA} for t in outside[-1:])
    following = sentence.tokens[position + 1 : position + 2]
    if position - 1 in sentence.names and len(outside) < len(between):
        return joined and all(t.mark in _ENDING or t.label in {".", ":"} for t in following)
    ends = {Mark.OPEN, Mark.MILESTONE}
    return joined and bool(following) and (following[0].label in _FOLLOWING or following[0].mark in ends)


def _is_other_number(sentence: Sentence, place: int, position: int) -> bool:
    """Return whether the number may be a value of its own; the 1 of "arm 1" and what stands in brackets is none."""
    token = sentence.tokens[place]
    outside = token.mark in {Mark.NUMBER, Mark.TIME} and token.depth <= sentence.tokens[position].depth
    return outside and not is_no_value(sentence, place)


def _shared_unit(sentence: Sentence, position: int) -> str:
    """Return the unit that ends the list which the number begins, "" where there is none."""
    tokens, depth = sentence.tokens, sentence.tokens[position].depth
    following = [t for t in tokens[position + 1 : position + 16] if t.depth <= depth and t.mark not in _BESIDE]
    timed = next((is_time(t.label) for t in reversed(tokens[:position]) if t.mark is Mark.OUTCOME), False)
    for token in following:
        if token.mark is Mark.TIME or (token.mark is Mark.WORD and token.label in TIME_WORDS):
            return token.label
        if token.mark is Mark.NUMBER and token.label:
            return token.label
        names_next = timed and (token.mark is Mark.MEDIAN or token.label == "was" or _is_time(token))
        if token.mark not in {*_JOINING, Mark.NUMBER, Mark.CLOSE} and token.label != "to" and not names_next:
            return ""
    return ""


def _is_time(token: Token) -> bool:
    return token.mark is Mark.OUTCOME and is_time(token.label)


def _unit(sentence: Sentence, places: list[int]) -> str:
    """Return the unit of the values; a list prints it once, at its end."""
    for place in places:
        token = sentence.tokens[place]
        if token.mark in {Mark.TIME, Mark.PERCENT, Mark.COMPOUND} or (token.label and token.mark is Mark.NUMBER):
            return token.label
    # As in "9.8 (8-12) months with A, 7.1 without".
    shared = (unit for place in reversed(places) if (unit := _shared_unit(sentence, place)))
    return next(shared, "") or _announced(sentence, places[0]) if places else ""

"""What a value is of that names no outcome beside it.

Of an average, the outcome that the sentence names after "median", before it, or in words of its own. Of others, the one
named for earlier values: "(18% and 12%, respectively)", "; in the 28-day group 2% and 37%".
"""

import itertools
import re
from collections.abc import Sequence

from digests.outcomes.clauses import went_behind
from digests.outcomes.fillers import COURSE, is_label
from digests.outcomes.lexicon import MEASURED, is_time
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence

# How many tokens may stand between "median" and the outcome that it is of.
_REACH_OF_NAME = 12
# Words that join two outcomes, or lead to one, without being part of its name.
GLUE = frozenset(
    "the of in for and time times both their also time-to duration rate rates estimated overall a an".split()
)
# "PFS (median time: 6.1 v 2.9)" names no outcome of its own.
_GENERIC = frozenset("time times duration value values".split())
# What is measured is not said by these.
_NAMELESS = frozenset(
    "change changes difference differences score scores increase decrease reduction improvement".split()
)
_LASTING = (["response", "lasted"], ["responses", "lasted"], ["remissions", "lasted"], ["they", "lasted"])
_FOLLOWED = frozenset("followed monitored follow-up observed".split())
_NAME_END = re.compile(
    r"\s(?:was|were|is|are|of|in|for|among|with|from|at|between|did|reached|has|had|after|rose|fell|dropped|increased|decreased|declined|improved|worsened)\s|[\[(,:;=]"
)
# So many tokens may stand between two values that are compared.
_TO_COMPARED = 16


def end_of_name(sentence: Sentence, index: int) -> int:
    """Return the place of the first number after the head."""
    for position, token in enumerate(sentence.tokens[index + 1 :], index + 1):
        if token.mark in {Mark.TIME, Mark.NUMBER, Mark.PERCENT, Mark.OPEN_ENDED, Mark.MEDIAN, Mark.MEAN}:
            return position
    return len(sentence.tokens)


def outcomes_of(sentence: Sentence, index: int, first: int) -> tuple[str, ...]:
    """Return the outcomes of the head at ``index``, whose first number stands at ``first``; () where none is named."""
    return _named_after(sentence, index, first) or _named_elsewhere(sentence, index, first)


def _named_after(sentence: Sentence, index: int, first: int) -> tuple[str, ...]:
    """Return the outcomes right after the head: two in "median PFS and OS were"."""
    names: list[str] = []
    depth = sentence.tokens[index].depth
    for position, token in enumerate(sentence.tokens[index + 1 : min(first, index + _REACH_OF_NAME)], index + 1):
        following = sentence.tokens[position + 1 : position + 3]
        if token.label == "TTP" and [t.label for t in following[:1]] == ["of"] and following[-1].mark is Mark.WORD:
            return (_progression_of(sentence, position),)
        other = names and token.mark is Mark.OUTCOME and token.label not in names
        if other and is_time(token.label) and _is_short_form(sentence, position):
            return (token.label,)
        if token.mark is Mark.OUTCOME and token.depth == depth:
            names += [token.label] if token.label not in names else []
        elif names and _is_last_name(sentence, position):
            return (*names, sentence.text[token.start : token.end])
        elif token.mark in {Mark.VERSUS, Mark.SEMICOLON} or (names and not _joins_names(token, depth)):
            break
    timed = [name for name in names if is_time(name)]
    return tuple(timed or names[:1])


def _is_short_form(sentence: Sentence, position: int) -> bool:
    """Return whether the outcome alone is in a bracket: the "TTP" of "time from escalation to progression (TTP)"."""
    around_it = sentence.tokens[position - 1 : position + 2]
    return [t.mark for t in around_it] == [Mark.OPEN, Mark.OUTCOME, Mark.CLOSE]


def _is_last_name(sentence: Sentence, position: int) -> bool:
    """Return whether the word is the last name before the verb: an outcome unknown to us, as "SBP" in "median OS and SBP were"."""
    around_it = sentence.tokens[position - 1 : position + 2]
    return [t.mark for t in around_it] == [Mark.AND, Mark.WORD, Mark.WORD] and around_it[-1].label == "were"


def _progression_of(sentence: Sentence, position: int) -> str:
    """Return "time to progression of worst pain" as printed, which is no progression of the tumour."""
    start, of = sentence.tokens[position].start, sentence.tokens[position + 1].end
    end = _NAME_END.search(sentence.folded, of)
    name = sentence.text[start : end.start() if end else len(sentence.text)].strip(" .")
    return name if len(name.split()) <= _REACH_OF_NAME else "TTP"


def _joins_names(token: Token, depth: int) -> bool:
    if token.depth > depth or token.mark in {Mark.AND, Mark.COMMA, Mark.OPEN, Mark.CLOSE, Mark.OUTCOME}:
        return True
    return token.label in GLUE


def _named_elsewhere(sentence: Sentence, index: int, first: int) -> tuple[str, ...]:
    """Return the outcome of "a median of 4.0 y of follow-up", of "PFS (median 8.5 ...)", or the text's own words."""
    tokens = sentence.tokens
    if [t.label for t in tokens[max(0, index - 2) : index]] == ["by", "a"]:
        # As in "scores improved by a mean of 31%".
        return tuple(t.label for t in tokens[:index] if t.mark is Mark.OUTCOME)[-1:]
    if lasted := _lasted(sentence, index):
        return (lasted,)
    own = _own_words(sentence, index, first)
    if own.lower() in _NAMELESS:
        return tuple(token.label for token in tokens[:index] if token.mark is Mark.OUTCOME)[-1:]
    before = _times_before(sentence, index) or _right_before_bracket(sentence, index)
    if own and not (before and (_is_acronym(own) or own.lower() in _GENERIC)):
        return (own,)
    for token in tokens[first + 1 : first + 8]:
        if token.mark is Mark.OUTCOME:
            return (token.label,)
        if token.mark not in {Mark.TIME, Mark.AND, Mark.MEDIAN} and token.label not in {"of", "for"}:
            break
    if _is_followed(sentence, index):
        return ("follow-up",)
    if until := _until(sentence, index, first):
        return (until,)
    behind = before and [sentence.tokens[index - 1].mark, sentence.tokens[index - 1].label] == [
        Mark.OUTCOME,
        before[-1],
    ]
    named = listed_times(sentence, index - 1) if behind else before[-1:]
    return _measured_before(sentence, index) or named or _before_colon(sentence, index) or _occurred(sentence, index)


# How long a treatment had been given by then: "gallstones developed in 22% after a median of 21 months of treatment".
_EXPOSED = re.compile(
    r"(?:after|over|during|for) a (?:median|mean) of \d[\d.]{0,4} [a-z]{1,8} (?:of|on) (?:[a-z-]{1,16} )?(?:treatment|therapy|exposure|dosing)(?!\w)"
)


def _lasted(sentence: Sentence, index: int) -> str:
    """Return the outcome of "lived a median of 61 months", of "responses lasted for a median of 14 months", "" for any other."""
    if _EXPOSED.match(sentence.folded, sentence.tokens[max(0, index - 2)].start):
        return "treatment duration"
    before = [t.label for t in sentence.tokens[max(0, index - 4) : index]]
    lived = [word for word in before if word != "for"][-2:] in (["lived", "a"], ["survived", "a"])
    if lived and not any(t.mark is Mark.OUTCOME and is_time(t.label) for t in sentence.tokens):
        return "OS"
    return "DoR" if [word for word in before if word not in {"for", "a"}][-2:] in _LASTING else ""


def _measured_before(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the outcome of "troughs averaged 11.2 with A, 5.6 with B", of "more stools were seen with A (mean 3.4/day) than"."""
    before = [t for t in sentence.tokens[max(0, index - 2) : index] if t.label != "geometric"][-1:]
    if sentence.tokens[index].label == "averaged" and any(t.mark is Mark.OUTCOME for t in before):
        return (before[0].label,)
    three = sentence.tokens[max(0, index - 3) : index]
    if (
        three
        and three[0].mark is Mark.OUTCOME
        and [t.label for t in three[1:]] in _BEING
        and three[0].label in MEASURED
    ):
        return (three[0].label,)
    named = [t.label for t in sentence.tokens[:index] if t.mark is Mark.OUTCOME]
    bracketed = any(t.mark is Mark.OPEN for t in before)
    return tuple(set(named)) if bracketed and len(set(named)) == 1 and named[0] in MEASURED else ()


_BEING = (["was", "a"], ["were", "a"])


def _until(sentence: Sentence, index: int, first: int) -> str:
    """Return the outcome of "in check for a median of 17.6 months before progression or death (PFS)", "" where no event ends the time."""
    led = [t.label for t in sentence.tokens[max(0, index - 2) : index]] == ["for", "a"]
    outside = [
        t
        for t in sentence.tokens[first + 1 : first + _REACH_OF_NAME]
        if t.depth == 0 and t.mark not in {Mark.OPEN, Mark.CLOSE}
    ]
    before = outside and outside[0].label in {"before", "until"}
    named = [t.label for t in outside[1:4] if t.mark is Mark.OUTCOME]
    return named[0] if led and before and named and is_time(named[0]) else ""


def _right_before_bracket(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the outcome of "weekly flushing episodes (median 21 to 8)"."""
    two = sentence.tokens[max(0, index - 2) : index]
    of_whom = any(t.label in {"with", "without"} for t in sentence.tokens[max(0, index - 5) : index])
    named = [t.mark for t in two] == [Mark.OUTCOME, Mark.OPEN] and not of_whom
    return (two[0].label,) if named else ()


def _occurred(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the event of "progression occurred after a median of 7 months"."""
    verb = next(
        (p for p in range(index - 1, max(-1, index - 4), -1) if sentence.tokens[p].label in {"after", "at"}), -1
    )
    said = sentence.tokens[max(0, verb - 3) : verb] if verb > 0 else ()
    if said and said[-1].label == "progressed":
        return ("progression",)
    event = [t.label for t in said[:-1] if t.mark is Mark.OUTCOME and t.label in {"progression", "PD", "recurrence"}]
    return tuple(event[-1:]) if event and said[-1].label in {"occurred", "seen", "observed"} else ()


def _before_colon(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the outcome of the statement that a colon before the head explains: "Global health was stable: mean 63.2 at baseline"."""
    led = index > 0 and sentence.tokens[index - 1].label == ":"
    return tuple(t.label for t in sentence.tokens[:index] if t.mark is Mark.OUTCOME)[-1:] if led else ()


def _times_before(sentence: Sentence, index: int) -> tuple[str, ...]:
    """Return the times to an event named before the head; the follow-up only where there is no other."""
    named = [t.label for t in sentence.tokens[:index] if t.mark is Mark.OUTCOME and is_time(t.label)]
    return tuple([name for name in named if name != "follow-up"] or named)


_BESIDE_TIMES = GLUE | frozenset("la le il el las los der die das de".split())


def listed_times(sentence: Sentence, place: int) -> tuple[str, ...]:
    """Return the times named together with the one at a place, which ends their list: "PFS and OS were"; of one that "was", it alone."""
    tokens, names, joined = sentence.tokens, [sentence.tokens[place].label], False
    clause = [t.mark for t in tokens[max(0, place - 2) : place]] == [Mark.COMMA, Mark.AND]
    if clause or [t.label for t in tokens[place + 1 : place + 2]] == ["was"]:
        return (names[0],)
    for token in reversed(tokens[:place]):
        if joined and token.mark is Mark.OUTCOME and is_time(token.label) and token.label not in names:
            names, joined = [token.label, *names], False
        elif token.mark in {Mark.AND, Mark.COMMA} and not joined:
            joined = True
        elif token.mark not in {Mark.MEDIAN, Mark.MEAN} and token.label not in _BESIDE_TIMES:
            break
    return tuple(names)


def _is_followed(sentence: Sentence, index: int) -> bool:
    """Return whether the average is of the follow-up: "patients were followed for a median of"."""
    before = [t.label for t in sentence.tokens[max(0, index - 8) : index]]
    return bool(_FOLLOWED.intersection(before)) and bool({"for", "over"}.intersection(before[-3:]))


def _own_words(sentence: Sentence, index: int, first: int) -> str:
    """Return "time to drain removal": the words between the head and its verb, as printed."""
    start = sentence.tokens[index].end
    limit = sentence.tokens[first].start if first < len(sentence.tokens) else len(sentence.text)
    end = _NAME_END.search(sentence.folded, start, limit)
    words = sentence.text[start : end.start() if end else limit].strip(" .")
    named = len(words.split()) <= _REACH_OF_NAME and words[:1].isalpha() and not sentence.spoken
    return words if named else ""


def _is_acronym(words: str) -> bool:
    """Return whether the words are an acronym, as the names of arms are ("FU + LV") and those of outcomes are not."""
    return not any(word.isalpha() and word.islower() and len(word) > 2 for word in words.split())


def elliptic(
    sentence: Sentence, values: Sequence[int], named: dict[int, int], inside: frozenset[int]
) -> dict[int, int]:
    """Return the outcomes of "(18% and 12%, respectively)" after "diarrhoea (26%) and gallstones (10%) ... than with B"."""
    for place in reversed(values):
        bracket = _bracket(sentence, place)
        last = [v for v in values if v in bracket]
        earlier = [v for v in values if v < bracket.start and v in named]
        told = any(t.mark is Mark.RESPECTIVELY for t in sentence.tokens[bracket.start : bracket.stop])
        if told and (shared := _in_turn(last, earlier, named)):
            return shared
    if compared := _repeated(sentence, values, named) or _compared(sentence, values, named):
        return compared
    unnamed = [v for v in values if v not in named and v > min(named, default=len(sentence.tokens))]
    if not unnamed or not _begins_clause(sentence, unnamed[0], inside):
        return {}
    earlier = [v for v in values if v in named and v < unnamed[0]]
    of_one = len({named[v] for v in earlier}) == 1 and len(earlier) == len(unnamed)
    return dict.fromkeys(unnamed, named[earlier[0]]) if of_one else _in_turn(unnamed, earlier, named)


def _repeated(sentence: Sentence, values: Sequence[int], named: dict[int, int]) -> dict[int, int]:
    """Return the outcomes of values that repeat a row before: "PR in 4% and SD in 66% with A, against 2% and 52% with B"."""
    for place, token in enumerate(sentence.tokens):
        last = [v for v in values if v > place]
        if token.mark is not Mark.VERSUS or token.depth or not last:
            continue
        earlier = [v for v in values if v < place and v in named]
        if all(t.mark is not Mark.OUTCOME for t in sentence.tokens[place : last[-1]]):
            return _in_turn(last, earlier, named)
    return {}


def _compared(sentence: Sentence, values: Sequence[int], named: dict[int, int]) -> dict[int, int]:
    """Return the outcome of a value compared with the one before, "82% had nausea, as against 97% of controls", or of what it did else: "and rose in 8 (28%)", "whereas 21% deteriorated"."""
    found: dict[int, int] = {}
    for first, second in itertools.pairwise(values):
        outcome = named.get(first, found.get(first, -1))
        between = sentence.tokens[first + 1 : second]
        others = {t.label for t in between if t.mark is Mark.OUTCOME} - {sentence.tokens[outcome].label}
        versus = any(t.mark is Mark.VERSUS for t in between)
        versus = versus or any(a.mark is Mark.AND and b.label in COURSE for a, b in itertools.pairwise(between))
        versus = versus or went_behind(sentence.folded[sentence.tokens[second].end :]) != ""
        if outcome >= 0 and second not in named and versus and not others and len(between) <= _TO_COMPARED:
            found[second] = outcome
    return found


def _in_turn(last: Sequence[int], earlier: Sequence[int], named: dict[int, int]) -> dict[int, int]:
    """Return the outcomes of the earlier values for as many later ones, where each of the earlier has its own."""
    outcomes = [named[v] for v in earlier]
    fits = len(last) > 1 and len(last) == len(earlier) == len(set(outcomes))
    return dict(zip(last, outcomes, strict=True)) if fits else {}


def _begins_clause(sentence: Sentence, place: int, inside: frozenset[int]) -> bool:
    """Return whether a semicolon and then no outcome, known or not, stands before: "; in the 28-day group 2%, 61% and 37%"."""
    for position in range(place - 1, -1, -1):
        token = sentence.tokens[position]
        if token.mark is Mark.SEMICOLON and not _is_behind_size(sentence, position):
            return True
        if token.mark in {Mark.OUTCOME, Mark.PERCENT} or (position not in inside and is_label(token)):
            return False
    return False


def _is_behind_size(sentence: Sentence, place: int) -> bool:
    """Return whether the semicolon stands within the bracket of one value: "alopecia (n = 4; 7%)"."""
    return [t.mark for t in sentence.tokens[max(0, place - 2) : place]] == [Mark.OPEN, Mark.SIZE]


def _bracket(sentence: Sentence, place: int) -> range:
    """Return the places of the bracket around a token, an empty range where there is none."""
    depth = sentence.tokens[place].depth
    if not depth:
        return range(place, place)
    first, last = place, place
    while first > 0 and sentence.tokens[first - 1].depth >= depth:
        first -= 1
    while last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].depth >= depth:
        last += 1
    return range(first, last + 1)

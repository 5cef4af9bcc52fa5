"""What a pronoun stands for: "it was 9.2 months" after a median PFS is one, "the former" after two groups is the first."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digests.outcomes.fillers import COURSE
from digests.outcomes.groups import groups
from digests.outcomes.lexicon import MARKERS, is_known, is_result, is_time
from digests.outcomes.milestones import beside_name
from digests.outcomes.patterns import AVERAGED, QUANTITIES, Mark, Token
from digests.outcomes.phrases import without_names
from digests.outcomes.scan import Sentence
from watcher.model import Figure

_STANDING = frozenset({"it", "this", "ours"})
_MEASURED = frozenset({"levels", "concentrations"})  # "Levels were 38% lower in": those told of before
_NOUNS = frozenset("figure figures value values rate rates proportion proportions percentage percentages".split())
_ALIKE = frozenset("corresponding respective same equivalent".split())
_VERBS = frozenset("was were is are found reached averaged amounted had been to only about approximately just".split())
_LEADING = frozenset("in of for with on among under".split())
# So many tokens may stand between a pronoun and its verb, and between "median" and its outcome.
_FAR, _NEAR = 14, 4

_Meaning = tuple[tuple[Mark, str], ...]


def with_antecedents(sentence: Sentence, before: Sequence[Figure], earlier: Sentence | None = None) -> Sentence:
    """Return the sentence with the outcome in the place of each pronoun of which a value is told.

    ``before`` are the figures of ``earlier``, the sentence before: what they are of is meant where no outcome stands earlier in this one.
    """
    told, own, valued, end = _told_before(before) or _measured_in(earlier, sentence), False, False, 0
    pronouns = {place: found for place in range(len(sentence.tokens)) if (found := _pronoun(sentence, place))[0]}
    if not (told and pronouns) and (bare := _bare_measure(sentence)) >= 0:
        told = told if _may_be_of(sentence, sentence.tokens[bare], told) else ()
        return _with_outcome(sentence, bare, told[-1:] or _measured_alone(sentence.tokens[bare], earlier))
    if not told and Mark.OUTCOME not in sentence.marks:
        return sentence
    if not pronouns:
        return sentence
    named = without_names(sentence, groups(sentence)).tokens
    tokens: list[Token] = []
    moment, moments = _told_at(sentence, before, earlier), []
    timed = not sentence.marks.isdisjoint({Mark.MILESTONE, Mark.COMPOUND})  # else no share is of a survival
    for place, token in enumerate(sentence.tokens):
        width, value = pronouns.get(place, (1, Mark.WORD))
        several = width > 1 and sentence.tokens[place + width - 1].label.endswith("s")
        fits = told and (token.label not in _MEASURED or told[-1][1] in MARKERS | {"drug level"})
        fits = fits and not (value is Mark.PERCENT and is_time(told[-1][1]) and not (moment or timed))
        if place in pronouns and fits and (not own or (valued and not several)):
            tokens += _as_outcome(sentence.tokens[place : place + width], told, value)
            end = place + width
            moments += [(token.start, moment)] if moment else []
        elif place >= end:
            tokens.append(token)
        if named[place].mark is Mark.OUTCOME:
            told, own, moment = _averaged(named, place), True, beside_name(sentence, place)
        valued = valued or named[place].mark in QUANTITIES
    return replace(
        sentence, tokens=tuple(tokens), marks=frozenset(token.mark for token in tokens), moments=tuple(moments)
    )


# A rate of another time than the one before: "overall it was 80%".
_LATER = re.compile(r"(?<!\w)(?:overall|last|final|end of|best|ever)(?!\w)")


def _told_at(sentence: Sentence, before: Sequence[Figure], earlier: Sentence | None) -> str:
    """Return the one time at which the figures before were told, or their outcome named; "" for several, or where this sentence may be of another."""
    named = [p for p, t in enumerate(earlier.tokens) if t.mark is Mark.OUTCOME] if earlier and not before else []
    times = {figure.milestone for figure in before} | {beside_name(earlier, p) for p in named if earlier}
    return times.pop() if len(times) == 1 and not _LATER.search(sentence.folded) else ""


# What raises or lowers the risk of an event that is named before, by a word for it or by none.
_OF_IT = re.compile(
    r"(?:risk factors?|predictors?)(?=[;,.]|$| (?:for|of) (?:stones?|them|it|this|these|their)(?!\w))|(?:associated|linked) with (?:stones?|them|it|this|these|their)(?!\w)|protect(?:ive|ed)(?!\w)"
)


def _may_be_of(sentence: Sentence, of: Token, told: _Meaning) -> bool:
    """Return whether a ratio may be of the time that is told of before, or of the event by its words; so may an incidence of an event."""
    event = any(label.startswith("AE") or label in _EVENTS for _, label in told)
    if of.mark is Mark.RATIO:
        return any(is_time(label) for _, label in told) or (event and _OF_IT.search(sentence.folded) is not None)
    return event or of.label not in _INCIDENCE


_EVENTS = frozenset({"progression", "deaths", "recurrence"})
_INCIDENCE = frozenset({"incidence", "incidences"})


def _with_outcome(sentence: Sentence, place: int, meant: _Meaning) -> Sentence:
    """Return the sentence with the outcome that is meant behind the word at a place."""
    named = _as_outcome(sentence.tokens[place : place + 1], meant, Mark.WORD)
    tokens = (*sentence.tokens[: place + 1], *named, *sentence.tokens[place + 1 :])
    return replace(sentence, tokens=tokens, marks=frozenset(token.mark for token in tokens))


def _measured_alone(of: Token, earlier: Sentence | None) -> _Meaning:
    """Return the one outcome that the sentence before names, for "the change was"."""
    tokens = earlier.tokens if earlier and of.mark is Mark.CHANGE else ()
    units = {t.label.partition("/")[0] for t in tokens if t.mark is Mark.NUMBER}  # "6.1 bowel movements/day"
    named = {t.label for t in tokens if t.mark is Mark.OUTCOME} | set(filter(is_known, units))
    alone = named.pop() if len(named) == 1 else ""
    return ((Mark.OUTCOME, alone),) if is_known(alone) and is_result(alone) else ()


# What a study set out to measure.
_ENDPOINT = re.compile(r"(?<!\w)(?:end ?-?points?|outcomes?(?! of)|objectives?)(?!\w)")


# "It was", "In the escalated arm, the median was".
_OPENS = re.compile(
    r"(?:(?:in|with|on|at|after|for) [^,;]{2,60}, )?(?:it|this|the (?:median|mean|rate|figure|value|proportion)) (?:was|reached|amounted|averaged|stood)(?!\w)"
)


def names_endpoint(folded: str) -> bool:
    """Return whether a sentence may say what was to be measured: "PFS was the primary endpoint"."""
    return _ENDPOINT.search(folded) is not None


def _measured_in(earlier: Sentence | None, sentence: Sentence) -> _Meaning:
    """Return the one outcome that the sentence before names as what was to be measured, with its "median", for one that begins with it; ()."""
    if earlier is None or not names_endpoint(earlier.folded) or not _OPENS.match(sentence.folded):
        return ()
    named = [p for p, t in enumerate(earlier.tokens) if t.mark is Mark.OUTCOME]
    outcomes = {earlier.tokens[p].label for p in named}
    alone = outcomes.pop() if len(outcomes) == 1 else ""
    return _averaged(earlier.tokens, named[0]) if is_known(alone) and is_result(alone) else ()


def _bare_measure(sentence: Sentence) -> int:
    """Return the place of the "change" of "the mean change was", of the "median" of "did better, with a median of"; -1."""
    opening = [t.label for t in sentence.tokens[:3]]
    if opening[:2] == ["the", "median"] and not _VERBS.isdisjoint(opening):
        return 1
    if Mark.OUTCOME in sentence.marks:
        return -1
    for place, token in enumerate(sentence.tokens):
        following = [t.label for t in sentence.tokens[place + 1 : place + 2]]
        if token.mark in {Mark.CHANGE, Mark.DIFFERENCE} and following == ["was"]:
            return place
        if token.mark is Mark.RATIO or (token.label in _INCIDENCE and following != ["of"]):
            return place
        if token.mark is Mark.MEDIAN and place and sentence.tokens[place - 1].label == "the" and _VERBS & {*following}:
            return place  # "In pancreatic NET the medians were 27.0 and 19.8 months"
        compared = token.mark is Mark.MEDIAN and following == ["of"]
        if compared and not _COMPARED.isdisjoint(t.label for t in sentence.tokens[:place]):
            return place
    return -1


_COMPARED = frozenset("better worse longer shorter later earlier higher lower".split())


def _as_outcome(words: Sequence[Token], meant: _Meaning, value: Mark) -> list[Token]:
    """Return what is meant at the place of the words; a share is no median."""
    plain = Token(Mark.WORD, words[0].start, words[-1].end, depth=words[0].depth)
    told = [one for one in meant if value is not Mark.PERCENT or one[0] not in AVERAGED]
    return [plain._replace(mark=mark, label=label) for mark, label in told]


def _pronoun(sentence: Sentence, place: int) -> tuple[int, Mark]:
    """Return how many tokens stand for an outcome here, 0 where none does, and what kind of value is told of it."""
    token = sentence.tokens[place]
    width = 0
    if _is_one_of(sentence, place):
        return 1, sentence.tokens[place + 2].mark
    if token.label in _NOUNS and place and sentence.tokens[place - 1].mark is Mark.COMPOUND:
        width = 1  # "and the 5-year rates were"
    elif (
        token.label in _STANDING
        or (not place and token.label in _MEASURED)
        or (token.label == "that" and _leads(sentence, place + 1))
    ):
        width = 1
    elif token.label in {"the", "our"}:
        width = _noun(sentence, place)
    if said := _said_of_others(sentence, place):
        return said
    if token.label == "this" and (noun := _noun(sentence, place)):
        return noun, _value_told(sentence, place + noun, near=False)
    value = _value_told(sentence, place + width, near=token.label in _STANDING | _MEASURED) if width else Mark.WORD
    return (width, value) if value is not Mark.WORD else (0, value)


# Of these it is told whether they improved, which no pronoun says again.
_COURSED = frozenset({"flushing", "diarrhoea", "bowel movements", "QoL", "symptom response"})
_SAID_OF_OTHERS = re.compile(
    r"(?:this|the same) (?:was|were|held|applied) ?(?:true|so|the case|also true|also so)? ?(?:of|for|in|to) "
)


def _said_of_others(sentence: Sentence, place: int) -> tuple[int, Mark] | None:
    """Return how many tokens are "this was true", "the same was the case", and the kind of the value that is told of it."""
    start = sentence.tokens[place].start
    opens = sentence.folded.startswith(("this ", "the same "), start)
    found = _SAID_OF_OTHERS.match(sentence.folded, start) if opens else None
    if found is None or any(t.label in _COURSED for t in sentence.tokens[:place]):
        return None
    width = sum(t.start < found.end() for t in sentence.tokens[place:]) - 1
    near = sentence.tokens[place + width + 1 : place + width + 4]
    value = next((t.mark for t in near if t.mark in QUANTITIES), None)
    return (width, value) if value else None


def _is_one_of(sentence: Sentence, place: int) -> bool:
    """Return whether "one" stands for what was told of others: "a median PFS of 8 months, those on B one of 9 months"."""
    if not sentence.folded.startswith("one", sentence.tokens[place].start):
        return False
    three = sentence.tokens[place : place + 3]
    said = [sentence.folded[t.start : t.end].strip() for t in three[:2]] == ["one", "of"]
    return said and any(t.mark in {Mark.TIME, Mark.PERCENT} for t in three[2:])


def _noun(sentence: Sentence, place: int) -> int:
    """Return the width of "the corresponding figure", "the rate"; a rate of something else is none."""
    end = place + 1
    while end < len(sentence.tokens) and sentence.tokens[end].label in _ALIKE:
        end += 1
    following = [token.label for token in sentence.tokens[end : end + 2]]
    named = len(following) > 1 and following[0] in _NOUNS
    return end + 1 - place if named and (following[1] != "of" or end > place + 1) else 0


def _leads(sentence: Sentence, place: int) -> bool:
    return any(token.label in _LEADING for token in sentence.tokens[place : place + 1])


def _value_told(sentence: Sentence, first: int, *, near: bool) -> Mark:
    """Return the kind of the value to which a verb leads, ``WORD`` where another outcome or no verb comes first."""
    verb = False
    if near and any(t.label in COURSE for t in sentence.tokens[first : first + 1]):
        told = [t.mark for t in sentence.tokens[first + 1 : first + _FAR] if t.mark in QUANTITIES]
        if Mark.PERCENT in told and sentence.tokens[first + 1].label in {"to", "from"}:
            return Mark.WORD  # whose unit it is, the pronoun does not say
        return Mark.PERCENT if Mark.PERCENT in told else (*told, Mark.WORD)[0]  # "it fell below 300 nmol/L in 26%"
    if near and [t.label in other for t, other in zip(sentence.tokens[first:], (_VERBS, _COMPARED), strict=False)] == [
        True,
        True,
    ]:
        near, first = False, first + len({"was", "longer"})  # "it was longer in those on A (10.2 months)"
    if near and _is_commoner(sentence, first):
        near, first = False, first + len(["was", "more", "common"])  # "it was more common on A than on B (41% v 22%)"
    for token in sentence.tokens[first : first + (_NEAR if near else _FAR)]:
        if token.mark in QUANTITIES and verb:
            return token.mark
        if token.mark in {Mark.OUTCOME, Mark.SEMICOLON, Mark.MEDIAN, Mark.MEAN} or (near and token.label not in _VERBS):
            return Mark.WORD
        verb = token.label in _VERBS or (token.mark is Mark.OPEN and not near)
    return Mark.WORD


def _is_commoner(sentence: Sentence, first: int) -> bool:
    three = [t.label for t in sentence.tokens[first : first + 3]]
    said = (("was", "were"), ("more", "less"), ("common", "frequent", "often"))
    return len(three) == len(said) and all(word in words for word, words in zip(three, said, strict=True))


def _averaged(tokens: Sequence[Token], place: int) -> _Meaning:
    """Return the outcome at a place with the "median" or "mean" before it."""
    average = [t for t in tokens[max(0, place - _NEAR) : place] if t.mark in AVERAGED]
    return tuple((token.mark, token.label) for token in (*average[-1:], tokens[place]))


def _told_before(before: Sequence[Figure]) -> _Meaning:
    """Return the outcome of the figures before, how long patients were followed left out; () where these are of several."""
    before = [figure for figure in before if figure.outcome and is_result(figure.outcome)]
    of = {figure.outcome for figure in before}
    outcome = of.pop() if len(of) == 1 else ""
    if not is_known(outcome) or not is_result(outcome):
        return ()
    average = {"median": Mark.MEDIAN, "mean": Mark.MEAN}.get(before[0].measure)
    return ((average, before[0].measure), (Mark.OUTCOME, outcome)) if average else ((Mark.OUTCOME, outcome),)

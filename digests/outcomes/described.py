"""Patients who are told by more than a name: "patients with radiologically progressive disease at the start of treatment", "with none of the three factors"."""

from digests.outcomes.kinds import ACTING, ARMS, BOUNDS, LEADING, SUBGROUPS, kind_of, name_of
from digests.outcomes.lexicon import MARKERS, MEASURED, is_time
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.phrases import Group, printed
from digests.outcomes.scan import Sentence

_PEOPLE = frozenset("patients those women men subjects participants individuals people cases".split())
_WITH = frozenset({"with", "without", "whose"})
_HAPPENED = frozenset({"progressed", "responded", "relapsed"})
# What patients may have that is an outcome elsewhere.
_STATES = MARKERS | frozenset(
    {"SD", "PD", "PR", "CR", "ORR", "response", "progression", "DCR", "tumour growth rate", "drug level"}
)
_ENDING = ACTING | frozenset(
    "had has have was were is are did lived showed achieved reached experienced survived fared treated receiving given on under who in for by from after during before . : = median mean rose fell".split()
)
_LOOSE = frozenset("of at within the a an to and or with per without".split())
_LIMITS = frozenset("within than least".split())
_MORE = frozenset("more less fewer greater higher lower".split())
_COUNTING = frozenset("one two three four".split())
_LONGEST = 14


def described(sentence: Sentence, position: int) -> Group | None:
    """Return the patients of whom it is told here how they were, where another outcome is told of them; else None."""
    tokens = sentence.tokens
    people = position + (tokens[position].label in LEADING or tokens[position].mark is Mark.VERSUS)
    people += any(t.label == "the" for t in tokens[people : people + 1])
    said = [t.label for t in tokens[people : people + 3]]
    if said[:1] == [] or said[0] not in _PEOPLE or len(said) < len({"who", "had", "what"}):
        return None
    freed = tokens[people + 1].mark is Mark.OUTCOME and sentence.folded.startswith("without", tokens[people + 1].start)
    happened = said[1] == "who" and (said[2] in _HAPPENED or said[2] == "had")
    if not (freed or happened or said[1] in _WITH):
        return None
    first = people + 1 + (not freed) + (said[1:] == ["who", "had"])
    end = _end(sentence, first)
    words = tokens[first:end]
    if not words or not (freed or _goes_further(words)) or not _is_of_another(sentence, first, end):
        return None
    name = printed(sentence, first - (said[1] == "without"), end).strip(" .,;")
    name = name if words[0].label == "all" else name_of(name) or name
    kind = kind_of(name.lower())
    return Group(
        name,
        SUBGROUPS if kind != ARMS else ARMS,
        tokens[position].label if people > position else said[1],
        position,
        end,
    )


def _end(sentence: Sentence, first: int) -> int:
    """Return the place where the words end that tell how patients were."""
    tokens = sentence.tokens
    last = min(len(tokens), first + _LONGEST)
    end = next((p for p in range(first, last) if not _goes_on(sentence, first, p)), last)
    while end > first and (tokens[end - 1].label in _LOOSE or tokens[end - 1].mark is Mark.AND):
        end -= 1
    return end


def _goes_on(sentence: Sentence, first: int, place: int) -> bool:
    token, before, following = (
        sentence.tokens[place],
        sentence.tokens[place - 1],
        sentence.tokens[place + 1 : place + 2],
    )
    match token.mark:
        case Mark.WORD:
            return token.label not in _ENDING
        case Mark.OUTCOME:
            freed = place == first and sentence.folded.startswith("without", token.start)
            return freed or (
                token.label in _STATES and not sentence.folded.startswith(("progressed", "responded"), token.start)
            )
        case Mark.AND:
            return before.label in _COUNTING or any(t.label in _MORE for t in following)
        case Mark.NUMBER | Mark.PERCENT:
            return place > first and before.label in BOUNDS | _LIMITS | {"of"}
        case Mark.TIME | Mark.MILESTONE | Mark.COMPOUND:
            return place > first and (before.label in BOUNDS | _LIMITS or token.label.startswith("within"))
        case Mark.SIGN:
            return token.label in BOUNDS
        case Mark.VERSUS:
            return token.label == "than" and before.label in _MORE
        case _:
            return False


def _goes_further(words: tuple[Token, ...]) -> bool:
    """Return whether more than a plain name stands here: an outcome that patients had, or how many of something."""
    stated = any(t.mark is Mark.OUTCOME or t.label.startswith("within") for t in words) or (
        words[0].label in _HAPPENED and len(words) > 1
    )
    return stated or words[0].label in {"none", "no", "all", "any", *_COUNTING, *_MORE}


def _is_of_another(sentence: Sentence, first: int, end: int) -> bool:
    """Return whether a time or a level is told that is none of what the patients had."""
    inner = {t.label for t in sentence.tokens[first:end] if t.mark is Mark.OUTCOME and t.label in _STATES}
    outer = [t.label for p, t in enumerate(sentence.tokens) if t.mark is Mark.OUTCOME and not first <= p < end]
    return any((is_time(label) or label in MEASURED) and label not in inner for label in outer)

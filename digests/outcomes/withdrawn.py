"""How many patients stopped a treatment for what, group by group: "two patients on A and five on B withdrew owing to toxicity"."""

from collections.abc import Iterator

from digests.outcomes.fillers import PEOPLE
from digests.outcomes.lexicon import word_number
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence
from digests.outcomes.stopping import DISCONTINUATION, REASONS, STOPPED


def stopped_for(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the places of each number of patients and of the event for which they stopped: "two on A and five on B for toxicity"."""
    tokens = sentence.tokens
    for place, token in enumerate(tokens):
        if token.mark is Mark.OUTCOME and token.label.startswith(DISCONTINUATION):
            first = _before_deed(sentence, place - 1)
            if any(word in REASONS for t in tokens[first + 1 : place + 1] for word in _words(sentence, t)):
                yield from ((number, place) for number in _numbers(sentence, first))


def _words(sentence: Sentence, token: Token) -> list[str]:
    return sentence.folded[token.start : token.end].split()


def _before_deed(sentence: Sentence, place: int) -> int:
    """Return the place before which people, their group and that they stopped are told, -1 where nothing stands before."""
    while place >= 0 and (
        sentence.tokens[place].label in _LEADING
        or place in sentence.names
        or (
            sentence.tokens[place].label.startswith(STOPPED)
            and not sentence.tokens[place].label.endswith("progression")
        )
    ):
        place -= 1
    return place


def _numbers(sentence: Sentence, last: int) -> list[int]:
    """Return the places of the numbers of patients told of groups one after another, [] where more than these stands before."""
    tokens, told = sentence.tokens, []
    while last >= 0 and number_of(tokens[last]) is not None:
        told.append(last)
        joined = last > 0 and tokens[last - 1].mark in _BEGINNING
        earlier = _before_deed(sentence, last - 2) if joined else last - 1
        if not joined or earlier == last - 2:
            break
        last = earlier
    begins = told and (told[-1] == 0 or tokens[told[-1] - 1].mark in _BEGINNING)
    return told[::-1] if begins else []


def number_of(token: Token) -> int | None:
    """Return how many patients a bare number or a word for one tells, None for all else."""
    if token.mark is Mark.NUMBER:
        return int(token.number or 0) if not token.label else None
    return word_number(token.label) if token.mark is Mark.WORD else None


_LEADING = frozenset(
    {
        *REASONS,
        *PEOPLE,
        "in",
        "of",
        "to",
        "each",
        "both",
        "group",
        "groups",
        "arms",
        "treatment",
        "therapy",
        "had",
        "the",
        "drug",
        "symptomatic",
        "acute",
    }
)
_BEGINNING = frozenset({Mark.AND, Mark.COMMA, Mark.SEMICOLON})

"""What is said of a work: its design, how many and who were studied, its sentences, its figures.

One home for the digest, ``watcher show`` and its JSON: what one of them says, all of them say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from digests import dosage, words
from digests.gist.given import given
from digests.gist.patients import population
from digests.gist.studies import how_many_studies
from digests.gist.summary import summarise
from digests.outcomes.figures import extract, figures, sayable
from watcher.designs import design_tags
from watcher.model import Figure, Kind, Quote, Record, Regimen, Span, Trait

__all__ = ["Gist", "gist", "plain", "population", "summarise"]

# Of these nobody was studied by the authors themselves; what they count are other people's patients.
_NOBODY = frozenset({"review", "scoping review", "comment", "notice", "animal or laboratory"})
_PANELS = frozenset({"consensus", "guideline"})
_SYNTHESES = frozenset({"systematic review", "meta-analysis", "scoping review", "pooled analysis"})
# Reviews that recommend a regimen, or count those who had it.
_OF_REGIMENS = _PANELS | {"systematic review", "meta-analysis", "scoping review"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What is said of a work. ``summary`` is the most important sentence first; every part stands in ``record``."""

    record: Record
    design: tuple[str, ...]
    summary: tuple[Quote, ...]
    population: tuple[Trait, ...]
    figures: tuple[Figure, ...]

    @property
    def n(self) -> int | None:
        """Return how many were studied; None where the text does not say it surely."""
        return next((int(trait.value) for trait in self.population if trait.name == "n"), None)

    def given(self, regimens: Sequence[Regimen]) -> tuple[Regimen, ...]:
        """Return those of the record's regimens that its own patients had: a review's text cites other people's, its title says what it is on.

        What patients stood on when the study began is marked as such, and what the background says by halves is left out.
        """
        cites = {"review", "comment"} & set(self.design) and not _OF_REGIMENS & set(self.design)
        return given(self.record.text, [one for one in regimens if not cites or one.span.field == "title"])


def gist(records: Sequence[Record]) -> Gist:
    """Return what is said of the work of these records, the fullest first: of the first that has a text."""
    return read(next((one for one in records if one.abstract), records[0]))


@lru_cache(maxsize=512)  # a study is told in the digest and in the evidence, and there each week again
def read(record: Record) -> Gist:
    """Return what is said of the work of this record alone."""
    record = _abridged(record)
    design = design_tags(record)
    traits = population(
        record.title,
        record.text,
        asked="survey" in design,
        one=bool({"case report", "N-of-1"} & set(design)),
    )
    return Gist(
        record=record,
        design=design,
        summary=summarise(record, design),
        population=(*_put_together(record, design), *(one for one in traits if _is_own(one, design))),
        figures=()
        if record.kind is Kind.REGISTRATION or "protocol" in design
        else sayable(figures(record.text), record.text),  # a plan has no results
    )


# Characters that are read: of the longest descriptions in a registry 32,000; what is longer is a document, and no abstract.
_LONGEST = 40_000


def _abridged(record: Record) -> Record:
    """Return the record with as much of its text as is read, from the first character on."""
    if len(record.text) <= _LONGEST:
        return record
    kept, left = [], _LONGEST
    for passage in record.abstract:
        kept.append(replace(passage, text=passage.text[: max(0, left)]))
        left -= len(passage.text)
    return replace(record, abstract=tuple(passage for passage in kept if passage.text))


def _put_together(record: Record, design: Sequence[str]) -> Iterator[Trait]:
    """Yield of how many studies a synthesis is."""
    if _SYNTHESES & set(design) and (found := how_many_studies(record.text)):
        start, end = found.place
        span = Span(field="abstract", start=start, end=end)
        yield Trait(name="studies", value=str(found.value), sentence=record.text[start:end], span=span)


def _is_own(trait: Trait, design: Sequence[str]) -> bool:
    """Return whether the trait is of people whom the authors studied: a panel's experts are no patients.

    Whom a review or a guideline speaks of, each for itself, is no population: its title alone says of whom it is.
    """
    of_title = trait.name != "n" and trait.span.field == "title"
    if _NOBODY & set(design):
        return of_title and "review" in design
    return of_title or not _PANELS & set(design)


def plain(said: Gist, regimens: Sequence[Regimen] = ()) -> dict[str, Any]:
    """Return it as JSON has it: sentences with their labels, figures as ``watcher extract`` gives them."""
    return {
        "summary": [{"label": words.role(quote.role), "sentence": quote.text} for quote in said.summary],
        "n": said.n,
        "design": ", ".join(said.design),
        "regimens": dosage.regimens(said.given(regimens)),
        "population": {trait.name: trait.value for trait in said.population if trait.name != "n"},
        "figures": [] if "protocol" in said.design else extract(said.record.text),
    }

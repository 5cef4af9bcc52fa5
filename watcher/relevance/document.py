"""A record laid out for reading: folded fields, words with offsets, sentences, and the boilerplate."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from watcher.model import Kind, Place, Record, Span, TrialFacts
from watcher.text import fold, sentences

# Letters and digits apart, so that "CAM2029", "CAM-2029" and "CAM 2029" are the same two words. Chinese and
# Japanese put no space between words: there each character is one.
_EAST_ASIAN = "\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[a-z]++|[0-9]++|[{_EAST_ASIAN}]|[^\W_a-z0-9{_EAST_ASIAN}]++")
_LEAD_SENTENCES = 2
# How a release turns to what else its sender does. "About X" opens it for good.
_ABOUT = re.compile(r"about [a-z0-9]|forward[- ]looking|for (?:more|further) information|safe harbou?r")
_IN_PASSING = re.compile(
    r"\b(?:(?:is|are|being) )?(?:also|further|additionally)\b.{0,40}\b(?:develop|evaluat|stud|investigat|pipeline|phase|trial)"
    r"|\bpipeline (?:also |further )?(?:includes|comprises)\b|\bother (?:programs|programmes|indications)\b"
)


class Field:
    """One text of a record with its words; offsets refer to the text as given."""

    def __init__(self, name: str, text: str, *, by_line: bool = False) -> None:
        self.name = name
        self.text = text
        self.folded = fold(text)
        self.by_line = by_line
        self.words: list[str] = WORD.findall(self.folded)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Return where each word stands."""
        return list(map(re.Match.span, WORD.finditer(self.folded)))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Return where each sentence stands; a title is one sentence, of other facts each line."""
        if self.name == "title":
            return [(0, len(self.text))]
        if self.by_line:
            return [match.span() for match in re.finditer(r"[^\n]+", self.text)]
        return list(sentences(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence in which the offset stands, from 0."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def joined(self, left: int, right: int) -> bool:
        """Return whether the words ``left`` to ``right`` follow each other in one statement."""
        for i in range(left, right):
            gap = self.text[self.spans[i][1] : self.spans[i + 1][0]]
            if len(gap) > 4 or "\n" in gap or ";" in gap or ": " in gap:
                return False
            # "dose. Escalation" are two statements, "s. c." is one word, "14. dag" a number in its order
            ordinal = self.words[i].isdigit() and self.text[self.spans[i + 1][0]].islower()
            if ". " in gap and self.spans[i][1] - self.spans[i][0] > 1 and not ordinal:
                return False
        return True


@dataclass(frozen=True)
class Document:
    """A record as it is read; "facts" holds what has no offsets: registered arms, keywords, headings."""

    record: Record
    title: Field
    abstract: Field
    facts: Field

    @property
    def fields(self) -> tuple[Field, Field, Field]:
        """Return the fields in the order of their weight."""
        return self.title, self.abstract, self.facts

    @cached_property
    def boilerplate(self) -> frozenset[int]:
        """Return the numbers of the abstract's sentences that speak of other things in passing."""
        spans = self.abstract.sentences
        folded = [self.abstract.folded[start:end] for start, end in spans]
        opened = next((i for i, text in enumerate(folded) if i and _ABOUT.match(text)), len(folded))
        found = set(range(opened, len(folded)))
        if self.record.kind is Kind.NEWS:
            found |= {i for i, text in enumerate(folded) if i and _IN_PASSING.search(text)}
        return frozenset(found)

    def places(self, field: Field, offset: int) -> frozenset[Place]:
        """Return every place that the offset is in."""
        if field is self.title:
            return _IN_TITLE
        if field is self.facts:
            return _IN_LEAD if self.record.trial else _IN_BODY
        number = field.sentence_at(offset)
        if number in self.boilerplate:
            return _IN_BOILERPLATE
        return _IN_LEAD if number < _LEAD_SENTENCES else _IN_BODY

    def span(self, field: Field, start: int, end: int) -> Span | None:
        """Return the place as the model has it, None for facts."""
        return None if field is self.facts else Span(field=field.name, start=start, end=end)


_IN_TITLE = frozenset({Place.ANYWHERE, Place.TITLE, Place.LEAD, Place.MAIN})
_IN_LEAD = frozenset({Place.ANYWHERE, Place.LEAD, Place.MAIN})
_IN_BODY = frozenset({Place.ANYWHERE, Place.MAIN})
_IN_BOILERPLATE = frozenset({Place.ANYWHERE, Place.BOILERPLATE})


def read(record: Record) -> Document:
    """Return the record laid out for reading."""
    return Document(
        record=record,
        title=Field("title", record.title),
        abstract=Field("abstract", record.text),
        facts=Field("facts", "\n".join(_facts(record)), by_line=True),
    )


def _facts(record: Record) -> list[str]:
    lines = [record.original_title, *record.keywords, *record.subjects, *record.substances]
    if record.trial:
        lines += _registered(record.trial)
    return [" ".join(line.split()) for line in lines if line]


def _registered(trial: TrialFacts) -> list[str]:
    arms = [f"{arm.label} {arm.description}" for arm in trial.arms]
    drugs = [f"{drug.name} {' '.join(drug.other_names)} {drug.description}" for drug in trial.interventions]
    return [trial.official_title, trial.acronym, *trial.conditions, *arms, *drugs]

"""How long and how clean the parts of a record are when it comes in, wherever it comes from."""

import dataclasses
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, TypeVar

from watcher.model import Id, Passage, Person, Record, Venue
from watcher.text import clean

# In characters. The longest titles of PubMed have 1,500, its longest abstracts 30,000; browsers take addresses of 2,000.
LONGEST_TITLE = 2_000
LONGEST_TEXT = 100_000
LONGEST_ID = 300
LONGEST_URL = 2_000
LONGEST_WORDS = 500  # a name, a keyword, a journal
MOST_WORDS = 2_000  # of one kind: a paper of physics has 5,000 authors, which nobody reads to the end
MOST_PASSAGES = 200
CUT = " [cut]"

T = TypeVar("T")
Texts = TypeVar("Texts", Person, Venue)


def bounded(record: Record) -> Record:
    """Return the record with every text cleaned of what is not to be seen and cut, with a mark, where it is too long.

    An identifier that is too long is known by its digest, and an address that is too long is none.
    """
    if _is_plain(record):  # as nearly all are
        return record
    changed = {name: value for name, value in _bounded_fields(record) if value != getattr(record, name)}
    return dataclasses.replace(record, **changed) if changed else record


def _is_plain(record: Record) -> bool:
    """Return whether nothing in the record can be too long or hidden, by looking at all of its texts at once."""
    venue = record.venue
    lists = (record.languages, record.publication_types, record.subjects, record.substances, record.keywords)
    short = [record.source_id, record.version, *venue.issns]
    short += venue.title, venue.abbreviation, venue.volume, venue.issue, venue.pages, venue.meeting, venue.publisher
    for words in lists:
        short += words
    for one in record.people:
        short += one.family, one.given, one.initials, one.suffix, one.collective, one.orcid
    for ids in (record.ids, record.mentions):
        short += [id_.value for id_ in ids]
    short += [passage.label for passage in record.abstract]
    texts = [passage.text for passage in record.abstract]
    fit = len(short) <= MOST_WORDS and len(texts) <= MOST_PASSAGES and max(map(len, texts), default=0) <= LONGEST_TEXT
    fit = fit and max(map(len, short)) <= LONGEST_ID and len(record.url) <= LONGEST_URL
    fit = fit and max(len(record.title), len(record.original_title)) <= LONGEST_TITLE
    whole = "".join((*short, record.title, record.original_title, record.url, *texts))
    return fit and _is_seen(whole.replace("\n", " "))


def _is_seen(text: str) -> bool:
    return text.isprintable() and (text.isascii() or clean(text) == text)


def cut(text: str, longest: int) -> str:
    """Return the text cleaned, and cut with a mark where it is longer than ``longest`` characters."""
    text = seen(text[: longest * 2])
    return text if len(text) <= longest else text[: longest - len(CUT)].rstrip() + CUT


def seen(text: str) -> str:
    """Return a text of one line without controls, escape sequences and signs that turn or hide what is read."""
    return text if text.isascii() and text.isprintable() else clean(text)


def short_id(text: str) -> str:
    """Return an identifier as it is kept: one that is too long by its beginning and its digest."""
    text = seen(text)
    if len(text) <= LONGEST_ID:
        return text
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
    return f"{text[: LONGEST_ID - len(digest) - 1]}#{digest}"


def _bounded_fields(record: Record) -> Iterable[tuple[str, Any]]:
    yield "source_id", short_id(record.source_id)
    yield "title", cut(record.title, LONGEST_TITLE)
    yield "original_title", cut(record.original_title, LONGEST_TITLE)
    url = seen(record.url) if len(record.url) <= LONGEST_URL else ""
    yield "url", url
    for name in ("languages", "publication_types", "subjects", "substances", "keywords"):
        yield name, _each(getattr(record, name), lambda text: cut(text, LONGEST_WORDS))
    yield "abstract", _each(record.abstract, _passage, MOST_PASSAGES)
    yield "people", _each(record.people, _fields_cut)
    yield "venue", _fields_cut(record.venue)
    yield "ids", frozenset(filter(_is_short, record.ids))
    yield "mentions", frozenset(filter(_is_short, record.mentions))
    yield "version", cut(record.version, LONGEST_ID)


def _each(values: tuple[T, ...], one: Callable[[T], T], most: int = MOST_WORDS) -> tuple[T, ...]:
    return tuple(map(one, values[:most]))


def _passage(passage: Passage) -> Passage:
    text, label = passage.text, cut(passage.label, LONGEST_WORDS)
    if not (text.isascii() and text.isprintable()):
        text = "\n".join(map(clean, text.splitlines()))
    text = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rstrip() + CUT
    return (
        passage
        if (text, label) == (passage.text, passage.label)
        else Passage(text=text, label=label, category=passage.category)
    )


def _fields_cut(value: Texts) -> Texts:
    """Return a value of texts alone, or of lists of them, each cut; the value itself where nothing changes."""
    changed: dict[str, Any] = {}
    for name in value.__dataclass_fields__:
        before = getattr(value, name)
        after = (
            cut(before, LONGEST_WORDS)
            if isinstance(before, str)
            else _each(before, lambda text: cut(text, LONGEST_WORDS))
        )
        if after != before:
            changed[name] = after
    return dataclasses.replace(value, **changed) if changed else value


def _is_short(id_: Id) -> bool:
    return len(id_.value) <= LONGEST_URL and id_.value.isprintable()

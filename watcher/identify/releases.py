"""News releases: by whom and when they are sent, and whether two in two languages are one."""

import re
from dataclasses import dataclass

from watcher.model import Kind, Record
from watcher.text import fold, host

# Numbers, codes, acronyms and names with capitals within: what a translator leaves as it is.
_SIGN = re.compile(r"(?<!\w)(?=\w*?(?:\d|[A-Z]\w*?[A-Z]))\w++")
_WORD = re.compile(r"[^\W\d_]{3,}+")
_LONGEST = 4_000  # characters that are read
_LEAST_SIGNS = 3
_SHARED_SIGNS = 0.6  # of all that either has
_SHARED_WORDS = 0.25  # of the shorter text's: more, and it is one language
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Release:
    """What of a release is compared: its newsrooms and site, the signs that no translation changes, its other words."""

    rooms: frozenset[str]
    signs: frozenset[str]
    words: frozenset[str]


NO_RELEASE = Release(frozenset(), frozenset(), frozenset())


def read_release(record: Record) -> Release:
    """Return what of a piece of news is compared, nothing of any other record."""
    if record.kind is not Kind.NEWS:
        return NO_RELEASE
    text = f"{record.title}\n{record.text}"[:_LONGEST]
    signs = frozenset(_SIGN.findall(text))
    rooms = {fold(record.venue.publisher), host(record.url)} - {""}
    words = frozenset(_WORD.findall(fold(_SIGN.sub(" ", text))))
    return Release(frozenset(rooms), signs, words)


def is_translation(one: Release, other: Release) -> bool:
    """Return whether the two come from one newsroom, with the same numbers and names in other words."""
    signs, words = one.signs & other.signs, one.words & other.words
    least = min(len(one.words), len(other.words))
    return bool(
        one.rooms & other.rooms
        and len(signs) >= max(_LEAST_SIGNS, _SHARED_SIGNS * len(one.signs | other.signs))
        and least >= _LEAST_WORDS
        and len(words) <= _SHARED_WORDS * least
    )

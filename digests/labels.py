"""Our own words in a reader's language: labels, dates, and the sentences of the first screen. What sources say stays in their words.

Catalogues lie in ``digests/locale``, a file a language (gettext's PO, read by Babel); a word that one lacks stays English. The
language is that of the block in which a digest is built or given a form.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from importlib.resources import files

ENGLISH = "en"
LANGUAGES = (ENGLISH, "sv", "de", "es")
_speaking = ContextVar("speaking", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let what is said in the block be said in this language."""
    before = _speaking.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _speaking.reset(before)


def say(text: str, **values: object) -> str:
    """Return our own words in the language of the block, each ``{name}`` in them replaced by its value."""
    said = text if _speaking.get() == ENGLISH else _catalogue(_speaking.get()).get(text, text)
    return said.format(**values) if values else said


def lowered(text: str) -> str:
    """Return a label as it stands in the middle of a line; German leaves its nouns as they are."""
    return text if _speaking.get() == "de" else f"{text[:1].lower()}{text[1:]}"


def counted(count: int, one: str, many: str) -> str:
    """Return "1 item" or "2 items" in the language of the block; both forms hold ``{count}``."""
    return say(one if count == 1 else many, count=f"{count:,}")


def dated(day: date, pattern: str, english: str) -> str:
    """Return a date in the language of the block, by a pattern of Unicode's (UTS 35); ``english`` where that is the language."""
    if _speaking.get() == ENGLISH:
        return english
    from babel.dates import format_skeleton  # noqa: PLC0415 - most digests are English

    return format_skeleton(pattern, day, locale=_speaking.get())


def language() -> str:
    """Return the language of the block: "en", "sv", ..."""
    return _speaking.get()


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(named: str) -> dict[str, str]:
    """Return what each of our words is in a language; those that nobody has translated are left out."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    with (files("digests") / "locale" / f"{named}.po").open("rb") as file:
        known = read_po(file, locale=named)
    return {str(one.id): str(one.string) for one in known if one.id and one.string and not one.fuzzy}

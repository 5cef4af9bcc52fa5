"""An entry as lines: what every channel shows, before it gives the lines a form."""

from collections.abc import Iterator
from typing import NamedTuple

from digests import words
from watcher import ids
from watcher.model import Digest, Entry, Panel, Section

_ROLES = {"design": "Done", "finding": "Found", "conclusion": "They conclude"}


class Row(NamedTuple):
    """A label of ours and a text.

    ``quoted`` tells that the text is a sentence of the source's own, ``minor`` that it can be set
    small; ``parts`` are the text's parts where it is a list, ``url`` is where it leads.
    """

    label: str
    text: str
    quoted: bool = False
    minor: bool = False
    parts: tuple[str, ...] = ()
    url: str = ""


def byline(entry: Entry) -> str:
    """Return "Pavel M, Ćwikła JB et al. (5 authors). Eur J Cancer 157:403-414. Nov 2021"."""
    return ". ".join(part.rstrip(".") for part in (entry.authors, entry.venue, entry.date) if part)


def marks(entry: Entry) -> tuple[str, ...]:
    """Return the badges and the design tags, the badges first."""
    return (*entry.badges, *entry.tags)


def rows(entry: Entry) -> tuple[Row, ...]:
    """Return everything said of an entry below its byline, in the order of reading."""
    return tuple(_rows(entry))


def _rows(entry: Entry) -> Iterator[Row]:
    for change in entry.changes:
        yield Row("Changed", words.change(change))
    for quote in entry.summary:
        yield Row(_ROLES.get(quote.role, quote.role.capitalize() or "Says"), quote.text, quoted=True)
    joined = {
        "Figures": [words.figure(figure) for figure in entry.figures],
        "Studied": [words.trait(trait) for trait in entry.traits],
        "Regimen": words.regimens(entry.regimens),
    }
    for label, parts in joined.items():
        if parts:
            yield Row(label, "; ".join(parts), parts=tuple(parts))
    for tie in entry.ties:
        yield Row(tie.label.capitalize(), tie.title, url=tie.url)
    for label, text in (("Besides", entry.churn), ("As registered", entry.design), ("Why here", entry.why)):
        if text:
            yield Row(label, text, minor=True)


def ways(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return every way to the thing itself: name and address, ("PubMed 38229085", "https://...")."""
    return tuple((ids.label(one), ids.address(one)) for one in entry.ids if ids.address(one))


def numbered(digest: Digest) -> Iterator[tuple[int, Section, Entry]]:
    """Yield every shown entry with its number, which runs through the whole digest from 1."""
    number = 0
    for section in digest.sections:
        for entry in section.entries:
            number += 1
            yield number, section, entry


def numbers(digest: Digest) -> dict[int, int]:
    """Return the number of every shown entry by its item."""
    return {entry.item: number for number, _, entry in numbered(digest)}


def warning(digest: Digest) -> str:
    """Return what could not be looked at, for the top of the digest; "" where all could be."""
    return f"Could not look fully at {words.listed(digest.missing)}." if digest.missing else ""


def shown(digest: Digest) -> tuple[Section, ...]:
    """Return the sections to show: those with entries, or with more to say than that there is nothing."""
    return tuple(section for section in digest.sections if section.entries or section.note not in _nothings(digest))


def nothing(digest: Digest) -> str:
    """Return one sentence for all the sections without news; "" where each has some.

    It says "nothing new" only together with what could not be looked at. The watched trial's own
    panel says more of it than an empty section could.
    """
    silent = [one.title for one in digest.sections if one not in shown(digest) and one.name != "watched"]
    if not silent:
        return ""
    names = words.listed([silent[0], *(f"{title[0].lower()}{title[1:]}" for title in silent[1:])])
    return f"{names}: {'nothing new seen' if digest.missing else 'nothing new'}. {warning(digest)}".strip()


def _nothings(digest: Digest) -> tuple[str, ...]:
    return "Nothing new.", f"Nothing new seen. {warning(digest)}"


def folded(section: Section) -> str:
    """Return "and 12 more" for the entries that are not shown; "" where all are."""
    return f"and {section.folded} more" if section.folded else ""


def summary(digest: Digest) -> str:
    """Return the digest in one line, for a notification: "SORENTO has not moved. 3 on dose escalation"."""
    states = [f"{panel.name} {state(panel)}" for panel in digest.watched]
    return ". ".join([*states, ", ".join(words.counts(digest)) or "No other news"])


def state(panel: Panel) -> str:
    """Return whether the trial has moved, as far as is known."""
    if panel.moved:
        return "has moved"
    return "has not moved" if panel.looked else "has not been seen to move (not all could be looked at)"


def foot(digest: Digest) -> tuple[str, ...]:
    """Return the lines at the foot: what failed the check, the profile, and what the caller adds."""
    dropped = words.plural(digest.dropped, "quote or figure", "quotes or figures")
    lines = (f"{dropped} left out: not found in the source as claimed.",) if digest.dropped else ()
    profile = (f"Topic profile {digest.profile}.",) if digest.profile else ()
    return (*lines, *digest.footer, *profile)

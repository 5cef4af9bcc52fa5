"""An entry as lines: what every channel shows, before it gives the lines a form."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import idna

from digests import dosage, valued, words
from digests.border import UNSUMMARISED, missing
from digests.labels import counted, say
from watcher import ids
from watcher.model import (
    Coverage,
    Digest,
    Entry,
    Figure,
    NotUnderstood,
    Outcome,
    Panel,
    Quote,
    Regimen,
    Section,
    Tie,
    Trait,
)
from watcher.text import shown as shown_text

_LEGIBLE = re.compile(r"[!-~]+")
_FORMS = frozenset({"abstract", "preprint", "press"})
_BADGED = {"news": "press"}  # a badge that says a form in another word
NAMED = 2  # sources that were not looked at, each with its day and what may be missing; more are said together
REPORTS = 5  # of the watched trial, in its panel
LISTED = 10  # records that were not understood, by name; more are only counted
_WEB = re.compile(r"https?://[!-~]{1,2000}")
_TITLE = 300  # characters of the title of one


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
    """Return the badges and the design tags, the badges first; what a badge says is no tag besides."""
    return (*entry.badges, *tags(entry))


def tags(entry: Entry) -> tuple[str, ...]:
    """Return the design tags that no badge says already: "abstract" beside "abstract, not yet full paper"."""
    said = {_BADGED.get(first, first) for badge in entry.badges for first in [badge.split(",")[0].split(" ")[0]]}
    return tuple(tag for tag in entry.tags if tag not in _FORMS or tag not in said)


def rows(entry: Entry) -> tuple[Row, ...]:
    """Return everything said of an entry below its byline, in the order of reading; a figure whose sentence stands there is said."""
    quoted = [quote.text for quote in entry.summary]
    more = [figure for figure in entry.figures if not any(figure.sentence in text for text in quoted)]
    return framed(entry, said(entry.traits, entry.regimens, entry.summary, more), entry.ties)


def framed(entry: Entry, found: Iterable[Row], ties: Iterable[Tie]) -> tuple[Row, ...]:
    """Return what was found, after what must be known first and before what belongs to it; each label in the reader's language."""
    return tuple(row._replace(label=say(row.label)) for row in _framed(entry, found, ties))


def _framed(entry: Entry, found: Iterable[Row], ties: Iterable[Tie]) -> Iterator[Row]:
    if entry.unread:
        yield Row("Note", UNSUMMARISED)
    for change in entry.changes:
        yield Row("Changed", words.change(change))
    yield from found
    if made := entry.rewording:
        yield Row("By a machine", made.text)
        yield Row("It rewrote", made.source, quoted=True)
    for tie in ties:
        yield Row(tie.label.capitalize(), tie.title, url=tie.url)
    if entry.churn:
        yield Row("Besides", entry.churn, minor=True)


def reasons(entry: Entry) -> tuple[Row, ...]:
    """Return why the entry is here, for whoever asks; () where nothing is to be said."""
    return (Row(say("Why here"), entry.why, minor=True),) if entry.why else ()


def said(
    traits: Sequence[Trait], regimens: Sequence[Regimen], summary: Sequence[Quote], figures: Sequence[Figure]
) -> Iterator[Row]:
    """Yield what is said of a work, in the order of reading: who was studied, on what, in its own sentences, its figures."""
    if traits:
        yield Row("Studied", "; ".join(map(words.trait, traits)))
    yield from _listed("Regimen", dosage.regimens(regimens))
    for one in summary:
        yield Row(words.role(one.role), one.text, quoted=True)
    yield from _listed("Figures", [*map(valued.figure, figures)])


def _listed(label: str, parts: Sequence[str]) -> Iterator[Row]:
    if parts:
        yield Row(label, "; ".join(parts), parts=tuple(parts))


def checked_address(url: str) -> str:
    """Return a source's own address where it may be shown: http(s), no user name, nothing hidden; else "".

    A host that is not ASCII is shown in its encoded form, so that it cannot pass for another.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        # The IDNA of 2008, as browsers have it: that of 2003 makes another domain of one with "ß".
        host = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "." not in host or "@" in parts.netloc or not _LEGIBLE.fullmatch(host):
        return ""
    path = quote(parts.path, safe="/%:;()._-~,+!@$'*=&")
    query = "?" + quote(parts.query, safe="/%:;()._-~,+!@$*=&?") if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}".replace("'", "%27")


def leads(url: str) -> bool:
    """Return whether the address may be a link: a page of the web, whose address nothing can hide in; "" is none."""
    return _WEB.fullmatch(url) is not None


def ways(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return every way to the thing itself: name and address, ("PubMed 38229085", "https://...")."""
    return tuple((ids.label(one), ids.address(one)) for one in entry.ids if ids.address(one))


def fresh(panel: Panel) -> tuple[Entry, ...]:
    """Return the publications on the trial that no earlier digest told of, five at most; the others stand on its own page."""
    return tuple(entry for entry in panel.publications if entry.fresh)[:REPORTS]


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
    """Return what could not be looked at, and since when, for the top of the digest; "" where all could be."""
    return unseen_at_all(digest) + words.caveat(digest.missing, dark=is_dark(digest))


def unseen_at_all(digest: Digest) -> str:
    """Return since when nothing at all could be looked at, and a space; "" where something could be."""
    if not digest.unseen_since:
        return ""
    day = words.day(digest.unseen_since, digest.zone)
    return f"{say('Nothing could be looked at since {day}.', day=day)} "


def unseen(digest: Digest) -> tuple[Coverage, ...]:
    """Return the lines of the sources of which the digest says that they were not, or not wholly, looked at."""
    return tuple(
        line for line in digest.coverage if any(one.startswith(f"{words.named(line)} (") for one in digest.missing)
    )


def is_dark(digest: Digest) -> bool:
    """Return whether of no source that was not looked at anything at all was read."""
    return all(line.outcome is Outcome.FAILED for line in unseen(digest))


UNREAD = "Could not be read by Watcher, please read it yourself"


def not_understood(digest: Digest) -> tuple[Row, ...]:
    """Return a row for each record that could not be read, ten at most: its source, its title or number, its address."""
    names = {line.source: words.named(line) for line in digest.coverage}
    return tuple(
        Row(
            names.get(one.source) or words.source(one.source),
            _named(one),
            url=one.url if leads(one.url) else "",
            parts=(one.reason,) if one.reason else (),
        )
        for one in digest.not_understood[:LISTED]
    )


def _named(record: NotUnderstood) -> str:
    """Return the title of a record that could not be read; its number where not even the title is certain."""
    return shown_text(record.title or record.source_id, _TITLE) or "(without a title)"


def unread_count(digest: Digest) -> int:
    """Return how many records could not be read."""
    return len(digest.not_understood) + digest.unlisted


def more_not_understood(digest: Digest) -> str:
    """Return "and 12 more" for the records that are not listed by name; "" where all are."""
    more = unread_count(digest) - len(digest.not_understood[:LISTED])
    return say("and {count} more", count=f"{more:,}") if more else ""


def shown(digest: Digest) -> tuple[Section, ...]:
    """Return the sections to show: those with entries, or with something else to say."""
    return tuple(section for section in digest.sections if section.entries or section.note)


def themes(section: Section) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Yield the entries of a section by their themes, in their order; all under "" where it has none."""
    for theme, entries in groupby(section.entries, key=lambda one: one.theme):
        yield theme, tuple(entries)


def nothing(digest: Digest) -> str:
    """Return one sentence for the sections without news; "" where each has some, or none has: then the verdict says so.

    It says "nothing new" only together with what could not be looked at. The watched trial's own
    panel says more of it than an empty section could, and so it does of a registry that moved it.
    """
    told = {"watched", *(["registry"] if any(panel.changes for panel in digest.watched) else [])}
    silent = [one.title for one in digest.sections if one not in shown(digest) and one.name not in told]
    if not silent or not shown(digest):
        return ""
    names = words.listed([silent[0], *(f"{title[:1].lower()}{title[1:]}" for title in silent[1:])])
    said = words.nothing(digest.missing)
    return f"{names}: {said[0].lower()}{said[1:]}"


def short(digest: Digest) -> tuple[Row, ...]:
    """Return how the sources ended of which the first screen only says that they were not looked at; then what else is to be known of one."""
    lines = unseen(digest) if len(digest.missing) > NAMED else ()
    ended: dict[str, list[str]] = {}
    # Since when nothing at all could be read the first screen says.
    last = say("Not read since {day}", day=words.day(digest.unseen_since, digest.zone)) if digest.unseen_since else ""
    for line in lines:
        if words.ended(line, digest.zone) != last:
            ended.setdefault(words.ended(line, digest.zone), []).append(words.named(line))
    told = (Row(words.named(line), words.missed(line)) for line in digest.coverage if line.told)
    return (*(Row(how, words.listed(names)) for how, names in ended.items()), *told)


def how(line: Coverage, digest: Digest) -> tuple[str, str]:
    """Return how a source was read, and what else a reader is to know: ("not read since 14 Nov 2026", "articles may be missing").

    Why it failed is for whoever runs Watcher.
    """
    begins = f"{words.named(line)} ("
    gaps = (one.removeprefix(begins).removesuffix(")") for one in digest.missing if one.startswith(begins))
    ended, _, lacking = next(gaps, words.outcome(line)).partition(": ")
    unreadable = f"{line.unreadable:,} unreadable" if line.unreadable else ""
    return ended, "; ".join(part for part in (lacking, words.missed(line), unreadable) if part)


def mark(line: Coverage) -> str:
    """Return how a source was read, in a word: "read", "in part", "failed", "silent", "not asked"."""
    if line.outcome.falls_short:
        return words.outcome(line)
    if line.silent:
        return "silent"
    return "read" if line.outcome is Outcome.COMPLETE else "not asked"


_DOTS = {Outcome.COMPLETE: "●", Outcome.PARTIAL: "◐", Outcome.FAILED: "○"}


def dots(line: Coverage, digest: Digest) -> str:
    """Return a dot for each day (UTC) of the digest's period, its last included: read wholly, in part, not read, and "–" where nobody asked.

    "" where on no day anybody did.
    """
    known, last = dict(line.days), (digest.until - timedelta.resolution).date()
    count = round((digest.until - digest.since) / timedelta(days=1)) or 1  # clocks are set forward and back
    days = [(last - timedelta(days=n)).isoformat() for n in reversed(range(count))]
    row = "".join(_DOTS.get(Outcome(known[day]), "–") if day in known else "–" for day in days)
    return row if row.strip("–") else ""


def read(digest: Digest) -> str:
    """Return what was new in the sources that were read, in a line: "Read: PubMed (4 new), CTIS (1 changed); nothing new in 11 others."."""
    lines = [line for line in digest.coverage if line not in unseen(digest)]
    brought = [f"{words.named(line)} ({came})" for line in lines if (came := _came(line, digest))]
    rest = len(lines) - len(brought)
    others = counted(rest, "nothing new in {count} other", "nothing new in {count} others") if brought else ""
    if not brought:
        return counted(rest, "Nothing new in {count} source.", "Nothing new in {count} sources.") if rest else ""
    return say("Read: {sources}.", sources="; ".join([", ".join(brought), *([others] if rest else [])]))


def covered(digest: Digest) -> tuple[Row, ...]:
    """Return what a letter says of the sources below; () where all were read and something is new: the first screen says so."""
    if not digest.coverage:
        return (Row("", say("No source was asked.")),)
    is_said = not digest.missing and any(section.entries for section in digest.sections)
    rest = (Row("", brought, minor=True),) if not is_said and (brought := read(digest)) else ()
    return (*short(digest), *rest)


def _came(line: Coverage, digest: Digest) -> str:
    """Return "4 new" of a source, or "1 changed" of a registry where nothing is new and changes are told; "" where nothing came that is."""
    told = any(panel.changes for panel in digest.watched) or any(
        entry.changes for section in digest.sections for entry in section.entries
    )
    changed = f"{line.kept:,} {say('changed')}" if line.kept and told and line.source in words.REGISTRIES else ""
    return f"{line.new:,} {say('new')}" if line.new else changed


def folded(section: Section) -> str:
    """Return "and 12 more" for the entries that are not shown; "" where all are."""
    return say("and {count} more", count=section.folded) if section.folded else ""


def foot(digest: Digest) -> tuple[str, ...]:
    """Return the lines at the foot: what failed the check, what could not be made, what the caller adds."""
    dropped = words.plural(digest.dropped, "quote or figure", "quotes or figures")
    lines = (f"{dropped} left out: not found in the source as claimed.",) if digest.dropped else ()
    unread = (
        (f"{words.plural(digest.unsummarised, 'item')} could not be summarised by Watcher.",)
        if digest.unsummarised
        else ()
    )
    return (*lines, *unread, *map(missing, digest.failed), *digest.footer)

"""Titles, names, venues and dates as they are kept and shown."""

import re
from dataclasses import replace

from watcher.model import Passage, Person, Venue
from watcher.text import clean

# Inline markup of PubMed, JATS (Crossref), MathML and HTML; a bare "<" or ">" is part of the text.
_MARKUP = re.compile(
    r"</?(?:jats:|mml:)?(?:i|b|u|em|strong|sub|sup|inf|sc|scp|small|italic|bold|underline|p|br|span|title|sec|math|m[a-z]+)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SUPERSCRIPT = re.compile(r"\^\((\d+)\)")  # "^(177)Lu", as registries write it
_NOTHING = frozenset(
    {"", "na", "n/a", "none", "null", "nan", "unknown", "anonymous", "[no title available]", "untitled"}
)


def clean_title(title: str) -> str:
    """Return the title without markup, the brackets of a translation, or a full stop at its end."""
    title = _without_markup(title)
    if match := re.fullmatch(r"\[([^\[\]]+)\]\s*\.?", title):
        title = match.group(1).strip()
    return title[:-1].rstrip() if re.search(r"[^.\s]{2}\.$", title) else title


def clean_passage(passage: Passage) -> Passage:
    """Return the part of an abstract without markup; its text is "" where nothing remains."""
    return replace(passage, text=_without_markup(passage.text), label=clean(passage.label).rstrip(":"))


def clean_person(person: Person) -> Person:
    """Return the person with clean names, "NA" and "None" read as no name at all."""
    # Not dataclasses.replace: a record has a dozen people, and it takes twice as long.
    family = _name(person.family)
    return Person(
        family=family,
        given=_name(person.given),
        initials=_initials(person.initials, family),
        suffix=_name(person.suffix),
        collective=_name(person.collective),
        orcid=person.orcid,
    )


def clean_venue(venue: Venue) -> Venue:
    """Return the venue with clean texts; volume, issue and pages stay as the source wrote them."""
    return replace(
        venue,
        title=_name(_without_markup(venue.title)),
        abbreviation=_name(venue.abbreviation),
        issns=tuple(dict.fromkeys(filter(None, map(_issn, venue.issns)))),
        volume=_name(venue.volume),
        issue=_name(venue.issue),
        pages=_name(venue.pages),
        meeting=_name(venue.meeting),
        publisher=_name(venue.publisher),
    )


def _without_markup(text: str) -> str:
    text = clean(text)
    if "<" in text:
        text = clean(_MARKUP.sub("", text))
    return _SUPERSCRIPT.sub(r"\1", text) if "^(" in text else text


def _name(text: str) -> str:
    text = clean(text) if text else ""
    return "" if text.lower() in _NOTHING else text


def _initials(text: str, family: str) -> str:
    """Return the initials without full stops; "NA" are somebody's only beside a family name."""
    initials = clean(clean(text).replace(".", "")) if text else ""
    return initials if family and initials.lower() == "na" else _name(initials)


def _issn(text: str) -> str:
    match = re.search(r"(\d{4})-?(\d{3}[\dXx])", text)
    return f"{match.group(1)}-{match.group(2).upper()}" if match else ""

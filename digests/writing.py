"""What a digest is written with: the templates, drawings laid out to scale, the paths and the menu of the site, JSON."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from digests import headline, labels, outlook, telling, valued, view, words
from watcher.model import Digest, Milestone, Panel
from watcher.text import shown

WIDTH, MARGIN = 420, 16  # of the drawing, in its own units
_NEAR = 17  # units: marks nearer than this are stacked
_LEVEL = 19  # units between two marks of a stack
_MOST_YEARS = 14  # whose names have room


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A milestone in the drawing: its number in the list beside it, its place, how high it is stacked."""

    number: int
    x: float
    level: int
    milestone: Milestone

    @property
    def rise(self) -> int:
        """Return how far above the axis the mark stands, in units."""
        return self.level * _LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A trial's milestones to scale: marks, the first days of years, and the day of the digest."""

    marks: tuple[Mark, ...]
    years: tuple[tuple[int, float], ...]
    now: float
    height: int


def timeline(panel: Panel, made: datetime) -> Timeline | None:
    """Return the drawing of a panel's timeline; None where it has fewer than two points."""
    if len(panel.timeline) < 2:
        return None
    days = [_day(milestone.date) for milestone in panel.timeline]
    first, last = min(*days, made.date()).year, min(max(*days, made.date()).year + 1, MAXYEAR)
    marks = _stacked(
        [(milestone, _place(when, first, last)) for milestone, when in zip(panel.timeline, days, strict=True)]
    )
    return Timeline(
        marks=marks,
        years=tuple(
            (year, _place(date(year, 1, 1), first, last)) for year in range(first, last + 1, _step(first, last))
        ),
        now=_place(made.date(), first, last),
        height=70 + max(mark.rise for mark in marks),
    )


def _place(when: date, first: int, last: int) -> float:
    start, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
    return round(MARGIN + (WIDTH - 2 * MARGIN) * (when.toordinal() - start) / (end - start), 1)


def _step(first: int, last: int) -> int:
    """Return of how many years one is named, so that the names have room."""
    return 1 + (last - first) // _MOST_YEARS


def _day(iso: str) -> date:
    """Return the middle of what the date can mean: to be drawn, not to be shown."""
    parts = [int(part) for part in iso.split("-")]
    year, month, day = [*parts, *([7, 1] if len(parts) == 1 else [15] if len(parts) == 2 else [])]
    return date(year, month, day)


def _stacked(points: Sequence[tuple[Milestone, float]]) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for number, (milestone, x) in enumerate(points, start=1):
        taken = {mark.level for mark in marks if abs(mark.x - x) < _NEAR}
        level = next(level for level in range(len(points)) if level not in taken)
        marks.append(Mark(number=number, x=x, level=level, milestone=milestone))
    return tuple(marks)


# Nothing from elsewhere is loaded and nothing can be sent away, whatever a page might hold.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
SCRIPTED = POLICY + "; script-src 'self'"  # of a page with a script of ours
TITLE = "Evidence watch"


def slug(name: str) -> str:
    """Return the name as it can stand in a path: letters, digits, dots and dashes."""
    return re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.") if not re.fullmatch(r"[\w-]+", name) else name


def page_name(digest: Digest) -> str:
    """Return the name of the digest's own page in the site, without its end: "2026-W47", of one of several "team-a-2026-W47"."""
    return slug(f"{digest.edition}-{digest.key}" if digest.edition else digest.key)


def menu(digest: Digest) -> list[tuple[str, str]]:
    """Return name and path of the pages that the menu names: the trials, then what the digest brings along."""
    trials = [(panel.name, f"trials/{slug(panel.name)}.html") for panel in digest.watched]
    brought = [
        (name.removesuffix(".html").replace("-", " ").capitalize(), slug(name))
        for name in sorted(digest.extra)
        if "/" not in name
    ]
    return trials + [(name, path) for name, path in brought if path.endswith(".html")]


def location(path: str) -> str:
    """Return a path within the site, each of its folders as it can stand in one: nothing leads out of the site."""
    names = (part if re.fullmatch(r"[\w-][\w.-]*", part) else slug(part) for part in path.split("/"))
    return "/".join(name for name in names if name)


def tidy(html: str) -> str:
    """Return the page without the empty lines that a template leaves."""
    return re.sub(r"\n{2,}", "\n", html)


@functools.cache
def _environment() -> Environment:
    """Return the one environment; ``autoescape=True``, as a rule by file name would not see ``.html.j2``."""
    environment = Environment(
        loader=PackageLoader("digests", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_legible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        say=labels.say,
        language=labels.language,
        telling=telling,
        headline=headline,
        outlook=outlook,
        view=view,
        words=words,
        valued=valued,
        timeline=timeline,
    )
    return environment


def _legible(value: object) -> object:
    """Return a text as it may be shown: no mark that turns the reading direction gets into a page, and no endless title.

    A space at either end stays, as the templates' own words begin with one.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    before, after = (" " if end == " " else "" for end in (value[:1], value[-1:]))
    return f"{before}{shown(value)}{after}"


def fill(template: str, **values: object) -> str:
    """Return the template filled in; the same values give the same text."""
    return _environment().get_template(template).render(**values)


# What a digest may say since its first schema; it is left out where it says nothing, so that earlier digests stay as they were.
_LATER = frozenset(
    {
        "unlisted",
        "unread",
        "not_understood",
        "unsummarised",
        "failed",
        "unseen_since",
        "movement",
        "has_new_results",
        "edition",
        "history",
        "versions",
        "short",
        "language",
        "congresses",
        "theme",
    }
)


def to_json(digest: Digest) -> str:
    """Return the digest as JSON, keys in the order of the model, with its ``schema`` version; times in UTC."""
    return msgspec.json.format(msgspec.json.encode(_told(msgspec.to_builtins(digest))), indent=2).decode()


def _told(value: Any) -> Any:
    match value:
        case dict():
            return {key: _told(part) for key, part in value.items() if part or key not in _LATER}
        case list() | tuple():
            return [_told(part) for part in value]
        case _:
            return value

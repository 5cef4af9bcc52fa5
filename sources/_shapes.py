"""What a provider's answers looked like when its adapter was made, and how others differ.

``shapes.json`` holds of each source how many of its recorded records had each field of ours, and every name in its answers. It is
made by running the adapter itself over the recordings (``tests/shapes.py``), so that nothing says a second time what the adapter reads.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from importlib import resources
from typing import Any, Self

from watcher.json import decode
from watcher.model import Page, Record

UNFAMILIAR = "answered in a form that we do not know"
# What no reader can do without; the other fields are looked at where somebody asks.
VITAL = ("title", "abstract", "people", "published", "trial.overall_status")
_OF_ALL = 4  # the first of these, which a record of any kind has; a registration alone has a status
# Records of which none lacks by chance what nearly all have: where somebody looks on, and in daily life.
FEW, MANY = 4, 10
_CHANCE = 1e-6  # that so many records lack a field by chance
_SURE = 0.97  # a share of records is never taken to be greater: recordings are few
_WITHIN = frozenset({"trial", "venue"})  # parts whose own fields are looked at
_OUR_OWN = frozenset({"source", "source_id", "kind", "retrieved", "url"})  # said by the adapter, whatever came
_TAG = re.compile(rb"<([A-Za-z_][\w.-]{0,60}(?::[A-Za-z_][\w.-]{0,60})?)")
_LONGEST = 2_000_000  # bytes of an answer whose names are read
_DEEPEST = 12


@dataclass(kw_only=True)
class Shape:
    """What answers had: how many records, how many of them had each field ("trial.overall_status"), and all names in the answers.

    ``homes``: journals, sponsors or publishers that they come from; the records of one are alike.
    """

    records: int = 0
    homes: set[str] = field(default_factory=set)
    filled: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)

    def add(self, record: Record, only: Iterable[str] = ()) -> None:
        """Count a record; with ``only`` of these fields alone."""
        self.records += 1
        self.homes.add(_home(record))
        self.filled.update((name for name in only if _has(record, name)) if only else _filled(record))

    def see(self, page: Page) -> None:
        """Keep the names in an answer."""
        self.names |= names(page.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How answers differ from those that the adapter was made for: fields of ours that are ``lost``, names that are ``fresh``."""

    lost: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()  # of a source of which nothing was recorded: what readers would miss in every record
    is_compared: bool = True  # whether anything was recorded that they could be held against

    @property
    def verdict(self) -> str:
        """Return "as expected", "richer" (harmless), "poorer" (readers lose something) or "not compared"."""
        if not self.is_compared:
            return "not compared"
        return "poorer" if self.lost else "richer" if self.fresh else "as expected"

    @classmethod
    def of(cls, source: str, seen: Shape, fewest: int = FEW) -> Self:
        """Return how the answers of a source differ; from fewer than ``fewest`` records nothing is said to be lost."""
        known = _known().get(source)
        if known is None:
            return cls(absent=tuple(name for name in VITAL[:_OF_ALL] if not seen.filled[name]), is_compared=False)
        # Ten abstracts of one supplement without authors are one observation, and no proof of another form. A server of preprints has
        # one home for all that it holds: there each record is one.
        told = seen.records if len(known.homes) < FEW else len(seen.homes)
        lost = (name for name in known.filled if not seen.filled[name] and _is_no_chance(known, name, told))
        fresh = seen.names - known.names if known.names else set[str]()
        return cls(lost=tuple(sorted(lost)) if told >= fewest else (), fresh=tuple(sorted(fresh)))


def unfamiliar(source: str, seen: Shape) -> str:
    """Return what all records of a run lack that they always had, in a sentence; "" where nothing is missing, or few homes say so."""
    lost = [readable(name) for name in Difference.of(source, seen, MANY).lost if name in VITAL]
    return f"{UNFAMILIAR}: none of {seen.records} records has {_listed(lost)}" if lost else ""


def _is_no_chance(known: Shape, name: str, records: int) -> bool:
    share = min(known.filled[name] / known.records, _SURE)
    return (1 - share) ** records < _CHANCE


def readable(name: str) -> str:
    """Return a field as a reader knows it: "authors", "date of publication", "overall status"."""
    words = {"people": "authors", "published": "a date of publication", "title": "a title", "abstract": "an abstract"}
    return words.get(name) or name.rpartition(".")[2].replace("_", " ")


def _listed(parts: list[str]) -> str:
    return " or ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def names(body: bytes) -> set[str]:
    """Return every name in an answer: paths of keys in JSON ("studies.protocolSection.designModule"), elements in XML; {} for others."""
    start = body[:_LONGEST].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in {b"{", b"["}:
        try:
            return set(_keys(decode(body), ""))
        except (ValueError, RecursionError):
            return set()
    if start[:5].lower() == b"<?xml" or start[:4].lower() == b"<rss":
        return {name.decode("ascii", "replace") for name in _TAG.findall(start)}
    return set()


def _keys(value: Any, at: str, depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping) and not _is_index(value):
        for key, inner in value.items():
            here = f"{at}.{key}" if at else key
            yield here
            yield from _keys(inner, here, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner, at, depth + 1)


def _is_index(value: Mapping[str, Any]) -> bool:
    """Return whether the keys are words of a text, each with where it stands: they are no names."""
    return bool(value) and all(isinstance(one, list) and one and isinstance(one[0], int) for one in value.values())


def _filled(value: Any, at: str = "") -> Iterator[str]:
    for one in fields(value):
        held, name = getattr(value, one.name), f"{at}{one.name}"
        if name in _OUR_OWN or held in (None, "", (), frozenset()) or held == {}:
            continue
        if name in _WITHIN and is_dataclass(held):
            yield from _filled(held, f"{name}.")
        else:
            yield name


def _home(record: Record) -> str:
    """Return the journal, the sponsor or the publisher's prefix; the record's own name where nothing is said."""
    publisher = next((one.value.partition("/")[0] for one in sorted(record.ids) if one.scheme == "doi"), "")
    return record.venue.title or (record.trial.sponsor if record.trial else "") or publisher or record.source_id


def _has(record: Record, name: str) -> bool:
    held: Any = record
    for part in name.split("."):
        held = getattr(held, part, None)
    return bool(held)


def to_json(shapes: Mapping[str, Shape]) -> str:
    """Return the shapes as ``shapes.json`` holds them."""
    told = {
        source: {
            "records": one.records,
            "homes": sorted(one.homes)[:FEW],
            "filled": dict(sorted(one.filled.items())),
            "names": sorted(one.names),
        }
        for source, one in sorted(shapes.items())
    }
    return json.dumps(told, indent=0, ensure_ascii=False) + "\n"


@cache
def _known() -> dict[str, Shape]:
    told = json.loads(resources.files("sources").joinpath("shapes.json").read_text("utf-8"))
    return {
        source: Shape(
            records=one["records"], homes={*one["homes"]}, filled=Counter(one["filled"]), names=set(one["names"])
        )
        for source, one in told.items()
    }

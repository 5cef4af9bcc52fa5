"""Records that a person has labelled, as JSON lines."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from watcher.errors import InputError
from watcher.model import Id, Kind, PartialDate, Passage, Record, Tier

# Labels of other makers, in our words.
_LABELS = {"sorento": "watched", "trial": "watched"}
_KINDS = {
    "trial": Kind.REGISTRATION,
    "registration": Kind.REGISTRATION,
    "abstract": Kind.ABSTRACT,
    "press": Kind.NEWS,
    "news": Kind.NEWS,
    "preprint": Kind.PREPRINT,
    "other": Kind.OTHER,
}
_TYPES = {"review": "Review", "guideline": "Practice Guideline"}
# A labelled record was never fetched; its time is nobody's.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A record and the tier that a person gave it; ``borderline`` where another tier is as good."""

    record: Record
    tier: Tier
    borderline: bool = False
    why: str = ""


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Read JSONL: title and label, and where known abstract, kind, year, pmid, doi, nct, source_url, borderline.

    Raises ``InputError`` that names file, line, and what is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    return tuple(_labelled(line, f"{path}, line {i}") for i, line in enumerate(lines, start=1) if line.strip())


def _labelled(line: str, place: str) -> Labelled:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: this is not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("title"), str) or "label" not in row:
        raise InputError(f'{place}: a record needs "title" and "label"')
    label = _LABELS.get(str(row["label"]), str(row["label"]))
    if label not in list(Tier):
        raise InputError(f"{place}: the label {row['label']!r} is not one of: {', '.join(Tier)}")
    return Labelled(
        record=_record(row), tier=Tier(label), borderline=bool(row.get("borderline")), why=str(row.get("why") or "")
    )


def _record(row: dict[str, Any]) -> Record:
    kind = str(row.get("kind") or "article")
    year = row.get("year")
    trial = kind in {"trial", "registration"}
    ids = {scheme: str(row[scheme]) for scheme in ("pmid", "doi", "nct", "eudract") if row.get(scheme)}
    own = {Id(scheme, value) for scheme, value in ids.items() if trial or scheme in {"pmid", "doi"}}
    others = {Id(scheme, value) for scheme, value in ids.items()} - own
    return Record(
        source="labelled",
        source_id=str(row.get("id") or row["title"]),
        kind=_KINDS.get(kind, Kind.ARTICLE),
        title=row["title"],
        retrieved=_NEVER,
        url=str(row.get("source_url") or row.get("url") or ""),
        abstract=(Passage(text=row["abstract"]),) if row.get("abstract") else (),
        published=PartialDate(int(year)) if year else None,
        ids=frozenset(own),
        mentions=frozenset(others | {Id("nct", str(nct)) for nct in row.get("ncts_mentioned") or ()}),
        publication_types=(_TYPES[kind],) if kind in _TYPES else (),
    )

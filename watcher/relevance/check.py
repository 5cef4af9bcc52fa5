"""How well a profile finds what people have labelled: recall and precision, and each miss with its reason.

What they have labelled are records as JSON lines.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from watcher.errors import InputError
from watcher.model import NEAREST, Id, Kind, PartialDate, Passage, Record, Score, Tier, Topic
from watcher.relevance import in_words, rate
from watcher.relevance.document import language

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
    """A record and the tier that a person gave it; ``borderline`` where another tier is as good. ``origin`` names its set."""

    record: Record
    tier: Tier
    borderline: bool = False
    why: str = ""
    origin: str = ""


def sets(topic: Topic) -> tuple[Path, ...]:
    """Return every set of labelled records beside the profile, the known set first; () where there is none."""
    if not topic.known:
        return ()
    known = Path(topic.known)
    return (known, *sorted(path for path in known.parent.glob(f"{topic.name}.*.jsonl") if path != known))


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """Read JSONL: title and label, and where known abstract, kind, year, pmid, doi, nct, source_url, borderline.

    Raises ``InputError`` that names file, line, and what is wrong.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    read = (_labelled(line, f"{path}, line {i}") for i, line in enumerate(lines, start=1) if line.strip())
    return tuple(replace(one, origin=path.name) for one in read)


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


CORE_RECALL, CORE_PRECISION = 0.97, 0.90  # what the gate asks for
_FOREIGN = (Tier.ADJACENT, Tier.OFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A record that got another tier than its label."""

    labelled: Labelled
    score: Score

    @property
    def reason(self) -> str:
        """Return why it got the tier that it got, in one line."""
        return "; ".join(map(in_words, self.score.reasons)) or "no term of the profile stands in it"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What came of a check. Recall and precision are None where nothing has, or got, the tier."""

    profile: str
    total: int
    confusion: dict[tuple[Tier, Tier], int]  # (label, found) -> records, those aside for which another tier is as good
    misses: tuple[Miss, ...]
    shares: dict[tuple[str, str], tuple[int, int]]  # ("language", "German") -> watched and core records found, and all

    @property
    def passes(self) -> bool:
        """Return whether the gate is passed: all of the watched found, core as below, and nothing foreign among them."""
        watched, core, precise = self.recall(Tier.WATCHED), self.recall(Tier.CORE), self.precision(Tier.CORE)
        foreign = sum(self.confusion.get((label, found), 0) for label in _FOREIGN for found in NEAREST)
        return (
            watched in {None, 1.0}
            and (core is None or core >= CORE_RECALL)
            and (precise is None or precise >= CORE_PRECISION)
            and not foreign
        )

    def recall(self, tier: Tier) -> float | None:
        """Return the share of the records labelled so that were rated so."""
        labelled = sum(n for (label, _), n in self.confusion.items() if label is tier)
        return self.confusion.get((tier, tier), 0) / labelled if labelled else None

    def precision(self, tier: Tier) -> float | None:
        """Return the share of the records rated so that are labelled so."""
        found = sum(n for (_, rated), n in self.confusion.items() if rated is tier)
        return self.confusion.get((tier, tier), 0) / found if found else None


def check(labelled: Iterable[Labelled], topic: Topic) -> CheckReport:
    """Rate every record and compare with its label."""
    rated = [(one, rate(one.record, topic)) for one in labelled]
    return CheckReport(
        profile=topic.profile,
        total=len(rated),
        confusion=dict(Counter((one.tier, score.tier) for one, score in rated if not one.borderline)),
        shares=_shares((one, score) for one, score in rated if one.tier in NEAREST and not one.borderline),
        misses=tuple(Miss(labelled=one, score=score) for one, score in rated if one.tier is not score.tier),
    )


def _shares(wanted: Iterable[tuple[Labelled, Score]]) -> dict[tuple[str, str], tuple[int, int]]:
    shares: dict[tuple[str, str], tuple[int, int]] = {}
    for one, score in wanted:
        form = "with abstract" if one.record.abstract else "title alone"
        kinds = {"set": one.origin, "language": language(one.record), "form": form, "source": score.source_class.value}
        for key in kinds.items():
            found, total = shares.get(key, (0, 0))
            shares[key] = found + (score.tier.rank <= one.tier.rank), total + 1
    return dict(sorted(shares.items()))


def known_recall(topic: Topic) -> tuple[int, int]:
    """Return (found, total) of the watched and core records of the profile's known set, (0, 0) without one.

    Found is what is rated watched or core; the digest's footer states it with the profile's version.
    """
    if not topic.known:
        return 0, 0
    return _recall(topic, read_labelled(Path(topic.known)))


@lru_cache(maxsize=16)
def _recall(topic: Topic, known: tuple[Labelled, ...]) -> tuple[int, int]:
    """Return (found, total) of a known set, which is rated once and not for every digest."""
    wanted = [one for one in known if one.tier in NEAREST]
    found = sum(rate(one.record, topic).tier.rank <= one.tier.rank for one in wanted)
    return found, len(wanted)


def table(report: CheckReport) -> Sequence[Sequence[str]]:
    """Return the confusion table with its headings: a row a label, a column a tier."""
    head = ["label", *Tier, "recall", "precision"]
    rows = [
        [
            str(label),
            *(str(report.confusion.get((label, found), 0)) for found in Tier),
            _percent(report.recall(label)),
            _percent(report.precision(label)),
        ]
        for label in Tier
    ]
    return [head, *rows]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"

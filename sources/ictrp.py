"""Trials of registries that have no open interface (ANZCTR, jRCT, ChiCTR, CTRI, DRKS), by way of the WHO.

The WHO's search portal exports what it finds as one XML file, which a person fetches now and then
(https://trialsearch.who.int, "Export results to XML"); its web service wants an account.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from lxml import etree

from sources import Base, Client
from sources._reading import read_each, read_xml, text_at
from sources._registry import lines, once, phases, status_term
from watcher.dates import any_date, compact_date, day_first, iso_date, midnight, named_date
from watcher.errors import ParseError
from watcher.ids.found import find_trials
from watcher.markup import is_tag
from watcher.model import (
    Enrolment,
    Id,
    Intervention,
    Kind,
    Notice,
    Page,
    PartialDate,
    Passage,
    Piece,
    Query,
    Record,
    TrialDate,
    TrialFacts,
    TrialOutcome,
)
from watcher.text import clean


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """WHO ICTRP: every export in a folder."""

    enabled: bool = False  # off, for somebody has to put exports there
    folder: str = ""  # where the exports (`*.xml`) lie

    name: ClassVar[str] = "ictrp"
    title: ClassVar[str] = "WHO ICTRP"
    pace: ClassVar[float] = 0.0
    paths: ClassVar[tuple[str, ...]] = ("folder",)

    def question(self, query: Query) -> str:  # noqa: ARG002  # every source has one
        """Return what is read; the question itself was asked by whoever made the export."""
        return f"every export in {self.folder}" if self.folder else "nothing: no folder is set"

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:  # noqa: ARG002  # files need no client
        """Yield the exports in the folder, by name; a folder without any is said."""
        exports = sorted(Path(self.folder).glob("*.xml")) if self.folder else []
        if not exports:
            yield Notice(text=f"no export in {self.folder or 'folder, which is not set'}", incomplete=True)
        for export in exports:
            yield Page(url=export.absolute().as_uri(), body=export.read_bytes(), retrieved=query.until)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read an export; raise ``ParseError`` where the file is none."""
        root = read_xml(page, self.name, "Trials_downloaded_from_ICTRP")
        trials = root.findall("Trial")
        if not trials:
            raise ParseError(self.name, page.url, "schema changed: the export holds no Trial")
        yield from read_each(
            trials,
            page,
            lambda trial: _read(trial, page),
            lambda trial: _at(trial, "TrialID"),
            lambda trial: _at(trial, "Public_title"),
        )


_BREAK = re.compile(r"<br\s*/?>|&#x0?d;|\r", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|b|i|u|em|strong|su[bp]|span|div|font|li|[uo]l)(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def _gone(instead: str) -> Callable[[re.Match[str]], str]:
    return lambda found: instead if is_tag(found[0]) else found[0]


def _at(trial: etree._Element, name: str) -> str:
    """Return a field on one line: no escaped breaks, no padding; "" where empty or missing."""
    return clean(_TAG.sub(_gone(" "), _BREAK.sub(" ", text_at(trial, name))))


def _long(trial: etree._Element, name: str) -> str:
    found = trial.find(name)
    return (
        lines(_TAG.sub(_gone(""), _BREAK.sub("\n", "".join(map(str, found.itertext()))))) if found is not None else ""
    )


def _parts(trial: etree._Element, name: str) -> tuple[str, ...]:
    return once(re.split(r"[;\n]", _long(trial, name)))


def _read(trial: etree._Element, page: Page) -> Record:
    number = _at(trial, "TrialID")
    title = _at(trial, "Public_title") or _at(trial, "Scientific_title")
    if not number or not title:
        raise ValueError("no TrialID" if not number else "no Public_title and no Scientific_title")
    registered = _registered(trial)
    refreshed = named_date(_at(trial, "Last_Refreshed_on"))
    return Record(
        source="ictrp",
        source_id=number,
        kind=Kind.REGISTRATION,
        title=title,
        retrieved=page.retrieved,
        url=_at(trial, "web_address"),
        abstract=tuple(_abstract(trial)),
        published=registered,
        updated=midnight(refreshed),
        ids=_ids(trial, number),
        subjects=_parts(trial, "Condition"),
        trial=_facts(trial, registered, refreshed),
    )


def _registered(trial: etree._Element) -> PartialDate | None:
    """Read Date_registration3, whose order is one; Date_registration is ISO or day first, by register."""
    text = _at(trial, "Date_registration")
    return compact_date(_at(trial, "Date_registration3")) or iso_date(text) or day_first(text)


def _abstract(trial: etree._Element) -> Iterator[Passage]:
    for label, name in (("CONDITION", "Condition"), ("INTERVENTION", "Intervention")):
        text = _long(trial, name)
        if text:
            yield Passage(text=text, label=label)


def _ids(trial: etree._Element, number: str) -> frozenset[Id]:
    """Return every identifier, so that a trial known by another number is known to be the same."""
    own = find_trials(number) or {Id(_at(trial, "Source_Register").lower() or "ictrp", number)}
    return frozenset(own) | find_trials(" | ".join((_at(trial, "Secondary_ID"), _at(trial, "SecondaryIDs"))))


_SIZE = re.compile(
    r"([0-9]{1,3}+(?:,[0-9]{3}){1,2}|[0-9]{1,9}+)(?: (?:participants|patients|subjects))?", re.IGNORECASE
)


def _enrolment(text: str) -> Enrolment | None:
    """Return how many are wanted: "147", or arm by arm "Treatment:60;Control:60"; None where a part is no number.

    Of arms and their total the total is taken.
    """
    parts = [part.strip() for part in re.split("[;\uff1b]", text) if part.strip()]
    sizes = [int(found[1].replace(",", "")) for part in parts if (found := _SIZE.fullmatch(_last(part)))]
    if not sizes or len(sizes) < len(parts):
        return None
    totals = [size for part, size in zip(parts, sizes, strict=True) if part.lower().startswith("total")]
    return Enrolment(count=totals[0] if totals else sum(sizes), kind="estimated")


def _last(part: str) -> str:
    """Return what stands behind the last colon: "Control group:60" gives "60"."""
    return part.replace("\uff1a", ":").rpartition(":")[2].strip()


def _facts(trial: etree._Element, registered: PartialDate | None, refreshed: PartialDate | None) -> TrialFacts:
    words = _at(trial, "Recruitment_Status")
    status = status_term(words)
    start = any_date(_at(trial, "Date_enrollement")) or any_date(_at(trial, "Date_enrolment"))
    done = any_date(_at(trial, "results_date_completed"))
    return TrialFacts(
        registry=_at(trial, "Source_Register"),
        overall_status=status,
        last_known_status=words if status == "UNKNOWN" else "",
        official_title=_at(trial, "Scientific_title"),
        acronym=_at(trial, "Acronym"),
        study_type=_at(trial, "Study_type"),
        phases=phases(_at(trial, "Phase")),
        model=_at(trial, "Study_design"),
        enrolment=_enrolment(_at(trial, "Target_size")),
        start=TrialDate(date=start) if start else None,
        completion=TrialDate(date=done, kind="actual") if done else None,
        first_posted=TrialDate(date=registered, kind="actual") if registered else None,
        last_update_posted=TrialDate(date=refreshed, kind="actual") if refreshed else None,
        has_results=bool(_at(trial, "results_url_link")) or _at(trial, "results_yes_no").lower() == "yes",
        results_url=_at(trial, "results_url_link"),
        sponsor=_at(trial, "Primary_sponsor"),
        collaborators=_parts(trial, "Secondary_Sponsor"),
        conditions=_parts(trial, "Condition"),
        interventions=tuple(Intervention(name=name) for name in _parts(trial, "Intervention")),
        primary_outcomes=tuple(TrialOutcome(measure=measure) for measure in _parts(trial, "Primary_outcome")),
        secondary_outcomes=tuple(TrialOutcome(measure=measure) for measure in _parts(trial, "Secondary_outcome")),
        eligibility="\n".join(filter(None, (_long(trial, "Inclusion_Criteria"), _long(trial, "Exclusion_Criteria")))),
        countries=tuple(sorted(_parts(trial, "Countries"))),
    )

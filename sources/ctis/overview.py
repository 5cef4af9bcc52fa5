"""A trial's line in CTIS's ``search``: what is known of it without opening its dossier; and the numbers that stand for words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sources._registry import lines, once, phases
from watcher.dates import day_first, midnight
from watcher.json import count, rows, word
from watcher.model import Enrolment, Id, Intervention, Kind, Page, Passage, Record, TrialDate, TrialFacts, TrialOutcome
from watcher.text import clean

Json = Mapping[str, Any]


def missing(answer: object) -> str:
    """Return the first key that every answer of ``search`` has and this one lacks, or all of its rows; "" where none is missing."""
    if count(answer, "pagination", "totalRecords") is None:
        return "pagination.totalRecords"
    if not isinstance(answer, Mapping) or not isinstance(answer.get("data"), list):
        return "data"
    return "" if lines_of(answer) or not answer["data"] else "data[].ctNumber"


def is_fresh(row: Json, since: datetime | None) -> bool:
    """Return whether the trial changed at or after ``since`` by either date; a date that cannot be read counts as fresh."""
    if since is None:
        return True
    dates = [midnight(day_first(word(row, key))) for key in ("lastUpdated", "lastPublicationUpdate")]
    day = since.replace(hour=0, minute=0, second=0, microsecond=0)
    return any(date is None or date >= day for date in dates)


def read(row: Json, page: Page) -> Record:
    """Return the record of a line; raise ValueError where it has no number or no title."""
    title, number = clean(word(row, "ctTitle")), word(row, "ctNumber")
    if not (title and number):
        raise ValueError("no ctTitle" if number else "no ctNumber")
    code = clean(word(row, "shortTitle"))
    return Record(
        source="ctis",
        source_id=number,
        kind=Kind.REGISTRATION,
        title=title,
        retrieved=page.retrieved,
        url=f"https://euclinicaltrials.eu/ctis-public/view/{number}",
        abstract=_abstract(row),
        published=day_first(word(row, "decisionDateOverall")),
        updated=midnight(day_first(word(row, "lastUpdated"))),
        ids=frozenset({Id("ctis", number)} | ({Id("sponsor", code)} if code and len(code) < 40 else set())),
        subjects=once([word(row, "conditions")]),
        trial=_facts(row),
    )


def _abstract(row: Json) -> tuple[Passage, ...]:
    condition = lines(word(row, "conditions"))
    return (Passage(text=condition, label="CONDITION"),) if condition else ()


def _facts(row: Json) -> TrialFacts:
    code = count(row, "ctStatus") or 0
    start = day_first(word(row, "startDateEU"))
    updated = day_first(word(row, "lastPublicationUpdate")) or day_first(word(row, "lastUpdated"))
    planned = count(row, "totalNumberEnrolled")
    return TrialFacts(
        registry="ctis",
        overall_status=STATUSES.get(code, ("UNKNOWN", ""))[0],
        why_stopped=STATUSES.get(code, ("", f"{MISSING} {code}"))[1],
        official_title=clean(word(row, "ctTitle")),
        study_type="INTERVENTIONAL",
        phases=phases(word(row, "trialPhase")),
        enrolment=Enrolment(count=planned, kind="estimated") if planned else None,
        start=TrialDate(date=start, kind="actual") if start else None,
        last_update_posted=TrialDate(date=updated, kind="actual") if updated else None,
        has_results=word(row, "resultsFirstReceived").lower() == "yes",
        sponsor=clean(word(row, "sponsor")),
        conditions=once([word(row, "conditions")]),
        interventions=tuple(Intervention(name=name, kind="drug") for name in once(word(row, "product").split(","))),
        primary_outcomes=_outcomes(row, "primaryEndPoint"),
        secondary_outcomes=_outcomes(row, "endPoint"),
        countries=_countries(row),
    )


def _outcomes(row: Json, key: str) -> tuple[TrialOutcome, ...]:
    return tuple(TrialOutcome(measure=measure) for measure in once([word(row, key)]))


def _countries(row: Json) -> tuple[str, ...]:
    """Read "Spain:4" as Spain; the number is the trial's status there."""
    listed = row.get("trialCountries")
    names = (name.partition(":")[0] for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()
    return tuple(sorted(once(names)))


def lines_of(answer: object) -> tuple[Json, ...]:
    """Return the trials of an answer of ``search`` that have a number."""
    return tuple(row for row in rows(answer, "data") if word(row, "ctNumber"))


# ctPublicStatusCode -> (ClinicalTrials.gov's term, CTIS's own words where the term says less than they do).
# Words: the search form of https://euclinicaltrials.eu/search-for-clinical-trials/
STATUSES: Mapping[int, tuple[str, str]] = {
    1: ("NOT_YET_RECRUITING", ""),  # under evaluation
    2: ("NOT_YET_RECRUITING", ""),  # authorised, recruitment pending
    3: ("RECRUITING", ""),  # authorised, recruiting
    4: ("RECRUITING", ""),  # ongoing, recruiting
    5: ("ACTIVE_NOT_RECRUITING", ""),  # ongoing, recruitment ended
    6: ("SUSPENDED", "temporarily halted"),
    7: ("SUSPENDED", "suspended"),
    8: ("COMPLETED", ""),  # ended
    9: ("WITHDRAWN", "expired"),
    10: ("TERMINATED", "revoked"),
    11: ("WITHDRAWN", "not authorised"),
    12: ("WITHDRAWN", "cancelled"),
}
MISSING = "unknown status code"

# trialPhase is a code, not a phase: "4" stands beside the words "Therapeutic exploratory (Phase II)" and "5"
# beside "This is a Phase 3 study" in dossiers that carry both; no other pair has been seen.
PHASES: Mapping[str, tuple[str, ...]] = {"4": ("PHASE2",), "5": ("PHASE3",)}

"""What a registry says of a trial, in the registries' own terms."""

from dataclasses import dataclass

from watcher.model.basic import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDate:
    """A date of a trial and whether it is "actual" or "estimated" ("" where the registry is silent)."""

    date: PartialDate
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """How many participants, and whether that is "actual" or "estimated"."""

    count: int
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """What is given: kind ("drug"), name, description (the dose is here), other names."""

    name: str
    kind: str = ""
    description: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """A group of participants: label, kind ("experimental"), description, names of interventions."""

    label: str
    kind: str = ""
    description: str = ""
    interventions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOutcome:
    """An outcome measure as registered, with its time frame."""

    measure: str
    description: str = ""
    time_frame: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where the trial recruits."""

    facility: str = ""
    city: str = ""
    country: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A publication that the registry lists: kind is BACKGROUND, RESULT or DERIVED."""

    citation: str = ""
    pmid: str = ""
    kind: str = ""
    retracted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFacts:
    """What a registry says of a trial; "" , () or None where it says nothing.

    ``overall_status`` is in the terms of ClinicalTrials.gov (RECRUITING, ACTIVE_NOT_RECRUITING,
    COMPLETED, ...), whatever the registry, and NOT_RECRUITING where that says no more:
    https://clinicaltrials.gov/data-api/about-api/study-data-structure
    """

    registry: str
    overall_status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""
    acronym: str = ""
    official_title: str = ""
    study_type: str = ""
    phases: tuple[str, ...] = ()
    allocation: str = ""
    masking: str = ""
    model: str = ""
    purpose: str = ""
    enrolment: Enrolment | None = None
    start: TrialDate | None = None
    primary_completion: TrialDate | None = None
    completion: TrialDate | None = None
    first_posted: TrialDate | None = None
    last_update_posted: TrialDate | None = None
    results_first_posted: TrialDate | None = None
    status_verified: PartialDate | None = None
    has_results: bool = False
    sponsor: str = ""
    collaborators: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    arms: tuple[Arm, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    primary_outcomes: tuple[TrialOutcome, ...] = ()
    secondary_outcomes: tuple[TrialOutcome, ...] = ()
    eligibility: str = ""
    countries: tuple[str, ...] = ()  # sorted, once each
    sites: tuple[Site, ...] = ()
    contacts: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    documents: tuple[str, ...] = ()
    unposted_events: tuple[str, ...] = ()  # "RELEASE 2024-03-01": results sent in, not yet shown
    unsaid: tuple[str, ...] = ()  # fields that the last answer left out, and that stand as they were before it

"""One trial of the ISRCTN registry: ``fullTrial`` with its ``trial``, ``sponsor`` and ``funder``."""

import re
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from sources._reading import attribute, text_at, texts_at
from sources._registry import lines, once, phases, status_term
from watcher.dates import iso_date, midnight, moment
from watcher.ids.found import find_trials
from watcher.model import (
    Enrolment,
    Id,
    Intervention,
    Kind,
    Page,
    PartialDate,
    Passage,
    Record,
    Reference,
    Site,
    TrialDate,
    TrialFacts,
    TrialOutcome,
)

_NOTHING = (
    "not provided at time of registration",
    "plain english summary of protocol not provided at time of registration",
)
_NATIONS = {"England", "Scotland", "Wales", "Northern Ireland"}
_PMID = re.compile(r"(?:ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d{1,8})")


def read(full: etree._Element, page: Page) -> Record:
    """Return the record of one trial; raise ValueError where it has no number or no title."""
    number, title = _at(full, "trial/isrctn"), _at(full, "trial/trialDescription/title")
    if not (number.isascii() and number.isdigit()):
        raise ValueError("no number")
    if not (title or _at(full, "trial/trialDescription/scientificTitle")):
        raise ValueError("no title")
    number = f"ISRCTN{number}"
    trial = full.find("{*}trial")
    assigned = attribute(trial, "publicIdentifierDateAssigned")
    return Record(
        source="isrctn",
        source_id=number,
        kind=Kind.REGISTRATION,
        title=title or _at(full, "trial/trialDescription/scientificTitle"),
        retrieved=page.retrieved,
        url=f"https://www.isrctn.com/{number}",
        abstract=tuple(_abstract(full)),
        published=iso_date(assigned),
        entered=moment(assigned),
        updated=moment(attribute(trial, "lastUpdated")),
        ids=_ids(full, number),
        subjects=_every(full, "trial/conditions/condition/description"),
        trial=_facts(full, page.retrieved, iso_date(assigned), iso_date(attribute(trial, "lastUpdated"))),
    )


def _path(path: str) -> str:
    return "/".join(f"{{*}}{name}" for name in path.split("/"))


def _at(element: etree._Element, path: str) -> str:
    return text_at(element, _path(path))


def _every(element: etree._Element, path: str) -> tuple[str, ...]:
    return once(texts_at(element, _path(path)))


def _long(element: etree._Element, path: str) -> str:
    """Return a text of several lines; "" for the registry's ways of saying that there is none."""
    found = element.find(_path(path))
    text = lines("".join(map(str, found.itertext()))) if found is not None else ""
    return "" if text.lower() in _NOTHING else text


def _abstract(full: etree._Element) -> Iterator[Passage]:
    parts = (
        ("HYPOTHESIS", "trial/trialDescription/studyHypothesis"),
        ("SUMMARY", "trial/trialDescription/plainEnglishSummary"),
        ("INTERVENTION", "trial/interventions/intervention/description"),
    )
    for label, path in parts:
        text = _long(full, path)
        if text:
            yield Passage(text=text, label=label)


def _ids(full: etree._Element, number: str) -> frozenset[Id]:
    refs = ("eudraCTNumber", "clinicalTrialsGovNumber", "protocolSerialNumber", "secondaryNumbers/secondaryNumber")
    others = " | ".join(text for name in refs for text in _every(full, f"trial/externalRefs/{name}"))
    doi = _at(full, "trial/externalRefs/doi").lower()
    own = {Id("isrctn", number)} | ({Id("doi", doi)} if doi.startswith("10.") else set())
    return frozenset(own) | find_trials(others)


def _facts(
    full: etree._Element, now: datetime, assigned: PartialDate | None, updated: PartialDate | None
) -> TrialFacts:
    status, why = _status(full, now)
    design = "trial/trialDesign/interventionalTrialDesign"
    sponsors = _every(full, "sponsor/organisation")
    return TrialFacts(
        registry="isrctn",
        overall_status=status,
        why_stopped=why,
        acronym=_at(full, "trial/trialDescription/acronym"),
        official_title=_at(full, "trial/trialDescription/scientificTitle"),
        study_type=_at(full, "trial/trialDesign/primaryStudyDesign").upper(),
        phases=phases(_at(full, "trial/interventions/intervention/phase")),
        allocation=_at(full, f"{design}/allocation") or _at(full, "trial/trialDesign/secondaryStudyDesign"),
        masking=_at(full, f"{design}/masking"),
        model=_at(full, f"{design}/assignment"),
        purpose=", ".join(
            _every(full, f"{design}/purposes/purpose") or _every(full, "trial/trialDesign/trialTypes/trialType")
        ),
        enrolment=_enrolment(full),
        start=_date(full, "trial/participants/recruitmentStart", now),
        completion=_date(full, "trial/trialDesign/overallEndDate", now),
        first_posted=TrialDate(date=assigned, kind="actual") if assigned else None,
        last_update_posted=TrialDate(date=updated, kind="actual") if updated else None,
        has_results=_at(full, "trial/results/publicationStage").lower() == "results",
        sponsor=sponsors[0] if sponsors else "",
        collaborators=once((*sponsors[1:], *_every(full, "funder/name"))),
        conditions=_every(full, "trial/conditions/condition/description"),
        interventions=tuple(_interventions(full)),
        primary_outcomes=tuple(_outcomes(full, "primaryOutcome")),
        secondary_outcomes=tuple(_outcomes(full, "secondaryOutcome")),
        eligibility=_eligibility(full),
        countries=_countries(full),
        sites=tuple(_sites(full)),
        references=_references(full),
    )


def _status(full: etree._Element, now: datetime) -> tuple[str, str]:
    """Return the status and why: what the registrant set, else what the dates say, as the registry's own site does."""
    for override in ("recruitmentStatusOverride", "recruitmentStartStatusOverride"):
        words = _at(full, f"trial/participants/{override}")
        if words:
            return status_term(words), words
    start, end = (midnight(iso_date(_at(full, f"trial/participants/recruitment{name}"))) for name in ("Start", "End"))
    over = midnight(iso_date(_at(full, "trial/trialDesign/overallEndDate")))
    if over and over < now:
        return "COMPLETED", ""
    if end and end < now:
        return "ACTIVE_NOT_RECRUITING", ""
    if start is None:
        return "", ""
    return ("NOT_YET_RECRUITING" if start > now else "RECRUITING"), ""


def _enrolment(full: etree._Element) -> Enrolment | None:
    """Return the final number where there is one (0 means unknown), else the target."""
    for name, kind in (("totalFinalEnrolment", "actual"), ("targetEnrolment", "estimated")):
        number = _at(full, f"trial/participants/{name}")
        if number.isascii() and number.isdigit() and 0 < len(number) < 10 and int(number):
            return Enrolment(count=int(number), kind=kind)
    return None


def _date(full: etree._Element, path: str, now: datetime) -> TrialDate | None:
    date = iso_date(_at(full, path))
    return TrialDate(date=date, kind="actual" if date.earliest < now.date() else "estimated") if date else None


def _interventions(full: etree._Element) -> Iterator[Intervention]:
    for element in full.iterfind(_path("trial/interventions/intervention")):
        description, kind = _long(element, "description"), _at(element, "interventionType").lower()
        for name in once(re.split(r"[,;\n]", _long(element, "drugNames"))) or ([kind] if description else []):
            yield Intervention(name=name, kind=kind, description=description)


def _outcomes(full: etree._Element, name: str) -> Iterator[TrialOutcome]:
    """Yield the measures one by one where they are so registered, else the old single text."""
    measures = full.findall(_path(f"trial/trialDescription/{name}s/outcomeMeasure"))
    for measure in measures:
        yield TrialOutcome(
            measure=_at(measure, "variable"), description=_at(measure, "method"), time_frame=_at(measure, "timepoints")
        )
    text = _long(full, f"trial/trialDescription/{name}")
    if text and not measures:
        yield TrialOutcome(measure=text)


def _eligibility(full: etree._Element) -> str:
    parts = (("Inclusion criteria:", "inclusion"), ("Exclusion criteria:", "exclusion"))
    found = ((head, _long(full, f"trial/participants/{name}")) for head, name in parts)
    return "\n".join(f"{head}\n{text}" for head, text in found if text)


def _countries(full: etree._Element) -> tuple[str, ...]:
    names = _every(full, "trial/participants/recruitmentCountries/country")
    return tuple(sorted({"United Kingdom" if name in _NATIONS else name for name in names}))


def _sites(full: etree._Element) -> Iterator[Site]:
    for centre in full.iterfind(_path("trial/participants/trialCentres/trialCentre")):
        yield Site(facility=_at(centre, "name"), city=_at(centre, "city"), country=_at(centre, "country"))


def _references(full: etree._Element) -> tuple[Reference, ...]:
    texts = (_long(full, "trial/results/publicationDetails"), _long(full, "trial/outputs"))
    numbers = dict.fromkeys(number for text in texts for number in _PMID.findall(text))
    return tuple(Reference(pmid=number, kind="RESULT") for number in numbers)

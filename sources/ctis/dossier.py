"""A trial's dossier as CTIS's ``retrieve`` gives it.

The public API has no contract; its layout was observed by others and changed at once on 17 June 2024:
https://github.com/brunoamaral/gregory-ai (docs/ctis-public-api-schema.md), https://github.com/rfhb/ctrdata
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sources._registry import lines, once, phases
from sources.ctis.overview import MISSING, PHASES, STATUSES
from watcher.dates import earliest, iso_date, midnight, moment
from watcher.ids.found import find_trials
from watcher.json import count, dig, rows, word
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
from watcher.text import clean

Json = Mapping[str, Any]


def missing(dossier: Json) -> str:
    """Return the first key that every dossier has and this one lacks; "" where none is missing."""
    if not word(dossier, "ctNumber"):
        return "ctNumber"
    for path in (("ctPublicStatusCode",), ("authorizedApplication", "authorizedPartI", "trialDetails")):
        if dig(dossier, *path) is None:
            return ".".join(path)
    return ""


def read(dossier: Json, page: Page) -> Record:
    """Return the record of a dossier that has every key; raise ValueError where it has no title."""
    part = dig(dossier, "authorizedApplication", "authorizedPartI")
    details = dig(part, "trialDetails")
    names = dig(details, "clinicalTrialIdentifiers")
    title = clean(word(names, "publicTitle")) or clean(word(names, "fullTitle"))
    if not title:
        raise ValueError("no title: clinicalTrialIdentifiers.publicTitle and fullTitle are empty or missing")
    number = word(dossier, "ctNumber")
    published = iso_date(word(dossier, "publishDate"))
    return Record(
        source="ctis",
        source_id=number,
        kind=Kind.REGISTRATION,
        title=title,
        retrieved=page.retrieved,
        url=f"https://euclinicaltrials.eu/ctis-public/view/{number}",
        abstract=tuple(_abstract(dig(details, "trialInformation"))),
        published=earliest(*_decisions(dossier)),
        updated=moment(word(dossier, "publishDate")) or midnight(published),
        ids=_ids(dossier, number, names),
        subjects=_conditions(part, details),
        trial=_facts(dossier, part, details, published),
    )


def _abstract(information: object) -> Iterator[Passage]:
    objective = lines(word(information, "trialObjective", "mainObjective"))
    if objective:
        yield Passage(text=objective, label="OBJECTIVE", category="OBJECTIVE")


def _ids(dossier: Json, number: str, names: object) -> frozenset[Id]:
    secondary = dig(names, "secondaryIdentifyingNumbers")
    others = [word(value, "number") for value in (secondary or {}).values()] if isinstance(secondary, Mapping) else []
    others += [word(row, "number") for row in rows(secondary, "additionalRegistries")]
    linked = word(dossier, "authorizedApplication", "eudraCt", "eudraCtCode")
    code = clean(word(names, "shortTitle"))
    sponsor = {Id("sponsor", code)} if code and len(code) < 40 else set()
    return frozenset({Id("ctis", number)} | sponsor) | find_trials(" | ".join([linked, *others]))


def _conditions(part: object, details: object) -> tuple[str, ...]:
    registered = rows(part, "medicalConditions")
    inner = rows(details, "trialInformation", "medicalCondition", "partIMedicalConditions")
    return once(word(row, "medicalCondition") for row in (*registered, *inner))


def _facts(dossier: Json, part: object, details: object, published: PartialDate | None) -> TrialFacts:
    information = dig(details, "trialInformation")
    names = dig(details, "clinicalTrialIdentifiers")
    code = count(dossier, "ctPublicStatusCode") or 0
    sponsors = _sponsors(part)
    return TrialFacts(
        registry="ctis",
        overall_status=STATUSES.get(code, ("UNKNOWN", ""))[0],
        why_stopped=STATUSES.get(code, ("", f"{MISSING} {code}"))[1],
        official_title=clean(word(names, "fullTitle")),
        study_type="INTERVENTIONAL",  # CTIS holds nothing else
        phases=_phases(dossier, information),
        enrolment=_enrolment(dossier, part),
        start=_start(dossier, information),
        completion=_estimated(information, "estimatedGlobalEndDate", "estimatedEndDate"),
        last_update_posted=TrialDate(date=published, kind="actual") if published else None,
        has_results=any(dig(dossier, "results").values()) if isinstance(dig(dossier, "results"), Mapping) else False,
        sponsor=sponsors[0] if sponsors else "",
        collaborators=sponsors[1:],
        conditions=_conditions(part, details),
        interventions=tuple(_interventions(part)),
        primary_outcomes=tuple(_outcomes(information, "primaryEndPoints")),
        secondary_outcomes=tuple(_outcomes(information, "secondaryEndPoints")),
        eligibility=_eligibility(dig(information, "eligibilityCriteria")),
        countries=_countries(dossier, part),
        sites=tuple(_sites(dossier)),
        references=tuple(_references(details)),
        documents=once(f"{word(row, 'documentTypeLabel')}: {word(row, 'title')}" for row in rows(dossier, "documents")),
    )


def _sponsors(part: object) -> tuple[str, ...]:
    by_rank = sorted(rows(part, "sponsors"), key=lambda sponsor: sponsor.get("primary") is not True)
    return once(word(sponsor, "organisation", "name") for sponsor in by_rank)


def _phases(dossier: Json, information: object) -> tuple[str, ...]:
    """Read the phase from its words where ``search`` gave them, else from the code (5 is phase 3)."""
    words = word(dossier, "trialPhase")
    return phases(words) if words else PHASES.get(word(information, "trialCategory", "trialPhase"), ())


def _enrolment(dossier: Json, part: object) -> Enrolment | None:
    """Add the participants planned in each member state and those in the rest of the world."""
    states = [count(row, "recruitmentSubjectCount") for row in _member_states(dossier)]
    numbers = [number for number in (*states, count(part, "rowSubjectCount")) if number is not None]
    return Enrolment(count=sum(numbers), kind="estimated") if numbers else None


def _member_states(dossier: Json) -> Iterator[Json]:
    yield from rows(dossier, "authorizedApplication", "authorizedPartsII")


def _start(dossier: Json, information: object) -> TrialDate | None:
    periods = (period for state in _member_states(dossier) for period in rows(state, "mscInfo", "trialPeriod"))
    started = earliest(*(iso_date(word(period, "trialStartDate")) for period in periods))
    if started:
        return TrialDate(date=started, kind="actual")
    return _estimated(information, "estimatedRecruitmentStartDate")


def _estimated(information: object, *keys: str) -> TrialDate | None:
    dates = (iso_date(word(information, "trialDuration", key)) for key in keys)
    date = next(filter(None, dates), None)
    return TrialDate(date=date, kind="estimated") if date else None


def _decisions(dossier: Json) -> Iterator[PartialDate | None]:
    for application in rows(dossier, "authorizedApplication", "applicationInfo"):
        yield iso_date(word(application, "decisionDate"))
    for state in rows(dossier, "authorizedApplication", "memberStatesConcerned"):
        yield iso_date(word(state, "firstDecisionDate"))


def _interventions(part: object) -> Iterator[Intervention]:
    roles = _roles(part)
    for product in rows(part, "products"):
        entry = dig(product, "productDictionaryInfo")
        name = clean(word(product, "productName")) or clean(word(entry, "prodName"))
        substance = clean(word(entry, "activeSubstanceName"))
        if name or substance:
            others = once((substance, word(product, "jsonActiveSubstanceNames"), word(entry, "sponsorProductCode")))
            yield Intervention(
                name=name or substance,
                kind="drug",
                description=_dose(product, roles.get(word(product, "id"), "")),
                other_names=tuple(other for other in others if other != (name or substance)),
            )


def _roles(part: object) -> Mapping[str, str]:
    """Return "test", "comparator", ... by the product's id."""
    groups = rows(part, "productRoleGroupInfos")
    return {
        word(row, "id"): word(group, "productRoleName").lower() for group in groups for row in rows(group, "products")
    }


def _dose(product: Json, role: str) -> str:
    """Return the product's part in the trial, form, route and the highest doses, as far as they are given."""
    routes = product.get("routes")
    parts = (
        role,
        word(product, "pharmaceuticalFormDisplay").lower(),
        ", ".join(route.lower() for route in routes if isinstance(route, str)) if isinstance(routes, list) else "",
        _amount("at most", product, "maxDailyDoseAmount", "doseUom", "a day"),
        _amount("at most", product, "maxTotalDoseAmount", "doseUomTotal", "in total"),
    )
    return "; ".join(filter(None, parts))


def _amount(before: str, product: Json, amount: str, unit: str, after: str) -> str:
    number, of_what = word(product, amount), word(product, unit).partition(" ")[0]
    return f"{before} {number} {of_what} {after}" if number and of_what else ""


def _outcomes(information: object, key: str) -> Iterator[TrialOutcome]:
    for row in rows(information, "endPoint", key):
        measure = clean(word(row, "endPoint"))
        if measure:
            yield TrialOutcome(measure=measure)


def _eligibility(criteria: object) -> str:
    inclusion = [word(row, "principalInclusionCriteria") for row in rows(criteria, "principalInclusionCriteria")]
    exclusion = [word(row, "principalExclusionCriteria") for row in rows(criteria, "principalExclusionCriteria")]
    parts = (("Inclusion criteria:", inclusion), ("Exclusion criteria:", exclusion))
    return "\n".join(lines("\n".join([head, *texts])) for head, texts in parts if any(texts))


def _countries(dossier: Json, part: object) -> tuple[str, ...]:
    states = rows(dossier, "authorizedApplication", "memberStatesConcerned")
    beyond = rows(part, "rowCountriesInfo")
    parts = (word(state, "mscInfo", "countryName") for state in _member_states(dossier))
    names = (*(word(row, "mscName") for row in states), *(word(row, "name") for row in beyond), *parts)
    return tuple(sorted(once(names)))


def _sites(dossier: Json) -> Iterator[Site]:
    for state in _member_states(dossier):
        for row in rows(state, "trialSites"):
            place = dig(row, "organisationAddressInfo")
            yield Site(
                facility=clean(word(place, "organisation", "name")),
                city=clean(word(place, "address", "city")),
                country=clean(word(place, "address", "countryName")) or clean(word(state, "mscInfo", "countryName")),
                status=clean(word(state, "mscInfo", "trialStatus")),
            )


def _references(details: object) -> Iterator[Reference]:
    codes = dig(details, "pubmedCode")
    for code in codes if isinstance(codes, list) else []:
        if isinstance(code, str | int) and str(code).strip().isdigit():
            yield Reference(pmid=str(code).strip(), kind="BACKGROUND")

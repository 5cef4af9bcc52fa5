"""What a study says of its trial, in plain text; every module may be missing.

https://clinicaltrials.gov/data-api/about-api/study-data-structure
Its texts are in markdown: https://clinicaltrials.gov/data-api/about-api/api-migration
"""

import re
from collections.abc import Iterator

from sources._registry import lines, once
from watcher.dates import iso_date
from watcher.json import count, dig, rows, word
from watcher.model import Arm, Enrolment, Intervention, Page, Reference, Site, TrialDate, TrialFacts, TrialOutcome
from watcher.text import clean


def read_facts(study: object) -> TrialFacts:
    """Return the facts of a study, empty where it says nothing."""
    protocol = dig(study, "protocolSection")
    status, design = dig(protocol, "statusModule"), dig(protocol, "designModule")
    names, people = dig(protocol, "identificationModule"), dig(protocol, "contactsLocationsModule")
    sponsors, sites = dig(protocol, "sponsorCollaboratorsModule"), tuple(_sites(people))
    return TrialFacts(
        registry="clinicaltrials",
        overall_status=word(status, "overallStatus"),
        last_known_status=word(status, "lastKnownStatus"),
        why_stopped=plain(word(status, "whyStopped")),
        acronym=plain(word(names, "acronym")),
        official_title=plain(word(names, "officialTitle")),
        study_type=word(design, "studyType"),
        phases=words(design, "phases"),
        allocation=word(design, "designInfo", "allocation"),
        masking=word(design, "designInfo", "maskingInfo", "masking"),
        model=word(design, "designInfo", "interventionModel") or word(design, "designInfo", "observationalModel"),
        purpose=word(design, "designInfo", "primaryPurpose"),
        enrolment=_enrolment(design),
        start=_date(status, "startDateStruct"),
        primary_completion=_date(status, "primaryCompletionDateStruct"),
        completion=_date(status, "completionDateStruct"),
        first_posted=_date(status, "studyFirstPostDateStruct"),
        last_update_posted=_date(status, "lastUpdatePostDateStruct"),
        results_first_posted=_date(status, "resultsFirstPostDateStruct"),
        has_results=dig(study, "hasResults") is True,
        sponsor=plain(word(sponsors, "leadSponsor", "name")),
        collaborators=once(plain(word(row, "name")) for row in rows(sponsors, "collaborators")),
        conditions=words(protocol, "conditionsModule", "conditions"),
        arms=tuple(_arms(protocol)),
        interventions=tuple(_interventions(protocol)),
        primary_outcomes=tuple(_outcomes(protocol, "primaryOutcomes")),
        secondary_outcomes=tuple(_outcomes(protocol, "secondaryOutcomes")),
        eligibility=paragraphs(word(protocol, "eligibilityModule", "eligibilityCriteria")),
        countries=tuple(sorted({site.country for site in sites if site.country})),
        sites=sites,
        contacts=tuple(_contacts(people)),
        references=tuple(_references(protocol)),
        documents=tuple(_documents(study)),
        unposted_events=tuple(_unposted(study)),
    )


def _date(status: object, name: str) -> TrialDate | None:
    date = iso_date(word(status, name, "date"))
    return TrialDate(date=date, kind=word(status, name, "type").lower()) if date else None


def _enrolment(design: object) -> Enrolment | None:
    number = count(design, "enrollmentInfo", "count")
    return None if number is None else Enrolment(count=number, kind=word(design, "enrollmentInfo", "type").lower())


def _arms(protocol: object) -> Iterator[Arm]:
    for row in rows(protocol, "armsInterventionsModule", "armGroups"):
        yield Arm(
            label=plain(word(row, "label")),
            kind=word(row, "type").lower().replace("_", " "),
            description=plain(word(row, "description")),
            interventions=words(row, "interventionNames"),
        )


def _interventions(protocol: object) -> Iterator[Intervention]:
    for row in rows(protocol, "armsInterventionsModule", "interventions"):
        yield Intervention(
            name=plain(word(row, "name")),
            kind=word(row, "type").lower().replace("_", " "),
            description=plain(word(row, "description")),
            other_names=words(row, "otherNames"),
        )


def _outcomes(protocol: object, name: str) -> Iterator[TrialOutcome]:
    for row in rows(protocol, "outcomesModule", name):
        yield TrialOutcome(
            measure=plain(word(row, "measure")),
            description=plain(word(row, "description")),
            time_frame=plain(word(row, "timeFrame")),
        )


def _sites(module: object) -> Iterator[Site]:
    for row in rows(module, "locations"):
        yield Site(
            facility=plain(word(row, "facility")),
            city=plain(word(row, "city")),
            country=plain(word(row, "country")),
            status=word(row, "status"),
        )


def _contacts(module: object) -> Iterator[str]:
    for row in (*rows(module, "centralContacts"), *rows(module, "overallOfficials")):
        parts = (plain(word(row, "name")), plain(word(row, "affiliation")))
        if named := ", ".join(filter(None, parts)):
            yield named


def _references(protocol: object) -> Iterator[Reference]:
    for row in rows(protocol, "referencesModule", "references"):
        yield Reference(
            citation=plain(word(row, "citation")),
            pmid=word(row, "pmid"),
            kind=word(row, "type"),
            retracted=any(True for _ in rows(row, "retractions")),
        )


def _documents(study: object) -> Iterator[str]:
    for row in rows(study, "documentSection", "largeDocumentModule", "largeDocs"):
        if label := plain(word(row, "label")) or word(row, "filename"):
            date = word(row, "date")
            yield f"{label} ({date})" if date else label


def _unposted(study: object) -> Iterator[str]:
    annotation = dig(study, "annotationSection", "annotationModule", "unpostedAnnotation")
    for row in rows(annotation, "unpostedEvents"):
        yield " ".join(filter(None, (word(row, "type"), word(row, "date"))))


NUMBER = re.compile(r"NCT\d{8}")
_OWN_ADDRESS = re.compile(r"/studies/(NCT\d{8})(?:[?#]|$)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|^=&$%@:;,?/'\"])")


def asked_number(page: Page) -> str:
    """Return the number of the one trial whose own address was asked; "" where it was any other address."""
    found = _OWN_ADDRESS.search(page.url)
    return found[1] if found else ""


def plain(text: str) -> str:
    """Return a text of one line without markdown's escapes: a backslash before a mark goes."""
    return clean(_ESCAPED.sub(r"\1", text))


def paragraphs(text: str) -> str:
    """Return a text of several lines, line by line, without escapes and empty lines."""
    return lines(_ESCAPED.sub(r"\1", text))


def words(value: object, *path: str) -> tuple[str, ...]:
    """Return the texts of the list at the path, plain and once each; none where there is no list."""
    found = dig(value, *path)
    return once(plain(each) for each in found if isinstance(each, str)) if isinstance(found, list) else ()

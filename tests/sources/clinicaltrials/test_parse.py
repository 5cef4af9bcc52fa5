import gzip
import json
from datetime import UTC, datetime

import pytest

from fakes import DATA, NOW, page, payloads, real
from sources.clinicaltrials import Source
from watcher.errors import ParseError
from watcher.model import (
    Arm,
    Enrolment,
    Id,
    Intervention,
    Kind,
    PartialDate,
    Passage,
    Record,
    Reference,
    Relation,
    RelationKind,
    Site,
    TrialDate,
    TrialFacts,
    TrialOutcome,
    Unreadable,
)  # fmt: skip

USUAL = (DATA / "clinicaltrials/usual.json").read_bytes()


def parse(body, url="https://clinicaltrials.gov/api/v2/studies?query.term=x"):
    return list(Source().parse(page(body, url)))


def test_a_usual_study_is_read_to_its_last_useful_field():
    assert parse(USUAL) == [
        Record(
            source="clinicaltrials",
            source_id="NCT90000001",
            kind=Kind.REGISTRATION,
            title="An Invented Trial of a Higher Dose",
            retrieved=NOW,
            url="https://clinicaltrials.gov/study/NCT90000001",
            abstract=(
                Passage(
                    label="SUMMARY",
                    text="Progression-free survival on 20 mg every 2 weeks.\nKi-67 > 3 % counts; see NCT90000003.",
                ),
            ),
            published=PartialDate(2021, 9, 21),
            entered=datetime(2021, 9, 21, tzinfo=UTC),
            updated=datetime(2026, 11, 18, tzinfo=UTC),
            ids=frozenset(
                {
                    Id("nct", "NCT90000001"),
                    Id("nct", "NCT90000009"),
                    Id("sponsor", "HS-19-657"),
                    Id("eudract", "2021-000849-40"),
                }
            ),
            mentions=frozenset({Id("nct", "NCT90000002"), Id("nct", "NCT90000003")}),
            relations=(Relation(kind=RelationKind.CITES, id=Id("pmid", "90000001"), note="RESULT"),),
            subjects=("GEP-NET", "Neuroendocrine Tumors"),
            substances=("Octreotide",),
            keywords=("dose escalation", "octreotide"),
            trial=FACTS,
        )
    ]


FACTS = TrialFacts(
    registry="clinicaltrials",
    overall_status="UNKNOWN",
    last_known_status="RECRUITING",
    why_stopped="Money & time",
    acronym="INVENTED",
    official_title="A Phase 3 Trial [Invented] of Octreotide Depot",
    study_type="INTERVENTIONAL",
    phases=("PHASE2", "PHASE3"),
    allocation="RANDOMIZED",
    masking="NONE",
    model="PARALLEL",
    purpose="TREATMENT",
    enrolment=Enrolment(count=332, kind="estimated"),
    start=TrialDate(date=PartialDate(2021, 11, 24), kind="actual"),
    primary_completion=TrialDate(date=PartialDate(2026, 6), kind="estimated"),
    completion=TrialDate(date=PartialDate(2029, 12, 31), kind="estimated"),
    first_posted=TrialDate(date=PartialDate(2021, 9, 21), kind="actual"),
    last_update_posted=TrialDate(date=PartialDate(2026, 11, 18), kind="estimated"),
    results_first_posted=TrialDate(date=PartialDate(2026, 11, 2), kind="actual"),
    has_results=True,
    results_url="https://clinicaltrials.gov/study/NCT90000001?tab=results",
    sponsor="Invented AB",
    collaborators=("A University",),
    conditions=("GEP-NET",),
    arms=(
        Arm(
            label="Depot",
            kind="experimental",
            description="20 mg every 2 weeks",
            interventions=("Drug: Octreotide depot",),
        ),
    ),
    interventions=(
        Intervention(name="Octreotide depot", kind="drug", description="20 mg (sc)", other_names=("CAM2029",)),
    ),
    primary_outcomes=(TrialOutcome(measure="PFS", description="By blinded review", time_frame="194 events"),),
    secondary_outcomes=(TrialOutcome(measure="OS"),),
    eligibility="Inclusion Criteria:\n* Grade 1 to 2\n* Ki-67 <= 20 %",
    countries=("Denmark", "Sweden"),
    sites=(
        Site(facility="Hospital B", city="Uppsala", country="Sweden", status="RECRUITING"),
        Site(facility="Hospital A", city="Aarhus", country="Denmark"),
    ),
    contacts=("Trial Office", "A Person, MD, A University"),
    references=(
        Reference(citation="Somebody. A paper. 2026.", pmid="90000001", kind="RESULT", retracted=True),
        Reference(citation="No number."),
    ),
    documents=("Study Protocol (2021-08-01)",),
    unposted_events=("RELEASE 2026-09-01", "RESET"),
)


def study(number="NCT90000001", **modules):
    return {"protocolSection": {"identificationModule": {"nctId": number}, **modules}}


def test_a_study_of_which_nothing_is_said_is_read_as_far_as_it_goes():
    (record,) = parse(json.dumps(study()).encode())

    assert (record.title, record.published, record.updated, record.text) == ("", None, None, "")
    assert record.trial == TrialFacts(registry="clinicaltrials")


@pytest.mark.parametrize("wrong", [None, 7, "x", [], {}, [None], [7], {"date": 5}, True])
def test_a_module_of_another_shape_costs_its_own_facts_only(wrong):
    names = ("statusModule", "designModule", "referencesModule", "contactsLocationsModule", "conditionsModule",
             "armsInterventionsModule", "outcomesModule", "descriptionModule", "eligibilityModule",
             "sponsorCollaboratorsModule")  # fmt: skip
    modules = dict.fromkeys(names, wrong)
    modules["statusModule"] = {"startDateStruct": wrong, "overallStatus": wrong}

    (record,) = parse(json.dumps(study(**modules)).encode())

    assert record.source_id == "NCT90000001"


def test_a_study_without_a_number_costs_no_other():
    body = json.dumps({"studies": [study(), study("NCT1"), {}, None, study("NCT90000002")]}).encode()

    first, short, empty, null, last = parse(body)

    assert (first.source_id, last.source_id) == ("NCT90000001", "NCT90000002")
    assert [each.reason for each in (short, empty, null)] == ["its number is 'NCT1'", *["it has no number"] * 2]
    assert isinstance(short, Unreadable)


def test_a_number_that_stands_for_another_trial_is_an_alias_of_it():
    (record,) = parse(json.dumps(study("NCT90000002")), "http://127.0.0.1:1/api/v2/studies/NCT90000001")

    assert record.source_id == "NCT90000002"
    assert record.ids == {Id("nct", "NCT90000001"), Id("nct", "NCT90000002")}


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b'{"studies": [', b"[]", b"{}", b'{"studies": {}}', b"null", b'{"studies": NaN}', b"[" * 99_999,
     b"\xff\xfe", b"`query.recrs` is unknown parameter"],
)  # fmt: skip
def test_what_is_no_study_is_an_error_and_no_empty_success(body):
    with pytest.raises(ParseError):
        parse(body)


def test_an_empty_list_is_empty():
    assert parse(b'{"totalCount": 0, "studies": []}') == []


@pytest.mark.parametrize(
    ("path", "claims"),
    [
        ("NCT06631677_2026-02-05.json", {"start": None, "phases": (), "sites": ()}),
        ("NCT02278341_alias_of_NCT02552212.json", {"overall_status": "COMPLETED"}),
        ("series/NCT05294952_2026-03-03_b.json", {"overall_status": "UNKNOWN"}),
    ],
)
def test_an_odd_study_is_read(path, claims):
    for body in payloads(f"ctgov/{path}"):
        (record,) = parse(body)

        assert {name: getattr(record.trial, name) for name in claims} == claims


def test_all_recorded_studies_are_read():
    lines = gzip.decompress(real("ctgov/bulk_1178_studies_trimmed.jsonl.gz").read_bytes()).splitlines()
    records = parse(b'{"studies": [' + b",".join(lines) + b"]}")

    assert all(isinstance(record, Record) and record.title for record in records)
    assert sum(record.trial.start is None for record in records) == 6
    assert not any("\\>" in record.text for record in records)

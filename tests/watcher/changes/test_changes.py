from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import NOW
from watcher.changes import compare, fingerprint
from watcher.model import (
    Arm,
    Enrolment,
    Id,
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
    Venue,
    Weight,
)

FACTS = TrialFacts(
    registry="ClinicalTrials.gov",
    overall_status="RECRUITING",
    enrolment=Enrolment(count=300, kind="estimated"),
    start=TrialDate(date=PartialDate(2021, 10), kind="actual"),
    primary_completion=TrialDate(date=PartialDate(2025, 12), kind="estimated"),
    completion=TrialDate(date=PartialDate(2027, 6), kind="estimated"),
    sponsor="Camurus AB",
    phases=("PHASE3",),
    arms=(Arm(label="CAM2029", description="20 mg every 2 weeks"),),
    primary_outcomes=(TrialOutcome(measure="Progression-free survival", time_frame="up to 4 years"),),
    secondary_outcomes=(TrialOutcome(measure="Overall survival"), TrialOutcome(measure="Response rate")),
    eligibility="Adults with GEP-NET. Well-differentiated tumours.",
    countries=("France", "Sweden"),
    sites=(Site(facility="Lund", city="Lund", country="Sweden"),),
    contacts=("A. Person",),
)
TRIAL = Record(
    source="clinicaltrials",
    source_id="NCT05050942",
    kind=Kind.REGISTRATION,
    title="SORENTO",
    retrieved=NOW,
    trial=FACTS,
)
PAPER = Record(
    source="pubmed",
    source_id="1",
    kind=Kind.ARTICLE,
    title="High-dose octreotide",
    retrieved=NOW,
    abstract=(Passage(text="One sentence. Another one."),),
    publication_types=("Journal Article",),
)


def changed(**facts) -> Record:
    return replace(TRIAL, trial=replace(FACTS, **facts))


@pytest.mark.parametrize(
    ("facts", "field", "before", "after", "weight", "note"),
    [
        (
            {"overall_status": "ACTIVE_NOT_RECRUITING"},
            "overall status",
            "recruiting",
            "active not recruiting",
            "high",
            "",
        ),
        ({"why_stopped": "Slow accrual"}, "why stopped", "", "Slow accrual", "high", ""),
        ({"has_results": True}, "results", "", "posted", "high", ""),
        (
            {"results_first_posted": TrialDate(date=PartialDate(2026, 11, 2), kind="actual")},
            "results",
            "",
            "posted 2026-11-02",
            "high",
            "",
        ),
        (
            {"primary_completion": TrialDate(date=PartialDate(2026, 6), kind="estimated")},
            "primary completion date",
            "2025-12 (estimated)",
            "2026-06 (estimated)",
            "high",
            "slips by 6 months",
        ),
        (
            {"primary_completion": TrialDate(date=PartialDate(2025, 12), kind="actual")},
            "primary completion date",
            "2025-12 (estimated)",
            "2025-12 (actual)",
            "high",
            "",
        ),
        (
            {"completion": TrialDate(date=PartialDate(2027, 5), kind="estimated")},
            "completion date",
            "2027-06 (estimated)",
            "2027-05 (estimated)",
            "medium",
            "comes forward by 1 month",
        ),
        (
            {"enrolment": Enrolment(count=302, kind="actual")},
            "enrolment",
            "300 (estimated)",
            "302 (actual)",
            "high",
            "+2",
        ),
        (
            {"primary_outcomes": (TrialOutcome(measure="Overall survival"),)},
            "primary outcomes",
            "Progression-free survival, up to 4 years",
            "Overall survival",
            "high",
            "",
        ),
        (
            {"unposted_events": ("RELEASE 2026-10-01",)},
            "results sent to the registry",
            "",
            "RELEASE 2026-10-01",
            "high",
            "",
        ),
        (
            {"secondary_outcomes": (*FACTS.secondary_outcomes, TrialOutcome(measure="Safety"))},
            "secondary outcomes",
            "",
            "Safety",
            "medium",
            "",
        ),
        (
            {"eligibility": "Adults with GEP-NET. Any grade."},
            "eligibility",
            "Well-differentiated tumours.",
            "Any grade.",
            "medium",
            "",
        ),
        ({"sponsor": "Another"}, "sponsor", "Camurus AB", "Another", "medium", ""),
        ({"phases": ("PHASE2", "PHASE3")}, "phase", "", "phase 2", "medium", ""),
        ({"countries": ("France", "Japan", "Sweden")}, "countries", "", "Japan", "low", ""),
        (
            {"references": (Reference(pmid="38238865", kind="BACKGROUND"),)},
            "references",
            "",
            "PMID 38238865",
            "low",
            "",
        ),
        ({"references": (Reference(pmid="9", kind="RESULT"),)}, "references", "", "results: PMID 9", "high", ""),
        ({"references": (Reference(pmid="9", retracted=True),)}, "references", "", "RETRACTED PMID 9", "high", ""),
    ],
)
def test_a_change_of_a_registration_is_named_and_weighed(facts, field, before, after, weight, note):
    (change,) = compare(TRIAL, changed(**facts), NOW)

    assert (change.field, change.before, change.after) == (field, before, after)
    assert (change.weight, change.note) == (Weight(weight), note)


def test_contacts_and_sites_are_folded_into_one_line():
    sites = tuple(Site(facility=f"Hospital {i}", country="France") for i in range(40))

    (change,) = compare(TRIAL, changed(sites=sites, contacts=("B. Person",)), NOW)

    assert (change.field, change.weight) == ("contacts and sites", Weight.NOISE)
    assert (change.before, change.after) == ("2 as they were", "41 as they are")


@pytest.mark.parametrize(
    "facts",
    [
        {"sites": (Site(facility="Lund", city="Malmö", country="Sweden"),)},
        {"last_update_posted": TrialDate(date=PartialDate(2026, 11, 1), kind="actual")},
        {"status_verified": PartialDate(2026, 10)},
        {"countries": ("Sweden", "France")},
        {"secondary_outcomes": tuple(reversed(FACTS.secondary_outcomes))},
        {"eligibility": "Adults with  GEP‑NET. Well-differentiated tumours."},
    ],
)
def test_what_is_no_news_is_no_change(facts):
    assert compare(TRIAL, changed(**facts), NOW) == ()
    assert fingerprint(changed(**facts)) == fingerprint(TRIAL)


def test_the_weightiest_change_comes_first():
    changes = compare(TRIAL, changed(countries=("France",), overall_status="COMPLETED", sponsor="X"), NOW)

    assert [change.field for change in changes] == ["overall status", "sponsor", "countries"]


def test_a_retraction_of_a_paper_is_high():
    retracted = replace(
        PAPER,
        relations=(Relation(kind=RelationKind.RETRACTED_BY, id=Id("pmid", "2")),),
        publication_types=("Journal Article", "Retracted Publication"),
    )

    changes = compare(PAPER, retracted, NOW)

    assert [(c.field, c.after, c.weight) for c in changes][:2] == [
        ("notices", "retracted by PMID 2", Weight.HIGH),
        ("publication type", "Retracted Publication", Weight.HIGH),
    ]


def test_print_after_electronic_publication_is_noise():
    printed = replace(PAPER, venue=Venue(title="Lancet", volume="403", pages="1-9"))

    assert {change.weight for change in compare(PAPER, printed, NOW)} == {Weight.NOISE}


def test_a_new_record_has_no_changes():
    assert compare(None, TRIAL, NOW) == ()


def test_a_long_text_is_shown_in_part():
    (change,) = compare(TRIAL, changed(eligibility="Long. " + "word " * 500), NOW)

    assert len(change.after) <= 600
    assert change.after.endswith("…")


@given(st.permutations(["a", "b", "c", "d"]), st.text(max_size=30))
def test_a_record_compared_with_itself_in_any_order_shows_nothing(names, text):
    one = changed(collaborators=("a", "b", "c", "d"), eligibility=text)
    other = changed(collaborators=tuple(names), eligibility=text)

    assert compare(one, other, NOW) == ()
    assert compare(one, one, NOW) == ()
    assert fingerprint(one) == fingerprint(other)


@given(st.text(max_size=20), st.text(max_size=20))
def test_versions_with_equal_fingerprints_have_no_changes_and_others_have_some(one, other):
    first, second = changed(sponsor=one), changed(sponsor=other)

    assert (fingerprint(first) == fingerprint(second)) == (compare(first, second, NOW) == ())

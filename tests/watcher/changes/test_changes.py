from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import NOW
from watcher.changes import compare, fingerprint, is_older, joined, settle
from watcher.changes.meaning import is_same_date, moved
from watcher.model import (
    Arm,
    Enrolment,
    Id,
    Kind,
    PartialDate,
    Passage,
    PostedContrast,
    PostedOutcome,
    PostedValue,
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


def outcome(hazard, measure="PFS", title="Octreotide LAR"):
    """Return a posted outcome of two arms."""
    values = (PostedValue(group="CAM2029", value="24.8", n="166"), PostedValue(group=title, value="19.3"))
    ratio = PostedContrast(groups=("CAM2029", title), estimate="Hazard Ratio (HR)", value=hazard)
    return PostedOutcome(measure=measure, values=values, statistic="median", unit="months", contrasts=(ratio,))


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
            {"has_results": True, "posted": (outcome("0.76"), outcome("0.9", "OS", "O" * 500))},
            "results",
            "",
            "posted; PFS: median 24.8 months [CAM2029, n = 166] against 19.3 months [Octreotide LAR]; HR 0.76; 1 more in the registry",
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
        ({"completion": None}, "completion date", "2027-06 (estimated)", "", "high", ""),
        (
            {"completion": TrialDate(date=PartialDate(2028), kind="")},
            "completion date",
            "2027-06 (estimated)",
            "2028",
            "high",
            "",
        ),
        (
            {"enrolment": Enrolment(count=302, kind="actual")},
            "enrolment",
            "300 (estimated)",
            "302 (actual)",
            "high",
            "+2",
        ),
        ({"enrolment": Enrolment(count=300)}, "enrolment", "300 (estimated)", "300", "high", ""),
        ({"enrolment": None}, "enrolment", "300 (estimated)", "", "high", ""),
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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026-12 (estimated)", "2026-12-01 (estimated)", True),
        ("2026", "2026-12-01", True),
        ("2026-12 (estimated)", "2026-12-01 (actual)", False),
        ("2026-12", "2026-12 (actual)", False),
        ("2026-12", "2027-12", False),
        ("soon", "2026-12", False),
        ("2026-12", "soon", False),
        ("soon", "soon", False),
    ],
)
def test_dates_are_the_same_as_far_as_both_go(one, other, same):
    assert is_same_date(one, other) is same


@pytest.mark.parametrize(
    ("old", "new", "months"),
    [
        ("2026-12", "2028-02-15", 14),
        ("2026-12 (estimated)", "2026-10 (estimated)", -2),
        ("2026-12-01", "2026-12-31", 0),
        ("2026-12 (estimated)", "2026-12 (actual)", None),
        ("2026-12", "2027", None),
        ("2026", "2027-12", None),
        ("soon", "2026-12", None),
        ("2026-12", "soon", None),
    ],
)
def test_a_date_moves_by_months_where_both_say_one_and_are_of_one_nature(old, new, months):
    assert moved(old, new) == months


def test_a_new_record_has_no_changes():
    assert compare(None, TRIAL, NOW) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x" * 300 + " " + "y" * 299, "x" * 300 + " " + "y" * 299),
        ("x" * 300 + " " + "y" * 300, "x" * 300 + "…"),
        ("x" * 300 + " " + "y" * 297 + " zz", "x" * 300 + " " + "y" * 297 + "…"),
    ],
)
def test_a_text_of_more_than_600_signs_is_cut_after_a_word(text, shown):
    (change,) = compare(TRIAL, changed(eligibility=text), NOW)

    assert change.after == shown


NEWS = Record(
    source="feeds", source_id="7", kind=Kind.NEWS, title="A readout", retrieved=NOW, abstract=(Passage(text="One."),)
)


@pytest.mark.parametrize(
    ("told", "field", "weight"),
    [
        ({"title": "Another readout"}, "title", "high"),
        ({"abstract": (Passage(text="Two."),)}, "summary", "medium"),
        ({"published": PartialDate(2026, 11)}, "published", "noise"),
        ({"ids": frozenset({Id("doi", "10.1000/1")})}, "identifiers", "noise"),
    ],
)
def test_news_that_is_written_anew_is_news_again(told, field, weight):
    changes = compare(NEWS, replace(NEWS, **told), NOW)

    assert [(change.field, change.weight) for change in changes] == [(field, Weight(weight))]


@pytest.mark.parametrize(
    ("before", "after", "is_news"),
    [
        ("Read 12 times. One.", "Read 1,204 times. One.", False),
        ("One. 3 comments", "One. 41 comments", False),
        ("One. Views: 3", "One. Views: 1.204", False),
        ("HR 0.54", "HR 0.45", True),
        ("301 patients read the form", "302 patients read the form", True),
        ("Dosed 12 times", "Dosed 14 times", True),
    ],
)
def test_how_often_news_was_read_is_no_news(before, after, is_news):
    one, other = (replace(NEWS, abstract=(Passage(text=text),)) for text in (before, after))

    assert bool(compare(one, other, NOW)) is is_news


def test_the_papers_that_a_registration_cites_are_no_relations_of_its_own():
    cited, stated = (Relation(kind=kind, id=Id("pmid", "7")) for kind in (RelationKind.CITES, RelationKind.UPDATES))

    changes = compare(TRIAL, replace(TRIAL, relations=(cited, stated)), NOW)

    assert [(change.field, change.after) for change in changes] == [("relations", "updates pmid:7")]


def test_a_fingerprint_has_32_hexadecimal_digits():
    assert len(bytes.fromhex(fingerprint(PAPER))) == 16


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Up to 36 months", "36 months"),
        ("Progression-free survival", "Progression-free survival (PFS)"),
        ("Progression Free Survival (PFS) by RECIST", "progression-free survival by RECIST."),
        (
            f"{'Time. ' * 20}Overall survival (OS){' to death' * 20}",
            f"{'Time. ' * 20}Overall survival{' to death' * 20}",
        ),
        (f"Overall survival (OS){' to death' * 20}", f"Overall survival{' to death' * 20}"),
        ("36 months", "3 years"),
        ("120 mg every 4 weeks", "120MG every 28 days."),
        ("60 mg q2w", "60 mg, every two weeks"),
        ("every other week", "every 14 days"),
        ("1 g", "1,000 mg"),
        ("Randomised; double-blind", "randomized double blind"),
        ("Tumour response (RECIST 1.10)", "tumor response, RECIST 1.1"),
        ("≥ 18 years", ">= 18 yrs"),
        ("25 percent", "25%"),
        ("to ionise", "to ionize"),
    ],
)
def test_what_means_the_same_is_no_change(one, other):
    before, after = (changed(primary_outcomes=(TrialOutcome(measure="PFS", time_frame=text),)) for text in (one, other))

    assert compare(before, after, NOW) == ()
    assert fingerprint(before) == fingerprint(after)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("up to 60 mg", "60 mg"),
        ("Survival", "Survival (OS)"),
        ("Progression-free survival", "Progression-free survival (BICR)"),
        ("60 mg", "6.0 mg"),
        ("≥18 years", ">18 years"),
        ("HER2+", "HER2-"),
        ("at 12 months", "at 24 months"),
        ("1-2", "12"),
        ("60 mg", "60 μg"),
    ],
)
def test_what_means_something_else_is_a_change(one, other):
    assert compare(changed(eligibility=one), changed(eligibility=other), NOW)


def arm(text) -> Record:
    return changed(arms=(Arm(label="CAM2029", description=text), Arm(label="Control", description="octreotide LAR")))


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("20 mg every 2 weeks", "40 mg every 2 weeks", "high"),
        ("20 mg every 2 weeks", "20 mg every week", "high"),
        ("20 mg every 2 weeks", "20 mg once monthly", "high"),
        ("20 mg every 2 weeks", "20 mg every 14 days, subcutaneously", "medium"),
        ("7.4 GBq", "5.5 GBq", "high"),
        ("by the nurse", "by the patient", "medium"),
    ],
)
def test_the_dose_of_an_arm_is_the_question_itself(before, after, weight):
    (change,) = compare(arm(before), arm(after), NOW)

    assert (change.field, change.weight) == ("arms", Weight(weight))


def dated(text) -> Record:
    year, *rest = (int(part) for part in text.partition(" ")[0].split("-"))
    return changed(
        primary_completion=TrialDate(date=PartialDate(year, *rest), kind=text.partition(" ")[2] or "estimated")
    )


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("2026-12", "2026-12-01", None),
        ("2026", "2026-12-01", None),
        ("2026-12-01", "2026-12", None),
        ("2026-12-01", "2026-12-15", "low"),
        ("2026-12", "2027-01", "medium"),
        ("2026-12", "2027-02", "medium"),
        ("2026-12", "2027-03", "high"),
        ("2026-12", "2027-12", "high"),
        ("2026", "2027", "high"),
        ("2026-12", "2026-12 actual", "high"),
    ],
)
def test_a_date_is_compared_as_far_as_both_go_and_weighed_by_how_far_it_moved(before, after, weight):
    changes = compare(dated(before), dated(after), NOW)

    assert [change.weight for change in changes] == ([Weight(weight)] if weight else [])


def test_a_posted_number_that_the_registry_corrects_is_news_and_one_that_we_did_not_read_before_is_none():
    old, new, unread = (changed(has_results=True, posted=said) for said in ((outcome("0.76"),), (outcome("0.86"),), ()))
    updated = changed(has_results=True, posted=(outcome("0.76"),), last_update_posted=UPDATED)

    (corrected,) = compare(old, new, NOW)
    (came,) = compare(unread, updated, NOW)

    assert (corrected.before[-7:], corrected.after[-7:]) == ("HR 0.76", "HR 0.86")
    assert came.after.endswith("HR 0.76")
    assert compare(unread, old, NOW) == ()


def test_a_correction_of_posted_results_is_seen_however_many_stand_before_it_and_however_long_it_is():
    def posted(*hazards):
        long = (outcome(hazard, f"Outcome {n}", "O" * 300) for n, hazard in enumerate(hazards))
        return changed(has_results=True, posted=(*long, outcome("0.9", "OS", "O" * 600)))

    (later,) = compare(posted("0.7", "0.8", "0.9"), posted("0.7", "0.8", "0.95"), NOW)
    (both,) = compare(posted("0.7", "0.8"), posted("0.71", "0.81"), NOW)
    old = posted()
    (long,) = compare(old, changed(has_results=True, posted=(outcome("1.1", "OS", "O" * 600),)), NOW)

    assert (later.before[-6:], later.after[-7:]) == ("HR 0.9", "HR 0.95")
    assert both.after.endswith("HR 0.71; 1 more in the registry")
    assert (long.before, long.after) == ("1 as they were", "1 as they are")


UPDATED = TrialDate(date=PartialDate(2026, 11, 20), kind="actual")


def posted(day, **more) -> Record:
    return changed(last_update_posted=TrialDate(date=PartialDate(*day), kind="actual"), **more)


@pytest.mark.parametrize(
    ("record", "known", "older"),
    [
        (posted((2026, 6, 1)), posted((2026, 9, 1)), True),
        (posted((2026, 9, 1)), posted((2026, 6, 1)), False),
        (posted((2026, 9, 1)), posted((2026, 9, 1)), False),
        (posted((2026, 9)), posted((2026, 9, 30)), False),
        (TRIAL, posted((2026, 9, 1)), False),
        (replace(PAPER, version="1"), replace(PAPER, version="2"), True),
        (replace(PAPER, version="10"), replace(PAPER, version="9"), False),
        (replace(PAPER, version="01"), replace(PAPER, version="1"), False),
        (replace(PAPER, version="2-rev"), replace(PAPER, version="3"), False),
        (replace(PAPER, updated=NOW), replace(PAPER, updated=NOW + timedelta(days=1)), True),
        (replace(PAPER, updated=NOW), replace(PAPER, updated=NOW), False),
        (PAPER, posted((2026, 9, 1)), False),
        (PAPER, replace(PAPER, updated=NOW), False),
    ],
)
def test_an_answer_is_older_where_its_source_dates_or_numbers_it_so(record, known, older):
    assert is_older(record, known) is older


def test_what_one_answer_leaves_out_stays_until_another_confirms_it():
    bare = changed(primary_outcomes=(), arms=(), why_stopped="")

    first = settle(TRIAL, bare, again=True)
    at_once, later = settle(first, bare, again=False), settle(first, bare, again=True)

    assert first.trial.unsaid == at_once.trial.unsaid == ("arms", "primary_outcomes")
    assert compare(TRIAL, first, NOW) == compare(first, at_once, NOW) == ()
    assert {change.field for change in compare(first, later, NOW)} == {"arms", "primary outcomes"}
    assert later.trial.unsaid == ()


@pytest.mark.parametrize(("known", "record"), [(TRIAL, PAPER), (PAPER, TRIAL), (PAPER, PAPER)])
def test_what_has_no_facts_of_a_trial_is_taken_as_it_is(known, record):
    assert settle(known, record, again=False) == record


WHOLE = replace(
    PAPER,
    ids=frozenset({Id("pmid", "1")}),
    abstract=(Passage(text="PFS was 8.3 months."),),
    venue=Venue(title="J"),
    updated=NOW,
)
LITE = replace(WHOLE, title="Its title now", abstract=(), venue=Venue(), publication_types=(), updated=None)


@pytest.mark.parametrize(
    ("known", "record", "settled"),
    [
        (WHOLE, LITE, replace(WHOLE, title="Its title now")),
        (WHOLE, replace(LITE, kind=Kind.OTHER), replace(WHOLE, title="Its title now")),
        (WHOLE, replace(LITE, updated=NOW), replace(WHOLE, title="Its title now")),
        (LITE, WHOLE, WHOLE),
        (WHOLE, replace(LITE, updated=NOW + timedelta(days=1)), replace(LITE, updated=NOW + timedelta(days=1))),
        (LITE, replace(LITE, venue=Venue(title="J")), replace(LITE, venue=Venue(title="J"))),
        (replace(WHOLE, keywords=("NET",)), WHOLE, WHOLE),  # with its abstract it is whole
        (WHOLE, replace(LITE, ids=frozenset()), replace(LITE, ids=frozenset())),  # a key that was given again
        (WHOLE, replace(LITE, ids=frozenset(), title=WHOLE.title), replace(WHOLE, ids=frozenset())),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_a_publication_in_a_lesser_form_takes_nothing_from_a_fuller_one(known, record, settled, again):
    assert settle(known, record, again=again) == settled


def test_what_comes_back_was_never_gone():
    first = settle(TRIAL, changed(primary_outcomes=()), again=True)

    assert settle(first, TRIAL, again=True) == TRIAL


@pytest.mark.parametrize("facts", [{"has_results": False}, {"why_stopped": ""}])
def test_results_and_reasons_that_are_taken_down_are_believed_at_once(facts):
    known = changed(has_results=True, why_stopped="Slow accrual")

    assert settle(known, replace(known, trial=replace(known.trial, **facts)), again=False).trial.unsaid == ()


def test_a_vaguer_date_does_not_replace_a_precise_one():
    known = dated("2026-12-01")

    assert settle(known, dated("2026-12"), again=True).trial.primary_completion == known.trial.primary_completion
    assert settle(known, dated("2027-01"), again=True).trial.primary_completion != known.trial.primary_completion


def test_a_new_record_of_a_thing_tells_that_it_is_withdrawn_once():
    marked = replace(PAPER, source="crossref", title=f"WITHDRAWN: {PAPER.title}")

    (change,) = joined([PAPER], marked, NOW)

    assert (change.field, change.weight) == ("publication type", Weight.HIGH)
    assert joined([PAPER, marked], marked, NOW) == joined([], PAPER, NOW) == ()


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        ("SORENTO reads out", "SORENTO reads out | Camurus", False),
        ("SORENTO reads out - Camurus AB", "SORENTO reads out", False),
        ("SORENTO reads out", "SORENTO reads out – Camurus newsroom", True),  # no name that we know
        ("SORENTO reads out", "SORENTO reads out - primary endpoint met", True),
        ("SORENTO reads out", "SORENTO reads out | primary endpoint met", True),
        ("SORENTO reads out", "SORENTO reads out | HR 0.62", True),
        ("SORENTO reads out", "SORENTO reads out | Endpoint Met", True),
        ("1. SORENTO reads out", "7. SORENTO reads out", False),
        ("NEW: SORENTO reads out", "SORENTO reads out", False),
        ("SORENTO reads out (3 min read)", "SORENTO reads out (4 min read)", False),
        ("SORENTO reads out in 3 years", "SORENTO reads out in 4 years", True),
    ],
)
def test_what_a_site_puts_around_a_title_is_no_change(before, after, is_told):
    one, other = (replace(NEWS, title=title, url="https://www.camurus-ab.example/1") for title in (before, after))

    assert bool(compare(one, other, NOW)) is is_told


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("", "All patients were treated.", Weight.LOW),
        ("All patients were treated.", "", Weight.LOW),
        ("All patients were …", "All patients were treated. The trial goes on.", Weight.LOW),
        ("All patients were treated. The trial goes on.", "All patients [...]", Weight.LOW),
        ("All patients were treated.", "All patients were treated. The endpoint was met.", Weight.MEDIUM),
        ("All patients were …", "The endpoint was met.", Weight.MEDIUM),
        # What comes with the whole of it may be the result: no form of what was told.
        ("", "The endpoint was met.", Weight.MEDIUM),
        ("The trial …", "The trial reads out. The hazard ratio was 0.76.", Weight.MEDIUM),
        ("The trial …", "The trial reads out. The endpoint was not reached.", Weight.MEDIUM),
        ("The trial …", "The trial reads out. Of the patients 12 of 40 responded.", Weight.MEDIUM),
        ("The trial …", "The trial reads out on 12 May 2026 at 14:00 in Lund.", Weight.LOW),
        ("The trial reads out. The hazard ratio was 0.76.", "The trial …", Weight.LOW),
        ("The endpoint was met.", "", Weight.LOW),
    ],
)
def test_a_text_that_is_only_shown_further_is_no_news_of_its_piece(before, after, weight):
    one, other = (replace(NEWS, abstract=(Passage(text=text),)) for text in (before, after))

    assert [change.weight for change in compare(one, other, NOW)] == [weight]


@pytest.mark.parametrize(
    ("before", "after", "weight"),
    [
        ("Camurus annouces topline results", "Camurus announces topline results", Weight.LOW),
        ("Camurus announces topline results of the …", "Camurus announces topline results of the SORENTO trial", Weight.LOW),
        ("SORENTO: primary …", "SORENTO: primary endpoint met", Weight.HIGH),
        ("Camurus announces positive results", "Camurus announces negative results", Weight.HIGH),
        ("Hazard ratio 0.54 in SORENTO", "Hazard ratio 0.45 in SORENTO", Weight.HIGH),
        ("Hypocalcaemia in SORENTO", "Hypercalcaemia in SORENTO", Weight.HIGH),
        ("Endpoint met in SORENTO", "Endpoint not met in SORENTO", Weight.HIGH),
    ],
)  # fmt: skip
def test_a_typing_error_that_was_mended_is_no_news_and_another_word_is(before, after, weight):
    changes = compare(replace(NEWS, title=before), replace(NEWS, title=after), NOW)

    assert [change.weight for change in changes] == [weight]


@pytest.mark.parametrize(
    ("below", "is_told"),
    [
        ("About Camurus. We are 210 in Lund.", False),
        ("The post SORENTO reads out appeared first on News.", False),
        ("Read more at our site.", False),
        ("For further information: press@a.example", False),
        ("About half of the patients had responded.", True),
        ("The posterior mean was 0.62.", True),
    ],
)
def test_what_stands_below_every_piece_of_a_room_is_no_news(below, is_told):
    one, other = (replace(NEWS, abstract=(Passage(text=text),)) for text in ("One.", f"One. {below}"))

    assert bool(compare(one, other, NOW)) is is_told


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        ("Difference: 0.5 points", "Difference: -0.5 points", True),
        ("Difference: 0.5 points (-1.2 to 2.2)", "Difference: 0.5 points (1.2 to 2.2)", True),
        ("HbA1c: 0.3 [A] against 0.4 [B]", "HbA1c: 0.3 [A] against \u22120.4 [B]", True),
        ("Difference: -0.5 points", "Difference: \u22120.5 points", False),
        ("Doses of 20-30 mg", "Doses of 20 -30 mg", False),  # a range, no sign
        ("Adults.\n-18 years or older", "Adults.\n18 years or older", False),  # a list's dash
    ],
)
def test_a_changed_sign_alone_is_a_change_and_a_dash_is_none(before, after, is_told):
    one, other = (replace(NEWS, abstract=(Passage(text=text),)) for text in (before, after))

    assert bool(compare(one, other, NOW)) is is_told

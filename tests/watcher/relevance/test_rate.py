"""A score says why, and every offset of it leads to the words."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.model import (
    Arm,
    Exclusion,
    Has,
    Id,
    Kind,
    Passage,
    Reason,
    Record,
    SourceClass,
    Span,
    Tier,
    TrialFacts,
    Venue,
)
from watcher.relevance import in_words, rate
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")


def record(title="", abstract="", **more):
    return Record(
        source="test",
        source_id="1",
        kind=more.pop("kind", Kind.ARTICLE),
        title=title,
        retrieved=datetime(2026, 11, 23, tzinfo=UTC),
        abstract=(Passage(text=abstract),) if abstract else (),
        **more,
    )


def words_at(record, span):
    return (record.title if span.field == "title" else record.text)[span.start : span.end]


def test_a_score_says_which_words_decided_and_where():
    score = rate(record("High-dose octreotide LAR in midgut NETs"), TOPIC)

    assert score.tier is Tier.CORE
    assert score.profile == TOPIC.profile
    assert score.reasons == (
        Reason(concept="core", term="", note="a higher dose or a shorter interval is what the title is about"),
        Reason(
            concept="a somatostatin analogue",
            term="octreotide",
            span=Span(field="title", start=10, end=20),
            note="in the title",
        ),
        Reason(
            concept="neuroendocrine tumours",
            term="NETs",
            span=Span(field="title", start=35, end=39),
            note="in the title",
        ),
        Reason(
            concept="a higher dose or a shorter interval",
            term="High-dose",
            span=Span(field="title", start=0, end=9),
            note="in the title",
        ),
    )


def test_a_reason_reads_as_one_line():
    reason = rate(record("High-dose octreotide LAR in midgut NETs"), TOPIC).reasons[1]

    assert in_words(reason) == "a somatostatin analogue: 'octreotide' in the title (10-20)"


def test_a_regimen_is_a_reason_and_is_kept_with_the_score():
    score = rate(record("Octreotide LAR in NETs", "People received octreotide LAR 60 mg every 4 weeks."), TOPIC)

    assert score.tier is Tier.CORE
    assert [(r.mg_per_28_days, r.multiple_of_label) for r in score.regimens] == [(60, 2)]
    assert any(reason.note == "2 times the label's dose in 28 days" for reason in score.reasons)


def test_a_dose_without_a_drug_is_of_the_titles_product_not_of_the_one_before_it():
    score = rate(
        record(
            "Octreotide SC depot in NETs",
            "People came from octreotide LAR. They received 10 mg q2w. All took 10 mg q2w.",
        ),
        TOPIC,
    )

    assert [(r.formulation, r.dose_mg, r.multiple_of_label) for r in score.regimens] == [
        ("subcutaneous depot", 10, None)
    ]


@pytest.mark.parametrize(
    "title", ["SORENTO: CAM2029 20 mg every 2 weeks in GEP-NET", "Lutathera versus high-dose octreotide in GEP-NET"]
)
def test_what_does_not_escalate_is_not_tagged_as_escalation(title):
    assert not {"dose escalation", "interval shortening"} & set(rate(record(title), TOPIC).tags)


def test_the_registered_arms_count_and_have_no_offsets():
    facts = TrialFacts(registry="ctgov", arms=(Arm(label="A", description="octreotide LAR 30 mg every 14 days"),))

    score = rate(record("Octreotide in GEP-NET", kind=Kind.REGISTRATION, trial=facts), TOPIC)

    assert score.tier is Tier.CORE
    assert [reason.span for reason in score.reasons if reason.concept == "regimen"] == [None]


def test_headings_and_substances_count_where_there_is_no_abstract():
    indexed = record("A study of 40 people", subjects=("Neuroendocrine Tumors",), substances=("lanreotide",))

    assert rate(indexed, TOPIC).tier is Tier.RELATED


def test_where_a_word_stands_orders_records_within_a_tier():
    in_title = rate(record("High-dose octreotide LAR in NETs", "We report it."), TOPIC)
    in_text = rate(record("Octreotide LAR in NETs", "We report it. Some had a higher dose of octreotide."), TOPIC)

    assert in_title.tier is in_text.tier is Tier.CORE
    assert in_title.value > in_text.value


def test_what_has_none_of_the_words_is_off_without_a_reason():
    score = rate(record("Exercise in heart failure"), TOPIC)

    assert (score.tier, score.value, score.reasons, score.regimens) == (Tier.OFF, 0.0, (), ())


@pytest.mark.parametrize(
    "title", ["TUMOUR: high-dose SSA in neuroendocrine tumours", "High\u2013dose SSA in neuro\u00ebndocrine tumors"]
)
def test_spelling_dashes_and_accents_make_no_difference(title):
    assert rate(record(title), TOPIC).tier is Tier.CORE


@pytest.mark.parametrize(
    ("more", "speaks"),
    [
        ({"kind": Kind.REGISTRATION}, SourceClass.REGISTRY),
        ({"ids": frozenset({Id("pmid", "1")})}, SourceClass.JOURNAL),
        ({"ids": frozenset({Id("doi", "10.1/x")}), "url": "https://studylib.net/doc/1"}, SourceClass.JOURNAL),
        ({"ids": frozenset({Id("doi", "10.1/x")}), "venue": Venue(title="Abstracts of a congress")}, SourceClass.CONGRESS),
        ({"kind": Kind.ABSTRACT}, SourceClass.CONGRESS),
        ({"url": "https://www.endocrine-abstracts.org/ea/0052/ea0052p24"}, SourceClass.CONGRESS),
        ({"kind": Kind.NEWS, "url": "https://www.ema.europa.eu/en/x"}, SourceClass.REGULATOR),
        ({"kind": Kind.NEWS, "url": "https://news.cision.com/camurus-ab/r/x"}, SourceClass.COMPANY),
        ({"kind": Kind.NEWS, "url": "https://trade.example.org/x"}, SourceClass.TRADE_NEWS),
        ({"kind": Kind.NEWS, "url": "https://www.droracle.ai/x"}, SourceClass.OTHER),
        ({"kind": Kind.NEWS, "url": "http://[broken"}, SourceClass.TRADE_NEWS),
        ({"kind": Kind.OTHER}, SourceClass.OTHER),
        ({}, SourceClass.JOURNAL),
    ],
)  # fmt: skip
def test_who_speaks_is_told_by_kind_identifiers_and_address(more, speaks):
    assert rate(record("Octreotide in NETs", **more), TOPIC).source_class is speaks


@pytest.mark.parametrize(
    ("title", "more", "tags"),
    [
        ("A randomised phase 3 trial of octreotide in NETs", {}, ("RCT", "phase 3")),
        ("A phase II study of lanreotide in NETs", {}, ("phase 2",)),
        ("Phase I/II study of lanreotide in NETs", {}, ("phase 1", "phase 2")),
        ("Octreotide in NETs: a systematic review and meta-analysis of randomised trials", {}, ("meta-analysis", "systematic review")),
        ("Octreotide in NETs: a review", {}, ("review",)),
        ("Consensus guidelines for octreotide in NETs", {}, ("consensus", "guideline")),
        ("Octreotide in NETs: a retrospective study", {}, ("retrospective",)),
        ("Octreotide in NETs: a chart review", {}, ("retrospective",)),
        ("Lanreotide in a NET: a case report", {}, ("case report",)),
        ("Octreotide in NETs: study protocol", {}, ("protocol",)),
        ("Octreotide in NETs", {"kind": Kind.ABSTRACT}, ("abstract",)),
        ("Octreotide in NETs", {"kind": Kind.NEWS}, ("press",)),
        ("Octreotide in NETs", {"kind": Kind.PREPRINT}, ("preprint",)),
        ("Octreotide in NETs", {"publication_types": ("Randomized Controlled Trial", "Clinical Trial, Phase III")}, ("RCT", "phase 3")),
        ("Octreotide in NETs", {"publication_types": ("Review",)}, ("review",)),
        ("Octreotide in NETs", {"kind": Kind.REGISTRATION, "trial": TrialFacts(registry="ctgov", phases=("PHASE2", "PHASE3"), allocation="RANDOMIZED")}, ("RCT", "phase 2", "phase 3", "registry")),
        ("Octreotide in NETs", {}, ()),
    ],
)  # fmt: skip
def test_the_design_is_tagged(title, more, tags):
    assert rate(record(title, **more), TOPIC).tags == tags


PIECES = st.sampled_from(
    "octreotide LAR|NETs|high-dose|SORENTO|CAM2029|acromegaly|177Lu|every 14 days|120 mg|neuroendocrine tumour|. |, |\n|versus|"
    "\u2265|\u2014|\u00eb|\ud800|\u0130|SSA|About CAM2029|NETTER-2|PET/CT|survey|dose|escalation|in|*|(|)".split("|")
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, abstract=TEXTS, kind=st.sampled_from(list(Kind)))
def test_any_text_is_rated_and_every_offset_leads_to_its_words(title, abstract, kind):
    given_record = record(title, abstract, kind=kind)

    score = rate(given_record, TOPIC)

    assert 0 <= score.value <= 1
    for part in (*score.reasons, *score.regimens):
        if part.span:
            said = part.term if isinstance(part, Reason) else part.text
            assert words_at(given_record, part.span) == said


@cache
def narrower(concept, *, trial):
    """Return the profile with one exclusion more."""
    added = Exclusion(to=Tier.ADJACENT, when=Has(concept), because="added", trial=trial)
    return replace(TOPIC, exclusions=(*TOPIC.exclusions, added))


@settings(max_examples=100, deadline=None)
@given(
    title=TEXTS,
    abstract=TEXTS,
    concept=st.sampled_from([signal.name for signal in TOPIC.signals][::8]),  # a new profile takes a while to prepare
    trial=st.booleans(),
)
def test_another_exclusion_may_lower_and_never_hides(title, abstract, concept, trial):
    before, after = rate(record(title, abstract), TOPIC), rate(record(title, abstract), narrower(concept, trial=trial))

    assert before.tier.rank <= after.tier.rank
    assert (before.tier is Tier.OFF) == (after.tier is Tier.OFF)
    assert set(before.reasons) <= set(after.reasons)

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

import samples
from digests import headline, telling
from digests.build import build
from samples import NOW, PERIOD, SINCE
from watcher.model import (
    Id,
    Kind,
    Link,
    LinkKind,
    Outcome,
    PartialDate,
    Reason,
    SourceClass,
    Tier,
    Trial,
    TrialDate,
    Weight,
)


def digest(dossiers=(), watched=(), coverage=samples.COMPLETE, **given):
    return build(samples.TOPIC, PERIOD, dossiers, watched, coverage, **{"now": NOW, **given})


def section(built, name):
    return next(section for section in built.sections if section.name == name)


def items(built):
    return {section.name: [entry.item for entry in section.entries] for section in built.sections if section.entries}


def article(item, tier=Tier.CORE, *tags, **given):
    record = samples.record(str(item), f"Title {item}", ids=frozenset({Id("pmid", str(item))}))
    scored = {key: given.pop(key) for key in ("value", "source_class", "trials", "reasons") if key in given}
    return samples.dossier(item, record, samples.score(tier, *tags, **scored), **given)


def status(**given):
    return dataclasses.replace(samples.sorento(), **given)


def test_the_sections_stand_in_the_order_of_reading():
    built = digest(samples.DOSSIERS, (samples.sorento(),))

    assert [section.name for section in built.sections] == [
        "corrections",  # a retraction is read first
        "watched",
        "core",
        "registry",
        "guidelines",
        "related",
    ]
    corrected = dataclasses.replace(samples.RETRACTED, retracted=False, corrected=True)
    assert digest((samples.FORTE, corrected)).sections[-1].name == "corrections"
    assert [panel.name for panel in built.watched] == ["SORENTO"]
    assert items(built) == {
        "core": [11, 13, 14],
        "registry": [21],
        "guidelines": [31],
        "related": [41, 42],
        "corrections": [51],
    }


def test_the_question_is_called_one_of_a_dose_where_the_profile_tags_that():
    other = dataclasses.replace(samples.TOPIC, tags=())

    named = [section(build(topic, PERIOD, [], [], (), now=NOW), "core").title for topic in (samples.TOPIC, other)]

    assert named == ["New dose-escalation evidence", "New evidence on the question"]


def test_the_same_input_gives_the_same_digest():
    assert digest(samples.DOSSIERS, (samples.sorento(),)) == digest(samples.DOSSIERS, (samples.sorento(),))


@pytest.mark.parametrize(
    ("dossier", "name"),
    [
        (article(1, Tier.WATCHED), "watched"),
        (article(1, Tier.CORE, "RCT"), "core"),
        (article(1, Tier.CORE, "review"), "guidelines"),
        (article(1, Tier.CORE, "systematic review", "meta-analysis"), "core"),
        (article(1, Tier.RELATED), "related"),
        (article(1, Tier.CORE, retracted=True), "corrections"),
        (article(1, Tier.CORE, corrected=True), "core"),
        (article(1, Tier.CORE, corrected=True, new=False), "corrections"),
        (article(1, Tier.CORE, source_class=SourceClass.OTHER), "related"),
        (article(1, Tier.WATCHED, source_class=SourceClass.OTHER), "related"),
        (dataclasses.replace(samples.CAREFNDR, new=True, changes=()), "registry"),
    ],
)
def test_each_item_stands_in_one_section(dossier, name):
    assert items(digest((dossier,))) == {name: [dossier.item.id]}


@pytest.mark.parametrize("dossier", [article(1, Tier.ADJACENT), article(1, Tier.OFF), article(1, new=False)])
def test_what_is_beside_the_question_or_known_is_not_shown(dossier):
    assert items(digest((dossier,))) == {}


def test_what_is_beside_the_question_is_counted():
    built = digest((article(1, Tier.ADJACENT), article(2, Tier.ADJACENT)))

    assert "2 items of adjacent interest not listed" in section(built, "related").note


def test_contacts_and_sites_are_one_line():
    built = digest((samples.SITES_ONLY, samples.CAREFNDR))

    assert section(built, "registry").note == "1 item with nothing but 2 minor changes (contacts and sites)."
    entry = section(built, "registry").entries[0]
    assert [change.field for change in entry.changes] == ["overall status"]
    assert entry.churn == "2 minor changes (contacts and sites)"


def test_an_item_that_comes_twice_is_shown_once():
    assert items(digest((article(1), article(1)))) == {"core": [1]}


def test_what_readers_like_comes_first_among_those_of_one_tier():
    group = (article(1, liking=None), article(2, liking=0.1), article(3, liking=0.9), article(4, liking=-0.5))

    assert items(digest(group))["core"] == [3, 2, 1, 4]


def test_a_source_that_is_not_rated_comes_last():
    rated, unrated = article(1, Tier.RELATED, value=0.1), article(2, Tier.WATCHED, source_class=SourceClass.OTHER)

    assert items(digest((unrated, rated))) == {"related": [1, 2]}
    assert section(digest((unrated,)), "related").entries[0].badges == ("source not rated",)


def test_a_long_tail_is_folded_into_a_count_and_the_count_adds_up():
    many = [article(n, Tier.RELATED) for n in range(1, 100)] + [article(n, Tier.CORE) for n in range(100, 150)]
    many += [article(n, Tier.CORE, retracted=True) for n in range(200, 203)]

    built = digest(many)

    shown = {one.name: len(one.entries) for one in built.sections}
    assert sum(shown.values()) == 40
    assert shown["corrections"] == 3
    assert sum(len(one.entries) + one.folded for one in built.sections) == len(many)
    assert len(section(built, "related").tail) == 99


def test_a_quiet_week_is_a_short_honest_digest():
    built = digest((), (samples.sorento(),))

    assert (
        built.watched[0].headline
        == "no change since 12 May 2026; checked 23 Nov 2026 in ClinicalTrials.gov and EU CTIS"
    )
    assert (built.watched[0].moved, built.watched[0].looked) == (False, True)
    assert {section.note for section in built.sections} == {""}
    assert built.missing == ()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (
            samples.coverage("ctis", Outcome.FAILED),
            "EU CTIS (not read since 14 Nov 2026: registry changes may be missing)",
        ),
        (
            samples.coverage("ctis", Outcome.FAILED, last_complete=None),
            "EU CTIS (never read: registry changes may be missing)",
        ),
        (
            samples.coverage("ctis", Outcome.PARTIAL),
            "EU CTIS (read in part, wholly on 14 Nov 2026: registry changes may be missing)",
        ),
        (
            samples.coverage("ctis", silent=True),
            "EU CTIS (answered with nothing, which is unusual: registry changes may be missing)",
        ),
        (
            samples.coverage("ctis", last_complete=NOW - timedelta(days=3)),
            "EU CTIS (not asked since 20 Nov 2026: registry changes may be missing)",
        ),
    ],
)
def test_where_a_source_was_not_seen_nothing_is_never_said_alone(line, named):
    built = digest((), (samples.sorento(),), (*samples.COMPLETE[:2], line))

    assert built.missing == (named,)
    assert built.watched[0].headline.startswith("no change seen since")
    assert not built.watched[0].looked
    assert f" at {named}." in headline.looked(built)
    assert headline.verdict(built) == "Nothing new that we saw this week; not all could be looked at."


def test_without_any_coverage_nothing_was_looked_at():
    assert digest((), (), ()).missing == ("any source (none was asked)",)


@pytest.mark.parametrize(
    "unseen",
    [{"times_checked": 0, "last_checked": None}, {"last_checked": SINCE - timedelta(days=1)}, {"times_checked": 0}],
)
def test_a_trial_that_no_registry_answered_for_is_not_called_still(unseen):
    panel = digest((), (status(**unseen),)).watched[0]

    assert panel.headline.startswith("not looked at")
    assert "no change" not in panel.headline
    assert not panel.looked


def test_a_trial_that_moved_says_how_the_weightiest_change_first():
    panel = digest((), (samples.sorento(moved=True),)).watched[0]

    assert panel.moved
    assert panel.headline == (
        "primary completion date: Jun 2026 (estimated) → Dec 2026 (estimated), slips by 6 months; "
        "enrolment: 300 (estimated) → 302 (actual)"
    )
    assert [change.field for change in panel.changes] == ["primary completion date", "enrolment"]


def test_a_new_publication_moves_the_trial():
    published = dataclasses.replace(samples.PROTOCOL, new=True)

    panel = digest((published,), (status(publications=(published,)),)).watched[0]

    assert panel.moved
    assert (
        panel.headline
        == "new protocol (Trials 25(1):58): “Methodology of the SORENTO clinical trial: a prospective, randomised, active-controlled phase 3 trial assessing…”"
    )


def test_behind_a_quoted_sentence_the_next_move_begins_anew():
    text = samples.passages(
        results="Median PFS was 17.2 months with CAM2029 and 17.9 months with octreotide LAR.",
        conclusions="CAM2029 did not prolong PFS.",
    )
    paper = samples.dossier(31, samples.record("31", "A paper", abstract=text), samples.score(Tier.WATCHED, "RCT"))
    moving = dataclasses.replace(samples.sorento(moved=True), publications=(paper,))

    headline = digest((paper,), (moving,)).watched[0].headline

    assert "They conclude: \u201cCAM2029 did not prolong PFS.\u201d Primary completion date: Jun 2026" in headline


def test_a_minor_change_is_told_without_a_stir():
    minor = samples.change("official title", "old", "new", Weight.LOW)
    quiet = samples.sorento()
    registration = dataclasses.replace(quiet.dossier, changes=(minor,))

    panel = digest((), (dataclasses.replace(quiet, dossier=registration),)).watched[0]

    assert not panel.moved
    assert panel.headline == (
        "no change of weight; only a minor change: Official title: old → new; checked 23 Nov 2026 in ClinicalTrials.gov and EU CTIS"
    )


BEFORE, DURING = SINCE - timedelta(days=7), SINCE + timedelta(days=2)


@pytest.mark.parametrize(
    ("told", "numbers"),  # each version with its day in November and when it came; the period is from 16 to 23
    [
        ([], []),
        ([(13, 11, BEFORE), (14, 18, DURING)], [14]),
        ([(13, 16, DURING), (14, 22, DURING)], [13, 14]),
        ([(13, 15, DURING), (14, 23, DURING)], []),  # what the first look brings has not come
        ([(13, 11, BEFORE), (14, 12, DURING)], [14]),  # sent in before the period, shown in it
        ([(13, 11, BEFORE), (14, None, DURING)], [14]),
        ([(13, 2, BEFORE), (14, 3, DURING), (15, 12, DURING)], [15]),
        ([(13, 2, BEFORE), (14, 3, SINCE - timedelta(days=1))], []),
    ],
)
def test_a_change_is_explained_by_the_registrys_versions_of_the_period(told, numbers):
    revisions = tuple(
        samples.revision(number, PartialDate(2026, 11, day) if day else None, retrieved=when)
        for number, day, when in told
    )
    moved = dataclasses.replace(samples.sorento(moved=True), revisions=revisions)

    assert [one.number for one in digest((), (moved,)).watched[0].revisions] == numbers


def test_without_a_change_there_is_nothing_to_explain():
    still = dataclasses.replace(samples.sorento(), revisions=samples.sorento(moved=True).revisions)

    assert digest((), (still,)).watched[0].revisions == ()


def test_the_panel_gives_the_facts_as_the_registry_has_them():
    panel = digest((), (samples.sorento(),)).watched[0]

    assert dict(panel.facts) == {
        "Status": "Active, not recruiting",
        "Enrolment": "302 (actual)",
        "Primary completion": "Dec 2026 (estimated)",
        "Study completion": "Dec 2028 (estimated)",
        "Results posted": "no",
        "Read-out": "event-driven: 194 events of progression or death, no calendar date",
        "Last registry change": "12 May 2026 (195 days ago)",
        "Last checked": "23 Nov 2026",
        "Published": "1 report, the newest 16 Jan 2024",
    }
    assert [(point.date, point.kind) for point in panel.timeline] == [
        ("2021-09-21", "registry"),
        ("2021-11", "registry"),
        ("2024-01-16", "publication"),
        ("2026-05-12", "registry"),
        ("2026-12", "estimate"),
        ("2028-12", "estimate"),
    ]


FOUND = (
    "Median PFS was 9.2 months with octreotide LAR and 6.1 months with placebo. "
    "The ORR was 12% with octreotide LAR and 3% with placebo. Diarrhoea occurred in 30% with octreotide LAR and 20% with placebo."
)


@pytest.mark.parametrize(
    ("text", "kind", "came"),
    [
        (FOUND, Kind.ARTICLE, "20 Nov 2026"),
        ("It will be read after 194 events.", Kind.ARTICLE, None),  # reports, but no figures
        (FOUND, Kind.COMMENT, None),  # figures, but another's
    ],
)
def test_first_results_are_those_that_a_report_of_the_trial_gives(text, kind, came):
    told = samples.record(
        "7", "SORENTO", kind=kind, published=PartialDate(2026, 11, 20), abstract=samples.passages(results=text)
    )
    published = samples.dossier(7, told, samples.score(Tier.WATCHED, trials=("SORENTO",)))

    panel = digest((), (status(publications=(published,)),)).watched[0]

    assert dict(panel.facts).get("First results") == came
    assert all(len(one.figures) <= 3 for one in panel.publications)


@pytest.mark.parametrize(("other", "shown"), [("ENDED", "Ended"), ("ACTIVE_NOT_RECRUITING", None), ("", None)])
def test_registries_that_disagree_are_both_shown(other, shown):
    quiet = samples.sorento()
    registered = samples.registration(PartialDate(2026))
    facts = dataclasses.replace(registered.trial, registry="CTIS", overall_status=other)
    second = dataclasses.replace(registered, source="ctis", trial=facts)
    both = Trial(id=1, records=(*quiet.dossier.item.records, second))

    panel = digest((), (dataclasses.replace(quiet, dossier=dataclasses.replace(quiet.dossier, item=both)),)).watched[0]

    assert dict(panel.facts).get("Status in CTIS") == shown


def test_a_trial_that_no_registry_has_yet_has_a_panel_all_the_same():
    panel = digest((), (status(dossier=None, publications=(), last_change=None),)).watched[0]

    assert panel.headline == "no change since 16 Nov 2026; checked 23 Nov 2026 in ClinicalTrials.gov and EU CTIS"
    assert panel.timeline == ()


def test_an_entry_says_who_where_when_and_why():
    entry = section(digest(samples.DOSSIERS), "core").entries[0]

    assert entry.url == "https://pubmed.ncbi.nlm.nih.gov/34597974/"
    assert entry.authors == "Pavel M, Ćwikła JB, Lombard-Bohas C et al. (5 authors)"
    assert entry.venue == "Eur J Cancer 157:403-414"
    assert entry.date == "Nov 2021"
    assert entry.why == "shorter interval: “every 14 days” in the abstract"
    assert [(tie.label, tie.item, tie.url) for tie in entry.ties] == [
        ("reports", 12, "https://clinicaltrials.gov/study/NCT02651987")
    ]


def test_an_entry_gives_four_reasons_at_most():
    reasons = tuple(Reason(concept=name, term="") for name in "one two three four five".split())

    made = section(digest((article(1, reasons=reasons),)), "core").entries[0]

    assert made.why == "one; two; three; four"


@pytest.mark.parametrize(
    ("kind", "confidence", "label"),
    [
        (LinkKind.CORRECTS, 0.9, "corrects"),
        (LinkKind.CORRECTS, 0.6, "perhaps corrects, please check"),
        (LinkKind.REPORTS, 0.6, "reports"),
    ],
)
def test_a_notice_that_is_not_surely_of_a_work_says_so(kind, confidence, label):
    link = Link(kind=kind, subject=("pubmed", "1"), object=Id("pmid", "2"), because="x", confidence=confidence)

    (made,) = (one for part in digest((article(1, links=((link, 2, "T"),)),)).sections for one in part.entries)

    assert [tie.label for tie in made.ties] == [label]


def test_a_tie_that_reads_like_another_is_shown_once():
    first = next(one for one in samples.DOSSIERS if one.links)
    (link, _, title), *_ = first.links
    twin = dataclasses.replace(link, object=Id("eudract", "2014-005607-24"))
    tied = dataclasses.replace(first, links=((link, 12, title), (twin, 13, title)))

    (shown,) = (one for one in section(digest((tied,)), "core").entries)

    assert [(tie.label, tie.item) for tie in shown.ties] == [("reports", 12)]


def test_a_tie_that_leads_nowhere_is_not_shown_beside_one_of_its_words_that_leads():
    link = Link(kind=LinkKind.SAME_STUDY, subject=("pubmed", "1"), object=Id("pmid", "2"), because="x")
    nowhere = dataclasses.replace(link, object=Id("sponsor", "HS-19"))
    made = section(digest((article(1, links=((nowhere, 3, "T"), (link, 2, "T"))),)), "core").entries[0]

    assert [(tie.title, tie.item) for tie in made.ties] == [("T", 2)]


@pytest.mark.parametrize(
    ("kind", "source_class", "badge"),
    [
        (Kind.PREPRINT, SourceClass.JOURNAL, ("preprint",)),
        (Kind.ABSTRACT, SourceClass.CONGRESS, ("abstract, not yet full paper",)),
        (Kind.NEWS, SourceClass.COMPANY, ("press release",)),
        (Kind.ARTICLE, SourceClass.JOURNAL, ()),
    ],
)
def test_what_is_not_an_article_says_so(kind, source_class, badge):
    dossier = samples.dossier(
        1, samples.record("1", "T", kind=kind), samples.score(Tier.CORE, source_class=source_class)
    )

    assert section(digest((dossier,)), "core").entries[0].badges == badge


@pytest.mark.parametrize(
    ("source_class", "tags", "name"),
    [
        (SourceClass.TRADE_NEWS, ("press", "dose escalation"), "related"),
        (SourceClass.TRADE_NEWS, ("RCT", "press", "dose escalation"), "core"),
        (SourceClass.COMPANY, ("press", "dose escalation"), "core"),
    ],
)
def test_a_newsletter_is_no_evidence_and_news_of_a_trial_or_of_its_sponsor_are(source_class, tags, name):
    told = samples.record("1", "More often when flushing comes back", kind=Kind.NEWS)
    dossier = samples.dossier(1, told, samples.score(Tier.CORE, *tags, source_class=source_class))

    assert section(digest((dossier,)), name).entries


@pytest.mark.parametrize(("inverse", "name"), [(False, "corrections"), (True, "core")])
def test_an_article_that_corrects_another_is_a_correction(inverse, name):
    link = Link(kind=LinkKind.CORRECTS, subject=("pubmed", "1"), object=Id("pmid", "2"), because="x", inverse=inverse)

    assert items(digest((article(1, links=((link, 2, "Title 2"),)),))) == {name: [1]}


def test_a_retraction_is_marked_and_says_that_it_was_told_before():
    entry = section(digest(samples.DOSSIERS), "corrections").entries[0]

    assert entry.badges == ("RETRACTED",)
    assert entry.why.endswith("was in an earlier digest")


def test_what_is_retracted_is_read_before_what_is_corrected_and_its_notice_is_told_with_it():
    corrected, retracted = article(1, corrected=True, new=False), article(2, retracted=True)
    of = Link(kind=LinkKind.RETRACTS, subject=("pubmed", "3"), object=Id("pmid", "2"), because="x")
    notice = samples.record("3", "Retraction: Title 2", kind=Kind.NOTICE, ids=frozenset({Id("pmid", "3")}))
    said = samples.dossier(3, notice, samples.score(Tier.CORE), links=((of, 2, "Title 2"),))

    assert items(digest((corrected, said, retracted))) == {"corrections": [2, 1]}


def test_only_addresses_that_we_can_vouch_for_are_shown():
    record = samples.record("1", "T", url="javascript:alert(1)", ids=frozenset({Id("pmid", "1; x")}))

    assert section(digest((samples.dossier(1, record, samples.score(Tier.CORE)),)), "core").entries[0].url == ""


def test_a_record_without_a_title_is_still_an_item():
    dossier = samples.dossier(1, samples.record("1", ""), samples.score(Tier.CORE))

    assert section(digest((dossier,)), "core").entries[0].title == "(without a title)"


def test_what_is_related_is_short():
    entry = section(digest(samples.DOSSIERS), "related").entries[0]

    assert len(entry.summary) <= 1
    assert len(entry.figures) <= 3
    assert entry.traits == ()


def test_a_paper_whose_preprint_was_told_says_when_and_which_ratio_that_had():
    said = "The hazard ratio for progression was {} (95% CI 0.60 to 0.98)."
    preprint = samples.record("1", "T", kind=Kind.PREPRINT, abstract=samples.passages(results=said.format("0.80")))
    before = samples.dossier(1, preprint, samples.score(Tier.CORE), told=datetime(2026, 10, 12, tzinfo=UTC))
    link = Link(kind=LinkKind.VERSION_OF, subject=("pubmed", "1"), object=Id("doi", "10.1/2"), because="x")
    paper = samples.record("2", "T", abstract=samples.passages(results=said.format("0.77")))
    printed = samples.dossier(2, paper, samples.score(Tier.CORE), earlier=before, links=((link, 1, "T"),))

    shown = section(digest((printed,)), "core").entries[0]

    assert printed.full_version_of == (1,)
    assert "Told here on 12 Oct 2026 (preprint): HR 0.80 (95% CI 0.60 to 0.98)." in telling.result(shown)


@pytest.mark.parametrize(("posted", "is_shown"), [(PartialDate(2026, 11, 10), True), (PartialDate(2025, 3, 1), False)])
def test_a_trial_in_another_registry_is_news_where_it_was_registered_now(posted, is_shown):
    status = samples.sorento()
    other = dataclasses.replace(
        samples.registration(posted), source="ctis", source_id="2023-1-1-00", ids=frozenset({Id("ctis", "2023-1-1-00")})
    )
    facts = dataclasses.replace(other.trial, first_posted=TrialDate(date=posted), last_update_posted=None)
    came = samples.dossier(90, dataclasses.replace(other, trial=facts), samples.score(Tier.WATCHED))
    with_twin = dataclasses.replace(status, twins=(came.item,))

    assert bool(section(digest((came,), (with_twin,)), "registry").entries) is is_shown

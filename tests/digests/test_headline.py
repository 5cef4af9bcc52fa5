"""The first screen: how the trial moved, what is to be read, what could not be looked at, what each study found."""

import dataclasses
from datetime import timedelta

import pytest

import samples
from digests import headline, telling, view
from digests.build import build
from watcher.model import Id, Kind, Link, LinkKind, Outcome, PartialDate, SourceClass, Tier, TrialFacts, Venue, Weight

ARMS = "Median PFS was 24.8 months with the depot and 19.3 months with octreotide LAR (hazard ratio 0.76, 95% CI 0.61 to 0.95)."


def digest(dossiers=(), watched=(), coverage=samples.COMPLETE):
    return build(samples.TOPIC, samples.PERIOD, dossiers, watched, coverage, now=samples.NOW)


def moved(*changes, publications=(samples.PROTOCOL,)):
    still = samples.sorento()
    dossier = dataclasses.replace(still.dossier, changes=changes)
    return dataclasses.replace(still, dossier=dossier, publications=publications)


def report(number, title, text=ARMS, **given):
    paper = samples.record(str(number), title, abstract=samples.passages(results=text), **given)
    return samples.dossier(number, paper, samples.score(Tier.WATCHED, "RCT", trials=("SORENTO",)))


COMPLETION = samples.change("primary completion date", "2026-06", "2026-12", note="slips by 6 months")
ENROLMENT = samples.change("enrolment", "300", "302")
STATUS = samples.change("overall status", "recruiting", "active not recruiting")

POSTED = "PFS: median 24.8 months (95% CI 22.1 to NA) [CAM2029, n = 166] against 19.3 months (95% CI 17.0 to 22.4) [octreotide (LAR), n = 1,166]"
BARE = "PFS: median 24.8 months [CAM2029] against 19.3 months [octreotide (LAR)]"
RATIO = "HR 0.76 (95% CI 0.61 to 0.95), p=0.0142"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((ENROLMENT, COMPLETION), "SORENTO: primary completion date: Jun 2026 → Dec 2026, slips by 6 months"),
        ((COMPLETION, STATUS), "SORENTO: now active, not recruiting (was recruiting)"),
        ((STATUS, samples.change("results", "", "posted 2027-03-16")), "SORENTO: results posted 16 Mar 2027"),
        ((samples.change("results", "", "posted"),), "SORENTO: results posted"),
        (
            (samples.change("results", "", f"posted 2027-03-16; {POSTED}; {RATIO}"),),
            f"SORENTO: results posted 16 Mar 2027: PFS: median 24.8 months [CAM2029] against 19.3 months [octreotide (LAR)]; {RATIO}",
        ),
        (
            (
                samples.change(
                    "results", "", "posted; PFS: median 24.8 months (95% CI 22.1 to 28.0) [CAM2029, n = 166]"
                ),
            ),
            "SORENTO: results posted: PFS: median 24.8 months (95% CI 22.1 to 28.0) [CAM2029, n = 166]",
        ),
        (
            (ENROLMENT, samples.change("overall status", "recruiting", "terminated")),
            "SORENTO: now terminated (was recruiting)",
        ),
        ((samples.change("official title", "a", "b", Weight.LOW),), "SORENTO: no change of weight"),
        ((), "SORENTO: no change since 12 May 2026"),
    ],
)
def test_the_weightiest_move_stands_first(changes, said):
    panel = digest(watched=(moved(*changes),)).watched[0]

    assert headline.movement(panel) == said
    assert panel.headline.startswith(panel.movement)


def test_what_a_second_registry_says_after_the_first_is_no_move_and_results_are_one():
    earlier = dataclasses.replace(ENROLMENT, seen=ENROLMENT.seen - timedelta(days=40))
    again = dataclasses.replace(moved(ENROLMENT), history=(earlier, ENROLMENT))
    paper = report(7, "CAM2029 in GEP-NET", ARMS, published=PartialDate(2026, 11, 20))
    told = moved(publications=(dataclasses.replace(paper, new=False),))

    assert headline.movement(digest(watched=(again,)).watched[0]).startswith("SORENTO: no change since")
    assert (
        "no change since 20 Nov 2026; first results: 20 Nov 2026; checked"
        in digest(watched=(told,)).watched[0].headline
    )


@pytest.mark.parametrize(
    ("before", "after", "said", "new"),
    [
        ("", "posted 2026-11-17", "results posted 17 Nov 2026", True),
        ("", "posted 2026-11-17; PFS: HR 0.76", "results posted 17 Nov 2026: PFS: HR 0.76", True),
        ("PFS: HR 0.76", "PFS: HR 0.86", "results: PFS: HR 0.76 → PFS: HR 0.86", True),
        ("posted 2026-11-17", "posted 2026-11-18", "results: posted 17 Nov 2026 → posted 18 Nov 2026", False),
        ("posted 2026-11-17; PFS: HR 0.76", "", "results: posted 17 Nov 2026; PFS: HR 0.76 → not given", False),
    ],
)
def test_results_are_new_where_numbers_come_and_not_where_they_are_taken_down(before, after, said, new):
    panel = digest(watched=(moved(samples.change("results", before, after)),)).watched[0]

    assert headline.movement(panel) == f"SORENTO: {said}"
    assert panel.has_new_results is new


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Kind.ARTICLE, ARMS, "results published (article, PubMed): RCT. PFS"),
        (
            Kind.ARTICLE,
            f"Octreotide LAR 60 mg every 28 days was given. {ARMS}",
            "results published (article, PubMed): RCT. PFS",
        ),
        (Kind.ARTICLE, "The trial will enrol 300 patients.", "new article (PubMed): “SORENTO: octreotide depot"),
        (Kind.NEWS, ARMS, "figures in the news (PubMed): RCT. PFS"),
        (Kind.NEWS, "Its results are awaited.", ""),
        (Kind.COMMENT, ARMS, ""),
    ],
)
def test_a_publication_moves_the_trial_as_far_as_it_reports(kind, text, said):
    paper = report(7, "SORENTO: octreotide depot against standard doses", text, kind=kind)

    panel = digest((paper,), (moved(publications=(paper,)),)).watched[0]

    assert panel.moved is bool(said)
    assert said in panel.headline
    assert panel.has_new_results is said.startswith("results")
    assert panel.headline.startswith("results") is panel.has_new_results


@pytest.mark.parametrize(
    ("concluded", "beside"),
    [
        ("The depot prolonged PFS. Overall survival was immature.", " They conclude: “Overall survival was immature.”"),
        ("The depot prolonged PFS.", ""),
    ],
)
@pytest.mark.parametrize(
    ("lived", "told"),
    [("", ""), (" The hazard ratio for overall survival was 1.21 (95% CI 0.84 to 1.75).", "OS HR 1.21 (95% CI 0.84 to 1.75). ")],
)  # fmt: skip
def test_beside_new_results_stands_survival_and_what_their_authors_set_beside_them(concluded, beside, lived, told):
    text = samples.passages(results=ARMS + lived, conclusions=concluded)
    record = samples.record("7", "SORENTO: octreotide depot against standard doses", abstract=text)
    paper = samples.dossier(7, record, samples.score(Tier.WATCHED, "RCT", trials=("SORENTO",)))

    made = digest((paper,), (moved(publications=(paper,)),))

    assert headline.note(made, made.watched[0]) == f"{told}Note: {made.watched[0].note}{beside}"
    again = telling.rows(made.sections[0].entries[0], headline.above(made)[7])
    assert [row.text for row in again if "immature" in row.text] == []  # nor is it said below
    still = digest((), (moved(publications=()),))
    assert headline.note(still, still.watched[0]) == ""


@pytest.mark.parametrize(
    ("tags", "after", "read", "said"),
    [
        (("RCT",), f"posted 2026-11-19; {POSTED}; {RATIO}", [6], f"1. A registered trial: Results: posted 19 Nov 2026; {BARE}; {RATIO}"),
        (("RCT",), f"posted 2026-11-19; {POSTED * 8}", [6], "1. A registered trial: Results: posted 19 Nov 2026"),
        (("RCT",), "posted 2026-11-19", [], "1. A registered trial: Results: posted 19 Nov 2026"),
        (("registry",), f"posted 2026-11-19; {POSTED}", [], f"1. A registered trial: Results: posted 19 Nov 2026; {BARE}"),
    ],
)  # fmt: skip
def test_the_posted_results_of_a_strong_trial_are_to_be_read_and_told_with_both_arms_or_none(tags, after, read, said):
    facts = TrialFacts(registry="clinicaltrials")
    registered = samples.record(
        "NCT9", "A registered trial", kind=Kind.REGISTRATION, source="clinicaltrials", trial=facts
    )
    changes = (samples.change("results", "", after),)
    told = digest((samples.dossier(6, registered, samples.score(Tier.CORE, *tags), new=False, changes=changes),))

    assert [entry.item for _, entry in headline.to_read(told)] == read
    assert headline.main(told) == (said,)


def release(title, text, venue="Camurus newsroom"):
    record = samples.record(
        "7", title, kind=Kind.NEWS, abstract=samples.passages(results=text), venue=Venue(title=venue)
    )
    score = samples.score(Tier.WATCHED, "press", trials=("SORENTO",), source_class=SourceClass.COMPANY)
    told = samples.dossier(7, record, score)
    return digest((told,), (moved(publications=(told,)),))


@pytest.mark.parametrize(
    ("title", "text", "moves"),
    [
        ("SORENTO fully enrolled", "Camurus today announced good news for its patients.", True),
        ("Camurus gives an update", "Lund, 14 October 2027. The last patient of the SORENTO study was enrolled today.", True),
        ("The trial NCT05050942 will be presented at ESMO", "The company will hold a call for investors on that day.", True),
        ("Camurus raises its outlook", "Sales of weekly and monthly depots grew in all markets this year. The report will be published on 4 November, as was said before. Late-stage candidates include SORENTO.", False),
        ("A rival's trial is fully enrolled", "The last patient of the rival's own trial was enrolled on Monday. It will read out in two years from now. Dr Ek, an investigator in SORENTO, said that she was glad.", False),
    ],
)  # fmt: skip
def test_a_release_moves_the_trial_where_its_title_or_beginning_is_on_it(title, text, moves):
    (panel,) = release(title, text).watched

    assert panel.moved is moves
    assert panel.headline.startswith("new press release (Camurus newsroom)" if moves else "no change since")


@pytest.mark.parametrize(
    ("venue", "who"),
    [("Camurus newsroom", "Camurus newsroom"), ("Cision", "Camurus AB"), ("GlobeNewswire", "Camurus AB")],
)
def test_a_rumour_that_is_denied_moves_nothing_and_the_denial_is_told(venue, who):
    said = "the claim that SORENTO has been stopped for futility is untrue."
    told = release(
        "Camurus comments on speculation regarding SORENTO",
        f"After posts on social media, Camurus states that {said} The study goes on.",
        venue,
    )
    (panel,) = told.watched

    assert not panel.moved
    assert panel.headline.startswith(f"no change since 12 May 2026; {who} denies a report: “{said} The study goes on.”")
    assert headline.main(told) == ()  # nor is it the week's study


@pytest.mark.parametrize(
    ("title", "text", "is_rumour"),
    [
        ("Camurus jumps on forum talk", "The phase 3 SORENTO trial was halted for efficacy with a hazard ratio of 0.58.", True),
        ("SORENTO is said to win", "An anonymous post said that median PFS was 31 months with CAM2029 and 17 months with controls (HR 0.58, 95% CI 0.40 to 0.80).", True),
        ("Win for CAM2029", "SORENTO reportedly met its endpoint, with a hazard ratio of 0.58.", True),
        ("Win for CAM2029", "According to people familiar with the matter SORENTO was positive, HR 0.58 (95% CI 0.40 to 0.80).", True),
        ("Win for CAM2029", "Median PFS was 31 months with CAM2029 and 17 months with controls (HR 0.58, 95% CI 0.40 to 0.80), the company said. Shares rose on takeover speculation.", False),
    ],
)  # fmt: skip
def test_a_rumour_has_neither_value_nor_design_and_is_not_to_be_read(title, text, is_rumour):
    record = samples.record("7", title, kind=Kind.NEWS, abstract=samples.passages(results=text))
    score = samples.score(Tier.WATCHED, "RCT", "phase 3", trials=("SORENTO",), source_class=SourceClass.TRADE_NEWS)
    told = samples.dossier(7, record, score)
    made = digest((told,), (moved(publications=(told,)),))
    (shown,) = made.sections[0].entries or made.sections[1].entries

    assert ("rumour" in shown.badges) is is_rumour
    if is_rumour:
        assert (shown.tags, shown.figures, headline.to_read(made), headline.main(made)) == ((), (), (), ())
        assert not made.watched[0].moved


@pytest.mark.parametrize(
    ("title", "text", "moves"),
    [
        ("The landscape of high-exposure analogues", "SORENTO has reached its primary completion and its results are awaited.", False),
        ("Analogues in 2027", "Ongoing phase 3 trials include SORENTO.", False),
        ("SORENTO: design", "SORENTO is evaluating CAM2029 in 302 patients.", True),
        ("Octreotide depot in tumours of the gut", "SORENTO randomised 302 patients, who were 61 years old on average.", True),
    ],
)  # fmt: skip
def test_an_abstract_that_only_awaits_the_trial_moves_nothing(title, text, moves):
    record = samples.record("7", title, kind=Kind.ABSTRACT, abstract=samples.passages(results=text))
    told = samples.dossier(7, record, samples.score(Tier.WATCHED, trials=("SORENTO",)))

    assert digest((told,), (moved(publications=(told,)),)).watched[0].moved is moves


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("Camurus announces that SORENTO met its primary endpoint", "The trial was done in 12 countries by many.", ""),
        ("SORENTO misses the primary end point in NET", "The trial was done in 12 countries by many.", ""),
        ("Camurus on SORENTO", "", "Camurus today announced positive topline results of the SORENTO trial."),
        ("Topline results of SORENTO", "", "SORENTO did not meet its primary endpoint of superior PFS."),
    ],
)
def test_a_release_on_how_the_trial_came_out_without_a_figure_says_so_and_is_to_be_read(title, text, words):
    told = release(title, text or words)

    said = f"results announced without a figure (press release, Camurus newsroom): “{words or title}”"
    assert told.watched[0].headline == said
    assert not told.watched[0].has_new_results
    assert headline.verdict(told) == "1 to read: item 1."


def test_what_tells_of_the_trial_s_drug_alone_is_to_be_read_where_it_is_strong():
    def on(item, *tags):
        record = samples.record(str(item), f"A depot {item}")
        return samples.dossier(item, record, samples.score(Tier.WATCHED, *tags))

    works = (on(7, "case series"), on(8, "RCT"), on(9, "case series"))
    told = digest(works, (moved(publications=works[:1]),))

    assert sorted(entry.item for _, entry in headline.to_read(told)) == [7, 8]


@pytest.mark.parametrize(("again", "read"), [("0.61", [8]), ("0.62", [7, 8])])
def test_news_of_a_study_beside_the_study_is_not_counted_again_but_where_it_says_more(again, read):
    def told_by(item, kind, text):
        record = samples.record(str(item), f"A depot {item}", kind=kind, abstract=samples.passages(results=text))
        return samples.dossier(item, record, samples.score(Tier.WATCHED, "phase 3", source_class=SourceClass.COMPANY))

    told = digest((told_by(7, Kind.NEWS, ARMS.replace("0.61", again)), told_by(8, Kind.ARTICLE, ARMS)))

    assert sorted(entry.item for _, entry in headline.to_read(told)) == read


def test_what_may_change_practice_is_to_be_read():
    told = digest((samples.FORTE, samples.LAMBERTI, samples.RETRACTED, samples.BLOG, samples.NETTER))

    assert [entry.item for _, entry in headline.to_read(told)] == [51, 11]
    assert headline.verdict(told) == "2 to read: items 1 and 2."
    assert headline.summary(told) == "2 to read"


NUMBERS = "The hazard ratio for progression is 0.95 (95% CI 0.61 to 1.31) and not 0.59."
SPELT = "The name of the second author was misspelt."


@pytest.mark.parametrize(
    ("kind", "text", "tier", "begins"),
    [
        (LinkKind.CORRECTS, NUMBERS, Tier.CORE, f"Told here on 9 Mar 2026. “{NUMBERS}”"),
        (LinkKind.CORRECTS, SPELT, Tier.CORE, ""),
        (LinkKind.CORRECTS, NUMBERS, Tier.RELATED, ""),
        (LinkKind.CONCERN_ABOUT, "", Tier.CORE, "Told here on 9 Mar 2026."),
    ],
)
def test_a_notice_that_changes_what_was_told_is_to_be_read_first(kind, text, tier, begins):
    work = samples.record("7", "A work on doses", abstract=samples.passages(results="Median PFS was 9.1 months."))
    told = samples.record(
        "8", "Notice: A work on doses", kind=Kind.NOTICE, abstract=samples.passages(results=text) if text else ()
    )
    tie = Link(kind=kind, subject=told.key, object=Id("pmid", "7"), because="it says so")
    state = {"corrected": kind is LinkKind.CORRECTS, "questioned": kind is LinkKind.CONCERN_ABOUT}
    known = dataclasses.replace(
        samples.dossier(7, work, samples.score(tier, "RCT"), links=((tie, 8, told.title),)),
        new=False,
        told=samples.RETRACTED.told,
        **state,
    )
    came = samples.dossier(8, told, samples.score(tier), links=((tie, 7, work.title),))

    made = digest((known, came, samples.LAMBERTI))

    assert [entry.item for _, entry in headline.to_read(made)] == [7] * bool(begins)
    assert begins in headline.main(made)[0]
    assert (made.sections[0].name == "corrections") is bool(begins)
    assert "9.1" not in " ".join(headline.main(made))


@pytest.mark.parametrize(
    ("kind", "tag", "text", "is_to_read"),
    [
        (Kind.ARTICLE, "RCT", "", True),  # of a title alone nobody knows what it found
        (Kind.ARTICLE, "protocol", ARMS, False),
        (Kind.NEWS, "phase 3", "The trial has enrolled its last patient.", False),
        (Kind.NEWS, "phase 3", ARMS, True),
        (Kind.ABSTRACT, "protocol", "330 patients, 1:1; PFS primary.", False),
    ],
)
def test_a_plan_or_a_mere_mention_changes_no_practice(kind, tag, text, is_to_read):
    paper = samples.record(
        "7", "SORENTO and its depot", kind=kind, abstract=samples.passages(results=text) if text else ()
    )

    told = digest(
        (
            samples.dossier(
                7, paper, samples.score(Tier.WATCHED, tag, trials=("SORENTO",), source_class=SourceClass.COMPANY)
            ),
        )
    )

    assert bool(headline.to_read(told)) is is_to_read


@pytest.mark.parametrize(
    ("source_class", "first", "is_to_read"),
    [
        (SourceClass.TRADE_NEWS, True, True),  # nobody else has told its results yet
        (SourceClass.TRADE_NEWS, False, False),
        (SourceClass.JOURNAL, False, False),  # the news pages of one
        (SourceClass.COMPANY, False, True),
    ],
)
def test_others_news_of_a_study_are_not_to_be_read_but_where_its_results_stand_there_alone(
    source_class, first, is_to_read
):
    def told_by(item, kind, text, source_class):
        record = samples.record(
            str(item),
            f"SORENTO told {item}",
            kind=kind,
            abstract=samples.passages(results=text),
            published=PartialDate(2026, 11, 20),
        )
        return samples.dossier(
            item, record, samples.score(Tier.WATCHED, "phase 3", trials=("SORENTO",), source_class=source_class)
        )

    news = told_by(7, Kind.NEWS, ARMS.replace("0.61", "0.62"), source_class)
    paper = told_by(8, Kind.ARTICLE, ARMS, SourceClass.JOURNAL)
    works = (news,) if first else (news, paper)
    made = digest(works, (moved(publications=works),))

    assert (7 in {entry.item for _, entry in headline.to_read(made)}) is is_to_read


def test_the_main_study_is_one_that_tells_an_effect():
    harm = samples.record("7", "Harm", abstract=samples.passages(results="Serious adverse events were seen in 21%."))
    told = digest((samples.dossier(7, harm, samples.score(Tier.WATCHED, "phase 2")), samples.FORTE))

    assert headline.main(told)[0].startswith("2. Efficacy and safety of high-dose lanreotide")


def test_the_main_study_is_to_be_read_and_drawn_by_lot_before_it_is_pooled():
    series = samples.record("7", "Series", abstract=samples.passages(results="Median PFS was 9.1 months."))
    pooled = samples.record("8", "Pooled", abstract=samples.passages(results="Median PFS was 6.9 months."))
    lots = samples.record("9", "Lots", abstract=samples.passages(results="Rescue octreotide was needed in 12%."))
    told = digest(
        (
            samples.dossier(7, series, samples.score(Tier.CORE, "case series", value=0.99)),
            samples.dossier(8, pooled, samples.score(Tier.CORE, "meta-analysis", value=0.98)),
            samples.dossier(9, lots, samples.score(Tier.CORE, "RCT", value=0.5)),
        )
    )

    assert headline.main(told)[0].startswith("3. Lots: RCT.")


def test_a_comparison_of_arms_stands_before_a_series():
    compared = "Time to next treatment was 10.8 and 11.4 months (adjusted HR 0.95, 95% CI 0.77-1.17)."
    linked = samples.record("7", "Linked", abstract=samples.passages(results=compared))
    series = samples.record(
        "8", "Series", abstract=samples.passages(results="Median PFS was 7.4 months (95% CI 5.1-9.7).")
    )
    works = [
        samples.dossier(n, one, samples.score(Tier.CORE, "retrospective")) for n, one in ((8, series), (7, linked))
    ]

    assert "Linked" in headline.main(digest(works))[0]


def test_results_in_a_registry_are_to_be_read():
    told = digest(watched=(moved(samples.change("results", "", "posted 2027-03-16")),))

    assert headline.verdict(told) == "1 to read: the results of SORENTO."
    assert headline.summary(told) == "SORENTO: results posted 16 Mar 2027. 1 to read"


FAILED = (samples.coverage("pubmed", Outcome.FAILED, received=0), samples.coverage("ctis"))


@pytest.mark.parametrize(
    ("dossiers", "coverage", "said"),
    [
        ((samples.LAMBERTI,), samples.COMPLETE, "Nothing this week changes practice."),
        ((), samples.COMPLETE, "Nothing new this week."),
        ((samples.LAMBERTI,), FAILED, "Nothing that we saw this week changes practice; not all could be looked at."),
        ((), FAILED, "Nothing new that we saw this week; not all could be looked at."),
        ((), FAILED[:1], "Whether anything is new is not known."),
    ],
)
def test_nothing_is_said_only_as_far_as_we_looked(dossiers, coverage, said):
    assert headline.verdict(digest(dossiers, coverage=coverage)) == said


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        (samples.COMPLETE, "All 3 sources were read."),
        (samples.COMPLETE[:1], "The one source was read. No registry was among them."),
        ((), "Nothing could be looked at since 16 Nov 2026. Could not look at any source (none was asked)."),
        (
            FAILED,
            "Could not look at PubMed (not read since 14 Nov 2026: articles may be missing). The others were read.",
        ),
    ],
)
def test_one_line_says_what_was_looked_at(coverage, said):
    assert headline.looked(digest(coverage=coverage)) == said


def test_what_is_to_be_read_is_told_in_full_five_items_at_most_those_first_that_found_something():
    told = digest((*samples.DOSSIERS,))
    titles = [
        samples.dossier(n, samples.record(str(n), f"Title {n}"), samples.score(Tier.CORE, "RCT")) for n in range(60, 70)
    ]
    many = digest((*titles, *samples.DOSSIERS))

    assert headline.in_full(told) == {samples.RETRACTED.item.id, samples.FORTE.item.id}
    assert len(headline.in_full(many)) == headline.IN_FULL
    assert {samples.RETRACTED.item.id, samples.FORTE.item.id} < headline.in_full(many)
    assert headline.ordered(told)[-1][1].source_class == SourceClass.OTHER


def test_a_registration_without_a_change_is_no_main_study():
    plan = dataclasses.replace(samples.CAREFNDR, new=True, changes=())

    assert headline.main(digest((plan,))) == ("No new evidence on dose escalation.",)
    assert headline.main(digest((samples.CAREFNDR,)))[0].endswith("Overall status: Not yet recruiting → Recruiting")
    assert headline.main(digest((plan, samples.LAMBERTI)))[0].startswith("1. Above-label doses")


def test_a_source_that_had_nothing_to_look_up_is_not_said_to_have_been_read():
    unasked = samples.coverage("openalex", Outcome.UNASKED, received=0, last_complete=None)

    assert headline.looked(digest(coverage=(*samples.COMPLETE, unasked))) == "All 3 sources were read."


def test_a_registry_that_moved_is_not_among_those_that_brought_nothing_new():
    coverage = (
        samples.coverage("pubmed"),
        samples.coverage("clinicaltrials", new=0),
        samples.coverage("ctis", new=0, kept=0),
    )

    assert view.read(digest(watched=(moved(STATUS),), coverage=coverage)).startswith(
        "Read: ClinicalTrials.gov (3 changed), PubMed (2 new); nothing new in 1 other."
    )
    assert view.read(digest(watched=(moved(),), coverage=coverage)) == "Read: PubMed (2 new); nothing new in 2 others."

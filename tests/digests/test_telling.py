"""An item in a line, in a row among many, and in full: what is said of it in a letter."""

import dataclasses

import pytest
import weeks

import samples
from digests import telling
from digests.border import UNSUMMARISED
from digests.build import build
from digests.view import Row
from watcher.model import Change, Kind, PartialDate, Quote, Regimen, Span, Tie, Tier, Weight


def digest(dossiers=(), watched=(), coverage=samples.COMPLETE):
    return build(samples.TOPIC, samples.PERIOD, dossiers, watched, coverage, now=samples.NOW)


def entry(text, *tags, kind=Kind.ARTICLE, **given):
    paper = samples.record("9", "A title", kind=kind, published=PartialDate(2026), **given)
    paper = dataclasses.replace(paper, abstract=samples.passages(results=text)) if text else paper
    made = digest((samples.dossier(9, paper, samples.score(Tier.CORE, *tags)),))
    return next(one for section in made.sections for one in section.entries)


def test_a_title_alone_found_nothing_that_could_stand_above():
    found, bare = entry("Median PFS was 8.3 months."), entry("")

    assert telling.rows(found, "PFS median 8.3 months.")[0].text == "See above."
    assert [one.text for one in telling.rows(bare, "Title only.")] == ["Title only."]


@pytest.mark.parametrize(
    ("text", "tags", "said"),
    [
        ("", (), "Title only."),
        ("", ("retrospective",), "Retrospective. Title only."),
        ("Median PFS was 8.3 months.", ("phase 2",), "Phase 2. PFS median 8.3 months."),
        ("Nobody stopped treatment because of side effects.", (), "“Nobody stopped treatment"),
        (
            "The disease control rate was 50% (95% CI 40-60). Median PFS was 25.0 months (95% CI 16.9-33.1).",
            (),
            "DCR 50% (95% CI 40 to 60); PFS median 25.0 months (95% CI 16.9 to 33.1).",
        ),
        (
            "Objective response was seen in 17 of 41 patients (41%). Median time to progression was 10.7 months.",
            (),
            "ORR 41% (17/41); TTP median 10.7 months.",
        ),
        ("Gallstones went with a dose above the label (OR 1.42, 95% CI 0.88 to 2.29).", (), "“Gallstones went with"),
        (
            "Median PFS was 9 months with 60 mg and 7 months with 30 mg (HR 0.8, 95% CI 0.6 to 1.1).",
            (),
            "PFS median 9 months [60 mg], 7 months [30 mg]; HR 0.8",
        ),
        (
            "A 14-day schedule led to significantly longer progression-free survival. The hazard ratio for progression or death was 0.74 (p=0.012).",
            (),
            "“A 14-day schedule led to significantly longer progression-free survival.” “The hazard ratio for progression or death was 0.74 (p=0.012).”",
        ),
        (
            "Median PFS was 9.0 months (95% CI 7.1 to 11.2). Liver load went with shorter PFS (HR 2.31, 95% CI 1.22 to 4.38).",
            (),
            "PFS median 9.0 months (95% CI 7.1 to 11.2).",
        ),
        (
            "The trial did not meet its primary endpoint. The hazard ratio for PFS with 60 mg compared with 30 mg was 0.85 (95% CI 0.68 to 1.06).",
            (),
            "PFS HR 0.85 (95% CI 0.68 to 1.06) [60 mg vs 30 mg]. “The trial did not meet its primary endpoint.”",
        ),
        (
            "Pooled disease control was 62% (95% CI 55-69; I2 = 71%). It was 66% (58-74) with intervals and 54% (44-64) with doses.",
            (),
            "DCR 62% (95% CI 55 to 69).",
        ),
        (
            "The primary endpoint, adequate relief, was reported by 25 (61%). Daily stools fell by 2.0 (95% CI 1.3 to 2.7).",
            (),
            "“The primary endpoint, adequate relief, was reported by 25 (61%).”",
        ),
        (
            "Symptom control at month 6 was 21% with pasireotide and 27% with octreotide (odds ratio 0.73, 95% CI 0.30 to 1.75; p = 0.53).",
            (),
            "Month 6 symptom response 21% [pasireotide], 27% [octreotide]; symptom response OR 0.73",
        ),
    ],
)
def test_an_item_in_one_line_says_what_was_done_and_what_came_out(text, tags, said):
    assert telling.result(entry(text, *tags)).startswith(said)


def test_the_ratio_of_two_arms_is_told_before_that_the_trial_was_stopped():
    stopped = "Recruitment stopped for futility after 128 patients."
    told = entry("Episodes were 5.1 and 5.3 per day (rate ratio 0.97, 95% credible interval 0.82 to 1.15).", "RCT")
    both = dataclasses.replace(told, summary=(*told.summary, dataclasses.replace(told.summary[0], text=stopped)))

    assert telling.found(told).endswith("0.82 to 1.15).”")
    assert telling.found(both) == f"{telling.found(told)} “{stopped}”"
    assert not telling.found(dataclasses.replace(told, tier="adjacent"))


def test_a_label_s_regimen_that_the_sentence_names_is_not_told_twice_and_one_above_it_is():
    said = "Octreotide LAR 60 mg was tolerated as well as octreotide LAR 30 mg."
    span = Span(field="abstract", start=0, end=1)
    high = Regimen(drug="octreotide", text="octreotide LAR 60 mg", span=span, dose_mg=60.0, intensification="dose")
    label = Regimen(drug="octreotide", text="octreotide LAR 30 mg", span=span, dose_mg=30.0)
    other = Regimen(drug="lanreotide", text="lanreotide 120 mg", span=span, dose_mg=120.0)

    told = telling.result(dataclasses.replace(entry(said), regimens=(high, label, other)))

    assert told == f"octreotide LAR 60 mg (higher dose), lanreotide 120 mg. “{said}”"


def test_of_a_retracted_work_nothing_is_told_but_that_it_is_and_why():
    found = entry("Median PFS was 8.3 months.")
    tie = Tie(label="retracted by", title="“The data could not be verified.”", item=3)
    taken = dataclasses.replace(found, badges=("RETRACTED",), ties=(tie,), fresh=False)

    assert telling.result(taken) == "Retracted; told here before. “The data could not be verified.”"
    assert [row.text for row in telling.rows(taken)] == ["“The data could not be verified.”"]
    assert telling.short(taken) == "RETRACTED"
    assert telling.result(dataclasses.replace(taken, fresh=True, ties=())) == "Retracted."


def test_of_a_work_that_was_told_and_is_corrected_the_correction_is_told_and_no_value_that_it_may_have_changed():
    found = entry("Median PFS was 8.3 months.")
    tie = Tie(label="corrected by", title="“The interval was wrong. It is 5.1 to 9.4 months.”", item=3, news=True)
    mended = dataclasses.replace(found, badges=("corrected",), ties=(tie,), fresh=False)

    assert telling.result(mended) == f"Corrected; told here before. {tie.title}"
    assert telling.shortly(mended, 700) == ("A title", telling.result(mended))
    titled = dataclasses.replace(mended, title="CORRECTED: A title")
    assert telling.shortly(titled, 700)[1] == f"Told here before. {tie.title}"
    assert [row.text for row in telling.rows(titled, telling.shortly(titled, 700)[1])] == ["See above."]
    assert "8.3" not in str(telling.rows(mended))
    assert "8.3 months" in telling.result(dataclasses.replace(mended, fresh=True))
    assert "8.3 months" in telling.result(
        dataclasses.replace(mended, ties=(dataclasses.replace(tie, title="Correction"),))
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"told": "30 Aug 2027"}, "In doubt; told here on 30 Aug 2027. “Patients may be counted twice.”"),
        ({"fresh": True}, "In doubt. “Patients may be counted twice.”"),
        (
            {"ties": (Tie(label="concern expressed in", title="Expression of concern", news=True),)},
            "In doubt; told here before.",
        ),
    ],
)
def test_of_a_work_that_is_in_doubt_the_concern_is_told_even_where_it_is_no_more_than_a_title(more, said):
    tie = Tie(label="concern expressed in", title="“Patients may be counted twice.”", item=3, news=True)
    doubted = dataclasses.replace(entry("Median PFS was 8.3 months."), ties=(tie,), fresh=False, weighty=True)
    doubted = dataclasses.replace(doubted, **more)

    assert telling.result(doubted) == telling.row(doubted) == telling.short(doubted) == said
    assert telling.rows(doubted)[0].text == said
    assert "8.3" not in str(telling.rows(doubted))


LABEL = Regimen(
    drug="octreotide",
    text="Octreotide LAR 30 mg",
    span=Span(field="abstract", start=0, end=1),
    dose_mg=30.0,
)
HIGH = dataclasses.replace(LABEL, text="Octreotide LAR 60 mg", dose_mg=60.0, intensification="dose")


@pytest.mark.parametrize(
    ("title", "regimens", "said"),
    [
        ("Octreotide LAR 60 mg in NETs", (HIGH,), "Cohort, higher dose."),
        ("High-dose octreotide in NETs", (HIGH,), "Cohort, octreotide LAR 60 mg (higher dose)."),
        ("Octreotide LAR in NETs", (LABEL, HIGH), "Cohort, octreotide LAR 60 mg (higher dose)."),
        ("More than the label in NETs", (LABEL,), "Cohort."),
    ],
)
def test_an_item_that_is_told_shortly_says_what_is_more_than_the_label_and_not_what_its_title_says(
    title, regimens, said
):
    study = dataclasses.replace(entry("It was tolerated.", "cohort", "dose escalation"), title=title, regimens=regimens)

    assert telling.brief(study, samples.digest()).said.startswith(said)


def test_recommendations_are_told_without_what_they_are_against():
    message = Quote(text="More than 30 mg is not recommended.", span=LABEL.span, role="message")
    guideline = dataclasses.replace(entry("Nothing."), tags=("guideline",), summary=(message,), regimens=(HIGH,))

    assert telling.result(guideline) == "Guideline. “More than 30 mg is not recommended.”"


def test_two_values_of_one_outcome_are_told_with_their_arms_or_not_at_all():
    figure = samples.digest().sections[2].entries[0].figures[0]
    bare = dataclasses.replace(figure, arm="", comparator="")
    other = dataclasses.replace(bare, value=5.6)
    plain = dataclasses.replace(entry("Median PFS was 8.3 and 5.6 months."), figures=(bare, other))
    both = dataclasses.replace(
        plain, figures=(dataclasses.replace(bare, arm="midgut"), dataclasses.replace(other, arm="pancreatic"))
    )

    assert not telling.result(plain)
    assert "[midgut], " in telling.result(both)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The response rate was 12% with lanreotide and 5% with placebo. Median PFS was 8 months with lanreotide and 6 months with placebo.",
            "Response 12% [lanreotide], 5% [placebo]; PFS median 8 months [lanreotide], 6 months [placebo].",
        ),
        (
            "PFS was 8 months with lanreotide, 9 months with octreotide, 10 months with everolimus and 11 months with placebo.",
            "“PFS was 8 months with lanreotide, 9 months with octreotide, 10 months with everolimus and 11 months with placebo.”",
        ),
    ],
)
def test_no_arm_is_told_without_the_others(text, said):
    told = entry(text)
    finding = dataclasses.replace(told.summary[0], text=text.partition(". ")[0].rstrip(".") + ".", role="finding")

    assert telling.result(dataclasses.replace(told, summary=(finding,))) == said


def test_where_there_is_little_room_the_conclusion_stands_only_without_a_finding():
    whole = samples.section("core").entries[1]
    opinion = dataclasses.replace(
        whole, figures=(), summary=tuple(one for one in whole.summary if one.role == "conclusion")
    )

    assert "They conclude" in telling.result(whole)
    assert "conclude" not in telling.short(whole)
    assert "They conclude" in telling.short(opinion)


def test_the_outcome_of_the_main_finding_comes_before_what_the_text_tells_first():
    told = entry("Median PFS was 8.3 months. The response rate was 20%.")
    finding = dataclasses.replace(told.summary[0], text=told.figures[1].sentence, role="finding")

    assert telling.result(told).startswith("PFS median")
    assert telling.result(dataclasses.replace(told, summary=(finding,))).startswith("Response 20%")


def said(item):
    return [(row.label, row.text) for row in telling.rows(item)]


def test_in_full_an_item_begins_with_its_result_and_says_no_number_twice():
    whole = samples.section("core").entries[0]

    (label, result), *rest = said(whole)

    assert label == ""
    assert result.startswith("Phase 2, single arm, n = 99, in G1-G2 NET. PFS median 8.3 months")
    assert [label for label, _ in rest] == ["They conclude"]
    assert "8.3" not in " ".join(text for _, text in rest)


def test_where_nothing_was_found_it_is_told_what_was_done():
    plan = entry("")
    done = Quote(
        text="We will enrol 40 patients.", span=samples.section("core").entries[0].summary[0].span, role="design"
    )

    assert said(dataclasses.replace(plan, summary=(done,), figures=())) == [("Done", "We will enrol 40 patients.")]


def test_what_merely_changed_is_told_as_changes_alone():
    changed = dataclasses.replace(
        entry("", "RCT"),
        changes=(Change(field="overall status", before="a", after="b", seen=samples.NOW, weight=Weight.HIGH),),
    )
    told = dataclasses.replace(changed, churn="2 minor changes (contacts)", unread=True)

    assert said(changed) == [("Changed", "Overall status: a → b")]
    assert [label for label, _ in said(told)] == ["Note", "Changed"]  # what matters to nobody's care is on the page


def test_a_tie_to_another_work_is_told_and_the_registration_is_left_to_the_page():
    ties = (Tie(label="reports", title="NCT1"), Tie(label="preprint of", title="A paper", url="https://example.org/a"))

    rows = telling.rows(dataclasses.replace(entry("Median PFS was 8.3 months."), ties=ties))

    assert rows[-1] == Row("Preprint of", "A paper", url="https://example.org/a")
    assert len([row for row in rows if "NCT1" in row.text]) == 0


@pytest.mark.parametrize(
    ("authors", "kind", "who"),
    [
        ("Pavel M, Ćwikła JB, Lombard-Bohas C et al. (5 authors)", "article", "Pavel M et al"),
        ("Pavel M", "article", "Pavel M"),
        ("Novartis, Inc.", "registration", "Novartis, Inc"),
    ],
)
def test_a_short_byline_names_the_first_author_and_the_whole_sponsor(authors, kind, who):
    one = dataclasses.replace(entry(""), authors=authors, kind=kind, venue="Eur J Cancer 157:403-414", date="Nov 2021")

    assert telling.byline(one) == f"{who}. Eur J Cancer. Nov 2021"
    assert (
        telling.brief(one, weeks.WEEKS["busy"]()).byline
        == f"{authors if kind == 'registration' else 'Pavel'}, Eur J Cancer"
    )


@pytest.mark.parametrize(
    ("date", "said"),
    [("17 Nov 2026", ""), ("Nov 2026", ""), ("31 Oct 2026", ", Oct 2026"), ("2026", ", 2026"), ("", "")],
)
def test_an_item_that_is_told_shortly_says_its_month_where_it_is_not_the_digests(date, said):
    one = dataclasses.replace(entry(""), authors="Pavel M", venue="Eur J Cancer", date=date)

    assert telling.brief(one, samples.digest()).byline == f"Pavel, Eur J Cancer{said}"
    assert telling.whole(one).byline.endswith(telling.byline(one))  # in full it is always said


def test_an_item_that_is_told_shortly_keeps_its_values_whole_and_closes_what_is_quoted():
    long = " ".join(["Patients were followed for years, and all of them came back to the clinic"] * 4)
    quoted = telling.brief(entry(f"{long}."), samples.digest())
    valued = telling.brief(samples.section("core").entries[0], samples.digest())

    assert quoted.said.startswith("“Patients were followed")
    assert quoted.said.endswith("…”")
    assert len(quoted.said) < len(long)
    assert "5.6 months (95% CI 5.5 to 8.3) [pancreatic cohort]." in valued.said
    assert valued.title.endswith("…")
    assert telling.brief(samples.section("core").entries[2], samples.digest()).badges == ("abstract",)


def test_what_stands_above_is_not_said_again():
    whole = samples.section("core").entries[0]

    rest = telling.rows(whole, above=telling.result(whole))

    assert [row.text for row in rest] == ["See above."]
    assert telling.rows(whole, above="something else") == telling.rows(whole)


def test_one_of_many_is_told_with_its_size_and_values_and_no_sentence():
    whole = samples.section("core").entries[0]

    assert telling.row(whole).startswith("n = 99; PFS median 8.3 months")
    assert telling.row(entry("Nobody stopped treatment because of side effects.")) == ""
    arms = entry("Median PFS was 8 months with lanreotide, 9 months with octreotide and 10 months with everolimus.")
    assert telling.row(arms).count(" months [") == 3
    assert telling.row(dataclasses.replace(whole, changes=samples.CAREFNDR.changes[:1])).startswith("Overall status: ")


def test_of_many_items_too_one_that_could_not_be_summarised_says_so():
    unread = dataclasses.replace(samples.section("core").entries[0], unread=True)

    assert telling.row(unread) == telling.short(dataclasses.replace(entry(""), unread=True)) == UNSUMMARISED


def test_a_digest_is_busy_when_a_sentence_of_each_item_is_more_than_is_read():
    many = [
        dataclasses.replace(samples.LAMBERTI, item=dataclasses.replace(samples.LAMBERTI.item, id=n)) for n in range(40)
    ]

    assert not telling.is_busy(samples.digest())
    assert telling.is_busy(digest(many[: telling.BUSY + 1]))
    assert not telling.is_busy(digest(many[: telling.BUSY]))


def test_a_trial_at_a_glance_has_its_status_first_and_its_design_only_beside_results():
    panel = samples.digest().watched[0]
    results = dataclasses.replace(panel, has_new_results=True)

    assert telling.glance(panel) == "Active, not recruiting; results posted: no; last checked: 23 Nov 2026."
    still = dataclasses.replace(panel, headline="no change")  # what the headline says of a fact is not said again
    assert telling.glance(still).startswith("Active, not recruiting; enrolment: 302 (actual); primary completion: ")
    assert telling.glance(dataclasses.replace(panel, facts=())) == ""
    assert telling.context(panel) == ()
    assert [label for label, _ in telling.context(results)] == ["As registered"]
    assert telling.context(dataclasses.replace(results, headline="A vs B. PFS")) == ()
    done = dataclasses.replace(still, came="2026-11-20", looked=True)  # and what results make needless
    assert telling.glance(done) == "Active, not recruiting; results posted: no."


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("Median PFS by blinded independent review was 8.3 months (95% CI 5.6 to 11.1).", "By blinded review."),
        ("Median PFS was 8.3 months (95% CI 5.6 to 11.1). The trial was stopped for futility.", "Stopped for futility."),
        ("Median PFS was 8.3 months (95% CI 5.6 to 11.1). Overall survival was immature (HR 0.9, 95% CI 0.6 to 1.3).", "OS immature."),
    ],
)  # fmt: skip
def test_what_limits_a_value_is_told_beside_it(text, beside):
    assert telling.found(entry(text)).endswith(f" {beside}")


def test_episodes_are_told_with_what_they_are_of():
    counted = entry("Patients had 2.1 episodes per day with one and 3.4 with the other of them. Nothing else was seen.")
    titled = dataclasses.replace(counted, title="Short interval for breakthrough flushing", figures=())

    assert telling.found(titled).startswith("Flushing: “Patients had 2.1 episodes")
    assert telling.found(dataclasses.replace(titled, title="Flushing and diarrhoea")).startswith("“")

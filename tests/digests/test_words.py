import dataclasses
from datetime import UTC, datetime

import pytest

import samples
from digests import cutting, dosage, headline, valued, view, words
from digests.build import build
from digests.outcomes.figures import figures
from watcher.model import Coverage, Figure, NotUnderstood, Outcome, PartialDate, Regimen, Span, Trait
from watcher.relevance.regimens import in_text, regimens

SPAN = Span(field="abstract", start=0, end=1)


def figure(sentence, value, measure="HR", **given):
    return Figure(measure=measure, value=value, sentence=sentence, span=SPAN, at=SPAN, **given)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (
            figure("HR 0.30 (95% CI 0.20-0.70; p<0.001)", 0.3, outcome="PFS", low=0.2, high=0.7, level=95, p="<0.001"),
            "PFS HR 0.30 (95% CI 0.20 to 0.70), p<0.001",
        ),
        (figure("hazard ratio 0·47", 0.47), "HR 0·47"),
        (figure("not reached", None, "median", outcome="OS"), "OS median not reached"),
        (
            figure("38.5 (10.1 to not reached)", 38.5, "median", unit="months", low=10.1, level=95),
            "median 38.5 months (95% CI 10.1 to not reached)",
        ),
        (figure("37/67 cases (55%)", 55, "proportion", unit="%", n=37, total=67), "proportion 55% (37/67)"),
        (figure("rate 62%", 62, "rate", unit="%", outcome="PFS", milestone="12 months"), "12 months PFS 62%"),
        (figure("in 5%", 5, "rate", unit="%", outcome="AE: gallstones", severity="grade 3"), "grade 3 gallstones 5%"),
        (
            figure("in 5%", 5, "rate", unit="%", outcome="AE: gallstones", severity="led to discontinuation"),
            "gallstones (led to discontinuation) 5%",
        ),
        (figure("in 2", 2, "proportion", unit="patients", outcome="discontinuation"), "discontinuation 2 patients"),
        (figure("from 5.8 to 25 months", 5.8, "range", unit="months", low=5.8, high=25), "range 5.8 to 25 months"),
        (figure("13.1 ng/ml", 13.1, "level", unit="ng/ml", outcome="drug level"), "drug level 13.1 ng/ml"),
        (figure("change -0.81", -0.81, "mean change"), "mean change -0.81"),
        (figure("1,024 of them", 1024, "mean", arm="A", comparator="B"), "mean 1,024 [A vs B]"),
        (figure("median 5, range 1-9", 5, "median", spread="range 1-9"), "median 5 (range 1-9)"),
        (figure("P = .000072", 0.34, p=".000072"), "HR 0.34, p=.000072"),
    ],
)
def test_a_figure_is_shown_as_its_sentence_prints_it(shown, expected):
    assert valued.figure(shown) == expected


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("n", "99", "n = 99"),
        ("n", "1204", "n = 1,204"),
        ("n", "120 planned", "n = 120 planned"),
        ("grade", "G1-G2", "G1-G2"),
    ],
)
def test_a_trait_is_shown_with_its_own_words(name, value, shown):
    assert words.trait(Trait(name=name, value=value, sentence=value, span=SPAN)) == shown


@pytest.mark.parametrize(
    ("partial", "shown"),
    [
        (PartialDate(2024, 3, 5), "5 Mar 2024"),
        (PartialDate(2024, 3), "Mar 2024"),
        (PartialDate(2024), "2024"),
        (None, ""),
    ],
)
def test_a_date_is_as_precise_as_its_source(partial, shown):
    assert words.date(partial) == shown
    assert partial is None or words.iso(partial.iso) == shown


def test_briefly_told_results_leave_the_arms_bare_and_no_comparison():
    row = "ORR: 41% (95% CI 35 to 47) [A, n = 60] against 30% (95% CI 24 to 36) [B, n = 61] against 9% [C]"

    told = words.briefly(f"posted 2026-03-16; {row}; OR 1.6 (95% CI 1.1 to 2.4) [A and B]")

    assert (
        told == "posted 2026-03-16; ORR: 41% [A] against 30% [B] against 9% [C]; OR 1.6 (95% CI 1.1 to 2.4) [A and B]"
    )


def test_a_day_is_that_of_the_readers_zone():
    late = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)

    assert words.day(late) == "22 Nov 2026"
    assert words.day(late, "Australia/Sydney") == "23 Nov 2026"


@pytest.mark.parametrize(
    ("intensification", "shown"),
    [("both", "120 mg q14d (higher dose, shorter interval)"), ("", "120 mg q14d")],
)
def test_a_regimen_says_what_makes_it_more_than_the_label_s(intensification, shown):
    text = Regimen(drug="lanreotide", text="120 mg q14d", span=SPAN, intensification=intensification)

    assert dosage.regimen(text) == shown


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("", "Octreotide LAR 30 mg and lanreotide 120 mg were given in turn, two weeks apart.", "octreotide LAR 30 mg and lanreotide 120 mg were given in turn, two weeks apart"),
        ("Octreotide LAR alternating with lanreotide", "Octreotide LAR 30 mg every 14 days and lanreotide 120 mg every 14 days.", "octreotide LAR 30 mg and lanreotide autogel 120 mg in turn, every 2 weeks"),
        ("Octreotide LAR and lanreotide", "Octreotide LAR 30 mg every 14 days and lanreotide 120 mg every 14 days.", ""),
        ("Alternating lanreotide", "Lanreotide 120 mg every 14 days.", ""),
    ],
)  # fmt: skip
def test_two_drugs_in_turn_are_no_two_intervals(title, text, told):
    assert dosage.in_turn(in_text(text), title) == told


def test_two_regimens_of_one_drug_are_told_as_one():
    text = "Octreotide LAR 30 mg every 3 weeks was given to 20 and octreotide LAR 30 mg every 2 weeks to 24."

    assert dosage.together(in_text(text)) == ["octreotide LAR 30 mg every 3 or every 2 weeks (shorter interval)"]


@pytest.mark.parametrize(
    ("parts", "shown"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_parts_are_listed_as_one_says_them(parts, shown):
    assert words.listed(parts) == shown


@pytest.mark.parametrize(
    ("line", "outcome", "ended"),
    [
        (samples.coverage("pubmed", silent=True, received=0, new=0, kept=0), "silent", "Silent"),
        (samples.coverage("x", Outcome.PARTIAL, unreadable=1, deleted=2), "in part", "Read in part"),
        (samples.coverage("x", Outcome.FAILED), "failed", "Not read since 14 Nov 2026"),
        (samples.coverage("x", Outcome.FAILED, last_complete=None), "failed", "Never read"),
        (samples.coverage("pubmed"), "complete", "Not asked since 23 Nov 2026"),
    ],
)
def test_coverage_says_how_a_source_ended(line, outcome, ended):
    assert words.outcome(line) == outcome
    assert words.ended(line) == ended


def test_many_sources_that_were_not_looked_at_are_named_once_and_their_days_below():
    down = [samples.coverage(name, Outcome.FAILED) for name in ("pubmed", "ctis", "crossref", "feeds")]
    told = dataclasses.replace(samples.coverage("isrctn", Outcome.PARTIAL), told=("A is gone",), notices=("A is gone",))
    made = build(samples.TOPIC, samples.PERIOD, (), (), (*down, told, samples.coverage("euctr")), now=samples.NOW)

    assert headline.looked(made) == (
        "Could not look fully at 5 of 6 sources: Crossref, EU CTIS, feeds, ISRCTN and PubMed. "
        "What may be missing: articles, congress abstracts, registry changes and news."
    )
    assert [(row.label, row.text) for row in view.short(made)] == [
        ("Not read since 14 Nov 2026", "Crossref, EU CTIS, feeds and PubMed"),
        ("Read in part", "ISRCTN"),
        ("ISRCTN", "A is gone"),
    ]
    assert view.read(made) == "Read: EU CTR (2 new)."


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((), []), ((4,), ["4"]), ((1, 2, 4), ["1", "2", "4"]), ((1, 2, 3, 7, 9, 10, 11), ["1 to 3", "7", "9 to 11"])],
)
def test_rising_numbers_are_said_in_few_words(numbers, said):
    assert words.ranges(numbers) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A title of some words", "A title of some words"),
        ("A title of some words, moreover others", "A title of some words…"),
        ("A" * 60, "A" * 29 + "…"),
        ("A title of some words that did not help", "A title of some words that did not help"),
    ],
)
def test_a_title_is_cut_at_a_word_and_no_denial_is_cut_off(text, said):
    assert cutting.cut(text, 30) == said


def test_the_registry_s_status_is_said_in_words():
    assert words.status("ACTIVE_NOT_RECRUITING") == "Active, not recruiting"


@pytest.mark.parametrize(
    ("digest", "line"),
    [
        (
            samples.digest(),
            "SORENTO: primary completion date: Jun 2026 (estimated) → Dec 2026 (estimated), slips by 6 months. 2 to read",
        ),
        (samples.quiet(), "SORENTO: no change since 12 May 2026. Nothing new this week"),
        (
            samples.digest(moved=False, dossiers=()),
            "SORENTO: no change seen since 12 May 2026. Nothing new that we saw this week; not all could be looked at",
        ),
    ],
)
def test_a_digest_has_one_line_that_says_it_all(digest, line):
    assert headline.summary(digest) == line


@pytest.mark.parametrize(
    ("days", "dots"),
    [
        ((("2026-11-17", "complete"), ("2026-11-19", "partial"), ("2026-11-20", "failed")), "●–◐○–––"),
        # What was read before the period, and in its last hours.
        ((("2026-11-16", "complete"), ("2026-11-23", "complete")), "––––––●"),
        ((("2026-11-22", "not asked"),), ""),
        ((), ""),
    ],
)
def test_a_source_has_a_dot_for_each_day_of_the_period(days, dots):
    line = Coverage(source="feeds", outcome=Outcome.COMPLETE, since=None, until=samples.NOW, days=days)

    assert view.dots(line, samples.digest()) == dots


def test_sections_without_news_are_one_sentence_with_what_was_not_seen():
    assert view.nothing(samples.digest(moved=False, dossiers=(samples.FORTE,))) == (
        "Registry changes, guidelines and reviews, related evidence in short and corrections and retractions: nothing new seen; "
        "not all could be looked at."
    )
    moved = view.nothing(samples.digest(dossiers=(samples.FORTE,)))
    assert moved.startswith("Guidelines and reviews, related")  # its panel tells what a registry changed
    assert view.nothing(samples.digest()) == ""
    assert view.nothing(samples.digest(moved=False, dossiers=())) == ""  # the verdict says so


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"outcome": Outcome.COMPLETE, "notices": ("by the way",)}, ""),
        ({"outcome": Outcome.COMPLETE, "notices": ("by the way", "A is gone"), "told": ("A is gone",)}, "A is gone"),
        ({"outcome": Outcome.PARTIAL, "notices": ("cut", "A is gone"), "told": ("A is gone",)}, "A is gone"),
        ({"outcome": Outcome.FAILED, "error": "refused"}, ""),
    ],
)
def test_what_a_reader_is_to_know_is_said_and_why_a_source_failed_is_not(line, said):
    assert words.missed(Coverage(source="feeds", since=None, until=samples.NOW, **line)) == said


@pytest.mark.parametrize(
    ("when", "modules", "said"),
    [
        (PartialDate(2026, 11, 10), ("Study Status", "Sites"), "ClinicalTrials.gov version 14 of 10 Nov 2026: Study Status, Sites"),
        (PartialDate(2026, 11), (), "ClinicalTrials.gov version 14 of Nov 2026"),
        (None, ("Sites",), "ClinicalTrials.gov version 14: Sites"),
    ],
)  # fmt: skip
def test_a_registrys_version_says_no_more_than_it_was_told(when, modules, said):
    assert words.revision(samples.revision(14, when, *modules)) == said


def test_of_hundreds_of_reasons_some_are_told_and_how_many_more():
    pages = tuple(f"10.1530/endoabs.1.p{n} has no page" for n in range(200))

    told = words.missed(samples.coverage("endocrine_abstracts", outcome=Outcome.PARTIAL, notices=pages, told=pages))

    assert told.endswith("p4 has no page; and 195 more")
    assert told.count("no page") == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Octreotide LAR 60 mg was given. Octreotide LAR 60 mg every 28 days was safe.", ["octreotide LAR 60 mg every 28 days (higher dose)"]),
        ("Lanreotide every 14 days. We gave lanreotide 120 mg every 14 days.", ["lanreotide 120 mg every 14 days (shorter interval)"]),
        ("Octreotide LAR 30 mg. Octreotide LAR 60 mg every 28 days.", ["octreotide LAR 30 mg", "octreotide LAR 60 mg every 28 days (higher dose)"]),
    ],
)  # fmt: skip
def test_a_regimen_that_says_less_of_the_same_dose_is_not_told(text, said):
    assert dosage.regimens(in_text(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Patients received octreotide LAR 30 mg or lanreotide autogel 120 mg every 4 weeks.", ["octreotide LAR 30 mg every 4 weeks", "lanreotide autogel 120 mg every 4 weeks"]),
        ("Octreotide LAR was escalated to 40 or 60 mg every 4 weeks.", ["octreotide LAR 40 or 60 mg every 4 weeks (higher dose)"]),
        ("Levels of octreotide (n = 611) in 128 patients receiving 20 to 60 mg every 2 to 4 weeks.", ["octreotide 20 to 60 mg every 2 to 4 weeks (shorter interval)"]),
        ("With octreotide LAR, 244 were assigned (121 to 60 mg and 123 to 30 mg).", ["octreotide LAR 60 mg (higher dose)"]),
        ("Octreotide LAR was assigned 1:1 to 60 mg every 4 weeks.", ["octreotide LAR 60 mg every 4 weeks (higher dose)"]),
        ("On lanreotide autogel 5-HIAA fell from 148 to 51 mg.", []),
        ("Lanreotide 120 mg more often than every 28 days was common.", ["lanreotide 120 mg more often than every 28 days (shorter interval)"]),
        ("First row, lanreotide 120 mg: median PFS 29 months q28d.", ["lanreotide 120 mg"]),
        ("Everolimus 10 mg daily plus lanreotide q14d.", ["lanreotide q14d (shorter interval)"]),
        ("Patients on octreotide LAR received HB-118 at 80 mg every 4 weeks.", []),
        ("Stable on octreotide LAR, they were switched to the depot 20 mg every 2 weeks.", []),
        ("Gallstones were treated with 1000 mg during lanreotide.", []),
        ("The interval of lanreotide 120 mg was shortened from 28 to 14 days.", ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("On lanreotide 120 mg the stay was shortened from 28 to 14 days.", ["lanreotide 120 mg"]),
        ("They changed from lanreotide 120 mg every 28 days to every 14 days.", ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("Lanreotide 120 mg was changed from every 28 to every 14 days.", ["lanreotide autogel 120 mg every 2 weeks (shorter interval)"]),
        ("The study compared octreotide LAR 60 mg with 30 mg every 28 days.", ["octreotide LAR 60 mg every 4 weeks (higher dose)", "octreotide LAR 30 mg every 28 days"]),
        ("Octreotide LAR was raised to 60 mg (n=29) every 28 days.", ["octreotide LAR 60 mg every 28 days (higher dose)"]),
        ("Octreotide LAR 60 mg (n = 29) every 28 days was given.", ["octreotide LAR 60 mg every 28 days (higher dose)"]),
        ("Octreotide LAR 40 mg versus 30 mg was tried.", ["octreotide LAR 40 mg (higher dose)", "octreotide LAR 30 mg"]),
        ("Lanreotide is given every 2 weeks instead of every 4 weeks.", ["lanreotide every 2 weeks (shorter interval)", "lanreotide every 4 weeks"]),
        ("Scans during lanreotide were made every 12 weeks.", []),
        ("Two-weekly lanreotide was given.", ["two-weekly lanreotide (shorter interval)"]),
        ("Two-weekly lanreotide: we gave lanreotide 120 mg every 14 days.", ["lanreotide 120 mg every 14 days (shorter interval)"]),
        ("The weekly octreotide depot was given.", []),
        ("With octreotide LAR the dose was 40 mg in 9, 60 mg in 15.", ["octreotide LAR 40 mg (higher dose)", "octreotide LAR 60 mg (higher dose)"]),
        ("Octreotide 200 \u00b5g was given subcutaneously for a long time twice or thrice daily.", ["octreotide subcutaneous 200 \u00b5g 3 times a day"]),
        ("Octreotide 100 \u00b5g three times a day was kept for rescue.", ["octreotide 100 \u00b5g three times a day (rescue)"]),
        ("Octreotide 0.1 mg twice a day was given.", ["octreotide 0.1 mg twice a day"]),
        ("Lanreotide autogel 120 mg on days 1, 15 and 29 was given.", ["lanreotide autogel 120 mg on days 1, 15 and 29 (shorter interval)"]),
        ("Paltusotine was increased to 40 mg once daily.", ["oral paltusotine 40 mg once daily"]),
        ("More than 30 mg octreotide LAR was given: octreotide LAR 40 mg every 4 weeks.", ["octreotide LAR 40 mg every 4 weeks (higher dose)"]),
        ("Doses above octreotide LAR 30 mg were looked for.", ["above octreotide LAR 30 mg (higher dose)"]),
    ],
)  # fmt: skip
def test_a_regimen_is_told_as_drug_dose_and_interval(text, said):
    assert dosage.regimens(in_text(text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("After progression on lanreotide 120 mg every 28 days, lanreotide 120 mg every 14 days was given.", ["lanreotide 120 mg every 14 days (shorter interval)"]),
        ("Octreotide LAR is labelled at up to 30 mg every 4 weeks. We gave octreotide LAR 60 mg every 4 weeks.", ["octreotide LAR 60 mg every 4 weeks (higher dose)"]),
        ("Patients progressing on octreotide LAR 30 mg had their dose doubled.", []),
        ("After progression, lanreotide every 14 days was compared with lanreotide 120 mg every 28 days.", ["lanreotide autogel 120 mg every 2 weeks (shorter interval)", "lanreotide 120 mg every 28 days"]),
        ("NETs that had progressed on lanreotide 120 mg every 28 days were allocated to lanreotide 120 mg every 28 or 14 days.", ["lanreotide 120 mg every 28 or 14 days (shorter interval)"]),
        ("On lanreotide 120 mg every 28 days he still had seven stools.", []),
        ("He had been stable on octreotide LAR 30 mg per month.", []),
        ("Lanreotide 120 mg is approved every 4 weeks; lanreotide was approved every 4 weeks.", []),
        ("Progression during lanreotide every 4 weeks was required.", []),
        ("Octreotide LAR 30 mg every 4 weeks was given to 85 patients.", ["octreotide LAR 30 mg every 4 weeks"]),
    ],
)  # fmt: skip
def test_the_label_s_dose_that_patients_had_had_is_no_regimen_of_the_study(text, said):
    assert dosage.regimens(in_text(text)) == said


def test_a_source_of_ones_own_is_called_by_words():
    assert words.source("fabry_registry") == "fabry registry"


def test_a_source_is_called_by_our_name_else_by_the_title_that_the_digest_knows():
    lines = (samples.coverage("fake", title="Fake works"), samples.coverage("pubmed", title="NLM"))
    unread = tuple(
        NotUnderstood(source=name, source_id="9", reason="a fault", seen=samples.NOW)
        for name in ("fake", "pubmed", "other_one")
    )
    digest = dataclasses.replace(samples.quiet(), coverage=lines, not_understood=unread)

    assert [row.label for row in view.not_understood(digest)] == ["Fake works", "PubMed", "other one"]


def test_an_interval_that_was_shortened_is_of_the_drug_of_the_title():
    made = samples.record(
        "1",
        "Octreotide LAR in Cushing syndrome",
        abstract=samples.passages(results="The interval was shortened to 14 days."),
    )

    assert dosage.regimens(regimens(made)) == ["octreotide LAR every 2 weeks (shorter interval)"]


@pytest.mark.parametrize(
    ("before", "after", "told", "beside"),
    [
        (
            "",
            "posted 2027-03-16; PFS: 24.8 months [A]",
            "Results: posted 16 Mar 2027; PFS: 24.8 months [A]",
            "posted 16 Mar 2027",
        ),
        ("PFS: HR 0.76", "PFS: HR 0.86", "Results: PFS: HR 0.76 → PFS: HR 0.86", ""),
        ("", "posted", "Results: posted", "posted"),
    ],
)
def test_posted_results_are_told_with_their_day_and_beside_their_numbers_by_the_day_alone(before, after, told, beside):
    change = samples.change("results", before, after)

    assert (words.change(change), words.posted(change)) == (told, beside)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Trough fell by 0.3 ng/mL with 60 mg.", ["drug level fell by 0.3 ng/ml [60 mg]"]),
        ("Chromogranin A decreased by 40 ng/mL (95% CI 20 to 60).", ["CgA fell by 40 ng/ml (95% CI 20 to 60)"]),
        ("HbA1c rose by 0.6 points.", ["HbA1c rose by 0.6 points"]),
        ("QoL improved by 9.6 points (95% CI 3.2 to 16.0).", ["QoL improved by 9.6 points (95% CI 3.2 to 16.0)"]),
        ("Trough fell by 0.3 ng/mL for every 10 kg of fat (95% CI 0.1 to 0.5).", []),
        ("Daily stools fell by 0.6 more with the 14-day interval (95% CI 0.1 to 1.1).", []),
        ("Stools -1.3 a day in 52 pts.", ["bowel movements change -1.3"]),
        ("Flushes were 14% more frequent in July than in January (95% CI 6 to 22).", []),
        ("Gallstones were 12% more common with 60 mg than with 30 mg.", []),
        (
            "Diarrhoea was more frequent with 60 mg (14%) than with 30 mg (6%).",
            ["diarrhoea 14% [60 mg]", "diarrhoea 6% [30 mg]"],
        ),
        ("La mediana de SLP fue de 8,6 meses (IC 95%: 6,0-11,2).", ["PFS median 8.6 mo (95% CI 6 to 11.2)"]),
        ("Median PFS was 8.6 months (CI 95%: 6.0-11.2).", ["PFS median 8.6 months (95% CI 6.0 to 11.2)"]),
        ("Median PFS was 8.6 months [6.0-11.2].", ["PFS median 8.6 months (6.0 to 11.2)"]),
    ],
)
def test_a_figure_keeps_its_direction_and_no_interval_is_one_of_injections(text, said):
    assert [valued.figure(one) for one in figures(text)] == said


BOTH = ["PFS median 11.3 months [14-day arm]", "PFS median 8.0 months [28-day arm]"]


@pytest.mark.parametrize(
    "text",
    [
        "PFS was 11.3 months at the median in the 14-day arm and 8.0 months in the 28-day arm.",
        "PFS was 11.3 months (median) in the 14-day arm and 8.0 months in the 28-day arm.",
        "PFS in the 14-day arm was 11.3 months at the median, against 8.0 months in the 28-day arm.",
        "PFS reached 11.3 months in median in the 14-day arm and 8.0 months in the 28-day arm.",
        "At the median, PFS was 11.3 months in the 14-day arm and 8.0 months in the 28-day arm.",
    ],
)
def test_what_is_said_to_be_the_median_behind_its_value_is_its_arms(text):
    assert [valued.figure(one).replace("-day]", "-day arm]") for one in figures(text)] == BOTH


def test_a_median_of_follow_up_makes_no_survival_one():
    (found,) = figures("OS was 31 months at a median follow-up of 40 months.")
    assert (found.outcome, found.measure) == ("OS", "time")

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

import samples
from digests.evidence import living_table
from digests.evidence.threads import drifts, side_by_side, threads
from samples import dossier, passages, people, record, score
from watcher.model import Id, Kind, Link, LinkKind, PartialDate, Tier, TrialDate, TrialFacts, Venue
from watcher.relevance.regimens import in_text

NCT = Id("nct", "NCT02651987")
CHANGE = samples.change("enrolment", "100 (estimated)", "99 (actual)")


def link(kind, subject, other, confidence=1.0, to=NCT):
    return Link(kind=kind, subject=subject, object=to, because="it says so", confidence=confidence), other, "the other"


def registration(item=12, number=NCT, tier=Tier.CORE, **given):
    facts = TrialFacts(
        registry="ClinicalTrials.gov",
        acronym="FORTE",
        overall_status="COMPLETED",
        first_posted=TrialDate(date=PartialDate(2016, 1, 11), kind="ACTUAL"),
    )
    made = record(
        number.value, "Lanreotide every 14 days", source="clinicaltrials", kind=Kind.REGISTRATION, ids=frozenset({number}), trial=facts
    )  # fmt: skip
    return dossier(item, made, score(tier), changes=(CHANGE,), **given)


def report(item, kind, when, results, *links, n=99, **given):
    made = record(
        str(item), f"Lanreotide every 14 days: report {item}", kind=kind, published=when, people=people("Pavel M", "Shah T"),
        venue=Venue(title="European journal of cancer", abbreviation="Eur J Cancer"),
        abstract=passages(methods=f"In this phase 2 study, {n} patients received lanreotide 120 mg every 14 days.", results=results),
    )  # fmt: skip
    return dossier(item, made, score(Tier.CORE, "phase 2", "interval shortening"), links=links, **given)


ABSTRACT = report(
    10,
    Kind.ABSTRACT,
    PartialDate(2019, 10),
    "Median PFS was 8.0 months (95% CI 5.6-11.1) in the midgut cohort. Median OS was 40 months.",
    link(LinkKind.VERSION_OF, ("pubmed", "10"), 11),
    n=97,
)
ARTICLE = report(
    11,
    Kind.ARTICLE,
    PartialDate(2021, 11),
    "Median PFS was 8.3 months (95% CI 5.6-11.1) in the midgut cohort. Median OS was 40 months.",
    link(LinkKind.REPORTS, ("pubmed", "11"), 12),
)


def keys(*dossiers):
    return [(one.key, [document.form for document in one.documents]) for one in threads(dossiers)]


def test_a_study_is_its_registration_its_abstract_and_its_paper_the_oldest_first():
    assert keys(ARTICLE, registration(), ABSTRACT) == [("NCT02651987", ["registration", "abstract", "article"])]


def test_a_study_without_a_registration_is_known_by_its_oldest_item():
    assert keys(ABSTRACT, ARTICLE) == [("item-10", ["abstract", "article"])]


def test_what_is_only_perhaps_of_a_study_stands_alone():
    guess = report(13, Kind.ARTICLE, None, "", link(LinkKind.REPORTS, ("pubmed", "13"), 12, 0.5))
    mention = report(14, Kind.ARTICLE, None, "", link(LinkKind.MENTIONS, ("pubmed", "14"), 12))

    assert len(keys(registration(), guess, mention)) == 3


def test_a_report_of_two_trials_stands_with_both_and_makes_no_one_study_of_them():
    other = Id("nct", "NCT00000002")
    pooled = report(
        20,
        Kind.ARTICLE,
        PartialDate(2022),
        "",
        link(LinkKind.REPORTS, ("pubmed", "20"), 12),
        link(LinkKind.REPORTS, ("pubmed", "20"), 15, to=other),
    )

    assert keys(registration(), registration(15, other), pooled) == [
        ("NCT02651987", ["registration", "article"]),
        ("NCT00000002", ["registration", "article"]),
    ]


def test_a_study_is_known_whole_where_only_a_part_of_it_is_near_the_question():
    assert keys(registration(tier=Tier.RELATED), ARTICLE) == [("NCT02651987", ["registration", "article"])]
    assert keys(registration(tier=Tier.RELATED)) == []


def test_where_abstract_and_paper_differ_in_one_endpoint_the_drift_is_told():
    (study,) = threads([ABSTRACT, ARTICLE])

    assert [(one.endpoint, one.before, one.after) for one in drifts(study)] == [
        ("number of patients", "n = 97", "n = 99"),
        ("PFS median [midgut]", "8.0 months (95% CI 5.6 to 11.1)", "8.3 months (95% CI 5.6 to 11.1)"),
    ]
    assert {(one.earlier.label, one.later.label) for one in drifts(study)} == {
        ("abstract, Oct 2019", "article, Nov 2021")
    }


@pytest.mark.parametrize(
    "results",
    [
        "Median PFS was 8.0 months (95% CI 5.6-11.1) in the pancreatic cohort.",
        "Median PFS was 8.0 months in the midgut cohort and 9.0 months in the midgut cohort.",
        "Median TTP was 8.0 months in the midgut cohort.",
    ],
)
def test_what_is_of_others_or_of_something_else_does_not_drift(results):
    study = threads([report(10, Kind.ABSTRACT, PartialDate(2019), results, *ABSTRACT.links[:0]), ARTICLE])
    joined = replace(study[0], documents=(*study[0].documents, *study[1].documents))

    assert drifts(joined) == ()


def test_figures_stand_side_by_side_by_publication():
    (study,) = threads([ABSTRACT, ARTICLE])

    told, rows = side_by_side(study)

    assert [one.label for one in told] == ["abstract, Oct 2019", "article, Nov 2021"]
    assert {name: [[one.value for one in cell] for cell in cells] for name, cells in rows}["OS median"] == [
        [40.0],
        [40.0],
    ]


@pytest.mark.parametrize(
    ("text", "printed", "given"),
    [
        ("Patients progressing on lanreotide 120 mg every 28 days were included.", "lanreotide 120 mg every 28 days", False),
        ("After failure of octreotide LAR 30 mg every 4 weeks, 20 patients switched.", "octreotide LAR 30 mg every 4 weeks", False),
        ("It is labelled at up to 30 mg every 4 weeks.", "up to 30 mg every 4 weeks", False),
        ("After progression, patients were randomised to 60 mg or octreotide LAR 30 mg every 4 weeks.", "octreotide LAR 30 mg every 4 weeks", True),
        ("The trial compares CAM2029 with octreotide LAR 30 mg every 4 weeks.", "octreotide LAR 30 mg every 4 weeks", True),
        ("Octreotide LAR 30 mg every 4 weeks was compared with 60 mg.", "Octreotide LAR 30 mg every 4 weeks", True),
    ],
)  # fmt: skip
def test_the_labels_dose_is_a_comparator_only_where_the_text_compares_with_it(text, printed, given):
    made = record("1", "Sixty milligrams", abstract=passages(methods=text))
    (regimen,) = (one for one in in_text(made.text, drug=("octreotide", "LAR")) if one.text == printed)

    (study,) = threads([dossier(1, made, score(Tier.CORE, regimens=(regimen,)))])

    assert bool(study.lead.entry.regimens) is given


def pages(*dossiers):
    made = living_table(samples.digest(), dossiers)
    return {path: BeautifulSoup(text, "lxml") for path, text in made.items() if path.endswith(".html")}


def test_a_study_s_page_has_its_documents_its_drift_and_its_registry_s_history():
    page = pages(registration(), ABSTRACT, ARTICLE)["studies/NCT02651987.html"]

    assert page.h1.get_text(" ", strip=True) == "FORTE Pavel 2021"
    assert [one.get_text() for one in page.select(".documents .form")] == ["registration", "abstract", "article"]
    assert "8.0 months (95% CI 5.6 to 11.1)" in page.select_one("[aria-label='Where the reports differ']").get_text()
    assert "100 (estimated)" in page.get_text()
    assert {link["href"] for link in page.select("main a[href^='..']")} == {"../living-table.html"}


def test_one_row_a_study_leads_to_its_page():
    table = pages(registration(), ABSTRACT, ARTICLE)["living-table.html"]

    (link,) = table.select("tbody th a")
    assert (link["href"], link.get_text()) == ("studies/NCT02651987.html", "Pavel 2021")
    assert "97" not in table.select_one("td.num").get_text()


def test_the_index_tells_of_each_item_which_study_it_belongs_to():
    made = living_table(samples.digest(), [registration(), ABSTRACT, ARTICLE])

    assert '"page": "studies/NCT02651987.html"' in made["studies.json"]
    assert made == living_table(samples.digest(), [ARTICLE, ABSTRACT, registration()])

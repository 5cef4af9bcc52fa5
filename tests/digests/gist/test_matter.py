"""A notice says what was wrong and a panel what it holds before who asked, who agreed and how it was done."""

import pytest

import samples
from digests.gist.matter import changes_result, denied, denies, of_notice, of_panel
from digests.gist.summary import summarise
from watcher.model import Kind
from watcher.text import fold


def notice(text):
    made = samples.record("1", "Retraction: A work", kind=Kind.NOTICE, abstract=samples.passages(results=text))
    return [quote.text for quote in summarise(made, ("notice",))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "At the request of the corresponding author, the Editor-in-Chief and the publisher have retracted this article. The survival curves of 14 patients were duplicated in both arms. The authors agree with this retraction.",
            "The survival curves of 14 patients were duplicated in both arms.",
        ),
        (
            "This article has been retracted at the request of the authors. Patients had been counted twice.",
            "Patients had been counted twice.",
        ),
        (
            "The editors retract this article at the request of the authors. Review was not blinded for 37 patients.",
            "Review was not blinded for 37 patients.",
        ),
        (
            "In agreement with the authors, with the research integrity office of the university, and with the society that owns the journal, we retract this article owing to an error in the analysis.",
            "we retract this article owing to an error in the analysis.",
        ),
        (
            "The Editors of the journal, on the request of the University of Northfield and in line with the guidelines of the Committee on Publication Ethics, retract this article because approval by an ethics committee could not be confirmed.",
            "because approval by an ethics committee could not be confirmed.",
        ),
        (
            "The authors wish to correct an error. In the abstract, the hazard ratio should read 0.87 instead of 0.78. The authors apologise for this error.",
            "In the abstract, the hazard ratio should read 0.87 instead of 0.78.",
        ),
        ("This article has been withdrawn at the request of the authors. The publisher apologises.",
         "This article has been withdrawn at the request of the authors."),
    ],
)  # fmt: skip
def test_a_notice_says_first_what_was_wrong(text, first):
    assert notice(text)[0] == first


SHORTENED = "the interval of lanreotide should be shortened to 14 days before the drug is changed in patients with slow progression."


@pytest.mark.parametrize(
    "begins",
    [
        "It was agreed by 31 experts from 14 countries after three rounds that ",
        "A panel of 31 experts from 14 countries, who completed three rounds of a survey, agreed that ",
        "It was recommended by the panel, with unanimous agreement, that ",
        "Drawn up by 26 experts of Spain and Portugal on behalf of five societies, ",
    ],
)
def test_a_panel_says_first_what_it_holds(begins):
    sentence = f"{begins}{SHORTENED}".lower()

    assert sentence[of_panel(sentence) :] == SHORTENED


@pytest.mark.parametrize(
    "begins",
    [
        "After two rounds of voting and a meeting in Lyon, there was no agreement that ",
        "In the third round of the survey, 58% of the experts from all fourteen countries agreed that ",
        "In a vote of which the others did not learn, 12 of 31 experts from fourteen countries agreed that ",
        "For the many adults with refractory flushing who came to us we recommend in patients that ",
    ],
)
def test_how_many_held_it_is_not_left_out(begins):
    assert of_panel(f"{begins}{SHORTENED}".lower()) == 0


def test_a_short_sentence_is_told_whole():
    assert of_notice("following a request by the authors and their institute, the journal retracts the paper.") == 0
    assert of_panel("it was agreed by 31 experts of two societies that the dose is raised.") == 0


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ("After correction, median PFS in the 14-day arm is 9.9 months and not 11.3 months.", True),
        ("In the Results, the hazard ratio should have been 0.82 (95% CI, 0.61-1.10) instead of 0.28.", True),
        ("Three patients with partial response had been counted as non-responders; the response rate is 14% and not 9%.", True),
        ("The difference is no longer significant after reanalysis.", True),
        ("The Conclusions have been changed to read that the interval made no difference.", True),
        ("The authors withdraw the conclusion that a higher dose delays growth. The conclusion should be disregarded.", True),
        ("The P value for progression-free survival was printed as 0.02; it is 0.20. The conclusion is unchanged.", False),
        ("The corrected mean numbers of flushing episodes per day are 2.2 and 3.1 (difference, -0.9). The conclusions are unchanged.", True),
        ("The median PFS should read 11.2 months. This does not affect the interpretation.", True),
        ("The correct confidence interval of median PFS is 5.1-9.4 months. The correct interval is 5.1-9.4 months. The conclusions are unchanged.", False),
        ("The median PFS should read 11.2 months. The results are not affected.", False),
        ("The number of patients with cholelithiasis should have been 32, rather than 23.", False),
        ("The P value for progression-free survival was printed as 0.02; it is 0.20.", True),
        ("The primary endpoint was not met in the corrected analysis.", True),
        ("Two deaths in the high-dose arm had been left out of the survival analysis.", True),
        ("The name of the second author was misspelt. It is Gunnarsdóttir. Results are not affected.", False),
        ("The affiliation of the third author should read University of Uppsala.", False),
        ("Figure panels 1c and 1d were interchanged by the publisher. The original article has been corrected.", False),
        ("In Table 1 the median age should be 65 and not 56 years.", False),
        ("The legend of Figure 2 should read progression-free survival, 14-day arm.", False),
        ("The hazard ratio in Figure 3 was misprinted as 0.7. This does not change the results of the study.", False),
        ("Funding by grant 2019-0034 was omitted.", False),
        ("The trial registration number is NCT05050942 and not NCT05050924.", False),
        ("None of these errors affects the findings: the hazard ratio remains 0.71.", False),
    ],
)  # fmt: skip
def test_a_correction_changes_a_result_or_a_conclusion_or_neither(said, does):
    assert changes_result(fold(said)) is does


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "In the original version, nine progressions were coded as censored because of an error in the transfer of readings. After correction, the hazard ratio is 0.72 (95% CI, 0.49-1.05) and not 0.64 (95% CI, 0.43-0.95).",
            "After correction, the hazard ratio is 0.72 (95% CI, 0.49-1.05) and not 0.64 (95% CI, 0.43-0.95).",
        ),
        (
            "The Editors wish to alert readers that questions have been raised about the data underlying this article.",
            "questions have been raised about the data underlying this article.",
        ),
        (
            "The Editors wish to alert readers that questions have been raised. It has been suggested that some patients may be counted in more than one cohort.",
            "It has been suggested that some patients may be counted in more than one cohort.",
        ),
        (
            "The editors wish to alert readers to concerns about the article published on January 10, 2029. The sponsor has informed the journal that the dates of 23 scans do not agree with hospital archives. An investigation has begun.",
            "The sponsor has informed the journal that the dates of 23 scans do not agree with hospital archives.",
        ),
        (
            "We publish this note because of concerns about this paper by Lowe and others. Doses in Table 2 do not match the source records.",
            "Doses in Table 2 do not match the source records.",
        ),
        (
            "The Journal is publishing this Editorial Expression of Concern to alert readers that the raw data could not be provided.",
            "the raw data could not be provided.",
        ),
    ],
)
def test_a_notice_says_first_what_it_changes_or_what_is_in_doubt(text, first):
    assert notice(text)[0] == first


@pytest.mark.parametrize(
    ("said", "does"),
    [
        ("Camurus states that the claim that SORENTO has been discontinued for futility is untrue.", True),
        ("Camurus said the post was false.", True),
        ("The company denies rumours that the study was stopped early.", True),
        ("Reports that the trial has failed are without foundation.", True),
        ("The sponsor dismissed a report of a halt as speculation.", True),
        ("There was a false report that SORENTO failed.", True),
        ("Camurus reports that SORENTO has met the primary endpoint.", False),
        ("An anonymous post claimed that the trial had been halted for futility.", False),
        ("The study was stopped for futility.", False),
        ("False-positive findings were reported in two patients.", False),
    ],
)
def test_news_deny_a_report_or_tell_it(said, does):
    assert denies(fold(said)) is does


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Lund, 22 September 2027. Following posts on social media, Camurus states that the claim that SORENTO has been stopped is untrue. The study proceeds according to protocol. No interim analysis has been made.",
            "the claim that SORENTO has been stopped is untrue. The study proceeds according to protocol.",
        ),
        (
            "The company denies rumours that the study was stopped early. It does not comment further.",
            "The company denies rumours that the study was stopped early.",
        ),
        (
            "With reference to posts on social media, Camurus AB (CAMX) states that it has not received any efficacy data from SORENTO. The protocol has no interim analysis. It does not comment on speculation.",
            "it has not received any efficacy data from SORENTO. The protocol has no interim analysis.",
        ),
        (
            "Camurus notes the speculation in the market. SORENTO remains blinded, and the sponsor has seen no efficacy data.",
            "SORENTO remains blinded, and the sponsor has seen no efficacy data.",
        ),
        ("Camurus reports that SORENTO has met its endpoint.", ""),
        ("SORENTO remains blinded. Enrolment was completed in 2024.", ""),
    ],
)
def test_a_denial_is_told_in_the_sponsor_s_words_and_how_it_stands(text, said):
    assert denied(text) == said

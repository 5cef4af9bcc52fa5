"""A notice says what was wrong and a panel what it holds before who asked, who agreed and how it was done."""

import pytest

import samples
from digests.gist.matter import of_notice, of_panel
from digests.gist.summary import summarise
from watcher.model import Kind


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

"""A retraction is told once, by the work; its notice gives the reason and is no item besides."""

import dataclasses

import pytest

import samples
from digests.build.entry import entry
from digests.build.noticed import Notice, says, told_once, with_reasons
from digests.view import Tie
from watcher.model import Id, Kind, Link, LinkKind, Tier

RETRACTED_BECAUSE = "The article is retracted because its data could not be verified."


def notice(target, kind=Kind.NOTICE, confidence=1.0):
    made = samples.record("8", "Retraction: A work", kind=kind, abstract=samples.passages(results=RETRACTED_BECAUSE))
    tie = Link(
        kind=LinkKind.RETRACTS, subject=made.key, object=Id("pmid", "7"), because="it says so", confidence=confidence
    )
    return samples.dossier(8, made, samples.score(Tier.CORE), links=((tie, target, "A work"),))


WORK = samples.dossier(7, samples.record("7", "A work"), samples.score(Tier.CORE))


@pytest.mark.parametrize(
    ("group", "left"),
    [
        ((WORK, notice(7)), [7]),
        ((WORK, notice(5)), [7, 8]),  # of another work
        ((notice(7),), [8]),  # whose work is not told of
        ((WORK, notice(7, confidence=0.5)), [7, 8]),  # perhaps
        ((WORK, notice(7, Kind.ARTICLE)), [7, 8]),  # no notice by its form
    ],
)
def test_a_notice_is_no_item_beside_its_work(group, left):
    kept, said = told_once(group)

    assert [dossier.item.id for dossier in kept] == left
    assert [number for number, one in said.items() if not one.alone] == [8] * (8 not in left)


def test_a_correction_says_what_was_wrong_and_what_is_right():
    wrong = "In the original article, the interval was given as 6.1-10.4 months."
    right = "The correct interval is 5.1-9.4 months."
    made = samples.record(
        "8", "Correction to: A work", kind=Kind.NOTICE, abstract=samples.passages(results=f"{wrong} {right}")
    )
    tie = Link(kind=LinkKind.CORRECTS, subject=made.key, object=Id("pmid", "7"), because="it says so")
    _, said = told_once((WORK, samples.dossier(8, made, samples.score(Tier.CORE), links=((tie, 7, "A work"),))))

    assert said == {8: (f"“{wrong} {right}”", False, False)}


def test_the_work_says_what_its_notice_says():
    _, said = told_once((WORK, notice(7)))
    tie = Tie(label="retracted by", title="Retraction: A work", item=8)
    told = dataclasses.replace(entry(WORK)[0], ties=(tie,))

    assert [one.title for one in with_reasons(told, said).ties] == [f"“{RETRACTED_BECAUSE}”"]
    assert with_reasons(told, {8: Notice("", weighs=False, alone=False)}).ties == (dataclasses.replace(tie, news=True),)


def said_of(text):
    made = samples.record("8", "Correction to: A work", kind=Kind.NOTICE, abstract=samples.passages(results=text))
    return says(samples.dossier(8, made, samples.score(Tier.CORE)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Owing to an error in the coding of censoring dates, the primary analysis was wrong. Median PFS was 10.1 and 8.6 months (HR 0.83, 95% CI 0.58-1.19), and not 11.6 and 7.9 months (HR 0.64, 95% CI 0.45-0.91). The conclusion now reads: a shorter interval did not significantly prolong PFS. Fig. 2 has been replaced.",
            "“Owing to an error in the coding of censoring dates, the primary analysis was wrong. Median PFS was 10.1 and 8.6 months (HR 0.83, 95% CI 0.58-1.19), and not 11.6 and 7.9 months (HR 0.64, 95% CI 0.45-0.91). The conclusion now reads: a shorter interval did not significantly prolong PFS.”",
        ),
        (
            "The article published on November 9, 2027, contained an error. In Table 3, cholelithiasis was given as 21% (32 of 154). It should be 15% (23 of 154). This has been corrected. The efficacy results are not affected. The authors apologize.",
            "“In Table 3, cholelithiasis was given as 21% (32 of 154). It should be 15% (23 of 154).” “The efficacy results are not affected.”",
        ),
        (
            "There were errors in Table 2. The response rate was incorrectly reported as 24%. The correct value is 14%. The conclusions remain unchanged.",
            "“The response rate was incorrectly reported as 24%. The correct value is 14%. The conclusions remain unchanged.”",
        ),
        (
            "There was an error in the abstract. The hazard ratio was misprinted as 0.55. The corrected hazard ratio is 0.85. The authors no longer conclude that a shorter interval delays growth.",
            "“The hazard ratio was misprinted as 0.55. The corrected hazard ratio is 0.85. The authors no longer conclude that a shorter interval delays growth.”",
        ),
        (
            "The list was applied wrongly at two sites. Excluding these 23 patients, the response rate was 9% in both arms. The statement that response was doubled has been withdrawn.",
            "“The list was applied wrongly at two sites. Excluding these 23 patients, the response rate was 9% in both arms. The statement that response was doubled has been withdrawn.”",
        ),
        (
            "The Editors wish to alert readers to concerns about this article. The authors could not provide scan reports for 31 of 74 patients, so that dates of progression cannot be traced. The university has opened an inquiry. Until it is closed, the findings should be interpreted with caution. This notice does not imply misconduct.",
            "“The authors could not provide scan reports for 31 of 74 patients, so that dates of progression cannot be traced. The university has opened an inquiry.”",
        ),
        (
            "Questions have been raised about this article. Baseline scans of 12 patients were found in two arms. The authors were unable to supply the raw data.",
            "“Baseline scans of 12 patients were found in two arms. The authors were unable to supply the raw data.”",
        ),
    ],
)  # fmt: skip
def test_a_notice_tells_what_is_right_instead_or_why_it_doubts(text, said):
    assert said_of(text) == said


def test_what_a_long_notice_says_first_is_what_is_right_instead():
    wrong = "The coding of dates was wrong " + "at one site and another " * 14 + "for years."
    right = "The HR is 0.83 (95% CI 0.58-1.19) and not 0.64 (95% CI 0.45-0.91) for PFS."

    assert said_of(f"{wrong} {right}") == f"“{right}”"

"""A retraction is told once, by the work; its notice gives the reason and is no item besides."""

import dataclasses

import pytest

import samples
from digests.build.entry import entry
from digests.build.noticed import Notice, told_once, with_reasons
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

"""No value is told without whose it is: arms called by letters are told by what they are, and pairs of values with their arms or not at all."""

import dataclasses

import pytest

import samples
from digests import leading, telling, whose
from digests.build import build
from digests.headline import to_read
from watcher.model import Kind, SourceClass, Tier, Trait


def digest(record, *tags):
    """Return a digest that tells of one study."""
    told = samples.dossier(9, record, samples.score(Tier.CORE, *tags))
    return build(samples.TOPIC, samples.PERIOD, (told,), (), samples.COMPLETE, now=samples.NOW)


def entry(text, *tags):
    """Return how a study with these results is told."""
    made = digest(samples.record("9", "A title", abstract=samples.passages(results=text)), *tags)
    return next(one for section in made.sections for one in section.entries)


LETTERED = (
    "Patients were randomized 1:1:1 to 30 mg every 2 weeks (A), 60 mg every 4 weeks (B), or no change (C). "
    "Median PFS was 9.1 months in A and 7.4 months in C (HR 0.78, 95% CI 0.52-1.17), and 7.8 months in B."
)


def test_arms_that_are_called_by_letters_are_told_by_what_they_are():
    told = telling.result(entry(LETTERED, "RCT"))

    assert (
        "“Median PFS was 9.1 months in A and 7.4 months in C (HR 0.78, 95% CI 0.52-1.17), and 7.8 months in B.”" in told
    )
    assert "A: 30 mg every 2 weeks; B: 60 mg every 4 weeks; C: no change." in told
    assert "[A]" not in told


@pytest.mark.parametrize("arm", ["A", "arm B", "Group 2", "the cohort II", "regimen C"])
def test_a_letter_is_no_name(arm):
    assert whose.is_a_letter(arm)
    assert not whose.is_a_letter(f"{arm} mg")


@pytest.mark.parametrize(
    ("sentence", "untold"),
    [
        ("Steatorrhoea was reported by 33% and 16%.", True),
        ("Cholelithiasis occurred in 16 patients (15%) and 4 patients (7%).", True),
        ("Grade 3 biliary events occurred in 4, 3, and 1 patients.", True),
        ("Median PFS was 31 and 26 months (HR 0.80, 95% CI 0.49-1.31).", True),
        ("Carcinoid crisis was declared in 9% and 10%.", True),
        ("Response rates were 12% versus 5% (p=0.04).", True),
        ("Steatorrhoea was reported by 33% with the extra injection and 16%.", False),
        ("Gallstones and diarrhoea occurred in 12% and 31% of patients.", False),
        ("Gallstones (12%), diarrhoea and pain were seen in 12% and 31%.", False),
        ("The share rose from 17% to 23%.", False),
        ("Local control was 94% above and 86% at or below 50 Gy.", False),
        ("Responses were seen in 9 of 40 and 12 of 41 patients.", False),
        ("Progression occurred in 11 (19%, 95% CI 10-32).", False),
        ("PFS was 60% and 40% at 12 and 24 months.", False),
    ],
)
def test_values_side_by_side_say_whose_they_are_or_nothing(sentence, untold):
    assert whose.is_untold(sentence) is untold


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("Gallstones occurred in 15% and 7%.", ["Gallstones 15% [60 mg], 7% [30 mg]."]),
        ("Gallstones occurred in 15% and 7%. No treatment-related deaths occurred.", ["Gallstones 15% [60 mg], 7% [30 mg]."]),
        ("Steatorrhoea was reported by 33% and 16% and 12%.", []),
        ("Nausea was reported by 33% with 60 mg.", ["Nausea was reported by 33% with 60 mg."]),
    ],
)  # fmt: skip
def test_harm_is_told_of_both_arms_or_not_at_all(harm, said):
    effect = "Median PFS was 9 months with 60 mg and 7 months with 30 mg (HR 0.8, 95% CI 0.6 to 1.1). "

    assert [row.text for row in telling.rows(entry(effect + harm)) if row.label == "Safety"] == said


def test_a_share_of_more_than_were_studied_is_told_in_the_words_of_the_source():
    counted = entry("Stool frequency improved after 47 of the 102 changes. Nothing else was seen in them.")
    studied = Trait(name="n", value="73", sentence="", span=counted.summary[0].span)

    assert telling.found(dataclasses.replace(counted, traits=(studied,))).startswith("“Stool")


def test_a_work_that_says_only_how_it_is_done_is_not_to_be_read():
    done = samples.passages(methods="This is a randomized trial of lanreotide every 14 days vs every 28 days.")
    title = "TPS: a phase 3 trial, follow-up continuing"

    assert not to_read(digest(samples.record("9", title, kind=Kind.ABSTRACT, abstract=done), "RCT"))
    assert to_read(digest(samples.record("9", title, kind=Kind.ABSTRACT), "RCT"))


def test_news_that_have_a_work_s_values_retell_it_and_others_do_not():
    effect = "Median PFS was 26.4 months with depot and 19.1 months with octreotide (HR 0.71, 95% CI 0.54 to 0.94)."
    work = entry(effect)
    news = dataclasses.replace(work, kind=Kind.NEWS)
    words = dataclasses.replace(news, figures=())

    assert leading.retells(news, work)
    release = dataclasses.replace(news, item=news.item + 1, source_class=SourceClass.COMPANY)
    swedish = dataclasses.replace(release, item=release.item + 1, figures=release.figures[:2])
    assert leading.retells(swedish, release)  # one release in two languages
    assert not leading.retells(release, swedish)
    assert leading.retells(words, work)
    assert not leading.retells(work, work)
    bare = dataclasses.replace(work, summary=(), figures=())
    assert leading.retells(bare, work) is bool(work.authors)
    assert not leading.retells(dataclasses.replace(bare, title="Another"), work)
    assert not leading.retells(dataclasses.replace(entry(effect.replace("26.4", "25.9")), kind=Kind.NEWS), work)
    assert not leading.retells(dataclasses.replace(entry("PFS was 26.4 months."), kind=Kind.NEWS, figures=()), work)

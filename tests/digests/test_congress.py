"""The abstracts of a congress stand together, under what they tell of, and its days in the calendar."""

import dataclasses
from datetime import date

import pytest

import samples
from digests import headline, telling, view
from digests.build import build
from digests.channels.page._calendar import calendar
from digests.channels.text import to_text
from watcher.meetings import is_of
from watcher.model import CongressWeek, Id, Kind, PartialDate, Tier, Venue

ENETS = CongressWeek(
    name="ENETS 2027",
    begins=date(2027, 3, 3),
    ends=date(2027, 3, 5),
    called=("ENETS", "European Neuroendocrine Tumor Society"),
    dois=("10.1111/jne.",),
)
AT = Venue(title="Endocrine Abstracts", meeting="ENETS 2027")
TEXTS = (
    "Nobody stopped treatment because of side effects.",
    "Median PFS was 8.3 months.",
    "Gallstones were seen in 12% of the patients.",
)


def abstract(number, text="", tier=Tier.CORE, *tags, **given):
    plain = {"kind": Kind.ABSTRACT, "source": "crossref", "venue": AT, "published": PartialDate(2027, 3)}
    told = samples.record(str(number), f"Title {number}", abstract=samples.passages(results=text), **{**plain, **given})
    return samples.dossier(number, told, samples.score(tier, *tags))


MANY = [abstract(100 + n, TEXTS[n % 3], Tier.CORE if n < 27 else Tier.RELATED) for n in range(1, 31)]


def digest(dossiers, *weeks):
    return build(samples.TOPIC, samples.PERIOD, dossiers, (), samples.COMPLETE, now=samples.NOW, congresses=weeks)


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({}, True),
        ({"venue": Venue(title="Annals of Oncology")}, False),
        ({"venue": Venue(title="J Neuroendocrinol"), "ids": frozenset({Id("doi", "10.1111/jne.13123")})}, True),
        ({"published": None}, True),
        ({"published": PartialDate(2027)}, True),
        ({"published": PartialDate(2026, 3)}, False),
        ({"published": PartialDate(2027, 5, 5)}, False),
        ({"kind": Kind.ARTICLE}, False),
    ],
)
def test_an_abstract_is_of_the_congress_that_it_names_in_its_weeks(given, holds):
    assert is_of(abstract(1, **given).item.records[0], ENETS) is holds


def test_many_abstracts_of_a_congress_are_one_block_under_what_they_tell_of():
    made = digest([*MANY, samples.FORTE], ENETS)

    core, block = made.sections[1:3]
    assert [entry.item for entry in core.entries] == [samples.FORTE.item.id]
    assert (block.title, block.note) == ("ENETS 2027", "30 abstracts, by what they tell of.")
    themes = [(theme, len(entries)) for theme, entries in view.themes(block)]
    assert [theme for theme, _ in themes] == ["Progression and survival", "Safety"]
    assert sum(count for _, count in themes) == len(block.entries) == 18
    assert block.folded == len(block.tail) == 12
    assert {one.item for one in (*block.entries, *block.tail)} == {dossier.item.id for dossier in MANY}


def test_few_abstracts_stay_where_they_are_and_those_of_another_congress_too():
    few, other = MANY[:7], dataclasses.replace(ENETS, name="ESMO 2027", called=("ESMO",), dois=())

    assert not any(section.name.startswith("congress") for section in digest(few, ENETS).sections)
    assert not any(section.name.startswith("congress") for section in digest(MANY, other).sections)


def test_a_study_that_may_change_practice_is_to_be_read_in_the_block_too():
    made = digest([*MANY, abstract(50, TEXTS[1], Tier.CORE, "RCT"), abstract(51, TEXTS[1], Tier.RELATED, "RCT")], ENETS)

    assert [entry.item for _, entry in headline.to_read(made)] == [50]


def test_a_letter_says_the_congress_once_and_each_theme():
    made = digest(MANY, ENETS)
    said = to_text(made)

    assert said.count("ENETS 2027") == 1 + len(headline.in_full(made))  # what is told in full has its whole byline
    assert "Progression and survival" in said
    assert said.count("[abstract]") == 1  # of the one to read, above
    assert telling.brief(made.sections[2].entries[0], made).byline == ""


def test_the_days_of_congresses_stand_in_the_calendar():
    esmo = CongressWeek(name="ESMO 2027", begins=date(2027, 10, 13), ends=date(2027, 10, 28), is_certain=False)
    lines = calendar(digest((), ENETS, esmo)).split("\r\n")

    assert "DTSTART;VALUE=DATE:20270303" in lines
    assert "DTEND;VALUE=DATE:20270306" in lines
    assert [line for line in lines if line.startswith("SUMMARY")] == [
        "SUMMARY:ENETS 2027",
        "SUMMARY:ESMO 2027 (expected)",
    ]
    assert "UID:enets-2027@watcher" in lines
    assert calendar(digest(())) == ""

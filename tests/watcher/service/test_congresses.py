"""Congress weeks: when sources are asked more often, and what the digest says of a meeting before, during and after it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from stores import record, save

from watcher.errors import ConfigError
from watcher.model import Coverage, Id, Kind, Outcome, PartialDate, Score, Tier, Venue
from watcher.service.congresses import calendar, facts, interval, sentences, weeks

OWN = """
[[meetings]]
congress = "ENETS"
begins = 2027-03-03
ends = 2027-03-05
embargo = 2027-03-02
source = "enets.org, 1 December 2026"
"""
TITLE = "Lanreotide every 14 days: first results"


@pytest.fixture
def installed(installation, tmp_path):
    """An installation with the dates of one meeting of its own; answers with what the digest says on a day."""
    (tmp_path / "congresses.toml").write_text(OWN)
    session = installation("[schedule]\ncongresses = 'congresses.toml'\n")
    calendar.cache_clear()
    return session


def said(session, day, topic=None, *, looked=True):
    now = datetime.fromisoformat(day).replace(hour=6, tzinfo=UTC)
    with session.store(new=True) as store:
        if looked:
            store.runs.finish(
                Coverage(source="crossref", outcome=Outcome.COMPLETE, since=None, until=now, finished=now), topic="t"
            )
        return sentences(facts(session.settings, store, topic or session.topic, now), now.date())


def test_eight_congresses_ship_each_with_the_source_of_its_dates():
    known = calendar()

    assert {one.name for one in known.congresses} == {
        "ENETS",
        "ASCO GI",
        "ASCO",
        "ESMO",
        "ESMO GI",
        "NANETS",
        "ENDO",
        "ECE",
    }
    assert all(one.source and one.called and one.abstracts and len(one.usual) == 2 for one in known.congresses)
    assert all(one.source and one.begins <= one.ends for one in known.dated)
    assert {one.congress for one in known.dated} <= {one.name for one in known.congresses}


def test_every_year_has_one_meeting_of_each_congress_and_no_day_has_two():
    day = date(2026, 1, 1)
    seen = set()
    while day.year == 2026:
        near = calendar().meetings(day)
        assert len({one.name for one in near}) == len(near)
        seen |= {one.name for one in near if one.is_on(day)}
        day += timedelta(days=1)

    assert seen == {f"{one.name} 2026" for one in calendar().congresses}


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2027-02-09", ()),
        ("2027-02-10", ("ENETS 2027, 3 March to 5 March 2027: embargo until 2 March.",)),
        ("2027-03-05", ("ENETS 2027, 3 March to 5 March 2027: embargo until 2 March.",)),
        ("2027-03-06", ()),
        ("2027-03-12", ("Nothing from ENETS 2027 on this question.",)),
        ("2027-04-02", ("Nothing from ENETS 2027 on this question.",)),
        ("2027-04-03", ()),
    ],
)
def test_a_meeting_is_spoken_of_from_three_weeks_before_to_four_after(installed, day, line):
    assert tuple(one for one in said(installed, day) if "ENETS" in one) == line


def test_where_nobody_could_look_nothing_is_said_to_be_there(installed):
    assert said(installed, "2027-03-20", looked=False) == ()


def test_dates_that_nobody_knows_are_said_to_be_expected(installation):
    calendar.cache_clear()
    assert said(installation(), "2027-02-25") == (
        "ENETS 2027 is expected between 1 March and 18 March 2027; its dates are not known here.",
    )


def test_a_profile_of_another_field_hears_nothing_of_them(installed):
    assert said(installed, "2027-03-04", replace(installed.topic, name="biologics-copd")) == ()


@pytest.mark.parametrize(
    ("kind", "venue", "doi", "published", "tier", "is_of_it"),
    [
        (Kind.ABSTRACT, "22nd Annual ENETS Conference", "10.1000/x", "2027-03-04", Tier.CORE, True),
        (Kind.ABSTRACT, "J Neuroendocrinol", "10.1111/jne.13270", "2027-03-20", Tier.RELATED, True),
        (Kind.ABSTRACT, "J Neuroendocrinol", "10.1111/jne.13270", "2027-03", Tier.WATCHED, True),
        (Kind.ABSTRACT, "J Neuroendocrinol", "10.1111/jne.13270", "2027-03-20", Tier.ADJACENT, False),
        (Kind.ABSTRACT, "J Neuroendocrinol", "10.1111/jne.13270", "2026-03-20", Tier.CORE, False),
        (Kind.ABSTRACT, "Gastroenterology", "10.1000/x", "2027-03-04", Tier.CORE, False),
        (Kind.ARTICLE, "J Neuroendocrinol", "10.1111/jne.13270", "2027-03-20", Tier.CORE, False),
    ],
)
def test_what_a_meeting_yielded_is_its_abstracts_on_the_question(
    installed, kind, venue, doi, published, tier, is_of_it
):
    year, *rest = map(int, published.split("-"))
    on = PartialDate(year=year, month=rest[0], day=rest[1] if rest[1:] else None)
    one = record(title=TITLE, kind=kind, venue=Venue(title=venue), ids=frozenset({Id("doi", doi)}), published=on)
    with installed.store(new=True) as store:
        save(store, one, score=Score(tier=tier, value=1.0), topic=installed.topic.name)

    lines = said(installed, "2027-03-25", installed.topic)
    assert lines == (
        (f"ENETS 2027 has yielded 1 on this question: {TITLE}.",)
        if is_of_it
        else ("Nothing from ENETS 2027 on this question.",)
    )


@pytest.mark.parametrize(
    ("now", "hours"),
    [("2027-03-01T12:00", 6), ("2027-03-02T12:00", 3), ("2027-03-06T12:00", 3), ("2027-03-07T12:00", 6)],
)
def test_while_a_meeting_is_on_sources_are_asked_more_often(installed, now, hours):
    assert interval(installed.settings, datetime.fromisoformat(now).replace(tzinfo=UTC)) == timedelta(hours=hours)


def test_a_mistake_in_a_file_of_ones_own_is_named(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text('[[meetings]]\ncongress = "ENETS"\nbegins = "soon"\nends = 2027-03-05\nsource = "x"\n')

    with pytest.raises(ConfigError, match=r"own\.toml, line 3"):
        calendar(file)


def test_a_digest_is_given_the_congresses_of_two_months_and_of_the_year_to_come(installed):
    told = weeks(installed.settings, installed.topic, datetime(2027, 4, 1, 6, tzinfo=UTC))

    assert [one.name for one in told][:2] == ["ENETS 2027", "ECE 2027"]
    assert told[0].is_certain
    assert told[0].begins == date(2027, 3, 3)
    assert "ENETS" in told[0].called
    assert told[-1].name == "ENETS 2028"
    assert weeks(installed.settings, replace(installed.topic, name="another"), datetime(2027, 4, 1, tzinfo=UTC)) == ()

"""Each look at a watched trial leaves a forecast of its read-out where that says something new; the earlier ones stay as they were."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from stores import MONDAY, TOPIC, record, registration, save

from watcher.model import (
    Enrolment,
    Id,
    Kind,
    PartialDate,
    Score,
    SourceClass,
    Tier,
    Topic,
    TrialDate,
    TrialFacts,
    WatchedTrial,
)
from watcher.pipeline.forecasting import keep_forecasts
from watcher.store.store import Store

SORENTO = WatchedTrial(name="SORENTO", ids=(Id("nct", "NCT05050942"),), readout="event-driven: 194 events")
OTHER = WatchedTrial(name="OTHER", ids=(Id("nct", "NCT00000001"),))
ABOUT = Score(tier=Tier.WATCHED, value=0.9, trials=("SORENTO",), source_class=SourceClass.COMPANY, profile="ssa 1")


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


@pytest.fixture
def topic():
    return Topic(name=TOPIC, version="1", title="", signals=(), rules=(), watched=(OTHER, SORENTO))


def registered(when, kind="estimated", **more):
    facts = TrialFacts(
        registry="ClinicalTrials.gov",
        enrolment=Enrolment(count=302, kind="actual"),
        primary_completion=TrialDate(date=when, kind=kind),
        **more,
    )
    return registration(trial=facts)


def see(store, one, days, **rest):
    save(store, one, now=MONDAY + timedelta(days=days), fingerprint=repr(one), **rest)


def forecasts(store, days=10_000):
    return store.forecasts.of("SORENTO", MONDAY + timedelta(days=days))


def test_a_forecast_rests_on_registry_event_target_enrolment_and_sponsor(store, topic):
    see(store, registered(PartialDate(2027, 6)), 0)
    said = record(
        "1",
        "feeds",
        kind=Kind.NEWS,
        title="Camurus: interim report",
        text="Topline results of SORENTO are expected in 2027.",
        published=PartialDate(2026, 11, 12),
        ids=frozenset(),
    )
    see(store, said, 0, score=ABOUT)

    keep_forecasts(topic, store, MONDAY)

    (made,) = forecasts(store)
    assert (made.low, made.high) == (date(2027, 4, 17), date(2027, 12, 31))
    assert (made.events, made.enrolment.count) == ("event-driven: 194 events", 302)
    assert made.registered.date == PartialDate(2027, 6)
    assert made.guidance.sentence == "Topline results of SORENTO are expected in 2027."


def test_what_others_say_of_its_results_is_no_guidance(store, topic):
    said = record("1", "feeds", kind=Kind.NEWS, title="SORENTO results are expected in 2027", ids=frozenset())
    see(
        store,
        replace(said, published=PartialDate(2026, 11, 12)),
        0,
        score=replace(ABOUT, source_class=SourceClass.OTHER),
    )

    keep_forecasts(topic, store, MONDAY)

    assert forecasts(store) == ()


def test_it_is_made_anew_with_each_change_and_the_earlier_ones_stay(store, topic):
    see(store, registered(PartialDate(2027, 6)), 0)
    for days in (0, 1, 7):
        keep_forecasts(topic, store, MONDAY + timedelta(days=days))
    first = forecasts(store)
    see(store, registered(PartialDate(2027, 12)), 200)
    keep_forecasts(topic, store, MONDAY + timedelta(days=200))
    see(store, registered(PartialDate(2027, 11), "actual"), 400)
    keep_forecasts(topic, store, MONDAY + timedelta(days=400))

    kept = forecasts(store)
    assert len(first) == 1
    assert kept[:1] == first
    assert [(one.registered.date.iso, one.moved) for one in kept] == [
        ("2027-06", 0),
        ("2027-12", 184),
        ("2027-11", 153),
    ]
    assert kept[1].since == MONDAY.date()
    assert forecasts(store, days=200) == first


def test_when_results_are_there_nothing_more_is_forecast(store, topic):
    see(store, registered(PartialDate(2026, 6), "actual"), 0)
    keep_forecasts(topic, store, MONDAY)
    posted = TrialDate(date=PartialDate(2026, 12, 1))
    see(store, registered(PartialDate(2026, 6), "actual", results_first_posted=posted), 20)
    keep_forecasts(topic, store, MONDAY + timedelta(days=20))

    assert len(forecasts(store)) == 1


def test_a_trial_that_cannot_be_forecast_costs_no_other(store, topic, caplog):
    see(store, registered(PartialDate(2027, 6)), 0)
    broken = replace(OTHER, ids=(None,))

    keep_forecasts(replace(topic, watched=(broken, SORENTO)), store, MONDAY)

    assert len(forecasts(store)) == 1
    assert "the read-out of OTHER could not be forecast" in caplog.text


def test_a_damaged_forecast_is_passed_over(store, topic):
    see(store, registered(PartialDate(2027, 6)), 0)
    keep_forecasts(topic, store, MONDAY)
    store.connection.execute("INSERT INTO forecast VALUES ('SORENTO', '2026-01-01', '{')")

    assert len(forecasts(store)) == 1

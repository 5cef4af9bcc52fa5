"""The watched trial: its registrations, its reports, and how often somebody looked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from stores import MONDAY, NEXT_MONDAY, OFF, TOPIC, at, change, digest, link, record, registration, save

from watcher.model import (
    Coverage,
    Id,
    Kind,
    LinkKind,
    Outcome,
    PartialDate,
    SameAs,
    Score,
    Tier,
    TrialFacts,
    WatchedTrial,
    Weight,
)
from watcher.store.conditions import Filters, filtered
from watcher.store.store import Store

NCT, EUDRACT = Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")
SORENTO = WatchedTrial(name="SORENTO", ids=(NCT, EUDRACT))


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def status(store, since=MONDAY, until=NEXT_MONDAY, **rest):
    return store.trials.watched(SORENTO, since, until, topic=TOPIC, **rest)


def test_a_trial_without_a_number_has_what_was_rated_as_about_it(store):
    named = Score(tier=Tier.WATCHED, value=1.0, trials=("SORENTO",))
    save(store, record("3"), score=named)

    nameless = replace(SORENTO, ids=())
    found = store.trials.watched(nameless, MONDAY, NEXT_MONDAY, topic=TOPIC)

    assert [one.item.records[0].source_id for one in found.publications] == ["3"]


def checked(store, hours, source="clinicaltrials", outcome=Outcome.COMPLETE):
    run = Coverage(source=source, outcome=outcome, since=None, until=at(hours), finished=at(hours))
    store.runs.finish(run, topic=TOPIC)


def test_a_trial_that_no_registry_has_told_of_is_said_to_be_so(store):
    found = status(store)

    assert (found.dossier, found.publications, found.registries) == (None, (), ())
    assert (found.last_change, found.last_checked, found.times_checked) == (None, None, 0)


def test_the_registrations_of_all_registries_are_one_story(store):
    save(store, registration(), changes=[change("status", seen=at(1))])
    ctis = record("2021", "ctis", kind=Kind.REGISTRATION, ids=frozenset({EUDRACT}))
    save(store, ctis, changes=[change("sites", Weight.NOISE, at(3)), change("enrolment", seen=at(2))])

    found = status(store)

    assert found.dossier.item.records[0].source == "clinicaltrials"
    assert [one.field for one in found.dossier.changes] == ["status", "enrolment", "sites"]
    assert found.last_change == at(2)
    assert found.registries == ("clinicaltrials", "ctis")


@pytest.mark.parametrize(
    ("runs", "read"),
    [
        ((("clinicaltrials", 5, Outcome.COMPLETE), ("ctis", 6, Outcome.COMPLETE)), ("clinicaltrials", "ctis")),
        ((("clinicaltrials", 5, Outcome.FAILED), ("ctis", 6, Outcome.COMPLETE)), ("ctis",)),
        ((("clinicaltrials", 5, Outcome.COMPLETE), ("ctis", 29, Outcome.COMPLETE)), ("ctis",)),
        ((("clinicaltrials", 5, Outcome.PARTIAL),), ("clinicaltrials", "ctis")),
    ],
)
def test_checked_is_what_was_read_wholly_when_it_was_last_checked(store, runs, read):
    save(store, registration())
    save(store, record("2021", "ctis", kind=Kind.REGISTRATION, ids=frozenset({EUDRACT})))
    for source, hours, outcome in runs:
        checked(store, hours, source, outcome)

    assert status(store).registries == read


def test_only_the_changes_of_the_period_are_shown_and_the_last_one_is_known(store):
    save(store, registration(), changes=[change(seen=at(1))])

    found = status(store, NEXT_MONDAY, at(400))

    assert found.dossier.changes == ()
    assert found.last_change == at(1)


def test_what_changed_back_in_a_later_period_is_told_from_what_it_came_back_from(store):
    save(store, registration(), changes=[change(seen=at(1))])
    back = replace(change(seen=at(170)), before="b", after="a")
    save(store, registration(title="Back"), now=at(170), changes=[back])

    found = store.trials.watched(SORENTO, NEXT_MONDAY, at(400))

    assert found.dossier.changes == (back,)


def test_complete_runs_since_the_last_change_are_the_times_it_was_checked(store):
    save(store, registration(), changes=[change(seen=at(10))])
    for hours in (5, 11, 12, 13):
        checked(store, hours)
    checked(store, 14, outcome=Outcome.PARTIAL)
    checked(store, 15, source="pubmed")
    checked(store, 500)

    found = status(store)

    assert (found.times_checked, found.last_checked) == (3, at(13))


def test_what_reports_the_trial_is_listed_newest_first(store):
    save(store, registration())
    old = record("1", published=PartialDate(2023))
    by_number = record("2", published=PartialDate(2025, 2))
    by_name = record("3", published=PartialDate(2024))
    save(store, old, links=[link(old, EUDRACT)], score=OFF)
    save(store, by_number, links=[link(by_number, NCT)])
    save(store, by_name, links=[link(by_name, NCT, confidence=0.95)])
    save(store, record("4", published=PartialDate(2026)))
    in_passing = record("5", published=PartialDate(2026))
    named = Score(tier=Tier.WATCHED, value=1.0, trials=("SORENTO",))
    save(store, in_passing, links=[link(in_passing, NCT, LinkKind.MENTIONS, confidence=0.5)], score=named)

    assert [one.item.records[0].source_id for one in status(store).publications] == ["2", "3", "1"]


def test_what_the_registration_lists_as_its_own_is_listed(store):
    registered = registration()
    save(store, registered, links=[link(registered, Id("pmid", "7"), inverse=True)])
    save(store, record("7", published=PartialDate(2024)), score=OFF)
    save(store, record("8", published=PartialDate(2025)), score=OFF)

    assert [one.item.records[0].source_id for one in status(store).publications] == ["7"]


def test_a_report_is_new_until_the_digest_has_told_it(store):
    report = record("1")
    save(store, report, links=[link(report, NCT)])
    assert status(store, digest="weekly").publications[0].new

    told = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY, digest="weekly")
    store.digests.freeze(digest(), [], told, name="weekly", now=NEXT_MONDAY)

    assert not status(store, digest="weekly").publications[0].new
    assert status(store).publications[0].new
    assert not status(store, NEXT_MONDAY, at(400)).publications[0].new


def test_what_was_seen_after_the_period_is_not_in_it(store):
    report = record("1")
    save(store, registration(), now=NEXT_MONDAY)
    save(store, report, links=[link(report, NCT)], now=NEXT_MONDAY)

    assert (status(store).dossier, status(store).publications) == (None, ())


def test_a_change_that_was_kept_while_a_digest_was_made_is_told_by_the_next_one(store):
    save(store, registration())
    told = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY, digest="weekly")
    store.digests.freeze(digest(), [], told, name="weekly", now=NEXT_MONDAY)
    seen = NEXT_MONDAY - timedelta(minutes=5)
    save(store, registration(title="B"), now=seen, changes=[change(seen=seen)])
    following = NEXT_MONDAY + timedelta(weeks=1)

    def changes():
        return store.trials.watched(SORENTO, NEXT_MONDAY, following, topic=TOPIC, digest="weekly").dossier.changes

    assert [one.field for one in changes()] == ["overall status"]
    told = store.digests.dossiers(TOPIC, NEXT_MONDAY, following, digest="weekly")
    store.digests.freeze(digest(key="2026-W48"), [], told, name="weekly", now=following)
    assert changes() == ()


@pytest.mark.parametrize(
    ("trial", "reads_all"), [("nct05050942", False), ("2021-000849-40", False), ("CLARINET", True)]
)
def test_only_for_an_acronym_every_registration_is_read(trial, reads_all):
    (asked,) = filtered(Filters(trial=trial))

    assert ("$.trial.acronym" in asked.sql) is reads_all


def test_registrations_are_known_by_their_acronym_in_whatever_case(store):
    facts = TrialFacts(registry="clinicaltrials", acronym="CLARINET FORTE")
    save(store, registration("NCT02651987", trial=facts))
    save(store, registration("NCT00000001", trial=TrialFacts(registry="clinicaltrials")))

    assert store.trials.called("clarinet forte") == store.trials.called("Clarinet-Forte") == (1,)
    assert store.trials.called("clarinet") == store.trials.called("") == ()


def test_a_library_that_holds_the_registration_is_no_look_at_a_registry(store):
    save(store, registration())
    listed = record("7", "files", kind=Kind.REGISTRATION, title="Octreotide depot in GEP-NET", ids=frozenset({NCT}))
    save(store, listed, SameAs(item=1, because="its number"))
    checked(store, 5, source="files")

    found = status(store)

    assert (found.registries, found.last_checked) == (("clinicaltrials",), None)

"""What changed and when, as the command line shows it: ``changes``, ``show --history``, ``trial``."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner

from fakes import NOW, page
from sources.clinicaltrials import Source
from watcher.cli import cli
from watcher.pipeline.forecasting import keep_forecasts
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")

VERSIONS = json.dumps(
    {
        "history": {
            "changes": [
                {"version": 0, "date": "2021-09-20", "status": "NOT_YET_RECRUITING"},
                {"version": 1, "status": "RECRUITING", "moduleLabels": ["Study Status", "Contacts&#x2F;Locations"]},
                {"version": 2, "date": "2026-11-19", "moduleLabels": ["Study Status"]},
            ]
        }
    }
)


def study(status="RECRUITING", completion="2026-06", contact="A. Person", posted="2021-09-21"):
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": "NCT05050942",
                "briefTitle": "Octreotide Subcutaneous Depot in Patients With GEP-NET (SORENTO)",
                "acronym": "SORENTO",
                "secondaryIdInfos": [{"id": "2021-000849-40", "type": "EUDRACT_NUMBER"}],
            },
            "statusModule": {
                "overallStatus": status,
                "studyFirstPostDateStruct": {"date": posted, "type": "ACTUAL"},
                "primaryCompletionDateStruct": {"date": completion, "type": "ESTIMATED"},
            },
            "conditionsModule": {"conditions": ["Neuroendocrine Tumors"]},
            "contactsLocationsModule": {"centralContacts": [{"name": contact}]},
        }
    }


def taken_in(store, when, **facts):
    for found in Source().parse(page(json.dumps({"studies": [study(**facts)]}))):
        take_in(replace(found, retrieved=when), TOPIC, store, when)
    keep_forecasts(TOPIC, store, when)


@pytest.fixture
def watcher(tmp_path):
    """The command line over a store in which SORENTO moved two days ago, and long before."""
    path = tmp_path / "watcher.toml"
    path.write_text('[watcher]\ndatabase = "watcher.db"\n', encoding="utf-8")
    with Store.open(tmp_path / "watcher.db") as store:
        taken_in(store, NOW - timedelta(days=90))
        taken_in(store, NOW - timedelta(days=60), completion="2026-09")
        taken_in(store, NOW - timedelta(days=2), completion="2026-12", status="ACTIVE_NOT_RECRUITING", contact="B")
        for revision in Source().parse(page(VERSIONS, "https://clinicaltrials.gov/api/int/studies/NCT05050942")):
            store.trials.keep_revision(revision)

    def run(*words):
        done = CliRunner().invoke(cli, ["--config", str(path), "--now", NOW.isoformat(), *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("--since", "7d"), ["overall status", "primary completion date"]),
        (("--since", "7d", "--least", "noise"), ["overall status", "primary completion date", "contacts and sites"]),
        (("--since", "1d"), []),
        (("--since", "2026-09-01"), ["primary completion date", "overall status", "primary completion date"]),
        (("--since", "2026-09-01", "--least", "high"), ["primary completion date", "overall status"]),
    ],
)
def test_changes_are_typed_and_weighed_since_a_date(watcher, words, fields):
    shown = json.loads(watcher("changes", *words, "--json"))

    assert {one["change"]["field"] for one in shown} == set(fields)
    weights = [("high", "medium", "low", "noise").index(one["change"]["weight"]) for one in shown]
    assert weights == sorted(weights)


def test_changes_for_a_person_name_the_record_the_weight_and_the_slip(watcher):
    lines = watcher("changes", "--since", "7d").splitlines()

    assert lines[0].split("\t")[:4] == ["seen", "weight", "record", "field"]
    (slip,) = (line for line in lines if "primary completion" in line)
    assert slip.split("\t") == [
        "2026-11-21",
        "high",
        "NCT05050942",
        "primary completion date",
        "2026-09 (estimated)",
        "2026-12 (estimated)",
        "slips by 3 months",
    ]


@pytest.mark.parametrize("number", ["NCT05050942", "nct05050942", "2021-000849-40", "SORENTO"])
def test_the_trial_is_shown_by_any_of_its_numbers_with_its_thread(watcher, number):
    shown = watcher("trial", number)

    assert "Last moved: 2026-11-21" in shown
    assert "2021-09-21  registration    registered  https://clinicaltrials.gov/study/NCT05050942" in shown
    assert "2026-12     date            primary completion (expected)" in shown


def test_the_thread_is_there_for_a_program(watcher):
    shown = json.loads(watcher("trial", "--json"))

    assert shown["last_moved"].startswith("2026-11-21")
    assert [(one["date"], one["member"]) for one in shown["timeline"]] == [
        ("2021-09-21", "registration"),
        ("2026-12", ""),
    ]


def test_the_registrys_own_versions_are_listed(watcher):
    shown = watcher("trial")

    lines = shown[shown.index("The registry's own versions") :].splitlines()
    assert lines[1:4] == [
        "  2021-09-20  version 1  Not yet recruiting",
        "  no date     version 2  Recruiting  Study Status, Contacts/Locations",
        "  2026-11-19  version 3  Study Status",
    ]


def test_the_registrys_own_versions_are_there_for_a_program(watcher):
    told = json.loads(watcher("trial", "--json"))["revisions"]

    assert [(one["number"], one["status"], one["modules"]) for one in told] == [
        (1, "NOT_YET_RECRUITING", []),
        (2, "RECRUITING", ["Study Status", "Contacts/Locations"]),
        (3, "", ["Study Status"]),
    ]
    assert (told[0]["date"]["day"], told[1]["date"]) == (20, None)


def test_a_version_explains_what_changed_and_changes_nothing(watcher):
    (panel,) = json.loads(watcher("digest", "preview", "--since", "7d", "--format", "json"))["watched"]

    assert [(one["number"], one["modules"]) for one in panel["revisions"]] == [(3, ["Study Status"])]
    assert "version" not in watcher("changes", "--since", "7d")


def test_every_version_of_a_record_is_in_its_history(watcher):
    plain, whole = watcher("show", "NCT05050942"), watcher("show", "NCT05050942", "--history")

    assert "History" not in plain
    history = whole[whole.index("History") :]
    assert [line.split()[0] for line in history.splitlines() if "clinicaltrials NCT05050942" in line] == [
        "2026-08-25",
        "2026-09-24",
        "2026-11-21",
    ]
    assert (
        "2026-09-24 primary completion date: 2026-06 (estimated) → 2026-09 (estimated) (slips by 3 months)" in history
    )


def test_every_forecast_of_its_read_out_is_kept_and_the_newest_stands_with_the_item(watcher):
    shown, item = watcher("trial"), watcher("show", "NCT05050942")

    lines = shown[shown.index("When it was expected to read out") :].splitlines()
    assert [line.split("  ")[1:3] for line in lines[1:4]] == [
        ["2026-11-21", "between Nov 2026 and Mar 2029"],
        ["2026-09-24", "between Sep 2026 and Oct 2028"],
        ["2026-08-25", "between Aug 2026 and Feb 2029"],
    ]
    assert (
        "First results expected between Nov 2026 and Mar 2029 (forecast of 2026-11-21): event-driven: 194 events"
        in item
    )
    assert "moved back by 6 months since 25 Aug 2026" in item
    assert [one["registered"]["date"]["month"] for one in json.loads(watcher("trial", "--json"))["forecasts"]] == [
        12,
        9,
        6,
    ]


def test_an_item_is_rated_by_any_of_its_numbers_and_that_can_be_taken_back(watcher, tmp_path):
    def rated():
        with Store.open(tmp_path / "watcher.db") as store:
            return [(one.useful, one.not_useful) for one in store.ratings.of(TOPIC.name, NOW + timedelta(days=1))]

    watcher("rate", "NCT05050942", "useful", "--by", "Ann")
    watcher("rate", "nct05050942", "not", "--by", "Bo")
    both = rated()
    watcher("rate", "NCT05050942", "forget", "--by", "Bo")

    assert (both, rated()) == ([(1, 1)], [(1, 0)])


def test_a_user_without_a_name_is_asked_who_rates(watcher, monkeypatch):
    def nameless():
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", nameless)

    with pytest.raises(AssertionError, match="--by says who rates it"):
        watcher("rate", "NCT05050942", "useful")

"""A profile that ships or that is drafted finds its question, whatever that is: nothing is tied to one trial."""

import json

import pytest
from click.testing import CliRunner

from watcher.cli import cli
from watcher.model import Kind, PartialDate, Record, Tier
from watcher.relevance import rate
from watcher.relevance.check import check, read_labelled, sets
from watcher.relevance.terms import stands
from watcher.topic import load_topic, read_topic, shipped
from watcher.topic.draft import Answers, draft

ANSWERS = Answers(
    name="dupilumab-asthma",
    title="Dupilumab in asthma",
    subject=("dupilumab",),
    disease=("asthma*",),
    aspect=("exacerbation*", "biomarker*"),
    trials=(("VESTIGE", "nct:NCT04400318"),),
)


def record(title, number="1", **fields):
    from datetime import UTC, datetime  # noqa: PLC0415

    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Record(
        source="pubmed",
        source_id=number,
        kind=Kind.ARTICLE,
        title=title,
        retrieved=now,
        published=PartialDate(2026),
        **fields,
    )


@pytest.mark.parametrize("name", shipped())
def test_every_profile_that_ships_passes_its_own_gate(name):
    from pathlib import Path  # noqa: PLC0415

    topic = load_topic(name)
    labelled = read_labelled(Path(topic.known))

    report = check(labelled, topic)

    assert sets(topic)
    assert report.passes, [miss.labelled.record.title for miss in report.misses]


def test_three_profiles_ship_and_one_is_outside_oncology():
    assert {"ssa-dose-escalation", "prrt-retreatment", "biologics-copd"} <= {*shipped()}


def test_a_draft_of_twenty_lines_is_a_profile_that_rates(tmp_path):
    text = draft(Answers(name="a", title="A", subject=("dupilumab",), disease=("asthma*",)), {}, 0)

    topic = read_topic(text, tmp_path / "a.toml")

    assert len([line for line in text.splitlines() if line.strip() and not line.startswith("#")]) <= 30
    assert rate(record("Dupilumab in severe asthma"), topic).tier is Tier.CORE
    assert rate(record("Dupilumab in eczema"), topic).tier is Tier.ADJACENT
    assert rate(record("Inhaled drugs in asthma"), topic).tier is Tier.OFF


def test_a_draft_with_all_answers_watches_and_tells_nearness(tmp_path):
    topic = read_topic(draft(ANSWERS, {"dupilumab": 3}, 12), tmp_path / "a.toml")

    tiers = [
        rate(record(title), topic).tier
        for title in (
            "VESTIGE: dupilumab and airway inflammation",
            "Dupilumab lowers exacerbations of asthma",
            "Dupilumab in asthma: a review of cost",
            "Dupilumab in eczema",
            "Salt in asthma",
        )
    ]

    assert tiers == [Tier.WATCHED, Tier.CORE, Tier.RELATED, Tier.ADJACENT, Tier.OFF]
    assert '"dupilumab",  # in 3 of 12 records of the store' in draft(ANSWERS, {"dupilumab": 3}, 12)


def test_it_is_counted_which_terms_stand_nowhere_and_which_everywhere(tmp_path):
    topic = read_topic(draft(ANSWERS, {}, 0), tmp_path / "a.toml")
    records = [
        record(f"Dupilumab in asthma, no. {n}{' and exacerbations' if n < 30 else ''}", str(n)) for n in range(120)
    ]

    found = {(one.concept, one.term): one for one in stands(topic, records)}

    assert {key: one.found for key, one in found.items() if key[0] in {"subject", "disease", "aspect"}} == {
        ("subject", "dupilumab"): 120,
        ("disease", "asthma*"): 120,
        ("aspect", "exacerbation*"): 30,
        ("aspect", "biomarker*"): 0,
    }
    assert {key[1] for key, one in found.items() if one.never} == {"biomarker*", "VESTIGE", "NCT04400318"}
    assert [key[1] for key, one in found.items() if one.everywhere] == ["dupilumab", "asthma*"]


def test_of_few_records_nothing_is_concluded(tmp_path):
    topic = read_topic(draft(ANSWERS, {}, 0), tmp_path / "a.toml")

    assert not any(one.never or one.everywhere for one in stands(topic, [record("Dupilumab in asthma")]))


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watcher.toml").write_text("[watcher]\n", encoding="utf-8")
    return lambda *words, **given: CliRunner().invoke(cli, ["--config", "watcher.toml", *words], **given)


def test_six_questions_make_a_profile_that_can_be_used(run, tmp_path):
    answers = "dupilumab-asthma\nDupilumab in asthma\ndupilumab, Dupixent\nasthma*\n\nVESTIGE NCT04400318\n"

    made = run("topic", "new", input=answers)

    assert made.exit_code == 0, made.output
    assert all(f"{number}. " in made.output for number in range(1, 7))
    (tmp_path / "watcher.toml").write_text('[watcher]\ntopic = "./dupilumab-asthma.toml"\n', encoding="utf-8")
    shown = json.loads(run("topic", "show", "--json").output)
    assert shown["title"] == "Dupilumab in asthma"
    again = run("topic", "new", input=answers.replace("Dupixent", "Nucala"))
    assert again.exit_code == 0  # it is as we wrote it


def test_two_trials_are_waited_for_and_the_profile_is_shown_and_linted_by_its_path(run):
    words = (
        "--name",
        "fabry",
        "--title",
        "Fabry disease",
        "--subject",
        "migalastat",
        "--disease",
        "Fabry*",
        "--aspect",
        "",
    )
    made = run("topic", "new", *words, "--trial", "ATTRACT NCT00925301, PERIDOT NCT05206773")

    shown, linted = (run("topic", command, "./fabry.toml") for command in ("show", "lint"))

    assert made.exit_code == 0, made.output
    assert {"watches ATTRACT: nct:NCT00925301", "watched 0.9: names PERIDOT", "related 0.5: both are spoken of"} <= {
        *shown.output.splitlines()
    }
    assert linted.output.startswith("fabry 1: ")
    assert '("NCT05206773" OR "PERIDOT")' in linted.output
    assert run("topic", "show").output.startswith("Somatostatin analogue")  # that of watcher.toml


def test_a_profile_that_is_not_there_is_named_as_in_the_configuration(run):
    assert "there is no topic profile 'fabry'; there are: " in str(run("topic", "lint", "fabry").exception)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--trial", "VESTIGE", "does not end in a registry number"),
        ("--subject", "dupi*mab", "a star stands only at the end of a term"),
        ("--subject", " , ", "no profile can be made of these answers"),
    ],
)
def test_answers_of_which_no_profile_can_be_made_are_refused(run, tmp_path, option, value, message):
    usual = {"--name": "n", "--title": "T", "--subject": "a", "--disease": "b", "--aspect": "", "--trial": ""}
    words = [word for pair in (usual | {option: value}).items() for word in pair]

    made = run("topic", "new", *words)

    assert made.exit_code == 1
    assert message in str(made.exception)
    assert not (tmp_path / "n.toml").exists()

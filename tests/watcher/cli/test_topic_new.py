"""`watcher topic new`: six answers make a profile that can be used, and what can be none is refused."""

import json

import pytest
from click.testing import CliRunner

from watcher.cli import cli


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

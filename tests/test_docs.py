"""The README and the command line say the same."""

import re
import runpy
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sources.feeds.catalogue import feeds_from
from watcher.cli import cli
from watcher.cli.__init__ import COMMANDS
from watcher.config.settings import load

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, click.Command]]:
    """Return every command with its full name, those of groups included."""
    context = click.Context(cli)
    found = []
    for name in COMMANDS:
        command = cli.get_command(context, name)
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", command.commands[sub]) for sub in command.commands]
    return found


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_says_what_it_does_and_gives_an_example(name, command):
    assert command.help
    assert "Example" in command.help
    assert f"watcher {name.split()[0]}" in command.help


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_option_says_what_it_does(name, command):
    silent = [one.name for one in command.params if isinstance(one, click.Option) and not (one.help or one.hidden)]

    assert (name, silent) == (name, [])


@pytest.mark.parametrize("name", ["commands", "configuration"])
def test_what_is_written_of_the_code_is_what_the_code_is(name):
    written = runpy.run_path(str(ROOT / "docs" / f"{name}.py"))

    assert written["PAGE"].read_text(encoding="utf-8") == written["page"](), f"run python docs/{name}.py"


def test_every_key_of_the_configuration_is_explained():
    rows = [line.split(" | ") for line in CONFIGURATION.splitlines() if line.startswith("| `")]

    assert len(rows) > 100
    assert [row[0] for row in rows if len(row) != 3 or not row[2].strip(" |")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_prints_its_help(name):
    result = CliRunner().invoke(cli, [name, "--help"])

    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_the_readme_names_only_commands_that_exist():
    named = set(re.findall(r"^\s{4}watcher ([a-z-]+)", README, re.MULTILINE)) | set(
        re.findall(r"`watcher ([a-z][a-z-]+)", README)
    )

    assert named
    assert named <= set(COMMANDS)


def test_the_readme_begins_with_the_two_commands():
    lines = [line.strip() for line in README.splitlines() if line.startswith("    make ")]

    assert [line.split("#")[0].strip() for line in lines[:2]] == ["make demo", "make test"]


def test_the_configuration_in_the_readme_is_read(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "watcher.toml"
    path.write_text(example, encoding="utf-8")

    settings = load(path, {})

    assert [channel.name for channel in settings.channels] == ["net-team", "oncology-mail", "archive"]


def test_init_writes_a_configuration_that_is_read(tmp_path):
    path = tmp_path / "watcher.toml"

    result = CliRunner().invoke(cli, ["init", "--yes", "--output", str(path)])

    assert result.exit_code == 0
    assert load(path, {}).channels[0].kind == "page"


def test_init_asks_little_and_writes_what_it_was_told(tmp_path):
    path = tmp_path / "watcher.toml"
    answers = "me@example.org\nEurope/Berlin\nC0123456789\nsmtp.example.org\n\na@example.org, b@example.org\n"

    result = CliRunner().invoke(cli, ["init", "--output", str(path)], input=answers)

    settings = load(path, {"SLACK_BOT_TOKEN": "xoxb"})
    assert result.exit_code == 0
    assert settings.contact == "me@example.org"
    assert [channel.name for channel in settings.channels] == ["archive", "slack", "mail"]
    assert settings.channels[2].options["recipients"] == ["a@example.org", "b@example.org"]
    assert settings.digests[0].channels == ("archive", "slack", "mail")


def test_init_does_not_replace_a_file(tmp_path):
    path = tmp_path / "watcher.toml"
    path.write_text("", encoding="utf-8")

    result = CliRunner().invoke(cli, ["init", "--yes", "--output", str(path)])

    assert result.exit_code == 1
    assert path.read_text(encoding="utf-8") == ""


def test_the_feeds_that_ship_are_all_listed():
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")

    for feed in feeds_from(()):
        assert f"| {feed.name} | {'yes' if feed.confirmed else 'no'} |\n" in text

from datetime import UTC, datetime

import click
import pytest

from watcher.cli import _in_order
from watcher.cli.app import KINDS, TIERS, moment, published, since
from watcher.cli.output import print_table
from watcher.model import Kind, Tier

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-11-23T07:00", datetime(2026, 11, 23, 7, tzinfo=UTC)),
        ("2026-11-23T07:00+01:00", datetime(2026, 11, 23, 6, tzinfo=UTC)),
        ("2026-11-23T06:00:00Z", datetime(2026, 11, 23, 6, tzinfo=UTC)),
        (" 2026-11-23 ", datetime(2026, 11, 23, tzinfo=UTC)),
    ],
)
def test_a_moment_is_utc_unless_it_says_otherwise(text, when):
    assert moment(text) == since(text, NOW) == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("36h", datetime(2026, 11, 21, 20, tzinfo=UTC)),
        ("14d", datetime(2026, 11, 9, 8, tzinfo=UTC)),
        ("2w", datetime(2026, 11, 9, 8, tzinfo=UTC)),
        ("0d", NOW),
        ("yesterday", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2 w", datetime(2026, 11, 9, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-W47", datetime(2026, 11, 16, tzinfo=UTC)),
        ("16.11.2026", datetime(2026, 11, 16, tzinfo=UTC)),
    ],
)
def test_a_span_goes_back_from_now(text, when):
    assert since(text, NOW) == when


@pytest.mark.parametrize("text", ["", "w", "-2w", "2026-13-01", "11/16/2026", "0001-01-01T00:00+14:00", "99999999w"])
def test_what_is_no_date_is_wrong_usage(text):
    with pytest.raises(click.BadParameter, match="is not a date"):
        since(text, NOW)


@pytest.mark.parametrize("text", ["2020", "2024-02", "2024-02-29"])
def test_a_date_of_publication_is_as_precise_as_it_is_written(text):
    assert published(text) == text


@pytest.mark.parametrize("text", ["20", "2024-2", "2023-02-29", "14d", "", "2024-02-", "2024-02-29T00:00"])
def test_what_is_no_date_of_publication_is_refused(text):
    with pytest.raises(click.BadParameter, match="write 2020, 2024-03 or 2024-03-05"):
        published(text)


def test_the_words_of_the_options_are_the_model_s():
    assert list(TIERS) == [tier.value for tier in Tier]
    assert list(KINDS) == [kind.value for kind in Kind]


def test_a_table_for_a_program_is_tab_separated_lines(capsys):
    print_table(("id", "title"), [(1, "one\ttwo\n three")])

    assert capsys.readouterr().out == "id\ttitle\n1\tone two three\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serach", "x"], "there is no command 'serach'; did you mean 'search'?"),
        (["nothing-like-it"], "there are: alert, backup"),
        (["-x"], "No such option '-x'"),
        (["preview"], "did you mean `watcher digest preview` or `watcher alert preview`?"),
        (["digest", "show"], "there is no command 'show' of `watcher digest`; there are: list, preview"),
        (["digest", "perview"], "did you mean 'preview'?"),
        (["digest", "preview", "--channel", "x"], "No such option '--channel'. It is one of `cli digest send`."),
        (["digest", "send", "--chanel", "x"], "No such option '--chanel'. Did you mean '--channel'?"),
        (["sync", "--chanel", "x"], "No such option '--chanel'.\n"),
        (["--json", "search", "x"], "stands behind it: watcher search --json"),
    ],
)
def test_a_mistyped_command_gets_the_nearest(shell, words, said):
    mistaken = shell(*words)

    assert mistaken.code == 2
    assert said in mistaken.told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["help"], "Usage: cli [OPTIONS] COMMAND"),
        (["help", "search"], "Usage: cli search"),
        (["HELP", "digest", "preview"], "Usage: cli digest preview"),
        (["version"], "watcher, version"),
        (["-V"], "watcher, version"),
        (["Status", "--help"], "Usage: cli status"),
        (["search", "--kind", "ARTICLE", "--sort", "Date", "octreotide"], "octreotide"),
    ],
)
def test_what_people_type_by_habit_is_understood(shell, words, said):
    answer = shell(*words)

    assert answer.code == 0
    assert said.lower() in answer.out.lower()


@pytest.mark.parametrize(
    ("words", "ordered"),
    [
        (["search", "x", "-q", "-c", "w.toml"], ["-q", "-c", "w.toml", "search", "x"]),
        (["search", "--config=w.toml", "x"], ["--config=w.toml", "search", "x"]),
        (["digest", "preview", "--now", "2026-11-23"], ["--now", "2026-11-23", "digest", "preview"]),
        (["-c", "search", "search", "x"], ["-c", "search", "search", "x"]),
        (["search", "--", "-q", "-c"], ["search", "--", "-q", "-c"]),
        (["search", "x", "-c"], ["search", "x", "-c"]),
        (["help"], ["--help"]),
        (["-q", "help", "show"], ["-q", "show", "--help"]),
        ([], []),
    ],
)
def test_what_belongs_to_all_commands_may_stand_behind_one(words, ordered):
    assert _in_order(words) == ordered

"""What is printed fits the terminal, loses nothing, and is lines with tabs for a program."""

import contextlib
import io
from datetime import UTC, datetime

import click
import pytest

from watcher.cli.app import columns, paragraph, takes_styles
from watcher.cli.output import print_coverage, print_table
from watcher.model import Coverage, Outcome

LONG = "Lanreotide autogel every 14 days in patients with progressive neuroendocrine tumours of the midgut"
ROWS = [(1, "core", LONG), (12, "", "A note")]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Return what prints on a terminal of so many columns, and gives back its lines."""

    def printed(columns, act, *arguments, **options):
        monkeypatch.setenv("COLUMNS", str(columns))
        screen = Terminal()
        with contextlib.redirect_stdout(screen):
            act(*arguments, **options)
        return [line.rstrip() for line in click.unstyle(screen.getvalue()).splitlines()]

    return printed


def test_a_program_gets_a_line_a_row_with_tabs(capsys):
    print_table(("item", "tier", "title"), [(1, "core", "two\nlines\tand a tab")])

    assert capsys.readouterr().out == "item\ttier\ttitle\n1\tcore\ttwo lines and a tab\n"


def test_a_wide_terminal_shows_a_table(terminal):
    lines = terminal(160, print_table, ("item", "tier", "title"), ROWS)

    assert lines == ["item  tier  title", f"1     core  {LONG}", "12          A note"]


def test_a_long_text_is_broken_in_its_own_column(terminal):
    lines = terminal(50, print_table, ("item", "tier", "title"), ROWS)

    assert all(len(line) <= 50 for line in lines)
    assert lines[1].startswith("1     core  Lanreotide autogel every")
    assert lines[2].startswith(" " * 12)
    assert " ".join(" ".join(line[12:] for line in lines[1:-1]).split()) == LONG


def test_where_it_is_narrow_the_columns_go_that_say_nothing_in_any_row(terminal):
    headings = ("source", "announced", "received", "what was missed")
    rows = [("pubmed", "?", 3, ""), ("ctis", "?", 0, "")]

    assert terminal(50, print_table, headings, rows) == ["source  received  what was missed", "pubmed  3", "ctis    0"]
    assert terminal(80, print_table, headings, rows)[0] == "source  announced  received  what was missed"


def test_another_column_may_be_the_one_that_is_broken(terminal):
    lines = terminal(60, print_table, ("title", "item"), [(LONG, 1)], wide=0)

    assert lines[0].split() == ["title", "item"]
    assert lines[1].endswith(" 1")
    assert len(lines) > 2


@pytest.mark.parametrize("columns", [20, 30])
def test_a_narrow_terminal_shows_a_paragraph_a_row_and_cuts_nothing(terminal, columns):
    lines = terminal(columns, print_table, ("item", "tier", "title"), ROWS)

    assert all(len(line) <= columns for line in lines)
    assert lines[0] == "item 1 · tier core"
    assert "item 12" in lines
    said = " ".join(line.strip() for line in lines)
    assert said == f"item 1 · tier core {LONG} item 12 A note"


def test_a_row_without_its_text_is_one_line(terminal):
    assert terminal(20, print_table, ("item", "title"), [(1, "")]) == ["item 1"]


def test_the_width_between_a_table_and_paragraphs(terminal):
    headings, rows = ("item", "title"), [(1, "short")]  # "item", two blanks, and the narrowest text of 24

    assert terminal(30, print_table, headings, rows)[0] == "item  title"
    assert terminal(29, print_table, headings, rows)[0] == "item 1"


def test_coverage_says_what_was_asked_and_what_was_missed(capsys):
    now = datetime(2026, 11, 23, tzinfo=UTC)
    asked = Coverage(source="pubmed", outcome=Outcome.COMPLETE, since=now, until=now, announced=7, received=7, new=2)
    down = Coverage(
        source="ctis", outcome=Outcome.FAILED, since=None, until=now, silent=True, error="503", notices=("asked twice",)
    )

    print_coverage([asked, down])

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split("\t") == ["pubmed", "complete", "2026-11-23", "7", "7", "2", "0", "0", ""]
    assert lines[2].split("\t") == [
        "ctis (silent)",
        "failed",
        "the beginning",
        "?",
        "0",
        "0",
        "0",
        "0",
        "503; asked twice",
    ]


def test_a_title_leads_to_its_address_on_a_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    screen = Terminal()
    rows = [(1, "One"), (2, "Two"), (3, "Three")]
    with contextlib.redirect_stdout(screen):
        print_table(("item", "title"), rows, links=["https://example.org/1", "https://a\x1b\\b", ""])

    assert "https://example.org/1\x1b\\One" in screen.getvalue()
    assert screen.getvalue().count("\x1b]8;id") == 1


def test_what_is_longer_than_the_terminal_goes_to_the_pager(terminal, monkeypatch):
    monkeypatch.setenv("LINES", "10")
    paged = []
    monkeypatch.setattr("pydoc.pager", paged.append)

    assert terminal(100, print_table, ("item", "title"), [(n, "A title") for n in range(40)], paged=True) == []
    assert paged[0].count("A title") == 40


@pytest.mark.parametrize(("width", "expected"), [(40, 40), (100, 100), (250, 100)])
def test_running_text_is_as_wide_as_the_terminal_but_never_too_wide_to_be_read(terminal, width, expected):
    widths = []

    terminal(width, lambda: widths.append(columns()))

    assert widths == [expected]


def test_where_there_is_no_terminal_running_text_has_its_usual_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")

    assert columns() == 88


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [("NO_COLOR", "1", False), ("NO_COLOR", "", True), ("TERM", "dumb", False), ("TERM", "xterm", True)],
)
def test_a_terminal_that_wants_no_styles_gets_none(terminal, monkeypatch, variable, value, expected):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    seen = []

    terminal(80, lambda: seen.append(takes_styles()))

    assert seen == [expected]


def test_a_paragraph_is_broken_between_words_and_keeps_its_indent(terminal):
    lines = terminal(40, paragraph, f"  PMID 1: {LONG}\nshort\n\nend")

    assert max(map(len, lines)) <= 40
    assert [line[:4] for line in lines] == ["  PM", "    ", "    ", "shor", "", "end"]


def test_a_program_gets_a_paragraph_as_it_is(capsys):
    paragraph(LONG * 3)

    assert capsys.readouterr().out == LONG * 3 + "\n"

"""Whatever is typed, and wherever it goes: a line that says what is wrong, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WATCHER = ("-m", "watcher", "--config", "demo-output/watcher.toml", "--now", "2026-11-23T08:00:00Z")
ESCAPE = "\x1b]0;owned\x07"


@pytest.fixture
def process(shell):
    """Runs ``watcher`` as a process of its own over the demonstration, and returns what a shell sees of it."""

    def run(*words, shell_line="", **environment):
        command = [sys.executable, *WATCHER]
        told = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(shell.folder / "state"), **environment}
        if shell_line:
            line = f'exec "$0" {" ".join(WATCHER)} {shell_line}'
            command, words = ["/bin/sh", "-c", line, sys.executable], ()
        return subprocess.run(
            [*command, *words], cwd=shell.folder, env=told, capture_output=True, check=False, timeout=60
        )

    return run


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("show 9223372036854775808", 1, "nothing in the store has the id"),
        ("show ²", 1, "nothing in the store has the id"),
        ("show ٣", 1, "nothing in the store has the id"),
        ("dedupe merge ² 9223372036854775808", 1, "nothing in the store has the id"),
        ("dedupe undo 9223372036854775808", 2, "is not in the range"),
        ("--now 9999-12-31 status", 2, "is not a time between 1900 and 2199"),
        ("--now 0001-01-01 status", 2, "is not a time between"),
        ("changes --since ²d", 2, "is not a date"),
        ("changes --since 9999-12-31", 2, "is not a date"),
        ("digest preview --until 9999-12-31", 2, "is not a date"),
        ("sync --since 0001-01-01", 2, "is not a date"),
    ],
)
def test_an_odd_argument_is_named(shell, words, code, told):
    answer = shell(*words.split())

    assert told in answer.told
    assert answer.code == code


def test_where_more_is_found_than_shown_it_is_said(shell):
    few, all_ = shell("search", "--limit", "3"), shell("search", "--limit", "1000")

    assert "found, 3 shown (--limit shows more)" in few.told
    assert few.out.count("\n") == 4
    assert "shown" not in all_.told


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("status >&-", 0, b""),
        ("search tumour >&- 2>&-", 0, b""),
        ("search tumour > /dev/full", 1, b"No space left on device"),
        ("export > /dev/full", 1, b"No space left on device"),
        ("search $(printf 'caf\\351')", 1, b"nothing found"),
        ("show $(printf 'caf\\351')", 1, b"nothing in the store has the id"),
        ("export -o $(printf 'caf\\351.ris')", 0, b"Wrote"),
        ("import $(printf 'caf\\351.ris')", 2, b"does not exist"),
        (f"topic explain {'a' * 5000}", 1, b"nothing in the store has the id"),
        ("topic explain $(printf '\\377\\376')", 1, b"nothing in the store has the id"),
    ],
)
def test_an_odd_terminal_is_no_reason_for_a_traceback(process, line, code, told):
    done = process(shell_line=line)

    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert told in done.stderr
    assert done.returncode == code


@pytest.mark.threat("T43")
def test_what_nobody_foresaw_is_one_line_and_its_traceback_is_kept_without_secrets(process, shell):
    (shell.folder / "sitecustomize.py").write_text(
        "import watcher.store.store as s\n"
        "def bomb(self): raise RuntimeError('boom s3cret-token https://a.example/x?auth=hidden')\n"
        "s.Store.status = bomb\n"
    )

    done = process("status", PYTHONPATH=f"{shell.folder}:{ROOT}", SLACK_BOT_TOKEN="s3cret-token")

    kept = (shell.folder / "demo-output" / "watcher.db-errors.log").read_text()
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"a mistake of Watcher's own (RuntimeError: boom ***" in done.stderr
    assert b"watcher.db-errors.log, and `watcher report` packs it" in done.stderr
    assert "Traceback (most recent call last)" in kept
    assert "s3cret" not in kept + done.stderr.decode()
    assert "hidden" not in kept + done.stderr.decode()


@pytest.mark.threat("T62")
def test_no_escape_sequence_reaches_the_terminal(shell):
    title = f"Octreotide {ESCAPE}at 60 mg \u202eevery 28 days " + "x" * 460_000
    (shell.folder / "a.csv").write_text(f'id,title\n"g{ESCAPE}","{title}"\n', encoding="utf-8")

    shell("import", "a.csv")
    found = shell("search", "octreotide at 60", "--json").json[0]["item"]
    shown = [
        shell(*words.split()).out
        for words in (f"show {found}", "search octreotide", f"topic explain {found}", "status")
    ]

    assert [out for out in shown if "\x1b" in out or "\x07" in out or "\u202e" in out] == []
    assert [len(out) for out in shown if len(out) > 100_000] == []

"""Lines of the log: each is one JSON object that says where, and no secret is in any, tracebacks included."""

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher.config.secrets import Secret
from watcher.redact import hide, without_secrets
from watcher.service import logs
from watcher.service.logs import Form, begin_run, set_up

ROOT = Path(__file__).resolve().parents[3]
CANARIES = {
    "NCBI_API_KEY": "canary-1-ncbi",
    "SLACK_BOT_TOKEN": "xoxb-canary-2",
    "SMTP_PASSWORD": "canary 3 with a blank",
    "OPENALEX_API_KEY": "canary-4/with+signs",
    "WATCHER_TEAM2": "canary-5-of-a-name-of-ones-own",
}
IN_ADDRESSES = ("canary-6-auth", "canary-7-fragment", "canary-8-login")
SAID = (
    *CANARIES.values(),
    f"https://a.example/x?auth={IN_ADDRESSES[0]}",
    f"https://a.example/x#token={IN_ADDRESSES[1]}",
    f"https://me:{IN_ADDRESSES[2]}@a.example/x",
)


@pytest.fixture
def lines(monkeypatch, capsys):
    """Return what is logged, and put everything back afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    for name, value in CANARIES.items():
        monkeypatch.setenv(name, value)
    yield lambda: capsys.readouterr().err
    root.handlers[:] = before
    root.setLevel(level)
    logs.RUN.set("")


def boom():
    raise RuntimeError(" and ".join(SAID))


@pytest.mark.threat("T43", "T62")
def test_a_line_is_one_object_that_says_where(lines):
    set_up(Form.JSON, logging.INFO)
    begin_run(datetime(2026, 11, 23, 7, tzinfo=UTC))
    where = {"source": "pubmed", "digest": "weekly", "channel": "net", "item": "40001234"}
    logging.getLogger("watcher.test").warning("a title\x1b[2J\nwith a line break %s", "\u202e", extra=where)

    (line,) = lines().splitlines()
    told = json.loads(line)
    assert {name: told[name] for name in where} == where
    assert told["run"] == "20261123T070000Z"
    assert (told["level"], told["logger"]) == ("warning", "watcher.test")
    assert datetime.fromisoformat(told["timestamp"]).tzinfo
    assert "\x1b" not in line
    assert "\u202e" not in told["event"]


@pytest.mark.threat("T43", "T44")
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("level", ["error", "exception"])
def test_no_canary_is_in_a_line_nor_in_a_traceback(form, level, lines, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    set_up(form, logging.INFO)
    try:
        boom()
    except RuntimeError:
        getattr(logging.getLogger("watcher.test"), level)("it failed: %s", SAID, extra={"channel": SAID[1]})

    said = lines()
    assert "it failed" in said
    assert ("Traceback" in said) is (level == "exception")
    assert [canary for canary in (*CANARIES.values(), *IN_ADDRESSES) if canary in said] == []


@pytest.mark.threat("T62")
@pytest.mark.parametrize("form", [Form.JSON, Form.CONSOLE])
def test_no_text_writes_a_second_line_or_floods_the_log(form, lines):
    set_up(form, logging.INFO)
    title = "Octreotide\r\n2026-11-23T07:00:00Z [critical] all is lost\x1b[2J" + "x" * 1_000_000
    logging.getLogger("watcher.test").warning("%s", title, extra={"item": title})

    said = lines()
    assert len(said) < 30_000
    assert "\x1b[2J" not in said
    assert form is Form.CONSOLE or said.count("\n") == 1


@pytest.mark.threat("T43")
def test_a_secret_of_a_file_or_of_any_variable_is_known_once_it_was_read(tmp_path):
    file = tmp_path / "secret"
    file.write_text("kept-in-a-file\n")
    environment = {
        "SLACK_BOT_TOKEN_TEAM2_FILE": str(file),
        "WATCHER_X": "of-a-variable",
        "WATCHER_CONFIG": "watcher.toml",
    }

    assert without_secrets("kept-in-a-file, of-a-variable, watcher.toml", environment) == "***, ***, watcher.toml"
    hide([Secret("token", "ANY").read({"ANY": "read-from-any"})])
    assert without_secrets("read-from-any; short stays", {}) == "***; short stays"


@pytest.mark.threat("T43")
@pytest.mark.parametrize("form", ["json", "console"])
def test_a_service_that_fails_says_so_in_lines_without_secrets(form, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import watcher.service.due as due\n"
        f"def bomb(*_): raise RuntimeError({' and '.join(SAID)!r})\n"
        "due.next_collection = bomb\n"
        "import watcher.service.schedule as schedule\n"
        "schedule.serve = lambda tick: tick()\n"
    )
    environment = {**os.environ, **CANARIES, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    command = [sys.executable, "-m", "watcher", "run", "--log-format", form]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=120
    )

    kept = (tmp_path / "watcher.db-errors.log").read_text()
    assert (done.returncode, done.stdout) == (0, "")
    assert "this round failed" in done.stderr
    assert "RuntimeError" in done.stderr
    assert [canary for canary in (*CANARIES.values(), *IN_ADDRESSES) if canary in done.stderr + kept] == []
    if form == "json":
        assert {json.loads(line)["level"] for line in done.stderr.splitlines()} >= {"info", "error"}


@pytest.mark.threat("T43")
@pytest.mark.parametrize("name", ["httpx", "httpcore.connection", "slack_sdk.web.client", "apscheduler.scheduler"])
def test_a_library_that_says_each_request_is_silent_below_a_warning(name, lines, monkeypatch):
    for one in (name, name.partition(".")[0]):
        monkeypatch.setattr(logging.getLogger(one), "level", logging.NOTSET)

    set_up(Form.JSON, logging.DEBUG)
    logging.getLogger(name).info("HTTP Request: GET https://a.example/x?key=1")
    logging.getLogger(name).warning("it is slow")

    assert [json.loads(line)["event"] for line in lines().splitlines()] == ["it is slow"]


def said_at(second, text, *args, name="watcher.test"):
    record = logging.LogRecord(name, logging.WARNING, "", 0, text, args, None)
    record.created = 1_800_000_000.0 + second
    logging.getLogger().handle(record)


@pytest.mark.threat("T62")
def test_of_one_kind_so_many_lines_a_minute_are_written_and_the_rest_is_counted(lines):
    set_up(Form.JSON)

    for n in range(10 * logs.MOST_A_MINUTE):
        said_at(n / 60, "a title that cannot be read: %s", n)
    said_at(11, "another kind")
    said_at(11, "a title that cannot be read: %s", "elsewhere", name="watcher.elsewhere")
    said_at(75, "a title that cannot be read: %s", "a minute later")

    told = [json.loads(line)["event"] for line in lines().splitlines()]
    assert told == [
        *(f"a title that cannot be read: {n}" for n in range(logs.MOST_A_MINUTE)),
        "another kind",
        "a title that cannot be read: elsewhere",
        f"{9 * logs.MOST_A_MINUTE} more lines of that minute were left out, of the kind: a title that cannot be read: %s",
        "a title that cannot be read: a minute later",
    ]


def test_what_was_left_out_is_said_when_the_service_ends(lines):
    set_up(Form.JSON)

    for _ in range(logs.MOST_A_MINUTE + 3):
        said_at(1, "again")
    logging.getLogger().handlers[-1].close()

    assert json.loads(lines().splitlines()[-1])["event"].startswith("3 more lines of that minute were left out")


def test_a_command_that_ends_says_everything(lines):
    logging.getLogger().handlers.clear()
    set_up()

    for _ in range(logs.MOST_A_MINUTE + 3):
        said_at(1, "again")

    assert len(lines().splitlines()) == logs.MOST_A_MINUTE + 3

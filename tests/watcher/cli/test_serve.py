"""What readers and monitors reach, from a process: it answers over the demonstration's store, and ends when it is told to."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("uvicorn")

from digests.mailboxes import token

ROOT = Path(__file__).resolve().parents[3]
LONG = 60  # seconds
KEY = "what the tokens of this test are made of"
READER = "ann@example.org"
MAIL = """
[[channels]]
name = "mail"
kind = "mail"
host = "127.0.0.1"
sender = "evidence@example.org"
security = "none"
unsubscribe = "https://watch.example.org/unsubscribe/{token}"
"""


class Answered(NamedTuple):
    status: int
    text: str


@pytest.fixture
def folder(shell):
    """The demonstration's installation, with a list of readers."""
    made = shell.folder / "demo-output"
    config = made / "watcher.toml"
    listed = 'name = "weekly"\nrecipients_file = "readers.txt"'
    config.write_text(config.read_text(encoding="utf-8").replace('name = "weekly"', listed) + MAIL, encoding="utf-8")
    (made / "readers.txt").write_text(f"{READER}\nbo@example.org\n", encoding="utf-8")
    return made


@contextmanager
def answering(folder):
    """Run ``watcher serve`` on a free port; give the process, and a way to ask it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "watcher", "serve", "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WATCHER_UNSUBSCRIBE_KEY": KEY}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as service:
        try:
            for line in service.stderr:
                if "running on" in line:
                    break

            def ask(path, data=None):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", data, timeout=LONG) as answer:
                        return Answered(answer.status, answer.read().decode())
                except urllib.error.HTTPError as error:
                    with error:
                        return Answered(error.code, error.read().decode())

            yield service, ask
        finally:
            service.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")
def test_it_answers_lets_readers_leave_and_ends_when_it_is_told_to(shell, folder):
    left = folder / "watcher.db.left"
    with answering(folder) as (service, ask):
        link = f"/unsubscribe/{token(KEY, 'weekly', READER)}"
        site, health, metrics = ask("/"), ask("/health"), ask("/metrics")
        asked = ask(link)
        on_the_list = shell("recipients", "list").out
        gone = [ask(link, b"List-Unsubscribe=One-Click") for _ in range(2)]
        unknown = ask("/unsubscribe/" + 24 * "x", b"List-Unsubscribe=One-Click")
        service.send_signal(signal.SIGTERM)
        _, said = service.communicate(timeout=LONG)

    assert (site.status, "<h1" in site.text) == (200, True)
    assert health.status == 503  # nothing collects here
    assert "watcher run" in health.text
    assert "watcher_items" in metrics.text
    assert (asked.status, "Shall" in asked.text, READER in on_the_list) == (200, True, True)
    assert gone == [gone[0]] * 2
    assert (gone[0].status, READER in gone[0].text) == (200, False)
    assert unknown.status == 404
    assert left.read_text(encoding="utf-8").count(READER) == 1
    assert service.returncode == 0, said
    assert "Traceback" not in said

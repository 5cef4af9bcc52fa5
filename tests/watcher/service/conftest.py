import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fake_service import listening

import sources
from watcher.model import Coverage, Outcome
from watcher.service import Session
from watcher.service.collection import Result

CHANNELS = """
[[channels]]
name = "archive"
kind = "page"
folder = "site"
"""


class Installation(Session):
    """An installation in a folder of its own whose clock is set by hand, and that asks nobody."""

    def at(self, text: str) -> None:
        self.fixed_now = datetime.fromisoformat(text).astimezone(UTC)

    def later(self, **span: float) -> None:
        self.fixed_now = self.now() + timedelta(**span)

    @property
    def digests_made(self):
        with self.store() as store:
            return [(made.name, made.key) for made in store.digests.all()]

    def note(self, name):
        with self.store() as store:
            return store.recall(name)


@pytest.fixture
def installation(tmp_path):
    """Return what makes an installation of channels and digests; its first run is on a Wednesday."""

    def make(text: str = CHANNELS, source: str = "pubmed") -> Installation:
        off = "".join(f"[sources.{name}]\nenabled = {json.dumps(name == source)}\n" for name in sources.available())
        path = tmp_path / "watcher.toml"
        path.write_text("[watcher]\ntimezone = 'Europe/Stockholm'\n" + off + text, encoding="utf-8")
        made = Installation(config=str(path))
        made.at("2026-11-18T12:00+01:00")
        return made

    return make


class Scripted:
    """Collections that end as the script says: a result, or None for one that goes on until it is stopped."""

    def __init__(self, *script):
        self.script, self.begun, self.asked, self.stopped = list(script), [], [], 0

    def __call__(self, session, only=()):
        self.begun.append(session.now())
        self.asked.append(only)
        self.current = self.script.pop(0) if self.script else collected()
        return self

    def ended(self, patience=0):
        return self.current

    def stop(self):
        self.stopped += 1


def collected(outcome=Outcome.COMPLETE):
    now = datetime(2026, 11, 18, tzinfo=UTC)
    return Result((Coverage(source="pubmed", outcome=outcome, since=None, until=now, finished=now),))


@pytest.fixture
def scripted():
    return Scripted


class Monitor:
    """An address that keeps what it is told, and refuses it while it is down."""

    def __init__(self):
        self.told, self.is_down = [], False
        monitor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if not monitor.is_down:
                    monitor.told.append(json.loads(body))
                self.send_response(503 if monitor.is_down else 200)
                self.end_headers()

            def log_message(self, *_words):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/alert?token=s3cret"


@pytest.fixture
def monitor():
    made = Monitor()
    with listening(made.server):
        yield made

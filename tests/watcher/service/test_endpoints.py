"""What ``watcher serve`` answers, and what it does not."""

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import anyio
import httpx
import pytest

pytest.importorskip("starlette")
pytest.importorskip("prometheus_client")

from prometheus_client.parser import text_string_to_metric_families

from watcher.errors import StoreError
from watcher.model import Coverage, Outcome
from watcher.pipeline.deliver import Sent
from watcher.service.due import Done, Service
from watcher.service.endpoints import Served, application
from watcher.service.loading import site_of
from watcher.service.vitals import beat

MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)


class Answer(NamedTuple):
    status: int
    html: str


class Leaving:
    """A way off a list that keeps who left."""

    def __init__(self):
        self.left = []

    def ask(self, given):
        return Answer(200, f"Leave? <form method=post>{len(given)}</form>")

    def unsubscribe(self, given):
        self.left.append(given)
        return Answer(200, "gone")


@pytest.fixture
def served(installation, scripted, tmp_path):
    """An installation that has collected once and sent a digest, and a client of what it serves."""
    session = installation()
    service = Service(session=session, begin=scripted())
    service.tick()
    session.at("2026-11-23T07:00+01:00")
    service.tick()
    leaving = Leaving()
    return session, Asking(application(Served(session, site_of(session.settings), leaving))), leaving


class Asking:
    """Asks the application without a line between; redirects are not followed."""

    def __init__(self, app):
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    def request(self, verb, path, content=None):
        async def asked():
            async with httpx.AsyncClient(transport=self._transport, base_url="http://here") as client:
                return await client.request(verb, path, content=content)

        return anyio.run(asked)

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, content):
        return self.request("POST", path, content)


def run(source="pubmed", outcome=Outcome.COMPLETE, minutes=5):
    begun = MONDAY - timedelta(minutes=minutes)
    return Coverage(source=source, outcome=outcome, since=None, until=begun, started=begun, finished=MONDAY)


def test_the_site_is_shown_and_what_lies_beside_it_is_not(served, tmp_path):
    _, client, _ = served
    (tmp_path / "site" / "out").symlink_to(tmp_path)

    assert "2026-W47" in client.get("/").text
    assert client.get("/feed.atom").status_code == 200
    for path in (
        "/../watcher.toml",
        "/%2e%2e/watcher.toml",
        "/..%2fwatcher.db",
        "/out/watcher.toml",
        "/watcher.db",
        "//etc/passwd",
    ):
        assert client.get(path).status_code == 404, path


@pytest.mark.threat("T49")
def test_nothing_else_is_answered_and_nothing_is_written(served, tmp_path):
    _, client, leaving = served
    before = (tmp_path / "watcher.db").read_bytes()

    said = {
        path: client.get(path).status_code
        for path in ("/docs", "/openapi.json", "/slack", "/admin", "/health/", "/api")
    }
    verbs = [
        client.request(verb, path).status_code
        for verb in ("POST", "PUT", "DELETE", "PATCH")
        for path in ("/health", "/metrics", "/")
    ]

    assert set(said.values()) <= {404, 307}
    assert set(verbs) <= {404, 405}
    assert client.get("/metrics").status_code == 200
    assert leaving.left == []
    assert (tmp_path / "watcher.db").read_bytes() == before


@pytest.mark.threat("T50")
def test_to_look_at_an_address_unsubscribes_nobody(served):
    _, client, leaving = served

    assert [client.request(verb, "/unsubscribe/abc").status_code for verb in ("GET", "HEAD")] == [200, 200]
    assert leaving.left == []
    assert client.post("/unsubscribe/abc", content=b"List-Unsubscribe=One-Click").text == "gone"
    assert leaving.left == ["abc"]


class Rating:
    """Ratings that are kept as they come."""

    def __init__(self):
        self.rated = []

    def ask(self, *said):
        return Answer(200, "sure?")

    def rate(self, *said):
        self.rated.append(said)
        return Answer(200, "thanks")


@pytest.mark.threat("T63")
def test_to_look_at_an_address_rates_nothing(served):
    session, client, _ = served
    rating = Rating()
    asking = Asking(application(Served(session, rating=rating)))

    assert [asking.request(verb, "/rate/abc/7/useful").status_code for verb in ("GET", "HEAD")] == [200, 200]
    assert {asking.get(f"/rate/abc/{item}/useful").status_code for item in ("7th", "-1", "9" * 5_000)} == {404}
    assert asking.get("/rate/abc/7th/useful").status_code == client.get("/rate/abc/7/useful").status_code == 404
    assert rating.rated == []
    assert asking.post("/rate/abc/7/useful", content=b"").text == "thanks"
    assert rating.rated == [("abc", 7, "useful")]


@pytest.mark.threat("T36")
def test_each_answer_tells_a_browser_to_make_no_more_of_it(served):
    _, client, _ = served

    for path in ("/", "/health", "/metrics", "/nowhere", "/unsubscribe/x"):
        headers = client.get(path).headers
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.threat("T59")
def test_health_is_well_until_something_wants_a_person_and_says_what(served):
    session, client, _ = served
    assert client.get("/health").json() == {
        "status": "ok",
        "version": client.get("/health").json()["version"],
        "reasons": [],
    }

    session.later(days=8)
    said = client.get("/health")
    assert said.status_code == 503
    assert any("digest weekly" in reason and "overdue" in reason for reason in said.json()["reasons"])
    assert any("nothing was collected" in reason for reason in said.json()["reasons"])


def test_health_names_no_recipient_and_no_address(served):
    session, client, _ = served
    with session.store() as store:
        store.connection.execute(
            "UPDATE delivery SET state = 'held', recipient = 'me@example.org', error = 'https://a.example/x?k=S3cret'"
        )

    reasons = json.dumps(client.get("/health").json())
    assert "held" in reasons
    assert "me@example.org" not in reasons
    assert "S3cret" not in reasons


def test_a_database_that_cannot_be_read_is_a_reason(served, tmp_path):
    _, client, _ = served
    (tmp_path / "watcher.db").write_bytes(b"no database at all" * 100)

    said = client.get("/health")
    assert (said.status_code, client.get("/metrics").status_code) == (503, 500)
    assert "not a database" in said.json()["reasons"][0]


def test_metrics_are_what_prometheus_reads(served):
    session, client, _ = served
    with session.store() as store:
        store.runs.finish(run(), topic="t")
        store.runs.finish(run("crossref", Outcome.FAILED), topic="t")
    session.at("2026-11-30T09:00+01:00")

    families = {family.name: family for family in text_string_to_metric_families(client.get("/metrics").text)}
    value = {(s.name, *s.labels.values()): s.value for family in families.values() for s in family.samples}
    now = session.now().timestamp()
    assert value["watcher_source_last_success_timestamp_seconds", "pubmed"] == MONDAY.timestamp()
    assert value["watcher_source_lag_seconds", "pubmed"] == now - MONDAY.timestamp()
    assert ("watcher_source_lag_seconds", "crossref") not in value
    assert value["watcher_source_run_duration_seconds", "crossref"] == 300
    assert value["watcher_messages", "sent"] == 1
    assert value["watcher_digest_overdue_seconds", "weekly"] == 2 * 3600
    assert value["watcher_digest_next_timestamp_seconds", "weekly"] == now
    assert {"watcher_items", "watcher_troubles", "watcher_database_bytes", "watcher_build_info"} <= families.keys()


@pytest.mark.threat("T59")
@pytest.mark.parametrize(
    ("done", "called"),
    [
        (Done(coverage=(run(),)), True),
        (Done(coverage=(run(), run("crossref", Outcome.FAILED))), True),
        (Done(), False),
        (Done(coverage=(run(outcome=Outcome.FAILED),)), False),
        (Done(coverage=(run(),), uncollected="it broke off"), False),
        (Done(coverage=(run(),), faults=("the digest could not be made",)), False),
        (Done(coverage=(run(),), sent=(Sent(channel="net", recipient="me", state="held", detail=""),)), False),
    ],
)
def test_the_heartbeat_is_called_after_a_good_round_alone(done, called, installation, monitor):
    url = json.dumps(monitor.address)
    session = installation(f"[schedule]\nheartbeat_url = {url}\nallow_private_hosts = true\n")

    assert beat(session, done) is called
    assert "s3cret" not in repr(session.settings)


def test_without_an_address_nothing_is_called(installation):
    assert beat(installation(), Done(coverage=(run(),))) is False


def test_reading_makes_no_database_and_mends_none(installation, tmp_path):
    with pytest.raises(StoreError, match="there is no database"), installation().reading():
        pass
    assert not (tmp_path / "watcher.db").exists()

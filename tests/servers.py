"""Servers on this machine that stand in for PubMed and ClinicalTrials.gov, with limits and faults of their own.

In a test::

    with serving(eutils=Eutils(articles(file))) as server:
        server.fail("efetch", "429:1", "cut")
        Source(base_url=server.eutils_url, allow_private_hosts=True)

By hand, over the recorded payloads: ``python tests/servers.py --port 8899 --limit 3 --fault efetch=500``.

A fault is spent on one request whose path contains its name: ``429``, ``429:SECONDS`` (with Retry-After), ``500``
(or any status), ``hang:SECONDS``, ``drop`` (the line breaks), ``html``, ``text``, ``cut`` (half the body), ``short``
(less than Content-Length says), ``error`` (200 with an error inside), ``empty`` (no body), ``none`` (no records), ``json``
(bad JSON), ``drip``.
"""

import argparse
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from fake_eutils import Eutils, articles
from fake_registry import Registry, chosen, studies
from fake_service import Reply

EUTILS, REGISTRY = "/entrez/eutils/", "/api/v2/"


class Server(ThreadingHTTPServer):
    """Both services at one address; ``asked`` keeps every request as (path, fields, status)."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, eutils: Eutils, registry: Registry, limit: float, latency: float):
        super().__init__(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.eutils_url, self.registry_url = self.url + EUTILS, self.url + REGISTRY
        self.eutils, self.registry = eutils, registry
        self.limit = limit  # requests a second to the E-utilities, 0 for no limit
        self.latency = latency  # seconds
        self.asked: list[tuple[str, Mapping[str, str], int]] = []
        self._faults: defaultdict[str, deque[str]] = defaultdict(deque)
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()

    def fail(self, path: str, *faults: str) -> None:
        """Spend these faults, in their order, on the next requests whose path contains ``path``."""
        self._faults[path].extend(faults)

    def fault(self, path: str) -> str:
        """Take the fault that is due, "" where none is."""
        with self._lock:
            return next((due.popleft() for part, due in self._faults.items() if part in path and due), "")

    def is_too_fast(self, path: str) -> bool:
        """Tell whether this request breaks the limit, as NCBI counts: requests of the last second."""
        if not self.limit or not path.startswith(EUTILS):
            return False
        with self._lock:
            now = time.monotonic()
            while self._recent and self._recent[0] <= now - 1:
                self._recent.popleft()
            self._recent.append(now)
            return len(self._recent) > self.limit

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Return the services' own answer."""
        if path.startswith(EUTILS):
            return self.eutils.answer(path.removeprefix(EUTILS), fields)
        if path.startswith(REGISTRY):
            return self.registry.answer(path.removeprefix(REGISTRY), fields)
        return Reply(b"nothing here", 404, "text/plain")


class Handler(BaseHTTPRequestHandler):
    """One request: read, delayed, refused, spoiled, or answered."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self):
        parts = urlsplit(self.path)
        self._answer(parts.path, dict(parse_qsl(parts.query)))

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        self._answer(urlsplit(self.path).path, dict(parse_qsl(self.rfile.read(length).decode())))

    def _answer(self, path, fields):
        reply = TOO_FAST if self.server.is_too_fast(path) else self.server.answer(path, fields)
        fault = self.server.fault(path)
        if fault == "drop":
            self.close_connection = True
            self.connection.close()
            return
        time.sleep(self.server.latency + (float(fault[5:]) if fault.startswith("hang:") else 0))
        reply = spoiled(reply, fault)
        self.server.asked.append((path, fields, reply.status))
        self._send(reply, len(reply.body) // 2 if fault == "short" else len(reply.body), fault == "drip")

    def _send(self, reply, length, drips):
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.media_type, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        for start in range(0, length, 1) if drips else (0,):
            self.wfile.write(reply.body[start : start + 1] if drips else reply.body[:length])
            time.sleep(0.5 if drips else 0)
        self.close_connection = length < len(reply.body)

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except (OSError, ValueError):  # the client went away, or we broke the line on purpose
            self.close_connection = True

    def log_message(self, *args):
        pass


TOO_FAST = Reply(
    json.dumps({"error": "API rate limit exceeded", "api-key": "127.0.0.1", "count": "4", "limit": "3"}).encode(),
    429,
    "application/json",
)
HTML = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Please wait</body></html>"
ERROR = b"<eSearchResult><ERROR>Search Backend failed: Exception: 'unavailable'</ERROR></eSearchResult>"


def spoiled(reply: Reply, fault: str) -> Reply:
    """Return the reply as the fault leaves it."""
    is_json = reply.media_type == "application/json"
    kind, _, seconds = fault.partition(":")
    if kind.isdigit():
        headers = {"Retry-After": seconds} if seconds else {}
        return Reply(b"<html>not now</html>", int(kind), "text/html", headers)
    replies = {
        "html": Reply(HTML, media_type="text/html"),
        "text": Reply(b"Unable to route request!\n\nservice name: /http/service/ratecontrol", media_type="text/plain"),
        "cut": Reply(reply.body[: len(reply.body) // 2], reply.status, reply.media_type),
        "error": Reply(b'{"error": "unavailable"}' if is_json else ERROR, media_type=reply.media_type),
        "empty": Reply(b"", media_type=reply.media_type),
        "none": Reply(
            b'{"studies": [], "totalCount": 0}' if is_json else b'<?xml version="1.0"?><PubmedArticleSet/>',
            media_type=reply.media_type,
        ),
        "json": Reply(b'{"studies": [{"protocolSection": NaN}', media_type="application/json"),
    }
    return replies.get(kind, reply)


@contextmanager
def serving(
    eutils: Eutils | None = None,
    registry: Registry | None = None,
    *,
    port: int = 0,
    limit: float = 0,
    latency: float = 0,
) -> Iterator[Server]:
    """Serve both until the block ends; a service that is not given has no records."""
    server = Server(port, eutils or Eutils({}), registry or Registry({}), limit, latency)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def recorded(folder: Path) -> tuple[Eutils, Registry]:
    """Return both services over the recorded payloads of a folder (``pubmed/*.xml``, ``ctgov/*.json*``)."""
    registry = Registry(studies(*chosen((folder / "ctgov").glob("*.json*"))))
    registry.aliases["NCT02278341"] = "NCT02552212"
    return Eutils(articles(*sorted((folder / "pubmed").glob("*.xml")))), registry


def main() -> None:
    """Serve the recorded payloads until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8899)
    parser.add_argument("--limit", type=float, default=3, help="requests a second; more get 429")
    parser.add_argument("--latency", type=float, default=0, help="seconds before each answer")
    parser.add_argument("--fault", action="append", default=[], metavar="PATH=FAULT", help="may be repeated")
    parser.add_argument(
        "--folder", type=Path, default=Path(__file__).resolve().parent.parent.parent / "shared" / "real"
    )
    given = parser.parse_args()
    with serving(*recorded(given.folder), port=given.port, limit=given.limit, latency=given.latency) as server:
        for fault in given.fault:
            server.fail(*fault.split("=", 1))
        records, known = len(server.eutils.records), len(server.registry.known)
        print(f"{records} records at {server.eutils_url}\n{known} studies at {server.registry_url}", flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()

"""Servers on this machine that stand in for the services that Watcher asks, with limits and faults of their own.

In a test::

    with serving(pubmed=Eutils(articles(file)), limits=LIMITS) as servers:
        servers.fail("efetch", "429:1", "cut")
        Source(base_url=servers["pubmed"].base_url, allow_private_hosts=True)

By hand, over the recorded payloads: ``python tests/servers.py --port 8899 --fault efetch=500``.

Each service stands at an address of its own, as in life: Watcher paces hosts, and knows one by name and port. A fault is
spent on one request in whose source's name or path its place occurs: ``429``, ``429:SECONDS`` (with Retry-After), ``500``
(or any status), ``hang:SECONDS``, ``drop`` (the line breaks), ``html``, ``text``, ``cut`` (half the body), ``short``
(less than Content-Length says), ``error`` (200 with an error inside), ``empty`` (no body), ``none`` (no records), ``json``
(bad JSON), ``drip``.
"""

import argparse
import json
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from fake_eutils import Eutils, articles
from fake_registry import Registry, chosen, studies
from fake_service import Reply, Service, in_json
from faults import spoilt
from providers import LIMITS, PLACES, Limit

from sources import available


class Seen(NamedTuple):
    """One request: whose, what it asked, the status of the answer, and when both were there, by ``perf_counter``."""

    source: str
    path: str
    fields: Mapping[str, str]
    status: int
    came: float
    left: float


class Host(ThreadingHTTPServer):
    """One service at an address of its own."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, name: str, service: Service, port: int, servers: "Servers"):
        super().__init__(("127.0.0.1", port), Handler)
        self.name, self.service, self.servers = name, service, servers
        self.place = PLACES.get(name, "/")
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.base_url = self.url + self.place
        self._recent: deque[float] = deque()
        self._lock = threading.Lock()

    def is_too_fast(self) -> bool:
        """Tell whether this request breaks the limit; refused ones count too, as NCBI counts them."""
        if self.name not in self.servers.limits:
            return False
        most, seconds = self.servers.limits[self.name]
        with self._lock:
            now = time.monotonic()
            while self._recent and self._recent[0] <= now - seconds:
                self._recent.popleft()
            self._recent.append(now)
            return len(self._recent) > most

    def table(self) -> str:
        """Return the table of the configuration that leads to this host."""
        base = f'base_url = "{self.base_url}"\n' if self.place else ""
        more = getattr(self.service, "options", lambda url: "")(self.url)
        return f"[sources.{self.name}]\nenabled = true\nallow_private_hosts = true\n{base}{more}"


class Servers:
    """All hosts by the name of their source; ``asked`` keeps every request."""

    def __init__(self, services: Mapping[str, Service], limits: Mapping[str, Limit], latency: float, port: int):
        self.limits = limits
        self.latency = latency  # seconds from a request to its answer
        self.asked: list[Seen] = []
        self._faults: dict[str, deque[str]] = {}
        self._lock = threading.Lock()
        self.hosts = {
            name: Host(name, service, port and port + n, self) for n, (name, service) in enumerate(services.items())
        }

    def __getitem__(self, name: str) -> Host:
        return self.hosts[name]

    def fail(self, place: str, *faults: str) -> None:
        """Spend these faults, in their order, on the next requests in whose source's name or path ``place`` occurs."""
        self._faults.setdefault(place, deque()).extend(faults)

    def mend(self) -> None:
        """Forget the faults that are not spent yet."""
        self._faults = {}

    def fault(self, name: str, path: str) -> str:
        """Take the fault that is due, "" where none is."""
        with self._lock:
            return next((due.popleft() for place, due in self._faults.items() if place in f"{name} {path}" and due), "")

    def config(self) -> str:
        """Return the configuration's tables of all sources: those that are served lead here, the others are off."""
        off = "[sources.{}]\nenabled = false\n".format
        return "\n".join(self.hosts[name].table() if name in self.hosts else off(name) for name in available())


class Handler(BaseHTTPRequestHandler):
    """One request: read, delayed, refused, spoilt, or answered."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits for the client to acknowledge the headers
    server: Host

    def do_GET(self):
        parts = urlsplit(self.path)
        self._answer(parts.path, dict(parse_qsl(parts.query)))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        self._answer(urlsplit(self.path).path, json.loads(body) if is_json else dict(parse_qsl(body)))

    def _answer(self, path, fields):
        came, servers = time.perf_counter(), self.server.servers
        reply = TOO_FAST if self.server.is_too_fast() else self._reply(path, fields)
        fault = servers.fault(self.server.name, path)
        if fault == "drop":
            self.close_connection = True
            self.connection.close()
            return
        # What it takes to answer is part of the delay, for the real service has processors of its own.
        time.sleep(max(0, came + servers.latency - time.perf_counter()))
        time.sleep(float(fault[5:]) if fault.startswith("hang:") else 0)
        reply = spoilt(reply, fault)
        servers.asked.append(Seen(self.server.name, path, fields, reply.status, came, time.perf_counter()))
        self._send(reply, len(reply.body) // 2 if fault == "short" else len(reply.body), fault == "drip")

    def _reply(self, path, fields):
        reply = self.server.service.answer(path.removeprefix(self.server.place or "/"), fields)
        tag = reply.headers.get("ETag")
        return (
            Reply(b"", 304, reply.media_type, reply.headers) if tag and tag == self.headers["If-None-Match"] else reply
        )

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


TOO_FAST = in_json({"error": "API rate limit exceeded", "api-key": "127.0.0.1", "count": "4", "limit": "3"}, 429)


@contextmanager
def serving(
    *, limits: Mapping[str, Limit] | None = None, latency: float = 0, port: int = 0, **services: Service
) -> Iterator[Servers]:
    """Serve the services, each named by its source, until the block ends; ``port`` is the first of theirs."""
    servers = Servers(services, limits or {}, latency, port)
    for host in servers.hosts.values():
        threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield servers
    finally:
        with ThreadPoolExecutor(len(servers.hosts) or 1) as pool:
            list(pool.map(Host.shutdown, servers.hosts.values()))
        for host in servers.hosts.values():
            host.server_close()


def recorded(folder: Path) -> dict[str, Service]:
    """Return services over the recorded payloads of a folder (``pubmed/*.xml``, ``ctgov/*.json*``)."""
    registry = Registry(studies(*chosen((folder / "ctgov").glob("*.json*"))))
    registry.aliases["NCT02278341"] = "NCT02552212"
    return {"pubmed": Eutils(articles(*sorted((folder / "pubmed").glob("*.xml")))), "clinicaltrials": registry}


def main() -> None:
    """Serve the recorded payloads until interrupted, and print the configuration that leads there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8899, help="the first; each service has one of its own")
    parser.add_argument("--latency", type=float, default=0, help="seconds before each answer")
    parser.add_argument("--fault", action="append", default=[], metavar="PLACE=FAULT", help="may be repeated")
    parser.add_argument(
        "--folder", type=Path, default=Path(__file__).resolve().parent.parent.parent / "shared" / "real"
    )
    given = parser.parse_args()
    with serving(**recorded(given.folder), port=given.port, limits=LIMITS, latency=given.latency) as servers:
        for fault in given.fault:
            servers.fail(*fault.split("=", 1))
        print(servers.config(), flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main()

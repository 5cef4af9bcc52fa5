"""One request over the line, in its turn and within its bounds."""

import threading
from collections.abc import Callable, Iterator

import httpcore
import httpx

from watcher.text import clean
from watcher.web import urls
from watcher.web.ask import Answer, Ask, Limits, PassingError, RefusedError
from watcher.web.body import ACCEPTED, CutShortError, inflate
from watcher.web.gate import Gate
from watcher.web.guard import GuardedTransport, Reach

_BROKEN = (
    CutShortError,
    httpx.TransportError,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
)

# Seconds after its slot that a request may still set off. On a busy machine a sleeper wakes late, and the next one
# in time: the two would come too close, and NCBI counts what comes in a second. A slot that was missed is given up.
_LATE = 0.05


_LONGEST = 86_400.0  # seconds that a socket can be told to wait: beyond some number it raises OverflowError


class Exchange:
    """Asks once: waits for the gate, connects within reach, reads the body within its limits."""

    def __init__(
        self, agent: str, pace: float, gate: Gate, limits: Limits, transport: httpx.BaseTransport | None
    ) -> None:
        """Ask as ``agent``, over ``transport`` where one is given, else over guarded connections."""
        self._agent = agent
        self._pace = pace
        self._gate = gate
        self._limits = limits
        self._transport = transport
        self._connections: dict[Reach, httpx.Client] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        for connection in self._connections.values():
            connection.close()

    def __call__(self, ask: Ask) -> Answer:
        """Return what came; raise ``PassingError`` or ``RefusedError`` where nothing usable did."""
        if why := urls.forbidden(ask.url, private=ask.private):
            raise RefusedError(why)
        # Made before its turn comes: a first request that sets off late comes too close to the second.
        connection = self._connection(_reach(ask))
        slot = self._wait_for_turn(ask)
        try:
            with self._stream(ask, connection, slot) as response:
                return Answer(status=response.status_code, headers=response.headers, body=self._body(ask, response))
        # Without their cause: a library's message may repeat a header, and with it a key.
        except _BROKEN as error:
            raise PassingError(_words(error)) from None
        except (httpx.InvalidURL, ValueError) as error:  # httpx and idna do not foresee every address or header
            raise RefusedError(f"it cannot be asked: {clean(str(error)) or type(error).__name__}") from None

    def _wait_for_turn(self, ask: Ask) -> float:
        host, missed = urls.host_of(ask.url), True
        while missed:
            slot = self._gate.reserve(host, self._pace, by=ask.end)
            if slot > ask.end:
                raise RefusedError(f"the host wants quiet for another {slot - self._gate.clock():.0f} s")
            self._gate.wait(slot)
            missed = self._gate.clock() > slot + _LATE or not self._gate.is_open(host, slot)
        return slot

    def _stream(self, ask: Ask, connection: httpx.Client, slot: float):  # type: ignore[no-untyped-def]  # noqa: ANN202  (httpx's own context manager)
        headers = {"User-Agent": self._agent, "Accept-Encoding": ACCEPTED, "Accept": "*/*", **ask.headers}
        return connection.stream(
            ask.method,
            ask.url,
            headers=headers,
            data=ask.data,
            json=ask.json,
            timeout=httpx.Timeout(min(self._limits.read, _LONGEST), connect=min(self._limits.connect, _LONGEST)),
            extensions={"left": lambda: ask.end - self._gate.clock(), "trace": self._setting_off(ask, slot)},
        )

    def _setting_off(self, ask: Ask, slot: float) -> Callable[[str, object], None]:
        """Return what httpcore tells each step to: where connecting took long, the next request keeps its distance."""

        def told(step: str, _: object) -> None:
            if step == "http11.send_request_headers.started" and self._gate.clock() > slot + _LATE:
                self._gate.keep_from(urls.host_of(ask.url), self._pace)

        return told

    def _connection(self, reach: Reach) -> httpx.Client:
        with self._lock:
            if reach not in self._connections:
                transport = self._transport or GuardedTransport(reach)
                self._connections[reach] = httpx.Client(transport=transport, trust_env=False, follow_redirects=False)
            return self._connections[reach]

    def _body(self, ask: Ask, response: httpx.Response) -> bytes:
        return inflate(self._in_time(ask, response), response.headers.get("content-encoding", ""), self._limits.size)

    def _in_time(self, ask: Ask, response: httpx.Response) -> Iterator[bytes]:
        begun, received = self._gate.clock(), 0
        for chunk in response.iter_raw():
            yield chunk
            received += len(chunk)
            took = self._gate.clock() - begun
            if begun + took > ask.end or (took > 20 and received < self._limits.slowest * took):
                raise CutShortError(f"only {received:,} bytes came in {took:.0f} s")


def _reach(ask: Ask) -> Reach:
    if ask.url.lower().startswith("http:"):
        return Reach.PRIVATE
    return Reach.BOTH if ask.private else Reach.PUBLIC


def _words(error: Exception) -> str:
    kind = type(error).__name__
    return "no answer in time" if "Timeout" in kind else clean(str(error)) or kind

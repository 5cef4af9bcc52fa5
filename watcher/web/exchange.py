"""One request over the line, in its turn and within its bounds."""

import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import httpcore
import httpx

from watcher.text import clean
from watcher.web import urls
from watcher.web.gate import Gate
from watcher.web.guard import GuardedTransport, Reach, reach_of
from watcher.web.request import Answer, Ask, Limits, PassingError, RefusedError


class CutShortError(Exception):
    """The body ended before its coding did: asked again, it may come whole."""


class _Inflater(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


# What we say we take. br and zstd are left out on purpose: 1.6 KB of them can unfold to gigabytes at a step.
ACCEPTED = "gzip, deflate"
_MOST_MEMBERS = 10_000  # of one body: each may hold nothing at all
_PIECE = 65_536
_PACKED = b"\x1f\x8b\x08"
_CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
# The others that there are (https://www.iana.org/assignments/http-parameters): what is none of them, such as "utf-8", packs nothing.
_REFUSED = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip"})


def inflate(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """Return the whole body in plain bytes; raise ``RefusedError`` as soon as it grows beyond ``limit`` bytes.

    What is packed with gzip once more than it says, or says nothing of it, is unpacked too: nobody sends us packed files.
    """
    coding = coding.strip().lower()
    if coding in _REFUSED or "," in coding:
        raise RefusedError(f"it comes in the coding {coding[:20]!r}, which we did not ask for")
    plain = _inflated(chunks, coding, limit) if coding in _CODINGS else chunks
    body = b"".join(_bounded(plain, limit))  # joined once: a body that grows leaves holes in the memory
    return b"".join(_bounded(_inflated([body], "gzip", limit), limit)) if body.startswith(_PACKED) else body


def _bounded(parts: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > limit:
            raise RefusedError(f"it is larger than {limit:,} bytes")
        if part:
            yield part


def _inflated(chunks: Iterable[bytes], coding: str, limit: int) -> Iterator[bytes]:
    inflater: _Inflater | None = None
    members = 0
    try:
        for chunk in _pieces(_bounded(chunks, limit)):
            data = chunk
            while data:
                if inflater is None or inflater.eof:  # a gzip file may be several in a row
                    inflater = _inflater(coding, data)
                    members += 1
                if members > _MOST_MEMBERS:
                    raise RefusedError(f"it is made of more than {_MOST_MEMBERS:,} compressed parts")
                yield inflater.decompress(data, limit + 1)
                data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    except zlib.error as error:
        raise RefusedError(f"it is not the {coding} that it says: {error}") from error
    if inflater is not None and not inflater.eof:
        raise CutShortError("the body ends in the middle")


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chunks in short pieces: what follows a compressed part is copied for each part."""
    for chunk in chunks:
        yield from (chunk[start : start + _PIECE] for start in range(0, len(chunk), _PIECE))


def _inflater(coding: str, data: bytes) -> _Inflater:
    if coding != "deflate":
        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    # "deflate" means zlib's form by the standard, and the bare one with some servers.
    wrapped = data[0] & 0x0F == zlib.DEFLATED and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)
    return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


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
        connection = self._connection(reach_of(ask.url, private=ask.private))
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
        """Return the function to which httpcore reports each step: where connecting took long, the next request keeps its distance."""

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


def _words(error: Exception) -> str:
    kind = type(error).__name__
    return "no answer in time" if "Timeout" in kind else clean(str(error)) or kind

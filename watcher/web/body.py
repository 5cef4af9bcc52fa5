"""The body of an answer, inflated by ourselves and never beyond its bound."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from watcher.web.ask import RefusedError


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
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def inflate(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """Return the whole body in plain bytes; raise ``RefusedError`` as soon as it grows beyond ``limit`` bytes."""
    coding = coding.strip().lower()
    if coding not in _CODINGS:
        raise RefusedError(f"it comes in the coding {coding[:20]!r}, which we did not ask for")
    plain = chunks if coding in {"", "identity"} else _inflated(chunks, coding, limit)
    return b"".join(_bounded(plain, limit))  # joined once: a body that grows leaves holes in the memory


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

"""The end of a request, kept at every step of its connection, so that a server that drips holds nobody.

httpcore's timeouts bound one step each: who sends a byte of a header every few seconds keeps within them for ever.
"""

import ssl
import threading
from collections.abc import Callable
from typing import Any

import httpcore

# A step of httpcore's sends all that it is given: what is sent goes in pieces of so many bytes.
_PIECE = 16_384


class Deadline(threading.local):
    """The time that is left for the request of this thread; a connection serves one after another."""

    left: Callable[[], float] | None = None  # in seconds; None where there is no end

    def bound(self, timeout: float | None) -> float | None:
        """Return the seconds that a step may take; raise ``httpcore.ReadTimeout`` where none are left."""
        if self.left is None:
            return timeout
        left = self.left()
        if left <= 0:
            raise httpcore.ReadTimeout("the request has come to its end")
        return left if timeout is None else min(timeout, left)


class BoundedStream(httpcore.NetworkStream):
    """A connection that keeps the deadline in whatever it does."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        """Do as ``stream`` does, within the ``deadline``."""
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, once anything has."""
        return self._stream.read(max_bytes, self._deadline.bound(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it all."""
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], self._deadline.bound(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the same connection, encrypted."""
        tls = self._stream.start_tls(ssl_context, server_hostname, self._deadline.bound(timeout))
        return BoundedStream(tls, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore wants to know of the connection."""
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

"""What the stand-ins of services share: how they answer.

A service has ``answer(path, fields)``: ``path`` is what follows its base address, ``fields`` are those of the query,
of a form, or of a JSON object that was posted.
"""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from socketserver import BaseServer
from typing import Any, Protocol


@dataclass
class Reply:
    """What goes back: status, body, what the body is, and further headers."""

    body: bytes
    status: int = 200
    media_type: str = "text/xml; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class Service(Protocol):
    def answer(self, path: str, fields: Mapping[str, Any]) -> Reply: ...


@contextlib.contextmanager
def listening(server: BaseServer) -> Iterator[str]:
    """Let a server answer, in a thread of its own, for as long as the block lasts; yield its address."""
    with server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def in_json(answer: object, status: int = 200) -> Reply:
    """Return the value as JSON."""
    return Reply(json.dumps(answer).encode(), status, "application/json")


def not_found(text: str = "nothing here") -> Reply:
    """Return a 404 in plain text."""
    return Reply(text.encode(), 404, "text/plain")

"""What the stand-ins of services share: how they answer.

A service has ``answer(path, fields)``: ``path`` is what follows its base address, ``fields`` are those of the query,
of a form, or of a JSON object that was posted.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
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


def in_json(answer: object, status: int = 200) -> Reply:
    """Return the value as JSON."""
    return Reply(json.dumps(answer).encode(), status, "application/json")


def not_found(text: str = "nothing here") -> Reply:
    """Return a 404 in plain text."""
    return Reply(text.encode(), 404, "text/plain")

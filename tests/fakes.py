"""Helpers that the tests share: recorded payloads, a clock that stands still, a client without a network."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from watcher.errors import FetchError
from watcher.model import Page, Validator

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)

DATA = Path(__file__).resolve().parent / "data"

# Recorded payloads of third parties lie beside the project, never in it; CI has them.
REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "real"


def real(path: str) -> Path:
    """Return a recorded payload's path; skip the test where the recordings are not at hand."""
    found = REAL / path
    if not found.exists():
        pytest.skip(f"no recorded payload {path}")
    return found


def payloads(path: str) -> list[bytes]:
    """Return what we wrote in the manner of a recorded payload, and behind it the recorded one where it is at hand."""
    ours, theirs = DATA / "made" / path, REAL / path
    return [ours.read_bytes(), *([theirs.read_bytes()] if theirs.exists() else [])]


Answer = bytes | str | Page | Exception


@dataclass(frozen=True)
class Asked:
    """One request as a source made it: ``fields`` are the parameters of a GET or the data of a POST."""

    method: str
    url: str
    fields: Mapping[str, str]
    json: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    validator: Validator | None = None
    passing: Collection[int] = ()

    def __str__(self) -> str:
        """Return "GET https://host/path?name=value&...", values unquoted: what patterns are searched in."""
        fields = "&".join(f"{name}={value}" for name, value in self.fields.items())
        body = json.dumps(self.json) if self.json is not None else ""
        return f"{self.method} {self.url}{'?' if fields else ''}{fields}{' ' if body else ''}{body}"


class FakeClient:
    """A client without a network: answers are scripted by pattern, and ``asked`` keeps every request.

    ``FakeClient({r"esearch.*datetype=crdt": b"<eSearchResult>...", r"efetch": [b"<html>", page]})``:
    the first pattern found in ``str(Asked)`` answers. A list answers one after the other and its last
    for ever; a callable is called with the ``Asked``; an exception is raised; an answer that the source
    calls transient is passed over, and the last such one ends in ``FetchError`` as it does in life.
    """

    def __init__(self, answers: Mapping[str, Answer | list[Answer] | Callable[[Asked], Answer]]) -> None:
        self.answers = {pattern: [*a] if isinstance(a, list) else a for pattern, a in answers.items()}
        self.asked: list[Asked] = []

    def get(self, url, params=None, *, headers=None, validator=None, transient=None, passing=()) -> Page:
        return self._answer(Asked("GET", url, params or {}, None, headers or {}, validator, passing), transient)

    def post(self, url, data=None, *, json=None, headers=None, transient=None, passing=()) -> Page:
        return self._answer(Asked("POST", url, data or {}, json, headers or {}, None, passing), transient)

    def _answer(self, asked: Asked, transient) -> Page:
        self.asked.append(asked)
        for _ in range(4):
            page = self._next(asked)
            if transient is None or not transient(page.body):
                return page
        raise FetchError("fake", asked.url, "the answer stayed transient")

    def _next(self, asked: Asked) -> Page:
        for pattern, scripted in self.answers.items():
            if re.search(pattern, str(asked), re.DOTALL):
                return _page(asked, _one(scripted, asked))
        raise AssertionError(f"nothing scripted for {asked}")


def _one(scripted, asked: Asked) -> Answer:
    if isinstance(scripted, list):
        return scripted.pop(0) if len(scripted) > 1 else scripted[0]
    return scripted(asked) if callable(scripted) and not isinstance(scripted, Exception) else scripted


def _page(asked: Asked, answer: Answer) -> Page:
    match answer:
        case Exception():
            raise answer
        case Page():
            return answer
        case str():
            return _page(asked, answer.encode())
        case _:
            query = f"?{urlencode(asked.fields)}" if asked.method == "GET" and asked.fields else ""
            return Page(url=asked.url + query, body=answer, retrieved=NOW)


def page(body: bytes | str, url: str = "https://example.org/", **more) -> Page:
    """Return a page as if it had just come, for the tests of ``parse``."""
    return Page(url=url, body=body.encode() if isinstance(body, str) else body, retrieved=NOW, **more)


class FakeTime:
    """A clock that stands at NOW until somebody sleeps; ``slept`` keeps how long."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._now = NOW.timestamp()

    def clock(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self._now += seconds

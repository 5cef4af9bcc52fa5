"""The polite client, through which every request to a source goes.

It asks, follows redirects, retries where that may help, and returns a page.
"""

import logging
import random as chance
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx

from watcher import __version__
from watcher.errors import FetchError
from watcher.model import Page, Transient, Validator
from watcher.redact import hide
from watcher.text import clean
from watcher.web import urls
from watcher.web.exchange import Exchange
from watcher.web.gate import Gate
from watcher.web.request import (
    PASSING_STATUSES,
    Answer,
    Ask,
    Limits,
    PassingError,
    RefusedError,
    back_off,
    retry_after,
)
from watcher.web.urls import REDIRECTS, redirected

# Below WARNING these two write every address and header, and with them a key that stands in an address.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

_WHOLE = frozenset({200, 203, 226})  # 203: as a proxy changed it; 226: what is new since the version that we had
_LONGEST_HEADER = 1_000  # characters of one that is kept or sent back


class Client:
    """The polite client of one source, as the protocol ``sources.Client`` asks; safe to share between threads.

    ``pace`` is the seconds between two requests to one host, kept over all threads and processes that share
    the gate's folder. A context manager: leaving it closes the connections.
    """

    def __init__(  # noqa: PLR0913  (everything that touches the world is passed in)
        self,
        name: str,
        pace: float,
        *,
        contact: str = "",
        allow_private_hosts: bool = False,
        gate: Gate | None = None,
        limits: Limits | None = None,
        transport: httpx.BaseTransport | None = None,
        random: Callable[[], float] = chance.random,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Serve the source ``name``; ``now`` stamps the pages, the gate's clock and sleep do the waiting."""
        self._name = name
        self._private = allow_private_hosts
        self._gate = gate or Gate()
        self._limits = limits or Limits()
        self._end = self._gate.clock() + self._limits.turn
        self._random = random
        self._now = now or (lambda: datetime.now(UTC))
        agent = f"evidence-watcher/{__version__}" + (f" (mailto:{contact})" if sendable(contact) else "")
        self._exchange = Exchange(agent, pace, self._gate, self._limits, transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exchange.close()

    def get(  # noqa: PLR0913  (all that there is to say of a request)
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        validator: Validator | None = None,
        transient: Transient | None = None,
        passing: Collection[int] = (),
    ) -> Page:
        """Return the answer to a GET, see ``sources.Client``."""
        address = self._with_fields(url, params) if params else url
        ask = self._ask("GET", address, headers or {}, params)
        ask = replace(ask, transient=transient, passing=passing)
        return (self._asked_if_newer(ask, validator) if validator else None) or self._answer(ask)

    def _asked_if_newer(self, ask: Ask, validator: Validator) -> Page | None:
        """Return what is newer, or that nothing is; None where the server does not know such questions: then it is asked plainly."""
        try:
            page = self._answer(replace(ask, headers={**ask.headers, **_conditions(validator)}, validator=validator))
        except FetchError as error:
            if error.status == HTTPStatus.PRECONDITION_FAILED:
                return None
            raise
        return page if page.body or page.unchanged else None

    def post(  # noqa: PLR0913  (all that there is to say of a request)
        self,
        url: str,
        data: Mapping[str, str] | None = None,
        *,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        transient: Transient | None = None,
        passing: Collection[int] = (),
    ) -> Page:
        """Return the answer to a POST that only reads, see ``sources.Client``.

        All answers to POSTs have one address: a digest of what came in its fragment tells one page from another.
        """
        ask = self._ask("POST", url, headers or {}, data)
        page = self._answer(replace(ask, data=data, json=json, transient=transient, passing=passing))
        return replace(page, url=f"{page.url}#{sha256(page.body).hexdigest()[:12]}")

    def _with_fields(self, url: str, fields: Mapping[str, str]) -> str:
        try:
            return str(httpx.URL(url, params=dict(fields)))
        except (httpx.InvalidURL, ValueError) as error:
            secrets = urls.secret_values(url, fields)
            reason = urls.without(f"it is no address: {error}", secrets)
            raise FetchError(self._name, urls.without(urls.public(url), secrets), reason) from None

    def _ask(self, method: str, url: str, headers: Mapping[str, str], fields: Mapping[str, str] | None) -> Ask:
        now = self._gate.clock()
        secrets = urls.secret_values(url, fields) + _credentials(headers)
        hide(secrets)
        return Ask(
            method=method,
            url=url,
            begun=now,
            end=min(now + self._limits.deadline, self._end),
            private=self._private,
            headers=headers,
            secrets=secrets,
        )

    def _answer(self, ask: Ask) -> Page:
        if ask.begun >= self._end:
            # An hour of tries that all fail, or a search without an end, must not keep a digest from being made.
            raise self._failure(ask, f"was asked for {self._limits.turn / 60:.0f} minutes; the next run asks again")
        failures = 0
        while True:
            try:
                return self._follow(ask)
            except PassingError as error:
                failed = error
            failures += 1
            self._wait_after(failed, failures, ask)

    def _wait_after(self, error: PassingError, failures: int, ask: Ask) -> None:
        now = self._gate.clock()
        wait = error.wait
        if wait is None:
            wait = back_off(failures, self._limits.first_wait, self._limits.longest_wait, self._random)
        if failures >= self._limits.tries or now + wait > ask.end:
            raise self._failure(ask, _given_up(error, failures, now - ask.begun), error)
        self._gate.sleep(wait)

    def _follow(self, ask: Ask) -> Page:
        try:
            for _ in range(self._limits.hops + 1):
                answer = self._exchange(ask)
                if answer.status not in REDIRECTS:
                    return self._judged(ask, answer)
                ask = redirected(ask, answer)
        except RefusedError as error:
            raise self._failure(ask, str(error), error) from None
        raise self._failure(ask, f"more than {self._limits.hops} redirects")

    def _judged(self, ask: Ask, answer: Answer) -> Page:
        page = Page(url=urls.public(ask.url), body=answer.body, retrieved=self._now())
        if answer.status == 304 and ask.validator:
            return replace(page, body=b"", validator=ask.validator, unchanged=True)
        said = urls.without(clean(answer.body[:1_000].decode("utf-8", "replace")), ask.secrets)
        if why := _passing(ask, answer, said):
            raise PassingError(why, answer.status, self._wanted_quiet(ask, answer), said)
        if answer.status not in _WHOLE:
            reason = f"HTTP {answer.status}: {said[:200]}" if said else f"HTTP {answer.status}"
            raise self._failure(ask, reason, PassingError("", answer.status, None, said))
        return replace(
            page,
            media_type=clean(answer.headers.get("content-type", ""))[:_LONGEST_HEADER],
            validator=_validator(answer.headers),
        )

    def _wanted_quiet(self, ask: Ask, answer: Answer) -> float | None:
        """Return the seconds that the server asks us to wait; whoever asks the host next keeps them, too."""
        wait = retry_after(answer.headers.get("retry-after"), self._now())
        if wait:
            self._gate.postpone(urls.host_of(ask.url), wait)
        return wait

    def _failure(self, ask: Ask, reason: str, cause: Exception | None = None) -> FetchError:
        status, answer = (cause.status, cause.answer) if isinstance(cause, PassingError) else (None, "")
        url = urls.without(urls.public(ask.url), ask.secrets)
        return FetchError(self._name, url, urls.without(reason, ask.secrets), status, answer)


def sendable(value: str) -> bool:
    """Return whether a header may hold the value: what a server sends in one need not be fit to be sent back."""
    return 0 < len(value) <= _LONGEST_HEADER and value.isascii() and value.isprintable()


# What a header may say that is no secret; any other that a source sends may be a key.
_OPEN_HEADERS = frozenset({"accept", "accept-language", "content-type", "if-none-match", "if-modified-since"})


def _credentials(headers: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(value for name, value in headers.items() if name.lower() not in _OPEN_HEADERS and value)


def _passing(ask: Ask, answer: Answer, said: str) -> str:
    """Return why the answer is worth asking again for; "" where it is not."""
    if ask.transient and ask.transient(answer.body):
        return f"HTTP {answer.status} without a usable answer: {said[:80]!r}"
    return f"HTTP {answer.status}" if answer.status in PASSING_STATUSES or answer.status in ask.passing else ""


def _given_up(error: PassingError, failures: int, seconds: float) -> str:
    asked = f", asks us to wait {error.wait:.0f} s" if error.wait else ""
    tries = "1 try" if failures == 1 else f"{failures} tries"
    return f"{error.reason}{asked}; gave up after {tries} in {seconds:.0f} s"


def _conditions(validator: Validator | None) -> dict[str, str]:
    if validator is None:
        return {}
    conditions = {"If-None-Match": validator.etag, "If-Modified-Since": validator.last_modified}
    return {name: value for name, value in conditions.items() if sendable(value)}


def _validator(headers: httpx.Headers) -> Validator | None:
    said = (headers.get(name, "") for name in ("etag", "last-modified"))
    etag, last_modified = (value if sendable(value) else "" for value in said)
    return Validator(etag=etag, last_modified=last_modified) if etag or last_modified else None

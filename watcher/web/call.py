"""A call: an address is told something once, within the reach and the bounds that sources keep."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import httpcore
import httpx

from watcher.web import urls
from watcher.web.exchange import ACCEPTED, CutShortError, inflate
from watcher.web.guard import GuardedTransport, reach_of
from watcher.web.request import PassingError, RefusedError

_UNREACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpcore.ConnectError, httpcore.ConnectTimeout)
_BROKEN = (httpx.TransportError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


class Heard(NamedTuple):
    """What was answered to a call: status, headers with their names in lower case, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def call(  # noqa: PLR0913 - all that there is to say of a call
    url: str,
    body: bytes | None,
    media_type: str,
    *,
    private: bool,
    seconds: float,
    transport: httpx.BaseTransport | None = None,
) -> int:
    """Return the status of the answer to one POST of the body, or GET without one; its body is not read.

    No redirect is followed. Raise ``RefusedError`` where the address surely heard nothing, ``PassingError`` where it may have.
    Neither repeats the address, which may be a secret.
    """
    headers = {} if body is None else {"Content-Type": media_type}
    with _answered(url, body, headers, private, seconds, transport) as answer:
        return answer.status_code


def ask(  # noqa: PLR0913 - all that there is to say of a call
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    private: bool,
    seconds: float,
    most: int,
    transport: httpx.BaseTransport | None = None,
) -> Heard:
    """Return the answer to one POST of the body, or GET without one, of at most ``most`` bytes, within so many seconds in all.

    As ``call``; an answer that is longer, or takes longer, is a ``PassingError``.
    """
    with _answered(url, body, headers, private, seconds, transport) as answer:
        try:
            said = inflate(answer.iter_raw(), answer.headers.get("content-encoding", ""), most)
        except (RefusedError, CutShortError) as error:  # of the answer: what was asked may have been heard
            raise PassingError(f"the answer cannot be used: {error}") from None
        return Heard(answer.status_code, dict(answer.headers), said)


@contextmanager
def _answered(  # noqa: PLR0913, PLR0917 - all that there is to say of a call
    url: str,
    body: bytes | None,
    headers: Mapping[str, str],
    private: bool,
    seconds: float,
    transport: httpx.BaseTransport | None,
) -> Iterator[httpx.Response]:
    if why := urls.forbidden(url, private=private):
        raise RefusedError(why)
    end = time.monotonic() + seconds
    carrier = transport or GuardedTransport(reach_of(url, private=private))
    method = "GET" if body is None else "POST"
    try:
        with (
            httpx.Client(transport=carrier, trust_env=False, follow_redirects=False, timeout=seconds) as client,
            client.stream(
                method,
                url,
                content=body,
                headers={"Accept-Encoding": ACCEPTED, **headers},
                extensions={"left": lambda: end - time.monotonic()},
            ) as answer,
        ):
            yield answer
    except _UNREACHED as error:
        raise RefusedError(f"was not reached ({type(error).__name__})") from None
    except _BROKEN as error:
        raise PassingError(f"the connection broke ({type(error).__name__})") from None
    except httpx.DecodingError:
        raise PassingError("the answer is packed in a way that cannot be opened") from None
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(f"cannot be called: {type(error).__name__}") from None

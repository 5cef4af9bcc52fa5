"""A call: an address is told something once, within the reach and the bounds that sources keep; what it answers is not read."""

import time

import httpcore
import httpx

from watcher.web import urls
from watcher.web.guard import GuardedTransport, reach_of
from watcher.web.request import PassingError, RefusedError

_UNREACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpcore.ConnectError, httpcore.ConnectTimeout)
_BROKEN = (httpx.TransportError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


def call(  # noqa: PLR0913 - all that there is to say of a call
    url: str,
    body: bytes | None,
    media_type: str,
    *,
    private: bool,
    seconds: float,
    transport: httpx.BaseTransport | None = None,
) -> int:
    """Return the status of the answer to one POST of the body, or GET without one; no redirect is followed.

    Raise ``RefusedError`` where the address surely heard nothing, ``PassingError`` where it may have. Neither repeats the
    address, which may be a secret.
    """
    if why := urls.forbidden(url, private=private):
        raise RefusedError(why)
    end = time.monotonic() + seconds
    carrier = transport or GuardedTransport(reach_of(url, private=private))
    method, headers = ("GET", {}) if body is None else ("POST", {"Content-Type": media_type})
    try:
        with (
            httpx.Client(transport=carrier, trust_env=False, follow_redirects=False, timeout=seconds) as client,
            client.stream(
                method, url, content=body, headers=headers, extensions={"left": lambda: end - time.monotonic()}
            ) as answer,
        ):
            return answer.status_code
    except _UNREACHED as error:
        raise RefusedError(f"was not reached ({type(error).__name__})") from None
    except _BROKEN as error:
        raise PassingError(f"the connection broke ({type(error).__name__})") from None
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(f"cannot be called: {type(error).__name__}") from None

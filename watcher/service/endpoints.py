"""What ``watcher serve`` answers over HTTP: the site, /health, /metrics, the way off a list, readers' ratings, and nothing else.

The database is opened at each question anew, and only read but for a rating, which is a row.
"""

import signal
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from watcher import __version__
from watcher.errors import WatcherError
from watcher.service import Session, own_id
from watcher.service.members import Answer
from watcher.service.report import anonymous
from watcher.service.vitals import health, metrics

_SAFE = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": b"default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
}
_METRICS = "text/plain; version=0.0.4; charset=utf-8"


class Leaving(Protocol):
    """The way off a list, by a token; to ask changes nothing."""

    def ask(self, given: str) -> Answer:
        """Return the page that asks whether somebody wants to leave."""
        ...

    def unsubscribe(self, given: str) -> Answer:
        """Take whoever has the token off the list; return the page that says so."""
        ...


class Rating(Protocol):
    """What readers say of items, by a token; to ask changes nothing."""

    def ask(self, given: str, item: int, verdict: str) -> Answer:
        """Return the page that asks whether somebody means it."""
        ...

    def rate(self, given: str, item: int, verdict: str) -> Answer:
        """Keep what whoever has the token says of an item; return the page that thanks."""
        ...


class Served(NamedTuple):
    """What is answered of an installation: ``site`` is the folder of a page channel, ``leaving`` the way off a list."""

    session: Session
    site: Path | None = None
    leaving: Leaving | None = None
    rating: Rating | None = None


def application(served: Served) -> Starlette:
    """Return the application (ASGI)."""
    routes: list[BaseRoute] = [
        Route("/health", partial(_health, served.session), methods=["GET"]),
        Route("/metrics", partial(_metrics, served.session), methods=["GET"]),
    ]
    if served.leaving:
        routes.append(Route("/unsubscribe/{token}", partial(_leave, served.leaving), methods=["GET", "POST"]))
    if served.rating:
        address = "/rate/{token}/{item}/{verdict}"
        routes.append(Route(address, partial(_rate, served.rating), methods=["GET", "POST"]))
    if served.site:
        routes.append(Mount("/", StaticFiles(directory=served.site, html=True, check_dir=False)))
    made = Starlette(routes=routes, exception_handlers={Exception: _fault, WatcherError: _fault})
    made.add_middleware(_Headers)
    return made


# Not async: the store is read in a thread of Starlette's, and no question waits for another.
def _health(session: Session, request: Request) -> Response:
    del request
    found = health(session)
    said = {"status": "ok" if found.well else "trouble", "version": __version__, "reasons": found.reasons}
    return JSONResponse(said, 200 if found.well else 503, {"cache-control": "no-store"})


def _metrics(session: Session, request: Request) -> Response:
    del request
    return Response(metrics(session), headers={"cache-control": "no-store"}, media_type=_METRICS)


def _leave(leaving: Leaving, request: Request) -> Response:
    token = request.path_params["token"]
    answer = leaving.unsubscribe(token) if request.method == "POST" else leaving.ask(token)
    return HTMLResponse(answer.html, answer.status, {"cache-control": "no-store"})


def _rate(rating: Rating, request: Request) -> Response:
    item = own_id(request.path_params["item"])
    if item is None:
        raise HTTPException(404)
    said = request.path_params["token"], item, request.path_params["verdict"]
    answer = rating.rate(*said) if request.method == "POST" else rating.ask(*said)
    return HTMLResponse(answer.html, answer.status, {"cache-control": "no-store"})


def _fault(request: Request, error: Exception) -> Response:
    del request
    return JSONResponse({"error": anonymous(str(error)) if isinstance(error, WatcherError) else "a fault"}, 500)


Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class _Headers:
    """Adds to each answer what keeps a browser from making more of it than it is."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Any, send: Send) -> None:
        """Answer, with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SAFE.items()]
            await send(message)

        await self._app(scope, receive, with_headers)


def serve(served: Served, host: str, port: int) -> None:
    """Answer until the process is told to stop, by Ctrl-C or SIGTERM: what is being answered comes to its end, and that is no failure."""
    import uvicorn

    # Uvicorn hands the signal on to it, once it has ended.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    # No line a request: an address may hold the token of a recipient.
    uvicorn.run(
        application(served),
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=64,
        timeout_keep_alive=5,
    )

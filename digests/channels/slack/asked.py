"""Questions out of Slack: ``/watcher lanreotide every 14 days``, answered to the one who asked and to nobody else.

They come through Socket Mode, a connection that we open, so that no public address is needed. Slack wants each acknowledged within three
seconds, so that is done before anything is looked up: https://docs.slack.dev/apis/events-api/using-socket-mode/
"""

import json
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from digests.channels.slack import Channel, _api
from digests.channels.slack._blocks import Block, Line, Piece, button, context, rich, shorten
from watcher.web.call import call
from watcher.web.request import PassingError, RefusedError

AT_ONCE = 10  # hits of one answer
LONGEST = 900  # characters of a question: a button holds 2,000, and a quotation mark takes two
_AGAIN = 60.0  # seconds until a connection that could not be made is tried once more
_REMEMBERED = 1_000  # questions, of which none is answered twice
_HOME = "https://hooks.slack.com/"  # where answers go
_PATIENCE = 30  # seconds for an answer to be taken

log = logging.getLogger(__name__)


class Asked(NamedTuple):
    """A question: a query from a hit on, or, where ``item`` is no 0, all about one item; ``reply_to`` is where the answer goes.

    With ``rate``, "useful" or "not", it is what ``reader`` says of the item for the topic ``of``.
    """

    text: str
    reply_to: str
    offset: int = 0
    item: int = 0
    rate: str = ""
    reader: str = ""
    of: str = ""


class Shown(NamedTuple):
    """One item of an answer: a title that leads to ``url``, and lines beneath it."""

    item: int
    title: str
    url: str = ""
    lines: tuple[str, ...] = ()


def read(kind: str, payload: Mapping[str, Any]) -> Asked | None:
    """Return what a message of Slack's asks; None where it is no question of ours, or not in a form that we know."""
    reply_to = payload.get("response_url")
    if not isinstance(reply_to, str):
        return None
    if kind == "slash_commands":
        text = payload.get("text")
        return Asked(text.strip()[:LONGEST], reply_to) if isinstance(text, str) else None
    try:
        said = json.loads(payload["actions"][0]["value"])
        reader = str(payload["user"]["id"]) if said.get("rate") else ""
        return Asked(
            text=str(said.get("text", "")),
            reply_to=reply_to,
            offset=int(said.get("offset", 0)),
            item=int(said.get("item", 0)),
            rate=str(said.get("rate", "")),
            reader=reader,
            of=str(said.get("of", "")),
        )
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def answer(asked: Asked, items: Sequence[Shown], said: Sequence[str], *, more: bool) -> dict[str, Any]:
    """Return the answer in the form that Slack takes: what was ``said`` of the search, the items, and buttons that ask on.

    ``more`` says whether there are items behind these.
    """
    lines = [line for place, one in enumerate(items, asked.offset + 1) for line in _lines(one, place)]
    blocks: list[Block] = [*([context(*said)] if any(said) else []), *rich(lines)]
    buttons = (
        []
        if asked.item
        else [button(f"Show {at}", f"show-{at}", {"item": one.item}) for at, one in enumerate(items, asked.offset + 1)]
    )
    if more:
        buttons.append(button("More", "more", {"text": asked.text, "offset": asked.offset + len(items)}))
    if buttons:
        blocks.append({"type": "actions", "elements": buttons})
    text = shorten(" ".join(said), 300) or "Watcher"
    return {"response_type": "ephemeral", "replace_original": False, "text": text, "blocks": blocks}


def _lines(one: Shown, place: int) -> list[Line]:
    title = Piece(
        shorten(one.title, 300) or "(no title)", url=one.url if one.url.startswith("https://") else "", bold=True
    )
    return [(Piece(f"{place}. "), title), *((Piece(shorten(line, 20_000)),) for line in one.lines), (Piece(""),)]


def check(channel: Channel, app_token: str) -> str:
    """Return that Slack lets whoever has the app token listen; raise ``DeliveryError`` where it does not."""
    _api.call(replace(channel.door, name="questions", token=app_token), "apps.connections.open", {})
    return "Slack lets us listen: /watcher is answered while `watcher run` runs"


class Desk:
    """Where questions come in: each is acknowledged at once, then answered by ``look_up``, once, however often Slack brings it."""

    def __init__(self, channel: Channel, app_token: str, look_up: Callable[[Asked], dict[str, Any]]) -> None:
        self._private = channel.allow_private_hosts
        self._look_up = look_up
        self._known: deque[str] = deque(maxlen=_REMEMBERED)
        self._lock, self._closing = Lock(), Event()
        self._client = SocketModeClient(
            app_token=app_token, web_client=_api.client(channel.door), logger=log, concurrency=2
        )
        self._client.socket_mode_request_listeners.append(self._hear)
        self._opening = Thread(target=self._open, name="slack", daemon=True)

    def open(self) -> None:
        """Connect, in a thread of its own, and go on trying where Slack cannot be reached."""
        self._opening.start()

    def close(self) -> None:
        """Hear no more; what is being answered is answered."""
        self._closing.set()
        self._client.close()

    def _open(self) -> None:
        while not self._closing.is_set():
            try:
                self._client.connect()  # a connection that breaks later is made again by the client
            except (SlackClientError, RefusedError, PassingError, OSError, ValueError) as error:
                log.warning("Slack cannot be listened to: %s", error)
                self._closing.wait(_AGAIN)
            else:
                return

    def _hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        with self._lock:
            if request.envelope_id in self._known:
                return
            self._known.append(request.envelope_id)
        asked = read(request.type, request.payload)
        if asked and (asked.reply_to.startswith(_HOME) or self._private):
            self._reply(asked)

    def _reply(self, asked: Asked) -> None:
        try:
            body = self._look_up(asked)
        except Exception:  # the border of a question
            log.exception("a question from Slack could not be answered")
            body = answer(
                asked,
                (),
                ["This could not be looked up; whoever runs Watcher finds the reason in its log."],
                more=False,
            )
        try:
            status = call(
                asked.reply_to, json.dumps(body).encode(), "application/json", private=self._private, seconds=_PATIENCE
            )
        except (RefusedError, PassingError) as error:
            log.warning("an answer did not reach Slack: %s", error)
        else:
            if status != 200:
                log.warning("Slack did not take an answer: status %s", status)

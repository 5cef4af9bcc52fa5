"""Calls to Slack, each made once, and what their failures say of the message."""

import http
import json
import logging
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.request import Request

import msgspec
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from digests.channels.slack._compose import marker, ref
from watcher.errors import DeliveryError
from watcher.model import Message
from watcher.web.call import ask
from watcher.web.request import PassingError, RefusedError

# Slack may have posted the message and still say one of these:
# https://docs.slack.dev/reference/methods/chat.postMessage ("some aspect of the operation succeeded")
_UNCERTAIN = frozenset(
    """fatal_error internal_error service_unavailable request_timeout duplicate_message_not_found
    duplicate_channel_not_found""".split()
)
# What passes by itself: a limit, or a workspace that is being moved.
_LATER = frozenset(
    "ratelimited rate_limited message_limit_exceeded team_added_to_org org_login_required external_channel_migrating".split()
)
_CODE = re.compile(r"[a-z][a-z0-9_]*")  # an error of Slack's own; anything else is a proxy's page
_RETRY_DEFAULT, _RETRY_MOST = 60.0, 900.0  # seconds
# Messages of one look, and looks of one search: no digest is further back than 20,000 messages.
_PAGE, _PAGES = 200, 100
_LARGEST = 8_000_000  # bytes of an answer: 200 messages with all that they may hold are fewer

Answer = Mapping[str, Any]
T = TypeVar("T")


# What Slack says of a message that is not written as it wants: in other words it may take it.
_UNFIT = frozenset(
    """invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long block_mismatch invalid_arguments no_text
    invalid_metadata_format invalid_metadata_schema metadata_too_large metadata_must_be_sent_from_app""".split()
)
# What it says where the message to be answered is gone, or takes no answers.
_UNTHREADED = frozenset(
    """thread_not_found cannot_reply_to_message message_not_found invalid_thread_ts
    restricted_action_thread_locked restricted_action_non_threadable_channel""".split()
)


class UnfitError(DeliveryError):
    """Slack does not take the message as it is written; it surely was not posted."""


class UnthreadedError(DeliveryError):
    """There is no such thread any more, or it takes no answers; the message surely was not posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where and as whom Slack is spoken to."""

    name: str
    token: str = field(repr=False)
    base_url: str
    timeout: int
    private: bool = False  # whether it may be a host of our own


class _Posted(msgspec.Struct):
    """What is needed of the answer to a message: the time under which it stands."""

    ts: str


class _Next(msgspec.Struct):
    next_cursor: str = ""


class _Page(msgspec.Struct):
    """What is needed of a page of messages."""

    messages: list[dict[str, Any]]
    response_metadata: _Next | None = None


class _Client(WebClient):
    """Slack's own client, within the reach and the bounds that sources keep: no redirect is followed, no proxy is asked."""

    private = False

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        body = req.data if isinstance(req.data, bytes) else b""
        heard = ask(url, body, dict(req.header_items()), private=self.private, seconds=self.timeout, most=_LARGEST)
        return {"status": heard.status, "headers": heard.headers, "body": heard.body.decode("utf-8", "replace")}


def call(door: Door, method: str, arguments: Mapping[str, object]) -> Answer:
    """Return Slack's answer; raise ``DeliveryError`` with what is known of the message.

    The client repeats nothing by itself: its default is to post again when a connection breaks,
    although the first message was accepted.
    """
    try:
        answer = _asked(client(door), method, dict(arguments))
    except SlackApiError as error:
        raise _refusal(door.name, error) from error
    except RefusedError as error:
        raise DeliveryError(door.name, f"Slack was not reached: {error}", sent=False) from error
    except PassingError as error:
        raise DeliveryError(door.name, f"no answer from Slack: {error}", sent=None) from error
    except SlackClientError as error:
        raise DeliveryError(door.name, f"the request is wrong: {error}", permanent=True) from error
    except (RecursionError, AttributeError) as error:
        raise DeliveryError(door.name, "the answer is not Slack's: is there a proxy between?", sent=None) from error
    except ValueError as error:  # a token with a line break in it gets into no header
        raise DeliveryError(
            door.name, "the request cannot be written; check SLACK_BOT_TOKEN", sent=False, permanent=True
        ) from error
    if not isinstance(answer, dict):
        raise DeliveryError(door.name, "the answer is not Slack's: is there a proxy between?", sent=None)
    return answer


def posted(door: Door, post: Mapping[str, object]) -> str:
    """Return the time stamp of a message that is posted now, once; raise ``DeliveryError``."""
    stamp = _as(door, _Posted, call(door, "chat.postMessage", post)).ts
    if not _STAMP.fullmatch(stamp):
        raise DeliveryError(door.name, "Slack answered without the message's time", sent=None)
    return stamp


def _as(door: Door, form: type[T], answer: Answer) -> T:
    """Return the answer in the form that is needed of it; raise ``DeliveryError`` where it has another."""
    try:
        return msgspec.convert(dict(answer), form)
    except msgspec.ValidationError as error:
        raise DeliveryError(door.name, f"Slack answered in a form that we do not know: {error}", sent=None) from error


def look_up(door: Door, message: Message, *, oldest: object, thread: str = "") -> str:
    """Return the time stamp under which the message stands already; "" where it does not."""
    found = seen(door, message, oldest=oldest, thread=thread)
    return str(found["ts"]) if found else ""


def seen(door: Door, message: Message, *, oldest: object, thread: str = "") -> Answer | None:
    """Return the message as it stands in the channel; None where it does not.

    Only messages of our own count: anybody in the channel could copy a marker to suppress a digest.
    """
    me = call(door, "auth.test", {})
    for one in _messages(door, message.recipient, oldest, thread):
        if _STAMP.fullmatch(str(one.get("ts", ""))) and _is_ours(one, me) and _carries(one, message.key):
            return one
    return None


def _asked(client: WebClient, method: str, arguments: dict[str, Any]) -> object:
    """Call the method as the client's own functions do: blocks go as JSON, questions as a form."""
    if method == "chat.postMessage":
        return client.api_call(method, json=arguments).data
    return client.api_call(method, params=arguments).data


def client(door: Door) -> WebClient:
    """Return Slack's client for the door; it repeats nothing and keeps its notes to itself."""
    made = _Client(
        token=door.token,
        base_url=door.base_url.rstrip("/") + "/",
        timeout=door.timeout,
        retry_handlers=[],
        logger=_silent(),
    )
    made.private = door.private
    return made


def _silent() -> logging.Logger:
    """Return a logger that keeps the library's notes, which hold whole answers, to itself."""
    logger = logging.getLogger("digests.channels.slack.client")
    logger.setLevel(logging.CRITICAL)
    return logger


def _messages(door: Door, channel: str, oldest: object, thread: str) -> Iterator[dict[str, Any]]:
    """Yield the messages, the newest first; raise ``DeliveryError`` where there are more than can be looked through."""
    method = "conversations.replies" if thread else "conversations.history"
    asked: dict[str, object] = {"channel": channel, "include_all_metadata": True, "oldest": oldest, "limit": _PAGE}
    asked |= {"ts": thread} if thread else {}
    cursor = ""
    for _ in range(_PAGES):
        page = _as(door, _Page, call(door, method, asked | ({"cursor": cursor} if cursor else {})))
        yield from page.messages
        cursor = page.response_metadata.next_cursor if page.response_metadata else ""
        if not cursor:
            return
    raise DeliveryError(door.name, f"the channel has more than {_PAGE * _PAGES:,} messages since", sent=False)


def _is_ours(seen: Answer, me: Answer) -> bool:
    return any(me.get(ours) and me.get(ours) == seen.get(theirs) for ours, theirs in _AUTHORS)


_AUTHORS = (("bot_id", "bot_id"), ("user_id", "user"))


def _carries(seen: Answer, key: str) -> bool:
    """Return whether the message has the key: in its metadata, on a block, or at its foot."""
    match seen.get("metadata"):
        case {"event_payload": {"key": str(known)}} if known == key:
            return True
    found = seen.get("blocks")
    blocks = [block for block in found if isinstance(block, dict)] if isinstance(found, list) else []
    if any(block.get("block_id") == marker(key) for block in blocks):
        return True
    return ref(key) in json.dumps([block for block in blocks if block.get("type") == "context"])


def _refusal(name: str, error: SlackApiError) -> DeliveryError:
    """Return what Slack's refusal means: not sent for ever, not sent now, or perhaps sent."""
    response = error.response
    code = str((response.data if isinstance(response.data, dict) else {}).get("error", ""))
    status = response.status_code
    if status == http.HTTPStatus.TOO_MANY_REQUESTS or code in _LATER:
        wait = _seconds(response.headers)
        return DeliveryError(name, f"Slack asks to wait {wait:.0f} s", sent=False, retry_after=wait)
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR or code in _UNCERTAIN:
        return DeliveryError(name, f"Slack failed ({status} {code[:60]})", sent=None)
    if not _CODE.fullmatch(code):
        sent = None if status == http.HTTPStatus.OK else False
        return DeliveryError(name, f"the answer ({status}) is not Slack's: is there a proxy between?", sent=sent)
    kind = UnfitError if code in _UNFIT else UnthreadedError if code in _UNTHREADED else DeliveryError
    return kind(name, f"Slack refused: {code}{_WAYS_OUT.get(code, '')}", sent=False, permanent=True)


_WAYS_OUT = {
    "not_in_channel": "; invite the bot to the channel",
    "channel_not_found": "; is the id right, and is the bot invited?",
    "is_archived": "; the channel is archived",
    "invalid_auth": "; check SLACK_BOT_TOKEN",
    "not_authed": "; set SLACK_BOT_TOKEN",
    "not_allowed_token_type": "; SLACK_BOT_TOKEN is to be a bot's token (xoxb-...)",
    **dict.fromkeys(
        ("token_revoked", "token_expired", "account_inactive"), "; install the app again and set SLACK_BOT_TOKEN"
    ),
    "missing_scope": "; install the app again with docs/slack-manifest.yaml",
    "accesslimited": "; may this machine's address call Slack? See the allowed addresses of app and workspace",
    **dict.fromkeys(
        ("restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel"),
        "; let the bot post in the channel",
    ),
}


def _seconds(headers: Mapping[str, str]) -> float:
    """Return what Retry-After asks for, within reason; a minute where it says nothing that can be read."""
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        asked = float(value)
    except ValueError:
        return _RETRY_DEFAULT
    return min(max(asked, 1.0), _RETRY_MOST) if math.isfinite(asked) else _RETRY_DEFAULT


# Seconds since 1970 and a count: no time after the year 2286.
_STAMP = re.compile(r"\d{1,10}\.\d{1,10}")

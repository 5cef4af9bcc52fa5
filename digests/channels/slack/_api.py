"""Calls to Slack, each made once, and what their failures say of the message."""

import errno
import http.client
import json
import logging
import re
import socket
import ssl
import urllib.error
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from digests.channels.slack._compose import marker, ref
from watcher.errors import DeliveryError
from watcher.model import Message

# Slack may have posted the message and still say one of these:
# https://docs.slack.dev/reference/methods/chat.postMessage ("some aspect of the operation succeeded")
_UNCERTAIN = frozenset(
    """fatal_error internal_error service_unavailable request_timeout duplicate_message_not_found
    duplicate_channel_not_found""".split()
)
_LATER = frozenset("ratelimited rate_limited message_limit_exceeded accesslimited".split())
_CODE = re.compile(r"[a-z][a-z0-9_]*")  # an error of Slack's own; anything else is a proxy's page
_RETRY_DEFAULT, _RETRY_MOST = 60.0, 900.0  # seconds
_PAGE = 200  # messages of one look

Answer = Mapping[str, Any]


# What Slack says of a message that is not written as it wants: in other words it may take it.
_UNFIT = frozenset("invalid_blocks invalid_blocks_format msg_blocks_too_long block_mismatch invalid_arguments".split())


class UnfitError(DeliveryError):
    """Slack does not take the message as it is written; it surely was not posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where and as whom Slack is spoken to."""

    name: str
    token: str = field(repr=False)
    base_url: str
    timeout: int


def call(door: Door, method: str, arguments: Mapping[str, object]) -> Answer:
    """Return Slack's answer; raise ``DeliveryError`` with what is known of the message.

    The client repeats nothing by itself: its default is to post again when a connection breaks,
    although the first message was accepted.
    """
    try:
        answer = _asked(_client(door), method, dict(arguments)).data
    except SlackApiError as error:
        raise _refusal(door.name, error) from error
    except urllib.error.URLError as error:
        raise DeliveryError(door.name, f"Slack was not reached: {error.reason}", sent=_unreached(error)) from error
    except SlackClientError as error:
        raise DeliveryError(door.name, f"the request is wrong: {error}", permanent=True) from error
    except (OSError, http.client.HTTPException, UnicodeError, json.JSONDecodeError, AttributeError) as error:
        # After it was handed over.
        raise DeliveryError(door.name, f"the connection broke: {error or type(error).__name__}", sent=None) from error
    except ValueError as error:  # a token with a line break in it gets into no header
        raise DeliveryError(
            door.name, "the request cannot be written; check SLACK_BOT_TOKEN", sent=False, permanent=True
        ) from error
    if not isinstance(answer, dict) or (method == "chat.postMessage" and not _is_stamp(answer.get("ts"))):
        raise DeliveryError(door.name, "Slack answered without the message's time", sent=None)
    return answer


def look_up(door: Door, message: Message, *, oldest: object, thread: str = "") -> str:
    """Return the time stamp under which the message stands already; "" where it does not.

    Only messages of our own count: anybody in the channel could copy a marker to suppress a digest.
    """
    me = call(door, "auth.test", {})
    for seen in _messages(door, message.recipient, oldest, thread):
        if _is_ours(seen, me) and _carries(seen, message.key):
            return str(seen["ts"])
    return ""


def _asked(client: WebClient, method: str, arguments: dict[str, Any]) -> SlackResponse:
    """Call the method as the client's own functions do: blocks go as JSON, questions as a form."""
    if method == "chat.postMessage":
        return client.api_call(method, json=arguments)
    return client.api_call(method, params=arguments)


def _client(door: Door) -> WebClient:
    return WebClient(
        token=door.token,
        base_url=door.base_url.rstrip("/") + "/",
        timeout=door.timeout,
        retry_handlers=[],
        logger=_silent(),
    )


def _silent() -> logging.Logger:
    """Return a logger that keeps the library's notes, which hold whole answers, to itself."""
    logger = logging.getLogger("digests.channels.slack.client")
    logger.setLevel(logging.CRITICAL)
    return logger


def _messages(door: Door, channel: str, oldest: object, thread: str) -> Iterator[dict[str, Any]]:
    method = "conversations.replies" if thread else "conversations.history"
    asked: dict[str, object] = {"channel": channel, "include_all_metadata": True, "oldest": oldest, "limit": _PAGE}
    asked |= {"ts": thread} if thread else {}
    cursor = ""
    while True:
        answer = call(door, method, asked | ({"cursor": cursor} if cursor else {}))
        yield from answer.get("messages", [])
        cursor = answer.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return


def _is_ours(seen: Answer, me: Answer) -> bool:
    return any(me.get(ours) and me.get(ours) == seen.get(theirs) for ours, theirs in _AUTHORS)


_AUTHORS = (("bot_id", "bot_id"), ("user_id", "user"))


def _carries(seen: Answer, key: str) -> bool:
    """Return whether the message has the key: in its metadata, on a block, or at its foot."""
    metadata = (seen.get("metadata") or {}).get("event_payload") or {}
    blocks = seen.get("blocks") or []
    if metadata.get("key") == key or any(block.get("block_id") == marker(key) for block in blocks):
        return True
    feet = [block for block in blocks if block.get("type") == "context"]
    return ref(key) in json.dumps(feet)


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
    kind = UnfitError if code in _UNFIT else DeliveryError
    return kind(name, f"Slack refused: {code}{_WAYS_OUT.get(code, '')}", sent=False, permanent=True)


_WAYS_OUT = {
    "not_in_channel": "; invite the bot to the channel",
    "channel_not_found": "; is the id right, and is the bot invited?",
    "is_archived": "; the channel is archived",
    "invalid_auth": "; check SLACK_BOT_TOKEN",
    "not_authed": "; set SLACK_BOT_TOKEN",
    "token_revoked": "; install the app again and set SLACK_BOT_TOKEN",
    "missing_scope": "; install the app again with docs/slack-manifest.yaml",
}


def _seconds(headers: Mapping[str, str]) -> float:
    """Return what Retry-After asks for, within reason; a minute where it says nothing that can be read."""
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(max(float(value), 1.0), _RETRY_MOST)
    except ValueError:
        return _RETRY_DEFAULT


def _unreached(error: urllib.error.URLError) -> bool | None:
    """Return False where no connection was made; None where it broke while we were writing."""
    reason = error.reason
    never = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    is_away = isinstance(reason, OSError) and reason.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
    return False if is_away or isinstance(reason, never) else None


def _is_stamp(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d+\.\d+", value) is not None

"""A Slack that keeps what it takes, enforces its limits, and fails in the ways that Slack does.

Faults are told to it beforehand, one for each call of chat.postMessage, in their order; what other methods refuse is told by
their names. A history that lags behind shows a message only after it was asked for a number of times.
"""

import contextlib
import json
import socket
import struct
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fake_service import listening

TOKEN, BOT, USER = "xoxb-test", "B0TEST", "U0TEST"
FIRST_STAMP = 1_795_400_000


class FakeSlack:
    """The workspace: one channel, C0TEST, and the bot as a member."""

    def __init__(self):
        self.posted: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.faults: list[str] = []
        self.refusals: dict[str, str] = {}  # method -> the error with which it is refused
        self.lag = 0  # looks that do not see the newest message yet
        self.drops_metadata = False
        self.is_member = True
        self.page = 200
        self.base_url = ""

    def add(self, message, **given):
        """Take a message in, as Slack would show it in the history."""
        stamp = f"{FIRST_STAMP + len(self.posted)}.000100"
        kept = {**message, "ts": stamp, "bot_id": BOT, "user": USER, "unseen": self.lag, **given}
        if self.drops_metadata:
            kept.pop("metadata", None)
        self.posted.append(kept)
        return stamp

    def answer(self, method, arguments, token):
        """Return (status, headers, body) for one call; body None breaks the connection."""
        self.calls.append(method)
        if token != f"Bearer {TOKEN}":
            return _said({"ok": False, "error": "invalid_auth"})
        if method == "auth.test":
            return _said({"ok": True, "bot_id": BOT, "user_id": USER, "user": "watcher", "team": "NET"})
        if arguments.get("channel") != "C0TEST":
            return _said({"ok": False, "error": "channel_not_found"})
        if error := self.refusals.get(method):
            return _said({"ok": False, "error": error})
        return {
            "conversations.info": self._info,
            "chat.postMessage": self._post,
            "conversations.history": self._history,
            "conversations.replies": self._history,
            "chat.delete": self._delete,
            "chat.getPermalink": self._permalink,
        }[method](arguments)

    def _info(self, _arguments):
        return _said({"ok": True, "channel": {"name": "net-evidence", "is_member": self.is_member}})

    def _post(self, arguments):
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "ratelimited":
            return 429, {"Retry-After": "7"}, json.dumps({"ok": False, "error": "ratelimited"})
        if fault == "retry on a date":
            return 429, {"Retry-After": "Fri, 31 Dec 2027 23:59:59 GMT"}, json.dumps({"ok": False})
        if fault.startswith("refused: "):
            return _said({"ok": False, "error": fault.removeprefix("refused: ")})
        if fault.startswith("status "):
            return int(fault.removeprefix("status ")), {}, "<html>This is not Slack</html>"
        if error := wrong(arguments, self.posted):
            return _said({"ok": False, "error": error})
        if fault == "a proxy's page":
            return 200, {}, "<html>Please log in</html>"
        stamp = self.add(arguments)
        return {
            "": _said({"ok": True, "ts": stamp, "channel": "C0TEST"}),
            "accepted, then reset": (200, {}, None),
            "accepted, then 500": (500, {}, "oops"),
            "accepted, then internal_error": _said({"ok": False, "error": "internal_error"}),
            "accepted, then no stamp": _said({"ok": True}),
            "accepted, then half an answer": (200, {"Content-Length": "500"}, '{"ok": tr'),
        }[fault]

    def _permalink(self, arguments):
        known = arguments["message_ts"] in {message["ts"] for message in self.posted}
        link = f"https://net.slack.com/archives/C0TEST/p{arguments['message_ts'].replace('.', '')}"
        return _said({"ok": True, "permalink": link} if known else {"ok": False, "error": "message_not_found"})

    def _delete(self, arguments):
        found = [one for one in self.posted if one["ts"] == arguments["ts"] and one["bot_id"] == BOT]
        self.posted = [one for one in self.posted if one not in found]
        return _said({"ok": bool(found), **({} if found else {"error": "message_not_found"})})

    def _history(self, arguments):
        thread = arguments.get("ts", "")
        if thread and thread not in {message["ts"] for message in self.posted}:
            return _said({"ok": False, "error": "thread_not_found"})
        visible = []
        for message in self.posted:
            message["unseen"] -= 1
            inside = message.get("thread_ts", "") == thread or message["ts"] == thread
            if message["unseen"] < 0 and inside and float(message["ts"]) >= float(arguments["oldest"]):
                visible.append({key: value for key, value in message.items() if key != "unseen"})
        if arguments.get("include_all_metadata") not in (True, "1", "true"):
            visible = [{key: value for key, value in message.items() if key != "metadata"} for message in visible]
        start = int(arguments.get("cursor") or 0)
        end = start + min(int(arguments["limit"]), self.page)
        cursor = str(end) if end < len(visible) else ""
        return _said({"ok": True, "messages": visible[start:end], "response_metadata": {"next_cursor": cursor}})


def _said(answer):
    return 200, {}, json.dumps(answer)


def wrong(message, posted):
    """Return the error that Slack would give for this message; "" where it would take it."""
    blocks = message.get("blocks", [])
    named = [block["block_id"] for block in blocks if "block_id" in block]
    thread = message.get("thread_ts")
    parents = {kept["ts"] for kept in posted if "thread_ts" not in kept}
    checks = {
        "no_text": not message.get("text"),
        "msg_too_long": len(message.get("text", "")) > 4_000,
        "invalid_blocks": len(blocks) > 50
        or len(named) != len(set(named))
        or any(len(name) > 255 for name in named)
        or any(not fits for block in blocks for fits in _fitting(block)),
        "msg_blocks_too_long": sum(len(text) for block in blocks for text in strings(block)) > 11_000,
        "thread_not_found": thread is not None and thread not in parents,
        "metadata_too_large": len(json.dumps(message.get("metadata", {}))) > 1_000,
    }
    return next((error for error, is_wrong in checks.items() if is_wrong), "")


def _fitting(block):
    """Yield whether each part of the block is within Slack's limits, and of a kind that we know."""
    match block:
        case {"type": "header", "text": {"type": "plain_text", "text": text}}:
            yield 0 < len(text) <= 150
        case {"type": "context", "elements": elements}:
            yield 0 < len(elements) <= 10
            yield all(one["type"] == "plain_text" and 0 < len(one["text"]) <= 3_000 for one in elements)
        case {"type": "actions", "elements": elements}:
            yield 0 < len(elements) <= 25
            yield len({one["action_id"] for one in elements}) == len(elements)
            for one in elements:
                yield one["type"] == "button" and 0 < len(one["text"]["text"]) <= 75 and len(one["value"]) <= 2_000
        case {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}:
            for one in elements:
                yield one["type"] in {"text", "link"} and 0 < len(one["text"]) <= 3_000
                yield one["type"] == "text" or one["url"].startswith("https://")
        case _:
            yield False


def strings(value) -> Iterator[str]:
    """Yield every text of a block, as Slack counts it: escaped, without the names of types."""
    if isinstance(value, str):
        yield value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "type":
                yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


class _Handler(BaseHTTPRequestHandler):
    workspace: FakeSlack

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        where = urlsplit(self.path)
        form = dict(parse_qsl(where.query)) | ({} if body.startswith(b"{") else dict(parse_qsl(body.decode())))
        arguments = json.loads(body) if body.startswith(b"{") else form
        method = where.path.rsplit("/", 1)[-1]
        status, headers, answer = self.workspace.answer(method, arguments, self.headers.get("Authorization"))
        if answer is None:
            self._reset()
            return
        self.send_response(status)
        for name, value in {"Content-Length": str(len(answer.encode())), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.encode())
        self.close_connection = True

    def _reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def finish(self):
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *arguments):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def shutdown_request(self, request):
        with contextlib.suppress(OSError):
            super().shutdown_request(request)


@contextlib.contextmanager
def running() -> Iterator[FakeSlack]:
    """Serve a workspace on this machine for as long as the block lasts."""
    workspace = FakeSlack()
    handler = type("Handler", (_Handler,), {"workspace": workspace})
    with listening(_Server(("127.0.0.1", 0), handler)) as address:
        workspace.base_url = f"{address}api/"
        yield workspace

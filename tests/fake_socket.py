"""A Slack that speaks Socket Mode: it hands out a connection, asks through it, and keeps with its time what comes back.

https://docs.slack.dev/apis/events-api/using-socket-mode/, https://www.rfc-editor.org/rfc/rfc6455
"""

import base64
import contextlib
import hashlib
import json
import queue
import socketserver
import struct
import threading
import time

from fake_service import listening

APP_TOKEN = "xapp-test"
_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class FakeSocketMode:
    """One workspace. ``ask`` sends an envelope; ``acknowledged`` and ``answers`` say what came of it, in seconds and in words."""

    def __init__(self):
        self.base_url = ""
        self.opened = 0
        self.links = queue.Queue()
        self.asked: dict[str, float] = {}
        self.acknowledged: dict[str, float] = {}  # envelope -> seconds
        self.answers = queue.Queue()  # what was posted to where an answer goes
        self.came = threading.Condition()

    def ask(self, envelope, kind, payload, *, times=1):
        link = self.links.get(timeout=20)
        self.links.put(link)
        said = {"envelope_id": envelope, "type": kind, "accepts_response_payload": kind == "slash_commands"}
        payload = {"response_url": f"{self.base_url}reply", **payload}
        self.asked[envelope] = time.monotonic()
        for _ in range(times):
            link(json.dumps({**said, "payload": payload}))

    def answer(self):
        return self.answers.get(timeout=20)

    def acknowledgement(self, envelope):
        with self.came:
            assert self.came.wait_for(lambda: envelope in self.acknowledged, timeout=20)
        return self.acknowledged[envelope]

    def heard(self, text):
        envelope = json.loads(text).get("envelope_id")
        if envelope:
            with self.came:
                self.acknowledged.setdefault(envelope, time.monotonic() - self.asked[envelope])
                self.came.notify_all()


@contextlib.contextmanager
def socket_mode():
    fake = FakeSocketMode()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            _serve(fake, self.rfile, self.wfile)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with listening(Server(("127.0.0.1", 0), Handler)) as fake.base_url:
        yield fake


def _serve(fake, reads, writes):
    path = reads.readline().decode().split(" ")[1]
    lines = iter(lambda: reads.readline().decode().strip(), "")
    heads = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if heads.get("upgrade") == "websocket":
        accept = base64.b64encode(hashlib.sha1((heads["sec-websocket-key"] + _MAGIC).encode()).digest()).decode()
        head = f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
        writes.write(head.encode())
        _converse(fake, reads, writes)
        return
    body = reads.read(int(heads.get("content-length", 0)))
    said = {"ok": True}
    if path.endswith("apps.connections.open"):
        fake.opened += 1
        known = heads.get("authorization") == f"Bearer {APP_TOKEN}"
        url = fake.base_url.replace("http://", "ws://") + "link"
        said = {"ok": True, "url": url} if known else {"ok": False, "error": "invalid_auth"}
    else:
        fake.answers.put((path, json.loads(body)))
    content = json.dumps(said).encode()
    writes.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        % len(content)
        + content
    )


def _converse(fake, reads, writes):
    lock = threading.Lock()

    def send(text, code=_TEXT):
        content = text if isinstance(text, bytes) else text.encode()
        length = bytes([len(content)]) if len(content) < 126 else b"\x7e" + struct.pack(">H", len(content))
        with lock:
            writes.write(bytes([0x80 | code]) + length + content)

    send(json.dumps({"type": "hello", "num_connections": 1}))
    fake.links.put(send)
    while frame := _frame(reads):
        code, content = frame
        if code == _CLOSE:
            return
        if code == _PING:
            send(content, _PONG)
        if code == _TEXT:
            fake.heard(content.decode())


def _frame(reads):
    try:
        head = reads.read(2)
        if len(head) < 2:
            return None
        length = head[1] & 127
        if length == 126:
            (length,) = struct.unpack(">H", reads.read(2))
        mask, content = reads.read(4), reads.read(length)
    except (OSError, ValueError):
        return None
    return head[0] & 15, bytes(byte ^ mask[i % 4] for i, byte in enumerate(content))

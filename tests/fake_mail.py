"""A mail server on this machine that keeps what it takes, and answers as it is told to."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import NamedTuple, cast

from aiosmtpd.controller import Controller

from digests.channels.mail import Channel

CERTIFICATE = Path(__file__).with_name("data") / "tls" / "localhost.pem"


def mail_to(port: int, patience: float = 5) -> Channel:
    """Return a channel that mails one reader by the server at a port; it waits so many seconds for an answer, and for all."""
    return Channel(
        name="mail",
        host="127.0.0.1",
        port=port,
        security="none",
        sender="a@example.org",
        recipients=["b@example.org"],
        timeout=patience,
        patience=patience,
    )


class Taken(NamedTuple):
    """One message as it came: the envelope's sender and recipients, and the bytes."""

    sender: str
    recipients: list[str]
    body: bytes

    @property
    def plain(self) -> str:
        """Return the message's plain text, "" where it has none."""
        part = cast("EmailMessage", message_from_bytes(self.body, policy=default)).get_body(("plain",))
        return part.get_content() if part else ""


class Inbox:
    """A mail server's mind: what it took, and how it is told to answer (``Inbox(RCPT="550 nobody")``)."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.taken: list[Taken] = []
        self.greeted: list[bool] = []  # of each EHLO, whether it came encrypted

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's names
        self.greeted.append(server.transport.get_extra_info("sslcontext") is not None)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's names
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's names
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's names
        answer = self.answers.get("DATA", "250 taken as 42")
        if answer.startswith("250"):
            self.taken.append(Taken(envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        return answer


def certified() -> ssl.SSLContext:
    """Return a server's side of TLS, with a certificate for "localhost" that it signed itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@contextlib.contextmanager
def taking(inbox: Inbox, **tls: ssl.SSLContext) -> Iterator[int]:
    """Take mail for as long as the block lasts; the value is the port.

    With ``tls_context`` STARTTLS is offered, with ``ssl_context`` all is encrypted from the beginning.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **tls)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


POLITE: Mapping[str, Iterable[bytes]] = {
    "": [b"220 here\r\n"],
    "EHLO": [b"250 here\r\n"],
    "MAIL": [b"250 ok\r\n"],
    "RCPT": [b"250 ok\r\n"],
    "DATA": [b"354 go on\r\n"],
    ".": [b"250 taken\r\n"],
    "QUIT": [b"221 bye\r\n"],
    "RSET": [b"250 forgotten\r\n"],
}


@contextlib.contextmanager
def scripted(said: Mapping[str, Iterable[bytes]]) -> Iterator[int]:
    """Say to each command ("" is the greeting, "." the message's end) what is told here, else what is polite; the value is the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_sessions, args=(listening, POLITE | dict(said)), daemon=True).start()
        yield listening.getsockname()[1]


def _sessions(listening: socket.socket, said: Mapping[str, Iterable[bytes]]) -> None:
    while True:
        try:
            session, _ = listening.accept()
        except OSError:  # it was closed
            return
        with session, contextlib.suppress(OSError):
            _talk(session, said)


def _talk(session: socket.socket, said: Mapping[str, Iterable[bytes]]) -> None:
    _say(session, said[""])
    is_body = False
    for line in session.makefile("rb"):
        word = line.strip().decode().partition(" ")[0].upper()
        if is_body and word != ".":
            continue
        is_body = _say(session, said.get(word, [b"500 what?\r\n"])) and word == "DATA"


def _say(session: socket.socket, pieces: Iterable[bytes]) -> bool:
    """Say the pieces; return whether they ask for more."""
    asks = False
    for piece in pieces:
        asks = asks or piece.startswith(b"3")
        session.sendall(piece)
    return asks

"""A mail server on this machine that keeps what it takes, and answers as it is told to."""

import contextlib
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import NamedTuple, cast

from aiosmtpd.controller import Controller


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


@contextlib.contextmanager
def taking(inbox: Inbox) -> Iterator[int]:
    """Take mail for as long as the block lasts; the value is the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()

"""One message over SMTP, and what each failure says of it."""

import contextlib
import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from watcher.errors import DeliveryError
from watcher.model import Message
from watcher.text import shown

# Of a reply its first digit counts: a code that a client does not know means what the usual one of its kind does (RFC 5321, 4.2.1 and 4.3.2).
_DONE, _GO_ON, _LATER, _NEVER = 2, 3, 4, 5
_CLOSING = 421
_PATIENCE = 30.0  # seconds for a reply, where nothing else is said
_REPLY, _PIECE = 64_000, 4_096  # bytes of a reply, and of what is read at a time
_RETRY = 300.0  # seconds, for a server that says "later"; longer each time


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server and how it is spoken to."""

    name: str
    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
    bounce: str
    timeout: int
    patience: int
    authority: str


def post(server: Server, message: Message) -> str:
    """Return the server's reply once it has taken the message; raise ``DeliveryError``.

    The 250 to the final dot settles it: what goes wrong after that does not matter. A connection
    that breaks between the dot and the answer leaves the message's fate unknown (RFC 1047).
    """
    pool = _shared.get()
    if pool is None:
        with _session(server) as session:
            _envelope(server, session, message)
            return _hand_over(server, session, message.body)
    return _posted(server, message, pool)


_shared: ContextVar[dict[Server, "_Plain"] | None] = ContextVar("shared", default=None)


@contextlib.contextmanager
def sharing() -> Iterator[None]:
    """Let all that is posted in the block to one server go through one connection, opened again where the server ended it."""
    if _shared.get() is not None:  # a wider block does
        yield
        return
    pool: dict[Server, _Plain] = {}
    before = _shared.set(pool)
    try:
        yield
    finally:
        _shared.reset(before)
        for session in pool.values():
            _end(session)


def _posted(server: Server, message: Message, pool: dict[Server, "_Plain"]) -> str:
    """Post through the connection that is open, or a new one; one that failed in the middle of a message is not used again."""
    session, is_old = pool.pop(server, None), True
    if session is None or not _is_alive(session):
        session, is_old = _opened(server), False
    try:
        _envelope(server, session, message)
    except DeliveryError as error:
        if session.sock is None and is_old:  # it has had enough of this connection, and has taken nothing
            return _posted(server, message, pool)
        if session.sock is not None:
            pool[server] = session
        raise error from error.__cause__
    try:
        reply = _hand_over(server, session, message.body)
    except DeliveryError as error:
        if error.sent is None:
            session.close()
        else:
            pool[server] = session
        raise
    pool[server] = session
    return reply


def _is_alive(session: "_Plain") -> bool:
    """Return whether the server still listens; what was begun on the connection is forgotten there."""
    try:
        if _kind(session.rset()[0]) == _DONE:
            return True
    except (OSError, smtplib.SMTPException):
        pass
    session.close()
    return False


def knock(server: Server) -> str:
    """Return "smtp.example.org:587 (starttls, logged in)" where the server lets us in; send nothing."""
    with _session(server) as session:
        _expect(server, session.noop(), _DONE)
    how = f"{server.security}, {'logged in' if server.username else 'no login'}"
    return f"{server.host}:{server.port} ({how})"


class _Replies:
    """What a server says, line by line: within a time and a size, and so no reply goes on for ever."""

    def __init__(self, sock: socket.socket, patience: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._sock, self._clock = sock, clock
        self._end = clock() + patience
        self._read = b""
        self._size = 0

    def readline(self, most: int) -> bytes:
        """Return the next line, no longer than ``most``; b"" where the connection ended. Raise ``OSError`` past the bounds."""
        while b"\n" not in self._read[:most] and len(self._read) < most:
            self._sock.settimeout(max(self._end - self._clock(), 0.001))
            piece = self._sock.recv(_PIECE)
            self._size += len(piece)
            if self._size > _REPLY:
                raise OSError(f"a reply of more than {_REPLY:,} bytes")
            if not piece:
                break
            self._read += piece
        end = self._read.find(b"\n", 0, most) + 1 or most
        line, self._read = self._read[:end], self._read[end:]
        return line

    def close(self) -> None:
        """Do nothing: the session closes its socket."""


class _Plain(smtplib.SMTP):
    """A session in clear until STARTTLS, whose replies are bounded, each anew, in time and in size."""

    patience: float | None = None  # seconds for a reply; None: as for everything else

    def getreply(self) -> tuple[int, bytes]:
        """Return code and text of the next reply; raise ``SMTPException`` where it is too long or takes too long."""
        usual: Any = getattr(self, "timeout", None)
        if self.sock:
            self.file: Any = _Replies(self.sock, self.patience or usual or _PATIENCE)
        reply = super().getreply()
        if self.sock:
            self.sock.settimeout(usual)
        return reply


class _Encrypted(_Plain, smtplib.SMTP_SSL):
    """The same, encrypted from its beginning."""


def _opened(server: Server) -> _Plain:
    try:
        return _connected(server)
    except (OSError, smtplib.SMTPException, ValueError) as error:  # a password that is no ASCII is a ValueError
        said = f"{server.host}:{server.port}: {_told(error)}"
        permanent = _is_to_be_mended(error)
        raise DeliveryError(
            server.name, said, sent=False, permanent=permanent, retry_after=None if permanent else _RETRY
        ) from error


@contextlib.contextmanager
def _session(server: Server) -> Iterator[_Plain]:
    session = _opened(server)
    try:
        yield session
    finally:
        _end(session)


def _end(session: _Plain) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        session.quit()
    session.close()


def _connected(server: Server) -> _Plain:
    """Return a session, encrypted and logged in; nothing is said in clear to any other machine."""
    here = server.bounce.rpartition("@")[2]
    context = ssl.create_default_context(cafile=server.authority or None)
    if server.security == "tls":
        session: _Plain = _Encrypted(
            server.host, server.port, local_hostname=here, timeout=server.timeout, context=context
        )
    else:
        session = _Plain(server.host, server.port, local_hostname=here, timeout=server.timeout)
    try:
        if server.security == "starttls":
            session.starttls(context=context)  # raises where the server does not offer it
        session.ehlo_or_helo_if_needed()
        if server.username:
            session.login(server.username, server.password)
    except BaseException:
        session.close()
        raise
    return session


def _envelope(server: Server, session: smtplib.SMTP, message: Message) -> None:
    said = partial(_said_to, session)
    try:
        _expect(server, said(session.mail(server.bounce)), _DONE)
        _expect(server, said(session.rcpt(message.recipient)), _DONE)
        _expect(server, said(session.docmd("DATA")), _GO_ON)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise DeliveryError(server.name, _told(error), sent=False, retry_after=_RETRY) from error


def _said_to(session: smtplib.SMTP, reply: tuple[int, bytes]) -> tuple[int, bytes]:
    """Return the reply; after a 421 the connection is over (RFC 5321, 3.8)."""
    if reply[0] == _CLOSING:
        session.close()
    return reply


def _hand_over(server: Server, session: _Plain, body: bytes) -> str:
    try:
        session.patience = server.patience
        session.send(re.sub(rb"(?m)^\.", b"..", body.rstrip(b"\r\n")) + b"\r\n.\r\n")
        reply = session.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(server.name, f"no answer to the message: {_told(error)}", sent=None) from error
    if _kind(reply[0]) not in {_DONE, _LATER, _NEVER}:
        raise DeliveryError(server.name, f"no answer that can be read: {_said(*reply)}", sent=None)
    _expect(server, reply, _DONE)
    return _said(*reply)


def _kind(code: int) -> int:
    """Return the first digit of a reply of three, 0 of anything else."""
    return code // 100 if len(str(code)) == len("250") else 0


def _expect(server: Server, reply: tuple[int, bytes], kind: int) -> None:
    """Raise ``DeliveryError`` for a reply of any other kind: none took the message. 4xx is for later, 5xx for a person to mend."""
    if _kind(reply[0]) == kind:
        return
    permanent = _kind(reply[0]) == _NEVER
    raise DeliveryError(
        server.name, _said(*reply), sent=False, permanent=permanent, retry_after=None if permanent else _RETRY
    )


def _is_to_be_mended(error: Exception) -> bool:
    """Return whether waiting does not help: what we say who we are, or how we speak, has to change."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _kind(error.smtp_code) == _NEVER
    return isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError | ValueError)


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _said(code: int, text: bytes | str) -> str:
    """Return a server's answer as it reads, "454 4.7.0 Temporary failure"."""
    return shown(f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}", 200)

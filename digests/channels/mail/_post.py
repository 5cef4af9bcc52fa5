"""One message over SMTP, and what each failure says of it."""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from watcher.errors import DeliveryError
from watcher.model import Message

_ACCEPTED, _GO_AHEAD = 250, 354
_PERMANENT = 500
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
    with _session(server) as session:
        _envelope(server, session, message)
        return _hand_over(server, session, message.body)


def knock(server: Server) -> str:
    """Return "smtp.example.org:587 (starttls, logged in)" where the server lets us in; send nothing."""
    with _session(server) as session:
        _expect(server, session.noop(), _ACCEPTED)
    how = f"{server.security}, {'logged in' if server.username else 'no login'}"
    return f"{server.host}:{server.port} ({how})"


@contextlib.contextmanager
def _session(server: Server) -> Iterator[smtplib.SMTP]:
    try:
        session = _connected(server)
    except (OSError, smtplib.SMTPException, ValueError) as error:  # a password that is no ASCII is a ValueError
        said = f"{server.host}:{server.port}: {_told(error)}"
        permanent = _is_to_be_mended(error)
        raise DeliveryError(
            server.name, said, sent=False, permanent=permanent, retry_after=None if permanent else _RETRY
        ) from error
    try:
        yield session
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            session.quit()
        session.close()


def _connected(server: Server) -> smtplib.SMTP:
    """Return a session, encrypted and logged in; nothing is said in clear to any other machine."""
    here = server.bounce.rpartition("@")[2]
    context = ssl.create_default_context(cafile=server.authority or None)
    if server.security == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=here, timeout=server.timeout, context=context
        )
    else:
        session = smtplib.SMTP(server.host, server.port, local_hostname=here, timeout=server.timeout)
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
    try:
        _expect(server, session.mail(server.bounce), _ACCEPTED)
        _expect(server, session.rcpt(message.recipient), _ACCEPTED)
        _expect(server, session.docmd("DATA"), _GO_AHEAD)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise DeliveryError(server.name, _told(error), sent=False, retry_after=_RETRY) from error


def _hand_over(server: Server, session: smtplib.SMTP, body: bytes) -> str:
    try:
        if session.sock:
            session.sock.settimeout(server.patience)
        session.send(re.sub(rb"(?m)^\.", b"..", body.rstrip(b"\r\n")) + b"\r\n.\r\n")
        reply = session.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(server.name, f"no answer to the message: {_told(error)}", sent=None) from error
    _expect(server, reply, _ACCEPTED)
    return f"{reply[0]} {reply[1].decode('utf-8', 'replace')}"


def _expect(server: Server, reply: tuple[int, bytes], code: int) -> None:
    """Raise ``DeliveryError`` for any other reply: neither took the message. 4xx is for later, 5xx for a person to mend."""
    if reply[0] == code:
        return
    permanent = reply[0] >= _PERMANENT
    raise DeliveryError(
        server.name, _said(*reply), sent=False, permanent=permanent, retry_after=None if permanent else _RETRY
    )


def _is_to_be_mended(error: Exception) -> bool:
    """Return whether waiting does not help: what we say who we are, or how we speak, has to change."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= _PERMANENT
    return isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError | ValueError)


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _said(code: int, text: bytes | str) -> str:
    """Return a server's answer as it reads, "454 4.7.0 Temporary failure"."""
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"[:200]

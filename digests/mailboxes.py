"""Addresses, read strictly: what is not plainly an address is refused when the configuration is read."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import NamedTuple

import idna

from watcher.errors import ConfigError
from watcher.text import clean

_NAMED = re.compile(r'\A"?([^"<>]{0,300}?)"?\s{0,9}<([^<>\s]++)>')
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*", re.IGNORECASE
)


class Mailbox(NamedTuple):
    """A name to show and an address in ASCII."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """Return what stands after the @."""
        return self.address.rpartition("@")[2]


def mailbox(text: str) -> Mailbox:
    """Read "NET evidence <evidence@example.org>" or a bare address; raise ``ConfigError`` for anything else."""
    named = _NAMED.fullmatch(text.strip())
    name, address = named.groups() if named else ("", text.strip())
    local, _, domain = address.rpartition("@")
    try:
        # The IDNA of 2008: that of 2003 makes another domain of one with "ß".
        encoded = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError as error:
        raise ConfigError(f"{text!r} is not a mail address: its domain cannot be written in ASCII") from error
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(encoded) or clean(text) != text.strip():
        raise ConfigError(f"{text!r} is not a mail address; write name@example.org or Name <name@example.org>")
    _check_header(text, name, f"{local}@{encoded}")
    return Mailbox(name=name, address=f"{local}@{encoded}")


def _check_header(text: str, name: str, address: str) -> None:
    """Raise ``ConfigError`` for what no header can hold: found now, it costs no recipient a digest."""
    try:
        str(Address(name, addr_spec=address))
    except (ValueError, IndexError, HeaderParseError) as error:
        raise ConfigError(f"{text!r} cannot stand in a mail's header: {error}") from error

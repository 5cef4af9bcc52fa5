"""Addresses, read strictly, and files of them: what is not plainly an address is refused, and named with its line."""

import base64
import csv
import hashlib
import hmac
import io
import re
from collections.abc import Iterator, Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from pathlib import Path
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


RATING = "rating of "  # before the list in the token with which a reader rates: it does not lead off the list


def token(key: str, listed: str, address: str) -> str:
    """Return the 24 characters by which somebody of a list is known: nobody without the key makes them, and nobody reads an address in them."""
    said = f"{listed}\0{address.lower()}".encode()
    return base64.urlsafe_b64encode(hmac.new(key.encode(), said, hashlib.sha256).digest()[:18]).decode("ascii")


class Listed(NamedTuple):
    """The addresses of a file, each once, and what is wrong with its other lines."""

    mailboxes: tuple[Mailbox, ...]
    mistakes: tuple[str, ...] = ()


def read_file(path: Path) -> Listed:
    """Return the recipients that a file names: an address a line, or CSV whose head names the address and perhaps the name.

    A line that is empty or begins with "#" is none; one that holds no address is a mistake and costs no other. Raise
    ``ConfigError`` where the file cannot be read.
    """
    found: dict[str, Mailbox] = {}
    mistakes: list[str] = []
    for number, text in _entries(_lines(path)):
        try:
            one = mailbox(text)
        except ConfigError as error:
            mistakes.append(f"{path}, line {number}: {error}")
            continue
        found.setdefault(one.address.lower(), one)
    return Listed(tuple(found.values()), tuple(mistakes))


def with_added(path: Path, one: Mailbox) -> bytes:
    """Return the file's bytes with one recipient more at its end; everything else stays as somebody wrote it."""
    lines = _lines(path) if path.exists() else []
    head = _head(lines)
    if head is None:
        new = str(Address(one.name, addr_spec=one.address)) if one.name else one.address
    else:
        columns, separator = head
        said = {_of(columns, _ADDRESS): one.address, _of(columns, _NAME): one.name}
        row = io.StringIO()
        csv.writer(row, delimiter=separator, lineterminator="").writerow([said.get(column, "") for column in columns])
        new = row.getvalue()
    return "".join(f"{line}\n" for line in (*lines, new)).encode()


def without(path: Path, address: str) -> bytes:
    """Return the file's bytes without the lines that name the address; everything else stays as somebody wrote it."""
    lines = _lines(path)
    gone = {number for number, text in _entries(lines) if _is(text, address)}
    return "".join(f"{line}\n" for number, line in enumerate(lines, start=1) if number not in gone).encode()


_ADDRESS = ("address", "email", "e-mail", "mail")
_NAME = ("name", "full name")
_SEPARATORS = ",;\t"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path}: the recipients cannot be read: {why}", option="recipients_file") from error


def _entries(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each recipient as text, "Name <address>" or an address, with the number of its line, from 1."""
    head = _head(lines)
    begin = next((i for i, line in enumerate(lines) if _is_said(line)), 0)
    for number, line in enumerate(lines, start=1):
        if not _is_said(line) or (head and number <= begin + 1):
            continue
        if head is None:
            yield number, line.strip()
            continue
        columns, separator = head
        row = dict(zip(columns, next(csv.reader([line], delimiter=separator)), strict=False))
        address, name = row.get(_of(columns, _ADDRESS), "").strip(), row.get(_of(columns, _NAME), "").strip()
        yield number, f"{name} <{address}>" if name else address


def _head(lines: Sequence[str]) -> tuple[list[str], str] | None:
    """Return the columns of a CSV file and what separates them; None for a file of an address a line."""
    first = next((line for line in lines if _is_said(line)), "")
    separator = next((one for one in _SEPARATORS if one in first), ",")
    columns = [cell.strip().lower() for cell in first.split(separator)]
    return (columns, separator) if _of(columns, _ADDRESS) else None


def _of(columns: Sequence[str], names: Sequence[str]) -> str:
    return next((column for column in columns if column in names), "")


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _is(text: str, address: str) -> bool:
    try:
        return mailbox(text).address.lower() == address.lower()
    except ConfigError:
        return False

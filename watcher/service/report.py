"""One archive for a bug report: what is needed to mend a mistake, and nothing that is secret or names a person."""

import io
import json
import platform
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from watcher import __version__
from watcher.errors import InputError, WatcherError
from watcher.given import parse_toml, read_text
from watcher.model import Page
from watcher.redact import without_secrets
from watcher.service import Session
from watcher.service.faults import file_of
from watcher.service.troubles import troubles

_RUNS = 60  # the last ones
_MAIL = re.compile(r"[^\s@<>\"',;=]{1,80}@[^\s@<>\"',;=]{1,80}")
_ADDRESS = re.compile(r"(https?://)[^\s\"'<>\])]{1,2000}")
_TOLD = frozenset({"kind", "security", "when", "sync", "timezone", "method"})  # settings whose words name nobody


class Part(NamedTuple):
    """A file of the archive: its name, what is in it, in words, and its content."""

    name: str
    what: str
    content: bytes


def report(session: Session, *, page: str = "") -> tuple[bytes, tuple[Part, ...]]:
    """Return the archive and its parts; ``page`` names a record (source:id) whose page goes with it.

    What cannot be had is said in its place: a report is wanted when something is broken.
    """
    parts = [
        Part("versions.txt", "versions of Watcher, Python, SQLite and the libraries", _versions().encode()),
        _part(
            "configuration.json",
            "the configuration, of its words only those that name nobody",
            lambda: _configuration(session),
        ),
        _part("status.json", "the last runs and what is wrong now", lambda: _status(session)),
        _part("errors.log", "the last errors with their tracebacks", lambda: _errors(session)),
    ]
    if page:
        found = _page(session, page)
        parts.append(Part("page.bin", f"the page {found.url} as it came", found.body))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts:
            file.writestr(part.name, part.content)
    return archive.getvalue(), tuple(parts)


def _part(name: str, what: str, content: Callable[[], str]) -> Part:
    try:
        text = content()
    except (WatcherError, OSError) as error:
        text = f"cannot be had: {error}"
    return Part(name, what, anonymous(text).encode("utf-8", "backslashreplace"))


def anonymous(text: str) -> str:
    """Return the text without secrets, without mail addresses, and with no more of an address than its host."""
    text = _ADDRESS.sub(
        lambda found: found.group(1) + found.group().split("/")[2].rpartition("@")[2] + "/***", without_secrets(text)
    )
    return _MAIL.sub("***@***", text)


def _versions() -> str:
    wanted = [re.split(r"[^\w.-]", line)[0] for line in metadata.requires("evidence-watcher") or ()]
    libraries = "\n".join(f"{name} {_version(name)}" for name in sorted(wanted))
    return f"watcher {__version__}\npython {sys.version}\nsqlite {sqlite3.sqlite_version}\n{platform.platform()}\n{libraries}\n"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "is not installed"


def _configuration(session: Session) -> str:
    path = session.config or session.settings.path
    if path is None:
        return "none: all is default"
    try:
        table = parse_toml(read_text(Path(path), "utf-8-sig"))
    except ValueError as error:
        return f"it cannot be read: {error}"
    return json.dumps({key: _masked(key, value) for key, value in table.items()}, indent=1)


def _masked(key: str, value: Any) -> Any:
    """Return the value of a setting without any words but those that name nobody."""
    match value:
        case dict():
            return {name: _masked(name, inner) for name, inner in value.items()}
        case list():
            return [_masked(key, one) for one in value]
        case str():
            return value if key in _TOLD else "***"
        case _:
            return value if isinstance(value, bool | int | float) else "***"


def _status(session: Session) -> str:
    with session.store() as store:
        told = {
            "status": store.status(),
            "troubles": [one.text for one in troubles(session, store)],
            "runs": store.runs.recent(limit=_RUNS),
            "not understood": store.unread.all(),
        }
    return json.dumps(json.loads(msgspec.json.encode(told, enc_hook=str)), indent=1, ensure_ascii=False)


def _errors(session: Session) -> str:
    kept = file_of(session.settings.database)
    files = [kept.with_name(f"{kept.name}.1"), kept]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files if file.exists()]
    return "".join(texts) or "no error was kept"


def _page(session: Session, name: str) -> Page:
    source, _, number = name.partition(":")
    with session.store() as store:
        page = store.unread.page(source, number)
    if page is None:
        raise InputError(f"of {name!r} no page is kept; write source:id of a record that was not understood")
    return page

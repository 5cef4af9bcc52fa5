"""A result written to a file: whole or not at all, and never over what somebody else may miss.

What was written is known again by its hash, which is kept in the user's state folder: so this week's list replaces last
week's, and not a file that was changed since or that came from elsewhere.
"""

import contextlib
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterable
from os.path import realpath
from pathlib import Path

import platformdirs

from watcher.errors import InputError
from watcher.store.connection import is_beside

_SQLITE = b"SQLite format 3\x00"  # https://sqlite.org/fileformat.html, 1.3.1
_REMEMBERED = 1_000  # files; the oldest are forgotten


def write(path: str, content: str | bytes, *, keep: Iterable[Path | None] = (), force: bool = False) -> None:
    """Write a result to a new file that takes the place of the old one whole.

    Raise ``InputError`` where the place is that of a database, or of one of the files to ``keep`` (the configuration,
    what was read), and without ``force`` where a file is there that we did not write.
    """
    body = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    try:
        target = Path(realpath(path))  # which raises nothing for links in a ring
        if target.exists() and not target.is_file() and not target.is_dir():  # a pipe, a device: nothing is lost there
            target.write_bytes(body)
            return
        _check(path, target, [Path(realpath(one)) for one in keep if one], force=force)
        replaced(target, body)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"{path} cannot be written: {why}; choose another place") from error
    _remember(target, body)


def _check(path: str, target: Path, keep: Iterable[Path], *, force: bool) -> None:
    for kept in keep:
        if target == kept or is_beside(target, kept):
            raise InputError(f"{path} is what Watcher reads from; nothing is written over it: choose another place")
    if not target.exists() or target.is_dir():  # a folder says so itself
        return
    body = target.read_bytes()
    if body.startswith(_SQLITE):
        raise InputError(f"{path} is a database; nothing is written over it: choose another place")
    if not force and body and not is_ours(target, body):
        raise InputError(f"{path} is there already, and not as Watcher wrote it; --force replaces it")


def replaced(target: Path, body: bytes) -> None:
    """Write a file beside the target and give it the target's name once it is whole on the disk."""
    if target.is_dir():
        raise IsADirectoryError(21, os.strerror(21))
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666
    aside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def is_ours(target: Path, body: bytes) -> bool:
    """Return whether the file is as we wrote it."""
    return _known().get(str(target)) == _hash(body)


def _remember(target: Path, body: bytes) -> None:
    """Keep what was written; where that cannot be kept, the next time wants --force."""
    known = _known()
    known.pop(str(target), None)
    known[str(target)] = _hash(body)
    with contextlib.suppress(OSError):
        place = _place()
        place.parent.mkdir(parents=True, exist_ok=True)
        replaced(place, json.dumps(dict(list(known.items())[-_REMEMBERED:]), indent=0).encode())


def _known() -> dict[str, str]:
    try:
        known = json.loads(_place().read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _place() -> Path:
    return platformdirs.user_state_path("watcher") / "written.json"


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()

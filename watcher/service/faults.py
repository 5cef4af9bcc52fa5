"""What went wrong with its traceback, kept beside the database without secrets, for whoever mends it."""

import logging
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NAMED = re.compile(r"KEY|TOKEN|PASSWORD|SECRET", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?<=[?&#;])([^=&#;\s'\"]{1,40})=[^&#;\s'\"]+")
_LOGIN = re.compile(r"(?<=://)[^/@\s'\"]{1,200}@")
_SHORTEST = 6  # characters: what is shorter stands in every text
_BYTES = 500_000  # of the file, and once more of the one before it
_FORM = "%(asctime)s %(levelname)s %(name)s (Watcher process %(process)d): %(message)s"


def file_of(database: Path) -> Path:
    """Return the file that keeps what went wrong."""
    return database.with_name(f"{database.name}-errors.log")


def keep_errors(database: Path) -> None:
    """Keep each error that is logged from now on, with its traceback, beside the database."""
    root, path = logging.getLogger(), file_of(database)
    if any(isinstance(one, _Keeper) and one.path == path for one in root.handlers):
        return
    for other in [one for one in root.handlers if isinstance(one, _Keeper)]:
        root.removeHandler(other)
        other.close()
    root.addHandler(_Keeper(path))


def keep(error: BaseException, database: Path | None) -> Path | None:
    """Keep an error that nobody foresaw with its traceback; return where, None where no place can be written."""
    record = logging.LogRecord(
        "watcher", logging.CRITICAL, __file__, 0, "unforeseen", None, (type(error), error, error.__traceback__)
    )
    places = [file_of(database)] if database and database.parent.is_dir() else []
    for path in (*places, Path(tempfile.gettempdir()) / f"watcher-{os.getpid()}-errors.log"):
        keeper = _Keeper(path)
        try:
            keeper.emit(record)
            if not keeper.has_failed:
                return path
        finally:
            keeper.close()
    return None


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the text without the secrets of the environment, and without what stands in addresses after a "?"."""
    for secret in sorted(_secrets(environment), key=len, reverse=True):
        text = text.replace(secret, "***").replace(repr(secret)[1:-1], "***")
    return _LOGIN.sub("***@", _IN_ADDRESS.sub(r"\1=***", text))


def _secrets(environment: Mapping[str, str]) -> Iterator[str]:
    for name, value in environment.items():
        if not _NAMED.search(name):
            continue
        if name.endswith("_FILE"):
            try:
                value = Path(value).read_text(encoding="utf-8", errors="replace")  # noqa: PLW2901 - what it stands for
            except (OSError, ValueError):
                continue
        yield from (one for one in {value, value.strip()} if len(one) >= _SHORTEST)


class _Keeper(RotatingFileHandler):
    """A log of errors for the owner's eyes; where it cannot be written, the command goes on."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True)
        self.path, self.has_failed = path, False
        self.setLevel(logging.ERROR)
        self.setFormatter(_Form(_FORM))

    def _open(self) -> "object":  # type: ignore[override]
        """Open the file for its owner alone."""
        os.close(os.open(self.baseFilename, os.O_CREAT | os.O_WRONLY, 0o600))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Do without: the error itself is on stderr."""
        del record
        self.has_failed = True


class _Form(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))

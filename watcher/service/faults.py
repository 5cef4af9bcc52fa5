"""What went wrong with its traceback, kept beside the database without secrets, for whoever mends it."""

import logging
import os
import tempfile
from logging.handlers import RotatingFileHandler
from pathlib import Path

from watcher.redact import without_secrets

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

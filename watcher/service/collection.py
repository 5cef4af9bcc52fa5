"""A collection in a process of its own, so that nothing that goes wrong in it keeps a digest from being sent.

In its main thread a time limit works by signal, whatever holds it. It ends after its time, and with the process that
began it: its standard input is a pipe that nobody writes to, and whose end it hears.
"""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec
from filelock import FileLock, Timeout

from watcher.errors import WatcherError
from watcher.model import Coverage
from watcher.service import Session
from watcher.service.logs import RUN, Form, form_in_use, set_up
from watcher.service.sync import sync

if TYPE_CHECKING:
    from typing import IO

# How long a collection may take: a source's hour, and then some for a first look at everything.
LIMIT = timedelta(hours=3)

log = logging.getLogger(__name__)


class Result(NamedTuple):
    """What a collection brought; ``error`` is "" unless it ended before it was done."""

    coverage: tuple[Coverage, ...] = ()
    error: str = ""


class Collecting(Protocol):
    """A collection under way."""

    def ended(self, patience: float = 0) -> Result | None:
        """Return what it brought once it has ended, waiting for that for so many seconds; None while it goes on."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


class Collection:
    """A collection that a process of its own does."""

    def __init__(self, lock: FileLock, process: "subprocess.Popen[bytes]", output: "IO[bytes]", limit: float) -> None:
        self._lock, self._process, self._output = lock, process, output
        self._limit = limit
        self._end = time.monotonic() + limit

    @classmethod
    def begin(cls, session: Session, limit: timedelta = LIMIT, *, only: Sequence[str] = ()) -> "Collection | None":
        """Begin a collection as the session is configured, of some sources ``only``; None where another process is collecting."""
        lock = FileLock(f"{session.settings.database}.collect.lock", mode=0o600)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
        output = tempfile.TemporaryFile()  # noqa: SIM115 - it is read when the process has ended
        told = {
            "config": str(session.settings.path or ""),
            "now": session.fixed_now.isoformat() if session.fixed_now else "",
            "level": logging.getLogger().getEffectiveLevel(),
            "form": form_in_use(),
            "run": RUN.get(),
            "only": list(only),
        }
        command = [sys.executable, "-m", "watcher.service.collection", json.dumps(told)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, start_new_session=True)  # noqa: S603 - ourselves
        return cls(lock, process, output, limit.total_seconds())

    def ended(self, patience: float = 0) -> Result | None:
        """Return what it brought; see ``Collecting.ended``."""
        left = self._end - time.monotonic()
        try:
            code = self._process.wait(max(0.0, min(patience, left)))
        except subprocess.TimeoutExpired:
            if time.monotonic() < self._end:
                return None
            self.stop()
            return Result(error=f"the collection was ended after {timedelta(seconds=self._limit)}")
        return self._read(code)

    def stop(self) -> None:
        """End it, and whatever it began."""
        _end_group(self._process)
        self._process.wait()
        self._close()

    def _read(self, code: int) -> Result:
        self._output.seek(0)
        said = self._output.read()
        self._close()
        try:
            return msgspec.json.decode(said, type=Result)
        except msgspec.DecodeError:
            how = f"signal {-code}" if code < 0 else f"exit {code}"
            return Result(
                error=f"the collection ended before it was done ({how}); `watcher report` keeps what is known"
            )

    def _close(self) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._output.close()
        self._lock.release()


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process and what it began; on Windows, which has no groups, itself."""
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def main(told: str) -> None:
    """Collect, and print what it brought, for the process that began this one."""
    options = json.loads(told)
    set_up(Form(options.get("form", Form.PLAIN)), options["level"])
    RUN.set(options.get("run", ""))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    now = datetime.fromisoformat(options["now"]) if options["now"] else None
    result = _collected(Session(config=options["config"] or None, fixed_now=now), options.get("only", ()))
    sys.stdout.buffer.write(msgspec.json.encode(result))


def _collected(session: Session, only: Sequence[str] = ()) -> Result:
    try:
        with session.store(new=True) as store:
            return Result(sync(session, store, lenient=True, only=only))
    except WatcherError as error:
        return Result(error=str(error))
    except Exception as error:
        log.exception("the collection failed")
        return Result(error=f"the collection failed: {error or type(error).__name__}")


def _end_with_parent() -> None:
    """Wait for the end of the process that began this one, however it ends, and end with it and what was begun here."""
    while os.read(0, 1):  # not through sys.stdin, whose lock a thread that waits would still hold at the end of Python
        pass
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])

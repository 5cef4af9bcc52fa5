"""The border at which a fault of ours ends: what goes wrong behind it becomes a value, and its neighbours go on."""

import re
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TypeVar

from watcher.errors import StoreError
from watcher.limit import TooLongError, within

T = TypeVar("T")
RECORD_SECONDS = 2.0  # for all that is done to one record; most take a thousandth of it

_LONGEST_REASON = 300  # characters
_LONGEST_TRACE = 20_000
# Of an address only the host is repeated: the rest may hold a key, a token, or a person's name.
_AFTER_HOST = re.compile(r"(://)(?:[^\s/?#@\"'<>]*+@)?+([^\s/?#@\"'<>]*+)[^\s\"'<>]*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What went wrong: ``reason`` in words for a reader, ``trace`` for the log, both without what may be secret."""

    error: Exception
    reason: str
    trace: str


def attempt(work: Callable[[], T], seconds: float | None = None) -> T | Fault:
    """Return what the work returns, or the fault that ended it: any exception, or more than ``seconds`` of time.

    A ``StoreError`` is raised as ever, for a full disk or a lock is nobody's fault; but text that cannot be kept is its record's.
    """
    try:
        with within(seconds) if seconds else nullcontext():
            return work()
    except StoreError as error:
        if not isinstance(error.__cause__, UnicodeError):
            raise
        return fault_of(error)
    except Exception as error:  # noqa: BLE001 - the border of a record and of a source: elsewhere each names what it expects
        return fault_of(error)


def fault_of(error: Exception) -> Fault:
    """Return the exception as a fault that can be shown and kept."""
    said = str(error) if isinstance(error, TooLongError) else f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))
    return Fault(error=error, reason=_public(said)[:_LONGEST_REASON], trace=_public(trace)[-_LONGEST_TRACE:])


def _public(text: str) -> str:
    return _AFTER_HOST.sub(r"\1\2", text.encode("utf-8", "backslashreplace").decode())

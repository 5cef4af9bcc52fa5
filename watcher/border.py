"""The border at which a fault of ours ends: what goes wrong behind it becomes a value, and its neighbours go on."""

import contextlib
import ctypes
import faulthandler
import re
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

from watcher.errors import StoreError

_STDERR = 2  # the descriptor, which there is even where sys.stderr is none


class TooLongError(Exception):
    """What was done in a ``within`` block took longer than it may."""

    def __init__(self, seconds: float) -> None:
        """Say what the bound was."""
        super().__init__(f"took longer than {seconds:g} s")


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise ``TooLongError`` in the block once it has taken ``seconds`` of the processor's time.

    Of the processor's and not of the wall's: a text is not to blame for a machine that is busy. In a main thread a timer's
    signal ends it, inside a regular expression too (``sre`` looks for signals while it matches:
    https://docs.python.org/3/library/signal.html#execution-of-python-signal-handlers). In other threads, and where there
    are no such timers (Windows), a watching thread ends it between two steps of Python's, after as long by the wall's
    clock. Blocks nest; the nearest bound counts.
    """
    if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
        bound = _by_signal(seconds)
    else:
        bound = _by_thread(seconds)
    with bound:
        yield


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """Stop the clock of a main thread's bounds in the block: for what is our own and done once, as reading a model."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, left)


@contextlib.contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """End this process, its trace on stderr, where the block has not ended after so many seconds; blocks do not nest.

    For what no signal ends, a library that does not return: the watch is a thread of C's that needs nothing of Python's.
    """
    faulthandler.dump_traceback_later(seconds, exit=True, file=_STDERR)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


if sys.platform != "win32":

    @contextlib.contextmanager
    def _by_signal(seconds: float) -> Iterator[None]:
        ended = False

        def ring(_number: int, _frame: FrameType | None) -> None:
            if not ended:  # it may ring while the block is being left
                raise TooLongError(seconds)

        begun = time.process_time()
        handler = signal.signal(signal.SIGPROF, ring)
        left, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
        if 0 < left < seconds:  # an outer bound comes sooner: it stays, and its own handler ends both
            signal.signal(signal.SIGPROF, handler)
            signal.setitimer(signal.ITIMER_PROF, left)
        try:
            yield
        finally:
            ended = True
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, handler)
            if left:  # an outer bound goes on from where it was, and rings at once where its time is over
                signal.setitimer(signal.ITIMER_PROF, max(left - (time.process_time() - begun), 1e-6))


@contextlib.contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    done = threading.Event()
    caller = ctypes.c_ulong(threading.get_ident())
    raised = threading.Lock()

    def watch() -> None:
        if not done.wait(seconds):
            with raised:
                if not done.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(caller, ctypes.py_object(_NowTooLongError))

    class _NowTooLongError(TooLongError):
        def __init__(self) -> None:
            super().__init__(seconds)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        with raised:
            done.set()


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

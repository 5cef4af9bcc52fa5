"""What is logged, to stderr: a line for a person, or one JSON object a line for a program; no secret is in either.

Every line says when (UTC), how grave, which part, what, and as far as that is known in which ``run``, of which ``source``, ``digest``,
``channel`` and ``item``.
"""

import logging
import sys
from collections import Counter
from collections.abc import MutableMapping
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from typing import Any

from watcher.redact import without_secrets
from watcher.text import shown

FIELDS = ("source", "digest", "channel", "item")
RUN: ContextVar[str] = ContextVar("run", default="")  # the round of the service, or the collection, that is under way
_LONGEST, _LONGEST_TRACE = 4_000, 20_000  # characters
MOST_A_MINUTE = 60  # lines of one kind that the service writes
_LEFT_OUT = "%d more lines of that minute were left out, of the kind: %s"
# These say each request, or each tick, below WARNING.
_TALKATIVE = ("httpx", "httpcore", "apscheduler", "slack_sdk", "asyncio")


class Form(StrEnum):
    """How a line looks."""

    PLAIN = "plain"  # of commands that end
    CONSOLE = "console"  # for a person who watches the service
    JSON = "json"  # for what collects logs


def begin_run(now: datetime) -> None:
    """Let every line from here on say that it belongs to the round that began now."""
    RUN.set(f"{now:%Y%m%dT%H%M%SZ}")


def set_up(form: Form = Form.PLAIN, level: int | str = logging.WARNING) -> None:
    """Send what is logged to stderr in this form; what was set up before is replaced by a form that is not plain."""
    root = logging.getLogger()
    ours = [handler for handler in root.handlers if isinstance(handler, _Stderr)]
    if root.handlers and form is Form.PLAIN:
        return
    for handler in ours:
        root.removeHandler(handler)
    handler = _Stderr(form)
    handler.setFormatter(_Plain() if form is Form.PLAIN else _structured(form))
    root.addHandler(handler)
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def form_in_use() -> Form:
    """Return the form in which this process logs, for one that it begins."""
    return next((handler.form for handler in logging.getLogger().handlers if isinstance(handler, _Stderr)), Form.PLAIN)


class _Stderr(logging.StreamHandler[Any]):
    """Our own handler, to be told from those of others; of the service's lines of one kind it takes so many a minute, and counts the rest."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        self._minute = 0
        # Of this minute: how many of a logger's line, as it stands in the code.
        self._lines = Counter[tuple[str, str]]()

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, unless there were too many like it this minute; first how many were left out of the last one."""
        if self.form is not Form.PLAIN:
            if (minute := int(record.created // 60)) != self._minute:
                self._tell_left_out()
                self._minute = minute
            kind = (record.name, str(record.msg))
            self._lines[kind] += 1
            if self._lines[kind] > MOST_A_MINUTE:
                return
        super().emit(record)

    def close(self) -> None:
        """Say what was left out at last."""
        self._tell_left_out()
        super().close()

    def _tell_left_out(self) -> None:
        for (name, line), count in self._lines.items():
            if count > MOST_A_MINUTE:
                said = logging.LogRecord(name, logging.WARNING, "", 0, _LEFT_OUT, (count - MOST_A_MINUTE, line), None)
                super().emit(said)
        self._lines.clear()


class _Plain(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def _structured(form: Form) -> logging.Formatter:
    import structlog

    printed: Any = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if form is Form.CONSOLE
        else structlog.processors.JSONRenderer()
    )
    formatter: logging.Formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(allow=FIELDS),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.StackInfoRenderer(),
            _gone_over,
            printed,
        ],
    )
    return formatter


def _gone_over(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Return the line with its run, without secrets, and no longer than a line may be; only a traceback has line breaks."""
    if run := RUN.get():
        line["run"] = run
    event, _, trace = str(line["event"]).partition("\n")
    told = {**line, "event": event, **({"exception": trace} if trace else {})}
    for name, value in told.items():
        text = without_secrets(str(value))
        line[name] = _legible(text) if name == "exception" else shown(text, _LONGEST)
    return line


def _legible(trace: str) -> str:
    lines = trace[-_LONGEST_TRACE:].splitlines()
    return "\n".join("".join(sign if sign.isprintable() else " " for sign in line[:_LONGEST]) for line in lines)

"""What is logged, to stderr: a line for a person, or one JSON object a line for a program; no secret is in either.

Every line says when (UTC), how grave, which part, what, and as far as that is known in which ``run``, of which ``source``, ``digest``,
``channel`` and ``item``.
"""

import logging
import sys
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
    """Our own handler, to be told from those of others."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form


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

"""What every command shares: the configuration, the clock, the store, the way to speak."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Concatenate, ParamSpec, TypeVar

import click

from watcher.service import Session

if TYPE_CHECKING:
    from watcher.config.settings import Settings
    from watcher.model import Record, Unreadable

P = ParamSpec("P")
R = TypeVar("R")

# Of watcher.model, which `watcher search` does not load.
TIERS = ("watched", "core", "related", "adjacent", "off")
KINDS = ("article", "preprint", "abstract", "registration", "notice", "comment", "news", "other")
SHOWN_UNREAD = 5
_LINE = 20_000  # characters of one line: no abstract is longer
_YEARS = range(1900, 2200)  # in which every span back and forth is still a date
# Columns of running text: what is wider is hard to read, and where there is no terminal nothing is narrower.
_WIDEST, _USUAL = 100, 88
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


@dataclass(kw_only=True)
class App(Session):
    """One run of the command line."""

    last: ClassVar["App | None"] = None  # for what is said when a command ended in an error that nobody foresaw

    quiet: bool
    verbose: bool

    @property
    def database_path(self) -> Path | None:
        """Return the configured database's path; None where no configuration was read."""
        settings = self.__dict__.get("settings")  # what was read, without reading it now
        return settings.database if settings else self.__dict__.get("place")

    @classmethod
    def make(cls, *, config: str | None, now: object, quiet: bool, verbose: bool) -> "App":
        """Return the run's shared things; with ``verbose`` what is logged from here on goes to stderr."""
        cls.last = cls(
            config=config, fixed_now=now if isinstance(now, datetime) else None, quiet=quiet, verbose=verbose
        )
        if verbose:
            _log_to_stderr("INFO")
        return cls.last

    @cached_property
    def settings(self) -> "Settings":
        """The configuration, read once; who reads it has something to log, and a search has not."""
        _log_to_stderr("WARNING")  # nothing where it was set up before
        return super().settings

    def say(self, text: str) -> None:
        """Tell the user what is going on, on stderr, unless ``--quiet``."""
        if not self.quiet:
            echo(text, err=True)

    def progress(self, source: str, received: int) -> None:
        """Show how many records a source has brought, on one line of a terminal's stderr."""
        if not self.quiet and sys.stderr.isatty():
            click.echo(f"\r{source}: {received} records   ", err=True, nl=False)

    def progress_bar(self, what: str, done: int, total: int) -> None:
        """Show how far a long computation is, on one line of a terminal's stderr."""
        if not self.quiet and sys.stderr.isatty():
            width = 30 * done // max(total, 1)
            click.echo(f"\r{what} [{'#' * width}{'-' * (30 - width)}] {done}/{total}", err=True, nl=done >= total)

    def save(self, path: str, content: str | bytes, *, force: bool, read: Sequence[str] = ()) -> None:
        """Write a result to a file, but never over a database, a configuration, or what was ``read`` for it; "-" is stdout."""
        if path == "-":
            click.echo(content, nl=False)
            return
        from watcher.errors import ConfigError
        from watcher.service.outputs import write

        try:
            own = [self.settings.path, self.settings.database]
        except ConfigError:  # a command that needs no configuration goes on without
            own = [Path(self.config)] if self.config else []
        write(path, content, keep=[*own, Path(path).parent / "watcher.toml", *map(Path, read)], force=force)


def _log_to_stderr(level: str) -> None:
    from watcher.service.logs import set_up

    set_up(level=level)


def echo(text: str = "", *, bold: bool = False, err: bool = False) -> None:
    """Print text from outside: no escape sequence, no sign that turns the reading direction, no line without an end."""
    lines = (
        "".join(sign if sign.isprintable() or sign == "\t" else " " for sign in line[:_LINE])
        for line in text.split("\n")
    )
    click.secho("\n".join(lines), bold=(bold and takes_styles()) or None, err=err)


def paragraph(text: str, *, bold: bool = False) -> None:
    """Print text from outside as ``echo`` does, its lines broken between words where a terminal is too narrow for them."""
    if sys.stdout.isatty():
        text = "\n".join(piece for line in text.split("\n") for piece in _broken(line))
    echo(text, bold=bold)


def _broken(line: str) -> list[str]:
    import textwrap

    indent = line[: len(line) - len(line.lstrip(" "))]
    wrapped = textwrap.wrap(
        line, columns(), subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
    )
    return wrapped or [""]


def columns() -> int:
    """Return how wide running text may be: as the terminal is, at most 100 columns; 88 where stdout is none."""
    if not sys.stdout.isatty():
        return _USUAL
    import shutil

    return min(shutil.get_terminal_size((_USUAL, 24)).columns, _WIDEST)


def takes_styles() -> bool:
    """Return whether stdout is a terminal that wants bold and coloured text: NO_COLOR is not set, TERM is not "dumb"."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Group(click.Group):
    """A command with commands of its own; one that there is not is told with the nearest name, or with all."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, in small letters or capitals."""
        name = args[0].lower()
        if name not in self.commands and not args[0].startswith("-"):
            from watcher.options import hint

            raise click.UsageError(
                f"there is no command {args[0]!r} of `watcher {self.name}`{hint(name, self.commands)}", ctx
            )
        return super().resolve_command(ctx, [name, *args[1:]])


def force_option(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command that writes a file its ``--force``."""
    return click.option("--force", is_flag=True, help="Replace a file that is there, whoever wrote it.")(function)


def moment(text: str) -> datetime:
    """Read an ISO date or time; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not an ISO date or time, such as 2026-11-23T07:00") from error
    if found.year not in _YEARS:
        raise click.BadParameter(f"{text!r} is not a time between {_YEARS[0]} and {_YEARS[-1]}")
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def since(text: str, now: datetime) -> datetime:
    """Read an ISO time, a span back from now ("36h", "14d", "2w"), or any date that a search reads: its first day."""
    number, unit = text.strip()[:-1], text.strip()[-1:]
    try:
        return now - timedelta(**{_UNITS[unit]: int(number)}) if unit in _UNITS and number.isdigit() else moment(text)
    except (OverflowError, ValueError, click.BadParameter) as error:
        if first := _first_day(text, now):
            return moment(first)
        raise click.BadParameter(
            f"{text!r} is not a date (2026, 2026-11-23, 2026-W47), a time (2026-11-23T07:00) or a span back from now (36h, 14d, 8w)"
        ) from error


def _first_day(text: str, now: datetime) -> str:
    from watcher.query.filters import read_days

    days = read_days(text, now.date())
    return f"{days.first}{'-01-01'[len(days.first) - 4 :] if len(days.first) < _DAY else ''}" if days else ""


_DAY = len("2026-11-23")


def published(text: str) -> str:
    """Read a date of publication, as precise as it is written: 2020, 2024-03, 2024-03-05; return it."""
    try:
        date.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a date of publication: write 2020, 2024-03 or 2024-03-05") from error
    return text


def show_unread(pieces: "Iterable[Record | Unreadable]") -> "list[Record]":
    """Return the records of what was read, and say on stderr what could not be: the first few, then how many more."""
    from watcher.model import Record

    records: list[Record] = []
    unread = 0
    for piece in pieces:
        if isinstance(piece, Record):
            records.append(piece)
            continue
        unread += 1
        if unread <= SHOWN_UNREAD:
            echo(f"{piece.where}: {piece.reason}", err=True)
    if unread > SHOWN_UNREAD:
        click.echo(f"and {unread - SHOWN_UNREAD} more that cannot be read", err=True)
    return records


def print_json(value: object) -> None:
    """Print a value for a program to read: one JSON document, UTF-8, keys as they are."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2).decode())


def because_option(otherwise: str = "a person said so") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return an option for why somebody decides so."""
    return click.option("--because", default=otherwise, show_default=True, help="Why, for the record.")


def shared(function: Callable[Concatenate[App, P], R]) -> Callable[P, R]:
    """Give a command its ``App`` as the first argument."""
    return click.pass_obj(function)

"""The command line: a function per command, wired over the pipeline; each is imported when it is wanted, so it starts at once.

Progress and errors go to stderr, results to stdout. Exit 0: done; 1: failed; 2: wrong usage;
3: done in part (a source was down).
"""

import importlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from watcher import __version__
from watcher.cli.app import App, echo, moment
from watcher.errors import ChoiceError, WatcherError
from watcher.text import shown

# Every command: its name and the module of watcher.cli that holds it.
COMMANDS = {
    "demo": "demo",
    "init": "setup",
    "doctor": "doctor",
    "capture": "doctor",
    "sync": "sync",
    "reread": "sync",
    "digest": "digest",
    "search": "search",
    "searches": "search",
    "sql": "sql",
    "show": "show",
    "trial": "trial",
    "changes": "trial",
    "rate": "show",
    "topic": "topic",
    "extract": "extract",
    "dedupe": "dedupe",
    "import": "transfer",
    "export": "transfer",
    "run": "service",
    "run-due": "service",
    "serve": "service",
    "status": "service",
    "outbox": "outbox",
    "alert": "alert",
    "recipients": "recipients",
    "backup": "service",
    "restore": "service",
    "report": "service",
}


class LazyGroup(click.Group):
    """The top group; a command's module is imported the first time that it is asked for."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; whoever reads our output may stop when they have enough (``| head``): that is no failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # What is still buffered has nowhere to go: https://docs.python.org/3/library/signal.html#note-on-sigpipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except ChoiceError as error:
            raise click.BadParameter(str(error), param_hint=error.option) from error
        except click.NoSuchOption as error:
            raise click.UsageError(f"{error.message}{_instead(error)}", error.ctx) from error

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words as text, whatever the terminal wrote them in; what belongs to all commands may stand behind one."""
        words = _in_order([_legible(word) for word in args])
        try:
            return super().parse_args(ctx, words)
        except click.NoSuchOption as error:
            command = next((word for word in words if word in COMMANDS), "")
            if not command:
                raise
            said = f"{error.message} It may be one of the command's, and stands behind it: watcher {command} {error.option_name}"
            raise click.UsageError(said, ctx) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, in small letters or capitals; one that there is not is told with the nearest name."""
        name = args[0].lower()
        if name not in COMMANDS and not args[0].startswith("-"):
            from watcher.options import hint

            inner = [f"watcher {group} {name}" for group, one in self._groups(ctx) if name in one.commands]
            meant = f"; did you mean `{'` or `'.join(inner)}`?" if inner else hint(name, COMMANDS)
            raise click.UsageError(f"there is no command {args[0]!r}{meant}", ctx)
        return super().resolve_command(ctx, [name, *args[1:]])

    def _groups(self, ctx: click.Context) -> Iterator[tuple[str, click.Group]]:
        for name in COMMANDS:
            command = self.get_command(ctx, name)
            if isinstance(command, click.Group):
                yield name, command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a new user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"watcher.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_") + "_command")
        return command


_ALIKE = 0.75  # of two options, from which on one may be a slip for the other: "--sorce", "--out"


def _instead(error: click.NoSuchOption) -> str:
    """Return the end of a message about an option that there is not: which command beside has it, else the nearest name."""
    groups = [one for one in (error.ctx, error.ctx.parent if error.ctx else None) if one]
    having = [
        f"`{group.command_path} {name}`"
        for group in groups
        for name, command in getattr(group.command, "commands", {}).items()
        if any(error.option_name in one.opts for one in command.params)
    ]
    if having:
        return f" It is one of {' and '.join(having)}."
    from difflib import get_close_matches

    near = get_close_matches(error.option_name, error.possibilities or (), n=1, cutoff=_ALIKE)
    return f" Did you mean {near[0]!r}?" if near else ""


_FLAGS = frozenset({"-q", "--quiet", "-v", "--verbose"})
_WITH_VALUE = frozenset({"-c", "--config", "--now"})
_VALUED = [["-c"], ["--config"], ["--now"]]


def _in_order(words: list[str]) -> list[str]:
    """Return the words with the options of all commands before the command, and "help" and "version" as the options that they are."""
    known = {*COMMANDS, "help", "version"}
    places = (at for at, word in enumerate(words) if word.lower() in known and words[at - 1 : at] not in _VALUED)
    command = next(places, len(words))
    before, after = words[:command], words[command:]
    if after and after[0].lower() in {"help", "version"}:
        return [*before, *([*after[1:], "--help"] if after[0].lower() == "help" else ["--version"])]
    moved, kept = list[str](), after[:1]
    rest = iter(after[1:])
    for word in rest:
        if word == "--":
            kept += [word, *rest]
        elif word in _FLAGS or word.startswith(("--config=", "--now=")):
            moved.append(word)
        elif word in _WITH_VALUE:
            value = next(rest, None)
            moved += [word, value] if value is not None else []
            kept += [] if value is not None else [word]
        else:
            kept.append(word)
    return [*before, *moved, *kept]


def _legible(word: str) -> str:
    """Return a word that is not UTF-8 read as Windows and Latin-1 write it; the name of a file stays as it is."""
    if word.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in word) or os.path.lexists(word):
        return word
    return os.fsencode(word).decode("cp1252", "replace")


EXIT_FAILED = 1


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--config", "-c", metavar="FILE", help="The configuration, instead of watcher.toml.")
@click.option("--now", type=moment, metavar="ISO", help="The clock: for tests, and for building again.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, only results and errors.")
@click.option("--verbose", "-v", is_flag=True, help="Say what is being done, on stderr.")
@click.version_option(__version__, "--version", "-V", prog_name="watcher")
@click.pass_context
def cli(context: click.Context, config: str | None, now: object, quiet: bool, verbose: bool) -> None:
    """Watch the literature and the registries for one clinical question.

    \b
    Start here:
      watcher demo           the whole run on sample data
      watcher init           write watcher.toml
      watcher sync           fetch what is new
      watcher digest preview read the digest
    """
    context.obj = App.make(config=config, now=now, quiet=quiet, verbose=verbose)


def main() -> None:
    """Run the command line; whatever goes wrong is one line, not a traceback."""
    sys.stdout, sys.stderr = _open(sys.stdout), _open(sys.stderr)
    try:
        cli(prog_name="watcher")
    except WatcherError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
    except Exception as error:  # noqa: BLE001 - the border of the whole program
        _fail(_unforeseen(error))
    finally:
        _flush()


def _open(stream: TextIO | None) -> TextIO:
    """Return the stream as one that takes any text; where the shell closed it, one to nowhere."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _fail(text: str) -> None:
    echo(f"watcher: {shown(text)}", err=True)
    sys.exit(EXIT_FAILED)


def _unforeseen(error: Exception) -> str:
    """Keep the traceback; return what to say of it."""
    from watcher.redact import without_secrets
    from watcher.service.faults import keep

    place = keep(error, App.last.database_path if App.last else None)
    where = f"its traceback is in {place}, and `watcher report` packs it" if place else "no place for its traceback"
    said = without_secrets(f"{type(error).__name__}: {error}")
    return f"this is a mistake of Watcher's own ({shown(said, 300)}); {where}"


def _flush() -> None:
    """Write what is still to be printed; raise no second error for a disk that is full."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _fail(f"the result cannot be written: {error.strerror}")

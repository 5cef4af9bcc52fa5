"""A group whose commands are imported when they are wanted, so that each starts at once."""

import importlib
import os
import sys

import click

from watcher.errors import ChoiceError

# Every command: its name and the module of watcher.cli that holds it.
COMMANDS = {
    "demo": "demo",
    "init": "setup",
    "doctor": "doctor",
    "sync": "sync",
    "reread": "reread",
    "digest": "digest",
    "search": "search",
    "show": "show",
    "trial": "trial",
    "changes": "changes",
    "topic": "topic",
    "extract": "extract",
    "dedupe": "dedupe",
    "import": "transfer",
    "export": "transfer",
    "run": "service",
    "run-due": "service",
    "status": "service",
    "outbox": "outbox",
    "backup": "service",
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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words as text, whatever the terminal wrote them in."""
        return super().parse_args(ctx, [_legible(word) for word in args])

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


def _legible(word: str) -> str:
    """Return a word that is not UTF-8 read as Windows and Latin-1 write it; the name of a file stays as it is."""
    if word.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in word) or os.path.lexists(word):
        return word
    return os.fsencode(word).decode("cp1252", "replace")

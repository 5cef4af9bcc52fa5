"""Writes docs/commands.md from the commands themselves: python docs/commands.py."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from watcher.cli import COMMANDS, cli

PAGE = Path(__file__).with_name("commands.md")
HEAD = """# Commands

What `watcher COMMAND --help` says, written by `docs/commands.py`. Results go to stdout, progress to stderr; exit 0: done, 1: failed, 2: wrong usage, 3: done in part.

These stand before the command, and `-c`, `-q` and `-v` behind it as well:
"""


def page() -> str:
    """Return the page."""
    context = click.Context(cli)
    lines = [HEAD, *_options(cli)]
    for name in COMMANDS:
        if command := cli.get_command(context, name):
            lines += _told(f"watcher {name}", command, 2)
    return "\n".join(lines)


def _told(name: str, command: click.Command, level: int) -> list[str]:
    """Return a heading, what the command says of itself, its options, and those of its own commands."""
    if command.hidden:
        return []
    words = " ".join(command.collect_usage_pieces(click.Context(command)))
    lines = [f"{'#' * level} {name}\n", f"    {name} {words}\n", *_help(command), *_options(command)]
    if isinstance(command, click.Group):
        lines += [line for sub, one in command.commands.items() for line in _told(f"{name} {sub}", one, 3)]
    return lines


def _help(command: click.Command) -> Iterator[str]:
    for part in re.split(r"\n{2,}", inspect.cleandoc(command.help or "")):
        if part.startswith("\b"):
            lines = re.sub(r"^(Examples?):\s*", r"", part.removeprefix("\b\n")).splitlines()
            yield "\n".join(f"    {line.strip()}" for line in lines) + "\n"
        else:
            yield part + "\n"


def _options(command: click.Command) -> list[str]:
    rows = [_row(one) for one in command.params if isinstance(one, click.Option) and not one.hidden]
    return ["| option | what it does |", "| --- | --- |", *rows, ""] if rows else []


def _row(option: click.Option) -> str:
    words = ", ".join(f"`{one}`" for one in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag or option.count else f" `{_value(option)}`"
    default = f" Otherwise `{option.default}`." if option.show_default and option.default else ""
    return f"| {words}{value} | {option.help or ''}{default} |"


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " ".join(map(str, option.type.choices))
    return option.metavar or ("N" if isinstance(option.type, click.IntRange) else "TEXT")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

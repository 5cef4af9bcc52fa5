"""The command line: a function per command, wired over the pipeline.

Progress and errors go to stderr, results to stdout. Exit 0: done; 1: failed; 2: wrong usage;
3: done in part (a source was down).
"""

import io
import os
import sys
from pathlib import Path
from typing import TextIO

import click

from watcher import __version__
from watcher.cli.app import App, echo, moment
from watcher.cli.lazy import LazyGroup
from watcher.errors import WatcherError
from watcher.text import shown

EXIT_FAILED = 1


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--config", "-c", metavar="FILE", help="The configuration, instead of watcher.toml.")
@click.option("--now", type=moment, metavar="ISO", help="The clock: for tests, and for building again.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, only results and errors.")
@click.option("--verbose", "-v", is_flag=True, help="Say what is being done, on stderr.")
@click.version_option(__version__, prog_name="watcher")
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
    from watcher.service.faults import keep, without_secrets

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

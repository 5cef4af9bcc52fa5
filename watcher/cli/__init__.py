"""The command line: a function per command, wired over the pipeline.

Progress and errors go to stderr, results to stdout. Exit 0: done; 1: failed; 2: wrong usage;
3: done in part (a source was down).
"""

import sys

import click

from watcher import __version__
from watcher.cli.app import App, moment
from watcher.cli.lazy import LazyGroup
from watcher.errors import WatcherError

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
    """Run the command line; an error that Watcher expects is one line, not a traceback."""
    try:
        cli(prog_name="watcher")
    except WatcherError as error:
        click.echo(f"watcher: {error}", err=True)
        sys.exit(EXIT_FAILED)

"""``watcher sync``: fetch, dedupe, store; ``watcher reread``: what could not be understood, again from the pages that are kept."""

import sys
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, echo, print_json, shared, since

if TYPE_CHECKING:
    from watcher.model import Coverage
    from watcher.pipeline.cluster import Cluster

EXIT_PARTLY = 3


@click.command("sync")
@click.argument("only", nargs=-1, metavar="[SOURCE]...")
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this source; may be given again.")
@click.option("--since", "start", metavar="DATE", help="From this date on, or a span back: 14d, 8w.")
@click.option("--full", is_flag=True, help="Everything there is, from the beginning; resumes where it stopped.")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True),
    metavar="DIR",
    help="Take in the saved runs and files of a folder, and ask nobody.",
)
@click.option(
    "--sift",
    is_flag=True,
    help="With --from: of PubMed's files, only records that name what the topic asks for; all cores look.",
)
@click.option(
    "--save", type=click.Path(file_okay=False), metavar="DIR", help="Keep all that comes, for --from elsewhere."
)
@click.option(
    "--engine",
    type=click.Choice(["process", "dask"]),
    default="process",
    show_default=True,
    help="Who understands the files of --from: a second process, or the workers of a Dask cluster (docs/scale.md).",
)
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="Dask's, as tcp://host:8786; without, workers on this machine."
)
@click.option(
    "--workers", type=click.IntRange(1, 1_000), metavar="N", help="So many on this machine; without, one a core."
)
@click.option("--json", "as_json", is_flag=True, help="Print the coverage for a program.")
@shared
def sync_command(
    app: App,
    only: tuple[str, ...],
    names: tuple[str, ...],
    start: str | None,
    full: bool,
    folder: str | None,
    sift: bool,
    save: str | None,
    engine: str,
    scheduler: str,
    workers: int | None,
    as_json: bool,
) -> None:
    """Fetch what is new, dedupe and store it; show the coverage.

    Each source is asked from its last complete run on, with an overlap; the first time, for the last
    365 days (--full takes everything, once). A source that is down ends its own turn only: exit 3
    tells that something was missed, and the next run makes it good.

    \b
    Example: watcher sync pubmed --since 30d
    """
    from watcher.service.asking import FIRST
    from watcher.service.sync import sync

    names += only
    spread = engine == "dask"
    _check_options(
        folder=bool(folder),
        asks=bool(names or start or full),
        saves=bool(save),
        takes_in=bool(sift or spread or scheduler or workers),
        lacks_dask=bool(scheduler or workers) and not spread,
    )
    begin = since(start, app.now()) if start else None
    with app.store(new=True) as store:
        is_first = not (begin or full or folder or store.runs.recent(limit=1))
        cluster = _cluster(app, scheduler, workers or 0) if spread else None
        try:
            coverage = sync(
                app, store, names=names, since=begin, full=full, folder=folder, sift=sift, save=save, cluster=cluster
            )
        except KeyboardInterrupt:
            app.say("\nInterrupted. What had come is kept, and `watcher sync` brings the rest.")
            raise
    if is_first:
        app.say(f"The first sync looks {FIRST.days} days back; `watcher sync --full` takes everything, once.")
    if full and not coverage:
        app.say("Nothing is left to ask: the backfill was complete before. `watcher sync` brings what is new.")
    report(coverage, as_json=as_json)


def _check_options(*, folder: bool, asks: bool, saves: bool, takes_in: bool, lacks_dask: bool) -> None:
    """Raise ``UsageError`` where options are given that want another beside them, or none."""
    if folder and saves:
        raise click.UsageError("--from asks nobody, so there is nothing to --save")
    if folder and asks:
        raise click.UsageError("--from takes in all that lies there; --source, --since and --full are for asking")
    if takes_in and not folder:
        raise click.UsageError("--sift, --engine, --scheduler and --workers are for --from")
    if lacks_dask:
        raise click.UsageError("--scheduler and --workers want --engine dask")


def _cluster(app: App, scheduler: str, workers: int) -> "Cluster":
    from watcher.pipeline.cluster import Cluster

    return Cluster(app.topic, scheduler, workers)


def report(coverage: "tuple[Coverage, ...]", *, as_json: bool) -> None:
    """Print the coverage; exit 3 where a source was not read completely."""
    from watcher.cli.output import print_coverage

    if as_json:
        print_json(coverage)
    else:
        print_coverage(coverage)
    if any(one.outcome.falls_short for one in coverage):
        sys.exit(EXIT_PARTLY)


@click.command("reread")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it for a program.")
@shared
def reread_command(app: App, as_json: bool) -> None:
    """Read again what could not be understood, and rate every record again.

    `watcher sync` does so by itself once the program or the topic profile has changed; nobody is asked for
    anything. Exit 3 tells that something is still not understood: it is listed, to be read by a person.

    \b
    Example: watcher reread
    """
    from watcher.service.sync import read_again

    with app.store() as store:
        done = read_again(app, store, everything=True)
        left = store.unread.all()
    if as_json:
        print_json({"understood": done.understood, "rated": done.rated, "not_understood": left})
    else:
        echo(f"{done.understood} records understood, {done.left} still not; {done.rated} rated again")
        for one in left:
            echo(f"  {one.source} {one.source_id}: {one.title or 'without a title'} {one.url}\n    {one.reason}")
    if left:
        sys.exit(EXIT_PARTLY)

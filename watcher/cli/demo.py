"""``watcher demo``: the whole run on bundled sample data."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, shared
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Digest

SAMPLES = Path(__file__).parent.parent / "samples"
# The folders of the samples are named for the days on which they are read.
_CONFIG = """
# A demonstration's: `watcher demo` empties this folder.
[watcher]
database = "watcher.db"
timezone = "Europe/Stockholm"

[[channels]]
name = "archive"
kind = "page"
folder = "site"

[[digests]]
name = "weekly"
when = "monday 07:00"
"""


_LABEL = "SAMPLE DATA: real studies, shown as though they had appeared this month. Nothing here is news."


@click.command("demo")
@click.option(
    "--output", "-o", default="demo-output", metavar="DIR", show_default=True, help="Where to put what is made."
)
@shared
def demo_command(app: App, output: str) -> None:
    """Run all of Watcher on sample data: no network, no keys.

    Two weeks of known studies are read as though they had just appeared. The digest of each is made and
    sent to a folder of pages; the second one is shown here, and the store is searched.

    \b
    Example: watcher demo
    """
    from watcher.cli.digest import read_here

    folder = Path(output)
    prepared = _fresh(app, folder)
    for day in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
        week = replace(prepared, fixed_now=_seven_in_stockholm(day.name))
        digest = _week(week, day)
    click.echo(read_here(digest))
    _search(week)
    _what_next(folder)


def _fresh(app: App, folder: Path) -> App:
    """Return a run whose configuration lies in the emptied folder."""
    import shutil

    text = _CONFIG.lstrip() + _nobody_is_asked()
    path = folder / "watcher.toml"
    try:
        if folder.exists() and any(folder.iterdir()) and not _is_a_demonstration(path):
            raise InputError(
                f"{folder} holds something else than a demonstration; choose an empty folder with --output"
            )
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("watcher.db", "watcher.db-journal", "watcher.db.deliver.lock"):
            (folder / name).unlink(missing_ok=True)
        shutil.rmtree(folder / "site", ignore_errors=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}; choose another with --output") from error
    return App(config=str(path), fixed_now=None, quiet=app.quiet, verbose=app.verbose, horizon=None, remarks=(_LABEL,))


def _is_a_demonstration(config: Path) -> bool:
    """Return whether the configuration is the one that a demonstration writes, unchanged but for the list of sources."""
    return config.is_file() and config.read_bytes().startswith(_CONFIG.lstrip().encode())


def _nobody_is_asked() -> str:
    import sources

    return "".join(f"\n[sources.{name}]\nenabled = {str(name == 'files').lower()}\n" for name in sources.available())


def _seven_in_stockholm(day: str) -> datetime:
    from zoneinfo import ZoneInfo

    return datetime.combine(date.fromisoformat(day), time(7, 0), ZoneInfo("Europe/Stockholm")).astimezone(UTC)


def _week(app: App, day: Path) -> "Digest":
    """Collect one week's samples and make its digest; return it."""
    from watcher.cli.output import print_coverage
    from watcher.service.digest import send
    from watcher.service.sync import sync

    with app.store(new=True) as store:
        app.say(f"\n$ watcher sync --from {day.name}    (sample data)")
        print_coverage(sync(app, store, folder=str(day)))
        (plan,) = app.settings.digests
        send(app, store, plan)
        (made, *_) = store.digests.all(plan.name)
        digest = store.digests.get(made.name, made.key)
        app.say(f"\n$ watcher digest send    (week {made.key}, to the folder of pages)")
    assert digest is not None  # noqa: S101 - it was made just now
    return digest


def _search(app: App) -> None:
    from watcher.cli.output import print_table
    from watcher.store.search import Filters, search_file

    words = '"every 3 weeks" OR "every 14 days"'
    app.say(f"\n$ watcher search '{words}' --tier core")
    hits = search_file(app.database(), words, Filters(tier="core"))
    print_table(("published", "tier", "title"), [(hit.published, hit.tier, hit.title) for hit in hits])


def _what_next(folder: Path) -> None:
    import shutil

    # Made in an environment of its own, the command is not on everybody's path.
    watcher = "watcher" if shutil.which("watcher") else sys.argv[0]
    click.echo(f"""
This was sample data: real studies, shown as though they had appeared this month.

The digest as a page:  {(folder / "site" / "index.html").resolve()}
Search it yourself:    {watcher} --config {folder / "watcher.toml"} search "octreotide LAR"
Everything about one:  {watcher} --config {folder / "watcher.toml"} trial

To watch for real:
  {watcher} init             write watcher.toml
  {watcher} doctor           check it
  {watcher} sync             fetch
  {watcher} digest preview   read""")

"""``watcher run``, ``run-due``, ``status``, ``backup``: the service and what it is doing."""

import sys
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, print_json, shared

if TYPE_CHECKING:
    from watcher.store.answers import Status

EXIT_FAILED = 1


@click.command("run")
@shared
def run_command(app: App) -> None:
    """Run the service: collect every few hours, send each week.

    It stays in the foreground. What is due is decided from the database, so it may be stopped, restarted or put to sleep. For
    systemd or a container; Ctrl-C ends it.

    \b
    Example: watcher run
    """
    from watcher.cli import rounds
    from watcher.schedule import serve

    def tick() -> None:
        with app.store(new=True) as store:
            rounds.due(app, store)

    settings = app.settings
    app.say(f"Collecting every {settings.sync_every}, digests: " + ", ".join(plan.name for plan in settings.digests))
    try:
        serve(tick)
    except KeyboardInterrupt:
        app.say("Stopped.")


@click.command("run-due")
@shared
def run_due_command(app: App) -> None:
    """Do once what is due, then end: for cron or a systemd timer.

    \b
    Example: watcher run-due
    """
    from watcher.cli import rounds

    with app.store(new=True) as store:
        rounds.due(app, store)


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def status_command(app: App, as_json: bool) -> None:
    """Show the last runs, the next jobs, the outbox, the size.

    \b
    Example: watcher status
    """
    from watcher.cli.wiring import next_times

    with app.store() as store:
        status = store.status()
        due = next_times(app.settings, store, app.now())
    if as_json:
        print_json({"status": status, "next": due})
    else:
        _print_status(status, due)
    if status.outbox.get("failed") or status.outbox.get("held"):
        sys.exit(EXIT_FAILED)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False))
@shared
def backup_command(app: App, file: str) -> None:
    """Copy the database, consistently, while the service runs.

    \b
    Example: watcher backup /backup/watcher-2026-11-23.db
    """
    with app.store() as store:
        size = store.backup(file)
    app.say(f"Wrote {file}, {size:,} bytes, checked.")


def _print_status(status: "Status", due: dict[str, str]) -> None:
    from watcher.cli.output import print_coverage, print_table

    print_coverage(status.runs)
    click.echo()
    print_table(("what", "count"), sorted(status.counts.items()))
    click.echo()
    outbox = [(f"outbox: {state}", count) for state, count in sorted(status.outbox.items())]
    print_table(("what", "value"), [*outbox, ("database", f"{status.size_bytes:,} bytes"), *sorted(due.items())])

"""``watcher run``, ``run-due``, ``status``, ``backup``: the service and what it is doing."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, echo, force_option, paragraph, print_json, shared
from watcher.errors import ConfigError

if TYPE_CHECKING:
    from watcher.service.due import Done
    from watcher.service.standing import Standing
    from watcher.store.answers import Status

log = logging.getLogger(__name__)

EXIT_FAILED = 1
EXIT_PARTLY = 3


def _logging(form: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command its ``--log-format``, with ``form`` where none is given."""
    return click.option(
        "--log-format",
        "log_format",
        type=click.Choice(("json", "console"), case_sensitive=False),
        default=form,
        show_default=True,
        help="How what is logged looks on stderr: one JSON object a line, or lines for a person.",
    )


@click.command("run")
@_logging("json")
@shared
def run_command(app: App, log_format: str) -> None:
    """Run the service: collect every few hours, send each week.

    It stays in the foreground. What is due is decided from the database, so it may be stopped, restarted or put to sleep. For
    systemd or a container; Ctrl-C ends it. Where SLACK_APP_TOKEN is set, /watcher in Slack is answered meanwhile.

    \b
    Example: watcher run
    """
    from watcher.service.due import Service, check
    from watcher.service.logs import Form, set_up
    from watcher.service.questions import answering
    from watcher.service.schedule import serve

    set_up(Form(log_format), logging.INFO)
    for mistake in check(app):
        log.warning("%s; the others go on", mistake)
    settings = app.settings
    names = ", ".join(plan.name for plan in settings.digests)
    log.info("Collecting every %s, digests: %s", settings.sync_every, names)
    service = Service(session=app)
    try:
        with answering(app) as is_answering:
            if is_answering:
                log.info("Answering /watcher in Slack")
            serve(service.guarded_tick)
    finally:
        service.stop()
    log.info("Stopped; what a collection had kept stays.")


@click.command("run-due")
@_logging("console")
@shared
def run_due_command(app: App, log_format: str) -> None:
    """Do once what is due, then end: for cron or a systemd timer.

    What is to be sent is sent whatever becomes of collecting. Exit 3 tells that a source was not read completely, 1 that a
    digest or a message was not delivered.

    \b
    Example: watcher run-due
    """
    from watcher.service.due import Service, check
    from watcher.service.logs import Form, set_up
    from watcher.service.vitals import beat

    set_up(Form(log_format))
    check(app)
    service = Service(session=app)
    try:
        done = service.once()
        beat(app, done)
        service.tell()
        _report_round(app, done)
    finally:
        service.stop()


def _report_round(app: App, done: "Done") -> None:
    """Say what was missed, on stderr where cron mails it; exit 1 for a message, 3 for a source."""
    missed = [one for one in done.coverage if one.outcome.falls_short]
    lost = [message for message in done.sent if message.state != "sent"]
    told = [f"{one.source}: {one.outcome.value}: {'; '.join((one.error, *one.notices)).strip('; ')}" for one in missed]
    told += [f"{message.channel} to {message.recipient}: {message.state}: {message.detail}" for message in lost]
    for line in (*told, *filter(None, [done.uncollected]), *done.faults):
        echo(line, err=True)
    app.say(f"{len(done.coverage)} sources asked, {len(done.sent)} messages")
    if lost or done.faults:
        sys.exit(EXIT_FAILED)
    if missed or done.uncollected:
        sys.exit(EXIT_PARTLY)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8087, show_default=True, help="The port.")
@click.option("--site", metavar="CHANNEL", help="The page channel whose site is shown; otherwise the first.")
@_logging("json")
@shared
def serve_command(app: App, host: str, port: int, site: str | None, log_format: str) -> None:
    """Answer over HTTP: the site, /health, /metrics, readers, and nothing else.

    Readers leave a list at /unsubscribe/TOKEN, and say what was useful at /rate/TOKEN. Beside `watcher run`, and for this machine alone unless --host says otherwise: there is no password, so put a server that has
    one before it. The database is only read, but for what readers rate.

    \b
    Example: watcher serve --port 8087
    """
    from watcher.service.feedback import Rater
    from watcher.service.loading import site_of
    from watcher.service.logs import Form, set_up
    from watcher.service.unsubscribe import Unsubscriber

    set_up(Form(log_format), logging.INFO)
    try:
        from watcher.service.endpoints import Served, serve
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error.name} is not there; pip install 'evidence-watcher[serve]'") from error
    folder = site_of(app.settings, site)
    log.info("answering at http://%s:%d/, the site is %s", host, port, folder or "none")
    serve(Served(app, folder, Unsubscriber(session=app), Rater(app)), host, port)


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def status_command(app: App, as_json: bool) -> None:
    """Show the next digest of each team, each source, what waits for a person and how to let it go, and what is wrong.

    Exit 1 tells that something wants a person: what the operator of [operator] is told, too.

    \b
    Example: watcher status
    """
    from watcher.service.due import next_times
    from watcher.service.standing import standing
    from watcher.service.troubles import troubles

    with app.store() as store:
        status = store.status()
        due = next_times(app, store)
        stands = standing(app, store)
        wrong = [one.text for one in troubles(app, store)]
    if as_json:
        print_json({"status": status, "next": due, "standing": stands, "troubles": wrong})
    else:
        _print_status(status, due, stands)
        for text in wrong:
            paragraph(f"trouble: {text}")
    if wrong:
        sys.exit(EXIT_FAILED)


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False), required=False)
@click.option(
    "--keep", type=click.IntRange(1, 10_000), metavar="N", help="Copy into the folder of copies, and keep the newest N."
)
@click.option("--force", is_flag=True, help="Put the copy in the place of an earlier one.")
@shared
def backup_command(app: App, file: str | None, keep: int | None, *, force: bool) -> None:
    """Copy the database, consistently, while the service runs.

    Into FILE, which is kept where it is there, but for an earlier copy with --force; or, without a FILE, into the folder of copies
    (`backup` under [schedule], which also lets the service do so daily), where older copies make room for newer ones.

    \b
    Example: watcher backup --keep 8
    """
    from watcher.service.backups import back_up

    if file and keep:
        raise click.UsageError("write a FILE, or --keep for the folder of copies")
    with app.store() as store:
        if file:
            size = store.backup(file, force=force)
        else:
            made = back_up(app, store, keep or app.settings.backups_kept)
            file, size = str(made.path), made.size
            for old in made.dropped:
                app.say(f"Deleted the older copy {old}.")
    app.say(f"Wrote {file}, {size:,} bytes, checked.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@shared
def restore_command(app: App, file: str) -> None:
    """Put a copy in the place of the database; the database is kept beside it.

    The copy is read whole first; a damaged or a newer one is refused. Stop `watcher run` before. Nothing is sent twice: what the
    database before had sent is noted, Slack and the site are looked at before anything is posted, a mail that may have gone
    out waits for a person (`watcher outbox list`).

    \b
    Example: watcher restore watcher.db-backups/watcher-20261123T060000Z.db
    """
    from pathlib import Path

    from watcher.service.backups import restore
    from watcher.service.loading import usable_channels

    done = restore(app, Path(file), usable_channels(app.settings)[0])
    app.say(f"Restored {file}. The next sync brings what came since; start `watcher run` again where you stopped it.")
    if done.before:
        app.say(f"The database before is {done.before}: delete it once all is well.")
    told = (
        (done.known, "Messages that were sent before, and are not sent again"),
        (done.sought, "Messages that are looked for in their channel before they are posted"),
        (done.held, "Messages that may have been sent, and wait for your word (`watcher outbox list`)"),
    )
    for count, what in told:
        if count:
            app.say(f"{what}: {count}.")


@click.command("report")
@click.option(
    "--output", "-o", default="watcher-report.zip", metavar="FILE", show_default=True, help="Where to write it."
)
@click.option("--page", default="", metavar="SOURCE:ID", help="Put in the page of a record that was not understood.")
@force_option
@shared
def report_command(app: App, output: str, page: str, force: bool) -> None:
    """Pack what is needed to mend a mistake of Watcher's into one archive.

    It holds no secret, no mail address and of an address the host alone; what is in it is printed here. A page goes with it
    only when it is named.

    \b
    Example: watcher report -o report.zip --page pubmed:12345678
    """
    from watcher.cli.output import print_table
    from watcher.service.report import report

    archive, parts = report(app, page=page)
    app.save(output, archive, force=force)
    print_table(("file", "bytes", "what it is"), [(one.name, len(one.content), one.what) for one in parts])
    app.say(f"Wrote {output}. Look through it before you send it.")


def _print_status(status: "Status", due: dict[str, str], stands: "Standing") -> None:
    from watcher.cli.output import print_coverage, print_table

    rows = [
        (one.digest, ", ".join(one.channels), f"{one.next:%a %d %b %Y %H:%M %Z}", one.last or "none yet", one.waiting)
        for one in stands.teams
    ]
    print_table(("digest", "channels", "next", "last", "messages that wait"), rows, wide=1)
    echo()
    print_coverage(status.runs)
    for one in stands.sources:
        for what, since in (("silent", one.silent_since), ("not read completely", one.failing_since)):
            if since:
                echo(f"{one.source} is {what} since {since:%Y-%m-%d %H:%M} UTC")
    if stands.interrupted:
        echo(
            f"the last collection was interrupted at {stands.interrupted:%Y-%m-%d %H:%M} UTC; `watcher sync` brings the rest"
        )
    echo()
    print_table(("what", "count"), sorted(status.counts.items()))
    echo()
    outbox = [(f"outbox: {state}", count) for state, count in sorted(status.outbox.items())]
    print_table(("what", "value"), [*outbox, ("database", f"{status.size_bytes:,} bytes"), *sorted(due.items())])
    for held in stands.held:
        echo()
        to = f"{held.channel} to {held.recipient}, {held.digest}"
        echo(f"{held.state} since {held.since:%Y-%m-%d %H:%M} UTC: {to}: {held.why}")
        echo(f"    {held.let_go}")

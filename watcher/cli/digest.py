"""``watcher digest``: read it, send it, build it again."""

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, Group, columns, force_option, print_json, shared, since, takes_styles
from watcher.errors import InputError

if TYPE_CHECKING:
    from watcher.model import Digest
    from watcher.pipeline.deliver import Sent

FORMATS = ("text", "html", "slack", "json")
EXIT_PARTLY = 3


form_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS, case_sensitive=False),
    help="In which form it is written; if not given, by the name of the --output, else text.",
)
name_option = click.option(
    "--name", metavar="DIGEST", help="Which digest of the configuration; the first, if not given."
)
output_option = click.option("--output", "-o", metavar="FILE", help="Write it to a file.")


@click.group("digest", cls=Group)
def digest_command() -> None:
    """Read the digest, send it, or build a past one again.

    \b
    Example: watcher digest preview --format html --output digest.html
    """


@digest_command.command("preview")
@form_option
@click.option("--since", "start", metavar="DATE", help="From this date on, or a span back: 14d, 8w.")
@click.option("--until", "end", metavar="DATE", help="Up to this date.")
@name_option
@output_option
@force_option
@shared
def preview(
    app: App, form: str | None, start: str | None, end: str | None, name: str | None, output: str | None, force: bool
) -> None:
    """Show the digest as it would be sent now; nothing is sent and nothing is marked as told.

    With --since, the period alone decides what is new, whatever earlier digests told.

    \b
    Example: watcher digest preview --since 8w
    """
    from watcher.service.digest import due_period, prepare
    from watcher.service.loading import plan

    with app.store() as store:
        chosen = plan(app.settings, name)
        span = due_period(app, store, chosen, since(start, app.now()) if start else None)
        span = replace(span, until=since(end, app.now())) if end else span
        if span.until <= span.since:
            raise click.UsageError(
                f"the period ends at {span.until:%Y-%m-%d}, before it begins at {span.since:%Y-%m-%d}"
            )
        digest = prepare(app, store, chosen, span, anew=bool(start)).digest
    form = form or _by_name(output)
    _write(app, read_here(digest) if form == "text" and not output else render(digest, form), output, force=force)


@digest_command.command("send")
@name_option
@click.option("--channel", "only", multiple=True, metavar="NAME", help="Only to this channel now; may be given again.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each message for a program.")
@shared
def send(app: App, name: str | None, only: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Send the digest that is due and whatever else waits; a second time sends nothing.

    \b
    Example: watcher digest send --dry-run
    """
    from watcher.service import digest as service
    from watcher.service.loading import plan

    chosen = plan(app.settings, name)
    if not chosen.channels:
        raise InputError("no channel is configured; add a [[channels]] table, or run `watcher digest preview`")
    with app.store() as store:
        if dry_run:
            planned = service.would_send(app, store, chosen, only)
            _print_messages(planned)
            app.say(_foretold(planned))
            sys.exit(EXIT_PARTLY if any(message.state == "wrong" for message in planned) else 0)
        made, sent = service.send(app, store, chosen, only)
    _report(app, made=made, sent=sent, as_json=as_json)


@digest_command.command("test")
@click.argument("channel")
@name_option
@shared
def test(app: App, channel: str, name: str | None) -> None:
    """Send the digest as it would read now to one channel, marked TEST; nothing is marked as told.

    \b
    Example: watcher digest test net-team
    """
    from watcher.service.digest import try_out
    from watcher.service.loading import plan

    with app.store() as store:
        _print_messages(try_out(app, store, plan(app.settings, name), channel))


@digest_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def list_(app: App, as_json: bool) -> None:
    """List the digests that were made, newest first.

    \b
    Example: watcher digest list
    """
    from watcher.cli.output import print_table

    with app.store() as store:
        made = store.digests.all()
    headings = ("name", "week", "since", "until", "made")
    rows = [(one.name, one.key, one.since, one.until, one.frozen) for one in made]
    if as_json:
        print_json([dict(zip(headings, (*row[:2], *(at.isoformat() for at in row[2:])), strict=True)) for row in rows])
        return
    here = app.settings.timezone
    print_table(headings, [(*row[:2], *(f"{at.astimezone(here):%Y-%m-%d %H:%M}" for at in row[2:])) for row in rows])


@digest_command.command("rebuild")
@click.argument("key", metavar="WEEK")
@name_option
@form_option
@output_option
@force_option
@shared
def rebuild(app: App, key: str, name: str | None, form: str | None, output: str | None, force: bool) -> None:
    """Build a digest that was made again, byte for byte, from what was frozen.

    \b
    Example: watcher digest rebuild 2026-W47 --format html
    """
    from watcher.service.loading import plan

    with app.store() as store:
        digest = store.digests.get(plan(app.settings, name).name, key)
    if digest is None:
        raise InputError(f"no digest {key} was made; `watcher digest list` says which were")
    _write(app, render(digest, form or _by_name(output)), output, force=force)


def render(digest: "Digest", form: str) -> str:
    """Return the digest as text, one HTML page, Slack's messages, or JSON, in its language."""
    from digests.labels import speaking

    with speaking(digest.language):
        return _rendered(digest, form)


def read_here(digest: "Digest") -> str:
    """Return the digest as text for this terminal: no wider than it is, and in its colours where it has some."""
    from digests.channels.text import to_text
    from digests.labels import speaking

    with speaking(digest.language):
        return to_text(digest, width=columns(), colour=takes_styles())


def _rendered(digest: "Digest", form: str) -> str:
    match form:
        case "json":
            from digests.writing import to_json

            return to_json(digest)
        case "slack":
            from digests.channels.slack import Channel as Slack

            messages = Slack(name="preview", channel="C0000000000").render(digest)
            return json.dumps([json.loads(message.body) for message in messages], ensure_ascii=False, indent=2)
        case "html":
            from digests.channels.page import alone

            return alone(digest)
        case _:
            from digests.channels.text import to_text

            return to_text(digest)


def _by_name(output: str | None) -> str:
    """Return the form that the name of a file asks for; text for none."""
    ending = (output or "").rpartition(".")[2].lower()
    return {"htm": "html"}.get(ending, ending if ending in FORMATS else "text")


def _write(app: App, text: str, output: str | None, *, force: bool) -> None:
    if output:
        app.save(output, text, force=force)
    else:
        click.echo(text)


def _print_messages(messages: "tuple[Sent, ...]") -> None:
    from watcher.cli.output import print_table

    print_table(
        ("channel", "recipient", "state", "detail"), [(m.channel, m.recipient, m.state, m.detail) for m in messages]
    )


def _foretold(planned: "tuple[Sent, ...]") -> str:
    if planned:
        return "Nothing was sent: this was a dry run."
    return "Nothing would be sent: this week's digest was made before, and no message waits."


def _report(app: App, *, made: bool, sent: "tuple[Sent, ...]", as_json: bool) -> None:
    if as_json:
        print_json({"made": made, "messages": [[m.channel, m.recipient, m.state, m.detail] for m in sent]})
    else:
        _print_messages(sent)
        app.say(
            "The digest was made and frozen." if made else "This week's digest was made before; nothing is sent twice."
        )
    if any(message.state != "sent" for message in sent):
        sys.exit(EXIT_PARTLY)

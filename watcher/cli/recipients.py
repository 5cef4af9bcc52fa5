"""``watcher recipients``: who gets which digest by mail, who left, and whose mail does not arrive."""

from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, Group, echo, print_json, shared
from watcher.cli.outbox import SHOWN
from watcher.errors import InputError

if TYPE_CHECKING:
    from digests.mailboxes import Mailbox
    from watcher.store.answers import Delivery

_LAST = 3  # mails that went out, of which it is told

_digest_option = click.option(
    "--digest", "name", metavar="NAME", help="The digest whose list it is; the first, if not given."
)


@click.group("recipients", cls=Group)
def recipients_command() -> None:
    """Add and remove recipients; say why somebody gets a digest, or why not.

    \b
    Example: watcher recipients add "Ann Berg <ann@example.org>"
    """


@recipients_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def list_(app: App, as_json: bool) -> None:
    """List who is on each list, and why some are not written to.

    \b
    Example: watcher recipients list
    """
    from watcher.cli.output import print_table
    from watcher.service.recipients import Departures, mistakes, people

    departures = Departures(app.settings.database)
    rows = [
        (
            one.listed,
            one.channel,
            one.mailbox.address,
            one.mailbox.name,
            departures.why_not(one.mailbox.address, one.listed) or "is written to",
        )
        for one in people(app.settings)
    ]
    headings = ("digest", "channel", "address", "name", "state")
    if as_json:
        print_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        print_table(headings, rows)
    for mistake in mistakes(app.settings):
        echo(mistake, err=True)


@recipients_command.command("add")
@click.argument("address")
@_digest_option
@click.option(
    "--because",
    default="",
    metavar="TEXT",
    help="Why somebody who left, or an address that rests, is written to again.",
)
@shared
def add(app: App, address: str, name: str | None, because: str) -> None:
    """Put an address into the file of recipients of a digest (recipients_file).

    \b
    Example: watcher recipients add "Ann Berg <ann@example.org>" --digest weekly
    """
    from watcher.service.bounces import forget
    from watcher.service.loading import plan
    from watcher.service.recipients import add as add_to

    one = _mailbox(address)
    path = add_to(app.settings, one, plan(app.settings, name), app.now(), because)
    if because and app.settings.database.exists():
        with app.store() as store:
            forget(store, one.address, app.now())
    app.say(f"{one.address} is in {path}")


@recipients_command.command("remove")
@click.argument("address")
@click.option("--digest", "name", metavar="NAME", help="Off this list alone; off every list, if not given.")
@click.option("--because", default="removed by the operator", metavar="TEXT", help="Why; it is kept.")
@shared
def remove(app: App, address: str, name: str | None, because: str) -> None:
    """Take an address off a list, or off all of them, for good: no backup brings it back.

    \b
    Example: watcher recipients remove ann@example.org --because "left the clinic"
    """
    from watcher.service.loading import plan
    from watcher.service.recipients import remove as remove_from

    one = _mailbox(address)
    plans = [plan(app.settings, name)] if name else app.settings.digests
    lists = remove_from(app.settings, one.address, plans, app.now(), because)
    if not lists:
        raise InputError(f"{one.address} is on no list; `watcher recipients list` shows who is")
    app.say(f"{one.address} gets no more mail of: {', '.join(lists)}")


@recipients_command.command("why")
@click.argument("address")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def why(app: App, address: str, as_json: bool) -> None:
    """Say why an address gets a digest, or why not.

    Which lists it is on and through which file, when it left or came back,
    which mails came back from it, the last that went out, and each that
    waits or was given up, with the reason.

    \b
    Example: watcher recipients why ann@example.org
    """
    said = list(_account(app, _mailbox(address).address))
    if as_json:
        print_json([{"at": at, "what": what} for at, what in said])
        return
    for at, what in said:
        click.echo(f"{at[:16].replace('T', ' ')}  {what}" if at else what)
    if not said:
        click.echo(f"{address} is on no list, and never was")


def _account(app: App, address: str) -> list[tuple[str, str]]:
    """Return what is known of an address, each with when, "" for what holds now; by time."""
    from watcher.service.bounces import bounces
    from watcher.service.recipients import Departures, people

    departures, now = Departures(app.settings.database), app.now()
    found = []
    for one in people(app.settings):
        if one.mailbox.address.lower() == address.lower():
            state = departures.why_not(address, one.listed) or "is written to"
            where = one.file or app.settings.path or "the configuration"
            found.append(("", f"on the list {one.listed} through {one.channel}, by {where}: {state}"))
    for event in departures.all():
        if event.address.lower() == address.lower():
            lists = "every list" if event.listed == "*" else f"the list {event.listed}"
            found.append((event.at, f"{event.event}: {lists}, {event.because}"))
    if app.settings.database.exists():
        with app.store() as store:
            found += [
                (one["at"], f"a mail came back: {one['said']}")
                for one in bounces(store, now).get(address.lower(), {}).values()
            ]
            mine = [one for one in store.outbox.deliveries() if one.message.recipient.lower() == address.lower()]
            sent = [one for one in mine if one.state == "sent"][-_LAST:]
            found += [(one.changed.isoformat(), _said(one)) for one in mine if one.state != "sent" or one in sent]
    return sorted(found)


def _said(one: "Delivery") -> str:
    """Return "sent: 2026-W47", or of what was not sent its state, id and the reason as well."""
    if one.state == "sent":
        return f"sent: {one.message.subject}"
    why = f": {one.error}" if one.error else ""
    return f"{one.state} (watcher outbox, {one.message.key[:SHOWN]}): {one.message.subject}{why}"


def _mailbox(text: str) -> "Mailbox":
    from digests.mailboxes import mailbox
    from watcher.errors import ConfigError

    try:
        return mailbox(text)
    except ConfigError as error:
        raise InputError(str(error)) from error

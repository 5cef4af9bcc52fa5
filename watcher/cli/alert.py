"""``watcher alert``: what would be told at once, and a message to try a channel with."""

from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, Group, print_json, shared, since
from watcher.errors import InputError

if TYPE_CHECKING:
    from digests.alerts import Alert


@click.group("alert", cls=Group)
def alert_command() -> None:
    """See what is told at once, before the next digest; try a channel.

    \b
    Example: watcher alert preview --since 30d
    """


@alert_command.command("preview")
@click.option(
    "--since", "start", metavar="DATE", default="7d", show_default=True, help="From this date on, or a span back."
)
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def preview(app: App, start: str, as_json: bool) -> None:
    """Show the events since then that are told at once; nothing is sent.

    \b
    Example: watcher alert preview --since 30d
    """
    from watcher.service.alerts import found

    with app.store() as store:
        events = found(app, store, since(start, app.now()))
    if as_json:
        print_json([_plain(one) for one in events])
        return
    for one in events:
        click.echo(f"{one.subject}\n{one.text}\n")
    if not events:
        app.say(f"nothing since {start} would have been told at once")


def _plain(one: "Alert") -> dict[str, object]:
    return {"subject": one.subject, "what": one.what, "why": one.why, "url": one.url, "item": one.item}


@alert_command.command("test")
@click.argument("channel")
@shared
def test(app: App, channel: str) -> None:
    """Send a message to a channel that says it is a test; nothing is noted as told.

    \b
    Example: watcher alert test net-team
    """
    from watcher.service.alerts import try_out
    from watcher.service.loading import check_channels, usable_channels

    channels, wrong = usable_channels(app.settings)
    check_channels([one.name for one in app.settings.channels], [channel])
    if channel in wrong:
        raise InputError(wrong[channel])
    for receipt in try_out(app, channels[channel]):
        app.say(f"sent: {receipt.reference}")

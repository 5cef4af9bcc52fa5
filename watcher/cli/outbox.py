"""``watcher outbox``: the messages, and a person's word on those that wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, Group, because_option, print_json, shared
from watcher.errors import InputError, StoreError

if TYPE_CHECKING:
    from watcher.store.answers import Delivery
    from watcher.store.store import Store

SHOWN = 12  # digits of a message's key: enough to tell it from every other

WAITING = ("pending", "sending", "uncertain", "held", "failed")


@click.group("outbox", cls=Group)
def outbox_command() -> None:
    """List the messages; send one again, drop it, or say that it arrived.

    \b
    Example: watcher outbox retry --because "the bot was invited"
    """


@outbox_command.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that were sent or dropped, too.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def list_(app: App, everything: bool, as_json: bool) -> None:
    """List the messages that wait, oldest first, each with what is known of it.

    \b
    Example: watcher outbox list
    """
    from watcher.cli.output import print_table

    with app.store() as store:
        found = store.outbox.deliveries(*(() if everything else WAITING))
    headings = ("id", "state", "channel", "recipient", "digest", "since", "attempts", "what is known")
    rows = [
        (
            one.message.key[:SHOWN],
            one.state,
            one.message.channel,
            one.message.recipient,
            f"{one.digest} {one.period}".strip(),
            f"{one.changed:%Y-%m-%d %H:%M}",
            one.attempt,
            one.error or one.reference,
        )
        for one in found
    ]
    if as_json:
        print_json(
            [
                dict(zip(headings, (one.message.key, *row[1:]), strict=True))
                for one, row in zip(found, rows, strict=True)
            ]
        )
        return
    print_table(headings, rows)
    if not rows:
        app.say("no message waits")


@outbox_command.command("retry")
@click.argument("ids", metavar="[ID...]", nargs=-1)
@because_option()
@shared
def retry(app: App, ids: tuple[str, ...], because: str) -> None:
    """Send messages again, with the next `digest send`, `run` or `run-due`: without an ID all that were refused.

    Say so of a mail that is held only where it surely did not arrive.

    \b
    Example: watcher outbox retry --because "the bot was invited"
    """
    with _waiting(app, ids or _refused) as (store, found):
        for one in found:
            store.outbox.release(one.message.key, app.now(), because=because)
    soon = "; `watcher run` does so within a minute, `watcher digest send` now"
    app.say(f"{len(found)} will be sent{soon}." if found else "no message was refused")


@outbox_command.command("drop")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@because_option()
@shared
def drop(app: App, ids: tuple[str, ...], because: str) -> None:
    """Never send messages, nor those that answer them in a thread.

    \b
    Example: watcher outbox drop 3f09ab12cd34 --because "the recipient has left"
    """
    with _waiting(app, ids) as (store, found):
        for one in found:
            store.outbox.drop(one.message.key, app.now(), because=because)
    app.say(f"{len(found)} dropped.")


@outbox_command.command("mark-sent")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@because_option("a person saw it")
@shared
def mark_sent(app: App, ids: tuple[str, ...], because: str) -> None:
    """Say that messages arrived, so that they are not sent again.

    \b
    Example: watcher outbox mark-sent 3f09ab12cd34 --because "it is in the inbox"
    """
    with _waiting(app, ids) as (store, found):
        for one in found:
            store.outbox.confirm(one.message.key, app.now(), because=because)
    app.say(f"{len(found)} noted as sent.")


def _refused(store: "Store") -> tuple[str, ...]:
    """Return the ids of what surely was not taken when it was tried."""
    found = (one for one in store.outbox.deliveries("failed", "pending") if one.state == "failed" or one.attempt)
    return tuple(one.message.key for one in found)


@contextmanager
def _waiting(
    app: App, ids: "tuple[str, ...] | Callable[[Store], tuple[str, ...]]"
) -> "Iterator[tuple[Store, list[Delivery]]]":
    """Give the store and the messages, while nobody else delivers; all that is done to them is one step."""
    with app.store() as store, store.outbox.delivering() as mine:
        if not mine:
            raise StoreError(f"another process is delivering from {store.path}; wait for it, or stop it")
        store.outbox.recover(app.now())
        found = [_found(store, one) for one in (ids(store) if callable(ids) else ids)]
        with store.writing():
            yield store, found


def _found(store: "Store", identifier: str) -> "Delivery":
    """Return the message whose key begins so; raise ``InputError`` for none or several, or one that does not wait."""
    begins = [one for one in store.outbox.deliveries() if one.message.key.startswith(identifier)]
    if len(begins) != 1 or not identifier:
        how = "no message" if not begins else f"{len(begins)} messages"
        raise InputError(
            f"{how} with an id that begins with {identifier!r}; `watcher outbox list --all` says which there are"
        )
    (one,) = begins
    if one.state not in WAITING:
        raise InputError(f"the message {identifier} is {one.state}; nothing is to be done about it")
    return one

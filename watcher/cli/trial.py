"""``watcher trial``: the watched trial as one dated thread; ``watcher changes``: what changed in the registries."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, echo, print_json, shared, since
from watcher.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watcher.model import Id, Milestone, Panel, Revision, WatchedTrial

_BEGINNING = datetime(1985, 1, 1, tzinfo=UTC)


@click.command("trial")
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def trial_command(app: App, identifier: str | None, as_json: bool) -> None:
    """Show the watched trial: status, changes, and its thread.

    The thread is everything of the study by date: registrations, protocol,
    corrections, abstracts, press releases, articles, posted results. The
    versions are those that ClinicalTrials.gov counts itself. When first
    results are expected is forecast after each sync, and every forecast is
    kept. Another trial is shown by any of its registry numbers, by its acronym,
    or by the number of the item that is its registration.

    \b
    Example: watcher trial NCT05050942
    """
    from digests.build.watched import panel, thread
    from watcher.model import Period

    trial = one_trial(app, identifier)
    now = app.now() + datetime.resolution  # the end of a period is exclusive
    with app.store() as store:
        topic = next((one for one in app.topic.every if trial in one.watched), app.topic)
        status = store.trials.watched(trial, _BEGINNING, now, topic=topic.name)
    span = Period(key="", since=_BEGINNING, until=now, due=now)
    is_watched = any(trial in one.watched for one in app.topic.every)
    if not (is_watched or status.dossier or status.publications):
        raise InputError(
            f"nothing in the store is of {trial.name} or names it; `watcher sync` asks for what the topic watches"
        )
    shown, _ = panel(status, span, (), now)
    shown = replace(shown, revisions=status.revisions)  # all, and not those alone that explain a change
    if as_json:
        print_json(replace(shown, timeline=thread(status)))  # with the members that have no date
    else:
        _print(shown, thread(status))


def one_trial(app: App, identifier: str | None) -> "WatchedTrial":
    """Return the trial of a registry number, of its registration's item, of its acronym or of a watched trial's name, the first watched for None."""
    from watcher.ids import read_id
    from watcher.ids.found import TRIAL_SCHEMES
    from watcher.model import WatchedTrial

    watched = [one for topic in app.topic.every for one in topic.watched]
    if identifier is None:
        if not watched:
            raise InputError("the topic watches no trial; name one: watcher trial NCT05050942")
        return watched[0]
    known = read_id(identifier)
    for trial in watched:
        if trial.name.lower() == identifier.lower() or known in trial.ids:
            return trial
    numbers = (known,) if known and known.scheme in TRIAL_SCHEMES else _found(app, identifier)
    if watching := next((trial for trial in watched if {*trial.ids} & {*numbers}), None):
        return watching
    return WatchedTrial(name=numbers[0].value, ids=numbers)


def _found(app: App, named: str) -> "tuple[Id, ...]":
    """Return the registry numbers of the one registration in the store that has this number or acronym."""
    from watcher.service import own_id

    number = own_id(named)
    with app.store() as store:
        items = (number,) if number is not None else store.trials.called(named)
    found = [numbers for item in items if (numbers := _registered(app, item))]
    if not found:
        raise InputError(
            f"{named!r} is no registry number and no watched trial's name, and no registration in the store has it for its acronym; find the item with"
            f' `watcher search "{named}" --kind registration`'
        )
    apart = [one for one in found if not {*one} & {*found[0]}]
    if apart:
        which = ", ".join(str(numbers[0].value) for numbers in (found[0], *apart))
        raise InputError(f"several trials are called {named!r}; name one by its number: {which}")
    return found[0]


def _registered(app: App, number: int) -> "tuple[Id, ...]":
    """Return the registry numbers of the registration that has this number in the store, ClinicalTrials.gov's first; () for none."""
    from watcher.ids.found import TRIAL_SCHEMES
    from watcher.model import Kind

    with app.store() as store:
        account = store.account(number)
    if account is None or account.item.whole.kind is not Kind.REGISTRATION:
        return ()
    return tuple(
        sorted((one for one in account.ids if one.scheme in TRIAL_SCHEMES), key=lambda one: one.scheme != "nct")
    )


def _print(shown: "Panel", points: "Sequence[Milestone]") -> None:
    echo(shown.name, bold=True)
    echo(shown.headline)
    if shown.last_moved:
        echo(f"Last moved: {shown.last_moved:%Y-%m-%d}")
    if shown.design:
        echo(shown.design)
    for label, value in shown.facts:
        echo(f"  {label}: {value}")
    if shown.changes:
        echo("\nWhat changed:")
    for change in shown.changes:
        note = f" ({change.note})" if change.note else ""
        echo(f"  {change.seen:%Y-%m-%d} {change.field}: {change.before or '-'} → {change.after or '-'}{note}")
    _print_forecasts(shown)
    _print_versions(shown.revisions)
    _print_thread(points)


def _print_forecasts(shown: "Panel") -> None:
    from digests import outlook

    if shown.forecasts:
        echo("\nWhen it was expected to read out:")
    for one in shown.forecasts:
        became = outlook.outcome(one, shown.came)
        parts = (f"{one.made:%Y-%m-%d}", outlook.expected(one), became, outlook.basis(one))
        echo("  " + "  ".join(filter(None, parts)))


def _print_versions(revisions: "Sequence[Revision]") -> None:
    from digests.words import status

    if revisions:
        echo("\nThe registry's own versions:")
    for one in revisions:
        told = (f"version {one.number}", status(one.status), ", ".join(one.modules))
        echo("  " + "  ".join((f"{one.date.iso if one.date else 'no date':<10}", *filter(None, told))))


def _print_thread(points: "Sequence[Milestone]") -> None:
    if points:
        echo("\nThe thread:")
    for point in points:
        expected = " (expected)" if point.kind == "estimate" else ""
        parts = (point.date or "no date", point.member or "date", point.label + expected, point.title, point.url)
        echo("  " + "  ".join(part for part in (f"{parts[0]:<10}", f"{parts[1]:<14}", *parts[2:]) if part))


_ORDER = ("high", "medium", "low", "noise")


@click.command("changes")
@click.option(
    "--since", "start", default="7d", metavar="DATE", show_default=True, help="From this date on, or a span back."
)
@click.option(
    "--least",
    type=click.Choice(_ORDER, case_sensitive=False),
    default="low",
    show_default=True,
    help="The least weight to show.",
)
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def changes_command(app: App, start: str, least: str, as_json: bool) -> None:
    """Show what changed in the registries since a date.

    Retractions and corrections of papers are among it.

    \b
    Example: watcher changes --since 4w --least high
    """
    from watcher.cli.output import print_table

    with app.store() as store:
        found = store.dossiers.changes(since(start, app.now()))
    shown = [one for one in found if _ORDER.index(one.change.weight) <= _ORDER.index(least)]
    shown.sort(key=lambda one: (_ORDER.index(one.change.weight), one.change.seen))
    if as_json:
        print_json(shown)
        return
    rows = [
        (
            one.change.seen.date(),
            one.change.weight.value,
            one.source_id,
            one.change.field,
            one.change.before,
            one.change.after,
            one.change.note,
        )
        for one in shown
    ]
    print_table(("seen", "weight", "record", "field", "before", "after", "note"), rows, wide=5)
    if not shown:
        app.say("nothing changed that we have seen; `watcher status` says when each registry was last read")

"""``watcher show``: everything about one item; ``watcher rate``: what a reader says of it, which orders items within a tier."""

import getpass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from watcher.cli.app import App, paragraph, print_json, shared
from watcher.errors import InputError
from watcher.service import account_of
from watcher.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watcher.model import Forecast, NotUnderstood, Record, Regimen, Score
    from watcher.store.answers import Account, Doubt
    from watcher.store.store import Store


@click.command("show")
@click.argument("identifier", metavar="ID")
@click.option("--history", is_flag=True, help="Every version and what changed.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def show_command(app: App, identifier: str, history: bool, as_json: bool) -> None:
    """Show everything about one item, by any of its ids.

    A PMID, DOI, NCT or other registry number in any spelling, or our own id.

    \b
    Example: watcher show NCT05050942 --history
    """
    with app.store() as store:
        if unread := _not_understood(store, identifier):
            _print_unread(unread, as_json=as_json)
            return
        try:
            account = account_of(store, identifier)
        except InputError:
            if not store.items.damaged():
                raise
            _print_unread(store.items.damaged()[0], as_json=as_json)
            return
        forecasts = _forecasts(app, store, account)
    if as_json:
        _print_json(account)
    else:
        _print(account, forecasts, history=history)


def _print_json(account: "Account") -> None:
    """Print the account for a program, with what the digest says of the item."""
    import msgspec

    from digests.gist import gist, plain

    kept = msgspec.to_builtins(account, enc_hook=str)
    print_json({**kept, **plain(gist(account.item.records), _regimens(account))})


def _forecasts(app: App, store: "Store", account: "Account") -> "Sequence[Forecast]":
    """Return what was forecast of a watched trial, oldest first; () for any other item."""
    watched = [trial for topic in app.topic.every for trial in topic.watched]
    name = next((one.name for one in watched if {*one.ids} & {*account.ids} and account.item.whole.trial), "")
    return store.forecasts.of(name, app.now() + datetime.resolution)


def _regimens(account: "Account") -> "tuple[Regimen, ...]":
    return next((score.regimens for _, score in account.scores if score.regimens), ())


def _not_understood(store: "Store", identifier: str) -> "NotUnderstood | None":
    """Return the record of this id or title that could not be understood, None where there is none."""
    wanted = identifier.strip().casefold()
    return next((one for one in store.unread.all() if wanted in {one.source_id.casefold(), one.title.casefold()}), None)


def _print_unread(record: "NotUnderstood", *, as_json: bool) -> None:
    if as_json:
        print_json(record)
        return
    paragraph(shown(record.title) or f"{record.source} {record.source_id}", bold=True)
    paragraph(f"{record.source} {record.source_id}, came {record.seen:%Y-%m-%d} {record.url}".rstrip())
    paragraph(f"It could not be understood, please read it yourself: {record.reason}")


def _print(account: "Account", forecasts: "Sequence[Forecast]", *, history: bool) -> None:
    from digests import outlook

    lead = account.item.whole
    for notice in account.notices:
        paragraph(notice.upper(), bold=True)
    paragraph(shown(lead.title), bold=True)
    _print_head(lead)
    paragraph(f"Item {account.item.id}" + (f" (was {', '.join(map(str, account.former))})" if account.former else ""))
    paragraph("Ids: " + ", ".join(str(i) for i in account.ids))
    for topic, score in account.scores:
        _print_score(topic, score)
    _print_told(account)
    _print_gist(account)
    if forecasts:
        newest = forecasts[-1]
        paragraph(
            f"First results expected {outlook.expected(newest)} (forecast of {newest.made:%Y-%m-%d}): {outlook.basis(newest)}"
        )
    if lead.text:
        paragraph("\n" + lead.text)
    _print_ties(account)
    _print_records(account)
    if history:
        _print_history(account)


def _print_head(lead: "Record") -> None:
    names = [person.name for person in lead.people]
    if names:
        paragraph(", ".join(names[:6]) + (" et al." if len(names) > 6 else ""))
    where = " ".join(part for part in (lead.venue.title, lead.venue.volume, lead.venue.pages) if part)
    paragraph(
        " · ".join(
            part for part in (where, lead.published.iso if lead.published else "", lead.kind.value, lead.url) if part
        )
    )


def _print_gist(account: "Account") -> None:
    """Print what the digest says of the item."""
    from digests import view
    from digests.gist import gist

    told = gist(account.item.records)
    if told.design:
        paragraph(f"Design: {', '.join(told.design)}")
    for row in view.said(told.population, told.given(_regimens(account)), told.summary, told.figures):
        paragraph(f"{row.label}: “{row.text}”" if row.quoted else f"{row.label}: {row.text}")


def _print_score(topic: str, score: "Score") -> None:
    from watcher.relevance import in_words

    tags = f" [{', '.join(score.tags)}]" if score.tags else ""
    paragraph(f"{topic}: {score.tier.value} {score.value:.2f}{tags}, {score.source_class.value}")
    for reason in score.reasons:
        paragraph(f"  {in_words(reason)}")
    for regimen in score.regimens:
        if regimen.multiple_of_label:
            paragraph(f"  regimen: {regimen.text}, {regimen.multiple_of_label:g} × label")


def _print_ties(account: "Account") -> None:
    """Print what the item is tied to: once, though several records, or a trial's several numbers, may say it."""
    for tie in dict.fromkeys(_ties(account)):
        paragraph(tie)


def _ties(account: "Account") -> "Iterator[str]":
    keys = {record.key for record in account.item.records}
    for link, item, title in account.links:
        other = f"{title} (item {item})" if item else str(link.object)
        # The link of another item's record reads the other way round.
        forth = link.inverse != (link.subject in keys)
        verb = link.kind.value.replace("_", " ")
        said = f"{verb} {other}" if forth else f"{other} {verb} this"
        yield f"{said} — {link.because} ({link.confidence:.2f})"


def _print_records(account: "Account") -> None:
    paragraph("\nRecords:")
    for member in account.memberships:
        gone = f", withdrawn {member.withdrawn:%Y-%m-%d}" if member.withdrawn else ""
        paragraph(
            f"  {member.source} {member.source_id}: {member.verdict}, {member.because} ({member.by}, {member.at:%Y-%m-%d}){gone}"
        )
    for doubt in account.doubts:
        paragraph(
            f"  {_doubted(doubt, account.item.id)}: {doubt.because} ({doubt.score:.2f}); see watcher dedupe review"
        )


def _doubted(doubt: "Doubt", item: int) -> str:
    """Return "perhaps the same as item 2", "perhaps corrects item 2", or "item 3 perhaps corrects this"."""
    if doubt.tie and doubt.other == item:
        return f"item {doubt.item} perhaps {doubt.tie} this"
    other = doubt.item if doubt.other == item else doubt.other
    return f"perhaps {doubt.tie or 'the same as'} item {other}"


def _print_history(account: "Account") -> None:
    paragraph("\nHistory:")
    for version in account.versions:
        paragraph(
            f"  {version.seen:%Y-%m-%d %H:%M} {version.record.source} {version.record.source_id} {version.fingerprint[:12]}"
        )
    for change in account.changes:
        note = f" ({change.note})" if change.note else ""
        paragraph(f"  {change.seen:%Y-%m-%d} {change.field}: {change.before or '-'} → {change.after or '-'}{note}")


def _print_told(account: "Account") -> None:
    """Print which digests told of the item, or why none did."""
    told = ", ".join(f"{made.name} {made.key}" for made in account.digests)
    paragraph(f"Told in {told}" if told else f"Told in no digest{_untold(account)}")


def _untold(account: "Account") -> str:
    """Return why no digest tells of the item, as far as its tier says it; `watcher topic explain` says what the tier is made of."""
    near = sorted((score.tier for _, score in account.scores), key=lambda tier: tier.rank)
    if near and near[0].value in {"adjacent", "off"}:
        return f": its tier is {near[0].value}; see watcher topic explain {account.item.id}"
    return " yet: what is new since the last one stands in `watcher digest preview`"


@click.command("rate")
@click.argument("identifier", metavar="ITEM")
@click.argument("verdict", type=click.Choice(("useful", "not", "forget"), case_sensitive=False))
@click.option("--topic", metavar="NAME", help="The topic that it is rated for; the first, if not given.")
@click.option("--by", metavar="NAME", help="Who rates it; you, if not given.")
@shared
def rate_command(app: App, identifier: str, verdict: str, topic: str | None, by: str | None) -> None:
    """Say that an item was useful, or not; forget takes that back.

    An item is named by its PMID, DOI, NCT or other number, or by our own id. Once five items were found useful and five not, those of a
    section that stand equally near the question are ordered by what readers rated. Nothing is hidden by it, and no tier changes.

    \b
    Example: watcher rate 12345678 useful
    """
    names = [one.name for one in app.topic.every]
    if topic and topic not in names:
        raise InputError(f"there is no topic {topic!r}; there is {', '.join(names)}")
    chosen, reader = topic or names[0], f"here:{by or _here()}"
    with app.store() as store:
        item = account_of(store, identifier).item.id
        if verdict == "forget":
            known = store.ratings.forget(chosen, item, reader)
            app.say(f"Forgotten: item {item}." if known else f"You had not rated item {item}.")
            return
        store.ratings.rate(chosen, item, reader, app.now(), useful=verdict == "useful")
    app.say(f"Item {item} was {'useful' if verdict == 'useful' else 'not useful'} for {chosen}.")


def _here() -> str:
    """Return who is logged in; a container's user may have no name."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError) as error:
        raise InputError("the user here has no name; --by says who rates it") from error

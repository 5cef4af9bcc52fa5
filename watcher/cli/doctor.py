"""``watcher doctor``: what is wrong, and how to mend it."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from watcher.cli.app import App, print_json, shared
from watcher.errors import WatcherError

if TYPE_CHECKING:
    from datetime import datetime

    from digests import Channel
    from sources import Source
    from watcher.config.settings import ChannelSettings
    from watcher.model import Coverage, Topic
    from watcher.web.gate import Gate

EXIT_FAILED = 1


class Finding(NamedTuple):
    """One thing that was looked at: whether it is well, and what to do where not."""

    subject: str
    state: str  # "ok", "warning", "failed"
    detail: str


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Ask nobody: configuration, secrets and database only.")
@click.option(
    "--live",
    is_flag=True,
    help="Ask each source a small question, try the operator's channel, and say whether all is as it used to be.",
)
@click.option("--mend", is_flag=True, help="Make the search index again where it does not agree with what is kept.")
@click.option("--json", "as_json", is_flag=True, help="Print for a program.")
@shared
def doctor_command(app: App, offline: bool, live: bool, mend: bool, as_json: bool) -> None:
    """Check configuration, database, sources, channels; say how to mend.

    The whole database is read, which may take a while. With --live each answer's form is held against what Watcher was made for: as
    expected, richer (new fields, harmless) or poorer (a field that readers lose); `watcher capture` keeps one to be sent in. A word is sent to the
    channel of [operator], read back (from Slack, or the mailbox of [imap]), and deleted in Slack.

    \b
    Example: watcher doctor --offline
    """
    if offline and live:
        raise click.UsageError("--offline asks nobody, --live asks everybody: choose one")
    findings = list(examine(app, offline=offline, live=live, mend=mend))
    if as_json:
        print_json([finding._asdict() for finding in findings])
    else:
        from watcher.cli.output import print_table

        print_table(("what", "state", "detail"), findings)
    if any(finding.state == "failed" for finding in findings):
        sys.exit(EXIT_FAILED)


def examine(app: App, *, offline: bool, live: bool = False, mend: bool = False) -> Iterator[Finding]:
    """Yield a finding for each thing, in the order in which they depend on one another; what stops several is told once."""
    looks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("configuration", lambda: _configuration(app)),
        ("topic", lambda: _topic(app)),
        ("database", lambda: _database(app, mend=mend)),
        ("pace", lambda: _pace(app)),
        ("sources", lambda: _sources(app, offline=offline, live=live)),
        ("channels", lambda: _channels(app, offline=offline)),
        *([("operator", lambda: _operator(app))] if live else []),
    ]
    told: set[str] = set()
    for subject, look in looks:
        try:
            yield from look()
        except WatcherError as error:
            if str(error) not in told:
                yield Finding(subject, "failed", str(error))
            told.add(str(error))


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except WatcherError as error:
        yield Finding(subject, "failed", str(error))


def _configuration(app: App) -> Iterator[Finding]:
    settings = app.settings
    where = str(settings.path) if settings.path else "none found, all is default; `watcher init` writes one"
    yield Finding("configuration", "ok", where)
    if settings.contact:
        yield Finding("contact", "ok", settings.contact)
    else:
        yield Finding("contact", "warning", "set contact under [watcher]: NCBI and Crossref ask for an address")
    from watcher.service.loading import source_of

    if not vars(source_of(settings, "pubmed"))["api_key"]:
        yield Finding("NCBI_API_KEY", "warning", "not set: PubMed allows 3 requests a second instead of 10")
    if not settings.channels:
        yield Finding("channels", "warning", "none configured: the digest can be previewed, but goes nowhere")


def _topic(app: App) -> Iterator[Finding]:
    topic = app.topic
    watched = ", ".join(trial.name for trial in topic.watched) or "no trial"
    yield Finding("topic", "ok", f"{topic.profile}: watches {watched}")
    ruled = {rule.trial for rule in topic.rules}
    for trial in topic.watched:
        if trial.name not in ruled:
            told = f"no rule says trial = {trial.name!r}: nothing is ever rated as about it; add one to [[rules]]"
            yield Finding("topic", "warning", told)


def _database(app: App, *, mend: bool) -> Iterator[Finding]:
    if not app.settings.database.exists():  # nor made here: an empty one would look like "nothing new"
        where = "" if app.settings.path else "; no watcher.toml was found: is this the right folder?"
        yield Finding("database", "warning", f"there is no {app.settings.database} yet; `watcher sync` makes it{where}")
        return
    with app.store() as store:
        if mend:
            store.mend()
        status, faults = store.status(), store.check()
    counts = ", ".join(f"{count} {what}" for what, count in sorted(status.counts.items()))
    yield Finding("database", "failed" if faults else "ok", f"{app.settings.database}: {counts}")
    yield from (Finding("database", "failed", fault) for fault in faults)
    for state in ("held", "failed", "uncertain"):
        if number := status.outbox.get(state):
            yield Finding("outbox", "warning", f"{number} messages are {state}: see `watcher outbox list`")


def _pace(app: App) -> Iterator[Finding]:
    wanted, folder = app.settings.gate, _gate(app).folder
    if not app.settings.database.exists() and _can_be_made(wanted):
        yield Finding("pace", "ok", f"will be shared through {wanted}")
        return
    if folder == wanted:
        yield Finding("pace", "ok", f"shared through {folder}")
    else:
        kept = f"only what uses {folder} shares it" if folder else "other processes do not share it"
        yield Finding("pace", "warning", f"{wanted} cannot be written, and {kept}: set gate under [watcher]")


def _can_be_made(folder: Path) -> bool:
    there = next(place for place in folder.parents if place.exists())
    return there.is_dir() and os.access(there, os.W_OK)


def _gate(app: App) -> "Gate":
    """Return the installation's gate; where nothing was made yet, one of the user's temporary files."""
    from watcher.service.loading import gate_of
    from watcher.web.gate import Gate

    made = app.settings.database.exists() or app.settings.gate.exists()
    return gate_of(app.settings) if made else Gate()


def _sources(app: App, *, offline: bool, live: bool) -> Iterator[Finding]:
    from concurrent.futures import ThreadPoolExecutor

    from watcher.service.loading import usable_sources
    from watcher.web.urls import public

    loaded, wrong = usable_sources(app.settings)
    yield from (Finding(name, "failed", mistake) for name, mistake in wrong.items())
    runs = {}
    if app.settings.database.exists():
        with app.store() as store:
            runs = {run.source: run for run in store.runs.last()}
    yield from (finding for one in loaded if one.name in runs for finding in _last_run(runs[one.name]))
    if offline:
        yield from (
            Finding(one.name, "ok", f"configured, not asked: {public(one.base_url) or 'many addresses'}")
            for one in loaded
        )
        return
    topic, now, gate = app.topic, app.now(), _gate(app)
    # One after the other, sources that cannot be reached would take minutes.
    with ThreadPoolExecutor(max_workers=max(1, len(loaded))) as pool:
        look = _met if live else _asked
        for findings in pool.map(lambda source: look(source, topic, now, gate), loaded):
            yield from findings


def _last_run(run: "Coverage") -> Iterator[Finding]:
    """Yield what its last sync leaves to be said of a source: some are asked for nothing before anything is known."""
    if run.silent:
        yield Finding(run.source, "warning", "silent: it has nothing, where it always had something")
    if run.outcome.falls_short:
        said = run.error or "; ".join(run.notices)
        yield Finding(run.source, "warning", f"{run.outcome} at {run.until:%Y-%m-%d %H:%M}: {said}")


def _asked(source: "Source", topic: "Topic", now: "datetime", gate: "Gate") -> list[Finding]:
    from watcher.service.asking import probe

    try:
        came, unread = probe(source, topic, now, gate)
    except WatcherError as error:
        mend = f"check the network, or enabled = false under [sources.{source.name}]"
        return [Finding(source.name, "failed", f"{error}; {mend}")]
    return [Finding(source.name, "ok", came), *(Finding(source.name, "warning", text) for text in unread)]


def _met(source: "Source", topic: "Topic", now: "datetime", gate: "Gate") -> list[Finding]:
    """Say whether a source answers in the form that its adapter was made for."""
    from watcher.service.contact import meet

    try:
        contact = meet(source, topic, now, gate)
    except WatcherError as error:
        mend = f"check the network, or enabled = false under [sources.{source.name}]"
        return [Finding(source.name, "failed", f"{error}; {mend}")]
    state = {"poorer": "warning", "unreadable": "failed", "no records": "warning"}.get(contact.verdict, "ok")
    return [Finding(source.name, state, contact.says)]


@click.command("capture")
@click.argument("source")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder into which they are put.",
)
@shared
def capture_command(app: App, source: str, folder: Path) -> None:
    """Keep a few answers of a source as files, to be sent in or tested with.

    E-mail addresses, telephone numbers, keys and your own contact are taken out.

    \b
    Example: watcher capture pubmed -o captured
    """
    from watcher.service.contact import capture, meet
    from watcher.service.loading import check_source, source_of

    check_source(source)
    contact = meet(source_of(app.settings, source), app.topic, app.now(), _gate(app))
    app.say(contact.says)
    for path in capture(contact, folder):
        click.echo(path)


def _channels(app: App, *, offline: bool) -> Iterator[Finding]:
    from watcher.service.loading import operator_of, usable_channels

    usable, wrong = usable_channels(app.settings)
    yield from (Finding(name, "failed", mistake) for name, mistake in wrong.items())
    for told in app.settings.channels:
        if told.name in usable:
            yield _channel(told, usable[told.name], offline=offline)
    if operator := app.settings.operator:
        yield _channel(operator, operator_of(app.settings), offline=offline)
    yield from _rewriting(app)
    if app.settings.imap:
        from watcher.service.bounces import look_in

        yield Finding("imap", "ok", "configured, not asked" if offline else look_in(app))
    if not offline:
        yield from _guarded("questions", lambda: _questions(app))
    from watcher.service.recipients import mistakes

    yield from (Finding("recipients", "failed", mistake) for mistake in mistakes(app.settings))
    yield from (Finding("topic", "failed", mistake) for mistake in app.wrong_topics)


def _questions(app: App) -> Iterator[Finding]:
    from watcher.service.questions import check

    if said := check(app):
        yield Finding("questions", "ok", said)


def _operator(app: App) -> Iterator[Finding]:
    """Send a word to the operator's channel, and say what came out."""
    from watcher.service.live import try_operator

    tried = try_operator(app)
    yield from (Finding("operator", came.state, came.says) for came in tried)
    if not tried:
        yield Finding("operator", "warning", "nobody is named in [operator], so no message was tried")


def _rewriting(app: App) -> Iterator[Finding]:
    """Say whether sentences leave this machine to be rewritten, and whereto."""
    from watcher.service.rewriting import rewriter_of
    from watcher.web.urls import public

    if rewriter := rewriter_of(app):
        where = f"sentences of sources go to {public(rewriter.base_url)}"
        yield Finding("rewriting", "ok", where if rewriter.allow else "configured, and allow is false: nothing leaves")


def _channel(told: "ChannelSettings", channel: "Channel | None", *, offline: bool) -> Finding:
    wanted = told.kind == "slack" or told.options.get("username")  # a mail server on this machine asks for no password
    for option, variable in channel.secrets.items() if channel and wanted else ():
        if not getattr(channel, option):
            return Finding(told.name, "failed", f"there is no {option}: set {variable} in the environment")
    if offline or channel is None:
        return Finding(told.name, "ok", "configured, not asked")
    try:
        return Finding(told.name, "ok", channel.check())
    except WatcherError as error:
        return Finding(told.name, "failed", str(error))

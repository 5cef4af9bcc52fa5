"""From settings to working parts: sources with their clients and queries, channels by name."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import digests
import sources
from sources import Source
from sources.files import files_in
from sources.pubmed.sift import check as check_sift
from watcher.config.plans import DigestPlan
from watcher.config.secrets import completed
from watcher.config.settings import ChannelSettings, Settings, SourceSettings
from watcher.errors import ChoiceError, ConfigError
from watcher.model import Concept, Digest, Message, Query, Topic
from watcher.options import hint
from watcher.saved import saved_runs
from watcher.web import Client
from watcher.web.gate import Gate
from watcher.web.request import Limits

AWAITED = Limits(tries=2, turn=120.0)  # where a person waits for what a source says


def load_sources(settings: Settings, names: Sequence[str] = ()) -> tuple[Source, ...]:
    """Return the sources that are named, or all that are enabled; raise ``ConfigError`` naming the place of a mistake."""
    for name in names:
        check_source(name)
    for name, told in settings.sources.items():
        if name not in sources.available():
            with _placed(told):
                sources.load(name)
    loaded = [source_of(settings, name) for name in names or sources.available()]
    return tuple(source for source in loaded if names or source.enabled)


def usable_sources(settings: Settings) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Return the enabled sources whose options are right; of the others, by name, what is wrong with them."""
    usable: list[Source] = []
    wrong: dict[str, str] = {}
    for name in sorted({*sources.available(), *settings.sources}):
        try:
            source = source_of(settings, name)
        except ConfigError as error:
            wrong[name] = str(error)
        else:
            usable += [source] if source.enabled else []
    return tuple(usable), wrong


def usable_channels(settings: Settings) -> tuple[dict[str, digests.Channel], dict[str, str]]:
    """Return the channels whose options are right, by name; of the others, by name, what is wrong with them."""
    usable: dict[str, digests.Channel] = {}
    wrong: dict[str, str] = {}
    for channel in settings.channels:
        try:
            usable |= load_channels(settings, (channel.name,))
        except ConfigError as error:
            wrong[channel.name] = str(error)
    return usable, wrong


def check_source(name: str) -> None:
    """Raise ``ChoiceError`` for a ``--source`` that there is not."""
    if name not in sources.available():
        raise ChoiceError(f"there is no source {name!r}{hint(name, sources.available())}", option="--source")


def loose_files(settings: Settings, folder: str, *, sift: bool = False) -> tuple[Source, ...]:
    """Return the source that reads the files of a folder (or the one file); () where it has only saved runs.

    ``sift`` has it pass over the records of PubMed that name nothing of the topic; raise ``ConfigError`` where it lacks its library.
    """
    if sift:
        check_sift()
    runs = saved_runs(Path(folder))
    if runs and not files_in(Path(folder)):
        return ()
    return (source_of(settings, "files", folder=folder, **({"sift": True} if sift else {})),)


def source_of(settings: Settings, name: str, **more: Any) -> Source:
    """Return the source of that name, enabled or not, with its options; raise ``ConfigError`` naming a mistake's place."""
    told = settings.sources.get(name) or SourceSettings(name=name, key=f"sources.{name}")
    with _placed(told):
        kind = sources.kind_of(name)
    options = completed(told, kind, settings)
    with _placed(told):
        return sources.load(name, {"contact": settings.contact, **options, **more})


def gate_of(settings: Settings) -> Gate:
    """Return the gate that this process shares with all that work on the same database."""
    return Gate(settings.gate)


def client_of(source: Source, gate: Gate, limits: Limits | None = None) -> Client:
    """Return the polite client of a source, which goes as far as the limits say; leaving it closes its connections."""
    return Client(
        source.name,
        source.pace,
        contact=source.contact,
        allow_private_hosts=source.allow_private_hosts,
        gate=gate,
        limits=limits,
    )


def load_channels(settings: Settings, names: Sequence[str] = ()) -> dict[str, digests.Channel]:
    """Return the channels by name, all or those that are named."""
    check_channels([channel.name for channel in settings.channels], names)
    loaded = {}
    for channel in settings.channels:
        if not names or channel.name in names:
            loaded[channel.name] = _channel_of(settings, channel)
    return loaded


def _channel_of(settings: Settings, told: ChannelSettings) -> digests.Channel:
    with _placed(told):
        kind = digests.kind_of(told.kind)
    options = {**_recipients_of(settings, told, kind), **completed(told, kind, settings)}
    with _placed(told):
        return digests.load(told.kind, options)


def _recipients_of(settings: Settings, told: ChannelSettings, kind: object) -> dict[str, object]:
    """Return recipients for a channel that names none, where every digest that it carries has its own; they stand for theirs until it is tailored."""
    plans = [plan for plan in settings.digests if told.name in plan.channels]
    named = {"recipients", "recipients_file"} & {*told.options}
    if named or not hasattr(kind, "recipients_file") or not plans:
        return {}
    if not all(plan.recipients or plan.recipients_file for plan in plans):
        return {}
    return {"recipients": list(plans[0].recipients), "recipients_file": plans[0].recipients_file}


@dataclass(frozen=True, slots=True)
class Unusable:
    """A channel whose options are wrong: a digest keeps its messages for when they are right."""

    name: str
    mistake: str

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Raise ``ConfigError``: nothing can be made for this channel yet."""
        del digest
        raise ConfigError(self.mistake)


def with_stand_ins(usable: Mapping[str, digests.Channel], wrong: Mapping[str, str]) -> dict[str, digests.Channel]:
    """Return the channels by name; in the place of one whose options are wrong stands one that makes no messages yet."""
    return {**usable, **{name: cast("digests.Channel", Unusable(name, mistake)) for name, mistake in wrong.items()}}


def check_channels(known: Sequence[str], names: Sequence[str]) -> None:
    """Raise ``ChoiceError`` for a ``--channel`` that is not among the known ones."""
    for name in names:
        if name not in known:
            raise ChoiceError(f"there is no channel {name!r}{hint(name, known)}", option="--channel")


def site_of(settings: Settings, name: str | None = None) -> Path | None:
    """Return the folder of the page channel of that name, or of the first; None where there is none of that kind."""
    pages = {channel.name: channel for channel in settings.channels if channel.kind == "page"}
    if name and name not in pages:
        raise ChoiceError(f"there is no page channel {name!r}{hint(name, pages)}", option="--site")
    chosen = pages[name] if name else next(iter(pages.values()), None)
    return Path(str(dataclasses.asdict(cast("Any", _channel_of(settings, chosen)))["folder"])) if chosen else None


def operator_of(settings: Settings) -> digests.Channel | None:
    """Return the channel of whoever runs this installation; None where nobody is named. Raise ``ConfigError``."""
    told = settings.operator
    if told is None:
        return None
    channel = _channel_of(settings, told)
    with _placed(told):
        if not hasattr(channel, "notice"):
            raise ConfigError(f"a {told.kind} channel tells nobody at once; use mail, slack or call", option="kind")
    return channel


def plan(settings: Settings, name: str | None) -> DigestPlan:
    """Return the digest of that name, or the first; raise ``ChoiceError`` where there is none."""
    found = next((p for p in settings.digests if name is None or p.name == name), None)
    if found is None:
        known = [plan.name for plan in settings.digests]
        raise ChoiceError(f"there is no digest {name!r}{hint(str(name), known)}", option="--name")
    return found


GoingOn = Callable[[str], tuple[str, ...]]  # how what begins so goes on in what is stored


def query_of(topic: Topic, until: datetime, going_on: GoingOn = lambda _: ()) -> Query:
    """Return what the topic and those beside it ask of every source, without a beginning.

    A stem of which we know no ending gets the words that ``going_on`` gives for it.
    """
    asked = dict.fromkeys(group for one in topic.every for group in one.groups)
    groups = tuple(tuple(_with_words(concept, going_on) for concept in group) for group in asked)
    return Query(
        topic=topic.name,
        groups=groups,
        left_out=tuple(dict.fromkeys(concept for one in topic.every for concept in one.left_out)),
        until=until,
        watched=tuple(dict.fromkeys(i for one in topic.every for trial in one.watched for i in trial.ids)),
    )


def _with_words(concept: Concept, going_on: GoingOn) -> Concept:
    terms = [replace(t, words=going_on(t.text)) if sources.is_guess(t) else t for t in concept.terms]
    return replace(concept, terms=tuple(terms))


def questions(settings: Settings, topic: Topic, now: datetime, going_on: GoingOn = lambda _: ()) -> dict[str, str]:
    """Return the query of each enabled source in its own dialect, for its last day."""
    query = replace(query_of(topic, now, going_on), since=now - timedelta(days=1))
    return {source.name: source.question(query) for source in load_sources(settings)}


@contextmanager
def _placed(told: SourceSettings) -> Iterator[None]:
    """Put the place before a message: the option's own line where it has one, else the table's."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(f"{told.place(error.option)}: {error}", option=error.option) from error

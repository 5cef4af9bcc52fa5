"""Which sources are asked, for which span of time, and about what: from what the store remembers; whether each answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import assert_never

from sources import Rereads, Source
from watcher.errors import SourceError
from watcher.model import Coverage, Id, Notice, Outcome, Page, Tier, Topic
from watcher.pipeline.arrivals import Asked
from watcher.pipeline.collect import LONGEST_TURN, standing_question
from watcher.service import Session
from watcher.service.loading import AWAITED, client_of, query_of
from watcher.store.store import Store
from watcher.web import Client
from watcher.web.gate import Gate
from watcher.web.request import Limits

# How far before the last complete run a source is asked again: indexes are late, and upserts make it free.
OVERLAP = timedelta(days=14)
# How often what is known is read again, where registries change it without saying so.
REREAD = timedelta(days=7)
# How far back the first run of a source looks, where nobody says otherwise (`sync --full` takes it all).
FIRST = timedelta(days=365)
# How long a source may be asked for what is new: what takes longer has no end, and a digest waits for it.
BUDGET = timedelta(hours=1)
# A backfill goes in steps, each of which counts once it is complete, so that it can be resumed.
BEGINNING = datetime(1985, 1, 1, tzinfo=UTC)
STEP = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """A span of time to ask for.

    ``since`` None leaves the beginning to each source's watermark. A ``backfill`` has a watermark of
    its own, so that it can be resumed and never moves the other one; ``last`` is the last step of one. Where
    ``since`` or ``named`` says that somebody wants it now, sources that are asked seldom are asked too.
    """

    until: datetime
    since: datetime | None = None
    backfill: bool = False
    last: bool = True
    named: bool = False


def spans(now: datetime, since: datetime | None, *, full: bool, named: bool = False) -> Iterator[TimeSpan]:
    """Yield the spans to ask for, one after the other: one, or the steps of a backfill."""
    if not full:
        yield TimeSpan(since=since, until=now, named=named)
        return
    start = BEGINNING
    while start < now:
        yield TimeSpan(since=start, until=min(start + STEP, now), backfill=True, last=start + STEP >= now)
        start += STEP


def _seen_by(source: Source, span: TimeSpan) -> TimeSpan | None:
    """Return what the span is to the source; None for a step that it is not asked in.

    One that cannot be asked for a step is asked for everything in the last: by then all is known that it looks up.
    """
    if not span.backfill or source.windowed:
        return span
    return replace(span, since=BEGINNING) if span.last else None


@contextmanager
def asking(
    loaded: Iterable[Source], topic: Topic, store: Store, span: TimeSpan, gate: Gate
) -> Iterator[tuple[Asked, ...]]:
    """Yield a turn for each source that still has something to ask in the span; leaving closes the clients.

    All of them ask through the ``gate``.
    """
    with ExitStack() as stack:

        def client(source: Source, budget: timedelta) -> Client:
            return stack.enter_context(client_of(source, gate, Limits(turn=budget.total_seconds())))

        asked = ((source, seen) for source in loaded if (seen := _seen_by(source, span)))
        found = (_turn(source, topic, store, seen, client) for source, seen in asked)
        yield tuple(turn for turn in found if turn)


def _turn(
    source: Source, topic: Topic, store: Store, span: TimeSpan, client: Callable[[Source, timedelta], Client]
) -> Asked | None:
    query = query_of(topic, span.until, store.index.going_on)
    standing = _step(span) + standing_question(source, query)
    reached = store.runs.watermark(source.name, topic.name, standing)
    if reached and _is_enough(reached, source, span):
        return None
    covered = reached or span.until - FIRST
    since = span.since or (reached - OVERLAP if reached else covered)
    reread = _is_reread_due(source, store, span)
    return Asked(
        source=source,
        query=replace(
            query,
            since=since,
            known=_known(source, topic, store, reached, reread=reread),
            reread=reread,
            # Who names a source, or wants everything, wants its pages whether they changed or not.
            validators={} if span.backfill or span.named else store.runs.validators(source.name, standing, span.until),
            proven=store.runs.proven(source.name),
        ),
        client=client(source, BUDGET if reached and not span.backfill else LONGEST_TURN),
        # A span that begins after what was covered leaves a gap: however well it goes, it moves no watermark.
        question=standing if span.backfill or since <= covered else "",
        fills=reached is None or span.backfill or since < reached - OVERLAP,
    )


def _step(span: TimeSpan) -> str:
    """Return what sets the watermark of a backfill's step apart: each step is done or not by itself."""
    return f"backfill from {span.since:%Y-%m-%d}: " if span.backfill else ""


def _is_enough(reached: datetime, source: Source, span: TimeSpan) -> bool:
    """Return whether nothing is to be asked: the step is done, or the source's last complete run is still young."""
    if span.backfill:
        return reached >= span.until or not source.windowed
    wanted_now = span.named or span.since is not None
    return not wanted_now and span.until - reached < timedelta(days=source.interval_days)


def _is_reread_due(source: Source, store: Store, span: TimeSpan) -> bool:
    """Return whether what is known is to be read again: once a week, at the end of a backfill, and by a source that is named."""
    if source.rereads is Rereads.NOTHING or not span.last:
        return False
    last = store.recall_time(_note(source))
    return span.backfill or span.named or not last or span.until - last >= REREAD


def _known(source: Source, topic: Topic, store: Store, reached: datetime | None, *, reread: bool) -> tuple[Id, ...]:
    topics = [one.name for one in topic.every]
    match source.rereads:
        case Rereads.NOTHING:
            return ()
        case Rereads.UNREAD:
            # Of many an abstract only the title is known yet, which may name the drug alone: its text decides.
            return store.items.known(topics, Tier.ADJACENT, without=source.name, since=None if reread else reached)
        case Rereads.WEEKLY:
            # Another source may have brought it only now, and a run that was killed before it came to us.
            return (
                store.items.known(topics) if reread else store.items.known(topics, without=source.name, since=reached)
            )
        case _:
            assert_never(source.rereads)


def remember_rereads(asked: Iterable[Asked], coverage: Iterable[Coverage], store: Store) -> None:
    """Note which sources were completely asked again about what is known."""
    for turn, one in zip(asked, coverage, strict=True):
        if turn.query.reread and turn.query.known and one.outcome is Outcome.COMPLETE:
            store.remember(_note(turn.source), one.until.isoformat())


def not_asked(session: Session, store: Store, source: str, error: str) -> Coverage:
    """Keep and return that a source could not be asked now."""
    now = session.now()
    line = Coverage(
        source=source, outcome=Outcome.FAILED, since=None, until=now, error=error, started=now, finished=now
    )
    store.runs.finish(line, topic=session.topic.name)
    return line


def _note(source: Source) -> str:
    return f"{source.name}: known things read again"


def probe(source: Source, topic: Topic, now: datetime, gate: Gate) -> tuple[str, tuple[str, ...]]:
    """Ask a source for its last day and return what came, in words, and what of it could not be read.

    One without an address of its own reads many, and is asked at all of them. Raise ``SourceError`` where nothing
    can be asked.
    """
    query = replace(query_of(topic, now), since=now - timedelta(days=1), watched=())
    with client_of(source, gate, AWAITED) as client:
        steps = list(islice(source.pages(query, client), 1 if source.base_url else None))
    pages = [step for step in steps if isinstance(step, Page)]
    said = [step for step in steps if isinstance(step, Notice)]
    if not pages and any(notice.incomplete for notice in said):
        raise SourceError(source.name, said[0].text)
    read = () if source.base_url else _notices(source, pages)
    return _came(pages, said), tuple(notice.text for notice in (*said, *read) if notice.told or notice.incomplete)


def _came(pages: Sequence[Page], said: Sequence[Notice]) -> str:
    if len(pages) > 1:
        return f"answered: {len(pages)} addresses"
    if pages:
        return f"answered: {len(pages[0].body):,} bytes from {pages[0].url}"
    if not any(notice.text or notice.announced is not None for notice in said):
        return "not asked: nothing is known yet that it could be asked about"
    return f"answered: {next((notice.text for notice in said if notice.text), 'nothing new')}"


def _notices(source: Source, pages: Iterable[Page]) -> Iterator[Notice]:
    for page in pages:
        try:
            yield from (piece for piece in source.parse(page) if isinstance(piece, Notice))
        except SourceError as error:
            yield Notice(text=str(error), incomplete=True)

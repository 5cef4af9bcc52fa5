"""A run of one machine taken in on another: what is saved of it there, and what is made of that here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import sources
from watcher.errors import InputError
from watcher.model import Coverage, Notice, Step
from watcher.pipeline.arrivals import Asked
from watcher.pipeline.collect import collect, standing_question
from watcher.pipeline.second import Elsewhere
from watcher.saved import AskedLine, SavedRun, Saving, saved_runs
from watcher.service import Session
from watcher.service.asking import FIRST, OVERLAP, not_asked, remember_rereads
from watcher.service.loading import source_of
from watcher.store.store import Store

_MEND = "save every run and bring each one, or begin with a copy of that machine's database (`watcher backup`)"


def saving(folder: str, turns: Sequence[Asked], session: Session, store: Store) -> Callable[[int, Step], None]:
    """Return what keeps everything that comes of these turns, in a folder of its own below ``folder``."""
    return Saving(Path(folder), [_asked(turn, session, store) for turn in turns], session.now()).keep


def _asked(turn: Asked, session: Session, store: Store) -> AskedLine:
    last = store.runs.recent(turn.source.name, limit=1)
    return AskedLine(
        source=turn.source.name,
        query=replace(turn.query, validators={}),  # each page has its own
        wording=turn.source.question(turn.query),
        question=turn.question,
        started=session.now(),
        before=last[0].finished if last else None,
    )


def take_in_saved(session: Session, store: Store, folder: str, second: Elsewhere) -> Iterator[Coverage]:
    """Take in the runs that are saved in a folder, but those taken in before; yield the coverage, a line a source.

    A line bears the times of the run that was saved: that is when its source was asked, whenever it comes here.
    """
    for place in saved_runs(Path(folder)):
        try:
            run = SavedRun(place)
        except InputError as error:
            yield not_asked(session, store, "files", str(error))
            continue
        if store.recall(_note(run)):
            session.say(f"{place} was taken in before.")
        else:
            yield from _take_in(session, store, run, second)


def _take_in(session: Session, store: Store, run: SavedRun, second: Elsewhere) -> Iterator[Coverage]:
    if not run.asked:
        yield not_asked(session, store, "files", f"nothing can be read of the run that is saved in {run.folder}")
    known = [name for name in run.asked if name in sources.available()]
    for name in run.asked.keys() - set(known):
        yield not_asked(session, store, name, f"there is no source {name!r}; was the run saved by a newer Watcher?")
    turns = [_turn(session, store, run, name) for name in known]
    cautions = [(i, caution) for i, turn in enumerate(turns) for caution in _cautions(session, store, run, turn)]
    told = ((known.index(name), step) for name, step in run.steps() if name in known)
    seen = collect(
        turns, session.topic, store, session.now, steps=chain(cautions, told), progress=session.progress, second=second
    )
    remember_rereads(turns, seen, store)
    if known and run.is_whole and not cautions:
        store.remember(_note(run), session.now().isoformat())
    yield from seen


def _turn(session: Session, store: Store, run: SavedRun, name: str) -> Asked:
    line = run.asked[name]
    reached = store.runs.watermark(name, session.topic.name, line.question)
    return Asked(
        source=source_of(session.settings, name),
        query=line.query,
        client=None,
        question=line.question,
        started=line.started,
        fills=reached is None or line.query.since is None or line.query.since < reached - OVERLAP,
    )


def _cautions(session: Session, store: Store, run: SavedRun, turn: Asked) -> Iterator[Notice]:
    """Yield why what the run brought may be read otherwise here than there, or may not be all that is to come."""
    line = run.asked[turn.source.name]
    if line.wording and turn.source.question(line.query) != line.wording:
        yield _caution(
            "the options or the topic differ from those of the machine that asked: bring its watcher.toml here"
        )
    if line.before and not store.runs.has(line.source, line.before):
        yield _caution(f"its run of {line.before:%Y-%m-%d %H:%M} UTC did not come here: {_MEND}")
    elif gap := _gap(session, store, turn):
        yield _caution(f"nothing came here of {gap}: {_MEND}")


def _caution(text: str) -> Notice:
    return Notice(text=text, incomplete=True)


def _gap(session: Session, store: Store, turn: Asked) -> str:
    """Return the time that lies between what came here before and this run; "" where none does.

    A run with a beginning of its own (``--since``), and a step of a backfill, goes on from nothing.
    """
    since = turn.query.since
    if since is None or turn.question != standing_question(turn.source, turn.query):
        return ""
    reached = store.runs.watermark(turn.source.name, session.topic.name, turn.question) or turn.query.until - FIRST
    return f"{reached:%Y-%m-%d} to {since:%Y-%m-%d}" if since > reached else ""


def _note(run: SavedRun) -> str:
    return f"saved run taken in: {run.key}"

"""What each source was asked and what came of it: runs, watermarks, validators."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate
from statistics import median

from watcher.model import Coverage, Outcome, Validator
from watcher.store.connection import Connection, writing
from watcher.store.rows import attempt, decode, encode, insert, moment, read_moment, upsert

# A source that offers nothing is suspect where the median of so many complete runs before was this high.
# A first, large run and an empty one after it are no silence yet.
_FEWEST_RUNS = 4
_RUNS_BEFORE = 8
_FROM_BEST = (Outcome.COMPLETE, Outcome.PARTIAL, Outcome.FAILED, Outcome.UNASKED)
_USUAL_RECORDS = 5
# A source that had nothing and then something again may have nothing so often once more, but no more than so many runs.
_MOST_OVERCOME = 4
# How long after a source became due its run may end: the next sync, and its time.
_LATE = timedelta(days=1)
# How long after the end of a run the last of what it brought may be saved.
_LAG = timedelta(minutes=2)
# What a run has to say beside its counts is read by people: more than this is a number.
_MOST_NOTICES = 15
_MAX_RUNS = 2_000  # more than a year of runs, four a day

BELIEVED = timedelta(days=3)  # how long a server is believed that nothing is new since it was read


class Runs:
    """Memory of the sources' runs: what we did not see is part of the result."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def finish(
        self,
        coverage: Coverage,
        *,
        topic: str,
        question: str = "",
        reached: datetime | None = None,
        validators: Mapping[str, Validator] | None = None,
    ) -> None:
        """Keep how a source's run ended.

        Of its notices the first 15 are kept, and how many more there were. Where ``reached`` is given, the watermark of (source, topic, question) moves there, never back;
        the caller says so only for a complete run. ``validators`` (by address) of pages that were read whole are kept. Call it
        inside ``writing()`` together with what the run brought.
        """
        with writing(self._connection):
            finished = moment(coverage.finished or coverage.until)
            insert(
                self._connection,
                "run",
                source=coverage.source,
                topic=topic,
                outcome=coverage.outcome.value,
                finished=finished,
                received=coverage.received,
                body=encode(replace(coverage, notices=_few(coverage.notices), told=_few(coverage.told))),
            )
            if reached is not None:
                self._move_watermark(coverage.source, topic, question, moment(reached))
            for url, validator in (validators or {}).items():
                self._keep_validator(coverage.source, question, url, validator, finished)

    def watermark(self, source: str, topic: str, question: str = "") -> datetime | None:
        """Return how far the source was asked this question completely; None where never.

        ``question`` is anything that stays the same while the question does (the query without its
        dates): a changed question begins from the beginning.
        """
        row = self._connection.execute(
            "SELECT reached FROM watermark WHERE source = ? AND topic = ? AND question = ?",
            (source, topic, _digest(question)),
        ).fetchone()
        return attempt(read_moment, row[0], "a watermark") if row else None

    def validators(self, source: str, question: str = "", now: datetime | None = None) -> dict[str, Validator]:
        """Return what the source's addresses said of the last version that was read completely for this question.

        For another question it must be read again: what was not sought in it then may be sought now. So must, at ``now``, what was
        read some days ago: a server that says "nothing new" for ever would else never be heard again.
        """
        since = moment(now - BELIEVED) if now else ""
        rows = self._connection.execute(
            "SELECT url, etag, last_modified FROM validator WHERE source = ? AND question = ? AND at >= ?",
            (source, _digest(question), since),
        )
        return {url: Validator(etag=etag, last_modified=last_modified) for url, etag, last_modified in rows}

    def proven(self, source: str) -> frozenset[str]:
        """Return the source's addresses that were read whole at least once, whatever the question."""
        rows = self._connection.execute("SELECT DISTINCT url FROM validator WHERE source = ?", (source,))
        return frozenset(url for (url,) in rows)

    def recent(self, source: str | None = None, limit: int = 50) -> tuple[Coverage, ...]:
        """Return the last runs, newest first, of one source or of all."""
        rows = self._connection.execute(
            "SELECT body FROM run WHERE ? IS NULL OR source = ? ORDER BY finished DESC, id DESC LIMIT ?",
            (source, source, limit),
        )
        return tuple(run for row in rows.fetchall() if (run := _read(row[0])))

    def has(self, source: str, finished: datetime) -> bool:
        """Return whether the run of the source that ended at this moment is here."""
        found = self._connection.execute(
            "SELECT 1 FROM run WHERE source = ? AND finished = ?", (source, moment(finished))
        ).fetchone()
        return found is not None

    def filled(self, item: int) -> bool | None:
        """Return whether the run that first brought the item filled the store, or went on from the run before it.

        None where no source was asked for it: it came by a file, or before this was kept.
        """
        source, seen = self._connection.execute(
            "SELECT source, first_seen FROM record WHERE item = ? ORDER BY first_seen, id LIMIT 1", (item,)
        ).fetchone() or ("", "")
        at = attempt(read_moment, seen, "a time") if seen else None
        if at is None:
            return None
        row = self._connection.execute(
            "SELECT body FROM run WHERE source = ? AND finished >= ? ORDER BY finished, id LIMIT 1",
            (source, moment(at - _LAG)),
        ).fetchone()
        run = _read(row[0]) if row else None
        return run.fills if run and run.started and run.started <= at else None

    def last(self) -> tuple[Coverage, ...]:
        """Return the last run of each source, by name of source, ``silent`` where it is."""
        rows = self._connection.execute(
            """
            SELECT body
            FROM (SELECT body, source, row_number() OVER (PARTITION BY source ORDER BY finished DESC, id DESC) AS place
                  FROM run)
            WHERE place = 1
            ORDER BY source
            """
        )
        last = [run for row in rows.fetchall() if (run := _read(row[0]))]
        return tuple(replace(run, silent=self._silent(run.source, _just_after(run))) for run in last)

    def coverage(
        self,
        since: datetime,
        until: datetime,
        sources: Sequence[str] = (),
        intervals: Mapping[str, timedelta] | None = None,
    ) -> tuple[Coverage, ...]:
        """Return one line a source for the runs that ended in [since, until), by name of source.

        Counts are summed; the outcome and the error are those of the last run, since a later complete run
        makes an earlier failure good (which is then told in ``notices``). ``sources`` are those that should
        have been asked: one without a run gets a line that says so, as failed, unless ``intervals`` says that it
        was not due: then it is complete, with no runs. A source is ``silent`` where it had nothing for its last
        complete runs that asked for something, and the median of the eight before was 5 or more.
        """
        rows = self._connection.execute(
            "SELECT source, body FROM run WHERE finished >= ? AND finished < ? ORDER BY finished, id",
            (moment(since), moment(until)),
        )
        asked: dict[str, list[Coverage]] = {source: [] for source in sources}
        for source, body in rows.fetchall():
            if run := _read(body):
                asked.setdefault(source, []).append(run)
        lines = (self._line(source, asked[source], since, until) for source in sorted(asked))
        return tuple(_with_next_due(line, (intervals or {}).get(line.source)) for line in lines)

    def _line(self, source: str, runs: Sequence[Coverage], since: datetime, until: datetime) -> Coverage:
        last_complete = self.last_complete(source, until)
        if not runs:
            return _never_asked(source, since, until, last_complete)
        silent = self._silent(source, until)
        return replace(_sum(runs), silent=silent, last_complete=last_complete, days=_days(runs))

    def last_complete(self, source: str, until: datetime | None = None) -> datetime | None:
        """Return when the last complete run of the source ended, before ``until`` where that is given; None where there was none."""
        row = self._connection.execute(
            "SELECT max(finished) FROM run WHERE source = ? AND outcome = ? AND (? IS NULL OR finished < ?)",
            (source, Outcome.COMPLETE.value, until and moment(until), until and moment(until)),
        ).fetchone()
        return attempt(read_moment, row[0], "the time of a run") if row[0] else None

    def last_offer(self, source: str) -> datetime | None:
        """Return when the last complete run of the source ended that had something; None where there was none."""
        row = self._connection.execute(
            """
            SELECT max(finished) FROM run
            WHERE source = ? AND outcome = 'complete' AND CASE WHEN json_valid(body) THEN json_extract(body, '$.offered') END > 0
            """,
            (source,),
        ).fetchone()
        return attempt(read_moment, row[0], "the time of a run") if row[0] else None

    def _silent(self, source: str, until: datetime) -> bool:
        """Return whether the source offers nothing where it used to, longer than it ever did; it stays so for as long as it offers nothing."""
        rows = self._connection.execute(
            """
            SELECT json_extract(body, '$.offered') AS offered
            FROM run
            WHERE source = ? AND outcome = 'complete' AND finished < ?
                AND CASE WHEN json_valid(body) THEN json_extract(body, '$.offered') IS NOT NULL END
            ORDER BY finished DESC, id DESC
            LIMIT ?
            """,
            (source, moment(until), _MAX_RUNS),
        )
        offered = [row[0] for row in rows]
        first = next((i for i, count in enumerate(offered) if count), len(offered))
        before = offered[first : first + _RUNS_BEFORE]
        is_longer = first > min(_longest_nothing(offered[first:]), _MOST_OVERCOME)
        return is_longer and len(before) >= _FEWEST_RUNS and median(before) >= _USUAL_RECORDS

    def _move_watermark(self, source: str, topic: str, question: str, reached: str) -> None:
        self._connection.execute(
            """
            INSERT INTO watermark (source, topic, question, reached)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (source, topic, question) DO UPDATE SET reached = max(reached, excluded.reached)
            """,
            (source, topic, _digest(question), reached),
        )

    def _keep_validator(self, source: str, question: str, url: str, validator: Validator, at: str) -> None:
        upsert(
            self._connection,
            "validator",
            ("source", "question", "url"),
            source=source,
            question=_digest(question),
            url=url,
            etag=validator.etag,
            last_modified=validator.last_modified,
            at=at,
        )


def _read(body: str) -> Coverage | None:
    return attempt(lambda text: decode(text, Coverage), body, "a run")


def _sum(runs: Sequence[Coverage]) -> Coverage:
    last = next((run for run in reversed(runs) if run.outcome is not Outcome.UNASKED), runs[-1])
    failed = [run for run in runs if run.outcome.falls_short]
    notices = dict.fromkeys(notice for run in runs for notice in run.notices)
    if failed and last.outcome is Outcome.COMPLETE:
        errors = "; ".join(dict.fromkeys(run.error for run in failed if run.error))
        notices[
            f"{len(failed)} of {len(runs)} runs did not complete, a later one did"
            + errors.join((": ", "")) * bool(errors)
        ] = None
    starts = [run.started for run in runs if run.started]
    since = None if any(run.since is None for run in runs) else min(run.since for run in runs if run.since)
    announced = [run.announced for run in runs if run.announced is not None]
    return replace(
        last,
        since=since,
        until=max(run.until for run in runs),
        announced=sum(announced) if announced else None,
        received=sum(run.received for run in runs),
        new=sum(run.new for run in runs),
        kept=sum(run.kept for run in runs),
        unreadable=sum(run.unreadable for run in runs),
        deleted=sum(run.deleted for run in runs),
        notices=_few(tuple(notices)),
        started=min(starts, default=None),
        runs=sum(run.runs for run in runs),
    )


def _days(runs: Sequence[Coverage]) -> tuple[tuple[str, str], ...]:
    """Return the days on which a run ended, each with the best outcome of its runs."""
    best: dict[str, Outcome] = {}
    for run in runs:
        if run.finished:
            day = run.finished.date().isoformat()
            best[day] = min(best.get(day, run.outcome), run.outcome, key=_FROM_BEST.index)
    return tuple((day, outcome.value) for day, outcome in sorted(best.items()))


def _few(notices: tuple[str, ...]) -> tuple[str, ...]:
    rest = len(notices) - _MOST_NOTICES
    return notices if rest <= 0 else (*notices[:_MOST_NOTICES], f"and {rest:,} more notices")


def _never_asked(source: str, since: datetime, until: datetime, last_complete: datetime | None) -> Coverage:
    return Coverage(
        source=source,
        outcome=Outcome.FAILED,
        since=since,
        until=until,
        error="was not asked in this period",
        last_complete=last_complete,
        runs=0,
    )


def _longest_nothing(offered: Sequence[int]) -> int:
    """Return the most runs in a row that had nothing, with something before and after them."""
    ended = accumulate(offered, lambda length, count: 0 if count else length + 1, initial=0)
    so_far = accumulate(ended, max)
    return max((most for most, count in zip(so_far, offered, strict=False) if count), default=0)


def _just_after(run: Coverage) -> datetime:
    return (run.finished or run.until) + timedelta(seconds=1)


def _with_next_due(line: Coverage, interval: timedelta | None) -> Coverage:
    if not interval or line.last_complete is None:
        return line
    due = line.last_complete + interval
    if not line.runs and line.until <= due + _LATE:
        line = replace(line, outcome=Outcome.COMPLETE, error="")
    return replace(line, next_due=due)


def _digest(question: str) -> bytes:
    return hashlib.sha256(question.encode()).digest()

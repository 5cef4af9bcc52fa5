"""What was forecast of each watched trial, kept as it was said, and what a forecast is made of."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from watcher.model import Forecast, Record, SourceClass, Stated
from watcher.store.connection import Connection, writing
from watcher.store.records import Records
from watcher.store.rows import attempt, decode, decode_record, encode, moment, upsert


class Forecasts:
    """The forecasts of the watched trials, by the trial's name; none is ever changed."""

    def __init__(self, connection: Connection, records: Records) -> None:
        self._connection = connection
        self._records = records

    def keep(self, trial: str, made: Forecast) -> None:
        """Keep a forecast beside the earlier ones."""
        with writing(self._connection):
            upsert(
                self._connection,
                "forecast",
                ("trial", "made"),
                trial=trial,
                made=moment(made.made),
                body=encode(made),
            )

    def of(self, trial: str, until: datetime) -> tuple[Forecast, ...]:
        """Return the forecasts of a trial that were made before ``until``, oldest first; one that is damaged is passed over."""
        rows = self._connection.execute(
            "SELECT body FROM forecast WHERE trial = ? AND made < ? ORDER BY made", (trial, moment(until))
        )
        found = (attempt(lambda body: decode(body, Forecast), row[0], "a forecast") for row in rows.fetchall())
        return tuple(one for one in found if one)

    def stated(self, key: tuple[str, str]) -> tuple[Stated, ...]:
        """Return the primary completions that we saw in a registration (source, source_id), oldest first, each as it came to stand there."""
        every = tuple(self._stated(key))
        return every[:1] + tuple(after for before, after in pairwise(every) if after.date != before.date)

    def by_sponsor(self, trial: str, until: datetime) -> tuple[Record, ...]:
        """Return what companies said of a trial before ``until``, the newest first."""
        rows = self._connection.execute(
            """
            SELECT DISTINCT record.id, version.body
            FROM score
            JOIN record ON record.id = score.record
            JOIN version ON version.id = record.version,
                json_each(CASE WHEN json_valid(score.trials) THEN score.trials ELSE '[]' END) AS about
            WHERE score.trials <> '[]' AND about.value = ? AND record.withdrawn IS NULL AND record.first_seen < ?
                AND json_valid(score.body) AND json_extract(score.body, '$.source_class') = ?
            """,
            (trial, moment(until), SourceClass.COMPANY),
        )
        found = [attempt(decode_record, body, f"record {number}") for number, body in rows.fetchall()]
        dated = [record for record in found if record and record.published]
        return tuple(
            sorted(dated, key=lambda one: one.published.earliest if one.published else until.date(), reverse=True)
        )

    def _stated(self, key: tuple[str, str]) -> Iterator[Stated]:
        for version in self._records.versions(key):
            if version.record.trial and (date := version.record.trial.primary_completion):
                yield Stated(on=version.seen.date(), date=date)

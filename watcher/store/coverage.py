"""What each source was asked and what came of it: runs, watermarks, validators."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from watcher.model import Coverage, Validator
from watcher.store.database import Database


class Coverages(Database):
    """Memory of the sources' runs: what we did not see is part of the result."""

    def record_run(
        self,
        coverage: Coverage,
        topic: str,
        *,
        question: str = "",
        reached: datetime | None = None,
        validators: Mapping[str, Validator] | None = None,
    ) -> None:
        """Keep how a source's run ended.

        Where ``reached`` is given, the watermark of (source, topic, question) moves there, never back;
        the caller says so only for a complete run. ``validators`` (by address) are kept likewise. Call it
        inside ``writing()`` together with what the run brought.
        """
        raise NotImplementedError

    def watermark(self, source: str, topic: str, question: str = "") -> datetime | None:
        """Return how far the source was asked this question completely; None where never.

        ``question`` is anything that stays the same while the question does (the query without its
        dates): a changed question begins from the beginning.
        """
        raise NotImplementedError

    def validators(self, source: str) -> dict[str, Validator]:
        """Return what the source's addresses said of their last completely read version."""
        raise NotImplementedError

    def runs(self, source: str | None = None, limit: int = 50) -> tuple[Coverage, ...]:
        """Return the last runs, newest first, of one source or of all."""
        raise NotImplementedError

    def coverage(self, since: datetime, until: datetime, sources: Sequence[str] = ()) -> tuple[Coverage, ...]:
        """Return one line a source for the runs that ended in [since, until), by name of source.

        Counts are summed; the outcome and the error are those of the last run, since a later complete run
        makes an earlier failure good (which is then told in ``notices``). ``sources`` are those that should
        have been asked: one without a run gets a line that says so, as failed. A source is ``silent``
        where its last complete runs brought nothing and the median of the eight before was 5 or more.
        """
        raise NotImplementedError

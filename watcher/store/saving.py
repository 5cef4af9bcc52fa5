"""Taking a record in: its version, identity, changes, links and score, in one step."""

from collections.abc import Sequence
from datetime import datetime

from watcher.model import Change, Deleted, Link, Page, Record, SameAs, Score, Verdict, Weight
from watcher.store.answers import Effect, Saved
from watcher.store.indexing import refresh
from watcher.store.keeping import WITHDRAWN, Finding, Keeping, Known
from watcher.store.records import gather, kind_of
from watcher.store.rows import content, decode_record, moment, pack


class Saving(Keeping):
    """The only way in for what sources say."""

    def save(  # noqa: PLR0913 - one for each thing that is concluded about a record
        self,
        record: Record,
        verdict: Verdict,
        *,
        fingerprint: str,
        now: datetime,
        changes: Sequence[Change] = (),
        links: Sequence[Link] = (),
        score: Score | None = None,
        topic: str = "",
        keys: Sequence[int] = (),
        page: Page | None = None,
    ) -> Saved:
        """Keep a record with all that was concluded about it, wholly or not at all.

        A record that says what it said before is left as it is (a score that differs is kept), so a second
        run changes nothing. What differs without news (``fingerprint`` is the same) is kept as a
        version and counts as unchanged. The verdict decides for a new record; for a known one only
        ``SameAs`` another item counts, which makes the two items one. What a person decided stands
        against any verdict: it then becomes a doubt. ``page`` is kept where it brought something.
        """
        finding = Finding(
            record=record,
            verdict=verdict,
            changes=changes,
            links=links,
            score=score,
            topic=topic,
            fingerprint=fingerprint,
            keys=pack(keys),
            now=moment(now),
            page=page,
        )
        with self.writing():
            known = self._known(record.key)
            return self._add(finding) if known is None else self._update(finding, known)

    def seen_again(self, record: Record, *, profile: str = "") -> Saved | None:
        """Return what ``save`` would for a record that says what it said before, at a fraction of the cost.

        None where it says anything else, was withdrawn, or its score is by another profile than this
        (``Score.profile``): then it has to be judged and saved. Nothing is written.
        """
        known = self._known(record.key)
        if known is None or known.content != content(record) or (profile and not self._rated_by(known.id, profile)):
            return None
        return Saved(effect=Effect.UNCHANGED, item=known.item, joined=True)

    def mark_deleted(self, deleted: Deleted) -> bool:
        """Mark that a source withdrew a record; False where it is unknown or marked already.

        The record stays, with its versions; it comes back when the source gives it again.
        """
        at = moment(deleted.retrieved)
        with self.writing():
            known = self._known((deleted.source, deleted.source_id))
            if known is None or known.withdrawn:
                return False
            version = self._insert_version(known.id, at, WITHDRAWN, b"", None, known.body)
            change = Change(
                field="record",
                before="present",
                after=f"withdrawn by {deleted.source}",
                seen=deleted.retrieved,
                weight=Weight.MEDIUM,
            )
            self._insert_changes(known.id, version, [change])
            self._refresh(known.item)
        return True

    def _add(self, finding: Finding) -> Saved:
        item, joined = self._place(finding)
        record = self._insert_record(finding, item, joined=joined)
        self._keep_version(record, finding)
        self._index_names(record, finding.record, None)
        self._index_keys(record, finding.keys, b"")
        self._keep_score(record, finding)
        if not joined:
            self._ask(record, finding.verdict, finding.now)
        self._show(item, finding.record, joined=joined)
        return Saved(effect=Effect.NEW, item=item, joined=joined)

    def _show(self, item: int, record: Record, *, joined: bool) -> None:
        if joined:
            self._refresh(item)
        else:  # what was written a moment ago need not be read again
            refresh(self._connection, item, gather(item, kind_of(record), (record,)))

    def _place(self, finding: Finding) -> tuple[int, bool]:
        """Return the item for a new record and whether it was there before."""
        if isinstance(finding.verdict, SameAs):
            item = self._open_to(kind_of(finding.record), finding.verdict.item)
            if item is not None:
                return item, True
        return self._insert_item(kind_of(finding.record), finding.now), False

    def _update(self, finding: Finding, known: Known) -> Saved:
        item = known.item
        if content(finding.record) == known.content:
            if self._keep_score(known.id, finding):
                self._refresh(item)
            return Saved(effect=Effect.UNCHANGED, item=item, joined=True)
        self._keep_version(known.id, finding)
        self._index_names(known.id, finding.record, decode_record(known.body))
        self._index_keys(known.id, finding.keys, known.keys)
        self._keep_score(known.id, finding)
        item = self._reconsider(known, finding)
        self._refresh(item)
        has_news = finding.fingerprint != known.fingerprint
        return Saved(effect=Effect.CHANGED if has_news else Effect.UNCHANGED, item=item, joined=True)

    def _reconsider(self, known: Known, finding: Finding) -> int:
        """Return the item of a known record after its verdict: SameAs another makes the two one."""
        verdict = finding.verdict
        if isinstance(verdict, SameAs):
            other = self.item_id(verdict.item)
            if other is not None and other != known.item and self._may_join(known.item, other):
                return self._join(known.item, other, because=verdict.because, score=verdict.score, now=finding.now)
        self._ask(known.id, verdict, finding.now)
        return known.item

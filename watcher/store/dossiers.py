"""What the digest is built from: each item once, with what became of it since it was told."""

from datetime import datetime

from watcher.model import Dossier, WatchedStatus, WatchedTrial
from watcher.store.answers import Changed
from watcher.store.records import Records


class Dossiers(Records):
    """Selection for a digest, and the story of the watched trial."""

    def dossiers(
        self, topic: str, since: datetime, until: datetime, *, digest: str | None = None
    ) -> tuple[Dossier, ...]:
        """Return what the digest of this name has to tell: nearest tier first, then by value and date.

        An item that no earlier digest of the name told is new, however late it was indexed. One that was
        told comes again with changes that matter (high or medium), a retraction, correction or
        concern, or a nearer tier than it was told in. Items of tier "off" and those withdrawn by their
        sources are left out. Without a name, ``since`` decides what is new: any window can be looked at.
        Nothing seen at or after ``until`` is told.
        """
        raise NotImplementedError

    def dossier(self, item: int, topic: str) -> Dossier | None:
        """Return all that is known of one item; None where there is none or the topic never rated it."""
        raise NotImplementedError

    def watched(
        self, trial: WatchedTrial, since: datetime, until: datetime, *, topic: str = "", digest: str | None = None
    ) -> WatchedStatus:
        """Return where the watched trial stands at ``until``; its dossier's changes are those since ``since``.

        ``times_checked`` counts the complete runs of the registries that have it, since its last change.
        """
        raise NotImplementedError

    def changes(self, since: datetime, until: datetime | None = None) -> tuple[Changed, ...]:
        """Return every change seen in [since, until), oldest first."""
        raise NotImplementedError

    def seed(self, digest: str, topic: str, *, until: datetime, because: str, now: datetime) -> int:
        """Count everything seen before ``until`` as told to the digest, with the reason; return how many records."""
        raise NotImplementedError

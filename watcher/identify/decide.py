"""The two ways to ask: one record against candidates, and a whole library at once."""

from collections.abc import Callable, Sequence

from watcher.model import Cluster, Item, New, Record, SameAs, Verdict


def identify(record: Record, candidates: Sequence[Item]) -> Verdict:
    """Return whether the record is New, the SameAs a candidate, or Perhaps one, with the reason in words."""
    for item in candidates:
        shared = {found for known in item.records for found in known.ids & record.ids}
        if any(known.key == record.key for known in item.records) or shared:
            return SameAs(item=item.id, because="the same identifier")
    return New()


def block_keys(record: Record) -> tuple[int, ...]:
    """Return the signed 64-bit hashes under which the record is filed; two that may be one share a key.

    Identifiers are not among them: the store finds those through its index of identifiers.
    """
    del record
    return ()


def cluster(records: Sequence[Record], progress: Callable[[int, int], None] | None = None) -> tuple[Cluster, ...]:
    """Return the clusters of two records and more, whatever the order of the library.

    ``progress`` is called with (done, total), in candidate pairs.
    """
    del records, progress
    return ()

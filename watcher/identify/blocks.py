"""Under which keys a record is filed, so that only records that may be one are compared."""

from collections.abc import Iterator
from hashlib import blake2b

from watcher.identify.features import Features

_HEAD = 22  # letters of a title's beginning and end


def keys(features: Features) -> tuple[int, ...]:
    """Return the keys, signed 64-bit, each once, sorted."""
    return tuple(sorted({_hashed(key) for key in _keys(features)}))


def _hashed(key: tuple[object, ...]) -> int:
    digest = blake2b("\x1f".join(map(str, key)).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _keys(features: Features) -> Iterator[tuple[object, ...]]:
    yield from _of_title(features)
    yield from _of_place(features)
    if features.original:
        yield "head", features.original[:_HEAD]
    if len(features.abstract) >= 120:
        yield "abstract", features.abstract[:60]
    yield from (("trial", str(found)) for found in features.trials)


def _of_title(features: Features) -> Iterator[tuple[object, ...]]:
    title = features.title
    if not title.key:
        return
    if title.generic:
        yield "column", title.key[:_HEAD], *sorted(features.volume), features.year
        return
    yield "head", title.key[:_HEAD]
    yield "tail", title.key[-_HEAD:]
    longest = sorted(sorted(set(title.words)), key=len, reverse=True)[:4]
    yield "words", *longest
    if features.leader:
        yield "leader", features.leader, title.words[0]
        yield "second", features.leader, title.words[min(1, len(title.words) - 1)], features.year // 2


def _of_place(features: Features) -> Iterator[tuple[object, ...]]:
    first = features.pages.first
    if not first or not features.year:
        return
    for volume in features.volume:
        yield "place", volume, first, features.year
    if features.leader:
        yield "page", features.leader, first, features.year

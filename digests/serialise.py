"""A digest as JSON, to keep and to read by programs."""

from typing import Any

import msgspec

from watcher.model import Digest

# What a digest may say since its first schema; it is left out where it says nothing, so that earlier digests stay as they were.
_LATER = frozenset({"unlisted", "unread", "not_understood", "unsummarised", "failed", "unseen_since"})


def to_json(digest: Digest) -> str:
    """Return the digest as JSON, keys in the order of the model, with its ``schema`` version; times in UTC."""
    return msgspec.json.format(msgspec.json.encode(_told(msgspec.to_builtins(digest))), indent=2).decode()


def _told(value: Any) -> Any:
    match value:
        case dict():
            return {key: _told(part) for key, part in value.items() if part or key not in _LATER}
        case list() | tuple():
            return [_told(part) for part in value]
        case _:
            return value

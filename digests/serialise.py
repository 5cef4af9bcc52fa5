"""A digest as JSON, to keep and to read by programs."""

import msgspec

from watcher.errors import InputError
from watcher.model import Digest

SCHEMA = 1


def to_json(digest: Digest) -> str:
    """Return the digest as JSON, keys in the order of the model, with its ``schema`` version; times in UTC."""
    return msgspec.json.format(msgspec.json.encode(digest), indent=2).decode()


def from_json(text: str | bytes) -> Digest:
    """Return the digest that ``to_json`` wrote; raise ``InputError`` for anything else."""
    try:
        digest = msgspec.json.decode(text, type=Digest)
    except msgspec.MsgspecError as error:
        raise InputError(f"this is no digest that we wrote: {error}") from error
    if digest.schema > SCHEMA:
        raise InputError(f"this digest has schema {digest.schema}; this version reads {SCHEMA}: update Watcher")
    return digest

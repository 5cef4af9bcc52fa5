"""A digest in the forms that are looked at before it is sent: JSON, text, one HTML page, Slack's payload."""

import json

import msgspec

from digests.channels import slack
from digests.channels.page import alone
from digests.channels.text import to_text
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


def to_html(digest: Digest) -> str:
    """Return the digest as one page that needs no other file."""
    return alone(digest)


def to_slack(digest: Digest) -> str:
    """Return what would be posted to Slack, message by message, as JSON."""
    messages = slack.Channel(name="preview", channel="preview").render(digest)
    return json.dumps([json.loads(message.body)["post"] for message in messages], ensure_ascii=False, indent=2)


# The formats of ``watcher digest preview``.
FORMATS = {"text": to_text, "html": to_html, "slack": to_slack, "json": to_json}

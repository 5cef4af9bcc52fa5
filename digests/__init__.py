"""The digest: built from what the store knows, given a form by a channel, and sent.

Every public module of ``digests.channels`` is a channel: a module named ``slack`` holds a frozen
dataclass ``Channel`` whose fields are the options of a ``[[channels]]`` table with ``kind = "slack"``, and
its ``TITLE``, by which a reader knows it.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any, Protocol, cast

from digests import channels
from watcher.errors import ConfigError
from watcher.model import Digest, Message, Receipt
from watcher.options import fill, hint


class Channel(Protocol):
    """Where digests go: it writes, and it posts."""

    @property
    def name(self) -> str:
        """Return the name that the configuration gives this channel."""
        ...

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the options that are secrets, each with the environment's variable that holds it."""
        ...

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the options that are paths: they count from the folder of ``watcher.toml``."""
        ...

    @property
    def searchable(self) -> bool:
        """Return whether the channel can be asked for a message that it may have: mail servers cannot."""
        ...

    def check(self) -> str:
        """Ask the channel whether it would take a message; return its answer in words, or raise ``DeliveryError``."""
        ...

    def render(self, digest: Digest) -> tuple[Message, ...]:
        """Return the messages, one per recipient and part, in the order of sending: pure."""
        ...

    def send(self, message: Message, parent: Receipt | None = None) -> Receipt:
        """Hand one message over; ``parent`` is the receipt of the message that it answers.

        Raise ``DeliveryError``, whose ``sent`` says whether the message may have been accepted.
        """
        ...

    def find(self, message: Message, parent: Receipt | None = None) -> Receipt | None:
        """Ask the channel whether it has the message already; None where not, or it cannot be asked."""
        ...


def available() -> tuple[str, ...]:
    """Return the kinds of channel, sorted: the public modules of ``digests.channels``."""
    modules = pkgutil.iter_modules(channels.__path__)
    return tuple(sorted(m.name for m in modules if not m.name.startswith("_")))


def load(kind: str, options: Mapping[str, Any]) -> Channel:
    """Return a channel of this kind; raise ``ConfigError`` naming a wrong kind or option."""
    return cast("Channel", fill(kind_of(kind), options, f"a {kind} channel"))


def kind_of(kind: str) -> Any:
    """Return the class of a kind of channel, which says what its options are; raise ``ConfigError`` for a wrong kind."""
    if kind not in available():
        raise ConfigError(f"there is no kind of channel {kind!r}{hint(kind, available())}", option="kind")
    return importlib.import_module(f"digests.channels.{kind}").Channel

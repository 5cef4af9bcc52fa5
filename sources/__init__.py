"""The sources that Watcher asks; every public module of this package is one.

A module named ``pubmed`` holds a frozen dataclass ``Source`` whose fields are the options of
``[sources.pubmed]`` in ``watcher.toml``. The folder is the registry: nothing else lists the sources.
"""

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, cast

from sources._shapes import UNFAMILIAR, VITAL, Difference, Shape, readable, to_json, unfamiliar
from sources._terms import is_guess, written_out
from watcher.errors import ConfigError
from watcher.model import Notice, Page, Piece, Query, Transient, Validator
from watcher.options import fill, hint

__all__ = [
    "UNFAMILIAR",
    "VITAL",
    "Base",
    "Client",
    "Difference",
    "Rereads",
    "Shape",
    "Source",
    "available",
    "is_guess",
    "kind_of",
    "load",
    "readable",
    "to_json",
    "unfamiliar",
    "written_out",
]


class Rereads(StrEnum):
    """Which things in the store a source is asked about again, besides what is new."""

    NOTHING = "nothing"
    UNREAD = "unread"  # those that it has not brought yet (the text of an abstract found elsewhere): new ones at once, all weekly
    WEEKLY = "weekly"  # the same, and weekly those too that it has brought: registries change records without saying so


class Client(Protocol):
    """The polite client that a source asks through: it paces, retries, caps sizes, and hides secrets.

    Both methods return the answer with its ``validator`` (ETag, Last-Modified), or raise ``FetchError`` where
    none came or none that can be used; its ``status`` and ``answer`` tell what the server said. A body
    for which ``transient`` is true is a passing failure whatever its status, and is asked for again; so is one whose
    status is among ``passing``, besides those that pass with everybody (429 and its like).
    """

    def get(  # noqa: PLR0913  (all that there is to say of a request)
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        validator: Validator | None = None,
        transient: Transient | None = None,
        passing: Collection[int] = (),
    ) -> Page:
        """Return the answer to a GET.

        With a ``validator`` (from ``Query.validators``) it asks only for something newer; where there is
        nothing newer (304) the page is ``unchanged``, has an empty body and that same validator.
        """
        ...

    def post(  # noqa: PLR0913  (all that there is to say of a request)
        self,
        url: str,
        data: Mapping[str, str] | None = None,
        *,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        transient: Transient | None = None,
        passing: Collection[int] = (),
    ) -> Page:
        """Return the answer to a POST that only reads (a long query, or one with a secret): it is retried as a GET is."""
        ...


class Source(Protocol):
    """What a source has to offer: it asks, and it understands."""

    enabled: bool
    base_url: str
    contact: str
    allow_private_hosts: bool

    @property
    def name(self) -> str:
        """Return the name of the module, which is the source's name in commands and configuration."""
        ...

    @property
    def title(self) -> str:
        """Return the source's name as readers know it."""
        ...

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the options that are secrets, each with the environment's variable that holds it."""
        ...

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the options that name files or folders."""
        ...

    @property
    def pace(self) -> float:
        """Return the seconds between two requests that the provider's limits ask for."""
        ...

    @property
    def rereads(self) -> Rereads:
        """Return which known things come as ``Query.known``."""
        ...

    @property
    def interval_days(self) -> int:
        """Return how many days a complete run is enough for; 0 where every sync is to ask."""
        ...

    @property
    def windowed(self) -> bool:
        """Return whether ``Query.until`` bounds what is asked for.

        Where it does not, the steps of a backfill would ask for the same thing again and again: it is asked once.
        """
        ...

    def question(self, query: Query) -> str:
        """Return the query in the source's own dialect, as it is sent and shown."""
        ...

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Ask for everything that the query covers; raise ``SourceError`` where it cannot go on."""
        ...

    def parse(self, page: Page) -> Iterator[Piece]:
        """Understand one page: pure, and a record that cannot be read never costs its neighbours."""
        ...


@dataclass(frozen=True, kw_only=True)
class Base:
    """The options that every source has in ``watcher.toml``, and what it says of itself.

    ``name`` is its module's, ``title`` what readers are shown. ``secrets`` are the options that come from the
    environment, each with its variable; ``paths`` are the options that name files, which count from ``watcher.toml``.
    """

    enabled: bool = True  # whether it is asked
    base_url: str = ""  # where it answers: a mirror, a proxy, a server of your own
    allow_private_hosts: bool = False  # whether that may be a private address, and plain http
    contact: str = ""  # that of `[watcher]` if not given

    name: ClassVar[str]
    title: ClassVar[str]
    rereads: ClassVar[Rereads] = Rereads.NOTHING
    interval_days: ClassVar[int] = 0
    windowed: ClassVar[bool] = False
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({})
    paths: ClassVar[tuple[str, ...]] = ()


def available() -> tuple[str, ...]:
    """Return the names of all sources, sorted: the public modules of this package."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")))


def load(name: str, options: Mapping[str, Any] | None = None) -> Source:
    """Return the source ``name`` with its options; raise ``ConfigError`` naming a wrong name or option."""
    return cast("Source", fill(kind_of(name), options or {}, f"[sources.{name}]"))


@cache
def kind_of(name: str) -> Any:
    """Return the class of a source, which says what its options are; raise ``ConfigError`` for a wrong name."""
    if name not in available():
        raise ConfigError(f"there is no source {name!r}{hint(name, available())}")
    return importlib.import_module(f"sources.{name}").Source

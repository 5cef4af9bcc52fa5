"""The Python API under the command line: ``Session`` opens an installation, and does what it can do.

An installation is its configuration, its topic, its clock and its store; see docs/python.md. Nothing here knows click,
and nothing is printed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from watcher.config.plans import DigestPlan
    from watcher.config.settings import Settings
    from watcher.errors import ConfigError
    from watcher.model import Coverage, Digest, Topic
    from watcher.pipeline.deliver import Sent
    from watcher.service.due import Done
    from watcher.store.answers import Account
    from watcher.store.search import Hits
    from watcher.store.store import Store

_DIGITS = 18  # of a number that SQLite can hold


@dataclass(kw_only=True)
class Session:
    """One use of an installation. What is not asked for is not loaded.

    Everything that goes wrong on purpose is a ``WatcherError``; nothing is printed.
    """

    config: str | None = None  # the path of a watcher.toml; None looks where the command line looks
    fixed_now: datetime | None = None
    horizon: timedelta | None = timedelta(days=60)  # of what is news; None: the demonstration's old studies are, too
    remarks: tuple[str, ...] = ()  # said at the foot of each digest, before anything else

    def now(self) -> datetime:
        """Return the clock's time, or the one that was fixed; aware, UTC."""
        return self.fixed_now or datetime.now(UTC)

    def say(self, text: str) -> None:
        """Receive what is going on, in words. Ignored here: a subclass may show it."""

    def progress(self, source: str, received: int) -> None:
        """Receive how many records a source has brought. Ignored here: a subclass may show it."""

    @cached_property
    def settings(self) -> "Settings":
        """The configuration, read once."""
        from watcher.config import find
        from watcher.config.settings import load

        return load(find(self.config))

    @cached_property
    def place(self) -> "Path":
        """The path of the database; where the configuration says it plainly, nothing else of it is read."""
        from watcher.config import database, find

        known = None if "settings" in self.__dict__ else database(find(self.config))
        return known or self.settings.database

    @cached_property
    def topic(self) -> "Topic":
        """The topic profile that the configuration names, and beside it those of the digests that have one of their own.

        A profile of a digest that is wrong costs that digest alone.
        """
        from watcher.errors import ConfigError

        topic = self._usable(self.settings.topic)
        others = [one for called, one in self._topics.items() if called != self.settings.topic]
        usable = tuple(one for one in others if not isinstance(one, ConfigError))
        return replace(topic, beside=usable) if usable else topic

    def topic_of(self, plan: "DigestPlan") -> "Topic":
        """Return the topic of a digest: its own, or that of the installation; raise ``ConfigError`` for a mistake in it."""
        return self._usable(plan.topic or self.settings.topic)

    @cached_property
    def _topics(self) -> "dict[str, Topic | ConfigError]":
        """The profiles by what the configuration calls them, that of ``[watcher]`` first, or what is wrong with them."""
        from watcher.topic import profile_at

        settings = self.settings
        found: dict[str, Topic | ConfigError] = {}
        wanted = [(settings.topic, settings.topic_place), *((plan.topic, plan.place) for plan in settings.digests)]
        for called, place in wanted:
            if called and called not in found:
                found[called] = profile_at(called, place, found.values())
        return found

    @property
    def wrong_topics(self) -> tuple[str, ...]:
        """What is wrong with the profiles that digests have of their own, in words."""
        from watcher.errors import ConfigError

        return tuple(str(one) for one in self._topics.values() if isinstance(one, ConfigError))

    def _usable(self, called: str) -> "Topic":
        from watcher.errors import ConfigError

        topic = self._topics[called]
        if isinstance(topic, ConfigError):
            raise topic
        return topic

    def database(self) -> "Path":
        """Return the configured database's path; raise ``StoreError`` where nothing was fetched yet."""
        from watcher.errors import StoreError

        path = self.place
        if not path.exists():
            raise StoreError(
                f"there is no database {path} yet; `watcher sync` fetches, `watcher demo` shows how it looks"
            )
        return path

    def footer(self, topic: "Topic") -> tuple[str, ...]:
        """Return what the footer of each digest on the topic states: the profile and its recall on the known set."""
        from watcher.relevance.check import known_recall

        found, total = known_recall(topic)
        recall = f"The profile finds {found} of the {total} known records of its question."
        return (*self.remarks, *([recall] if total else []))

    @contextmanager
    def store(self, *, new: bool = False) -> "Iterator[Store]":
        """Open the configured database for the length of a command; ``new`` makes it where there is none.

        Raise ``StoreError`` where it should be there and is not: an empty answer would look like "nothing new".
        """
        from watcher.service.faults import keep_errors
        from watcher.store.store import Store

        path = self.place if new else self.database()
        keep_errors(path)
        with Store.open(path) as store:
            yield store

    @contextmanager
    def reading(self) -> "Iterator[Store]":
        """Open the configured database for reading alone; raise ``StoreError`` where it cannot be read, or is of an older version."""
        from watcher.store.store import Store

        with Store.reading_of(self.database()) as store:
            yield store

    def sync(
        self,
        *,
        sources: Sequence[str] = (),
        since: datetime | None = None,
        full: bool = False,
        folder: str | None = None,
    ) -> "tuple[Coverage, ...]":
        """Ask the sources (those that are named, or all) and keep what is new; return a line of coverage a source.

        ``since`` asks from then on, ``full`` for everything; ``folder`` reads files or saved runs instead, and asks nobody.
        """
        from watcher.service.sync import sync

        with self.store(new=True) as store:
            return sync(self, store, names=sources, since=since, full=full, folder=folder)

    def search(self, text: str = "", *, sort: str = "relevance", limit: int = 20, **filters: Any) -> "Hits":
        """Return what matches a query as a person types it; ``filters`` are the fields of ``watcher.store.search.Filters``."""
        from watcher.store.search import Filters, search_file

        return search_file(self.database(), text, Filters(**filters), sort=sort, limit=limit)

    def item(self, identifier: str) -> "Account":
        """Return everything about one item, by any of its ids in any spelling; raise ``InputError`` where there is none."""
        with self.store() as store:
            return account_of(store, identifier)

    def digest(
        self, name: str | None = None, *, since: datetime | None = None, until: datetime | None = None
    ) -> "Digest":
        """Return a digest as it would be sent now: of that name, or the first; nothing is sent or marked as told.

        With ``since``, the period alone decides what is new, whatever earlier digests told.
        """
        from watcher.service.digest import due_period, prepare
        from watcher.service.loading import plan

        chosen = plan(self.settings, name)
        with self.store() as store:
            span = due_period(self, store, chosen, since)
            return prepare(self, store, chosen, replace(span, until=until or span.until), anew=bool(since)).digest

    def send(self, name: str | None = None, *, channels: Sequence[str] = ()) -> "tuple[Sent, ...]":
        """Make the digest where it is due, send it and what waits; return what became of each message. Twice sends once."""
        from watcher.service.digest import send
        from watcher.service.loading import plan

        with self.store() as store:
            return send(self, store, plan(self.settings, name), channels)[1]

    def run_due(self) -> "Done":
        """Do once what is due, as `watcher run-due` does."""
        from watcher.service.due import Service

        return Service(session=self).once()


def own_id(text: str) -> int | None:
    """Return the number of an item of ours; None for what cannot be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def account_of(store: "Store", identifier: str) -> "Account":
    """Return everything about the item of this id in any spelling; raise ``InputError`` where there is none."""
    from watcher.errors import InputError
    from watcher.ids import read_id

    own = [number] if (number := own_id(identifier)) is not None else []
    known = read_id(identifier)
    # A bare number may be our own id or a PMID; a PMID is what people have at hand.
    for item in [*(store.items.find(known) if known else ()), *own]:
        if account := store.account(item):
            return account
    quoted = f'"{identifier}"' if " " in identifier else identifier
    named = "" if known or own else f", or `watcher trial {quoted}` where that is a trial's name"
    raise InputError(f"nothing in the store has the id {identifier!r}; try `watcher search`{named}")

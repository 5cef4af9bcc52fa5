"""What every round shares: the configuration, the topic, the clock, the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from watcher.config import Settings
    from watcher.model import Topic
    from watcher.store.store import Store


@dataclass(kw_only=True)
class Session:
    """One use of an installation. What is not asked for is not loaded."""

    config: str | None
    fixed_now: datetime | None = None
    horizon: timedelta | None = timedelta(days=60)  # of what is news; None: the demonstration's old studies are, too
    remarks: tuple[str, ...] = ()  # said at the foot of each digest, before anything else

    def now(self) -> datetime:
        """Return the clock's time, or the one that was fixed; aware, UTC."""
        return self.fixed_now or datetime.now(UTC)

    def say(self, text: str) -> None:
        """Hear what is going on, in words; nobody listens here."""

    def progress(self, source: str, received: int) -> None:
        """Hear how many records a source has brought; nobody listens here."""

    @cached_property
    def settings(self) -> "Settings":
        """The configuration, read once."""
        from watcher import config

        return config.load(config.find(self.config))

    @cached_property
    def topic(self) -> "Topic":
        """The topic profile that the configuration names."""
        from watcher.errors import ConfigError
        from watcher.topic import load_topic

        try:
            return load_topic(self.settings.topic)
        except ConfigError as error:
            if error.option != "topic":  # a mistake inside the profile, which names its own line
                raise
            raise ConfigError(f"{self.settings.topic_place}: {error}") from error

    def database(self) -> "Path":
        """Return the configured database's path; raise ``StoreError`` where nothing was fetched yet."""
        from watcher.errors import StoreError

        path = self.settings.database
        if not path.exists():
            raise StoreError(
                f"there is no database {path} yet; `watcher sync` fetches, `watcher demo` shows how it looks"
            )
        return path

    def footer(self) -> tuple[str, ...]:
        """Return what each digest's footer states: the profile and its recall on the known set."""
        from watcher.relevance.check import known_recall

        found, total = known_recall(self.topic)
        recall = f"The profile finds {found} of the {total} known records of its question."
        return (*self.remarks, *([recall] if total else []))

    @contextmanager
    def store(self, *, new: bool = False) -> "Iterator[Store]":
        """Open the configured database for the length of a command; ``new`` makes it where there is none.

        Raise ``StoreError`` where it should be there and is not: an empty answer would look like "nothing new".
        """
        from watcher.service.faults import keep_errors
        from watcher.store.store import Store

        path = self.settings.database if new else self.database()
        keep_errors(path)
        with Store.open(path) as store:
            yield store

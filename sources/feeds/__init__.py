"""News by RSS, RDF and Atom: regulators, sponsors, journals, saved searches.

No address of a feed is promised by anybody, so all are configuration, and one that fails is said and costs
no other. Only the FDA's ship, for they are listed on its own page and have stood for years; the others that are
worth a try stand in the configuration that ``watcher init`` writes, as comments, since one that was moved or
refuses programs would leave every run partial. Without any feed this source is off.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from sources import Client, Rereads
from sources.feeds.entry import Entry, read
from sources.feeds.reader import open_feed
from sources.feeds.settings import DEFAULTS, Feed, feeds_from
from watcher.errors import FetchError, ParseError
from watcher.model import Notice, Page, Piece, Query, Record, Unreadable
from watcher.text import fold


@dataclass(frozen=True)
class Source:
    """Feeds, each ``{name, url, kind, enabled}``, in ``[[sources.feeds.feeds]]``; given ones replace those that ship.

    ``kind`` is "news" (the default), "article" for a journal, or "registration". ``everything`` takes all items,
    not those alone that speak of the topic. A feed that rolls over within hours is not for a weekly look.
    """

    enabled: bool = True
    base_url: str = ""
    allow_private_hosts: bool = False
    contact: str = ""
    feeds: Sequence[Mapping[str, object]] = field(default=DEFAULTS)
    everything: bool = False

    name: ClassVar[str] = "feeds"
    pace: ClassVar[float] = 1.0
    rereads: ClassVar[Rereads] = Rereads.NOTHING
    interval_days: ClassVar[int] = 0
    windowed: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Be off without a feed; raise ``ConfigError`` for one without a name or address, or with an unknown option."""
        object.__setattr__(self, "enabled", self.enabled and any(feed.enabled for feed in feeds_from(self.feeds)))

    @property
    def _feeds(self) -> tuple[Feed, ...]:
        return tuple(feed for feed in feeds_from(self.feeds) if feed.enabled)

    def question(self, query: Query) -> str:  # noqa: ARG002  # feeds cannot be asked for a topic
        """Return the addresses that are read."""
        return "\n".join(f"{feed.name}: {feed.url}" for feed in self._feeds)

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield one page a feed, asked for only where it is newer; a feed that fails is a notice, as is to have none.

        Raise the last ``FetchError`` where every feed fails.
        """
        if not self._feeds:
            yield Notice(text="no feed is set in [[sources.feeds.feeds]]", incomplete=True)
        failed: list[FetchError] = []
        for feed in self._feeds:
            try:
                page = client.get(feed.url, validator=query.validators.get(feed.url))
            except FetchError as error:
                failed.append(error)
                yield Notice(text=f"{feed.name}: {error.reason}; mend or remove it", incomplete=True)
            else:
                yield replace(page, url=feed.url, sought=() if self.everything else query.groups)
        if failed and len(failed) == len(self._feeds):
            raise failed[-1]

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a feed's items; raise ``ParseError`` where the body is no feed (feedparser takes a web page for an empty one).

        A feed that is cut or broken gives what could be read, then an ``Unreadable`` for the rest.
        """
        if page.unchanged:
            return
        feed = next((feed for feed in self._feeds if feed.url == page.url), Feed(name="feed", url=page.url))
        try:
            found = open_feed(page)
        except ValueError as error:
            raise ParseError(self.name, page.url, f"{feed.name}: {error}") from error
        yield from _told_apart(list(_each(found.entries, found.about, feed, page)))
        if found.damage:
            yield Unreadable(url=page.url, where=f"{feed.name}, after item {len(found.entries)}", reason=found.damage)


def _each(entries: Sequence[Entry], about: Entry, feed: Feed, page: Page) -> Iterator[Record | Unreadable]:
    for position, entry in enumerate(entries, start=1):
        try:
            record = read(entry, about, feed, page)
            if record:
                yield record
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            yield Unreadable(url=page.url, where=f"{feed.name}, item {position}", reason=str(error))


def _told_apart(pieces: Sequence[Record | Unreadable]) -> Iterator[Record | Unreadable]:
    """Yield the pieces, items of one key told apart by their titles alone: some newsrooms link all to one page."""
    titles: dict[str, set[str]] = {}
    for piece in pieces:
        if isinstance(piece, Record):
            titles.setdefault(piece.source_id, set()).add(piece.title)
    for piece in pieces:
        if isinstance(piece, Record) and len(titles[piece.source_id]) > 1:
            ids = frozenset(id_ for id_ in piece.ids if id_.scheme not in ("guid", "url"))
            yield replace(piece, source_id=f"{piece.source_id}: {fold(piece.title)}", ids=ids)
        else:
            yield piece

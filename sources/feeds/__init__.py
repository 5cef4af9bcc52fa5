"""News by RSS, RDF and Atom: regulators, sponsors, journals, saved searches.

Nobody promises that a feed keeps its address, so one that fails is reported and the others are read all the same. Few
of the feeds that ship are confirmed to work: one that is not is read like any other, but its failure does not make the
run partial. To be read well once confirms it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from sources import Base, Client
from sources._asking import ahead
from sources._configured import ask, asked_of, shown
from sources._reading import unreadable
from sources._terms import sought_by
from sources.feeds.catalogue import Feed, feeds_from
from sources.feeds.item import Entry, address, read, word
from sources.feeds.reader import Found, open_feed
from watcher.bounds import LONGEST_TITLE, bounded, cut
from watcher.dates import first_of
from watcher.errors import FetchError, ParseError
from watcher.model import Kind, Notice, Page, Piece, Query, Record, Unreadable, Validator
from watcher.text import fold

# Each host has its own pace, so feeds of different hosts need not wait for one another.
AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """The feeds that ship, and yours.

    One with the name of a feed that ships changes it: ``enabled = false`` switches it off, ``url`` corrects it.
    """

    feeds: Sequence[Mapping[str, object]] = field(default=())  # yours, each a table
    shipped: bool = True  # whether those that ship are read
    everything: bool = False  # takes items that do not speak of the topic, of all feeds

    name: ClassVar[str] = "feeds"
    title: ClassVar[str] = "News feeds"
    pace: ClassVar[float] = 1.0

    def __post_init__(self) -> None:
        """Turn the source off where it has no feed; raise ``ConfigError`` for one without a name or address, or with an unknown option."""
        object.__setattr__(self, "enabled", self.enabled and bool(self._feeds))

    @property
    def _feeds(self) -> tuple[Feed, ...]:
        return tuple(feed for feed in feeds_from(self.feeds, shipped=self.shipped) if feed.enabled)

    def question(self, query: Query) -> str:
        """Return the addresses that are read, and what is kept of what they send."""
        return asked_of(((feed.name, feed.url, self._takes_all(feed)) for feed in self._feeds), query)

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield one page a feed, asked for only where it is newer, then a notice for each that failed, or that no feed is set.

        Raise the first ``FetchError`` where every feed fails.
        """
        if not self._feeds:
            yield Notice(text="no feed is set in [[sources.feeds.feeds]]", incomplete=True)
        failed: dict[Feed, FetchError] = {}
        feeds = [_confirmed(feed, proven=shown(feed.name, feed.url) in query.proven) for feed in self._feeds]
        for feed, answer in zip(feeds, ahead(_asking(query, client), feeds, AT_ONCE), strict=True):
            if isinstance(answer, FetchError):
                failed[feed] = answer
            else:
                sought = () if self._takes_all(feed) else sought_by(query)
                # Kept once the page was read whole, whether the server says anything of its version or not.
                validator = answer.validator or Validator()
                yield replace(answer, sought=sought, validator=validator, proven=answer.url in query.proven)
        if failed and len(failed) == len(feeds):
            raise next(iter(failed.values()))
        yield from (_trouble(feed, feed.name, error.reason) for feed, error in failed.items())

    def _takes_all(self, feed: Feed) -> bool:
        return self.everything or feed.everything

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a feed's items; raise ``ParseError`` where the body is no feed (feedparser takes a web page for an empty one).

        A feed that is cut or broken gives what could be read, then an ``Unreadable`` for the rest. Where the feed
        is not confirmed, all that cannot be read is a ``Notice``.
        """
        if page.unchanged:
            return
        feed = next(
            (feed for feed in self._feeds if shown(feed.name, feed.url) == page.url), Feed(name="feed", url=page.url)
        )
        feed = _confirmed(feed, proven=page.proven)
        try:
            found = open_feed(page)
        except ValueError as error:
            if feed.confirmed:
                raise ParseError(self.name, page.url, f"{feed.name}: {error}") from error
            yield _trouble(feed, feed.name, f"{error} ({page.url})")
            return
        for piece in _pieces(found, feed, page):
            if isinstance(piece, Unreadable) and not feed.confirmed:
                yield _trouble(feed, piece.where, f"{piece.reason} ({page.url})")
            else:
                yield piece


def _confirmed(feed: Feed, *, proven: bool) -> Feed:
    return replace(feed, confirmed=feed.confirmed or proven)


def _asking(query: Query, client: Client) -> Callable[[Feed], Page | FetchError]:
    def asked(feed: Feed) -> Page | FetchError:
        try:
            return ask(feed.name, feed.url, query, client)
        except FetchError as error:
            return error

    return asked


def _trouble(feed: Feed, what: str, reason: str) -> Notice:
    """Return what is said of what cannot be read; the run has missed something only where the feed was confirmed."""
    mend = "open it in a browser, then correct it or switch it off in [[sources.feeds.feeds]]"
    return Notice(text=f"{what} could not be read, {reason}: {mend}", incomplete=feed.confirmed, told=True)


def _pieces(found: Found, feed: Feed, page: Page) -> Iterator[Piece]:
    last = max((position for position, _ in found.entries), default=0)
    if page.sought:  # most items will be left out: a feed that fell silent is known by what it has
        yield Notice(announced=len(found.entries) + len(found.unread))
    yield from _distinct(list(_each(found, feed, page)))
    for unread in found.unread:
        where = f"{feed.name}, item {unread.position}"
        yield Unreadable(url=unread.link or page.url, where=where, reason=unread.reason, title=unread.title)
    if found.damage:
        yield Unreadable(url=page.url, where=f"{feed.name}, after item {last}", reason=found.damage)


def _each(found: Found, feed: Feed, page: Page) -> Iterator[Record | Unreadable]:
    order = first_of(word(entry, name) for _, entry in found.entries for name in ("published", "updated"))
    for position, entry in _without_counts(found.entries):
        try:
            record = read(entry, found.about, feed, page, order)
            if record:
                yield bounded(record)
        except Exception as error:  # noqa: BLE001 - the border of a record: its neighbours are read all the same
            title, url = cut(word(entry, "title"), LONGEST_TITLE), address(word(entry, "link")) or page.url
            yield unreadable(error, url, f"{feed.name}, item {position}", title=title)


def _without_counts(entries: Sequence[tuple[int, Entry]]) -> Sequence[tuple[int, Entry]]:
    """Return the entries without keys that only count them from the top: what stands first today is another piece next week."""
    keys = [word(entry, "id") for _, entry in entries]
    if any(keys == [str(number) for number in range(first, first + len(keys))] for first in (0, 1)):
        return [(position, {**entry, "id": ""}) for position, entry in entries]
    return entries


def _distinct(pieces: Sequence[Record | Unreadable]) -> Iterator[Record | Unreadable]:
    """Yield the pieces; items that share one key get keys of their own by titles, then by days: some newsrooms link all to one page."""
    yield from _told_apart(list(_told_apart(pieces, lambda record: fold(record.title))), _day_of_news)


def _day_of_news(record: Record) -> str:
    return record.published.iso if record.published and record.kind is Kind.NEWS else ""


def _told_apart(pieces: Sequence[Record | Unreadable], told: Callable[[Record], str]) -> Iterator[Record | Unreadable]:
    """Yield the pieces, those that share a key and differ in what is told of them with this added to their keys."""
    known: dict[str, set[str]] = {}
    for piece in pieces:
        if isinstance(piece, Record):
            known.setdefault(piece.source_id, set()).add(told(piece))
    for piece in pieces:
        if isinstance(piece, Record) and len(known[piece.source_id]) > 1:
            ids = frozenset(id_ for id_ in piece.ids if id_.scheme not in ("guid", "url"))
            yield replace(piece, source_id=f"{piece.source_id}: {told(piece)}", ids=ids)
        else:
            yield piece

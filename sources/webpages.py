"""Newsrooms and congress pages that have no feed, read by CSS selectors from the configuration.

Without a site this source is off: it is asked nothing, and no coverage says that it was complete.
"""

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar
from urllib.parse import urljoin

from bs4 import Tag
from soupsieve import SelectorSyntaxError

from sources import Base, Client
from sources._configured import Robots, ask, asked_of, check_table, shown
from sources._markup import decoded
from sources._reading import unreadable
from sources._soup import soup, text_of
from sources._terms import is_sought, sought_by
from watcher.bounds import LONGEST_TITLE, bounded, cut
from watcher.dates import first_of, iso_date, named_date, numbered_date, printed_date, without_time
from watcher.errors import FetchError, ParseError
from watcher.ids.found import find_trials
from watcher.model import Id, Kind, Notice, Page, PartialDate, Passage, Piece, Query, Record, Venue
from watcher.text import clean, fold

KINDS = {"news": Kind.NEWS, "abstract": Kind.ABSTRACT, "article": Kind.ARTICLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One page; what selects is in the language of CSS."""

    name: str  # what readers are told
    url: str  # of the page
    item: str = ""  # selects (CSS) what is one piece of news; "" for the whole page
    title: str = ""  # selects within the item; its first heading or link if not given
    text: str = ""  # selects within the item; its whole text if not given
    date: str = ""  # selects within the item; its first `time` if not given
    kind: str = "news"  # "news", "article" or "registration"
    enabled: bool = True  # whether it is asked
    everything: bool = False  # takes items that do not speak of the topic, too


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Web pages without a feed; none ship.

    An item is known by what it says: a page that is overwritten at the same address gives a new one, and one
    that says the same gives nothing new.
    """

    sites: Sequence[Mapping[str, object]] = field(default=())  # the pages, each a table
    everything: bool = False  # takes items that do not speak of the topic, of all pages

    name: ClassVar[str] = "webpages"
    title: ClassVar[str] = "Web pages"
    pace: ClassVar[float] = 2.0

    def __post_init__(self) -> None:
        """Turn the source off where it has no site; raise ``ConfigError`` for one without a name or address, or with an unknown option."""
        object.__setattr__(self, "enabled", self.enabled and any(site.enabled for site in sites_from(self.sites)))

    @property
    def _sites(self) -> tuple[Site, ...]:
        return tuple(site for site in sites_from(self.sites) if site.enabled)

    def question(self, query: Query) -> str:
        """Return the addresses that are read, and what is kept of what stands there."""
        if not self._sites:
            return "nothing: no site is set"
        return asked_of(((site.name, site.url, self._takes_all(site)) for site in self._sites), query)

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield one page a site, asked for only where it is newer; a site that fails is a notice, as is to have none.

        Raise the last ``FetchError`` where every site fails.
        """
        if not self._sites:
            yield Notice(text="no site is set in [[sources.webpages.sites]]", incomplete=True)
        failed: list[FetchError] = []
        robots = Robots(client, own=self.allow_private_hosts)
        for site in self._sites:
            try:
                if not robots.allow(site.url):
                    yield Notice(
                        text=f"{site.name}: its robots.txt lets no program read it; remove it", incomplete=True
                    )
                    continue
                page = ask(site.name, site.url, query, client)
            except FetchError as error:
                failed.append(error)
                yield Notice(text=f"{site.name}: {error.reason}; mend or remove it", incomplete=True)
            else:
                yield replace(page, sought=() if self._takes_all(site) else sought_by(query))
        if failed and len(failed) == len(self._sites):
            raise failed[-1]

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a page's items; raise ``ParseError`` where its selector finds none: the page is not as it was."""
        if page.unchanged:
            return
        site = next(
            (site for site in self._sites if shown(site.name, site.url) == page.url), Site(name="page", url=page.url)
        )
        items, language, left = self._items(site, page)
        if not any(text_of(item) for item in items):
            raise ParseError(
                self.name, page.url, f"{site.name}: {site.item or 'the page'!r} finds nothing; has the page changed?"
            )
        if page.sought:
            yield Notice(announced=len(items))
        if left:
            yield Notice(text=f"{site.name}: {left} items stand too deep in others to be read", incomplete=True)
        first_is = first_of(_printed(item, site) for item in items) or _first_in(language)
        for position, item in enumerate(items, start=1):
            try:
                if record := _read(item, site, page, first_is):
                    yield bounded(record)
            except Exception as error:  # noqa: BLE001 - the border of a record: its neighbours are read all the same
                where = f"{site.name}, item {position}"
                yield unreadable(error, page.url, where, title=cut(text_of(item).partition("\n")[0], LONGEST_TITLE))

    def _takes_all(self, site: Site) -> bool:
        return self.everything or site.everything

    def _items(self, site: Site, page: Page) -> tuple[Sequence[Tag], str, int]:
        """Return the page's items, the language in which it is written ("" where it does not say that), and how many were left out."""
        try:
            document = soup(decoded(page.body, page.media_type))
            language = str(document.html.get("lang") or "").lower() if document.html else ""
            if not site.item:
                return [document.body or document], language, 0
            found = document.select(site.item)
            shallow = _not_deep(found)
            return _apart(shallow, site), language, len(found) - len(shallow)
        except (SelectorSyntaxError, RecursionError, ValueError) as error:
            raise ParseError(self.name, page.url, f"{site.name}: {type(error).__name__}: {error}") from error


def _apart(shallow: Sequence[Tag], site: Site) -> Sequence[Tag]:
    """Return the items, each without those that stand in it: of tags that nobody closed each holds all that follow.

    What has no title is a part of the item around it, and what has none but those of the items in it is no item.
    """
    holders, apart = set[int](), list[Tag]()
    known = {id(item) for item in shallow}
    for item in reversed(shallow):
        around = next((id(one) for one in itertools.islice(item.parents, _FURTHEST) if id(one) in known), None)
        is_titled = _titled(item, site) is not None
        if around is not None and is_titled:
            holders.add(around)
            item.extract()
        if is_titled or (around is None and id(item) not in holders):
            apart.append(item)
    return apart[::-1]


def _not_deep(items: Sequence[Tag]) -> Sequence[Tag]:
    """Return the items without those that stand in too many others: each is looked through with all that it holds."""
    depths: dict[int, int] = {}
    for item in items:
        around = itertools.islice(item.parents, _FURTHEST)
        depths[id(item)] = next((depths[id(one)] + 1 for one in around if id(one) in depths), 0)
    return [item for item in items if depths[id(item)] < _DEEPEST]


_DEEPEST = 30  # items in one another
_FURTHEST = 100  # elements that stand between two of them


def sites_from(tables: Sequence[Mapping[str, object]]) -> tuple[Site, ...]:
    """Return the sites of the tables; raise ``ConfigError`` naming what is wrong."""
    return tuple(_site(table, f"[[sources.webpages.sites]] number {n}") for n, table in enumerate(tables, start=1))


def _site(table: Mapping[str, object], where: str) -> Site:
    check_table(table, Site, KINDS, where)
    words = {option: str(value) for option, value in table.items() if option not in ("enabled", "everything")}
    return Site(enabled=bool(table.get("enabled", True)), everything=bool(table.get("everything", False)), **words)


def _read(item: Tag, site: Site, page: Page, first_is: str) -> Record | None:
    """Return the item's record, None where it names nothing that is looked for; raise ValueError where it has no title."""
    heading = _titled(item, site)
    title = clean(text_of(heading)) if heading else ""
    if not title:
        raise ValueError("no title")
    part = item.select_one(site.text) if site.text else item
    text = text_of(part) if part else ""
    if not is_sought(f"{title}\n{text}", page.sought):
        return None
    link = _link(item, heading, page.url)
    return Record(
        source="webpages",
        source_id=f"{site.name}: {_digest(title, text)}",
        kind=KINDS[site.kind],
        title=title,
        retrieved=page.retrieved,
        url=link,
        abstract=(Passage(text=text),) if text and text != title else (),
        published=_published(item, site, first_is),
        ids=frozenset({Id("url", link)} if link != page.url else ()),
        mentions=find_trials(f"{title} {text}"),
        venue=Venue(publisher=site.name),
    )


def _titled(item: Tag, site: Site) -> Tag | None:
    return item.select_one(site.title) if site.title else _heading(item)


def _heading(item: Tag) -> Tag | None:
    """Return the first heading of the highest rank, else the first link; a page's menu comes before its heading.

    An item that is a link itself, picked by where it leads, is its own heading.
    """
    found = next(filter(None, (item.select_one(name) for name in ("h1", "h2", "h3", "h4", "a"))), None)
    return item if found is None and item.name == "a" else found


def _link(item: Tag, heading: Tag | None, base: str) -> str:
    """Return where the item's heading, else its first link, leads; the page itself where neither leads to the web."""
    places = [
        heading,
        heading.find_parent("a") if heading else None,
        heading.find("a") if heading else None,
        item.find("a"),
    ]
    for place in places:
        href = place.get("href") if isinstance(place, Tag) else None
        if isinstance(href, str) and href and not href.startswith("#"):
            address = urljoin(base, clean(href).replace(" ", "%20"))
            return address if address.startswith(("https://", "http://")) else base
    return base


def _published(item: Tag, site: Site, first_is: str) -> PartialDate | None:
    place = item.select_one(site.date or "time")
    stamp = place.get("datetime") or place.get("content") if place else None
    texts = [clean(stamp) if isinstance(stamp, str) else "", _printed(item, site)]
    return next((date for text in texts for date in [_date(text, first_is)] if date), None)


def _date(text: str, first_is: str) -> PartialDate | None:
    bare = without_time(text)
    return iso_date(bare) or printed_date(bare) or numbered_date(bare, first_is) or named_date(bare)


def _printed(item: Tag, site: Site) -> str:
    """Return the item's date as it is printed, "" where there is none."""
    place = item.select_one(site.date or "time")
    return clean(text_of(place)) if place else ""


def _first_in(language: str) -> str:
    """Return what comes first in a date where a page is written: the month in America, elsewhere the day; "" if not told."""
    return "" if language in {"", "en"} else "month" if language.startswith(("en-us", "en_us")) else "day"


def _digest(title: str, text: str) -> str:
    return hashlib.sha256(fold(f"{title}\n{text}").encode("utf-8", "replace")).hexdigest()[:24]

"""Crossref: conference supplements matched by their words, and notices about works that we know.

The REST API is described at https://www.crossref.org/documentation/retrieve-metadata/rest-api/.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from msgspec import Meta

from sources import Base, Client, Rereads
from sources._literature import Row, answer, distinct, each, known_dois, read_doi
from sources._markup import plain
from sources._terms import own_groups
from sources.crossref.match import Groups, speaks_of
from sources.crossref.work import SELECT, full_title, read
from watcher.errors import FetchError, ParseError
from watcher.json import count, dig, word
from watcher.model import Concept, Notice, Page, Piece, Query, Term

# The journals whose supplements hold the abstracts of ASCO, ESMO, ENETS, NANETS and ENDO, in print and online.
SUPPLEMENTS = (
    *("0732-183X", "1527-7755"),  # Journal of Clinical Oncology
    *("0923-7534", "1569-8041"),  # Annals of Oncology
    "2059-7029",  # ESMO Open
    *("0953-8194", "1365-2826"),  # Journal of Neuroendocrinology
    *("0028-3835", "1423-0194"),  # Neuroendocrinology
    *("0885-3177", "1536-4828"),  # Pancreas
    "2472-1972",  # Journal of the Endocrine Society
)
_WALKS = 3  # times that a walk is begun when its cursor dies on the way: a cursor lives about five minutes


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Crossref: all that is new under the ISSNs and prefixes, matched here by title and abstract, and notices."""

    base_url: str = "https://api.crossref.org/"
    issns: tuple[str, ...] = SUPPLEMENTS  # of journals whose supplements hold congress abstracts
    prefixes: tuple[str, ...] = ("10.1530",)  # of DOIs: 10.1530 is Bioscientifica's, of Endocrine Abstracts
    acronyms: tuple[str, ...] | None = None  # enough alone, in exactly this case; without, the topic's own
    oldest: int = 2010  # the first year that is asked for when everything is
    page_size: int = 1000  # works of one request; 1,000 is the most
    most_pages: int = 1000  # ends a walk that would not end
    batch: Annotated[int, Meta(ge=0, le=200)] = 40  # known DOIs that are asked about at once; 0 asks about none

    name: ClassVar[str] = "crossref"
    title: ClassVar[str] = "Crossref"
    pace: ClassVar[float] = 0.5  # the polite pool allows ten a second; list queries are heavy
    rereads: ClassVar[Rereads] = Rereads.WEEKLY
    windowed: ClassVar[bool] = True

    def question(self, query: Query) -> str:
        """Return the filters as they are sent, what the works are matched with, and how many are asked about."""
        words = "; ".join(" and ".join(map(_in_words, group)) for group in self._sought(query))
        known = len(known_dois(query)) if self.batch else 0
        return "\n".join((*self._filters(query), f"matched here with: {words}", f"updates: of {known} known DOIs"))

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield every new work of the journals and prefixes, then every notice about a known DOI."""
        for filters in self._filters(query):
            yield from self._walk(filters, self._sought(query), client)
        known = known_dois(query) if self.batch else ()
        if unasked := [doi for doi in known if "," in doi]:
            yield Notice(text=f"Crossref cannot be asked for notices about {', '.join(unasked)}: a comma ends a filter")
        askable = [doi for doi in known if "," not in doi]
        for start in range(0, len(askable), max(1, self.batch)):
            yield from self._walk(",".join(f"updates:{doi}" for doi in askable[start : start + self.batch]), (), client)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a list of works, or one work; of a page that came with ``sought`` only the works that name it."""
        rows, own = self._rows(answer(page, self.name), page), own_groups(page.sought)
        narrower = tuple(group for group in page.sought if group not in own)
        kept = (row for row in rows if not page.sought or _is_sought(row, own, narrower))
        return each(kept, page, lambda row: read(row, page), "DOI")

    def _sought(self, query: Query) -> Groups:
        """Return what is asked for elsewhere, or one of the acronyms: titles of congress abstracts say "SSA" and "NET" and no more."""
        together = (concept for group in query.groups if len(group) > 1 for concept in group)
        own = dict.fromkeys(term.text for concept in together for term in concept.terms if term.exact_case)
        texts = own if self.acronyms is None else self.acronyms
        acronyms = Concept(name="acronyms", terms=tuple(Term(text=text, exact_case=True) for text in texts))
        return (*query.groups, (acronyms,)) if acronyms.terms else query.groups

    def _filters(self, query: Query) -> tuple[str, ...]:
        since = query.since.date().isoformat() if query.since else f"{self.oldest:04d}-01-01"
        window = f"from-created-date:{since},until-created-date:{query.until.date().isoformat()}"
        journals = ",".join(f"issn:{issn}" for issn in self.issns)
        parts = ([journals] if journals else []) + [f"prefix:{prefix}" for prefix in self.prefixes]
        return tuple(f"{part},{window}" for part in parts)

    def _walk(self, filters: str, sought: Groups, client: Client) -> Iterator[Page | Notice]:
        """Yield the pages of one list; begin again where the cursor died on the way, for records may come twice."""
        for begun in range(1, _WALKS + 1):
            try:
                yield from self._stroll(filters, sought, client)
            except FetchError as error:
                if begun == _WALKS or not _is_dead_cursor(error):
                    raise
            else:
                return

    def _stroll(self, filters: str, sought: Groups, client: Client) -> Iterator[Page | Notice]:
        cursor, announced = "*", 0
        received: set[str] = set()
        for _ in range(self.most_pages):
            page = self._ask(filters, cursor, client)
            found = answer(page, self.name)
            rows = self._rows(found, page)
            announced = max(announced, count(found, "message", "total-results") or 0)
            before = len(received)
            received.update(distinct(rows, "DOI"))
            yield from _books(rows) if sought else ()
            yield replace(page, sought=sought, expected=None if sought else len(rows))
            # The cursor may stay the same from page to page, and one comes with the last page too.
            cursor = word(found, "message", "next-cursor")
            # A count below what came is wrong, and ends nothing.
            if len(received) in (before, announced) or not cursor:
                break
        yield _account(len(received), announced)

    def _ask(self, filters: str, cursor: str, client: Client) -> Page:
        fields = {
            "filter": filters,
            "select": SELECT,
            "rows": str(self.page_size),
            "cursor": cursor,
            **({"mailto": self.contact} if self.contact else {}),
        }
        return client.get(f"{self.base_url}works", fields, transient=lambda body: not body.strip())

    def _rows(self, found: Row, page: Page) -> list[object]:
        message = dig(found, "message")
        if word(found, "DOI") or word(message, "DOI"):
            return [found if word(found, "DOI") else message]
        rows = dig(message, "items")
        if isinstance(rows, list) and count(message, "total-results") is not None:
            return rows
        raise ParseError(self.name, page.url, _complaint(found))


def _in_words(concept: Concept) -> str:
    """Return "drug (octreotid*, lanreotid*)": a term that changes must change the question."""
    return f"{concept.name} ({', '.join(f'{term.text}*' if term.prefix else term.text for term in concept.terms)})"


def _complaint(found: Row) -> str:
    """Return what Crossref says is wrong (its ``message`` is a list then), or that its form has changed."""
    said = dig(found, "message")
    texts = [word(part, "message") for part in said] if isinstance(said, list) else []
    return " ".join(filter(None, texts)) or "schema changed: message.items or message.total-results is missing"


def _is_sought(row: object, groups: Groups, narrower: Groups) -> bool:
    """Return whether to read the row: it names what is looked for, or it is no work at all and must be reported."""
    if not isinstance(row, Mapping) or not read_doi(word(row, "DOI")):
        return True
    return speaks_of(groups, full_title(row), plain(word(row, "abstract")), narrower)


def _is_dead_cursor(error: FetchError) -> bool:
    """Return whether to begin again: https://github.com/CrossRef/rest-api-doc/issues/226."""
    return error.status in (500, 504) or (error.status == 404 and "cursor" in error.answer)


_ABSTRACTS = re.compile(r"\babstracts?\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(?:meeting|conference|congress|symposium)\b", re.IGNORECASE)
_BOOK = re.compile(r"\b(?:book|society)\b", re.IGNORECASE)


def _is_book(title: str) -> bool:
    """Return whether the title is that of all abstracts of a meeting: "Abstracts of the 12th congress"."""
    found = _ABSTRACTS.search(title)
    if found is None:
        return False
    meeting, last = _MEETING.search(title), title.lower().rfind("abstracts")
    after = _MEETING.search(title, found.end()) or _BOOK.search(title, found.end())
    return bool(after or (meeting and meeting.end() < last) or found[0] == title)


def _books(rows: list[object]) -> Iterator[Notice]:
    """Yield a notice for each work that is a whole meeting under one DOI: its abstracts must be read by hand."""
    for row in rows:
        title = full_title(row) if isinstance(row, Mapping) else ""
        if _is_book(title):
            where = f"https://doi.org/{read_doi(word(row, 'DOI'))}"
            yield Notice(text=f"look through by hand, a whole meeting under one DOI: {title[:200]} ({where})")


def _account(received: int, announced: int) -> Notice:
    text = f"Crossref announced {announced} works and sent {received}" if received < announced else ""
    return Notice(text=text, incomplete=received < announced, announced=announced)

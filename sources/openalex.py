"""OpenAlex: a second witness for what is known, for abstracts that nobody else shows and for retractions.

The API is described at https://developers.openalex.org. It needs a key, which is free, and so it is off by default.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from sources import Base, Client, Rereads
from sources._literature import (
    Row,
    answer,
    doi_id,
    each,
    is_meeting_abstract,
    is_notice,
    known_dois,
    read_doi,
)
from sources._markup import passages, plain
from sources._reading import RefusedError
from sources._registry import once
from watcher.dates import iso_date, midnight, moment
from watcher.errors import FetchError, ParseError, SourceError
from watcher.json import count, dig, rows, word
from watcher.model import Id, Kind, Notice, Page, PartialDate, Person, Piece, Query, Record, Venue
from watcher.names import person
from watcher.text import clean

_SELECT = (
    "id,doi,ids,title,publication_date,type,language,is_retracted,primary_location,biblio,authorships,mesh,"
    "abstract_inverted_index,created_date,updated_date"
)
# More than a hundred requests a second: https://developers.openalex.org/api-reference/authentication
TOO_FAST = frozenset({403})
_KINDS = {
    "preprint": Kind.PREPRINT,
    "editorial": Kind.COMMENT,
    "letter": Kind.COMMENT,
    "peer-review": Kind.COMMENT,
    "erratum": Kind.NOTICE,
    "retraction": Kind.NOTICE,
    "paratext": Kind.OTHER,
    "dataset": Kind.OTHER,
    "book": Kind.OTHER,
    "other": Kind.OTHER,
}


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """OpenAlex: every DOI that is known."""

    enabled: bool = False  # off, for it needs an account's key
    base_url: str = "https://api.openalex.org/"
    api_key: str = field(default="", repr=False)  # of an account
    batch: int = 50  # DOIs of one request; 100 is the most

    name: ClassVar[str] = "openalex"
    title: ClassVar[str] = "OpenAlex"
    pace: ClassVar[float] = 0.5  # a hundred a second are allowed; the day's budget is what binds
    rereads: ClassVar[Rereads] = Rereads.WEEKLY
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"api_key": "OPENALEX_API_KEY"})

    def question(self, query: Query) -> str:
        """Return how many works are looked up, and by what."""
        return f"filter=doi: of {len(known_dois(query))} known DOIs"

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield a page a batch of known DOIs; raise ``SourceError`` without a key, or where the day's budget is used."""
        if not self.api_key:
            raise SourceError(self.name, "it needs a key, which is free: set OPENALEX_API_KEY, or leave it disabled")
        known = known_dois(query)
        askable = [doi for doi in known if not set(doi) & set(",|")]
        if len(askable) < len(known):
            yield Notice(text=f"OpenAlex cannot be asked for {len(known) - len(askable)} DOIs with a comma in them")
        for start in range(0, len(askable), self.batch):
            yield from self._batch(askable[start : start + self.batch], client)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a list of works; raise ``ParseError`` where it has no count or no list."""
        return each(self._rows(answer(page, self.name), page), page, lambda row: _read(row, page), "id")

    def _batch(self, dois: list[str], client: Client) -> Iterator[Page | Notice]:
        page = self._ask("|".join(dois), client)
        found = answer(page, self.name)
        came, announced = len(self._rows(found, page)), count(found, "meta", "count") or 0
        yield replace(page, expected=announced)
        strange = {doi for row in rows(found, "results") if (doi := read_doi(word(row, "doi")))} - set(dois)
        if strange:
            yield Notice(
                text=f"OpenAlex answers with other works than it was asked for: {', '.join(sorted(strange)[:3])}",
                told=True,
            )
        text = f"OpenAlex announced {announced} works and sent {came}" if came < announced else ""
        yield Notice(text=text, incomplete=came < announced, announced=announced)

    def _ask(self, dois: str, client: Client) -> Page:
        fields = {"filter": f"doi:{dois}", "select": _SELECT, "per_page": "100", "api_key": self.api_key}
        try:
            fields |= {"mailto": self.contact} if self.contact else {}
            return client.get(f"{self.base_url}works", fields, passing=TOO_FAST)
        except FetchError as error:
            if error.status == 429:  # not a pace that was too fast, that is 403: the money of the day is spent
                raise SourceError(self.name, "today's budget is used up; it goes on tomorrow") from error
            raise

    def _rows(self, found: Row, page: Page) -> list[object]:
        results = dig(found, "results")
        if isinstance(results, list) and count(found, "meta", "count") is not None:
            return results
        said = word(found, "message") or "schema changed: meta.count or results is missing"
        raise ParseError(self.name, page.url, said)


def _read(row: Row, page: Page) -> Record:
    number = clean(word(row, "id")).rpartition("/")[2].upper()
    if not number.startswith("W"):
        raise RefusedError("it has no OpenAlex id")
    title, venue, doi = plain(word(row, "title")), _venue(row), read_doi(word(row, "doi"))
    return Record(
        source="openalex",
        source_id=number,
        kind=_kind(row, title, venue, doi),
        title=title,
        retrieved=page.retrieved,
        url=f"https://doi.org/{doi}" if doi else f"https://openalex.org/{number}",
        abstract=passages(abstract(dig(row, "abstract_inverted_index"))),
        people=tuple(filter(None, map(_person, rows(row, "authorships")))),
        published=_date(word(row, "publication_date")),
        entered=_moment(word(row, "created_date")),
        updated=_moment(word(row, "updated_date")),
        ids=doi_id(doi) | frozenset(_ids(row)),
        venue=venue,
        publication_types=tuple(_types(row)),
        subjects=once(word(heading, "descriptor_name") for heading in rows(row, "mesh")),
    )


def abstract(index: object) -> str:
    """Return the text of an inverted index, word by word in the order of their positions.

    Positions may be missing or far apart; "" where there is no index, which several big publishers ask for.
    """
    if not isinstance(index, dict):
        return ""
    places = ((at, str(text)) for text, spots in index.items() if isinstance(spots, list) for at in spots)
    return " ".join(text for _, text in sorted((at, text) for at, text in places if isinstance(at, int)))


def _kind(row: Row, title: str, venue: Venue, doi: str) -> Kind:
    if is_notice(title):
        return Kind.NOTICE
    if is_meeting_abstract(doi=doi, title=title, issue=venue.issue, pages=venue.pages, issns=venue.issns):
        return Kind.ABSTRACT
    return _KINDS.get(word(row, "type"), Kind.ARTICLE)


def _person(authorship: Row) -> Person | None:
    found = person(word(authorship, "raw_author_name") or word(authorship, "author", "display_name"))
    orcid = clean(word(authorship, "author", "orcid")).rpartition("/")[2]
    return replace(found, orcid=orcid) if found and not found.collective else found


def _date(text: str) -> PartialDate | None:
    """Read a date whose day was filled in where it was not known: the first may be any day, 1 January any month."""
    date = iso_date(text)
    if date is None or date.day != 1:
        return date
    return PartialDate(date.year) if date.month == 1 else PartialDate(date.year, date.month)


def _moment(text: str) -> datetime | None:
    return moment(text) or midnight(iso_date(text))


def _ids(row: Row) -> Iterator[Id]:
    for scheme in ("pmid", "pmcid"):
        if value := clean(word(row, "ids", scheme)).rstrip("/").rpartition("/")[2]:
            yield Id(scheme, value.upper())


def _venue(row: Row) -> Venue:
    place, biblio = dig(row, "primary_location"), dig(row, "biblio")
    issns = dig(place, "source", "issn")
    first, last = clean(word(biblio, "first_page")), clean(word(biblio, "last_page"))
    return Venue(
        title=plain(word(place, "source", "display_name") or word(place, "raw_source_name")),
        issns=once(map(word, issns)) if isinstance(issns, list) else (),
        volume=clean(word(biblio, "volume")),
        issue=clean(word(biblio, "issue")),
        pages=f"{first}-{last}" if last and last != first else first,
    )


def _types(row: Row) -> Iterator[str]:
    if type_ := clean(word(row, "type")):
        yield type_
    if dig(row, "is_retracted") is True:
        yield "Retracted Publication"

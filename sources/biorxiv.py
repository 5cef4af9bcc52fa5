"""bioRxiv and medRxiv: the newest version of each preprint that we know, and whether it is published by now.

The details API is described at https://api.biorxiv.org; it cannot be searched, so new preprints come from Europe PMC.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from sources import Base, Client, Rereads
from sources._asking import past_failures
from sources._literature import Row, answer, doi_id, each, known_dois, read_doi
from sources._markup import passages, plain
from sources._reading import RefusedError
from watcher.dates import earliest, iso_date, midnight
from watcher.errors import ParseError
from watcher.json import count, dig, rows, word
from watcher.model import Id, Kind, Notice, Page, Person, Piece, Query, Record, Relation, RelationKind, Venue
from watcher.names import person
from watcher.text import clean

PREFIXES = ("10.1101/", "10.64898/")  # Cold Spring Harbor's, and openRxiv's since it took over
_SERVERS = {"biorxiv": "bioRxiv", "medrxiv": "medRxiv"}
# medRxiv's numbers have eight digits (2024.01.02.24300001), bioRxiv's six.
_MEDRXIV = re.compile(r"(?<!\d)\d{8}$")


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """bioRxiv and medRxiv: one look-up a known preprint, at the other server where the likelier one has none."""

    base_url: str = "https://api.biorxiv.org/"

    name: ClassVar[str] = "biorxiv"
    title: ClassVar[str] = "bioRxiv and medRxiv"
    pace: ClassVar[float] = 1.0  # no limit is published
    rereads: ClassVar[Rereads] = Rereads.WEEKLY

    def question(self, query: Query) -> str:
        """Return the DOIs that are looked up."""
        return "details of " + (", ".join(known_dois(query, *PREFIXES)) or "no preprint, for none is known yet")

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield one page a known preprint, with all of its versions; one that cannot be had is said."""
        yield from past_failures(lambda doi: self._look_up(doi, client), known_dois(query, *PREFIXES), most=1)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read the newest version of every preprint in the page; its first publication is the earliest date there."""
        found = self._answer(page)
        versions: dict[str, list[Row]] = {}
        broken: list[object] = []
        for row in found["collection"]:
            doi = read_doi(word(row, "doi"))
            versions.setdefault(doi, []).append(row) if doi else broken.append(row)
        newest = [max(of_one, key=_number) for of_one in versions.values()]
        yield from each([*newest, *broken], page, lambda row: _read(row, versions, page), "doi")

    def _look_up(self, doi: str, client: Client) -> Page | Notice:
        first = "medrxiv" if _MEDRXIV.search(doi) else "biorxiv"
        for server in dict.fromkeys((first, *_SERVERS)):
            page = client.get(f"{self.base_url}details/{server}/{doi}/na/json", transient=lambda body: not body.strip())
            told = {read_doi(word(row, "doi")) for row in self._answer(page)["collection"]}
            if told & {doi, ""}:  # what has no DOI is told as not understood
                return replace(page, expected=1)
            if told:
                return Notice(text=f"{_SERVERS[server]} answers with another preprint than {doi}", incomplete=True)
        return Notice(text=f"neither bioRxiv nor medRxiv has {doi}")

    def _answer(self, page: Page) -> Row:
        found = answer(page, self.name)
        status = next((word(message, "status").lower() for message in rows(found, "messages")), "")
        if not isinstance(dig(found, "collection"), list) or not status:
            raise ParseError(self.name, page.url, "schema changed: messages.status or collection is missing")
        if not found["collection"] and status != "no posts found":
            raise ParseError(self.name, page.url, f"no preprint, and the status {status!r}")
        return found


def _number(row: Row) -> int:
    return count(row, "version") or 0


def _read(row: Row, versions: Mapping[str, Iterable[Row]], page: Page) -> Record:
    doi = read_doi(word(row, "doi"))
    if not doi:
        raise RefusedError("it has no DOI")
    version, server = str(_number(row) or ""), word(row, "server").lower()
    dates = [iso_date(word(one, "date")) for one in versions[doi]]
    return Record(
        source="biorxiv",
        source_id=doi,
        kind=Kind.PREPRINT,
        title=plain(word(row, "title")),
        retrieved=page.retrieved,
        url=f"https://www.{server}.org/content/{doi}v{version}" if server in _SERVERS else f"https://doi.org/{doi}",
        abstract=passages(word(row, "abstract")),
        people=tuple(filter(None, map(_person, word(row, "authors").split(";")))),
        published=earliest(*dates),
        updated=midnight(iso_date(word(row, "date"))),
        ids=doi_id(doi),
        relations=tuple(_relations(row)),
        venue=Venue(title=_SERVERS.get(server, "")),
        publication_types=tuple(_types(row)),
        keywords=tuple(filter(None, [clean(word(row, "category"))])),
        version=version,
    )


def _relations(row: Row) -> Iterator[Relation]:
    """Yield the tie to the published article; "NA" stands where there is none."""
    if doi := read_doi(word(row, "published")):
        yield Relation(kind=RelationKind.PREPRINT_OF, id=Id("doi", doi))


def _types(row: Row) -> Iterator[str]:
    type_ = clean(word(row, "type"))
    yield from filter(None, [type_])
    if type_.lower() == "withdrawn" or word(row, "title").upper().startswith("WITHDRAWN"):
        yield "Withdrawn Publication"


def _person(name: str) -> Person | None:
    """Return the person of "Tran, T. N.-A.", the given names as they are written; a group for its name."""
    found, (family, comma, given) = person(name), clean(name).partition(",")
    return Person(family=family.strip(), given=given.strip()) if found and comma and not found.collective else found

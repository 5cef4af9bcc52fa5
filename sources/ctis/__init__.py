"""Trials of the European Union's Clinical Trials Information System, through its public API.

The API is the one that https://euclinicaltrials.eu uses itself; it has no contract, so whatever is
not as it was is an error that says "schema changed", never an empty answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol

from sources import Base, Client, Rereads
from sources._asking import past_failures
from sources._literature import answer as read_answer
from sources._markup import in_utf8
from sources._reading import read_each
from sources._registry import broad_terms, of_scheme
from sources.ctis import dossier, overview
from watcher.errors import FetchError, ParseError
from watcher.json import count, decode, dig, word
from watcher.model import Notice, Page, Piece, Query, Record, Unreadable

NUMBER = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}")
LIMIT = 10_000  # records a search; the rest is never shown: https://github.com/rfhb/ctrdata/issues/59
SIZE = 100
# CTIS throttles with 403 as well as with 429: https://github.com/rfhb/ctrdata
THROTTLED = frozenset({403})
# There is no "changed since": newest first by either date, until both are older than the window.
ORDERS = ("lastUpdated", "lastPublicationUpdate")


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """CTIS: search newest first, then the dossier of each trial that changed and of each watched one."""

    base_url: str = "https://euclinicaltrials.eu/ctis-public-api/"
    terms: tuple[str, ...] = ()  # in the place of the words taken from the topic
    most_pages: int = LIMIT // SIZE  # ends a search that would not end

    name: ClassVar[str] = "ctis"
    title: ClassVar[str] = "EU CTIS"
    pace: ClassVar[float] = 0.5  # 0.3 to 0.5 s worked for others
    rereads: ClassVar[Rereads] = Rereads.WEEKLY
    windowed: ClassVar[bool] = False  # newest first, down to the beginning of the window

    def question(self, query: Query) -> str:
        """Return the words that are looked for: any of them, anywhere in the register."""
        names = of_scheme(query.watched, "nct"), of_scheme(query.watched, "eudract")
        return ", ".join((*(self.terms or broad_terms(query)), *names[0], *names[1]))

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield one dossier a page: first the watched and known trials, then those that changed.

        Raise ``ParseError`` where a search is not as it was.
        """
        # A number that is known from elsewhere may be mistyped there: only what CTIS lists, or we watch, must be there.
        watched = tuple(of_scheme(query.watched, "ctis"))
        known = filter(NUMBER.fullmatch, of_scheme(query.known, "ctis"))
        numbers = {number: number in watched for number in (*watched, *known)}
        for step in self._changed(query, client):
            if isinstance(step, Notice):
                yield step
            else:
                numbers.update(dict.fromkeys(step, True))
        yield Notice(announced=len(numbers))

        # Most of the requests are for dossiers, and CTIS may take longer over one than our pace.
        def dossier_of(number: str) -> Page | Notice:
            return self._dossier(number, client, must_be_there=numbers[number])

        yield from past_failures(dossier_of, numbers)

    def _changed(self, query: Query, client: Client) -> Iterator[Notice | list[str]]:
        """Yield the numbers of trials that changed in the window, a list a page of the search."""
        for order in ORDERS if query.since else ORDERS[:1]:
            yield from self._listing(query, order, client)

    def _listing(self, query: Query, order: str, client: Client) -> Iterator[Notice | list[str]]:
        listed: set[str] = set()
        total = older = 0  # older: pages in a row with nothing fresh; the order is not strict, so one more is read
        for number in range(1, self.most_pages + 1):
            answer = self._search(query, order, number, client)
            lines, before = tuple(overview.lines_of(answer)), len(listed)
            fresh = [word(line, "ctNumber") for line in lines if overview.is_fresh(line, query.since)]
            yield fresh
            if nameless := len(answer["data"]) - len(lines):
                yield Notice(text=f"CTIS listed {nameless} trials without a number", incomplete=True)
            # The server may send shorter pages than we ask for: only what came tells how far we are.
            listed.update(word(line, "ctNumber") for line in lines)
            total = max(total, count(answer, "pagination", "totalRecords") or 0)
            older = 0 if fresh else older + 1
            if older > 1 or len(listed) in (before, total):
                break
        if older < 2 and len(listed) != total:
            text = f"CTIS announced {total} trials and listed {len(listed)} in {number} pages by {order}"
            yield Notice(text=f"{text}; it shows {LIMIT} at most", incomplete=True)

    def _search(self, query: Query, order: str, number: int, client: Client) -> Mapping[str, Any]:
        page = client.post(
            f"{self.base_url}search",
            json={
                "pagination": {"page": number, "size": SIZE},
                "sort": {"property": order, "direction": "DESC"},
                "searchCriteria": {"containAny": self.question(query)},
            },
            passing=THROTTLED,
        )
        answer = read_answer(page, self.name)
        self._insist(overview.missing(answer), page)
        total = count(answer, "pagination", "totalRecords") or 0
        if number == 1 and total and not overview.lines_of(answer):
            raise ParseError(self.name, page.url, f"{total} trials are announced, but page {number} is empty")
        return answer

    def _insist(self, missing: str, page: Page) -> None:
        if missing:
            raise ParseError(self.name, page.url, f"schema changed: {missing} is missing")

    def _dossier(self, number: str, client: Client, *, must_be_there: bool) -> Page | Notice:
        """Return the dossier's page; a number that CTIS does not know is said, and costs no other."""
        if not NUMBER.fullmatch(number):
            return Notice(text=f"{number} is no number of CTIS", incomplete=must_be_there)
        try:
            page = client.get(f"{self.base_url}retrieve/{number}", passing=THROTTLED)
        except FetchError as error:
            if error.status not in (400, 404):
                raise
            return Notice(text=f"CTIS has no trial {number}: {error.reason}", incomplete=must_be_there)
        if _own_number(page) not in {"", number}:
            return Notice(text=f"CTIS answers with another trial where {number} is asked for", incomplete=True)
        return replace(page, expected=1)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a dossier, or an answer of ``search`` that was saved; raise ``ParseError`` for a changed schema."""
        answer = read_answer(page, self.name)
        if dig(answer, "data") is not None:
            self._insist(overview.missing(answer), page)
            yield from _each(answer["data"], page, overview)
        elif word(answer, "ctTitle"):
            yield from _each([answer], page, overview)
        else:
            self._insist(dossier.missing(answer), page)
            yield from _each([answer], page, dossier)


def _own_number(page: Page) -> str:
    """Return the number of the trial that a dossier is of, "" where it cannot be read: ``parse`` says why."""
    try:
        return word(decode(in_utf8(page)), "ctNumber")
    except ValueError:
        return ""


class _Reader(Protocol):
    def read(self, row: Mapping[str, Any], page: Page, /) -> Record: ...


def _each(rows: Iterable[Mapping[str, Any]], page: Page, reader: _Reader) -> Iterator[Record | Unreadable]:
    return read_each(
        rows,
        page,
        lambda row: reader.read(row, page),
        lambda row: word(row, "ctNumber"),
        lambda row: word(row, "ctTitle"),
    )

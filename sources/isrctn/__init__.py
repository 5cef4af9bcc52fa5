"""Trials of the ISRCTN registry, through its XML API.

The API answers a question that it does not understand as if it were another: a wrong field gives nothing, a
broken date is dropped and everything comes. So a question with a known answer goes first, and the dates of
what comes are looked at. Document: https://www.isrctn.com/page/api
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from lxml import etree

from sources import Base, Client, Rereads
from sources._reading import attribute, local_name, read_each, read_xml, text_at
from sources._registry import broad_terms, of_scheme
from sources.isrctn.registration import read
from watcher.dates import moment
from watcher.errors import ParseError
from watcher.model import Id, Notice, Page, Piece, Query

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # no record was edited before
_NEVER = datetime(2100, 1, 1, tzinfo=UTC)
_SHORTEST_DAYS = 1  # a window that is not halved again
_MOST_OF_HALVES = 1.5  # times what the whole window finds: trials are edited while we ask
_NUMBERS_AT_ONCE = 40


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """ISRCTN: trials with any of the topic's words that were edited in the window, and the watched ones."""

    base_url: str = "https://www.isrctn.com/api/query/format/default"
    terms: tuple[str, ...] = ()  # in the place of the words taken from the topic
    canary: str = "ISRCTN96912679"  # a trial that must be found
    limit: int = 500  # trials of one request; a longer answer is asked for in shorter windows, for there are no pages

    name: ClassVar[str] = "isrctn"
    title: ClassVar[str] = "ISRCTN"
    pace: ClassVar[float] = 1.0
    rereads: ClassVar[Rereads] = Rereads.WEEKLY
    windowed: ClassVar[bool] = False  # everything edited since, up to today

    def question(self, query: Query) -> str:
        """Return the words and the date clause, as sent."""
        words = (f'"{term}"' for term in (*(self.terms or broad_terms(query)), *of_scheme(query.watched, "nct")))
        return f"({' OR '.join(words)}) AND {_edited(query.since or _BEGINNING)}"

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield the watched and known trials, then those edited in the window.

        A number that the registry does not have is said; a watched one makes the run partial. Raise ``ParseError`` where the registry does not answer the known question as it must.
        """
        self._ask_what_we_know(client)
        for numbers in _numbers(query):
            page = self._ask(" OR ".join(numbers), client)
            yield page
            yield from self._missing(numbers, frozenset(query.watched), page)
        yield from self._window(query, query.since or _BEGINNING, None, client)

    def _missing(self, numbers: Sequence[str], watched: Collection[Id], page: Page) -> Iterator[Notice]:
        found = {f"ISRCTN{text_at(trial, '{*}isrctn')}" for trial in self._trials(page)}
        for number in numbers:
            if number not in found:
                yield Notice(text=f"ISRCTN has no trial {number}", incomplete=Id("isrctn", number) in watched)

    def _trials(self, page: Page) -> Iterator[etree._Element]:
        return self._root(page).iterfind("{*}fullTrial/{*}trial")

    def _ask_what_we_know(self, client: Client) -> None:
        for question, right in ((self.canary, 1), (f"{self.canary} AND {_edited(_NEVER)}", 0)):
            page = self._ask(question, client)
            if page.expected != right:
                raise ParseError(
                    self.name, page.url, f"the known question {question!r} found {page.expected}, not {right}"
                )

    def _ask(self, question: str, client: Client) -> Page:
        """Return the answer with the registry's own count of what it found."""
        page = client.get(self.base_url, {"q": question, "limit": str(self.limit)})
        total, shown = self._total(self._root(page), page), sum(1 for _ in self._trials(page))
        if shown > total:
            raise ParseError(self.name, page.url, f"it counts {total} trials and shows {shown}")
        return replace(page, expected=total)

    def _window(
        self, query: Query, low: datetime, high: datetime | None, client: Client, page: Page | None = None
    ) -> Iterator[Page | Notice]:
        """Yield what was edited from ``low`` to before ``high``, in halves where it does not fit in one answer."""
        page = page or self._edited_in(query, low, high, client)
        total, middle = page.expected or 0, low + ((high or query.until) - low) / 2
        if total <= self.limit:
            yield page
            return
        spans = (low, middle), (middle, high)
        is_day = (middle - low).days < _SHORTEST_DAYS
        halves = [] if is_day else [self._edited_in(query, *span, client) for span in spans]
        # Each trial has one last day: halves that find much more than the whole are not heeded.
        if is_day or sum(half.expected or 0 for half in halves) > total * _MOST_OF_HALVES:
            text = f"more than {self.limit} trials were edited in a day" if is_day else "it does not heed the dates"
            yield page
            yield Notice(text=f"ISRCTN counts {total} trials: {text}", incomplete=True)
            return
        for span, half in zip(spans, halves, strict=True):
            yield from self._window(query, *span, client, half)

    def _edited_in(self, query: Query, low: datetime, high: datetime | None, client: Client) -> Page:
        end = f" AND lastEdited LT {_stamp(high)}" if high else ""
        page = self._ask(self.question(replace(query, since=low)) + end, client)
        self._look_at_the_dates(page, low)
        return page

    def _look_at_the_dates(self, page: Page, low: datetime) -> None:
        """Raise ``ParseError`` where most of what came is older than asked for: the date was dropped."""
        stamps = [moment(attribute(trial, "lastUpdated")) for trial in self._trials(page)]
        old = sum(stamp < low for stamp in stamps if stamp)
        if old > len(stamps) / 2:
            raise ParseError(
                self.name, page.url, f"{old} of {len(stamps)} trials are older than asked for: the date was ignored"
            )

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read the trials of an answer, or one that was asked for alone; raise ``ParseError`` where it is none."""
        root = _in_answer(read_xml(page, self.name, "allTrials", "fullTrial"))
        trials = root.findall("{*}fullTrial")
        if self._total(root, page) and not trials:
            raise ParseError(self.name, page.url, "schema changed: trials are announced, but there is no fullTrial")
        yield from read_each(
            trials,
            page,
            lambda trial: read(trial, page),
            lambda trial: text_at(trial, "{*}trial/{*}isrctn"),
            lambda trial: text_at(trial, "{*}trial/{*}trialDescription/{*}title"),
        )

    def _root(self, page: Page) -> etree._Element:
        return read_xml(page, self.name, "allTrials")

    def _total(self, root: etree._Element, page: Page) -> int:
        total = attribute(root, "totalCount")
        if not (total.isascii() and total.isdigit()):
            raise ParseError(self.name, page.url, "schema changed: allTrials has no totalCount")
        return int(total[:12])


def _numbers(query: Query) -> Iterator[tuple[str, ...]]:
    """Yield the watched and known numbers, as many as one question holds."""
    numbers = tuple(of_scheme((*query.watched, *query.known), "isrctn"))
    for start in range(0, len(numbers), _NUMBERS_AT_ONCE):
        yield numbers[start : start + _NUMBERS_AT_ONCE]


def _edited(since: datetime) -> str:
    """Return the date clause: with time, and blanks around the operator, or it is ignored."""
    return f"lastEdited GE {_stamp(since)}"


def _stamp(moment_: datetime) -> str:
    return moment_.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _in_answer(root: etree._Element) -> etree._Element:
    """Return an answer, a trial that was asked for alone in one of its own."""
    if local_name(root) == "allTrials":
        return root
    answer = etree.Element("allTrials", totalCount="1")
    answer.append(root)
    return answer

"""ClinicalTrials.gov through its API, version 2: https://clinicaltrials.gov/data-api/api.

The registry is asked for a search page by page, for lists of trials, and for one trial at its own address. Its words
(Essie): https://clinicaltrials.gov/find-studies/constructing-complex-search-queries
"""

import re
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from sources import Base, Client, Rereads
from sources._asking import Patience, ahead, asked_for, caught, is_believed, past_failures
from sources._literature import answer as read_answer
from sources._markup import in_utf8
from sources._terms import own_groups, written_out
from sources.clinicaltrials.facts import words
from sources.clinicaltrials.study import ask_versions, read_studies, read_versions, tells_versions
from watcher.errors import FetchError, ParseError
from watcher.json import count, decode, dig, rows, word
from watcher.model import Concept, Id, Notice, Page, Piece, Query, Term

# The length of an address is not documented; so many numbers make one of 1,300 characters.
MOST_IDS = 100
_REFUSAL = re.compile(rb"parameter|pars|invalid|incorrect|not found|too (?:long|large|many)|`", re.IGNORECASE)
# No search of ours is longer; a page token that leads in circles ends here.
MOST_PAGES = 2_000
_LONGEST_QUESTION = 5_000  # characters
_WALKS = 3  # times that a search is begun whose page token is refused on the way


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Trials that were updated in the window of the query, and the watched ones every time.

    The watched ones, and those that the query calls known, are read whatever their update date says: one real
    change in seven does not move it (a status set to UNKNOWN by the registry, an added reference). When that is due,
    the registry is asked last for its own versions of the watched ones, which explain what changed.
    """

    base_url: str = "https://clinicaltrials.gov/api/v2/"
    history_url: str = (
        "https://clinicaltrials.gov/api/int/"  # what each version changed; not documented, "" asks nothing
    )
    page_size: int = 100  # studies of one request; 1,000 is the most

    name: ClassVar[str] = "clinicaltrials"
    title: ClassVar[str] = "ClinicalTrials.gov"
    pace: ClassVar[float] = 1.0  # no limit is documented; robots.txt asks for a second
    rereads: ClassVar[Rereads] = Rereads.WEEKLY
    windowed: ClassVar[bool] = False  # everything updated since, up to today

    def question(self, query: Query) -> str:
        """Return the expression of the search; the dates go beside it."""
        return in_dialect(query)

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Search, then read the watched and known trials that the search did not bring.

        A number that the registry does not have is said; a watched one makes the run partial. What becomes of
        the versions never does.
        """
        registry = Registry(client, self.base_url.rstrip("/"), self.page_size)
        found: set[str] = set()
        if expression := self.question(query):
            yield from registry.search(expression, query.since, found)
        watched = _numbers(query.watched)
        known = _numbers(query.known)
        wanted = [number for number in dict.fromkeys((*watched, *known)) if number not in found]
        yield from registry.studies(wanted, watched, known, min(found, default=""))
        if query.reread and self.history_url:
            yield from ask_versions(watched, client, self.history_url)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read the studies of a search, of a list of them, the one study of its own address, or a trial's versions."""
        if page.unchanged:
            return
        answer = read_answer(page, self.name)
        yield from read_versions(answer, page) if tells_versions(answer) else read_studies(answer, page)


def _numbers(ids: Iterable[Id]) -> tuple[str, ...]:
    return tuple(id_.value.upper() for id_ in ids if id_.scheme == "nct")


@dataclass(frozen=True, slots=True)
class Registry:
    """ClinicalTrials.gov at one address."""

    client: Client
    base: str
    size: int

    def search(self, expression: str, since: datetime | None, found: set[str]) -> Iterator[Page | Notice]:
        """Yield the pages of the search and put the numbers of their trials into ``found``.

        A search that the daily refresh of the data has run into is made once more, from its first page.
        """
        version = self._version()
        yield from self._whole_search(expression, since, found)
        if version != (after := self._version()) and version and after:
            yield Notice(text=f"the registry was refreshed during the search ({version} to {after}); it was repeated")
            yield from self._whole_search(expression, since, found)

    def studies(
        self, numbers: Sequence[str], watched: Collection[str] = (), known: Collection[str] = (), there: str = ""
    ) -> Iterator[Page | Notice]:
        """Yield the pages that hold these trials; a number that stands for another trial brings that one.

        One that brings none is a notice, and where it is ``watched`` the run is incomplete. Of those ``known`` the
        last page denies what the registry no longer has; ``there`` is a trial that it has.
        """
        patience, gone = Patience(), list[str]()
        alone = yield from self._in_lists(numbers, patience)
        there = there or next((number for number in numbers if number not in alone), "")
        for step in past_failures(lambda number: (number, self._one(number)), alone, patience=patience):
            if isinstance(step, Notice):
                yield step
                continue
            number, answer = step
            if isinstance(answer, Page | Notice):
                yield answer
            else:
                gone += [number] if answer.status == 404 and number in known else []
                yield Notice(text=f"ClinicalTrials.gov has no trial {number}", incomplete=number in watched)
        if gone and there:
            yield from self._absence(gone, numbers, there)

    def _in_lists(self, numbers: Sequence[str], patience: Patience) -> Generator[Page, None, list[str]]:
        """Return those that must be asked for alone: no list brought them, or theirs could not be had."""
        alone: list[str] = []
        lists = [numbers[start : start + MOST_IDS] for start in range(0, len(numbers), MOST_IDS)]
        for asked, page in zip(lists, ahead(caught(self._listed), lists), strict=True):
            if isinstance(page, FetchError | ParseError):
                patience.count(page)
                alone += asked
                continue
            patience.reset()
            if received := set(_numbers_in(page)):
                yield replace(page, expected=len(received))
            alone += [number for number in asked if number not in received]
        return alone

    def _absence(self, gone: Sequence[str], numbers: Sequence[str], there: str) -> Iterator[Page | Notice]:
        """Yield the answer that has the trial that is there and none of these, each of which was asked for alone before and not found."""
        if not is_believed(gone, numbers):
            text = f"ClinicalTrials.gov denies {len(gone)} of {len(numbers)} trials that we know: too many to be gone"
            yield Notice(text=text, incomplete=True)
            return
        page = self._listed([there, *gone])
        if there in (received := set(_numbers_in(page))):
            yield asked_for(replace(page, expected=len(received)), gone)

    def _listed(self, numbers: Sequence[str]) -> Page:
        fields = {"filter.ids": "|".join(numbers), "pageSize": str(len(numbers)), "format": "json"}
        return self._ask("studies", fields)

    def _one(self, number: str) -> Page | Notice | FetchError:
        """Return the trial's page, or the refusal where there is no such trial; a notice where another trial's page came unasked."""
        address = f"{self.base}/studies/{number}"
        try:
            page = self.client.get(address, {"format": "json"}, transient=is_passing)
        except FetchError as error:
            if error.status in {400, 404}:
                return error
            raise
        if number in page.url and not _is_of(number, page):
            return Notice(
                text=f"ClinicalTrials.gov answers with another trial where {number} is asked for", incomplete=True
            )
        # Where it redirects, the address that we asked keeps the other name of the trial.
        return replace(page, url=address, expected=1)

    def _whole_search(self, expression: str, since: datetime | None, found: set[str]) -> Iterator[Page | Notice]:
        fields = {"query.term": expression, "pageSize": str(self.size), "countTotal": "true", "format": "json"}
        if since is not None:
            fields["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{since.astimezone(UTC):%Y-%m-%d},MAX]"
        for begun in range(1, _WALKS + 1):
            received: set[str] = set()
            try:
                yield from self._walk(fields, received)
            except FetchError as error:
                # A page token lives no longer than the data that it points into: it is refused after a refresh.
                if begun == _WALKS or not received or error.status not in {400, 404}:
                    raise
            else:
                return
            finally:
                found |= received

    def _walk(self, fields: dict[str, str], received: set[str]) -> Iterator[Page | Notice]:
        total: int | None = None
        for page in self._paged(fields):
            numbers, before = list(_numbers_in(page)), len(received)
            received.update(numbers)
            total = count(decode(in_utf8(page)), "totalCount") if total is None else total  # on the first page only
            yield replace(page, expected=len(numbers))
            if len(received) == before:  # nothing new: what is missing is told by the count
                break
        yield _comparison(total, len(received))

    def _paged(self, fields: dict[str, str]) -> Iterator[Page]:
        token, tokens = "", {""}
        for _ in range(MOST_PAGES):
            page = self._ask("studies", {**fields, "pageToken": token} if token else fields)
            yield page
            token = word(decode(in_utf8(page)), "nextPageToken")
            if token in tokens:  # the end, or a place where we were
                return
            tokens.add(token)
        raise ParseError("clinicaltrials", self.base, f"a search of more than {MOST_PAGES} pages")

    def _ask(self, path: str, fields: dict[str, str]) -> Page:
        page = self.client.get(f"{self.base}/{path}", fields, transient=is_passing)
        _check(page)
        return page

    def _version(self) -> str:
        try:
            return word(decode(self.client.get(f"{self.base}/version", transient=is_passing).body), "dataTimestamp")
        except (FetchError, ValueError):
            return ""  # the search can do without


def is_passing(body: bytes) -> bool:
    """Return whether the answer may be better next time: nothing, a page of HTML, half a document.

    A refusal comes in plain text and lasts: "`query.recrs` is unknown parameter".
    """
    try:
        decode(body)
    except ValueError:
        return body.lstrip()[:1] == b"<" or not _REFUSAL.search(body[:500])
    return False


def _check(page: Page) -> None:
    answer = read_answer(page, "clinicaltrials")
    if not isinstance(answer, dict) or not isinstance(answer.get("studies"), list):
        raise ParseError("clinicaltrials", page.url, 'no list of "studies"')


def _numbers_in(page: Page) -> Iterator[str]:
    for study in rows(decode(in_utf8(page)), "studies"):
        yield word(study, "protocolSection", "identificationModule", "nctId")


def _is_of(number: str, page: Page) -> bool:
    """Return whether one study is that of the number, which may be its own or an older one."""
    names = dig(decode(in_utf8(page)), "protocolSection", "identificationModule")
    return number in {word(names, "nctId"), *words(names, "nctIdAliases")} or not word(names, "nctId")


def _comparison(total: int | None, received: int) -> Notice:
    if total is None:
        return Notice(text="ClinicalTrials.gov gave no count of what it found", incomplete=True)
    if total != received:
        text = f"ClinicalTrials.gov counts {total} studies and lists {received}"
        return Notice(text=text, incomplete=True, announced=total)
    return Notice(announced=total)


def in_dialect(query: Query) -> str:
    """Return the expression: any group, each wanting all of its concepts; "" where there is none.

    It stands in the address, of which no length is documented: one that is very long has only the groups that share no concept.
    """
    whole = _any_of(map(_all_of, query.groups))
    return whole if len(whole) <= _LONGEST_QUESTION else _any_of(map(_all_of, own_groups(query.groups)))


def _all_of(group: Iterable[Concept]) -> str:
    concepts = [found for concept in group if (found := _any_of(_phrases(concept)))]
    return f"({' AND '.join(concepts)})" if len(concepts) > 1 else "".join(concepts)


def _phrases(concept: Concept) -> Iterator[str]:
    for text in (*(said for term in concept.terms for said in _words(term)), *concept.mesh, *concept.substances):
        if plain := " ".join(re.sub(r'["\[\]()*]', " ", text).split()):
            yield f'"{plain}"'


def _words(term: Term) -> Iterator[str]:
    """Yield the term, a stem written out, for Essie knows no wildcard; plurals it finds by itself."""
    words = written_out(term)
    yield from (said for said in words if not (said.endswith("s") and said[:-1] in words))


def _any_of(parts: Iterable[str]) -> str:
    found = list({part.lower(): part for part in parts if part}.values())
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)

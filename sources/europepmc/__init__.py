"""Europe PMC: preprints, records that PubMed lacks or has later, full texts that name a watched trial.

The REST service is described at https://europepmc.org/RestfulWebService, its language at https://europepmc.org/searchsyntax.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from lxml import etree

from sources import Base, Client
from sources._literature import Row, answer, distinct, each
from sources._reading import local_name, read_xml
from sources.europepmc.result import read
from watcher.errors import ParseError
from watcher.ids.found import find_trials
from watcher.json import count, decode, dig, word
from watcher.model import Concept, Notice, Page, Piece, Query, Record, Relation, RelationKind, Term

_LONG = 1500  # characters of a question from which it is posted: addresses have their limits
# The count may be larger than the rows that can be had: 170 and 168 were reported, the largest difference we
# know of (https://github.com/ContentMine/getpapers/issues/153). So much is borne, and told; no more is.
_SHORT, _OF = 2, 170


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Europe PMC: the topic beyond PubMed, then each identifier of a watched trial anywhere in a full text."""

    base_url: str = "https://www.ebi.ac.uk/europepmc/webservices/rest/"
    page_size: int = 500  # works of one request; 1,000 is the most
    synonyms: bool = False  # whether the service may widen words by its own lists, as its website does
    most_pages: int = 400  # ends a walk that would not end

    name: ClassVar[str] = "europepmc"
    title: ClassVar[str] = "Europe PMC"
    pace: ClassVar[float] = 0.5  # no limit is published; others report ten a second
    windowed: ClassVar[bool] = True

    def question(self, query: Query) -> str:
        """Return the questions as they are sent, one a line."""
        return "\n".join(self._questions(query))

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Yield every page of every question, and after each what was announced for it."""
        for question in self._questions(query):
            yield from self._walk(question, client)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read a page of results in the "core" form, as JSON or, as the service answers unasked, as XML; raise ``ParseError`` where it has no count or no list."""
        found = _from_xml(page) if page.body.lstrip().startswith(b"<?xml") else answer(page, self.name)
        mentioned = _mentioned(found)
        for piece in each(self._rows(found, page), page, lambda row: read(row, page), "id"):
            if isinstance(piece, Record) and mentioned:
                yield replace(piece, relations=(*piece.relations, mentioned))
            else:
                yield piece

    def _questions(self, query: Query) -> tuple[str, ...]:
        return tuple(filter(None, (topic_question(query), *mention_questions(query))))

    def _walk(self, question: str, client: Client) -> Iterator[Page | Notice]:
        """Yield the pages of one question, by cursor, until it no longer moves or brings nothing new."""
        cursor, announced = "*", 0
        received: set[str] = set()
        for _ in range(self.most_pages):
            page = self._ask(question, cursor, client)
            found = answer(page, self.name)
            rows = self._rows(found, page)
            announced = max(announced, count(found, "hitCount") or 0)
            before = len(received)
            received.update(distinct(rows, "source", "id"))
            yield replace(page, expected=len(rows))
            following = word(found, "nextCursorMark")
            # A count below what came is wrong, and ends nothing.
            if len(received) in (before, announced) or following in ("", cursor):
                break
            cursor = following
        yield _account(len(received), announced)

    def _ask(self, question: str, cursor: str, client: Client) -> Page:
        """Return one page. The address in ``nextPageUrl`` is not used: it has spaces in it."""
        fields = {
            "query": question,
            "resultType": "core",
            "format": "json",
            "pageSize": str(self.page_size),
            "cursorMark": cursor,
            "synonym": "true" if self.synonyms else "false",
            **({"email": self.contact} if self.contact else {}),
        }
        if len(question) > _LONG:
            return client.post(f"{self.base_url}searchPOST", fields, transient=_is_passing)
        return client.get(f"{self.base_url}search", fields, transient=_is_passing)

    def _rows(self, found: Row, page: Page) -> list[object]:
        rows = dig(found, "resultList", "result")
        if count(found, "hitCount") is None or not isinstance(rows, list):
            missing = "resultList.result" if count(found, "hitCount") is not None else "hitCount"
            said = word(found, "errMsg") or word(found, "error")
            raise ParseError(self.name, page.url, f"schema changed: {missing} is missing {said}".strip())
        return rows


def _from_xml(page: Page) -> Row:
    """Return an answer in XML as the service has it in JSON: what is called a list holds one, all else is an object or a text."""
    found = _value(read_xml(page, "europepmc", "responseWrapper"))
    if not isinstance(found, dict):
        return {}
    return found | ({} if found.get("resultList", "list") else {"resultList": {"result": []}})


def _value(element: etree._Element) -> object:
    if not len(element):
        return element.text or ""
    if local_name(element).endswith("List"):
        return {local_name(element[0]): [_value(one) for one in element]}
    return {local_name(one): _value(one) for one in element}


def _is_passing(body: bytes) -> bool:
    """Return whether the answer is the empty envelope, or no JSON at all.

    In autumn 2026 one call in ten was answered ``{"version":"6.9"}``, status 200, and the same call asked again
    was not: https://github.com/cyanheads/pubmed-mcp-server/issues/159
    """
    try:
        found = decode(body)
    except ValueError:
        return True
    return isinstance(found, dict) and not found.keys() & {"hitCount", "errMsg", "errCode", "error"}


def _account(received: int, announced: int) -> Notice:
    missing = announced - received
    if missing <= 0:
        return Notice(announced=announced)
    text = f"Europe PMC announced {announced} records and sent {received}"
    borne = missing <= min(_SHORT, announced * _SHORT // _OF)
    return Notice(text=text, incomplete=not borne, told=borne, announced=announced)


_MENTION = re.compile(r'"([^"]+)"(?: AND \(FIRST_IDATE:.*| NOT \(.*)?')


def _mentioned(found: Row) -> Relation | None:
    """Return the tie to the watched trial for whose identifier full texts were searched, as the answer echoes it.

    It says that the full text names the trial, not that it reports it.
    """
    asked = _MENTION.fullmatch(word(found, "request", "queryString"))
    if asked is None:
        return None
    trial = next(iter(find_trials(asked[1])), None)
    return Relation(kind=RelationKind.CITES, id=trial, note="named in the full text") if trial else None


# PubMed's own records come from PubMed, patents from nobody: what is left are preprints, records of
# PubMed Central that PubMed has later or never, Agricola, theses, guidelines.
BEYOND_PUBMED = ("SRC:MED", "SRC:PAT")

_PART = re.compile(r"[^\W_]+")


def topic_question(query: Query) -> str:
    """Return what is asked for the topic: its groups, beyond PubMed, in the window by entry or by change.

    What names a watched trial is left to the questions for that: a record that came by both would be one thing
    with its tie to the trial and another without, and so change at every run. "" where the query has no group.
    """
    groups = " OR ".join(f"({_all(group)})" for group in query.groups if group)
    return _without((*BEYOND_PUBMED, *_watched(query)), f"({groups})", query) if groups else ""


def mention_questions(query: Query) -> Iterator[str]:
    """Yield one question for each identifier of a watched trial: it stands anywhere, the full text included.

    A text that names several comes once, by the first of them.
    """
    named = _watched(query)
    for i, value in enumerate(named):
        yield _without(named[:i], value, query)


def _watched(query: Query) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_quoted(id_.value) for id_ in query.watched))


def _without(unwanted: Sequence[str], wanted: str, query: Query) -> str:
    inside = " AND ".join(filter(None, (wanted, window(query))))
    return f"{inside} NOT ({' OR '.join(unwanted)})" if unwanted else inside


def window(query: Query) -> str:
    """Return the clause for the window, "" for everything: first indexed or updated in it, by day."""
    if query.since is None:
        return ""
    days = f"[{_day(query.since)} TO {_day(query.until)}]"
    return f"(FIRST_IDATE:{days} OR UPDATE_DATE:{days})"


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _all(group: Iterable[Concept]) -> str:
    return " AND ".join(f"({_any(concept.terms)})" for concept in group)


def _any(terms: Iterable[Term]) -> str:
    return " OR ".join(dict.fromkeys(filter(None, map(_term, terms))))


def _term(term: Term) -> str:
    """Return the clause for one term. A wildcard works in a bare word only, so a phrase with one is cut into words."""
    parts = _PART.findall(term.text)
    if not parts:
        return ""
    if not term.prefix:
        return f"TITLE_ABS:{_quoted(term.text)}"
    clauses = [f'TITLE_ABS:"{part}"' for part in parts[:-1]] + [f"TITLE_ABS:{parts[-1]}*"]
    return clauses[0] if len(clauses) == 1 else f"({' AND '.join(clauses)})"


def _quoted(text: str) -> str:
    return '"' + re.sub(r'["\\]+', " ", text).strip() + '"'

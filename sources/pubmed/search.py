"""The search: which records were created or changed in a window, in slices that PubMed delivers whole.

A query in PubMed's words: https://pubmed.ncbi.nlm.nih.gov/help/#search-tags
"""

import json
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from sources import Client
from sources._reading import text_at, texts_at, xml_root
from watcher.errors import ParseError, SourceError
from watcher.model import Concept, Id, Notice, Page, Query, Term
from watcher.text import clean

# PubMed delivers no more of one search, whatever is asked: https://www.ncbi.nlm.nih.gov/books/NBK25499/
MOST_OF_ONE_SEARCH = 9_998
_MOST_OF_HALVES = 1.5  # times what the whole window finds: records come and go while we ask
# The oldest records were created in the 1960s; NCBI's dates begin before.
BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both included, of one kind of date: "crdt" (created) or "mdat" (changed)."""

    kind: str
    first: date
    last: date

    def halves(self) -> tuple["Window", "Window"]:
        """Return the earlier and the later half."""
        middle = self.first + (self.last - self.first) // 2
        return replace(self, last=middle), replace(self, first=middle + timedelta(days=1))


def windows(query: Query) -> tuple[Window, ...]:
    """Return what has to be searched: all of time by creation, or since a day by creation and by change."""
    # A day more: NCBI's day ends in Maryland, ours in Greenwich.
    last = query.until.astimezone(UTC).date() + timedelta(days=1)
    if query.since is None:
        return (Window("crdt", BEGINNING, last),)
    first = min(query.since.astimezone(UTC).date(), last)
    return Window("crdt", first, last), Window("mdat", first, last)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: PubMed's own count, the ids of this part, and what it complains of."""

    count: int
    ids: tuple[str, ...]
    dropped: tuple[str, ...] = ()  # phrases that it does not know
    warnings: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """One search term at one address."""

    client: Client
    url: str
    etiquette: Mapping[str, str]
    term: str
    needed: Sequence[Sequence[str]] = ()

    def ids(self, window: Window) -> Generator[Notice, None, list[str]]:
        """Return the PMIDs of the window; yield what PubMed said besides, and where it kept some back."""
        found = self._ask(window, 0)
        yield from self._said(found)
        if found.count <= MOST_OF_ONE_SEARCH:
            return (yield from self._rest(window, found))
        if window.first == window.last:
            yield Notice(
                text=f"{found.count} records have the {window.kind} {window.first}; 9,998 came", incomplete=True
            )
            return list(found.ids)
        return (yield from self._both_halves(window, found.count))

    def _both_halves(self, window: Window, count: int) -> Generator[Notice, None, list[str]]:
        earlier, later = window.halves()
        found = self._ask(earlier, 0, 0).count + self._ask(later, 0, 0).count
        # Each record has one day of a kind: halves that find much more than the whole are not heeded.
        if found > count * _MOST_OF_HALVES:
            raise SourceError("pubmed", f"the server does not heed the dates: it finds {count} records in any window")
        if found < count:
            text = f"PubMed counts {count} records and {found} in both halves ({window.kind} {window.first})"
            yield Notice(text=text, incomplete=True)
        return [*(yield from self.ids(earlier)), *(yield from self.ids(later))]

    def _rest(self, window: Window, found: Found) -> Generator[Notice, None, list[str]]:
        ids = list(found.ids)
        while len(ids) < found.count and not set(more := self._ask(window, len(ids)).ids) <= set(ids):
            ids.extend(more)
        if len(set(ids)) != found.count:
            text = f"PubMed counts {found.count} records and lists {len(set(ids))} ({window.kind} {window.first})"
            yield Notice(text=text, incomplete=True)
        return ids

    def _ask(self, window: Window, start: int, most: int = MOST_OF_ONE_SEARCH) -> Found:
        fields = {
            **self.etiquette,
            "term": self.term,
            "retmode": "xml",
            "retmax": str(most),
            "retstart": str(start),
            "datetype": window.kind,
            # Both or none: one without the other is not heeded.
            "mindate": f"{window.first:%Y/%m/%d}",
            "maxdate": f"{window.last:%Y/%m/%d}",
        }
        return read_search(self.client.post(self.url, fields, transient=is_passing_search))

    def _said(self, found: Found) -> Iterator[Notice]:
        for phrase in found.dropped:
            yield Notice(text=f"PubMed does not know {phrase!r} and left it out of the search")
        # One spelling that nobody uses finds nothing anyway; without a whole concept the search is another one.
        dropped = {bare(phrase) for phrase in found.dropped}
        for spellings in self.needed:
            if dropped.issuperset(map(bare, spellings)):
                text = f"PubMed left out a whole concept of the search, {', '.join(spellings[:5])}"
                yield Notice(text=text, incomplete=True)
        for warning in found.warnings:
            yield Notice(text=f"PubMed says: {warning}", incomplete=True)


# PubMed wants four characters before an asterisk; a shorter stem is looked for as it stands.
_SHORTEST_STEM = 4


def in_dialect(query: Query) -> str:
    """Return the search term: any group, each wanting all of its concepts, or a watched trial by its identifiers.

    Every word carries a field, so that PubMed's own mapping of words to subjects leaves it alone.
    """
    groups = [_all_of(group) for group in query.groups if group]
    trials = [spelling for trial in query.watched for spelling in _identifier(trial)]
    return _any_of([*groups, *trials])


def needed(query: Query) -> tuple[tuple[str, ...], ...]:
    """Return the spellings of each concept that goes with another: without all of them the search is another one."""
    concepts = (_spellings(concept) for group in query.groups if len(group) > 1 for concept in group)
    return tuple(tuple(spellings) for spellings in concepts if spellings)


def bare(phrase: str) -> str:
    """Return a phrase without its field, quotation marks and asterisk, in lower case, as PubMed may give it back."""
    return _plain(phrase.partition("[")[0]).lower()


def _all_of(group: Iterable[Concept]) -> str:
    concepts = [found for concept in group if (found := _any_of(_spellings(concept)))]
    return f"({' AND '.join(concepts)})" if len(concepts) > 1 else "".join(concepts)


def _spellings(concept: Concept) -> list[str]:
    words = [found for term in concept.terms if (found := _word(term))]
    headings = [f'"{_plain(name)}"[mh]' for name in concept.mesh]
    return [*words, *headings, *(f'"{_plain(name)}"[nm]' for name in concept.substances)]


def _word(term: Term) -> str:
    text = _plain(term.text)
    if not text:
        return ""
    if not term.prefix or len(text) < _SHORTEST_STEM:
        return f'"{text}"[tiab]'
    return f'"{text}*"[tiab]' if re.search(r"[\s-]", text) else f"{text}*[tiab]"


def _identifier(trial: Id) -> list[str]:
    value = f'"{_plain(trial.value)}"'
    return [f"{value}[si]", f"{value}[tiab]"] if trial.scheme in {"nct", "isrctn"} else [f"{value}[tiab]"]


def _plain(text: str) -> str:
    # What would end the quotation or begin a field or a wildcard of its own.
    return " ".join(re.sub(r'["\[\]*()]', " ", text).split())


def _any_of(parts: Iterable[str]) -> str:
    found = list(dict.fromkeys(filter(None, parts)))
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)


_DROPPED = ("ErrorList/PhraseNotFound", "WarningList/QuotedPhraseNotFound", "WarningList/PhraseIgnored")
# Said where nothing is wrong.
_HARMLESS = re.compile(r"no items found|no documents match", re.IGNORECASE)
# Errors that asking again does not mend; all others are of the moment ("Search Backend failed", ...).
_LASTING = re.compile(r"cannot be larger|Invalid db|Empty term|invalid value|API key invalid", re.IGNORECASE)


def read_search(page: Page) -> Found:
    """Return what was found; raise ``ParseError`` where the answer is an error or has no count."""
    found = _read(page.body, page.url)
    if found.error:
        raise ParseError("pubmed", page.url, f"the search ended with {found.error!r}")
    return found


def is_passing_search(body: bytes) -> bool:
    """Return whether the answer may be better next time: an error page, half a document, a failed backend."""
    try:
        error = _read(body, "").error
    except ParseError:
        error = body[:2_000].decode("utf-8", "replace") or "nothing"
    return bool(error) and not _LASTING.search(error)


def _read(body: bytes, url: str) -> Found:
    found = _from_json(body, url) if body.lstrip()[:1] == b"{" else _from_xml(body, url)
    if found.count < 0 and not found.error:
        raise ParseError("pubmed", url, "an answer without a count")
    return found


def _from_xml(body: bytes, url: str) -> Found:
    root = xml_root(body, url, "pubmed", "eSearchResult")
    return Found(
        count=_number(text_at(root, "Count")),
        ids=texts_at(root, "IdList/Id"),
        dropped=tuple(phrase for place in _DROPPED for phrase in texts_at(root, place)),
        warnings=_serious((*texts_at(root, "ErrorList/FieldNotFound"), *texts_at(root, "WarningList/OutputMessage"))),
        error=text_at(root, "ERROR"),  # an empty one is no error
    )


def _from_json(body: bytes, url: str) -> Found:
    try:
        answer = json.loads(body)
        result = answer.get("esearchresult")
    except (ValueError, RecursionError, AttributeError) as error:
        raise ParseError("pubmed", url, f"not JSON: {error}") from error
    if not isinstance(result, dict):
        raise ParseError("pubmed", url, f"no esearchresult in {clean(str(answer))[:100]!r}")
    errors, warnings = _table(result.get("errorlist")), _table(result.get("warninglist"))
    return Found(
        count=_number(str(result.get("count", ""))),
        ids=_words(result.get("idlist")),
        dropped=(
            *_words(errors.get("phrasesnotfound")),
            *_words(warnings.get("quotedphrasesnotfound")),
            *_words(warnings.get("phrasesignored")),
        ),
        warnings=_serious((*_words(errors.get("fieldsnotfound")), *_words(warnings.get("outputmessages")))),
        error=clean(str(result.get("ERROR") or "")),
    )


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> tuple[str, ...]:
    return tuple(clean(str(word)) for word in value) if isinstance(value, list) else ()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1


def _serious(warnings: Iterable[str]) -> tuple[str, ...]:
    return tuple(warning for warning in warnings if not _HARMLESS.search(warning))

"""What the readers of literature share: answers and their rows, DOIs, names, dates, meeting abstracts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sources._markup import in_utf8
from sources._reading import RefusedError, read_each
from watcher.errors import ParseError
from watcher.ids import found
from watcher.json import decode, dig, word
from watcher.model import Id, Page, Query, Record, RelationKind, Unreadable
from watcher.notices import announced
from watcher.text import clean

Row = Mapping[str, Any]
# Ties that a notice has to the work that it is about.
NOTICE_TIES = frozenset({RelationKind.RETRACTS, RelationKind.CORRECTS, RelationKind.CONCERN_ABOUT})


def answer(page: Page, source: str) -> Row:
    """Return the JSON object of the page; raise ``ParseError`` where the body is anything else."""
    try:
        found = decode(in_utf8(page))
    except ValueError as error:
        beginning = clean(page.body[:80].decode("utf-8", "replace"))
        raise ParseError(source, page.url, f"not JSON: {beginning!r}, {str(error)[:200]}") from error
    if not isinstance(found, dict):
        raise ParseError(source, page.url, f"schema changed: a JSON {type(found).__name__} where an object belongs")
    return found


def each(rows: Iterable[object], page: Page, read: Callable[[Row], Record], key: str) -> Iterator[Record | Unreadable]:
    """Yield what ``read`` makes of each row; a row that it refuses is named by its ``key`` or its position."""

    def one(row: object) -> Record:
        if not isinstance(row, Mapping):
            raise RefusedError(f"a JSON {type(row).__name__} where an object belongs")
        return read(row)

    return read_each(rows, page, one, lambda row: clean(word(row, key)), _title)


def _title(row: object) -> str:
    said = dig(row, "title")
    return clean(said[0] if isinstance(said, list) and said and isinstance(said[0], str) else word(row, "title"))


def distinct(rows: Iterable[object], *keys: str) -> Iterator[str]:
    """Yield a key for each row: its texts at the keys, in lower case, or all of it where one is missing.

    A list that came page by page is whole where so many different rows came, not so many rows.
    """
    for row in rows:
        texts = [word(row, key).lower() for key in keys]
        yield " ".join(texts) if all(texts) else repr(row)


def read_doi(text: str) -> str:
    """Return the DOI in any spelling ("doi:", an address, with a full stop behind it) as "10.1530/endoabs.37.ep1132"; "" for none."""
    doi = found.read_doi(text)
    return doi.value if doi else ""


def doi_id(text: str) -> frozenset[Id]:
    """Return the DOI as the one member of a set, which is empty where the text is no DOI."""
    doi = read_doi(text)
    return frozenset({Id("doi", doi)}) if doi else frozenset()


def known_dois(query: Query, *prefixes: str) -> tuple[str, ...]:
    """Return the DOIs of what is known that begin with one of the prefixes (any, where none is given), each once."""
    dois = (read_doi(id_.value) for id_ in query.known if id_.scheme == "doi")
    return tuple(dict.fromkeys(doi for doi in dois if doi and doi.startswith(prefixes or ("",))))


# ASCO's numbers (TPS4666, LBA4005) and its online-only abstracts; ESMO's (1388P, LBA32, 1190TiP) head the title.
_ABSTRACT_PAGE = re.compile(r"(?:TPS|LBA)\d+", re.IGNORECASE)
_ONLINE_PAGE = re.compile(r"e\d{4,6}")
_ABSTRACT_TITLE = re.compile(r"(?:\d{1,4}(?:P|PD|O|MO|TiP|eP|RF|eTiP)|LBA\d{1,3}|TPS\d{2,5})\b(?![-/])")
_SUPPLEMENT = re.compile(r"suppl|^S\d{1,2}$", re.IGNORECASE)
_JCO = frozenset({"0732-183X", "1527-7755"})


def is_meeting_abstract(*, doi: str, title: str, issue: str, pages: str, issns: Iterable[str] = ()) -> bool:
    """Return whether the place of publication is a meeting's supplement."""
    return bool(
        doi.startswith("10.1530/endoabs.")
        or "_suppl" in doi
        or _SUPPLEMENT.search(issue)
        or _ABSTRACT_PAGE.match(pages)
        or (_ONLINE_PAGE.fullmatch(pages) and not _JCO.isdisjoint(issns))
        or _ABSTRACT_TITLE.match(title)
    )


def is_notice(title: str) -> bool:
    """Return whether a title is that of a correction, a retraction, or an expression of concern."""
    return announced(title) is not None

"""The answer to a search, in XML or JSON, and what in it is a failure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sources._xml import text_at, texts_at, xml_root
from watcher.errors import ParseError
from watcher.model import Page
from watcher.text import clean

_DROPPED = ("ErrorList/PhraseNotFound", "WarningList/QuotedPhraseNotFound", "WarningList/PhraseIgnored")
# Said where nothing is wrong.
_HARMLESS = re.compile(r"no items found|no documents match", re.IGNORECASE)
# Errors that asking again does not mend; all others are of the moment ("Search Backend failed", ...).
_LASTING = re.compile(r"cannot be larger|Invalid db|Empty term|invalid value|API key invalid", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: PubMed's own count, the ids of this part, and what it complains of."""

    count: int
    ids: tuple[str, ...]
    dropped: tuple[str, ...] = ()  # phrases that it does not know
    warnings: tuple[str, ...] = ()
    error: str = ""


def read_search(page: Page) -> Found:
    """Return what was found; raise ``ParseError`` where the answer is an error or has no count."""
    found = _read(page.body, page.url)
    if found.error:
        raise ParseError("pubmed", page.url, f"the search ended with {found.error!r}")
    return found


def is_passing_search(body: bytes) -> bool:
    """Tell an answer that may be better next time: an error page, half a document, a failed backend."""
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

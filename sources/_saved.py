"""Whose answer a saved file is, by what it holds: no file says so itself."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sources import available
from watcher import formats
from watcher.json import decode, word

# What stands near the beginning of an answer, all of it -> the source that reads it.
_SIGNS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"<rss",), "feeds"),  # before all that an item may quote
    ((b"<rdf:RDF", b"http://purl.org/rss/1.0/"), "feeds"),
    ((b"<feed", b"http://www.w3.org/2005/Atom"), "feeds"),
    ((b"<PubmedArticle",), "pubmed"),
    ((b"<PubmedBookArticle",), "pubmed"),
    ((b"<Trials_downloaded_from_ICTRP",), "ictrp"),
    ((b"<allTrials",), "isrctn"),
    ((b"<fullTrial", b"http://www.67bricks.com/isrctn"), "isrctn"),
    ((b"EudraCT Number:",), "euctr"),
    ((b'"protocolSection"',), "clinicaltrials"),
    ((b'"studies"',), "clinicaltrials"),
    ((b'"moduleLabels"',), "clinicaltrials"),
    ((b'"ctNumber"',), "ctis"),
    ((b'"message-type"',), "crossref"),
    ((b'"hitCount"',), "europepmc"),
    ((b"<responseWrapper", b"<hitCount>"), "europepmc"),
    ((b'"messages"', b'"collection"'), "biorxiv"),
    ((b'"meta"', b'"results"', b'"https://openalex.org/'), "openalex"),
)
_HEAD = 4096
# Where a saved web page itself says that it comes from: its canonical link, or what browsers write above it.
_ADDRESS = re.compile(
    rb"""(?:rel=["']?canonical["']? [^>]{0,99}?href=|property=["']og:url["'] [^>]{0,99}?content=|saved from url=\(\d{1,4}\))"""
    rb"""["']?(https?://(?:www\.)?endocrine-abstracts\.org/ea/[\w./-]{1,60})"""
)
_HEAD_OF_HTML = 65_536


class _Bare(NamedTuple):
    """How the records of a source are known without the answer that they came in, and what that answer looks like."""

    source: str
    keys: frozenset[str]
    answer: Callable[[list[Any]], dict[str, Any]]
    begins: str = ""  # how the number of a record does


# Records that somebody took out of their answer, or asked for one by one.
_BARE = (
    _Bare("clinicaltrials", frozenset({"protocolSection"}), lambda rows: {"studies": rows}),
    _Bare(
        "crossref",
        frozenset({"DOI", "deposited"}),
        lambda rows: {"message-type": "work-list", "message": {"total-results": len(rows), "items": rows}},
    ),
    _Bare(
        "europepmc",
        frozenset({"id", "source", "authorString"}),
        lambda rows: {"hitCount": len(rows), "resultList": {"result": rows}},
    ),
    _Bare(
        "openalex",
        frozenset({"id", "authorships"}),
        lambda rows: {"meta": {"count": len(rows)}, "results": rows},
        "https://openalex.org/W",
    ),
)


def kind_of(body: bytes, name: str) -> str:
    """Return the format, or the source whose answer it is; "" for neither."""
    head = body[:_HEAD]
    if bare := _bare(body):
        return bare.source
    form = formats.detect(body, name)
    if form and not name.lower().endswith((".json", ".xml", ".txt")):
        return form
    saved = next((kind for signs, kind in _SIGNS if all(sign in head for sign in signs)), "")
    return saved or form or ("endocrine_abstracts" if own_address(body) else _named(body, name))


def _named(body: bytes, name: str) -> str:
    """Return the source whose name a file bears that tells by nothing else whose it is: "nordic.json", "nordic-20261123-1.json"."""
    said = re.split(r"[.-]", name, maxsplit=1)[0]
    return said if body.strip() and said in available() and said not in {"files", *_TOLD_BY_ADDRESS} else ""


_TOLD_BY_ADDRESS = ("endocrine_abstracts", "webpages")  # whose answers cannot be read without it


def own_address(body: bytes) -> str:
    """Return where a saved web page says that it comes from; "" where it does not."""
    found = _ADDRESS.search(body[:_HEAD_OF_HTML])
    return found[1].decode() if found else ""


def in_answer(body: bytes) -> bytes:
    """Return the records of a source, one, a list or a line each, as the answer that they came in; anything else as it is."""
    bare = _bare(body)
    if bare is None:
        return body
    try:
        found = decode(body)
    except ValueError:
        found = [decode(line) for line in body.splitlines() if line.strip()]
    return json.dumps(bare.answer(found if isinstance(found, list) else [found])).encode()


_FIRST = re.compile(rb"\A(?:\xef\xbb\xbf)?+(?:\s{0,99}+\[)?+\s{0,99}+(?=\{)")


def _bare(body: bytes) -> _Bare | None:
    """Return whose record stands first in the file, where it stands there without an answer around it."""
    start = _FIRST.match(body)
    if start is None:
        return None
    try:
        first, _ = json.JSONDecoder().raw_decode(
            body[start.end() : start.end() + _LARGEST_RECORD].decode("utf-8", "ignore")
        )
    except (ValueError, RecursionError):
        return None
    known = (one for one in _BARE if one.keys <= first.keys() and word(first, "id").startswith(one.begins))
    return next(known, None)


_LARGEST_RECORD = 8_000_000  # bytes; a study with its results has three

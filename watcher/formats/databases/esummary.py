"""PubMed's summaries (esummary), as JSON and as XML: where a paper stands, without its abstract."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from lxml import etree

from watcher.bounds import LONGEST_TITLE, cut
from watcher.dates import printed_date
from watcher.formats._reading import Reference, contained, to_record
from watcher.formats._reading import decode as characters
from watcher.formats._values import doi, issns, pmcid, pmid, untranslated
from watcher.json import decode, dig, rows, word
from watcher.model import Record, Unreadable
from watcher.names import everybody

TITLE = "PubMed summaries"
SUFFIXES = ("json", "xml")

_BEGINS = re.compile(
    r"""\{\s{0,99}"header"\s{0,9}:\s{0,9}\{\s{0,99}"type"\s{0,9}:\s{0,9}"esummary"|(?:<\?xml[^>]{0,99}>\s{0,99})?(?:<!DOCTYPE[^>]{0,299}>\s{0,99})?<eSummaryResult>"""
)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by PMID."""
    try:
        found = _from_xml(body) if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") else _from_json(body)
    except (ValueError, etree.XMLSyntaxError) as error:
        yield Unreadable(url=name, where="the file", reason=cut(str(error), LONGEST_TITLE))
        return
    for position, said in enumerate(found, start=1):
        yield contained(partial(_record, said, retrieved), name, word(said, "uid") or f"record {position}")


def _from_json(body: bytes) -> list[Mapping[str, Any]]:
    result = dig(decode(characters(body).encode("utf-8", "replace")), "result")
    found = result if isinstance(result, Mapping) else {}
    return [one for uid, one in found.items() if uid != "uids" and isinstance(one, Mapping)]


def _from_xml(body: bytes) -> list[Mapping[str, Any]]:
    """Return what the answers of both versions say, under the names that they have in JSON."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(body.strip(), parser)
    return [_first_version(one) for one in root.iter("DocSum")] + [
        _second_version(one) for one in root.iter("DocumentSummary")
    ]


def _first_version(summary: etree._Element) -> Mapping[str, Any]:
    found = {(item.get("Name") or "").lower(): item for item in summary.iterfind("Item")}

    def each(name: str) -> list[etree._Element]:
        return list(found[name]) if name in found else []

    said: dict[str, Any] = {name: item.text or "" for name, item in found.items() if not len(item)}
    return said | {
        "uid": summary.findtext("Id") or "",
        "authors": [{"name": item.text or ""} for item in each("authorlist")],
        "articleids": [{"idtype": item.get("Name") or "", "value": item.text or ""} for item in each("articleids")],
        "pubtype": [item.text or "" for item in each("pubtypelist")],
        "lang": [item.text or "" for item in each("langlist")],
    }


def _second_version(summary: etree._Element) -> Mapping[str, Any]:
    said: dict[str, Any] = {str(one.tag).lower(): one.text or "" for one in summary if not len(one)}
    return said | {
        "uid": summary.get("uid") or "",
        "authors": [{"name": one.findtext("Name") or ""} for one in summary.iterfind("Authors/Author")],
        "articleids": [
            {"idtype": one.findtext("IdType") or "", "value": one.findtext("Value") or ""}
            for one in summary.iterfind("ArticleIds/ArticleId")
        ],
        "pubtype": [one.text or "" for one in summary.iterfind("PubType/flag")],
        "lang": [one.text or "" for one in summary.iterfind("Lang/string")],
    }


def _record(said: Mapping[str, Any], retrieved: datetime) -> Record:
    return to_record(_reference(said), retrieved)


def _reference(said: Mapping[str, Any]) -> Reference:
    if reason := word(said, "error"):
        raise ValueError(reason)
    numbers = {word(one, "idtype"): word(one, "value") for one in rows(said, "articleids")}
    title = word(said, "title")
    return Reference(
        key=word(said, "uid"),
        title=untranslated(title),
        original_title=word(said, "vernaculartitle"),
        people=everybody(word(one, "name") for one in rows(said, "authors")),
        date=printed_date(word(said, "pubdate")) or printed_date(word(said, "epubdate")),
        journal=word(said, "fulljournalname") or word(said, "booktitle"),
        abbreviation=word(said, "source"),
        volume=word(said, "volume"),
        issue=word(said, "issue"),
        pages=word(said, "pages"),
        issns=issns(f"{word(said, 'issn')} {word(said, 'essn')}"),
        ids=frozenset(pmid(word(said, "uid")) | doi(numbers.get("doi", "")) | pmcid(numbers.get("pmc", ""))),
        languages=_texts(said, "lang"),
        publication_types=_texts(said, "pubtype"),
    )


def _texts(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = said.get(name)
    return tuple(one for one in found if isinstance(one, str) and one) if isinstance(found, list) else ()

"""The identifiers of a feed's item, from wherever its publisher put them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from watcher.ids import read_doi
from watcher.model import Id
from watcher.text import clean

_PMID = re.compile(r"(?:^pubmed:|^pmid:|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,8})\b")
_PII = re.compile(r"/pii/([SB][0-9X()\-]{15,24})", re.IGNORECASE)
# What says how a reader came, not what is read.
_TRACKING = re.compile(r"utm_.*|af|rss|dgcid|rft_dat|track|mc_.*|fbclid|gclid", re.IGNORECASE)
_TRACKING_AT = {"pubmed.ncbi.nlm.nih.gov": {"fc", "ff", "v"}}  # elsewhere "v" may be the paper


def identifiers(entry: Mapping[str, Any]) -> frozenset[Id]:
    """Return the item's DOI, PMID, PII, its key in the feed ("guid") and its address ("url"), as far as they are there."""
    link, guid = _word(entry, "link"), _word(entry, "id")
    ids = {Id("guid", guid)} if guid and not _is_address(guid) else set()
    ids |= {Id("url", address(link))} if address(link) else set()
    ids |= {
        Id("pmid", found[1]) for text in (guid, link, _word(entry, "dc_identifier")) if (found := _PMID.search(text))
    }
    ids |= {Id("pii", found[1].upper()) for text in (link, guid) if (found := _PII.search(text))}
    return frozenset(ids | {doi for doi in [next(_dois(entry, link, guid), None)] if doi})


def address(link: str) -> str:
    """Return the address without what only tracks the reader; "" for anything but a web address."""
    link = clean(link).replace(" ", "%20")
    if not _is_address(link):
        return ""
    try:
        parts = urlsplit(link)
        own = _TRACKING_AT.get(parts.hostname or "", set())
        fields = parse_qsl(parts.query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in fields if key not in own and not _TRACKING.fullmatch(key)])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")) if parts.hostname else ""
    except ValueError:  # brackets out of place, a port that is none
        return ""


def _dois(entry: Mapping[str, Any], link: str, guid: str) -> Iterator[Id]:
    """Yield DOIs, the surest place first: PRISM, Dublin Core, the key, the address, at last the text."""
    fields = (_word(entry, "prism_doi"), _word(entry, "dc_identifier"), guid, _path(link), _word(entry, "prism_url"))
    text = re.search(r"\bDOI:?\s{0,9}+(10\.\S+)", _word(entry, "summary"), re.IGNORECASE)
    for value in (*fields, text[1] if text else ""):
        if found := read_doi(value):
            yield found


def _path(link: str) -> str:
    return link if "doi.org/10." in link or "/doi/" in link else ""


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _word(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""

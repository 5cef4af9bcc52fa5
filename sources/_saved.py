"""Whose answer a saved file is, by what it holds: no file says so itself."""

import re

from watcher import formats

# What stands near the beginning of an answer, all of it -> the source that reads it.
_SIGNS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"<rss",), "feeds"),  # before all that an item may quote
    ((b"<rdf:RDF", b"http://purl.org/rss/1.0/"), "feeds"),
    ((b"<feed", b"http://www.w3.org/2005/Atom"), "feeds"),
    ((b"<PubmedArticle",), "pubmed"),
    ((b"<PubmedBookArticle",), "pubmed"),
    ((b"<Trials_downloaded_from_ICTRP",), "ictrp"),
    ((b"<allTrials",), "isrctn"),
    ((b"EudraCT Number:",), "euctr"),
    ((b'"protocolSection"',), "clinicaltrials"),
    ((b'"studies"',), "clinicaltrials"),
    ((b'"moduleLabels"',), "clinicaltrials"),
    ((b'"ctNumber"',), "ctis"),
    ((b'"message-type"',), "crossref"),
    ((b'"hitCount"',), "europepmc"),
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


def kind_of(body: bytes, name: str) -> str:
    """Return the format, or the source whose answer it is; "" for neither."""
    head = body[:_HEAD]
    if name.lower().endswith((".json", ".xml", ".txt")) or not formats.detect(body, name):
        saved = next((kind for signs, kind in _SIGNS if all(sign in head for sign in signs)), "")
        return saved or formats.detect(body, name) or ("endocrine_abstracts" if own_address(body) else "")
    return formats.detect(body, name)


def own_address(body: bytes) -> str:
    """Return where a saved web page says that it comes from; "" where it does not."""
    found = _ADDRESS.search(body[:_HEAD_OF_HTML])
    return found[1].decode() if found else ""

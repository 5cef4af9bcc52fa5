"""NCBI's E-utilities over records at hand: esearch and efetch as documented, limits and complaints included."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from fake_service import Reply

MOST = 9_998
_PMID = re.compile(rb"<PMID[^>]*>(\d+)</PMID>")
_DATE = rb"<Year>(\d+)</Year>\s*<Month>(\d+)</Month>\s*<Day>(\d+)</Day>"
_ENTERED = re.compile(rb'PubStatus="entrez">\s*' + _DATE)
_REVISED = re.compile(rb"<DateRevised>\s*" + _DATE)


def articles(*files: Path) -> dict[str, bytes]:
    """Return the records of PubMed files by their PMIDs; the last of one PMID counts."""
    found = {}
    for file in files:
        for record in re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", file.read_bytes(), re.DOTALL):
            if pmid := _PMID.search(record):
                found[pmid[1].decode()] = record
    return found


class Eutils:
    """The database ``pubmed``: ``created`` and ``changed`` are by PMID, from the records where not given.

    Every record matches every search but an empty one, unless ``matches(term, record)`` decides.
    ``lost`` are PMIDs that a search finds and a fetch does not deliver.
    """

    def __init__(self, records: Mapping[str, bytes], matches=lambda term, record: True):
        self.records = dict(records)
        self.matches = matches
        self.created = {pmid: _day(_ENTERED, record) for pmid, record in self.records.items()}
        self.changed = {pmid: _day(_REVISED, record) for pmid, record in self.records.items()}
        self.lost: set[str] = set()
        self.most = MOST
        self._history: list[list[str]] = []

    def answer(self, utility: str, fields: Mapping[str, str]) -> Reply:
        """Answer one request, as ``esearch.fcgi`` and so on would."""
        known = {"esearch.fcgi": self._search, "efetch.fcgi": self._fetch}
        if fields.get("db") != "pubmed":
            return Reply(b"<eSearchResult><ERROR>Invalid db name specified: nothing</ERROR></eSearchResult>")
        return known[utility](fields) if utility in known else Reply(b"Unable to route request!", 404, "text/plain")

    def _search(self, fields) -> Reply:
        if not fields.get("term"):
            return Reply(b"<eSearchResult><ERROR>Empty term and query_key - nothing todo</ERROR></eSearchResult>")
        start, most = int(fields.get("retstart", 0)), int(fields.get("retmax", 20))
        if start > MOST:
            text = f"'retstart' cannot be larger than {MOST}. For PubMed, ESearch can only retrieve the first records"
            return Reply(f"<eSearchResult><ERROR>{text}</ERROR></eSearchResult>".encode())
        found = self._found(fields)
        listed = found[start : min(start + min(most, self.most), MOST + 1)]
        ids = "".join(f"<Id>{pmid}</Id>" for pmid in listed)
        body = (
            f"<Count>{len(found)}</Count><RetMax>{len(listed)}</RetMax><RetStart>{start}</RetStart>"
            f"{self._kept(found) if fields.get('usehistory') == 'y' else ''}<IdList>{ids}</IdList>"
            f"<QueryTranslation>{len(fields['term'])} characters</QueryTranslation>"
        )
        return Reply(f'<?xml version="1.0"?>\n<eSearchResult>{body}</eSearchResult>'.encode())

    def _found(self, fields) -> list[str]:
        first, last = _bound(fields.get("mindate"), date.min), _bound(fields.get("maxdate"), date.max)
        dates = self.changed if fields.get("datetype") == "mdat" else self.created
        heeded = "mindate" in fields and "maxdate" in fields  # one without the other is not
        return [
            pmid
            for pmid, record in self.records.items()
            if (not heeded or first <= dates[pmid] <= last) and self.matches(fields["term"], record)
        ]

    def _kept(self, found: list[str]) -> str:
        self._history.append(found)
        return f"<QueryKey>{len(self._history)}</QueryKey><WebEnv>MCID_test</WebEnv>"

    def _fetch(self, fields) -> Reply:
        if "WebEnv" in fields:
            start, most = int(fields.get("retstart", 0)), int(fields.get("retmax", 10_000))
            ids: Iterable[str] = self._history[int(fields["query_key"]) - 1][start : start + most]
        else:
            ids = fields.get("id", "").split(",")
        if not any(pmid.isdigit() for pmid in ids):
            return Reply(b"ID list is empty! Possibly it has no correct IDs.", 400, "text/plain")
        return Reply(article_set(self.records[pmid] for pmid in ids if pmid in self.records and pmid not in self.lost))


def article_set(records: Iterable[bytes]) -> bytes:
    """Return the records as efetch delivers them."""
    return b"".join(
        (
            b'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" ',
            b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n',
            b"\n".join(records),
            b"\n</PubmedArticleSet>\n",
        )
    )


def _day(pattern: re.Pattern[bytes], record: bytes) -> date:
    found = pattern.search(record)
    return date(*map(int, found.groups())) if found else date(1966, 1, 1)


def _bound(text: str | None, otherwise: date) -> date:
    parts = [int(part) for part in text.split("/")] if text else []
    return date(*parts, *[1, 1][len(parts) - 1 :]) if parts else otherwise

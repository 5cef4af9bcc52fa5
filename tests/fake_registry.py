"""ClinicalTrials.gov's API, version 2, over studies at hand: paging, windows, lists, aliases, refusals."""

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from fake_service import Reply, in_json, not_found

_PARAMETERS = {
    *("query.term", "query.cond", "query.intr", "filter.ids", "filter.advanced", "filter.overallStatus", "fields"),
    *("format", "markupFormat", "sort", "countTotal", "pageSize", "pageToken"),
}
_WINDOW = re.compile(r"AREA\[LastUpdatePostDate\]RANGE\[([\d-]+),\s*([\d-]+|MAX)\]")


def studies(*files: Path) -> dict[str, dict]:
    """Return the studies of files (one study, or one a line, packed or not) by their numbers."""
    found = {}
    for file in files:
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for text in raw.splitlines() if ".jsonl" in file.name else [raw]:
            study = json.loads(text)
            if number := _number(study):
                found[number] = study
    return found


class Registry:
    """The studies by number; ``aliases`` are old numbers of theirs; ``most`` is the largest page."""

    def __init__(self, known: Mapping[str, dict], matches=lambda term, study: True):
        self.known = dict(known)
        self.matches = matches
        self.aliases: dict[str, str] = {}
        self.most = 1_000
        self.timestamp = "2026-11-20T09:00:05"
        self.miscount = 0  # by how much the count is wrong
        self.versions: dict[str, list[dict]] = {}  # by the numbers of their trials

    def options(self, url: str) -> str:
        """Return where the history stands, for the configuration."""
        return f'history_url = "{url}/api/int/"\n'

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Answer one request; ``path`` is what follows the base address."""
        if path == "version":
            return in_json({"apiVersion": "2.0.5", "dataTimestamp": self.timestamp})
        if path == "studies":
            return self._search(fields)
        number = path.rpartition("/")[2]
        if path.startswith("/api/int/") and number in self.versions:
            return in_json({"history": {"changes": self.versions[number]}})
        if path.startswith("/api/int/"):
            return not_found(f"NCT number {number} not found")
        if number in self.aliases:
            return Reply(b"", 301, headers={"Location": f"/api/v2/studies/{self.aliases[number]}"})
        if number in self.known:
            return in_json(self.known[number])
        return not_found(f"NCT number {number} not found")

    def _search(self, fields) -> Reply:
        if unknown := set(fields) - _PARAMETERS:
            return Reply(f"`{min(unknown)}` is unknown parameter".encode(), 400, "text/plain")
        found = [study for number, study in sorted(self.known.items()) if self._wanted(number, study, fields)]
        start = int(fields.get("pageToken", "p0")[1:])
        end = start + min(int(fields.get("pageSize", 10)) or 10, self.most)
        answer: dict[str, object] = {"studies": found[start:end]}
        if fields.get("countTotal") == "true" and not start:
            answer["totalCount"] = len(found) + self.miscount
        if end < len(found):
            answer["nextPageToken"] = f"p{end}"
        return in_json(answer)

    def _wanted(self, number: str, study: dict, fields) -> bool:
        if "filter.ids" in fields and number not in re.split(r"[|,]", fields["filter.ids"]):
            return False
        if window := _WINDOW.search(fields.get("filter.advanced", "")):
            first, last = window.groups()
            if not first <= _updated(study) <= ("9999" if last == "MAX" else last):
                return False
        return "query.term" not in fields or self.matches(fields["query.term"], study)


def _number(study: dict) -> str:
    return study.get("protocolSection", {}).get("identificationModule", {}).get("nctId", "")


def _updated(study: dict) -> str:
    status = study["protocolSection"].get("statusModule", {})
    return status.get("lastUpdatePostDateStruct", {}).get("date", "1999-01-01")


def chosen(files: Iterable[Path]) -> list[Path]:
    """Return the recorded studies among the files, the packed collection first, so that fuller ones replace it."""
    return sorted((file for file in files if ".jsonl" in file.name or file.name.startswith("NCT")), key=_packed_first)


def _packed_first(file: Path) -> tuple[bool, str]:
    return ".jsonl" not in file.name, file.name

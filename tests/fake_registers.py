"""CTIS, the EU Clinical Trials Register and ISRCTN over trials at hand, with what they refuse and what they drop."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from fake_service import Reply, in_json, not_found

Json = Mapping[str, Any]


class Ctis:
    """CTIS's public API: trials by number, each its line in ``search`` and its dossier."""

    def __init__(self, trials: Iterable[tuple[Json, Json]]):
        self.lines = {line["ctNumber"]: line for line, _ in trials}
        self.dossiers = {dossier["ctNumber"]: dossier for _, dossier in trials}

    def answer(self, path: str, fields: Json) -> Reply:
        """Answer ``search`` (by POST only: a GET is forbidden) and ``retrieve/NUMBER``."""
        if path == "search":
            return self._search(fields) if "pagination" in fields else in_json({"message": "Forbidden"}, 403)
        number = path.removeprefix("retrieve/")
        if not re.fullmatch(r"\d{4}-\d{6}-\d{2}-\d{2}", number):
            return in_json({"message": "Bad request"}, 400)
        return in_json(self.dossiers[number]) if number in self.dossiers else not_found()

    def _search(self, fields: Json) -> Reply:
        number, size = fields["pagination"]["page"], fields["pagination"]["size"]
        key = fields["sort"]["property"]
        found = sorted(self.lines.values(), key=lambda line: line[key].split("/")[::-1], reverse=True)
        pages = -(-len(found) // size)
        pagination = {"totalRecords": len(found), "currentPage": number, "totalPages": pages}
        return in_json({"pagination": pagination, "data": found[(number - 1) * size : number * size]})


_PER_PAGE = 20


class EuRegister:
    """The EU Clinical Trials Register: protocols by EudraCT number, and which trials have results."""

    def __init__(self, protocols: Mapping[str, str], results: Iterable[str] = ()):
        self.protocols = dict(protocols)
        self.results = set(results)

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Answer ``search`` in HTML and ``rest/download/full`` in text, twenty trials a page."""
        start = (int(fields.get("page", 1)) - 1) * _PER_PAGE
        shown = list(self.protocols)[start : start + _PER_PAGE]
        if path == "search":
            rows = "".join(map(self._row, shown))
            head = f"{len(self.protocols):,} result(s) found for: {escape(fields['query'])}"
            return Reply(f"<html><div>{head}</div>{rows}</html>".encode(), media_type="text/html;charset=UTF-8")
        if path != "rest/download/full":
            return not_found()
        intro = "This file contains full details on each clinical trial selected for download.\n\n"
        return Reply((intro + "\n\n".join(self.protocols[n] for n in shown)).encode(), media_type="text/plain")

    def _row(self, number: str) -> str:
        link = f'<a href="/ctr-search/trial/{number}/results">View results</a>' if number in self.results else ""
        return f"<table><td>EudraCT Number: {number}</td><td>{link}</td></table>"


class Registration(NamedTuple):
    """A trial of ISRCTN: its ``fullTrial`` element, and when it was edited last."""

    xml: str
    edited: str  # 2026-11-20T15:09:37.000Z


_STAMP = r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"
_EDITED = re.compile(rf" AND lastEdited (GE|LT) {_STAMP}")


class Isrctn:
    """ISRCTN's XML API: trials by number. A date clause that is not as it must be is dropped, silently.

    Words match every trial but the ``canary``, numbers the trials that have them.
    """

    def __init__(self, trials: Mapping[str, Registration], canary: str = "ISRCTN96912679"):
        self.trials = {canary: Registration(_CANARY.format(canary=canary), "2015-03-02T00:00:00.000Z"), **trials}
        self.canary = canary

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Answer a question; there are no pages, only the ``limit``."""
        question = fields["q"]
        numbers = re.findall(r"ISRCTN\d{8}", question)
        found = [
            trial
            for number, trial in self.trials.items()
            if (number in numbers if numbers else number != self.canary) and _was_edited(trial, question)
        ]
        shown = "".join(trial.xml for trial in found[: int(fields.get("limit", 10))])
        body = f'<allTrials xmlns="http://www.67bricks.com/isrctn" totalCount="{len(found)}">{shown}</allTrials>'
        return Reply(body.encode())


_CANARY = (
    '<fullTrial><trial lastUpdated="2015-03-02T00:00:00.000Z"><isrctn>96912679</isrctn>'
    "<trialDescription><title>{canary}, which stays</title></trialDescription></trial></fullTrial>"
)


def _was_edited(trial: Registration, question: str) -> bool:
    return all((trial.edited >= stamp) == (word == "GE") for word, stamp in _EDITED.findall(question))

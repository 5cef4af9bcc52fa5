"""Europe PMC, Crossref, OpenAlex and bioRxiv over records at hand: dialects, paging and complaints as documented."""

import re
from collections.abc import Iterable, Mapping, Sequence

from fake_service import Reply, in_json, not_found

Row = Mapping[str, object]

_WINDOW = re.compile(r"(FIRST_IDATE|UPDATE_DATE):\[([\d-]+) TO ([\d-]+)\]")
_MENTION = re.compile(r'"([^"]+)"(?: AND \(.*)?')


class EuropePmc:
    """Europe PMC's search over results in the "core" form: https://europepmc.org/RestfulWebService.

    Every result matches every question, within the question's days and beyond the databases that it leaves out, unless
    ``matches(question, result)`` decides. ``named`` tells which results' full texts name an identifier.
    """

    def __init__(self, results: Iterable[Row], matches=lambda question, row: True):
        self.results = list(results)
        self.matches = matches
        self.named: dict[str, set[str]] = {}

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Answer ``search`` and ``searchPOST``; a sort that there is not gets the empty envelope."""
        if path not in ("search", "searchPOST"):
            return not_found()
        if fields.get("format") != "json" or "sort" in fields:
            return in_json({"version": "6.9"})
        question, mark, size = fields["query"], fields.get("cursorMark", "*"), int(fields.get("pageSize", 25))
        found = [row for row in self.results if self._is_found(question, row)]
        start = 0 if mark == "*" else int(mark)
        end = start + min(size, 1_000)
        echo = {"queryString": question, "resultType": fields.get("resultType"), "cursorMark": mark, "pageSize": size}
        following = {"nextCursorMark": str(end)} if end < len(found) else {}  # the last page has none
        return in_json(
            {"version": "6.9", "hitCount": len(found), "request": echo, "resultList": {"result": found[start:end]}}
            | following
        )

    def _is_found(self, question: str, row: Row) -> bool:
        wanted, _, unwanted = question.rpartition(" NOT ") if " NOT " in question else (question, "", "")
        left_out = f"SRC:{row['source']}" in unwanted or any(f'"{name}"' in unwanted for name in self._named_by(row))
        mention = _MENTION.fullmatch(wanted)
        is_sought = mention[1] in self._named_by(row) if mention else self.matches(wanted, row)
        return is_sought and not left_out and _in_window(wanted, row)

    def _named_by(self, row: Row) -> list[str]:
        return [name for name, ids in self.named.items() if row["id"] in ids]


def _in_window(question: str, row: Row) -> bool:
    days = {"FIRST_IDATE": row.get("firstIndexDate", ""), "UPDATE_DATE": row.get("dateOfRevision", "")}
    spans = _WINDOW.findall(question)
    return not spans or any(first <= str(days[name]) <= last for name, first, last in spans)


class Crossref:
    """Crossref's list of works, by filter and cursor: https://www.crossref.org/documentation/retrieve-metadata/rest-api/."""

    def __init__(self, works: Iterable[Row]):
        self.works = list(works)

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Answer ``works``; anything that the service does not know is a 400, a dead cursor a 404."""
        if path != "works":
            return Reply(b"Resource not found.", 404, "text/plain")
        filters: dict[str, list[str]] = {}
        for name, _, value in (part.partition(":") for part in fields.get("filter", "").split(",") if part):
            filters.setdefault(name, []).append(value)
        if unknown := set(filters) - set(_FILTERS):
            return _refusal("validation-failure", "filter-not-available", min(unknown))
        if unknown := set(filter(None, fields.get("select", "").split(","))) - _SELECTABLE:
            return _refusal("validation-failure", "parameter-not-allowed", min(unknown))
        if not 0 < int(fields.get("rows", 20)) <= 1_000:
            return _refusal("validation-failure", "integer-not-valid", fields["rows"])
        if not re.fullmatch(r"\*|AoJ\d+=", fields.get("cursor", "*")):
            return _refusal("resource-failure", "cursor-invalid", fields["cursor"], 404)
        return self._list(filters, fields)

    def _list(self, filters: Mapping[str, Sequence[str]], fields: Mapping[str, str]) -> Reply:
        found = [work for work in self.works if _is_wanted(work, filters)]
        start = int(fields.get("cursor", "*").strip("*AoJ=") or 0)
        end = start + int(fields.get("rows", 20))
        selected = fields.get("select", "").split(",")
        items = [{name: work[name] for name in selected if name in work} for work in found[start:end]]
        # A cursor comes with the last page too.
        message = {"total-results": len(found), "items": items, "next-cursor": f"AoJ{end}="}
        return in_json({"status": "ok", "message-type": "work-list", "message": message})


_FILTERS = {
    "issn": lambda work, value: value in work.get("ISSN", ()),
    "prefix": lambda work, value: work["DOI"].startswith(f"{value}/"),
    "from-created-date": lambda work, value: work["created"]["date-time"] >= value,
    "until-created-date": lambda work, value: work["created"]["date-time"][:10] <= value,
    "updates": lambda work, value: value.lower() in [one["DOI"].lower() for one in work.get("update-to", ())],
}
_SELECTABLE = frozenset(
    "DOI type title subtitle container-title short-container-title ISSN volume issue page author abstract published "
    "published-online published-print issued created deposited update-to updated-by relation clinical-trial-number "
    "publisher group-title event URL score prefix member indexed license link subject reference".split()
)


def _is_wanted(work: Row, filters: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether the work passes: any of the values of one filter, and every filter."""
    return all(any(_FILTERS[name](work, value) for value in values) for name, values in filters.items())


def _refusal(kind: str, type_: str, value: str, status: int = 400) -> Reply:
    said = {"type": type_, "value": value, "message": f"{value} specified but it is invalid"}
    return in_json({"status": "failed", "message-type": kind, "message": [said]}, status)


class OpenAlex:
    """OpenAlex's works by DOI, with a key: https://developers.openalex.org."""

    def __init__(self, works: Iterable[Row]):
        self.works = {str(work["doi"]).removeprefix("https://doi.org/"): work for work in works}

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Answer ``works``; without a key there is next to no budget."""
        name, _, value = fields.get("filter", "").partition(":")
        if path != "works":
            return not_found()
        if not fields.get("api_key"):
            return in_json({"error": "Rate limit exceeded", "message": "Insufficient budget"}, 429)
        if name != "doi" or value.count("|") >= 100:
            return in_json({"error": "Invalid filter", "message": f"Unknown filter field: {name}"}, 400)
        found = [self.works[doi] for doi in value.split("|") if doi in self.works]
        return in_json({"meta": {"count": len(found), "per_page": 100, "cost_usd": 0.0001}, "results": found[:100]})


class Preprints:
    """The details of bioRxiv and medRxiv, every version of a DOI: https://api.biorxiv.org."""

    def __init__(self, versions: Iterable[Row]):
        self.versions = list(versions)

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Answer ``details/SERVER/DOI/na/json``; a DOI of the other server is not found, status 200."""
        asked = re.fullmatch(r"details/(biorxiv|medrxiv)/(.+)/na/json", path)
        if asked is None:
            return not_found()
        found = [row for row in self.versions if row["doi"] == asked[2] and str(row["server"]).lower() == asked[1]]
        message = {"status": "ok", "total": str(len(found))} if found else {"status": "no posts found"}
        return in_json({"messages": [message], "collection": found})

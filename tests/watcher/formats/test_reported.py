"""Files as people reported them of like programs, written anew in our own words by others than those who wrote the rules.

Beside each file stands what is right: a field that is not named is not judged, ``X_any`` lists what is right as well.
"""

import json
import re

import pytest

from fakes import page
from golden import DATA
from sources.files import Source
from watcher.errors import ParseError
from watcher.model import Record
from watcher.normalise import normalise

# What is read otherwise than its author wished, and why.
OTHERWISE = {
    "csv-broken-quotes.csv": "quotes that nobody doubled cannot be told from those that end a cell",
    "two-copies-poor-last.ris": "two records of one item, which tests/watcher/model/test_united.py unites",
    "ris-no-title-no-year.ris": "what has no title is shown by its place",
}
WANTS = [
    path
    for path in sorted((DATA / "reported").rglob("*.want.json"))
    if json.loads(path.read_text("utf-8"))["file"] not in OTHERWISE
]
LANGUAGES = {
    "pt": "por",
    "sv": "swe",
    "pl": "pol",
    "it": "ita",
    "ru": "rus",
    "en": "eng",
    "de": "ger",
    "fr": "fre",
    "zh": "chi",
    "es": "spa",
    "ja": "jpn",
}


def letters(name):
    """Return the family name, and all letters in their order in the alphabet: "Smith, Jr., John" is "Smith, John Jr"."""
    return name.partition(",")[0], sorted(re.sub(r"[\W_]", "", name).lower())


def said(record):
    """Return what the record says, by the words of those who judge it."""
    ids = {id_.scheme: id_.value for id_ in sorted(record.mentions | record.ids)}
    facts, venue = record.trial, record.venue
    return {
        "title": record.title,
        "authors": [
            ", ".join(filter(None, (p.collective or p.family, p.given or p.initials, p.suffix))) for p in record.people
        ],
        "year": record.published.year if record.published else None,
        "date": record.published.iso if record.published else None,
        "journal": venue.title,
        "volume": venue.volume,
        "issue": venue.issue,
        "pages": venue.pages,
        "abstract": record.text,
        "keywords": list(record.keywords),
        "kind": record.kind.value,
        "language": next(iter(record.languages), None),
        "url": record.url,
        "acronym": facts.acronym if facts else None,
        "status": facts.overall_status if facts else None,
        "phase": "/".join(facts.phases) if facts else None,
        "enrolment": facts.enrolment.count if facts and facts.enrolment else None,
        "registration": next((ids[scheme] for scheme in ("nct", "isrctn", "eudract") if scheme in ids), None),
        **{scheme: ids.get(scheme) for scheme in ("doi", "pmid", "pmcid", "nct", "eudract")},
    }


def is_right(field, found, wanted):
    if not wanted:
        return not found
    match field:
        case "authors":
            return list(map(letters, found)) == list(map(letters, wanted))
        case "language":
            return found == LANGUAGES.get(wanted, wanted)
        case "title":
            return found.rstrip(".").lower() == wanted.rstrip(".").lower()
        case "phase" | "status":
            return re.sub(r"phase|\W|_", "", str(found).lower()) == re.sub(r"phase|\W|_", "", str(wanted).lower())
    return str(found).lower() == str(wanted).lower()


def faults(record, wanted, leeway):
    told = said(record)
    for field, value in wanted.items():
        name, _, manner = field.partition("_")
        if manner == "contains":
            right = value in told[name]
        else:
            right = (
                manner
                or is_right(name, told[name], value)
                or any(is_right(name, told[name], one) for one in leeway(name))
            )
        if not right:
            yield field, told[name], value


@pytest.mark.parametrize("path", WANTS, ids=lambda path: path.name.removesuffix(".want.json"))
def test_a_reported_file_is_read_as_it_should(path):
    want = json.loads(path.read_text("utf-8"))
    body = (path.parent / want["file"]).read_bytes()
    try:
        records = [
            normalise(one) for one in Source().parse(page(body, f"file:///{want['file']}")) if isinstance(one, Record)
        ]
    except ParseError:
        records = []
    if want.get("or_refused") and not records:
        return

    assert len(records) in {want["count"], *want.get("count_any", ())}
    for number, wanted in enumerate(want["records"]):
        titled = (one for one in records if is_right("title", one.title, wanted.get("title")))
        record = next(titled, records[number])

        def leeway(field, number=number):
            choices = want.get(f"{field}_any", ())
            if isinstance(choices, dict):
                return choices.get(str(number), ())
            return [*choices, *([None] if field in want.get("optional", ()) else [])] if number == 0 else ()

        assert list(faults(record, wanted, leeway)) == []

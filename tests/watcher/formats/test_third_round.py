"""Sixty public reports on like programs, rebuilt by somebody who had not seen the readers; each names the report it was seen in.

What is not named beside a file is not judged; ``X_any`` lists what is right as well.
"""

import json

import pytest

import sources
from fakes import page
from golden import DATA
from sources.files import Source
from watcher.model import Record, Unreadable
from watcher.normalise import normalise
from watcher.text import fold

ROUND = DATA / "reported" / "r3"
LABELS = json.loads((ROUND / "labels.json").read_text("utf-8"))
FEEDS = ("atom", "guid-as-link.xml", "odd-dates.xml")


def pieces(name):
    body = (ROUND / name).read_bytes()
    if name.endswith(FEEDS):
        return list(sources.load("feeds").parse(page(body, "https://x.example/feed")))
    return list(Source().parse(page(body, f"file:///{name}")))


def said(record):
    """Return what the record says, by the words of the labels."""
    ids = {id_.scheme: id_.value for id_ in sorted(record.mentions | record.ids)}
    facts, venue, when = record.trial, record.venue, record.published
    groups = [person.collective for person in record.people if person.collective]
    return {
        "title": record.title,
        "journal": venue.title,
        "container": venue.title,
        "volume": venue.volume,
        "issue": venue.issue,
        "pages": venue.pages,
        "year": when.year if when else "",
        "date": when.iso if when else "",
        "start": facts.start.date.iso if facts and facts.start else "",
        "phases": [phase.removeprefix("PHASE") for phase in facts.phases] if facts else [],
        "url": record.url,
        "kind": record.kind.value,
        "abstract": record.text,
        "group": groups,
        "groups": groups,
        "families": [person.family for person in record.people if person.family],
        "authors": [part for one in record.people for part in (one.family, one.given, one.collective)],
        "ids": [id_.value for id_ in record.ids],
        **{scheme: ids.get(scheme, "") for scheme in ("doi", "pmid", "pmcid", "nct", "actrn")},
    }


def is_right(field, found, wanted):
    name, _, manner = field.rpartition("_") if "_" in field else (field, "", "")
    several = wanted if isinstance(wanted, list) else [wanted]
    if manner == "any":
        return any(is_right(name, found, one) for one in several)
    if manner == "has":
        return all(one in found for one in several)
    if field.startswith("not_"):
        return not any(one in part for one in several for part in found)
    if field == "group":
        return wanted in found
    if isinstance(wanted, list):
        pairs = list(zip(found, several, strict=False))
        return len(found) == len(several) and all(plain(one) in map(plain, str(want).split("|")) for one, want in pairs)
    return plain(found) == plain(wanted)


def plain(value):
    return fold(str(value)).rstrip(".").removeprefix("phase ")


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label["file"])
def test_a_reported_file_is_read_as_it_should(label):
    records = [normalise(piece) for piece in pieces(label["file"]) if isinstance(piece, Record)]

    assert len(records) == len(label["records"])
    for record, wanted in zip(records, label["records"], strict=True):
        told = said(record)
        names = {field: field.removeprefix("not_").split("_")[0] for field in wanted}
        wrong = [
            (field, told[names[field]])
            for field, want in wanted.items()
            if not is_right(field, told[names[field]], want)
        ]
        assert wrong == []


def test_an_entry_that_is_broken_is_named_and_its_neighbour_read():
    broken = [piece for piece in pieces("31-broken-entry-first.bib") if isinstance(piece, Unreadable)]

    assert [piece.where for piece in broken] == ["line 1"]

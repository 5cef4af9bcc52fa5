"""Feeds and registry exports as people reported them, written anew by others who had not seen the readers: what each record has to say."""

import json

import pytest

from fakes import page
from golden import DATA
from sources import load
from watcher.model import Record
from watcher.normalise import normalise

WANTED = sorted((DATA / "reports").glob("*.want.json"))
FEED = "https://feed.example/news/feed.xml"


def records(wanted):
    source = load("ictrp" if wanted["file"].startswith("ictrp") else "feeds")
    found = list(source.parse(page((DATA / "reports" / wanted["file"]).read_bytes(), FEED)))
    assert all(isinstance(one, Record) for one in found)
    return [normalise(one) for one in found]


def said(record):
    """Return what a record says in the words of the samples."""
    values = {id_.scheme: id_.value for id_ in sorted(record.ids)}
    registries = [value for scheme, value in values.items() if scheme not in {"doi", "pmid", "url", "guid"}]
    trial = record.trial
    return {
        "title": record.title,
        "url": record.url,
        "date": record.published.iso if record.published else None,
        "year": record.published.year if record.published else None,
        "journal": record.venue.title,
        "authors": [f"{one.family}, {one.given}" for one in record.people],
        "registration": next(iter(registries), None),
        "kind": record.kind.value,
        "phase": "/".join(one.removeprefix("PHASE") for one in trial.phases) or None if trial else None,
        "enrolment": trial.enrolment.count if trial and trial.enrolment else None,
        **{scheme: values.get(scheme) for scheme in ("doi", "pmid", "nct")},
        "abstract": record.text,
    }


def shortfalls(wanted, found):
    for name, value in wanted.items():
        field, _, how = name.partition("_")
        got = found.get(field)
        if how == "contains":
            right = value in got
        elif how == "any":
            right = True  # besides the value that is named without it
        else:
            right = got == value or (value is None and not got) or got == _untracked(value)
        if not right:
            yield name, value, got


def _untracked(value):
    return value.removesuffix("?af=R") if isinstance(value, str) else value


@pytest.mark.parametrize("path", WANTED, ids=lambda path: path.name.split(".")[0])
def test_a_reported_file_says_what_its_author_meant(path):
    wanted = json.loads(path.read_text("utf-8"))

    found = records(wanted)

    assert len(found) == wanted["count"]
    kept = [
        {name: value for name, value in one.items() if name not in {"note", "optional"}} for one in wanted["records"]
    ]
    assert [list(shortfalls(one, said(record))) for one, record in zip(kept, found, strict=False)] == [[] for _ in kept]


def test_there_are_as_many_files_as_were_drawn():
    assert len(WANTED) == 10

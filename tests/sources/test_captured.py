"""Answers that somebody captured (`watcher capture`) and sent in are read as they were where they came from.

A folder is dropped into ``tests/fixtures/captured/`` as it is; each is dated, and tells how many records its answers held.
"""

import hashlib
import json
from pathlib import Path

import pytest

import sources
from fakes import DATA, NOW, page
from watcher.model import Page
from watcher.service.contact import capture, understood

CAPTURED = Path(__file__).resolve().parent.parent / "fixtures" / "captured"


def check(card: Path) -> None:
    """Compare what a captured card tells of its answers with what its source reads of them now."""
    told = json.loads(card.read_text("utf-8"))
    bodies = [(card.parent / answer["file"]).read_bytes() for answer in told["answers"]]
    pages = [
        Page(url=answer["url"], body=body, retrieved=NOW) for answer, body in zip(told["answers"], bodies, strict=True)
    ]
    found = understood(sources.load(told["source"]), pages)
    assert [hashlib.sha256(body).hexdigest() for body in bodies] == [answer["sha256"] for answer in told["answers"]]
    assert (found.records, found.verdict) == (told["records"], told["verdict"])


@pytest.mark.parametrize("card", sorted(CAPTURED.glob("**/*.captured.json")), ids=lambda path: path.name)
def test_captured_answers_are_read_as_they_were(card):
    check(card)


def test_a_captured_answer_that_is_read_otherwise_is_seen(tmp_path):
    contact = understood(sources.load("pubmed"), [page((DATA / "pubmed" / "usual.xml").read_bytes())])
    *_, card = capture(contact, tmp_path)
    check(card)
    card.write_text(card.read_text("utf-8").replace(f'"records": {contact.records}', '"records": 99'), encoding="utf-8")

    with pytest.raises(AssertionError):
        check(card)

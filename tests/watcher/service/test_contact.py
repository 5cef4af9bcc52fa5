"""The first contact with a source: how it answers, and what is kept of it for a test."""

import dataclasses
import hashlib
import json

import pytest
from parts import TOPIC, FakeSource, record

import sources
from fakes import DATA, NOW, page
from watcher.errors import FetchError, InputError, ParseError
from watcher.model import Page
from watcher.redact import hide
from watcher.service.contact import capture, harmless, meet, understood
from watcher.web.gate import Gate

USUAL = DATA / "pubmed" / "usual.xml"


def met(script, **options):
    return meet(FakeSource(script, **options), TOPIC, NOW, Gate())


def test_three_answers_are_enough_to_know_a_source_by():
    contact = met([[record(1)], [record(2)], [record(3)], AssertionError("asked again")])

    assert (contact.records, len(contact.pages)) == (3, 3)


def test_a_source_of_which_nothing_was_recorded_is_not_said_to_be_as_expected():
    """A new source, or one whose real answers nobody could keep: what readers would miss is named."""
    contact = met([[record(1)], [record(2)]])
    bare = met([[dataclasses.replace(record(1), abstract=(), people=())]])

    assert contact.verdict == bare.verdict == "not compared"
    assert "nothing that it answered earlier is recorded" in contact.says
    assert "no record has an abstract, authors" in bare.says


def test_a_field_that_readers_lose_is_named():
    bare = [dataclasses.replace(record(number), abstract=()) for number in range(12)]

    contact = met([bare], name="pubmed")

    assert contact.verdict == "poorer"
    assert "no record has an abstract" in contact.says


@pytest.mark.parametrize(
    ("script", "verdict"),
    [
        ([], "no records"),
        ([[]], "no records"),
        ([[ParseError("fake", "u", "HTML")]], "unreadable"),
        ([[RuntimeError("a bug of ours")]], "unreadable"),
    ],
)
def test_what_cannot_be_read_is_said(script, verdict):
    assert met(script).verdict == verdict


def test_a_source_that_is_away_raises():
    with pytest.raises(FetchError):
        met([FetchError("fake", "https://example.org/", "away", 503)])


def test_captured_answers_are_read_as_they_were_by_whoever_gets_them(tmp_path):
    source = sources.load("pubmed")
    contact = understood(
        source, [page(USUAL.read_bytes(), "https://eutils.example.org/efetch?db=pubmed&api_key=abcdef123456")]
    )

    answer, card = capture(contact, tmp_path / "new")

    told = json.loads(card.read_text("utf-8"))
    body = answer.read_bytes()
    assert told["answers"][0]["sha256"] == hashlib.sha256(body).hexdigest()
    assert "abcdef123456" not in card.read_text("utf-8")
    assert understood(source, [Page(url=answer.as_uri(), body=body, retrieved=NOW)]).records == told["records"] > 0


def test_nothing_is_kept_of_no_answer_and_no_file_of_another_is_replaced(tmp_path):
    contact = understood(sources.load("pubmed"), [page(USUAL.read_bytes())])
    (tmp_path / "pubmed-20261123-1.xml").write_text("mine")

    with pytest.raises(InputError, match="no answer"):
        capture(dataclasses.replace(contact, pages=()), tmp_path)
    with pytest.raises(InputError, match="there already"):
        capture(contact, tmp_path)


def test_contacts_telephones_and_keys_are_taken_out():
    hide(["sesame-open-7"])
    body = b'{"centralContacts": [{"name": "A", "phone": "+46 1 234", "phoneExt": "5", "email": "a.b@hospital.example.se"}], "k": "sesame-open-7"}'

    kept = harmless(body)

    assert json.loads(kept)["centralContacts"][0]["email"] == "someone@example.org"
    assert all(secret not in kept for secret in (b"234", b"hospital", b"sesame-open-7"))
    assert harmless(b"\xff a@b.org") == b"\xff someone@example.org"

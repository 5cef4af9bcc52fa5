"""What `watcher doctor` says of a source that it asks."""

import pytest
from parts import TOPIC, FakeSource, record

from fakes import NOW
from watcher.errors import ParseError, SourceError
from watcher.model import Notice
from watcher.service.asking import probe
from watcher.web.gate import Gate

GONE = Notice(text="feed A could not be read", told=True)
NO_FEED = Notice(text="feed B is no feed", told=True)


def test_a_source_with_an_address_is_asked_once():
    source = FakeSource([[record(1)], AssertionError("asked again")], base_url="https://example.org/")

    came, unread = probe(source, TOPIC, NOW, Gate())

    assert came.startswith("answered: ")
    assert came.endswith(" bytes from https://example.org/fake/0")
    assert unread == ()


def test_a_source_of_many_addresses_is_asked_at_all_of_them():
    source = FakeSource([GONE, [record(1)], Notice(text="by the way"), [NO_FEED], [ParseError("fake", "u", "HTML")]])

    came, unread = probe(source, TOPIC, NOW, Gate())

    assert came == "answered: 3 addresses"
    assert unread == (GONE.text, NO_FEED.text, "fake: cannot read the answer: HTML (u)")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ([], "not asked: nothing is known yet that it could be asked about"),
        ([Notice(announced=0)], "answered: nothing new"),
        ([GONE], f"answered: {GONE.text}"),
    ],
)
def test_a_source_that_has_nothing_new_answers(script, said):
    assert probe(FakeSource(script), TOPIC, NOW, Gate())[0] == said


def test_a_source_that_can_be_asked_nothing_has_failed():
    with pytest.raises(SourceError, match="no site is set"):
        probe(FakeSource([Notice(text="no site is set", incomplete=True)]), TOPIC, NOW, Gate())

"""What people type, and what they paste, is always a question that SQLite understands, and answers as a plain scan does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from queries import answered_otherwise, fill
from stores import record, save

from watcher.store.store import Store

HOSTILE = [
    "dose-escalation",
    "GEP-NET",
    "HR 0.77",
    "C++",
    "++",
    '"',
    '""',
    '"unclosed',
    "'; DROP TABLE document; --",
    "NEAR(a b, 3)",
    "NEAR",
    "a NEAR/3 b",
    "AND",
    "OR OR OR",
    "NOT",
    "NOT NOT NOT x",
    "a AND",
    "OR b",
    "a OR NOT b",
    "(((((((((((((((((((((((((a",
    "a))))))))))))))",
    ")(",
    "()",
    "a (b OR",
    "*",
    "a*b",
    "**",
    "^a",
    "a^2",
    "title:",
    "title:*",
    "nothing:here",
    "{title} : a",
    "- - -",
    "--a",
    "a - b",
    "l'étude",
    "\x00",
    "a\x00b",
    "\ud800",
    "\U0001f9ea",
    "²⁷",
    "生長抑素",
    "_",
    "a_b",
    "?",
    "1 = 1",
    "10.1056/NEJMoa2034577",
    "x" * 10_000,
    "word " * 5_000,
    "( " * 5_000,
    "NOT " * 5_000,
    "-" * 5_000 + "a",
]


@pytest.fixture(scope="module")
def store():
    with Store.open() as opened:
        save(opened, record(text="a b c x"))
        yield opened


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_typed_is_a_syntax_error(store, text):
    for sort in ("relevance", "date", "cited"):
        assert isinstance(store.index.search(text, sort=sort), tuple)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="ab\"*()-: ANDORT^+{}'", max_size=60))
def test_no_text_at_all_is_a_syntax_error(store, text):
    store.index.search(text)


@pytest.mark.generated
def test_generated_queries_are_answered_as_by_a_plain_scan():
    with Store.open() as opened:
        assert list(answered_otherwise(opened, fill(opened), range(2_000))) == []

"""What people type, and what they paste, is always a question that SQLite understands, and answers as a plain scan does."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import record, save

from watcher.model import PartialDate, Venue
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


# ---------------------------------------------------------------- beside a plain scan

WORDS = "zab kel mip tor vun wex".split()  # each is its own stem, and near to no other
FIELDS = {"title": "title", "abstract": "ab", "people": "author", "venue": "journal"}


@pytest.fixture(scope="module")
def shelf():
    """Return forty documents of few words, and a store of them."""
    lot = random.Random(17)
    shelf = {}
    with Store.open() as opened:
        for number in range(1, 41):
            text = {field: " ".join(lot.choices(WORDS, k=lot.randint(1, 4))) for field in FIELDS}
            year = lot.randint(2010, 2020)
            save(
                opened,
                record(
                    str(number),
                    title=text["title"],
                    text=text["abstract"],
                    people=[text["people"]],
                    venue=Venue(title=text["venue"]),
                    published=PartialDate(year),
                    ids=frozenset(),
                ),
                score=None,
            )
            lines = dict.fromkeys((text["title"], text["venue"], text["people"]))  # what else it is found by
            read = {field: words.split() for field, words in text.items()}
            shelf[number] = {**read, "terms": " ".join(lines).split(), "year": year}
        yield opened, shelf


def holds(document, test):
    """Return whether one field of the document passes the test."""
    return any(test(document[field]) for field in (*FIELDS, "terms"))


class Made:
    """A query as text, what it finds by a scan, and how tightly its outermost operator binds."""

    def __init__(self, text, found, binds=4):
        self.text, self.found, self.binds = text, found, binds

    def inside(self, binds):
        return self.text if self.binds > binds else f"({self.text})"


def made(lot, depth=0):
    """Return a query, and the test that a plain scan applies."""
    kind = lot.choice(("leaf", "leaf", "side", "AND", "OR", "NOT", "minus") if depth < 3 else ("leaf",))
    if kind == "leaf":
        return leaf(lot)
    one, other = made(lot, depth + 1), made(lot, depth + 1)
    match kind:
        case "side":
            return Made(f"{one.inside(0)} {other.inside(0)}", lambda d: one.found(d) and other.found(d), 1)
        case "AND":
            return Made(f"{one.inside(2)} AND {other.inside(2)}", lambda d: one.found(d) and other.found(d), 3)
        case "OR":
            sign = lot.choice(("OR", "or"))
            return Made(f"{one.inside(1)} {sign} {other.inside(1)}", lambda d: one.found(d) or other.found(d), 2)
        case "NOT":
            return Made(f"{one.inside(3)} NOT {other.inside(3)}", lambda d: one.found(d) and not other.found(d), 1)
        case _:
            return Made(f"{one.inside(3)} -{other.inside(3)}", lambda d: one.found(d) and not other.found(d), 1)


def leaf(lot):
    (one, other), number = lot.sample(WORDS, 2), lot.randint(0, 3)
    field, name = lot.choice(list(FIELDS.items()))
    year = lot.randint(2010, 2020)
    return lot.choice(
        (
            Made(one, lambda d: holds(d, lambda words: one in words)),
            Made(f"{one[:2]}*", lambda d: holds(d, lambda words: any(word.startswith(one[:2]) for word in words))),
            Made(f'"{one} {other}"', lambda d: holds(d, lambda words: adjacent(words, one, other))),
            Made(f"{name}:{one}", lambda d: one in d[field]),
            Made(f"{one} NEAR/{number} {other}", lambda d: holds(d, lambda words: near(words, one, other, number)), 3),
            Made(
                f"{one} adj{number + 1} {other}", lambda d: holds(d, lambda words: near(words, one, other, number)), 3
            ),
            Made(f"year:{year}..", lambda d: d["year"] >= year),
        )
    )


def adjacent(words, one, other):
    return any(pair == (one, other) for pair in itertools.pairwise(words))


def near(words, one, other, between):
    places = ((i, j) for i, a in enumerate(words) for j, b in enumerate(words) if (a, b) == (one, other))
    return any(abs(i - j) - 1 <= between for i, j in places)


@pytest.mark.generated
def test_generated_queries_are_answered_as_by_a_plain_scan(shelf):
    assert_as_scanned(shelf, range(2_000))


def assert_as_scanned(shelf, seeds):
    store, documents = shelf
    for seed in seeds:
        query = made(random.Random(seed))
        hits = store.index.search(query.text, limit=100)
        found = {hit.item for hit in hits if not hit.missing}

        assert found == {number for number, document in documents.items() if query.found(document)}, (seed, query.text)

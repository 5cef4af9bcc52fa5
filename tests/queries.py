"""Queries that a grammar makes, over forty documents, and what a plain scan in Python finds for each.

    PYTHONPATH=.:tests python tests/queries.py --first 2000 --count 10000

asks the store for so many, a seed each, and prints how many it answers otherwise than the scan.
"""

import argparse
import itertools
import random
from collections.abc import Iterable, Iterator

from stores import record, save

from watcher.model import PartialDate, Venue
from watcher.store.conditions import EVERYTHING
from watcher.store.lookup import Asked, answer
from watcher.store.store import Store

WORDS = "zab kel mip tor vun wex".split()  # each is its own stem, and near to no other
FIELDS = {"title": "title", "abstract": "ab", "people": "author", "venue": "journal"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=10_000)
    options = parser.parse_args()
    with Store.open() as store:
        documents = fill(store)
        otherwise = list(answered_otherwise(store, documents, range(options.first, options.first + options.count)))
    for seed, text in otherwise:
        print(f"{seed}: {text}")
    print(f"seeds {options.first:,} to {options.first + options.count - 1:,}: {len(otherwise)} answered otherwise")
    raise SystemExit(bool(otherwise))


def fill(store: Store) -> dict[int, dict]:
    """Put forty documents of few words into the store; return their words by field, and their years."""
    lot = random.Random(17)
    shelf = {}
    for number in range(1, 41):
        text = {field: " ".join(lot.choices(WORDS, k=lot.randint(1, 4))) for field in FIELDS}
        year = lot.randint(2010, 2020)
        save(
            store,
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
    return shelf


def answered_otherwise(store: Store, documents: dict[int, dict], seeds: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the seed and the text of each query to which the store's answer is not the scan's."""
    for seed in seeds:
        query = made(random.Random(seed))
        ranked = answer(store.connection, Asked(query.text, EVERYTHING, most=100)).ranked
        found = {one.item for one in ranked if not one.missing}
        if found != {number for number, document in documents.items() if query.found(document)}:
            yield seed, query.text


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


if __name__ == "__main__":
    main()

"""What readers found useful, learnt: how much a text is like that which they rated so, and unlike what they did not.

A linear model in closed form: TF-IDF of words and pairs of words, and for weights the mean of what was found useful less the mean of what was
not (Rocchio, 1971). It learns in milliseconds from a handful of ratings, the same from the same ratings on every machine, and ``benchmarks/feedback.py``
holds it against what screening programs use.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from watcher.model import Rated
from watcher.text import fold

ENOUGH = 5  # items found useful, and as many not: from less nothing is learnt
_WORD = re.compile(r"[^\W\d_]{3,}+")
_Vector = Mapping[str, float]


def liking(rated: Sequence[Rated], texts: Mapping[int, str]) -> dict[int, float]:
    """Return for each text how much readers would like it, from -1 to 1; {} where too little was rated to learn from."""
    if sum(one.useful > 0 for one in rated) < ENOUGH or sum(one.not_useful > 0 for one in rated) < ENOUGH:
        return {}
    counts = [Counter(_words(one.text)) for one in rated]
    wanted = {item: Counter(_words(text)) for item, text in texts.items()}
    rarity = _rarity([*counts, *wanted.values()])
    vectors = [_vector(count, rarity) for count in counts]
    useful = _mean(vectors, [one.useful for one in rated])
    useless = _mean(vectors, [one.not_useful for one in rated])
    weights = {word: useful.get(word, 0.0) - useless.get(word, 0.0) for word in useful.keys() | useless.keys()}
    return {item: _product(_vector(count, rarity), weights) for item, count in wanted.items()}


def _words(text: str) -> Iterator[str]:
    words = _WORD.findall(fold(text))
    yield from words
    yield from (f"{one} {other}" for one, other in pairwise(words))


def _rarity(texts: Sequence[Counter[str]]) -> _Vector:
    """Return the weight of each word that at least two texts have: the fewer have it, the more."""
    found = Counter(word for text in texts for word in text)
    return {word: math.log((1 + len(texts)) / (1 + count)) for word, count in found.items() if count > 1}


def _vector(counts: Counter[str], rarity: _Vector) -> _Vector:
    """Return the text as a vector of length 1; {} where it has no word in common with another."""
    made = {word: (1 + math.log(count)) * rarity[word] for word, count in counts.items() if word in rarity}
    length = math.sqrt(math.fsum(value * value for value in made.values()))
    return {word: value / length for word, value in made.items()} if length else {}


def _mean(vectors: Sequence[_Vector], weights: Sequence[int]) -> dict[str, float]:
    total: defaultdict[str, float] = defaultdict(float)
    for vector, weight in zip(vectors, weights, strict=True):
        for word, value in vector.items():
            total[word] += value * weight
    return {word: value / sum(weights) for word, value in total.items()}


def _product(one: _Vector, weights: _Vector) -> float:
    return math.fsum(value * weights.get(word, 0.0) for word, value in one.items())

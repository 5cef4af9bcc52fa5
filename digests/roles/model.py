"""The learnt roles: a linear chain over a sentence's features, read with Viterbi in plain Python.

The weights are ours, learnt by ``benchmarks/train_roles.py`` (data note there), and read from the package once, when
they are first needed.
"""

import functools
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from digests.roles.features import features
from digests.roles.headings import Role

WEIGHTS = "weights.json.gz"
_ROLES = tuple(Role)
Scores = Sequence[float]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in hundredths: of a feature for each role in turn, and of each role after each other."""

    features: Mapping[str, Scores]
    transitions: Sequence[Scores]


def roles(sentences: Sequence[str]) -> tuple[Role, ...]:
    """Return the most likely role of each sentence of one abstract, in order; () for none."""
    return tuple(best_path(load(), features(sentences))) if sentences else ()


@functools.cache
def load() -> Model:
    """Return the weights that ship with the package."""
    plain = json.loads(gzip.decompress(Path(__file__).with_name(WEIGHTS).read_bytes()))
    return Model(features=plain["features"], transitions=plain["transitions"])


def best_path(model: Model, sequence: Sequence[Sequence[str]]) -> list[Role]:
    """Return the best sequence of roles (Viterbi)."""
    scores = _emitted(model, sequence[0])
    origins: list[list[int]] = []
    for names in sequence[1:]:
        origin, reached = _step(model, scores)
        scores = [score + emitted for score, emitted in zip(reached, _emitted(model, names), strict=True)]
        origins.append(origin)
    path = [max(range(len(_ROLES)), key=lambda role: scores[role])]
    for origin in reversed(origins):
        path.append(origin[path[-1]])
    return [_ROLES[role] for role in reversed(path)]


def _emitted(model: Model, names: Sequence[str]) -> list[float]:
    known = [weights for name in names if (weights := model.features.get(name)) is not None]
    return [sum(column) for column in zip(*known, strict=True)] or [0.0] * len(_ROLES)


def _step(model: Model, scores: Scores) -> tuple[list[int], list[float]]:
    """Return, for each role, the best role before it and the score with which it is reached."""
    every = range(len(_ROLES))
    origin = [max(every, key=lambda before: scores[before] + model.transitions[before][role]) for role in every]
    return origin, [scores[before] + model.transitions[before][role] for role, before in enumerate(origin)]

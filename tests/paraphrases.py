"""The question in thousands of wordings: what is given x a change x its direction x who gets it, each with its label."""

import itertools
import random
from collections.abc import Iterator
from typing import NamedTuple

from tongues import TONGUES


class Paraphrase(NamedTuple):
    """One text with its label: "core", "related" or "adjacent"; the abstract is empty where the title says it."""

    language: str
    title: str
    abstract: str
    label: str
    phrase: str  # the slot that decides


def paraphrases(seed: int = 7, each: int = 2) -> Iterator[Paraphrase]:
    """Yield every phrase of change in ``each`` titles, then in ``each`` abstracts, with drugs, diseases and frames drawn by lot."""
    lot = random.Random(seed)
    for language, tongue in TONGUES.items():
        for label, phrases, where in (
            ("core", tongue.more, tongue.diseases),
            ("related", tongue.less, tongue.diseases),
            ("adjacent", tongue.more, tongue.others),
        ):
            for phrase, in_title in itertools.product(phrases, [True, False] * each):
                drug, place = lot.choice(tongue.drugs), lot.choice(where)
                said = _sentence(lot.choice(tongue.frames).format(x=phrase.replace("{d}", drug), p=place))
                title = said if in_title else _sentence(tongue.frames[0].format(x=drug, p=place))
                yield Paraphrase(language, title, "" if in_title else f"{said}.", label, phrase)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]

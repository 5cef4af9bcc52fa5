"""A paper whose preprint or abstract was told before: when that was, and what its main ratio was then."""

from collections.abc import Sequence
from dataclasses import replace

from digests import valued, words
from digests.gist import gist
from digests.labels import say
from digests.outcomes.lexicon import CONTRASTS
from watcher.model import Dossier, Figure, Tie

FULL_VERSION = "full version of"


def with_earlier(ties: Sequence[Tie], dossier: Dossier, figures: Sequence[Figure]) -> tuple[Tie, ...]:
    """Return the ties, that to what was told before with when, and with the main ratio that it had where the paper has another."""
    before = dossier.earlier
    if before is None:
        return tuple(ties)
    told = replace(next(one for one in ties if one.item == before.item.id), title=_said(before, figures), news=True)
    return tuple(told if one.item == told.item and one.label == FULL_VERSION else one for one in ties)


def _said(before: Dossier, figures: Sequence[Figure]) -> str:
    """Return "Told here on 12 Feb 2029 (preprint): RR 1.34 (95% CI 1.05 to 1.71)."."""
    day = words.day(before.told) if before.told else ""
    said = say("Told here on {day} ({form})", day=day, form=say(before.item.records[0].kind.value))
    now, then = _ratio(figures), _ratio(gist(before.item.records).figures)
    if not now or not then or now.measure != then.measure or now.value == then.value:
        return f"{said}."
    return f"{said}: {then.measure} {valued.value(then)}."


def _ratio(figures: Sequence[Figure]) -> Figure | None:
    """Return the first ratio with its interval."""
    return next((one for one in figures if one.measure in CONTRASTS and one.low is not None), None)

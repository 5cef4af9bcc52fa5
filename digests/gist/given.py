"""Which regimens a study gave: not what its patients stood on when it began, nor what its background says by halves."""

from collections.abc import Sequence
from dataclasses import replace

from digests.gist.earlier import earlier
from digests.roles import Marked, Role, marked
from watcher.model import Regimen
from watcher.text import fold


def given(text: str, regimens: Sequence[Regimen]) -> tuple[Regimen, ...]:
    """Return the regimens, those that patients had had marked as "prior"; all of them where the study gave no other."""
    told = tuple(marked(text)) if any(one.span.field == "abstract" for one in regimens) else ()
    lowered = text.lower()
    every = [_had(one, lowered, _around(one, told)) for one in regimens]
    own = [one for one in every if not _is_aside(one, _around(one, told))]
    return tuple(own if any(one.role != "prior" for one in own) else every)


def _around(regimen: Regimen, told: Sequence[Marked]) -> Marked | None:
    """Return the sentence of the abstract that it stands in."""
    at = regimen.span.start if regimen.span.field == "abstract" else -1
    return next((one for one in told if one.start <= at < one.end), None)


def _had(regimen: Regimen, text: str, around: Marked | None) -> Regimen:
    """Return the regimen as "prior" where its sentence says how patients stood on it, and it is told of nowhere else; never one above the label."""
    if around is None or regimen.role or regimen.intensification or text.count(regimen.text.lower()) > 1:
        return regimen
    stood = earlier(fold(text[around.start : around.end]))
    is_on_it = stood is not None and stood.start <= regimen.span.start - around.start < stood.end
    return replace(regimen, role="prior") if is_on_it else regimen


def _is_aside(regimen: Regimen, around: Marked | None) -> bool:
    """Return whether it is half a regimen of the background: "combining a 120 mg and a 60 mg syringe"."""
    half = None in {regimen.dose_mg, regimen.interval_days} and not regimen.role
    return half and around is not None and around.labelled and around.role is Role.BACKGROUND

"""Which regimens a study gave: not what its patients stood on when it began, nor what its background says by halves."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digests.gist import cues
from digests.gist.earlier import DID_LITTLE, earlier
from digests.roles import Marked, Role, marked
from watcher.model import Regimen
from watcher.text import fold


def given(text: str, regimens: Sequence[Regimen]) -> tuple[Regimen, ...]:
    """Return the regimens, those that patients had had marked as "prior"; all of them where the study gave no other."""
    told = tuple(marked(text)) if any(one.span.field == "abstract" for one in regimens) else ()
    lowered = text.lower()
    every = [_had(one, lowered, _around(one, told)) for one in regimens]
    every = [_stood_on(one, text, told) for one in every] if any(one.intensification for one in every) else every
    every = [one for one in every if not _is_defined(one, text, _around(one, told))]
    own = [one for one in every if not _is_aside(one, text, _around(one, told))]
    return tuple(own if any(one.role != "prior" for one in own) else every)


def _around(regimen: Regimen, told: Sequence[Marked]) -> Marked | None:
    """Return the sentence of the abstract that it stands in."""
    at = regimen.span.start if regimen.span.field == "abstract" else -1
    return next((one for one in told if one.start <= at < one.end), None)


def _had(regimen: Regimen, text: str, around: Marked | None) -> Regimen:
    """Return the regimen as "prior" where its sentence says how patients stood on it, and it is told of nowhere else; never one above the label."""
    if around is None or regimen.role or regimen.intensification or text.count(regimen.text.lower()) > 1:
        return regimen
    folded = fold(text[around.start : around.end])
    stood = earlier(folded)
    if stood and DID_LITTLE.match(folded, stood.start):  # the first that a patient was given
        return regimen
    is_on_it = stood is not None and stood.start <= regimen.span.start - around.start < stood.end
    return replace(regimen, role="prior") if is_on_it else regimen


# "44 patients with ileal NET on octreotide LAR 30 mg", of whom it is said next that the dose was increased.
_ON = re.compile(
    r"(?:patients|adults|participants|people|pts|men|women)(?!\w)(?:[^.;]|\.(?=\d)){0,160}(?<!\w)(?:on|receiving|taking|under)(?: [\w-]{1,16}){0,3} ?$"
)


def _stood_on(regimen: Regimen, text: str, told: Sequence[Marked]) -> Regimen:
    """Return a label's regimen as "prior" where patients were on it, and a later sentence says that more was given."""
    around = _around(regimen, told)
    if around is None or regimen.role or regimen.intensification:
        return regimen
    later = (fold(text[one.start : one.end]) for one in told if one.start > around.start)
    stood = _ON.search(fold(text[around.start : regimen.span.start])) and any(map(cues.RAISED.search, later))
    return replace(regimen, role="prior") if stood else regimen


# "In CLARINET FORTE 120 mg every 14 days was given": another study's; "two returned to 30 mg": what some went back to.
_OF_ANOTHER = re.compile(
    r"(?:In|Unlike|As in|Like) (?:the )?[A-Z][A-Z0-9]{3,}(?:[- ][A-Z0-9]{2,})?(?: (?:trial|study))?(?!\w|[- ](?:we|patients))"
)
_WENT_BACK = re.compile(
    r"(?<!\w)(?:returned|reverted|(?:went|came|stepped|switched|changed|moved) (?:back|down)|de-?escalated)(?: \w{1,12}){0,2} to (?:the )?(?:[\w-]{1,16} ){0,3}$"
)


# "Above-label use was defined as more than 30 mg or 120 mg", "studies of doses above 30 mg were eligible": what nobody was given so.
_DEFINED = re.compile(
    r"(?:was|were|is|are) (?:\w{1,12} )?defined as|(?:definition|threshold)s?(?!\w)|(?:studies|reports|articles|series)(?!\w)(?:[^.;]|\.(?=\d)){0,200} (?:were|was) (?:eligible|included|sought)"
)
_ABOVE = re.compile(r"(?<!\w)(?:above|more than|over|exceeding|higher than|greater than|beyond)(?!\w)|[>\u2265]")


def _is_defined(regimen: Regimen, text: str, around: Marked | None) -> bool:
    """Return whether it is a limit of a definition, or of what a review looked for."""
    if around is None:
        return False
    said = fold(text[around.start : around.end])
    return bool(_DEFINED.search(said) and _ABOVE.search(said, 0, regimen.span.end - around.start))


def _is_aside(regimen: Regimen, text: str, around: Marked | None) -> bool:
    """Return whether it is another study's, what some went back to, or half a regimen of the background: "combining a 120 mg and a 60 mg syringe"."""
    if around is None:
        return False
    before = text[around.start : regimen.span.start]
    if _OF_ANOTHER.match(before) or (not regimen.intensification and _WENT_BACK.search(fold(before))):
        return True
    half = None in {regimen.dose_mg, regimen.interval_days} and not regimen.role
    return half and around.labelled and around.role is Role.BACKGROUND

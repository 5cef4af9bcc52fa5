"""What stands on a work since it was told: that it is retracted, in doubt or corrected; when it was told, and what the notice says."""

import re

from digests import valued
from digests.labels import say
from digests.outcomes.lexicon import CONTRASTS
from watcher.model import NEAREST, RETRACTED, Entry

# By how the tie of a notice that came now is called, the gravest first.
_STATES = {"concern expressed in": "In doubt", "corrected by": "Corrected"}
LESSER = frozenset(_STATES)
"""What no longer matters of a work that is retracted."""


def is_retracted(entry: Entry) -> bool:
    """Return whether the work is retracted: then what it found is not told."""
    return RETRACTED in entry.badges


def is_grave(entry: Entry) -> bool:
    """Return whether a work is retracted, or a notice that came now puts one of the question in doubt or changes what it found."""
    return is_retracted(entry) or (entry.weighty and entry.tier in NEAREST)


def taken_back(entry: Entry) -> str:
    """Return that a work is retracted, and what its notice says."""
    state = say("retracted.") if entry.fresh else _since(entry, say("Retracted"))
    return " ".join([state[:1].upper() + state[1:], *_quoted(entry, "retracted by")])


def noticed(entry: Entry) -> str:
    """Return what a notice that came now says of a work, its own values untold, for it may have changed them; "" for none.

    "Corrected; told here on 30 Aug 2027. “...”". Of a work that is new here itself only what weighs is told so.
    """
    labels = {tie.label for tie in entry.ties if tie.news}
    label = next((label for label in _STATES if label in labels), "")
    if not label or (entry.fresh and not entry.weighty):
        return ""
    said = _quoted(entry, label)
    if not said and not entry.weighty:
        return ""
    state = say(_STATES[label])
    told = f"{state}." if entry.fresh else _since(entry, state)
    was = _was(entry, " ".join(said)) if label == "corrected by" and not entry.fresh else ""
    return " ".join([f"{told[:-1]}: {was}." if was else told, *said])


_CORRECTED = re.compile(
    r"(?:(?<=“)|^)(?!…)[^“”]{1,300}?[.;] (?=[^“”.]{0,60}(?:correct|should|instead|now)[^“”]{0,200}\d)"
)


def to_the_value(said: str) -> str:
    """Return what a notice says without the sentences before the one that tells what is right: "“…The corrected means are 2.2 and 3.1"."""
    return _CORRECTED.sub("…", said, count=1)


def _was(entry: Entry, said: str) -> str:
    """Return the ratio or difference that was told of a work, where what is said now has one of its kind and not the same: "difference -1.3 (95% CI -2.0 to -0.6)"."""
    name = {"HR": "hazard ratio|HR", "OR": "odds ratio|OR", "RR": "risk ratio|relative risk|RR"}
    old = next((one for one in entry.figures if one.measure in CONTRASTS and one.low is not None), None)
    if old is None or old.value is None or _holds(said, old.value):  # no other ratio stands for the main one
        return ""
    same = re.search(rf"(?i)(?<!\w)(?:{name.get(old.measure, re.escape(old.measure))})(?!\w)", said)
    return f"{old.measure} {valued.value(old)}" if same else ""


def _holds(said: str, value: float) -> bool:
    return any(float(number) == abs(value) for number in re.findall(r"\d+(?:\.\d+)?", said))


def printed(entry: Entry) -> str:
    """Return that a paper is what was told here as a preprint or an abstract, and which ratio that had; "" for none."""
    return next((tie.title for tie in entry.ties if tie.news and tie.label == "full version of"), "")


def _since(entry: Entry, state: str) -> str:
    if entry.told:
        return say("{state}; told here on {day}.", state=state, day=entry.told)
    return say("{state}; told here before.", state=state)


def _quoted(entry: Entry, label: str) -> list[str]:
    return [tie.title for tie in entry.ties if tie.label == label and tie.title.startswith("“")]

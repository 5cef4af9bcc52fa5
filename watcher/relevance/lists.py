"""Whether a list of doses goes on: "30 mg, 60 mg (n = 12) or 120 mg"."""

import re

_LISTED = re.compile(r"\b(?:or|and|versus|vs|to|then|followed by|compared with|with|than)\b")
_NOT_LISTED = frozenset(".;")
# "20 mg (n = 58), 30 mg (9%) or 40 mg": who had each.
_COUNTED = re.compile(r"\((?:n ?= ?\d{1,5}|\d{1,3}(?:\.\d{1,2})? ?%)\)")
_OTHERS = re.compile(
    r"\d ?%|(?:\b(?:one|two|three|four|five|six|\d{1,4})\b|patients?)[^.;]{0,20}\b(?:with|on|at|received|had)\b"
)
_MARKS = frozenset(" \t\n,/()-")


def goes_on(between: str) -> bool:
    """Return whether a list goes on between two doses: only marks, or a word such as "or" in the same statement."""
    between = _COUNTED.sub("", between)
    if _MARKS.issuperset(between):
        return True
    if _OTHERS.search(between):  # "60 mg and one (2%) with 30 mg every 2 weeks"
        return False
    return (
        _NOT_LISTED.isdisjoint(between) and not re.search(r"\bin \d", between) and _LISTED.search(between) is not None
    )

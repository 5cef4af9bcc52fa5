"""What stands behind a dose: another of a list, "30 mg, 60 mg (n = 12) or 120 mg", or the same once more, "120 mg (240 mg per month)"."""

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


# "120 mg every 14 days (240 mg per 28 days)", "60 mg (two injections of 30 mg)": the same, added up or in its parts.
_AGAIN = re.compile(
    r"(?P<first>\d{2,3}) ?mg(?P<between>[^.;()\d]{0,24}(?:\d{1,2} (?:days|weeks))?)(?P<again>(?: \((?:i\.?e\.?,? |equivalent to |(?:a )?total (?:dose )?of |= ?)?|,? (?:i\.e\.?,?|equivalent to|corresponding to|amounting to) )"
    r"(?:(?P<sum>\d{2,3}) ?mg ?(?:per|a|/|each) ?(?:28 days|4 weeks|four weeks|month)|(?P<times>two|three|2|3) ?(?:x|\u00d7|injections of|syringes of|doses of)? ?(?P<part>\d{2,3}) ?mg(?: (?:syringes|injections|doses))?(?: each)?)(?:\)|(?=[.,;])))"
)
_TIMES = {"two": 2, "three": 3, "2": 2, "3": 3}


def without_sums(folded: str) -> str:
    """Return the folded text with what says a dose once more blanked, its offsets as they were."""
    return _AGAIN.sub(_once, folded)


def _once(match: re.Match[str]) -> str:
    first = int(match["first"])
    is_sum = match["sum"] is not None and int(match["sum"]) > first
    is_parts = match["part"] is not None and _TIMES[match["times"]] * int(match["part"]) == first
    if not (is_sum or is_parts):
        return match.group()
    said = match.group()[: match.start("again") - match.start()]
    return said + " " * len(match["again"])

"""Shares that are no results: why a treatment was changed, and how the patients were when they came."""

import bisect
import functools
import re

from digests.outcomes.scan import Sentence

# What was the occasion of a treatment holds for all that is listed after it, up to the sentence's end.
_REASON = re.compile(
    r"(?<!\w)(?:(?:reasons?|indications?|rationale|motives?|triggers?|justifications?)(?!\w)|indicated (?:by|for)(?!\w))"
)
# These hold within their clause: "the dose was escalated for flushing (62%), progression (33%)".
_CHANGED = r"(?:escalat|increas|intensif|shorten|switch|discontinu|withdr|stopp|initiat|start|chang|adjust|rais|doubl|uptitrat|up-titrat)\w{0,12}"
_OCCASION = (
    r"(?:for (?!\d|an? |up to|at least|one|two|three|six)|(?:on|upon|at|after) (?:[\w-]{1,24} )?(?:progress|relaps))"
)
_BECAUSE = re.compile(
    r"(?<!\w)(?:(?:because of|due to|owing to|on account of|driven by|prompted by|triggered by)(?!\w)|(?:dos(?:e|ing|age)|interval|treatment|therapy|ssas?|drug)"
    rf"(?: [\w-]{{1,24}}){{0,4}} {_CHANGED}(?: [\w-]{{1,24}}){{0,3}} {_OCCASION}|{_CHANGED} (?:the )?(?:dose|dosage|interval|treatment|therapy)"
    rf"(?: [\w-]{{1,24}}){{0,3}} {_OCCASION})"
)
# After these a result is told, whatever stood before.
_RESULT = re.compile(
    r"(?<!\w)(?:achieved|improved|observed|resulted|showed|responded|obtained|reached|decreased|reduced|fell|after)(?!\w)"
)
_COMING = r"(?:baseline|entry|inclusion|enrol+ment|randomi[sz]ation|screening|presentation|diagnosis|referral)"
_AT_FIRST = re.compile(
    rf"(?<!\w)(?:(?<!from )(?<!with )(?:at|before|prior to|until)(?: the)?(?: study| trial| initial| time of){{0,4}}(?: of)? {_COMING}|baseline (?:characteristics|demographics|features|data)"
    rf"|(?:before|prior to)(?: the)?(?: \w{{1,24}})? (?:escalation|intensification|dose increase|treatment|therapy|switch\w{{0,12}})|eligib\w{{1,12}})(?!\w)"
)
_EARLIER = re.compile(r"(?<!\w)(?:prior|previous(?:ly)?|pre-?treated)(?!\w)")
_OF_TUMOUR = frozenset({"progression", "PD"})
_CLAUSE = re.compile(r";|, (?:but|although|though|while|whereas|however)(?!\w)")


def is_circumstance(sentence: Sentence, outcome: str, at: int) -> bool:
    """Tell whether a share at the offset is a reason for treatment, or of the time before it.

    "Reasons for escalation were flushing (62%) and progression (33%)" gives no rate of progression; nor does
    "at baseline, 40% had diarrhoea" one of diarrhoea.
    """
    start, end = clause(sentence.folded, at)
    cues = (
        _first(_REASON, sentence.folded, 0, at),
        _first(_BECAUSE, sentence.folded, start, at),
        _first(_AT_FIRST, sentence.folded, start, at),
    )
    if any(cue is not None and _first(_RESULT, sentence.folded, cue, at) is None for cue in cues):
        return True
    earlier = outcome in _OF_TUMOUR and _first(_EARLIER, sentence.folded, start, end) is not None
    return earlier or _first(_AT_FIRST, sentence.folded, at, end) is not None


def _first(pattern: re.Pattern[str], folded: str, start: int, end: int) -> int | None:
    """Return where the first match between two offsets ends."""
    return next((last for first, last in _spans(pattern, folded) if first >= start and last <= end), None)


# Once a sentence, not once for each of its shares.
@functools.lru_cache(maxsize=8)
def _spans(pattern: re.Pattern[str], folded: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in pattern.finditer(folded))


def clause(folded: str, at: int) -> tuple[int, int]:
    """Return the clause around an offset."""
    ends = [0, *(start for start, _ in _spans(_CLAUSE, folded)), len(folded)]
    place = bisect.bisect_right(ends, at, hi=len(ends) - 1)
    return ends[max(0, place - 1)], ends[place]

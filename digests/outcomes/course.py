"""Which way a number says that something went: "fell by 29%", "a 12% increase", "18% lower"."""

import re
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from digests.outcomes.moving import FALLING, RISING
from digests.outcomes.patterns import Mark
from digests.outcomes.ranges import RANGE
from digests.outcomes.scan import Sentence
from watcher.model import Figure

ROSE, FELL, IMPROVED, WORSENED = "rose", "fell", "improved", "worsened"

# A dose or an interval that is a group's name: "with the higher dose", "double-dose".
_NAME = r"(?!(?:double|high|higher|low|lower|raised|increased|reduced|escalated|shorter|longer|greater|shortened)[- ](?:dos|interval|frequen|octreo|lanreo|rhythm|schedule|exposure|injection|label))"
_WENT = re.compile(
    rf"(?<!\w){_NAME}(?:(?P<improved>improv|better(?!\w))|(?P<worsened>worse|deteriorat)"
    rf"|(?P<rose>{RISING}|grew|grow|augment|elevat|higher|greater|longer|up(?= by))|(?P<fell>{FALLING}|diminish|dwindl|lessen|fewer|shorter|eased|abat|subsid|down(?!\w))"
    r"|chang|differ|unchanged|stable|maintain|remain|move|shift|vari)\w{0,6}"
)
# How two groups or two times differ.
_COMPARED = re.compile(r"(?:higher|greater|longer|lower|fewer|shorter|better|worse)\Z")
_THAN = re.compile(r"(?<!\w)than (?P<before>at |before|(?:the )?(?:baseline|start|initial)|pre)?")

# From the word to its number: what changed, in whom, when, and by which average; no other statement.
_MEASURE = r"\d[\d.]*(?: ?mg|[- ](?:days?|weeks?|months?|mo|wk))"
_OTHER = r"(?:and|or|but|while|whereas|were|had|have|has|which|that|who|whom|came|went|than|versus|vs|against|when|because|if|dose|doses|dosing|interval|intervals|frequency|exposure)(?!\w)"
_TO_NUMBER = re.compile(
    rf"(?:,? (?:on average|in median|in the median|at the median),?)?(?: {{1,8}}(?!{_OTHER})(?:{_MEASURE}|[a-z/-][\w/-]{{0,24}}|5-hiaa)){{0,10}} {{0,8}}[(:=+~]?[-+]?\Z"
)
_DOSE = (
    r"(?:dos(?:e|es|age)|(?:dosing|injection|administration) (?:frequency|intervals?)|exposure|intervals?|injections?)"
)
_OF_DOSE_BEHIND = re.compile(
    rf"(?: (?:in|of|the|their|its|a|an|octreotide|lanreotide|pasireotide|lar|autogel|ssa|analogue|dosing|injection)){{0,5}} {_DOSE}(?!\w)"
)
_OF_DOSE_BEFORE = re.compile(rf"{_DOSE}(?: (?:was|were|had been|has been))? \Z")
DENIED = re.compile(
    r"(?<!\w)(?:not|n't|no|never|without|neither|nor|prevent\w{0,4}|fail\w{0,2} to|less of an?|nobody|none)(?: [a-z-]{1,16}){0,2} \Z"
)
_BEHIND = re.compile(
    r" ?(?:%|per ?cent)?(?: ?(?:points?|[a-zµ%]{1,6}/[a-z]{1,4}|mmol/mol|stools|episodes|a day|per day|months?|weeks?|days|years|mo))?(?:-point)? (?:(?:median|mean|relative|absolute|further|significant|average|overall) ){0,2}(?=[a-z])"
)
# Between what changed as well and its number: "and 5-HIAA by 21%".
_SHARED = frozenset({"by", "by a median of", "by a mean of", "from", "between"})


class _Kind(NamedTuple):
    """What a number is: a change, else a difference; and whether what is compared is compared with an earlier time."""

    is_change: bool
    from_before: bool


def directed(sentence: Sentence, told: Sequence[Figure]) -> dict[int, str]:
    """Return by its place in ``told`` which way each change or difference of a sentence went, in the order of the text.

    Of ranges, it is told whose symptoms improved or worsened. Where the sentence does not say so of this number, there is nothing: "rose" and "fell" are of levels, "improved" and
    "worsened" of what may be better high or low.
    """
    found: dict[int, str] = {}
    for place, one in enumerate(told):
        if not one.measure.endswith(("change", "difference", RANGE)) or one.value is None:
            continue
        way = _said(sentence, one) or _again(sentence, told, place, found)
        if way and (one.measure != RANGE or way in {IMPROVED, WORSENED}):
            found[place] = way
    return found


def _said(sentence: Sentence, one: Figure) -> str:
    """Return which way the words beside the number say that it went."""
    start, end = one.at.start - sentence.start, one.at.end - sentence.start
    is_change = one.measure.endswith(("change", RANGE))
    if is_change and (one.value or 0) < 0:
        return FELL
    if is_change and "+" in sentence.folded[max(0, start - 1) : start + 1]:
        return ROSE
    kind = _Kind(is_change=is_change, from_before=_is_from_before(sentence.folded))
    before, behind = _before(sentence.folded[:start], kind), _behind(sentence.folded[end:], kind)
    return "" if before and behind and before != behind else before or behind


def _is_from_before(folded: str) -> bool:
    """Return whether all that is compared is compared with an earlier time: "42% lower than at baseline"."""
    told = [one["before"] for one in _THAN.finditer(folded)]
    return bool(told) and all(told)


def _before(text: str, kind: _Kind) -> str:
    clause = text[text.rfind(";") + 1 :]
    last = next(iter(deque(_WENT.finditer(clause), maxlen=1)), None)
    if last is None or not _TO_NUMBER.match(clause, last.end()):
        return ""
    return _way(last, clause, kind)


def _behind(text: str, kind: _Kind) -> str:
    lead = _BEHIND.match(text)
    said = _WENT.match(text, lead.end()) if lead else None
    return _way(said, text, kind) if said else ""


def _way(said: re.Match[str], text: str, kind: _Kind) -> str:
    """Return the way that the word tells, "" where it is of a dose, denied, or sets groups against one another in a change."""
    compares = _COMPARED.search(said.group()) is not None and not (kind.is_change and kind.from_before)
    if compares is kind.is_change:
        return ""
    of_dose = _OF_DOSE_BEHIND.match(text, said.end()) or _OF_DOSE_BEFORE.search(text, 0, said.start())
    denied = DENIED.search(text[max(0, said.start() - 40) : said.start()])
    return "" if of_dose or denied else said.lastgroup or ""


def _again(sentence: Sentence, told: Sequence[Figure], place: int, found: dict[int, str]) -> str:
    """Return the way of the change before, whose verb this number shares: "fell by 29% with A, by 3% with B", "and 5-HIAA by 21%"."""
    last = next((n for n in range(place - 1, -1, -1) if n in found), -1)
    kinds = {told[n].measure.split()[-1] for n in (last, place)}
    if last < 0 or len(kinds) > 1 or (told[place].value or 0) < 0:
        return ""
    first, end = told[last].at.end - sentence.start, told[place].at.start - sentence.start
    between = sentence.folded[first:end]
    named = [t for t in sentence.tokens if t.mark is Mark.OUTCOME and first <= t.start < end]
    if ";" in between or _WENT.search(between):
        return ""
    if told[last].outcome == told[place].outcome and {t.label for t in named} <= {told[place].outcome}:
        return found[last]
    shared = len(named) == 1 and sentence.folded[named[0].end : end].strip() in _SHARED
    return found[last] if shared else ""

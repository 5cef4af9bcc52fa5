"""What a share of patients reached of a level that is measured in each: "CgA fell by more than 50%" in 29%."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from digests.outcomes.course import DENIED, FELL, ROSE
from digests.outcomes.lexicon import MARKERS, MEASURED, SHARES
from digests.outcomes.moving import FALLING, RISING
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence
from watcher.model import Figure

_OF_LEVELS = MARKERS | {"tumour growth rate", "drug level"}

# Where the level itself stands is "@".
_BOUND = (
    r"(?:(?:at least|more than|less than|over|up to|[<>\u2265\u2264]=?) ?){0,2}(?:\d[\d.]{0,5} ?(?:%|per ?cent|-?fold)|half|two[- ]thirds)(?: or (?:more|greater|above|less|lower))?"
    r"|(?:below|above|within|under|over|to) (?:the )?(?:upper limit of normal|uln|normal(?: (?:range|values?|levels?))?|(?:reference|target|normal) range|\d[\d.]{0,6} ?[a-z\u00b5%]{1,5}(?:/[a-z\d]{1,4})?)"
)
_BY = rf"(?: (?:by |of )?(?:{_BOUND})(?![\w%]))"
_LEVEL = r"(?: (?:levels?|concentrations?|excretion|values?))?"
_VERB = rf"(?:(?:{RISING}|{FALLING})\w{{0,5}}|normali[sz]ed|returned to normal|normal|elevated|stable|unchanged|reached the target)"
_NOUN = r"(?:respon(?:se|der)s?|decreases?|reductions?|falls?|declines?|drops?|increases?|rises?|normali[sz]ations?|remissions?)"
_WAS = r"(?: (?:was|were|had|has|have|been|remained|became|had become))*"
_SAID = (
    re.compile(rf"@{_LEVEL}{_WAS}(?: [a-z]{{3,14}}ly)? (?P<said>{_VERB}{_BY}?)(?!\w)"),
    re.compile(rf"@{_LEVEL} (?P<said>{_NOUN}{_BY}?)(?!\w)"),
    re.compile(rf"(?<!\w)(?P<said>{_NOUN}) (?:of|in) (?:the |their )?(?:[a-z]{{3,12}} )?@{_LEVEL}(?P<by>{_BY}?)(?!\w)"),
    re.compile(rf"(?<!\w)(?P<said>{_NOUN}{_BY}) (?:of|in) (?:the |their )?(?:[a-z]{{3,12}} )?@"),
    re.compile(rf"(?P<by>{_BY}) (?P<said>{_NOUN}) (?:of|in) (?:the |their )?(?:[a-z]{{3,12}} )?@"),
    re.compile(r"(?<!\w)(?P<said>elevated|raised|normal|target|therapeutic) @"),
)
_NEXT = r" in (?:[a-z\d/-]{1,12} ?){0,4}\(?\Z"
_AGAIN = re.compile(rf"(?:(?<!\w)and|,|but|while){_WAS} (?P<said>{_VERB}{_BY}?){_NEXT}")
# "and 5-HIAA in 41%", "and 5-HIAA by half in 41%", whose verb is that of the level before.
_ELIDED = re.compile(rf"(?:(?<!\w)and|,|but|while) (?:in )?(?:[a-z]{{3,10}} )?@{_LEVEL}(?P<by>{_BY}?){_NEXT}")
_RESPONSES = re.compile(r"respon(?:ses|ders?)")
_DOSED = re.compile(r"(?:dose|dosage|interval)s? (?:was|were|had been) [a-z]{3,12}")
_MOVES = re.compile(rf"(?<!\w)(?:{_VERB}|{_NOUN})(?!\w)")
_RISE, _FALL = (re.compile(rf"(?:{words})\w{{0,5}}(?!\w)") for words in (RISING, FALLING))
_PATIENTS = re.compile(
    r"[%)]{0,2}(?: per ?cent)?(?: of (?:the )?(?:patients|participants|cases))?(?: (?:had|showed|achieved)(?: an?)?)?,? ?"
)
_HAD = re.compile(
    r"[%)]{0,2}(?: of (?:the )?(?:patients|participants|cases|others))? (?:had|showed|achieved|reached)(?!\w)"
)
_HAD_BARE = re.compile(rf"{_HAD.pattern} (?:an? )?(?P<said>{_NOUN}{_BY}?)(?!\w)(?! (?:of|in) )")
_PRIMARY = re.compile(r"outcomes?|end ?-?points?")
_ASIDE = re.compile(r"\([^()]{0,80}\)?")
# How it was when the study began: "was elevated at baseline in 65%".
_EARLIER = re.compile(r"(?<!\w)(?:(?:at|before) (?:the )?(?:\w{1,12} )?(?:baseline|entry|enrol\w{2,6}|inclusion|diagnosis|escalation|treatment)|initially|pre-?treatment)(?!\w)")  # fmt: skip
_NEAR = 12  # characters from a number to what those had


class Reached(NamedTuple):
    """What was reached, in the sentence's words behind the name of the level, and which way that is."""

    event: str
    direction: str


def reached(sentence: Sentence, told: Sequence[Figure]) -> dict[int, Reached]:
    """Return by its place in ``told`` what each share of patients reached of a level; nothing where the sentence does not say."""
    found: dict[int, Reached] = {}
    if sentence.spoken:
        return found
    last, said = "", ""
    since = 0
    for place, one in enumerate(told):
        start = one.at.start - sentence.start
        if one.measure in SHARES and one.outcome in MEASURED and _is_primary(sentence, one.outcome):
            found[place] = Reached(f"{one.outcome} (primary outcome met)", "")
        elif one.measure in SHARES and one.outcome in _OF_LEVELS:
            before = _DOSED.sub("", _marked(sentence, one.outcome, since, start).rpartition(";")[2])
            behind = sentence.folded[one.at.end - sentence.start :]
            said = (
                _before(before)
                or _had(behind)
                or ("" if _HAD.match(behind) else _shared(before, said, of_one=one.outcome == last))
                or ("" if since and "@" in before else _behind(sentence, one))
            )
            last = one.outcome
            if said:
                found[place] = Reached(_event(one.outcome, said), _way(said))
        since = one.at.end - sentence.start
    return found


def is_bare_level(one: Figure) -> bool:
    """Return whether a share of patients is of a level, and nothing says what that did in them: "5-HIAA 40%", "HbA1c 12%"."""
    named = one.event or one.outcome
    return one.measure in SHARES and (named in _OF_LEVELS or _HBA1C.match(one.event) is not None)


_HBA1C = re.compile(r"(?i)hba1c|(?:glycated|glycosylated) ha?emoglobin")


def _is_primary(sentence: Sentence, outcome: str) -> bool:
    """Return whether the level is the "primary outcome" that a sentence before defined, and this one says was met."""
    named = [t for t in sentence.tokens if t.mark is Mark.OUTCOME and t.label == outcome]
    return bool(named) and all(_PRIMARY.fullmatch(sentence.folded, t.start, t.end) for t in named)


def _shared(before: str, said: str, *, of_one: bool) -> str:
    """Return what was said of the share before, where this one goes on with it: "and 13% of the 28-day arm", "and 5-HIAA in 41%"."""
    if not said or _MOVES.search(before):
        return ""
    elided = _ELIDED.search(before)
    if elided and elided["by"]:
        return f"{said.split(maxsplit=1)[0]}{elided['by']}"
    return said if elided or of_one else ""


def _marked(sentence: Sentence, outcome: str, start: int, end: int) -> str:
    """Return the text between two offsets, in which "@" stands for the level."""
    text, ended = "", start
    for token in sentence.tokens:
        if token.mark is Mark.OUTCOME and token.label == outcome and start <= token.start and token.end <= end:
            text += sentence.folded[ended : token.start] + "@"
            ended = token.end
    return text + sentence.folded[ended:end]


def _before(text: str) -> str:
    matches = [one for pattern in (*_SAID, _AGAIN) for one in pattern.finditer(text)]
    if not matches:
        return ""
    end = max(one.end() for one in matches)
    last = max((one for one in matches if one.end() == end), key=lambda one: one.end() - one.start())
    denied = DENIED.search(text[max(0, last.start("said") - 40) : last.start("said")])
    after = text[last.end() :]
    return "" if denied or _EARLIER.search(after) or _MOVES.search(_ASIDE.sub("", after)) else _phrase(last)


def _had(behind: str) -> str:
    """Return what they had of the level named before: "14 (42%) had a fall of more than 30%"."""
    said = _HAD_BARE.match(behind)
    return _phrase(said) if said else ""


def _behind(sentence: Sentence, one: Figure) -> str:
    """Return what stands behind a number: "40% had a CgA decrease of 50% or more", "in 31% CgA fell by half"."""
    text = _marked(sentence, one.outcome, one.at.end - sentence.start, len(sentence.folded)).partition(";")[0]
    lead = _PATIENTS.match(text)
    at = lead.end() if lead else 0
    matches = [found for pattern in _SAID if (found := pattern.search(text, at)) and found.start() <= at + _NEAR]
    return _phrase(max(matches, key=lambda found: found.end())) if matches else ""


def _phrase(said: re.Match[str]) -> str:
    parts = said.groupdict()
    word = _RESPONSES.sub("response", parts["said"])
    return f"{word}{' of' if (parts.get('by') or '').strip()[:1].isdigit() else ''}{parts.get('by') or ''}"


def _event(outcome: str, said: str) -> str:
    return f"target {outcome} reached" if said in {"target", "therapeutic"} else f"{outcome} {said}"


def _way(said: str) -> str:
    return FELL if _FALL.match(said) else ROSE if _RISE.match(said) else ""

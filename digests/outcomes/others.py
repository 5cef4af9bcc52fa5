"""Whose figures are told: the study's own patients', or another's ("versus 11% in historical controls"), or a panel's votes."""

import re
from collections.abc import Sequence
from dataclasses import replace

from digests.outcomes.lexicon import is_time
from digests.outcomes.scan import Sentence
from watcher.model import Figure
from watcher.text import fold

# What others found or a model was given: "in retrospective series", "previously reported", "in the literature".
_OTHERS = re.compile(
    r"(?<!\w)(?<!our )(?<!this )(?<!present )(?<!current )(?:(?:in|from|by) (?!(?:our|this|the) retro)(?:[\w-]{1,20} )?(?:retrospective|previous|earlier|prior|published|other|older|real-world|past) (?:[\w-]{1,20} )?(?:series|studies|trials|reports|cohorts|data|works?|analyses|publications)"
    r"|(?:previous|earlier|prior|published|other|retrospective) (?:[a-z-]{1,20} )?(?:reports|series|studies|trials|publications|cohorts)|(?:an?|one) (?:[a-z-]{1,20} )?(?:previous|earlier|prior|published) (?:[a-z-]{1,20} )?(?:cohort|study|trial|series|report)|(?:the|an|one|our) (?:earlier|previous|prior|preceding|original|pivotal) (?:[a-z\d-]{1,20} ){0,3}?(?:trial|study|series|cohort(?![^.;]{0,60} (?:later|recent) cohort)|report|analysis)|(?:trials|studies|authors|groups) (?:have )?(?:reported|described|found)"
    r"|(?:histori(?:sch|[cqk]u?[eao]|sk)|storic[aoih])[a-z]{0,6}|previous(?:ly)? (?:been )?(?:reported|published|described|studies|trials|series)|(?:reported|published|described) (?:previously|earlier|elsewhere|before)|ha(?:s|ve) been (?:reported|described)|in the literature|reported (?:by|in) (?:[a-z-]{1,20} )?et al|et al|"
    r"(?:model|simulation)s? (?:inputs?|parameters?|assum\w{1,6}|used|was based|were based)|(?:was|were) (?:modelled|simulated)|base[- ]case|transition probabilit\w{1,3}|qalys?|cost-effective\w{0,4}|"
    r"(?:was|were) taken from|extrapolated from|(?:published|external) (?:data|controls?|trials?|estimates?))(?!\w)"
)
# What is another's where the own is compared with it: "versus a published 5.6 months", "than in the PROMID trial".
_ANOTHER = re.compile(
    rf"(?i:{_OTHERS.pattern}|(?<!\w)(?:published|expected(?! to)|known(?= (?:\d|rates?|frequency|incidence))|litt?erat[a-z]{{2,4}}|letteratura|benchmarks?|prescribing information|product information|(?:in|on|from) the label(?! \w)|registration (?:trials|studies)|(?:background|expected) rates?|(?:seer|general) population)(?!\w))"
    r"|(?<!\w)(?:in|of|from|for|by) (?:the )?(?:[A-Z][A-Z0-9-]{3,20}(?: FORTE)? (?:trial|study)|(?:CLARINET|PROMID|RADIANT|NETTER|SPINET|SUNLAND|TELESTAR)(?!\w))"
)
_STUDY = re.compile(
    r"(?:^|(?<=, )|(?<=; ))[Ii]n (?:the )?(?:(?:\d{4}|pivotal|phase [1-3I]{1,3}[ab]?) )?(?P<name>[A-Z][A-Z0-9-]{4,20}(?: FORTE)?)(?: trial| study)?(?=,? )"
    r"|(?<!\w)(?P<told>[A-Z][A-Z0-9-]{4,20})(?: trial| study)? (?:had |has )?(?:shown|showed|shows|reported|demonstrated|found|gave|established)(?!\w)"
    r"|(?<!\w)(?:reported|seen|observed|described|reached)(?: [a-z-]{1,20}+){0,4} (?:of|in|from|by) (?P<of>[A-Z][A-Z0-9-]{4,20})(?!\w)"
)
# What leads from the own to what it is compared with.
_COMPARING = (
    r"(?:twice|double|half|above|below) (?:that|those)|(?:above|below)(?= the )|as [a-z]{4,10} as|in line with|consistent with|agree\w{0,4} with|(?:comparable|similar|close|identical|superior|inferior|equal) (?:to|with)|(?:as )?compar(?:ed|es|ing) (?:[a-z]{4,14} )?(?:with|to)|"
    r"(?:as )?(?:versus|vs\.?|against)|as opposed to|relative to|than|exceed(?:ed|s|ing)|as in|unlike|in contrast (?:to|with)|contrary to|frente a|gegenuber|rispetto a|par rapport a"
)
_LIKENING = re.compile(
    rf"(?<=[\w%)]),? \(?(?:and |but |which (?:is|was|were) )?(?:(?:longer|shorter|higher|lower|greater|better|more|less|fewer) )?(?:{_COMPARING})(?!\w)"
)
# A clause that opens a sentence with others, and one before what "our" begins.
_OPENING = re.compile(
    rf"(?:(?:longer|shorter|higher|lower) )?(?:whereas|while|although|{_COMPARING}) (?P<said>[^;]{{0,240}}?), (?=[a-z\d])"
)
# What opens a sentence that sets another's figures beside the own: "By comparison, median PFS was 38.5 months in CLARINET".
_SET_BESIDE = re.compile(
    r"(?:(?:by|in|for|as a) (?:comparison|contrast|reference)|th(?:is|ese) (?:[a-z]{4,14} )?compares?(?: [a-z]{4,14})? (?:with|to))(?!\w)"
)
_OWN = re.compile(r"(?<!\w)(?:ours?|we|here|(?:this|the present) (?:study|series|cohort|trial))(?!\w)")
_PART = re.compile(r"(?:;|, (?:whereas|while|but)) ")
_END = re.compile(r";|\)|, (?:whereas|while|but|and|with|although)(?!\w)")
# Between "versus" and whose figures these are no arm is named.
_ARM = re.compile(r"(?<!\w)(?:with|on|under|receiving|arms?|groups?|placebo)(?!\w)")
_NUMBER = re.compile(r"\d(?!\d{3}(?!\d))")
_BRACKET = re.compile(r"\([^()]{1,120}\)")


def own(read: Sequence[Figure], sentence: Sentence, before: str) -> list[Figure]:
    """Return the study's own figures of those read in a sentence, none as of another's patients; ``before``: the text before it.

    Where the study sets its own arm against a cohort named as historical, that cohort is told as the arm that it is.
    """
    read = [one for one in read if not _is_vote(one, sentence)]
    begins, ends = of_others(sentence, before)
    said = sentence.text[begins:ends]
    inside = [begins <= one.at.start - sentence.start < ends for one in read]
    mine = [one if foreign else _freed(one, sentence, said) for one, foreign in zip(read, inside, strict=True)]
    parted = any(one.arm for one, foreign in zip(mine, inside, strict=True) if not foreign)
    named = parted and _HISTORICAL.search(said) is not None
    return [one for one, foreign in zip(mine, inside, strict=True) if not foreign or (named and one.arm)]


# An arm so named says itself whose it is.
_HISTORICAL = re.compile(r"(?i)(?<!\w)historical (?:[\w-]{1,20} )?(?:cohorts?|arms?|groups?)(?!\w)")


# How many of a panel agreed: "agreement 84%", "supported by 79% of the panel", "the panel agreed that ... (91%)".
_PANEL = r"(?:panel(?:l?ists?)?|experts?|respondents|voters?|delegates|clinicians|physicians|specialists|oncologists|endocrinologists)(?![\w-])"
_AGREE = r"(?:agreed?|voted?|endorsed?|favou?red|supported|recommend(?:ed)?|preferred|would)(?!\w)"
_VOTES = re.compile(
    rf"(?<!\w)(?:{_PANEL} (?:[\w-]{{1,20}} ){{0,3}}{_AGREE}|(?:consensus|agreement) (?:was |is )?(?:reached|achieved|obtained) (?:for|on|that|about|regarding)(?!\w))[^;]{{0,600}}"
    r"|(?<!\w)(?:agreement|concordance) between [^;%]{1,100}%"
    rf"|\d ?% (?:(?:of )?(?:the |our |all )?(?:[\w-]{{1,20}} )?(?!respondents){_PANEL}|(?:of (?:the )?(?:[\w-]{{1,20}} )?respondents )?{_AGREE}|(?:of (?:the )?)?(?:agreement|consensus|approval|votes))"
    r"|(?<!\w)(?:agreement|consensus|approval|endorsement|votes?)(?: (?:of|was|at|by|in|reached))?[:,=]? ?\(?\d[\d.]{0,5} ?%"
)


# Of whom a value is told by what they had had under treatment: "patients with a CgA rise had a median PFS of 5.2 months".
_WHO_HAD = re.compile(
    r"(?<!\w)(?:patients|those|participants|cases|women|men|adults) (?:with|without|whose|who|in whom)(?: (?!had a median|dos|interval|inject)[^\s,;:]{1,20}){0,5}?"
    r" (?:(?:no )?respon(?:ses?|ded)|rise|rose|fall|fell|declin\w{1,3}|decreas\w{1,3}|increas\w{1,3}|normali[sz]\w{1,5}|hyperglyc\w{3,5}|diabetes|steatorrh\w{2,4}|toxicit\w{1,3}|developed)(?!\w)"
    r"|(?<!\w)(?:patients|those|participants|cases|women|men|adults) who (?:had|experienced|reported|stopped|discontinued) (?!an? median|the median)[^.;,]{2,50} had(?!\w)"
    r"|(?:^|[.;,] )(?:the )?(?:remaining|other) (?:\d{1,4} )?(?:patients|cases|participants) (?:had|showed|achieved|lived)(?!\w)"
)
_OF_TUMOURS = frozenset({"ORR", "DCR", "CR", "PR", "SD", "PD", "progression"})


def is_of_some(one: Figure) -> bool:
    """Return whether what became of the tumour is told without a group in a sentence on those left over, or in whom something was seen under treatment."""
    of_tumour = one.outcome in _OF_TUMOURS or (is_time(one.outcome) and one.outcome != "DoR")
    return of_tumour and not (one.arm or one.contrast) and _WHO_HAD.search(fold(one.sentence)) is not None


def _is_vote(one: Figure, sentence: Sentence) -> bool:
    """Return whether a share is of those who agree with a statement, not of patients."""
    place = one.at.end - 1 - sentence.start
    return one.unit == "%" and any(told.start() <= place < told.end() for told in _VOTES.finditer(sentence.folded))


def _freed(one: Figure, sentence: Sentence, said: str) -> Figure:
    """Return an own figure without the group that only the words on others name."""
    misled = bool(one.arm) and one.arm in said and sentence.text.count(one.arm) == said.count(one.arm)
    return replace(one, arm="", groups="") if misled and not one.contrast else one


def of_others(sentence: Sentence, before: str) -> tuple[int, int]:
    """Return from where to where others' figures are told: of earlier series, of a model, of a trial that the text names here first.

    (0, 0) where none are; in "whereas CLARINET FORTE had reported 5.6 months, ours was 8.4" the first clause alone tells of others,
    in "ours was 8.4 months, in line with the 8.3 that CLARINET FORTE reported" the last. ``before``: the text before the sentence.
    """
    if compared := _compared(sentence, before):
        return compared
    told = _OTHERS.search(sentence.folded) or _cited(sentence, before)
    if told is None:
        return 0, 0
    own = _OWN.search(sentence.folded)
    until = own.start() if own else told.start()
    parts = [part.end() for part in _PART.finditer(sentence.folded, 0, until)]
    if own:
        return 0, parts[-1] if parts else len(sentence.folded)
    valued = bool(parts) and _NUMBER.search(sentence.folded, parts[-1]) is not None
    return parts[-1] if valued else 0, len(sentence.folded)


def _compared(sentence: Sentence, before: str) -> tuple[int, int] | None:
    """Return the clause or the bracket of what the own figures are compared with, None where they are compared with nothing of others."""
    folded = sentence.folded
    if _SET_BESIDE.match(folded) and _another(sentence, before, 0, len(folded)) and not _OWN.search(folded):
        return 0, len(folded)
    if (opening := _OPENING.match(folded)) and _another(sentence, before, *opening.span("said")):
        return 0, opening.end()
    for bracket in _BRACKET.finditer(folded):
        told = _another(sentence, before, *bracket.span())
        if told and _NUMBER.search(folded, *bracket.span()):
            return bracket.span()
    for likening in _LIKENING.finditer(folded):
        end = _END.search(folded, likening.end())
        told = _another(sentence, before, likening.end(), end.start() if end else len(folded))
        if told and not _ARM.search(folded, likening.end(), told.start()):
            return likening.start(), end.start() if end else len(folded)
    return None


def _another(sentence: Sentence, before: str, start: int, end: int) -> re.Match[str] | None:
    """Return what says between two offsets that another's work is told of; a trial that the text told of before is its own."""
    found = _ANOTHER.search(sentence.text, start, end) or _cited(sentence, before, start, end)
    name = _NAME.search(found.group()) if found else None
    return None if name and name.group() in before else found


_NAME = re.compile(r"(?<!\w)[A-Z][A-Z0-9-]{3,20}(?!\w)")


def _cited(sentence: Sentence, before: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """Return the trial that tells, where the text names it here first."""
    cited = _STUDY.search(sentence.text, start, len(sentence.text) if end is None else end)
    name = next((name for name in cited.groups() if name), "") if cited else ""
    return cited if name and name not in before else None

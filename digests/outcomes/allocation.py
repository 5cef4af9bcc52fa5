"""The arms between which patients are parted: by how many each has, "41 octreotide, 52 PRRT"; by what they were allocated to, "to A or placebo"; by what is compared, "A versus B"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digests.outcomes.kinds import ARMS, is_treatment, name_of
from digests.outcomes.lexicon import WORDS, word_number
from digests.outcomes.phrases import Group
from digests.outcomes.scan import Sentence
from watcher.text import fold

_UNITS = r"mg|mcg|g|%|ng|mmol|mbq|gbq|days?|weeks?|months?|mo|years?|cycles?|doses?|injections?|cent\w{1,4}|sites?"
MANY = rf"(?:\d{{1,4}}(?![\d:/-]|\.\d)|{WORDS})(?! ?(?:{_UNITS})(?!\w))(?: (?:patients|participants|pts|subjects))?"
_TOOK = (
    r"(?:used|had|followed|continued|kept|stayed on|switched to|allocated to|assigned to|to|on|with|"
    r"(?:were|was) (?:on|given|(?:treated|managed) with|(?:switched|allocated|assigned|randomi[sz]ed) to)|received|receiving|treated with)"
)
_ONE = re.compile(
    rf"(?<![\w.,/^-])(?P<many>{MANY}),? (?:(?P<took>{_TOOK}) )?(?:either |an? |the )?(?P<name>\^{{0,3}}(?:\d{{2,3}})?[a-z][^,;.():]{{1,60}}?)(?: \((?P<short>[^\s()=]{{2,10}})\))?"
    rf"(?= one[.,;(]| ?[.,;()]|$| (?:alone|after|at|in|during|before|by|from|between|as|who)(?!\w)|(?: and| with| vs\.?| versus) {MANY} )"
)
# What stands between two of them: "207 to A, 102 to B", "30 on A (group 1) and 35 on B".
_BETWEEN = re.compile(r"(?: \([^()]{1,24}\))?(?:,|;|,? and|,? or|,? with| vs\.?| versus|,? while|,? whereas) ")
_NO_ARM = re.compile(
    r"(?:stopp|discontinu|died|progress|develop|withdr|need|requir|refus|cross|previous|prior|had |received|experienc|complet|respond|were|was)"
)
# Of what patients had had before, no arm is made.
_EARLIER = re.compile(r"(?<!\w)(?:prior|previous(?:ly)?|pre-?treated|earlier)(?!\w)")
_HAD_HAD = re.compile(
    r"(?<!\w)(?:had (?:been|received|already|previously)|(?:before|prior to) (?:the )?(?:study|trial|entry|inclusion|enrol\w{2,6}|escalation|randomi[sz]ation|referral)|in the past)(?!\w)"
)


class _Member(NamedTuple):
    name: str
    many: int
    took: bool
    start: int
    end: int


def members(sentence: Sentence) -> tuple[Group, ...]:
    """Return the arms of "66 were treated with PRRT and 64 with octreotide", () where it does not tell all that are parted.

    Where no verb says what was done to each, the numbers have to add up to one that the sentence tells.
    """
    for run in filter(_are_several, _runs(sentence)):
        whole = re.compile(rf"(?<![\w.,/-]){sum(one.many for one in run)}(?![\w.%/-])")
        given = run[0].took and _EARLIER.search(sentence.folded) is None
        if not had_had(sentence) and (given or whole.search(sentence.folded, 0, run[0].start)):
            return tuple(Group(one.name, ARMS, "", 0, 0) for one in run)
    return ()


def had_had(sentence: Sentence) -> bool:
    """Return whether what patients had had before is told of: "50 had received PRRT and 40 everolimus"."""
    return _HAD_HAD.search(sentence.folded) is not None


def _are_several(run: Sequence[_Member]) -> bool:
    return len({one.name.lower() for one in run}) == len(run) > 1


def _runs(sentence: Sentence) -> Iterator[Sequence[_Member]]:
    """Yield those of the members that stand side by side."""
    run: list[_Member] = []
    for one in _members(sentence):
        if run and not _BETWEEN.fullmatch(sentence.folded, run[-1].end, one.start):
            yield run
            run = []
        run.append(one)
    yield run


def _members(sentence: Sentence) -> Iterator[_Member]:
    """Yield the numbers of patients with the treatment of each."""
    for told in _ONE.finditer(sentence.folded):
        short = sentence.text[slice(*told.span("short"))] if told["short"] else ""
        name = short if short.isupper() else name_of(sentence.text[slice(*told.span("name"))].strip())
        number = told["many"].partition(" ")[0]
        many = int(number) if number.isdigit() else word_number(number)
        if many and is_treatment(told.group("name")) and not _NO_ARM.match(name.lower()):
            yield _Member(name, many, bool(told["took"]), *told.span())


_ARM = r"[^,;:.()]{2,60}?(?: \([^(),;:]{1,16}\)[^,;:.()]{0,30}?)?"
_ENDS = r"(?=[,;:.(]|$| (?:for|until|with|in|both|as|at|after|by|were|was|on|and|then|till|during|who|stratified|according|is|are|has|have|had|did|may|led|showed)(?!\w))"
_RATIO = r"(?: ?\(?\d ?: ?\d\)?)?(?: in an? \d ?: ?\d ratio)?(?: (?:by|via|using) [^,;:.()]{2,60}?)?"
_ALLOCATED = re.compile(
    rf"(?<!\w)(?:randomi[sz]ed|randomly|assigned|allocated)(?: (?:assigned|allocated))?{_RATIO},? (?:to|between)(?: either)?(?: receive)? (?P<one>{_ARM}),? (?:or|versus|vs) (?:to )?(?P<other>{_ARM}){_ENDS}"
)
_RECEIVED = re.compile(
    rf"(?<!\w)(?:received?|receiving|treated with|given) (?P<one>{_ARM}),? (?:or|versus|vs) (?P<other>{_ARM}){_ENDS}"
)
_AGAINST = re.compile(
    rf"(?:(?<!\w)(?:of|comparing|compared|evaluated|between) |^|: )(?P<one>{_ARM}) (?:versus|vs|(?:was |were )?compared with) (?P<other>{_ARM}){_ENDS}"
)
# What is known, or was done by others, is said in another tense than what was done here: "trials of A versus B have been small".
_OF_OTHERS = re.compile(
    r"(?<!\w)(?:is|are|has|have|remains?|may|might|could|trials|studies|previous|earlier|published|led to|changed)(?!\w)"
)
_OWN = re.compile(r"(?<!\w)(?:we|our|this|here|present|aims?|objectives?|purpose|hypothesi\w{2,5})(?!\w)")
_COMPARED = re.compile(r"(?<!\w)(?:compar\w{2,6}|randomi[sz]\w{1,5}|placebo)(?!\w)")
_PLACEBO = re.compile(r"(?i)^(?:(?:identical|matching|matched) )?(?P<plain>placebo)(?: .*)?$")


def allocated(sentence: Sentence) -> tuple[Group, ...]:
    """Return the two of "were randomly assigned to everolimus or placebo", of "who received A or B were compared"; () where no two are."""
    compared = _COMPARED.search(sentence.folded) is not None
    return _pair(sentence, _ALLOCATED, 1) or (_pair(sentence, _RECEIVED, 2) if compared else ())


def set_against(sentence: Sentence) -> tuple[Group, ...]:
    """Return the two of "a trial of A versus B", () where not two treatments are compared, or where others did it."""
    others = _OF_OTHERS.search(sentence.folded) is not None and _OWN.search(sentence.folded) is None
    return () if others else _pair(sentence, _AGAINST, 2)


def _pair(sentence: Sentence, pattern: re.Pattern[str], treatments: int) -> tuple[Group, ...]:
    """Return the two names that a pattern finds, so many of which are known as treatments; () where it finds none or more."""
    told = pattern.search(sentence.folded.replace(" vs. ", " vs  "))
    spans = [sentence.text[slice(*told.span(name))].strip() for name in ("one", "other")] if told else []
    names = [_plain(name_of(span.rpartition(" of ")[2])) for span in spans]
    known = sum(is_treatment(fold(name)) for name in names)
    alone = all(name and " or " not in name and _NO_ARM.match(name.lower()) is None for name in names)
    known += names[1:] == ["placebo"]  # what is set against it is a treatment, whatever its name
    return tuple(Group(name, ARMS, "", 0, 0) for name in names) if known >= treatments and alone else ()


def _plain(name: str) -> str:
    placebo = _PLACEBO.match(name)
    return placebo["plain"] if placebo else name

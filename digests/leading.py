"""Which of an item's values are told in a line: those of the outcome of its main finding, and none that cannot be told from another."""

import re
from collections.abc import Sequence

from digests import whose
from digests.labels import say
from digests.outcomes.lexicon import CONTRASTS, DOMAINS
from watcher.model import Entry, Figure, Kind, SourceClass
from watcher.text import fold

_UNREAD = re.compile(r"\bCI\b|\bconfidence interval|\d ?%|\d (?:of|out of) (?:the )?\d")
_DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")
_BOTH = 2  # arms that stand beside a ratio
_VALUES = 3  # of an outcome, in a line
_HARMS = 2
_LASTING = frozenset({"PFS", "TTP"})  # how long it held
SURVIVAL = frozenset({*_LASTING, "OS"})
_EFFECT = frozenset({*SURVIVAL, "ORR", "DCR", "symptom response", "biochemical response"})


def values(entry: Entry) -> Sequence[Figure]:
    """Return the values of the main outcome, each of which says whose it is; () where none can be said so.

    Nothing is told without how long it held, where the study says so: its PFS or TTP stands beside it. Where the main
    finding's own value cannot be said, no other takes its place but survival, of which it must not tell itself; where
    it has an interval or a share of which nothing could be read, none does.
    """
    finding = _finding(entry)
    every = _outcomes(entry)
    if _UNREAD.search(finding) and not any(one.sentence in finding or finding in one.sentence for one in entry.figures):
        return ()
    groups = [group for group in every if _is_whole(group) and not _counts_more(group, entry)]
    unsaid = [group for group in every if _is_in(group, finding)]
    if unsaid and not any(_is_in(group, finding) for group in groups):
        groups = [
            group for group in groups if _is_of(group, SURVIVAL) and not any(_is_of(one, SURVIVAL) for one in unsaid)
        ]
    main = groups[0] if groups else []
    held = [group for group in groups[1:] if group[0].outcome in _LASTING] if not _is_of(main, SURVIVAL) else []
    told = _in_line(main)
    return [*told, *(_in_line(held[0]) if told and held else [])]


def briefly(entry: Entry) -> Sequence[Figure]:
    """Return the values of the main outcome alone, those of all arms, and a comparison where fewer than two stand there."""
    told = values(entry)
    return _with_room([one for one in told if one.outcome == told[0].outcome], _BOTH)


SPEAKING = frozenset({Kind.NEWS, Kind.COMMENT})
"""Of studies, and no study themselves."""


def repeats(entry: Entry, work: Entry) -> bool:
    """Return whether of an item nothing is known but the title of a work of which more is: one paper under two addresses."""
    bare = bool(entry.authors) and not (entry.summary or entry.figures or entry.changes or entry.badges)
    return bare and bool(work.summary) and fold(entry.title) == fold(work.title) and entry.authors == work.authors


def _is_fuller(work: Entry, entry: Entry) -> bool:
    """Return whether of two items of news one is a company's own release that tells more values, or as many and came first: one release in two languages."""
    if work.kind != Kind.NEWS or work.source_class != SourceClass.COMPANY or not entry.figures:
        return False
    return (len(work.figures), -work.item) > (len(entry.figures), -entry.item)


def retells(entry: Entry, work: Entry) -> bool:
    """Return whether an item says nothing but what a work does: its title, or, of news or a comment, no values but its.

    Two values at least, or one with its interval, by which a study is known.
    """
    if repeats(entry, work):
        return True
    if entry.kind not in SPEAKING or (work.kind in SPEAKING and not _is_fuller(work, entry)):
        return False
    if not entry.figures:
        said = {float(one) for one in _DECIMAL.findall(" ".join(quote.text for quote in entry.summary))}
        return len(said) >= _BOTH and said <= {
            value for one in work.figures for value in (one.value, one.low, one.high)
        }
    known = {(one.outcome, one.measure, one.value): (one.low, one.high) for one in work.figures}
    same = [one for one in entry.figures if (one.outcome, one.measure, one.value) in known]
    whole = [one for one in same if one.low is not None]
    if any(known[one.outcome, one.measure, one.value] != (one.low, one.high) for one in whole):
        return False
    return len(same) == len(entry.figures) and (len({one.value for one in same}) >= _BOTH or bool(whole))


def harm(entry: Entry) -> Sequence[Figure]:
    """Return the values of the first harms, each of both arms of a study; () where none stand there so."""
    groups = [group for group in _outcomes(entry) if group[0].outcome in DOMAINS["safety"]]
    both = [group for group in groups if len({one.arm for one in group if one.arm}) == len(group) >= _BOTH]
    return [one for group in both[:_HARMS] if _is_whole(group) for one in group]


def survival(entry: Entry) -> Sequence[Figure]:
    """Return the ratio of overall survival between the arms, with its interval; () where there is none, or more than one."""
    ratios = [one for one in entry.figures if one.outcome == "OS" and one.measure in CONTRASTS and one.low is not None]
    return ratios if len(ratios) == 1 and ratios[0].contrast != "factor" else ()


_REACHED = re.compile(
    r"(?i)(?<!\w)(?:meets?|met|miss(?:es|ed)?|achiev(?:es|ed)|reach(?:es|ed)|fail(?:s|ed)?)(?!\w).{0,60}(?<!\w)(?:end-?\s?points?|goals?|objectives?|aims?)(?!\w)"
)
_RESULT = re.compile(r"(?i)(?<!\w)(?:top-?line|(?:positive|negative|first|primary) results)(?!\w)")


def announced(entry: Entry) -> str:
    """Return in which words a company or an authority tells without any figure how a trial came out; "" where it does not.

    That is the title, or the sentence where only that says whether it met its endpoint.
    """
    if (
        entry.kind != Kind.NEWS
        or entry.figures
        or entry.source_class not in {SourceClass.COMPANY, SourceClass.REGULATOR}
    ):
        return ""
    said = (entry.title, *(quote.text for quote in entry.summary if quote.role in {"finding", "lead"}))
    return next((one for sign in (_REACHED, _RESULT) for one in said if sign.search(one)), "")


_FUTILE = re.compile(
    r"(?i)(?<!\w)(?:stopped|halted|closed|terminated|discontinued)(?: early| prematurely)? (?:for|because of|due to|on account of) futility(?!\w)"
)


_BY_OTHERS = re.compile(
    r"(?i)(?<!\w)(?:blinded|masked) (?:independent )?(?:central )?(?:radiolog\w{2,4} )?(?:review|assess)|(?<!\w)(?:BIRC|BICR)(?!\w)|independent(?: blinded)? (?:central )?review"
)
_IMMATURE = re.compile(
    r"(?i)(?<!\w)(?:OS|survival)(?!\w)[^.;]{0,60}(?<!\w)immature(?!\w)|immature (?:overall survival|OS)(?!\w)"
)


_COUNTED = re.compile(r"(?i)(?<!\w)(?:episodes|attacks)(?!\w)(?! of)")
_OF_WHAT = {
    "Flushing": re.compile(r"(?i)flush"),
    "Diarrhoea": re.compile(r"(?i)diarrh|stool|bowel"),
    "Hypoglycaemia": re.compile(r"(?i)hypogly"),
}


def counted(entry: Entry, quoted: str) -> str:
    """Return of what a sentence counts the episodes, where it does not say so, and the title names one thing: "Flushing:"; else ""."""
    named = [name for name, sign in _OF_WHAT.items() if sign.search(entry.title)]
    if len(named) != 1 or not _COUNTED.search(quoted) or any(sign.search(quoted) for sign in _OF_WHAT.values()):
        return ""
    return f"{say(named[0])}:"


def caveats(entry: Entry, told: Sequence[Figure]) -> list[str]:
    """Return what belongs beside the values of a study: who read them, that it was stopped for futility, that survival is immature."""
    said = [entry.title, *(one.text for one in entry.summary), *(one.sentence for one in entry.figures)]
    marks = {
        "By blinded review.": any(_BY_OTHERS.search(one.sentence) for one in told if one.outcome in _LASTING),
        "Stopped for futility.": any(map(_FUTILE.search, said)),
        "OS immature.": any(map(_IMMATURE.search, said)),
    }
    return [mark for mark, holds in marks.items() if holds]


_STOPPED = re.compile(r"(?i)(?<!\w)(?:futility|(?:stopped|halted|closed|terminated) (?:early|prematurely))(?!\w)")


def stopped(entry: Entry, quoted: str) -> str:
    """Return the other finding where it says that a trial was stopped before its end; else ""."""
    others = (one.text for one in entry.summary if quoted and one.role == "finding" and one.text not in quoted)
    return next((f"“{one}”" for one in others if _STOPPED.search(one)), "")


def _in_line(group: Sequence[Figure]) -> list[Figure]:
    """Return what a line tells of an outcome; [] where there are more arms than it holds, for none is told without the others."""
    arms = sum(one.measure not in CONTRASTS for one in group)
    return _with_room(group, _VALUES) if arms <= _VALUES else []


def _with_room(group: Sequence[Figure], most: int) -> list[Figure]:
    """Return the values of all arms, and as many of their comparisons as there is room for."""
    compared = [one for one in group if one.measure in CONTRASTS]
    left_out = compared[max(most - len(group) + len(compared), 0) :]
    return [one for one in group if one not in left_out]


def tells_effect(entry: Entry) -> bool:
    """Return whether an item is told by values of an effect: how long it held or they lived, a response of tumour, symptoms or markers."""
    return _is_of(values(entry), _EFFECT)


def _is_of(group: Sequence[Figure], outcomes: frozenset[str]) -> bool:
    return any(figure.outcome in outcomes for figure in group)


def _outcomes(entry: Entry) -> list[list[Figure]]:
    """Return the figures of each outcome, grade and time: what the main finding tells of first, then in the order of the text."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in entry.figures:
        groups.setdefault((figure.outcome, figure.severity, _time(figure, entry)), []).append(figure)
    finding = _finding(entry)
    return sorted((_of_all(group, finding) for group in groups.values()), key=lambda group: not _is_in(group, finding))


def _time(figure: Figure, entry: Entry) -> str:
    """Return the time at which a value was read; what compares two that were read at one time is of that: "at month 6 21% and 27% (OR 0.73)"."""
    beside = {
        one.milestone for one in entry.figures if (one.outcome, one.sentence) == (figure.outcome, figure.sentence)
    }
    times = beside - {""}
    return times.pop() if figure.measure in CONTRASTS and len(times) == 1 else figure.milestone


def _of_all(group: list[Figure], finding: str) -> list[Figure]:
    """Return the figures that the main finding tells, each with its interval, where others of their outcome cannot be told from them.

    Those others are of a part of the patients, or of what went with the outcome.
    """
    main = [one for one in group if one.sentence == finding]
    sure = _is_whole(main) and all(one.low is not None for one in main)
    return main if sure and not _is_whole(group) else group


def _finding(entry: Entry) -> str:
    return next((quote.text for quote in entry.summary if quote.role == "finding"), "")


def _is_in(group: Sequence[Figure], sentence: str) -> bool:
    return any(figure.sentence == sentence for figure in group)


def _is_whole(group: Sequence[Figure]) -> bool:
    """Return whether each value can be told from the others: by its arm, or since it is the only one of its measure."""
    names = [(one.measure, one.arm, one.comparator) for one in group]
    if any(whose.is_a_letter(arm) for _, *arms in names for arm in arms):
        return False
    bare = [one.measure for one in group if not one.arm]
    alone = all(sum(other.measure == measure for other in group) == 1 for measure in bare)
    apart = alone and len(set(names)) == len(names)
    return bool(group) and bool(group[0].outcome) and apart and not _factor(group) and not _is_lone(group)


def _counts_more(group: Sequence[Figure], entry: Entry) -> bool:
    """Return whether a share is of more than were studied: of injections, cycles, changes, and not of patients."""
    studied = next((int(one.value) for one in entry.traits if one.name == "n" and one.value.isdecimal()), None)
    return studied is not None and any((one.total or 0) > studied for one in group)


def _is_lone(group: Sequence[Figure]) -> bool:
    """Return whether a ratio or difference stands there of which nobody can tell what is set against what."""
    arms = {one.arm for one in group if one.arm and one.measure not in CONTRASTS}
    return any(one.measure in CONTRASTS and not (one.arm and one.comparator) for one in group) and len(arms) < _BOTH


def _factor(group: Sequence[Figure]) -> bool:
    return any(one.measure in CONTRASTS and one.contrast == "factor" for one in group)

"""How texts write drugs, doses and intervals: each a pattern over folded text."""

import re
from enum import StrEnum
from typing import NamedTuple

from watcher.relevance.regimen.labels import DAYS_OF_A_MONTH


class Sort(StrEnum):
    """What a piece of text is."""

    DRUG = "drug"
    OTHER = "other"  # a drug that is no somatostatin analogue: its doses are not ours
    DOSE = "dose"
    INTERVAL = "interval"


class Piece(NamedTuple):
    """A drug, a dose or an interval, where it stands, and what it says."""

    sort: Sort
    start: int
    end: int
    text: str  # folded
    above: bool = False  # "more than 30 mg": the dose itself is not said
    numbers: tuple[float, ...] = ()  # mg of a dose, days of an interval


_DRUGS = (
    ("octreotide", "subcutaneous depot", r"cam[- ]?2029|oclaiz|oczyesa|octreotide (?:subcutaneous|s\.? ?c\.?) depot|subcutaneous octreotide depot|octreotide (?:fluid ?crystal|fc)\b"),
    ("octreotide", "oral", r"oral octreotide|octreotide capsules?|mycapssa"),
    ("octreotide", "LAR", r"(?:sandostatin[e]?|octreotide?)(?: acetate)?[- ]?(?:\(?lar\)?|long[- ]acting[- ](?:re(?:lease|peatable))|depot)(?: \(lar\))?(?: depot)?|long[- ]acting(?:[- ](?:release|repeatable))? octreotide?|octreotide? (?:i\.?m\.?|intramuscular)\b|\boct[- ]lar\b|\blar(?= ?\d)"),
    ("octreotide", "subcutaneous", r"octreotide? (?:s\.?c\.?\b|subcutaneous)(?! depot)|(?:short[- ]acting|immediate[- ]release|rescue|subcutaneous) octreotide?"),
    ("octreotide", "", r"octreotide?\b|sandostatine?\b"),
    ("lanreotide", "autogel", r"(?:lanreotide?|somatuline)(?: acetate)?[- ](?:autogel|atg|autosolution|depot|depot/autogel|autogel/depot)|somatuline|cipla lanreotide|\batg(?= ?\d)"),
    ("lanreotide", "PR", r"lanreotide? (?:pr|sr|lp|prolonged[- ]release|slow[- ]release|microparticles?|30 ?mg pr)\b"),
    ("lanreotide", "", r"lanreotide?\b"),
    ("pasireotide", "LAR", r"pasireotide?[- ](?:lar|long[- ]acting(?:[- ]release)?)|long[- ]acting pasireotide|signifor lar"),
    ("pasireotide", "", r"pasireotide?\b|signifor\b"),
    ("paltusotine", "oral", r"paltusotine|palsonify"),
    ("somatostatin analogue", "", r"somatostatin(?: receptor)? (?:analog(?:ue)?s?|ligands?)|\b(?:la-|hd-)?(?:ssas?|srls?)\b"),
)  # fmt: skip
_OTHER = (
    r"\b\w+(?:mab|[^a]nib|limus|platin|taxel|zole|uracil|lomide|citabine|sone|olone|vegf)\b"
    r"|telotristat|interferon|pegvisomant|cabergoline|metformin|placebo|paracetamol|loperamide|streptozo\w+|lutate|dotatate"
)
_NUMBER = r"\d{1,4}(?:[.,]\d{1,3})?"
_BETWEEN = r"\s*(?:mg\s*)?(?:,|/|;|-|to|or|and|, ?or|, ?and|versus|vs\.?|->|→)\s*"
_DOSE = (
    rf"(?P<above>(?:>|more than|over|above|exceeding|greater than|in excess of)\s*)?"
    rf"(?<![\d.])(?P<doses>{_NUMBER}(?:{_BETWEEN}{_NUMBER}){{0,4}})\s*-?\s*"
    r"(?P<unit>mg|milligrams?|mcg|µg|μg|ug|micrograms?)\b(?!\s*/\s*(?:kg|m2|m\b|dl|l\b|ml|24|g\b)|\s*per\s*(?:kg|litre|ml|m2))"
)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12,
    "fourteen": 14, "twenty-one": 21, "twenty-eight": 28, "other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "a": 1,
}  # fmt: skip
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_UNIT = r"(?:days?|d|weeks?|wks?|w|months?|mo|tage?|wochen?|monate?|jours?|semaines?|mois|hours?|h)"
_INTERVAL = rf"""
    (?:every|each|per|alle|toutes?\ les|tous\ les|once\ every|/|\bq\.?)\s?-?
      (?P<count>{_COUNT}(?:\s*(?:-|to|or|and|/|,)\s*{_COUNT}){{0,2}})[\s-]*(?P<each>{_UNIT})\b
  | \b(?P<adjective>{_COUNT})[\s-]?(?P<lyunit>weekly|monthly|day|week)(?=\s+(?:interval|schedule|cycle|dos|inject|lanreotid|octreotid|somatostatin|ssa|autogel|lar)|(?<=weekly)|(?<=monthly))
  | (?P<twice>\b(?:twice|two\ times|2\ times|2x|2\ x)[\s-]*(?:a\s|per\s|each\s)?(?:month(?:ly)?)|bi-?monthly|fortnightly|every\ fortnight|bi-?weekly|every\ other\ week)
  | (?P<thrice>\b(?:three\ times|3\ times|thrice|t\.?i\.?d\b\.?|3x)[\s-]*(?:a\s|per\s|each\s)?(?:day|daily)?|every\ 8\ (?:hours|h)|q8h)
  | (?P<bid>\b(?:twice|two\ times|2\ times)[\s-]*(?:a\s|per\s)?(?:day|daily)|\bb\.?i\.?d\b\.?|every\ 12\ (?:hours|h))
  | (?P<day>\b(?:once\ )?daily|\bper\ day|/\s?d(?:ay)?\b|\ba\ day|\bq\.?d\b|\beach\ day)
  | (?P<week>\b(?:once\ )?weekly|\bper\ week|/\s?w(?:ee)?k\b|\ba\ week|\beach\ week|\bevery\ week|\bqw\b)
  | (?P<month>\b(?:once\ )?monthly|\bper\ month|/\s?mo(?:nth)?\b|\b(?:once\ )?a\ month|\beach\ month|\bevery\ month|\bmonatlich|\bpar\ mois|\bmensuel)
"""
_DRUG = "|".join(f"(?P<drug{i}>{pattern})" for i, (_, _, pattern) in enumerate(_DRUGS))
# Everything begins at the edge of a word or at a sign; to look only there is five times as fast.
_PIECE = re.compile(rf"(?:\b|(?=>))(?:(?P<dose>{_DOSE})|{_DRUG}|(?P<other>{_OTHER}))")
_TIME = re.compile(rf"(?:\b|(?=/))(?:{_INTERVAL})", re.VERBOSE)
_SPLIT = re.compile(r"[^\w.]+|\b(?:to|or|and|versus|vs)\b")
"""Numbers of a list, and its words between."""
# A sentence without any of these says nothing of a regimen: most sentences end here.
_TRIGGERS = tuple(
    "mg|mcg|µg|μg| ug|0ug|5ug|microgram|milligram|reotid|somatostatin|sandostatin|somatuline|signifor|2029|oclaiz|oczyesa"
    "|palsonify|mycapssa| ssa|-ssa|(ssa|/ssa| srl|-srl|(srl|/srl| atg|-lar| lar ".split("|")
)
_DAYS = {"h": 1 / 24, "d": 1, "t": 1, "j": 1, "w": 7, "s": 7, "m": DAYS_OF_A_MONTH}
_NAMED_DAYS = {"twice": 14, "thrice": 1 / 3, "bid": 1 / 2, "day": 1, "week": 7, "month": DAYS_OF_A_MONTH}


def pieces(folded: str, start: int = 0, end: int | None = None) -> list[Piece]:
    """Return every drug, dose and interval of the folded text between the offsets, in order."""
    stop = len(folded) if end is None else end
    sentence = f" {folded[start:stop]}"
    if not any(trigger in sentence for trigger in _TRIGGERS):
        return []
    times = [_interval(match) for match in _TIME.finditer(folded, start, stop)]
    found = [_piece(match) for match in _PIECE.finditer(folded, start, stop)]
    found = [p for p in found if not any(p.start < t.end and t.start < p.end for t in times)]
    return sorted(found + times, key=lambda piece: piece.start)


def drug_of(piece: Piece) -> tuple[str, str]:
    """Return drug and formulation of a piece that is a drug; the formulation is "" where not said."""
    return next((drug, form) for drug, form, pattern in _COMPILED if pattern.fullmatch(piece.text))


_COMPILED = [(drug, form, re.compile(pattern)) for drug, form, pattern in _DRUGS]


def _piece(match: re.Match[str]) -> Piece:
    start, end, text = match.start(), match.end(), match.group()
    if match.group("other"):
        return Piece(Sort.OTHER, start, end, text)
    if not match.group("dose"):
        return Piece(Sort.DRUG, start, end, text)
    factor = 1.0 if match.group("unit").startswith(("mg", "milli")) else 0.001
    numbers = tuple(round(number * factor, 6) for number in _numbers(match.group("doses")))
    return Piece(Sort.DOSE, start, end, text, bool(match.group("above")), numbers)


def _numbers(text: str) -> list[float]:
    return [float(number.replace(",", ".")) for number in re.findall(_NUMBER, text)]


def _interval(match: re.Match[str]) -> Piece:
    group = match.groupdict()
    if group["count"]:
        unit = _DAYS[group["each"][0]]
        days = tuple(_count(word) * unit for word in re.findall(_COUNT, group["count"]))
    elif group["adjective"]:
        days = (_count(group["adjective"]) * _DAYS[group["lyunit"][0]],)
    else:
        days = (next(value for name, value in _NAMED_DAYS.items() if group[name]),)
    return Piece(Sort.INTERVAL, match.start(), match.end(), match.group(), numbers=tuple(map(float, days)))


def _count(word: str) -> int:
    return _WORDS[word] if word in _WORDS else int(word)

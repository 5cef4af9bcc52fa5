"""How texts write drugs, doses and intervals: each a pattern over folded text, whose groups say what was found."""

import re
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

# Injections "a month" apart are four weeks apart on every label of a depot.
DAYS_OF_A_MONTH = 28


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
    changes: bool = False  # an interval to which another was shortened
    drug: tuple[str, str] = ("", "")  # drug and formulation; the formulation is "" where not said

    @property
    def is_drug(self) -> bool:
        """Return whether it is a drug, ours or another."""
        return self.sort is Sort.DRUG or self.sort is Sort.OTHER


# "Octreotide depot": LAR or the subcutaneous one, which its dose and interval tell.
UNTOLD_DEPOT = "some depot"
_DRUGS = (
    ("octreotide", "subcutaneous depot", r"cam[- ]?2029|oclaiz|oczyesa|octreotide (?:subcutaneous|s\.? ?c\.?) depot|subcutaneous octreotide depot|octreotide (?:fluid ?crystal|fc)\b|(?<!ide )(?<!ine )(?<!one )(?<!lin )(?:subcutaneous|s\.? ?c\.?)(?: \(s\.?c\.?\))? depot(?! (?:of|formulation of) (?:lan|pas|bup))"),
    ("octreotide", "oral", r"oral octreotide|octreotide capsules?|mycapssa"),
    ("octreotide", "implant", r"octreotide[- ](?:[a-z]{1,12}[- ])?implants?(?![a-z])"),
    ("octreotide", "gel", r"octreotide[- ](?:hydro)?gel(?![a-z])"),
    ("octreotide", "LAR", r"(?:sandostatin[e]?|o[ck]treot[iy]d[a-z]{0,2})(?: acetate)?[- ]?(?:\(?l(?:ar|p)\)?|long[- ]acting[- ](?:re(?:lease|peatable))|(?<!octreotide )depot|microspheres?)(?: \(lar\))?(?: depot)?|long[- ]acting(?:[- ](?:release|repeatable))? octreotide?|o[ck]treot[iy]d[a-z]{0,2} (?:i\.?m\.?|intramuscular)\b|\boct[- ]lar\b|\blar(?= ?(?:from |at |up to )?\d| dos(?:e|es|ing)(?!\w))|善龙|サントスタチンlar"),
    ("octreotide", UNTOLD_DEPOT, r"octreotide depot"),
    ("octreotide", "subcutaneous", r"octreotide? (?:s\.?c\.?\b|subcutaneous)(?! depot)|(?:short[- ]acting|immediate[- ]release|rescue|subcutaneous) octreotide?"),
    ("octreotide", "", r"o[ck]treot[iy]d[a-z]{0,2}\b|sandostatine?\b|\boct(?= ?\d)|奥曲肽|オクトレオチト(?:lar)?"),
    ("lanreotide", "autogel", r"(?:lanreot[iy]d[a-z]{0,2}|somatuline|lan)(?: acetate)?[- ](?:autogel|atg|autosolution|depot|depot/autogel|autogel/depot)|somatuline|cipla lanreotide|\batg(?= ?\d)|lanreotide? (?:l\.?p|prolonged[- ]release)\b(?= ?(?:90|120|180|240) ?mg)"),
    ("lanreotide", "PR", r"lanreotide? (?:pr|sr|lp|prolonged[- ]release|slow[- ]release|microparticles?|30 ?mg pr)\b"),
    ("lanreotide", "", r"lanreot[iy]d[a-z]{0,2}\b|\blan(?= ?\d)|兰瑞肽|ランレオチト"),
    ("pasireotide", "LAR", r"pasireotide?[- ](?:lar|long[- ]acting(?:[- ]release)?)|long[- ]acting pasireotide|signifor lar"),
    ("pasireotide", "", r"pasireot[iy]d[a-z]{0,2}\b|signifor\b"),
    ("paltusotine", "oral", r"paltusotine|palsonify"),
    ("somatostatin agonist", "oral", r"oral (?:(?:selective|non-?peptide),? ){0,2}(?:sst-?r?2 |somatostatin (?:receptor )?(?:type )?(?:2 )?)?(?:receptor )?agonist"),
    ("somatostatin analogue", "", r"somatostatin(?: receptor)? (?:analog(?:ue)?s?|ligands?)|\b(?:la-|hd-)?(?:ssas?|srls?)\b"),
)  # fmt: skip
_OTHER = (
    r"\b\w+(?:mab|[^a]nib|limus|platin|taxel|zole|uracil|lomide|citabine|sone|olone|vegf)\b"
    r"|\b(?:eve|sun|cap|tem|bev)(?= ?\d)|telotristat|interferon|pegvisomant|cabergoline|metformin|diazoxide|placebo|paracetamol|loperamide|streptozo\w+|lutate|dotatate|(?:leupro|tripto|gose|buse)relin|leuprolide|buprenorphine|risperidone|paliperidone|degarelix"
    r"|\b(?!ki-?67|mib|ca-?\d|day|week|arm)[a-z]{2,3}-?\d{2,6}\b"  # a compound by its code: "HB-118"
    r"|\bthe (?:new |study )?(?:depot|implant|formulation|drug|product)\b"  # which of them, the text alone knows
)
_NUMBER = r"[0-9]{1,4}+(?:[.,][0-9]{1,3}+)?+"
_BETWEEN = r"\s{0,3}(?:mg\s{0,3})?(?:, ?or|, ?and|,|/|;|->|-|to|or|and|versus|vs\.?|→|(?<=\s)(?:ou|oder|und|et|ed?|y|o|eller|och|lub)(?=\s))\s{0,3}"


def _list(name: str, item: str, between: str, most: int) -> str:
    """Return a pattern of a list of items, each in a group of its own: name1, name2, ... up to ``most``."""
    rest = ""
    for number in range(most, 1, -1):
        rest = f"(?:{between}(?P<{name}{number}>{item}){rest})?"
    return f"(?P<{name}1>{item}){rest}"


_DOSE = (
    rf"(?P<above>(?:>|more than|(?<!advantage )(?<!benefit )(?<!superiority )(?<!gain )over|above|exceeding|greater than|higher than|larger than|beyond|upwards of|in excess of|plus de|mas de|piu di|mais de|uber|meer dan|mer an|mere end|powyzej|超过)\s{{0,3}})?"
    rf"(?<![\d.:]){_list('dose', _NUMBER, _BETWEEN, 5)}\s{{0,3}}-?\s{{0,3}}"
    r"(?P<unit>mg|milligrams?|mcg|µg|μg|ug|micrograms?|毫克)(?![a-z0-9_])(?!\s{0,3}/\s{0,3}(?:kg|m2|m\b|dl|l\b|ml|24|g\b)|\s{0,3}per\s{0,3}(?:kg|litre|ml|m2))"
)
# Depots come in syringes of whole tens of mg, or fives.
_SMALLEST_SYRINGE = 10
_LARGE_SYRINGE = 20  # beside one so large stands none below ten: "40 mg in 9, 60 mg in 15"
_UNIT_OF_ONE = " mg"
_STEP = 5
_PEOPLE_TO = re.compile(
    r"(?:[2-9]|1\d)5 to (?:lar |lanreotide |octreotide )?\d{2,3} ?mg"
)  # "54 to 60 mg and 55 to 30 mg"
_PEOPLE = " in "  # stands before how many had it
# "LAR 40/50/60", "OCT 30 q21": a dose without its unit stands right behind a short name.
_BARE = r"(?<=(?:lar|lan|oct|atg) )(?P<bare>(?:10|20|30|40|50|60|80|90|120|180|240)(?:/(?:20|30|40|50|60|80|90|120|180|240)){0,4})(?![\w.,/%]|\s{0,3}(?:mg|mcg|ug|%|patients|pts|months))"
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12,
    "zwei": 2, "drei": 3, "vier": 4, "sechs": 6, "vierzehn": 14, "zweite": 2, "dritte": 3, "deux": 2, "trois": 3, "quatre": 4, "quinze": 15, "quatorze": 14,
    "dos": 2, "tres": 3, "cuatro": 4, "due": 2, "tre": 3, "quattro": 4, "duas": 2, "quatro": 4, "twee": 2, "drie": 3, "tva": 2, "fyra": 4, "anden": 2, "andra": 2, "tredje": 3, "fjarde": 4, "fjerde": 4,
    "dwa": 2, "trzy": 3, "cztery": 4, "fifteen": 15, "14th": 14, "15th": 15, "21st": 21, "10th": 10,
    "fourteen": 14, "twenty-one": 21, "twenty-eight": 28, "other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "a": 1, "两": 2, "二": 2, "三": 3, "四": 4,
}  # fmt: skip
_COUNT = rf"(?:[0-9]{{1,2}}|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
# "Two-weekly" is said so in English only.
_ADJECTIVE = r"(?:[0-9]{1,2}|two|three|four|five|six|seven|eight|ten|twelve|fourteen|twenty-one|twenty-eight)"
_UNIT = r"(?:days?|d|weeks?|wks?|w|months?|mo|tage?|wochen?|monate?|jours?|semaines?|mois|hours?|h|tagen?|dias?|semanas?|mes(?:es)?|giorni|settimane|mesi|dagen|weken|maanden|dag(?:en|ar)?|veck(?:a|or)|manad(?:er)?|uger?|uke[rn]?|dage|maneder|dni|tygodni[ae]?|miesiac\w?)"
_BETWEEN_COUNTS = r"\s{0,3}(?:-|to|or|and|/|,|versus|vs\.?|against|(?<=\s)(?:ou?|oder|et|y|e|und|eller|och|lub)(?=\s))\s{0,3}(?:every\s{1,3})?"
_INTERVAL = rf"""
    (?:every|each|per|(?:in|within|over)\ any|alle|jede[rn]?|toutes?\ les|tous\ les|once\ every|cada|ogni|om\ de|elke|iedere|var|varje|hver|co|/|\bq\.?)\s?-?
      {_list("count", _COUNT, _BETWEEN_COUNTS, 3)}[\s-]{{0,3}}(?P<each>{_UNIT})\b(?:\speriods?\b)?
      (?:\s(?:instead\sof|rather\sthan|versus|vs\.?|or)\severy\s(?P<against>{_COUNT})(?![\w-]|[\s-]{{1,3}}(?:{_UNIT})\b))?
  | (?:(?<=mg\ )|(?<=tide\ )|(?<=gel\ )|(?<=lar\ )|(?<=depot\ ))(?:on|at)\ (?P<at>days?|weeks?)\ (?P<at1>[0-9]{{1,2}})(?:,?\ and\ |,\ |\ ?/\ ?)(?P<at2>[0-9]{{1,2}})(?:(?:,?\ and\ |,\ |\ ?/\ ?)[0-9]{{1,2}}){{0,4}}(?![\w.%])
  | \b(?:shorten|reduc|decreas|cut|chang|switch|narrow|tighten|compress|mov|escalat|intensif|brought|pulled)\w{{0,4}}\s(?:forward\s)?(?:from\s(?:every\s|q)?{_COUNT}[\s-]{{0,2}}(?:{_UNIT})?\s?)?to\s(?:every\s|q)?
      (?:(?P<step>{_COUNT})[\s-]{{0,2}}(?:{_UNIT})?,?\s(?:and\s)?(?:then|later|finally)\s(?:to\s)?(?:every\s)?)?
      {_list("target", _COUNT, _BETWEEN_COUNTS, 2)}[\s-]{{0,2}}(?P<targetunit>{_UNIT})\b
      (?:(?:\ \((?:n\ ?=\ ?)?[0-9]{{1,4}}[^().;]{{0,12}}\)|\ in\ [0-9]{{1,4}}(?:\ patients)?),?\ (?:or|and)\ (?:to\ )?(?:every\ )?(?P<also>{_COUNT})[\s-]{{0,2}}(?:{_UNIT})\b)?
  | \b(?:auf|till|til|tot|naar|op)\ (?P<short>{_COUNT})[\s-]{{0,2}}(?P<shortunit>{_UNIT})\ (?:verkurzt|reduziert|halbiert|forkortat\w{{0,3}}|verkort|gekurzt)
  | \b(?:acort|reduj|reduci|raccourci|ramene|ridott|accorci|verkort|forkort|skrocon|encurt)\w{{0,6}}\ (?:a|till|til|tot|naar|do)\ (?:cada\ |var\ |hver\ |elke\ |ogni\ )?(?P<cut>{_COUNT})[\s-]{{0,2}}(?P<cutunit>{_UNIT})\b
  | (?:(?<=mg\ )|(?<=tide\ )|(?<=gel\ )|(?<=lar\ )|(?<=interval\ )|(?<=intervals\ )|(?<=injections\ ))(?:from\ (?:every\ |q)?{_COUNT}[\s-]{{0,2}}(?:{_UNIT})?\ ?)?to\ (?:every\s|q)?{_list("toward", _COUNT, _BETWEEN_COUNTS, 2)}[\s-]{{0,2}}(?P<towardunit>{_UNIT})\b
  | \b(?:the|dosing|injection|administration|treatment)\ intervals?\ (?:(?:was|were|remained|stayed)\ |(?=[elprsw]))(?:(?:extend|lengthen|prolong|widen|stretch|return)ed\ (?:back\ )?to\ )?(?:every\ )?{_list("kept", _COUNT, _BETWEEN_COUNTS, 2)}[\s-]{{0,2}}(?P<keptunit>days?|weeks?)\b
  | \bintervals?\ to\ (?:every\ )?{_list("gap", _COUNT, _BETWEEN_COUNTS, 2)}[\s-]{{0,2}}(?P<gapunit>{_UNIT})\b
  | (?P<apart>{_COUNT})[\s-]{{0,2}}(?P<apartunit>{_UNIT})\ apart\b
  | \b(?:(?P<hung1>{_ADJECTIVE})-,?\s(?:(?P<hung2>{_ADJECTIVE})-,?\s)?(?:and|or|versus|vs\.?)\s)?(?P<adjective>{_ADJECTIVE})[\s-]?(?P<lyunit>weekly|monthly|day|week)(?=\s{{1,3}}(?:interval|schedule|cycle|dos|inject|lanreotid|octreotid|somatostatin|ssa|autogel|lar)|(?<=weekly)|(?<=monthly))
  | \b(?P<ig>[0-9]{{1,2}}|zwei|drei|vier)[\s-]?(?P<igunit>tag|woch)(?:ig|entlich)\w{{0,2}}
  | (?P<twice>\b(?:twice|two\ times|2\ times|2x|2\ x)[\s-]{{0,3}}(?:a\s|per\s|each\s)?(?:month(?:ly)?)|bi-?monthly|semi-?monthly|fortnightly|(?:every|each|per|a)\ fortnight|bi-?weekly|every\ other\ week|varannan\ vecka|quincenal\w{{0,5}}|quindicinal\w{{0,5}}|quinzenal\w{{0,5}}|bimensuel\w{{0,3}}|(?:14|vierzehn)-?tagig\w{{0,2}}|zweiwoch\w{{0,6}}|tweewekelijks\w?|(?:two|2)\ (?:injections?|syringes|depots|doses)\ (?:a|per|each|every)\ month)
  | (?P<thrice>\b(?:(?:twice|(?:two|2)(?:\ times)?)(?:\ or\ |\ to\ |-))?(?:three\ times|3\ times|thrice|t\.?i\.?d\b\.?|3x)[\s-]{{0,3}}(?:a\s|per\s|each\s)?(?:day|daily)?|every\ 8\ (?:hours|h)|q8h)
  | (?P<bid>\b(?:twice|two\ times|2\ times)[\s-]{{0,3}}(?:a\s|per\s)?(?:day|daily)|\bb\.?i\.?d\b\.?|every\ 12\ (?:hours|h))
  | (?P<day>\b(?:(?:once\ )?daily|per\ day|a\ day|q\.?d\b|each\ day)|/\s?d(?:ay)?\b)
  | (?P<week>\b(?:(?:once\ )?weekly|per\ week|a\ week|each\ week|every\ week|qw\b)|/\s?w(?:ee)?k\b)
  | 每\ ?(?P<east>[0-9]{{1,2}}|[两二三四])\ ?(?:个)?(?P<eastunit>周|天|日|月|星期)|(?P<east2>[0-9]{{1,2}}|[二三四])\ ?(?P<eastunit2>週|日|月)間?(?:毎|こと|間隔|に1回|に一回|隔)
  | \bq\ ?(?P<bare_days>14|15|20|21|28)(?![\w.,])
  | (?P<month>\b(?:(?:once\ )?monthly|per\ month|(?:once\ )?a\ month|each\ month|every\ month|monatlich\w{{0,2}}|par\ mois|mensuel\w{{0,3}}|al\ mes\b|mensual\w{{0,2}}|al\ mese|mensil[ei]|por\ mes\b|ao\ mes\b|mensal\w{{0,2}}|per\ maand|maandelijks|per\ manad|manedlig|co\ miesiac|miesiecznie|na\ miesiac)|/\s?mo(?:nth)?\b)
"""
_NAMES = {f"drug{i}": (drug, form) for i, (drug, form, _) in enumerate(_DRUGS)}
# Each name is an empty group behind its pattern, so that a pattern that begins with a letter is passed over by that letter alone.
_DRUG = "|".join(f"(?:{pattern})(?P<{name}>)" for name, (_, _, pattern) in zip(_NAMES, _DRUGS, strict=True))
# Everything begins at the edge of a word or at a sign; to look only there is five times as fast. Chinese and Japanese have no such edge.
_EAST = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
_EDGE = rf"|(?<={_EAST.pattern})|(?={_EAST.pattern})|(?<=[a-z])(?=[0-9])"
_PIECES = rf"(?:(?:{_DOSE})(?P<dose>)|{_BARE}|{_DRUG}|(?:{_OTHER})(?P<other>))"
_PIECE, _PIECE_EAST = (re.compile(rf"(?:\b(?=\w)|(?=>){edge})" + _PIECES) for edge in ("", _EDGE))
_TIME, _TIME_EAST = (re.compile(rf"(?:\b(?=\w)|(?=/){edge})(?:{_INTERVAL})", re.VERBOSE) for edge in ("", _EDGE))
# A sentence without any of these says nothing of a regimen: most sentences end here.
_TRIGGERS = tuple(
    "mg|shorten|interval reduced|intervals reduced|forward to|given every|injected every|mcg|µg|μg| ug|0ug|5ug|the interval|interval was|intervals were|-day schedule|microgram|milligram|reotid|reotyd|somatostatin|sandostatin|somatuline|signifor|2029|oclaiz|oczyesa"
    "|palsonify|mycapssa|肽|レオチト|毫克| ssa| oct | lan |-ssa|(ssa|/ssa| srl|-srl|(srl|/srl| atg|-lar| lar ".split(
        "|"
    )
)
# By the unit's first letter, in the languages above; of two letters where one would be two things.
_DAYS = {"h": 1 / 24, "d": 1, "t": 1, "j": 1, "g": 1, "w": 7, "s": 7, "v": 7, "u": 7, "ty": 7, "m": DAYS_OF_A_MONTH}
_EAST_DAYS = {"周": 7, "週": 7, "星期": 7, "天": 1, "日": 1, "月": DAYS_OF_A_MONTH}
_FAR = 200  # characters before an interval in which is said what is so far apart
_SPACING = re.compile(
    r"\b(?:intervals?|frequenc(?:y|ies)|spacing|schedules?|gaps?|dosing|injections?)\b|mg (?:was|were) $"
)
_NAMED_DAYS = {"twice": 14, "thrice": 1 / 3, "bid": 1 / 2, "day": 1, "week": 7, "month": DAYS_OF_A_MONTH}


def triggers(folded: str) -> tuple[str, ...]:
    """Return what the folded text has of the signs without one of which a sentence says nothing of a regimen."""
    whole = f" {folded}"
    return tuple(trigger for trigger in _TRIGGERS if trigger in whole)


def pieces(folded: str, start: int, stop: int, signs: tuple[str, ...]) -> list[Piece]:
    """Return every drug, dose and interval of the folded text between the offsets, in order; none without one of the signs."""
    sentence = f" {folded[start:stop]}"
    if not any(sign in sentence for sign in signs):
        return []
    time, piece = (_TIME_EAST, _PIECE_EAST) if _EAST.search(sentence) else (_TIME, _PIECE)
    times = [_interval(match) for match in time.finditer(folded, start, stop) if _is_of_doses(match, start)]
    times = [one for one in times if min(one.numbers) > 0]
    found = [_piece(match) for match in piece.finditer(folded, start, stop)]
    found = [one for one in found if one.numbers or one.sort is not Sort.DOSE]
    return sorted([*times, *_apart(found, times)], key=lambda piece: piece.start)


def _apart(found: list[Piece], times: list[Piece]) -> list[Piece]:
    """Return what does not overlap an interval: "14 d" of "every 14 days" is no dose. Both lists are in order."""
    kept = []
    at = 0
    for piece in found:
        while at < len(times) and times[at].end <= piece.start:
            at += 1
        if at == len(times) or times[at].start >= piece.end:
            kept.append(piece)
    return kept


def _piece(match: re.Match[str]) -> Piece:
    """Return what the match found; the group that it closed last says what that is."""
    start, end, text, sort = match.start(), match.end(), match.group(), match.lastgroup or ""
    if sort == "other":
        return Piece(Sort.OTHER, start, end, text)
    if sort in _NAMES:
        return Piece(Sort.DRUG, start, end, text, drug=_NAMES[sort])
    if sort == "bare":
        return Piece(Sort.DOSE, start, end, text, numbers=tuple(map(float, text.split("/"))))
    return _dose(match)


_NEAR = 40
_RAISED_FROM = re.compile(
    r"(?<!not )(?:rais|increas|escalat|titrat|chang|switch|stepp|mov|went|gone|intensif|rose|brought)\w{0,4} (?:\w{1,12} ){0,2}from (?:(?:oct|lan|pasi)[a-z]{5,9} )?(?:(?:lar|autogel|depot|acetate) )?$"
)


# "Increased by 10 mg", "in steps of 10 mg", "HR 0.91 per 10 mg": how much more, and no dose.
_MORE_BY = re.compile(
    r"(?:(?<!\w)(?:increas|rais|escalat|reduc|lower|decreas|titrat|stepp|went|adjust|up)\w{0,4} (?:[\w-]{1,12} ){0,3}by|(?:increments?|steps|increases?) of|per(?: additional)?) (?:a further |another |up to )?$"
)
_STEPS = re.compile(r" ?(?:increments?|steps?|increases?)(?!\w)")


def _is_raised(match: re.Match[str], first: str, second: str, start: int) -> bool:
    """Return whether the dose became another: "raised from 30 to 60 mg", and not "from 30 or 60 mg"."""
    between = match.string[match.end(first) : match.start(second)]
    became = any(sign in between for sign in ("to", "->", "→"))
    return became and _RAISED_FROM.search(match.string, max(0, start - _NEAR), start) is not None


def _dose(match: re.Match[str]) -> Piece:
    """Return the doses; of a list the first that a syringe can hold: in "121 to 60 mg and 123 to 30 mg" stand people too."""
    if _MORE_BY.search(match.string, max(0, match.start() - _NEAR), match.start()) or _STEPS.match(
        match.string, match.end()
    ):
        return Piece(Sort.DOSE, match.start(), match.end(), match.group())
    factor = 1.0 if match["unit"].startswith(("mg", "milli", "毫")) else 0.001
    names = [name for number in range(1, 6) if match[name := f"dose{number}"]]
    said = {name: round(float(match[name].replace(",", ".")) * factor, 6) for name in names}
    small = max(said.values()) < _LARGE_SYRINGE
    said |= {name: 0.1 for name in names[:-1] if _PEOPLE_TO.match(match.string, match.start(name))}  # fills no syringe
    held = groupby(
        names, lambda name: len(names) == 1 or (small if said[name] < _SMALLEST_SYRINGE else said[name] % _STEP == 0)
    )
    kept = next((list(run) for is_held, run in held if is_held), [])
    start = match.start(kept[0]) if kept and kept[0] != names[0] else match.start()
    end = match.end()
    if kept and kept[-1] != names[-1]:
        end = match.end(kept[-1])
        end += len(_UNIT_OF_ONE) if match.string.startswith(_UNIT_OF_ONE, end) else 0
    if len(kept) > 1 and _is_raised(match, kept[0], kept[1], start):
        start, kept = match.start(kept[1]), kept[1:]  # the dose before it is none that the study gave
    if (
        len(kept) > 1
        and match.string.endswith(_PEOPLE, 0, start)
        and "mg" not in match.string[start : match.start(kept[1])]
    ):
        start, kept = match.start(kept[1]), kept[1:]  # "30 mg every 3 weeks in 45 and 40 mg in 20"
    numbers = tuple(said[name] for name in kept)
    return Piece(Sort.DOSE, start, end, match.string[start:end], above=bool(match["above"]), numbers=numbers)


def _is_of_doses(match: re.Match[str], start: int) -> bool:
    """Return whether it is doses that are so far apart: "shortened to 14 days" may be said of a stay."""
    said = not (match["target1"] or match["toward1"]) or re.search(r"every|(?<!\w)q\d", match.group()) is not None
    since = max(start, match.start() - _FAR)
    spaced = _SPACING.search(match.string, since, match.start()) or _SPACING.match(match.string, match.end() + 1)
    return said or spaced is not None


def _interval(match: re.Match[str]) -> Piece:
    if match["each"]:
        words = [*_items(match, "count", 3), *([match["against"]] if match["against"] else [])]
        days = tuple(_count(word) * _days(match["each"]) for word in words)
    elif match["east"] or match["east2"]:
        unit = match["eastunit"] or match["eastunit2"]
        days = (_count(match["east"] or match["east2"]) * _EAST_DAYS[unit],)
    elif match["target1"]:
        steps = [one for one in (match["step"], *_items(match, "target", 2), match["also"]) if one]
        days = tuple(_count(word) * _days(match["targetunit"]) for word in steps)
    elif name := next((name for name in ("gap", "toward", "kept") if match[f"{name}1"]), ""):
        days = tuple(_count(word) * _days(match[f"{name}unit"]) for word in _items(match, name, 2))
    elif name := next((name for name in ("short", "cut", "apart") if match[name]), ""):
        days = (_count(match[name]) * _days(match[f"{name}unit"]),)
    elif match["at"]:
        days = ((int(match["at2"]) - int(match["at1"])) * _days(match["at"]),)
    elif match["ig"]:
        days = (_count(match["ig"]) * _DAYS[match["igunit"][0]],)
    elif match["bare_days"]:
        days = (float(match["bare_days"]),)
    elif match["adjective"]:
        words = [*_items(match, "hung", 2), match["adjective"]]
        days = tuple(_count(word) * _DAYS[match["lyunit"][0]] for word in words)
    else:
        days = (_NAMED_DAYS[match.lastgroup or ""],)
    return Piece(
        Sort.INTERVAL,
        match.start(),
        match.end(),
        match.group(),
        numbers=tuple(map(float, days)),
        changes=any(match[name] is not None for name in ("target1", "kept1", "short", "cut")),
    )


def _days(unit: str) -> float:
    return _DAYS[unit[:2]] if unit[:2] in _DAYS else _DAYS[unit[0]]


def _items(match: re.Match[str], name: str, most: int) -> list[str]:
    return [item for number in range(1, most + 1) if (item := match[f"{name}{number}"])]


def _count(word: str) -> int:
    return _WORDS[word] if word in _WORDS else int(word)

"""The forms in which figures are printed: one pattern a mark, the most particular first.

Patterns run over folded text (lower case, plain dashes, "." for the mid-dot), see ``watcher.text.fold``.
"""

import re
from enum import IntEnum, auto
from typing import NamedTuple

from digests.outcomes import lexicon


class Mark(IntEnum):
    """What a stretch of a sentence is; whole numbers, since sets of them are asked at every token."""

    P = auto()
    INTERVAL = auto()  # labelled as of confidence
    BRACKET = auto()  # two bounds in brackets, without a label
    INTERVAL_LABEL = auto()  # "(95% CI)" ahead of its numbers
    SPREAD = auto()
    SPREAD_LABEL = auto()
    SIZE = auto()  # n = 99
    COUNT = auto()  # 13 of 57
    MILESTONE = auto()  # at 12 months
    COMPOUND = auto()  # 12-month
    TIME = auto()
    PERCENT = auto()
    NUMBER = auto()
    OPEN_ENDED = auto()  # not reached
    RATIO = auto()
    MEDIAN = auto()
    MEAN = auto()
    CHANGE = auto()
    DIFFERENCE = auto()
    OUTCOME = auto()
    VERSUS = auto()
    AND = auto()
    RESPECTIVELY = auto()
    COMMA = auto()
    SEMICOLON = auto()
    OPEN = auto()
    CLOSE = auto()
    SIGN = auto()
    WORD = auto()
    SEVERITY = auto()  # grade 3-4, serious; only of an adverse event


# What stands between the members of a pair, of a list, and between statements.
COMPARING = frozenset({Mark.AND, Mark.VERSUS})
JOINING = COMPARING | {Mark.COMMA}
SEPARATING = JOINING | {Mark.SEMICOLON}
AVERAGED = frozenset({Mark.MEDIAN, Mark.MEAN})
QUANTITIES = frozenset({Mark.NUMBER, Mark.PERCENT, Mark.TIME, Mark.COUNT, Mark.OPEN_ENDED})


class Token(NamedTuple):
    """One mark with its place in the sentence; ``depth`` counts the brackets around it."""

    mark: Mark
    start: int
    end: int
    label: str = ""  # name of the outcome or measure, unit, p; else the folded text
    number: float | None = None
    at: tuple[int, int] = (0, 0)  # the digits of the number alone
    low: float | None = None
    high: float | None = None
    level: float | None = None
    total: int | None = None
    depth: int = 0


# No number of a trial has more digits: what has is a serial number, or damage.
_DIGITS = r"\d{1,12}+(?!\d)"
# With a decimal comma: "16,9, 8,8 and 4,3 months", "HR 1,8, 95% CI"; "3,6, 9" is a list.
_WITH_COMMA = r"\d{1,3},\d{1,2}(?:(?!\d|,(?:\d| (?:(?:and|or) )?\d))|(?=, (?:\d{1,3},\d{1,2}(?!\d)|9[059] ?%)))"
_NUMBER = rf"(?:0,\d{{2,3}}(?!\d)|{_WITH_COMMA}|(?:\d{{1,3}}(?:,\d{{3}}){{1,4}}+(?!\d)|{_DIGITS})(?:\.{_DIGITS})?|\.{_DIGITS})"
# Nobody looks at 30.9 months: "did not differ, at 30.9 and 31.2 months".
_POINT = rf"{_DIGITS}(?:\.[05])?(?![\d.])"
_SIGNED = rf"[-+]?{_NUMBER}"
# "0 . 93" and "41 .3" are what a tokeniser made of 0.93 and 41.3.
_BOUND = rf"(?:0 \. \d{{2,3}}(?!\d)|{_DIGITS} \.{_DIGITS}|{_SIGNED})"
# Stands for the m of "mPFS" in folded text.
M_FOR_MEDIAN = "\u00a4"
_WORD_NUMBER = lexicon.WORDS
_UNREACHED = (
    r"(?:not (?:yet )?(?:been )?(?:reached|estimable|estimated|assessable|available|evaluable|calculable|applicable)(?! for (?:tumou?r )?response)"
    r"|could not be (?:estimated|calculated|determined|computed)|non-?(?:estimable|reached)|unreached|n\.?[raec]\b\.?|n/[aer]|infinity|∞)"
)
_UNIT_BETWEEN = rf"(?:\s?(?:%|{lexicon.TIME_UNITS}))?"


def _bounds(letter: str, between: str) -> str:
    """Two numbers with a dash, "to", a comma or a semicolon between; either may be "not reached"."""
    return (
        rf"(?P<{letter}low>{_BOUND}|{_UNREACHED}){_UNIT_BETWEEN}\s*+(?:--?|{between})\s*+"
        rf"(?P<{letter}high>{_BOUND}|{_UNREACHED})(?!\.*+\d){_UNIT_BETWEEN}"
    )


def _level(letter: str) -> str:
    return rf"(?:(?P<{letter}level>\d\d(?:\.\d{{1,4}}+)?)\s*+(?:%|per ?cent)?[\s,-]*+(?:two-sided |one-sided |wald |repeated |bootstrap )?)?"


_CONFIDENCE = (
    r"(?:confiden\w{1,12}+|credib\w{1,12}+)(?:\s++(?:intervals?|limits?|bounds?|level))?(?:\s*+[\(\[][\s\d%,]*+(?:c\.?i\.?s?|cl|cri)\s*+[\)\]]|\s++ci(?!\w))?"
    r"|c\.?i\.?s?(?![\w.])|cl(?!\w)|cri(?!\w)|ci(?=\d)"
)
_AFTER_LABEL = r"(?:\s*+(?P<alevel>\d\d)(?:\s*+%|(?<=ci\d\d)(?=[\s:=])))?[\s,:;=]{0,4}(?:(?:of|from|was|is|were)\s++)?(?:[\(\[]\s*+)?"
_ONE_BOUND = (
    rf"(?<!\w)(?:(?P<upper>upper)|lower) (?:(?:limit|bound)s? of the )?{_level('o')}(?:{_CONFIDENCE})(?: (?:limit|bound)s?)?"
    rf"[\s,:;=]{{0,4}}(?:(?:of|was|is)\s++)?(?P<one>{_SIGNED})(?![\d%]|\.\d|\s*+%)"
)
_SPREAD_LABEL = (
    r"(?:(?:inter-?quartile )?ranges?|iqrs?|quartiles?|min(?:imum)?-max(?:imum)?|q1[-,] ?q3|standard (?:deviations?|errors?)"
    r"(?: of the mean)?|sds?(?!-[a-z])|sems?|se|cv|coefficients? of variation|(?:25th-75th )?percentiles?)(?:\s*+[\(\[]\s*+(?:iqr|sd|sem?)\s*+[\)\]])?(?!\w)"
)
_SPREAD = (
    rf"(?<![\w]){_SPREAD_LABEL}[\s,:;=]{{0,3}}(?:(?:of|from)\s++)?[\(\[]?\s*+{_SIGNED}{_UNIT_BETWEEN}"
    rf"(?:\s*+(?:-|to|,|;|and)\s*+{_SIGNED})?|(?:±|\+\s?/\s?-)\s*+{_NUMBER}(?:\s?%)?"
)
_P_VALUE = (
    r"(?<![\w-])p(?:[- ]?values?)?(?:[- ](?:for|of) [a-z-]{4,20})?(?:\s?\([a-z -]{2,20}\))?(?:[- _]?(?:interaction|trend|log-?rank))?"
    r"\s{0,4}(?P<operator>(?:[=<>≤≥:,]|of |was |is |5(?=\s{1,4}\.\d)| or )[\s=<>≤≥]{0,6}(?:or\s{0,4}=\s{0,4})?|(?=0?\.\d))"
    rf"(?P<p>(?:{_NUMBER}|\. \d{{2,4}})(?:\s?[x×*]\s?10[\s^]{{0,3}}-?[\d^]{{0,6}}|e-?\d{{1,3}})?|n\.?s\b\.?|not significant)"
)
# A comma separates bounds only in square brackets: "(70, 66)" is two arms.
_IN_BRACKETS = r"to|;|~|,(?=[^)]{0,40}\])"
# What a nuclide in brackets labels is one word: "[177Lu]Lu-edotreotide".
_NUCLIDE = r"[\(\[][\d^]{2,3}m?[a-z]{1,2}[\)\]]-?(?=[a-z])"
_PREPOSITIONS = "by|after|within|through|until|beyond|over|over the first|in the first|during the first"

_PATTERNS: tuple[tuple[Mark, str], ...] = (
    # What no other form begins with comes first, for speed.
    (Mark.COMMA, r","),
    (Mark.SEMICOLON, r";"),
    (Mark.OPEN, rf"(?!{_NUCLIDE})[\(\[]"),
    (Mark.CLOSE, r"[\)\]]"),
    (Mark.P, _P_VALUE),
    (
        Mark.INTERVAL,
        rf"(?<![\w.]){_level('i')}(?<![a-z])(?:{_CONFIDENCE}){_AFTER_LABEL}{_bounds('i', 'to|,|;|and|through|/|~')}|{_ONE_BOUND}",
    ),
    (Mark.INTERVAL_LABEL, rf"(?<![\w.]){_level('l')}(?<![a-z])(?:{_CONFIDENCE})"),
    (Mark.SPREAD, _SPREAD),
    (Mark.SPREAD_LABEL, rf"(?<![\w]){_SPREAD_LABEL}|±"),
    (Mark.SIZE, r"(?<![\w])n\s*+=\s*+(?P<size>\d[\d,]{0,14}+)"),
    (Mark.BRACKET, rf"(?<=[\(\[])\s*+{_bounds('b', _IN_BRACKETS)}(?=\s*+[\)\];,])"),
    (
        Mark.COUNT,
        rf"(?<![\w.,/-])(?P<count>not (?:a single )?one|\d[\d,]{{0,14}}|{_WORD_NUMBER}|none)(?:\s*+/\s*+|(?:\s++(?:patients|participants|subjects|cases)(?= (?:out )?of (?:the )?\d))?\s++(?:(?:out )?of(?: the)?|von|sur|van(?: de)?)\s++)(?P<total>\d(?:\d|,(?=\d)){{0,14}}+)(?![\d/%-]|\.\d|\s*+(?:%|mg|weeks|months|years))",
    ),
    (
        Mark.MILESTONE,
        rf"(?<!\w)(?:(?:{_PREPOSITIONS})\s++(?:{_NUMBER}|{_WORD_NUMBER})|(?:at|@|a)\s++(?:{_POINT}|{_WORD_NUMBER}))(?:\s*+(?:,\s*+(?:and|or)?|and|or)\s*+{_NUMBER})*+[\s-]{{1,6}}{lexicon.TIME_UNITS}|(?<![\w/])(?<!per )(?:week|month|year|day)s? {_DIGITS}(?!\.\d)",
    ),
    (
        Mark.COMPOUND,
        rf"(?<![\w.])(?P<compound>{_NUMBER}|{_WORD_NUMBER})\s?-\s?(?P<period>year|month|week|day|yr|mo|wk)s?(?!\w)",
    ),
    (
        Mark.TIME,
        rf"(?<![\w.])(?P<time>{_SIGNED}|{_WORD_NUMBER}(?=\s))\s{{0,3}}+(?P<unit>{lexicon.TIME_UNITS})(?!/)(?:\.(?=\s?[(;,a-z]))?+",
    ),
    (Mark.PERCENT, rf"(?<![\w.])(?P<percent>{_SIGNED}|{_WORD_NUMBER}(?= per ?cent))\s{{0,3}}+(?:%|per ?cent(?!\w))"),
    (
        Mark.NUMBER,
        rf"(?<![\w.])(?P<number>{_SIGNED}|{_WORD_NUMBER}(?=\s*+[\(\[]\s*+(?:\d|range|iqr)|\s++(?:patients|pts|crs?|prs?|of|to {_WORD_NUMBER} (?:a|per) day|a day|per day)(?!\w)))(?:\s?(?P<other>{lexicon.OTHER_UNITS}))?(?!\.?\d|-?[a-z]|\([a-z]+\)[a-z])",
    ),
    (Mark.OPEN_ENDED, rf"(?<!\w){_UNREACHED}(?!\w)"),
    (Mark.RATIO, lexicon.RATIO),
    (Mark.MEDIAN, rf"(?<!\w)medians?(?!\w)|{M_FOR_MEDIAN}"),
    (Mark.MEAN, r"(?<!\w)(?:geometric )?(?:means?|averages?|averaged)(?!\w)"),
    (Mark.CHANGE, r"(?<!\w)(?:changes?|reductions?|decreases?|increases?|declines?)(?!\w)"),
    (
        Mark.DIFFERENCE,
        r"(?<!\w)(?:differences?|improvements?(?! (?:of|in) (?:the |their )?(?:\w{1,24} )?(?:symptoms?|syndrome)(?!\w))|advantages?|prolongations?(?! of (?:the )?qt)|gains?|benefits?)(?!\w)|(?<!\w)[asw]?[mr]d(?=\s?[:=]\s?-?\d)",
    ),
    (Mark.OUTCOME, rf"(?=[a-z25\u80c6\u8179\u4e0b]){lexicon.OUTCOME}"),
    (
        Mark.VERSUS,
        r"(?<!\w)(?:versus|vs?(?!\w)\.?|(?:(?:as )?compared|in comparison) (?:with|to)|as opposed to|relative to|(?:superior|inferior) to|(?<=, )(?:down|up) from(?= \d[^;,()]{0,16} (?:at|before|in) )|(?:rather )?than|(?:as )?against|(?:(?<=similar )to|(?<=comparable )to|(?<=identical )to|(?<=equivalent )to|(?<=differ )from|(?<=different )from|(?<=differed )from)(?: (?:that|those)(?= (?:in|with|on|of|under|among|for|after|during)(?!\w)))?)(?!\w)|(?<=\s)\|(?=\s)",
    ),
    (Mark.AND, r"(?<!\w)(?:and|or|but|while|whereas)(?!\w)|&"),
    (Mark.RESPECTIVELY, r"(?<!\w)respectively(?!\w)"),
    (Mark.SIGN, r"[=:<>≤≥~+*/-]"),
    (Mark.WORD, rf"(?:{_NUCLIDE}|(?<!\d)\d++-?)?[^\W\d_](?:[\w+'&^]|[./-](?=\w)|,(?=\d))*+|\d{{13,}}+|[^\s]"),
)
# White space is passed over at once, but where bounds in brackets may begin with it. What a token is says an empty group behind
# it: so a pattern that begins with one sign is passed over by that sign alone.
SCANNER = re.compile(
    "|".join([r"(?<![\(\[])\s++", *(f"(?:{pattern})(?P<m{mark.value}>)" for mark, pattern in _PATTERNS)])
)
BY_GROUP = {f"m{mark.value}": mark for mark, _ in _PATTERNS}
# Without a number or a "not reached" there is no figure: most sentences need no further reading.
HAS_VALUE = re.compile(rf"\d|(?i:(?<!\w)(?:none|no|neither|nobody|{_WORD_NUMBER}|{_UNREACHED})(?!\w))")

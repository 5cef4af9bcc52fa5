"""What is printed in one of many ways, as the one that the marks know: damage mended, "amounted to" as "was"; no offset moves."""

import re

from digests.outcomes.patterns import M_FOR_MEDIAN
from watcher.text import blank, fold

_DAMAGED_SEMICOLON = re.compile(r'";"')
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2150-\u218f\u2460-\u24ff]")
# The m of "mPFS" stands for "median"; not in "progression-free survival (mPFS)", which has the word itself.
_M_FOR_MEDIAN = re.compile(r"(?<![\w-])m(?=(?:PFS|OS|TTP|EFS|DFS|RFS|D[Oo]R)(?!\w|\s{0,2}[)\]]))")
# "Median-PFS" is two words.
_JOINED = re.compile(r"(?i)(?<![\w-])(?P<average>median|mean)-(?=[a-z])")
_CHANGE_SIGN = re.compile("[\u0394\u2206](?=[A-Za-z0-9])")
# How much the studies of a synthesis differ, beside their pooled value: "62% (95% CI 55 to 69; I2 = 71%)".
_HETEROGENEITY = re.compile(
    r"(?i)(?:[;,] ?)?(?<!\w)(?:heterogeneity:? ?)?(?:(?:I ?(?:2|\^)|(?:tau|\u03c4) ?(?:2|\^))(?: ?[=:<>] ?| (?:of |was )?)\d[\d.]{0,6}(?: ?%)?|p(?:[- ]?values?)?[ _-](?:for |of )?het(?:erogeneity)? ?[=<>] ?0?\.\d{1,5})(?:[;,](?= ?(?:\d\d ?% ?c|ci\b|p\b)))?"
)
_DOT = re.compile(r"(?<=\d)[\u2219\u22c5\u2027\u2022](?=\d)")
# What calls a footnote, at a number or at its unit: "12.3* months", "41%\u2020", "8 months\u1d43"; "1.9*10" is a product.
_FOOTNOTE = re.compile(
    r"(?<=[\d.%]\d)[*\u2020\u2021\u00a7\u00b6\u1d2c-\u1d6a]{1,3}(?= ?(?:months?|mo|m|weeks?|years?|%)(?!\w))|(?<=\d%)[*\u2020\u2021\u00a7\u00b6\u1d2c-\u1d6a]{1,3}(?!\w)"
    r"|(?<=\d months|.\d weeks|.\d years)[*\u2020\u2021\u00a7\u00b6\u1d2c-\u1d6a]{1,3}(?!\w)"
)
# What says that a number is not the exact one, or is much: it names nobody.
_ABOUT = re.compile(
    r"(?:(?<!\w)(?:approximately|approx\.?|roughly|nearly|almost|as (?:many|much|high|long|few|low|little) as|a total of) |(?<=[a-z(] )[~\u2248] ?)(?=\d)"
)
# What joins a clause to the one before, and names nobody: "; moreover, CgA fell".
_JOINING = re.compile(
    r"(?<=; )(?:moreover|furthermore|additionally|in addition|likewise|similarly|notably|of note|importantly|interestingly|also|finally|meanwhile|conversely|in contrast),? (?=[a-z\d])"
)
_OR_EQUAL = re.compile(r"(?P<than>[<>]) ?(?:or ?)?=(?= ?\d)")
# What a time is measured from and to: "PFS (time from randomisation to progression or death)".
_TIME_MEANT = re.compile(
    r"(?<=\w)(?:(?P<open> \()|, )(?:(?:which was |and )?defined as |i\.?e\.?,? |that is,? )?(?:the )?(?:time|interval|period|duration) (?:elapsed )?(?:from|between) [^,;()\d]{4,80} (?:to|until|till|and) [^,;()\d]{4,80}(?(open)\)|,)(?!\w)"
)
# Over which visits a level is averaged: "IGF-1 below the upper limit of normal (mean of weeks 22 and 24)".
_AVERAGED_OVER = re.compile(
    r"\((?:the )?(?:mean|average) (?:of|at|over) (?:weeks?|months?|days?|visits?) [^()]{1,30}\)"
)
# "12.3 months, ranging from 2 to 60, with A".
_RANGING = re.compile(
    r"(?<=\d months, |.\d weeks, |.\d years, |......\d%, |.......\), )ranging (?:from|between)(?= \d)"
)
# Verbs that say no more than "was"; "estimated at 12 months" is when, but of a median.
_WAS = re.compile(
    r"(?<!\w)(?:(?:amounted|came|equated|corresponded) to|(?:stood|lay) at|equalled|(?:(?:was|were) (?:found|estimated|calculated|observed)|proved|turned out) to be|(?:was|were) (?:reported|given|recorded) as)"
    r"(?=(?: (?:only|about|just))? {1,40}\d)|(?<=it )was (?:estimated|calculated|put|recorded) at(?= \d)|(?<=median )(?P<of>[^,;.()]{2,60} )(?:was|were) (?:estimated|calculated|put|recorded) at(?= \d)"
)


def smooth(text: str) -> str:
    """Return the text folded, what damages numbers or names nothing mended; no offset moves."""
    text = _RAISED.sub("^", _DAMAGED_SEMICOLON.sub(" ; ", text))
    text = _JOINED.sub(r"\g<average> ", _M_FOR_MEDIAN.sub(M_FOR_MEDIAN, text))
    text = _FOOTNOTE.sub(blank, _HETEROGENEITY.sub(blank, text))
    folded = fold(_DOT.sub(".", _CHANGE_SIGN.sub(" ", text)))
    folded = _AVERAGED_OVER.sub(blank, folded)
    folded = _TIME_MEANT.sub(blank, _OR_EQUAL.sub(_as_limit, _JOINING.sub(blank, _ABOUT.sub(blank, folded))))
    return _WAS.sub(_as_was, _RANGING.sub(lambda told: "range".ljust(len(told.group())), folded))


def _as_limit(told: re.Match[str]) -> str:
    sign = "\u2264" if told.group("than") == "<" else "\u2265"
    return sign.ljust(len(told.group()))


def _as_was(told: re.Match[str]) -> str:
    of = told.group("of") or ""
    return of + "was".ljust(len(told.group()) - len(of))

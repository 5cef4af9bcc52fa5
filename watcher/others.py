"""What a text tells of another's work before it comes to its own: "A phase 3 trial in 231 patients showed a benefit. We asked ..."."""

import re
from itertools import islice

from watcher.text import fold, sentences

_HOW = (
    r"(?:large|larger|recent|pivotal|landmark|seminal|single|randomi[sz]ed|controlled|placebo-controlled|double-blind|open-label|multicent(?:re|er)|international|"
    r"prospective|retrospective|previous|earlier|published|phase[- ](?:\d|i{1,3})[ab]?)"
)
_FOUND = r"(?:showed|shown|demonstrated|found|suggested|reported|established|proved|proven|(?:significantly )?(?:improved|prolonged|delayed|extended))(?!\w)"
_FINDS = re.compile(
    rf"(?:an?|one|two|three|several|some|earlier|previous|retrospective) (?:{_HOW},? ){{0,6}}(?:trials?|stud(?:y|ies)|series)(?: (?:of|in|with|among) [^.;:]{{3,80}}?)? (?:has |have |had )?(?:also |already |recently )?{_FOUND}"
)
_NAMES = re.compile(
    rf"(?:In )?(?:[Tt]he )?(?:{_HOW} ){{0,4}}(?P<name>[A-Z][A-Z0-9-]{{3,20}}(?: FORTE)?) (?:trial|study)(?!\w)[^.;:]{{0,160}}? {_FOUND}"
)
_HEADING = re.compile(r"[A-Z][A-Za-z &]{2,30}: ?")
# What begins to tell of the own.
_OWN = re.compile(
    r"(?<!\w)(?:we (?!conclu|suggest|recommend|believe|propos|think|hope|advis)\w|our (?!data|results|findings|conclu)\w|(?:aims?|aimed|objectives?|purpose|sought)(?!\w)|methods?:"
    r"|(?:this|is an?) (?:[\w-]{1,20},? ){0,6}(?:study|trial|report|survey|registry|cohort)(?!\w| (?:shows|suggests|confirms|supports)))|(?:^ ?|\n|[.:] )(?:to [a-z]{4,14} (?:the|whether|how|if|two|three|and)|an? \d{1,3}-year-old)(?!\w)"
)
# Somebody's words, in the news.
_QUOTED = re.compile("[\u201c\u201d\u00ab]")
# What is told further of the same trial.
_FURTHER = re.compile(
    r"post[- ]?hoc|secondary analys|sub-?(?:group )?(?:analys|study)|extension|(?:of|from|in) (?:this|that|the same|the) trial(?!\w)"
)


_OPENING = 4  # sentences among which background stands


def of_others(text: str, title: str = "") -> list[tuple[int, int]]:
    """Return the places of the sentences at a text's beginning that tell what others found, where the own work is told behind them."""
    if _QUOTED.search(text) or _FURTHER.search(fold(f"{title} {text}")):
        return []
    return [(start, end) for start, end in islice(sentences(text), _OPENING) if _tells(text, start, end, title)]


def _tells(text: str, start: int, end: int, title: str) -> bool:
    """Return whether a sentence tells of another's finding, and what is behind it of the own work."""
    heading = _HEADING.match(text, start, end)
    begin = heading.end() if heading else start
    if named := _NAMES.match(text, begin, end):
        found = named["name"] not in f"{title}{text[:start]}{text[end:]}"
    else:
        found = _FINDS.match(fold(text[begin:end])) is not None
    return found and _OWN.search(fold(text[end:])) is not None

"""Texts as far as there is room for them: no "not" is cut off, and nothing is left that says another thing without what followed."""

import re

from watcher.text import shown

NAME = 76  # characters of a title, where an item is told shortly


# What a reader must not miss of a sentence that is cut.
_DENIAL = re.compile(
    r"(?i)(?<!\w)(?:not|no|none|neither|nor|never|without|fail\w{1,4}|lack\w{0,3}|similar\w{0,2}|unchanged(?! (?:dos|interval|schedul|treat))|retract\w{1,4})(?!\w)|n't"
)


# What says nothing, or another thing, without what follows: "in tumours that", "lanreotide 120".
_DANGLING = frozenset(
    "a an the of in on at by to for from with after before under as than and or vs vs. versus that which who whose is are was were its their grade grades phase stage every".split()
)
_NUMBER = re.compile(r"[\d.,·–-]+")
_MARKS = " ,;:(["


def cut(text: str, most: int) -> str:
    """Return the text as it may be shown, cut at a word before ``most`` characters; whole where what would go denies something."""
    whole = shown(text)
    if len(whole) <= most:
        return whole
    kept = _ended(whole[:most].rpartition(" ")[0].rstrip(_MARKS)) or whole[: most - 1]
    return whole if _DENIAL.search(whole, max(0, len(kept) - len(" not"))) else f"{kept}…"


def quoted(text: str, most: int) -> str:
    """Return the text cut as ``cut`` does, but behind a whole sentence in quotation marks where one ends in its second half."""
    end = text.rfind("”", most // 2, most) + 1
    return text[:end] if end and len(text) > most and not _DENIAL.search(text, end) else cut(text, most)


def _ended(text: str) -> str:
    """Return the text without the last words, where they need what followed."""
    before, _, last = text.rpartition(" ")
    while before and (last.lower() in _DANGLING or _NUMBER.fullmatch(last)):
        text = before.rstrip(_MARKS)
        before, _, last = text.rpartition(" ")
    return text


# What a study is called, in brackets at the end of a title, before a colon, or as "the BALLAST trial".
_ACRONYM = re.compile(
    r"\(([A-Z][A-Z0-9]{3,}(?:[ -][A-Z0-9]+)?)\)(?=[.:]|$)|(?<!\w)([A-Z][A-Z0-9]{3,}(?:-[A-Z0-9]+)?) (?:trial|study)(?!\w)|: ([A-Z][A-Z0-9]{3,}(?:-[A-Z0-9]+)?), an? "
)
# Behind a colon, by where it was done: "the Leipzig-Graz cohort".
_OF_A_PLACE = re.compile(r": (?:the |a )?((?:[A-Z][\w-]{2,20} ){1,3}(?:cohort|registry|register|trial|study|series))$")
_NO_NAME = re.compile(
    r"(?<!\w)(?:[A-Z]*NE[TNC]|GEP|SSAS?|SSTR[0-9]?|PRRT|ESMO|ASCO|ENETS|NANETS|QOL|HRQOL|[A-Z]{2,4}-?[0-9]{3,})(?!\w)"
)


# Behind a colon, what a title says of the design alone.
_SUBTITLE = re.compile(
    r"(?i)(?<=.{40}): (?:[\w-]{1,20},? ){0,7}(?:trial|study|cohort|series|review|meta-analysis|analysis|report|experience|survey)(?!\w)[^:]{0,80}$"
)


# How a long sentence leads up to what it tells: "I am proud to say that it met its primary endpoint: "; of which nothing is left open.
_LED_UP = re.compile(r"(?<=“)[^“”:]{60,400}: (?=[^“”]{100})")
_OPEN = re.compile(
    r"(?i)(?<!\w)(?:if|whether|may|might|could|would|rumou?rs?|claims?|reports? that|reportedly|before|until)(?!\w)"
)


def to_the_point(text: str) -> str:
    """Return a text whose quoted sentence begins behind the colon to which it leads up: "“…octreotide reduced the risk (HR 0.71)”"."""
    led_up = _LED_UP.search(text)
    if led_up is None or _DENIAL.search(led_up[0]) or _OPEN.search(led_up[0]):
        return text
    return f"{text[: led_up.start()]}…{text[led_up.end() :]}"


# How it was done, which is told behind the title: "ROTUNDA: a response-adaptive randomised trial of octreotide LAR schedules".
_OF_DESIGN = re.compile(
    r"(?i)^([\w -]{3,40}: |)(?:an? |the )?(?=[^:]{0,80}(?:randomi[sz]ed|blind|controlled|phase|prospective|crossover|open-label))(?:[\w-]{1,20},? ){1,9}(?:trial|study) of (?=.{30})"
)
_LITTLE = 6  # characters more that a title may have where that is the whole of it


def called(title: str, most: int = NAME) -> str:
    """Return a title as far as there is room, with the name of the study that it ends in: "Lanreotide every 14 days in… (PENDULUM)"."""
    if len(title) <= most + _LITTLE:
        return shown(title)
    title = _OF_DESIGN.sub(r"\1…", title)
    if len(title) <= most + _LITTLE:
        return shown(title)
    told, name = _SUBTITLE.sub("", title), _name(title)
    named = f" ({name})" if name and name not in cut(title, most) else ""
    if len(title) > most >= len(told) and not _DENIAL.search(title, len(told)):
        named = f" ({name})" if name and name not in told else ""
        return f"{told}…{named}"
    return f"{cut(title, most - len(named))}{named}"


def subject(title: str) -> str:
    """Return a title without what a subtitle says of the design alone, but with the name of the study."""
    return called(title, len(_SUBTITLE.sub("", title)))


def name(title: str) -> str:
    """Return what a study is called, else the beginning of its title: "MAPLE-21", "Lanreotide every 3 weeks…"."""
    begins = _BEGINS.match(title)
    if begins and begins[1] not in _STATES and sum(map(str.isupper, begins[1])) >= _CAPITALS:
        return begins[1]
    return _name(title) or called(title, _BRIEF)


_BRIEF = 48
# "ROTUNDA: a Bayesian", "PENDULUM trial: ".
_BEGINS = re.compile(r"(?:\d{1,5}[A-Z]{0,3} )?([A-Z][A-Za-z0-9-]{2,24}+)(?: trial| study)?: ")
_CAPITALS = 2  # of a name: "RoTunda"
_STATES = frozenset({"RETRACTED", "CORRECTED", "CONCERN", "WITHDRAWN"})


def _name(title: str) -> str:
    """Return what a study is called in its title; "" for no name."""
    names = (one[1] or one[2] or one[3] for one in _ACRONYM.finditer(title))
    of_place = _OF_A_PLACE.search(title)
    return next((one for one in names if not _NO_NAME.search(one)), of_place[1] if of_place else "")

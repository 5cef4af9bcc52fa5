"""Where a work stands: venue, volume, issue and pages, and how two places compare."""

import re
from dataclasses import dataclass
from functools import lru_cache

from watcher.dates import SHORT_MONTHS
from watcher.identify.titles import romanised
from watcher.model import Kind, Record
from watcher.text import fold, host

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_SILENT = frozenset(
    "of in the and for on a an de la le der die und et der des du del y e da do di per to fur zur im voor och af para sur des les".split()
)

# What follows a journal's own name: a congress ("Heart. Conference: British ..."), a subtitle after a colon or a
# semicolon, a number in brackets, the name in another language after "=".
_SUBTITLE = re.compile(r"(?<!\s)\s*+[;=(\[]|(?<!\s)\s++:|:\s|\.\s*+(?=conference)|\.(?=\w{3})|(?<!\s)\s++/\s")
_MEETING = re.compile(
    r"\b(?:conference|congress|meeting|symposium|workshop|proceedings|proc|sessions|convention|colloquium|summit|minitrack)\b"
)
_PERIODICAL = re.compile(
    r"\b(?:journal|j|transactions|annals|archives|review|reviews|letters|magazine|record|bulletin|zeitschrift|acta|quarterly)\b"
)
_SUPPLEMENT = re.compile(r"\bsuppl|\bs\d+\b|\d_?suppl|\bsupplement|abstracts?\b|\bconference:")
_PREPRINT = re.compile(
    r"\b(?:medrxiv|biorxiv|arxiv|chemrxiv|research square|ssrn|preprints?(?:\.org)?|authorea|osf preprints)\b"
)

_RANGE = re.compile(
    r"(?<![\w-])([a-z]{0,3}+)\.?\s?0{0,9}(\d{1,9})([a-z]?)(?:\s{0,3}+(?:[-–—]{1,3}+|to)\s{0,3}+([a-z]{0,3}+)0{0,9}(\d{1,9}))?"
)
_COUNT = re.compile(r"\A\s*+\d{1,9}+\s*+p(?:p|ages?)?\.?\s*+\Z")  # how many pages, not which
_MONTH = re.compile(rf"\b(?:{'|'.join(SHORT_MONTHS).lower()})\b")


@dataclass(frozen=True, slots=True)
class Pages:
    """The first and last page; ``letters`` is the prefix of the first ("s", "e", "p"). 0 where unknown."""

    letters: str = ""
    first: int = 0
    last: int = 0

    @property
    def span(self) -> int:
        """Return how far the last page is from the first, below 0 where it is not known."""
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue prepared for comparing."""

    words: tuple[str, ...]  # of the name, without silent ones
    initials: str
    meeting: bool
    periodical: bool
    preprint: bool


def read_pages(text: str) -> Pages:
    """Return the pages of "659-72", "S32", "H1346-1353", "e8-e9"; nothing for a count of pages or a date."""
    folded = text.lower()
    if _MONTH.search(folded) or "no pag" in folded or _COUNT.match(folded):
        return Pages()
    match = _RANGE.search(folded)
    if match is None:
        return Pages()
    first = int(match[2])
    return Pages(match[1], first, _last(match[2], match[5]))


def _last(first: str, last: str | None) -> int:
    """Return the last page in full: 659-72 ends on 672."""
    if last is None:
        return 0
    full = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return int(full) if int(full) >= int(first) else 0


def numbers(text: str) -> frozenset[int]:
    """Return the numbers in a volume or an issue: "160-161" gives both."""
    return frozenset(int(found) for found in _NUMBER.findall(text) if len(found) < 10)


def is_supplement(*texts: str) -> bool:
    """Return whether a volume, issue or page belongs to a supplement."""
    return any(_SUPPLEMENT.search(text.lower()) for text in texts if text)


_LONGEST = 500  # characters of a venue's name


@lru_cache(maxsize=4_000)
def read_venue(name: str) -> Venue:
    """Return the venue prepared for comparing: its own name, without subtitle and congress."""
    folded = romanised(name[:_LONGEST])
    own = _SUBTITLE.split(folded, maxsplit=1)[0] or folded
    words = tuple(word for word in _WORD.findall(own) if word not in _SILENT)
    return Venue(
        words=words,
        initials="".join(word[0] for word in words),
        meeting=_MEETING.search(folded) is not None,
        periodical=_PERIODICAL.search(own) is not None,
        preprint=_PREPRINT.search(folded) is not None,
    )


@lru_cache(maxsize=4_000)
def compare_venues(left: str, right: str) -> float:
    """Return how far two names mean one venue: 1 the same, 0.5 one within the other, 0 unlike.

    Abbreviations count as the words they stand for ("Curr Opin Lipidol"), initials as the name, and so does
    a name in another language behind it ("Zhonghua zhong liu za zhi [Chinese journal of oncology]").
    """
    return max(_compare(one, other) for one in _names(left) for other in _names(right))


_OTHER_NAME = re.compile(r"\[([^\[\]]{1,200}+)\]|(?<=\s)=\s([^=]{1,200}+)$")


def _names(venue: str) -> tuple[str, ...]:
    others = (found[1] or found[2] for found in _OTHER_NAME.finditer(venue[:_LONGEST]))
    return venue, *(name for name in others if len(name.split()) > 1)


def _compare(left: str, right: str) -> float:
    one, other = sorted((read_venue(left), read_venue(right)), key=lambda venue: len(venue.words))
    if not one.words:
        return 0.5
    if one.words == other.words or "".join(one.words) == "".join(other.words):
        return 1.0
    if _acronym(one, other) or _acronym(other, one):
        return 1.0
    matched = _aligned(one.words, other.words)
    if matched == len(one.words):
        return 1.0 if matched == len(other.words) else 0.5
    return 0.5 if matched >= 0.75 * len(one.words) else 0.0


def _acronym(short: Venue, long: Venue) -> bool:
    """Return whether a word of one is made of the beginnings of all the words of the other: "JAMA", "AMCIS"."""
    if len(long.words) < 3:
        return False
    return any(3 <= len(word) <= 8 and _spells(word, long.words) for word in short.words)


def _spells(word: str, words: tuple[str, ...]) -> bool:
    if not words or not word:
        return not words and not word
    first = words[0]
    lengths = (n for n in (1, 2) if word[:n] == first[:n] and len(word) >= n)
    return any(_spells(word[n:], words[1:]) for n in lengths)


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> int:
    """Count the words of the short name that stand, in order, for words of the long one."""
    matched = position = 0
    for word in short:
        for at in range(position, len(long)):
            if _abbreviates(word, long[at]) or _abbreviates(long[at], word):
                matched, position = matched + 1, at + 1
                break
    return matched


def _abbreviates(short: str, long: str) -> bool:
    """Return whether the short word stands for the long one: "engl", "natl", "j"."""
    if long.startswith(short):
        return True
    if len(short) < 3 or short[0] != long[0] or len(short) >= len(long):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


# Numbers, codes, acronyms and names with capitals within: what a translator leaves as it is.
_SIGN = re.compile(r"(?<!\w)(?=\w*?(?:\d|[A-Z]\w*?[A-Z]))\w++")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}+")
_READ = 4_000  # characters that are read
_LEAST_SIGNS = 3
_SHARED_SIGNS = 0.6  # of all that either has
# Of another newsroom's text, which may as well report the release or tell of another one about the same trial.
_LEAST_ELSEWHERE, _SHARED_ELSEWHERE = 10, 0.85
_SHARED_WORDS = 0.25  # of the shorter text's: more, and it is one language
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Release:
    """What of a release is compared: its newsrooms and site, the signs that no translation changes, its other words."""

    rooms: frozenset[str]
    signs: frozenset[str]
    words: frozenset[str]

    @property
    def telling(self) -> tuple[str, ...]:
        """Return the two longest signs of a text that has many: by these it is found in another newsroom; () of others."""
        many = len(self.signs) >= _LEAST_ELSEWHERE
        return tuple(sorted(self.signs, key=lambda sign: (-len(sign), sign))[:2]) if many else ()


NO_RELEASE = Release(frozenset(), frozenset(), frozenset())


def read_release(record: Record) -> Release:
    """Return what of a piece of news is compared, nothing of any other record."""
    if record.kind is not Kind.NEWS:
        return NO_RELEASE
    text = f"{record.title}\n{record.text}"[:_READ]
    signs = frozenset(_SIGN.findall(text))
    rooms = {fold(record.venue.publisher), host(record.url)} - {""}
    words = frozenset(_LONG_WORD.findall(fold(_SIGN.sub(" ", text))))
    return Release(frozenset(rooms), signs, words)


def is_translation(one: Release, other: Release) -> bool:
    """Return whether the two have the same numbers and names in other words: from one newsroom most of some, else nearly all of many."""
    fewest, share = (_LEAST_SIGNS, _SHARED_SIGNS) if one.rooms & other.rooms else (_LEAST_ELSEWHERE, _SHARED_ELSEWHERE)
    signs, words = one.signs & other.signs, one.words & other.words
    least = min(len(one.words), len(other.words))
    return bool(
        len(signs) >= max(fewest, share * len(one.signs | other.signs))
        and least >= _LEAST_WORDS
        and len(words) <= _SHARED_WORDS * least
    )

"""What of a piece of news is its form and no news: what sites put around titles and texts, and how much they show of them."""

import re

from rapidfuzz.distance import Levenshtein

from watcher.changes.meaning import plain
from watcher.text import fold

# "Read 1,204 times", "12 comments", "Views: 31".
_READERS = re.compile(
    r"(?<![\w.,])(?:(?:read|viewed|shared|downloaded) \d[\d.,]{0,12}+ times?|\d[\d.,]{0,12}+ (?:views?|reads|comments?|shares|likes?|downloads?)"
    r"|(?:views?|comments?|shares|likes?|downloads?): ?\d[\d.,]{0,12}+)(?!\w)",
    re.IGNORECASE,
)
# What stands below every piece of a room: who the firm is, whom to ask, where it goes on. "About half of the patients" is none.
_BELOW = re.compile(
    r"(?<=[.!?\u2026\n])\s{0,3}(?:about (?:us\b|(?-i:[A-Z]))|forward-looking statements|for (?:further|more) information\b|(?:media |press )?contacts?:"
    r"|the post \S[^\n]{0,300} appeared first on\b|the post appeared first on\b|(?:read|see) more\b|continue reading\b).*\Z",
    re.IGNORECASE | re.DOTALL,
)


def told(text: str) -> str:
    """Return what a piece of news tells: without how often it was read, and without what stands below every piece of its room."""
    return _BELOW.sub("", _READERS.sub("", text))


_BEFORE_TITLE = re.compile(
    r"\A(?:[0-9]{1,2}[.)]\s+|(?:new|updated?|breaking|just in)\s?[:!|]\s+)+(?=\S)", re.IGNORECASE
)
_TO_READ = re.compile(r"\s*[(\[|–—-]\s?[0-9]{1,2}[ -]min(?:ute)?s?(?: read)?[)\]]?\s*\Z", re.IGNORECASE)
# "Topline results | Ipsen", "Topline results - ESMO": the name of its site behind a title.
_AFTER_TITLE = re.compile(r"(.*\S)\s+([|–—-])\s+(\S[^|]{0,60})", re.DOTALL)
_WORDS_OF_A_SITE = 4


def bare_title(title: str, *places: str) -> str:
    """Return a title without what a site puts around it: a number, "NEW:", the minutes to read, the site's name.

    A name is one that its ``places`` bear, or a short one after a bar.
    """
    title = _TO_READ.sub("", _BEFORE_TITLE.sub("", title))
    found = _AFTER_TITLE.fullmatch(title)
    words = found[3].split() if found else []
    if not found or len(words) > _WORDS_OF_A_SITE:
        return title
    is_name = found[2] == "|" and len(words) < _WORDS_OF_A_SITE - 1 and all(word[0].isupper() for word in words)
    return found[1] if is_name or any(_letters(found[3]) in _letters(place) for place in places) else title


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", fold(text)))


_LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s*\Z")


def is_excerpt(one: str, other: str) -> bool:
    """Return whether one of two texts is nothing, or says that it is only the beginning of the other: neither tells news of it."""
    if not one or not other:
        return True
    return any(
        _LEFT_OUT.search(part) and plain(whole).startswith(plain(_LEFT_OUT.sub("", part)))
        for part, whole in ((one, other), (other, one))
    )


_LONG = 7  # letters of a word that another letter makes no other word


def is_slip(one: str, other: str) -> bool:
    """Return whether two titles are one but for a letter in a long word: a typing error that was mended."""
    words, others = plain(one).split(), plain(other).split()
    unlike = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return len(words) == len(others) and len(unlike) == 1 and _is_misspelt(*unlike[0])


def _is_misspelt(one: str, other: str) -> bool:
    is_long = min(len(one), len(other)) >= _LONG and one.isalpha() and other.isalpha()
    return is_long and one[0] == other[0] and Levenshtein.distance(one, other, score_cutoff=1) == 1

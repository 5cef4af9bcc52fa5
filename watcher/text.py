"""Text in one form: cleaned for keeping, folded for comparing, cut into sentences with offsets, or into pairs of signs."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

# What has no shape of its own, or turns the reading direction: https://www.unicode.org/reports/tr36/ and the property
# Default_Ignorable_Code_Point. Variation selectors stay, as they choose between two shapes.
# Here and below a pattern is compiled when it is first wanted, for few texts have any of it and a search starts sooner.
_INVISIBLE = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\ufdd0-\ufdef\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LETTERS_UNSEEN = "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\U000e0100-\U000e01ef]"  # those of them that are letters or marks
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text as it is kept: NFC, one space for any run of white space, nothing invisible.

    Controls, lone surrogates, bidirectional marks, soft hyphens and zero-width characters go;
    entities that a source encoded twice are decoded ("CSR&amp;D" gives "CSR&D").
    """
    if text.isascii() and text.isprintable() and "&" not in text and "  " not in text:
        return text.strip()  # most names and titles
    if "&" in text and ";" in text:
        from html import unescape  # noqa: PLC0415 - two thousand entities, which a search has no use for

        text = unescape(unescape(text))
    if text.isascii() and text.isprintable():  # most texts are: nothing but their spaces can be amiss
        return " ".join(text.split()) if "  " in text else text.strip()
    if text.isprintable() and not re.search(_LETTERS_UNSEEN, text):  # no other space, control, or sign without a shape
        text = unicodedata.normalize("NFC", few_marks(text))
        return " ".join(text.split()) if "  " in text else text.strip()
    text = re.sub(_CONTROL, " ", re.sub(_INVISIBLE, "", text))
    return _SPACE.sub(" ", unicodedata.normalize("NFC", few_marks(text))).strip()


# Marks that lie over one letter. To put more in order takes quadratic time; 30 are what every script gets along with:
# https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format
_MOST_MARKS = 30
_MARKS = rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}+"


def few_marks(text: str) -> str:
    """Return the text with no more than thirty combining marks in a row, so that it can be normalised in linear time."""
    if len(text) - len(text.encode("ascii", "ignore")) <= _MOST_MARKS:
        return text
    return re.sub(_MARKS, _without_surplus, text)


def _without_surplus(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for char in run.group():
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


SHOWN = 2_000  # characters of one text on a page, in a message or on a terminal: no sentence of an abstract is longer


def shown(text: str, most: int = SHOWN) -> str:
    """Return the text as it may be shown anywhere: clean, on one line, and cut with an ellipsis after ``most`` characters."""
    legible = clean(text)
    return legible if len(legible) <= most else legible[: most - 1].rstrip() + "…"


def cell(text: str) -> str:
    """Return the text for a cell of a table, with an apostrophe before it where a spreadsheet would take it for a formula.

    A full-width sign is one to some of them, and so is a minus sign: https://owasp.org/www-community/attacks/CSV_Injection.
    """
    return f"'{text}" if text[:1] in _LINES or fold(text.lstrip()[:1]) in _FORMULA else text


_FORMULA = frozenset("=+-@")
_LINES = frozenset("\t\r\n")


class _Folding(dict[int, str]):
    """A table for ``str.translate`` that learns each character once and never changes a length."""

    def __missing__(self, code: int) -> str:
        """Fold one character: no accent, no case, one kind of dash, quote and space."""
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Pd" or char == "\u2212":
            folded = "-"
        elif category == "Zs":
            folded = " "
        elif char in "\u2018\u2019\u201b\u2032\u02bc":
            folded = "'"
        elif char in "\u201c\u201d\u201f\u2033":
            folded = '"'
        elif char == "\u00b7":
            folded = "."  # The Lancet's decimal point
        elif "\uac00" <= char <= "\ud7a3":
            folded = char  # a Korean syllable falls apart into letters, which are no accents
        else:
            base = unicodedata.normalize("NFKD", char)[0].lower()
            folded = base if len(base) == 1 else char
        self[code] = folded
        return folded


_FOLDING = _Folding()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Return the text for comparing: lower case, no accents, plain dashes; every offset stays true."""
    if text.isascii():
        return text.lower()
    return _BEYOND_ASCII.sub(_folded, text).lower()


def _folded(match: re.Match[str]) -> str:
    return match.group().translate(_FOLDING)


def blank(match: re.Match[str]) -> str:
    """Return as many blanks as what was found has signs, for ``Pattern.sub``: every offset stays true."""
    return " " * len(match.group())


def plain(text: str) -> str:
    """Return the text in small letters, with one kind of dash, of space and of digits, and nothing invisible."""
    return (text if text.isascii() else text.translate(_PLAIN)).lower()


class _Plain(dict[int, str]):
    """A table for ``str.translate`` that learns each character once."""

    def __missing__(self, code: int) -> str:
        """Return a dash for every dash, a digit for every digit but raised ones (a footnote's), a letter for wide ones."""
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Pd" or char == "\u2212":
            plain = "-"
        elif category == "Nd":
            plain = str(unicodedata.digit(char))
        elif category in {"Lu", "Ll", "Po"}:
            plain = unicodedata.normalize("NFKC", char)
        elif category == "Cf":
            plain = ""
        else:
            plain = " " if category == "Zs" else char
        self[code] = plain
        return plain


_PLAIN = _Plain()


# A full stop after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    """al approx b.i.d bzw c.i ca cf dr e.g eg etc fig figs ggf i.e ie i.m i.v im incl inc iv jr max min mr mrs ms no nos
    p prof q ref refs resp s.c sc sd sp spp st suppl t.i.d vgl vol vs wk wks yr yrs mo mos ltd co corp""".split()
)
# Units and "n.r.", which end a sentence where a capital follows: "for 30 min. We found".
_UNITS = frozenset("d h hr hrs max min mo mos n.a n.e n.r sec wk wks yr yrs".split())
# What may end begins with one of these signs, so that the search looks at nothing else; what stands before is asked afterwards.
# Here, and where a letter may be a name, the pattern is compiled when it is first wanted: a search cuts no sentence.
_END = (
    r"[.!?\n\u3002\uff01\uff1f](?:(?<=[.!?])(?<![.!?].)[.!?]*+[\"')\]\u201d\u2019]*+(?=\s|\Z)|(?<=[a-z0-9)%]{2}\.)(?=[A-Z][a-z]{2})"
    r"|(?<=\n)(?<!\n\n)\n*+|(?<=[\u3002\uff01\uff1f])[\u3002\uff01\uff1f]*+)"
)
_SPLIT_DECIMAL = re.compile(r"(?<![\d.])0 \. \d\d")  # "0 . 93", where a tokeniser parted it
_NEAR = 40  # characters before a full stop that are looked at: no abbreviation is longer
# "in arm C. After": a letter that is a name, not an initial.
_LETTERED = (
    r"(?i)"
    r"(?:arms?|groups?|cohorts?|grades?|stages?|types?|stud(?:y|ies)|parts?|periods?|regimens?|hepatitis) (?:[A-Z],? (?:and )?){0,4}[A-Z]$"
    r"|(?<!\w)(?:in|for|versus|vs\.?|v|than|[A-Z] (?:to|and|or)) [A-Z]$|[A-Za-z]{3}-[A-Z]$"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence; ``text[start:end]`` has no white space around it.

    Decimals, initials and the abbreviations of abstracts ("vs.", "e.g.", "i.v.") do not end one; a
    line break does.
    """
    yield from _sentences(text)


@lru_cache(maxsize=4)  # what rates a text and what reads its figures cut it one after the other
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(_END, text):
        if match.group()[0] != "\n" and not _ends_sentence(text, start, match):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group()[0] in "!?\u3002\uff01\uff1f":
        return True
    if _SPLIT_DECIMAL.match(text, max(0, match.start() - 2)):
        return False
    before = text[max(start, match.start() - _NEAR) : match.start()]
    if before.rstrip().endswith(("=", "<", ">")):  # "P = . 12", a decimal point with a space
        return False
    word = _last_word(before)
    return not word or _may_end(word, before, text[match.end() : match.end() + _NEAR].lstrip(" ")[:1])


def _last_word(text: str) -> str:
    """Return the letters, digits and full stops at the end of the text."""
    at = len(text)
    while at and (text[at - 1].isalnum() or text[at - 1] in "._"):
        at -= 1
    return text[at:]


def _may_end(word: str, before: str, following: str) -> bool:
    """Return whether a sentence can end on the word: not where it is an abbreviation or an initial."""
    if len(word) == 1 and word.isupper():
        if before.endswith(f"/{word}"):  # "2.4 mmol/L."
            return following.isupper() or not following
        return re.search(_LETTERED, before[-24:]) is not None
    if word.lower() in _UNITS:
        return following.isupper() or not following
    return word.lower() not in _ABBREVIATIONS or (len(word) > 1 and word.isupper())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def host(url: str) -> str:
    """Return the host of an address in lower case, without "www."; "" for what is no address."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# Chinese characters, kana and Hangul, of which a word has no blank around it.
_UNSPACED = "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_IS_UNSPACED = f"[{_UNSPACED}]"
_RUN = f"[{_UNSPACED}]++|[^{_UNSPACED}]++"


def unspaced(text: str) -> tuple[str, ...]:
    """Return the runs of a text that is written without blanks, each as the pairs of neighbours in it: "\u6cbb\u7642\u6cd5" gives "\u6cbb\u7642 \u7642\u6cd5".

    What stands among them in other letters ("LAR\u6cbb\u7642") is a run of its own. () where all words have blanks around them.
    """
    if text.isascii() or not re.search(_IS_UNSPACED, text := unicodedata.normalize("NFKC", text)):
        return ()
    words = (word for word in re.findall(r"\w++", text) if re.search(_IS_UNSPACED, word))
    runs = (run for word in words for run in re.findall(_RUN, word))
    return tuple(dict.fromkeys(map(_pairs, runs)))


def _pairs(run: str) -> str:
    if len(run) < 2 or not re.match(_IS_UNSPACED, run):
        return run
    return " ".join(map("".join, itertools.pairwise(run)))

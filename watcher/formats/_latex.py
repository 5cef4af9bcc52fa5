"""LaTeX as it stands in BibTeX files, turned into plain text.

Not a LaTeX reader: an unescaped per cent sign stays a per cent sign, for in abstracts it is one.
"""

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    '"': "\u0308",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "r": "\u030a",
    "c": "\u0327",
    "k": "\u0328",
    "d": "\u0323",
}
_LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "j": "ȷ",
    "textbackslash": "\ufdd2",
    "textbraceleft": "\ufdd0",
    "textbraceright": "\ufdd1",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textgreater": ">",
    "textless": "<",
    "textbar": "|",
    "textendash": "–",
    "textemdash": "—",
    "textregistered": "®",
    "textmu": "µ",
    "pm": "±",
    "geq": "≥",
    "leq": "≤",
    "ge": "≥",
    "le": "≤",
    "alpha": "α",
    "beta": "β",
    "mu": "µ",
    "times": "×",
}
_ACCENT = re.compile(
    r"""\{?\\(?:([`'^~"=.])\s*|([uvHrckd])(?=[{\s])\s*)\{?\\?([A-Za-z])(?:\})?""",
    re.VERBOSE,
)
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s?)")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
# "$\\beta$" and "H$_2$", but not what "$5 or $6" costs.
_MATHS = re.compile(r"(?<!\\)\$([^$\n]{0,80}?[\\_^][^$\n]{0,80}?)(?<!\\)\$")
_RAISED = re.compile(r"[_^](\w|\{[^{}]{0,40}\})")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s?")  # \emph{x}: the braces go later, the text stays
# Signs that are meant, until the commands and braces around them are gone: code points that no text may have.
_KEPT = {"{": "\ufdd0", "}": "\ufdd1"}
_PUT_BACK = str.maketrans({"\ufdd0": "{", "\ufdd1": "}", "\ufdd2": "\\"})


def plain(text: str) -> str:
    """Return the text without LaTeX: accents composed, letters and signs for their commands, braces gone."""
    if "$" in text:
        text = _MATHS.sub(lambda match: _RAISED.sub(r"\1", match[1]), text)
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: _KEPT.get(match[1], match[1]), text)
        text = _ACCENT.sub(_accented, text)
        text = _LETTER.sub(lambda match: _LETTERS[match[1]], text)
        text = _COMMAND.sub("", text)
    text = text.replace("{", "").replace("}", "")
    return text.translate(_PUT_BACK)


def _accented(match: re.Match[str]) -> str:
    mark = _ACCENTS[match[1] or match[2]]
    return unicodedata.normalize("NFC", match[3] + mark)

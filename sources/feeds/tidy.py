"""The text of a feed as a strict reader can take it, and its items one by one.

What is broken in one place is mended or cut out there, so that it costs neither the reader's time nor the neighbours:
a tag or a section without an end, characters that XML has not, references to nothing, declarations.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from xml.sax.saxutils import escape

LONGEST_TAG = 8_000  # characters; of a longer one the attributes are left out
LONGEST_VALUE = 100  # characters of an entity that a feed declares; no text needs a longer one

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A section, a comment, an instruction, a declaration, a whole tag, or a sign that begins none of them.
_TOKEN = re.compile(
    r"""<(?:!\[CDATA\[|!--|\?|!|(/?)([^\W\d][^\s<>/]{0,200}+)(?>[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+>)?"""
)
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>", "<!": ">"}
_REFERENCE = re.compile(r"&(?:(?:#(?:[xX]([0-9a-fA-F]++)|([0-9]++))|([A-Za-z][\w.-]{0,60}+));)?")
_ENTITY = re.compile(r"""<!ENTITY\s++([A-Za-z][\w.-]{0,60}+)\s++(?:"([^"]*+)"|'([^']*+)')""")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ITEM = re.compile(r"<!\[CDATA\[|<(/?)(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_PREFIXED_ITEM = re.compile(r"<!\[CDATA\[|<(/?)[\w.-]{1,40}+:(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_END = re.compile(r"</(?:[\w.-]{1,40}+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_PREFIXED_RSS = re.compile(r"\A\s*+<([\w.-]{1,40}+):rss(?=[\s>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """A feed in pieces: what stands before its items, each of them whole, and what stands after the last."""

    head: str
    items: tuple[str, ...]
    tail: str


def tidied(text: str) -> str:
    """Return the feed without comments, declarations and instructions, every tag, section and reference in it whole."""
    text = _NO_XML.sub("", text)
    entities = _declared(text)

    def resolved(found: "re.Match[str]") -> str:
        return _resolved(found, entities)

    parts = (part if part.startswith("<![") else _REFERENCE.sub(resolved, part) for part in _whole(text))
    return _without_prefix("".join(parts))


def parted(text: str) -> Parts:
    """Return the pieces of a feed that is tidied; an item that is not closed ends where the next one begins.

    A feed that ends in the middle of an item is without it: half an item has another key than the whole one has.
    """
    bounds = list(_bounds(text, _ITEM)) or list(_bounds(text, _PREFIXED_ITEM))
    if bounds and not bounds[-1][1] and not _END.search(text, bounds[-1][0]):
        text = text[: bounds.pop()[0]]
    if not bounds:
        return Parts(text, (), "")
    starts = [start for start, _ in bounds]
    following = [*starts[1:], len(text)]
    items = tuple(text[start : end or after] for (start, end), after in zip(bounds, following, strict=True))
    return Parts(text[: starts[0]], items, text[starts[-1] + len(items[-1]) :])


def _without_prefix(text: str) -> str:
    """Return the feed as its readers know it: RSS has no namespace, so nobody looks for one that is written with a prefix."""
    found = _PREFIXED_RSS.match(text)
    return re.sub(rf"<(/?){re.escape(found[1])}:", r"<\1", text) if found else text


def _bounds(text: str, mark: "re.Pattern[str]") -> Iterator[tuple[int, int]]:
    """Yield where each item begins and where it ends; 0 where it has no end."""
    start = at = 0
    begun = False
    while found := mark.search(text, at):
        at = found.end()
        if found[1] is None:
            at = text.find("]]>", at) + 3
        elif found[1] and begun:
            at = text.find(">", at) + 1
            yield start, at
            begun = False
        elif not found[1]:
            if begun:
                yield start, 0
            start, begun = found.start(), True
    if begun:
        yield start, 0


def _whole(text: str) -> Iterator[str]:
    at, last, ends = 0, "", _Ends(text)
    while found := _TOKEN.search(text, at):
        yield text[at : found.start()]
        at = found.end()
        kind = found[0]
        if found[2]:
            last = found[2] if not found[1] else ""
            yield kind if len(kind) <= LONGEST_TAG else f"<{found[1]}{found[2]}{'/' * kind.endswith('/>')}>"
        elif kind == "<![CDATA[":
            end, at = ends.of_section(at, last)
            yield f"<![CDATA[{text[found.end() : end]}]]>"
        elif kind in _ENDS:
            at = ends.of_declaration(at) if kind == "<!" else ends.after(_ENDS[kind], at)
        else:
            yield "&lt;"
    yield text[at:]


class _Ends:
    """Where what has begun comes to its end, each end looked for once however often it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def after(self, sign: str, at: int) -> int:
        """Return the place behind the next sign, ``at`` where there is none."""
        found = self._find(sign, at)
        return found + len(sign) if found < len(self._text) else at

    def of_section(self, at: int, element: str) -> tuple[int, int]:
        """Return where a CDATA section's text ends, and where to go on: at its element's end where it has none of its own."""
        end, again = self._find("]]>", at), self._find("<![CDATA[", at)
        if end < len(self._text) and end < again:
            return end, end + 3
        closing = self._text.find(f"</{element}", at) if element else -1
        end = closing if closing >= 0 else min(end, len(self._text))
        return end, end + 3 if self._text.startswith("]]>", end) else end

    def of_declaration(self, at: int) -> int:
        """Return the place behind a declaration, with the subset in brackets that one of a document type may have."""
        end, bracket = self._find(">", at), self._find("[", at)
        if bracket < end and self._text[at : at + 7].upper() == "DOCTYPE":
            end = self._find(">", self._find("]", bracket))
        return min(end + 1, len(self._text))

    def _find(self, sign: str, at: int) -> int:
        if self._next.get(sign, -1) < at:
            found = self._text.find(sign, at)
            self._next[sign] = found if found >= 0 else len(self._text)
        return self._next[sign]


def _declared(text: str) -> dict[str, str]:
    """Return the entities that the feed declares as short and plain text; one that refers to others is none."""
    declared = {found[1]: found[2] or found[3] or "" for found in _ENTITY.finditer(text)}
    plain = {name: html.unescape(value) for name, value in declared.items() if len(value) <= LONGEST_VALUE}
    return {name: value for name, value in plain.items() if not set(value) & set("&<")}


def _resolved(found: "re.Match[str]", entities: dict[str, str]) -> str:
    """Return what a reference stands for as XML can have it; "&#0;" and its like give the sign of a lost character."""
    if name := found[3]:
        meant = html5.get(f"{name};") or entities.get(name) or found[0]
        return found[0] if name in _OF_XML else escape(meant)
    if found[0] == "&":
        return "&amp;"
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    code = int(digits, base) if len(digits) <= 8 else 0
    return found[0] if _is_character(code) else "\ufffd"


def _is_character(code: int) -> bool:
    return 0 < code <= 0x10FFFF and not _NO_XML.match(chr(code))

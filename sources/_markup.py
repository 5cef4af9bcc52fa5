"""The markup of titles and abstracts (JATS, MathML, HTML) as plain text, in its own characters and in time."""

import codecs
import html
import html as entities
import re
from collections.abc import Iterator

from sources._registry import lines
from watcher.bounds import CUT
from watcher.markup import is_tag
from watcher.model import Page, Passage
from watcher.text import clean

# Only tags that we know by name: "<LOQ" and "p <b" are text. Attributes must look like attributes.
_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?"""
_BLOCK = r"p|br|hr|div|h[1-6]|title|sec|section|list|list-item|li|ul|ol|tr|td|table|disp-formula|break"
_INLINE = r"i|em|b|strong|bold|italic|sup|sub|sc|scp|small|big|u|underline|span|a|q|font|ext-link|uri|xref|email|styled-content|named-content|inline-formula|alternatives|monospace|roman|sans-serif|strike"
_BLOCKS = re.compile(rf"</?(?:jats:)?(?:{_BLOCK}){_ATTRIBUTES}>", re.IGNORECASE)
_INLINES = re.compile(rf"</?(?:jats:)?(?:{_INLINE}){_ATTRIBUTES}>", re.IGNORECASE)
_FOREIGN = re.compile(rf"</?(?:jats|mml|m|xhtml|ns\d+):[a-z-]+{_ATTRIBUTES}>", re.IGNORECASE)
# A formula stands there twice, as MathML to be shown and as TeX, which nobody wants to read.
_TEX = re.compile(rf"<(?:jats:|mml:)?(?:tex-math|annotation){_ATTRIBUTES}>[^<]*</[a-z:-]+>", re.IGNORECASE)

_HEADING = re.compile(
    rf"<(?:jats:)?(?:title|h[1-6]){_ATTRIBUTES}>(.{{0,200}}?)</(?:jats:)?(?:title|h[1-6])>", re.IGNORECASE | re.DOTALL
)
_PARAGRAPH = re.compile(r"</(?:jats:)?p\s*>|<br\s*/?>", re.IGNORECASE)
_NO_LABEL = frozenset({"", "abstract", "summary", "structured abstract"})

# What heads a part of an abstract, and NLM's category for it:
# https://structuredabstracts.nlm.nih.gov/
_CATEGORIES = {
    "BACKGROUND": "background|introduction|context|rationale|background and (?:aims?|objectives?|purpose)",
    "OBJECTIVE": "aims?|objectives?|purpose|aims? and objectives?",
    "METHODS": (
        "design|setting|patients|participants|interventions?|methods?|methodology|study design|trial design"
        "|(?:materials?|patients|subjects|design|design,? setting) (?:and|&) methods?|main outcome measures?"
    ),
    "RESULTS": "results?|findings",
    "CONCLUSIONS": "conclusions?|discussion|interpretation|discussion and conclusions?",
    "": (
        "funding|clinical trial information|clinical trial identification|trial registration|research sponsor"
        "|legal entity responsible for the study|disclosures?"
    ),
}
_LABEL = re.compile(rf"(?:^|(?<=[.!?)\]] ))(?=[A-Z])((?i:{'|'.join(_CATEGORIES.values())})) ?: ?(?=\S)")


def plain(markup: str) -> str:
    """Return the text inside the markup in its kept form: inline tags leave no gap, block tags leave one space.

    Entities are decoded twice at most, and tags that were escaped as text go too ("&lt;i&gt;").
    """
    return clean(_without_tags(html.unescape(html.unescape(_without_tags(markup)))))


def passages(markup: str) -> tuple[Passage, ...]:
    """Return an abstract as its labelled parts: headings in tags, or words like "Results:" at a sentence's start.

    "" gives (). A heading that only says "Abstract" is no label.
    """
    lead, *rest = _HEADING.split(markup)
    found = list(_paragraphs(lead))
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        label = plain(heading).rstrip(":. ")
        text = plain(body)
        if label.lower() in _NO_LABEL:
            found += _paragraphs(body)
        elif text:
            found.append(Passage(text=text, label=label, category=category(label)))
    return tuple(found)


def labelled(text: str) -> Iterator[Passage]:
    """Yield the parts of a plain paragraph: "Aim: a. Results: b." is two; without such words it is one."""
    marks = [*_LABEL.finditer(text)]
    start = marks[0].start() if marks else len(text)
    if lead := text[:start].strip():
        yield Passage(text=lead)
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        yield Passage(text=text[mark.end() : end].strip(), label=mark[1], category=category(mark[1]))


def category(label: str) -> str:
    """Return NLM's category for a label, "" where it is none that we know."""
    name = label.strip(": ")
    return next((c for c, words in _CATEGORIES.items() if re.fullmatch(words, name, re.IGNORECASE)), "")


def _paragraphs(markup: str) -> Iterator[Passage]:
    for paragraph in _PARAGRAPH.split(markup):
        yield from labelled(plain(paragraph))


def _without_tags(markup: str) -> str:
    if "<" not in markup:
        return markup
    return _FOREIGN.sub("", _INLINES.sub("", _BLOCKS.sub(" ", _TEX.sub("", markup))))


BLOCK_NAMES = frozenset("p div br li ul ol table tr h1 h2 h3 h4 h5 h6 section article blockquote".split())
UNSEEN = frozenset("script style noscript template iframe".split())
LONGEST = 100_000  # characters of one text: no abstract is longer
# A tag that has an end. Every search for one stops at the next "<", so that the time grows as the text does.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s<>/]*+)(?>[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+>""")
_DECLARATION = re.compile(r"<!\[CDATA\[|\]\]>|<[!?][^<>]*+>")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")
# Encodings that texts are written in: Python's others run away, or change what was looked through before.
_WRITTEN = re.compile(
    r"(?:utf-?8|(?:us-)?ascii|iso[-_]?8859-\d{1,2}|latin-?\d|l1|(?:x-)?windows-(?:125\d|874)|(?:x-)?cp125\d|koi8-[ru]|(?:x-)?gb2312|(?:x-)?gbk|gb18030"
    r"|big5|(?:x-)?(?:shift[-_]jis|sjis)|(?:x-)?euc-(?:jp|kr)|ks_c_5601-1987|tis-620|macintosh)",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"""<\?xml[^<>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a page says how it is written
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WIDE = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}


def decoded(body: bytes, media_type: str = "") -> str:
    """Return the text of a page or a feed: UTF-8 where it can be that, else as itself or its server says that it is written.

    Bytes that are not so written are Windows' Western characters, or signs of characters that are lost.
    """
    mark = next((name for sign, name in _MARKS if body.startswith(sign)), "") or _WIDE.get(body[:2], "")
    if mark:
        return body.decode(mark, "replace").removeprefix("\ufeff")
    for name in ("utf-8", *_said(body, media_type)):  # what is UTF-8 by its bytes is, whatever it says
        try:
            return body.decode(name)
        except ValueError:
            continue
    text = body.decode("utf-8", "replace")
    beyond = len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") * 4 < len(text) - beyond else body.decode("utf-8", "western")


def _western(error: UnicodeError) -> tuple[str, int]:
    """Return the bytes that are not UTF-8 as Windows' Western characters: what stands beside them may be UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("western", _western)


def in_utf8(page: Page) -> bytes:
    """Return the body in UTF-8 where only its server says how else it is written; as it came where it says so itself."""
    if page.body.startswith(tuple(sign for sign, _ in _MARKS)) or _DECLARED.search(page.body[:_HEAD]):
        return page.body
    for name in ("utf-8", *_labelled(page.media_type)):
        try:
            return page.body.decode(name).encode()
        except ValueError:
            continue
    return page.body


def _labelled(media_type: str) -> Iterator[str]:
    """Yield the encoding that a header names, if it is one that texts are written in."""
    found = _CHARSET.search(media_type)
    if found and _WRITTEN.fullmatch(found[1]):
        yield _codec(found[1])


def _codec(name: str) -> str:
    """Return Python's name for an encoding, read as browsers do, whatever it is called.

    https://encoding.spec.whatwg.org/#names-and-labels
    """
    name = name.lower().replace("x-", "").replace("_", "-")
    western = re.fullmatch(r"(?:iso-?8859-1|latin-?1|l1|(?:us-)?ascii)", name)
    return "cp1252" if western else _CODECS.get(name, name)


_CODECS = {"sjis": "cp932", "shift-jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "ks-c-5601-1987": "cp949"} | {
    "euc-kr": "cp949",
    "macintosh": "mac-roman",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
}


def _said(body: bytes, media_type: str) -> Iterator[str]:
    found = _DECLARED.search(body[:_HEAD])
    inside = _CHARSET.search(body[:_HEAD].decode("latin-1"))
    if found and _WRITTEN.fullmatch(found[1].decode()):
        yield _codec(found[1].decode())
    yield from _labelled(media_type)
    if inside and _WRITTEN.fullmatch(inside[1]):
        yield _codec(inside[1])


def plain_lines(html: str) -> str:
    """Return the text of a piece of HTML, a line for each block; inline markup leaves no trace.

    No more than ``LONGEST`` characters are read; where there were more the text says that it was cut.
    """
    cut = CUT if len(html) > LONGEST else ""
    html = html[:LONGEST]
    text = "".join(_seen(whole(html))) if _MARKUP.search(html) else html
    return lines(entities.unescape(text)) + cut


def whole(html: str) -> str:
    """Return the HTML without comments and declarations, its other "<" escaped where no tag begins that has an end."""
    html = _DECLARATION.sub("", _without_comments(html))
    pieces: list[str] = []
    at = 0
    for tag in _TAG.finditer(html):
        pieces += (html[at : tag.start()].replace("<", "&lt;"), tag[0] if is_tag(tag[0]) else f"&lt;{tag[0][1:]}")
        at = tag.end()
    return "".join((*pieces, html[at:].replace("<", "&lt;")))


def _without_comments(html: str) -> str:
    pieces: list[str] = []
    at = 0
    while (begin := html.find("<!--", at)) >= 0 and (end := html.find("-->", begin)) >= 0:
        pieces.append(html[at:begin])
        at = end + 3
    return "".join((*pieces, html[at:]))


def _seen(html: str) -> Iterator[str]:
    """Yield the text between the tags, a line break for each block; what stands in a script or a style is left out."""
    at, inside = 0, ""
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if not inside:
            yield html[at : tag.start()]
            yield "\n" if name in BLOCK_NAMES else ""
            inside = name if name in UNSEEN and not tag[1] else ""
        elif tag[1] and name == inside:
            inside = ""
        at = tag.end()
    if not inside:
        yield html[at:]

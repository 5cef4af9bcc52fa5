"""The markup of titles and abstracts (JATS, HTML, MathML) as plain text and labelled passages."""

import html
import re
from collections.abc import Iterator

from watcher.model import Passage
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

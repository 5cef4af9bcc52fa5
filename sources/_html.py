"""HTML from outside as plain text."""

import re
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, ParserRejectedMarkup, Tag, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PageElement

from sources._registry import lines

_BLOCKS = frozenset("p div br li ul ol table tr h1 h2 h3 h4 h5 h6 section article blockquote".split())
LONGEST = 100_000
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#a-zA-Z]")


def soup(html: str | bytes) -> BeautifulSoup:
    """Return the document, without its scripts and styles; raise ValueError for what no parser can follow."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            document = BeautifulSoup(html, "html.parser")
    except (AssertionError, ParserRejectedMarkup) as error:
        raise ValueError(f"no HTML that can be read: {error}") from error
    for element in document(["script", "style", "noscript", "template", "iframe"]):
        element.decompose()
    return document


def plain(html: str) -> str:
    """Return the text of a piece of HTML, a line for each block; inline markup leaves no trace.

    No more than ``LONGEST`` characters are read: no abstract is longer, and a parser can be made to crawl.
    """
    html = html[:LONGEST]
    return text_of(soup(html)) if _MARKUP.search(html) else lines(html)


def text_of(element: Tag) -> str:
    """Return the text of an element, a line for each block in it."""
    pieces: list[str] = []
    to_read: list[PageElement] = [element]
    while to_read:  # not by recursion: pages from outside nest as deep as they like
        node = to_read.pop()
        if isinstance(node, Tag):
            if node.name in _BLOCKS:
                pieces.append("\n")
                to_read.append(NavigableString("\n"))
            to_read.extend(reversed(node.contents))
        elif type(node) in (NavigableString, CData):  # not a comment, nor a doctype
            pieces.append(str(node))
    return lines("".join(pieces))

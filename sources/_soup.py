"""A whole page of HTML as a document, and the text of what stands in it."""

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, ParserRejectedMarkup, Tag, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PageElement

from sources._markup import BLOCK_NAMES, LONGEST, UNSEEN, decoded, whole
from sources._registry import lines
from watcher.bounds import CUT

MOST_TAGS = 50_000  # of a page: BeautifulSoup takes 20 microseconds for each
LONGEST_PAGE = 5_000_000  # characters


def soup(html: str | bytes) -> BeautifulSoup:
    """Return the document, without its scripts and styles; raise ValueError for what cannot be read in time."""
    text = html if isinstance(html, str) else decoded(html)
    if len(text) > LONGEST_PAGE or text.count("<") > MOST_TAGS:
        raise ValueError("no HTML that can be read: it is too long, or has too many tags")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
            document = BeautifulSoup(whole(text), "html.parser")
    except (AssertionError, ParserRejectedMarkup) as error:
        raise ValueError(f"no HTML that can be read: {error}") from error
    for element in document(list(UNSEEN)):
        element.decompose()
    return document


def text_of(element: Tag) -> str:
    """Return the text of an element, a line for each block in it."""
    pieces: list[str] = []
    to_read: list[PageElement] = [element]
    while to_read:  # not by recursion: pages from outside nest as deep as they like
        node = to_read.pop()
        if isinstance(node, Tag):
            if node.name in BLOCK_NAMES:
                pieces.append("\n")
                to_read.append(NavigableString("\n"))
            to_read.extend(reversed(node.contents))
        elif type(node) in (NavigableString, CData):  # not a comment, nor a doctype
            pieces.append(str(node))
    text = lines("".join(pieces))
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT

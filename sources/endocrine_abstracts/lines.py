"""A page of HTML as lines of text, one a block: all that can be relied on where the mark-up is not documented."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from watcher.text import clean

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody tfoot thead tr ul [document]".split()
)
_HIDDEN = frozenset({"script", "style", "noscript", "template", "head", "title", "select", "button"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})


class Line(NamedTuple):
    """The text of one block; ``bare`` is without raised marks ("Smith 1,2"), ``heading`` tells a heading's."""

    text: str
    bare: str
    heading: bool = False


class _Piece(NamedTuple):
    block: tuple[int, int]  # the block, and how many line breaks came before
    text: str
    raised: bool
    heading: bool


def lines_of(soup: BeautifulSoup) -> Iterator[Line]:
    """Yield the page's blocks as lines, without empty ones: inline tags leave no gap, cells of a table leave one."""
    for _, group in groupby(_pieces(soup), key=lambda piece: piece.block):
        pieces = [*group]
        text = clean("".join(piece.text for piece in pieces))
        if text:
            bare = clean("".join(piece.text for piece in pieces if not piece.raised))
            yield Line(text, bare, heading=pieces[0].heading)


def _pieces(soup: BeautifulSoup) -> Iterator[_Piece]:
    breaks = 0
    for node in soup.descendants:
        if isinstance(node, Tag):
            breaks += node.name == "br"
        elif type(node) is NavigableString:
            block, within = _surroundings(node)
            if not within & _HIDDEN:
                text = f"{node} " if within & {"td", "th"} else str(node)
                yield _Piece((block, breaks), text, raised="sup" in within, heading=bool(within & _HEADINGS))


def _surroundings(node: PageElement) -> tuple[int, frozenset[str]]:
    """Return which block the node stands in, and the names of the elements up to that block."""
    within = []
    for parent in node.parents:
        within.append(parent.name)
        if parent.name in _BLOCKS:
            return id(parent), frozenset(within)
    return 0, frozenset(within)

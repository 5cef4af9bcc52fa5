"""An element as a table of its children: one walk over them instead of a search for each."""

from collections.abc import Mapping

from lxml import etree

from sources._xml import text

Parts = Mapping[str, etree._Element]  # noqa: SLF001  (lxml has no public name for it)


def parts(element: etree._Element | None) -> Parts:
    """Return the children by their names, the first of each; empty for None."""
    return {} if element is None else {child.tag: child for child in element.iterchildren(reversed=True)}


def texts(element: etree._Element | None) -> dict[str, str]:
    """Return the texts of the children by their names, the first of each, without the empty ones."""
    return {name: said for name, child in parts(element).items() if (said := text(child))}

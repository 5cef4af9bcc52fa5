"""What came, read without trust and record by record: XML without entities, network or DTD; one bad record costs no other."""

import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TypeVar, cast

from lxml import etree

from sources._markup import in_utf8
from watcher.bounds import LONGEST_ID, LONGEST_TITLE, cut
from watcher.errors import ParseError
from watcher.json import Faulty
from watcher.model import Page, Record, Unreadable
from watcher.text import clean

Row = TypeVar("Row")


class RefusedError(ValueError):
    """One row is no record; its message says why, for the ``Unreadable`` that it becomes."""


def read_each(
    rows: Iterable[Row],
    page: Page,
    read: Callable[[Row], Record | None],
    key: Callable[[Row], str],
    title: Callable[[Row], str] = lambda _: "",
) -> Iterator[Record | Unreadable]:
    """Yield what ``read`` makes of each row, nothing where that is None; a row that it cannot read is an ``Unreadable``.

    Its ``key`` and ``title`` say which it is, where it has them, else its position.
    """
    for position, row in enumerate(rows, start=1):
        try:
            if isinstance(row, Faulty):
                raise RefusedError(row.reason)  # noqa: TRY301 - as what read refuses
            record = read(row)
        except Exception as error:  # noqa: BLE001 - the border of a record: its neighbours are read all the same
            id_ = _said(key, row)
            yield unreadable(error, page.url, id_ or f"number {position}", source_id=id_, title=_said(title, row))
        else:
            if record:
                yield record


def unreadable(error: Exception, url: str, where: str, *, source_id: str = "", title: str = "") -> Unreadable:
    """Return what could not be read because of the error; one that was not foreseen brings its traceback."""
    reason = cut(str(error), LONGEST_TITLE) or type(error).__name__
    trace = "" if isinstance(error, ValueError) else "".join(traceback.format_exception(error))
    return Unreadable(url=url, where=where, reason=reason, source_id=source_id, title=title, trace=trace)


def _said(of: Callable[[Row], str], row: Row) -> str:
    try:
        return cut(of(row), LONGEST_ID)
    except Exception:  # noqa: BLE001 - what cannot be read may not know its own name
        return ""


_MARK = b"\xef\xbb\xbf"  # of UTF-8; blanks may follow it, or stand in its place


def read_xml(page: Page, source: str, *roots: str) -> etree._Element:
    """Return the root element of the page, which must have one of the names in ``roots`` (any, where none given).

    Raise ``ParseError`` where the body is not whole XML, has another root (an error page in XHTML), or
    declares entities: none of our sources does, and bombs and file readers do.
    """
    return xml_root(in_utf8(page), page.url, source, *roots)


def xml_root(body: bytes, url: str, source: str, *roots: str) -> etree._Element:
    """Return the root element of a body that is not in a page yet, as ``read_xml`` does."""
    try:
        root = etree.fromstring(body.removeprefix(_MARK).lstrip(), hardened_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(source, url, f"not XML: {_beginning(body)!r}, {error}") from error
    if _declares_entities(root):
        raise ParseError(source, url, "it declares entities")
    if roots and local_name(root) not in roots:
        raise ParseError(source, url, f"<{local_name(root)}> where <{'> or <'.join(roots)}> belongs")
    return root


# References to characters, and the characters themselves, that no XML may hold: https://www.w3.org/TR/xml/#charsets
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]++)|([0-9]++));")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_CHARACTERS = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))


def without_characters(body: bytes) -> bytes:
    """Return XML in UTF-8 without the characters that none may hold: controls, halves of characters, what is not UTF-8."""
    whole = body.translate(None, _CONTROLS).decode("utf-8", "ignore").encode()
    return _REFERENCE.sub(lambda found: found[0] if _is_character(found) else b"", whole)


def _is_character(found: re.Match[bytes]) -> bool:
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    number = int(digits, base) if len(digits) < 9 else -1
    return number in (9, 10, 13) or any(number in span for span in _CHARACTERS)


def text(element: etree._Element | None) -> str:
    """Return all text inside the element in its kept form, inline markup gone; "" for None."""
    if element is None:
        return ""
    said = "".join(_texts(element)) if len(element) else element.text
    if not said:
        return ""
    return _cleaned(said) if len(said) < _SHORT else clean(said)


# Years, names, journals and headings come again and again, and are cleaned once.
_SHORT = 48
_cleaned = lru_cache(maxsize=8_000)(clean)


# A formula's TeX, which stands beside its MathML.
_TWICE = ("{*}annotation", "{*}annotation-xml", "{*}tex-math")


def _texts(element: etree._Element) -> list[str]:
    if next(element.iter(*_TWICE), None) is None:
        return [str(part) for part in element.itertext()]
    twice = " or ".join(f"local-name()='{name.removeprefix('{*}')}'" for name in _TWICE)
    found = cast("list[str]", element.xpath(f".//text()[not(ancestor::*[{twice}])]"))
    return list(map(str, found))


def text_at(element: etree._Element, path: str) -> str:
    """Return the text of the first element at ``path``, "" where there is none."""
    return text(element.find(path))


def texts_at(element: etree._Element, path: str) -> tuple[str, ...]:
    """Return the texts of all elements at ``path`` in their order, without the empty ones."""
    return tuple(found for found in map(text, element.iterfind(path)) if found)


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute in its kept form; "" where the element or the attribute is missing."""
    return "" if element is None else clean(element.get(name) or "")


def local_name(element: etree._Element) -> str:
    """Return the name of the element without its namespace; "" for a comment or instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def hardened_parser() -> etree.XMLParser:
    """Return a parser that follows nothing and expands nothing; comments go, so that none cuts a text in two.

    Make one for each thread: lxml's are not to be shared.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _declares_entities(root: etree._Element) -> bool:
    dtd = root.getroottree().docinfo.internalDTD
    return dtd is not None and any(dtd.iterentities())  # type: ignore[attr-defined]  # the stubs lack it


def _beginning(body: bytes) -> str:
    return clean(body[:80].decode("utf-8", "replace"))

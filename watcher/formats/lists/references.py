"""References as a journal prints them, in any style of the Citation Style Language; the processor is citeproc-py."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from watcher.border import Fault, attempt
from watcher.errors import InputError
from watcher.formats._writing import NOTHING, Notices
from watcher.formats.csl_json import item
from watcher.model import Record

TITLE = "References in a style"
SUFFIXES = ("txt",)
STYLE = "american-medical-association"

# What citeproc-py knows of an item, so that it warns of nothing.
_KNOWN = frozenset(
    """id type title author issued container-title container-title-short volume issue page publisher DOI URL language
    ISSN genre event-title""".split()
)
_MISSING = "references in a style need two more packages: pip install 'evidence-watcher[styles]'"


def write(records: Iterable[Record], notices: Notices = NOTHING, *, style: str = STYLE) -> str:
    """Return a paragraph a record, in the order of the style; what stands on a work is before its title.

    ``style`` is a name among those of https://github.com/citation-style-language/styles, or the path of a .csl file; raise
    ``InputError`` where there is none of that name, or no processor.
    """
    items = [item(record, notices.get(record.key, ())) for record in records]
    return "".join(f"{paragraph}\n\n" for paragraph in _printed(items, style) if paragraph) if items else ""


def _printed(items: list[Mapping[str, Any]], style: str) -> Iterator[str]:
    try:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter  # noqa: PLC0415  # an extra
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415
    except ImportError as error:
        raise InputError(_MISSING) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of a style that a plain text has no use for
        known = [{name: value for name, value in one.items() if name in _KNOWN} for one in items]
        chosen = attempt(lambda: CitationStylesStyle(style, validate=False))
        if isinstance(chosen, Fault):  # of one of three packages, each with exceptions of its own
            raise InputError(f"no style {style!r}: {chosen.reason}") from chosen.error
        bibliography = CitationStylesBibliography(chosen, CiteProcJSON(known), formatter.plain)
        for one in known:
            bibliography.register(Citation([CitationItem(one["id"])]))
        bibliography.sort()
        yield from (" ".join(str(paragraph).split()) for paragraph in bibliography.bibliography())

"""Tables of references in a workbook of Excel's, with the columns of our CSV; the reader and writer is openpyxl, an extra."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Any

from watcher.errors import InputError
from watcher.formats._columns import knows
from watcher.formats._writing import NOTHING, Notices, line
from watcher.formats.csv import WRITTEN, Row, records, row
from watcher.model import Record, Unreadable

TITLE = "Excel"
SUFFIXES = ("xlsx",)

_ABOVE = 10  # rows that may stand above the heads of the columns
_LARGEST_BYTES = 512_000_000  # of all that is packed in it
_LONGEST_CELL = 32_767  # characters: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MISSING = "workbooks need one more package: pip install 'evidence-watcher[xlsx]'"
_DAMAGED = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    SyntaxError,
)


def begins(start: str) -> bool:  # noqa: ARG001  # so begins whatever is zipped
    """Return False: nothing tells."""
    return False


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the first sheet that names a column of titles, keyed by its own key, else by the row's number."""
    try:
        rows = _rows(body)
    except (InputError, *_DAMAGED) as error:
        reason = str(error) if isinstance(error, InputError) else "it is no whole workbook"
        yield Unreadable(url=name, where="the file", reason=reason)
        return
    if rows is None:
        yield Unreadable(url=name, where="its first rows", reason="they name no column of titles")
        return
    yield from records(rows, name, retrieved)


def _rows(body: bytes) -> list[tuple[str, Row]] | None:
    """Return the rows below the heads, each with where it stands; None where none are heads; raise what openpyxl raises of a damaged file."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise InputError(_MISSING) from error
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _LARGEST_BYTES:
            raise InputError(f"it unpacks to more than {_LARGEST_BYTES:,} bytes")
    book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    tables = (_table(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)
    return next((table for table in tables if table is not None), None)


def _table(sheet: Iterator[tuple[Any, ...]]) -> list[tuple[str, Row]] | None:
    above = list(islice(sheet, _ABOVE))
    heads = next((at for at, cells in enumerate(above) if knows({_text(cell).lower() for cell in cells})), None)
    if heads is None:
        return None
    columns = [_text(cell) for cell in above[heads]]
    rows = enumerate(chain(above[heads + 1 :], sheet), start=heads + 2)
    return [
        (f"row {number}", dict(zip(columns, map(_text, cells), strict=False))) for number, cells in rows if any(cells)
    ]


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return (
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else "" if cell is None else str(cell).strip()
    )


def write(records: Iterable[Record], notices: Notices = NOTHING) -> bytes:
    """Return a workbook of one sheet, its first row the names of the columns; no cell is a formula, a long one is cut.

    Raise ``InputError`` where openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise InputError(_MISSING) from error
    book = Workbook(write_only=True)
    sheet = book.create_sheet("References")
    sheet.freeze_panes = "A2"
    sheet.append(WRITTEN)
    for one in records:
        written = row(one, notices.get(one.key, ()))
        sheet.append([_cell(sheet, written[column]) for column in WRITTEN])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    """Return a cell of text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    made = WriteOnlyCell(sheet, _ILLEGAL.sub("", line(text))[:_LONGEST_CELL])
    made.data_type = "s"
    return made

"""Records read one by one, so that one that cannot be read costs no other."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from watcher.bounds import LONGEST_ID, LONGEST_TITLE, cut
from watcher.formats.json import Faulty
from watcher.model import Page, Record, Unreadable

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

"""Golden pairs: a page as it came, written by us, and beside it the records that are expected."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path

from fakes import page

DATA = Path(__file__).resolve().parent / "data"


def plain(value):
    """Return a record as JSON can hold it, without what is empty."""
    if is_dataclass(value):
        shown = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return {name: part for name, part in shown.items() if part not in ("", None, [], {})}
    if isinstance(value, frozenset):
        return sorted(str(part) for part in value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime) else value


def pairs(source: str) -> list[Path]:
    """Return the pages of the source's folder that have expected records beside them."""
    expected = sorted((DATA / source).glob("*.expected.json"))
    return [next(p for p in e.parent.glob(f"{e.name.split('.')[0]}.*") if p != e) for e in expected]


def check(source, path: Path) -> None:
    """Compare what the source reads from the page with the records that are expected."""
    read = [plain(record) for record in source.parse(page(path.read_bytes(), f"file:{path.name}"))]
    expected = path.parent / f"{path.name.split('.')[0]}.expected.json"
    assert json.loads(json.dumps(read)) == json.loads(expected.read_text("utf-8"))

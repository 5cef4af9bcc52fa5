"""Writes docs/schema.md from the schema itself: python docs/schema.py."""

from pathlib import Path

from watcher.store.store import Store

PAGE = Path(__file__).with_name("schema.md")
HEAD = """# The database

One SQLite file, which any tool may read while Watcher runs: `watcher sql "SELECT ..."`, `datasette watcher.db --metadata docs/datasette.json`,
DuckDB's `ATTACH 'watcher.db' (TYPE sqlite)`. This page is written by `docs/schema.py` from the schema itself.

## Views to build on

Their columns stay, whatever becomes of the tables; more may come behind them.
"""
VIEWS = {
    "v_items": "a thing a row: a publication with all its appearances, or a trial",
    "v_figures": "a number a row that a text reports, with its sentence",
    "v_changes": "a change a row: of a registration, or of what a source says of a paper",
    "v_told": "a record a row that a digest told",
}


def page() -> str:
    """Return the page."""
    with Store.open() as store:
        names = store.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'document_index%' AND name NOT LIKE '%sqlite_%' ORDER BY name"
        ).fetchall()
        views = "".join(
            f"\n### {name}: {what}\n\n{_columns(store, name, typed=False)}\n" for name, what in VIEWS.items()
        )
        tables = "".join(f"\n### {name}\n\n{_columns(store, name)}\n" for (name,) in names)
    return f"{HEAD}{views}\n## Tables\n\nThese may change with any version; `document_index` is the full-text index (FTS5) over `document`.\n{tables}"


def _columns(store: Store, name: str, *, typed: bool = True) -> str:
    rows = store.connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,)).fetchall()
    return ", ".join(
        f"`{column}`" + (f" {kind}" if typed else "") + (" (key)" if key else "") for column, kind, key in rows
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

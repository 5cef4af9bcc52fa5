"""The database is open to other programs: to read, by views that stay."""

import importlib.util
import json
from pathlib import Path

import pytest
from stores import MONDAY, NEXT_MONDAY, digest, record, registration, save

from watcher.errors import InputError
from watcher.model import Change, Figure, Id, Span, Weight
from watcher.store.connection import query
from watcher.store.store import Store

DOCS = Path(__file__).parents[3] / "docs"
PLACE = Span(field="abstract", start=0, end=8)
HR = Figure(measure="HR", value=0.77, low=0.6, high=0.99, outcome="PFS", sentence="HR 0.77.", span=PLACE, at=PLACE)
VIEWS = {
    "v_items": "item kind title authors venue date tier score pmid doi nct url sources first_seen withdrawn abstract",
    "v_figures": "item title outcome measure value low high level unit p n total arm comparator milestone sentence source source_id",
    "v_changes": "item title seen weight field before after note source source_id",
    "v_told": "item title digest period at because source source_id",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return a database with a paper, a registration that changed, and a digest that told the paper."""
    path = tmp_path_factory.mktemp("open") / "watcher.db"
    with Store.open(path) as store:
        paper = record("1", text="HR 0.77.", ids=frozenset({Id("pmid", "1"), Id("doi", "10.1000/a")}))
        save(store, paper, figures=[HR])
        save(store, registration())
        change = Change(field="status", before="active", after="completed", seen=MONDAY, weight=Weight.HIGH)
        save(store, registration(title="Octreotide depot in GEP-NET, completed"), changes=[change])
        told = store.digests.dossiers("ssa-dose-escalation", MONDAY, NEXT_MONDAY)
        store.digests.freeze(digest(), [], told, name="weekly", now=NEXT_MONDAY)
    return path


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_keeps_its_columns(path, view):
    columns = query(path, f"SELECT * FROM {view}").columns

    assert columns[: len(VIEWS[view].split())] == tuple(VIEWS[view].split())


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        ("SELECT kind, title, tier, pmid, doi, nct FROM v_items WHERE item = 1", [("article", "Lanreotide every 14 days", "core", "1", "10.1000/a", None)]),
        ("SELECT outcome, measure, value, low, high FROM v_figures", [("PFS", "HR", 0.77, 0.6, 0.99)]),
        ("SELECT item, field, before, after FROM v_changes", [(2, "status", "active", "completed")]),
        ("SELECT DISTINCT digest, period FROM v_told", [("weekly", "2026-W47")]),
        ("SELECT count(*) FROM document_index WHERE document_index MATCH 'lanreotide'", [(1,)]),
        ("WITH a AS (SELECT 1 AS b) SELECT b FROM a", [(1,)]),
        ("PRAGMA table_info(figure)", None),
    ],
)  # fmt: skip
def test_a_select_answers(path, statement, rows):
    assert rows is None or query(path, statement).rows == rows


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM item",
        "UPDATE document SET title = ''",
        "DROP TABLE item",
        "CREATE TABLE a (b)",
        "CREATE TEMP TABLE a (b)",
        "ATTACH 'other.db' AS other",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = 1",
        "VACUUM INTO 'other.db'",
        "SELECT load_extension('x')",
        "SELECT 1; DELETE FROM item",
        "nonsense",
        "",
    ],
)
def test_nothing_but_a_select_is_run(path, statement):
    before = path.read_bytes()
    try:
        answer = query(path, statement).rows
    except InputError as error:
        answer = [] if "docs/schema.md" in str(error) else None

    assert answer == []
    assert path.read_bytes() == before


def test_figures_are_those_of_the_last_reading(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        save(store, record(), figures=[HR, HR])
        save(store, record(title="Another title"), figures=[HR])

        assert store.connection.execute("SELECT count(*) FROM figure").fetchone() == (1,)


def test_the_page_on_the_schema_is_of_this_schema():
    spec = importlib.util.spec_from_file_location("schema_page", DOCS / "schema.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.PAGE.read_text(encoding="utf-8") == module.page(), "python docs/schema.py writes it anew"


def test_datasette_is_told_of_what_there_is(path):
    told = json.loads((DOCS / "datasette.json").read_text(encoding="utf-8"))["databases"]["watcher"]
    names = {row[0] for row in query(path, "SELECT name FROM sqlite_master").rows}

    assert {*told["tables"]} <= names
    for one in told["queries"].values():
        query(path, one["sql"].replace(":outcome", "'PFS'").replace(":day", "'2026'"))

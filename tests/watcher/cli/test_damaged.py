"""A damaged row of the database stops no command; what it was is shown, and doctor names it."""

import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def damaged(shell):
    """Return the shell over a database with a damaged record, and that record's item, title and name."""
    with closing(sqlite3.connect(shell.folder / "demo-output" / "watcher.db")) as database:
        row, item, title, source, source_id = database.execute(
            """
            SELECT record.version, record.item, document.title, record.source, record.source_id
            FROM record JOIN document ON document.item = record.item
            WHERE record.source = 'pubmed'
            GROUP BY record.item HAVING count(*) = 1
            LIMIT 1
            """
        ).fetchone()
        database.execute("UPDATE version SET body = '{' WHERE id = ?", (row,))
        database.commit()
    return shell, item, title, f"{source} {source_id}"


def test_every_command_goes_on_and_says_what_it_passed_over(damaged):
    shell, item, title, _ = damaged

    digest = shell("digest", "preview", "--since", "2026-11-01", "--until", "2026-11-30")
    assert digest.code == 0
    assert title.split()[0] in digest.out.partition("PLEASE READ IT YOURSELF")[2]
    for words in (["search", title.split()[0]], ["export", "--format", "csv", "--tier", "off"], ["changes"], ["trial"]):
        assert shell(*words).code == 0
    shown = shell("show", str(item))
    assert shown.code == 0
    assert title in shown.out
    assert "please read it yourself: its row in the database is damaged" in shown.out


def test_doctor_names_it_and_has_it_read_again(damaged):
    shell, _, _, name = damaged

    examined = shell("doctor", "--offline", "--json")
    assert examined.code == 1
    assert any(f"the record {name} cannot be read" in finding["detail"] for finding in examined.json)


def test_a_copy_replaces_only_an_earlier_copy(shell):
    assert shell("backup", "copy.db").code == 0
    assert "--force" in shell("backup", "copy.db").told
    assert shell("backup", "copy.db", "--force").code == 0
    for file in ("demo-output/watcher.toml", "demo-output/watcher.db"):
        before = (shell.folder / file).read_bytes()
        assert shell("backup", file, "--force").code == 1
        assert (shell.folder / file).read_bytes() == before


def test_a_copy_is_kept_among_others_and_put_back(shell):
    made = shell("backup", "--keep", "2")
    (copy,) = (shell.folder / "demo-output" / "watcher.db-backups").iterdir()
    assert (made.code, copy.name) == (0, "watcher-20261123T080000Z.db")

    restored = shell("restore", str(copy))
    assert restored.code == 0
    assert "watcher.db.before-20261123T080000Z" in restored.told
    assert (shell.folder / "demo-output" / "watcher.db.before-20261123T080000Z").exists()
    assert shell("search", "lanreotide").code == 0
    assert shell("backup", "x.db", "--keep", "2").code == 2
    assert "Messages" not in restored.told  # none waits


@pytest.mark.parametrize(
    ("body", "why"), [(b"", "it is empty, and no copy of a database"), (b"no database", "file is not a database")]
)
def test_a_copy_that_is_none_is_refused_with_advice_that_fits_a_copy(shell, body, why):
    (shell.folder / "copy.db").write_bytes(body)

    told = shell("restore", "copy.db").told

    assert f"copy.db was not put back, and nothing was changed: {why}; restore an earlier copy" in told
    assert "[watcher] database" not in told

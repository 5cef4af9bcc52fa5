"""A copy of the database: whole, private, and never in the place of what is not ours."""

import stat

import pytest
from stores import record, save

from watcher.errors import StoreError
from watcher.store.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.db") as opened:
        save(opened, record())
        yield opened


@pytest.mark.threat("T44")
def test_a_copy_is_whole_and_private(store, tmp_path):
    size = store.backup(tmp_path / "copies" / "b.db")

    copy = tmp_path / "copies" / "b.db"
    assert (copy.stat().st_size, stat.S_IMODE(copy.stat().st_mode)) == (size, 0o600)
    assert [one.name for one in copy.parent.iterdir()] == ["b.db"]
    with Store.open(copy) as copied:
        assert copied.records.latest(record()) == record()
        assert copied.check() == ()


def test_a_copy_that_cannot_be_written_is_a_clear_error(store, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="choose another place"):
        store.backup(tmp_path / "file" / "b.db")


def test_an_earlier_copy_is_replaced_when_that_is_asked_for(store, tmp_path):
    store.backup(tmp_path / "b.db")
    save(store, record("2"))

    with pytest.raises(StoreError, match="--force"):
        store.backup(tmp_path / "b.db")
    store.backup(tmp_path / "b.db", force=True)

    with Store.open(tmp_path / "b.db") as copied:
        assert copied.records.has(("pubmed", "2"))


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("content", [b"", b"[watcher]\n", b"SQLite format 3\0" + bytes(84)])
def test_a_file_that_is_no_copy_of_ours_stays_as_it_is(store, tmp_path, content, force):
    (tmp_path / "watcher.toml").write_bytes(content)

    with pytest.raises(StoreError, match="no copy of a watcher's database"):
        store.backup(tmp_path / "watcher.toml", force=force)
    assert (tmp_path / "watcher.toml").read_bytes() == content


@pytest.mark.parametrize("force", [False, True])
def test_the_database_itself_is_never_replaced_whatever_it_is_called(store, tmp_path, force):
    (tmp_path / "link.db").symlink_to(tmp_path / "a.db")
    before = (tmp_path / "a.db").read_bytes()

    for name in ("a.db", "link.db", "../" + tmp_path.name + "/a.db"):
        with pytest.raises(StoreError, match="the database itself"):
            store.backup(tmp_path / name, force=force)
    assert (tmp_path / "a.db").read_bytes() == before


@pytest.mark.parametrize("name", ["a.db-wal", "a.db-shm", "a.db-journal", "a.db.deliver.lock"])
def test_what_the_database_keeps_beside_itself_is_no_place_for_a_copy(store, tmp_path, name):
    before = {path.name for path in tmp_path.iterdir()}

    with pytest.raises(StoreError, match="belongs to the database"):
        store.backup(tmp_path / name, force=True)
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_full_folder_leaves_the_earlier_copy(store, tmp_path, monkeypatch):
    store.backup(tmp_path / "b.db")
    monkeypatch.setattr("secrets.token_hex", lambda _: "0")
    (tmp_path / ".b.db.0.part").mkdir()

    with pytest.raises(StoreError, match="choose another place"):
        store.backup(tmp_path / "b.db", force=True)

    with Store.open(tmp_path / "b.db") as copied:
        assert copied.records.has(("pubmed", "1"))

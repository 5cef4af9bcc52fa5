"""A result never takes the place of what somebody may miss."""

import os
import sqlite3
from contextlib import closing

import pytest

from watcher.errors import InputError
from watcher.service.outputs import write


@pytest.fixture(autouse=True)
def state(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


def test_what_we_wrote_is_replaced_and_what_was_changed_since_is_not(tmp_path):
    path = tmp_path / "list.csv"

    write(str(path), "one")
    write(str(path), "two")
    path.write_text("two, and a note of mine")
    with pytest.raises(InputError, match="--force replaces it"):
        write(str(path), "three")

    assert path.read_text() == "two, and a note of mine"
    write(str(path), "three", force=True)
    assert path.read_text() == "three"


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize(
    "name",
    ["watcher.toml", "library.ris", "watcher.db", "watcher.db-wal", "watcher.db.deliver.lock", "other.db", "link"],
)
def test_some_files_are_never_replaced(tmp_path, name, force):
    (tmp_path / "watcher.toml").write_text("[watcher]")
    (tmp_path / "library.ris").write_text("TY  - JOUR")
    (tmp_path / "watcher.db.deliver.lock").touch()
    for database in ("watcher.db", "other.db"):
        with closing(sqlite3.connect(tmp_path / database)) as made:
            made.execute("CREATE TABLE a (b)")
    (tmp_path / "link").symlink_to("watcher.toml")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = [tmp_path / "watcher.toml", tmp_path / "library.ris", tmp_path / "watcher.db"]

    with pytest.raises(InputError, match="nothing is written over it"):
        write(str(tmp_path / name), "a list", keep=kept, force=force)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", ["folder", "absent/list.csv", "a\0b", "x" * 300])
def test_a_place_that_cannot_be_written_is_named(tmp_path, name):
    (tmp_path / "folder").mkdir()

    with pytest.raises(InputError, match=r"cannot be written: .*choose another place"):
        write(str(tmp_path / name), "a list", force=True)

    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_links_in_a_ring_are_a_place_like_another(tmp_path):
    (tmp_path / "ring").symlink_to("ring")

    write(str(tmp_path / "ring"), "a list")

    assert (tmp_path / "ring").read_text() == "a list"


def test_what_cannot_be_written_whole_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    write(str(path), "old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        write(str(path), "new")

    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("list.csv", "old")]


def test_a_pipe_is_written_to(tmp_path):
    write("/dev/null", "a list")

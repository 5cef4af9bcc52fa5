"""A collection in a process of its own: what it brings, and that it ends with whoever began it."""

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from watcher.pipeline.second import SHORT_RUN
from watcher.service.collection import Collection
from watcher.service.sync import begun

ROOT = Path(__file__).resolve().parents[3]
LONG = 60  # seconds
RIS = "TY  - JOUR\nTI  - Octreotide LAR at 60 mg every 28 days in midgut tumours\nPY  - 2019\nER  - \n"
# Begins a collection, says its number, and is then killed.
PARENT = """
import sys, time
from watcher.service.collection import Collection
from watcher.service import Session
collection = Collection.begin(Session(config=sys.argv[1]))
print(collection._process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def library(installation, tmp_path):
    """An installation whose only source is a folder with one paper."""
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "one.ris").write_text(RIS, encoding="utf-8")
    session = installation("", source="files")
    path = Path(session.config)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[sources.files]", "[sources.files]\nfolder = 'library'"), encoding="utf-8")
    return session


def test_its_coverage_comes_back(library):
    result = Collection.begin(library).ended(LONG)

    assert result.error == ""
    assert [(line.source, line.new) for line in result.coverage] == [("files", 1)]
    with library.store() as store:
        assert store.status().counts["records"] == 1


def test_where_one_source_alone_is_asked_again_a_wrong_one_has_no_turn(library):
    path = Path(library.config)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[sources.pubmed]\nenabled = false", "[sources.pubmed]\nwrong = 1"), encoding="utf-8")

    turns = [
        {line.source for line in Collection.begin(library, only=only).ended(LONG).coverage} for only in ((), ("files",))
    ]

    assert turns == [{"files", "pubmed"}, {"files"}]


def test_only_one_is_under_way(library):
    first = Collection.begin(library)
    second = Collection.begin(library)
    first.stop()
    third = Collection.begin(library)
    third.stop()

    assert second is None
    assert third is not None


def test_it_is_ended_after_its_time(library):
    collection = Collection.begin(library, limit=timedelta(0))

    assert collection.ended(LONG).error == "the collection was ended after 0:00:00"
    assert collection._process.poll() is not None


def test_it_says_why_it_could_not_be_done(library):
    library.settings.database.write_text("this is no database of ours, but a text of some length" * 20)

    assert "name another file in [watcher] database" in Collection.begin(library).ended(LONG).error


def test_one_that_is_killed_is_known_for_it(library):
    collection = Collection.begin(library)
    collection._process.kill()

    assert "ended before it was done" in collection.ended(LONG).error


def test_it_ends_quietly(library):
    command = [
        sys.executable,
        "-m",
        "watcher.service.collection",
        json.dumps({"config": library.config, "now": "", "level": 30}),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as child:
        said = child.stderr.read()

    assert (child.returncode, said) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_it_ends_with_the_process_that_began_it(library, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    os.mkfifo(tmp_path / "library" / "endless.ris")  # a collection reads it for ever
    command = [sys.executable, "-c", PARENT, library.config]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        child = int(parent.stdout.readline())
        parent.kill()

    end = time.monotonic() + LONG
    while is_alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_after_a_run_that_never_ended_every_page_goes_to_a_process_that_can_be_ended(installation):
    session = installation()
    with session.store(new=True) as store:
        with pytest.raises(SystemExit), begun(session, store):
            raise SystemExit
        with begun(session, store) as careful:
            pass
        with begun(session, store) as usual:
            pass

    assert (careful._left, usual._left) == (0, SHORT_RUN)

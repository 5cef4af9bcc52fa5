import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from parts import TOPIC, FakeSource, asked, record

import sources
from fakes import NOW
from watcher.errors import ParseError
from watcher.model import Outcome, Page, Unreadable
from watcher.pipeline.collect import collect
from watcher.pipeline.second import SecondProcess
from watcher.pipeline.understand import understand, understand_page
from watcher.store.store import Store

PAGE = Page(url="https://example.org/fake/0", body=b"four", retrieved=NOW)
BROKEN = Unreadable(url="u", where="PMID 7", reason="no title")


@pytest.fixture(scope="module")
def second():
    with SecondProcess(TOPIC, short_run=0) as opened:
        yield opened


def source(*pieces):
    return FakeSource([], pieces={PAGE.url: list(pieces)})


def test_a_page_is_understood_there_as_it_is_here(second):
    one = source(record(1), BROKEN, record(2))

    there = second.begin(one, PAGE).result()

    assert there == list(understand_page(one, PAGE, TOPIC))
    assert there == [understand(record(1), TOPIC), BROKEN, understand(record(2), TOPIC)]


@pytest.mark.parametrize("name", sources.available())
def test_every_source_can_go_there(name, tmp_path):
    one = sources.load(name, {"folder": str(tmp_path)} if name == "files" else {})

    assert pickle.loads(pickle.dumps(one)) == one


def test_a_short_run_stays_in_one_process():
    with SecondProcess(TOPIC, short_run=12) as second:
        assert [second.begin(source(), PAGE) for _ in range(3)] == [None] * 3
        assert second.begin(source(), PAGE) is not None


def test_a_page_that_is_no_page_is_told_as_ever(second):
    turn = asked([record(1)], [ParseError("fake", "u", "not XML")], [record(2)])
    with Store.open(":memory:") as store:
        (coverage,) = collect([turn], TOPIC, store, lambda: NOW, second=second)

    assert (coverage.outcome, coverage.new) == (Outcome.PARTIAL, 2)
    assert "not XML" in coverage.error


def test_nothing_is_lost_where_no_second_process_can_be_had(monkeypatch):
    def refuse(method):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("watcher.pipeline.second.get_context", refuse)
    with Store.open(":memory:") as store, SecondProcess(TOPIC, short_run=0) as second:
        assert second.begin(source(), PAGE) is None
        (coverage,) = collect([asked([record(1)])], TOPIC, store, lambda: NOW, second=second)

    assert (coverage.outcome, coverage.new) == (Outcome.COMPLETE, 1)


ORPHAN = """
import sys
from parts import TOPIC
from test_second import PAGE, source
from watcher.pipeline.second import SecondProcess

if __name__ == "__main__":
    with SecondProcess(TOPIC, short_run=0) as second:
        second.begin(source(), PAGE).result()
        print("ready", flush=True)
        sys.stdin.read()
"""


def test_the_second_process_ends_when_the_first_is_killed(tmp_path):
    script = tmp_path / "first.py"
    script.write_text(ORPHAN)
    house = Path(__file__).resolve().parents[3]
    path = os.pathsep.join(map(str, (house, house / "tests", Path(__file__).parent)))
    with subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as first:
        assert first.stdout.readline() == b"ready\n"
        first.send_signal(signal.SIGKILL)
        # The second process holds the same pipe: its end is read when the last of both is gone.
        assert first.stdout.read() == b""

"""The workers of a cluster make the store that one process makes, with one of them lost on the way, too."""

import os
import signal

import pytest
from parts import TOPIC, DeadlySource, FakeSource, record

import sources
from fakes import DATA, NOW
from watcher.model import Page, Query
from watcher.pipeline.arrivals import Asked
from watcher.pipeline.cluster import Cluster
from watcher.pipeline.collect import collect
from watcher.pipeline.second import LostPageError
from watcher.pipeline.understand import understand_page
from watcher.store.store import Store

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own, of its servers that end
PAGE = Page(url="https://example.org/fake/0", body=b"four", retrieved=NOW)
TABLES = (
    "item",
    "record",
    "version",
    "identifier",
    "mention",
    "block",
    "link",
    "change",
    "score",
    "figure",
    "document",
    "payload",
)


@pytest.fixture(scope="module")
def cluster():
    with Cluster(TOPIC, workers=2) as opened:
        yield opened


def rows(store):
    return {table: store.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}


def folder_taken_in(second, folder):
    source = sources.load("files", {"folder": str(folder)})
    turn = Asked(source=source, query=Query(topic=TOPIC.name, groups=TOPIC.groups, until=NOW), client=None)
    with Store.open(":memory:") as store:
        (coverage,) = collect([turn], TOPIC, store, lambda: NOW, second=second)
        return rows(store), coverage.received


def test_two_workers_make_the_store_of_one_process(cluster, tmp_path):
    for number in range(6):
        body = (DATA / "pubmed" / ("usual.xml" if number % 2 else "odd.xml")).read_bytes()
        (tmp_path / f"{number}.xml").write_bytes(body)
    alone, received = folder_taken_in(None, tmp_path)

    assert folder_taken_in(cluster, tmp_path) == (alone, received)
    assert received > 0
    assert alone["record"]


def test_a_worker_that_is_lost_costs_nothing(cluster):
    one = FakeSource([], pieces={PAGE.url: [record(1), record(2)]})
    workers = cluster._client.scheduler_info()["workers"]
    begun = [cluster.begin(one, PAGE) for _ in range(8)]
    lost = next(iter(cluster._client.run(os.getpid).values()))
    os.kill(lost, signal.SIGKILL)

    found = [cluster.wait(each) for each in begun]

    assert len(workers) == 2
    assert found == [list(understand_page(one, PAGE, TOPIC))] * 8


def test_a_page_that_ends_every_process_is_named_and_the_next_one_is_read(cluster):
    bad = DeadlySource([], home=os.getpid(), pieces={PAGE.url: [record(1)]})
    good = FakeSource([], pieces={PAGE.url: [record(2)]})

    with pytest.raises(LostPageError):
        cluster.wait(cluster.begin(bad, PAGE))

    assert cluster.wait(cluster.begin(good, PAGE)) == list(understand_page(good, PAGE, TOPIC))

"""Two processes on one database: each waits for the other, and a killed one leaves whole steps."""

import multiprocessing
import os
import signal
import sqlite3

import pytest
from stores import MONDAY, message, record, save

from watcher.store.store import Store

SPAWN = multiprocessing.get_context("spawn")
ROUNDS = 40


def count_up(path):
    """Read a number and write the next one, in one step, many times."""
    with Store.open(path) as store:
        for _ in range(ROUNDS):
            with store.writing():
                store.remember("count", str(int(store.recall("count") or 0) + 1))


def save_many(path, prefix, ready):
    with Store.open(path) as store:
        for page in range(10_000):
            with store.writing():
                for number in range(3):
                    save(store, record(f"{prefix}-{page}-{number}"), keys=[page])
            if page == 3:
                ready.set()


def claim_and_die(path):
    with Store.open(path) as store:
        store.outbox.claim("m", MONDAY)
        os.kill(os.getpid(), signal.SIGKILL)


def claim_all(path, answers):
    with Store.open(path) as store:
        answers.put([n for n in range(ROUNDS) if store.outbox.claim(f"m{n}", MONDAY)])


@pytest.mark.threat("T11")
def test_two_writers_lose_no_step(tmp_path):
    path = tmp_path / "a.db"
    Store.open(path).close()
    workers = [SPAWN.Process(target=count_up, args=(path,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0]
    with Store.open(path) as store:
        assert store.recall("count") == str(2 * ROUNDS)


@pytest.mark.threat("T11")
def test_a_step_begun_without_the_lock_is_refused_where_ours_waits(tmp_path):
    """Why BEGIN IMMEDIATE: two that read first and write then cannot both go on."""
    path = tmp_path / "a.db"
    Store.open(path).close()
    one, two = (sqlite3.connect(path, isolation_level=None, timeout=0) for _ in range(2))
    for each in (one, two):
        each.execute("BEGIN")
        each.execute("SELECT * FROM note").fetchall()
    one.execute("INSERT INTO note VALUES ('a', 'a')")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        two.execute("INSERT INTO note VALUES ('b', 'b')")
    one.close()
    two.close()


@pytest.mark.threat("T9")
def test_a_killed_writer_leaves_whole_pages(tmp_path):
    path = tmp_path / "a.db"
    Store.open(path).close()
    ready = SPAWN.Event()
    worker = SPAWN.Process(target=save_many, args=(path, "a", ready))
    worker.start()
    assert ready.wait(60)
    worker.kill()
    worker.join()

    with Store.open(path) as store:
        records = store.status().counts["records"]
        assert records >= 12
        assert records % 3 == 0
        assert store.check() == ()


def test_a_claim_outlives_the_process_that_took_it(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.outbox.post([message()], now=MONDAY)
    worker = SPAWN.Process(target=claim_and_die, args=(path,))
    worker.start()
    worker.join()

    assert worker.exitcode == -signal.SIGKILL
    with Store.open(path) as store:
        assert store.outbox.due(MONDAY) == ()
        assert [each.state for each in store.outbox.recover(MONDAY)] == ["uncertain"]


@pytest.mark.threat("T6")
def test_each_message_is_claimed_by_one_process(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.outbox.post([message(f"m{n}", recipient=str(n)) for n in range(ROUNDS)], now=MONDAY)
    answers = SPAWN.Queue()
    workers = [SPAWN.Process(target=claim_all, args=(path, answers)) for _ in range(2)]
    for worker in workers:
        worker.start()
    claimed = answers.get() + answers.get()
    for worker in workers:
        worker.join()

    assert sorted(claimed) == list(range(ROUNDS))

"""A bomb at every border: what goes wrong with one record, or with one source, costs no neighbour."""

import importlib
import itertools
import logging
import os
import signal
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pace
import pytest
from parts import TOPIC, FakeSource, asked, record

from fakes import NOW
from watcher.model import Id, NotUnderstood, Outcome, Passage, Unreadable
from watcher.pipeline.arrivals import Asked
from watcher.pipeline.collect import collect
from watcher.pipeline.intake import program_of
from watcher.pipeline.second import SecondProcess
from watcher.store.items import Items
from watcher.store.records import Records
from watcher.store.store import Store

arrivals_module = importlib.import_module("watcher.pipeline.arrivals")
collect_module = importlib.import_module("watcher.pipeline.collect")
intake_module = importlib.import_module("watcher.pipeline.intake")
take_in_module = importlib.import_module("watcher.pipeline.take_in")
understand_module = importlib.import_module("watcher.pipeline.understand")
THREE = [record(1), record(2), record(3)]


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def run(store, *turns, second=None, now=NOW):
    return collect(turns, TOPIC, store, lambda: now, second=second)


def has(store, number):
    return bool(store.items.find(Id("pmid", str(1000 + number))))


def bombed(real, error):
    """Return the function with a bomb in it for the second record, wherever that stands among its arguments."""

    def bomb(*arguments, **more):
        if any(getattr(one, "source_id", "") == "2" for one in arguments):
            raise error
        return real(*arguments, **more)

    return bomb


STEPS = [
    (intake_module, "normalise"),
    (understand_module, "rate"),
    (understand_module, "block_keys"),
    (understand_module, "fingerprint"),
    (take_in_module, "weigh"),
    (take_in_module, "compare"),
    (take_in_module, "beside"),
    (Records, "seen_again"),
    (Items, "candidates"),
    (Records, "save"),
]


@pytest.mark.parametrize("error", [ZeroDivisionError("boom"), RecursionError("boom"), MemoryError("boom")])
@pytest.mark.parametrize(("place", "step"), STEPS, ids=[step for _, step in STEPS])
def test_a_bomb_in_one_record_costs_no_neighbour(store, monkeypatch, caplog, place, step, error):
    monkeypatch.setattr(place, step, bombed(getattr(place, step), error))

    with caplog.at_level(logging.ERROR):
        coverage, other = run(store, asked(THREE, [record(4)]), asked([record(5)], name="other"))

    assert [number for number in range(1, 6) if has(store, number)] == [1, 3, 4, 5]
    assert (coverage.outcome, coverage.received, coverage.new, coverage.unreadable) == (Outcome.PARTIAL, 4, 3, 1)
    assert coverage.notices == (f"could not take in 2: {type(error).__name__}: boom",)
    assert other.outcome is Outcome.COMPLETE
    assert "fake 2 could not be taken in\nTraceback" in caplog.text
    assert not store.records.has(("fake", "2"))
    assert store.unread.all() == (
        NotUnderstood(
            source="fake",
            source_id="2",
            reason=f"{type(error).__name__}: boom",
            seen=NOW,
            title=record(2).title,
            url="https://example.org/fake/0",
            program=program_of(TOPIC),
        ),
    )


@pytest.mark.parametrize(("place", "step"), [STEPS[0], STEPS[1], STEPS[4]])
def test_a_record_that_takes_too_long_costs_no_neighbour(store, monkeypatch, place, step):
    real = getattr(place, step)

    def hanging(*arguments):
        while any(getattr(one, "source_id", "") == "2" for one in arguments):
            pass
        return real(*arguments)

    monkeypatch.setattr(place, step, hanging)
    monkeypatch.setattr(understand_module.contained, "__defaults__", (0.05,))
    monkeypatch.setattr(take_in_module, "RECORD_SECONDS", 0.05)

    (coverage,) = run(store, asked(THREE))

    assert [number for number in (1, 2, 3) if has(store, number)] == [1, 3]
    assert coverage.notices == ("could not take in 2: took longer than 0.05 s",)


def test_a_bomb_in_the_middle_of_a_page_leaves_what_came_before_it_and_the_other_pages(store):
    turn = asked([record(1), record(2), ZeroDivisionError("boom"), record(3)], [record(4)])

    (coverage,) = run(store, turn)

    assert [number for number in range(1, 5) if has(store, number)] == [1, 2, 4]
    assert (coverage.outcome, coverage.unreadable) == (Outcome.PARTIAL, 1)
    assert coverage.notices[:2] == (
        "could not take in the page after record 2: ZeroDivisionError: boom",
        "https://example.org/fake/0 was not read to its end",
    )
    assert store.runs.watermark("fake", TOPIC.name, turn.question) is None  # what came after it is asked for again


def test_a_record_that_was_not_understood_does_not_hold_the_watermark(store):
    turn = asked([record(1), Unreadable(url="u", where="PMID 7", reason="no title")])

    (coverage,) = run(store, turn)

    assert coverage.outcome is Outcome.PARTIAL
    assert store.runs.watermark("fake", TOPIC.name, turn.question) == NOW


def not_understood(store):
    return [(one.source_id, one.title) for one in store.unread.all()]


def test_what_is_understood_later_is_no_longer_not_understood(store, monkeypatch):
    broken = Unreadable(url="u", where="PMID 2", reason="no title", source_id="2", title="The second")
    run(store, asked([record(1), broken]))
    assert not_understood(store) == [("2", "The second")]

    run(store, asked([record(1), record(2)]))

    assert not_understood(store) == []


def test_what_has_no_name_is_known_by_its_place_until_its_page_is_read_whole(store):
    lost = Unreadable(url="https://example.org/fake/0", where="item 2", reason="no title")
    for _ in range(2):
        run(store, asked([record(1), lost]))
    assert not_understood(store) == [("item 2 of https://example.org/fake/0", "")]

    run(store, asked([record(1), ZeroDivisionError("boom"), lost]))
    assert ("item 2 of https://example.org/fake/0", "") in not_understood(store)

    run(store, asked([record(1), record(2)]))

    assert not_understood(store) == []


def test_what_has_no_name_and_comes_again_on_another_page_is_the_same(store):
    lost = [Unreadable(url="u", where=f"item {n}", reason="no number", title=title) for n, title in enumerate("ABB")]
    run(store, asked([record(1), *lost]))
    first = store.unread.all()

    run(store, asked([record(1)], [record(2), *lost]), now=NOW + timedelta(days=1))
    again = store.unread.all()

    assert sorted(one.title for one in first) == sorted(one.title for one in again) == ["A", "B", "B"]
    assert {one.seen for one in again} == {one.seen for one in first}
    assert all(one.source_id.endswith("/fake/1") for one in again)


def test_two_of_which_nothing_is_known_on_two_pages_of_two_runs_are_two(store):
    lost = Unreadable(url="u", where="item 2", reason="no number")
    run(store, asked([record(1), lost]))

    broken_off = [record(1), ZeroDivisionError("boom")]
    run(store, asked(broken_off, [record(2), lost]), now=NOW + timedelta(days=1))

    assert [one.seen for one in store.unread.all() if one.reason == "no number"] == [NOW, NOW + timedelta(days=1)]


def test_two_without_a_name_on_two_pages_are_two(store):
    lost = Unreadable(url="u", where="item 2", reason="no number")

    run(store, asked([record(1), lost], [record(2), lost]))

    assert len(not_understood(store)) == 2


def test_of_a_page_without_sense_some_records_are_kept_and_one_for_the_rest(store):
    bad = [Unreadable(url="u", where=f"line {number}", reason="no title") for number in range(1_000)]

    run(store, asked(bad))

    kept = not_understood(store)
    assert len(kept) == 51
    assert ("more records of https://example.org/fake/0", "") in kept


@pytest.mark.parametrize("text", ["\ud800 bomb", "bell \a and \x1b]0;title\x07", "x" * 100_000])
def test_what_is_certain_of_a_record_can_be_kept_whatever_it_is(store, text):
    run(store, asked([record(1), Unreadable(url=text, where=text, reason=text, source_id=text, title=text)]))

    (kept,) = store.unread.all()
    assert (kept.title + kept.source_id + kept.url + kept.reason).isprintable()
    assert max(map(len, (kept.title, kept.source_id, kept.url, kept.reason))) <= 500


def test_a_natural_sentence_costs_no_neighbour(store):
    strange = replace(record(2), abstract=(Passage(text="Patients received LAR 30 mg every 4 weeks."),))

    (coverage,) = run(store, asked([record(1), strange, record(3)]))

    assert has(store, 1)
    assert has(store, 3)
    assert coverage.new + coverage.unreadable == 3


def bad_lines(number):
    bad = [Unreadable(url="u", where=f"line {line}", reason="no title") for line in range(number)]
    with Store.open(":memory:") as store:
        (coverage,) = run(store, asked([record(1), *bad]))
    return coverage


def test_forty_thousand_bad_lines_leave_ten_notices_and_their_number():
    coverage = bad_lines(40_000)

    assert (coverage.new, coverage.unreadable, len(coverage.notices)) == (1, 40_000, 11)
    assert coverage.notices[-1] == "39990 more records could not be read"


def test_bad_lines_take_time_in_step_with_their_number():
    assert pace.grown(lambda: bad_lines(5_000), lambda: bad_lines(10_000), most=3)[0] == 0


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("boom"), RecursionError("boom"), UnicodeEncodeError("ascii", "é", 0, 1, "boom")]
)
def test_a_bug_in_a_source_ends_its_own_turn_alone(store, caplog, error):
    with caplog.at_level(logging.ERROR):
        bad, good = run(store, asked([record(1)], error), asked([record(2)], name="other"))

    assert (bad.outcome, bad.new, good.outcome) == (Outcome.PARTIAL, 1, Outcome.COMPLETE)
    assert bad.error.startswith("fake: the turn was ended by a fault of Watcher's own")
    assert "boom" in bad.error
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("method", ["question", "parse"])
def test_a_source_whose_method_is_a_bug_ends_its_own_turn_alone(store, method):
    def bomb(*_):
        raise ZeroDivisionError("boom")

    turn = asked([record(1)])
    setattr(turn.source, method, bomb)

    _, good = run(store, turn, asked([record(2)], name="other"))

    assert good.outcome is Outcome.COMPLETE
    assert has(store, 2)


def test_a_thread_that_ends_without_a_word_ends_its_turn(store, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    turn = asked([record(1)])
    turn.source.pages = lambda query, client: iter(exits())

    def exits():
        yield from ()
        raise SystemExit

    (coverage,) = run(store, turn)

    assert coverage.outcome is Outcome.FAILED
    assert coverage.error == "fake: it ended without a word"


@dataclass
class Elsewhere(FakeSource):
    """A source with a bomb that goes off in every process but the one that made it; ``woken`` is there once a hanging one was let be."""

    home: int = 0
    bomb: str = ""
    woken: Path = Path("woken")

    def parse(self, page):
        if os.getpid() != self.home:
            if self.bomb == "hang":  # deaf to the bound as well
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])
                time.sleep(60)
                self.woken.touch()
            if self.bomb == "die":
                os._exit(1)
            raise ZeroDivisionError("boom")
        return super().parse(page)


def elsewhere(bomb, *script, woken=Path("woken")):
    turn = asked(*script)
    source = Elsewhere(script, home=os.getpid(), bomb=bomb, woken=woken)
    return Asked(source=source, query=turn.query, client=None, question=turn.question)


@pytest.mark.parametrize("bomb", ["hang", "die"])
def test_a_page_that_ends_the_second_process_is_named_and_the_others_are_read_here(store, bomb, tmp_path):
    turn = elsewhere(bomb, [record(1)], [record(2)], [record(3)], woken=tmp_path / "woken")
    with SecondProcess(TOPIC, short_run=0, patience=0.5 if bomb == "hang" else 60) as second:
        (coverage,) = run(store, turn, second=second)

    assert (coverage.outcome, coverage.new, coverage.unreadable) == (Outcome.PARTIAL, 2, 1)
    assert "the process that read it was ended" in coverage.notices[0]
    assert not has(store, 1)
    assert not turn.source.woken.exists()


@pytest.mark.parametrize("bomb", ["alike", "pages", "hours"])
@pytest.mark.threat("T21")
def test_a_source_that_never_ends_is_stopped_and_what_it_brought_is_kept(store, monkeypatch, bomb):
    endless = asked([record(1)])
    page = next(iter(endless.source.pages(endless.query, None)))
    numbers = itertools.repeat(0) if bomb == "alike" else itertools.count()
    endless.source.pages = lambda query, client: (replace(page, body=b"%d" % n) for n in numbers)
    if bomb == "pages":
        monkeypatch.setattr(arrivals_module, "MOST_PAGES", 5)
    if bomb == "hours":
        monkeypatch.setattr(collect_module, "LONGEST_TURN", timedelta(seconds=0.5))

    bad, good = run(store, endless, asked([record(2)], name="other"))

    assert (bad.outcome, good.outcome) == (Outcome.PARTIAL, Outcome.COMPLETE)
    assert "without an end" in str(bad.notices) or "had not ended" in bad.error
    assert has(store, 1)
    assert has(store, 2)


def test_a_turn_that_brings_nothing_more_is_over_with_its_time(store, monkeypatch):
    monkeypatch.setattr(collect_module, "LONGEST_TURN", timedelta(seconds=0.2))
    silent, held = asked([record(1)]), threading.Event()
    silent.source.pages = lambda query, client: (held.wait(60) for _ in range(1))

    (coverage,) = run(store, silent)
    held.set()

    assert (coverage.outcome, "had not ended" in coverage.error) == (Outcome.FAILED, True)


def test_a_bug_in_the_second_process_costs_no_other_source(store):
    with SecondProcess(TOPIC, short_run=0) as second:
        bad, good = run(store, elsewhere("bug", [record(1)]), asked([record(2)], name="other"), second=second)

    assert (bad.outcome, bad.unreadable) == (Outcome.PARTIAL, 1)
    assert good.outcome is Outcome.COMPLETE
    assert has(store, 2)


def interrupted(turn):
    with SecondProcess(TOPIC, short_run=0) as second:
        for page in turn.source.pages(turn.query, None):
            second.begin(turn.source, page)
        raise KeyboardInterrupt


def test_nobody_waits_for_the_second_process_once_we_are_interrupted(tmp_path):
    turn = elsewhere("hang", [], woken=tmp_path / "woken")

    with pytest.raises(KeyboardInterrupt):
        interrupted(turn)

    assert not turn.source.woken.exists()

"""What was not understood is read again by another program, and what another profile rated is rated again."""

import importlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from parts import TOPIC, FakeSource, asked, record

from fakes import NOW
from watcher.model import Id, Tier
from watcher.pipeline.collect import collect
from watcher.pipeline.reread import Reread, reread
from watcher.store.store import Store
from watcher.topic import load_topic

OTHER = load_topic("ssa-dose-escalation")
OTHER = replace(OTHER, version=f"{OTHER.version}, changed", rules=())  # nothing is near any more


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def again(store, source, topic=TOPIC, **more):
    return reread(store, topic, lambda name: source, lambda: NOW, **more)


@pytest.fixture
def failed(store, monkeypatch):
    """A source of whose three records a fault of ours let the second not be understood; it is mended now."""
    return failing(store, monkeypatch, record(1))


def failing(store, monkeypatch, first):
    with monkeypatch.context() as broken:
        module = importlib.import_module("watcher.pipeline.understand")
        real = module.rate
        broken.setattr(module, "rate", lambda one, topic: real(one, topic) if one.source_id != "2" else 1 / 0)
        turn = asked([first, record(2), record(3)])
        collect([turn], TOPIC, store, lambda: NOW)
    assert [one.source_id for one in store.unread.all()] == ["2"]
    return turn.source


def test_the_program_that_failed_does_not_try_the_same_again(store, failed):
    assert again(store, failed).understood == 0


@pytest.mark.parametrize("more", [{"topic": OTHER}, {"everything": True}])
def test_another_program_understands_what_was_not(store, failed, more):
    done = again(store, failed, **more)

    assert (done.understood, done.left) == (1, 0)
    assert store.items.find(Id("pmid", "1002"))


def test_what_was_understood_stays_as_later_pages_left_it(store, failed):
    newer = replace(record(1), title="A title that came later, with octreotide")
    collect([asked([newer])], TOPIC, store, lambda: NOW)

    again(store, failed, everything=True)

    assert store.records.latest(record(1)).title == newer.title


def test_what_was_understood_under_another_key_stays_too(store, monkeypatch):
    alone = replace(record(1), source_id="k")
    collect([asked([alone])], TOPIC, store, lambda: NOW)
    source = failing(store, monkeypatch, replace(alone, source_id="k: beside others"))
    newer = replace(alone, keywords=("octreotide",))
    collect([asked([newer])], TOPIC, store, lambda: NOW)

    again(store, source, everything=True)

    assert store.records.latest(alone).keywords == newer.keywords
    assert not store.records.told_apart(alone)


def test_what_fails_again_stays_and_is_not_tried_by_that_program_any_more(store, failed, monkeypatch):
    module = importlib.import_module("watcher.pipeline.intake")
    monkeypatch.setattr(module, "normalise", lambda one: 1 / 0)

    assert again(store, failed, OTHER)[:2] == (0, 1)
    (kept,) = store.unread.all()
    assert OTHER.profile in kept.program
    assert list(store.unread.pages(kept.program)) == []


def test_a_source_that_is_gone_costs_no_other_reading(store, failed):
    def gone(name):
        raise ValueError("there is no such source")

    assert reread(store, OTHER, gone, lambda: NOW).left == 1


def tiers(store):
    return {item.id: store.account(item.id).scores[0][1].tier for item in store.items.of(range(1, 4))}


def test_records_are_rated_again_once_when_the_profile_changes(store):
    source = FakeSource([])
    collect([asked([record(1), record(2), record(3)])], TOPIC, store, lambda: NOW)
    before = tiers(store)
    again(store, source)

    first, second = again(store, source, OTHER), again(store, source, OTHER)

    assert (first, second) == (Reread(0, 0, 3), Reread(0, 0, 0))
    assert set(before.values()) == {Tier.CORE}
    assert Tier.CORE not in tiers(store).values()
    assert all(score.profile == OTHER.profile for item in (1, 2, 3) for _, score in store.account(item).scores)


def test_rating_again_goes_on_where_it_stopped(store, monkeypatch):
    source = FakeSource([])
    collect([asked([record(1), record(2), record(3)])], TOPIC, store, lambda: NOW)
    module = importlib.import_module("watcher.pipeline.reread")
    monkeypatch.setattr(module, "_BATCH", 1)

    assert again(store, source, OTHER, seconds=0) == Reread(0, 0, 0)
    with monkeypatch.context() as clocked:
        ticks = iter([0.0, 0.0, 2.0])
        clocked.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
        assert again(store, source, OTHER, seconds=1) == Reread(0, 0, 1)
    assert again(store, source, OTHER) == Reread(0, 0, 2)


def test_pages_that_are_kept_to_be_read_again_are_bounded_and_the_oldest_go(store, failed):
    assert store.unread.trim(10_000_000) == 0
    assert store.unread.trim(0) == 0  # the page is kept for its other records too

    collect(
        [asked([record(9), ZeroDivisionError("boom")], [ZeroDivisionError("boom")], name="third")],
        TOPIC,
        store,
        lambda: NOW,
    )

    assert len(list(store.unread.pages())) == 3
    assert store.unread.trim(0) == 2
    assert store.unread.trim(0) == 0
    assert store.status().counts["pages dropped"] == 2
    assert len(list(store.unread.pages())) == 1
    assert len(store.unread.all()) == 3

"""Which sources are asked, and for which span of time, from what the store remembers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from parts import TOPIC, FakeSource, record
from parts import asked as asked_of
from stores import record as saved
from stores import save

from fakes import NOW, FakeTime
from sources import Rereads, available, load
from watcher.errors import FetchError
from watcher.model import Concept, Coverage, Id, Outcome, PartialDate, Period, Term
from watcher.pipeline.collect import collect
from watcher.pipeline.compose import Edition, compose
from watcher.pipeline.deliver import deliver
from watcher.pipeline.news import MOST_LATE
from watcher.service.asking import BEGINNING, BUDGET, FIRST, OVERLAP, REREAD, asking, remember_rereads, spans
from watcher.store.store import Store
from watcher.web.gate import Gate

KNOWN = Id("pmid", "1001")


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def asked(source, store, **how):
    """Return the spans for which the source is asked now."""
    found_spans, question = [], ""
    for span in spans(NOW, how.pop("since", None), full=how.pop("full", False), **how):
        with asking([source], TOPIC, store, span, Gate()) as found:
            found_spans += [(turn.query.since, turn.query.until) for turn in found]
            question = found[0].question if found else question
    return found_spans, question


def remember(source, store, at, question):
    run = Coverage(source=source.name, outcome=Outcome.COMPLETE, since=None, until=at, finished=at)
    store.runs.finish(run, topic=TOPIC.name, question=question, reached=at)


@pytest.mark.threat("T18")
def test_a_source_is_asked_from_its_last_complete_run_on_with_an_overlap(store):
    source = FakeSource([])

    first, question = asked(source, store)
    remember(source, store, NOW - timedelta(hours=6), question)
    second, _ = asked(source, store)

    assert first == [(NOW - FIRST, NOW)]
    assert second == [(NOW - timedelta(hours=6) - OVERLAP, NOW)]


@pytest.mark.parametrize(
    ("interval", "days_ago", "how", "is_asked"),
    [
        (28, 1, {}, False),
        (28, 27.9, {}, False),
        (28, 28, {}, True),
        (28, 1, {"named": True}, True),
        (28, 1, {"since": NOW - timedelta(days=3)}, True),
        (28, 1, {"full": True}, True),
        (0, 0.1, {}, True),
        (0, 0, {}, True),
    ],
)
def test_a_source_that_is_enough_monthly_rests_unless_it_is_wanted(store, interval, days_ago, how, is_asked):
    source = FakeSource([], interval_days=interval)
    remember(source, store, NOW - timedelta(days=days_ago), asked(source, store)[1])

    assert bool(asked(source, store, **how)[0]) is is_asked


@pytest.mark.parametrize(
    ("was_asked", "full", "says"),
    [(True, False, "was asked for 60 minutes"), (False, False, "private"), (True, True, "private")],
)
def test_a_source_has_an_hour_but_for_all_that_there_is(store, tmp_path, was_asked, full, says):
    source, time = FakeSource([]), FakeTime()
    if was_asked:
        remember(source, store, NOW - timedelta(hours=6), asked(source, store)[1])
    *_, span = spans(NOW, None, full=full)

    with asking([source], TOPIC, store, span, Gate(tmp_path, time.clock, time.sleep)) as (turn,):
        time.sleep(BUDGET.total_seconds())
        with pytest.raises(FetchError, match=says):
            turn.client.get("http://127.0.0.1/")


def test_a_source_that_was_not_complete_does_not_rest(store):
    source = FakeSource([], interval_days=28)
    run = Coverage(source=source.name, outcome=Outcome.PARTIAL, since=None, until=NOW, finished=NOW)
    store.runs.finish(run, topic=TOPIC.name, question=asked(source, store)[1])

    assert asked(source, store)[0]


def test_a_backfill_asks_again_only_for_the_steps_that_were_not_done(store):
    source = FakeSource([])
    steps = []
    for span in spans(NOW, None, full=True):
        with asking([source], TOPIC, store, span, Gate()) as found:
            steps.append((span, found[0].question))

    for span, question in steps[:2] + steps[3:]:
        remember(source, store, span.until, question)

    assert asked(source, store, full=True)[0] == [(steps[2][0].since, steps[2][0].until)]


def test_a_backfill_asks_a_source_without_windows_once_for_everything(store):
    source = FakeSource([], windowed=False)

    first, question = asked(source, store, full=True)
    interrupted, _ = asked(source, store, full=True)
    remember(source, store, NOW, question)
    done, _ = asked(source, store, full=True)

    assert first == interrupted == [(BEGINNING, NOW)]
    assert done == []


def test_a_backfill_that_is_done_does_not_stand_for_a_sync(store):
    source = FakeSource([], windowed=False)
    remember(source, store, NOW, asked(source, store, full=True)[1])

    assert asked(source, store)[0] == [(NOW - FIRST, NOW)]


def test_a_backfill_that_is_done_is_resumed_with_what_is_new_alone(store):
    source = FakeSource([])
    for span in spans(NOW, None, full=True):
        with asking([source], TOPIC, store, span, Gate()) as found:
            remember(source, store, span.until, found[0].question)

    assert asked(source, store, full=True)[0] == []


@pytest.mark.parametrize(
    ("last", "since", "moves"),
    [
        (None, NOW - FIRST, True),
        (None, NOW - timedelta(days=30), False),
        (NOW - timedelta(days=10), NOW - timedelta(days=20), True),
        (NOW - timedelta(days=10), NOW - timedelta(days=2), False),  # eight days would never be asked for
    ],
)
def test_a_window_that_leaves_a_gap_moves_no_watermark(store, last, since, moves):
    source = FakeSource([])
    if last:
        remember(source, store, last, asked(source, store)[1])

    _, question = asked(source, store, since=since)

    assert bool(question) is moves


def reread(source, store, now=NOW, *, full=False, named=False, outcome=Outcome.COMPLETE):
    """Return for each turn of a run whether known things are read again, and which; the run ends as told."""
    found = []
    for span in spans(now, None, full=full, named=named):
        with asking([source], TOPIC, store, span, Gate()) as asked:
            found += [(turn.query.reread, turn.query.known) for turn in asked]
            ended = [Coverage(source="fake", outcome=outcome, since=None, until=turn.query.until) for turn in asked]
            remember_rereads(asked, ended, store)
    return found


def test_known_things_are_read_again_once_a_week(store):
    source = FakeSource([], rereads=Rereads.WEEKLY)
    first = reread(source, store)
    collect([asked_of([record(1)])], TOPIC, store, lambda: NOW)

    assert first == [(True, ())]
    assert reread(source, store, outcome=Outcome.PARTIAL) == [(True, (KNOWN,))]
    assert reread(source, store) == [(True, (KNOWN,))]
    assert reread(source, store, NOW + REREAD - timedelta(hours=1)) == [(False, ())]
    assert reread(source, store, NOW + REREAD) == [(True, (KNOWN,))]


def test_a_backfill_reads_known_things_again_once_at_its_end(store):
    source = FakeSource([], rereads=Rereads.WEEKLY)
    collect([asked_of([record(1)])], TOPIC, store, lambda: NOW)

    for _ in range(2):
        *steps, last = reread(source, store, full=True)
        assert set(steps) == {(False, ())}
        assert last == (True, (KNOWN,))


def test_what_a_source_did_not_have_is_asked_for_at_once_and_then_weekly(store):
    source = FakeSource([], rereads=Rereads.UNREAD, name="texts")
    collect([asked_of([record(1)])], TOPIC, store, lambda: NOW)

    first = reread(source, store)  # it has no text of the first, as often as it is asked
    remember(source, store, NOW + timedelta(minutes=1), asked(source, store)[1])
    collect([asked_of([record(2)])], TOPIC, store, lambda: NOW + timedelta(hours=1))

    assert first == [(True, (KNOWN,))]
    assert reread(source, store, NOW + timedelta(hours=6)) == [(False, (Id("pmid", "1002"),))]
    assert reread(source, store, NOW + REREAD) == [(True, (KNOWN, Id("pmid", "1002")))]


def test_what_came_after_the_weekly_reading_of_a_run_that_was_killed_is_asked_for_by_the_next(store):
    """The kill left one record; the run after it reads again what is known, which is that one, and brings another."""
    source = FakeSource([], rereads=Rereads.WEEKLY, name="witness")
    collect([asked_of([record(1)])], TOPIC, store, lambda: NOW - timedelta(minutes=1))
    assert reread(source, store) == [(True, (KNOWN,))]
    remember(source, store, NOW, asked(source, store)[1])
    collect([asked_of([record(2)])], TOPIC, store, lambda: NOW + timedelta(minutes=1))

    assert reread(source, store, NOW + timedelta(hours=6)) == [(False, (Id("pmid", "1002"),))]


def test_a_text_is_asked_for_where_the_title_says_too_little(store):
    source = FakeSource([], rereads=Rereads.UNREAD, name="texts")
    titles = ("Lanreotide after progression", "Knitting patterns of the north")
    collect(
        [asked_of([replace(record(n), title=title, abstract=()) for n, title in enumerate(titles)])],
        TOPIC,
        store,
        lambda: NOW,
    )

    assert reread(source, store) == [(True, (Id("pmid", "1000"),))]


def test_a_source_that_is_named_reads_known_things_again(store):
    source = FakeSource([], rereads=Rereads.WEEKLY)
    collect([asked_of([record(1)])], TOPIC, store, lambda: NOW)
    reread(source, store)

    assert reread(source, store) == [(False, ())]
    assert reread(source, store, named=True) == [(True, (KNOWN,))]


def test_a_source_that_reads_nothing_again_is_never_told_to(store):
    assert reread(FakeSource([], rereads=Rereads.NOTHING), store) == [(False, ())]


def test_only_the_old_european_register_is_enough_monthly():
    assert {name for name in available() if load(name).interval_days} == {"euctr"}


def weekly(source, store, now, *, full=False, since=None):
    """Ask the source at a moment; return what the digest of the week before it shows, with the badges of each."""
    for span in spans(now, since, full=full):
        with asking([source], TOPIC, store, span, Gate()) as turns:
            collect(turns, TOPIC, store, lambda: now)
    period = Period(key=f"{now:%G-W%V}", since=now - timedelta(days=7), until=now + timedelta(seconds=1), due=now)
    composed = compose(TOPIC, store, Edition(name="weekly", sources=("fake",)), period, now)
    deliver(store, "weekly", composed, [], now)
    shown = {one.title: one.badges for section in composed.digest.sections for one in section.entries}
    return shown, composed.digest.footer


OLD = PartialDate(2024, 3, 1)
WEEK = timedelta(days=7)


def test_what_appeared_long_ago_and_matches_for_the_first_time_is_shown_and_marked(store):
    first, note = weekly(FakeSource([[record(1, published=OLD)]]), store, NOW)
    second, rest = weekly(FakeSource([[record(1, published=OLD), record(2, published=OLD)]]), store, NOW + WEEK)
    third, _ = weekly(FakeSource([[record(2, published=OLD)]]), store, NOW + 2 * WEEK)

    assert (first, len(note)) == ({}, 1)
    assert [(title[-8:], badges) for title, badges in second.items()] == [("cohort 2", ("from 2024, new here",))]
    assert (rest, third) == ((), {})


class Reworded(FakeSource):
    """The same source with another question."""

    def question(self, query):
        return "another"


@pytest.mark.parametrize(
    ("kind", "how"),
    [(FakeSource, {"full": True}), (FakeSource, {"since": NOW - timedelta(days=3000)}), (Reworded, {})],
)
def test_what_a_run_brings_that_looks_back_further_is_no_news(store, kind, how):
    weekly(FakeSource([[record(1)]]), store, NOW)

    shown, note = weekly(kind([[record(2, published=OLD)]]), store, NOW + WEEK, **how)

    assert (shown, len(note)) == ({}, 1)


def test_an_index_that_is_worked_over_whole_does_not_flood_a_digest(store):
    weekly(FakeSource([[record(1)]]), store, NOW)

    shown, note = weekly(FakeSource([[record(n, published=OLD) for n in range(2, 60)]]), store, NOW + WEEK)

    assert 0 < len(shown) <= MOST_LATE
    assert note[-1].startswith("28 older records")


def test_a_provider_without_stars_is_asked_for_the_words_that_the_store_has(store):
    term = Term(text="renal dysplas", prefix=True)
    topic = replace(TOPIC, groups=((Concept(name="disease", terms=(term,)),),))
    before = asked_terms(topic, store)
    save(store, saved("1", title="Renal dysplasia, and a dysplastic kidney"))
    save(store, saved("2", title="RENAL DYSPLASIAS of many"))

    assert before == [term]
    assert asked_terms(topic, store) == [replace(term, words=("renal dysplasia", "renal dysplasias"))]


def asked_terms(topic, store):
    (span,) = spans(NOW, None, full=False)
    with asking([FakeSource([])], topic, store, span, Gate()) as (turn,):
        return [term for group in turn.query.groups for concept in group for term in concept.terms]

"""What a digest is told: each thing once, late ones too, and again only what became something else."""

from dataclasses import replace
from itertools import pairwise

import pytest
from stores import (
    CORE,
    MONDAY,
    NEXT_MONDAY,
    OFF,
    TOPIC,
    at,
    change,
    digest,
    link,
    record,
    registration,
    save,
)

from watcher.model import (
    Deleted,
    Id,
    LinkKind,
    Relation,
    RelationKind,
    SameAs,
    Score,
    Tier,
    Trial,
    TrialFacts,
    Weight,
    Work,
)
from watcher.store.items import own_numbers
from watcher.store.store import Store


@pytest.fixture
def store():
    with Store.open() as opened:
        yield opened


def told(store, since=MONDAY, until=NEXT_MONDAY, name="weekly"):
    return store.digests.dossiers(TOPIC, since, until, digest=name)


def send(store, key="2026-W47", until=NEXT_MONDAY):
    dossiers = told(store, until=until)
    assert store.digests.freeze(digest(key, until=until), [], dossiers, name="weekly", now=until)
    return dossiers


def test_what_was_told_is_not_told_again(store):
    save(store, record())

    (first,) = send(store)

    assert first.new
    assert not first.sent_before
    assert told(store, until=at(400)) == ()


def test_each_digest_tells_for_itself(store):
    save(store, record())
    send(store)

    assert len(told(store, name="monthly")) == 1


def test_what_was_indexed_late_is_new_however_early_it_was_published(store):
    send(store)
    save(store, record("2"), now=at(200))
    # Seen before the last digest was made, and saved only afterwards, by a run that was long.
    save(store, record("3"), now=at(100))

    assert [dossier.item.records[0].source_id for dossier in told(store, NEXT_MONDAY, at(400))] == ["2", "3"]


def test_nothing_seen_after_the_period_is_told(store):
    save(store, record(), now=NEXT_MONDAY)

    assert told(store) == ()


def test_what_is_off_topic_or_withdrawn_is_not_told(store):
    save(store, record("1"), score=OFF)
    save(store, record("2"))
    store.records.mark_deleted(Deleted(source="pubmed", source_id="2", retrieved=at(1)))

    assert told(store) == ()


def test_nearer_tiers_come_first_then_higher_values(store):
    save(store, record("1"), score=Score(tier=Tier.RELATED, value=0.9))
    save(store, record("2"), score=Score(tier=Tier.CORE, value=0.1))
    save(store, record("3"), score=Score(tier=Tier.CORE, value=0.2))

    assert [dossier.item.records[0].source_id for dossier in told(store)] == ["3", "2", "1"]


@pytest.mark.parametrize(
    ("weight", "comes_again"), [(Weight.HIGH, True), (Weight.MEDIUM, True), (Weight.LOW, False), (Weight.NOISE, False)]
)
def test_a_told_item_comes_again_with_changes_that_matter(store, weight, comes_again):
    save(store, registration())
    send(store)
    news = [change(weight=weight, seen=at(200)), change("contacts", Weight.NOISE, at(200))]
    save(store, registration(title="Another title"), changes=news, now=at(200))

    dossiers = told(store, NEXT_MONDAY, at(400))

    assert [dossier.changes for dossier in dossiers] == ([tuple(news)] if comes_again else [])
    assert all(dossier.sent_before and not dossier.new for dossier in dossiers)


def test_a_change_saved_while_the_digest_was_made_is_told_by_the_next(store):
    save(store, registration())
    read = told(store)
    late = change(seen=at(1))
    save(store, registration(title="Another title"), changes=[late], now=at(1))
    store.digests.freeze(digest(), [], read, name="weekly", now=NEXT_MONDAY)

    (again,) = told(store, NEXT_MONDAY, at(400))

    assert again.changes == (late,)


def test_a_told_change_is_not_told_again(store):
    save(store, registration())
    send(store)
    save(store, registration(title="B"), changes=[change(seen=at(200))], now=at(200))
    send(store, "2026-W48", at(336))

    assert told(store, at(336), at(500)) == ()


@pytest.mark.parametrize(
    ("kind", "retracted", "corrected"),
    [
        (LinkKind.RETRACTS, True, False),
        (LinkKind.CORRECTS, False, True),
        (LinkKind.CONCERN_ABOUT, False, False),
    ],
)
def test_a_notice_about_a_told_item_brings_it_back(store, kind, retracted, corrected):
    paper, notice = record("1"), record("2", title="Notice")
    save(store, paper)
    send(store)
    save(store, notice, links=[link(notice, Id("pmid", "1"), kind)], now=at(200))

    back, new = sorted(told(store, NEXT_MONDAY, at(400)), key=lambda dossier: dossier.item.id)

    assert (back.new, back.retracted, back.corrected) == (False, retracted, corrected)
    assert (new.new, new.retracted, new.corrected) == (True, False, False)
    assert [(tie.kind, other, title) for tie, other, title in back.links] == [(kind, new.item.id, "Notice")]


def test_a_notice_told_by_the_paper_itself_and_then_by_the_notice_is_told_once(store):
    paper, notice = record("1"), record("2", title="Retraction")
    save(store, paper)
    send(store)
    told_by_paper = link(paper, Id("pmid", "2"), LinkKind.RETRACTS, inverse=True)
    save(store, record("1", title="Retracted: Lanreotide"), links=[told_by_paper], now=at(200))
    (back,) = send(store, "2026-W48", at(336))
    save(store, notice, links=[link(notice, Id("pmid", "1"), LinkKind.RETRACTS)], now=at(340))

    assert back.retracted
    assert [dossier.item.records[0].source_id for dossier in told(store, at(336), at(500))] == ["2"]


def test_an_item_that_turns_out_nearer_comes_again(store):
    save(store, record(), score=Score(tier=Tier.ADJACENT, value=0.5))
    send(store)
    save(store, record(text="High-dose lanreotide."), score=CORE, now=at(200))

    (again,) = told(store, NEXT_MONDAY, at(400))

    assert [(one.field, one.before, one.after) for one in again.changes] == [("tier", "adjacent", "core")]


def test_a_late_duplicate_of_a_told_item_is_not_told(store):
    item = save(store, record()).item
    send(store)
    save(store, record("x", "crossref"), SameAs(item=item, because="doi"), now=at(200))

    assert told(store, NEXT_MONDAY, at(400)) == ()


def test_merging_and_splitting_told_items_tells_nothing_twice(store):
    one, two = save(store, record("1")).item, save(store, record("2")).item
    send(store)
    kept = store.decisions.merge(one, two, because="same", by="Ada", now=at(200))
    assert told(store, NEXT_MONDAY, at(400)) == ()

    store.decisions.split(kept, [("pubmed", "2")], because="not the same", by="Ada", now=at(201))

    assert told(store, NEXT_MONDAY, at(400)) == ()


def test_without_a_name_the_window_decides(store):
    save(store, record("1"), now=MONDAY)
    save(store, registration(), now=MONDAY)
    save(store, record("2"), now=at(200))
    save(store, registration(title="B"), changes=[change(seen=at(200))], now=at(200))

    window = store.digests.dossiers(TOPIC, NEXT_MONDAY, at(400))

    assert [(dossier.item.records[0].source_id, dossier.new) for dossier in window] == [
        ("NCT05050942", False),
        ("2", True),
    ]


def test_changes_are_listed_by_when_they_were_seen(store):
    save(store, registration(), changes=[change("b", seen=at(2)), change("a", seen=at(1))])

    assert [found.change.field for found in store.dossiers.changes(MONDAY)] == ["a", "b"]
    assert [found.change.field for found in store.dossiers.changes(at(1), at(2))] == ["a"]
    assert store.dossiers.changes(at(3)) == ()


MARKS = {
    "title": {"title": "RETRACTED ARTICLE: Lanreotide every 14 days"},
    "type": {"publication_types": ("Journal Article", "Retracted Publication")},
    "withdrawn": {"publication_types": ("Withdrawn Publication",)},
    "relation": {"relations": (Relation(kind=RelationKind.RETRACTED_BY, id=Id("pmid", "9")),)},
}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("marked", [0, 1])
def test_a_retraction_that_one_record_of_two_tells_is_told(store, mark, marked):
    first = save(store, record("1", text="the fuller one", **(mark if marked == 0 else {})))
    save(store, record("x", "crossref", **(mark if marked == 1 else {})), SameAs(item=first.item, because="doi"))

    (dossier,) = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY)

    assert len(dossier.item.records) == 2
    assert (dossier.retracted, dossier.corrected, dossier.questioned) == (True, False, False)


@pytest.mark.parametrize(
    ("kind", "said"),
    [(RelationKind.CORRECTED_BY, (False, True, False)), (RelationKind.CONCERN_IN, (False, False, True))],
)
@pytest.mark.parametrize("marked", [0, 1])
def test_a_correction_or_concern_that_one_record_of_two_tells_is_told(store, kind, said, marked):
    told = {
        "relations": (Relation(kind=RelationKind.CITES, id=Id("pmid", "8")), Relation(kind=kind, id=Id("pmid", "9")))
    }
    first = save(store, record("1", text="the fuller one", **(told if marked == 0 else {})))
    save(store, record("x", "crossref", **(told if marked == 1 else {})), SameAs(item=first.item, because="doi"))

    (dossier,) = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY)

    assert (dossier.retracted, dossier.corrected, dossier.questioned) == said


@pytest.mark.parametrize(
    "title", ["Retracted: a study of muscles", "A RETRACTED: mark", "RETRACTEDLY: no", "WITHDRAWN"]
)
def test_a_title_that_only_speaks_of_a_retraction_is_not_retracted(store, title):
    save(store, record("1", title=title))

    (dossier,) = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY)

    assert not dossier.retracted


@pytest.mark.parametrize("by", [0, 1])
def test_a_link_of_either_record_says_which_side_is_retracted(store, by):
    """The paper's own "retracted by" is read backwards; a notice that retracts another paper is not retracted itself."""
    records = [record("1", text="the fuller one"), record("x", "crossref")]
    backwards = [link(records[by], Id("pmid", "9"), LinkKind.RETRACTS, inverse=True)]
    first = save(store, records[0], links=backwards if by == 0 else [])
    save(store, records[1], SameAs(item=first.item, because="doi"), links=backwards if by == 1 else [])
    notice = record("n", "crossref", title="Retraction of a paper")
    save(store, notice, links=[link(notice, Id("pmid", "77"), LinkKind.RETRACTS)])

    told = {dossier.item.id: dossier.retracted for dossier in store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY)}

    assert told == {first.item: True, 2: False}


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_what_stands_on_items_is_told_for_those_alone(store, mark):
    marked, bare = save(store, record("1", **mark)), save(store, record("2", "crossref"))

    assert store.notices([marked.item, bare.item]) == {marked.item: ("RETRACTED",)}


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("ABA", [("A", "A", "changed twice")]),
        ("ABCA", [("A", "A", "changed 3 times")]),
        ("ABC", [("A", "B", ""), ("B", "C", "")]),
        ("CABA", [("C", "A", ""), ("A", "A", "changed twice")]),
        ("ABAB", [("A", "A", "changed twice"), ("A", "B", "")]),
        ("AB", [("A", "B", "")]),
    ],
)
def test_what_changed_and_changed_back_is_told_as_it_stands_in_the_end(store, steps, told):
    save(store, registration())
    for hour, (before, after) in enumerate(pairwise(steps), 1):
        moved = replace(change(seen=at(hour)), before=before, after=after)
        save(store, registration(title=f"version {hour}"), changes=[moved], now=at(hour))

    (dossier,) = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY)

    assert [(one.before, one.after, one.note) for one in dossier.changes] == told


@pytest.mark.parametrize(("kind", "called"), [(LinkKind.MENTIONS, "SORENTO"), (LinkKind.REPORTS, "A trial of a depot")])
def test_a_trial_that_is_mentioned_is_called_by_its_acronym(store, kind, called):
    save(
        store,
        registration(title="A trial of a depot", trial=TrialFacts(registry="ClinicalTrials.gov", acronym="SORENTO")),
    )
    guideline = record("1")
    save(store, guideline, links=[link(guideline, Id("nct", "NCT05050942"), kind)])

    titles = [title for one in told(store) for tie, _, title in one.links if tie.subject == guideline.key]

    assert called in titles


def test_what_two_say_of_each_other_is_one_tie(store):
    one, other = record("1"), record("2")
    save(store, one, links=[link(one, Id("pmid", "2"), LinkKind.SAME_STUDY)])
    save(
        store,
        other,
        links=[link(other, Id("pmid", "1"), LinkKind.SAME_STUDY), link(other, Id("pmid", "9"), LinkKind.SAME_STUDY)],
    )
    save(store, record("3"), links=[link(record("3"), Id("pmid", "8"), LinkKind.SAME_STUDY)])

    ties = [[tie.object.value for tie, _, _ in dossier.links] for dossier in told(store)]

    assert sorted(map(sorted, ties)) == [["1", "9"], ["2"], ["8"]]


def test_a_registry_keeps_a_trial_under_the_numbers_that_its_own_rows_bear():
    row, twin, paper = Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40"), Id("nct", "NCT09999999")
    trial = Trial(id=1, records=(registration("nct05050942", ids=frozenset({row, twin})),))
    work = Work(id=2, records=(record("NCT09999999", ids=frozenset({paper})),))

    assert own_numbers(trial, work) == {"nct": {"NCT05050942"}}

"""What was sent and is then retracted, corrected or questioned reaches the next digest's readers, once."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from parts import TOPIC, FakeChannel, record

from digests.channels.text import to_text
from fakes import NOW
from watcher.model import Id, Kind, Period, Relation, RelationKind, Venue, Weight
from watcher.pipeline.compose import Edition, compose
from watcher.pipeline.deliver import deliver, send_due
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store

WEEK = timedelta(days=7)
PMID = Id("pmid", "1001")
EDITION = Edition(name="weekly", sources=("fake",))
JOURNAL = Venue(title="Neuroendocrinology", volume="112", pages="101-9")
PAPER = replace(record(1), ids=frozenset({PMID, Id("doi", "10.1000/one")}), venue=JOURNAL)
NOTICE = Id("pmid", "1009")


def week(number):
    """Return the period of week 46, 47 or 48 of the year."""
    until = NOW + (number - 46) * WEEK
    return Period(key=f"2026-W{number}", since=until - WEEK, until=until, due=until)


def during(number):
    return week(number).until - timedelta(days=2)


def told(store, number):
    """Make and send the digest of a week; return it."""
    channel = FakeChannel()
    made = compose(TOPIC, store, EDITION, week(number), week(number).until)
    deliver(store, "weekly", made, [channel], week(number).until)
    send_due(store, {"team": channel}, lambda: week(number).until)
    assert channel.sent
    return made.digest


def corrections(digest):
    (section,) = (one for one in digest.sections if one.name == "corrections")
    return [(entry.item, entry.badges) for entry in section.entries]


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        take_in(PAPER, TOPIC, opened, during(46))
        opened_digest = told(opened, 46)
        assert PAPER.title in to_text(opened_digest)
        yield opened


def stated(kind, notice=NOTICE, source="fake"):
    """Return the paper as its source has it once it knows of the notice."""
    relation = Relation(kind=kind, id=notice)
    types = ("Journal Article", "Retracted Publication") if kind is RelationKind.RETRACTED_BY else ("Journal Article",)
    return replace(PAPER, source=source, relations=(relation,), publication_types=types)


def notice(kind, title="", target=PMID):
    """Return the notice as a record of its own."""
    relations = (Relation(kind=kind, id=target),) if target else ()
    return replace(
        record(9, title or "Notice", published=None),
        kind=Kind.NOTICE,
        abstract=(),
        people=PAPER.people,
        venue=Venue(title="Neuroendocrinology"),
        ids=frozenset({NOTICE}),
        relations=relations,
    )


RETRACTED = ("RETRACTED",)
CORRECTED = ("corrected", "updated")
WAYS = {
    "the paper's record says so": ([stated(RelationKind.RETRACTED_BY)], RETRACTED),
    "another source's record of it says so": (
        [stated(RelationKind.RETRACTED_BY, Id("doi", "10.1000/notice"), "crossref")],
        RETRACTED,
    ),
    "a notice names the paper": ([notice(RelationKind.RETRACTS)], RETRACTED),
    "a notice names the paper's DOI": (
        [notice(RelationKind.RETRACTS, target=Id("doi", "10.1000/one"))],
        RETRACTED,
    ),
    "a notice has only the paper's title": ([notice(None, f"Retraction: {PAPER.title}", None)], RETRACTED),
    "both come": ([notice(RelationKind.RETRACTS), stated(RelationKind.RETRACTED_BY)], RETRACTED),
    "both come, the paper's first": (
        [stated(RelationKind.RETRACTED_BY), notice(RelationKind.RETRACTS, f"Retraction: {PAPER.title}")],
        RETRACTED,
    ),
    "it is corrected": ([stated(RelationKind.CORRECTED_BY)], CORRECTED),
    "a correction names it": ([notice(RelationKind.CORRECTS)], ("corrected",)),
    "concern is expressed": ([stated(RelationKind.CONCERN_IN)], ("expression of concern", "updated")),
    "an expression of concern names it": ([notice(RelationKind.CONCERN_ABOUT)], ("expression of concern",)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_notice_about_what_was_sent_is_in_the_next_digest_once(store, way):
    pieces, badges = WAYS[way]
    for piece in pieces:
        take_in(piece, TOPIC, store, during(47))

    next_digest, following = told(store, 47), told(store, 48)

    (paper,) = store.items.find(PMID)
    assert [shown for item, shown in corrections(next_digest) if item == paper] == [badges]
    assert corrections(following) == []
    assert PAPER.title not in to_text(following).split("Coverage")[0]


@pytest.mark.parametrize("order", [1, -1])
def test_one_retraction_told_by_its_notice_and_by_the_paper_in_two_weeks_is_told_once(store, order):
    pieces = [notice(RelationKind.RETRACTS), stated(RelationKind.RETRACTED_BY)][::order]
    take_in(pieces[0], TOPIC, store, during(47))
    first = told(store, 47)
    take_in(pieces[1], TOPIC, store, during(48))

    again = told(store, 48)

    (paper,) = store.items.find(PMID)
    assert paper in dict(corrections(first))
    assert paper not in dict(corrections(again))


UNSTATED = notice(None, f"Retraction: {PAPER.title}", None)
KNOWN_BY = {
    "a notice of its title": UNSTATED,
    "the notice states the PMID": notice(RelationKind.RETRACTS, UNSTATED.title),
    "the notice states the DOI": notice(RelationKind.RETRACTS, UNSTATED.title, Id("doi", "10.1000/one")),
    "another record of the notice comes": replace(
        notice(RelationKind.RETRACTS, UNSTATED.title), source="crossref", ids=frozenset({NOTICE, Id("doi", "10.1000/notice")})
    ),
    "the paper states it": stated(RelationKind.RETRACTED_BY),
    "the paper states its DOI": stated(RelationKind.RETRACTED_BY, Id("doi", "10.1000/notice"), "crossref"),
    "a record with a mark comes": replace(PAPER, source="openalex", title=f"RETRACTED ARTICLE: {PAPER.title}"),
}  # fmt: skip


@pytest.mark.parametrize("ways", list(permutations(KNOWN_BY, 2)), ids=": ".join)
def test_a_retraction_that_comes_to_be_known_in_two_ways_is_told_once(store, ways):
    digests = []
    for number, way in enumerate(ways, 47):
        take_in(KNOWN_BY[way], TOPIC, store, during(number))
        digests.append(told(store, number))

    (paper,) = store.items.find(PMID)
    assert [paper in dict(corrections(digest)) for digest in digests] == [True, False]


def test_a_retraction_after_a_correction_is_news_of_its_own(store):
    take_in(stated(RelationKind.CORRECTED_BY), TOPIC, store, during(47))
    first = told(store, 47)
    take_in(stated(RelationKind.RETRACTED_BY, Id("pmid", "1010")), TOPIC, store, during(48))

    second = told(store, 48)

    assert [badges for _, badges in corrections(first)] == [CORRECTED]
    assert [badges[0] for _, badges in corrections(second)] == ["RETRACTED"]


ABSTRACT = replace(PAPER, source_id="2", kind=Kind.ABSTRACT, ids=frozenset(), venue=Venue(title="Annals of Oncology"))
PREPRINT = replace(PAPER, source_id="3", kind=Kind.PREPRINT, ids=frozenset({Id("ppr", "PPR1")}), venue=Venue())
TITLED = notice(None, f"Retraction: {PAPER.title}", None)
STATED = notice(RelationKind.RETRACTS, f"Retraction: {PAPER.title}")


@pytest.mark.parametrize("given", [TITLED, STATED], ids=["by its title", "by its number"])
@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_abstract_and_the_preprint_of_a_retracted_paper_are_told_of_it_and_bear_no_mark(given, order):
    with Store.open(":memory:") as opened:
        for number in order:
            take_in((PAPER, ABSTRACT, PREPRINT, given)[number], TOPIC, opened, during(46))
        found = [opened.dossiers.get(row[0], TOPIC.name) for row in opened.connection.execute("SELECT id FROM item")]

    marks = {one.item.records[0].kind: (one.retracted, one.paper_retracted) for one in found}
    assert marks == {
        Kind.ARTICLE: (True, False),
        Kind.ABSTRACT: (False, True),
        Kind.PREPRINT: (False, True),
        Kind.NOTICE: (False, False),
    }


REINSTATED = replace(notice(RelationKind.REINSTATES), source_id="11", ids=frozenset({Id("pmid", "1011")}))
BY_TITLE = replace(REINSTATED, title=f"Reinstatement: {PAPER.title}", relations=())


@pytest.mark.parametrize("taken_back", [REINSTATED, BY_TITLE], ids=["by its number", "by its title"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_reinstatement_takes_the_mark_away_and_is_told(store, taken_back, order):
    pieces = [notice(RelationKind.RETRACTS), taken_back][::order]
    take_in(pieces[0], TOPIC, store, during(47))
    told(store, 47)
    take_in(pieces[1], TOPIC, store, during(48))

    (paper,) = store.items.find(PMID)
    assert [badges for item, badges in corrections(told(store, 48)) if item == paper] == [("reinstated",)]
    assert not store.dossiers.get(paper, TOPIC.name).retracted


def test_a_source_that_says_no_more_that_a_paper_is_retracted_takes_the_mark_away(store):
    for piece in (notice(RelationKind.RETRACTS), stated(RelationKind.RETRACTED_BY), PAPER):
        take_in(piece, TOPIC, store, during(47))

    (paper,) = store.items.find(PMID)
    dossier = store.dossiers.get(paper, TOPIC.name)
    assert not dossier.retracted
    told = [(change.weight, change.note) for change in dossier.changes if change.field == "notices"]
    assert told == [(Weight.HIGH, "changed twice")]

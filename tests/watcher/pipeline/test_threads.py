"""Records come in any order, and the study behind them is one thread: through the whole of take_in."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from parts import TOPIC, record

from digests.build.watched import last_moved, thread
from fakes import NOW
from watcher.model import (
    Id,
    Intervention,
    Kind,
    LinkKind,
    PartialDate,
    Passage,
    Person,
    Reference,
    Relation,
    RelationKind,
    TrialDate,
    TrialFacts,
    WatchedTrial,
)
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store

NCT, EUDRACT = Id("nct", "NCT02651987"), Id("eudract", "2014-005607-24")
TRIAL = WatchedTrial(name="NCT02651987", ids=(NCT,))
TITLE = "Efficacy and safety of lanreotide autogel every 14 days in progressive neuroendocrine tumours"


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def registration(source="clinicaltrials", number="NCT02651987", ids=frozenset({NCT, EUDRACT}), when=2015, **facts):
    made = TrialFacts(
        registry=source,
        acronym="CLARINET FORTE",
        interventions=(Intervention(name="Lanreotide autogel"),),
        first_posted=TrialDate(date=PartialDate(when, 12), kind="actual"),
        **facts,
    )
    title = "Lanreotide in patients with progressive neuroendocrine tumours"
    return replace(
        record(90, title), source=source, source_id=number, kind=Kind.REGISTRATION, abstract=(), ids=ids, trial=made
    )


def paper(number, title, when, kind=Kind.ARTICLE, text="Lanreotide in neuroendocrine tumours.", **more):
    made = replace(record(number, title, published=when, **more), kind=kind, abstract=(Passage(text=text),))
    return replace(made, people=(Person(family="Pavel", initials="M"),), ids=frozenset({Id("pmid", str(number))}))


PROTOCOL = paper(11, "Design of a study of lanreotide every 14 days", PartialDate(2017), mentions=frozenset({NCT}))
CORRECTION = paper(
    12,
    "Correction: Design of a study of lanreotide every 14 days",
    PartialDate(2017, 6),
    kind=Kind.NOTICE,
    relations=(Relation(kind=RelationKind.CORRECTS, id=Id("pmid", "11")),),
)
ABSTRACT = paper(13, "CLARINET FORTE: lanreotide at the congress", PartialDate(2019, 3), kind=Kind.ABSTRACT)
ARTICLE = paper(14, TITLE, PartialDate(2021, 11))  # it is the registry that knows of this one
LETTER = paper(
    15,
    "Reply to the authors of that paper on lanreotide",
    PartialDate(2022),
    kind=Kind.COMMENT,
    relations=(Relation(kind=RelationKind.COMMENTS_ON, id=Id("pmid", "14")),),
)
REGISTERED = registration(references=(Reference(pmid="14", kind="RESULT"),))
TWIN = registration("euctr", EUDRACT.value, frozenset({EUDRACT}), 2014)
ALL = (REGISTERED, PROTOCOL, CORRECTION, ABSTRACT, ARTICLE, LETTER, TWIN)


def status(store, trial=TRIAL):
    return store.trials.watched(trial, NOW - timedelta(days=7), NOW + timedelta(days=30), topic=TOPIC.name)


def members(store, trial=TRIAL):
    return [(point.date, point.member) for point in thread(status(store, trial)) if point.member]


WHOLE = [
    ("2014-12", "registration"),
    ("2015-12", "registration"),
    ("2017", "article"),
    ("2017-06", "correction"),
    ("2019-03", "abstract"),
    ("2021-11", "article"),
]


@pytest.mark.parametrize("order", [ALL, ALL[::-1], (*ALL[3:], *ALL[:3]), *list(permutations(ALL))[1::1009]])
def test_a_study_is_one_thread_in_whatever_order_its_parts_come(store, order):
    for each in order:
        take_in(each, TOPIC, store, NOW)
    for each in order:
        take_in(replace(each, keywords=("seen again",)), TOPIC, store, NOW)  # sources send all things again

    assert sorted(members(store)) == WHOLE


@pytest.mark.parametrize("number", [NCT, EUDRACT])
def test_any_registry_s_number_leads_to_the_thread(store, number):
    for each in ALL:
        take_in(each, TOPIC, store, NOW)

    assert sorted(members(store, WatchedTrial(name=number.value, ids=(number,)))) == WHOLE


@pytest.mark.parametrize("order", [1, -1])
def test_an_acronym_ties_whichever_came_first(store, order):
    for each in [REGISTERED, ABSTRACT][::order]:
        take_in(each, TOPIC, store, NOW)

    assert members(store) == [("2015-12", "registration"), ("2019-03", "abstract")]


def test_a_new_member_moves_the_card_and_a_letter_does_not(store):
    for each in (REGISTERED, ARTICLE):
        take_in(each, TOPIC, store, NOW)
    assert last_moved(status(store)) == NOW

    take_in(LETTER, TOPIC, store, NOW + timedelta(days=1))
    assert last_moved(status(store)) == NOW

    take_in(ABSTRACT, TOPIC, store, NOW + timedelta(days=2))
    assert last_moved(status(store)) == NOW + timedelta(days=2)


def ties(store, identifier):
    (item,) = store.items.find(identifier)
    return [(link.kind, link.inverse, other) for link, other, _ in store.dossiers.get(item, TOPIC.name).links]


def test_two_registries_rows_of_one_trial_are_two_items_tied_once(store):
    for each in (REGISTERED, TWIN):
        take_in(each, TOPIC, store, NOW)

    (first,) = store.items.find(NCT)
    (second,) = (item for item in store.items.find(EUDRACT) if item != first)

    assert [tie for tie in ties(store, NCT) if tie[0] is LinkKind.SAME_TRIAL] == [(LinkKind.SAME_TRIAL, False, second)]
    assert [(link.kind, other) for link, other, _ in store.dossiers.get(second, TOPIC.name).links] == [
        (LinkKind.SAME_TRIAL, first)
    ]


ISRCTN = Id("isrctn", "ISRCTN13889738")
OTHER_NCT = Id("nct", "NCT03043664")
BESIDE = replace(registration(number=OTHER_NCT.value, ids=frozenset({OTHER_NCT, EUDRACT, ISRCTN})), title="Acromegaly")
NUMBERED = replace(registration("isrctn", ISRCTN.value, ids=frozenset({ISRCTN, OTHER_NCT})), title="Acromegaly, again")


@pytest.mark.parametrize("order", [*permutations([REGISTERED, TWIN, BESIDE, NUMBERED])])
def test_two_trials_of_one_registry_only_share_a_third_number(store, order):
    for each in order:
        take_in(each, TOPIC, store, NOW)

    def tied(identifier, kind):
        return {other for found, _, other in ties(store, identifier) if found is kind}

    of = {item.records[0].source_id: item.id for item in store.items.of(range(1, 5))}
    ours, beside = of[NCT.value], of[OTHER_NCT.value]
    assert tied(NCT, LinkKind.SAME_TRIAL) == {of[TWIN.source_id]}
    assert tied(NCT, LinkKind.SHARES_NUMBER) == {beside}
    assert {ours} <= {
        other for link, other, _ in store.dossiers.get(beside, TOPIC.name).links if link.kind is LinkKind.SHARES_NUMBER
    }
    assert of[ISRCTN.value] in {
        other for link, other, _ in store.dossiers.get(beside, TOPIC.name).links if link.kind is LinkKind.SAME_TRIAL
    }
    assert {twin.id for twin in status(store).twins} == {of[TWIN.source_id]}
    both = WatchedTrial(name=NCT.value, ids=(EUDRACT, NCT))
    assert {twin.id for twin in status(store, both).twins} | {status(store, both).dossier.item.id} == {
        ours,
        of[TWIN.source_id],
    }


PREPRINT = replace(
    paper(21, TITLE, PartialDate(2020, 5), kind=Kind.PREPRINT),
    ids=frozenset({Id("doi", "10.1101/2020.05.01.20000001")}),
)
PUBLISHED = replace(ARTICLE, ids=frozenset({Id("pmid", "14"), Id("doi", "10.1016/j.ejca.2021.06.056")}))
STATED = Relation(kind=RelationKind.PREPRINT_OF, id=Id("doi", "10.1016/j.ejca.2021.06.056"))


@pytest.mark.parametrize(
    ("earlier", "sure"),
    [
        (replace(PREPRINT, relations=(STATED,)), 1.0),  # the server's "published", Europe PMC's "Preprint of"
        (PREPRINT, 0.8),
        (paper(22, TITLE, PartialDate(2020), kind=Kind.ABSTRACT), 0.8),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_what_came_before_the_article_is_its_version(store, earlier, sure, order):
    for each in [earlier, PUBLISHED][::order]:
        take_in(each, TOPIC, store, NOW)

    (item,) = store.items.find(min(earlier.ids))
    (article,) = store.items.find(Id("pmid", "14"))
    found = [(link, other) for link, other, _ in store.dossiers.get(item, TOPIC.name).links]

    assert item != article
    assert {(link.kind, other) for link, other in found} == {(LinkKind.VERSION_OF, article)}
    assert max(link.confidence for link, _ in found) == sure


def test_an_accepted_manuscript_and_its_final_form_are_one_item_that_says_why(store):
    own = Id("doi", "10.1016/j.ejca.2021.06.056")
    accepted = replace(PUBLISHED, source="crossref", source_id=own.value, ids=frozenset({own}))
    for each in (accepted, PUBLISHED):
        take_in(each, TOPIC, store, NOW)

    (item,) = store.items.find(Id("pmid", "14"))

    assert len(store.account(item).memberships) == 2
    assert "doi" in store.account(item).memberships[1].because.lower()


def test_one_abstract_at_two_meetings_is_one_study(store):
    first = replace(
        paper(31, TITLE, PartialDate(2019, 3), kind=Kind.ABSTRACT), ids=frozenset({Id("doi", "10.1000/a.1")})
    )
    second = replace(
        paper(32, TITLE, PartialDate(2020, 6), kind=Kind.ABSTRACT), ids=frozenset({Id("doi", "10.2000/b.2")})
    )
    for each in (first, second):
        take_in(each, TOPIC, store, NOW)

    assert [kind for kind, _, _ in ties(store, Id("doi", "10.2000/b.2"))] == [LinkKind.SAME_STUDY]


def test_a_number_that_is_only_cited_makes_no_member(store):
    cited = paper(
        41,
        "Paltusotine in carcinoid syndrome: a phase 3 trial",
        PartialDate(2026),
        kind=Kind.ABSTRACT,
        text="In a phase 2 study (NCT02651987) flushing fell. Neuroendocrine tumours and octreotide.",
        mentions=frozenset({NCT}),
    )
    for each in (REGISTERED, cited):
        take_in(each, TOPIC, store, NOW)

    assert members(store) == [("2015-12", "registration")]
    assert [kind for kind, _, _ in ties(store, Id("pmid", "41"))] == [LinkKind.MENTIONS]

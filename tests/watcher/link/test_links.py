from dataclasses import replace

import pytest

from fakes import NOW
from watcher.link import find_links
from watcher.model import (
    Alias,
    Id,
    Intervention,
    Kind,
    LinkKind,
    PartialDate,
    Passage,
    Person,
    Reason,
    Record,
    Reference,
    Relation,
    RelationKind,
    Span,
    Trial,
    TrialFacts,
    Venue,
    WatchedTrial,
    Work,
)

NCT = Id("nct", "NCT05050942")
TITLE = "Methodology of the SORENTO clinical trial: high exposure octreotide depot in patients with GEP-NET"


def paper(title=TITLE, text="", kind=Kind.ARTICLE, **more) -> Record:
    return Record(
        source="pubmed",
        source_id="2",
        kind=kind,
        title=title,
        retrieved=NOW,
        abstract=(Passage(text=text),) if text else (),
        people=(Person(family="Singh", initials="S"),),
        **more,
    )


def known(title=TITLE, kind=Kind.ARTICLE, **more) -> Work:
    more.setdefault("ids", frozenset({Id("pmid", "1")}))
    return Work(id=1, records=(replace(paper(title, kind=kind, **more), source_id="1"),))


def only(links):
    (link,) = links
    return link


@pytest.mark.parametrize(
    ("relation", "kind", "inverse"),
    [
        ("corrects", "corrects", False),
        ("corrected_by", "corrects", True),
        ("retracts", "retracts", False),
        ("retracted_by", "retracts", True),
        ("concern_about", "concern_about", False),
        ("concern_in", "concern_about", True),
        ("reinstates", "reinstates", False),
        ("reinstated_by", "reinstates", True),
        ("comments_on", "comments_on", False),
        ("commented_in", "comments_on", True),
        ("updates", "updates", False),
        ("updated_by", "updates", True),
        ("preprint_of", "version_of", False),
        ("has_preprint", "version_of", True),
        ("republishes", "version_of", False),
        ("republished_as", "version_of", True),
    ],
)
def test_what_a_source_states_is_taken_as_certain(relation, kind, inverse):
    record = paper(relations=(Relation(kind=RelationKind(relation), id=Id("pmid", "7")),))

    link = only(find_links(record, []))

    assert (link.kind, link.object, link.inverse, link.confidence) == (LinkKind(kind), Id("pmid", "7"), inverse, 1.0)
    assert "pubmed says" in link.because


@pytest.mark.parametrize("relation", [("corrects", ""), ("cites", "7")])
def test_a_relation_without_a_number_or_a_meaning_ties_nothing(relation):
    kind, number = relation

    assert find_links(paper(relations=(Relation(kind=RelationKind(kind), id=Id("pmid", number)),)), []) == ()


@pytest.mark.parametrize(
    ("title", "text", "confidence", "because"),
    [
        (TITLE, "", 1.0, "indexed with NCT05050942"),
        ("Results of NCT05050942", "", 1.0, "title names"),
        (TITLE, "Registered at ClinicalTrials.gov, NCT05050942.", 0.95, "as a registration"),
        (TITLE, "Registered as NCT05050942. Patients of NCT05050942 did well.", 0.95, "as a registration"),
        (TITLE, "The study (NCT05050942) had 302 patients.", 0.75, "abstract names"),
        (TITLE, "In contrast to NCT05050942 we saw none.", 0.5, "as another study"),
        (
            TITLE,
            "The previous trial was small. NCT05050942 had 302. Unlike NCT05050942, ours is.",
            0.5,
            "as another study",
        ),
        (TITLE, "This phase 3 trial follows a phase 2 study (NCT05050942).", 0.5, "as another study"),
        (TITLE, "In the previous trial, registered as NCT05050942, it fell.", 0.5, "as another study"),
        (TITLE, "In our previous trial (NCT 0505 0942) it fell.", 0.5, "as another study"),
        ("A trial that follows the previous trial (NCT05050942)", "", 0.5, "as another study"),
    ],
)
def test_a_trial_number_ties_a_publication_to_its_trial(title, text, confidence, because):
    link = only(find_links(paper(title, text, mentions=frozenset({NCT})), []))

    kind = LinkKind.REPORTS if confidence > 0.7 else LinkKind.MENTIONS
    assert (link.kind, link.object, link.confidence) == (kind, NCT, confidence)
    assert because in link.because


def test_of_several_numbers_in_a_text_none_is_sure():
    other = Id("nct", "NCT03972488")
    record = paper(text="NCT03972488 and NCT05050942 were small.", mentions=frozenset({NCT, other}))

    assert {link.confidence for link in find_links(record, [])} == {0.6}


@pytest.mark.parametrize(
    ("kind", "types"), [("news", ()), ("article", ("Comment",)), ("article", ("Review",)), ("article", ("Editorial",))]
)
def test_who_writes_about_the_trials_of_others_only_mentions_them(kind, types):
    record = paper(text="Registered: NCT05050942.", kind=Kind(kind), publication_types=types, mentions=frozenset({NCT}))

    assert only(find_links(record, [])).confidence == 0.5


@pytest.mark.parametrize(("field", "confidence"), [("title", 0.95), ("abstract", 0.9)])
def test_a_watched_trial_is_tied_by_which_of_its_names_and_where_it_stands(field, confidence):
    alias = Alias(text="SORENTO", kind="acronym", exact_case=True)
    watched = WatchedTrial(name="SORENTO", ids=(NCT,), aliases=(alias,))
    reason = Reason(concept="the trial", term="SORENTO", span=Span(field=field, start=0, end=7), note=f"in the {field}")

    link = only(find_links(paper(), [], [(watched, reason)]))

    assert (link.object, link.because) == (NCT, f"has the acronym “SORENTO” of SORENTO in the {field}")
    assert link.confidence == confidence


SORENTO = WatchedTrial(name="SORENTO", ids=(NCT,), aliases=(Alias(text="SORENTO", kind="acronym", exact_case=True),))


def by_name(title, text="", **more):
    """Return the tie to SORENTO of a record that the topic found by the name, at its first place."""
    field, said = ("title", title) if "SORENTO" in title else ("abstract", text)
    start = said.index("SORENTO")
    reason = Reason(concept="the trial", term="SORENTO", span=Span(field=field, start=start, end=start + 7))
    return only(link for link in find_links(paper(title, text, **more), [], [(SORENTO, reason)]) if link.object == NCT)


@pytest.mark.parametrize(
    ("title", "text", "more"),
    [
        ("SORENTO: octreotide depot in GEP-NETs", "", {}),
        ("Baseline of the SORENTO trial", "", {}),
        ("Results of SORENTO in 302 patients", "", {}),
        ("SORENTO PFS and OS", "", {}),
        ("RESULTS OF THE SORENTO TRIAL", "", {}),
        ("A trial of octreotide", "SORENTO randomised 302 patients.", {}),
        ("SORENTO: octreotide depot", "", {"kind": Kind.NEWS}),
    ],
)
def test_a_name_of_its_own_reports_the_trial(title, text, more):
    assert by_name(title, text, **more).kind is LinkKind.REPORTS


@pytest.mark.parametrize(
    ("title", "text", "more"),
    [
        ("SORENTO-2: a second trial", "", {}),
        ("SORENTO 2, a second trial", "", {}),
        ("SORENTO II in patients", "", {}),
        ("SORENTO FORTE in patients", "", {}),
        ("MINI SORENTO in patients", "", {}),
        ("MINI SORENTO in patients with tumours of the pancreas", "", {}),
        ("IS SORENTO A TOWN IN ITALY?", "", {}),
        ("SORENTO and what is new", "", {"publication_types": ("Review",)}),
        ("SORENTO: hope at last", "", {"kind": Kind.COMMENT}),
        ("A cohort", "The ongoing SORENTO trial compares two doses.", {}),
        ("A cohort", "SORENTO is expected to answer this.", {}),
        ("A cohort", f"Unlike SORENTO, it had {'one arm and ' * 20}no more.", {}),
        ("SORENTO: a trial", "", {"mentions": frozenset({Id("nct", "NCT09999999")})}),
    ],
)
def test_a_name_within_another_or_in_passing_only_mentions_the_trial(title, text, more):
    assert by_name(title, text, **more).kind is LinkKind.MENTIONS


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Trials such as SORENTO are awaited.", [LinkKind.MENTIONS]),
        ("Sorento is a town.", []),
        ("SORENTOS are none.", []),
    ],
)
def test_a_watched_trial_that_the_record_is_not_about_may_be_named_in_passing(text, kinds):
    assert [link.kind for link in find_links(paper("A cohort", text), [], [], [SORENTO])] == kinds


def test_a_number_that_lacks_a_digit_is_a_doubt():
    link = only(find_links(paper(text="Registered as NCT5050942."), []))

    assert (link.kind, link.object, link.is_sure) == (LinkKind.MENTIONS, NCT, False)


def test_a_registration_has_no_trial_to_report():
    record = paper(kind=Kind.REGISTRATION, ids=frozenset({NCT}), trial=TrialFacts(registry="ClinicalTrials.gov"))

    assert find_links(record, []) == ()


def test_a_registry_lists_the_papers_that_report_its_trial():
    assert find_links(paper(kind=Kind.REGISTRATION), []) == ()

    references = (
        Reference(pmid="5", kind="RESULT"),
        Reference(pmid="6", kind="DERIVED"),
        Reference(pmid="7", kind="BACKGROUND"),
        Reference(citation="no number", kind="RESULT"),
    )
    facts = TrialFacts(registry="ClinicalTrials.gov", references=references)

    links = find_links(paper(kind=Kind.REGISTRATION, trial=facts), [])

    assert [(link.object.value, link.inverse, link.confidence) for link in links] == [
        ("5", True, 1.0),
        ("6", True, 0.9),
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Correction: ", "corrects"),
        ("Correction to: ", "corrects"),
        ("Author Correction: ", "corrects"),
        ("Publisher Correction: ", "corrects"),
        ("Erratum: ", "corrects"),
        ("Corrigendum to: ", "corrects"),
        ("Retraction: ", "retracts"),
        ("Retraction Note: ", "retracts"),
        ("Expression of Concern: ", "concern_about"),
        ("Re: ", "comments_on"),
        ("Reply to: ", "comments_on"),
        ("Comment on: ", "comments_on"),
    ],
)
def test_a_notice_is_tied_to_the_paper_of_its_title_both_ways(title, kind):
    forward = only(find_links(paper(title + TITLE), [known()]))
    backward = only(find_links(paper(), [known(title + TITLE)]))

    assert (forward.kind, forward.inverse) == (LinkKind(kind), False)
    assert (backward.kind, backward.inverse) == (LinkKind(kind), True)


JOURNAL = Venue(title="Neuroendocrinology", volume="112", pages="101-9")
BERG, EK = Person(family="Berg", initials="A"), Person(family="Ek", initials="C")
OTHERS = (Person(family="Lund", initials="E"), Person(family="Moe", initials="F"))


def notice(title=f"Retraction: {TITLE}", **more) -> Record:
    given = {"people": (BERG, EK), "venue": replace(JOURNAL, pages="300")} | more
    return replace(paper(title, kind=Kind.NOTICE), source_id="9", ids=frozenset({Id("pmid", "9")}), **given)


def of(record, **more) -> Work:
    return Work(id=1, records=(replace(record, **more),))


PAPER = replace(paper(venue=JOURNAL, ids=frozenset({Id("pmid", "1")})), people=(BERG, EK))
STATED = (Relation(kind=RelationKind.RETRACTS, id=Id("pmid", "7")),)


@pytest.mark.parametrize(
    ("said", "about", "confidence"),
    [
        ({}, {}, 0.9),
        ({"venue": Venue(title="Neuroendocrinol.")}, {}, 0.9),
        ({"people": ()}, {}, 0.8),
        ({"people": (Person(family="Editors"),)}, {}, 0.8),
        ({"people": (), "title": f"Retraction: {TITLE[:-5]}"}, {}, 0.6),
        (
            {"people": (), "title": "Retraction: Lanreotide every 14 days in midgut NETs"},
            {"title": "Lanreotide every 14 days in midgut NETs"},
            0.6,
        ),
        ({"people": (), "published": PartialDate(2019)}, {"published": PartialDate(2023, 4)}, 0.6),
        ({"people": (), "published": PartialDate(2023)}, {"published": PartialDate(2023, 4)}, 0.8),
        ({"venue": Venue()}, {}, 0.6),
        ({"people": (), "venue": Venue()}, {}, None),
        ({"title": f"Retraction: Berg A, Ek C. {TITLE}"}, {}, 0.9),
        ({"title": f"Retraction: {TITLE} by Berg et al.", "people": ()}, {}, 0.9),
        ({"title": f"Retraction: {TITLE} by Rossi et al.", "people": ()}, {}, None),
        ({"venue": Venue(title="NEN", issns=("0028-3835",))}, {"venue": replace(JOURNAL, issns=("0028-3835",))}, 0.9),
        ({"people": OTHERS}, {}, None),
        ({}, {"people": ()}, 0.8),
        ({"people": (BERG, *OTHERS)}, {}, 0.9),
        ({"people": (BERG, *OTHERS)}, {"people": (BERG, EK, *OTHERS)}, 0.9),
        ({"people": (BERG, *OTHERS)}, {"people": (BERG, EK, Person(family="Ny"))}, None),
        ({"venue": Venue(title="Ann Oncol")}, {"venue": Venue(title="Annals of Oncology")}, 0.9),
        ({"venue": Venue(title="Ann Oncol")}, {"venue": Venue(title="Annals of Bone Oncology")}, None),
        ({"venue": Venue(title="Z Onkol")}, {"venue": Venue(title="Zeitschrift für Onkologie (Berlin)")}, 0.9),
        ({"venue": Venue(title="Pancreas")}, {}, None),
        ({"relations": STATED}, {}, None),
        ({}, {"kind": Kind.ABSTRACT}, None),
        ({}, {"kind": Kind.PREPRINT}, None),
        ({}, {"relations": (Relation(kind=RelationKind.REPUBLISHES, id=Id("pmid", "7")),)}, None),
        ({"title": f'Retraction notice to "{TITLE}" [Neuroendocrinology 112 (2026) 101-9]', "people": ()}, {}, 0.9),
        ({"title": f"Retraction notice to “{TITLE}” by Berg et al.", "people": ()}, {}, 0.9),
        ({"title": f"Retraction notice to “{TITLE}” by Lund et al.", "people": ()}, {}, None),
        ({"title": f'Retraction notice to "{TITLE}" [Neuroendocrinology 98 (2020) 1-9]'}, {}, None),
        (
            {"title": f'Retraction notice to "{TITLE}" [Neuroendocrinology 98 (2020) 1-9]'},
            {"venue": replace(JOURNAL, pages="")},
            0.9,
        ),
    ],
)
def test_a_guess_at_a_notice_s_work_needs_authors_and_place_in_any_order(said, about, confidence):
    given, work = notice(**said), replace(PAPER, **about)

    links = [*find_links(given, [of(work)]), *find_links(work, [of(given)])]

    guessed = [link for link in links if link.kind is LinkKind.RETRACTS and link.relation is None]
    found = [(link.kind, link.inverse, link.confidence) for link in guessed]
    expected = (
        [] if confidence is None else [(LinkKind.RETRACTS, False, confidence), (LinkKind.RETRACTS, True, confidence)]
    )
    assert found == expected


@pytest.mark.parametrize("said", ["Correction to: ", "Re: ", "Reply to: "])
def test_a_notice_of_a_notice_is_about_that_and_not_about_its_work(said):
    of_notice = notice(f"Erratum: {said}{TITLE}")
    about = replace(notice(f"{said}{TITLE}"), ids=frozenset({Id("pmid", "8")}), source_id="8")

    found = find_links(of_notice, [of(PAPER), of(about, source_id="8")])

    assert [(link.kind, link.object) for link in found] == [(LinkKind.CORRECTS, Id("pmid", "8"))]


@pytest.mark.parametrize(
    ("citation", "tied"),
    [
        ("Neuroendocrinology. 2026 Mar;112(2):101-9", True),
        ("Neuroendocrinology. 112:101", True),
        ("Neuroendocrinology. 101", False),
        ("Neuroendocrinology. 2026 Mar;112(2):301-9", False),
        ("Pancreas. 2026 Mar;112(2):101-9", False),
        ("Neuroendocrinology", False),
    ],
)
def test_a_citation_without_a_number_names_what_stands_there(citation, tied):
    given = notice("Retraction", relations=(Relation(kind=RelationKind.RETRACTS, id=Id("citation", citation)),))

    there = [link for link in find_links(given, [of(PAPER)]) if link.object == Id("pmid", "1")]
    back = [link for link in find_links(PAPER, [of(given)]) if link.object == Id("pmid", "9")]

    assert [(link.inverse, link.confidence) for link in (*there, *back)] == (
        [(False, 1.0), (True, 1.0)] if tied else []
    )


def test_a_notice_by_its_type_alone_bears_the_title_of_its_work():
    given = notice(f"Retracted: {TITLE}", publication_types=("Retraction of Publication",))

    assert only(find_links(given, [of(PAPER)])).kind is LinkKind.RETRACTS
    assert find_links(replace(given, kind=Kind.ARTICLE), [of(PAPER)]) == ()


@pytest.mark.parametrize(
    ("title", "mine", "theirs", "tied"),
    [
        (f"Retracted: {TITLE}", "10.1000/y", "10.1000/x", True),
        (f"TEMPORARY REMOVAL: {TITLE}", "10.1000/y", "10.1000/x", True),
        (f"RETRACTED: {TITLE}", "10.1000/x", "10.1000/x", False),
        (TITLE, "10.1000/y", "10.1000/x", False),
        (f"Retracted: {TITLE}", "10.1000/y", "", False),  # a publisher gives a work one: that of none is not known
        (f"Retracted: {TITLE}", "", "10.1000/x", False),
    ],
)
def test_a_mark_under_another_doi_retracts_the_work_that_has_none(title, mine, theirs, tied):
    marked = replace(PAPER, source_id="9", title=title, ids=frozenset({Id("doi", mine)} if mine else ()))
    work = replace(PAPER, ids=frozenset({Id("doi", theirs)} if theirs else ()))

    links = [*find_links(marked, [of(work)]), *find_links(work, [of(marked)])]

    assert [(link.kind, link.inverse) for link in links] == (
        [(LinkKind.RETRACTS, False), (LinkKind.RETRACTS, True)] if tied else []
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "inverse"),
    [
        ("10.1002/14651858.cd004001.pub3", "10.1002/14651858.cd004001.pub2", False),
        ("10.1002/14651858.cd004001", "10.1002/14651858.cd004001.pub2", True),
        ("10.1002/14651858.cd004001.pub3", "10.1002/14651858.cd004001.pub3", None),
        ("10.1002/14651858.cd004001.pub3", "10.1002/14651858.cd004002.pub2", None),
    ],
)
def test_the_later_version_of_a_review_updates_the_earlier_one(mine, theirs, inverse):
    record, other = paper(ids=frozenset({Id("doi", mine)})), known("Another", ids=frozenset({Id("doi", theirs)}))

    found = [(link.kind, link.inverse) for link in find_links(record, [other])]

    assert found == ([] if inverse is None else [(LinkKind.UPDATES, inverse)])


BALLAST = "Halving the lanreotide interval after progression of neuroendocrine tumours"
FIVE = tuple(Person(family=name) for name in ("Van Wijngaarden", "Adeyemi", "Moreau", "Stoica", "Hirsch"))


@pytest.mark.parametrize(
    ("title", "people", "kind", "tied"),
    [
        (f"{BALLAST} (BALLAST): a double-blind, placebo-controlled, randomised trial", FIVE, Kind.ARTICLE, True),
        (f"{BALLAST} (BALLAST): a double-blind, placebo-controlled, randomised trial", FIVE[:4], Kind.ARTICLE, False),
        (f"{BALLAST} (BALLAST): a double-blind, placebo-controlled, randomised trial", FIVE, Kind.PREPRINT, False),
        ("Quality of life under a halved lanreotide interval in the randomised BALLAST trial", FIVE, Kind.ARTICLE, False),
        ("Everolimus after lanreotide in neuroendocrine tumours: a randomised, double-blind trial of two doses", FIVE, Kind.ARTICLE, False),
    ],
)  # fmt: skip
def test_a_preprint_is_tied_to_its_paper_though_the_title_was_turned_round(title, people, kind, tied):
    before = replace(
        paper(f"{BALLAST}: the double-blind, placebo-controlled, randomised BALLAST trial", kind=Kind.PREPRINT),
        people=FIVE,
        ids=frozenset({Id("doi", "10.1101/5")}),
    )
    made = replace(paper(title, kind=kind), people=people, source_id="9", ids=frozenset({Id("pmid", "9")}))

    links = find_links(made, [Work(id=1, records=(before,))])

    assert [(link.kind, link.inverse) for link in links] == [(LinkKind.VERSION_OF, True)] * tied


RELEASE = "Camurus: hazard ratio 0.61 in the SORENTO trial"


@pytest.mark.parametrize(
    ("publisher", "day", "tied"), [("Camurus", 19, True), ("Ipsen", 19, False), ("Camurus", None, False)]
)
def test_a_newsroom_corrects_its_own_release(publisher, day, tied):
    def news(title, publisher, day):
        venue, date = Venue(publisher=publisher), PartialDate(2026, 10, day)
        return replace(paper(title, kind=Kind.NEWS, venue=venue, published=date), people=(), ids=frozenset())

    first = replace(news(RELEASE, "Camurus", 19), source_id="1")
    links = find_links(news(f"Correction: {RELEASE.replace('0.61', '0.67')}", publisher, day), [of(first)])

    assert [(link.kind, link.is_sure) for link in links] == ([(LinkKind.CORRECTS, True)] if tied else [])


@pytest.mark.parametrize(("mine", "theirs", "inverse"), [(3, 2, False), (2, 3, True)])
def test_a_review_updates_its_version_before(mine, theirs, inverse):
    def edition(number):
        return frozenset({Id("doi", f"10.1002/14651858.cd002273.pub{number}")})

    (link,) = find_links(paper(ids=edition(mine)), [known("Another title", ids=edition(theirs))])

    assert (link.kind, link.inverse) == (LinkKind.UPDATES, inverse)
    assert "in the versions 2 and 3 of its DOI" in link.because


def test_a_preprint_that_states_its_paper_is_no_version_of_another():
    stated = (Relation(kind=RelationKind.PREPRINT_OF, id=Id("pmid", "7")),)
    preprint = replace(PAPER, source_id="3", kind=Kind.PREPRINT, ids=frozenset({Id("ppr", "PPR1")}), relations=stated)

    assert [link.object for link in find_links(preprint, [of(PAPER)])] == [Id("pmid", "7")]
    assert find_links(PAPER, [of(preprint)]) == ()


@pytest.mark.parametrize(
    ("mine", "theirs", "kind", "inverse"),
    [
        ("preprint", "article", "version_of", False),
        ("abstract", "article", "version_of", False),
        ("article", "preprint", "version_of", True),
        ("article", "abstract", "version_of", True),
        ("abstract", "abstract", "same_study", False),
    ],
)
def test_works_of_one_title_and_different_form_are_versions(mine, theirs, kind, inverse):
    link = only(find_links(paper(kind=Kind(mine)), [known(kind=Kind(theirs))]))

    assert (link.kind, link.inverse) == (LinkKind(kind), inverse)
    assert {"article": "as an article", "preprint": "as a preprint"}.get(theirs, "") in link.because
    assert link.confidence < 1


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("Lanreotide beyond the labelled", True),  # 30 letters
        ("Lanreotide above the labelled", False),
        ("奥曲肽长效制剂治疗中", True),  # ten signs, each for three letters
        ("奥曲肽长效制剂治疗 a", False),
        ("奥曲肽长效制剂治疗 ab", True),
    ],
)
def test_a_title_of_fewer_than_30_letters_is_many_works_title(title, is_told):
    assert bool(find_links(paper(title, kind=Kind.ABSTRACT), [known(title)])) is is_told


def test_what_is_announced_is_no_version_of_what_announces_it():
    links = find_links(paper(f"Correction: {TITLE}", kind=Kind.PREPRINT), [known()])

    assert [link.kind for link in links] == [LinkKind.CORRECTS]


@pytest.mark.parametrize(
    "item",
    [
        Trial(id=9, records=(replace(paper(), source_id="1", kind=Kind.REGISTRATION),)),
        Work(id=1, records=(paper(),)),
        known(ids=frozenset({Id("pmid", "2")})),
    ],
)
def test_a_title_ties_neither_a_trial_nor_a_work_to_itself(item):
    assert find_links(paper(kind=Kind.ABSTRACT, ids=frozenset({Id("pmid", "2")})), [item]) == ()


@pytest.mark.parametrize(
    ("record", "others"),
    [
        (paper("Editorial", kind=Kind.ABSTRACT), [known("Editorial")]),
        (paper(kind=Kind.ABSTRACT), [known("Another title that is long enough to be compared at all")]),
        (paper(), [known()]),
        (paper("Short one"), []),
    ],
)
def test_what_is_not_alike_is_not_tied(record, others):
    assert find_links(record, others) == ()


def trial(acronym="CLARINET FORTE") -> Trial:
    facts = TrialFacts(
        registry="ClinicalTrials.gov", acronym=acronym, interventions=(Intervention(name="Lanreotide autogel"),)
    )
    record = replace(paper("A trial", kind=Kind.REGISTRATION, ids=frozenset({Id("nct", "NCT02651987")})), trial=facts)
    return Trial(id=9, records=(record,))


@pytest.mark.parametrize(
    ("title", "tied"),
    [
        ("CLARINET FORTE: lanreotide every 14 days", True),
        ("Baseline characteristics from CLARINET FORTE evaluating lanreotide", True),
        ("Clarinet forte in the orchestra, with lanreotide", False),
        ("CLARINET FORTE without its drug", False),
        ("SUPERCLARINET FORTE with lanreotide", False),
        ("CLARINET FORTE-2 with lanreotide", False),
        ("DOES THE CLARINET FORTE SOUND AS LANREOTIDE WORKS?", False),
        ("CLARINET FORTE: LANREOTIDE EVERY 14 DAYS", True),
    ],
)
def test_an_acronym_counts_as_printed_and_beside_the_drug(title, tied):
    links = find_links(paper(title), [trial()])

    assert [link.object.value for link in links] == (["NCT02651987"] if tied else [])


@pytest.mark.parametrize(("acronym", "tied"), [("NETX", True), ("NEX", False), ("Netx", False)])
def test_an_acronym_has_four_capitals_at_least(acronym, tied):
    assert bool(find_links(paper(f"{acronym}: lanreotide every 14 days"), [trial(acronym)])) is tied


@pytest.mark.parametrize(("drug", "tied"), [("Lutetium in high dose", False), ("Lutetium in doses", True)])
def test_a_drug_is_a_word_of_five_letters_at_least(drug, tied):
    (record,) = trial().records
    facts = replace(record.trial, interventions=(Intervention(name=drug),))
    known_trial = Trial(id=9, records=(replace(record, title="", trial=facts),))

    assert bool(find_links(paper("CLARINET FORTE, high doses"), [known_trial])) is tied


@pytest.mark.parametrize(
    ("title", "tied"), [("in tumours", False), ("for survival in tumours", True), ("of doses in tumours", True)]
)
def test_without_its_drug_an_acronym_needs_two_words_of_the_trials_title(title, tied):
    (record,) = trial().records
    known_trial = Trial(id=9, records=(replace(record, title="A study of survival with doses in tumours"),))

    assert bool(find_links(paper(f"CLARINET FORTE {title}"), [known_trial])) is tied


def test_two_registrations_of_one_acronym_do_not_report_each_other():
    (registration,) = trial().records

    assert find_links(replace(registration, title="CLARINET FORTE: lanreotide", ids=frozenset({NCT})), [trial()]) == ()


def test_the_longest_name_wins_over_one_within_it():
    assert find_links(paper("CLARINET FORTE: lanreotide every 14 days"), [trial("CLARINET")]) == ()
    assert find_links(paper("CLARINET: lanreotide every 28 days"), [trial("CLARINET FORTE")]) == ()


def test_a_review_that_names_the_acronym_mentions_the_trial():
    link = only(find_links(paper("CLARINET FORTE and lanreotide", publication_types=("Review",)), [trial()]))

    assert (link.kind, link.confidence) == (LinkKind.MENTIONS, 0.5)


def test_what_reports_a_trial_is_not_said_to_mention_it_too():
    record = paper("A cohort", "SORENTO (NCT05050942) had 302 patients.", mentions=frozenset({NCT}))

    assert only(find_links(record, [], [], [SORENTO])).kind is LinkKind.REPORTS


@pytest.mark.parametrize(
    ("venue", "tied"), [(JOURNAL, True), (Venue(), True), (Venue(title="Pancreas", volume="9", pages="1"), False)]
)
def test_a_reply_stands_in_the_journal_of_what_it_answers(venue, tied):
    reply = replace(
        paper(f"Reply to: {TITLE}"), source_id="9", venue=venue, people=(), ids=frozenset({Id("pmid", "9")})
    )

    links = [*find_links(reply, [of(PAPER)]), *find_links(PAPER, [of(reply)])]

    assert [(link.kind, link.confidence) for link in links] == ([(LinkKind.COMMENTS_ON, 0.8)] * 2 if tied else [])


def test_the_surest_reason_for_a_tie_is_the_one_that_stays():
    record = paper("CLARINET FORTE with lanreotide", mentions=frozenset({Id("nct", "NCT02651987")}))

    link = only(find_links(record, [trial()]))

    assert link.confidence == 1.0


CONDITION = "Gastroenteropancreatic neuroendocrine tumor"
REGISTERED = "Octreotide subcutaneous depot versus octreotide LAR in patients with neuroendocrine tumours"


def octreotide_trial() -> Trial:
    facts = TrialFacts(
        registry="ClinicalTrials.gov",
        official_title=REGISTERED,
        conditions=(CONDITION, "Carcinoid syndrome"),
        interventions=(Intervention(name="Octreotide"), Intervention(name="Standard lanreotide")),
    )
    return Trial(id=9, records=(replace(paper("A trial", kind=Kind.REGISTRATION, ids=frozenset({NCT})), trial=facts),))


@pytest.mark.parametrize(
    ("title", "mentions", "tied"),
    [
        (REGISTERED, frozenset(), True),
        (REGISTERED.replace("tumours", "tumors"), frozenset(), True),
        (REGISTERED.replace("ctreotide", "anreotide"), frozenset(), False),
        ("Octreotide subcutaneous depot versus octreotide LAR in patients with acromegaly", frozenset(), False),
        ("Octreotide in neuroendocrine tumours", frozenset(), False),
        (REGISTERED, frozenset({Id("nct", "NCT00000001")}), False),
    ],
)
def test_without_a_number_a_trial_of_like_title_drug_and_condition_is_less_sure(title, mentions, tied):
    links = find_links(paper(title, mentions=mentions), [octreotide_trial()])

    assert [link.object for link in links if link.object == NCT] == ([NCT] if tied else [])
    assert all(link.confidence < 0.8 for link in links if link.object == NCT)


def test_likeness_ties_a_registration_to_the_paper_that_came_first():
    (registration,) = octreotide_trial().records
    article = known(REGISTERED)

    assert [(link.object, link.inverse) for link in find_links(registration, [article])] == [(Id("pmid", "1"), True)]


def registered(source, number, *ids) -> Record:
    return replace(
        paper(REGISTERED, kind=Kind.REGISTRATION, ids=frozenset(ids), trial=TrialFacts(registry=source)),
        source=source,
        source_id=number,
    )


EUDRACT, CTIS, CODE = Id("eudract", "2021-000849-40"), Id("ctis", "2022-501234-12-00"), Id("sponsor", "HS-19-657")


@pytest.mark.parametrize(
    ("record", "twins"),
    [
        (registered("clinicaltrials", "NCT05050942", NCT, EUDRACT), [EUDRACT]),
        (registered("clinicaltrials", "NCT05050942", NCT, Id("nct", "NCT00000009")), []),  # an old number of its own
        (registered("euctr", "2021-000849-40", EUDRACT, NCT), [NCT]),
        (registered("ctis", "2022-501234-12-00", CTIS, EUDRACT, NCT), [EUDRACT, NCT]),
        (registered("ictrp", "NCT05050942", NCT, Id("utn", "U1111-1111-1111")), [Id("utn", "U1111-1111-1111")]),
        (registered("isrctn", "ISRCTN12345678", Id("isrctn", "ISRCTN12345678")), []),
    ],
)
def test_the_rows_of_one_trial_in_several_registries_are_tied(record, twins):
    links = find_links(record, [])

    assert [(link.kind, link.object) for link in links] == [(LinkKind.SAME_TRIAL, twin) for twin in twins]


@pytest.mark.parametrize(
    ("code", "twins"), [(CODE, [EUDRACT]), (Id("sponsor", "001"), []), (Id("sponsor", "study"), [])]
)
def test_a_sponsor_s_protocol_code_ties_two_rows_when_it_is_one_of_its_own(code, twins):
    known = Trial(id=4, records=(registered("euctr", EUDRACT.value, EUDRACT, code),))

    links = find_links(registered("clinicaltrials", NCT.value, NCT, code), [known])

    assert [(link.object, link.confidence) for link in links] == [(twin, 0.8) for twin in twins]


@pytest.mark.parametrize(
    ("code", "sponsors", "tied"),
    [
        ("HS-19-657", ("Camurus AB", "Camurus"), True),
        ("HS-19-657", ("Camurus AB", "Ipsen"), False),
        ("2-55-52030-726", ("Ipsen", "Ipsen Pharma SAS"), True),
        ("2019-01", ("Ipsen", "Ipsen"), False),
        ("2021/003", ("Uni A", "Uni A"), False),
        ("Protocol 2", ("Ipsen", "Ipsen"), False),
        ("STUDY-01", ("Ipsen", "Ipsen"), False),
        ("12345", ("Ipsen", "Ipsen"), False),
        ("HS-19-657", ("Novo Ltd", "Camurus Ltd"), False),
    ],
)
def test_a_code_ties_only_with_its_sponsor_and_never_a_generic_one(code, sponsors, tied):
    given = Id("sponsor", code)
    one = registered("clinicaltrials", NCT.value, NCT, given)
    two = registered("euctr", EUDRACT.value, EUDRACT, given)
    first, second = (
        replace(record, trial=TrialFacts(registry="r", sponsor=sponsor))
        for record, sponsor in zip((one, two), sponsors, strict=True)
    )

    assert [link.object for link in find_links(first, [Trial(id=4, records=(second,))])] == ([EUDRACT] if tied else [])


def test_later_applications_of_one_trial_are_kept_under_its_number():
    later = registered("ctis", "2022-501234-12-01", CTIS, NCT)

    assert [link.object for link in find_links(later, [])] == [NCT]

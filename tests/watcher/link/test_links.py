from dataclasses import replace

import pytest

from fakes import NOW
from watcher.link import find_links
from watcher.model import (
    Id,
    Intervention,
    Kind,
    LinkKind,
    Passage,
    Person,
    Record,
    Reference,
    Relation,
    RelationKind,
    Trial,
    TrialFacts,
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


@pytest.mark.parametrize(
    ("title", "text", "confidence", "because"),
    [
        (TITLE, "", 1.0, "indexed with NCT05050942"),
        ("Results of NCT05050942", "", 1.0, "title names"),
        (TITLE, "Registered at ClinicalTrials.gov, NCT05050942.", 0.95, "as a registration"),
        (TITLE, "In contrast to NCT05050942 we saw none.", 0.9, "abstract names"),
    ],
)
def test_a_trial_number_ties_a_publication_to_its_trial(title, text, confidence, because):
    link = only(find_links(paper(title, text, mentions=frozenset({NCT})), []))

    assert (link.kind, link.object, link.confidence) == (LinkKind.REPORTS, NCT, confidence)
    assert because in link.because


def test_of_several_numbers_in_a_text_none_is_sure():
    other = Id("nct", "NCT03972488")
    record = paper(text="Unlike NCT03972488 and NCT05050942, this was small.", mentions=frozenset({NCT, other}))

    assert {link.confidence for link in find_links(record, [])} == {0.6}


def test_a_watched_trial_is_tied_with_the_reason_that_was_given():
    watched = WatchedTrial(name="SORENTO", ids=(NCT,))

    link = only(find_links(paper(), [], [(watched, 'the title has "SORENTO"')]))

    assert (link.object, link.because) == (NCT, 'the title has "SORENTO"')


def test_a_registration_has_no_trial_to_report():
    record = paper(kind=Kind.REGISTRATION, ids=frozenset({NCT}), trial=TrialFacts(registry="ClinicalTrials.gov"))

    assert find_links(record, []) == ()


def test_a_registry_lists_the_papers_that_report_its_trial():
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
    assert link.confidence < 1


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
    ],
)
def test_an_acronym_counts_as_printed_and_beside_the_drug(title, tied):
    links = find_links(paper(title), [trial()])

    assert [link.object.value for link in links] == (["NCT02651987"] if tied else [])


def test_the_surest_reason_for_a_tie_is_the_one_that_stays():
    record = paper("CLARINET FORTE with lanreotide", mentions=frozenset({Id("nct", "NCT02651987")}))

    link = only(find_links(record, [trial()]))

    assert link.confidence == 1.0

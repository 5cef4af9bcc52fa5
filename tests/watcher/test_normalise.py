from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import NOW
from watcher.model import (
    Id,
    Kind,
    PartialDate,
    Passage,
    Person,
    Record,
    Relation,
    RelationKind,
    TrialDate,
    TrialFacts,
    Venue,
)
from watcher.normalise import normalise

RECORD = Record(source="crossref", source_id="10.1/x", kind=Kind.ARTICLE, title="A trial", retrieved=NOW)


def normalised(**fields):
    return normalise(replace(RECORD, **fields))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("A trial of lanreotide.", "A trial of lanreotide"),
        ("[Lanreotide in acromegaly].", "Lanreotide in acromegaly"),
        ("[177Lu]Lu-DOTATATE in NETs", "[177Lu]Lu-DOTATATE in NETs"),
        ("<i>In vivo</i> effect of <sup>177</sup>Lu", "In vivo effect of 177Lu"),
        ("<jats:italic>MEN1</jats:italic> and CSR&amp;amp;D", "MEN1 and CSR&D"),
        ("^(177)Lu-edotreotide vs everolimus", "177Lu-edotreotide vs everolimus"),
        ("Survival when p<0.05 and n>10", "Survival when p<0.05 and n>10"),
        ("Dose  in\n the U.S.A.", "Dose in the U.S.A."),
        ("Is more better?", "Is more better?"),
        ("And so on...", "And so on..."),
        ("", ""),
    ],
)
def test_a_title_is_kept_as_a_reader_would_write_it(given, kept):
    assert normalised(title=given).title == kept


@pytest.mark.parametrize(("day", "kind"), [(0, "ACTUAL"), (400, "ESTIMATED")])
def test_a_completion_after_the_day_on_which_it_was_read_is_estimated(day, kind):
    when = PartialDate(*(NOW + timedelta(days=day)).timetuple()[:3])
    told = TrialFacts(registry="r", completion=TrialDate(date=when, kind="ACTUAL"))

    assert normalised(trial=told).trial.completion == TrialDate(date=when, kind=kind)


def test_identifiers_get_their_one_form_and_junk_goes():
    ids = frozenset({Id("doi", "https://doi.org/10.1056/NEJMoa2034577."), Id("pmid", "NA"), Id("pmcid", "8490201")})

    assert normalised(ids=ids).ids == {Id("doi", "10.1056/nejmoa2034577"), Id("pmcid", "PMC8490201")}


@pytest.mark.parametrize(
    ("url", "kind", "ids"),
    [
        (
            "https://www.endocrine-abstracts.org/ea/0037/ea0037ep1132",
            Kind.ABSTRACT,
            {Id("doi", "10.1530/endoabs.37.ep1132")},
        ),
        ("https://pubmed.ncbi.nlm.nih.gov/38851203/", Kind.ARTICLE, {Id("pmid", "38851203")}),
        ("https://clinicaltrials.gov/study/NCT05050942", Kind.REGISTRATION, {Id("nct", "NCT05050942")}),
        ("https://clinicaltrials.gov/study/NCT05050942", Kind.ARTICLE, set()),
        ("https://doi.org/10.1016/x", Kind.NEWS, set()),
        ("https://www.camurus.com/media/2024/", Kind.NEWS, set()),
        ("", Kind.ARTICLE, set()),
    ],
)
def test_an_address_tells_the_identifier_that_is_missing(url, kind, ids):
    assert normalised(url=url, kind=kind).ids == ids


def test_an_address_never_contradicts_the_source():
    own = frozenset({Id("doi", "10.1056/a")})

    assert normalised(ids=own, url="https://doi.org/10.1056/b").ids == own


def test_trials_named_in_the_text_are_mentioned_and_the_record_s_own_are_not():
    abstract = (Passage(label="TRIAL REGISTRATION", text="ClinicalTrials.govNCT02651987; EudraCT 2014-005607-24."),)

    record = normalised(
        kind=Kind.REGISTRATION,
        title="SORENTO (NCT05050942)",
        abstract=abstract,
        ids=frozenset({Id("nct", "NCT05050942")}),
    )

    assert record.mentions == {Id("nct", "NCT02651987"), Id("eudract", "2014-005607-24")}


def test_names_that_are_none_go():
    people = (
        Person(family="Singh", given="Simron"),
        Person(family="NA", given="NA"),
        Person(collective="None"),
        Person(),
    )

    assert normalised(people=people).people == (Person(family="Singh", given="Simron"),)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (PartialDate(2024, 13, 1), PartialDate(2024)),
        (PartialDate(2023, 2, 29), PartialDate(2023, 2)),
        (PartialDate(2024, 2, 29), PartialDate(2024, 2, 29)),
        (PartialDate(2024, None, 5), PartialDate(2024)),
        (PartialDate(0), None),
        (None, None),
    ],
)
def test_a_date_goes_as_far_as_the_calendar(given, kept):
    assert normalised(published=given).published == kept


def test_a_venue_is_cleaned_and_its_numbers_stay_as_written():
    venue = normalised(
        venue=Venue(title=" J  Clin Oncol ", issns=("0732183X", "x"), volume="NA", issue="16_suppl", pages="e16203")
    ).venue

    assert venue == Venue(title="J Clin Oncol", issns=("0732-183X",), issue="16_suppl", pages="e16203")


def test_a_relation_to_nothing_goes():
    relations = (
        Relation(kind=RelationKind.CORRECTS, id=Id("doi", "DOI:10.1056/A")),
        Relation(kind=RelationKind.CORRECTS, id=Id("doi", "10.1056/a")),
        Relation(kind=RelationKind.CITES, id=Id("pmid", "")),
    )

    assert normalised(relations=relations).relations == (
        Relation(kind=RelationKind.CORRECTS, id=Id("doi", "10.1056/a")),
    )


@pytest.mark.parametrize(
    ("kind", "stated", "other", "note", "meant"),
    [
        (Kind.ARTICLE, "updates", ("doi", "10.21203/rs.3.rs-71/v1"), "Res Sq. 2026", "has_preprint"),
        (Kind.ARTICLE, "updates", ("pmid", "46200001"), "medRxiv. 2026 Jan 5. doi: 10.1101/2026.01.05.26300001", "has_preprint"),
        (Kind.ARTICLE, "updates", ("citation", "Res Sq. 2026 May"), "Res Sq. 2026 May", "has_preprint"),
        (Kind.ARTICLE, "updates", ("pmid", "46200001"), "Cochrane Database Syst Rev. 2021 May 5;5:CD015001. doi: 10.1002/14651858.CD015001.pub2", "updates"),
        (Kind.PREPRINT, "updated_by", ("pmid", "46200002"), "Horm Metab Res. 2026", "preprint_of"),
        (Kind.ARTICLE, "updated_by", ("pmid", "46200002"), "Horm Metab Res. 2026", "updated_by"),
        (Kind.PREPRINT, "updates", ("doi", "10.21203/rs.3.rs-71/v1"), "Res Sq. 2026", "updates"),
    ],
)  # fmt: skip
def test_a_paper_is_no_update_of_its_preprint(kind, stated, other, note, meant):
    relation = Relation(kind=RelationKind(stated), id=Id(*other), note=note)

    assert [one.kind for one in normalised(kind=kind, relations=(relation,)).relations] == [meant]


def test_an_abstract_keeps_its_parts_without_markup():
    abstract = (Passage(label="RESULTS:", text="<p>HR 0.28</p>"), Passage(text=" "))

    assert normalised(abstract=abstract).abstract == (Passage(label="RESULTS", text="HR 0.28"),)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_normalising_twice_changes_nothing(title, name, place):
    once = normalised(title=title, people=(Person(family=name),), venue=Venue(title=place, pages=name))

    assert normalise(once) == once


@pytest.mark.parametrize(
    "said", ["[Not Available].", "[Not available]", "Not Available", "[Title not available].", "[No title available]"]
)
def test_a_title_that_is_not_available_is_the_one_in_the_language_of_the_work(said):
    record = Record(
        source="pubmed",
        source_id="1",
        kind=Kind.ARTICLE,
        title=said,
        original_title="Le lanréotide à forte dose.",
        languages=("fre",),
        retrieved=NOW,
    )

    assert normalise(record).title == "Le lanréotide à forte dose"
    assert normalise(normalise(record)) == normalise(record)

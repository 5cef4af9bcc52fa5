"""Whatever a record says, the pure steps between reading and keeping give a value, and soon."""

import unicodedata
from dataclasses import replace

import pace
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fakes import NOW
from watcher.changes import compare, fingerprint
from watcher.identify import block_keys, cluster, identify
from watcher.ids import canonical, read_id
from watcher.ids.found import find_trials, read_doi
from watcher.link import find_links
from watcher.model import (
    Id,
    Intervention,
    Kind,
    PartialDate,
    Passage,
    Person,
    Record,
    Reference,
    Relation,
    RelationKind,
    Trial,
    TrialFacts,
    Venue,
    Work,
)
from watcher.normalise import normalise
from watcher.text import clean, fold, sentences

pytestmark = pytest.mark.generated

PIECES = (
    *"?.!,;:-–/()[]{}<>&%#'\"=+ \t\n0179aAiIéŁßΩ中\u202e\u061c\u180e\ud800\u0301\uff1d\x00\x1b",
    *("???", "Untitled", "NA", "[Not Available].", "Editorial", "Re:", "authors' ", "Retraction: ", "e.g. ", "vs. ", "P = . 12"),
    *("lanreotide ", "octreotide LAR 30 mg ", "every 28 days, ", "in patients 1, 2, 3, ", "NCT05050942", "KCT0001234 "),
    *("10.1056/x", ".full.pdf", "/full", "<1::AID", ";2-J", "https://doi.org/", "177Lu ", "[177Lu]Lu-", "1-", "12-9999", "to "),
    *("Phase II ", "(in Chinese) ", "[review]", " (erratum in ", "suppl ", "S12", "H1346-1353", "&amp;", "<sup>", "^(177)", "Jan"),
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30)
YEARS = st.integers() | st.sampled_from([0, 1, 2024, 9999, 99_999, 10**30])
DATES = st.none() | st.builds(
    PartialDate, YEARS, st.none() | st.integers(-1, 14), st.none() | st.integers(-1, 33), TEXTS
)
IDS = st.builds(
    Id,
    st.sampled_from(["doi", "pmid", "pmcid", "ppr", "nct", "kct", "cris", "eudract", "url", "guid", "sponsor", ""]),
    TEXTS,
)
PEOPLE = st.builds(Person, family=TEXTS, given=TEXTS, initials=TEXTS, suffix=TEXTS, collective=TEXTS)
FACTS = st.builds(
    TrialFacts,
    registry=TEXTS,
    official_title=TEXTS,
    acronym=TEXTS,
    conditions=st.tuples(TEXTS),
    interventions=st.tuples(st.builds(Intervention, name=TEXTS)),
    references=st.tuples(st.builds(Reference, pmid=TEXTS, kind=st.sampled_from(["RESULT", "DERIVED", ""]))),
)
RECORDS = st.builds(
    Record,
    source=st.just("s"),
    source_id=TEXTS,
    kind=st.sampled_from(Kind),
    title=TEXTS,
    original_title=TEXTS,
    retrieved=st.just(NOW),
    url=TEXTS,
    abstract=st.lists(st.builds(Passage, text=TEXTS, label=TEXTS), max_size=3).map(tuple),
    people=st.lists(PEOPLE, max_size=3).map(tuple),
    published=DATES,
    issued=DATES,
    ids=st.frozensets(IDS, max_size=3),
    mentions=st.frozensets(IDS, max_size=2),
    relations=st.tuples(st.builds(Relation, kind=st.sampled_from(RelationKind), id=IDS)),
    venue=st.builds(Venue, title=TEXTS, volume=TEXTS, issue=TEXTS, pages=TEXTS, meeting=TEXTS, issns=st.tuples(TEXTS)),
    keywords=st.tuples(TEXTS),
    publication_types=st.tuples(TEXTS),
    trial=st.none() | FACTS,
)
MANY = settings(
    max_examples=200,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink two records takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)


@MANY
@given(RECORDS, RECORDS)
def test_any_two_records_are_normalised_compared_and_linked(one, other):
    for record in (one, other):
        _has_a_value_at_each_step(record, one)
    _has_a_value_at_each_step(normalise(other), normalise(one))


def _has_a_value_at_each_step(record, before):
    items = [Work(id=1, records=(before,)), Trial(id=2, records=(replace(before, source_id="t"),))]
    keys = block_keys(record)

    assert len({*keys}) == len(keys)
    assert identify(record, items) is not None
    assert len(cluster([record, before])) <= 1
    assert len(fingerprint(record)) == 32
    for change in compare(before, record, NOW):
        assert change.before or change.after
    for link in find_links(record, items):
        assert 0 < link.confidence <= 1


@MANY
@given(RECORDS)
def test_normalising_twice_changes_nothing(record):
    once = normalise(record)

    assert normalise(once) == once
    assert not {unicodedata.category(char) for char in once.title} & {"Cc", "Cs"}


@MANY
@given(TEXTS)
def test_any_text_is_cleaned_folded_cut_and_searched(text):
    assert clean(clean(text)) == clean(text)
    assert len(fold(text)) == len(text)
    ends = [0, *(place for span in sentences(text) for place in span)]
    assert ends == sorted(ends)
    for found in (read_doi(text), read_id(text), *find_trials(text)):
        assert found is None or canonical(found) == found


@pytest.mark.parametrize("title", ["???", "Untitled", "", " - ", "[Not Available].", "…", "\ud800"])
def test_a_title_without_letters_files_a_record_under_no_title(title):
    one, other = record(title, "1"), record(title, "2")

    assert block_keys(one) == block_keys(other) == ()
    assert cluster([one, other]) == ()


def record(text, source_id="1", **given):
    return Record(
        **{"source": "s", "source_id": source_id, "kind": Kind.ARTICLE, "title": text, "retrieved": NOW} | given
    )


@pytest.mark.parametrize("unit", [piece for piece in PIECES if piece.isprintable() or piece in "\n\ud800\u0301"])
def test_100_kb_take_no_longer_than_their_length_asks_for(unit):
    text = unit * (100_000 // len(unit))
    trial = TrialFacts(registry="r", acronym="SORENTO", official_title=text, interventions=(Intervention(name=text),))
    full = record(
        text,
        abstract=(Passage(text=text),),
        people=(Person(family=text),),
        url=text,
        venue=Venue(title=text, pages=text, volume=text),
        ids=frozenset({Id("doi", text), Id("nct", text)}),
    )
    registered = replace(full, kind=Kind.REGISTRATION, source_id="2", trial=trial, title=text + "!")

    def in_time(step):
        took, made = pace.seconds(step, goal=pace.BUSY * 0.5)
        assert took < pace.BUSY * 0.5, step
        return made

    one, other = in_time(lambda: normalise(full)), in_time(lambda: normalise(registered))
    for step in (
        lambda: block_keys(full),
        lambda: identify(one, [Work(id=1, records=(replace(full, source_id="3", title=text + "?"),))]),
        lambda: find_links(full, [Trial(id=1, records=(registered,))]),
        lambda: compare(full, registered, NOW),
        lambda: fingerprint(registered),
        lambda: list(sentences(text)),
        lambda: [canonical(each) for each in other.ids],
    ):
        in_time(step)

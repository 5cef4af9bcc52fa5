"""What is shown and exported of a thing is what all of its records say."""

import itertools

import pytest

from fakes import NOW
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, Venue, Work

FULL = Record(
    source="files",
    source_id="full",
    kind=Kind.ARTICLE,
    title="Lanreotide every 14 days",
    retrieved=NOW,
    abstract=(Passage(text="Forty patients. Median PFS was 8.3 months."),),
    people=(Person(family="Doe", given="Jane"), Person(family="Roe", given="Ann")),
    published=PartialDate(2023, 5, 6),
    ids=frozenset({Id("doi", "10.9999/poor.1"), Id("pmid", "7")}),
    venue=Venue(title="J Made", abbreviation="JM", issns=("1470-2045",), volume="3", issue="2", pages="1-9"),
    url="https://x.example/1",
    keywords=("lanreotide",),
    languages=("eng",),
)
BARE = Record(source="files", source_id="bare", kind=Kind.ARTICLE, title=FULL.title, retrieved=NOW)
# A field that one copy lacks or has poorer -> the copy's value.
POORER = {
    "abstract": (Passage(text="Forty patients."),),
    "people": (Person(family="Doe", initials="J"),),
    "published": PartialDate(2023),
    "ids": frozenset({Id("doi", "10.9999/poor.1")}),
    "venue": Venue(title="J Made"),
    "url": "",
    "keywords": (),
    "languages": (),
}


def copy(without, key):
    said = {name: POORER[name] if name in without else getattr(FULL, name) for name in POORER}
    return Record(source="files", source_id=key, kind=Kind.ARTICLE, title=FULL.title, retrieved=NOW, **said)


@pytest.mark.parametrize("half", list(itertools.combinations(POORER, 4)))
def test_of_two_copies_each_poorer_in_half_its_fields_the_whole_is_as_full_as_both(half):
    one, other = copy(half, "one"), copy(POORER.keys() - set(half), "other")

    for records in ((one, other), (other, one)):
        whole = Work(id=1, records=records).whole
        assert {name: getattr(whole, name) for name in POORER} == {name: getattr(FULL, name) for name in POORER}
        assert whole.key == records[0].key


def test_a_bare_copy_takes_nothing():
    assert Work(id=1, records=(FULL, BARE)).whole == FULL


def test_one_record_is_the_whole():
    assert Work(id=1, records=(BARE,)).whole is BARE


def test_volume_and_pages_are_never_of_two_places():
    online = copy((), "online")
    ahead = Record(
        source="x",
        source_id="a",
        kind=Kind.ARTICLE,
        title="T",
        retrieved=NOW,
        venue=Venue(volume="9", publisher="Made House"),
    )

    venue = Work(id=1, records=(online, ahead)).whole.venue

    assert (venue.volume, venue.pages, venue.publisher) == ("3", "1-9", "Made House")


def test_a_date_of_another_year_is_no_more_precise_date_of_this_one():
    first = Record(source="x", source_id="a", kind=Kind.ARTICLE, title="T", retrieved=NOW, published=PartialDate(2024))
    second = Record(
        source="y", source_id="b", kind=Kind.ARTICLE, title="T", retrieved=NOW, published=PartialDate(2023, 12, 1)
    )

    assert Work(id=1, records=(first, second)).whole.published == PartialDate(2024)

"""A gate that everybody has: a library made here, of which every duplicate is known, loses no study.

Each study is written as two or three databases write it: with and without DOI, PMID and issue, with short and long names,
pages and journals, in capitals, with a dot at the end. Beside it stand what only looks like it: its other part, its
erratum, the same title by others years later, the abstract of the same group.
"""

import random
from itertools import combinations

import pytest

from fakes import NOW
from watcher.identify import cluster
from watcher.model import Id, Kind, PartialDate, Person, Record, Venue
from watcher.normalise import normalise

STUDIES = 60
DRUGS = "lanreotide octreotide pasireotide everolimus sunitinib temozolomide capecitabine telotristat".split()
PLACES = "midgut pancreatic bronchial rectal gastric thymic appendiceal ileal".split()
AIMS = (
    "Dose escalation of {} in progressive {} neuroendocrine tumours: a multicentre cohort",
    "Quality of life under {} given for {} neuroendocrine tumours, by interval of injection",
    "Plasma levels of {} and the course of {} neuroendocrine tumours in routine care",
    "Long-term safety of {} after surgery for {} neuroendocrine tumours",
)
FAMILIES = "Okafor Lindqvist Moreau Tanaka Haddad Novak Silva Petrov Weiss Kim Rossi Dubois Larsen Costa Yilmaz".split()
JOURNALS = (("Journal of Endocrine Examples", "J Endocr Ex"), ("Annals of Imagined Oncology", "Ann Imag Oncol"))


def study(number):
    """Return one study as it is."""
    lot = random.Random(number)
    aim, rest = AIMS[number % len(AIMS)], number // len(AIMS)
    return {
        "title": aim.format(DRUGS[rest % len(DRUGS)], PLACES[(rest * 3 + number) % len(PLACES)]),
        "people": tuple(Person(family=family, initials=lot.choice("ABCDE")) for family in lot.sample(FAMILIES, 4)),
        "year": 2008 + number % 15,
        "journal": lot.choice(JOURNALS),
        "volume": f"{10 + number}",
        "first": 100 + 7 * number,
        "doi": f"10.1000/made.{number}",
        "pmid": f"{30_000_000 + number}",
    }


def written(key, about, **more):
    """Return a record of the study as one database writes it."""
    told = {"journal": 0, "people": 4, "ids": (), "pages": "{first}-{last}", "title": str, **more}
    pages = told["pages"].format(first=about["first"], last=about["first"] + 8, short=(about["first"] + 8) % 10)
    record = Record(
        source="made",
        source_id=key,
        url=f"made:{key}",
        retrieved=NOW,
        kind=Kind.ARTICLE,
        title=told["title"](about["title"]),
        people=about["people"][: told["people"]],
        published=PartialDate(about["year"]),
        venue=Venue(title=about["journal"][told["journal"]], volume=about["volume"], pages=pages),
        ids=frozenset(Id(scheme, about[scheme]) for scheme in told["ids"]),
    )
    return normalise(record)


def copies(number):
    """Return the study as databases have it; all are one."""
    about, lot = study(number), random.Random(-number)
    forms = [
        {"ids": ("doi", "pmid")},
        {"ids": ("doi",), "journal": 1, "title": lambda text: text + "."},
        {"pages": "{first}-{short}", "title": str.upper},
        {"ids": ("pmid",), "people": 1, "pages": "{first}"},
        {"journal": 1, "title": lambda text: text.replace("tumours", "tumors")},
    ]
    return [written(f"{number}:{i}", about, **form) for i, form in enumerate(lot.sample(forms, lot.choice((2, 3))))]


def lookalikes(number):
    """Return what looks like the study and is something else; each stands alone."""
    about = study(number)
    others = study(number + 1_000)
    again = {**about, "doi": f"10.1000/again.{number}", "pmid": f"{31_000_000 + number}", "first": about["first"] + 400}
    yield written(f"{number}:part", {**again, "title": f"{about['title']}. Part 2"}, ids=("doi",))
    yield written(f"{number}:erratum", {**again, "title": f"Erratum: {about['title']}"}, ids=("doi",), pages="{first}")
    later = {
        **again,
        "people": others["people"],
        "year": about["year"] + 6,
        "volume": "99",
        "doi": f"10.1000/l.{number}",
    }
    yield written(f"{number}:others", later, ids=("doi",))


@pytest.fixture(scope="module")
def found():
    records = [
        record
        for number in range(STUDIES)
        for record in (*copies(number), *(lookalikes(number) if number % 3 == 0 else ()))
    ]
    random.Random(0).shuffle(records)
    return {
        frozenset((records[one].source_id, records[other].source_id))
        for each in cluster(records)
        for one, other in combinations(each.members, 2)
    }


GOLD = {
    frozenset((one.source_id, other.source_id))
    for number in range(STUDIES)
    for one, other in combinations(copies(number), 2)
}


def test_no_study_is_lost(found):
    assert {tuple(sorted(pair)) for pair in found - GOLD} == set()


def test_few_duplicates_are_left(found):
    assert len(GOLD) > 100
    assert len(GOLD - found) <= len(GOLD) // 50

"""One paper in several records, look-alikes, notices, slipped numbers: what the store holds in the end, in any order."""

import pace
import pytest
from late_stories import LATE
from own_stories import OWN
from parts import TOPIC
from references import reference
from sibling_stories import SIBLINGS
from stories import Step, Story, answered, differences, failures, first_orders, play, read_story

from fakes import DATA, NOW
from watcher.identify import cluster
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store

pytestmark = pytest.mark.generated

STUDY = "Lanreotide every 14 days in neuroendocrine tumours | Pavel M; Shah T; Caplin ME | 2021 | Eur J Cancer | 157(2):403-414"
HEAD = STUDY.partition(" | Eur")[0]
OTHER = "Escalated octreotide for carcinoid heart disease | Davar J; Toumpanakis C | 2019 | Heart | 105(4):288-295"
RELEASE = "Camurus reports topline results of SORENTO |  | 2026-11-10 | Cision |  | kind:news"
VOLUME = "doi:10.1097/mpa.0000000000001257"

# Name -> the records by label, what are one thing, how many doubts. A line is a reference, see ``references``.
TABLE = {
    "copies of one paper": (
        {"a": STUDY, "b": f"{STUDY} | doi:10.1000/x", "c": f"{STUDY.upper()} | pmid:1", "d": STUDY.replace(":403-414", "")},
        ["abcd"],
        0,
    ),
    "fifteen copies of one paper": (dict.fromkeys("abcdefghijklmno", STUDY), ["abcdefghijklmno"], 0),
    "another interval": ({"a": STUDY, "b": STUDY.replace("14 days", "28 days")}, ["a", "b"], 0),
    "a record that bears the numbers of two": (
        {"a": f"{HEAD} |  |  | pmid:7", "b": f"{OTHER.replace('Davar J; Toumpanakis C', 'Pavel M; Shah T')} | doi:10.1000/x", "c": f"{OTHER.replace('Davar J; Toumpanakis C', 'Pavel M; Shah T')} | doi:10.1000/x pmid:7"},
        ["abc"],
        0,
    ),
    "a sparse record between two papers": (
        {"a": f"{STUDY} | pmid:1", "b": f"{STUDY} | pmid:2", "c": STUDY},
        ["ac", "b"],
        1,
    ),
    "a sparse record that is nearer to the second": (
        {"a": f"{STUDY.replace(':403-414', '')} | pmid:1", "b": f"{STUDY} | pmid:2", "c": STUDY},
        ["a", "bc"],
        1,
    ),
    "a slipped PMID": ({"a": f"{STUDY} | pmid:1", "b": f"{OTHER} | pmid:1"}, ["a", "b"], 1),
    "a slipped PMID without authors": (
        {"a": f"{STUDY} | pmid:1", "b": "Escalated octreotide for carcinoid heart disease |  | 2019 | Heart | 105(4):288-295 | pmid:1"},
        ["a", "b"],
        1,
    ),
    "a PMID and another title by the same authors": (
        {"a": f"{STUDY} | pmid:1", "b": f"{STUDY.replace('Lanreotide every 14 days', 'Two-weekly therapy')} | pmid:1"},
        ["ab"],
        0,
    ),
    "a slipped PMID, and a copy of either": (
        {"a": f"{STUDY} | pmid:1", "b": f"{OTHER} | pmid:1", "c": STUDY, "d": OTHER},
        ["ac", "bd"],
        1,
    ),
    "a PMID in two scripts": (
        {"a": f"{STUDY} | pmid:1", "b": "兰瑞肽治疗神经内分泌肿瘤 | 王伟; 李娜 | 2021 |  |  | pmid:1"},
        ["ab"],
        0,
    ),
    "a paper under two PMIDs": ({"a": f"{STUDY} | pmid:1 doi:10.1000/x", "b": f"{STUDY} | pmid:2 doi:10.1000/x"}, ["a", "b"], 1),
    "one DOI, a word of the title changed": (
        {"a": f"{HEAD.replace('Lanreotide', 'Somatuline')} | Eur J Cancer |  | doi:10.1000/x", "b": f"{STUDY} | doi:10.1000/x"},
        ["ab"],
        0,
    ),
    "one DOI, unlike titles of other authors": ({"a": f"{STUDY} | doi:10.1000/x", "b": f"{OTHER} | doi:10.1000/x"}, ["a", "b"], 1),
    "a volume's DOI on three abstracts": (
        {
            "a": f"Octreotide dose and diarrhoea in carcinoid | Dasari A; Yao JC | 2019 | Pancreas | 48(3):441 | {VOLUME}",
            "b": f"Survival after liver embolisation | Raj N; Chan J | 2019 | Pancreas | 48(3):442 | {VOLUME}",
            "c": f"Genetic testing of the young with gastrinoma | Shah S; Lim K | 2019 | Pancreas | 48(3):452 | {VOLUME}",
            "d": f"Octreotide dose and diarrhea in carcinoid | Dasari A; Yao JC | 2019 | Pancreas | 48(3):441 | {VOLUME}",
        },
        ["ad", "b", "c"],
        0,
    ),
    "two abstracts of one group under a supplement's DOI": (
        {
            "a": "Octreotide dose and diarrhoea in carcinoid | Dasari A; Yao JC | 2019 | Pancreas | 48(S1):441 | doi:10.1000/s",
            "b": "Survival after liver embolisation | Dasari A; Yao JC | 2019 | Pancreas | 48(S1):442 | doi:10.1000/s",
        },
        ["a", "b"],
        0,
    ),
    "other pages of another issue": ({"a": STUDY, "b": STUDY.replace("157(2):403-414", "157(9):1260-1260")}, ["a", "b"], 0),
    "other pages of one issue": ({"a": STUDY, "b": STUDY.replace("403-414", "501-509")}, ["a", "b"], 0),
    "a slip in the first page": ({"a": STUDY, "b": STUDY.replace("403-414", "304-414")}, ["ab"], 0),
    "an article number beside pages": ({"a": STUDY, "b": STUDY.replace("403-414", "a1754")}, ["ab"], 0),
    "a review and its update": (
        {
            "a": "Analogues for carcinoid syndrome | Reyes A; Olsen P | 2014 | Cochrane Database of Systematic Reviews | (3):CD004001",
            "b": "Analogues for carcinoid syndrome | Reyes A; Olsen P | 2019 | Cochrane Database of Systematic Reviews | (7):CD004001",
        },
        ["a", "b"],
        0,
    ),
    "a review and its update by DOI": (
        {
            "a": "Analogues for carcinoid syndrome | Reyes A; Olsen P | 2014 | Cochrane Database Syst Rev |  | doi:10.1002/14651858.cd004001.pub2",
            "b": "Analogues for carcinoid syndrome | Reyes A; Olsen P | 2019 | Cochrane Database Syst Rev |  | doi:10.1002/14651858.cd004001.pub3",
        },
        ["a", "b"],
        0,
    ),
    "two versions of a review in one year": (
        {
            "a": "Analogues for carcinoid syndrome | Reyes A; Olsen P | 2019 | Cochrane Database Syst Rev | (2):CD004001 | doi:10.1002/14651858.cd004001.pub2",
            "b": "Analogues for carcinoid syndrome | Reyes A; Olsen P | 2019 | Cochrane Database Syst Rev | (9):CD004001 | doi:10.1002/14651858.cd004001.pub3",
            "c": "Analogues for carcinoid syndrome | Reyes A; Olsen P | 2019 | Cochrane Database of Systematic Reviews | (9):CD004001",
        },
        ["a", "bc"],
        1,
    ),
    "a preprint in two versions with two titles": (
        {
            "a": "Shortened intervals of lanreotide: early results | Chan J; Raj N | 2022 | Research Square |  | kind:preprint doi:10.21203/rs.3.rs-12/v1",
            "b": "Lanreotide every two weeks after progression | Chan J; Raj N | 2022 | Research Square |  | kind:preprint doi:10.21203/rs.3.rs-12/v2",
        },
        ["ab"],
        0,
    ),
    "a record without a title": (
        {"a": STUDY, "b": "[No title] Pavel M et al.: Eur J Cancer 2021;157(2):403-414 | Pavel M; Shah T; Caplin ME | 2021 | Eur J Cancer | 157(2):403-414"},
        ["ab"],
        0,
    ),
    "a record without a title, of other pages": (
        {"a": STUDY, "b": "[No title] Pavel M et al.: Eur J Cancer 2021;157(2):501-509 | Pavel M; Shah T; Caplin ME | 2021 | Eur J Cancer | 157(2):501-509"},
        ["a", "b"],
        0,
    ),
    "two replies of one author": (
        {"a": "Reply | Pavel M | 2021 | Eur J Cancer | 157", "b": "Reply | Pavel M | 2021 | Eur J Cancer | 157"},
        ["a", "b"],
        0,
    ),
    "replies to one letter by two": (
        {
            "a": "Reply to: intervals of lanreotide | Pavel M; Shah T | 2021 | Eur J Cancer | 158(1):20-21",
            "b": "Reply to: intervals of lanreotide | Raj N; Chan J | 2021 | Eur J Cancer | 158(1):22-23",
        },
        ["a", "b"],
        0,
    ),
    "a release on wires": (
        {"a": RELEASE, "b": RELEASE.replace("Cision", "PR Newswire"), "c": RELEASE.replace("11-10", "11-11")},
        ["abc"],
        0,
    ),
    "a release on sixteen wires": (
        {label: RELEASE.replace("Cision", f"Wire {label}").replace("11-10", f"11-1{'abcdefghijklmnop'.index(label) % 2}") for label in "abcdefghijklmnop"},
        ["abcdefghijklmnop"],
        0,
    ),
    "two releases at one address": (
        {
            "a": f"{RELEASE} url:https://example.org/media",
            "b": "Last patient treated in SORENTO |  | 2026-10-01 | Cision |  | kind:news url:https://example.org/media",
        },
        ["a", "b"],
        0,
    ),
    "one title in two years of news": ({"a": RELEASE, "b": RELEASE.replace("2026-11-10", "2025-11-10")}, ["a", "b"], 0),
}  # fmt: skip
FRESH = sorted((DATA / "stories").glob("*.json"))  # by authors who had not seen the rules


def story(name):
    lines, items, doubts = TABLE[name]
    steps = tuple(Step(label, reference(line, key=label), label) for label, line in lines.items())
    return Story(name, steps, {"items": [list(item) for item in items], "doubts": doubts})


def own_story(name):
    lines, want = (OWN | LATE)[name]
    first = {label: label.rstrip("2") if label.rstrip("2") in lines else label for label in lines}
    return Story(
        name, tuple(Step(label, reference(line, key=first[label]), label) for label, line in lines.items()), _told(want)
    )


def sibling(name):
    said, want = SIBLINGS[name]
    first = {label: label.rstrip("23") if label.rstrip("23") in said else label for label in said}
    steps = tuple(
        step
        for label, one in said.items()
        for step in (
            [Step(label, reference(one, key=first[label]), label)] if isinstance(one, str) else answered(label, *one)
        )
    )
    return Story(name, steps, _told(want))


def _told(want):
    split = {part: [tie.split() for tie in want[part]] for part in ("ties", "not_ties") if part in want}
    return want | split | ({"items": [item.split() for item in want["items"]]} if "items" in want else {})


def depends_on_order(told, most):
    first, *others = (play(order) for order in first_orders(told, most))
    return first, {part for other in others for part in differences(first, other)}


def assert_right_in_any_order(told, most):
    first, differing = depends_on_order(told, most)

    assert failures(told, first) == []
    assert differing == set()


@pytest.mark.parametrize("name", TABLE)
def test_the_store_holds_what_the_story_wants_whatever_came_first(name):
    assert_right_in_any_order(story(name), 24)


@pytest.mark.parametrize("name", [*OWN, *LATE])
def test_kinds_that_nobody_listed_come_out_right_in_any_order(name):
    assert_right_in_any_order(own_story(name), 24)


@pytest.mark.parametrize("name", SIBLINGS)
def test_siblings_of_every_kind_come_out_right_in_any_order(name):
    assert_right_in_any_order(sibling(name), 24)


@pytest.mark.parametrize("path", FRESH, ids=lambda path: path.stem)
def test_stories_of_others_come_out_as_they_want_in_any_order(path):
    assert_right_in_any_order(read_story(path), 6)


def test_two_hundred_orders_of_a_larger_story_come_to_the_same():
    lines = {
        **TABLE["a slipped PMID, and a copy of either"][0],
        "e": STUDY.replace("14 days", "28 days"),
        "f": f"{HEAD} | ",
    }
    told = Story("larger", tuple(Step(label, reference(line, key=label), label) for label, line in lines.items()))

    assert depends_on_order(told, 200)[1] == set()


WORDS = "octreotide lanreotide midgut pancreas tumour survival dose interval receptor cohort imaging liver bone".split()


def crowd(number):
    """Return so many names, of letters alone."""
    return [f"N{''.join(chr(97 + number // 26**place % 26) for place in range(3))} A" for number in range(number)]


NAMES = crowd(5_000)
CROWDS = {
    "replies": [f"Reply | {name} | 2020 | Lancet Oncol | {n % 40}({n % 12}):{n + 1}" for n, name in enumerate(NAMES[:2_000])],
    "replies without a place": [f"Reply | {name} | 2020 | Lancet Oncol | " for name in NAMES[:2_000]],
    "abstracts under one DOI": [
        f"{WORDS[n % 13]} {WORDS[n % 11]} and {WORDS[n % 7]} in series {n} | {name} | 2021 | Pancreas | 50(S1):{n % 300 + 1} | kind:abstract doi:10.1000/s"
        for n, name in enumerate(NAMES)
    ],
    "papers of five hundred authors": [
        f"Global burden of {word} | {'; '.join(NAMES[:500])} | 2022 | Lancet | 400(1):{20 * n + 1}-{20 * n + 9}"
        for n, word in enumerate(WORDS)
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_that_is_alike_is_told_apart_in_time(name):
    records = [reference(line, key=str(number)) for number, line in enumerate(CROWDS[name])]

    took, found = pace.seconds(lambda: cluster(records), goal=10)

    assert found == ()
    assert took < 10


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_that_is_alike_comes_into_the_store_one_by_one(name):
    records = [reference(line, key=str(number)) for number, line in enumerate(CROWDS[name][:60])]
    with Store.open(":memory:") as store:
        for record in records:
            take_in(record, TOPIC, store, NOW)

        assert len({store.records.item_of(record.key) for record in records}) == len(records)
        assert store.decisions.doubts() == ()

"""What speaks for a merge and what forbids it: one reference held against another that differs in a few of its parts."""

from dataclasses import replace

import pytest
from references import reference

from watcher.identify import block_keys, cluster, weigh
from watcher.identify.features import prepare
from watcher.identify.gathering import find_containers
from watcher.identify.pairs import compare
from watcher.identify.score import DOUBTFUL, judge
from watcher.model import Id, New, Perhaps, Relation, RelationKind, SameAs, Work

PARTS = {
    "title": "Lanreotide every 14 days in progressive tumours",
    "people": "Pavel M; Shah T; Borbath I; Berg A",
    "year": "2021",
    "venue": "Eur J Cancer",
    "place": "157(1):403-414",
    "more": "",
}
OTHER = "Octreotide in rats with carcinoid of the lung"
NOBODY = "Ek C; Moe F"
DOI = "doi:10.1016/j.ejca.2021.06.056"
PROTOCOL = "Lanreotide every 14 days in progressive tumours: study protocol"
REVIEWS = {"venue": "Cochrane Database Syst Rev", "place": ""}
COLUMN = {"title": "Editorial", "people": "Öberg K", "year": "2018", "venue": "Gut", "place": "6(1):1-2"}
REGRESSIVE = "Lanreotide every 14 days in regressive tumours"
POSTED = "kind:preprint doi:10.21203/rs.3.rs-3456789"
PREPRINT = {"venue": "", "place": "", "more": f"{POSTED}/v1"}
NEWS = {"people": "", "venue": "", "place": "", "more": "kind:news"}
BARE = {"people": "", "year": "", "venue": "", "place": ""}
RETURNS = "a title that returns in every issue"


def features(parts):
    return prepare(reference(" | ".join((PARTS | parts).values()), key=str(parts)))


def judged(one, other):
    return judge(compare(features(one), features(other)))


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ({"more": DOI, "title": f"Reply to: {PARTS['title']}"}, {"more": DOI}, "reply and work"),
        ({"more": DOI, "title": f"Correction to: {PARTS['title']}"}, {"more": DOI}, "correction and work"),
        ({"more": "kind:notice"}, {}, "notice and article"),
        ({"more": f"{DOI} kind:notice"}, {"more": DOI}, ""),
        ({"title": "Correction to: x"} | {"more": "kind:notice"}, {"title": "Correction to: x"}, ""),
        ({"title": PROTOCOL}, {}, ""),
        ({"title": PROTOCOL, "place": "158(1):1-9"}, {}, "protocol and work"),
        ({"more": "kind:abstract"}, {}, ""),
        ({"more": "kind:abstract", "place": "99:S12"}, {}, "meeting abstract and article"),
        ({"more": f"{DOI} kind:abstract", "place": "99:S12"}, {"more": DOI}, ""),
        ({"more": "kind:preprint", "venue": "medRxiv", "place": ""}, {}, "preprint and article"),
        ({"more": f"{DOI} kind:preprint", "venue": "medRxiv", "place": ""}, {"more": DOI}, ""),
        ({"place": "157(Suppl 1):S12"}, {}, "supplement and issue"),
        ({"place": "157(Suppl 1):S12", "more": DOI}, {"more": DOI}, ""),
        ({"place": "157(Suppl 1):S12"}, {"place": "157(Suppl 1):S12"}, ""),
        ({"place": "157(Suppl 1)"}, {}, ""),
        ({"place": "157(Suppl 1)", "year": "2020"}, {}, "supplement and issue"),
        ({"place": "158(1):503-514"}, {}, "other pages"),
        ({"place": "157(2):503-514"}, {}, "other pages"),
        ({"place": "157(1):503-514"}, {}, "other pages"),
        ({"place": "157(1):430-414"}, {}, ""),
        ({"place": "157(1):503"}, {}, ""),
        ({"year": "2019"}, {}, ""),
        ({"place": "157(1):304"}, {"place": "157(1):403"}, ""),
        ({"place": "157(1):404"}, {"place": "157(1):403"}, ""),
        ({"place": "157(1):512"}, {"place": "157(1):403"}, "other pages"),
        ({"place": "157(1):40"}, {"place": "157(1):403"}, "other pages"),
        ({"place": "12"}, {}, ""),
        ({"place": "12", "venue": "Gut"}, {}, "other venue and volume"),
        ({"place": "12:403-414", "venue": "Gut"}, {}, ""),
        ({"place": "12", "more": "doi:10.1016/a"}, {"more": "doi:10.1016/b"}, "two DOIs of one publisher"),
        ({"place": "", "year": "2020", "more": "doi:10.1016/a"}, {"more": "doi:10.1016/b"}, "two DOIs of one publisher"),
        ({"place": "157(2)", "more": "doi:10.1016/a"}, {"more": "doi:10.1016/b"}, "two DOIs of one publisher"),
        ({"more": "doi:10.1016/a"}, {"more": "doi:10.1016/b"}, ""),
        ({"place": "", "year": "2020", "more": "doi:10.1159/a"}, {"more": "doi:10.1016/b"}, ""),
        (REVIEWS | {"year": "2019", "place": ":CD002273"}, REVIEWS | {"place": ":CD002273"}, "another version of the review"),
        (REVIEWS | {"year": "2020", "place": ":CD002273"}, REVIEWS | {"place": ":CD002273"}, ""),
        (
            REVIEWS | {"year": "2019", "more": "doi:10.1002/14651858.cd002273.pub2"},
            REVIEWS | {"more": "doi:10.1002/14651858.cd002273.pub3"},
            "another version of the review",
        ),
        (
            REVIEWS | {"more": "doi:10.1002/14651858.cd002273.pub2"},
            REVIEWS | {"more": "doi:10.1002/14651858.cd002273.pub3"},
            "another version of the review",
        ),
        (PREPRINT | {"year": "2019", "people": NOBODY}, PREPRINT | {"more": f"{POSTED}/v2"}, ""),
        ({"more": DOI, "title": "Lanreotide every 28 days in progressive tumours"}, {"more": DOI}, "other numbers in the title"),
        ({"more": DOI, "title": REGRESSIVE, "place": "157(1):503-514"}, {"more": DOI}, "other pages"),
        (COLUMN, COLUMN, ""),
        (COLUMN, COLUMN | {"people": "Ek C"}, RETURNS),
        (COLUMN, COLUMN | {"people": ""}, ""),
        (COLUMN, COLUMN | {"people": "Öberg K; Ek C"}, ""),
        (COLUMN, COLUMN | {"place": "6(1)"}, ""),
        (COLUMN, COLUMN | {"place": "6:1-2"}, ""),
        (COLUMN, COLUMN | {"place": "6"}, RETURNS),
        (COLUMN, COLUMN | {"place": "6(2):1-2"}, RETURNS),
        (COLUMN, COLUMN | {"place": "7(1):1-2"}, RETURNS),
        (COLUMN, COLUMN | {"place": ""}, RETURNS),
        (COLUMN, COLUMN | {"title": "Editorials 2", "place": "6(2):1-2"}, RETURNS),
        (COLUMN | {"more": DOI}, COLUMN | {"place": "6(2):1-2", "more": DOI}, ""),
        ({"title": OTHER}, {"place": "157(1)"}, "unlike titles"),
        ({"title": OTHER}, {}, ""),
        ({"title": OTHER, "place": "157(1):403-405"}, {"place": "157(1):403-405"}, ""),
        ({"title": OTHER, "place": "157(1):403-404"}, {"place": "157(1):403-404"}, "unlike titles"),
        ({"title": OTHER, "place": "9(Suppl 1):S3-S9"}, {"place": "9(Suppl 1):S3-S9"}, "unlike titles"),
    ],
)  # fmt: skip
def test_a_guard_forbids_unless_an_identifier_or_the_place_outweighs_it(one, other, because):
    there, back = judged(one, other), judged(other, one)

    assert (there.bar.value > 0) is (back.bar.value > 0) is bool(because)
    assert because in {"", there.because}
    assert there.score == back.score


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ({"people": NOBODY, "place": ":1-9"}, {}, "other title and authors"),
        ({"people": NOBODY}, {}, ""),
        ({"people": "Pavel M; Moe F; Ek C; Lund E", "place": ":1-9"}, {}, ""),
        ({"people": "", "venue": "Gut", "place": "", "year": "2019"}, {"people": ""}, "other title, venue and place"),
        ({"people": "", "venue": "Gut", "place": "9"}, {"people": ""}, "other title, venue and place"),
        ({"people": "", "venue": "Gut", "place": ""}, {"people": ""}, ""),
        ({"people": "", "place": "9", "year": "2019"}, {"people": ""}, ""),
        ({"people": NOBODY, "place": ":1-9", "title": "兰瑞肽每十四天治疗进展性肿瘤"}, {}, ""),
        ({"people": NOBODY, "place": ":1-9", "title": PARTS["title"]}, {}, ""),
    ],
)
def test_one_number_on_two_works_is_asked_about(one, other, because):
    said = judged({"title": OTHER, "more": "pmid:1"} | one, {"more": "pmid:1"} | other)

    assert (said.because, said.same) == (f"same PMID, but {because}" if because else "same PMID", not because)
    assert said.perhaps is bool(because)


@pytest.mark.parametrize(
    ("one", "asked"),
    [
        ({}, True),
        ({"people": ""}, True),
        ({"people": "Pavel M; Shah T; Ek C; Moe F"}, True),
        ({"people": "Pavel M; Ek C; Moe F; Lund E"}, False),
        ({"title": OTHER}, False),
        ({"more": "pmid:1"}, True),
        ({"more": "pmid:1", "place": "157"}, False),
        ({"more": "pmid:1", "year": "2020"}, False),
        ({"more": "doi:10.1016/z pmid:1"}, False),
        ({"more": f"{DOI} pmid:1 kind:news"}, False),
    ],
)
def test_two_numbers_on_one_work_are_asked_about(one, asked):
    said = judged({"more": f"{DOI} pmid:1"} | one, {"more": f"{DOI} pmid:2"})

    assert (said.because, said.score == DOUBTFUL) == ("two PMIDs", asked)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ({}, {}, 21.5),
        ({"title": "Lanreotide every 14 days in progressive tumors"}, {}, 18.5),
        ({"title": f"{PARTS['title']} of the midgut"}, {}, 14.5),
        ({"title": f"{PARTS['title']} of 40 rats"}, {}, 12.5),
        ({"title": REGRESSIVE, "place": "157(1)"}, {}, 6.5),
        ({"title": REGRESSIVE}, {}, 13.5),
        ({"people": "Pavel M; Shah T; Borbath I; Moe F"}, {}, 19.5),
        ({"people": "Pavel M; Shah T; Ek C; Moe F"}, {}, 17.5),
        ({"people": "Pavel M; Lund E; Ek C; Moe F"}, {}, 16.0),
        ({"people": "Dahl B; Lund E; Ek C; Moe F"}, {}, 12.5),
        ({"people": "Pavel M; Lindqvist T"}, {"people": "Pavel M; Lindqvost T"}, 17.5),
        ({"people": "Pavell M; Lindqvist T"}, {"people": "Pavelle M; Lindqvost T"}, 19.5),
        ({"people": "Pavel M"}, {"people": "Pavel M"}, 20.5),
        ({"people": "Lund M"}, {"people": "Pavel M"}, 13.5),
        ({"year": "2020"}, {}, 18.0),
        ({"year": "2020", "place": ""}, {}, 11.0),
        ({"year": "2019", "place": ""}, {}, 9.0),
        ({"year": "2012", "place": ""}, {}, 8.5),
        ({"place": "2021:403-414"}, {}, 17.5),
        ({"place": "1:403-414", "year": ""}, {"place": "2:403-414", "year": ""}, 14.0),
        ({"place": "157(2):403-414"}, {}, 18.5),
        ({"more": "doi:10.1016/a"}, {"more": "doi:10.1016/b"}, 15.5),
        (NEWS | {"year": "2025-03-05"}, NEWS | {"year": "2025-03-08"}, 13.0),
        (NEWS | {"year": "2025-03-05"}, NEWS | {"year": "2025-03-09"}, 7.0),
        (BARE, BARE, 10.0),
        ({"venue": "Workshop on Imaging", "place": ""}, {"venue": "Hawaii Conference on Systems", "place": ""}, 10.5),
        ({"venue": "Workshop on Imaging", "place": ""}, {"venue": "Journal of Systems", "place": ""}, 8.0),
        ({"venue": "Gut", "place": ""}, {"venue": "Journal of Systems", "place": ""}, 9.0),
    ],
)
def test_what_two_references_have_in_common_adds_up(one, other, score):
    assert judged(one, other).score == judged(other, one).score == score


def test_ten_make_one_thing_and_seven_a_doubt():
    assert judged(BARE, BARE).same
    assert judged(NEWS | {"year": "2025-03-05"}, NEWS | {"year": "2025-03-09"}).perhaps


@pytest.mark.parametrize(
    ("venue", "own"), [("Lancet", set()), ("", set()), ("ClinicalTrials.gov", {Id("nct", "NCT02651987")})]
)
def test_a_number_of_a_trial_is_a_record_s_own_where_it_is_a_registry_s_row(venue, own):
    assert features({"venue": venue, "more": "nct:NCT02651987"}).trials == own


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (PREPRINT, PREPRINT | {"more": f"{POSTED}/v2"}, "versions of one preprint"),
        (PREPRINT | {"people": ""}, PREPRINT | {"more": f"{POSTED}/v2"}, "same title; year and DOI agree"),
        (BARE | {"year": "2021"}, {"people": "", "venue": "Gut", "place": ""}, "same title; year agrees"),
        (BARE | {"place": ":403-414"}, BARE | {"place": ":403-414", "venue": "Gut"}, "same title; pages agree"),
    ],
)
def test_what_agrees_is_said_in_its_number(one, other, because):
    assert judged(one, other).because == judged(other, one).because == because


@pytest.mark.parametrize(
    ("works", "is_container"),
    [
        ((PARTS["title"], OTHER, "Serotonin and the valves of the heart"), True),
        ((PARTS["title"], OTHER, OTHER), False),
        ((PARTS["title"], OTHER), False),
        ((PARTS["title"], OTHER, f"{OTHER}s"), False),
    ],
)
def test_a_doi_on_three_works_is_none_of_theirs(works, is_container):
    people = ("Ek C", "Moe F", "Lund E")
    bearers = [BARE | {"title": title, "people": who, "more": DOI} for title, who in zip(works, people, strict=False)]

    assert bool(find_containers(map(features, bearers))) is is_container


def test_three_works_of_one_author_may_be_one():
    titles = (PARTS["title"], OTHER, "Serotonin and the valves of the heart")

    assert not find_containers(features(BARE | {"title": title, "people": "Ek C", "more": DOI}) for title in titles)


@pytest.mark.parametrize(
    ("letters", "other", "speaks"),
    [(60, "x" * 60, 3), (59, "x" * 59, 0), (60, "xxxxxyyy" * 9, -1), (60, "x" * 60 + "y" * 15, 1)],
)
def test_an_abstract_of_60_letters_speaks(letters, other, speaks):
    line = " | ".join(PARTS.values())
    one, two = (prepare(reference(line, abstract=text)) for text in ("x" * letters, other))

    assert judge(compare(one, two)).score == judged({}, {}).score + speaks


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (BARE | {"place": "80(2):1-9", "year": "2020"}, {"title": OTHER, "place": "80:1", "year": "2020"}, True),
        (BARE | {"place": "80(2):1-9", "year": "2020"}, {"title": OTHER, "place": "80:1", "year": "2021"}, False),
        (PREPRINT, PREPRINT | {"title": OTHER, "people": NOBODY, "more": f"{POSTED}/v2"}, True),
        (PREPRINT, {"title": OTHER, "people": NOBODY, "place": "", "more": "doi:10.21203/rs.3.rs-3456780/v1"}, False),
        ({"place": ":7-9"}, {"title": OTHER, "place": ":7"}, True),
        ({"place": ":7-9"}, {"title": OTHER, "people": NOBODY, "place": ":7"}, False),
    ],
)
def test_works_of_other_titles_meet_under_their_place_or_number(one, other, shared):
    keys = (set(block_keys(reference(" | ".join((PARTS | parts).values())))) for parts in (one, other))

    assert bool(set.intersection(*keys)) is shared


def test_a_notice_meets_the_work_that_its_citation_names():
    cited = Relation(kind=RelationKind.RETRACTS, id=Id("citation", "Endocrine. 2020 Mar;80(2):31-9"))
    notice = replace(reference("Retraction"), relations=(cited,))
    work, other = (reference(f"{OTHER} | Ek C | {year} | Endocrine | 80(2):31-39") for year in (2020, 2021))

    assert set(block_keys(notice)) & set(block_keys(work))
    assert not set(block_keys(notice)) & set(block_keys(other))


@pytest.mark.parametrize(("letters", "shared"), [(120, True), (119, False)])
def test_an_abstract_of_120_letters_files_a_record_by_its_beginning(letters, shared):
    text = "octreotide " * 6 + "x" * (letters - 60)
    written = ((PARTS["title"], text), (OTHER, text), ("Serotonin", text[:66] + "y" * 80))

    one, other, annotated = (set(block_keys(reference(title, abstract=said))) for title, said in written)

    assert bool(one & other) is bool(one & annotated) is shared


@pytest.mark.parametrize(("title", "key"), [("Endocrine Related Cancer", ""), ("Endocrine Cancer", "endocrinecancer")])
def test_a_title_of_three_words_that_is_the_venue_s_is_a_head_of_a_page(title, key):
    assert prepare(reference(f"{title} |  |  | Endocrine-Related Cancer")).title.key == key


FULL = {"more": DOI}
ELSEWHERE = {"title": OTHER, "people": NOBODY, "place": ":1-9", "venue": "Gut", "more": DOI}


@pytest.mark.parametrize(
    ("items", "kind", "near", "settled"),
    [
        ([], New, (), True),
        ([[{"title": OTHER, "people": NOBODY, "place": ""}]], New, (), True),
        ([[FULL]], SameAs, (1,), True),
        ([[FULL, {}]], SameAs, (1,), True),
        ([[FULL, {"title": REGRESSIVE, "place": "157(1)"}]], SameAs, (1,), False),
        ([[FULL], [{}]], SameAs, (1, 2), False),
        ([[ELSEWHERE]], Perhaps, (1,), False),
        ([[BARE | {"people": PARTS["people"], "year": "2019"}]], Perhaps, (1,), False),
    ],
)
def test_a_verdict_is_settled_where_nothing_else_is_near(items, kind, near, settled):
    def written(parts, key):
        return reference(" | ".join((PARTS | parts).values()), key=key)

    known = [
        Work(id=number, records=tuple(written(parts, f"{number}-{at}") for at, parts in enumerate(item)))
        for number, item in enumerate(items, 1)
    ]

    said = weigh(written(FULL, "new"), known)

    assert (type(said.verdict), tuple(said.near), said.settled) == (kind, near, settled)


def test_progress_is_told_at_every_thousandth_pair():
    told = []

    cluster([reference(PARTS["title"], key=str(n)) for n in range(46)], lambda done, total: told.append((done, total)))

    assert told == [(0, 1035), (1000, 1035), (1035, 1035)]

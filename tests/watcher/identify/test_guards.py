"""What forbids a merge, and what outweighs it: one reference held against another that differs in a few of its parts."""

import pytest
from references import reference

from watcher.identify.features import prepare
from watcher.identify.pairs import compare
from watcher.identify.score import DOUBTFUL, judge

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
RETURNS = "a title that returns in every issue"


def judged(one, other):
    records = (reference(" | ".join((PARTS | parts).values()), key=key) for key, parts in (("1", one), ("2", other)))
    return judge(compare(*map(prepare, records)))


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
            REVIEWS | {"year": "2020", "more": "doi:10.1002/14651858.cd002273.pub2"},
            REVIEWS | {"more": "doi:10.1002/14651858.cd002273.pub3"},
            "",
        ),
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
        ({"more": f"{DOI} pmid:1 kind:news"}, False),
    ],
)
def test_two_numbers_on_one_work_are_asked_about(one, asked):
    said = judged({"more": f"{DOI} pmid:1"} | one, {"more": f"{DOI} pmid:2"})

    assert (said.because, said.score == DOUBTFUL) == ("two PMIDs", asked)

"""What of some records is one thing, what a person should look at, and that a person's word goes before every rule."""

import pytest
from references import reference

from watcher.identify import arrange

STUDY = "Lanreotide every 14 days in progressive tumours | Pavel M; Shah T | {year} | {venue} | {place} | {more}"
OTHER = "Octreotide in rats with carcinoid of the lung | Ek C; Moe F | 2021 | Gut | :1-9 | {more}"
DOI = "doi:10.1016/j.ejca.2021.06.056"


def study(more="", *, year=2021, venue="Eur J Cancer", place="157(1):403-414"):
    return STUDY.format(year=year, venue=venue, place=place, more=more)


FULL, LATER, OTHERS = study(), study(year=2022, venue="", place=""), OTHER.format(more="")
ELSEWHERE, NOWHERE = study(place="158(1):503-514"), study(place="")


@pytest.mark.parametrize(
    ("lines", "together", "apart", "clusters", "questions"),
    [
        ([FULL, FULL], (), (), [(0, 1)], []),
        ([FULL, OTHERS], (), (), [(0,), (1,)], []),
        ([FULL, LATER], (), (), [(0,), (1,)], [(0, 1, "same title; authors agree; year differs")]),
        ([FULL, FULL, LATER], (), (), [(0, 1), (2,)], [(0, 2, "same title; authors agree; year differs")]),
        (
            [FULL, NOWHERE, ELSEWHERE],
            (),
            (),
            [(0, 1), (2,)],
            [(1, 2, "same title; authors, year and venue agree, but of another record: other pages")],
        ),
        ([study("pmid:1"), FULL, study("pmid:3", year=2022, venue="", place="")], (), (), [(0, 1), (2,)], []),
        (
            [study("pmid:1"), OTHER.format(more="pmid:1")],
            (),
            (),
            [(0,), (1,)],
            [(0, 1, "same PMID, but other title and authors")],
        ),
        ([study(f"{DOI} pmid:1"), study(f"{DOI} pmid:2")], (), (), [(0,), (1,)], [(0, 1, "two PMIDs")]),
        ([FULL, OTHERS], [(0, 1)], (), [(0, 1)], []),
        ([FULL, OTHERS, FULL], [(0, 1)], (), [(0, 1, 2)], []),
        ([study("pmid:1"), study("pmid:2"), study("pmid:2")], [(0, 1)], (), [(0, 1, 2)], []),
        (
            [study("pmid:1"), study("pmid:2"), study("pmid:2")],
            [(0, 1)],
            [(0, 2)],
            [(0, 1), (2,)],
            [(1, 2, "same PMID")],
        ),
    ],
)
def test_records_are_arranged_and_doubts_are_asked_about(lines, together, apart, clusters, questions):
    records = [reference(line, key=str(number)) for number, line in enumerate(lines)]

    said = arrange(records, together, apart)

    assert [cluster.members for cluster in said.clusters] == clusters
    assert [(asked.one, asked.other, asked.because) for asked in said.questions] == questions


@pytest.mark.parametrize("apart", [[(0, 1)], [(1, 0)]])
def test_what_a_person_parted_stays_apart(apart):
    said = arrange([reference(FULL, key="1"), reference(FULL, key="2")], apart=apart)

    assert [cluster.members for cluster in said.clusters] == [(0,), (1,)]

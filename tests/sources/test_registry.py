from datetime import UTC, datetime

import pytest

from fakes import NOW
from sources._registry import broad_terms, phases, status_term
from watcher.dates import day_first, iso_date, moment, named_date
from watcher.ids import find_trials
from watcher.model import Concept, PartialDate, Query, Term


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see NCT05050942.", {"nct:NCT05050942"}),
        ("nct05050942", {"nct:NCT05050942"}),
        ("NCT050509421", set()),
        ("ClinicalTrials.govNCT05050942", {"nct:NCT05050942"}),
        ("2021-000849-40", {"eudract:2021-000849-40"}),
        ("EUCTR2021-000849-40-SE", {"eudract:2021-000849-40"}),
        ("2021-000849-40/3rd", {"eudract:2021-000849-40"}),
        ("2024-512345-67-00", {"ctis:2024-512345-67-00"}),
        ("EUCT2024-512345-67-00, CTIS2024-512346-67-00", {"ctis:2024-512345-67-00", "ctis:2024-512346-67-00"}),
        ("ISRCTN 12345678", {"isrctn:ISRCTN12345678"}),
        ("U1111-1234-5678", {"utn:U1111-1234-5678"}),
        ("JPRN-jRCT2031230001", {"jrct:jRCT2031230001"}),
        ("ChiCTR2600132949 ChiCTR-TRC-10001234", {"chictr:ChiCTR2600132949", "chictr:ChiCTR-TRC-10001234"}),
        ("CTRI/2024/01/061234", {"ctri:CTRI/2024/01/061234"}),
        ("DRKS00012345 ACTRN12600000000001", {"drks:DRKS00012345", "actrn:ACTRN12600000000001"}),
        ("12 (3-4): 2021-12-01, +46 8 123 456", set()),
    ],
)
def test_only_whole_identifiers_are_found(text, found):
    assert {str(id_) for id_ in find_trials(text)} == found


@pytest.mark.parametrize(
    ("reader", "text", "date"),
    [
        (iso_date, "2026", PartialDate(2026)),
        (iso_date, "2026-03", PartialDate(2026, 3)),
        (iso_date, "2024-04-12T09:35:07.009", PartialDate(2024, 4, 12)),
        (iso_date, "2018-12-17-08:00", PartialDate(2018, 12, 17)),
        (iso_date, "2026-02-30", None),
        (iso_date, "24/06/2026", None),
        (day_first, "24/06/2026", PartialDate(2026, 6, 24)),
        (day_first, "06/24/2026", None),
        (named_date, "21 September 2026", PartialDate(2026, 9, 21)),
        (named_date, "21 Septober 2026", PartialDate(2026, 9, 21)),
        (named_date, "21 Quintember 2026", None),
    ],
)
def test_every_style_of_date_has_its_own_reader(reader, text, date):
    assert reader(text) == date


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2026-08-08T03:38:55.439869754", datetime(2026, 8, 8, 3, 38, 55, 439869, tzinfo=UTC)),
        ("2026-08-08T03:38:55Z", datetime(2026, 8, 8, 3, 38, 55, tzinfo=UTC)),
        ("2026-08-08T03:38:55+02:00", datetime(2026, 8, 8, 1, 38, 55, tzinfo=UTC)),
        ("2026-13-08T03:38:55", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
    ],
)
def test_a_time_stamp_is_read_with_its_nine_decimals(text, stamp):
    assert moment(text) == stamp


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Therapeutic confirmatory  (Phase III)", ("PHASE3",)),
        ("Phase II/III", ("PHASE2", "PHASE3")),
        ("Phase 1b/2a", ("PHASE1", "PHASE2")),
        ("0", ("EARLY_PHASE1",)),
        ("Not Applicable", ()),
        ("", ()),
    ],
)
def test_a_phase_in_words_becomes_a_term(text, found):
    assert phases(text) == found


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("Recruiting", "RECRUITING"),
        ("", ""),
        ("Not Available", ""),
        ("Authorised-recruitment may be ongoing", "UNKNOWN"),
    ],
)
def test_a_status_that_does_not_map_is_unknown(words, term):
    assert status_term(words) == term


def test_a_registry_without_stems_is_asked_for_whole_words_of_the_narrowest_concept():
    drug = Concept(
        name="drug",
        terms=(
            Term(text="lanreotid", prefix=True),
            Term(text="somatostatin analog", prefix=True),
            Term(text="lanreotide autogel"),
        ),
    )
    disease = Concept(name="disease", terms=tuple(Term(text=f"word{n}") for n in range(4)))
    query = Query(topic="t", groups=((disease, drug), ()), until=NOW)

    assert broad_terms(query) == (
        "lanreotid",
        "lanreotide",
        "somatostatin analog",
        "somatostatin analogs",
        "somatostatin analogue",
        "somatostatin analogues",
    )

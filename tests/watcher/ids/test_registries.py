"""Every registry's number is read, found in text, ties a paper to its registration, and is shown, under one name."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import save

from fakes import NOW
from watcher.identify import identify
from watcher.ids import address, canonical, label, read_id
from watcher.ids.found import TRIAL_SCHEMES, find_trials
from watcher.link import find_links
from watcher.model import Id, Kind, LinkKind, New, Passage, Record, Trial, TrialFacts
from watcher.normalise import normalise
from watcher.service import account_of
from watcher.store import conditions
from watcher.store.store import Store

NUMBERS = {
    "nct": ("NCT05050942", "nct 05050942", "https://clinicaltrials.gov/study/NCT05050942"),
    "isrctn": ("ISRCTN20343063", "ISRCTN 20343063", "https://doi.org/10.1186/ISRCTN20343063"),
    "ctis": ("2023-508432-27-00", "EUCT 2023-508432-27", "EUCT2023-508432-27-00"),
    "eudract": ("2021-000849-40", "2021–000849–40", "EUCTR2021-000849-40-SE"),
    "utn": ("U1111-1234-5678", "U1111–1234–5678", "UTN: U1111-1234-5678"),
    "actrn": ("ACTRN12605000497640", "ACTRN012605000497640", "ANZCTR12605000497640"),
    "chictr": ("ChiCTR-TRC-10001034", "CHICTR-TRC-10001034", "chictr-trc-10001034"),
    "itmctr": ("ITMCTR2023000001", "itmctr 2023000001", "ITMCTR:2023000001"),
    "ctri": ("CTRI/2012/08/002895", "CTRI No. CTRI/2012/08/002895", "ctri/2012/08/002895"),
    "drks": ("DRKS00014324", "DRKS-ID: DRKS00014324", "https://drks.de/search/en/trial/DRKS00014324"),
    "jrct": ("jRCTs031180001", "JPRN-jRCTs031180001", "JRCTs031180001"),
    "umin": ("UMIN000012345", "JPRN-UMIN000012345", "UMIN-CTR 000012345"),
    "japiccti": ("JapicCTI-121234", "JPRN-JapicCTI-121234", "JAPIC CTI-121234".replace(" ", "")),
    "jma": ("JMA-IIA00123", "JPRN-JMA-IIA00123", "jma-iia00123"),
    "kct": ("KCT0001234", "CRIS KCT0001234", "KCT 0001234"),
    "irct": ("IRCT20190312043025N1", "irct20190312043025n1", "IRCT: 20190312043025N1"),
    "pactr": ("PACTR201812345678901", "pactr 201812345678901", "PACTR: 201812345678901"),
    "rebec": ("RBR-6t4dxp", "RBR-6T4DXP", "ReBEC RBR-6t4dxp"),
    "slctr": ("SLCTR/2012/003", "slctr/2012/003", "SLCTR 2012/003"),
    "tctr": ("TCTR20200101001", "tctr 20200101001", "TCTR: 20200101001"),
    "rpcec": ("RPCEC00000123", "rpcec 00000123", "RPCEC-00000123"),
    "lbctr": ("LBCTR2019020143", "lbctr 2019020143", "LBCTR: 2019020143"),
    "per": ("PER-015-16", "REPEC PER-015-16", "per-015-16"),
    "ntr": ("NTR1234", "ntr 1234", "NTR: 1234"),
}


def test_every_registry_has_its_numbers_here():
    assert {*NUMBERS} == TRIAL_SCHEMES


def test_the_search_knows_every_registry():
    listed = ", ".join(f"({one})" for one in conditions._REGISTRIES.strip("()").split(","))
    with closing(sqlite3.connect(":memory:")) as connection:
        schemes = {row[0] for row in connection.execute(f"SELECT column1 FROM (VALUES {listed})")}

    assert schemes == TRIAL_SCHEMES | {"sponsor"}


@pytest.mark.parametrize("scheme", NUMBERS)
def test_a_registry_s_number_has_one_name_everywhere(scheme):
    number, *spellings = NUMBERS[scheme]
    own = Id(scheme, number)

    assert {read_id(text) for text in (number, number.lower(), str(own), *spellings)} == {own}
    assert find_trials(f"It was registered ({number}) in time. Registration: {spellings[0]}.") == {own}
    assert canonical(own) == own
    assert canonical(Id(scheme, spellings[0])) == own
    assert label(own).endswith(number)
    assert address(own).startswith("https://") or scheme == "utn"


@pytest.mark.parametrize("scheme", NUMBERS)
def test_a_paper_that_names_the_number_is_tied_to_the_registration(scheme):
    number = NUMBERS[scheme][0]
    row = registration(scheme, number, "Lanreotide in tumours of the pancreas")

    paper = normalise(record("p", f"We treated 40 patients. The study was registered: {number}."))
    (link,) = find_links(paper, [Trial(id=1, records=(row,))])

    assert (link.kind, link.object) == (LinkKind.REPORTS, Id(scheme, number))
    assert link.object in row.ids
    assert link.confidence >= 0.9


@pytest.mark.parametrize("scheme", sorted({*NUMBERS} - {"drks"}))
def test_two_registries_rows_of_one_title_are_two_registrations(scheme):
    title = "Lanreotide autogel at short intervals in progressive tumours of the midgut"
    one, other = registration("drks", "DRKS00014324", title), registration(scheme, NUMBERS[scheme][0], title)

    assert isinstance(identify(one, [Trial(id=1, records=(other,))]), New)


@pytest.mark.parametrize("scheme", NUMBERS)
def test_a_trial_in_the_store_is_shown_by_its_number_in_any_spelling(scheme):
    number, *spellings = NUMBERS[scheme]
    with Store.open(":memory:") as store:
        saved = save(store, registration(scheme, number, "Lanreotide in tumours of the pancreas"))

        shown = [account_of(store, text).item.id for text in (number, number.lower(), *spellings)]

    assert {*shown} == {saved.item}


def registration(scheme, number, title):
    row = record(number, "", title=title, kind=Kind.REGISTRATION, ids=frozenset({Id(scheme, number)}))
    return normalise(row)


def record(source_id, text, **given):
    common = {"kind": Kind.ARTICLE, "title": "Lanreotide", "retrieved": NOW, "trial": None}
    trial = TrialFacts(registry="r") if given.get("kind") is Kind.REGISTRATION else None
    passages = (Passage(text=text),) if text else ()
    return Record(source="s", source_id=source_id, abstract=passages, **(common | given | {"trial": trial}))


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
        ("NCT05050942² and NCT０２６５１９８７", {"nct:NCT05050942", "nct:NCT02651987"}),
        ("NCT\u200b05050942", {"nct:NCT05050942"}),
        ("trialregister.nl/trial/NL8801, Netherlands Trial Register NL7925", {"ntr:NL8801", "ntr:NL7925"}),
        ("Trial register NL-OMON12345", {"ntr:NL-OMON12345"}),
        ("postcode NL1234, METC NL12345.078.17, Trial NL1234.56", set()),
        ("paper-015-16, the Army JMA, ktr 0001234", set()),
        ("12 (3-4): 2021-12-01, +46 8 123 456", set()),
    ],
)
def test_only_whole_numbers_are_found(text, found):
    assert {str(id_) for id_ in find_trials(text)} == found


@given(st.text() | st.text("nctNCT0123456789-/ :#krRbP", max_size=300))
def test_any_text_gives_numbers_that_are_in_their_one_form(text):
    for found in find_trials(text):
        assert canonical(found) == found
    read_id(text)


@pytest.mark.parametrize(
    "unit", ["nct", "nct   ", "ntr #:", "2021-", "20", "umin ctr ", "1111-", "10.1234/", "(", "\ud800", "chictr-abc-"]
)
def test_100_kb_hold_nobody_up(unit):
    assert find_trials(unit * (100_000 // len(unit))) == frozenset()


BLANKS = {
    "nct": "NCT00000000 NCT99999999 NCT11111111 NCT12345678 00000000",
    "isrctn": "ISRCTN00000000 ISRCTN99999999 00000000",
    "ctis": "2022-555555-55",
    "eudract": "2000-000000-00 2020-000000-00 2011-111111-11 2020-123456-78 0000-000000-00 9999-999999-99",
    "utn": "U1111-0000-0000 U1111-1111-1111 U0000-0000-0000 U9999-9999-9999 1111-0000-0000",
    "actrn": "ACTRN12600000000000 ACTRN00000000000000 ACTRN99999999999999",
    "chictr": "ChiCTR0000000000 ChiCTR-TRC-00000000 ChiCTR9999999999",
    "ctri": "CTRI/0000/00/000000 CTRI/2020/00/000000",
    "drks": "DRKS00000000 DRKS99999999",
    "jrct": "jRCT0000000000 jRCTs000000000 jRCT9999999999",
    "umin": "UMIN000000000 UMIN999999999",
    "japiccti": "JapicCTI-000000",
    "jma": "JMA-IIA00000",
    "kct": "KCT0000000 KCT9999999",
    "irct": "IRCT00000000000N0",
    "pactr": "PACTR000000000000000",
    "slctr": "SLCTR/0000/000 SLCTR/2020/000",
    "tctr": "TCTR00000000000",
    "rpcec": "RPCEC00000000",
    "per": "PER-000-00",
    "ntr": "NTR0000",
}


@pytest.mark.parametrize(("scheme", "number"), [(s, n) for s, row in BLANKS.items() for n in row.split()])
def test_what_stands_where_no_number_is_known_is_none(scheme, number):
    assert canonical(Id(scheme, number)) is None
    assert find_trials(f"Registered as {number}; see there") == frozenset()
    assert find_trials(f"{number}, NCT05050942") == {Id("nct", "NCT05050942")}


@given(st.sampled_from(sorted(NUMBERS)))
def test_a_number_that_a_registry_gave_is_no_placeholder(scheme):
    assert canonical(Id(scheme, NUMBERS[scheme][0])) == Id(scheme, NUMBERS[scheme][0])


@pytest.mark.parametrize(
    "number", ["NTR2222", "PER-111-11", "JapicCTI-111111", "DRKS00000005", "NCT00000102", "UMIN000011111"]
)
def test_short_and_early_numbers_are_real(number):
    assert {one.value for one in find_trials(number)} == {number}


def test_two_trials_do_not_share_what_is_no_number():
    payload = frozenset({Id("nct", "NCT00000000"), Id("isrctn", "ISRCTN00000000"), Id("utn", "U1111-0000-0000")})
    own = Id("drks", "DRKS00041145")
    record = Record(
        source="ictrp",
        source_id="DRKS00041145",
        kind=Kind.REGISTRATION,
        title="Knees",
        retrieved=NOW,
        ids=payload | {own},
    )

    assert normalise(record).ids == {own}
    assert find_links(normalise(record), ()) == ()

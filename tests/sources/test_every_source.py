"""What holds for every source in the folder, whoever wrote it."""

import contextlib
import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from mutants import RUNS, mutant, short

import sources
from fakes import NOW, REAL, page
from golden import DATA, pairs
from sources import Rereads
from watcher.errors import FetchError, ParseError, SourceError
from watcher.model import Concept, Deleted, Id, Query, Record, Revision, Term, Unreadable

GROUPS = (
    (
        Concept(
            name="trial", terms=(Term(text="SORENTO", exact_case=True), Term(text='say "so"')), mesh=("Octreotide",)
        ),
    ),
    (
        Concept(
            name="drug", terms=(Term(text="octreotid", prefix=True), Term(text="somatostatin analog", prefix=True))
        ),
        Concept(name="disease", terms=(Term(text="neuroendocrine tumour"), Term(text="GEP-NET", prefix=True))),
    ),
)
QUERY = Query(
    topic="t",
    groups=GROUPS,
    until=NOW,
    since=datetime(2026, 11, 1, tzinfo=UTC),
    watched=(Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")),
    known=(
        Id("doi", "10.1530/endoabs.37.ep1132"),
        Id("doi", "10.1101/2026.10.02.26300001"),
        Id("ctis", "2025-500001-11-00"),
    ),
)
PAGES = [(name, path) for name in sources.available() for path in pairs(name)]
# Recorded payloads, where they are at hand, by the source that reads them.
RECORDED = {
    "biorxiv": "preprints/*.json",
    "crossref": "crossref/*_*[0-9y].json",
    "europepmc": "europepmc/*.json",
    "feeds": "feeds/*.xml",
    "ictrp": "ictrp/*.xml",
    "openalex": "openalex/*.json",
}
PAGES += [(name, path) for name, pattern in RECORDED.items() for path in sorted(REAL.glob(pattern))]
SCHEMES = {
    "pmid": r"\d{1,9}",
    "pmcid": r"PMC\d+",
    "doi": r"10\.\d{4,9}(\.\d+)*/\S+",
    "ppr": r"PPR\d+",
    "nct": r"NCT\d{8}",
    "eudract": r"\d{4}-\d{6}-\d\d",
    "ctis": r"\d{4}-\d{6}-\d\d-\d\d",
    "isrctn": r"ISRCTN\d{8}",
}


def each_page(test):
    return pytest.mark.parametrize(("name", "path"), PAGES, ids=lambda value: getattr(value, "name", value))(test)


@pytest.mark.parametrize("name", sources.available())
def test_a_source_has_what_every_source_has(name):
    source = sources.load(name)
    fields = {field.name: field.type for field in dataclasses.fields(source)}

    assert source.name == name
    assert 0 <= source.pace <= 60
    assert source.rereads in Rereads
    assert source.windowed in {True, False}
    assert {"enabled", "base_url", "allow_private_hosts", "contact"} <= fields.keys()
    assert not source.base_url or re.fullmatch(r"https://[^\s?#]+", source.base_url)
    assert source.__doc__.split(":")[0].strip()
    assert source.title.strip() == source.title != name
    assert set(source.paths) | source.secrets.keys() <= fields.keys()
    assert not any(field.repr for field in dataclasses.fields(source) if field.name in source.secrets)
    with pytest.raises(dataclasses.FrozenInstanceError):
        source.enabled = False


@pytest.mark.parametrize("name", sources.available())
def test_a_source_has_a_page_and_the_records_that_are_expected(name):
    assert pairs(name) or Path(__file__).with_name(name).is_dir(), (
        f"put usual.*, a page as it comes, and usual.expected.json into tests/data/{name}/"
    )


@pytest.mark.parametrize("name", sources.available())
def test_a_source_can_say_what_it_asks(name):
    source = sources.load(name)

    assert source.question(QUERY).strip()
    assert source.question(dataclasses.replace(QUERY, since=None)).strip()
    assert source.question(QUERY) == source.question(QUERY)


class Down:
    """A client that keeps what it is asked for, and fails."""

    def __init__(self):
        self.asked = []

    def get(self, url, params=None, **more):
        self.asked.append((url, params))
        raise FetchError("down", url, "down", 503)

    def post(self, url, data=None, *, json=None, **more):
        self.asked.append((url, data, json))
        raise FetchError("down", url, "down", 503)


def _asks(source, until):
    client, query = Down(), dataclasses.replace(QUERY, since=datetime(1985, 1, 1, tzinfo=UTC), until=until)
    with contextlib.suppress(SourceError):
        list(source.pages(query, client))
    return source.question(query), client.asked


@pytest.mark.parametrize("name", sources.available())
def test_only_a_source_that_asks_for_a_window_goes_through_a_backfill_in_steps(name):
    source = sources.load(name, {"api_key": "k"} if name == "openalex" else {})

    differs = _asks(source, NOW) != _asks(source, datetime(1990, 1, 1, tzinfo=UTC))

    assert source.windowed is differs


@pytest.mark.parametrize("name", sources.available())
def test_a_source_is_proved_on_pages_of_its_own(name):
    assert [path for path in DATA.joinpath(name).rglob("*") if path.is_file()], f"tests/data/{name} is empty"


@each_page
def test_what_a_page_gives_is_well_formed(name, path):
    for piece in sources.load(name).parse(page(path.read_bytes())):
        _check(piece, name)


@each_page
def test_a_mutant_of_a_page_is_read_or_refused_but_never_breaks_the_run(name, path):
    source, body = sources.load(name), short(path.read_bytes())
    for seed in range(max(1, RUNS // sum(name == other for other, _ in PAGES))):
        try:
            for piece in source.parse(page(mutant(body, seed))):
                _check(piece, name, strict=False)
        except ParseError as error:
            assert error.source == name, f"seed {seed}"  # noqa: PT017
        except Exception as error:
            error.add_note(f"{path} seed {seed}")
            raise


def _check(piece, name, *, strict=True):
    match piece:
        case Record():
            assert piece.source == name
            assert piece.source_id.strip()
            assert not strict or all(_is_well_formed(id_) for id_ in piece.ids)
        case Deleted() | Revision():
            assert piece.source == name
        case Unreadable():
            assert piece.where
            assert piece.reason
    msgspec.json.encode(piece)  # no lone surrogate, nothing that a store could not keep


def _is_well_formed(id_):
    pattern = SCHEMES.get(id_.scheme)
    return bool(id_.value.strip()) and (pattern is None or re.fullmatch(pattern, id_.value) is not None)

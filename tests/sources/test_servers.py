"""The sources and the client against servers that answer, limit and fail as the real ones do."""

import time

import pytest
from fake_eutils import Eutils
from fake_registry import Registry
from providers import Limit
from servers import recorded, serving

from fakes import NOW, REAL, real
from sources import clinicaltrials, pubmed
from watcher.errors import SourceError
from watcher.model import Concept, Id, Notice, Page, Query, Record, Term
from watcher.web import Client
from watcher.web.gate import Gate
from watcher.web.request import Limits

EVERYTHING = Query(topic="ssa", groups=((Concept(name="drug", terms=(Term(text="lanreotide"),)),),), until=NOW)


def article(number):
    made = f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><ArticleTitle>Paper {number}</ArticleTitle>"
    return f"{made}</Article></MedlineCitation></PubmedArticle>".encode()


def study(number):
    return {"protocolSection": {"identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": f"Trial {number}"}}}


ARTICLES = {str(number): article(number) for number in range(1, 31)}
STUDIES = {f"NCT{number:08}": study(number) for number in range(1, 31)}


def hasty(source, tmp_path, tries=4):
    # The servers' clock is the machine's; waits are cut to nothing so that no test sleeps.
    gate = Gate(tmp_path, time.time, lambda seconds: None)
    return Client(source.name, 0, allow_private_hosts=True, gate=gate, limits=Limits(tries=tries, read=0.3))


def collected(source, tmp_path, query=EVERYTHING, **more):
    with hasty(source, tmp_path, **more) as client:
        steps = list(source.pages(query, client))
    read = [each for page in steps if isinstance(page, Page) for each in source.parse(page)]
    return read, [step for step in steps if isinstance(step, Notice)]


FAULTS = ["429", "429:1", "500", "503", "drop", "html", "text", "cut", "short", "error", "empty", "hang:0.6"]


@pytest.mark.parametrize("path", ["esearch", "efetch"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_pubmeds_that_passes_costs_nothing(path, fault, tmp_path):
    with serving(pubmed=Eutils(ARTICLES)) as servers:
        servers.fail(path, fault)
        read, notices = collected(pubmed.Source(base_url=servers["pubmed"].base_url, batch=10), tmp_path)

    assert {record.source_id for record in read} == set(ARTICLES)
    assert notices == [Notice(announced=30)]


@pytest.mark.parametrize("fault", ["429", "500", "drop", "html", "text", "cut", "error", "empty"])
def test_a_fault_of_pubmeds_that_stays_is_a_failure_and_no_empty_week(fault, tmp_path):
    with serving(pubmed=Eutils(ARTICLES)) as servers:
        servers.fail("esearch", *[fault] * 20)

        with pytest.raises(SourceError, match="pubmed: "):
            collected(pubmed.Source(base_url=servers["pubmed"].base_url), tmp_path)


def test_records_that_a_fetch_keeps_back_are_asked_for_again(tmp_path):
    with serving(pubmed=Eutils(ARTICLES)) as servers:
        servers.fail("efetch", "none")
        read, notices = collected(pubmed.Source(base_url=servers["pubmed"].base_url), tmp_path)

    assert (len(read), notices) == (30, [Notice(announced=30)])


@pytest.mark.parametrize("fault", [*FAULTS, "json"])
def test_a_fault_of_the_registrys_that_passes_costs_nothing(fault, tmp_path):
    with serving(clinicaltrials=Registry(STUDIES)) as servers:
        servers.fail("studies", fault if fault != "error" else "500")
        read, notices = collected(
            clinicaltrials.Source(base_url=servers["clinicaltrials"].base_url, page_size=10), tmp_path
        )

    assert [record.source_id for record in read] == list(STUDIES)
    assert notices == [Notice(announced=30)]


@pytest.mark.parametrize("fault", ["429", "500", "html", "cut", "empty", "json", "error", "400"])
def test_a_fault_of_the_registrys_that_stays_is_a_failure_and_no_empty_week(fault, tmp_path):
    with serving(clinicaltrials=Registry(STUDIES)) as servers:
        servers.fail("studies", *[fault] * 20)

        with pytest.raises(SourceError, match="clinicaltrials: "):
            collected(clinicaltrials.Source(base_url=servers["clinicaltrials"].base_url), tmp_path)


def test_a_trial_under_its_old_number_is_found_through_the_redirect(tmp_path):
    registry = Registry(STUDIES)
    registry.aliases["NCT99999999"] = "NCT00000007"
    query = Query(topic="ssa", groups=(), until=NOW, watched=(Id("nct", "NCT99999999"), Id("nct", "NCT00000404")))

    with serving(clinicaltrials=registry) as servers:
        (record,), (notice,) = collected(
            clinicaltrials.Source(base_url=servers["clinicaltrials"].base_url), tmp_path, query
        )

    assert record.ids == {Id("nct", "NCT00000007"), Id("nct", "NCT99999999")}
    assert notice == Notice(text="ClinicalTrials.gov has no trial NCT00000404", incomplete=True)


def test_the_pace_keeps_within_the_limit_that_the_server_enforces(tmp_path):
    # Two more than NCBI's ten: a busy machine may bunch requests that were sent well apart.
    with serving(pubmed=Eutils(ARTICLES), limits={"pubmed": Limit(12, 1)}) as servers:
        source = pubmed.Source(base_url=servers["pubmed"].base_url, batch=3, api_key="x")
        with Client(source.name, source.pace, allow_private_hosts=True, gate=Gate(tmp_path)) as client:
            steps = list(source.pages(EVERYTHING, client))

    assert sum(isinstance(step, Page) for step in steps) == 10
    assert {seen.status for seen in servers.asked} == {200}


def test_every_recorded_record_goes_through(tmp_path):
    real("pubmed")
    real("ctgov")
    with serving(**recorded(REAL)) as servers:
        papers, _ = collected(pubmed.Source(base_url=servers["pubmed"].base_url), tmp_path)
        trials, _ = collected(clinicaltrials.Source(base_url=servers["clinicaltrials"].base_url), tmp_path)

    assert len({record.source_id for record in papers}) == len(servers["pubmed"].service.records) > 200
    assert len(trials) == len(servers["clinicaltrials"].service.known) > 1_150
    assert all(isinstance(record, Record) for record in (*papers, *trials))

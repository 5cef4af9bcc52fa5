"""`watcher sync` with every source that can be asked over the line, each at a server of its own."""

import json
import shutil

import pytest
from fake_eutils import Eutils
from fake_literature import Crossref
from fake_registry import Registry
from fake_sites import Feeds, Site, WebPages
from made import abstract_page, news_page, paper, rss, study, work
from providers import LIMITS
from servers import serving
from world import DAYS_BEFORE, LATER, MONTH_AFTER, NOW, WELL, WHOLE, World, services

GIVEN = "High-dose lanreotide"


def test_every_source_brings_what_it_has_and_then_nothing_new(tmp_path):
    with serving(**services(), limits=LIMITS) as servers:
        world = World(tmp_path, servers)
        first = world.sync(DAYS_BEFORE)
        # What is known by its DOI alone is looked up by the next run: abstracts, preprints, OpenAlex.
        second = world.sync(NOW)
        brought = world.records()
        third = world.sync(LATER)

    unasked = {name for name, one in first.items() if one["outcome"] == "not asked"}
    assert unasked == {"biorxiv", "endocrine_abstracts", "openalex"}  # which look up what is known
    assert {name for name, one in first.items() if one["outcome"] == "complete"} == set(LIMITS) - unasked
    assert {name: one["outcome"] for name, one in second.items()} == dict.fromkeys(set(LIMITS) - {"euctr"}, "complete")
    assert brought == WHOLE
    assert {one["outcome"] for one in third.values()} <= WELL
    assert {name: one["kept"] for name, one in third.items()} == dict.fromkeys(second, 0)
    assert [seen for seen in servers.asked if seen.status == 429] == []
    unchanged = {seen.source for seen in servers.asked if seen.status == 304}
    assert unchanged == {"feeds", "webpages"}


def test_an_abstract_whose_title_names_the_drug_alone_is_read_before_it_is_judged(hasty, tmp_path):
    title, page = "Lanreotide autogel after failure: the experience of one centre", "ea/0110/ea0110p7"
    brought = {
        "crossref": Crossref([work("10.1530/endoabs.110.p7", title, issn="1470-3947")]),
        "endocrine_abstracts": Site({page: abstract_page(110, "P7", title)}),
    }
    with serving(**brought) as servers:
        world = World(tmp_path, servers)
        tiers = []
        for now in (DAYS_BEFORE, NOW, LATER):
            assert world.here(now, "sync")[0] == 0
            tiers.append(
                [one["tier"] for one in json.loads(world.here(now, "search", "lanreotide", "--format", "json")[1])]
            )

    assert tiers == [["adjacent"], ["core"], ["core"]]
    assert [seen.path for seen in servers.asked if seen.source == "endocrine_abstracts"] == [f"/{page}"]


@pytest.mark.parametrize(
    ("source", "service"),
    [
        ("feeds", Feeds({"news": rss([("1", "A new canteen")], text="")})),
        ("webpages", WebPages({"news": news_page(["A new canteen"], text="")})),
    ],
)
def test_a_page_that_did_not_change_is_read_again_where_the_question_did_or_it_is_wanted(
    source, service, hasty, tmp_path
):
    with serving(**{source: service}) as servers:
        world = World(tmp_path, servers)
        assert [world.here(now, "sync")[0] for now in (DAYS_BEFORE, NOW)] == [0, 0]
        assert world.records() == {}
        world.set(source, "everything = true")
        assert [world.here(now, "sync")[0] for now in (LATER, LATER)] == [0, 0]
        assert world.records() == {source: 1}
        assert world.here(LATER, "sync", "--source", source)[0] == 0
        assert world.here(LATER, "sync", "--full")[0] == 0

    assert [seen.status for seen in servers.asked] == [200, 304, 200, 304, 200, 200]


@pytest.mark.parametrize("dead", [{}, {"maybe": b"<!DOCTYPE html><html></html>"}], ids=["gone", "no feed"])
def test_a_feed_that_nobody_promises_is_missed_once_it_was_there(dead, hasty, tmp_path):
    alive = {"sure": rss([("1", "Lanreotide in acromegaly")])}
    service = Feeds(alive | {"maybe": b"<!DOCTYPE html><html></html>"})
    with serving(feeds=service) as servers:
        world = World(tmp_path, servers)
        config = tmp_path / "watcher.toml"
        config.write_text(config.read_text().replace('/maybe"', '/maybe"\nconfirmed = false'))
        codes = [world.here(DAYS_BEFORE, "sync")[0]]
        service.documents = alive | {"maybe": rss([("2", "Octreotide in acromegaly")])}
        codes.append(world.here(NOW, "sync")[0])
        service.documents = alive | dead
        codes += [world.here(LATER, "sync")[0], world.here(LATER, "sync", "--source", "feeds")[0]]

    assert codes == [0, 0, 3, 3]
    assert world.records() == {"feeds": 2}


def test_what_a_source_no_longer_has_is_marked_until_it_comes_back(hasty, tmp_path):
    papers = {pmid: paper(pmid, f"{GIVEN} {pmid} in neuroendocrine tumours") for pmid in ("1", "2")}
    trials = {n: study(n, f"{GIVEN} {n} in neuroendocrine tumours") for n in ("NCT05050942", "NCT00000001")}
    papers_left, trials_left = {"1": papers["1"]}, {"NCT05050942": trials["NCT05050942"]}
    marked = []
    with serving(pubmed=Eutils(papers), clinicaltrials=Registry(trials)) as servers:
        world = World(tmp_path, servers)
        for now, these, those in (
            (DAYS_BEFORE, papers, trials),
            (NOW, papers_left, trials_left),
            (MONTH_AFTER, papers, trials),
        ):
            servers["pubmed"].service = Eutils(these)
            servers["clinicaltrials"].service = Registry(those)
            assert world.here(now, "sync", "--source", "pubmed", "--source", "clinicaltrials")[0] == 0
            marked.append(world.withdrawn())

    assert marked == [[], ["2", "NCT00000001"], []]
    assert world.records() == {"pubmed": 2, "clinicaltrials": 2}


@pytest.fixture(scope="module")
def served():
    with serving(**services()) as servers:
        yield servers


@pytest.fixture(scope="module")
def begun(served, hasty, tmp_path_factory):
    """The folder of a world whose sources have been asked once."""
    world = World(tmp_path_factory.mktemp("begun"), served)
    assert world.here(DAYS_BEFORE, "sync")[0] == 0
    return world.folder


@pytest.mark.parametrize("name", LIMITS)
def test_what_passes_costs_nothing(name, served, begun, tmp_path):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    world = World(tmp_path, served)
    served.fail(name, "429:1", "drop", "503", "short")

    code, _ = world.here(MONTH_AFTER, "sync")

    assert code == 0
    assert world.records() == WHOLE
    assert served.fault(name, "") == ""  # all of them were met


@pytest.mark.parametrize("fault", ["500", "drop", "html"])
@pytest.mark.parametrize("dead", LIMITS)
def test_a_dead_service_costs_no_other_and_is_named_wherever_one_looks(dead, fault, served, begun, tmp_path):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    world = World(tmp_path, served)
    served.fail(dead, *[fault] * 200)

    code, told = world.here(MONTH_AFTER, "sync", "--json")
    served.mend()

    outcomes = {one["source"]: one["outcome"] for one in json.loads(told)}
    assert code == 3
    assert outcomes.pop(dead) in ("failed", "partial")
    assert outcomes.keys() == set(LIMITS) - {dead}
    assert set(outcomes.values()) <= WELL
    assert world.records() | {dead: WHOLE[dead]} == WHOLE
    _, findings = world.here(MONTH_AFTER, "doctor", "--offline", "--json")
    assert [one["subject"] for one in json.loads(findings) if one["subject"] in LIMITS and one["state"] != "ok"] == [
        dead
    ]
    _, preview = world.here(MONTH_AFTER, "digest", "preview", "--format", "json")
    assert [one["source"] for one in json.loads(preview)["coverage"] if one["outcome"] not in WELL] == [dead]


def test_doctor_names_a_service_that_does_not_answer(served, begun, tmp_path):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    world = World(tmp_path, served)
    served.fail("crossref", *["500"] * 20)

    _, findings = world.here(NOW, "doctor", "--json")
    served.mend()

    failed = [one for one in json.loads(findings) if one["state"] == "failed"]
    assert [one["subject"] for one in failed] == ["crossref"]
    assert "HTTP 500" in failed[0]["detail"]

"""`watcher sync` with every source that can be asked over the line, each at a server of its own."""

import functools
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_eutils import Eutils
from fake_literature import Crossref, EuropePmc, OpenAlex, Preprints
from fake_registers import Ctis, EuRegister, Isrctn
from fake_registry import Registry
from fake_sites import Feeds, Site, WebPages
from made import (
    abstract_page,
    atom,
    european,
    news_page,
    paper,
    protocol,
    registration,
    result,
    rss,
    seen_by_openalex,
    study,
    version,
    work,
)
from providers import LIMITS
from servers import serving

from sources._client import Client, Gate
from watcher.cli import cli

ROOT = Path(__file__).resolve().parent.parent
DAYS_BEFORE, NOW, LATER = "2026-11-20T18:00:00Z", "2026-11-23T06:00:00Z", "2026-11-23T18:00:00Z"
MONTH_AFTER = "2026-12-21T06:00:00Z"  # when the EU register is due again
CONFIG = '[watcher]\ncontact = "evidence@example.org"\n'
IN_NET = "in neuroendocrine tumours"
WATCHED = "2021-000849-40"


def services():
    """Every service with something to tell of the topic."""
    preprint = "10.1101/2026.11.18.26300001"
    papers = {"1": f"Lanreotide every 14 days {IN_NET}", "2": f"Doubled octreotide {IN_NET}"}
    abstract = f"Pasireotide above the label dose {IN_NET}"
    europepmc = EuropePmc(
        [
            result("PPR1", f"Octreotide twice a month {IN_NET}", doi=preprint),
            result("PMC2", "A survey of trials under way", source="PMC", doi="10.1000/survey"),
            result("9", f"A paper that PubMed has {IN_NET}", source="MED"),
        ]
    )
    europepmc.named = {"NCT05050942": {"PMC2"}, WATCHED: {"PMC2"}}
    return {
        "pubmed": Eutils({pmid: paper(pmid, title) for pmid, title in papers.items()}),
        "clinicaltrials": Registry({n: study(n, f"Trial {n} {IN_NET}") for n in ("NCT05050942", "NCT00000001")}),
        "europepmc": europepmc,
        "crossref": Crossref(
            [
                work("10.1530/endoabs.110.p7", abstract, issn="1470-3947"),
                work("10.1159/000500001", f"Intensified lanreotide {IN_NET}"),
                work("10.1159/000500002", "Bone density after menopause"),
            ]
        ),
        "openalex": OpenAlex([seen_by_openalex("10.1000/paper.1", papers["1"])]),
        "biorxiv": Preprints([version(preprint, f"Octreotide twice a month {IN_NET}", number=2)]),
        "ctis": Ctis([european("2025-500001-11-00", f"A depot of octreotide {IN_NET}")]),
        "euctr": EuRegister({WATCHED: protocol(WATCHED, f"A depot against standard doses {IN_NET}")}),
        "isrctn": Isrctn(
            {"ISRCTN12345678": registration("ISRCTN12345678", f"Shorter intervals of lanreotide {IN_NET}")}
        ),
        "endocrine_abstracts": Site({"ea/0110/ea0110p7": abstract_page(110, "P7", abstract)}),
        "feeds": Feeds(
            {
                "sponsor": rss([("7", f"A sponsor reports on octreotide {IN_NET}"), ("8", "A new canteen")], text=""),
                "regulator": atom([("a", f"A regulator looks at lanreotide {IN_NET}")]),
            }
        ),
        "webpages": WebPages({"congress": news_page([f"Late-breaking: octreotide depot {IN_NET}"])}),
    }


# How many records of each source are in the store once all were asked twice.
WHOLE = dict.fromkeys(LIMITS, 1) | {"pubmed": 2, "clinicaltrials": 2, "europepmc": 2, "crossref": 2, "feeds": 2}


class World:
    """A folder with a store, and a configuration that leads to the servers."""

    def __init__(self, folder, servers):
        self.folder, self.servers = folder, servers
        (folder / "watcher.toml").write_text(CONFIG + servers.config(), encoding="utf-8")

    def command(self, now, *words):
        return ["--config", str(self.folder / "watcher.toml"), "--now", now, *words]

    def sync(self, now):
        """Run ``watcher sync`` as a process of its own; return the coverage by source."""
        environment = {"PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder), "OPENALEX_API_KEY": "k", "PATH": ""}
        command = [sys.executable, "-m", "watcher", *self.command(now, "sync", "--json")]
        done = subprocess.run(command, capture_output=True, env=environment, check=False, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return {one["source"]: one for one in json.loads(done.stdout)}

    def here(self, now, *words):
        """Run a command in this process; return its exit code and what it printed."""
        done = CliRunner(env={"OPENALEX_API_KEY": "k", "COLUMNS": "200"}).invoke(cli, self.command(now, *words))
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return done.exit_code, done.stdout

    def records(self):
        """Return how many records of each source are in the store."""
        with closing(sqlite3.connect(self.folder / "watcher.db")) as store:
            return dict(store.execute("SELECT source, count(*) FROM record GROUP BY source"))


def test_every_source_brings_what_it_has_and_then_nothing_new(tmp_path):
    with serving(**services(), limits=LIMITS) as servers:
        world = World(tmp_path, servers)
        first = world.sync(DAYS_BEFORE)
        # What is known by its DOI alone is looked up by the next run: abstracts, preprints, OpenAlex.
        second = world.sync(NOW)
        brought = world.records()
        third = world.sync(LATER)

    assert {name: one["outcome"] for name, one in first.items()} == dict.fromkeys(LIMITS, "complete")
    assert {name: one["outcome"] for name, one in second.items()} == dict.fromkeys(set(LIMITS) - {"euctr"}, "complete")
    assert brought == WHOLE
    assert {name: (one["outcome"], one["kept"]) for name, one in third.items()} == dict.fromkeys(
        second, ("complete", 0)
    )
    assert [seen for seen in servers.asked if seen.status == 429] == []
    unchanged = {seen.source for seen in servers.asked if seen.status == 304}
    assert unchanged == {"feeds", "webpages"}


@pytest.fixture(scope="module")
def served():
    with serving(**services()) as servers:
        yield servers


class Open(Gate):
    """A gate that lets everybody through at once, so that no test sleeps."""

    def reserve(self, host, pace):
        return self.clock()


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """A client for the commands in this process that waits for nothing, not even to ask again."""
    gate = Open(tmp_path_factory.mktemp("gate"), sleep=lambda seconds: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("watcher.cli.wiring.Client", functools.partial(Client, gate=gate))
        yield


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
    assert outcomes == dict.fromkeys(set(LIMITS) - {dead}, "complete")
    assert world.records() | {dead: WHOLE[dead]} == WHOLE
    _, findings = world.here(MONTH_AFTER, "doctor", "--offline", "--json")
    assert [one["subject"] for one in json.loads(findings) if one["subject"] in LIMITS and one["state"] != "ok"] == [
        dead
    ]
    _, preview = world.here(MONTH_AFTER, "digest", "preview", "--format", "json")
    assert [one["source"] for one in json.loads(preview)["coverage"] if one["outcome"] != "complete"] == [dead]


def test_doctor_names_a_service_that_does_not_answer(served, begun, tmp_path):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    world = World(tmp_path, served)
    served.fail("crossref", *["500"] * 20)

    _, findings = world.here(NOW, "doctor", "--json")
    served.mend()

    failed = [one for one in json.loads(findings) if one["state"] == "failed"]
    assert [one["subject"] for one in failed] == ["crossref"]
    assert "HTTP 500" in failed[0]["detail"]

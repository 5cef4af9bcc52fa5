"""Whole processes against servers on this machine: collect, read, send, search."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fake_eutils import Eutils, articles
from fake_registry import Registry
from providers import LIMITS
from servers import recorded, serving
from team import reading

from fake_slack import TOKEN
from fakes import real

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "watcher" / "samples"
NOW = "2026-11-23T06:00:00Z"

ARCHIVE = """
[[channels]]
name = "archive"
kind = "page"
folder = "site"
"""


@pytest.fixture
def world(tmp_path):
    """Everything that Watcher talks to, on this machine, and the configuration that points there."""
    eutils = Eutils(articles(*SAMPLES.glob("*/pubmed.xml")))
    registry = Registry(sample_studies())
    registry.versions["NCT05050942"] = sample_versions()
    with serving(pubmed=eutils, clinicaltrials=registry, limits=LIMITS) as servers, reading() as team:
        path = tmp_path / "watcher.toml"
        path.write_text(team.config(servers.config()) + ARCHIVE, encoding="utf-8")
        yield World(path, servers, team.slack, team.inbox)


def sample_studies():
    files = sorted(SAMPLES.glob("*/clinicaltrials.json"))
    known = [study for file in files for study in json.loads(file.read_text(encoding="utf-8"))["studies"]]
    return {study["protocolSection"]["identificationModule"]["nctId"]: study for study in known}


def sample_versions():
    told = SAMPLES / "2026-11-23/clinicaltrials-history.json"
    return json.loads(told.read_text(encoding="utf-8"))["history"]["changes"]


class World:
    def __init__(self, config, servers, slack, inbox):
        self.config, self.servers, self.slack, self.inbox = config, servers, slack, inbox

    def watcher(self, *words, now=NOW, code=0) -> str:
        """Run ``watcher`` as a process of its own and return what it printed; its exit code must be ``code``."""
        command = [sys.executable, "-m", "watcher", "--config", str(self.config), "--now", now, *words]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": TOKEN, "HOME": str(self.config.parent)}
        done = subprocess.run(command, capture_output=True, env=environment, check=False, text=True, timeout=120)
        assert done.returncode == code, done.stdout + done.stderr
        assert TOKEN not in done.stdout + done.stderr
        return done.stdout


def test_the_main_job_from_source_to_reader(world):
    coverage = json.loads(world.watcher("sync", "--since", "1985-01-01", "--json"))
    assert {line["outcome"] for line in coverage} == {"complete"}

    again = json.loads(world.watcher("sync", "--json"))
    assert sum(line["kept"] for line in again) == 0

    preview = world.watcher("digest", "preview", "--since", "52w")
    assert preview.index("SORENTO") < preview.index("───")

    world.watcher("digest", "send")
    posted, mailed = len(world.slack.posted), len(world.inbox.taken)
    assert posted > 0
    assert [mail.recipients for mail in world.inbox.taken] == [["a@example.org"], ["b@example.org"]]
    assert (world.config.parent / "site" / "index.html").exists()

    world.watcher("digest", "send", now="2026-11-23T09:00:00Z")
    world.watcher("run-due", now="2026-11-24T09:00:00Z")
    assert (len(world.slack.posted), len(world.inbox.taken)) == (posted, mailed)

    hits = json.loads(world.watcher("search", "octreotide", "--json"))
    assert hits
    shown = world.watcher("show", "NCT05050942", "--history")
    assert "SORENTO" in shown
    assert "active, not recruiting" in world.watcher("trial").lower()
    assert "2026-11-16  version 2  Active, not recruiting  Study Status, Study Design" in world.watcher("trial")


def test_a_digest_is_built_again_byte_for_byte(world):
    world.watcher("sync")
    world.watcher("digest", "send")

    first = world.watcher("digest", "rebuild", "2026-W47", "--format", "html")
    second = world.watcher("digest", "rebuild", "2026-W47", "--format", "html", now="2027-05-01T00:00:00Z")

    assert first == second


def test_recorded_payloads_go_all_the_way(world, tmp_path):
    services = recorded(real("INDEX.md").parent)
    with serving(**services) as servers:
        text = world.config.read_text(encoding="utf-8").replace(world.servers.config(), servers.config())
        world.config.write_text(text, encoding="utf-8")

        told = world.watcher("sync", "--since", "1985-01-01", "--json", code=3)

    coverage = {one["source"]: one for one in json.loads(told)}
    status = json.loads(world.watcher("status", "--json"))["status"]
    assert coverage["pubmed"]["outcome"] == "complete"
    # The trial that is waited for is not among the recorded ones, which no run may pass over.
    assert coverage["clinicaltrials"]["outcome"] == "partial"
    assert "ClinicalTrials.gov has no trial NCT05050942" in coverage["clinicaltrials"]["notices"]
    assert "versions of NCT05050942 are not known" in coverage["clinicaltrials"]["notices"][-1]
    assert status["counts"]["records"] >= len(services["pubmed"].records)
    assert "nothing new" in world.watcher("digest", "preview").lower()


def test_a_mistake_in_the_configuration_is_one_line(world):
    text = world.config.read_text(encoding="utf-8").replace("base_url", "base_ulr", 1)
    world.config.write_text(text, encoding="utf-8")

    command = [sys.executable, "-m", "watcher", "--config", str(world.config), "sync"]
    done = subprocess.run(
        command, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, text=True
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "base_ulr" in done.stderr
    assert "did you mean 'base_url'?" in done.stderr
    assert "line " in done.stderr


def test_the_demonstration_runs_offline(tmp_path):
    command = [sys.executable, "-m", "watcher", "demo", "--output", str(tmp_path / "out")]
    done = subprocess.run(
        command, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "SORENTO" in done.stdout
    assert "SAMPLE DATA" in done.stdout
    assert "SAMPLE DATA" in (tmp_path / "out" / "site" / "digests" / "2026-W47.html").read_text(encoding="utf-8")

"""Several processes on one machine: they share a host's limit, and one takes up what another left."""

import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest
from fake_eutils import Eutils
from providers import Limit
from servers import serving

from sources import available
from watcher.service.asking import spans

ROOT = Path(__file__).resolve().parent.parent
NOW = "2026-11-23T06:00:00+00:00"
STARTS = [f"{span.since:%Y/%m/%d}" for span in spans(datetime.fromisoformat(NOW), None, full=True)]
CONFIG = """
[watcher]
database = "{name}.db"
gate = "gate"
[sources.pubmed]
base_url = "{url}"
allow_private_hosts = true
batch = 2
"""


def article(number, year):
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID>"
        f"<DateRevised><Year>{year}</Year><Month>6</Month><Day>1</Day></DateRevised>"
        f"<Article><ArticleTitle>Paper {number} of lanreotide</ArticleTitle></Article></MedlineCitation>"
        f'<PubmedData><History><PubMedPubDate PubStatus="entrez"><Year>{year}</Year><Month>6</Month><Day>1</Day>'
        f"</PubMedPubDate></History></PubmedData></PubmedArticle>"
    ).encode()


class Begun:
    """A ``watcher`` process that is under way."""

    def __init__(self, folder, url, *words, name="watcher", key=""):
        config, temporary = folder / f"{name}.toml", folder / f"temporary of {name}"
        temporary.mkdir(exist_ok=True)  # a service has one of its own
        others = [each for each in available() if each != "pubmed"]
        off = "".join(f"[sources.{each}]\nenabled = false\n" for each in others)
        config.write_text(CONFIG.format(name=name, url=url) + off, encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "watcher", "--config", str(config), "--now", NOW, *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), "NCBI_API_KEY": key, "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self):
        output, errors = self.process.communicate(timeout=120)
        assert self.process.returncode == 0, output + errors


def test_two_processes_share_one_pace(tmp_path):
    papers = {str(number): article(number, 2026) for number in range(1, 11)}
    # Two that knew nothing of each other would make 5.4 requests a second; 4, not 3, since a busy machine wakes us late.
    with serving(pubmed=Eutils(papers), limits={"pubmed": Limit(4, 1)}) as servers:
        both = [Begun(tmp_path, servers["pubmed"].base_url, "sync", name=name) for name in ("one", "other")]
        for process in both:
            process.ended()

    statuses = [seen.status for seen in servers.asked]
    assert statuses == [200] * 14  # two searches and five fetches each


class Stopping(Eutils):
    """E-utilities that halt when they are first asked for a span."""

    def __init__(self, records, start):
        super().__init__(records)
        self.start = start
        self.reached, self.may_go_on = threading.Event(), threading.Event()

    def answer(self, utility, fields):
        if fields.get("mindate") == self.start and not self.reached.is_set():
            self.reached.set()
            self.may_go_on.wait(60)
        return super().answer(utility, fields)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_backfill_goes_on_where_it_was_killed(tmp_path):
    papers = {str(number): article(number, 1985 + number) for number in range(1, 41)}
    eutils = Stopping(papers, STARTS[3])
    with serving(pubmed=eutils) as servers:
        first = Begun(tmp_path, servers["pubmed"].base_url, "sync", "--full", key="k")
        assert eutils.reached.wait(60)
        first.process.send_signal(signal.SIGKILL)
        first.process.communicate()
        before = list(servers.asked)
        eutils.may_go_on.set()
        Begun(tmp_path, servers["pubmed"].base_url, "sync", "--full", key="k").ended()

    after = servers.asked[len(before) :]
    assert searched(before) == STARTS[:3]
    assert [start for start in searched(after) if start not in STARTS[3:]] == []
    assert sorted(fetched(before) + fetched(after), key=int) == list(papers)


def searched(asked):
    return list(dict.fromkeys(seen.fields["mindate"] for seen in asked if "esearch" in seen.path))


def fetched(asked):
    return [pmid for seen in asked if "efetch" in seen.path for pmid in seen.fields["id"].split(",")]

"""Wall time of a sync against servers on this machine that enforce the documented limits, beside its bound.

    python benchmarks/sync_time.py [--records 2000] [--batch 200] [--latency 0.3]

The records are invented. The bound is what limit and number of requests force: requests times pace for PubMed (3 a
second without a key), for ClinicalTrials.gov one a second. Both sources run side by side, a thread each, and what
they bring is parsed; nothing is stored.
"""

# ruff: noqa: E402  (the servers of the tests have to be found first)

import argparse
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
sys.path += [str(HOUSE), str(HOUSE / "tests")]

from fake_eutils import Eutils
from fake_registry import Registry
from servers import serving

from sources import Source, clinicaltrials, pubmed
from sources._client import Client, Gate
from watcher.model import Concept, Page, Query, Record, Term

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
QUERY = Query(topic="ssa", groups=((Concept(name="drug", terms=(Term(text="lanreotide"),)),),), until=NOW)
SENTENCE = "Patients took more of the drug more often, and some of them were followed for longer than a year. "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=2_000)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--latency", type=float, default=0.3)
    options = parser.parse_args()
    papers = {str(number): article(number) for number in range(1, options.records + 1)}
    trials = {f"NCT{number:08}": study(number) for number in range(1, options.records // 10 + 1)}
    with (
        serving(Eutils(papers), Registry(trials), limit=3, latency=options.latency) as server,
        tempfile.TemporaryDirectory() as gates,
    ):
        local = {"allow_private_hosts": True}
        runs = [
            Run(pubmed.Source(base_url=server.eutils_url, batch=options.batch, **local), "eutils", gates),
            Run(clinicaltrials.Source(base_url=server.registry_url, **local), "v2", gates),
        ]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
            run.say(server.asked)


class Run(threading.Thread):
    """One source's turn."""

    def __init__(self, source: Source, path: str, gates: str) -> None:
        super().__init__()
        self.source, self.path, self.gates = source, path, gates
        self.records, self.seconds = 0, 0.0

    def run(self) -> None:
        begun = time.perf_counter()
        with Client(
            self.source.name, self.source.pace, allow_private_hosts=True, gate=Gate(Path(self.gates))
        ) as client:
            for step in self.source.pages(QUERY, client):
                if isinstance(step, Page):
                    self.records += sum(isinstance(each, Record) for each in self.source.parse(step))
        self.seconds = time.perf_counter() - begun

    def say(self, asked: list[tuple[str, object, int]]) -> None:
        mine = [status for path, _, status in asked if self.path in path]
        bound = len(mine) * self.source.pace
        refused = mine.count(429)
        print(
            f"{self.source.name}: {self.records:,} records, {len(mine)} requests, {refused} refused, "
            f"{self.seconds:.1f} s, bound {bound:.1f} s, {self.seconds / bound:.2f} times the bound"
        )


def article(number: int) -> bytes:
    body = (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><ArticleTitle>Paper {number}</ArticleTitle>"
        f"<Abstract><AbstractText>{SENTENCE * 15}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
    )
    return body.encode()


def study(number: int) -> dict[str, object]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": f"Trial {number}"},
            "descriptionModule": {"briefSummary": SENTENCE * 20},
        }
    }


if __name__ == "__main__":
    main()

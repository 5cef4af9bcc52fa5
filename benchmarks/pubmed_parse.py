"""PubMed XML to records: ours, and pymed, pubmed_parser and Biopython beside it where an interpreter has them.

    python benchmarks/pubmed_parse.py [--records 20000] [--rounds 3] [--peers PYTHON]

The corpus: the records in ``../shared/real/pubmed``, drawn with weights that make the mean 8.6 KB, that of a recent
baseline file. Each contestant runs in a process of its own, all of them in each round; seconds are of one core
(user and system), memory is the peak of the process. Ours makes whole records of every field and reads the file
as a stream; pymed and Biopython get batches, for in one piece they need gigabytes; pubmed_parser reads a .gz only.
"""

import argparse
import gzip
import json
import math
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
REAL = HOUSE.parent / "shared/real/pubmed"
MEAN = 8_600  # bytes
HEAD = (
    b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January '
    b'2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
TAIL = b"\n</PubmedArticleSet>\n"

COMMON = """
import json, sys, time
path, head, tail = sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()
END = b"</PubmedArticle>"
def batches(size):
    rest = b""
    with open(path, "rb") as file:
        while block := file.read(size):
            whole, end, rest = (rest + block).rpartition(END)
            yield head + whole[whole.find(b"<PubmedArticle>"):] + end + tail
def report(work):
    work_begun = time.process_time()
    number = work()
    # Of this process alone: what getrusage says includes the parent from which it was forked.
    status = open("/proc/self/status").read()
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps([number, time.process_time() - work_begun, peak]))
"""
CONTESTANTS = {
    "ours": """
from datetime import UTC, datetime
from sources.pubmed import Source
from watcher.model import Page, Record
now = datetime.now(UTC)
report(lambda: sum(isinstance(each, Record) for body in batches(1_000_000)
                   for each in Source().parse(Page(url="", body=body, retrieved=now))))
""",
    "pymed": """
import xml.etree.ElementTree as xml
from pymed.article import PubMedArticle
report(lambda: sum(1 for body in batches(2_000_000)
                   for each in map(lambda e: PubMedArticle(xml_element=e), xml.fromstring(body).iter("PubmedArticle"))))
""",
    "pubmed_parser": """
import pubmed_parser
report(lambda: sum(1 for each in pubmed_parser.parse_medline_xml(path + ".gz")))
""",
    "Biopython": """
import io
from Bio import Entrez
report(lambda: sum(len(Entrez.read(io.BytesIO(body), validate=False)["PubmedArticle"]) for body in batches(2_000_000)))
""",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", default="", help="a Python that has pymed, pubmed_parser and biopython")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.xml"
        write_corpus(path, options.records)
        compare(path, options.rounds, options.peers)


def compare(path: Path, rounds: int, peers: str) -> None:
    names = list(CONTESTANTS) if peers else ["ours"]
    runs: dict[str, list[tuple[int, float, float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(run(sys.executable if name == "ours" else peers, CONTESTANTS[name], path))
    print(f"{'':14}records  best rec/s  median rec/s  peak MB")
    for name, results in runs.items():
        speeds = [number / seconds for number, seconds, _ in results]
        peak = max(peak for *_, peak in results)
        print(f"{name:14}{results[0][0]:7,}{max(speeds):12,.0f}{statistics.median(speeds):14,.0f}{peak:9,.0f}")


def run(python: str, code: str, path: Path) -> tuple[int, float, float]:
    command = [python, "-c", COMMON + code, str(path), HEAD.decode(), TAIL.decode()]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True)
    number, seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return number, seconds, peak


def write_corpus(path: Path, number: int) -> None:
    records = [
        record
        for file in sorted(REAL.glob("*.xml"))
        for record in re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", file.read_bytes(), re.DOTALL)
        if b"<PMID" in record
    ]
    sizes = [len(record) for record in records]
    drawn = random.Random(1).choices(records, tilted(sizes, MEAN), k=number)
    body = HEAD + b"\n".join(drawn) + TAIL
    path.write_bytes(body)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, 1))
    print(f"{number:,} records drawn from {len(records)}, {len(body) / number / 1000:.1f} KB each")


def tilted(sizes: list[int], mean: float) -> list[float]:
    """Return exponential weights under which the mean size is ``mean`` (found by halving)."""
    low, high = -1e-3, 1e-3
    for _ in range(60):
        middle = (low + high) / 2
        weights = [math.exp(middle * size) for size in sizes]
        weighted = sum(weight * size for weight, size in zip(weights, sizes, strict=True)) / sum(weights)
        low, high = (middle, high) if weighted < mean else (low, middle)
    return weights


if __name__ == "__main__":
    main()

"""Both parsers against damaged payloads: whatever comes, records, or a refusal that says so."""

import gzip
import random

import pytest
from mutants import RUNS, mutant

from fakes import DATA, REAL, page
from sources import clinicaltrials, pubmed
from watcher.errors import ParseError
from watcher.model import Deleted, Record, Revision, Unreadable

XML = (
    b"<PubmedArticle>", b"</PubmedArticle>", b"<PubmedBookArticle>", b"<PMID>", b"</PMID>", b"<DeleteCitation>", b"<!--",
    b"<![CDATA[", b"]]>", b"<ReferenceList>", b"</ReferenceList>", b"<AffiliationInfo>", b"<Year>0000</Year>", b"\xff",
    b"<Year>99999999999</Year>", b"<Month>Feb</Month><Day>30</Day>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;",
    b"<Author/>", b"<Abstract><AbstractText/></Abstract>", b'<?xml version="1.0" encoding="UTF-16"?>', b"xmlns='a'", b"<",
)  # fmt: skip


def papers():
    samples = [(DATA / "pubmed/usual.xml").read_bytes(), (DATA / "pubmed/odd.xml").read_bytes()]
    files = sorted((REAL / "pubmed").glob("efetch_*.xml")) if REAL.exists() else []
    return samples + [body for file in files if len(body := file.read_bytes()) < 12_000]


def trials():
    samples = [(DATA / f"clinicaltrials/{name}.json").read_bytes() for name in ("usual", "history")]
    packed = REAL / "ctgov/bulk_1178_studies_trimmed.jsonl.gz"
    lines = gzip.decompress(packed.read_bytes()).splitlines()[:40] if packed.exists() else []
    return samples + [b'{"studies": [' + line + b"]}" for line in lines]


def broken_xml(body, seed):
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 3)):
        start = dice.randrange(len(body) + 1)
        end = min(len(body), start + dice.choice((0, 0, 1, 5, 300)))
        body = body[:start] + dice.choice(XML) + body[end:]
    return body


@pytest.mark.parametrize(
    ("source", "samples", "damage"),
    [
        (pubmed.Source(), papers, broken_xml),
        (pubmed.Source(), papers, mutant),
        (clinicaltrials.Source(), trials, mutant),
    ],
    ids=["pubmed-xml", "pubmed-bytes", "clinicaltrials"],
)
def test_no_mutant_of_a_payload_ends_in_anything_but_records_or_a_refusal(source, samples, damage):
    bodies = samples()
    for seed in range(RUNS):
        body = damage(bodies[seed % len(bodies)], seed)
        try:
            read = list(source.parse(page(body)))
        except ParseError:
            continue
        assert all(isinstance(each, Record | Deleted | Revision | Unreadable) for each in read), seed

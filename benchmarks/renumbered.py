"""Papers without end: recorded PubMed records under new numbers, with titles, first pages and abstracts of their own.

A title, page or abstract that came twice would make two papers one; what else a record holds stays as it was
recorded, so that its size, its oddities and the cost of reading it are those of life.
"""

import itertools
import random
import re
from collections.abc import Sequence
from pathlib import Path

RECORDED = Path(__file__).resolve().parents[2] / "shared" / "real" / "pubmed"
_RECORD = re.compile(rb"<PubmedArticle>.*?</PubmedArticle>", re.DOTALL)
_TITLE = re.compile(rb"<ArticleTitle[^>]*>(.*?)</ArticleTitle>", re.DOTALL)
_ABSTRACT = re.compile(rb"(<AbstractText[^>/]*>)")
_PAGES = re.compile(rb"<MedlinePgn>.*?</MedlinePgn>")
_OWN_IDS = re.compile(rb"(<PubmedData>.*?<ArticleIdList>).*?(</ArticleIdList>)", re.DOTALL)
_LOCATION = re.compile(rb"<ELocationID .*?</ELocationID>")
_ENTERED = re.compile(rb'(PubStatus="entrez">\s*<Year>)\d+(</Year>\s*<Month>)\d+(</Month>\s*<Day>)\d+')
_REVISED = re.compile(rb"<DateRevised>.*?</DateRevised>", re.DOTALL)
_SYLLABLES = ("al", "be", "ca", "do", "en", "fi", "go", "hu", "is", "jo", "ka", "lu", "mi", "no", "pe", "ra")
_WORDS = ["".join(pair) for pair in itertools.product(_SYLLABLES, repeat=3)]


def recorded(folder: Path = RECORDED) -> list[bytes]:
    """Return the recorded records, each once, in the order of the files."""
    found = (record for file in sorted(folder.glob("*.xml")) for record in _RECORD.findall(file.read_bytes()))
    return [record for record in dict.fromkeys(found) if b"</PMID>" in record]


def paper(number: int, templates: Sequence[bytes], first_year: int = 1986, last_year: int = 2026) -> bytes:
    """Return the same paper for the same number, created in one of the years, evenly."""
    chance = random.Random(number)
    template = templates[number % len(templates)]
    year = first_year + number % (last_year - first_year + 1)
    day = b"<Year>%d</Year><Month>%d</Month><Day>%d</Day>" % (year, 1 + number % 9, 1 + number % 28)
    heading = b"%s of %s in %s" % (said(chance, 6), _drug(number), said(chance, 4).lower())
    title = _TITLE.sub(b"<ArticleTitle>%s</ArticleTitle>" % heading, template, count=1)
    record = re.sub(rb"(<PMID[^>]*>)\d+", rb"\g<1>%d" % number, title, count=1)
    record = _ABSTRACT.sub(rb"\g<1>%s. " % said(chance, 12), record, count=1)
    record = _PAGES.sub(b"<MedlinePgn>%d-9</MedlinePgn>" % (number * 10), record)
    record = _REVISED.sub(b"<DateRevised>%s</DateRevised>" % day, _LOCATION.sub(b"", record))
    record = _ENTERED.sub(rb"\g<1>%d\g<2>%d\g<3>%d" % (year, 1 + number % 9, 1 + number % 28), record)
    ids = b'<ArticleId IdType="pubmed">%d</ArticleId><ArticleId IdType="doi">10.1000/r.%d</ArticleId>' % (
        number,
        number,
    )
    return _OWN_IDS.sub(rb"\g<1>%s\g<2>" % ids, record, count=1)


def said(chance: random.Random, words: int) -> bytes:
    """Return so many invented words, the first with a capital."""
    return " ".join(chance.choices(_WORDS, k=words)).capitalize().encode()


def _drug(number: int) -> bytes:
    # One in ten is near the question, as a search by its words brings them: those cost the most to rate.
    return (b"patients", b"lanreotide 120 mg every 14 days for neuroendocrine tumours")[number % 10 == 0]

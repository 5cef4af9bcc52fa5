"""Every service as it was a week ago and as it is now, for the delta of ``sync_time.py``: 300 records are new.

A week ago there were as many, of the four weeks before: those of the last two come again, for a sync overlaps with the
one before, and what is near the topic is known and looked up again. Payloads are recorded ones under new keys and
titles where there are any (PubMed, ClinicalTrials.gov, Europe PMC, CTIS, bioRxiv), else our own.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import made
import renumbered
from fake_eutils import Eutils
from fake_literature import Crossref, EuropePmc, OpenAlex, Preprints
from fake_registers import Ctis, EuRegister, Isrctn
from fake_registry import Registry, chosen, studies
from fake_service import Service
from fake_sites import Feeds, Site, WebPages

REAL = renumbered.RECORDED.parent
NOW = date(2026, 11, 23)
NEW = {
    "pubmed": 120,
    "clinicaltrials": 60,
    "europepmc": 50,
    "crossref": 15,
    "ctis": 10,
    "isrctn": 10,
    "euctr": 2,
    "endocrine_abstracts": 5,
    "biorxiv": 3,
    "feeds": 15,
    "webpages": 5,
}
FOREIGN_WORKS = 280  # a week's other papers of the journals that Crossref is asked for
WATCHED_TRIAL, WATCHED_NUMBER = "NCT05050942", "2021-000849-40"


_ON_TOPIC = "lanreotide every 14 days in neuroendocrine tumours"
_ELSEWHERE = "We looked back on women with fractures of the hip. Their bones were thinner than those of others. "


class Thing(NamedTuple):
    """One record to be: its number among its source's, its title, its day and its text."""

    number: int
    title: str
    day: date
    text: str


def things(name: str, weeks: int, count: int = 0) -> Iterator[Thing]:
    """Yield what a source has after so many weeks: on the topic where ``count`` does not make it something else."""
    each = count or NEW[name]
    for number in range(each * weeks):
        chance = random.Random(f"{name} {number}")
        said = renumbered.said(chance, 5).decode()
        about, more = ("patients with fractures", _ELSEWHERE) if count else (_ON_TOPIC, made.TEXT)
        back = chance.randrange(1, 7) if number >= each else chance.randrange(8, 35)
        text = f"{renumbered.said(chance, 12).decode()}. {more * 8}"
        yield Thing(number, f"{said} of {about}", NOW - timedelta(days=back), text)


def services(weeks: int) -> dict[str, Service]:
    """Return every service as it is after one week or two."""
    works, results, pubmed = list(_works(weeks)), list(_results(weeks)), _pubmed(weeks)
    seen = [*((row["doi"], row["title"]) for row in results), *((row["DOI"], row["title"][0]) for row in works)]
    seen += [(f"10.1000/r.{pmid}", _title(record)) for pmid, record in pubmed.records.items()]
    europepmc = EuropePmc(results)
    europepmc.named = {WATCHED_TRIAL: {row["id"] for row in results if row["source"] == "PMC"}}
    return {
        "pubmed": pubmed,
        "clinicaltrials": _registry(weeks),
        "europepmc": europepmc,
        "crossref": Crossref(works),
        "openalex": OpenAlex(made.seen_by_openalex(doi, title) for doi, title in seen),
        "biorxiv": Preprints(_versions()),
        "ctis": Ctis(list(_european(weeks))),
        "euctr": EuRegister(dict(_protocols())),
        "isrctn": Isrctn({f"ISRCTN{n + 10_000_000}": _registration(n, *rest) for n, *rest in things("isrctn", weeks)}),
        "endocrine_abstracts": Site({_page(one.number): _abstract(one) for one in things("endocrine_abstracts", 1)}),
        "feeds": _feeds(weeks),
        "webpages": _pages(weeks),
    }


def _pubmed(weeks: int) -> Eutils:
    templates = renumbered.recorded()
    days = {str(number + 1): day for number, _, day, _ in things("pubmed", weeks)}
    eutils = Eutils({pmid: renumbered.paper(int(pmid), templates) for pmid in days})
    eutils.created, eutils.changed = dict(days), dict(days)
    return eutils


def _title(record: bytes) -> str:
    found = re.search(rb"<ArticleTitle>(.*?)</ArticleTitle>", record)
    return found[1].decode() if found else ""


def _registry(weeks: int) -> Registry:
    templates = list(studies(*chosen((REAL / "ctgov").glob("*.jsonl*"))).values())
    known = {}
    for number, title, day, _ in things("clinicaltrials", weeks):
        nct = f"NCT{number:08}" if number else WATCHED_TRIAL
        known[nct] = _renumbered(templates[number], nct, title, day)
    return Registry(known)


def _renumbered(template: Mapping[str, Any], number: str, title: str, day: date) -> dict[str, Any]:
    section = dict(template["protocolSection"])
    section["identificationModule"] = {"nctId": number, "briefTitle": title}
    section["statusModule"] = section.get("statusModule", {}) | {"lastUpdatePostDateStruct": {"date": f"{day}"}}
    return {**template, "protocolSection": section}


_OWN_KEYS = ("pmid", "pmcid", "fullTextIdList", "dateOfRevision", "commentCorrectionList", "electronicPublicationDate")


def _results(weeks: int) -> Iterator[dict[str, Any]]:
    recorded = json.loads((REAL / "europepmc" / "search_core_2026.json").read_bytes())["resultList"]["result"]
    for number, title, day, text in things("europepmc", weeks):
        template = {key: value for key, value in recorded[number % 3].items() if key not in _OWN_KEYS}
        preprint = _preprint(number) if number < NEW["biorxiv"] else ""
        in_full = number % 10 == 9  # papers that name the trial in their full texts
        id_ = f"PMC{number}" if in_full else f"PPR{number}"
        doi = preprint or f"10.1000/e.{number}"
        yield template | made.result(id_, title, day, text, source="PMC" if in_full else "PPR", doi=doi)


def _preprint(number: int) -> str:
    return f"10.1101/2026.10.01.263{number:05}"


def _versions() -> Iterator[dict[str, Any]]:
    template = json.loads((REAL / "preprints" / "medrxiv_details_2024_page0.json").read_bytes())["collection"][0]
    for number, title, day, text in things("europepmc", 1):
        if number < NEW["biorxiv"]:
            yield template | made.version(_preprint(number), title, day, text, number=2)


def _works(weeks: int) -> Iterator[dict[str, Any]]:
    for number, title, day, _ in things("crossref", weeks):
        yield made.work(f"10.1159/{number:09}", title, day)
    for number, title, day, _ in things("endocrine_abstracts", weeks):
        yield made.work(f"10.1530/endoabs.110.p{number}", title, day, issn="1470-3947")
    for number, title, day, text in things("crossref", weeks, FOREIGN_WORKS):
        yield made.work(f"10.1016/f.{number}", title, day, text)


def _european(weeks: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    recorded = json.loads((REAL / "ctis" / "retrieve_2023-505613-24-00_2026-03-08.json").read_bytes())
    merged = ("ctStatus", "lastUpdated", "lastPublicationUpdate", "shortTitle")  # not of a dossier, but of a search
    template = {key: value for key, value in recorded.items() if key not in merged}
    for number, title, day, text in things("ctis", weeks):
        line, own = made.european(f"2025-5{number:05}-11-00", title, day, text)
        application = json.loads(json.dumps(template["authorizedApplication"])) | {"eudraCt": {}}
        identifiers = application["authorizedPartI"]["trialDetails"]["clinicalTrialIdentifiers"]
        identifiers |= {"fullTitle": title, "publicTitle": title, "secondaryIdentifyingNumbers": {}, "shortTitle": ""}
        yield line, template | own | {"authorizedApplication": application}


def _protocols() -> Iterator[tuple[str, str]]:
    for number, title, day, text in things("euctr", 1):
        own = WATCHED_NUMBER if not number else f"2019-{number:06}-40"
        yield own, made.protocol(own, title, day, text)


def _registration(number: int, title: str, day: date, text: str) -> made.Registration:
    return made.registration(f"ISRCTN{number + 10_000_000}", title, day, text)


def _page(number: int) -> str:
    return f"ea/0110/ea0110p{number}"


def _abstract(one: Thing) -> bytes:
    return made.abstract_page(110, f"P{one.number}", one.title, one.text)


def _feeds(weeks: int) -> Feeds:
    """Return five feeds: two of them had nothing new in the second week."""
    items = [(f"{one.number}", one.title) for one in things("feeds", weeks)]
    busy = {f"feed-{n}": made.rss(items[-5 * (n + 1) :][:5]) for n in range(3)}
    return Feeds(busy | {f"quiet-{n}": made.atom([(f"quiet-{n}", "A new canteen")]) for n in range(2)})


def _pages(weeks: int) -> WebPages:
    titles = [one.title for one in things("webpages", weeks)]
    return WebPages({"news": made.news_page(titles[-5:-2]), "congress": made.news_page(titles[-2:])})

"""A season of weeks, played as in life: what came is taken in by the pipeline, and each Monday's digest is frozen before the next.

The weeks stand in ``tests/data/season``, each with what a reader must find in the first screen.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from parts import TOPIC, FakeSource

from watcher.errors import FetchError
from watcher.model import (
    CongressWeek,
    Digest,
    Enrolment,
    Id,
    Kind,
    PartialDate,
    Passage,
    Period,
    Person,
    PostedContrast,
    PostedOutcome,
    PostedValue,
    Query,
    Record,
    Relation,
    RelationKind,
    TrialDate,
    TrialFacts,
    Unreadable,
    Venue,
)
from watcher.pipeline.arrivals import Asked
from watcher.pipeline.collect import collect, standing_question
from watcher.pipeline.compose import Edition, compose
from watcher.pipeline.deliver import deliver
from watcher.store.store import Store

FOLDER = Path(__file__).resolve().parent / "data" / "season"
SOURCES = (
    "pubmed clinicaltrials ctis isrctn ictrp euctr crossref europepmc openalex biorxiv endocrine_abstracts feeds webpages"
).split()
QUESTIONS = ("moved", "practice", "found", "looked")
_REGISTRIES = {"clinicaltrials": ("ClinicalTrials.gov", "nct"), "ctis": ("EU CTIS", "ctis")}
_LABELS = {"AIMS": "OBJECTIVE", "PURPOSE": "OBJECTIVE", "CONCLUSION": "CONCLUSIONS", "INTRODUCTION": "BACKGROUND"}
_DAY = timedelta(days=1)


class Week(NamedTuple):
    """One week: its name, its digest, and what must be found for each question; a question without an answer is not asked."""

    name: str
    digest: Digest
    answers: Mapping[str, Sequence[str]]


def played(story: str) -> Iterator[Week]:
    """Yield the weeks of a story, one after the other."""
    told = tomllib.loads((FOLDER / f"{story}.toml").read_text(encoding="utf-8"))
    with Store.open(":memory:") as store:
        first = _until(told["weeks"][0])
        _collect(store, told.get("before", []), (), first - 8 * _DAY)
        since = first - 7 * _DAY
        for number, week in enumerate(told["weeks"]):
            until = _until(week)
            down = SOURCES if "all" in week.get("down", ()) else week.get("down", ())
            # A sync in the week, and one on Monday before the digest: what came, came with the first.
            for back in (5, 0):
                _collect(
                    store,
                    [*week.get("records", []), *_crowd(week)],
                    down,
                    until - back * _DAY - timedelta(hours=1),
                    week.get("unreadable", ()),
                )
            digest = _digest(store, week, since, until, begins=number == 0)
            yield Week(week["name"], digest, {name: week.get(name, ()) for name in QUESTIONS})
            since = until


# A crowd of other works: each has a drug with its regimen, patients, and one result.
_GIVEN = (
    "octreotide LAR 40 mg every 28 days",
    "lanreotide 120 mg every 21 days",
    "octreotide LAR 30 mg every 14 days",
    "lanreotide 180 mg every 28 days",
    "pasireotide LAR 80 mg every 28 days",
)
_WHOM = (
    "grade 2 pancreatic NETs",
    "ileal NETs with liver metastases",
    "lung carcinoids",
    "duodenal NETs",
    "NETs of unknown primary",
    "rectal NETs",
)
_CAME = (
    "median PFS was {a}.{b} months (95% CI {c}.1 to {d}.9)",
    "the objective response rate was {e}%",
    "disease control rate was {f}% at six months",
    "flushing was at least halved in {f}% of patients",
    "daily stools fell from 5.{b} to 3.1",
    "chromogranin A fell by more than half in {f}% of patients",
    "5-HIAA became normal in {e}%",
    "{e}% had new gallstones and {f}% steatorrhoea",
    "HbA1c rose by 0.{b} percentage points",
    "the GI.NET21 symptom score improved by {a}.{b} points",
    "trough levels rose by {f}%",
    "plans to change the dose differed between the centres",
)
_LOOKED = ("Two centres looked back", "A national register", "One team's audit", "A cohort")


def _crowd(week: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield so many articles, or abstracts of the week's congress, as a week asks for; no two are alike."""
    meeting, count = week.get("congress", ""), week.get("abstracts", 0) or week.get("articles", 0)
    for n in range(count):
        given, whom = _GIVEN[n % 5], _WHOM[n % 6]
        numbers = {"a": 4 + n % 11, "b": n % 10, "c": 2 + n % 5, "d": 17 + n % 9, "e": 3 + n % 23, "f": 35 + n % 50}
        came = _CAME[n % 12].format(**numbers)
        yield {
            "source": "crossref" if meeting else "pubmed",
            "key": f"10.1200/crowd.{week['until']}.{n}" if meeting else f"{45_000_000 + n}",
            "kind": "abstract" if meeting else "article",
            "on": week["until"][:8] + "03",
            "title": f"{given[:1].upper()}{given[1:]} in {whom}: {_LOOKED[n % 4].lower()}, report {n + 1} of {week['until'][:7]}",
            "by": f"Person{chr(97 + n % 26)}{chr(97 + n // 26)} K",
            "in": ("J Clin Oncol", "Pancreas", "Endocrine", "Eur J Endocrinol", "Oncologist")[
                0 if meeting else 1 + n % 4
            ],
            "meeting": meeting,
            "text": f"METHODS: {_LOOKED[n % 4]} on {given} in {17 + 2 * n} patients with {whom} after progression.\n"
            f"RESULTS: In {17 + 2 * n} patients {came}.\nCONCLUSIONS: Larger studies are needed.",
        }


def _until(week: Mapping[str, Any]) -> datetime:
    return datetime.combine(date.fromisoformat(week["until"]), time(6), UTC)


def _digest(store: Store, week: Mapping[str, Any], since: datetime, until: datetime, *, begins: bool) -> Digest:
    year, number, _ = (until - _DAY).isocalendar()
    span = {"key": f"{year}-W{number:02}", "since": since, "until": until, "due": until, "zone": "Europe/Stockholm"}
    meeting = week.get("congress", "")
    congresses = (
        [CongressWeek(name=meeting, begins=until.date() - 5 * _DAY, ends=until.date() - 3 * _DAY, called=(meeting,))]
        if meeting
        else []
    )
    edition = Edition(name="weekly", sources=tuple(SOURCES), congresses=tuple(congresses))
    made = compose(TOPIC, store, edition, Period(**span, begins=begins), until)
    deliver(store, "weekly", made, (), until)
    return made.digest


def _collect(
    store: Store, told: Sequence[Mapping[str, Any]], down: Sequence[str], now: datetime, unreadable: Sequence[str] = ()
) -> None:
    turns = []
    for name in SOURCES:
        of_it = [_record(one, now) for one in told if one.get("source", "pubmed") == name]
        script = [FetchError(name, f"https://{name}.example.org", "no answer")] if name in down else [of_it]
        if name in unreadable:
            script = [[Unreadable(url=f"https://{name}.example.org/1", where="item 1", reason="it has no title")]]
        source = FakeSource(script, name=name)
        query = Query(topic=TOPIC.name, groups=TOPIC.groups, until=now)
        turns.append(Asked(source=source, query=query, client=None, question=standing_question(source, query)))
    collect(turns, TOPIC, store, lambda: now)


def _record(told: Mapping[str, Any], now: datetime) -> Record:
    source, key = told.get("source", "pubmed"), told["key"]
    if "registered" in told:
        return _registration(source, key, told, now)
    doi = key if key.startswith("10.") else f"10.1000/{key.rpartition('/')[2].lower()}"
    own = {Id("doi", doi)} if told.get("kind") != "news" else set()
    mentions = [Id(*told["mentions"].split(":"))] if "mentions" in told else []
    return Record(
        source=source,
        source_id=key,
        kind=Kind(told.get("kind", "article")),
        title=told["title"],
        retrieved=now,
        url=key if key.startswith("http") else f"https://example.org/{key}",
        abstract=tuple(_passages(told["text"].strip())),
        people=tuple(
            Person(family=n.rsplit(" ", 1)[0], initials=n.rsplit(" ", 1)[1]) for n in told["by"].split(", ") if n
        ),
        published=_partial(told["on"]),
        ids=frozenset({*own, *({Id("pmid", key)} if source == "pubmed" else ())}),
        mentions=frozenset(mentions),
        relations=tuple(_relations(told)),
        venue=Venue(title=told["in"], abbreviation=told["in"], meeting=told.get("meeting", "")),
    )


def _relations(told: Mapping[str, Any]) -> Iterator[Relation]:
    for kind in (RelationKind.CORRECTS, RelationKind.RETRACTS):
        if kind.value in told:
            yield Relation(kind=kind, id=Id(*told[kind.value].split(":")))


def _passages(text: str) -> Iterator[Passage]:
    for line in text.splitlines():
        label, colon, rest = line.partition(": ")
        if colon and label.isalpha():
            yield Passage(label=label.upper(), category=_LABELS.get(label.upper(), label.upper()), text=rest)
        else:
            yield Passage(text=line)


def _partial(iso: str) -> PartialDate:
    return PartialDate(*map(int, iso.split("-")))


def _outcome(told: Mapping[str, Any]) -> PostedOutcome:
    """Return a posted outcome: each arm as name, n, value and limits, the comparison as estimate, value, limits and p."""
    names = ("group", "n", "value", "low", "high")
    arms = tuple(PostedValue(**dict(zip(names, arm, strict=True))) for arm in told["arms"])
    compared = dict(zip(("estimate", "value", "low", "high", "p"), told["compared"], strict=True))
    contrast = PostedContrast(groups=tuple(arm.group for arm in arms), level="95", **compared)
    said = {name: told[name] for name in ("measure", "statistic", "unit")}
    return PostedOutcome(**said, values=arms, dispersion="95% CI", contrasts=(contrast,))


def _registration(source: str, key: str, whole: Mapping[str, Any], now: datetime) -> Record:
    """Return the registration of SORENTO, or that of another trial where it has a title of its own."""
    told = whole["registered"]
    own = Id(_REGISTRIES[source][1], key)
    others = "title" in whole
    registry = _REGISTRIES[source][0]
    kind = "ACTUAL" if told.get("actual") else "ESTIMATED"
    dates = {"primary_completion": "completion", "completion": "closes", "results_first_posted": "results"}
    facts = {
        field: TrialDate(date=_partial(told[name]), kind="ACTUAL" if name == "results" else kind)
        for field, name in dates.items()
        if name in told
    }
    return Record(
        source=source,
        source_id=key,
        kind=Kind.REGISTRATION,
        title=whole.get(
            "title", "A Trial to Assess Efficacy and Safety of Octreotide Subcutaneous Depot in Patients With GEP-NET"
        ),
        retrieved=now,
        url=f"https://{source}.example.org/{key}",
        abstract=tuple(_passages(whole.get("text", "").strip())),
        ids=frozenset({own} if others else {own, Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")}),
        trial=TrialFacts(
            registry=registry,
            acronym="" if others else "SORENTO",
            overall_status=told["status"],
            phases=("PHASE3",),
            allocation="RANDOMIZED",
            enrolment=Enrolment(count=told["enrolment"], kind="ACTUAL"),
            first_posted=TrialDate(date=PartialDate(2021, 9, 21), kind="ACTUAL"),
            last_update_posted=TrialDate(date=_partial(told["updated"]), kind="ACTUAL"),
            has_results="results" in told,
            results_url=f"https://{source}.example.org/{key}?tab=results" if "results" in told else "",
            posted=tuple(_outcome(one) for one in told.get("posted", ())),
            why_stopped=told.get("why", ""),
            sponsor=whole.get("by", "") if others else "Camurus AB",
            **facts,
        ),
    )

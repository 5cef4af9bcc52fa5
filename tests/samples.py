"""A week as the store would hand it over: the studies are real, the sentences about them are ours."""

import dataclasses
import json
import re
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import digests
from digests.build import build
from digests.channels.mail import Channel as Mail
from digests.channels.page import alone
from digests.channels.slack import Channel as Slack
from digests.channels.text import to_text
from digests.writing import to_json
from watcher.model import (
    Change,
    Coverage,
    Digest,
    Dossier,
    Enrolment,
    Entry,
    Figure,
    Id,
    Kind,
    Link,
    LinkKind,
    OfKind,
    Outcome,
    PartialDate,
    Passage,
    Period,
    Person,
    Quote,
    Reason,
    Record,
    Revision,
    Score,
    Section,
    SourceClass,
    Span,
    TagRule,
    Tier,
    Topic,
    Trait,
    Trial,
    TrialDate,
    TrialFacts,
    Venue,
    WatchedStatus,
    WatchedTrial,
    Weight,
    Work,
)

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)
PERIOD = Period(key="2026-W47", since=SINCE, until=NOW, due=NOW, zone="Europe/Stockholm")
CHANNELS = Path(__file__).resolve().parent / "data" / "channels"
DESIGN = (
    "Octreotide SC depot (CAM2029) 20 mg every 2 weeks against octreotide LAR 30 mg or lanreotide 120 mg every 4 weeks; "
    "first line, open label, randomised, phase 3; primary outcome PFS by blinded review"
)


TOPIC = Topic(
    name="ssa-dose-escalation",
    version="3",
    title="Somatostatin analogue dose escalation in GEP-NETs",
    signals=(),
    rules=(),
    tags=(TagRule(tag="dose escalation", when=OfKind(Kind.ARTICLE)),),
)


def passages(**parts: str) -> tuple[Passage, ...]:
    """Return labelled passages: passages(methods="...", results="...")."""
    return tuple(Passage(label=label.upper(), category=label.upper(), text=text) for label, text in parts.items())


def record(key: str, title: str, **given: object) -> Record:
    """Return a PubMed record of an article, unless told otherwise."""
    plain = {"source": "pubmed", "source_id": key, "kind": Kind.ARTICLE, "retrieved": NOW}
    return Record(**{**plain, "title": title, **given})  # type: ignore[arg-type]


def people(*names: str) -> tuple[Person, ...]:
    """Return persons from "Pavel M"."""
    return tuple(Person(family=name.rsplit(" ", 1)[0], initials=name.rsplit(" ", 1)[1]) for name in names)


def score(tier: Tier, *tags: str, value: float = 0.8, said: tuple[str, str] = ("", ""), **given: object) -> Score:
    """Return a score with one reason: ``said`` is the concept and the term."""
    reasons = (Reason(concept=said[0], term=said[1], span=Span(field="abstract", start=0, end=1)),) if said[0] else ()
    plain = {"source_class": SourceClass.JOURNAL, "reasons": reasons}
    return Score(**{**plain, "tier": tier, "value": value, "tags": tags, **given})  # type: ignore[arg-type]


def dossier(item: int, records: Record | Sequence[Record], judged: Score, **given: object) -> Dossier:
    """Return a dossier of a new item, first seen in the week."""
    gathered = (records,) if isinstance(records, Record) else tuple(records)
    make = Trial if gathered[0].trial else Work
    plain = {"first_seen": NOW - timedelta(days=2), "new": True}
    return Dossier(item=make(id=item, records=gathered), score=judged, **{**plain, **given})  # type: ignore[arg-type]


def change(field: str, before: str, after: str, weight: Weight = Weight.HIGH, note: str = "") -> Change:
    """Return a change seen in the week."""
    return Change(field=field, before=before, after=after, seen=NOW - timedelta(days=3), weight=weight, note=note)


SORENTO = WatchedTrial(
    name="SORENTO",
    ids=(Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")),
    design=DESIGN,
    readout="event-driven: 194 events of progression or death, no calendar date",
    note=(
        "It compares a new formulation with standard doses before progression; "
        "it does not escalate the dose of a drug that a patient has."
    ),
)


def registration(updated: PartialDate) -> Record:
    """Return SORENTO as ClinicalTrials.gov has it."""
    return record(
        "NCT05050942",
        "A Trial to Assess Efficacy and Safety of Octreotide Subcutaneous Depot in Patients With GEP-NET",
        source="clinicaltrials",
        kind=Kind.REGISTRATION,
        ids=frozenset({Id("nct", "NCT05050942")}),
        trial=TrialFacts(
            registry="ClinicalTrials.gov",
            overall_status="ACTIVE_NOT_RECRUITING",
            acronym="SORENTO",
            phases=("PHASE3",),
            enrolment=Enrolment(count=302, kind="ACTUAL"),
            start=TrialDate(date=PartialDate(2021, 11), kind="ACTUAL"),
            first_posted=TrialDate(date=PartialDate(2021, 9, 21), kind="ACTUAL"),
            last_update_posted=TrialDate(date=updated, kind="ACTUAL"),
            primary_completion=TrialDate(date=PartialDate(2026, 12), kind="ESTIMATED"),
            completion=TrialDate(date=PartialDate(2028, 12), kind="ESTIMATED"),
            sponsor="Camurus AB",
        ),
    )


PROTOCOL = dossier(
    2,
    record(
        "38229085",
        "Methodology of the SORENTO clinical trial: a prospective, randomised, active-controlled phase 3 trial "
        "assessing the efficacy and safety of high exposure octreotide subcutaneous depot (CAM2029) in patients "
        "with GEP-NET",
        published=PartialDate(2024, 1, 16),
        ids=frozenset({Id("pmid", "38229085"), Id("doi", "10.1186/s13063-023-07834-8")}),
        people=people("Singh S", "Ferone D", "Capdevila J", "Chan JA"),
        venue=Venue(title="Trials", abbreviation="Trials", volume="25", issue="1", pages="58"),
        abstract=passages(
            methods="The trial compares CAM2029 20 mg every 2 weeks with octreotide LAR 30 mg or lanreotide 120 mg "
            "every 4 weeks in about 300 patients with advanced, well-differentiated GEP-NETs. "
            "The primary outcome is PFS, and it will be read after 194 events.",
        ),
    ),
    score(Tier.WATCHED, "protocol", "phase 3", trials=("SORENTO",), said=("watched trial", "SORENTO")),
    new=False,
)


def revision(number: int, when: PartialDate | None, *modules: str, retrieved: datetime = SINCE) -> Revision:
    """Return a version of SORENTO's registration, as its registry tells it."""
    key = {"source": "clinicaltrials", "source_id": "NCT05050942"}
    return Revision(**key, number=number, date=when, modules=modules, retrieved=retrieved, status="RECRUITING")


def sorento(moved: bool = False) -> WatchedStatus:
    """Return what is known of SORENTO, in a week where it moved or not."""
    changes = (
        change("primary completion date", "Jun 2026 (estimated)", "Dec 2026 (estimated)", note="slips by 6 months"),
        change("enrolment", "300 (estimated)", "302 (actual)", Weight.MEDIUM),
        change("contacts", "one", "another", Weight.NOISE),
    )
    return WatchedStatus(
        trial=SORENTO,
        dossier=dossier(
            1,
            registration(PartialDate(2026, 11, 20) if moved else PartialDate(2026, 5, 12)),
            score(Tier.WATCHED, "RCT", "phase 3", trials=("SORENTO",), source_class=SourceClass.REGISTRY),
            new=False,
            changes=changes if moved else (),
        ),
        publications=(PROTOCOL,),
        last_change=NOW - timedelta(days=3) if moved else datetime(2026, 5, 12, tzinfo=UTC),
        last_checked=NOW - timedelta(hours=2),
        times_checked=28,
        registries=("clinicaltrials", "ctis"),
        revisions=(
            revision(13, PartialDate(2026, 5, 11), "Study Status"),
            *((revision(14, PartialDate(2026, 11, 18), "Study Status", "Contacts/Locations"),) if moved else ()),
        ),
    )


FORTE = dossier(
    11,
    record(
        "34597974",
        "Efficacy and safety of high-dose lanreotide autogel in patients with progressive pancreatic or midgut "
        "neuroendocrine tumours: CLARINET FORTE phase 2 study results",
        published=PartialDate(2021, 11),
        ids=frozenset({Id("pmid", "34597974"), Id("doi", "10.1016/j.ejca.2021.06.056")}),
        people=people("Pavel M", "Ćwikła JB", "Lombard-Bohas C", "Borbath I", "Shah T"),
        venue=Venue(title="European journal of cancer", abbreviation="Eur J Cancer", volume="157", pages="403-414"),
        abstract=passages(
            background="It is not known whether a shorter interval helps after progression on the standard dose.",
            methods="In this single-arm phase 2 study, 99 patients with progressive, well-differentiated grade 1 or 2 "
            "pancreatic (n=48) or midgut (n=51) NETs received lanreotide 120 mg every 14 days after progression on "
            "120 mg every 28 days.",
            results="Median PFS was 8.3 months (95% CI 5.6-11.1) in the midgut cohort and 5.6 months (95% CI 5.5-8.3) "
            "in the pancreatic cohort. The disease control rate at week 24 was 73.3% in the midgut cohort. "
            "No new safety signals were seen.",
            conclusions="A shorter interval gave encouraging PFS after progression, with no new safety concern.",
        ),
    ),
    score(
        Tier.CORE,
        "phase 2",
        "single arm",
        "prospective",
        "interval shortening",
        value=0.97,
        said=("shorter interval", "every 14 days"),
    ),
    links=(
        (
            Link(
                kind=LinkKind.REPORTS,
                subject=("pubmed", "34597974"),
                object=Id("nct", "NCT02651987"),
                because="the article names the trial's number",
            ),
            12,
            "CLARINET FORTE: lanreotide autogel 120 mg every 14 days in progressive NETs",
        ),
    ),
)

LAMBERTI = dossier(
    13,
    record(
        "31982872",
        "Above-label doses of octreotide LAR or lanreotide in progressive neuroendocrine tumours: "
        "a multicentre retrospective study",
        published=PartialDate(2020, 4),
        ids=frozenset({Id("doi", "10.1000/sample.lamberti")}),
        people=people("Lamberti G", "Faggiano A", "Brighi N", "Tafuto S"),
        venue=Venue(
            title="The Journal of clinical endocrinology and metabolism", abbreviation="J Clin Endocrinol Metab"
        ),
        abstract=passages(
            methods="We reviewed 140 patients from 13 Italian centres who received a higher dose or a shorter interval "
            "after progression.",
            results="Median PFS was 31 months. The objective response rate was low. "
            "Use as a later line was associated with a higher risk of progression (HR: 2.12; P = 0.004).",
            conclusions="Schedules above the label delayed further treatment in selected patients.",
        ),
    ),
    score(
        Tier.CORE,
        "retrospective",
        "multicentre",
        "dose escalation",
        value=0.91,
        said=("higher dose", "above-label doses"),
    ),
)

THREE_WEEKLY = dossier(
    14,
    record(
        "sample-abstract-1",
        "Three-weekly somatostatin analogues in neuroendocrine tumours: the experience of one centre",
        source="crossref",
        kind=Kind.ABSTRACT,
        published=PartialDate(2026, 11),
        ids=frozenset({Id("doi", "10.1530/endoabs.52.P23")}),
        people=people("Shah R", "Garcia-Hernandez J"),
        venue=Venue(title="Endocrine Abstracts", meeting="UKI NETS 2026"),
        abstract=(
            Passage(
                text="We report 105 patients who changed from every 4 weeks to every 3 weeks. "
                "The interval was shortened for progression in 61 patients (58%). "
                "Median PFS after the change was 25.0 months (95% CI 16.9-33.1). "
                "We conclude that three-weekly injections are an option before the next line.",
            ),
        ),
    ),
    score(
        Tier.CORE,
        "retrospective",
        "interval shortening",
        value=0.83,
        said=("shorter interval", "every 3 weeks"),
        source_class=SourceClass.CONGRESS,
    ),
)

CAREFNDR = dossier(
    21,
    record(
        "NCT07087054",
        "Paltusotine in Adults With Carcinoid Syndrome (CAREFNDR)",
        source="clinicaltrials",
        kind=Kind.REGISTRATION,
        ids=frozenset({Id("nct", "NCT07087054")}),
        trial=TrialFacts(
            registry="ClinicalTrials.gov",
            overall_status="RECRUITING",
            sponsor="Crinetics Pharmaceuticals",
            last_update_posted=TrialDate(date=PartialDate(2026, 11, 18), kind="ACTUAL"),
        ),
    ),
    score(Tier.RELATED, "RCT", "phase 3", source_class=SourceClass.REGISTRY, said=("drug class", "paltusotine")),
    new=False,
    changes=(
        change("overall status", "Not yet recruiting", "Recruiting"),
        change("sites", "61", "64", Weight.NOISE),
        change("contacts", "a", "b", Weight.NOISE),
    ),
)

SITES_ONLY = dossier(
    22,
    record(
        "NCT04919226",
        "177Lu-edotreotide Versus Best Standard of Care in GEP-NETs (COMPOSE)",
        source="clinicaltrials",
        kind=Kind.REGISTRATION,
        trial=TrialFacts(registry="ClinicalTrials.gov"),
    ),
    score(Tier.RELATED, source_class=SourceClass.REGISTRY),
    new=False,
    changes=(change("sites", "40", "41", Weight.NOISE), change("contacts", "a", "b", Weight.NOISE)),
)

GUIDANCE = dossier(
    31,
    record(
        "36591811",
        "European guidance for functioning pancreatic neuroendocrine tumour syndromes",
        published=PartialDate(2026, 10, 30),
        ids=frozenset({Id("pmid", "36591811")}),
        people=people("Hofland J", "Falconi M", "Christ E", "Castaño JP"),
        venue=Venue(title="Journal of neuroendocrinology", abbreviation="J Neuroendocrinol", volume="38"),
        abstract=(
            Passage(
                text="This guidance answers eight questions on functioning pancreatic tumours. "
                "We recommend that a higher dose or a shorter interval be considered when symptoms are not controlled.",
            ),
        ),
    ),
    score(Tier.RELATED, "guideline", value=0.7, said=("higher dose", "higher dose or a shorter interval")),
)

NETTER = dossier(
    41,
    record(
        "38851203",
        "[177Lu]Lu-DOTA-TATE plus long-acting octreotide versus high-dose long-acting octreotide for newly diagnosed, "
        "advanced grade 2-3, well-differentiated gastroenteropancreatic neuroendocrine tumours (NETTER-2)",
        published=PartialDate(2024, 6, 29),
        ids=frozenset({Id("pmid", "38851203"), Id("doi", "10.1016/S0140-6736(24)00701-3")}),
        people=people("Singh S", "Halperin D", "Myrehaug S", "Herrmann K", "Pavel M"),
        venue=Venue(title="Lancet", abbreviation="Lancet", volume="403", issue="10446", pages="2807-2817"),
        abstract=passages(
            methods="In this open-label phase 3 trial, 226 patients were assigned 2:1.",
            findings="Median PFS was 22.8 months with the combination and 8.5 months with octreotide LAR 60 mg every "
            "4 weeks (hazard ratio 0.276 [95% CI 0.182-0.418]; p<0.0001).",
            interpretation="The combination prolonged PFS; the trial had no standard-dose arm.",
        ),
    ),
    score(Tier.RELATED, "RCT", "phase 3", "high-dose control arm", value=0.66, said=("control arm", "60 mg")),
)

BLOG = dossier(
    42,
    record(
        "https://blog.example.org/sorento",
        "SORENTO proves that more is better, says our blog",
        source="feeds",
        kind=Kind.NEWS,
        url="https://blog.example.org/sorento",
        published=PartialDate(2026, 11, 20),
        venue=Venue(title="An unrated page"),
    ),
    score(Tier.WATCHED, value=1.0, trials=("SORENTO",), source_class=SourceClass.OTHER),
)

RETRACTED = dossier(
    51,
    record(
        "30000001",
        "High-dose octreotide in refractory carcinoid syndrome: a sample of a retracted article",
        published=PartialDate(2023),
        ids=frozenset({Id("pmid", "30000001")}),
        people=people("Sample A"),
        venue=Venue(title="Sample Journal", abbreviation="Sample J"),
    ),
    score(Tier.CORE, "retrospective", value=0.9, said=("higher dose", "high-dose octreotide")),
    new=False,
    retracted=True,
    told=datetime(2026, 3, 9, 7, tzinfo=UTC),
    changes=(change("retraction", "", "retracted on 19 Nov 2026"),),
)

DOSSIERS = (FORTE, LAMBERTI, THREE_WEEKLY, CAREFNDR, SITES_ONLY, GUIDANCE, NETTER, BLOG, RETRACTED)


def coverage(source: str, outcome: Outcome = Outcome.COMPLETE, **given: object) -> Coverage:
    """Return what a source was asked in the week and what came."""
    plain = {"since": SINCE, "until": NOW, "received": 120, "new": 2, "kept": 3, "runs": 28}
    reached = NOW - timedelta(hours=2) if outcome is Outcome.COMPLETE else NOW - timedelta(days=9)
    return Coverage(source=source, outcome=outcome, **{"last_complete": reached, **plain, **given})  # type: ignore[arg-type]


COMPLETE = (
    coverage("pubmed", received=3204, announced=3204, new=4, kept=5),
    coverage("clinicaltrials", received=412, new=0, kept=2),
    coverage("ctis", received=37, new=0, kept=0),
)
DAMAGED = (
    *COMPLETE[:2],
    coverage("ctis", Outcome.FAILED, received=0, new=0, kept=0, error="503 from the registry; retried 4 times in 60 s"),
    coverage("europepmc", Outcome.PARTIAL, received=980, unreadable=1, error="page 11 of 12 was cut short"),
)


def section(name: str) -> Section:
    """Return a section of the week's digest."""
    return next(one for one in digest().sections if one.name == name)


def quote(source: Dossier, role: str, sentence: str) -> Quote:
    """Return a sentence of the dossier's record with its place."""
    start = source.item.records[0].text.index(sentence)
    return Quote(text=sentence, span=Span(field="abstract", start=start, end=start + len(sentence)), role=role)


def figure(source: Dossier, sentence: str, value: str, **given: object) -> Figure:
    """Return a figure of the dossier's record: the number ``value`` in the sentence."""
    whole = quote(source, "", sentence).span
    start = whole.start + sentence.index(value)
    at = Span(field="abstract", start=start, end=start + len(value))
    return Figure(value=float(value), sentence=sentence, span=whole, at=at, **given)  # type: ignore[arg-type]


_FORTE = (
    "In this single-arm phase 2 study, 99 patients with progressive, well-differentiated grade 1 or 2 pancreatic (n=48) "
    "or midgut (n=51) NETs received lanreotide 120 mg every 14 days after progression on 120 mg every 28 days."
)
_FORTE_PFS = (
    "Median PFS was 8.3 months (95% CI 5.6-11.1) in the midgut cohort and 5.6 months (95% CI 5.5-8.3) "
    "in the pancreatic cohort."
)
_NETTER_PFS = (
    "Median PFS was 22.8 months with the combination and 8.5 months with octreotide LAR 60 mg every 4 weeks "
    "(hazard ratio 0.276 [95% CI 0.182-0.418]; p<0.0001)."
)
_PFS = {"outcome": "PFS", "measure": "median", "unit": "months", "level": 95.0}

# What stands in each entry of the sample digest, however well the summaries are chosen at present.
SAID: dict[int, dict[str, tuple[object, ...]]] = {
    11: {
        "summary": (
            quote(FORTE, "design", _FORTE),
            quote(FORTE, "finding", _FORTE_PFS),
            quote(
                FORTE,
                "conclusion",
                "A shorter interval gave encouraging PFS after progression, with no new safety concern.",
            ),
        ),
        "figures": (
            figure(FORTE, _FORTE_PFS, "8.3", low=5.6, high=11.1, arm="midgut cohort", **_PFS),
            figure(FORTE, _FORTE_PFS, "5.6", low=5.5, high=8.3, arm="pancreatic cohort", **_PFS),
            figure(
                FORTE,
                "The disease control rate at week 24 was 73.3% in the midgut cohort.",
                "73.3",
                outcome="DCR",
                measure="rate",
                unit="%",
                milestone="week 24",
                arm="midgut cohort",
            ),
        ),
        "traits": (
            Trait(name="grade", value="G1-G2", sentence=_FORTE, span=quote(FORTE, "", _FORTE).span),
            Trait(name="n", value="99", sentence=_FORTE, span=quote(FORTE, "", _FORTE).span),
        ),
    },
    13: {
        "summary": (
            quote(LAMBERTI, "finding", "Median PFS was 31 months."),
            quote(LAMBERTI, "conclusion", "Schedules above the label delayed further treatment in selected patients."),
        ),
    },
    14: {
        "summary": (
            quote(THREE_WEEKLY, "design", "We report 105 patients who changed from every 4 weeks to every 3 weeks."),
            quote(THREE_WEEKLY, "finding", "Median PFS after the change was 25.0 months (95% CI 16.9-33.1)."),
        ),
    },
    31: {
        "summary": (
            quote(
                GUIDANCE,
                "conclusion",
                "We recommend that a higher dose or a shorter interval be considered when symptoms are not controlled.",
            ),
        ),
    },
    41: {
        "summary": (quote(NETTER, "finding", _NETTER_PFS),),
        "figures": (
            figure(
                NETTER,
                _NETTER_PFS,
                "0.276",
                outcome="PFS",
                measure="HR",
                low=0.182,
                high=0.418,
                level=95.0,
                p="<0.0001",
            ),
        ),
    },
}


def digest(moved: bool = True, complete: bool = False, dossiers: Sequence[Dossier] = DOSSIERS) -> Digest:
    """Return the sample digest; its quotes and figures are those of ``SAID``."""
    lines = COMPLETE if complete else DAMAGED
    footer = ("Recall on the known set: 1.00 (sample).",)
    built = build(TOPIC, PERIOD, dossiers, (sorento(moved),), lines, now=NOW, footer=footer)
    return dataclasses.replace(
        built,
        dropped=0,
        sections=tuple(
            dataclasses.replace(section, entries=tuple(_said(entry) for entry in section.entries))
            for section in built.sections
        ),
        watched=tuple(
            dataclasses.replace(panel, publications=tuple(_said(entry) for entry in panel.publications))
            for panel in built.watched
        ),
    )


def quiet() -> Digest:
    """Return the digest of a week that brought nothing, every source answering."""
    return digest(moved=False, complete=True, dossiers=())


def channel(kind: str) -> digests.Channel:
    """Return a channel of that kind, with the options it cannot do without beside its name: ``data/channels`` has them."""
    needed = CHANNELS / f"{kind}.toml"
    told = tomllib.loads(needed.read_text(encoding="utf-8")) if needed.exists() else {}
    return digests.load(kind, {"name": "team", **told})


def forms(shown: Digest) -> dict[str, bytes]:
    """Return a digest in every form that is kept as a golden file, by the file's ending."""
    mail = Mail(
        name="mail",
        host="smtp.example.org",
        sender="NET evidence <evidence@example.org>",
        recipients=["team@example.org"],
        archive="https://net.example.org/",
    )
    posts = [json.loads(message.body)["post"] for message in Slack(name="slack", channel="C0TEST").render(shown)]
    return {
        "txt": to_text(shown).encode(),
        "html": alone(shown).encode(),
        "eml": _without_pictures(mail.render(shown)[0].body),
        "slack.json": json.dumps(posts, ensure_ascii=False, indent=1).encode() + b"\n",
        "json": to_json(shown).encode() + b"\n",
    }


def _without_pictures(mail: bytes) -> bytes:
    """Return the mail with its pictures' bytes left out: they are another Pillow's own."""
    return re.sub(rb"(?s)(\r\nContent-Type: image/png\r\n.*?\r\n\r\n).*?(?=\r\n--)", rb"\1(left out)", mail)


GOLDEN = {"weekly": digest, "quiet": quiet}
FOLDER = Path(__file__).resolve().parent / "data" / "digests"


def _said(entry: Entry) -> Entry:
    plain = {"summary": (), "figures": (), "traits": ()}
    return dataclasses.replace(entry, **{**plain, **SAID.get(entry.item, {})})  # type: ignore[arg-type]


# Writes the golden files anew: PYTHONPATH=.:tests python tests/samples.py, and look at the diff.
if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in GOLDEN.items():
        for ending, body in forms(made()).items():
            (FOLDER / f"{name}.{ending}").write_bytes(body)

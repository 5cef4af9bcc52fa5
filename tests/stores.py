"""Records, verdicts and digests for the tests of the store, each in one short line."""

from datetime import UTC, datetime, timedelta

from watcher.model import (
    Change,
    Digest,
    Id,
    Kind,
    Link,
    LinkKind,
    Message,
    New,
    Passage,
    Person,
    Record,
    Score,
    Tier,
    Weight,
)

MONDAY = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
NEXT_MONDAY = MONDAY + timedelta(weeks=1)
TOPIC = "ssa-dose-escalation"
CORE = Score(tier=Tier.CORE, value=0.8, tags=("RCT",), profile="ssa 1")
OFF = Score(tier=Tier.OFF, value=0.0, profile="ssa 1")


def at(hours):
    """Return a moment so many hours after Monday."""
    return MONDAY + timedelta(hours=hours)


def record(source_id="1", source="pubmed", *, title="Lanreotide every 14 days", text="", people=(), **fields):
    """Return a record; ``text`` is its abstract, ``people`` are family names."""
    fields.setdefault("kind", Kind.ARTICLE)
    fields.setdefault("ids", frozenset({Id("pmid", source_id)} if source == "pubmed" else ()))
    return Record(
        source=source,
        source_id=source_id,
        title=title,
        retrieved=MONDAY,
        abstract=(Passage(text=text),) if text else (),
        people=tuple(Person(family=family) for family in people),
        **fields,
    )


def registration(source_id="NCT05050942", **fields):
    """Return a registration at ClinicalTrials.gov."""
    fields.setdefault("ids", frozenset({Id("nct", source_id)}))
    fields.setdefault("title", "Octreotide depot in GEP-NET")
    return record(source_id, "clinicaltrials", kind=Kind.REGISTRATION, **fields)


def save(store, one, verdict=None, **rest):
    """Save a record as the pipeline does; return what became of it."""
    usual = {"fingerprint": one.title + one.text, "now": MONDAY, "score": CORE, "topic": TOPIC}
    return store.records.save(one, verdict or New(), **(usual | rest))


def change(field="overall status", weight=Weight.HIGH, seen=MONDAY):
    """Return a change from "a" to "b"."""
    return Change(field=field, before="a", after="b", seen=seen, weight=weight)


def link(subject, target, kind=LinkKind.REPORTS, **fields):
    """Return a link from a record to an identifier."""
    return Link(kind=kind, subject=subject.key, object=target, because="it says so", **fields)


def digest(key="2026-W47", since=MONDAY, until=NEXT_MONDAY):
    """Return a digest without sections."""
    return Digest(
        topic=TOPIC, title="Weekly", key=key, since=since, until=until, made=until, watched=(), sections=(), coverage=()
    )


def message(key="m", part=0, parent="", **fields):
    """Return a message to one recipient."""
    fields = {"channel": "slack", "recipient": "C1", "body": b"{}", "media_type": "application/json"} | fields
    return Message(key=key, part=part, parent=parent, **fields)


def table_sizes(store):
    """Return how many rows each table has."""
    names = store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: store.connection.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0] for (name,) in names}


def partition(store):
    """Return which records are together, by item."""
    rows = store.connection.execute("SELECT item, source_id FROM record ORDER BY id").fetchall()
    groups = {}
    for item, source_id in rows:
        groups.setdefault(item, []).append(source_id)
    return groups

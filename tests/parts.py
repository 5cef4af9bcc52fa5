"""A source, a channel and a topic for the pipeline's tests: scripted, and counting."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

from fakes import NOW
from sources import Rereads
from watcher.errors import DeliveryError
from watcher.model import (
    Id,
    Kind,
    Message,
    Notice,
    Page,
    PartialDate,
    Passage,
    Person,
    Query,
    Receipt,
    Record,
    Validator,
)
from watcher.pipeline.arrivals import Asked
from watcher.pipeline.collect import standing_question
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")
TITLE = "Above-label dose of octreotide LAR every 3 weeks in neuroendocrine tumours"


def record(number: int, title: str = "", **more) -> Record:
    """Return a paper that the topic finds near."""
    more.setdefault("published", PartialDate(2026, 11))
    return Record(
        source="fake",
        source_id=str(number),
        kind=Kind.ARTICLE,
        title=title or f"{TITLE}: cohort {number}",
        retrieved=NOW,
        abstract=(Passage(text=f"We gave octreotide LAR 60 mg every 4 weeks to {number + 20} patients."),),
        people=(Person(family=f"Author{number}", initials="A"),),
        ids=frozenset({Id("pmid", str(1000 + number))}),
        **more,
    )


@dataclass
class FakeSource:
    """A source whose pages are scripted: each is a list of what ``parse`` yields, or an error to raise."""

    script: Sequence[object]
    name: str = "fake"
    title: str = "Fake"
    paths: tuple[str, ...] = ()
    secrets: dict[str, str] = field(default_factory=dict)
    enabled: bool = True
    base_url: str = ""
    contact: str = ""
    allow_private_hosts: bool = False
    pace: float = 0.0
    rereads: Rereads = Rereads.NOTHING
    interval_days: int = 0
    windowed: bool = True
    validator: Validator | None = None
    pieces: dict[str, list[object]] = field(default_factory=dict)

    def question(self, query: Query) -> str:
        return f"everything until {query.until:%Y-%m-%d}"

    def pages(self, query, client):
        for i, step in enumerate(self.script):
            if isinstance(step, Exception):
                raise step
            if isinstance(step, Notice):
                yield step
                continue
            url = f"https://example.org/{self.name}/{i}"
            self.pieces[url] = step
            expected = sum(1 for piece in step if not isinstance(piece, Exception | Notice))
            yield Page(url=url, body=repr(step).encode(), retrieved=NOW, expected=expected, validator=self.validator)

    def parse(self, page):
        for piece in self.pieces[page.url]:
            if isinstance(piece, Exception):
                raise piece
            yield piece


@dataclass
class DeadlySource(FakeSource):
    """A source whose page ends every process that reads it, but the one that made it."""

    home: int = 0

    def parse(self, page):
        if os.getpid() != self.home:
            os._exit(1)
        return super().parse(page)


def asked(*script: object, name: str = "fake") -> Asked:
    source = FakeSource(script, name=name)
    query = Query(topic=TOPIC.name, groups=TOPIC.groups, until=NOW)
    return Asked(source=source, query=query, client=None, question=standing_question(source, query))


@dataclass
class FakeChannel:
    """A channel that keeps what it was sent; ``faults`` are raised in turn, one a message."""

    name: str = "team"
    searchable: bool = True
    faults: list[DeliveryError | None] = field(default_factory=list)
    arrived: dict[str, Message] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    def check(self):
        return "ok"

    def render(self, digest):
        key = f"{self.name}/{digest.key}"
        said = f"{digest.key}{' late' if digest.delayed else ''}".encode()
        parent = Message(channel=self.name, recipient="c", key=key, body=said, media_type="text/plain")
        reply = Message(
            channel=self.name, recipient="c", key=key + "/1", body=b"more", media_type="text/plain", part=1, parent=key
        )
        return parent, reply

    def send(self, message, parent=None):
        assert (parent is not None) == bool(message.parent)
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or fault.sent is None:
            self.arrived[message.key] = message
            self.sent.append(message.key)
        if fault:
            raise fault
        return Receipt(key=message.key, reference="ts", at=NOW)

    def find(self, message, parent=None):
        return Receipt(key=message.key, reference="found", at=NOW) if message.key in self.arrived else None

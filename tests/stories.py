"""Stories of identity: what sources say of papers, trials and news, one after the other, and what the store must hold.

A story is a JSON file: ``steps`` with ``label``, ``read_by`` (a source), ``file`` and ``body``, in their order, and
``want``, of which every part may be left out:

* ``items``: the labels that are one thing; ``or_doubt``: where they are all apart, one doubt is as good
* ``ties``: [kind, from, to] that must be there, ``not_ties`` that must not, "version_of" in either direction; ``only_ties``: no others
* ``marks``: by label, of every label; ``kinds``: by label; ``doubts``: how many
* ``news``: {step, about, weight}, a label, a field or a mark of which that step tells; ``no_news``: steps that tell nothing
* ``order``: "fixed" where only the order of the file makes sense

A step of several records has their labels in ``records``, else they are a1, a2, ...; steps that bring one record again
share its item.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice, permutations
from pathlib import Path
from typing import NamedTuple

from parts import TOPIC

from fakes import NOW, page
from sources import load
from watcher.model import Record
from watcher.normalise import normalise
from watcher.pipeline.take_in import keep
from watcher.pipeline.understand import Understood, understand
from watcher.store.store import Store

EVERY_ORDER = 5  # records: of more, only some orders are tried
SOME_ORDERS = 200
MARKS = ("retracted", "paper_retracted", "corrected", "questioned")

_APART = timedelta(hours=1)

Key = tuple[str, str]


class Step(NamedTuple):
    """A record that comes; ``of`` is the label of the step of the file, which may bring several."""

    label: str
    record: Record
    of: str


class News(NamedTuple):
    """What a step told: a thing that was not known (its label, no weight), or a change of one."""

    step: int
    about: str
    weight: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a store holds in the end, in the labels of the story; ``tables`` hold nothing that may depend on the order."""

    items: frozenset[frozenset[str]]
    ties: frozenset[tuple[str, str, str]]
    sure: Mapping[tuple[str, str, str], float]  # of each tie
    marks: Mapping[str, frozenset[str]]
    kinds: Mapping[str, str]
    doubts: frozenset[frozenset[str]]  # each the labels of both items
    news: tuple[News, ...]
    tables: Mapping[str, frozenset[tuple[object, ...]]] = field(repr=False)


@dataclass(frozen=True)
class Story:
    """Records that arrive, each with its label, and what is to come of them (``want``, as the file says it)."""

    name: str
    steps: tuple[Step, ...]
    want: Mapping[str, object] = field(default_factory=dict)
    said: str = ""

    def orders(self) -> Iterator[tuple[Step, ...]]:
        """Yield every order up to five records, 200 random ones of more; versions of one record keep theirs."""
        if self.want.get("order") == "fixed":
            yield self.steps
            return
        if len(self.steps) <= EVERY_ORDER:
            found = permutations(self.steps)
        else:
            chance = random.Random(len(self.steps))
            found = (tuple(chance.sample(self.steps, len(self.steps))) for _ in range(SOME_ORDERS))
        yield from dict.fromkeys(map(self._by_version, found))

    def _by_version(self, order: Sequence[Step]) -> tuple[Step, ...]:
        versions: dict[Key, list[Step]] = {}
        for step in self.steps:
            versions.setdefault(step.record.key, []).append(step)
        return tuple(versions[step.record.key].pop(0) for step in order)


def read_story(path: Path) -> Story:
    """Return the story of a file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    steps = tuple(step for each in told["steps"] for step in _records(each))
    return Story(path.stem, steps, told.get("want", {}), str(told.get("expect", "")))


def answered(label: str, source: str, body: str) -> list[Step]:
    """Return the steps of what a source answers."""
    return _records({"label": label, "read_by": source, "file": "answer", "body": body})


def _records(step: Mapping[str, str]) -> list[Step]:
    url = f"file:///{step['file']}" if step["read_by"] == "files" else f"https://example.org/{step['read_by']}"
    found = [piece for piece in load(step["read_by"]).parse(page(step["body"], url)) if isinstance(piece, Record)]
    one = [step["label"]] if len(found) == 1 else [f"{step['label']}{number + 1}" for number in range(len(found))]
    labels = step.get("records") or one
    return [Step(label, record, step["label"]) for label, record in zip(labels, found, strict=False)]


@lru_cache(maxsize=1_000)
def _understood(record: Record) -> Understood:
    """Return what is known of a record before the store is asked: the same in every order."""
    return understand(normalise(record), TOPIC)


def play(steps: Sequence[Step], first: datetime = NOW) -> Outcome:
    """Return what a store holds once the records have come in this order, an hour apart."""
    with Store.open(":memory:") as store:
        for hours, step in enumerate(steps):
            understood = _understood(step.record)
            if not store.records.seen_again(understood.record, profiles=(TOPIC.profile,)):
                keep(understood, TOPIC, store, first + hours * _APART)
        return outcome(store, steps, first)


def outcome(store: Store, steps: Sequence[Step], first_step: datetime) -> Outcome:
    """Return what the store holds, in the labels of these steps."""
    rows = store.connection.execute("SELECT id, source, source_id, item FROM record").fetchall()
    labels: dict[Key, list[str]] = {}
    for step in sorted(steps, key=lambda step: step.label):
        labels.setdefault(normalise(step.record).key, []).append(step.label)
    members: dict[int, frozenset[str]] = {}
    for _, *key, item in rows:
        members[item] = members.get(item, frozenset()) | frozenset(labels.get(tuple(key), ()))
    found = {item: store.dossiers.get(item, TOPIC.name) for item in members}
    of_each = [(label, dossier) for item, dossier in found.items() for label in members[item]]
    sure = _ties(found.values(), members)
    return Outcome(
        items=frozenset(members.values()),
        ties=frozenset(sure),
        sure=sure,
        marks={label: frozenset(m for m in MARKS if getattr(dossier, m)) for label, dossier in of_each},
        kinds={label: dossier.item.records[0].kind.value for label, dossier in of_each},
        doubts=frozenset(members[doubt.item] | members[doubt.other] for doubt in store.decisions.doubts()),
        news=tuple(sorted(_news(store, members, first_step))),
        tables=_tables(store),
    )


def _news(store: Store, members: Mapping[int, frozenset[str]], began: datetime) -> Iterator[News]:
    for item, labels in members.items():
        hours = (store.dossiers.first_seen(item) - began) // _APART
        yield from (News(hours, label) for label in labels)
    for told in store.dossiers.changes(began):
        hours, weight = (told.change.seen - began) // _APART, told.change.weight.value
        yield News(hours, told.change.field, weight)
        yield from (News(hours, label, weight) for label in members[told.item])


def _ties(dossiers, members) -> dict[tuple[str, str, str], float]:
    """Return how sure each tie is, between things by the first of their labels; what is not here by its identifier."""
    found: dict[tuple[str, str, str], float] = {}
    for dossier in dossiers:
        own = min(members[dossier.item.id])
        for link, other, _ in dossier.links:
            far = min(members[other]) if other else str(link.object)
            is_own = any(link.subject == record.key for record in dossier.item.records)
            ends = (own, far) if is_own is not link.inverse else (far, own)
            tie = (link.kind.value, *(sorted(ends) if link.kind.value in _MUTUAL else ends))
            found[tie] = max(found.get(tie, 0.0), link.confidence)
    return found


_MUTUAL = frozenset({"same_trial", "same_study", "shares_number"})


# A table -> what of it must be the same whatever came first: rows are named by their records.
_TABLES = {
    "identifier": """
        SELECT record.source, record.source_id, identifier.scheme, identifier.value
        FROM identifier JOIN record ON record.id = identifier.record""",
    "mention": """
        SELECT record.source, record.source_id, mention.scheme, mention.value
        FROM mention JOIN record ON record.id = mention.record""",
    "block": "SELECT record.source, record.source_id, block.key FROM block JOIN record ON record.id = block.record",
    "score": """
        SELECT record.source, record.source_id, score.topic, score.body
        FROM score JOIN record ON record.id = score.record""",
    "document": """
        SELECT title, abstract, people, venue, ids, terms, url, published, dated, kind, sources, withdrawn
        FROM document""",
    "doubt": """
        SELECT min(a.source || a.source_id, b.source || b.source_id), max(a.source || a.source_id, b.source || b.source_id),
            doubt.score, doubt.because
        FROM doubt JOIN record AS a ON a.id = doubt.record JOIN record AS b ON b.id = doubt.other""",
    "link": """
        SELECT record.source, record.source_id, link.kind, link.scheme, link.value, link.because, link.confidence,
            link.inverse, link.relation
        FROM link JOIN record ON record.id = link.record""",
    "item": "SELECT kind, count(*) FROM item WHERE moved_to IS NULL GROUP BY kind",
}


def _tables(store: Store) -> dict[str, frozenset[tuple[object, ...]]]:
    return {name: frozenset(store.connection.execute(query).fetchall()) for name, query in _TABLES.items()}


def differences(one: Outcome, other: Outcome) -> list[str]:
    """Return the names of the parts and tables in which two outcomes differ."""
    parts = [name for name in ("items", "sure", "marks", "doubts") if getattr(one, name) != getattr(other, name)]
    return parts + [name for name in one.tables if one.tables[name] != other.tables[name]]


def failures(story: Story, got: Outcome) -> list[str]:
    """Return in words what of the outcome is not as the story wants it; [] where all is."""
    return [f"{part}: wanted {wanted}, got {found}" for part, wanted, found in _compared(story, got) if wanted != found]


def _compared(story: Story, got: Outcome) -> Iterator[tuple[str, object, object]]:
    want = story.want
    doubtful = want.get("or_doubt") and got.doubts and all(len(item) == 1 for item in got.items)
    if want.get("items") is not None and not doubtful:
        yield "items", _plain(want["items"]), _plain(got.items)
        if want.get("doubts") is not None:
            yield "doubts", want["doubts"], len(got.doubts)
    yield from _compared_ties(want, got)
    if want.get("marks") is not None:
        yield from _compared_marks(want, got)
    for label, kind in (want.get("kinds") or {}).items():
        yield f"kind of {label}", kind, got.kinds.get(label)
    yield from _compared_news(story, got)


def _compared_ties(want: Mapping[str, object], got: Outcome) -> Iterator[tuple[str, object, object]]:
    """Compare the ties; a kind may be "any", or one of several ("updates|version_of")."""
    home = {label: min(item) for item in got.items for label in item}
    ties = {either for kind, one, other in got.ties for either in _either(_KINDS.get(kind, kind), one, other)}
    for wanted, kinds, one, other in ((w, *w) for w in want.get("ties") or ()):
        found = _between(ties, kinds, home.get(one, one), home.get(other, other))
        yield f"tie {wanted}", wanted, wanted if found else sorted(got.ties)
    if want.get("only_ties"):
        stated = [
            (set(kinds.split("|")), {home.get(one, one), home.get(other, other)})
            for kinds, one, other in want.get("ties") or ()
        ]
        besides = [
            tie for tie in sorted(got.ties) if not any(tie[0] in kinds and {*tie[1:]} == ends for kinds, ends in stated)
        ]
        yield "ties that nobody wants", [], besides
    for kinds, one, other in want.get("not_ties") or ():
        yield "ties that must not be", [], _between(ties, kinds, home.get(one, one), home.get(other, other))


def _between(ties: AbstractSet[tuple[str, str, str]], kinds: str, one: str, other: str) -> list[tuple[str, str, str]]:
    wanted = {_OURS.get(kind, kind) for kind in kinds.split("|")}
    return sorted(tie for tie in ties if tie[1:] == (one, other) and (kinds == "any" or tie[0] in wanted))


def _compared_marks(want: Mapping[str, object], got: Outcome) -> Iterator[tuple[str, object, object]]:
    """Compare the marks of each item with those that any of its labels wants; ``marks_may_be`` may stand there besides."""
    for item in got.items:
        wanted, besides = (
            {_MARKS.get(mark, mark) for label in item for mark in want.get(part, {}).get(label, ())}
            for part in ("marks", "marks_may_be")
        )
        found = got.marks[min(item)]
        yield f"marks of {min(item)}", sorted(wanted), sorted(wanted if wanted <= found <= wanted | besides else found)
    for label, never in want.get("not_marks", {}).items():
        yield f"marks that {label} must not have", [], sorted(got.marks[label] & set(never))


# How the authors of stories call them -> how we do.
_MARKS = {"concern": "questioned", "abstract_of_retracted": "paper_retracted", "withdrawn": "retracted"}
_OURS = {"replies_to": "comments_on"}
_KINDS = {"concern_about": "concerns"}


def _compared_news(story: Story, got: Outcome) -> Iterator[tuple[str, object, object]]:
    told: dict[str, list[News]] = {}
    for hours, step in enumerate(story.steps):
        told.setdefault(step.of, []).extend(news for news in got.news if news.step == hours)
    for wanted in story.want.get("news") or ():
        about, weight = _FIELDS.get(wanted["about"], wanted["about"]), wanted.get("weight")
        if about in _MOVES:
            yield f"news of {wanted['step']}", about, about if _is_moved(story, wanted["step"], *_MOVES[about]) else ""
            continue
        fitting = {"medium", "low"} if weight == "not high" else {"", weight}
        found = [
            news for news in told[wanted["step"]] if news.about == about and (not weight or news.weight in fitting)
        ]
        yield f"news of {wanted['step']}", about, about if found else told[wanted["step"]]
    for wanted, weights in (("no_news", {"high", "medium"}), ("no_high", {"high"})):
        for label in story.want.get(wanted) or ():
            yield f"{wanted} of {label}", [], [news for news in told[label] if news.weight in weights]


_FIELDS = {"status": "overall status"}
# What is told of a paper for what a notice says of it -> the mark, and whether it comes.
_MOVES = {"retracted": ("retracted", True), "withdrawn": ("retracted", True), "reinstated": ("retracted", False)}


def _is_moved(story: Story, step: str, mark: str, comes: bool) -> bool:
    """Return whether the step gives the mark to something that was there without it, or takes it away."""
    first, last = (at([n for n, one in enumerate(story.steps) if one.of == step]) for at in (min, max))
    before, after = (play(story.steps[:end]).marks for end in (first, last + 1))
    return any((mark in marks, mark in after[label]) == (not comes, comes) for label, marks in before.items())


def _either(kind: str, one: str, other: str) -> tuple[tuple[str, str, str], ...]:
    return ((kind, one, other), (kind, other, one)) if kind in {"version_of", *_MUTUAL} else ((kind, one, other),)


def _plain(groups) -> list[list[str]]:
    return sorted(sorted(group) for group in groups)


def first_orders(story: Story, most: int) -> Iterator[tuple[Step, ...]]:
    """Yield the story's own order, the reverse, then others, at most so many."""
    yield from islice(dict.fromkeys((story.steps, story._by_version(story.steps[::-1]), *story.orders())), most)

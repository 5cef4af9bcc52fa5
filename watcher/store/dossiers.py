"""What is known of one item: its score, its changes, its ties, and whether it was retracted or corrected."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from watcher.model import (
    NOTICE_KINDS,
    Change,
    Dossier,
    Id,
    Item,
    Kind,
    Link,
    LinkKind,
    RelationKind,
    Score,
    Tier,
    Weight,
)
from watcher.notices import is_marked
from watcher.store.answers import Changed
from watcher.store.connection import Connection, reading
from watcher.store.guesses import Guesses
from watcher.store.index import Index
from watcher.store.items import Items, names_of, own_numbers
from watcher.store.rows import NEVER, attempt, decode, moment, read_moment

_LINK = """link.kind, record.source, record.source_id, link.scheme, link.value,
    link.because, link.confidence, link.inverse, link.relation"""
_UNRATED = Score(tier=Tier.OFF, value=0.0)
# PubMed's words, which Crossref, OpenAlex and medRxiv are read in too: https://www.nlm.nih.gov/mesh/pubtypes.html.
WITHDRAWN_TYPES = frozenset({"retracted publication", "withdrawn publication"})
_MUTUAL = (LinkKind.SAME_TRIAL, LinkKind.SAME_STUDY, LinkKind.SHARES_NUMBER)
_GUESSED = 0.6  # how sure what a notice may be about
_SHARED = 0.5  # how sure it is that trials which share a number belong together at all
Ties = tuple[tuple[Link, int | None, str], ...]


class Selected(NamedTuple):
    """An item to report. ``revision`` is how far the store was when a digest last reported it, 0 where none did."""

    item: int
    new: bool
    revision: int
    told_rank: int | None = None  # the nearest tier it was told in
    rank: int | None = None


class Dossiers:
    """Everything about an item that a digest may tell."""

    def __init__(self, connection: Connection, items: Items) -> None:
        self._connection = connection
        self._items = items
        self._guesses = Guesses(connection)

    def get(self, item: int, topic: str, digest: str | None = None) -> Dossier | None:
        """Return all that is known of one item, with every change, told by the digest of this name; None where there is no such item."""
        with reading(self._connection):
            current = self._items.current(item)
            if current is None:
                return None
            return self.make(Selected(item=current, new=True, revision=0), topic, digest=digest)

    def changes(self, since: datetime, until: datetime | None = None) -> tuple[Changed, ...]:
        """Return every change seen in [since, until), oldest first; until None means up to now."""
        rows = self._connection.execute(
            """
            SELECT record.item, document.title, record.source, record.source_id,
                change.field, change.before, change.after, change.seen, change.weight, change.note
            FROM change
            JOIN record ON record.id = change.record
            JOIN document ON document.item = record.item
            WHERE change.seen >= :since AND (:until IS NULL OR change.seen < :until)
            ORDER BY change.seen, change.id
            """,
            {"since": moment(since), "until": until and moment(until)},
        )
        return tuple(
            Changed(item=item, title=title, source=source, source_id=source_id, change=change)
            for item, title, source, source_id, *columns in rows.fetchall()
            if (change := attempt(_change, columns, f"a change of {source} {source_id}"))
        )

    def notices(self, items: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Return what stands on these items ("RETRACTED", "corrected", ...), for those on which anything does."""
        made = ((item, self.get(item, "")) for item in items)
        return {item: dossier.notices for item, dossier in made if dossier and dossier.notices}

    # What is below is for the store's other parts.

    def make(
        self,
        selected: Selected,
        topic: str,
        since: datetime | None = None,
        until: datetime | None = None,
        digest: str | None = None,
    ) -> Dossier | None:
        """Return the dossier of a selected item, with its changes in [since, until); None where it has no records."""
        item = next(iter(self._items.of([selected.item])), None)
        if item is None:
            return None
        ties = self.ties(item)
        item = _as_notice(item, ties)
        notices = {link.kind for link, _, _ in ties if is_notice(link, item)}
        return Dossier(
            item=item,
            score=self._score(item, topic),
            first_seen=self.first_seen(item.id),
            new=selected.new,
            changes=(*_nearer(selected, until), *self.changes_of([item.id], selected.revision, since, until)),
            links=ties,
            retracted=self._is_retracted(item, ties),
            paper_retracted=self._is_paper_retracted(item, ties),
            corrected=LinkKind.CORRECTS in notices or _says(item, RelationKind.CORRECTED_BY),
            questioned=LinkKind.CONCERN_ABOUT in notices or _says(item, RelationKind.CONCERN_IN),
            reinstated=LinkKind.REINSTATES in notices or (LinkKind.RETRACTS in notices and self._is_taken_back(item)),
            told=self._told(item.id, digest),
            revision=self.revision(),
        )

    def _is_retracted(self, item: Item, ties: Ties) -> bool:
        """Return whether a record of the item says so, or a notice that nothing has taken back."""
        if _says(item, RelationKind.RETRACTED_BY) or _is_withdrawn(item):
            return not _says(item, RelationKind.REINSTATED_BY)
        notices = {link.kind for link, _, _ in ties if is_notice(link, item)}
        stands = LinkKind.RETRACTS in notices and LinkKind.REINSTATES not in notices
        return stands and not self._is_taken_back(item)

    def _is_taken_back(self, item: Item) -> bool:
        """Return whether a source said that the item is retracted and says so no more."""
        row = self._connection.execute(
            """
            SELECT 1
            FROM change JOIN record ON record.id = change.record
            WHERE record.item = ? AND change.field = 'notices' AND change.before LIKE 'retracted by%' AND change.after = ''
            LIMIT 1
            """,
            (item.id,),
        ).fetchone()
        return row is not None

    def _is_paper_retracted(self, item: Item, ties: Ties) -> bool:
        """Return whether the item is the abstract or the preprint of a paper that is retracted."""
        if item.records[0].kind not in {Kind.ABSTRACT, Kind.PREPRINT}:
            return False
        own = {record.key for record in item.records}
        earlier = (
            tie for tie in ties if tie[0].kind is LinkKind.VERSION_OF and tie[0].inverse != (tie[0].subject in own)
        )
        papers = [other for _, other, _ in earlier if other is not None]
        return any(self._is_retracted(paper, self.ties(paper)) for paper in self._items.of(papers))

    def _score(self, item: Item, topic: str) -> Score:
        """Return the nearest tier's score; among equals that of the fullest record, whose text is shown."""
        rows = self._connection.execute(
            """
            SELECT record.source, record.source_id, score.body, score.tier, score.value, score.profile
            FROM record JOIN score ON score.record = record.id
            WHERE record.item = ? AND (? = '' OR score.topic = ?)
            """,
            (item.id, topic, topic),
        )
        scores = {(source, source_id): read_score(columns) for source, source_id, *columns in rows}
        ordered = [scores[record.key] for record in item.records if record.key in scores]
        return min(ordered, key=lambda score: score.tier.rank, default=_UNRATED)

    def changes_of(
        self, items: Sequence[int], revision: int, since: datetime | None, until: datetime | None
    ) -> tuple[Change, ...]:
        """Return the items' changes after a revision and within [since, until), oldest first.

        What changed and changed back in that time is one change, to where it stands at its end.
        """
        found: list[tuple[Any, ...]] = []
        for item in items:
            found += self._connection.execute(
                """
                SELECT change.record, change.field, change.before, change.after, change.seen, change.weight, change.note
                FROM change JOIN record ON record.id = change.record
                WHERE record.item = :item AND change.version > :revision
                    AND (:since IS NULL OR change.seen >= :since) AND (:until IS NULL OR change.seen < :until)
                ORDER BY change.id
                """,
                # After a revision, however early it was seen; else from the beginning of the period.
                {
                    "item": item,
                    "revision": revision,
                    "since": None if revision else since and moment(since),
                    "until": until and moment(until),
                },
            )
        read = ((record, attempt(_change, row, "a change")) for record, *row in found)
        changes = _ended((record, change) for record, change in read if change)
        return tuple(sorted(changes, key=lambda change: change.seen))

    def ties(self, item: Item) -> Ties:
        """Return the item's links to others, then others' links to it, each with the other item and its title."""
        outwards = self._connection.execute(
            f"""
            SELECT {_LINK}, (
                SELECT other.item
                FROM identifier JOIN record AS other ON other.id = identifier.record
                WHERE identifier.scheme = link.scheme AND identifier.value = link.value
                ORDER BY other.item = ?, instr(other.source_id, identifier.value) = 0, other.item
                LIMIT 1
            )
            FROM link JOIN record ON record.id = link.record
            WHERE record.item = ?
            ORDER BY link.id
            """,  # noqa: S608 - our own names
            (item.id, item.id),
        ).fetchall()
        inwards = [row for identifier in sorted(_all_ids(item)) for row in self._links_to(identifier)]
        rows = [row for row in (*outwards, *inwards) if row[-1] != item.id]
        read = {link: row[-1] for row in rows if (link := attempt(_link, row, "a link"))}
        told = ((self._told_apart(link, item, other), other) for link, other in read.items())
        ties = {judged: other for link, other in told if (judged := self._judged(link, item, other))}
        return tuple((link, other, self._called(link, other)) for link, other in _once(ties).items())

    def _told_apart(self, link: Link, item: Item, other: int | None) -> Link:
        """Return the tie; of two trials that each have a number of their own in one registry, that they share another's."""
        if link.kind is not LinkKind.SAME_TRIAL or other is None:
            return link
        ours, theirs = own_numbers(item), own_numbers(*self._items.of([other]))
        if not any(ours[scheme].isdisjoint(theirs[scheme]) for scheme in ours.keys() & theirs.keys()):
            return link
        because = f"{link.because}, and another trial's"
        return replace(link, kind=LinkKind.SHARES_NUMBER, because=because, confidence=min(link.confidence, _SHARED))

    def _judged(self, link: Link, item: Item, other: int | None) -> Link | None:
        """Return the tie as far as it stands, a notice's that is torn between works as a guess; None where it does not."""
        if link.kind not in NOTICE_KINDS or other is None:
            return link
        ends = (other, item.id) if _is_about(link, item) else (item.id, other)
        stands = self._guesses.stands(link, *ends)
        return None if stands is None else link if stands else replace(link, confidence=min(link.confidence, _GUESSED))

    def _links_to(self, identifier: Id) -> list[tuple[Any, ...]]:
        return self._connection.execute(
            f"""
            SELECT {_LINK}, record.item
            FROM link JOIN record ON record.id = link.record
            WHERE link.scheme = ? AND link.value = ?
            ORDER BY link.id
            """,  # noqa: S608 - our own names
            identifier,
        ).fetchall()

    def _called(self, link: Link, item: int | None) -> str:
        """Return what the other end of a tie is called: a mentioned trial by its acronym, anything else by its title."""
        others = self._items.of([item]) if item and link.kind is LinkKind.MENTIONS else ()
        trials = (record.trial for one in others for record in one.records if record.trial)
        row = self._connection.execute("SELECT title FROM document WHERE item = ?", (item,)).fetchone()
        return next((trial.acronym for trial in trials if trial.acronym), row[0] if row else "")

    def first_seen(self, item: int) -> datetime:
        """Return when the first of the item's records came."""
        row = self._connection.execute("SELECT min(first_seen) FROM record WHERE item = ?", (item,)).fetchone()
        return attempt(read_moment, row[0], "a time") or NEVER

    def _told(self, item: int, digest: str | None) -> datetime | None:
        """Return when a digest of this name, without a name any, first told the item; None where none did."""
        row = self._connection.execute(
            """
            SELECT count(*), min(digest.until)
            FROM told JOIN record ON record.id = told.record JOIN digest ON digest.id = told.digest
            WHERE record.item = :item AND (:digest IS NULL OR told.name = :digest)
            """,
            {"item": item, "digest": digest},
        ).fetchone()
        return (attempt(read_moment, row[1], "a time") or NEVER) if row[0] else None

    def revision(self) -> int:
        """Return how far the store is: it grows with each version of a record that is kept."""
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM version").fetchone()[0])


def notices(connection: Connection, items: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return what stands on these items of a database, for those on which anything does."""
    return Dossiers(connection, Items(connection, Index(connection))).notices(items)


def read_score(columns: Sequence[Any]) -> Score:
    """Return the score of a row (body, tier, value, profile): of its columns alone where the body is damaged."""
    body, tier, value, profile = columns
    whole = attempt(lambda text: decode(text, Score), body, "a score")
    rough = attempt(lambda tier: Score(tier=Tier(tier), value=value, profile=profile), tier, "a score")
    return whole or rough or _UNRATED


def is_notice(link: Link, item: Item) -> bool:
    """Return whether the link retracts, corrects, questions or reinstates this item for certain, whichever side says so."""
    return link.kind in NOTICE_KINDS and link.is_sure and _is_about(link, item)


def _is_about(link: Link, item: Item) -> bool:
    """Return whether the tie reads from another thing to this item, whichever side says so."""
    return link.inverse == any(link.subject == record.key for record in item.records)


def _once(ties: Mapping[Link, int | None]) -> dict[Link, int | None]:
    """Return the ties without the second of two things that are each other's twin, said from either side."""
    kept: dict[tuple[object, ...], Link] = {}
    for link, other in ties.items():
        mutual = link.kind in _MUTUAL and other is not None
        kept.setdefault((link.kind, other) if mutual else (link,), link)
    return {link: ties[link] for link in kept.values()}


def _as_notice(item: Item, ties: Ties) -> Item:
    """Return the item as a notice where its title has the mark of a retraction, and another item is what it retracts."""
    retracts = any(link.kind is LinkKind.RETRACTS and link.is_sure and not _is_about(link, item) for link, _, _ in ties)
    if not retracts or not all(is_marked(record.title) for record in item.records):
        return item
    return replace(item, records=tuple(replace(record, kind=Kind.NOTICE) for record in item.records))


def _says(item: Item, kind: RelationKind) -> bool:
    return any(relation.kind is kind for record in item.records for relation in record.relations)


def _is_withdrawn(item: Item) -> bool:
    """Return whether the type of a record, or the mark in its title, says that it is withdrawn."""
    types = {type_.casefold() for record in item.records for type_ in record.publication_types}
    works = (record for record in item.records if record.kind is not Kind.NOTICE)
    return bool(types & WITHDRAWN_TYPES) or any(is_marked(record.title) for record in works)


def _all_ids(item: Item) -> frozenset[Id]:
    return frozenset[Id]().union(*(names_of(record) for record in item.records))


def _link(row: tuple[Any, ...]) -> Link:
    kind, source, source_id, scheme, value, because, confidence, inverse, relation, _ = row
    return Link(
        kind=LinkKind(kind),
        subject=(source, source_id),
        object=Id(scheme, value),
        because=because,
        confidence=confidence,
        inverse=bool(inverse),
        relation=relation and RelationKind(relation),
    )


def _change(row: Sequence[str]) -> Change:
    field, before, after, seen, weight, note = row
    return Change(field=field, before=before, after=after, seen=read_moment(seen), weight=Weight(weight), note=note)


def _ended(changes: Iterable[tuple[int, Change]]) -> Iterator[Change]:
    """Yield the changes of each record; where a field comes back to what it was, one change that says how often."""
    fields: dict[tuple[int, str], list[Change]] = {}
    for record, change in changes:
        fields.setdefault((record, change.field), []).append(change)
    for told in fields.values():
        kept: list[list[Change]] = []
        for change in told:
            kept.append([change])
            back = next((n for n, run in enumerate(kept[:-1]) if _comes_back(kept[n:], change)), None)
            if back is not None:
                kept[back:] = [[one for run in kept[back:] for one in run]]
        yield from map(_summed, kept)


def _comes_back(runs: Sequence[Sequence[Change]], last: Change) -> bool:
    """Return whether each change goes on where the one before it ended, and the last ends where the first began."""
    steps = [change for run in runs for change in run]
    return last.after == steps[0].before and all(a.after == b.before for a, b in pairwise(steps))


def _summed(run: Sequence[Change]) -> Change:
    if len(run) == 1:
        return run[0]
    often = "twice" if len(run) == 2 else f"{len(run)} times"
    weight = min((change.weight for change in run), key=list(Weight).index)
    return replace(run[-1], before=run[0].before, weight=weight, note=f"changed {often}")


def _nearer(selected: Selected, until: datetime | None) -> tuple[Change, ...]:
    """Return the change of tier of an item that was reported with a lower tier than it has now."""
    told, now = selected.told_rank, selected.rank
    if told is None or now is None or until is None or now >= told:
        return ()
    tiers = list(Tier)
    return (
        Change(
            field="tier",
            before=tiers[told].value,
            after=tiers[now].value,
            seen=until,
            weight=Weight.HIGH,
            note="nearer to the question than when it was told",
        ),
    )

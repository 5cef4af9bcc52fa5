"""What is searched: one document an item, and the index kept in step with it.

``Index.refresh`` is the only writer of either. The index holds no text of its own, so it is told the old words
before it is given the new ones; ``Index.faults`` compares the two. Triggers would do the same for two
to three times the price.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

from watcher.errors import StoreError
from watcher.model import Item, Record, TrialFacts
from watcher.store.connection import Connection, writing
from watcher.store.rows import attempt, insert
from watcher.store.search import EVERYTHING, Filters, Hits, search
from watcher.store.vocabulary import going_on
from watcher.text import unspaced

SEARCHED = ("title", "abstract", "people", "venue", "ids", "terms")
_SHOWN = ("url", "published", "dated", "kind", "sources", "withdrawn")
COLUMNS = SEARCHED + _SHOWN
# Letters that are no accented form of another, so that the index does not fold them: "Cwikla" is to find "Ćwikła".
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


class Index:
    """The full-text index over all items."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def search(self, text: str, filters: Filters = EVERYTHING, *, sort: str = "relevance", limit: int = 20) -> Hits:
        """Return the items that match ``text`` and ``filters``; see ``watcher.store.search.search``."""
        return search(self._connection, text, filters, sort=sort, limit=limit)

    def going_on(self, start: str) -> tuple[str, ...]:
        """Return the words or phrases of the store that begin so; see ``watcher.store.vocabulary.going_on``."""
        return going_on(self._connection, start)

    def refresh(self, item: int, now_is: Item | None) -> None:
        """Bring the item's document in step with its records; None where it has none any more."""
        before = self._connection.execute(
            f"SELECT {', '.join(COLUMNS)} FROM document WHERE item = ?",  # noqa: S608 - our own names
            (item,),
        ).fetchone()
        after = document(now_is.records, *self._judged(item)) if now_is is not None else None
        if before == after:
            return
        if before is not None:
            self._forget(item, before)
        if after is not None:
            self._learn(item, after)

    def rebuild(self) -> None:
        """Make the whole index again from the documents, where ``faults`` finds the two at odds."""
        with writing(self._connection):
            self._connection.execute("INSERT INTO document_index (document_index) VALUES ('rebuild')")

    def faults(self) -> tuple[str, ...]:
        """Return what is wrong between documents, index and records, in words; () where they agree."""
        return (*self._disagreements(), *self._missing())

    def _disagreements(self) -> Iterator[str]:
        if not self._connection.writable:
            return
        try:
            with writing(self._connection):  # the check is spelt as a write
                insert(self._connection, "document_index", document_index="integrity-check", rank=1)
        except StoreError as error:
            yield f"the search index does not agree with its documents ({error}); `watcher doctor --mend` makes it again"

    def _missing(self) -> Iterator[str]:
        row = self._connection.execute(
            """
            SELECT
                (SELECT count(*) FROM (SELECT item FROM record EXCEPT SELECT item FROM document)),
                (SELECT count(*) FROM (SELECT item FROM document EXCEPT SELECT item FROM record))
            """
        ).fetchone()
        if any(row):
            yield f"{row[0]} items have records but no document, {row[1]} a document but no records"

    def _forget(self, item: int, before: tuple[str | int, ...]) -> None:
        old = dict(zip(SEARCHED, before, strict=False))
        insert(self._connection, "document_index", document_index="delete", rowid=item, **old)
        self._connection.execute("DELETE FROM document WHERE item = ?", (item,))

    def _learn(self, item: int, after: tuple[str | int, ...]) -> None:
        insert(self._connection, "document", item=item, **dict(zip(COLUMNS, after, strict=True)))
        insert(self._connection, "document_index", rowid=item, **dict(zip(SEARCHED, after, strict=False)))

    def _judged(self, item: int) -> tuple[list[str], bool]:
        """Return the tags that the item's scores give it, and whether all of its sources withdrew it."""
        rows = self._connection.execute(
            """
            SELECT record.withdrawn, score.tags
            FROM record LEFT JOIN score ON score.record = record.id
            WHERE record.item = ?
            """,
            (item,),
        ).fetchall()
        tags = sorted({str(tag) for _, listed in rows if listed for tag in attempt(json.loads, listed, "tags") or ()})
        return tags, all(withdrawn for withdrawn, _ in rows)


def document(records: tuple[Record, ...], tags: Iterable[str] = (), withdrawn: bool = False) -> tuple[str | int, ...]:
    """Return the document of these records, the fullest first, in the order of ``COLUMNS``."""
    lead = records[0]
    people = next((record.people for record in records if record.people), ())
    dates = sorted(record.published.iso for record in records if record.published)
    return (
        next((record.title for record in records if record.title), ""),
        max((record.text for record in records), key=len),
        "; ".join(person.name for person in people),
        _first(record.venue.title or record.venue.abbreviation or record.venue.meeting for record in records),
        _joined(str(identifier) for record in records for identifier in sorted(record.ids)),
        _joined(term for record in records for term in (*_terms(record), *tags)),
        _first(record.url for record in records),
        dates[0] if dates else "",
        min(filter(None, map(dated, records)), default=""),
        lead.kind.value,
        _joined(sorted(record.source for record in records)),
        int(withdrawn),
    )


def dated(record: Record) -> str:
    """Return the date that a thing of its kind has: of publication, else of a registration's posting or last change."""
    trial = record.trial
    posted = trial and (trial.first_posted or trial.last_update_posted)
    date = record.published or (posted and posted.date)
    return date.iso if date else ""


def paired(*texts: str) -> Iterator[str]:
    """Yield what is found of texts beyond their words: neighbours in writing without blanks, plain digits for raised ones."""
    for text in texts:
        if not text.isascii():
            yield from unspaced(text)
            yield from (unicodedata.normalize("NFKC", word) for word in _RAISED.findall(text))


_RAISED = re.compile(
    r"(?:(?=\w)[^\u00b2\u00b3\u00b9\u2070-\u2099\s]){0,20}+[\u00b2\u00b3\u00b9\u2070-\u2099]++\w{0,20}+"
)


def _terms(record: Record) -> Iterator[str]:
    yield from paired(record.title, record.original_title, record.text, record.venue.title)
    yield from paired(*(f"{person.family}{person.given}" for person in record.people), *record.keywords)
    yield from (
        record.title,
        record.original_title,
        record.venue.title,
        record.venue.abbreviation,
        record.venue.meeting,
    )
    yield from record.subjects
    yield from record.substances
    yield from record.keywords
    yield from record.publication_types
    for person in record.people:
        yield from (f"{person.given} {person.family}".strip().translate(_PLAIN_LETTERS), person.collective)
    if record.trial:
        yield from _trial_terms(record.trial)


def _trial_terms(trial: TrialFacts) -> Iterator[str]:
    yield from (trial.acronym, trial.official_title, trial.sponsor, trial.overall_status.replace("_", " "))
    yield from (*trial.conditions, *trial.collaborators, *trial.countries)
    for intervention in trial.interventions:
        yield from (intervention.name, intervention.description, *intervention.other_names)
    for arm in trial.arms:
        yield from (arm.label, arm.description)
    for outcome in (*trial.primary_outcomes, *trial.secondary_outcomes):
        yield outcome.measure


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))

"""Which parts of a registration changed when, from an address that ClinicalTrials.gov uses itself.

It is neither documented nor promised, so nothing may depend on it: where it does not answer as it used to,
there is simply no explanation. Its texts are escaped otherwise than those of the API: never compare the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sources import Client
from sources._json import count, decode, rows, word
from sources._registry import iso_date
from sources.clinicaltrials.ask import is_passing
from sources.clinicaltrials.words import words
from watcher.errors import FetchError
from watcher.model import PartialDate

BASE = "https://clinicaltrials.gov/api/int/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One version of a registration: its number from 0, its date, and the names of the parts that changed."""

    version: int
    date: PartialDate | None
    status: str
    modules: tuple[str, ...]


def revisions(number: str, client: Client, base: str = BASE) -> tuple[Revision, ...]:
    """Return the versions of a trial, oldest first; none where the address does not tell."""
    try:
        page = client.get(f"{base.rstrip('/')}/studies/{number}", {"history": "true"}, transient=is_passing)
        return tuple(_revisions(decode(page.body)))
    except (FetchError, ValueError):
        return ()


def _revisions(answer: object) -> Iterator[Revision]:
    for row in rows(answer, "history", "changes"):
        if (version := count(row, "version")) is not None:
            yield Revision(
                version=version,
                date=iso_date(word(row, "date")),
                status=word(row, "status"),
                modules=words(row, "moduleLabels"),
            )

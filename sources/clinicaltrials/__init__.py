"""ClinicalTrials.gov through its API, version 2: https://clinicaltrials.gov/data-api/api."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from sources import Client, Rereads
from sources._base import Base
from sources._literature import answer as read_answer
from sources.clinicaltrials.ask import Registry, in_dialect
from sources.clinicaltrials.study import ask_versions, read_studies, read_versions, tells_versions
from watcher.model import Id, Notice, Page, Piece, Query


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Trials that were updated in the window of the query, and the watched ones every time.

    The watched ones, and those that the query calls known, are read whatever their update date says: one real
    change in seven does not move it (a status set to UNKNOWN by the registry, an added reference). When that is due,
    the registry is asked last for its own versions of the watched ones, which explain what changed.
    """

    base_url: str = "https://clinicaltrials.gov/api/v2/"
    history_url: str = "https://clinicaltrials.gov/api/int/"  # not documented; "" asks for no versions
    page_size: int = 100  # studies of one request; 1,000 is the most

    name: ClassVar[str] = "clinicaltrials"
    title: ClassVar[str] = "ClinicalTrials.gov"
    pace: ClassVar[float] = 1.0  # no limit is documented; robots.txt asks for a second
    rereads: ClassVar[Rereads] = Rereads.WEEKLY
    windowed: ClassVar[bool] = False  # everything updated since, up to today

    def question(self, query: Query) -> str:
        """Return the expression of the search; the dates go beside it."""
        return in_dialect(query)

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Search, then read the watched and known trials that the search did not bring.

        A number that the registry does not have is said; a watched one makes the run partial. What becomes of
        the versions never does.
        """
        registry = Registry(client, self.base_url.rstrip("/"), self.page_size)
        found: set[str] = set()
        if expression := self.question(query):
            yield from registry.search(expression, query.since, found)
        watched = _numbers(query.watched)
        known = _numbers(query.known)
        wanted = [number for number in dict.fromkeys((*watched, *known)) if number not in found]
        yield from registry.studies(wanted, watched, known, min(found, default=""))
        if query.reread and self.history_url:
            yield from ask_versions(watched, client, self.history_url)

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read the studies of a search, of a list of them, the one study of its own address, or a trial's versions."""
        if page.unchanged:
            return
        answer = read_answer(page, self.name)
        yield from read_versions(answer, page) if tells_versions(answer) else read_studies(answer, page)


def _numbers(ids: Iterable[Id]) -> tuple[str, ...]:
    return tuple(id_.value.upper() for id_ in ids if id_.scheme == "nct")

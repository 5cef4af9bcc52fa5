"""PubMed through NCBI's E-utilities: https://www.ncbi.nlm.nih.gov/books/NBK25499/."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from sources import Base, Client, Rereads
from sources.pubmed.fetch import Fetch
from sources.pubmed.page import read_page
from sources.pubmed.search import Search, in_dialect, needed, windows
from watcher.model import Notice, Page, Piece, Query


@dataclass(frozen=True, kw_only=True)
class Source(Base):
    """Everything created or changed in PubMed in the window of the query, as whole records.

    A record is looked for by its day of creation and by that of its last change; the day of publication is
    no use as a window, and the entry date is set back for records that come late.
    https://www.nlm.nih.gov/pubs/techbull/nd08/nd08_pm_new_date_field.html
    """

    base_url: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
    contact: str = ""  # sent as ``email``, as NCBI asks
    api_key: str = field(default="", repr=False)  # goes by POST only, so that no address holds it
    batch: int = 200  # records of one request

    name: ClassVar[str] = "pubmed"
    title: ClassVar[str] = "PubMed"
    rereads: ClassVar[Rereads] = Rereads.WEEKLY  # of deletions and merges nothing else tells
    windowed: ClassVar[bool] = True
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({"api_key": "NCBI_API_KEY"})

    @property
    def pace(self) -> float:
        """Return the seconds between two requests: NCBI allows 3 a second, 10 with a key."""
        # 0.37 s, not 0.33: a third of a second now and then met the limit (see Bio.Entrez).
        return 0.11 if self.api_key else 0.37

    def question(self, query: Query) -> str:
        """Return the search term; the dates go beside it."""
        return in_dialect(query)

    def pages(self, query: Query, client: Client) -> Iterator[Page | Notice]:
        """Search both windows, then fetch each record once, and those that we know; what does not come is said."""
        search = Search(client, self._address("esearch"), self._etiquette(), self.question(query), needed(query))
        fetch = Fetch(client, self._address("efetch"), self._etiquette(), self.batch)
        found: dict[str, None] = {}
        for window in windows(query):
            found.update(dict.fromkeys((yield from search.ids(window))))
        yield Notice(announced=len(found))
        yield from fetch.pages(list(found))
        known = [i.value for i in query.known if i.scheme == "pmid" and i.value not in found]
        yield from fetch.known(known, next(iter(found), ""))
        fetch.patience.end()

    def parse(self, page: Page) -> Iterator[Piece]:
        """Read the records of an efetch answer, or of any file of that format."""
        return read_page(page)

    def _address(self, utility: str) -> str:
        return f"{self.base_url.rstrip('/')}/{utility}.fcgi"

    def _etiquette(self) -> dict[str, str]:
        fields = {"db": "pubmed", "tool": "evidence-watcher", "email": self.contact, "api_key": self.api_key}
        return {name: value for name, value in fields.items() if value}

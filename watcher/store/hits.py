"""What a search answers with."""

from collections.abc import Iterable
from typing import NamedTuple, Self

MOST_TOLD = 10_000  # hits that are counted where filters have to look at each; one more stands for any number
TIERS = ("watched", "core", "related", "adjacent", "off")  # of watcher.model.Tier, which is not loaded here


class Hit(NamedTuple):
    """One item as a list shows it. ``notices`` says first that it is retracted, corrected or doubted.

    ``snippet`` is of the abstract, and marks what matched with [ and ].
    """

    notices: tuple[str, ...]
    item: int
    title: str
    url: str
    authors: str  # "Singh S, Halperin D, Myrehaug S, et al."
    venue: str
    published: str  # ISO, as precise as known
    dated: str  # the date that its kind has: of publication, or of a registration's first posting
    kind: str
    tier: str  # "" where no topic has rated it
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    ids: tuple[str, ...]  # "pmid:38229085"
    snippet: str  # "" where no text was searched for, or the abstract does not have it
    score: float  # higher is better; 0 where no text was searched for
    missing: tuple[str, ...] = ()  # words of the query that it does not have
    thread: int = (
        0  # the first item of the list that it belongs with, itself where it is that one; 0 where it stands alone
    )


class Unread(NamedTuple):
    """A record that came and could not be understood, for a person to read."""

    source: str
    source_id: str
    title: str
    url: str
    reason: str


class Hits(tuple[Hit, ...]):  # noqa: SLOT001 - a tuple that has attributes can have no slots
    """The best hits in their order, and what a list of them has to say of the rest.

    ``total`` is how many there are, shown or not; ``nearest`` how many of these have not all of the words; ``undated``
    how many match but for the dates, of which they have none; ``unread`` are matching records that could not be
    understood, of which nothing but their words is known; ``remarks`` say in sentences how the query was read.
    """

    total: int
    nearest: int
    undated: int
    unread: tuple[Unread, ...]
    remarks: tuple[str, ...]

    def __new__(  # noqa: PLR0913 - one for each attribute
        cls,
        hits: Iterable[Hit] = (),
        *,
        total: int = 0,
        nearest: int = 0,
        undated: int = 0,
        unread: tuple[Unread, ...] = (),
        remarks: tuple[str, ...] = (),
    ) -> Self:
        """Put the rest beside the hits."""
        made = super().__new__(cls, hits)
        made.total, made.nearest, made.undated, made.unread, made.remarks = total, nearest, undated, unread, remarks
        return made

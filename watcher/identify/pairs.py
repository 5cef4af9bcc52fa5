"""Two records side by side: in what they agree, in what they differ, what is not known."""

from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz.distance import Indel

from watcher.identify.features import Features, base_doi
from watcher.identify.titles import Likeness, compare_titles, same_word
from watcher.identify.venues import Pages, compare_venues


class Dois(Enum):
    """How the DOIs of two records compare."""

    UNKNOWN = auto()  # one has none, or what they share is a container
    EQUAL = auto()
    VERSION = auto()  # equal but for the version
    OTHER = auto()  # two DOIs of one registrant
    FOREIGN = auto()  # two DOIs of two registrants


@dataclass(frozen=True, slots=True)
class Pair:
    """How two records compare; None is "not known", which speaks neither for nor against."""

    one: Features
    other: Features
    likeness: Likeness
    dois: Dois
    certain: str  # the words for an identifier that settles it, "" where there is none
    names: float | None  # of the shorter list, the part that the other has too
    years: int | None  # apart
    venue: float | None  # 1 the same, 0.5 one within the other, 0 unlike
    volume: bool | None
    issue: bool | None
    first_page: bool | None
    last_page: bool | None
    abstract: float | None  # likeness of the beginnings, 0 to 1


def compare(one: Features, other: Features, containers: frozenset[str] = frozenset()) -> Pair:
    """Return the two records side by side; a DOI among ``containers`` says nothing."""
    likeness = _likeness(one, other)
    first_page, last_page = compare_pages(one.pages, other.pages)
    return Pair(
        one=one,
        other=other,
        likeness=likeness,
        dois=_compare_dois(one.dois - containers, other.dois - containers),
        certain=_certain(one, other),
        names=_compare_names(one.names, other.names, likeness),
        years=abs(one.year - other.year) if one.year and other.year else None,
        venue=compare_venues(*sorted((one.venue, other.venue))) if one.venue and other.venue else None,
        volume=_compare_volumes(one, other),
        issue=bool(one.issue & other.issue) if one.issue and other.issue else None,
        first_page=first_page,
        last_page=last_page,
        abstract=_compare_abstracts(one.abstract, other.abstract),
    )


def _likeness(one: Features, other: Features) -> Likeness:
    """Compare the titles; a translation is also known by its original."""
    if one.original and one.original in {other.title.key, other.original}:
        return Likeness.EQUAL
    if other.original and other.original == one.title.key:
        return Likeness.EQUAL
    return compare_titles(one.title, other.title)


def _certain(one: Features, other: Features) -> str:
    if one.pmids & other.pmids:
        return "same PMID"
    if one.trials & other.trials:
        return "same registry number"
    shared = one.others & other.others
    return f"same {min(shared).scheme}" if shared else ""


def _compare_dois(one: frozenset[str], other: frozenset[str]) -> Dois:
    if not one or not other:
        return Dois.UNKNOWN
    if one & other:
        return Dois.EQUAL
    if {*map(base_doi, one)} & {*map(base_doi, other)}:
        return Dois.VERSION
    registrants = {doi.partition("/")[0] for doi in one} & {doi.partition("/")[0] for doi in other}
    return Dois.OTHER if registrants else Dois.FOREIGN


def _compare_names(one: frozenset[str], other: frozenset[str], likeness: Likeness) -> float | None:
    if not one or not other:
        return None
    shorter = min(len(one), len(other))
    share = len(one & other) / shorter
    if share >= 0.5 or shorter > _MANY or likeness is Likeness.UNLIKE:
        return share
    misspelt = sum(any(same_word(name, twin) for twin in other - one) for name in one - other)
    return min(1.0, share + misspelt / shorter)


_MANY = 12  # names: among more, an agreement in spelling says little


def _compare_volumes(one: Features, other: Features) -> bool | None:
    """Compare volumes; a database that took the issue for the volume disagrees about nothing."""
    if not one.volume or not other.volume:
        return None
    if one.volume & other.volume:
        return True
    return None if one.volume & other.issue or other.volume & one.issue else False


_ARTICLE_NUMBER = 5  # digits: no journal has that many pages in a volume


def compare_pages(one: Pages, other: Pages) -> tuple[bool | None, bool | None]:
    """Return whether the first, and the last, page agree; an article number is no page, nor is 1 of an early view."""
    if not one.first or not other.first:
        return None, None
    if one.first == other.first:
        return True, (one.last == other.last if one.last and other.last else None)
    if _counts(one) != _counts(other) or 1 in {one.first, other.first}:
        return None, None
    if one.letters == other.letters and (
        one.first <= other.first <= one.last or other.first <= one.first <= other.last
    ):
        return None, None
    return False, False


def _counts(pages: Pages) -> bool:
    """Return whether it is a number of an article, not a page."""
    return pages.letters in {"e", "c", "cd", "id", "o", "m", "n"} or pages.first >= 10**_ARTICLE_NUMBER


def _compare_abstracts(one: str, other: str) -> float | None:
    if len(one) < 60 or len(other) < 60:
        return None
    return 1.0 if one == other else Indel.normalized_similarity(one, other)

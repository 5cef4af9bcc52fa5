"""Two records side by side: in what they agree, in what they differ, what is not known."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from watcher.identify.features import Features
from watcher.identify.titles import Likeness, compare_titles, same_word
from watcher.identify.venues import Pages, compare_venues, is_translation
from watcher.ids.found import versioned
from watcher.model import Kind


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
    certain: str  # the words for an identifier that settles it where nothing contradicts, "" where there is none
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
    pair = Pair(
        one=one,
        other=other,
        likeness=likeness,
        dois=_compare_dois(one.dois - containers, other.dois - containers),
        certain="",
        names=_compare_names(one.names, other.names, likeness),
        years=abs(one.year - other.year) if one.year and other.year else None,
        venue=_compare_venues(one.venue, other.venue),
        volume=_compare_volumes(one, other),
        issue=bool(one.issue & other.issue) if one.issue and other.issue else None,
        first_page=first_page,
        last_page=last_page,
        abstract=_compare_abstracts(one, other, likeness),
    )
    certain = _certain(pair)
    return replace(pair, certain=certain) if certain else pair


def _likeness(one: Features, other: Features) -> Likeness:
    """Compare the titles; a translation is also known by its original."""
    if one.original and one.original in {other.title.key, other.original}:
        return Likeness.EQUAL
    if other.original and other.original == one.title.key:
        return Likeness.EQUAL
    likeness = compare_titles(one.title, other.title)
    if likeness in {Likeness.UNLIKE, Likeness.NUMBERED} and is_translation(one.release, other.release):
        return Likeness.TRANSLATED
    return likeness


ALIKE = frozenset({Likeness.EQUAL, Likeness.MISSPELT, Likeness.CONTAINED})


def _certain(pair: Pair) -> str:
    one, other = pair.one, pair.other
    if one.pmids & other.pmids:
        return "same PMID"
    if one.trials & other.trials:
        return "same registry number"
    shared = one.others & other.others
    if shared and (min(shared).scheme != "url" or _one_page(pair)):
        return f"same {min(shared).scheme}"
    if pair.dois is Dois.EQUAL and _own_doi(pair):
        return "same DOI"
    if pair.dois is Dois.VERSION and one.kind == other.kind == Kind.PREPRINT and (pair.names or 0) >= 0.5:
        return "versions of one preprint"
    return ""


def _one_page(pair: Pair) -> bool:
    """Return whether two things at one address are one: a newsroom links all that it says to one page."""
    days = abs(pair.one.day - pair.other.day) if pair.one.day and pair.other.day else 0
    return pair.likeness in ALIKE and (Kind.NEWS not in {pair.one.kind, pair.other.kind} or days <= SAME_NEWS)


SAME_NEWS = 3  # days between the first and the last wire that carries a release


def _own_doi(pair: Pair) -> bool:
    """Return whether a DOI that both have is the work's own, not that of a volume in which both stand."""
    one, other = pair.one, pair.other
    if one.title.label != other.title.label or one.title.generic or other.title.generic:
        return False
    if pair.first_page is False and (
        one.supplement or other.supplement or max(one.pages.span, other.pages.span) < SEVERAL
    ):
        return False  # abstracts of one volume
    if pair.likeness in ALIKE:
        return pair.names is None or pair.names >= 0.25
    short = pair.first_page and max(one.pages.span, other.pages.span) < SEVERAL
    apart = pair.likeness is Likeness.NUMBERED or pair.first_page is False or (one.supplement and other.supplement)
    return not apart and not short and (pair.names or 0) >= 0.5


SEVERAL = 2  # pages between the first and the last: abstracts and letters are shorter


def strangers(one: Features, other: Features) -> bool:
    """Return whether the authors of both are known and nobody is among both."""
    return bool(one.names and other.names and not one.names & other.names)


def _compare_dois(one: frozenset[str], other: frozenset[str]) -> Dois:
    if not one or not other:
        return Dois.UNKNOWN
    if one & other:
        return Dois.EQUAL
    if {versioned(doi)[0] for doi in one} & {versioned(doi)[0] for doi in other}:
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


def _compare_venues(one: str, other: str) -> float | None:
    """Compare venues; names in two scripts ("中华肿瘤杂志") may be one journal's."""
    if not one or not other:
        return None
    likeness = compare_venues(*sorted((one, other)))
    return None if not likeness and in_two_scripts(one, other) else likeness


def in_two_scripts(one: str, other: str) -> bool:
    """Return whether one text is in Chinese, Japanese, Korean, Cyrillic or another script, and the other in Latin letters."""
    return (max(one, default="") > _LATIN) != (max(other, default="") > _LATIN)


_LATIN = "\u036f"


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


def slip_of_pages(one: Pages, other: Pages) -> bool:
    """Return whether two ranges differ by a slip of the pen in the first page: the last, where both say it, is the same."""
    if one.last and other.last:
        return one.last == other.last
    first, second = str(one.first), str(other.first)
    return len(first) == len(second) and (Levenshtein.distance(first, second) == 1 or sorted(first) == sorted(second))


def _counts(pages: Pages) -> bool:
    """Return whether it is a number of an article, not a page."""
    return pages.letters not in _PAGES_OF or pages.first >= 10**_ARTICLE_NUMBER


# Letters of supplements and parts.
_PAGES_OF = frozenset({"", "s", "p", "pp", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "x"})


def _compare_abstracts(one: Features, other: Features, likeness: Likeness) -> float | None:
    """Compare the beginnings; of news the shorter with its place in the other, for wires cut them and put a line before."""
    if len(one.abstract) < 60 or len(other.abstract) < 60:
        return None
    if likeness is Likeness.TRANSLATED:
        return None
    if one.kind == other.kind == Kind.NEWS:
        return fuzz.partial_ratio(one.abstract, other.abstract) / 100
    return 1.0 if one.abstract == other.abstract else Indel.normalized_similarity(one.abstract, other.abstract)

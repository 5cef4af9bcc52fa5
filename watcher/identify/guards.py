"""What forbids a merge, whatever the similarity."""

from collections.abc import Callable

from watcher.identify.pairs import ALIKE, SEVERAL, Dois, Pair, slip_of_pages
from watcher.identify.titles import Likeness
from watcher.model import Kind
from watcher.notices import NOTICES


def never(pair: Pair) -> str:
    """Return why the two records are not one thing, whatever identifiers they share; "" where nothing forbids it."""
    return next((words for guard in _NEVER if (words := guard(pair))), "")


def veto(pair: Pair) -> str:
    """Return why the two records are not one thing, unless an identifier says so; "" where nothing forbids it."""
    return next((words for guard in _UNLESS_CERTAIN if (words := guard(pair))), "")


def contradiction(pair: Pair) -> str:
    """Return what speaks against an identifier that both have: no number is surer than title and authors together."""
    if (
        pair.one.trials
        or pair.likeness not in _OTHER_TITLES
        or pair.one.title.key.isascii() != pair.other.title.key.isascii()
    ):
        return ""
    if pair.names is not None:
        return "other title and authors" if pair.names < _FEW and not whole_range(pair) else ""
    elsewhere = pair.venue == 0 and (pair.years or False in {pair.volume, pair.first_page})
    return "other title, venue and place" if elsewhere else ""


_OTHER_TITLES = frozenset({Likeness.UNLIKE, Likeness.ALTERED, Likeness.NUMBERED})
_FEW = 0.25  # of the names of the shorter list


def twins(pair: Pair) -> bool:
    """Return whether two records with two PMIDs agree in all else: a database may hold a paper twice."""
    alike = pair.likeness in ALIKE and (pair.names is None or pair.names >= 0.5)
    one_place = pair.dois is Dois.EQUAL or (same_place(pair) and pair.dois is not Dois.OTHER and not pair.years)
    return (
        alike
        and one_place
        and _two_pmids(pair) != ""
        and not any(guard(pair) for guard in _NEVER if guard is not _two_pmids)
    )


def _two_pmids(pair: Pair) -> str:
    one, other = pair.one.pmids - pair.one.strays, pair.other.pmids - pair.other.strays
    return "two PMIDs" if one and other and not one & other else ""


def _two_registrations(pair: Pair) -> str:
    one, other = pair.one.trials, pair.other.trials
    return "two registry numbers" if one and other and not one & other else ""


def _registration_and_publication(pair: Pair) -> str:
    return _one_is(pair, Kind.REGISTRATION)


def _one_is(pair: Pair, kind: Kind) -> str:
    if (pair.one.kind == kind) == (pair.other.kind == kind):
        return ""
    other = pair.other.kind if pair.one.kind == kind else pair.one.kind
    return f"{kind.value} and {other.value}"


def _preprint_and_article(pair: Pair) -> str:
    return _one_is(pair, Kind.PREPRINT) if pair.dois is not Dois.EQUAL else ""


def _news_and_other(pair: Pair) -> str:
    return _one_is(pair, Kind.NEWS)


def _notice_and_work(pair: Pair) -> str:
    alike = pair.dois is Dois.EQUAL or pair.one.title.label == pair.other.title.label != ""
    return "" if alike else _one_is(pair, Kind.NOTICE)


def _other_label(pair: Pair) -> str:
    """Return why a correction, a reply or a protocol is not the work whose title it has."""
    one, other = pair.one.title.label, pair.other.title.label
    if one == other or Likeness.UNKNOWN is pair.likeness:
        return ""
    if not {one, other} & NOTICES and (pair.dois is Dois.EQUAL or same_place(pair)):
        return ""
    return f"{one or 'work'} and {other or 'work'}"


def _abstract_and_article(pair: Pair) -> str:
    kinds = {pair.one.kind, pair.other.kind}
    if kinds != {Kind.ABSTRACT, Kind.ARTICLE} or pair.dois is Dois.EQUAL or same_place(pair):
        return ""
    return "meeting abstract and article"


def _supplement_and_issue(pair: Pair) -> str:
    """Return why an abstract in a supplement is not the paper in an issue."""
    if pair.one.supplement == pair.other.supplement or pair.dois is Dois.EQUAL:
        return ""
    elsewhere = False in {pair.volume, pair.first_page} or (pair.years and not pair.first_page)
    return "supplement and issue" if elsewhere else ""


def _marked_and_another(pair: Pair) -> str:
    """Return why a title with the mark of a retraction, under a DOI of its own, is the notice and not the work."""
    return "a mark, and another DOI" if pair.dois is Dois.OTHER and pair.one.marked != pair.other.marked else ""


def _neighbours(pair: Pair) -> str:
    """Return why two abstracts of one supplement are two: a group often sends several that differ in a word."""
    both = pair.one.supplement and pair.other.supplement
    return "two abstracts of a supplement" if both and pair.likeness is Likeness.ALTERED else ""


def _other_numbers(pair: Pair) -> str:
    return Likeness.NUMBERED.value if pair.likeness is Likeness.NUMBERED else ""


def _other_place(pair: Pair) -> str:
    if pair.first_page is False and (False in {pair.volume, pair.issue} or not _misstated(pair)):
        return "other pages"
    return "other venue and volume" if pair.volume is False and pair.venue == 0 and not pair.first_page else ""


def _misstated(pair: Pair) -> bool:
    """Return whether pages may differ by mistake: by a slip of the pen, or one is no page but a number in the issue."""
    one, other = pair.one.pages, pair.other.pages
    return bool(one.last) != bool(other.last) or slip_of_pages(one, other)


def _two_dois(pair: Pair) -> str:
    """Return why two DOIs of one registrant, in two places, are two works: a registrant gives a work one DOI."""
    if pair.dois is not Dois.OTHER:
        return ""
    elsewhere = False in {pair.volume, pair.first_page, pair.issue} or bool(pair.years)
    return "two DOIs of one publisher" if elsewhere else ""


def _another_edition(pair: Pair) -> str:
    """Return why the version of a review is not the one before: Cochrane keeps the number and changes DOI and issue."""
    if pair.dois is Dois.EQUAL or Kind.PREPRINT in {pair.one.kind, pair.other.kind}:
        return ""
    numbered = pair.first_page and pair.one.pages.letters == pair.other.pages.letters == "cd"
    updated = pair.dois is Dois.VERSION or (numbered and (pair.years or 0) >= _UPDATED)
    return "another version of the review" if updated else ""


_UPDATED = 2  # years: of less one version may be dated twice, where no DOI tells which it is


def _column(pair: Pair) -> str:
    """Return why a title like "Editorial", which comes back in every issue, is not enough without the same place."""
    if not (pair.one.title.generic or pair.other.title.generic) or pair.dois is Dois.EQUAL:
        return ""
    known = (pair.first_page and pair.issue is not False) or (
        pair.issue and pair.first_page is None and pair.likeness is Likeness.EQUAL
    )
    settled = pair.volume and known and (pair.names is None or pair.names >= 0.5)
    return "" if settled else "a title that returns in every issue"


def _unlike(pair: Pair) -> str:
    """Return why unlike titles are two works, unless they fill the same pages of one volume, as a translated title does."""
    if pair.likeness is not Likeness.UNLIKE:
        return ""
    return "" if whole_range(pair) and not (pair.one.supplement or pair.other.supplement) else "unlike titles"


def whole_range(pair: Pair) -> bool:
    """Return whether both fill the same pages of the same volume, and more than an abstract does."""
    return bool(pair.volume and pair.first_page and pair.last_page) and pair.one.pages.span >= SEVERAL


def same_place(pair: Pair) -> bool:
    """Return whether both stand on the same page of the same volume."""
    return bool(pair.first_page and pair.volume and pair.venue != 0)


_NEVER: tuple[Callable[[Pair], str], ...] = (
    _two_pmids,
    _two_registrations,
    _registration_and_publication,
    _news_and_other,
)
_UNLESS_CERTAIN: tuple[Callable[[Pair], str], ...] = (
    _preprint_and_article,
    _notice_and_work,
    _other_label,
    _abstract_and_article,
    _supplement_and_issue,
    _marked_and_another,
    _neighbours,
    _other_numbers,
    _other_place,
    _two_dois,
    _another_edition,
    _column,
    _unlike,
)

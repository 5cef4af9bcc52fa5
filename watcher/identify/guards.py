"""What forbids a merge, whatever the similarity."""

from collections.abc import Callable

from watcher.identify.features import Features
from watcher.identify.pairs import Dois, Pair
from watcher.identify.titles import Likeness
from watcher.model import Kind
from watcher.notices import NOTICES


def veto(pair: Pair) -> str:
    """Return why the two records are not one thing, in words; "" where nothing forbids it."""
    for guard in _ALWAYS:
        if words := guard(pair):
            return words
    if pair.certain:
        return ""
    return next((words for guard in _UNLESS_CERTAIN if (words := guard(pair))), "")


def _two_pmids(pair: Pair) -> str:
    one, other = pair.one.pmids, pair.other.pmids
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


def _other_numbers(pair: Pair) -> str:
    return Likeness.NUMBERED.value if pair.likeness is Likeness.NUMBERED else ""


def _other_place(pair: Pair) -> str:
    if pair.dois is Dois.EQUAL:
        return ""
    if pair.volume is False and pair.first_page is False:
        return "other volume and pages"
    return "other venue and volume" if pair.volume is False and pair.venue == 0 and not pair.first_page else ""


def _two_dois(pair: Pair) -> str:
    """Return why two DOIs of one registrant, in two places, are two works: a registrant gives a work one DOI."""
    if pair.dois is not Dois.OTHER:
        return ""
    elsewhere = False in {pair.volume, pair.first_page, pair.issue} or bool(pair.years)
    return "two DOIs of one publisher" if elsewhere else ""


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
    place = whole_range(pair)
    known = pair.dois is Dois.EQUAL and (pair.names or 0) >= 0.5 and pair.first_page is not False
    long = max(_span(pair.one), _span(pair.other)) >= _SEVERAL
    supplement = pair.one.supplement or pair.other.supplement
    return "" if (place or known) and long and not supplement else "unlike titles"


def whole_range(pair: Pair) -> bool:
    """Return whether both fill the same pages of the same volume, and more than an abstract does."""
    return bool(pair.volume and pair.first_page and pair.last_page) and _span(pair.one) >= _SEVERAL


_SEVERAL = 2  # pages between the first and the last: abstracts and letters are shorter


def _span(features: Features) -> int:
    return features.pages.last - features.pages.first


def same_place(pair: Pair) -> bool:
    """Return whether both stand on the same page of the same volume."""
    return bool(pair.first_page and pair.volume and pair.venue != 0)


_ALWAYS: tuple[Callable[[Pair], str], ...] = (
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
    _other_numbers,
    _other_place,
    _two_dois,
    _column,
    _unlike,
)

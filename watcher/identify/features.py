"""The features by which records are compared, prepared once, and the keys under which they are filed: only records that share a key are compared."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from watcher.dates import within_calendar
from watcher.identify.titles import NO_TITLE, Title, read_title, romanised
from watcher.identify.venues import Pages, Release, is_supplement, numbers, read_pages, read_release, read_venue
from watcher.ids import is_preprint
from watcher.ids.found import TRIAL_SCHEMES, find_trials, versioned
from watcher.model import Id, Kind, Person, Record
from watcher.notices import announced, is_marked

_NAME = re.compile(r"[^\W\d_]+")
_NO_NAMES = frozenset(
    "and the anonymous unknown none nan null group others jun jnr prof van von der den del dos das".split()
)
# A registry's row as bibliographic databases pass it on: the "journal" is the registry or its address.
_REGISTRY = re.compile(
    r"clinicaltrials\.gov|trialsearch|isrctn|clinicaltrialsregister|euctr|eudract|ictrp|chictr|drks|anzctr|jrct|umin-?ctr|\bctri\b|trialregister"
)
_BEGINNING = 300  # letters of an abstract that are compared: databases cut and annotate its end


@dataclass(frozen=True, slots=True)
class Features:
    """A record prepared for comparing with many others."""

    key: tuple[str, str]
    kind: Kind
    title: Title
    names: frozenset[str]  # every name of three letters and more, whoever's and whichever part
    year: int  # 0 where unknown
    venue: str
    volume: frozenset[int]
    issue: frozenset[int]
    pages: Pages
    supplement: bool
    pmids: frozenset[str]
    strays: frozenset[str]  # those of the PMIDs that are another record's, see ``gathering``
    dois: frozenset[str]
    trials: frozenset[Id]  # a registration's own identifiers
    others: frozenset[Id]  # PMCIDs, preprint ids, addresses: equal ones tell the same thing
    abstract: str
    day: int  # the date of publication as a number of days, 0 where it is not known to the day
    original: str
    leader: str  # the longest name of the first author
    marked: bool  # as retracted or withdrawn, in its title
    release: Release
    about: Title  # the title that a notice announces
    cited: tuple[tuple[int, int, int], ...]  # volume, first page and year of what it is stated to be about

    @property
    def stated(self) -> tuple[object, ...]:
        """Return all that it says of itself besides identifiers: sparse records are the same by saying the same."""
        return self.title.key, self.names, self.year, self.venue, self.volume, self.issue, self.pages


@lru_cache(maxsize=2_000)
def prepare(record: Record) -> Features:
    """Return the features of the record; they are cached, since records that come one by one are compared with the same ones again and again."""
    dois = frozenset(found.value for found in record.ids if found.scheme == "doi")
    place = record.venue
    venue = place.title or place.abbreviation or place.meeting
    year = within_calendar(record.published) or within_calendar(record.issued)
    volume = numbers(place.volume) - {year.year if year else 0}
    trials = _own_trials(record, venue)
    return Features(
        key=record.key,
        kind=_kind(record, venue, dois, trials),
        title=_title(record.title, venue),
        names=_names(record.people),
        year=year.year if year else 0,
        venue=venue,
        volume=volume,
        issue=numbers(place.issue),
        pages=read_pages(place.pages) if place.pages else Pages(),
        supplement=is_supplement(place.issue, place.volume, venue),
        pmids=frozenset(found.value for found in record.ids if found.scheme == "pmid"),
        strays=frozenset(),
        dois=dois,
        trials=trials,
        others=frozenset(found for found in record.ids if found.scheme in {"pmcid", "ppr", "url"}),
        abstract=_beginning(record),
        day=year.earliest.toordinal() if year and year.day else 0,
        original=read_title(record.original_title).key if record.original_title else "",
        leader=_leader(record.people),
        marked=is_marked(record.title),
        release=read_release(record),
        about=_about(record),
        cited=tuple(_cited(record)),
    )


def _about(record: Record) -> Title:
    said = announced(record.title)
    return read_title(said.about) if said and said.about else NO_TITLE


# "Endocrine. 2020 Mar;80(2):1-9", as PubMed cites a work whose number it does not give.
_CITATION = re.compile(
    r"\b((?:19|20)\d\d)\b[^;\n]{0,20};\s?(\d{1,4})(?:\([^()]{1,20}\))?:\s?[a-z]?(\d{1,7})", re.IGNORECASE
)


def _cited(record: Record) -> Iterator[tuple[int, int, int]]:
    texts = (relation.id.value for relation in record.relations if relation.id.scheme == "citation")
    for found in filter(None, map(_CITATION.search, texts)):
        yield int(found[2]), int(found[3]), int(found[1])


def _title(text: str, venue: str) -> Title:
    """Return the title prepared; what only repeats the venue's name is the head of a page, not a title."""
    title = read_title(text) if text else NO_TITLE
    if not venue or len(title.words) < 3 or not title.key:
        return title
    spoken = _venue_letters(venue)
    strange = [word for word in title.words if word not in _PAGE_HEAD and not word.isdigit() and word not in spoken]
    return NO_TITLE if sum(map(len, strange)) <= 0.2 * len(title.key) else title


_PAGE_HEAD = frozenset(
    "volume vol issue no number paper article research abstract special section editorial contents the".split()
)


@lru_cache(maxsize=4_000)
def _venue_letters(venue: str) -> str:
    """Return the venue's name as one word, in which the pieces of a badly read page head are found."""
    return "".join(read_venue(venue).words)


def _kind(record: Record, venue: str, dois: Iterable[str], trials: frozenset[Id]) -> Kind:
    """Return what the record is, by its place where the source did not know."""
    if trials or (venue and _REGISTRY.search(venue.lower())):
        return Kind.REGISTRATION
    if record.kind in {Kind.ARTICLE, Kind.OTHER} and (any(map(is_preprint, dois)) or read_venue(venue).preprint):
        return Kind.PREPRINT
    return record.kind


def _own_trials(record: Record, venue: str) -> frozenset[Id]:
    """Return a registration's own identifiers: the one that is its key in the source, else all of them.

    A registry's row names its twins in other registries too; those are other rows.
    """
    if record.kind != Kind.REGISTRATION and not (venue and _REGISTRY.search(venue.lower())):
        return frozenset()
    given = frozenset(found for found in record.ids if found.scheme in TRIAL_SCHEMES)
    own = frozenset(found for found in given if found.value.lower() in record.source_id.lower())
    return own or given or find_trials(" ".join((venue, record.url, *(p.name for p in record.people))))


def _names(people: Iterable[Person]) -> frozenset[str]:
    text = romanised(" ".join(f"{p.family} {p.given} {p.collective}" for p in people))
    found = frozenset(_NAME.findall(text.replace("'", ""))) - _NO_NAMES
    return frozenset(name for name in found if len(name) >= 3) or found


def _leader(people: tuple[Person, ...]) -> str:
    """Return the longest of the first author's names: the same whichever part is called the family's."""
    if not people:
        return ""
    names = _NAME.findall(
        romanised(f"{people[0].family} {people[0].given} {people[0].collective}".replace("'", ""))[:60]
    )
    return max(names, key=len, default="")


def _beginning(record: Record) -> str:
    text = " ".join(passage.text[: 2 * _BEGINNING] for passage in record.abstract[:3])[: 2 * _BEGINNING]
    return "".join(_NAME.findall(romanised(text)))[:_BEGINNING] if text else ""


_HEAD = 22  # letters of a title's beginning and end


def keys(features: Features) -> tuple[int, ...]:
    """Return the keys, signed 64-bit, each once, sorted."""
    return tuple(sorted({_hashed(key) for key in _keys(features)}))


def _hashed(key: tuple[object, ...]) -> int:
    digest = blake2b("\x1f".join(map(str, key)).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _keys(features: Features) -> Iterator[tuple[object, ...]]:
    yield from _of_title(features)
    yield from _of_place(features)
    for key in filter(None, (features.original, features.about.key)):
        yield "head", key[:_HEAD]
        yield "tail", key[-_HEAD:]
    if features.day:
        yield from (("room", room, features.day) for room in features.release.rooms)
        yield from (("signs", *signs, features.day) for signs in filter(None, [features.release.telling]))
    if len(features.abstract) >= 120:
        yield "abstract", features.abstract[:60]
    yield from (("trial", str(found)) for found in features.trials)
    yield from (("versions", versioned(doi)[0]) for doi in features.dois if features.kind is Kind.PREPRINT)


def _of_title(features: Features) -> Iterator[tuple[object, ...]]:
    title = features.title
    if not title.key:
        return
    if title.generic:
        yield "column", title.key[:_HEAD], *sorted(features.volume), features.year
        return
    yield "head", title.key[:_HEAD]
    yield "tail", title.key[-_HEAD:]
    longest = sorted(sorted(set(title.words)), key=len, reverse=True)[:4]
    yield "words", *longest
    if features.leader:
        yield "leader", features.leader, title.words[0]
        yield "second", features.leader, title.words[min(1, len(title.words) - 1)], features.year // 2


def _of_place(features: Features) -> Iterator[tuple[object, ...]]:
    yield from (("place", *cited) for cited in features.cited)
    first = features.pages.first
    if not first or not features.year:
        return
    for volume in features.volume:
        yield "place", volume, first, features.year
    if features.leader:
        yield "page", features.leader, first, features.year

"""Ties between works: those that a source states itself, and those that titles suggest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from watcher.dates import last_day
from watcher.ids.found import versioned
from watcher.model import Id, Item, Kind, Link, LinkKind, Record, RelationKind, Venue, Work
from watcher.notices import Announcement, announced, answering, is_marked, typed, unmarked
from watcher.text import fold, host

# What each relation means, and whether it reads from the other thing to this one.
_MEANING: dict[RelationKind, tuple[LinkKind, bool]] = {
    RelationKind.CORRECTS: (LinkKind.CORRECTS, False),
    RelationKind.CORRECTED_BY: (LinkKind.CORRECTS, True),
    RelationKind.RETRACTS: (LinkKind.RETRACTS, False),
    RelationKind.RETRACTED_BY: (LinkKind.RETRACTS, True),
    RelationKind.CONCERN_ABOUT: (LinkKind.CONCERN_ABOUT, False),
    RelationKind.CONCERN_IN: (LinkKind.CONCERN_ABOUT, True),
    RelationKind.REINSTATES: (LinkKind.REINSTATES, False),
    RelationKind.REINSTATED_BY: (LinkKind.REINSTATES, True),
    RelationKind.COMMENTS_ON: (LinkKind.COMMENTS_ON, False),
    RelationKind.COMMENTED_IN: (LinkKind.COMMENTS_ON, True),
    RelationKind.UPDATES: (LinkKind.UPDATES, False),
    RelationKind.UPDATED_BY: (LinkKind.UPDATES, True),
    RelationKind.REPUBLISHES: (LinkKind.VERSION_OF, False),
    RelationKind.REPUBLISHED_AS: (LinkKind.VERSION_OF, True),
    RelationKind.PREPRINT_OF: (LinkKind.VERSION_OF, False),
    RelationKind.HAS_PREPRINT: (LinkKind.VERSION_OF, True),
}

# How a registry calls the papers it lists, and how sure that makes us that they report the trial.
# https://clinicaltrials.gov/data-api/about-api/study-data-structure: DERIVED were matched by the registry.
_REFERENCE_CONFIDENCE = {"RESULT": 1.0, "DERIVED": 0.9}


def stated(record: Record) -> Iterator[Link]:
    """Yield the ties that the record's own source states."""
    for relation in record.relations:
        if relation.kind in _MEANING and relation.id.value:
            kind, inverse = _MEANING[relation.kind]
            yield Link(
                kind=kind,
                subject=record.key,
                object=relation.id,
                because=f"{record.source} says: {relation.kind.replace('_', ' ')}"
                + (f" ({relation.note})" if relation.note else ""),
                inverse=inverse,
                relation=relation.kind,
            )
    yield from _references(record)


def _references(record: Record) -> Iterator[Link]:
    if record.kind is not Kind.REGISTRATION or record.trial is None:
        return
    for paper in record.trial.references:
        confidence = _REFERENCE_CONFIDENCE.get(paper.kind)
        if paper.pmid and confidence:
            yield Link(
                kind=LinkKind.REPORTS,
                subject=record.key,
                object=Id("pmid", paper.pmid),
                because=f"the registry lists it among the trial's publications ({paper.kind.lower()})",
                confidence=confidence,
                inverse=True,
                relation=RelationKind.CITES,
            )


# Titles this alike, once a notice's words are off, are of one work or of two reports of one study.
ALIKE = 95.0
# Fewer letters than this make a title that many works share ("Editorial").
LEAST_LETTERS = 30
# What is surer than a guess by title, authors and place together: only that makes a mark.
CERTAIN, LIKELY, GUESSED = 0.9, 0.8, 0.6

_LABELLED = {
    "correction": LinkKind.CORRECTS,
    "retraction": LinkKind.RETRACTS,
    "concern": LinkKind.CONCERN_ABOUT,
    "reinstatement": LinkKind.REINSTATES,
    "reply": LinkKind.COMMENTS_ON,
    "comment": LinkKind.COMMENTS_ON,
}
_LETTERS = re.compile(r"[^\w]+")
_SCHEMES = ("pmid", "doi", "pmcid", "ppr")  # the surest first
_BEFORE_THE_PAPER = frozenset({Kind.PREPRINT, Kind.ABSTRACT})


def by_title(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield ties to known works of a like title, where form or announcement says how they belong together."""
    for item in known:
        other, own = item.records[0], _identifier(item)
        if isinstance(item, Work) and other.key != record.key and own not in record.ids:
            yield from _about(record, item, own)
            yield from _about_this(record, item, own)
            yield from _versions(record, other, own)


def by_citation(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie to each known work that stands where a notice's citation says, which no identifier names."""
    for item in known:
        own = _identifier(item)
        if not isinstance(item, Work):
            continue
        for kind, because in _cites(record, item.records):
            yield _link(record, kind, own, because, 1.0)
        for kind, because in (found for one in item.records for found in _cites(one, (record,))):
            yield _link(record, kind, own, because, 1.0, inverse=True)


def _cites(record: Record, others: Sequence[Record]) -> Iterator[tuple[LinkKind, str]]:
    for relation in record.relations:
        kind, inverse = _MEANING.get(relation.kind, (None, False))
        is_cited = kind and not inverse and relation.id.scheme == "citation"
        if kind and is_cited and any(_stands_at(relation.id.value, other) for other in others):
            yield kind, f"{record.source} says: {relation.kind.replace('_', ' ')} ({relation.id.value})"


def by_edition(record: Record, known: Sequence[Item]) -> Iterator[Link]:
    """Yield a tie between two versions of a review that keeps its DOI but for the number of the version."""
    for item in known:
        if record.kind is Kind.PREPRINT or not isinstance(item, Work):
            continue
        theirs = _editions(item.records)
        for base, number in _editions((record,)).items():
            if (other := theirs.get(base, number)) != number:
                because = f"one review in the versions {min(number, other)} and {max(number, other)} of its DOI"
                yield _link(record, LinkKind.UPDATES, _identifier(item), because, 1.0, inverse=number < other)


def _editions(records: Sequence[Record]) -> dict[str, int]:
    return dict(versioned(i.value) for record in records for i in sorted(record.ids) if i.scheme == "doi")


_NUMBERS = re.compile(r"[0-9]++")


def _stands_at(citation: str, record: Record) -> bool:
    """Return whether the citation ("Endocrine. 2020 Mar;80(2):1-9") gives the journal, volume and first page of the record."""
    journal, _, place = citation.partition(".")
    return _same_journal(Venue(title=journal), record.venue) is True and _has_place(place, record) is True


def _about(record: Record, item: Work, own: Id) -> Iterator[Link]:
    """Yield the tie of a notice, a reply or a comment to the work whose title it announces."""
    for other in item.records:
        if found := _target(record, other):
            kind, confidence = found
            yield _link(record, kind, own, f"the title is that of {own} after what announces it", confidence)


def _about_this(record: Record, item: Work, own: Id) -> Iterator[Link]:
    """Yield the tie to a known notice, reply or comment that announces this record's title."""
    for other in item.records:
        if found := _target(other, record):
            kind, confidence = found
            yield _link(record, kind, own, f"{own} announces this title", confidence, inverse=True)


def _target(notice: Record, work: Record) -> tuple[LinkKind, float] | None:
    """Return how the notice is about the work by its title, and how sure that is; None where it is not.

    A stated target silences guesses, and so does a work that stands elsewhere or has other authors. What was
    presented or posted before the paper is not what its notice is about.
    """
    found = (*_announcements(notice), *_marks(notice, work))
    said = next((one for one in found if _is_announced(one.about, work)), None)
    if said is None or work.kind in _BEFORE_THE_PAPER:
        return None
    kind = _LABELLED[said.label]
    if _states(notice, kind) or any(one.kind is RelationKind.REPUBLISHES for one in work.relations):
        return None
    if notice.kind is work.kind is Kind.NEWS:
        return (kind, CERTAIN) if _is_one_release(notice, work) else None
    journal, place = _same_journal(notice.venue, work.venue), _has_place(said.place, work)
    if kind is LinkKind.COMMENTS_ON:
        return None if False in {journal, place} else (kind, LIKELY)
    signed = replace(notice, people=tuple(person for person in notice.people if not _OFFICE.search(person.name)))
    authors = _same_authors(signed, work) if signed.people else _names_the_first(notice.title, work)
    if False in {journal, place, authors}:
        return None
    agreeing = [journal, place, authors].count(True)
    if agreeing == 1 and journal and _is_its_alone(said.about, notice, work):
        return kind, LIKELY
    return (kind, CERTAIN if agreeing > 1 or place else GUESSED) if agreeing else None


# So many letters of a title that is the same to the letter, in one journal, are one work's.
_ITS_ALONE = 60


def _is_its_alone(about: str, notice: Record, work: Record) -> bool:
    """Return whether a notice gives a long title whole, and appeared no sooner than the work: an older one is another edition's."""
    if work.published and notice.published and last_day(notice.published) < work.published.earliest:
        return False
    titles = {_bare(unmarked(title)) for title in _titles(work)}
    return _bare(about) in titles and len(_bare(about)) >= _ITS_ALONE


# Who signs a notice in the place of the authors.
_OFFICE = re.compile(r"\b(?:editors?|editorial|editor-in-chief|publishers?|redaktion)\b", re.IGNORECASE)


def _announcements(record: Record) -> Iterator[Announcement]:
    """Yield what the record's titles announce; of a notice by its type alone, whose title is that of its work, the type."""
    found = [said for title in _titles(record) if (said := announced(title) or answering(title))]
    yield from found
    label = typed(record.publication_types) if record.kind is Kind.NOTICE and not found else ""
    if label:
        yield Announcement(label, unmarked(record.title))


def _marks(notice: Record, work: Record) -> Iterator[Announcement]:
    """Yield what a title with a mark announces of a work under another DOI: a publisher gives a work one."""
    dois = [{i.value for i in record.ids if i.scheme == "doi"} for record in (notice, work)]
    if is_marked(notice.title) and not is_marked(work.title) and all(dois) and not dois[0] & dois[1]:
        yield Announcement("retraction", unmarked(notice.title))


_MENDED = 14  # days within which a release is corrected


def _is_one_release(one: Record, other: Record) -> bool:
    """Return whether two pieces of news are one newsroom's, and of one fortnight."""
    days = [r.published.earliest.toordinal() for r in (one, other) if r.published and r.published.day]
    rooms = [{fold(r.venue.publisher), host(r.url)} - {""} for r in (one, other)]
    return bool(rooms[0] & rooms[1]) and len(days) == 2 and abs(days[0] - days[1]) <= _MENDED


def _titles(record: Record) -> tuple[str, ...]:
    return tuple(filter(None, (record.title, record.original_title)))


def _states(notice: Record, kind: LinkKind) -> bool:
    stated_kinds = (_MEANING.get(relation.kind) for relation in notice.relations)
    return (kind, False) in stated_kinds


def _is_announced(about: str, work: Record) -> bool:
    """Return whether the text is a title of the work: of a notice or a reply, where the text is that of one ("Erratum: Re: X")."""
    within = announced(about) or answering(about)
    if within is None:
        return _is_title_of(about, work) and not any(_announcements(work))
    return any(one.label == within.label and _is_one_of(within.about, [one.about]) for one in _announcements(work))


def _is_title_of(about: str, work: Record) -> bool:
    """Return whether the text is a title of the work, in either language, or holds it among authors and a citation."""
    return _is_one_of(about, [unmarked(title) for title in _titles(work)])


def _is_one_of(about: str, texts: Iterable[str]) -> bool:
    said, titles = _bare(about), [_bare(text) for text in texts]
    longer = [title for title in titles if min(map(_length, (said, title))) >= LEAST_LETTERS]
    return any(title in said or fuzz.ratio(said, title) >= ALIKE for title in longer)


def _length(text: str) -> int:
    """Return how many letters the text has, a Chinese or Japanese sign for three."""
    return len(text) if text.isascii() else sum(3 if sign > "\u2e80" else 1 for sign in text)


def _same_authors(one: Record, other: Record) -> bool | None:
    """Return whether half of the authors of either are the other's too; None where one names nobody."""
    names = [{fold(p.family) for p in r.people if p.family} for r in (one, other)]
    if not (names[0] and names[1]):
        return None
    return 2 * len(names[0] & names[1]) >= min(map(len, names))


_ET_AL = re.compile(r"(?<=\w) et al(?!\w)")


def _names_the_first(text: str, work: Record) -> bool | None:
    """Return whether a notice without authors names the first author of the work in its title; None where it names nobody."""
    said = fold(text)
    first = next((fold(person.family) for person in work.people if person.family), "")
    if first and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", said):
        return True
    return False if first and _ET_AL.search(said) else None


def _same_journal(one: Venue, other: Venue) -> bool | None:
    """Return whether both name one journal, in full or abbreviated; None where one names none."""
    if set(one.issns) & set(other.issns):
        return True
    names = [[_journal_words(name) for name in (venue.title, venue.abbreviation) if name] for venue in (one, other)]
    if not (names[0] and names[1]):
        return None
    return any(_abbreviates(a, b) or _abbreviates(b, a) for a in names[0] for b in names[1])


def _journal_words(name: str) -> list[str]:
    return re.findall(r"\w+", fold(name.partition("(")[0].partition(":")[0]))


_SHORT = 3  # letters of the words that abbreviations leave out: of, and, für


def _abbreviates(short: list[str], long: list[str]) -> bool:
    """Return whether the words are the beginnings of the long name's, in their order, but for its short ones."""
    words = [word for word in short if len(word) > _SHORT or any(one.startswith(word) for one in long)]
    left = iter(words)
    wanted = next(left, None)
    for word in long:
        if wanted is not None and word.startswith(wanted):
            wanted = next(left, None)
        elif len(word) > _SHORT:
            return False
    return wanted is None and bool(words)


def _has_place(text: str, record: Record) -> bool | None:
    """Return whether the text gives the volume and the first page of the record; None where either is silent.

    Another page of the volume says nothing either way: notices cite pages as carelessly as their readers do.
    """
    found = _NUMBERS.findall(text)
    volume, page = (_NUMBERS.search(part) for part in (record.venue.volume, record.venue.pages))
    if len(found) < 2 or not (volume and page):
        return None
    return False if volume[0] not in found else page[0] in found or None


def _versions(record: Record, other: Record, own: Id) -> Iterator[Link]:
    if not {record.kind, other.kind} & _BEFORE_THE_PAPER:
        return
    if not (_is_title_of(record.title, other) or _is_reworded(record, other)):
        return
    if any(_announcements(record)) or any(_announcements(other)):
        return
    if _same_authors(record, other) is False or _is_elsewhere(record, other) or _is_elsewhere(other, record):
        return
    pair = (record.kind, other.kind)
    form = "a preprint" if other.kind is Kind.PREPRINT else "an abstract"
    if record.kind in _BEFORE_THE_PAPER and other.kind is Kind.ARTICLE:
        because = f"{own} has the same title and authors, as an article"
        yield _link(record, LinkKind.VERSION_OF, own, because, LIKELY)
    elif record.kind is Kind.ARTICLE and other.kind in _BEFORE_THE_PAPER:
        because = f"{own} has the same title and authors, as {form}"
        yield _link(record, LinkKind.VERSION_OF, own, because, LIKELY, inverse=True)
    elif pair == (Kind.ABSTRACT, Kind.ABSTRACT):
        because = f"{own} has the same title and authors at another meeting"
        yield _link(record, LinkKind.SAME_STUDY, own, because, LIKELY)


# A preprint's title is often turned round for the journal; then all of its authors, three at least, must be the same.
_REWORDED, _FEWEST_AUTHORS = 90.0, 3


def _is_reworded(record: Record, other: Record) -> bool:
    """Return whether a preprint and a paper of the very same authors have titles of the same words in another order."""
    names = [{fold(p.family) for p in one.people if p.family} for one in (record, other)]
    if {record.kind, other.kind} != {Kind.PREPRINT, Kind.ARTICLE} or len(names[0]) < _FEWEST_AUTHORS:
        return False
    titles = [_bare(one.title) for one in (record, other)]
    return names[0] == names[1] and min(map(len, titles)) >= _ITS_ALONE and fuzz.token_sort_ratio(*titles) >= _REWORDED


def _is_elsewhere(before: Record, paper: Record) -> bool:
    """Return whether a preprint states another paper than this as its own."""
    papers = {relation.id for relation in before.relations if relation.kind is RelationKind.PREPRINT_OF}
    comparable = {scheme for scheme, _ in papers} & {scheme for scheme, _ in paper.ids}
    return bool(comparable) and not papers & paper.ids


def _link(  # noqa: PLR0913 - what a tie is made of
    record: Record, kind: LinkKind, own: Id, because: str, confidence: float, *, inverse: bool = False
) -> Link:
    return Link(kind=kind, subject=record.key, object=own, because=because, confidence=confidence, inverse=inverse)


def _bare(title: str) -> str:
    return _LETTERS.sub(" ", fold(title)).strip()


def _identifier(item: Item) -> Id:
    """Return the identifier by which a tie names the item: its record's own key where it has none that is its alone.

    An abstract's DOI may be that of the supplement, which many have.
    """
    ids = sorted(i for r in item.records for i in r.ids if not (r.kind is Kind.ABSTRACT and i.scheme == "doi"))
    first = min(record.key for record in item.records)
    return next((i for scheme in _SCHEMES for i in ids if i.scheme == scheme), Id("record", ":".join(first)))

"""One dossier -> the entry that a reader meets."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from digests import view, words
from digests.border import attempt
from digests.build.earlier import FULL_VERSION, with_earlier
from digests.gist import gist, matter
from digests.labels import say
from digests.outcomes.lexicon import CONTRASTS, PROGRESSION
from digests.proof import prove
from watcher import ids
from watcher.model import (
    NOTICE_KINDS,
    Change,
    Dossier,
    Entry,
    Figure,
    Id,
    Kind,
    Link,
    LinkKind,
    Quote,
    Record,
    SourceClass,
    Tie,
    Trial,
    Weight,
)
from watcher.notices import titled
from watcher.text import fold, shown

_RUMOUR = "rumour"
_AUTHORS_SHOWN = 3
_TITLE = 500  # characters of a title, of authors, of a venue
_FIGURES_SHOWN, _FIGURES_SHORT = 8, 3
_REASONS_SHOWN = 4
# What a reader wants first: the outcomes of the question, then harm, then the rest.
_OUTCOMES = ("PFS", "TTP", "OS", "ORR", "DCR")


def entry(dossier: Dossier, *, short: bool = False, most: int = _FIGURES_SHOWN) -> tuple[Entry, int]:
    """Return the entry, with only what its source proves, and how many quotes and figures were dropped.

    It has ``most`` figures at most, those first that a reader wants first. Where that cannot be made it is title, authors, venue and address, to be read at its source.
    """

    def whole() -> tuple[Entry, int]:
        proved, failures = prove(_with_facts(_plain(dossier), dossier, most), dossier.item.records)
        made = dataclasses.replace(_shortened(proved) if short else proved, unread=dossier.damaged)
        _in_words(made)
        return made, len(failures)

    return attempt(whole, lambda: (_bare(dossier), 0), f"the summary of item {dossier.item.id}")


def line(dossier: Dossier) -> Entry:
    """Return the entry of a folded item: title, address, venue and date, no sentence and no figure."""

    def short() -> Entry:
        made = dataclasses.replace(_plain(dossier), why="", changes=(), ties=())
        _in_words(made)
        return made

    return attempt(short, lambda: _bare(dossier), f"the line of item {dossier.item.id}")


def _in_words(made: Entry) -> None:
    """Say everything once: what cannot be put into words fails here, and not in the middle of a channel."""
    view.byline(made), view.marks(made), view.rows(made), view.ways(made)


def _bare(dossier: Dossier) -> Entry:
    """Return what is certain of an item, each part of it for itself."""
    record, score, number = dossier.item.records[0], dossier.score, dossier.item.id

    def sure(make: Callable[[], str]) -> str:
        return attempt(make, str, f"a part of item {number}")

    found: tuple[Id, ...] = attempt(lambda: ids.leading(record.ids), tuple, f"the identifiers of item {number}")
    return Entry(
        item=number,
        title=sure(lambda: _title(dossier)) or "(without a title)",
        url=sure(lambda: _url(dossier, found)) or sure(lambda: view.checked_address(record.url)),
        authors=sure(lambda: shown(_authors(record), _TITLE)),
        venue=sure(lambda: shown(_venue(record), _TITLE)),
        date=sure(lambda: _date(record)),
        kind=record.kind.value,
        tier=score.tier.value,
        source_class=score.source_class.value,
        badges=dossier.notices,
        ids=found,
        sources=tuple(dict.fromkeys(one.source for one in dossier.item.records)),
        fresh=dossier.new,
        unread=True,
    )


def _plain(dossier: Dossier) -> Entry:
    record, score = dossier.item.whole, dossier.score
    identifiers = ids.leading({identifier for one in dossier.item.records for identifier in one.ids})
    return Entry(
        item=dossier.item.id,
        title=_title(dossier) or "(without a title)",
        url=_url(dossier, identifiers),
        authors=shown(_authors(record), _TITLE),
        venue=shown(_venue(record), _TITLE),
        date=_date(record),
        kind=record.kind.value,
        tier=score.tier.value,
        source_class=score.source_class.value,
        tags=score.tags,
        badges=tuple(_badges(dossier)),
        ids=identifiers,
        why=_why(dossier),
        changes=tuple(change for change in _weighed(dossier.changes) if change.weight is not Weight.NOISE),
        churn=churn(dossier.changes),
        ties=_ties(dossier),
        sources=tuple(dict.fromkeys(words.source(one.source) for one in dossier.item.records)),
        fresh=dossier.new,
        told=words.day(dossier.told) if dossier.told else "",
    )


def _with_facts(plain: Entry, dossier: Dossier, most: int) -> Entry:
    said = gist(dossier.item.records)
    if _is_rumour(plain, said.summary):
        return dataclasses.replace(plain, summary=said.summary, tags=(), badges=_as_rumour(plain.badges))
    return dataclasses.replace(
        plain,
        summary=said.summary,
        figures=_chosen(said.figures, most),
        ties=with_earlier(plain.ties, dossier, said.figures),
        traits=said.population,
        regimens=said.given(dossier.score.regimens),
    )


def _is_rumour(plain: Entry, summary: Sequence[Quote]) -> bool:
    """Return whether it is others' news of which the title, or the sentence that tells it, is a rumour: then nothing in it is a value or a design."""
    if plain.kind != Kind.NEWS or plain.source_class in {SourceClass.COMPANY, SourceClass.REGULATOR}:
        return False
    told = next((one.text for one in summary if one.role in {"finding", "lead"}), "")
    return any(matter.is_unvouched(fold(one)) for one in (plain.title, told))


def _as_rumour(badges: Sequence[str]) -> tuple[str, ...]:
    return tuple(_RUMOUR if badge == "news" else badge for badge in badges)


def churn(changes: Sequence[Change]) -> str:
    """Return the changes that matter to nobody's care as one line: "5 changes to contacts and sites"; "" for none."""
    noise = [change.field for change in changes if change.weight is Weight.NOISE]
    fields = words.listed(sorted(set(noise)))
    return f"{words.plural(len(noise), 'minor change')} ({fields})" if noise else ""


def _weighed(changes: Sequence[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: list(Weight).index(change.weight))


def _shortened(full: Entry) -> Entry:
    best = _chosen(full.figures, 1)
    of_it = [one for one in full.figures if any(_told_with(one, other) for other in best)]
    figures = _chosen(of_it, _FIGURES_SHORT)
    return dataclasses.replace(full, summary=full.summary[:1], figures=figures, traits=(), regimens=())


def _told_with(one: Figure, other: Figure) -> bool:
    """Return whether two figures are of one outcome, so that neither arm is told without the other."""
    return (one.outcome, one.severity, one.milestone) == (other.outcome, other.severity, other.milestone)


def _chosen(found: Sequence[Figure], most: int) -> tuple[Figure, ...]:
    """Return the figures that a reader wants first, in the order of the text."""
    # A share of patients "with progression" is most often why they were treated, not what came of it.
    told = (one for one in found if one.outcome not in PROGRESSION)
    best = sorted(told, key=lambda one: (one.measure not in CONTRASTS, [*_OUTCOMES, one.outcome].index(one.outcome)))
    return tuple(sorted(best[:most], key=lambda one: one.at.start))


def _title(dossier: Dossier) -> str:
    """Return the title, and before it that the work is retracted, corrected or doubted; "" where it has none."""
    title = shown(dossier.item.records[0].title, _TITLE)
    return titled(title, dossier.notices) if title else ""


def _url(dossier: Dossier, identifiers: Sequence[Id]) -> str:
    if identifiers:
        return ids.address(identifiers[0])
    return next((safe for one in dossier.item.records if (safe := view.checked_address(one.url))), "")


def _authors(record: Record) -> str:
    if record.trial is not None:
        return record.trial.sponsor
    names = [person.name for person in islice(record.people, _AUTHORS_SHOWN) if person.name]
    more = len(record.people) > _AUTHORS_SHOWN
    return ", ".join(names) + (f" et al. ({len(record.people)} authors)" if more and names else "")


def _venue(record: Record) -> str:
    if record.trial is not None:
        return words.source(record.trial.registry or record.source)
    venue = record.venue
    volume = venue.volume + (f"({venue.issue})" if venue.issue else "")
    place = ":".join(part for part in (volume, venue.pages) if part)
    title = venue.abbreviation or venue.title or venue.publisher or words.source(record.source)
    return ", ".join(part for part in (f"{title} {place}".strip(), venue.meeting) if part)


def _date(record: Record) -> str:
    trial = record.trial
    if trial is not None:
        posted = trial.last_update_posted or trial.first_posted
        return f"updated {words.date(posted.date)}" if posted else ""
    return words.date(record.published or record.issued)


def _badges(dossier: Dossier) -> Iterator[str]:
    record = dossier.item.records[0]
    marks = {
        **dict.fromkeys(dossier.notices, True),
        say("told on {day}", day=words.day(dossier.alerted)) if dossier.alerted else "": True,
        _late(record): dossier.late,
        _form(dossier): True,
        "source not rated": dossier.score.source_class is SourceClass.OTHER,
        "updated": not dossier.new
        and not dossier.retracted
        and any(change.weight is not Weight.NOISE for change in dossier.changes),
    }
    yield from (mark for mark, holds in marks.items() if mark and holds)


def _late(record: Record) -> str:
    return (
        say("from {year}, new here", year=record.published.year) if record.published else say("from long ago, new here")
    )


def _form(dossier: Dossier) -> str:
    """Return what a reader must know of the form of an item; "" for an article."""
    full_paper = any(link.kind is LinkKind.VERSION_OF for link, _, _ in dossier.links)
    match dossier.item.records[0].kind:
        case Kind.PREPRINT:
            return "preprint"
        case Kind.ABSTRACT if not full_paper:
            return "abstract, not yet full paper"
        case Kind.NEWS:
            return "press release" if dossier.score.source_class is SourceClass.COMPANY else "news"
    return ""


def _why(dossier: Dossier) -> str:
    """Return why it is here, each concept once with the word that stands in the record."""
    found: dict[str, str] = {}
    # What lowered the tier says why the item stands where it does; the rest says what it is about.
    for reason in sorted(dossier.score.reasons, key=lambda one: not one.concept.startswith("lowered")):
        where = f" ({reason.note})" if reason.note else f" in the {reason.span.field}" if reason.span else ""
        said = f": “{reason.term}”" if reason.term else ""
        found.setdefault(reason.concept, f"{reason.concept}{said}{where}")
    earlier = ("was in an earlier digest",) if dossier.sent_before else ()
    return "; ".join([*list(found.values())[:_REASONS_SHOWN], *earlier])


TIES: dict[LinkKind, tuple[str, str]] = {
    LinkKind.REPORTS: ("reports", "reported by"),
    LinkKind.MENTIONS: ("mentions", "mentioned by"),
    LinkKind.VERSION_OF: ("earlier version of", FULL_VERSION),
    LinkKind.CORRECTS: ("corrects", "corrected by"),
    LinkKind.RETRACTS: ("retracts", "retracted by"),
    LinkKind.CONCERN_ABOUT: ("expresses concern about", "concern expressed in"),
    LinkKind.REINSTATES: ("reinstates", "reinstated by"),
    LinkKind.COMMENTS_ON: ("comments on", "commented on by"),
    LinkKind.UPDATES: ("updates", "updated by"),
    LinkKind.SAME_TRIAL: ("the same trial as", "the same trial as"),
    LinkKind.SHARES_NUMBER: ("shares a number with", "shares a number with"),
    LinkKind.SAME_STUDY: ("the same study as", "the same study as"),
}


def _is_own(link: Link, dossier: Dossier) -> bool:
    return link.subject in {record.key for record in dossier.item.records}


def _ties(dossier: Dossier) -> tuple[Tie, ...]:
    """Return what belongs with the item; of what reads the same, the first trial's row, and no row that leads nowhere beside one that does."""
    shown: dict[tuple[object, ...], Tie] = {}
    for link, item, title in dossier.links:
        tie = _tie(link, item, title, own=_is_own(link, dossier))
        registered = link.kind in {LinkKind.REPORTS, LinkKind.MENTIONS, LinkKind.SAME_TRIAL}
        shown.setdefault((tie.label, tie.title) if registered else (tie.label, tie.title, item, tie.url), tie)
    leading = {(tie.label, tie.title) for tie in shown.values() if tie.url}
    return tuple(tie for tie in shown.values() if tie.url or (tie.label, tie.title) not in leading)


def _tie(link: Link, item: int | None, title: str, *, own: bool) -> Tie:
    """Return the tie as it reads from this item: the link of another item's record reads the other way round."""
    label = TIES[link.kind][int(link.inverse == own)]
    if link.kind in NOTICE_KINDS and not link.is_sure:
        label = f"perhaps {label}, please check"
    url = ids.address(link.object) if own else ""
    return Tie(label=label, title=shown(title or ids.label(link.object), _TITLE), item=item, url=url)


def is_trial(dossier: Dossier) -> bool:
    """Return whether the item is a registration, not a publication."""
    return isinstance(dossier.item, Trial)

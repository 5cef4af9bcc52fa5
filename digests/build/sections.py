"""Which item stands where, and how much of it a reader has time for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from operator import itemgetter

from digests import border, standing, words
from digests.border import attempt, part
from digests.build import congress, noticed
from digests.build.entry import churn, entry, is_trial, line
from digests.labels import say
from digests.study import OF_DOSE
from watcher.model import (
    NOTICE_KINDS,
    CongressWeek,
    Dossier,
    Entry,
    Kind,
    Section,
    SourceClass,
    Tier,
    WatchedStatus,
    Weight,
)

# The sections in the order of reading, each with how many entries it may show at most.
TITLES = {
    "watched": "New on {} and its drug",
    "core": "New evidence on the question",
    "registry": "Registry changes",
    "guidelines": "Guidelines and reviews",
    "related": "Related evidence in short",
    "corrections": "Corrections and retractions",
}
_CORE_OF_DOSE = "New dose-escalation evidence"
_CAPS = {"watched": 8, "corrections": 10, "core": 40, "registry": 10, "guidelines": 6, "related": 10}
_CONGRESS, _READ = 18, 120  # entries of a congress, chosen from so many of its abstracts
_NOT_LONG = timedelta(days=60)
_MOST = 40  # entries in a digest: what can be read in five minutes
_TAIL = 200  # folded entries that are listed by title; more are only counted
# A synthesis of studies of the question is evidence on it; a narrative review is not.
_SYNTHESES = frozenset({"meta-analysis", "systematic review"})
_Weight = tuple[bool, bool, int, int, float, int]
_NEAR = 4  # of these say how near an item is; the others order within
_REVIEWS = frozenset({"guideline", "consensus", "review", "systematic review"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The sections as they are shown, and how many quotes and figures failed their check."""

    sections: tuple[Section, ...]
    dropped: int


def assign(dossiers: Sequence[Dossier], watched: Sequence[WatchedStatus]) -> dict[str, list[Dossier]]:
    """Return the dossiers of each section, the weightiest first; each item stands once.

    The watched trials' own registrations are left to their panels. What changed in contacts and
    sites only stands under "churn", what is of adjacent interest under "adjacent": both are counted.
    What is neither new nor changed stands under "unchanged", and is not shown.
    """
    panels = {status.dossier.item.id for status in watched if status.dossier}
    twins = {twin.id for status in watched for twin in status.twins}  # one that is new is an item of its own once
    found: dict[str, list[tuple[_Weight, Dossier]]] = {}
    for dossier in {one.item.id: one for one in dossiers if one.item.id not in panels}.values():
        if dossier.item.id in twins and not (dossier.new and _is_registered_now(dossier)):
            continue
        name, weight = attempt(
            partial(_place, dossier), partial(_last, dossier), f"the place of item {dossier.item.id}"
        )
        found.setdefault(name, []).append((weight, dossier))
    return {name: [dossier for _, dossier in sorted(group, key=itemgetter(0))] for name, group in found.items()}


def _is_registered_now(dossier: Dossier) -> bool:
    """Return whether a registration came not long after it was posted, as far as it says when: a first look brings old ones."""
    facts = (one.trial for one in dossier.item.records if one.trial)
    posted = (day.date.earliest for one in facts if (day := one.first_posted or one.last_update_posted))
    return dossier.first_seen.date() - max(posted, default=dossier.first_seen.date()) <= _NOT_LONG


def _place(dossier: Dossier) -> tuple[str, _Weight]:
    """Return the section of an item and what orders it there."""
    return section_of(dossier), _weight(dossier)


def _last(dossier: Dossier) -> tuple[str, _Weight]:
    """Return the place of what cannot be judged: it is shown, after the rest."""
    return "related", (True, True, Tier.OFF.rank, len(Weight), 0.0, dossier.item.id)


def lay_out(
    assigned: Mapping[str, Sequence[Dossier]],
    watched: Sequence[WatchedStatus],
    failed: list[str],
    congresses: Sequence[CongressWeek] = (),
    *,
    of_dose: bool = False,
) -> Layout:
    """Return the sections, cut to what can be read; what is folded is counted and listed by title.

    The many abstracts of a congress stand together, behind what else is new on the question; ``of_dose`` is whether that is one of a dose. A section's remarks that cannot be
    made are replaced by a line that says so, and its name is added to ``failed``.
    """
    rest, blocks = congress.blocks(assigned, congresses)
    room, names = _room(rest, blocks), words.listed([status.trial.name for status in watched])
    sections, dropped = [], 0
    for name, usual in TITLES.items():
        form = say(_CORE_OF_DOSE if name == "core" and of_dose else usual)
        group, title = rest.get(name, ()), form.format(names)
        what = f"what was to be said of “{title}”"
        group, said = noticed.told_once(group) if name == "corrections" else (group, {})
        read = [entry(dossier, short=name == "related") for dossier in _as_liked(group[: room[name]])]
        dropped += sum(lost for _, lost in read)
        notes = part(partial(_noted, name, rest), border.missing(what), what, failed)
        shown = tuple(noticed.with_reasons(one, said) for one, _ in read)
        sections.append(_made(name, title, group, shown, notes))
        for met in blocks if name == "core" else ():
            block, lost = _block(met, blocks[met], room[met])
            sections.append(block)
            dropped += lost
    return Layout(sections=tuple(sorted(sections, key=lambda one: not _is_grave(one))), dropped=dropped)


def _block(name: str, group: Sequence[Dossier], most: int) -> tuple[Section, int]:
    """Return the section of a congress, and how many quotes and figures failed their check."""
    dossiers = {dossier.item.id: dossier for dossier in group}
    read = [entry(dossier) for dossier in group[:_READ]]
    told = congress.themed([one for one, _ in read])[:most]
    first = [dossiers.pop(one.item) for one in told]
    note = say("{count} abstracts, by what they tell of.", count=len(group))
    made = _made(f"congress-{'-'.join(name.lower().split())}", name, [*first, *dossiers.values()], told, note)
    return made, sum(lost for _, lost in read)


def _as_liked(shown: Sequence[Dossier]) -> list[Dossier]:
    """Return what a section shows, those that stand equally near in the order of what readers found useful.

    What is shown and what is folded was settled before: nothing is hidden by it.
    """
    return sorted(shown, key=lambda one: (*_weight(one)[:_NEAR], -(one.liking or 0.0)))


def _is_grave(section: Section) -> bool:
    """Return whether something was retracted, doubted or found to be otherwise: that is read first."""
    return section.name == "corrections" and any(map(standing.is_grave, section.entries))


def section_of(dossier: Dossier) -> str:
    """Return the section that an item belongs to; "churn", "adjacent" and "unchanged" are counted or not told at all."""
    kind, score = dossier.item.records[0].kind, dossier.score
    if not dossier.new and not dossier.retracted and _only_noise(dossier):
        return "churn" if dossier.changes else "unchanged"
    if dossier.retracted or kind is Kind.NOTICE or _corrects(dossier) or (_is_noticed(dossier) and not dossier.new):
        return "corrections"
    if score.tier.rank >= Tier.ADJACENT.rank:
        return "adjacent"
    if score.source_class is SourceClass.OTHER:
        return "related"  # it never leads, whatever it claims
    if is_trial(dossier):
        return "registry"
    if score.tier is Tier.WATCHED:
        return "watched"
    if _REVIEWS.intersection(score.tags) and not (score.tier is Tier.CORE and _SYNTHESES.intersection(score.tags)):
        return "guidelines"
    return "core" if score.tier is Tier.CORE and not _is_talk(dossier) else "related"


def _is_talk(dossier: Dossier) -> bool:
    """Return whether others' news, a newsletter or a blog, tell of no study by its design: that is no evidence of its own."""
    heard = dossier.score.source_class not in {SourceClass.COMPANY, SourceClass.REGULATOR}
    return dossier.item.records[0].kind is Kind.NEWS and heard and {"press", *OF_DOSE} >= set(dossier.score.tags)


def _corrects(dossier: Dossier) -> bool:
    """Return whether the record itself corrects or retracts another one, whatever its kind."""
    return any(link.kind in NOTICE_KINDS and not link.inverse for link, _, _ in dossier.links)


def _only_noise(dossier: Dossier) -> bool:
    return all(change.weight is Weight.NOISE for change in dossier.changes) and not _is_noticed(dossier)


def _is_noticed(dossier: Dossier) -> bool:
    """Return whether a correction or an expression of concern stands on the item, or its retraction was taken back."""
    return dossier.corrected or dossier.questioned or dossier.reinstated


def _weight(dossier: Dossier) -> _Weight:
    """Order: rated sources, retractions, the nearest tier, the weightiest change, the score."""
    score = dossier.score
    weights = [list(Weight).index(change.weight) for change in dossier.changes]
    other = score.source_class is SourceClass.OTHER
    return (
        other,
        not dossier.retracted,
        score.tier.rank,
        min(weights, default=len(Weight)),
        -score.value,
        dossier.item.id,
    )


def _room(assigned: Mapping[str, Sequence[Dossier]], blocks: Mapping[str, Sequence[Dossier]]) -> dict[str, int]:
    """Return how many entries each section and congress may show: its cap, as long as the digest has room."""
    left, room = _MOST, {}
    for name, cap in {**_CAPS, **dict.fromkeys(blocks, _CONGRESS)}.items():
        room[name] = min(cap, left, len(blocks.get(name, assigned.get(name, ()))))
        left -= room[name]
    return room


def _made(name: str, title: str, group: Sequence[Dossier], shown: tuple[Entry, ...], note: str) -> Section:
    rest = group[len(shown) :]
    tail = tuple(line(dossier) for dossier in rest[:_TAIL])
    return Section(name=name, title=title, entries=shown, folded=len(rest), tail=tail, note=note)


def _noted(name: str, assigned: Mapping[str, Sequence[Dossier]]) -> str:
    return " ".join(_notes(name, assigned))


def _notes(name: str, assigned: Mapping[str, Sequence[Dossier]]) -> Iterator[str]:
    if name == "registry" and (quiet := assigned.get("churn")):
        changes = [change for dossier in quiet for change in dossier.changes]
        yield f"{words.plural(len(quiet), 'item')} with nothing but {churn(changes) or 'minor changes'}."
    if name == "related" and (adjacent := assigned.get("adjacent")):
        yield f"{words.plural(len(adjacent), 'item')} of adjacent interest not listed."


_SHOWN = 10  # entries; the rest is listed by title, or only counted


def known(dossiers: Sequence[Dossier]) -> tuple[Section, ...]:
    """Return what was known of the question before the first digest, the ten most important works; () where nothing was."""
    works = [one for one in dossiers if one.score.tier.rank <= Tier.CORE.rank and not is_trial(one)]
    works = [
        one
        for one in works
        if one.score.source_class is not SourceClass.OTHER and one.item.records[0].kind is not Kind.NOTICE
    ]
    first = sorted(works, key=_weight)[:_SHOWN]
    shown = tuple(entry(dossier, short=True)[0] for dossier in first)
    rest = len(works) - len(shown)
    return (Section(name="known", title="Known before", entries=shown, folded=rest),) if shown else ()


def section(name: str, dossiers: Sequence[Dossier]) -> Section:
    """Return the section of the search of this name, in the order of the search; one that says so where nothing is new."""
    shown = tuple(entry(dossier, short=True)[0] for dossier in dossiers[:_SHOWN])
    tail = tuple(map(line, dossiers[_SHOWN:]))
    return Section(
        name="search-" + "-".join(name.lower().split()),
        title=f"New in the search “{name}”",
        entries=shown,
        folded=len(tail),
        tail=tail,
        note="" if shown else "Nothing new.",
    )

"""How a watched trial moved: what changed in its registries, what was published on it; and what its sponsor denies."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from digests import cutting, headline, leading, telling, words
from digests.build import noticed
from digests.build.entry import entry
from digests.gist import matter
from digests.labels import say
from digests.outcomes.lexicon import CONTRASTS
from watcher.model import Change, Dossier, Entry, Kind, LinkKind, SourceClass, WatchedStatus, WatchedTrial, Weight
from watcher.text import fold, sentences

_MINOR = (Weight.LOW, Weight.NOISE)
_NOTICES = {
    LinkKind.CORRECTS: "correction",
    LinkKind.RETRACTS: "retraction",
    LinkKind.CONCERN_ABOUT: "expression of concern",
    LinkKind.REINSTATES: "reinstatement",
}
# What a paper is comes before how its trial was done: a protocol of an RCT is no RCT.
_FORMS = ("protocol", "abstract", "review", "systematic review", "meta-analysis", "guideline", "comment")
_MEMBERS = {
    Kind.ABSTRACT: "abstract",
    Kind.PREPRINT: "preprint",
    Kind.NOTICE: "correction",
    Kind.COMMENT: "comment",
}
# How moves rank: what a reader waits for first.
_RESULTS_PUBLISHED, RESULTS_POSTED, _ANNOUNCED, _ENDED_RANK, _IN_THE_NEWS, _OTHER = 0, 1, 2, 3, 4, 9
_SOONER, _LATER = "primary completion date", "completion date"  # of two that moved together the first is told
_RANKS = {
    "results": RESULTS_POSTED,
    "results sent to the registry": 4,
    "overall status": 5,
    "why stopped": 3,
    _SOONER: 6,
    _LATER: 7,
    "enrolment": 8,
    "primary outcomes": 5,
    "arms": 6,
}
_ENDED = ("terminated", "completed", "withdrawn", "suspended")
REPORTING = frozenset({"article", "abstract", "preprint", "press release"})
MENTIONS = frozenset({"news", "comment", "review", "systematic review", "meta-analysis", "guideline"})
_NAME, _SENTENCE = 120, 300  # characters of what a publication is called, or says, on the first screen


def moves(status: WatchedStatus, changes: Sequence[Change], shown: Sequence[Entry]) -> list[tuple[int, str]]:
    """Return how the trial moved, each move with its rank, the weightiest first; [] where nothing of weight did."""
    published = zip(status.publications, shown, strict=True)
    told = [
        (dossier, made)
        for dossier, made in published
        if dossier.new and not _denied(dossier) and not any(leading.retells(made, work) for work in shown)
    ]
    fresh = (move for dossier, made in told for move in _publication(dossier, made, status.trial))
    weighty = [change for change in changes if change.weight not in _MINOR]
    said = {change.field for change in weighty}
    once = (one for one in weighty if one.field != _LATER or _SOONER not in said)
    beside = [made for _, made in told]
    changed = ((_rank(change), _changed(change, beside, shown)) for change in once)
    return sorted(chain(fresh, changed))


def _rank(change: Change) -> int:
    """Return how a change of the registration ranks among the moves."""
    if change.field == "overall status" and change.after.lower().startswith(_ENDED):
        return _ENDED_RANK
    if change.field == "results" and change.before and not words.tells_numbers(change):
        return _OTHER  # taken down, or posted on another day
    return _RANKS.get(change.field, _OTHER)


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _changed(change: Change, beside: Sequence[Entry], shown: Sequence[Entry]) -> str:
    """Return a change in words; of results that are the published ones the numbers too, where these do not stand ``beside`` it."""
    if said := _as_published(change, beside):
        return f"{headline.changed(replace(change, after=change.after.partition('; ')[0]))}{said}"
    return f"{headline.changed(change)}{_as_published(change, shown)}"


def _as_published(change: Change, shown: Sequence[Entry]) -> str:
    """Return that what a registry posts now is what was published, or what a release told, by a ratio and its interval; else ""."""
    posted = {float(one) for one in _NUMBER.findall(change.after)} if words.tells_numbers(change) else set()
    same = [
        work
        for work in shown
        for one in work.figures
        if one.measure in CONTRASTS and one.low is not None and {one.value, one.low, one.high} <= posted
    ]
    if same and all(work.kind == Kind.NEWS for work in same):
        return f"; {say('as in the press release of {day}', day=same[-1].date)}"
    return f"; {say('as published')}" if same else ""


def _publication(dossier: Dossier, made: Entry, trial: WatchedTrial) -> Iterator[tuple[int, str]]:
    """Yield the rank and the words of a new publication: what it found where it reports results, else what it is called.

    News with values of an effect are told as news; what merely speaks of the trial (an interview, a review, a comment) moves nothing,
    nor does a release that is on something else, and names it in its last lines or in somebody's words.
    """
    form = form_of(dossier)
    if form in REPORTING and made.figures:
        said = say("results published ({form}, {venue}):", form=say(form), venue=made.venue)
        yield _RESULTS_PUBLISHED, f"{said} {telling.untitled(entry(dossier)[0])}"
    elif form == "news" and leading.tells_effect(made):
        yield _IN_THE_NEWS, f"{say('figures in the news ({venue}):', venue=made.venue)} {telling.untitled(made)}"
    elif form not in MENTIONS and not _only_names(dossier, trial, form):
        said = noticed.says(dossier) if form in _NOTICES.values() else ""
        where = f" ({made.venue})" if made.venue else ""
        if form in REPORTING and form != "press release" and telling.is_without_results(made):
            yield _OTHER, f"{say('new {form} without results', form=say(form))}{where}"
            return
        if announced := leading.announced(entry(dossier)[0]):
            said = say("results announced without a figure ({form}, {venue}):", form=say(form), venue=made.venue)
            yield _ANNOUNCED, f"{said} “{cutting.cut(announced, _SENTENCE)}”"
            return
        yield _OTHER, f"{say('new {form}', form=say(form))}{where}: {said or f'“{cutting.cut(made.title, _NAME)}”'}"


def _only_names(dossier: Dossier, trial: WatchedTrial, form: str) -> bool:
    """Return whether a publication is on something else: a release that names the trial at its end, an overview that awaits its results."""
    if form == "press release":
        return not _is_about(dossier, trial)
    record = dossier.item.records[0]
    naming = [one for at, end in sentences(record.text) if _names(fold(one := record.text[at:end]), trial)]
    return (
        form in REPORTING
        and not _names(fold(record.title), trial)
        and any(_AWAITED.search(fold(one)) for one in naming)
    )


# Of a trial that others speak of: "its results are awaited".
_AWAITED = re.compile(
    r"(?<!\w)(?:await(?:s|ed|ing)?|(?:is|are|remains?|still|currently|being|an?|the|other|two|three) (?:ongoing|under ?way|recruiting|in progress)|ongoing (?:[\w-]{1,16} ){0,4}trials?|(?:not|yet to|has yet to|have yet to) (?:been )?(?:reported?|published|read out)|(?:is|are) (?:expected|due|pending|anticipated)|eagerly|will (?:report|read out|show|tell|answer|clarify|inform|define|address|help)|(?:to be|being) (?:evaluated|studied|tested|investigated|explored|compared)|(?:is|are) (?:evaluating|studying|testing|investigating|comparing|exploring)|trials? such as)(?!\w)"
)
_LEAD, _FEWEST_WORDS = 2, 6  # sentences that say what a release is on; a shorter one is a dateline
_NAMING = frozenset({"acronym", "compound", "identifier"})


def _is_about(dossier: Dossier, trial: WatchedTrial) -> bool:
    """Return whether a release names the trial or its compound in its title, or where it begins."""
    record = dossier.item.records[0]
    begins = [one for at, end in sentences(record.text) if len((one := record.text[at:end]).split()) >= _FEWEST_WORDS]
    return _names(fold(" ".join([record.title, *begins[:_LEAD]])), trial)


def _names(folded: str, trial: WatchedTrial) -> bool:
    """Return whether a text names the trial or its compound."""
    names = (trial.name, *(one.text for one in trial.aliases if one.kind in _NAMING), *(one.value for one in trial.ids))
    return any(fold(name) in folded for name in names)


def denials(status: WatchedStatus) -> list[str]:
    """Return what the sponsor denies of the trial in new releases, in its words: "Camurus newsroom denies a report: “...”".

    A wire that carries the release denies nothing: there the sponsor is named as the registry has it.
    """
    own = status.dossier.item.records if status.dossier else ()
    sponsor = next((one.trial.sponsor for one in own if one.trial), "")
    fresh = [one for one in status.publications if one.new]
    told = ((one.item.records[0].venue.title, denied) for one in fresh if (denied := _denied(one)))
    return [
        say("{venue} denies a report:", venue=venue if _is_of(venue, sponsor) else sponsor) + f" “{denied}”"
        for venue, denied in told
    ]


def _is_of(venue: str, sponsor: str) -> bool:
    """Return whether a venue is the sponsor's own, by the first word of its name; True where no sponsor is known."""
    return not sponsor or fold(sponsor.split(maxsplit=1)[0]) in fold(venue).split()


def _denied(dossier: Dossier) -> str:
    return matter.denied(dossier.item.records[0].text) if form_of(dossier) == "press release" else ""


def form_of(dossier: Dossier) -> str:
    """Return what the publication is in its trial's thread."""
    record, tags = dossier.item.records[0], dossier.score.tags
    own = {one.key for one in dossier.item.records}
    noticed = (_NOTICES.get(link.kind) for link, _, _ in dossier.links if not link.inverse and link.subject in own)
    if notice := next(filter(None, noticed), ""):
        return notice
    if record.kind is Kind.NEWS:
        return "press release" if dossier.score.source_class is SourceClass.COMPANY else "news"
    return _MEMBERS.get(record.kind) or next((form for form in _FORMS if form in tags), "article")

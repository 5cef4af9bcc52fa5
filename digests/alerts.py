"""What cannot wait for Monday: events of the watched trial, what is published on it, and what becomes of what was told.

Pure: what the store knows of a short while -> its events, the weightiest first, each under a key of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digests import headline, telling, view, words
from digests.build.entry import entry
from digests.build.watched import address_of
from watcher.model import Change, Dossier, Kind, LinkKind, SourceClass, Tier, WatchedStatus, Weight

# Why a change of the watched trial's registration matters, in one line; a change of another field waits for Monday.
_WHY = {
    "results": "The registry has the trial's results.",
    "results sent to the registry": "The sponsor has sent results; the registry shows them once they are checked.",
    "overall status": "It says whether the trial goes on, and whether it is read out.",
    "why stopped": "The trial does not go on as planned.",
    "primary completion date": "From it on the primary outcome can be read out.",
    "primary outcomes": "What the trial will be judged by has changed.",
    "enrolment": "The number of patients decides how soon the events come, and what the trial can show.",
    "arms": "The dose of an arm has changed.",
    "interventions": "The dose of an arm has changed.",
}
_RESULTS_CHANGED = "What the registry says of the trial's results has changed."
# What is told with the change of another field that came with it: the reason with the end, one dose once.
_TOLD_WITH = {"why stopped": "overall status", "interventions": "arms"}
_ENROLMENT = 0.1  # of the patients: a smaller change waits
_NUMBER = re.compile(r"\d++")
_SAFETY = re.compile(
    r"(?i)(?<!\w)(?:safety|recall\w{0,3}|warning|signal|risk|shortage|withdraw\w{0,3}|contraindicat\w{1,4}|PRAC|dear (?:health|doctor))(?!\w)"
)
_NOTICED = {
    LinkKind.RETRACTS: "retracted",
    LinkKind.CONCERN_ABOUT: "under an expression of concern",
    LinkKind.CORRECTS: "corrected",
}
_RETRACTED, _DOUBTED, _CORRECTED = _NOTICED.values()
_RESULTS, _PUBLISHED, _WITHDRAWN, _CHANGED, _SAFETY_RANK, _MENDED = range(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One event: ``key`` is the same whenever it is found again; ``item`` is what it is about, None where that is not known."""

    key: str
    rank: int
    subject: str  # "SORENTO: results posted 16 Mar 2027"
    what: str  # before and after, or the sentence
    why: str
    url: str = ""
    item: int | None = None
    withdraws: bool = False  # it takes back, or mends, what was told: it goes to exactly those who were told
    aloud: bool = True  # as an answer in a thread it is seen by the whole channel
    of: str = ""  # the trial and the field of its registration that changed
    change: Change | None = None  # the change, where it is one of a registration
    quiet: bool = False  # it tells nothing by itself: a number that came back to what it was

    @property
    def text(self) -> str:
        """Return the event in a few lines: what, why it matters, where."""
        return "\n".join(part for part in (self.what, self.why, self.url) if part)


def alerts(watched: Sequence[WatchedStatus], dossiers: Sequence[Dossier]) -> tuple[Alert, ...]:
    """Return the events, the weightiest first: what changed of the trials, and what came or was withdrawn."""
    found = [
        *(alert for status in watched for alert in _of_trial(status)),
        *(alert for dossier in dossiers for alert in _of_item(dossier, dossiers)),
    ]
    return tuple(sorted({alert.key: alert for alert in found}.values(), key=lambda alert: (alert.rank, alert.key)))


def _of_trial(status: WatchedStatus) -> Iterator[Alert]:
    dossier, name = status.dossier, status.trial.name
    if dossier is None:
        return
    changes = [change for change in dossier.changes if _matters(change)]
    leading = {(change.field, change.seen) for change in changes}
    for change in changes:
        if (_TOLD_WITH.get(change.field), change.seen) in leading:
            continue
        beside = (one for one in changes if (_TOLD_WITH.get(one.field), one.seen) == (change.field, change.seen))
        event = Alert(
            key=f"{name}|{change.field}|{change.after}|{change.seen:%Y-%m-%d}",
            rank=_RESULTS if change.field == "results" else _CHANGED,
            subject="",
            what="",
            why="\n".join((*map(words.change, beside), _why(change))),
            url=address_of(status),
            item=dossier.item.id,
            of=f"{name}|{change.field}",
            quiet=change.field == "enrolment" and change.before == change.after,
        )
        yield of_change(event, change)


def _why(change: Change) -> str:
    return _RESULTS_CHANGED if change.field == "results" and change.before else _WHY[change.field]


def of_change(event: Alert, change: Change) -> Alert:
    """Return the alert of a trial's change with this one in its words."""
    name, _, _ = event.of.partition("|")
    return replace(
        event, subject=f"{name}: {headline.changed(change)}", what=words.change(change, whole=True), change=change
    )


def _matters(change: Change) -> bool:
    """Return whether the change is one that cannot wait: of enrolment a large one, of arms one of the dose."""
    if change.field not in _WHY or change.weight is not Weight.HIGH:
        return False
    return change.field != "enrolment" or change.before == change.after or _differs(change.before, change.after)


def _differs(before: str, after: str) -> bool:
    first, second = _NUMBER.search(before), _NUMBER.search(after)
    if not first or not second:
        return True
    return abs(int(second[0]) - int(first[0])) > _ENROLMENT * int(first[0])


def _of_item(dossier: Dossier, dossiers: Sequence[Dossier]) -> Iterator[Alert]:
    if dossier.score.source_class is SourceClass.OTHER:
        return
    if dossier.sent_before:
        yield from _withdrawn(dossier, dossiers)
    if not dossier.new or dossier.item.records[0].kind is Kind.REGISTRATION:
        return
    if dossier.score.tier is Tier.WATCHED and not _is_of_told(dossier, dossiers):
        yield _new(dossier, "published", _PUBLISHED, "It is about the trial that you watch.")
    elif dossier.score.source_class is SourceClass.REGULATOR and _SAFETY.search(dossier.item.records[0].title):
        yield _new(dossier, "safety", _SAFETY_RANK, "A regulator's notice that names a somatostatin analogue.")


def _is_of_told(dossier: Dossier, dossiers: Sequence[Dossier]) -> bool:
    """Return whether it is a notice on something that was told: then those who were told hear of that, see ``_withdrawn``."""
    own = {record.key for record in dossier.item.records}
    told = (one for one in dossiers if one.sent_before)
    return any(link.kind in _NOTICED and link.subject in own for one in told for link, _, _ in one.links)


def _new(dossier: Dossier, what: str, rank: int, why: str) -> Alert:
    made, _ = entry(dossier)
    names = ", ".join(name for name in dossier.score.trials if name not in made.title)
    return Alert(
        key=f"item {dossier.item.id}|{what}",
        rank=rank,
        subject=f"{f'{names}: ' if names else ''}{made.title}",
        what=f"{view.byline(made)}\n{telling.result(made)}",
        why=why,
        url=made.url,
        item=dossier.item.id,
    )


def _withdrawn(dossier: Dossier, dossiers: Sequence[Dossier]) -> Iterator[Alert]:
    """Yield that something told before was retracted, is in doubt or was corrected, where the notice or the mark came now."""
    marked = any(change.field == "publication type" for change in dossier.changes)
    doubted = dossier.questioned and not dossier.retracted
    states = {
        _RETRACTED: dossier.retracted and (marked or _is_noticed(dossier, dossiers, _RETRACTED)),
        _DOUBTED: doubted and (marked or _is_noticed(dossier, dossiers, _DOUBTED)),
        _CORRECTED: dossier.corrected and not dossier.retracted and _is_noticed(dossier, dossiers, _CORRECTED),
    }
    for state in (state for state, is_news in states.items() if is_news):
        made, _ = entry(dossier)
        yield Alert(
            key=f"item {dossier.item.id}|{state}",
            rank=_MENDED if state == _CORRECTED else _WITHDRAWN,
            subject=f"{state[:1].upper()}{state[1:]}: {dossier.item.records[0].title}",
            what=view.byline(made),
            why="An earlier digest told you of it.",
            url=made.url,
            item=dossier.item.id,
            withdraws=True,
            aloud=state == _RETRACTED,
        )


def _is_noticed(dossier: Dossier, dossiers: Sequence[Dossier], state: str) -> bool:
    """Return whether a notice of that kind on the item came in the same while."""
    fresh = {record.key for one in dossiers if one.new for record in one.item.records}
    return any(_NOTICED.get(link.kind) == state and link.subject in fresh for link, _, _ in dossier.links)

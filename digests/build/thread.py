"""A study as one dated thread: registration, protocol, correction, abstracts, press release, article, results."""

from collections.abc import Iterator
from datetime import datetime

from digests import view, words
from digests.build.entry import line
from watcher import ids
from watcher.model import (
    Dossier,
    Kind,
    LinkKind,
    Milestone,
    Record,
    SourceClass,
    TrialDate,
    TrialFacts,
    WatchedStatus,
)

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
_NOT_KNOWN = "9999"  # a date that is not known sorts last


def thread(status: WatchedStatus) -> tuple[Milestone, ...]:
    """Return the members of a trial's thread and its registered dates, oldest first, each with its address.

    Dates are as precise as their source gives them; a member without one has "" and stands at the end.
    """
    points = [*_registered(status), *(_publication(dossier) for dossier in status.publications)]
    return tuple(sorted(points, key=lambda point: (point.date or _NOT_KNOWN, not point.member, point.label)))


def last_moved(status: WatchedStatus) -> datetime | None:
    """Return when a member was last seen to come or a registration to change; None where there is none."""
    seen = [dossier.first_seen for dossier in (status.dossier, *status.publications) if dossier]
    return max((*seen, *([status.last_change] if status.last_change else [])), default=None)


def _registered(status: WatchedStatus) -> Iterator[Milestone]:
    own = status.dossier.item.records if status.dossier else ()
    lead = next((record for record in own if record.trial), None)
    if lead is None or lead.trial is None:
        return
    yield from _dates(lead, lead.trial)
    others = [*own, *(record for twin in status.twins for record in twin.records)]
    for record in others:
        if record is not lead and record.trial:
            yield from _twin(record, record.trial)


def _dates(record: Record, facts: TrialFacts) -> Iterator[Milestone]:
    dates = {
        "registered": (facts.first_posted, "registration"),
        "start": (facts.start, ""),
        "last registry update": (facts.last_update_posted, ""),
        "primary completion": (facts.primary_completion, ""),
        "study completion": (facts.completion, ""),
        "results posted": (facts.results_first_posted, "results posted"),
    }
    for label, (when, member) in dates.items():
        if when is not None:
            yield _point(record, when, label, member)


def _twin(record: Record, facts: TrialFacts) -> Iterator[Milestone]:
    """Yield what another registry adds: that it registered the trial, and that results are there."""
    registry = facts.registry or words.source(record.source)
    if facts.first_posted:
        yield _point(record, facts.first_posted, f"registered in {registry}", "registration")
    if facts.results_first_posted:
        yield _point(record, facts.results_first_posted, f"results posted in {registry}", "results posted")


def _point(record: Record, when: TrialDate, label: str, member: str) -> Milestone:
    estimated = when.kind.lower() in {"estimated", "anticipated"}
    leading = ids.leading(record.ids) if member else ()
    return Milestone(
        date=when.date.iso,
        label=label,
        kind="estimate" if estimated else "registry",
        url=(view.checked_address(record.url) or (ids.address(leading[0]) if leading else "")) if member else "",
        member=member,
    )


def _publication(dossier: Dossier) -> Milestone:
    shown, record = line(dossier), dossier.item.records[0]
    member = _member(dossier)
    plainer = member if member in {*_NOTICES.values(), *_FORMS} else next(iter(shown.tags), member)
    return Milestone(
        date=record.published.iso if record.published else "",
        label=f"{plainer} in {record.venue.abbreviation or shown.venue}",
        kind="publication",
        url=shown.url,
        member=member,
        title=shown.title,
    )


def _member(dossier: Dossier) -> str:
    """Return what the publication is in its trial's thread."""
    record, tags = dossier.item.records[0], dossier.score.tags
    own = {one.key for one in dossier.item.records}
    noticed = (_NOTICES.get(link.kind) for link, _, _ in dossier.links if not link.inverse and link.subject in own)
    if notice := next(filter(None, noticed), ""):
        return notice
    if record.kind is Kind.NEWS:
        return "press release" if dossier.score.source_class is SourceClass.COMPANY else "news"
    return _MEMBERS.get(record.kind) or next((form for form in _FORMS if form in tags), "article")

"""The watched trial at a glance: has it moved, how do we know, and what has come of it, newest first."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from digests import outlook, view, words
from digests.build import moves as moving
from digests.build.entry import entry, line
from digests.build.moves import REPORTING, form_of
from digests.labels import lowered, say
from watcher import ids
from watcher.dates import earliest
from watcher.model import (
    Change,
    Dossier,
    Entry,
    Milestone,
    Panel,
    PartialDate,
    Period,
    Record,
    Revision,
    TrialDate,
    TrialFacts,
    WatchedStatus,
    Weight,
)

# A look at the registries is of this period if it was made no longer than this before its end.
_LOOK_HOLDS = timedelta(days=7)
_SHOWS_AFTER = timedelta(days=14)  # a change that a registry dates is seen at the latest
_POSTED = "results posted"  # a member of a thread
_NOT_KNOWN = "9999"  # a date that is not known sorts last
_MOVES = 3  # on the first screen


def panel(status: WatchedStatus, period: Period, missing: Sequence[str], now: datetime) -> tuple[Panel, int]:
    """Return the panel and how many quotes and figures of its publications were dropped.

    ``moved`` is True where something of weight changed in a registry, or a publication is new.
    """
    publications = [entry(dossier, short=True) for dossier in status.publications]
    changes = _news(status)
    came, last = _results_came(status, [shown for shown, _ in publications])
    moves = moving.moves(status, changes, [shown for shown, _ in publications])
    still = _still(status, period, missing, changes, came, last)
    denied = moving.denials(status)
    rest = (
        still[1:-1] if denied and _is_looked_at(status, period) else still[1:]
    )  # where it was checked is said every other week
    made = Panel(
        name=status.trial.name,
        headline=_joined([*(_first([said for _, said in moves]) or still[:1]), *denied, *([] if moves else rest)]),
        movement=moves[0][1] if moves else still[0],
        has_new_results=any(rank <= moving.RESULTS_POSTED for rank, _ in moves),
        facts=tuple(_facts(status, now, period.zone, came)),
        design=status.trial.design,
        note=status.trial.note,
        moved=bool(moves),
        looked=not missing and _is_looked_at(status, period),
        url=address_of(status),
        changes=changes,
        revisions=_revisions(status, period) if changes else (),
        publications=tuple(shown for shown, _ in publications),
        timeline=tuple(point for point in thread(status) if point.date),
        last_moved=last_moved(status),
        history=tuple(change for change in status.history[::-1] if change.weight is not Weight.NOISE),
        versions=status.revisions[::-1],
        forecasts=status.forecasts[::-1],
        came=came,
    )
    return made, sum(dropped for _, dropped in publications)


def _joined(parts: Sequence[str]) -> str:
    """Return the parts in a line; no full stop stands before a semicolon, and behind a quoted sentence the next begins anew."""
    line = ""
    for part in parts:
        quoted = line.endswith((".\u201d", "?\u201d", "!\u201d", "\u2026\u201d"))
        line = (
            f"{line} {part[:1].upper()}{part[1:]}" if quoted else f"{line.removesuffix('.')}; {part}" if line else part
        )
    return line


def _first(moves: Sequence[str]) -> list[str]:
    """Return the weightiest moves, and the next where it is the last; of more than that, how many there are."""
    told = _MOVES if len(moves) > _MOVES + 1 else len(moves)
    return [*moves[:told], *([say("and {count} more", count=len(moves) - told)] if moves[told:] else [])]


def _news(status: WatchedStatus) -> tuple[Change, ...]:
    """Return what changed in the registries, the weightiest first; each change once, whichever of them says it after another."""
    changes = status.dossier.changes if status.dossier else ()
    weighed = sorted(changes, key=lambda change: list(Weight).index(change.weight))
    once = {(change.field, change.after): change for change in weighed[::-1]}
    news = (change for change in weighed if once[change.field, change.after] is change)
    return tuple(one for one in news if one.weight is not Weight.NOISE and not _is_known(one, status.history))


def _is_known(change: Change, history: Sequence[Change]) -> bool:
    """Return whether a registry said the same before this one did, and none another thing since."""
    before = [one for one in history if one.field == change.field and one.seen < change.seen]
    return bool(before) and before[-1].after == change.after


def _revisions(status: WatchedStatus, period: Period) -> tuple[Revision, ...]:
    """Return the registry's versions dated in the period; where none is, the newest if it came to us in it.

    A version shows some days after the date that it bears: half of them within two, one in seven after more than a
    week (1,181 trials in March 2026). What the first look at a registry brings is not told as having come.
    """
    first, last = period.since.date(), period.until.date()
    dated = tuple(one for one in status.revisions if one.date and first <= one.date.earliest < last)
    begun = min((one.retrieved for one in status.revisions), default=period.until)
    came = (one for one in status.revisions[-1:] if one.retrieved > begun and one.retrieved >= period.since)
    return dated or tuple(came)


def _still(  # noqa: PLR0913, PLR0917 - what is known of it, and how far we looked
    status: WatchedStatus,
    period: Period,
    missing: Sequence[str],
    minor: Sequence[Change],
    came: str,
    last: PartialDate | None,
) -> tuple[str, ...]:
    """Return what to say of a trial that has not moved, the main part first; "no change" only as far as we looked.

    Its results, which first ``came`` on one day and were published ``last`` on another, were a move, too.
    """
    results = [f"{lowered(say('First results'))}: {words.iso(came)}"] if came else []
    if not _is_looked_at(status, period):
        seen = say("not looked at")
        if status.last_checked:
            seen = say("not looked at since {day}", day=words.day(status.last_checked, period.zone))
        return (seen, *results, say("no registry answered; whether it has moved is not known"))
    moved = [
        one.seen for one in status.history if one.weight is not Weight.NOISE and not _is_known(one, status.history)
    ]
    newest = max(moved, default=status.last_change)
    since = _changed_on(status, newest, period) if newest else _updated(status, period)
    if newest and last and last.earliest > newest.date():
        since = words.date(last)
    registries = words.listed([words.source(name) for name in status.registries])
    checked = ""
    if status.last_checked:
        checked = say(
            "checked {day} in {registries}", day=words.day(status.last_checked, period.zone), registries=registries
        )
    small = [say("only a minor change: {what}", what=words.change(change)) for change in minor]
    still = say("no change seen since {day}" if missing else "no change since {day}", day=since)
    return (say("no change of weight") if small else still, *small, *results, checked)


def _changed_on(status: WatchedStatus, seen: datetime, period: Period) -> str:
    """Return the day that the registry gives of a change that we saw some days after; ours where it gives none."""
    own = status.dossier.item.records if status.dossier else ()
    updates = [one.trial.last_update_posted.date for one in own if one.trial and one.trial.last_update_posted]
    dated = [*(one.date for one in status.revisions if one.date), *status.posted, *updates]
    near = [day for day in dated if day.day and timedelta(0) <= seen.date() - day.earliest <= _SHOWS_AFTER]
    return words.date(max(near, key=lambda day: day.iso)) if near else words.day(seen, period.zone)


def _updated(status: WatchedStatus, period: Period) -> str:
    """Return when a registry last said that it was updated, of a trial that we never saw change; else the period's first day."""
    own = status.dossier.item.records if status.dossier else ()
    facts = (one.trial for one in (*own, *(record for twin in status.twins for record in twin.records)))
    days = [one.last_update_posted.date for one in facts if one and one.last_update_posted]
    newest = max(days, key=lambda day: day.iso, default=None)
    return words.date(newest) if newest else words.day(period.since, period.zone)


def _is_looked_at(status: WatchedStatus, period: Period) -> bool:
    """Return whether a registry answered about the trial in this period."""
    return bool(status.times_checked and status.last_checked and status.last_checked > period.until - _LOOK_HOLDS)


def address_of(status: WatchedStatus) -> str:
    """Return where the trial's results are, where they came now, else where it is registered; "" where neither leads anywhere."""
    changes = status.dossier.changes if status.dossier else ()
    if any(change.field == "results" for change in changes) and (shown := results_of(status)):
        return shown
    leading = ids.leading(status.trial.ids)
    return ids.address(leading[0]) if leading else ""


def results_of(status: WatchedStatus) -> str:
    """Return where a registry shows the trial's results; "" where none does."""
    own = status.dossier.item.records if status.dossier else ()
    return next((found for one in own if one.trial and (found := view.checked_address(one.trial.results_url))), "")


def _facts(status: WatchedStatus, now: datetime, zone: str, came: str) -> Iterator[tuple[str, str]]:
    """Yield label and value, each as the registry has it."""
    own = status.dossier.item.records if status.dossier else ()
    facts = next((record.trial for record in own if record.trial), None)
    if facts is not None:
        yield from registered(facts, (*own, *(record for twin in status.twins for record in twin.records)))
    if status.trial.readout:
        yield "Read-out", status.trial.readout
    if came:
        yield "First results", words.iso(came)
    elif status.forecasts:
        yield "First results", outlook.expected(status.forecasts[-1])
        yield "Forecast from", outlook.basis(status.forecasts[-1])
    if status.last_change is not None:
        days = words.plural((now - status.last_change).days, "day")
        yield "Last registry change", f"{words.day(status.last_change, zone)} ({days} ago)"
    if status.last_checked is not None:
        yield "Last checked", words.day(status.last_checked, zone)
    yield "Published", _published(status)


def _results_came(status: WatchedStatus, shown: Sequence[Entry]) -> tuple[str, PartialDate | None]:
    """Return the ISO date of the first results, in a registry or published, and the day of the last publication with results; "", None for none."""
    own = status.dossier.item.records if status.dossier else ()
    posted = [one.trial.results_first_posted.date for one in own if one.trial and one.trial.results_first_posted]
    published = [
        dossier.item.records[0].published
        for dossier, made in zip(status.publications, shown, strict=True)
        if made.figures and form_of(dossier) in REPORTING
    ]
    first = earliest(*posted, *published)
    return first.iso if first else "", max(filter(None, published), key=lambda day: day.iso, default=None)


def registered(facts: TrialFacts, records: Sequence[Record] = ()) -> Iterator[tuple[str, str]]:
    """Yield label and value of what a registry says where a trial stands; ``records`` are all of it, in any registry."""
    yield "Status", words.status(facts.overall_status) or say("not given")
    for record in records[1:]:
        other = record.trial
        if other and other.overall_status and other.overall_status != facts.overall_status:
            yield f"Status in {other.registry or words.source(record.source)}", words.status(other.overall_status)
    if facts.why_stopped:
        yield "Why stopped", facts.why_stopped
    if facts.enrolment:
        yield "Enrolment", f"{facts.enrolment.count} {_kind(facts.enrolment.kind)}".strip()
    if facts.primary_completion:
        yield "Primary completion", _dated(facts.primary_completion)
    if facts.completion:
        yield "Study completion", _dated(facts.completion)
    yield "Results posted", _dated(facts.results_first_posted) if facts.results_first_posted else _results(facts)
    for outcome in facts.posted:
        yield "Primary outcome", outcome.said


def _results(facts: TrialFacts) -> str:
    return say("yes") if facts.has_results else say("no")


def _dated(when: TrialDate) -> str:
    return f"{words.date(when.date)} {_kind(when.kind)}".strip()


def _kind(kind: str) -> str:
    return f"({say(kind.lower())})" if kind else ""


def _published(status: WatchedStatus) -> str:
    count = len(status.publications)
    if not count:
        return say("nothing that we know of")
    newest = words.date(status.publications[0].item.records[0].published)
    return f"{words.plural(count, 'report')}, the newest {newest}" if newest else words.plural(count, "report")


def thread(status: WatchedStatus) -> tuple[Milestone, ...]:
    """Return the members of a trial's thread and its registered dates, oldest first, each with its address.

    Dates are as precise as their source gives them; a member without one has "" and stands at the end.
    """
    points = [*_registrations(status), *(_published_on(dossier) for dossier in status.publications)]
    return tuple(sorted(points, key=lambda point: (point.date or _NOT_KNOWN, not point.member, point.label)))


def last_moved(status: WatchedStatus) -> datetime | None:
    """Return when a member was last seen to come or a registration to change; None where there is none."""
    seen = [dossier.first_seen for dossier in (status.dossier, *status.publications) if dossier]
    return max((*seen, *([status.last_change] if status.last_change else [])), default=None)


def _registrations(status: WatchedStatus) -> Iterator[Milestone]:
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
        "results posted": (facts.results_first_posted, _POSTED),
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
        yield _point(record, facts.results_first_posted, f"results posted in {registry}", _POSTED)


def _point(record: Record, when: TrialDate, label: str, member: str) -> Milestone:
    estimated = when.kind.lower() in {"estimated", "anticipated"}
    leading = ids.leading(record.ids) if member else ()
    address = (
        record.trial.results_url if member == _POSTED and record.trial and record.trial.results_url else record.url
    )
    return Milestone(
        date=when.date.iso,
        label=label,
        kind="estimate" if estimated else "registry",
        url=(view.checked_address(address) or (ids.address(leading[0]) if leading else "")) if member else "",
        member=member,
    )


def _published_on(dossier: Dossier) -> Milestone:
    shown, record = line(dossier), dossier.item.records[0]
    form = form_of(dossier)
    plainer = next(iter(shown.tags), form) if form == "article" else form
    return Milestone(
        date=record.published.iso if record.published else "",
        label=f"{plainer} in {record.venue.abbreviation or shown.venue}",
        kind="publication",
        url=shown.url,
        member=form,
        title=shown.title,
    )

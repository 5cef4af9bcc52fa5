"""How an installation stands, for whoever runs it: the next digest of each team, each source, and what waits for a person."""

from dataclasses import dataclass
from datetime import datetime

from watcher.service import Session
from watcher.service.due import next_digest
from watcher.service.sync import interrupted
from watcher.service.troubles import failing_since
from watcher.store.store import Store

_SHOWN = 12  # digits of a message's key: enough to tell it from every other
WAITING_FOR_A_PERSON = ("held", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A digest and its readers: when it is made next, in their zone, and the period of the last one ("" for none yet)."""

    digest: str
    channels: tuple[str, ...]
    next: datetime
    last: str = ""
    waiting: int = 0  # messages that are not sent yet, or wait for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStanding:
    """How a source was read last; times are UTC, None where there is none.

    ``silent_since`` is the last run that had something, where the source has nothing now and always had; ``failing_since`` the last
    complete run before those that were not.
    """

    source: str
    outcome: str
    last_complete: datetime | None
    silent_since: datetime | None = None
    failing_since: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A message that waits for a person: the beginning of its id, since when, why, and the command that lets it go."""

    id: str
    state: str
    channel: str
    recipient: str
    digest: str
    since: datetime
    why: str
    let_go: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an installation stands; ``interrupted`` is when a person ended the last collection before it was done, None for never."""

    teams: tuple[Team, ...]
    sources: tuple[SourceStanding, ...]
    held: tuple[Held, ...]
    interrupted: datetime | None = None


def standing(session: Session, store: Store) -> Standing:
    """Return how the installation stands now."""
    return Standing(
        teams=_teams(session, store), sources=_sources(store), held=_held(store), interrupted=interrupted(store)
    )


def _teams(session: Session, store: Store) -> tuple[Team, ...]:
    found = []
    for plan in session.settings.digests:
        made = store.digests.all(plan.name)
        found.append(
            Team(
                digest=plan.name,
                channels=plan.channels,
                next=next_digest(session, store, plan),
                last=made[0].key if made else "",
                waiting=len(store.outbox.deliveries("pending", "uncertain", *WAITING_FOR_A_PERSON, name=plan.name)),
            )
        )
    return tuple(found)


def _sources(store: Store) -> tuple[SourceStanding, ...]:
    return tuple(
        SourceStanding(
            source=run.source,
            outcome=run.outcome.value,
            last_complete=store.runs.last_complete(run.source),
            silent_since=store.runs.last_offer(run.source) if run.silent else None,
            failing_since=failing_since(store, run.source) if run.outcome.falls_short else None,
            error=run.error or "; ".join(run.notices) * run.outcome.falls_short,
        )
        for run in store.runs.last()
    )


def _held(store: Store) -> tuple[Held, ...]:
    return tuple(
        Held(
            id=one.message.key[:_SHOWN],
            state=one.state,
            channel=one.message.channel,
            recipient=one.message.recipient,
            digest=f"{one.digest} {one.period}".strip(),
            since=one.changed,
            why=one.error,
            let_go=f'watcher outbox retry|drop|mark-sent {one.message.key[:_SHOWN]} --because "..."',
        )
        for one in store.outbox.deliveries(*WAITING_FOR_A_PERSON)
    )

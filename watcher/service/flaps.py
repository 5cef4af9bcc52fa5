"""A registry that takes back within a day what it said: one alert with the end state, whatever it said in between.

The first change of a field is told at once. What follows within a day changes that very alert: where it has not left yet, it makes room for
one with the state of now; where it was sent, one answer to it says what stands now. What comes after that waits until the day is over,
and is told once, where the registry then says something else than the readers were told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digests.alerts import Alert, of_change
from watcher.model import Change

DAY = timedelta(days=1)
_TOLD_A_DAY = 2  # the alert, and one answer to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a field of a registration did since a change of it was told, within a day."""

    at: datetime  # when the first change was found
    origin: str  # what stood before it
    told: str  # what the readers were told last; the origin before they were told anything
    newest: Alert  # of the newest change
    spoken: int = 0  # how many alerts and answers told of it
    turn: int = 0  # how many were made of it, those counted that never left
    keys: tuple[str, ...] = ()  # of the messages that told last
    states: tuple[str, ...] = ()  # what the field has said since then, but for what it says now

    @property
    def stands(self) -> str:
        """Return what the registry says now."""
        return self.newest.change.after if self.newest.change else ""

    def is_due(self, now: datetime) -> bool:
        """Return whether something is to be told: it is new, or not what was told; a third time only after the day."""
        differs = not self.spoken or self.stands != self.told
        return differs and (self.spoken < _TOLD_A_DAY or self.is_over(now))

    def is_over(self, now: datetime) -> bool:
        """Return whether the day is over; it is, too, where a clock that ran ahead began it."""
        return abs(now - self.at) >= DAY

    def alert(self) -> Alert:
        """Return what is to be told: from what the readers know to what stands now."""
        change = self.newest.change
        if change is None:
            return self.newest
        known = self.told if self.spoken else self.origin
        told = change if known in {change.before, self.stands} else replace(change, before=known, note="")
        key = f"{self.newest.key}|{self.at.isoformat()}|{self.turn}" if self.turn else self.newest.key
        return replace(of_change(self.newest, told), key=key)


def folded(moves: Mapping[str, Move], events: Sequence[Alert], now: datetime) -> tuple[dict[str, Move], list[Alert]]:
    """Return the moves with the new events in them, and the events that belong to none.

    A change continues a move where it begins with what the move ended with, or came back to what the field said before; one that ends
    where the move stands says it once more. What tells nothing by itself is nothing where nothing was told.
    """
    done = {name: move for name, move in moves.items() if _is_done(move, now)}
    moves = {name: _begun_anew(move, now) for name, move in moves.items() if name not in done}
    others = []
    for event in sorted(events, key=lambda one: one.change.seen if one.change else now):
        change, name = event.change, event.of
        if change is None or not name:
            others.append(event)
        elif name not in moves:
            before = _before(change, done.get(name))
            if before == change.after and (event.quiet or name in done):
                continue
            moves[name] = Move(at=now, origin=before, told=before, newest=event)
        elif change.before == moves[name].stands or _is_return(change, moves[name]):
            moves[name] = _gone_on(moves[name], event)
        elif change.after != moves[name].stands:
            others.append(event)
    return moves, others


_MOST = 20  # states of a move that are remembered


def _gone_on(move: Move, event: Alert) -> Move:
    """Return the move after one more change of its field."""
    return replace(move, newest=event, states=(*move.states, move.stands)[-_MOST:])


def _is_return(change: Change, move: Move) -> bool:
    """Return whether the field only came back to what it said before, or says what it says."""
    return change.before == change.after and change.after in {move.origin, *move.states, move.stands}


def _before(change: Change, done: Move | None) -> str:
    """Return what stood before a change: where it holds one that was told before, what that one said."""
    return done.stands if done and (change.before == done.origin or _is_return(change, done)) else change.before


def due(moves: Mapping[str, Move], now: datetime) -> Iterator[str]:
    """Yield the names of the moves of which something is to be told."""
    return (name for name, move in moves.items() if move.is_due(now))


def unsaid(move: Move) -> Move:
    """Return the move as it is where nothing that told of it has left."""
    return replace(move, told=move.origin, spoken=0, keys=())


def said(move: Move, keys: Sequence[str]) -> Move:
    """Return the move after these messages told what stands."""
    return replace(move, told=move.stands, spoken=move.spoken + 1, turn=move.turn + 1, keys=tuple(keys))


def _is_done(move: Move, now: datetime) -> bool:
    return move.is_over(now) and move.stands == move.told


def _begun_anew(move: Move, now: datetime) -> Move:
    """Return the move, as the first of another day where its own is over."""
    return replace(unsaid(move), at=now, origin=move.told, told=move.told) if move.is_over(now) else move

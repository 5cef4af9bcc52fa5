"""Whoever runs this installation hears of each trouble once a day, and once when it is over."""

import hashlib
import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from watcher import __version__
from watcher.errors import ConfigError, DeliveryError
from watcher.service.loading import operator_of
from watcher.service.session import Session
from watcher.service.troubles import Trouble, troubles
from watcher.store.store import Store

AGAIN = timedelta(days=1)
_MOST = 30  # troubles in one message; how many more there are is said
_TOLD = "operator: told"

log = logging.getLogger(__name__)


def tell_operator(session: Session, store: Store) -> bool:
    """Send what is wrong and was not told for a day, and what is over; return whether there was anything to tell.

    Where it cannot be sent, the next round tries again.
    """
    told: dict[str, dict[str, str]] = json.loads(store.recall(_TOLD) or "{}")
    now = session.now()
    found = troubles(session, store)
    fresh = [one for one in found if one.key not in told or now - datetime.fromisoformat(told[one.key]["at"]) >= AGAIN]
    standing = {one.key for one in found}
    over = [Trouble(key, kept["text"]) for key, kept in told.items() if key not in standing]
    if not (fresh or over) or not _send(session, fresh, over):
        return False
    kept = {key: value for key, value in told.items() if key in standing}
    kept |= {one.key: {"at": now.isoformat(), "text": one.text} for one in fresh}
    store.remember(_TOLD, json.dumps(kept))
    return True


def _send(session: Session, fresh: Sequence[Trouble], over: Sequence[Trouble]) -> bool:
    """Return whether the operator has the message, or may have it; nobody has it where no operator is named."""
    try:
        channel: Any = operator_of(session.settings)
        if channel is None:
            return False
        subject, text = message(session, fresh, over)
        key = hashlib.sha256(f"{session.now().isoformat()}\x1f{text}".encode()).hexdigest()[:32]
        for one in channel.notice(key, subject, text):
            channel.send(one)
    except (ConfigError, DeliveryError) as error:
        log.warning("the operator could not be told: %s", error)
        return isinstance(error, DeliveryError) and error.sent is None
    return True


def message(session: Session, fresh: Sequence[Trouble], over: Sequence[Trouble]) -> tuple[str, str]:
    """Return the subject and the text of what the operator is told."""
    counts = [f"{len(fresh)} troubles" if len(fresh) > 1 else "a trouble"] if fresh else []
    counts += [f"{len(over)} over"] if over else []
    lines = [*_listed("Wrong now:", fresh), *_listed("Over:", over)]
    where = session.settings.path or "the defaults"
    foot = f"Watcher {__version__}, {where}, database {session.settings.database}. `watcher status` says the same."
    return f"Watcher: {', '.join(counts)}", "\n".join((*lines, "", foot))


def _listed(heading: str, found: Sequence[Trouble]) -> list[str]:
    more = [f"- and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return [heading, *(f"- {one.text}" for one in found[:_MOST]), *more] if found else []

"""The forecast of each watched trial, made anew after each look and kept where it says something else."""

import logging
from datetime import UTC, datetime

from watcher.border import Fault, attempt
from watcher.model import Forecast, Topic, TrialFacts, WatchedTrial
from watcher.readout import forecast, is_news
from watcher.readout.guidance import guidance
from watcher.store.store import Store

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


def keep_forecasts(topic: Topic, store: Store, now: datetime) -> None:
    """Forecast when each watched trial reads out, and keep what is new of it; one that cannot be made costs no other."""
    for one in topic.every:
        for trial in one.watched:
            made = attempt(lambda trial=trial, name=one.name: _made(trial, name, store, now))  # type: ignore[misc]
            if isinstance(made, Fault):
                log.error("the read-out of %s could not be forecast: %s", trial.name, made.trace)
            elif made:
                store.forecasts.keep(trial.name, made)


def _made(trial: WatchedTrial, topic: str, store: Store, now: datetime) -> Forecast | None:
    """Return the forecast of a trial where it says something else than the last one."""
    until = now + datetime.resolution  # what came at this very moment counts
    names = (trial.name, *(alias.text for alias in trial.aliases if not alias.needs_context))
    said = guidance(store.forecasts.by_sponsor(trial.name, until), names)
    status = store.trials.watched(trial, _BEGINNING, until, topic=topic)
    registered = [record for record in status.dossier.item.records if record.trial] if status.dossier else []
    lead = next((one for one in registered if one.trial and one.trial.primary_completion), None)
    stated = store.forecasts.stated(lead.key) if lead else ()
    facts: TrialFacts | None = lead.trial if lead else next((one.trial for one in registered), None)
    made = forecast(facts, stated, said, trial.readout, now)
    before = store.forecasts.of(trial.name, until)
    return made if made and is_news(made, before[-1] if before else None) else None

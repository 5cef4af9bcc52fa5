"""From what sources answer to what a team hears at once: each event by one alert, and nothing of what only changed its form."""

from datetime import timedelta

import pytest
from event_stories import EVENTS, START

from sources import load
from watcher.model import Page, Record
from watcher.pipeline.take_in import take_in
from watcher.service.due import Service

TEAM = """
[[channels]]
name = "team"
kind = "call"
base_url = "{address}"
allow_private_hosts = true
[[digests]]
name = "weekly"
when = "monday 07:00"
"""


def records(answer, now):
    source, _, feed = answer[0].partition("@")
    reader = load("feeds", {"shipped": False, "feeds": [{"name": "feed", "url": feed}]}) if feed else load(source)
    pieces = reader.parse(
        Page(
            url=feed or ("file:///library.ris" if source == "files" else f"https://example.org/{source}"),
            body=answer[1].encode(),
            retrieved=now,
        )
    )
    return [piece for piece in pieces if isinstance(piece, Record)]


@pytest.mark.parametrize("name", EVENTS)
def test_a_team_hears_of_each_event_once_and_of_nothing_else(name, installation, monitor, scripted):
    session = installation(TEAM.format(address=monitor.address))
    service, wrong = Service(session=session, begin=scripted()), []
    session.at((START - timedelta(hours=2)).isoformat())
    service.once()
    for hours, answers, due in EVENTS[name]:
        session.later(hours=hours)
        with session.store(new=True) as store:
            for record in (record for answer in answers for record in records(answer, session.now())):
                take_in(record, session.topic, store, session.now())
        told = len(monitor.told)
        for _ in range(2):
            session.later(minutes=1)
            service.once()
        heard = [one["subject"] for one in monitor.told[told:] if "subject" in one]
        fits = len(heard) == len(due) and all(any(part in one.lower() for one in heard) for part in map(str.lower, due))
        wrong += [] if fits else [(due, heard)]

    assert wrong == []

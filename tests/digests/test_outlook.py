"""The forecast of a read-out as readers meet it: its range, its basis, and what came of the earlier ones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

import samples
from digests import outlook, telling
from digests.build import build
from digests.build.watched import panel
from digests.channels.page import Channel
from digests.labels import speaking
from watcher.model import Enrolment, Forecast, Guidance, PartialDate, TrialDate

MADE = Forecast(
    made=samples.NOW - timedelta(days=2),
    low=date(2026, 12, 1),
    high=date(2028, 6, 30),
    events="event-driven: 194 events",
    enrolment=Enrolment(count=302, kind="actual"),
    registered=TrialDate(date=PartialDate(2026, 12), kind="estimated"),
    moved=184,
    since=date(2026, 3, 2),
    guidance=Guidance(
        low=date(2026, 1, 1),
        high=date(2026, 12, 31),
        sentence="Topline results are expected in 2026.",
        said=PartialDate(2026, 2),
    ),
    agrees=False,
)
EARLIER = replace(
    MADE, made=datetime(2025, 3, 3, tzinfo=UTC), low=date(2026, 1, 1), high=date(2026, 8, 31), guidance=None
)


def test_the_basis_says_all_that_the_range_rests_on():
    assert outlook.expected(MADE) == "between Dec 2026 and Jun 2028"
    assert outlook.basis(MADE) == (
        "event-driven: 194 events; enrolment 302 (actual);"
        " registry says primary completion Dec 2026 (estimated), moved back by 6 months since 2 Mar 2026;"
        " sponsor says (Feb 2026): “Topline results are expected in 2026.”; the two do not agree, and the range holds both"
    )


def test_what_is_not_known_is_not_said():
    bare = Forecast(made=samples.NOW, low=date(2026, 1, 1), high=date(2026, 1, 31))

    assert outlook.expected(bare) == "Jan 2026"
    assert outlook.basis(bare) == "no registry gives a date"
    assert "which has passed" in outlook.basis(replace(MADE, is_past=True))
    assert "moved forward by 1 month since" in outlook.basis(replace(MADE, moved=-31))


def test_it_is_said_in_the_readers_language():
    with speaking("sv"):
        assert outlook.expected(MADE) == "mellan dec. 2026 och juni 2028"
        assert "inskrivna" in outlook.basis(MADE) or "302" in outlook.basis(MADE)


@pytest.mark.parametrize(
    ("came", "became"),
    [
        ("2026-12", "held"),
        ("2028-06-30", "held"),
        ("2028", "held"),
        ("2026-11-30", "missed"),
        ("2028-07", "missed"),
        ("", ""),
    ],
)
def test_a_forecast_stands_beside_what_came(came, became):
    assert outlook.outcome(MADE, came) == became


def test_the_panel_has_the_newest_and_the_page_of_the_trial_all(tmp_path):
    status = replace(samples.sorento(moved=True), forecasts=(EARLIER, MADE))
    shown, _ = panel(status, samples.PERIOD, (), samples.NOW)
    made = build(samples.TOPIC, samples.PERIOD, samples.DOSSIERS, [status], samples.COMPLETE, now=samples.NOW)
    site = Channel(name="a", folder=str(tmp_path), title="NET evidence")
    for message in site.render(made):
        site.send(message)

    assert ("First results", "between Dec 2026 and Jun 2028") in shown.facts
    assert ("Forecast from", outlook.basis(MADE)) in shown.facts
    assert "first results: between Dec 2026 and Jun 2028" in telling.glance(shown)
    page = BeautifulSoup((next((tmp_path / "trials").glob("*.html"))).read_text(encoding="utf-8"), "lxml")
    table = page.find("div", attrs={"aria-label": "Forecasts"})
    assert [row.find_all("td")[0].get_text() for row in table.find_all("tr")[1:]] == [
        "between Dec 2026 and Jun 2028",
        "between Jan 2026 and Aug 2026",
    ]


def test_when_results_have_come_the_panel_says_when_and_the_forecasts_what_became_of_them():
    status = samples.sorento(moved=True)
    record = status.dossier.item.records[0]
    posted = replace(
        record, trial=replace(record.trial, results_first_posted=TrialDate(date=PartialDate(2026, 11, 20)))
    )
    item = replace(status.dossier.item, records=(posted,))
    status = replace(status, dossier=replace(status.dossier, item=item), forecasts=(EARLIER, MADE))

    shown, _ = panel(status, samples.PERIOD, (), samples.NOW)

    assert shown.came == "2026-11-20"
    assert ("First results", "20 Nov 2026") in shown.facts
    assert [outlook.outcome(one, shown.came) for one in shown.forecasts] == ["missed", "missed"]
    assert "Forecast from" not in dict(shown.facts)

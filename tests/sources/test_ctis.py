import json
import threading
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from fakes import NOW, FakeClient, FakeTime, page, payloads
from golden import check, pairs
from sources.ctis import Source
from watcher.errors import FetchError, ParseError
from watcher.model import Concept, Id, Notice, Page, PartialDate, Query, Term, Unreadable
from watcher.web import Client
from watcher.web.gate import Gate

TOPIC = ((Concept(name="drug", terms=(Term(text="octreotide"), Term(text="lanreotide"))),),)
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def query(**more):
    return Query(topic="t", groups=TOPIC, until=NOW, since=SINCE, **more)


def answer(*dates, total=None, start=1):
    rows = [
        {"ctNumber": f"2025-5{start + n:05d}-00-00", "ctTitle": "t", "lastUpdated": a, "lastPublicationUpdate": b}
        for n, (a, b) in enumerate(dates)
    ]
    return json.dumps({"pagination": {"totalRecords": len(rows) if total is None else total}, "data": rows})


@pytest.mark.parametrize("path", pairs("ctis"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(Source(), path)


def test_a_recorded_dossier_reads_whole():
    for body in payloads("ctis/retrieve_2023-505613-24-00_2026-03-08.json"):
        (record,) = Source().parse(page(body))

        assert {Id("ctis", "2023-505613-24-00"), Id("eudract", "2019-003842-34"), Id("nct", "NCT04665037")} < record.ids
        assert record.updated == datetime(2025, 8, 20, 3, 46, 14, 147548, tzinfo=UTC)
        assert record.published == PartialDate(2024, 4, 12)
        assert record.trial.overall_status == "RECRUITING"
        assert record.trial.phases == ("PHASE2",)
        assert record.trial.enrolment.count == 32
        assert record.trial.countries[:3] == ("Belgium", "Greece", "Israel")
        assert len(record.trial.primary_outcomes) == 14


def test_the_status_is_the_public_one_where_the_other_is_a_word_about_the_application():
    for recorded in payloads("ctis/retrieve_trimmed_2025-523333-26-00_2026-08.json"):
        body = json.loads(recorded)
        body["authorizedApplication"]["authorizedPartI"]["trialDetails"]["clinicalTrialIdentifiers"] = {
            "fullTitle": "t"
        }

        (record,) = Source().parse(page(json.dumps(body)))

        assert record.trial.overall_status == "NOT_YET_RECRUITING"
        assert record.trial.phases == ("PHASE3",)


def test_the_layout_of_before_june_2024_is_a_loud_error():
    for body in payloads("ctis/ctis1_2022-500244-37-00_2024-06-17.json"):
        with pytest.raises(ParseError, match="schema changed"):
            list(Source().parse(page(body)))


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "not JSON"),
        (b"<html>Just a moment</html>", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "where an object belongs"),
        (b'{"data": []}', "pagination.totalRecords"),
        (b'{"data": {}, "pagination": {"totalRecords": 1}}', "schema changed: data "),
        (b'{"data": [{"number": 1}], "pagination": {"totalRecords": 1}}', "ctNumber"),
        (b'{"ctNumber": "2025-500001-11-00"}', "ctPublicStatusCode"),
    ],
)
def test_what_is_not_as_it_was_is_an_error(body, where):
    with pytest.raises(ParseError, match=where):
        list(Source().parse(page(body)))


@pytest.mark.parametrize("row", [None, "2025-500009-00-00", {"ctTitle": "t"}, {"ctNumber": ["2025-500009-00-00"]}])
def test_a_line_without_a_number_costs_no_other_and_is_said(row):
    body = json.loads(answer(("20/11/2026", "01/01/2020"), ("01/01/2020", "02/01/2020"), total=3))
    body["data"].insert(1, row)
    client = FakeClient({"search": json.dumps(body), "retrieve": b"{}"})

    steps = list(Source().pages(query(), client))
    first, bad, second = Source().parse(page(json.dumps(body)))

    assert Notice(text="CTIS listed 1 trials without a number", incomplete=True) in steps
    assert [one.url.rsplit("/", 1)[-1] for one in client.asked if "retrieve" in one.url] == ["2025-500001-00-00"]
    assert (first.source_id, bad.reason, second.source_id) == ("2025-500001-00-00", "no ctNumber", "2025-500002-00-00")


@pytest.mark.parametrize(
    ("code", "term", "why"),
    [
        (1, "NOT_YET_RECRUITING", ""),
        (3, "RECRUITING", ""),
        (6, "SUSPENDED", "temporarily halted"),
        (8, "COMPLETED", ""),
        (10, "TERMINATED", "revoked"),
        (12, "WITHDRAWN", "cancelled"),
        (13, "UNKNOWN", "unknown status code 13"),
    ],
)
def test_a_status_is_said_in_the_terms_of_clinicaltrials_gov(code, term, why):
    row = {"ctNumber": "2025-500001-11-00", "ctTitle": "t", "ctStatus": code}

    (record,) = Source().parse(page(json.dumps(row)))

    assert (record.trial.overall_status, record.trial.why_stopped) == (term, why)


def test_the_search_goes_newest_first_one_page_past_the_window_in_both_orders():
    new, old = ("20/11/2026", "01/01/2020"), ("01/01/2020", "02/01/2020")
    client = FakeClient(
        {
            "search.*lastUpdated": [
                answer(new, old, total=999),
                answer(old, total=999, start=3),
                answer(old, total=999, start=4),
            ],
            "search.*lastPublicationUpdate": answer(old[::-1], ("01/01/2020", "19/11/2026"), total=2, start=50),
            "retrieve": b"{}",
        }
    )

    steps = list(Source().pages(query(), client))

    asked = [a.url.rsplit("/", 1)[-1] for a in client.asked]
    assert asked[:4] == ["search"] * 4
    assert set(asked[4:]) == {"2025-500001-00-00", "2025-500051-00-00"}
    assert Notice(announced=2) in steps
    assert [s.expected for s in steps if isinstance(s, Page)] == [1, 1]


def test_watched_and_known_trials_are_read_though_nothing_changed():
    client = FakeClient({"search": answer(), "retrieve": b"{}"})
    watched = (Id("ctis", "2024-512345-67-00"), Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40"))

    list(Source().pages(query(watched=watched, known=(Id("ctis", "2023-500000-12-00"),)), client))

    assert {a.url[-17:] for a in client.asked[2:]} == {"2024-512345-67-00", "2023-500000-12-00"}
    assert client.asked[0].json["searchCriteria"] == {
        "containAny": "octreotide, lanreotide, NCT05050942, 2021-000849-40"
    }


def test_a_slow_dossier_keeps_no_other_waiting():
    second = threading.Event()

    def dossier(asked):
        is_second = asked.url.endswith("2023-500000-12-00")
        assert is_second or second.wait(10)
        second.set()
        return b"{}"

    watched = (Id("ctis", "2024-512345-67-00"), Id("ctis", "2023-500000-12-00"))
    steps = list(Source().pages(query(watched=watched), FakeClient({"search": answer(), "retrieve": dossier})))

    assert [step.url[-17:] for step in steps if isinstance(step, Page)] == [id_.value for id_ in watched]


def test_a_date_that_cannot_be_read_counts_as_fresh():
    client = FakeClient({"search": answer(("2026-11-20", "")), "retrieve": b"{}"})

    list(Source().pages(query(), client))

    assert client.asked[-1].url.endswith("2025-500001-00-00")


def test_an_empty_page_where_trials_are_announced_is_no_quiet_week():
    with pytest.raises(ParseError, match="7 trials are announced"):
        list(Source().pages(query(), FakeClient({"search": answer(total=7)})))


def test_a_search_that_never_ends_is_partial():
    new = ("20/11/2026", "20/11/2026")
    client = FakeClient({"search": answer(new, total=20_000), "retrieve": b"{}"})

    steps = list(Source(most_pages=2).pages(query(), client))

    assert any(isinstance(step, Notice) and step.incomplete for step in steps)


@pytest.mark.parametrize("since", [SINCE, None])
def test_a_server_that_sends_shorter_pages_is_read_to_its_end(since):
    new = ("20/11/2026", "20/11/2026")
    pages = [answer(*[new] * 50, total=150, start=start) for start in (1, 51, 101)]
    client = FakeClient({"lastUpdated": pages, "lastPublicationUpdate": pages, "retrieve": b"{}"})

    steps = list(Source().pages(replace(query(), since=since), client))

    assert [step for step in steps if isinstance(step, Notice)] == [Notice(announced=150)]
    assert sum("retrieve" in asked.url for asked in client.asked) == 150


@pytest.mark.parametrize("last", [answer(total=3), answer(("20/11/2026", ""), total=3)])
def test_a_list_that_ends_before_its_count_is_partial_and_what_came_is_read(last):
    new = ("20/11/2026", "20/11/2026")
    client = FakeClient({"search": [answer(new, new, total=3), last], "retrieve": b"{}"})

    steps = list(Source().pages(replace(query(), since=None), client))

    assert (
        Notice(
            text="CTIS announced 3 trials and listed 2 in 2 pages by lastUpdated; it shows 10000 at most",
            incomplete=True,
        )
        in steps
    )
    assert sum(isinstance(step, Page) for step in steps) == 2


def test_a_dossier_that_always_fails_costs_no_other():
    broken = FetchError("ctis", "u", "HTTP 500", 500)
    client = FakeClient({"search": answer(), "2024-512345": broken, "retrieve": b"{}"})
    watched = (Id("ctis", "2024-512345-67-00"), Id("ctis", "2024-512346-67-00"))

    _, notice, found = Source().pages(query(watched=watched), client)

    assert notice == Notice(text="2024-512345-67-00 could not be had: HTTP 500 (u)", incomplete=True)
    assert found.url.endswith("2024-512346-67-00")


@pytest.mark.parametrize("status", [400, 404])
@pytest.mark.parametrize(("role", "incomplete"), [("watched", True), ("known", False)])
def test_a_number_that_ctis_does_not_know_costs_no_other(role, incomplete, status):
    client = FakeClient({"search": answer(), "2024-512345": FetchError("ctis", "u", "gone", status), "retrieve": b"{}"})
    ids = (Id("ctis", "2024-512345-67-00"), Id("ctis", "2024-512346-67-00"))

    _, notice, found = Source().pages(query(**{role: ids}), client)

    assert notice == Notice(text="CTIS has no trial 2024-512345-67-00: gone (u)", incomplete=incomplete)
    assert found.url.endswith("2024-512346-67-00")


def test_a_watched_number_of_another_form_is_said_and_not_asked_for():
    client = FakeClient({"search": answer()})

    steps = list(Source().pages(query(watched=(Id("ctis", "2024-512345"),)), client))

    assert steps[-1] == Notice(text="2024-512345 is no number of CTIS", incomplete=True)


def test_another_trial_than_was_asked_for_makes_the_run_partial():
    client = FakeClient(
        {"search": answer(("20/11/2026", "20/11/2026")), "retrieve": b'{"ctNumber": "2025-500077-00-00"}'}
    )

    steps = list(Source().pages(query(), client))

    text = "CTIS answers with another trial where 2025-500001-00-00 is asked for"
    assert Notice(text=text, incomplete=True) in steps
    assert not [step for step in steps if isinstance(step, Page)]


def test_a_trial_that_a_dossier_names_before_its_own_number_is_not_whose_it_is():
    dossier = b'{"related": {"ctNumber": "2025-500077-00-00"}, "ctNumber": "2025-500001-00-00"}'
    client = FakeClient({"search": answer(("20/11/2026", "20/11/2026")), "retrieve": dossier})

    assert [step.body for step in Source().pages(query(), client) if isinstance(step, Page)] == [dossier]


def test_a_trial_that_the_search_lists_and_that_is_gone_makes_the_run_partial():
    new = ("20/11/2026", "20/11/2026")
    client = FakeClient({"search": answer(new), "retrieve": FetchError("ctis", "u", "gone", 404)})

    *_, last = Source().pages(query(), client)

    assert last == Notice(text="CTIS has no trial 2025-500001-00-00: gone (u)", incomplete=True)


def test_a_saved_line_without_a_number_cannot_be_read():
    (bad,) = Source().parse(page(b'{"ctTitle": "t"}'))

    assert bad == Unreadable(url="https://example.org/", where="number 1", reason="no ctNumber", title="t")


def test_throttling_is_waited_out(tmp_path):
    """A 403 with CTIS: https://github.com/rfhb/ctrdata asks again after one, as after 429 and 503."""
    time, throttled = FakeTime(), {"search": 2, "retrieve": 1}

    def told(request):
        (place,) = (place for place in throttled if place in request.url.path)
        throttled[place] -= 1
        body = b"{}" if place == "retrieve" else answer(("20/11/2026", "20/11/2026")).encode()
        return httpx.Response(403 if throttled[place] >= 0 else 200, stream=httpx.ByteStream(body))

    gate, transport = Gate(tmp_path, time.clock, time.sleep), httpx.MockTransport(told)
    with Client("ctis", 0, gate=gate, transport=transport, random=lambda: 1.0) as client:
        steps = list(Source().pages(query(), client))

    assert [step.body for step in steps if isinstance(step, Page)] == [b"{}"]
    assert time.slept == [1.0, 2.0, 1.0]


@pytest.mark.parametrize("status", [403, 429, 503])
@pytest.mark.parametrize("place", ["search", "retrieve"])
def test_throttling_that_stays_ends_the_turn(place, status):
    answers = {"search": answer(("20/11/2026", "20/11/2026")), "retrieve": b"{}"}
    client = FakeClient({**answers, place: FetchError("ctis", "u", "slow down", status)})

    with pytest.raises(FetchError, match="slow down"):
        list(Source().pages(query(), client))


def test_the_search_is_posted_for_it_refuses_to_be_got():
    client = FakeClient({"search": answer()})

    list(Source().pages(query(), client))

    assert {asked.method for asked in client.asked} == {"POST"}


def test_without_a_beginning_the_search_is_read_to_its_end_once():
    old = ("01/01/2020", "01/01/2020")
    client = FakeClient({"search": [answer(old, total=2), answer(old, total=2, start=2)], "retrieve": b"{}"})

    list(Source().pages(replace(query(), since=None), client))

    assert [a.json["pagination"]["page"] for a in client.asked if a.json] == [1, 2]
    assert {a.json["sort"]["property"] for a in client.asked if a.json} == {"lastUpdated"}
    assert sum("retrieve" in a.url for a in client.asked) == 2


@pytest.mark.parametrize(
    ("dates", "fresh"),
    [
        (("01/11/2026", ""), True),
        (("31/10/2026", "31/10/2026"), False),
        (("31/10/2026", "01/11/2026"), True),
        (("11/01/2026", "31/12/2025"), False),  # the eleventh of January
        (("2026-10-01", "31/10/2026"), True),  # in a form that nobody announced
    ],
)
def test_a_trial_is_opened_where_either_date_is_in_the_window(dates, fresh):
    client = FakeClient({"search": answer(dates), "retrieve": b"{}"})

    list(Source().pages(query(), client))

    assert any("retrieve" in asked.url for asked in client.asked) is fresh


def test_one_bad_line_costs_no_neighbour():
    for body in payloads("ctis/search_record_2025-523726-40-00_2026-07-18.json"):
        both = {"pagination": {"totalRecords": 2}, "data": [{"ctNumber": "1"}, json.loads(body)]}

        bad, good = Source().parse(page(json.dumps(both)))

        assert bad == Unreadable(url="https://example.org/", where="1", reason="no ctTitle", source_id="1")
        assert good.title.startswith("A PHASE III, OPEN-LABEL, SINGLE-ARM, MULTI-CENTER")
        assert good.trial.countries == ("France", "Italy", "Poland", "Spain")

"""The registry's own versions of a trial: an explanation where it answers, a notice where not, and never more."""

import json
from dataclasses import replace

import pytest

from fakes import NOW, FakeClient, page, payloads
from golden import DATA, check
from sources.clinicaltrials import Source
from watcher.errors import FetchError, ParseError
from watcher.model import Id, Notice, Page, Query

QUERY = Query(
    topic="ssa",
    groups=(),
    until=NOW,
    watched=(*(Id("nct", f"NCT0000000{n}") for n in (1, 2, 1)), Id("eudract", "2021-000849-40")),
    known=(Id("nct", "NCT00000003"),),
    reread=True,
)
LISTED = json.dumps(
    {"studies": [{"protocolSection": {"identificationModule": {"nctId": f"NCT0000000{n}"}}} for n in (1, 2, 3)]}
)
TOLD = json.dumps({"history": {"changes": [{"version": 0}, {"version": 1}]}})


def run(answer, query=QUERY, **options):
    """Return the versions that were read, the notices, and the addresses of the history that were asked."""
    client = FakeClient({"/api/int/": answer, "filter.ids": LISTED})
    found = list(Source(**options).pages(query, client))
    pages = [each for each in found if isinstance(each, Page) and "history=true" in each.url]
    read = [(one.source_id, one.number) for each in pages for one in Source().parse(each)]
    asked = [str(one).removeprefix("GET https://") for one in client.asked]
    return read, [each for each in found if isinstance(each, Notice)], [one for one in asked if "/v2/" not in one]


def test_the_versions_are_read_as_they_are_told():
    check(Source(), DATA / "clinicaltrials/history.json")


def test_the_watched_trials_are_asked_about_once_each_and_last():
    read, notices, asked = run(TOLD)

    assert read == [("NCT00000001", 1), ("NCT00000001", 2), ("NCT00000002", 1), ("NCT00000002", 2)]
    assert notices == []
    assert asked == [f"clinicaltrials.gov/api/int/studies/NCT0000000{n}?history=true" for n in (1, 2)]


@pytest.mark.parametrize(
    ("query", "options", "asked"),
    [
        (replace(QUERY, reread=False), {}, []),
        (QUERY, {"history_url": ""}, []),
        (QUERY, {"history_url": "https://mirror.example/api/int"}, ["mirror.example/api/int/studies/NCT00000001"]),
        (replace(QUERY, watched=()), {}, []),
    ],
)
def test_it_is_asked_only_when_known_things_are_read_again_and_where_it_stands(query, options, asked):
    query = replace(query, watched=query.watched[:1])

    assert run(TOLD, query, **options)[2] == [f"{one}?history=true" for one in asked]


@pytest.mark.parametrize(
    ("answer", "said", "requests"),
    [
        (FetchError("clinicaltrials", "u", "HTTP 404", 404), "HTTP 404", 2),
        (FetchError("clinicaltrials", "u", "HTTP 400", 400), "HTTP 400", 2),
        (FetchError("clinicaltrials", "u", "HTTP 403", 403), "HTTP 403", 1),
        (FetchError("clinicaltrials", "u", "HTTP 429; gave up after 6 tries", 429), "HTTP 429", 1),
        (FetchError("clinicaltrials", "u", "HTTP 503; gave up after 6 tries", 503), "HTTP 503", 1),
        (FetchError("clinicaltrials", "u", "no answer in time; gave up after 6 tries"), "no answer in time", 1),
        (b"<!DOCTYPE html><title>Just a moment...</title>", "not JSON", 2),
        (b"", "not JSON", 2),
        (TOLD[:40], "not JSON", 2),
        (b"[]", "where an object belongs", 2),
        (b"{}", "no list of versions", 2),
        (b'{"history": 5}', "no list of versions", 2),
        (b'{"history": {"changes": []}}', "no list of versions", 2),
        (b'{"history": {"changes": {"0": {"version": 0}}}}', "no list of versions", 2),
        (b'{"history": {"changes": [{"version": 0}, {"number": 1}]}}', "a version without a number", 2),
        (b'{"history": {"changes": [{"version": -1}]}}', "a version without a number", 2),
        (
            b'{"study": {"protocolSection": {"identificationModule": {"nctId": "X"}}}, "history": {"changes": [{}]}}',
            "versions of X",
            2,
        ),
    ],
)
def test_whatever_goes_wrong_is_said_and_costs_nothing(answer, said, requests):
    read, notices, asked = run(answer)

    assert read == []
    assert [notice.text.split(" of ")[1][:11] for notice in notices] == ["NCT00000001", "NCT00000002"][:requests]
    assert all(said in notice.text and notice == Notice(text=notice.text) for notice in notices)
    assert len(asked) == requests


def test_a_trial_under_another_number_is_told_under_its_own():
    own = '{"study": {"protocolSection": {"identificationModule": {"nctId": "NCT00000009"}}},' + TOLD[1:]

    assert run(own, replace(QUERY, watched=QUERY.watched[:1]))[0] == [("NCT00000009", 1), ("NCT00000009", 2)]


def test_versions_that_name_no_trial_are_refused():
    with pytest.raises(ParseError, match="a trial without a number"):
        list(Source().parse(page(TOLD, "file:saved.json")))


def test_the_text_of_a_version_is_never_taken_for_a_record():
    for saved in payloads("ctgov/history_version0_NCT04280705_trimmed.json"):
        with pytest.raises(ParseError, match="neither"):
            list(Source().parse(page(saved, "https://clinicaltrials.gov/api/int/studies/NCT04280705/history/0")))

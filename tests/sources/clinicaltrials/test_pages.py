import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fakes import NOW, FakeClient, page
from sources.clinicaltrials import Source, is_passing
from watcher.errors import FetchError, ParseError
from watcher.model import Concept, Deleted, Id, Notice, Page, Query, Term

QUERY = Query(
    topic="ssa",
    groups=(
        (
            Concept(name="drug", terms=(Term(text="octreotid", prefix=True), Term(text="CAM2029"))),
            Concept(
                name="disease", terms=(Term(text="neuroendocrine neoplas", prefix=True),), mesh=("Carcinoid Tumor",)
            ),
        ),
        (Concept(name="name", terms=(Term(text='SOR"ENTO'),)),),
    ),
    since=datetime(2026, 11, 9, 6, 0, tzinfo=UTC),
    until=NOW,
)
VERSION = json.dumps({"apiVersion": "2.0.5", "dataTimestamp": "2026-11-20T09:00:05"})


def studies(*numbers, total=None, token=""):
    found = [{"protocolSection": {"identificationModule": {"nctId": number}}} for number in numbers]
    answer = {"studies": found}
    if total is not None:
        answer["totalCount"] = total
    if token:
        answer["nextPageToken"] = token
    return json.dumps(answer)


def run(answers, **more):
    client = FakeClient({"/version": VERSION, **answers})
    query = Query(**{**{name: getattr(QUERY, name) for name in QUERY.__dataclass_fields__}, **more})
    found = list(Source().pages(query, client))
    read = [
        (record.source_id, len(record.ids))
        for page in found
        if isinstance(page, Page)
        for record in Source().parse(page)
    ]
    return read, [each for each in found if isinstance(each, Notice)], client


def test_the_question_is_in_the_registrys_words():
    assert Source().question(QUERY) == (
        '((("octreotid" OR "octreotide" OR "CAM2029") AND ("neuroendocrine neoplas" OR "neuroendocrine neoplasm" '
        'OR "neuroendocrine neoplasia" OR "Carcinoid Tumor")) OR "SOR ENTO")'
    )


def test_groups_that_share_a_concept_are_all_asked_as_long_as_the_address_stays_short():
    drug, disease = QUERY.groups[0]
    more = Concept(name="more", terms=(Term(text="high-dose"),))
    long = Concept(name="long", terms=tuple(Term(text=f"word {number}") for number in range(600)))

    asked = Source().question(replace(QUERY, groups=((drug, disease), (drug, more))))
    cut = Source().question(replace(QUERY, groups=((drug, disease), (drug, long))))

    assert '"CAM2029") AND "high-dose")' in asked
    assert cut == Source().question(replace(QUERY, groups=((drug, disease),)))


def test_a_search_is_read_to_its_last_page_and_its_count_is_checked():
    read, notices, client = run(
        {
            "pageToken=two": studies("NCT00000003"),
            "query.term": studies("NCT00000001", "NCT00000002", total=3, token="two"),
        }
    )

    assert [number for number, _ in read] == ["NCT00000001", "NCT00000002", "NCT00000003"]
    assert notices == [Notice(announced=3)]
    assert client.asked[1].fields["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-11-09,MAX]"
    assert client.asked[1].fields["countTotal"] == "true"


def test_without_a_beginning_everything_is_asked_for():
    _, _, client = run({"query.term": studies(total=0)}, since=None)

    assert "filter.advanced" not in client.asked[1].fields


@pytest.mark.parametrize(
    ("total", "notice"),
    [
        (9, Notice(text="ClinicalTrials.gov counts 9 studies and lists 1", incomplete=True, announced=9)),
        (None, Notice(text="ClinicalTrials.gov gave no count of what it found", incomplete=True)),
        (0, Notice(text="ClinicalTrials.gov counts 0 studies and lists 1", incomplete=True, announced=0)),
    ],
)
def test_a_count_that_does_not_fit_is_told(total, notice):
    assert run({"query.term": studies("NCT00000001", total=total)})[1] == [notice]


def test_a_study_that_comes_twice_is_no_other_study():
    _, notices, _ = run(
        {
            "pageToken=two": studies("NCT00000002", "NCT00000003"),
            "query.term": studies("NCT00000001", "NCT00000002", total=4, token="two"),
        }
    )

    assert notices == [Notice(text="ClinicalTrials.gov counts 4 studies and lists 3", incomplete=True, announced=4)]


def test_watched_and_known_trials_are_read_whatever_their_date():
    watched, known = (Id("nct", "NCT05050942"), Id("eudract", "2021-000849-40")), (Id("nct", "nct00000001"),)
    read, notices, client = run(
        {"query.term": studies("NCT00000009", total=1), "filter.ids": studies("NCT05050942", "NCT00000001")},
        watched=watched,
        known=known,
    )

    assert [number for number, _ in read] == ["NCT00000009", "NCT05050942", "NCT00000001"]
    assert client.asked[-1].fields["filter.ids"] == "NCT05050942|NCT00000001"
    assert notices == [Notice(announced=1)]


def test_what_the_search_brought_is_not_read_twice():
    _, _, client = run({"query.term": studies("NCT05050942", total=1)}, watched=(Id("nct", "NCT05050942"),))

    assert not any("filter.ids" in asked.fields for asked in client.asked)


def test_a_hundred_numbers_go_into_one_request():
    known = tuple(Id("nct", f"NCT{number:08}") for number in range(250))

    def listed(asked):
        return studies(*asked.fields["filter.ids"].split("|"))

    read, _, client = run({"query.term": studies(total=0), "filter.ids": listed}, known=known)

    assert len(read) == 250
    assert [len(asked.fields["filter.ids"].split("|")) for asked in client.asked[3:]] == [100, 100, 50]


def test_a_number_that_stands_for_another_trial_brings_that_one():
    read, notices, _ = run(
        {"query.term": studies(total=0), "filter.ids": studies(), "/studies/NCT00000001": _led_to("NCT00000002")},
        watched=(Id("nct", "NCT00000001"),),
    )

    assert read == [("NCT00000002", 2)]
    assert not any(notice.incomplete for notice in notices)


def _led_to(number, asked=""):
    """Return the page of a trial to which the registry leads on, unless it shows it at the address that was asked."""
    own = json.dumps({"protocolSection": {"identificationModule": {"nctId": number}}})
    return page(own, f"https://clinicaltrials.gov/api/v2/studies/{asked or number}")


def test_another_trial_at_the_address_that_was_asked_is_none_of_its_names():
    answers = {"query.term": studies(total=0), "filter.ids": studies()}
    read, notices, _ = run(
        answers | {"/studies/NCT00000001": _led_to("NCT00000002", asked="NCT00000001")},
        watched=(Id("nct", "NCT00000001"),),
    )

    assert read == []
    assert "another trial where NCT00000001" in notices[-1].text
    assert notices[-1].incomplete


@pytest.mark.parametrize(
    "answer",
    [
        lambda n: studies("NCT00000001", total=3, token=f"t{n % 2}"),  # tokens in a ring
        lambda n: studies(f"NCT0000000{n % 3 + 1}", total=9, token=f"t{n % 3}"),
        lambda n: studies("NCT00000001", total=3, token=f"t{n}"),  # the same page for ever
        lambda n: studies(total=3, token=f"t{n}"),
    ],
)
def test_a_search_ends_where_its_pages_bring_nothing_new(answer):
    asked = itertools.count()
    _, notices, client = run({"query.term": lambda _: answer(next(asked))})

    assert len(client.asked) < 12
    assert any("studies and lists" in notice.text and notice.incomplete for notice in notices)


@pytest.mark.parametrize("status", [400, 404])
@pytest.mark.parametrize(("role", "incomplete"), [("watched", True), ("known", False)])
def test_a_watched_number_that_the_registry_does_not_have_makes_the_run_partial(role, incomplete, status):
    gone = FetchError("clinicaltrials", "x", f"HTTP {status}", status)
    _, notices, _ = run(
        {"query.term": studies(total=0), "filter.ids": studies(), "/studies/NCT00000001": gone},
        **{role: (Id("nct", "NCT00000001"),)},
    )

    assert notices[-1] == Notice(text="ClinicalTrials.gov has no trial NCT00000001", incomplete=incomplete)


def test_a_trial_that_breaks_every_list_it_is_in_costs_no_other():
    def listed(asked):
        numbers = asked.fields["filter.ids"].split("|")
        return FetchError("clinicaltrials", "x", "too large") if "NCT00000007" in numbers else studies(*numbers)

    def alone(asked):
        if asked.url.endswith("NCT00000007"):
            return FetchError("clinicaltrials", "x", "HTTP 500", 500)
        return json.dumps({"protocolSection": {"identificationModule": {"nctId": asked.url[-11:]}}})

    known = [f"NCT{number:08}" for number in range(1, 251)]
    read, notices, _ = run(
        {"query.term": studies(total=0), "filter.ids": listed, "/studies/NCT": alone},
        known=tuple(Id("nct", number) for number in known),
    )

    assert sorted(number for number, _ in read) == [number for number in known if number != "NCT00000007"]
    assert notices[1:] == [Notice(text="NCT00000007 could not be had: HTTP 500 (x)", incomplete=True)]


def deleted(gone=(), *, status=404, known=(), watched=(), found=()):
    def listed(asked):
        return studies(*(number for number in asked.fields["filter.ids"].split("|") if number not in gone))

    denied = FetchError("clinicaltrials", "x", f"HTTP {status}", status)
    client = FakeClient(
        {
            "/version": VERSION,
            "query.term": studies(*found, total=len(found)),
            "filter.ids": listed,
            **{f"/studies/{number}": denied for number in gone},
        }
    )
    ids = {role: tuple(Id("nct", n) for n in numbers) for role, numbers in (("known", known), ("watched", watched))}
    steps = list(Source().pages(replace(QUERY, **ids), client))
    pieces = [piece for step in steps if isinstance(step, Page) for piece in Source().parse(step)]
    return [piece.source_id for piece in pieces if isinstance(piece, Deleted)], steps


ONE, TWO = "NCT00000001", "NCT00000002"


@pytest.mark.parametrize("others", [{"known": (ONE, TWO)}, {"known": (ONE,), "found": (TWO,)}])
def test_a_known_trial_that_the_registry_denies_is_deleted(others):
    gone, steps = deleted((ONE,), **others)

    assert gone == [ONE]
    assert not any(step.incomplete for step in steps if isinstance(step, Notice))


@pytest.mark.parametrize(
    "doubtful",
    [
        {"known": (ONE,)},  # nothing came at all
        {"known": (ONE, TWO), "status": 400},
        {"watched": (ONE, TWO)},  # it may never have been there
    ],
)
def test_no_trial_is_deleted_on_doubtful_grounds(doubtful):
    assert deleted((ONE,), **doubtful)[0] == []


def test_many_trials_are_not_gone_at_once():
    known = [f"NCT{number:08}" for number in range(1, 50)]

    gone, steps = deleted(known[:6], known=known)

    assert gone == []
    assert steps[-1].text == "ClinicalTrials.gov denies 6 of 49 trials that we know: too many to be gone"
    assert steps[-1].incomplete


def test_a_trial_that_is_listed_again_is_not_deleted():
    (piece,) = Source().parse(
        page(studies(ONE), f"https://clinicaltrials.gov/api/v2/studies?filter.ids={ONE}#asked={ONE}")
    )

    assert piece.source_id == ONE


def test_a_watched_trial_that_cannot_be_read_alone_ends_the_turn():
    gone = FetchError("clinicaltrials", "x", "HTTP 503 four times", 503)

    with pytest.raises(FetchError, match="503"):
        run(
            {"query.term": studies(total=0), "filter.ids": studies(), "/studies/NCT00000001": gone},
            watched=(Id("nct", "NCT00000001"),),
        )


def test_a_search_into_which_a_refresh_falls_is_made_again():
    later = VERSION.replace("11-20", "11-21")
    read, notices, _ = run({"/version": [VERSION, later], "query.term": studies("NCT00000001", total=1)})

    assert [number for number, _ in read] == ["NCT00000001"] * 2
    assert "was refreshed during the search" in notices[1].text
    assert not any(notice.incomplete for notice in notices)


@pytest.mark.parametrize("status", [400, 404])
def test_a_search_whose_page_token_is_refused_begins_again(status):
    refused = FetchError("clinicaltrials", "x", "HTTP 400: pageToken invalid", status)
    read, notices, client = run(
        {
            "pageToken=two": [refused, studies("NCT00000002")],
            "query.term": studies("NCT00000001", total=2, token="two"),
        }
    )

    assert [number for number, _ in read] == ["NCT00000001", "NCT00000001", "NCT00000002"]
    assert notices == [Notice(announced=2)]
    assert sum("query.term" in asked.fields for asked in client.asked) == 4


def test_a_search_whose_page_token_is_always_refused_ends_the_turn():
    refused = FetchError("clinicaltrials", "x", "HTTP 400: pageToken invalid", 400)
    client = FakeClient(
        {"/version": VERSION, "pageToken": refused, "query.term": studies("NCT00000001", total=2, token="two")}
    )

    with pytest.raises(FetchError, match="pageToken invalid"):
        list(Source().pages(QUERY, client))

    assert sum("query.term" in asked.fields for asked in client.asked) == 6


def test_the_search_can_do_without_the_version():
    read, _, _ = run({"/version": FetchError("x", "y", "HTTP 404", 404), "query.term": studies("NCT00000001", total=1)})

    assert len(read) == 1


def test_a_refused_parameter_ends_the_turn_with_the_registrys_words():
    refusal = FetchError("clinicaltrials", "x", "HTTP 400: `query.recrs` is unknown parameter", 400)

    with pytest.raises(FetchError, match=r"`query\.recrs` is unknown parameter"):
        run({"query.term": refusal})


@pytest.mark.parametrize("body", [b"[]", b'{"studies": 1}', b'{"totalCount": 3}'])
def test_an_answer_of_another_shape_ends_the_turn(body):
    with pytest.raises(ParseError):
        run({"query.term": body})


@pytest.mark.parametrize(
    ("body", "passing"),
    [
        (b"", True), (b" \n", True), (b"<html>", True), (b'{"studies": [', True),
        (b"`query.recrs` is unknown parameter", False), (b'{"studies": []}', False),
    ],
)  # fmt: skip
def test_an_answer_that_failed_for_the_moment_is_told_from_a_refusal(body, passing):
    assert is_passing(body) is passing

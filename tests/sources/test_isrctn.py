import re
from datetime import UTC, datetime
from urllib.parse import unquote_plus

import pytest

from fakes import NOW, FakeClient, page
from golden import DATA, check, pairs
from sources.isrctn import Source
from watcher.errors import FetchError, ParseError
from watcher.model import Concept, Enrolment, Id, Notice, Page, Query, Term, Unreadable

TOPIC = ((Concept(name="drug", terms=(Term(text="octreotide"), Term(text="CAM2029"))),),)
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def query(**more):
    return Query(topic="t", groups=TOPIC, until=NOW, since=SINCE, **more)


def answer(total, *stamps, numbers=()):
    trials = "".join(f'<fullTrial><trial lastUpdated="{stamp}"/></fullTrial>' for stamp in stamps)
    trials += "".join(f"<fullTrial><trial><isrctn>{number}</isrctn></trial></fullTrial>" for number in numbers)
    return f'<allTrials xmlns="http://www.67bricks.com/isrctn" totalCount="{total}">{trials}</allTrials>'


CANARY = {r"q=ISRCTN96912679&": answer(1, "2020-01-01T00:00:00Z"), r"q=ISRCTN96912679 AND": answer(0)}


@pytest.mark.parametrize("path", pairs("isrctn"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(Source(), path)


def test_the_known_question_goes_first_then_what_is_watched_then_the_window():
    client = FakeClient({**CANARY, "ISRCTN1234": answer(2, numbers=(12345678, 12345679)), "octreotide": answer(0)})
    ids = (Id("isrctn", "ISRCTN12345678"), Id("isrctn", "ISRCTN12345679"), Id("nct", "NCT05050942"))

    steps = list(Source().pages(query(watched=ids[:1], known=ids[1:]), client))

    assert [a.fields["q"] for a in client.asked] == [
        "ISRCTN96912679",
        "ISRCTN96912679 AND lastEdited GE 2100-01-01T00:00:00.000Z",
        "ISRCTN12345678 OR ISRCTN12345679",
        '("octreotide" OR "CAM2029") AND lastEdited GE 2026-11-01T00:00:00.000Z',
    ]
    assert [step.expected for step in steps] == [2, 0]


@pytest.mark.parametrize(("role", "incomplete"), [("watched", True), ("known", False)])
def test_a_watched_number_that_does_not_come_makes_the_run_partial(role, incomplete):
    client = FakeClient({**CANARY, "ISRCTN1234": answer(1, numbers=(12345679,)), "octreotide": answer(0)})
    ids = (Id("isrctn", "ISRCTN12345678"), Id("isrctn", "ISRCTN12345679"))

    _, notice, _ = Source().pages(query(**{role: ids}), client)

    assert notice == Notice(text="ISRCTN has no trial ISRCTN12345678", incomplete=incomplete)


def test_many_known_numbers_are_asked_for_in_several_questions():
    client = FakeClient({**CANARY, "OR ISRCTN": answer(0), "ISRCTN0": answer(0), "octreotide": answer(0)})
    known = tuple(Id("isrctn", f"ISRCTN{number:08}") for number in range(81))

    list(Source().pages(query(known=known), client))

    assert [a.fields["q"].count("ISRCTN") for a in client.asked[2:]] == [40, 40, 1, 0]


@pytest.mark.parametrize(
    ("found", "with_date", "said"),
    [(0, 0, "found 0, not 1"), (28_000, 0, "found 28000, not 1"), (1, 1, "found 1, not 0")],
)
def test_a_known_question_with_a_wrong_answer_is_an_error(found, with_date, said):
    client = FakeClient({r"q=ISRCTN96912679&": answer(found), r"q=ISRCTN96912679 AND": answer(with_date)})

    with pytest.raises(ParseError, match=said):
        list(Source().pages(query(), client))


def test_trials_older_than_asked_for_show_that_the_date_was_dropped():
    old = "2019-01-01T00:00:00.000Z"
    client = FakeClient({**CANARY, "octreotide": answer(3, old, old, "2026-11-20T00:00:00Z")})

    with pytest.raises(ParseError, match="2 of 3 trials are older"):
        list(Source().pages(query(), client))


def test_an_answer_that_is_too_long_is_asked_for_in_shorter_windows():
    client = FakeClient({**CANARY, "octreotide": [answer(7), answer(3), answer(4)]})

    steps = list(Source(limit=5).pages(query(), client))

    clauses = [a.fields["q"].partition(" AND ")[2] for a in client.asked[2:]]
    assert clauses == [
        "lastEdited GE 2026-11-01T00:00:00.000Z",
        "lastEdited GE 2026-11-01T00:00:00.000Z AND lastEdited LT 2026-11-12T03:00:00.000Z",
        "lastEdited GE 2026-11-12T03:00:00.000Z",
    ]
    assert [step.expected for step in steps] == [3, 4]


def test_a_count_that_no_window_lessens_is_told_at_once():
    client = FakeClient({**CANARY, "octreotide": answer(7)})

    steps = list(Source(limit=5).pages(query(), client))

    assert [step.text for step in steps if isinstance(step, Notice)] == [
        "ISRCTN counts 7 trials: it does not heed the dates"
    ]
    assert any(isinstance(step, Page) for step in steps)
    assert len(client.asked) == 5


def test_an_answer_that_counts_less_than_it_shows_is_an_error():
    client = FakeClient({**CANARY, "octreotide": answer(1, "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")})

    with pytest.raises(ParseError, match="it counts 1 trials and shows 2"):
        list(Source().pages(query(), client))


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "not XML"),
        (b"<html><body>Just a moment</body></html>", "<html> where <allTrials>"),
        (answer("many").encode(), "no totalCount"),
        (answer(5).encode(), "there is no fullTrial"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><allTrials totalCount="0">&x;</allTrials>', "entities"),
    ],
)
def test_what_is_no_answer_is_an_error(body, where):
    with pytest.raises(ParseError, match=where):
        list(Source().parse(page(body)))


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ("", "", "RECRUITING"),
        ("2027-06-01T", "2026-06-01T", "ACTIVE_NOT_RECRUITING"),
        ("2028-12-31T", "2026-10-31T", "COMPLETED"),
        ("2024-06-01T", "2027-01-01T", "NOT_YET_RECRUITING"),
        (
            "<recruitmentStatusOverride />",
            "<recruitmentStatusOverride>Suspended</recruitmentStatusOverride>",
            "SUSPENDED",
        ),
        ("<recruitmentStart>2024-06-01T00:00:00.000Z</recruitmentStart>", "", ""),
    ],
)
def test_the_status_is_what_was_set_else_what_the_dates_say(before, after, status):
    body = (DATA / "isrctn" / "answer.xml").read_text("utf-8").replace(before, after)

    record = next(iter(Source().parse(page(body))))

    assert record.trial.overall_status == status


@pytest.mark.parametrize(
    ("final", "target", "enrolment"),
    [
        ("49", "99", Enrolment(count=49, kind="actual")),
        ("", "99", Enrolment(count=99, kind="estimated")),
        ("0", "about 99", None),
        ("9" * 5000, "²", None),
    ],
)
def test_a_final_number_of_nought_means_unknown(final, target, enrolment):
    body = (DATA / "isrctn" / "answer.xml").read_text("utf-8")
    body = body.replace(">0</totalFinal", f">{final}</totalFinal").replace(">99</target", f">{target}</target")

    record = next(iter(Source().parse(page(body))))

    assert record.trial.enrolment == enrolment


@pytest.mark.parametrize("number", ["", "\u00b2", "ISRCTN1", "12 34"])
def test_a_trial_without_a_number_cannot_be_read_and_is_named(number):
    body = (DATA / "isrctn" / "answer.xml").read_text("utf-8")
    body = re.sub(r"(<isrctn[^>]*>)\d+(</isrctn>)", rf"\g<1>{number}\g<2>", body)

    pieces = list(Source().parse(page(body)))

    assert pieces
    assert {piece.reason for piece in pieces if isinstance(piece, Unreadable)} == {"no number"}


def test_a_window_that_is_cut_has_no_hole_and_no_overlap():
    def found(asked):
        span = re.findall(r"lastEdited (?:GE|LT) (\S+)", asked.fields["q"])
        low, high = (datetime.fromisoformat(end) for end in (*span, NOW.isoformat())[:2])
        return answer(int((high - low).days))

    client = FakeClient({**CANARY, "octreotide": found})

    pages = [step for step in Source(limit=5).pages(query(), client) if isinstance(step, Page)]

    spans = [re.findall(r"lastEdited[ +](?:GE|LT)[ +](\S+?)(?:[ +&]|$)", unquote_plus(page.url)) for page in pages]
    assert spans[0][0] == "2026-11-01T00:00:00.000Z"
    assert [span[1] for span in spans[:-1]] == [span[0] for span in spans[1:]]
    assert len(spans[-1]) == 1  # to the present, and whatever was edited since we began


def test_a_registry_that_is_down_ends_the_turn():
    with pytest.raises(FetchError, match="503"):
        list(Source().pages(query(), FakeClient({"": FetchError("isrctn", "u", "503", 503)})))

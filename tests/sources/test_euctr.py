from dataclasses import replace

import pytest

from fakes import NOW, FakeClient, page, payloads
from golden import DATA, check, pairs
from sources.euctr import Source
from watcher.errors import FetchError, ParseError
from watcher.model import Concept, Id, Notice, Page, Query, Record, Term, Unreadable

TOPIC = ((Concept(name="drug", terms=(Term(text="lanreotide"),)),),)
QUERY = Query(topic="t", groups=TOPIC, until=NOW, watched=(Id("eudract", "2021-000849-40"), Id("nct", "NCT05050942")))


def listing(total, *with_results):
    links = "".join(f'<a href="/ctr-search/trial/{number}/results">View results</a>' for number in with_results)
    return f"<div class='outcome'>{total} result(s) found for: x. Displaying page 1 of 9.</div>{links}"


@pytest.mark.parametrize("path", pairs("euctr"), ids=lambda path: path.name)
def test_a_download_reads_as_it_should(path):
    check(Source(), path)


def test_a_recorded_download_gives_one_record_a_trial_with_all_its_countries():
    for body in payloads("euctr/protocol_download_full.txt"):
        avb, masitinib = Source().parse(page(body))

        assert avb.ids == {Id("eudract", "2022-002568-62"), Id("sponsor", "AVB-PGRN-001")}
        assert avb.trial.countries == ("Spain", "Sweden", "United Kingdom", "United States")
        assert avb.trial.enrolment.count == 15
        assert avb.trial.eligibility.splitlines()[2].startswith("2. Carriers")
        assert len(masitinib.trial.sites) == 7
        assert masitinib.trial.phases == ("PHASE3",)
        assert masitinib.trial.primary_outcomes[0].measure.startswith("The study has two following primary endpoints:")


def test_the_search_says_how_many_and_which_have_results():
    body = b"EudraCT Number: 2021-000849-40"
    client = FakeClient({"ctr-search/search": listing("21", "2021-000849-40"), "download": [b"1", body]})

    notice, first, second = Source().pages(QUERY, client)

    assert notice == Notice(announced=21)
    assert [a.url.rpartition("ctr-search/")[2] for a in client.asked] == ["search", "rest/download/full"] * 2
    assert client.asked[0].fields == {"query": '2021-000849-40 OR "lanreotide"', "page": "1"}
    assert (first.expected, second.expected) == (20, 1)
    assert first.url.endswith("#results=2021-000849-40")


def test_a_trial_with_results_is_told_by_the_page_that_lists_it():
    body = (DATA / "euctr" / "download.txt").read_bytes()

    with_results = {
        record.source_id: record.trial.has_results
        for record in Source().parse(Page(url="https://x/#results=2021-000849-40", body=body, retrieved=NOW))
        if isinstance(record, Record)
    }

    assert with_results == {"2021-000849-40": True, "2011-000002-02": False}


def test_nothing_found_is_complete_only_where_the_register_says_nought():
    query = replace(QUERY, watched=())

    assert list(Source().pages(query, FakeClient({"search": listing("0")}))) == [Notice(announced=0)]
    with pytest.raises(ParseError, match="does not say how many"):
        list(Source().pages(QUERY, FakeClient({"search": "<html>Just a moment</html>"})))


def test_a_search_that_is_too_wide_is_partial():
    client = FakeClient({"ctr-search/search": listing("44,400"), "download": b"x"})

    *_, last = Source(most_pages=2).pages(replace(QUERY, watched=()), client)

    assert last == Notice(text="more than 40 trials; narrow the terms", incomplete=True)


def test_a_watched_number_that_does_not_come_makes_the_run_partial():
    client = FakeClient({"ctr-search/search": listing("1"), "download": b"EudraCT Number: 2011-005852-33"})

    *_, last = Source().pages(QUERY, client)

    assert last == Notice(text="the EU register shows no trial 2021-000849-40", incomplete=True)


def test_a_search_that_lists_more_than_it_counts_is_an_error():
    body = f"{listing(0)}<table><td>EudraCT Number: 2011-000001-01</td></table>"

    with pytest.raises(ParseError, match="counts 0 trials and lists 1"):
        list(Source().pages(QUERY, FakeClient({"search": body})))


@pytest.mark.parametrize("body", [b"", b"<html><body>We are sorry</body></html>", b"{}", b"\xff\xfe\x00"])
def test_what_is_no_download_is_an_error(body):
    with pytest.raises(ParseError, match="no protocol"):
        list(Source().parse(page(body)))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("Completed", "Completed"), "COMPLETED"),
        (("Completed", "Ongoing"), "UNKNOWN"),
        (("Completed", "Trial now transitioned"), "UNKNOWN"),
        (("Prematurely Ended", "Completed"), "COMPLETED"),
        (("Not Authorised", "Prematurely Ended"), "TERMINATED"),
        (("Temporarily Halted", "Completed"), "SUSPENDED"),
        (("", ""), ""),
    ],
)
def test_the_status_is_that_of_the_country_that_goes_on_longest(words, status):
    body = "".join(
        f"Summary\nEudraCT Number: 2021-000849-40\nTrial Status: {word}\nA.3 Full title of the trial: t\n"
        for word in words
    )

    (record,) = Source().parse(page(body))

    assert record.trial.overall_status == status


def test_english_goes_before_another_language_of_another_country():
    body = """Summary
EudraCT Number: 2021-000849-40
A.3.1 Title of the trial for lay people (de): Eine Studie
Summary
EudraCT Number: 2021-000849-40
A.3 Full title of the trial: A study
"""

    (record,) = Source().parse(page(body))

    assert record.title == "A study"


def test_a_protocol_without_a_number_costs_no_other():
    body = "Summary\nTrial Status: x\nSummary\nEudraCT Number: 2021-000849-40\nA.3 Full title of the trial: t\n"

    bad, good = Source().parse(page(body))

    assert bad == Unreadable(url="https://example.org/", where="protocol 1", reason="no EudraCT number")
    assert good.title == "t"


@pytest.mark.parametrize("place", ["ctr-search/search", "download"])
def test_a_register_that_is_down_ends_the_turn(place):
    answers = {"ctr-search/search": listing("1"), "download": b"x"}

    with pytest.raises(FetchError, match="503"):
        list(Source().pages(QUERY, FakeClient({**answers, place: FetchError("euctr", "u", "503", 503)})))


@pytest.mark.parametrize("count", ["", "many", "-", "9" * 10])
def test_a_count_that_is_none_is_a_changed_page(count):
    with pytest.raises(ParseError, match="does not say how many"):
        list(Source().pages(QUERY, FakeClient({"search": listing(count)})))


@pytest.mark.parametrize(
    ("found", "expected"), [("1", [1]), ("20", [20]), ("21", [20, 1]), ("1,040", [20] * 50), ("41", [20, 20, 1])]
)
def test_every_page_of_the_search_is_downloaded_with_what_it_must_hold(found, expected):
    client = FakeClient({"ctr-search/search": listing(found), "download": b"x"})

    pages = [step for step in Source().pages(QUERY, client) if isinstance(step, Page)]

    assert [page.expected for page in pages] == expected
    asked = [a.fields["page"] for a in client.asked if "download" in a.url]
    assert asked == [str(number) for number in range(1, len(expected) + 1)]


def test_the_topics_words_can_be_replaced():
    assert Source(terms=("pasireotide",)).question(QUERY) == '2021-000849-40 OR "pasireotide"'


@pytest.mark.parametrize(
    "line", ["Summary", "E. coli bacteraemia: none", "A. Patients: who agree", "P. vivax", "D. Others"]
)
def test_a_line_of_the_sponsors_own_ends_no_value(line):
    body = (
        "Summary\nEudraCT Number: 2021-000849-40\nA.3 Full title of the trial: t\nE.3 Principal inclusion criteria: One\n"
        f"{line}\nTwo\nF. Population of Trial Subjects\nF.4.2.2 In the whole clinical trial: 302\nP. End of Trial Status: Completed\n"
    )

    (record,) = Source().parse(page(body))

    assert record.trial.eligibility.endswith(f"One\n{line}\nTwo")
    assert record.trial.enrolment.count == 302

import itertools
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fakes import NOW, FakeClient, payloads
from sources.pubmed import Source, is_passing_fetch
from sources.pubmed.search import is_passing_search
from watcher.errors import FetchError, ParseError, SourceError
from watcher.model import Concept, Deleted, Id, Notice, Page, Query, Term

SINCE = datetime(2026, 11, 9, 6, 0, tzinfo=UTC)
QUERY = Query(
    topic="ssa",
    groups=(
        (
            Concept(name="drug", terms=(Term(text="lanreotide"), Term(text="CAM2029")), substances=("lanreotide",)),
            Concept(
                name="disease",
                terms=(Term(text="neuroendocrine tumo", prefix=True), Term(text="carcinoid", prefix=True)),
                mesh=("Neuroendocrine Tumors",),
            ),
        ),
        (Concept(name="escalation", terms=(Term(text="dose escalation"),)),),
    ),
    since=SINCE,
    until=NOW,
    watched=(Id("nct", "NCT05050942"), Id("sponsor", "HS-19-657")),
)


def search(*ids, count=None, more=""):
    listed = "".join(f"<Id>{pmid}</Id>" for pmid in ids)
    count = len(ids) if count is None else count
    return f"<eSearchResult><Count>{count}</Count><IdList>{listed}</IdList>{more}</eSearchResult>"


def records(*pmids):
    made = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID></MedlineCitation></PubmedArticle>" for pmid in pmids
    )
    return f"<PubmedArticleSet>{made}</PubmedArticleSet>"


def deliver(asked):
    return records(*asked.fields["id"].split(","))


def run(answers, query=QUERY, **options):
    client = FakeClient(answers)
    source = Source(**options)
    found = list(source.pages(query, client))
    read = [record.source_id for page in found if isinstance(page, Page) for record in source.parse(page)]
    return read, [each for each in found if isinstance(each, Notice)], client


def test_the_question_is_in_pubmeds_words_and_each_has_its_field():
    assert Source().question(QUERY) == (
        '((("lanreotide"[tiab] OR "CAM2029"[tiab] OR "lanreotide"[nm]) AND '
        '("neuroendocrine tumo*"[tiab] OR carcinoid*[tiab] OR "Neuroendocrine Tumors"[mh])) OR '
        '"dose escalation"[tiab] OR "NCT05050942"[si] OR "NCT05050942"[tiab] OR "HS-19-657"[tiab])'
    )


@pytest.mark.parametrize(
    ("term", "word"),
    [
        (Term(text='a "quoted" [ti] or (x)'), '"a quoted ti or x"[tiab]'),
        (Term(text="SSA", prefix=True), '"SSA"[tiab]'),
        (Term(text="  "), ""),
    ],
)
def test_no_word_of_a_profile_can_change_the_question(term, word):
    query = Query(topic="t", groups=((Concept(name="c", terms=(term,)),),), until=NOW)

    assert Source().question(query) == word


def test_both_windows_are_searched_and_each_record_is_fetched_once():
    read, notices, client = run({"datetype=crdt": search(1, 2), "datetype=mdat": search(2, 3), "efetch": deliver})

    assert (read, notices) == (["1", "2", "3"], [Notice(announced=3)])
    created, changed, fetched = client.asked
    assert {asked.method for asked in client.asked} == {"POST"}
    assert (created.fields["mindate"], created.fields["maxdate"]) == ("2026/11/09", "2026/11/24")
    assert changed.fields["term"] == Source().question(QUERY)
    assert fetched.fields["id"] == "1,2,3"


def test_ncbi_is_told_who_asks_and_the_key_is_in_no_address():
    found = list(Source(api_key="SECRET", contact="me@example.org").pages(
        QUERY, client := FakeClient({"esearch": search(1), "efetch": deliver})
    ))  # fmt: skip

    assert client.asked[0].fields.items() >= {
        ("api_key", "SECRET"), ("email", "me@example.org"), ("tool", "evidence-watcher"), ("db", "pubmed")
    }  # fmt: skip
    assert "SECRET" not in repr(found) + repr(Source(api_key="SECRET"))
    assert (Source(api_key="SECRET").pace, Source().pace) == (0.11, 0.37)


def test_nothing_found_is_nothing_to_fetch():
    read, notices, client = run({"esearch": search()})

    assert (read, notices[-1], len(client.asked)) == ([], Notice(announced=0), 2)


def test_batches_are_of_the_size_that_was_set():
    _, _, client = run({"esearch": search(*range(1, 6)), "efetch": deliver}, batch=2)

    assert [asked.fields["id"] for asked in client.asked if "efetch" in asked.url] == ["1,2", "3,4", "5"]


def test_a_page_promises_the_records_it_holds():
    client = FakeClient({"esearch": search(1, 2), "efetch": deliver})

    assert [page.expected for page in Source().pages(QUERY, client) if isinstance(page, Page)] == [2]


def test_records_that_do_not_come_are_asked_for_again_in_smaller_batches():
    def forgetful(asked):
        ids = asked.fields["id"].split(",")
        return records(*(ids[:3] if len(ids) > 5 else ids))

    read, notices, _ = run({"esearch": search(*range(1, 21)), "efetch": forgetful})

    assert sorted(map(int, read)) == list(range(1, 21))
    assert notices == [Notice(announced=20)]


def test_a_record_that_never_comes_makes_the_run_incomplete():
    def without_seven(asked):
        return records(*(pmid for pmid in asked.fields["id"].split(",") if pmid != "7"))

    read, notices, client = run({"esearch": search(*range(1, 21)), "efetch": without_seven})

    assert len(read) == 19
    assert notices[-1] == Notice(text="PubMed found but did not deliver PMID 7", incomplete=True)
    assert len(client.asked) < 8


def test_one_bad_id_is_found_by_halving():
    def strict(asked):
        ids = asked.fields["id"].split(",")
        if "13" in ids:
            return FetchError("pubmed", asked.url, "HTTP 400", 400, "ID list is empty! Possibly it has no correct IDs.")
        return records(*ids)

    read, notices, client = run({"esearch": search(*range(1, 101)), "efetch": strict})

    assert len(read) == 99
    assert notices[-1] == Notice(text="PubMed found but did not deliver PMID 13", incomplete=True)
    assert len(client.asked) < 20


def test_a_server_that_refuses_everything_is_given_up():
    refusal = FetchError("pubmed", "x", "HTTP 400", 400, "ID list is empty! Possibly it has no correct IDs.")

    with pytest.raises(FetchError):
        run({"esearch": search(*range(1, 201)), "efetch": refusal})


def test_another_refusal_ends_the_turn():
    with pytest.raises(FetchError, match="HTTP 400"):
        run({"esearch": search(1), "efetch": FetchError("pubmed", "x", "HTTP 400", 400, "no such db")})


@pytest.mark.parametrize("bad", [{"1"}, {"600"}, {"3", "399"}])
def test_a_record_that_breaks_its_answer_costs_no_other_and_is_named(bad):
    def answer(asked):
        ids = asked.fields["id"].split(",")
        return b"<html>WWW Error 500 Diagnostic</html>" if bad & set(ids) else records(*ids)

    read, notices, client = run({"esearch": search(*map(str, range(1, 601))), "efetch": answer})

    assert set(read) == {str(pmid) for pmid in range(1, 601)} - bad
    assert [(n.text.partition(":")[0], n.incomplete) for n in notices[1:]] == [
        (f"PMID {pmid} could not be had from PubMed", True) for pmid in sorted(bad)
    ]
    assert sum("efetch" in asked.url for asked in client.asked) < 40


def test_a_known_record_that_cannot_be_had_is_not_called_withdrawn():
    def answer(asked):
        return b"<html>" if "1" in asked.fields["id"].split(",") else deliver(asked)

    known = tuple(Id("pmid", pmid) for pmid in ("1", "2"))
    read, notices, _ = run({"esearch": search(), "efetch": answer}, replace(QUERY, known=known))

    assert read == ["2"]
    assert [n.incomplete for n in notices if n.text] == [True]
    assert "could not be had" in notices[-1].text


def test_a_fetch_that_never_works_ends_the_turn_after_five_failures():
    client = FakeClient(
        {"esearch": search(*map(str, range(1, 2001))), "efetch": FetchError("pubmed", "u", "down", 500)}
    )

    with pytest.raises(FetchError, match="down"):
        list(Source().pages(QUERY, client))

    assert sum("efetch" in asked.url for asked in client.asked) < 10


def test_what_we_know_is_read_again_and_what_is_gone_is_told():
    query = Query(**{**fields(QUERY), "known": (Id("pmid", "8"), Id("pmid", "9"), Id("doi", "10.1/x"))})

    def without_nine(asked):
        return records(*(pmid for pmid in asked.fields["id"].split(",") if pmid != "9"))

    read, notices, client = run({"esearch": search(1), "efetch": without_nine}, query)

    assert read == ["1", "8", "8", "9"]
    assert client.asked[-1].fields["id"] == "8,9"  # once more, beside one that is there
    assert notices[-1].text == "PubMed no longer has PMID 9: withdrawn, or merged into another"
    assert not notices[-1].incomplete


def deleted(known, efetch, found=("1",)):
    query = replace(QUERY, known=tuple(Id("pmid", pmid) for pmid in known))
    steps = list(Source().pages(query, FakeClient({"esearch": search(*found), "efetch": efetch})))
    pieces = [piece for step in steps if isinstance(step, Page) for piece in Source().parse(step)]
    gone = [piece.source_id for piece in pieces if isinstance(piece, Deleted)]
    return gone, [step.incomplete for step in steps if isinstance(step, Notice) and step.text]


def only(*there):
    return lambda asked: records(*(pmid for pmid in asked.fields["id"].split(",") if pmid in there))


def test_a_known_record_that_does_not_come_is_deleted():
    assert deleted(["8", "9"], only("1", "8")) == (["9"], [False])


def test_a_known_record_is_denied_beside_one_that_was_found():
    assert deleted(["9"], only("1")) == (["9"], [False])


def test_an_answer_without_any_record_deletes_nothing():
    assert deleted(["9"], only(), found=()) == ([], [False])


def test_a_record_that_comes_when_it_is_asked_for_once_more_is_not_deleted():
    asked_for_nine = []

    def late(asked):
        asked_for_nine.append("9" in asked.fields["id"].split(","))
        return deliver(asked) if sum(asked_for_nine) > 3 else only("1", "8")(asked)

    assert deleted(["8", "9"], late)[0] == []


def test_many_records_are_not_gone_at_once():
    known = [str(pmid) for pmid in range(100, 150)]

    assert deleted(known, only("1", *known[6:])) == ([], [True])
    assert deleted(known, only("1", *known[5:])) == (known[:5], [False])


def test_a_found_record_that_does_not_come_is_missing_and_not_deleted():
    assert deleted([], only("1"), found=("1", "2")) == ([], [True])


def fields(query):
    return {name: getattr(query, name) for name in query.__dataclass_fields__}


def test_a_backfill_is_cut_by_date_until_every_slice_is_delivered_whole():
    created = dict.fromkeys(range(2000, 2026), 900)  # one record each day of the first 900

    def searched(asked):
        first, last = (int(asked.fields[end][:4]) for end in ("mindate", "maxdate"))
        ids = [f"{year}{n:04}" for year, many in created.items() if first <= year <= last for n in range(many)]
        return search(*ids[: min(int(asked.fields["retmax"]), 9_998)], count=len(ids))

    read, notices, client = run({"esearch": searched, "efetch": deliver}, Query(**{**fields(QUERY), "since": None}))

    assert len(read) == len(set(read)) == 26 * 900
    assert notices == [Notice(announced=26 * 900)]
    assert {asked.fields["datetype"] for asked in client.asked if "esearch" in asked.url} == {"crdt"}


def test_a_server_that_does_not_heed_the_dates_is_found_out():
    with pytest.raises(SourceError, match="does not heed the dates"):
        run({"esearch": search(1, count=50_000)})


def test_a_count_that_grows_with_each_question_is_found_out():
    counts = itertools.count(50_000)

    with pytest.raises(SourceError, match="does not heed the dates"):
        run({"esearch": lambda asked: search(1, count=next(counts))})


def test_halves_that_find_less_than_the_whole_are_said():
    whole = [search(1, count=50_000), search(), search(), search(), search()]

    _, notices, _ = run({"esearch": whole, "efetch": deliver}, Query(**{**fields(QUERY), "since": None}))

    assert [notice.text for notice in notices if notice.incomplete] == [
        "PubMed counts 50000 records and 0 in both halves (crdt 1900-01-01)"
    ]


def test_a_day_with_too_many_records_is_said():
    def one_day(asked):
        inside = asked.fields["mindate"] <= "2026/11/12" <= asked.fields["maxdate"]
        return search(1, count=10_000) if inside else search()

    _, notices, _ = run({"esearch": one_day, "efetch": deliver})

    assert {notice.text for notice in notices if notice.incomplete} == {
        f"10000 records have the {kind} 2026-11-12; 9,998 came" for kind in ("crdt", "mdat")
    }


def test_pages_of_ids_that_a_server_keeps_short_are_all_read():
    def short(asked):
        start = int(asked.fields["retstart"])
        return search(*range(start + 1, min(start + 20, 45) + 1), count=45)

    read, notices, _ = run({"esearch": short, "efetch": deliver})

    assert (len(read), notices) == (45, [Notice(announced=45)])


def test_fewer_ids_than_counted_are_told():
    _, notices, _ = run({"retstart=0": search(1, 2, count=5), "retstart": search(count=5), "efetch": deliver})

    assert notices[0] == Notice(text="PubMed counts 5 records and lists 2 (crdt 2026-11-09)", incomplete=True)


@pytest.mark.parametrize(
    ("more", "notice"),
    [
        ("<ErrorList><PhraseNotFound>abcXYZ</PhraseNotFound></ErrorList>",
         Notice(text="PubMed does not know 'abcXYZ' and left it out of the search")),
        ('<WarningList><QuotedPhraseNotFound>"CAM 2029"</QuotedPhraseNotFound></WarningList>',
         Notice(text="PubMed does not know '\"CAM 2029\"' and left it out of the search")),
        ("<WarningList><OutputMessage>Restrictions achieved. start and count adjusted to 0, 9999</OutputMessage></WarningList>",
         Notice(text="PubMed says: Restrictions achieved. start and count adjusted to 0, 9999", incomplete=True)),
        ("<ErrorList><FieldNotFound>tiabx</FieldNotFound></ErrorList>", Notice(text="PubMed says: tiabx", incomplete=True)),
        ("<WarningList><OutputMessage>No items found.</OutputMessage></WarningList>", Notice(announced=1)),
        ("<ERROR/>", Notice(announced=1)),
    ],
)  # fmt: skip
def test_what_pubmed_says_besides_is_passed_on(more, notice):
    _, notices, _ = run({"esearch": search(1, more=more), "efetch": deliver})

    assert notices[0] == notice


@pytest.mark.parametrize(
    ("dropped", "incomplete"),
    [
        (('"CAM2029"[tiab]', '"dose escalation"[tiab]'), False),  # spellings that nobody uses find nothing anyway
        (('"neuroendocrine tumo*"[tiab]', "carcinoid*[tiab]"), False),  # the heading is left
        (('"Neuroendocrine tumo*"[Title/Abstract]', "carcinoid*", '"Neuroendocrine Tumors"[MeSH Terms]'), True),
    ],
)
@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_search_without_a_whole_concept_is_another_search(dropped, incomplete, form):
    listed = "".join(f"<PhraseNotFound>{phrase}</PhraseNotFound>" for phrase in dropped)
    as_json = {"count": "0", "idlist": [], "warninglist": {"phrasesignored": dropped}}
    answers = {
        "xml": search(more=f"<ErrorList>{listed}</ErrorList>"),
        "json": json.dumps({"esearchresult": as_json}),
    }

    _, notices, _ = run({"esearch": answers[form]})

    assert any(notice.incomplete for notice in notices) is incomplete
    assert {f"PubMed does not know {phrase!r} and left it out of the search" for phrase in dropped} <= {
        notice.text for notice in notices
    }


def test_an_error_inside_a_200_ends_the_turn():
    with pytest.raises(ParseError, match="cannot be larger than 9998"):
        run({"esearch": "<eSearchResult><ERROR>'retstart' cannot be larger than 9998</ERROR></eSearchResult>"})


def test_a_search_may_answer_in_json():
    result = {"count": "2", "retmax": "2", "idlist": ["1", "2"], "warninglist": {"outputmessages": ["Odd."]}}
    read, notices, _ = run({"esearch": json.dumps({"esearchresult": result}), "efetch": deliver})

    assert (read, notices[0]) == (["1", "2"], Notice(text="PubMed says: Odd.", incomplete=True))


PASSING = [
    b"", b"Unable to route request!", b"<html>WWW Error 500 Diagnostic</html>", b"<eSearchResult><Count>1</Cou",
    b"<eSearchResult><ERROR>Search Backend failed: Exception</ERROR></eSearchResult>", b"<eSearchResult/>",
    b"unable to open database file received in QueryMiRGate", b'{"esearchresult":{"ERROR":"Search Backend failed"}}',
    b'{"error":"x"}', b'{"esearchresult":[]}', b"[" * 100_000, b'{"a":' * 100_000, b"<PubmedArticleSet/>",
]  # fmt: skip
LASTING = [
    search(1).encode(), b"<eSearchResult><ERROR>Invalid db name specified: nothing</ERROR></eSearchResult>",
    b'{"error":"API key invalid"}', b"<eSearchResult><Count>0</Count><ERROR/></eSearchResult>",
]  # fmt: skip


@pytest.mark.parametrize(("body", "passing"), [*((b, True) for b in PASSING), *((b, False) for b in LASTING)])
def test_a_search_that_failed_for_the_moment_is_told_from_one_that_did_not(body, passing):
    assert is_passing_search(body) is passing


@pytest.mark.parametrize(
    ("body", "passing"),
    [
        (records(1).encode(), False),
        (b"<?xml version='1.0'?>\n<PubmedArticleSet/>\n", False),
        (b"ID list is empty! Possibly it has no correct IDs.", False),
        (b'{"error":"API key invalid"}', False),
        (records(1).encode()[:-20], True),
        (b"<html><pre>Pubmed-entry ::= {</pre></html>", True),
        (b"proxy_stream(): Failed to connect to PubOne service", True),
        (b"", True),
    ],
)
def test_a_fetch_that_failed_for_the_moment_is_told_from_one_that_did_not(body, passing):
    assert is_passing_fetch(body) is passing


def test_a_key_that_is_refused_with_200_is_an_error():
    with pytest.raises(ParseError, match="API key invalid"):
        run({"esearch": search(1), "efetch": b'{"error":"API key invalid"}'})


def test_a_recorded_search_is_read():
    for body in payloads("pubmed/esearch_2026.json"):
        client = FakeClient({"esearch": re.sub(rb'"count":"\d+"', b'"count":"3"', body), "efetch": deliver})

        pages = list(Source().pages(QUERY, client))

        assert client.asked[-1].fields["id"] == "41884867,41884779,41884685"
        assert pages[0] == Notice(announced=3)


def test_a_search_whose_pages_repeat_ends_and_says_what_is_missing():
    read, notices, client = run({"esearch": search("1", "2", count=5_000), "efetch": deliver})

    assert (set(read), len(client.asked)) == ({"1", "2"}, 5)
    assert [notice.incomplete for notice in notices if "counts 5000 records and lists 2" in notice.text] == [True, True]

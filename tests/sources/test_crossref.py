import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fakes import NOW, FakeClient, page, payloads
from golden import check, pairs
from sources import load
from sources.crossref import Source
from sources.crossref.work import SELECT
from watcher.errors import FetchError, ParseError
from watcher.model import (
    Concept,
    Id,
    Kind,
    Notice,
    Page,
    PartialDate,
    Person,
    Query,
    Record,
    Relation,
    RelationKind,
    Term,
)

DRUG = Concept(name="drug", terms=(Term(text="octreotid", prefix=True), Term(text="somatostatin analog", prefix=True)))
DISEASE = Concept(name="disease", terms=(Term(text="neuroendocrine tumour", prefix=True),))
GROUPS = ((DRUG, DISEASE),)
SOURCE = Source(issns=("0732-183X",), prefixes=(), page_size=2)

# What the service itself says may be selected (October 2026); any other name makes every request fail.
SELECTABLE = set(
    """abstract URL resource member posted score created degree update-policy short-title license ISSN container-title
    issued update-to issue prefix approved indexed article-number clinical-trial-number accepted author group-title DOI
    is-referenced-by-count updated-by event chair standards-body original-title funder translator published archive
    published-print alternative-id subject subtitle published-online publisher-location content-domain reference title
    link type publisher volume references-count ISBN issn-type assertion deposited page contributor content-created
    short-container-title relation editor""".split()
)


def query(**more):
    usual = {"groups": GROUPS, "since": datetime(2026, 11, 15, 5, tzinfo=UTC)}
    return Query(topic="t", until=NOW, **(usual | more))


def work(doi, title="Octreotide in neuroendocrine tumours", **more):
    return {"DOI": doi, "title": [title], **more}


def answer(*items, total=None, cursor="same"):
    message = {"items": items, "total-results": len(items) if total is None else total, "next-cursor": cursor}
    return json.dumps({"status": "ok", "message-type": "work-list", "message": message})


def notices(pieces):
    return [piece for piece in pieces if isinstance(piece, Notice)]


@pytest.mark.parametrize("path", pairs("crossref"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(Source(), path)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("crossref/cursor_page1.json", 20),
        ("crossref/cursor_page2.json", 20),
        ("crossref/works_api_2018.json", 3),
        ("crossref/works_field_query.json", 20),
        ("crossref/works_query_2025.json", 3),
        ("crossref/works_query_ecology.json", 2),
        ("crossref/works_rows2.json", 2),
        ("crossref/work_single_2018.json", 1),
    ],
)
def test_recorded_works_read_whole(path, number):
    for body in payloads(path):
        records = [*Source().parse(page(body))]

        assert len(records) == number
        assert all(isinstance(record, Record) and record.title and record.ids for record in records)
        assert not any("<" in record.title or "jats:" in record.text for record in records)


def test_recorded_odd_works_read_whole():
    for body in payloads("crossref/works_badsample_2018.jsonl"):
        records = [record for line in body.splitlines() for record in Source().parse(page(line))]

        assert len(records) == len(body.splitlines())
        assert all(isinstance(record, Record) for record in records)
        assert records[1].source_id == "10.1002/(sici)1097-461x(1998)66:4<261::aid-qua1>3.0.co;2-t"
        assert records[1].published == PartialDate(1998)


def test_a_recorded_correction_is_tied_to_its_work():
    for body in payloads("crossref/work_10.1371_journal.pone.0033693.json"):
        (record,) = Source().parse(page(body))

        notice = Id("doi", "10.1371/annotation/c76da2c1-ccb8-4797-94c1-359d3ceceeda")
        assert record.relations == (Relation(kind=RelationKind.CORRECTED_BY, id=notice, note="publisher"),)
        assert record.kind is Kind.ARTICLE
        assert record.published == PartialDate(2012, 3, 21)


def test_only_fields_that_may_be_selected_are():
    assert set(SELECT.split(",")) <= SELECTABLE


def test_the_question_names_journals_window_words_and_how_many_works_are_asked_about():
    source = Source(issns=("0732-183X", "1527-7755"), prefixes=("10.1530",), acronyms=("SSA", "NET"))

    assert source.question(query(known=(Id("doi", "10.1000/a"),))).split("\n") == [
        "issn:0732-183X,issn:1527-7755,from-created-date:2026-11-15,until-created-date:2026-11-23",
        "prefix:10.1530,from-created-date:2026-11-15,until-created-date:2026-11-23",
        "matched here with: drug (octreotid*, somatostatin analog*) and disease (neuroendocrine tumour*); acronyms (SSA, NET)",
        "updates: of 1 known DOIs",
    ]
    assert "from-created-date:2010-01-01" in source.question(query(since=None))


@pytest.mark.parametrize(
    ("options", "matched"),
    [
        ({}, "acronyms (SSA, NET)"),  # the topic's own: in another topic others
        ({"acronyms": ("NEN",)}, "acronyms (NEN)"),
        ({"acronyms": ()}, "disease (neuroendocrine tumour*, NET)"),
    ],
)
def test_the_acronyms_that_are_enough_alone_are_those_of_the_topic(options, matched):
    drug, disease, trial = (
        replace(concept, terms=(*concept.terms, Term(text=text, exact_case=True)))
        for concept, text in ((DRUG, "SSA"), (DISEASE, "NET"), (Concept(name="sorento", terms=()), "SORENTO"))
    )
    asked = query(groups=((trial,), (drug, disease)))

    said = Source(**options).question(asked)

    assert next(line for line in said.split("\n") if line.startswith("matched")).endswith(matched)


def test_everything_that_comes_is_counted_and_only_what_speaks_of_the_topic_is_read():
    client = FakeClient(
        {
            r"cursor=\*": answer(work("10.1000/1"), work("10.1000/2", "Knees"), total=3),
            "cursor=same": answer(work("10.1000/3", "Somatastatin analogues in neuro endocrine tumours"), total=3),
        }
    )

    pieces = [*Source(issns=("0732-183X",), prefixes=(), contact="me@example.org").pages(query(), client)]

    records = [record for piece in pieces if isinstance(piece, Page) for record in SOURCE.parse(piece)]
    assert [record.source_id for record in records] == ["10.1000/1", "10.1000/3"]
    assert notices(pieces) == [Notice(announced=3)]
    assert client.asked[0].fields["mailto"] == "me@example.org"
    assert client.asked[1].fields["cursor"] == "same"


@pytest.mark.parametrize(("title", "number"), [("High-dose SSA in NET", 1), ("The net effect of a network", 0)])
def test_an_acronym_alone_is_enough_in_its_own_case(title, number):
    source = replace(SOURCE, acronyms=("SSA", "NET"))
    (found, _) = source.pages(query(), FakeClient({"": answer(work("10.1000/1", title))}))

    assert len([*source.parse(found)]) == number


def test_a_group_that_shares_a_concept_is_looked_for_whole():
    more = Concept(name="more", terms=(Term(text="high-dose"),))
    titles = ["High-dose octreotide", "High-dose insulin", "Octreotide in acromegaly"]
    works = answer(*(work(f"10.1000/{number}", title, abstract="A cohort.") for number, title in enumerate(titles)))

    found, _ = SOURCE.pages(query(groups=((DRUG, DISEASE), (DRUG, more))), FakeClient({"": works}))

    assert [record.title for record in SOURCE.parse(found)] == titles[:1]


def test_a_work_without_a_doi_is_named_even_where_words_are_looked_for():
    (unreadable,) = SOURCE.parse(page(answer({"title": ["Knees"]}), sought=GROUPS))

    assert (unreadable.where, unreadable.reason) == ("number 1", "it has no DOI")


def test_a_thousand_works_in_a_day_are_walked_to_the_end():
    pages = [answer(*[work(f"10.1000/{n}.{i}") for i in range(1000)], total=5000) for n in range(5)]
    client = FakeClient({"": pages})

    pieces = [*SOURCE.pages(query(), client)]

    assert len(client.asked) == 5
    assert notices(pieces) == [Notice(announced=5000)]


def test_a_walk_that_ends_early_is_incomplete():
    client = FakeClient({r"cursor=\*": answer(work("10.1000/1"), total=3), "cursor=same": answer(total=3)})

    (notice,) = notices(SOURCE.pages(query(), client))

    assert notice == Notice(text="Crossref announced 3 works and sent 1", incomplete=True, announced=3)


def test_not_one_work_in_a_thousand_may_be_missing():
    works = [work(f"10.1000/{n}") for n in range(999)]

    (notice,) = notices(
        SOURCE.pages(query(), FakeClient({r"cursor=\*": answer(*works, total=1000), "": answer(total=1000)}))
    )

    assert notice == Notice(text="Crossref announced 1000 works and sent 999", incomplete=True, announced=1000)


def test_a_work_that_comes_twice_is_no_other_work():
    client = FakeClient(
        {
            r"cursor=\*": answer(work("10.1000/a"), work("10.1000/2"), total=4),
            "cursor=same": [answer(work("10.1000/A"), work("10.1000/3"), total=4), answer(total=4)],
        }
    )

    (notice,) = notices(SOURCE.pages(query(), client))

    assert (notice.text, notice.incomplete) == ("Crossref announced 4 works and sent 3", True)


def test_a_count_below_what_came_ends_no_walk():
    first, second = answer(work("10.1000/1"), work("10.1000/2"), total=0), answer(work("10.1000/3"), total=0)
    client = FakeClient({r"cursor=\*": first, "cursor=same": [second, answer(total=0)]})

    pieces = list(SOURCE.pages(query(), client))

    assert sum(isinstance(piece, Page) for piece in pieces) == 3


@pytest.mark.parametrize("batch", [0, 40])
def test_how_many_known_works_are_asked_about_is_to_choose(batch):
    source = load("crossref", {"batch": batch, "issns": [], "prefixes": []})
    client = FakeClient({"updates": answer(total=0)})

    list(source.pages(query(known=(Id("doi", "10.1000/1"),)), client))

    assert len(client.asked) == bool(batch)


def test_a_dead_cursor_begins_the_walk_again():
    said = payloads("errors/crossref_404_bad_cursor.json")[-1].decode()
    dead = FetchError("crossref", "https://api.crossref.org/works", "HTTP 404", status=404, answer=said)
    client = FakeClient(
        {
            r"cursor=\*": answer(work("10.1000/1"), work("10.1000/2"), total=3),
            "cursor=same": [dead, answer(work("10.1000/3"), total=3)],
        }
    )

    pieces = [*SOURCE.pages(query(), client)]

    assert [asked.fields["cursor"] for asked in client.asked] == ["*", "same", "*", "same"]
    assert notices(pieces) == [Notice(announced=3)]


@pytest.mark.parametrize(("status", "asked"), [(504, 3), (404, 1), (400, 1)])
def test_a_walk_is_begun_three_times_at_most_and_never_where_the_request_is_wrong(status, asked):
    client = FakeClient(
        {
            "": FetchError(
                "crossref", "https://api.crossref.org/works", "no", status=status, answer="Resource not found."
            )
        }
    )

    with pytest.raises(FetchError):
        [*SOURCE.pages(query(), client)]

    assert len(client.asked) == asked


def test_notices_are_asked_for_in_batches_of_known_works():
    known = tuple(Id("doi", doi) for doi in ("10.1000/A", "10.1000/b", "10.1000/c", "10.1000/d,e"))
    retraction = work(
        "10.1000/n",
        "Retraction of: knees",
        **{"update-to": [{"DOI": "10.1000/a", "type": "retraction", "source": "retraction-watch"}]},
    )
    client = FakeClient({"updates:10.1000/a,updates:10.1000/b": answer(retraction), "updates:10.1000/c": answer()})

    pieces = [*Source(issns=(), prefixes=(), batch=2).pages(query(known=known), client)]

    (record,) = [record for piece in pieces if isinstance(piece, Page) for record in SOURCE.parse(piece)]
    assert record.kind is Kind.NOTICE
    assert record.relations == (
        Relation(kind=RelationKind.RETRACTS, id=Id("doi", "10.1000/a"), note="retraction-watch"),
    )
    assert "10.1000/d,e" in notices(pieces)[0].text
    assert pieces[1].expected == 1


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("retraction", RelationKind.RETRACTS),
        ("Partial Retraction", RelationKind.RETRACTS),
        ("withdrawal", RelationKind.RETRACTS),
        ("removal", RelationKind.RETRACTS),
        ("corrigendum", RelationKind.CORRECTS),
        ("expression-of-concern", RelationKind.CONCERN_ABOUT),
        ("new_version", RelationKind.UPDATES),
        ("crossmark", None),
    ],
)
def test_a_notice_says_what_it_does(type_, kind):
    (record,) = SOURCE.parse(page(answer(work("10.1000/n", **{"update-to": [{"DOI": "10.1000/a", "type": type_}]}))))

    assert [relation.kind for relation in record.relations] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Abstracts of the 16th Annual ENETS Conference", True),
        ("NANETS 2019 Symposium Abstracts", True),
        ("Abstracts", True),
        ("An abstract idea of tumours", False),
    ],
)
def test_a_whole_meeting_under_one_doi_is_said_to_be_read_by_hand(title, told):
    pieces = SOURCE.pages(query(), FakeClient({"": answer(work("10.1097/mpa.1", title))}))

    texts = [notice.text for notice in notices(pieces) if notice.text]
    assert texts == (
        [f"look through by hand, a whole meeting under one DOI: {title} (https://doi.org/10.1097/mpa.1)"]
        if told
        else []
    )


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("errors/crossref_400_bad_filter.json", "there is no such filter"),
        ("errors/crossref_400_param_not_allowed.json", "does not support field query"),
        ("errors/crossref_400_validation_failure.json", "must be a positive integer"),
        ("errors/crossref_404_bad_cursor.json", "Cursor specified but it is invalid"),
        ("errors/crossref_404_plain_text.txt", "Resource not found."),
    ],
)
def test_an_error_is_given_in_its_own_words(path, said):
    for body in payloads(path):
        with pytest.raises(ParseError, match=said):
            [*SOURCE.parse(page(body))]


@pytest.mark.parametrize(
    "message", ['{"items": []}', '{"total-results": 1}', '{"items": {}, "total-results": 1}', "null"]
)
def test_a_changed_schema_is_named(message):
    with pytest.raises(ParseError, match="schema changed"):
        [*SOURCE.pages(query(), FakeClient({"": f'{{"status": "ok", "message": {message}}}'}))]


@pytest.mark.parametrize(
    ("dates", "published", "issued"),
    [
        ({"issued": {"date-parts": [[None]]}}, None, None),
        (
            {"issued": {"date-parts": [[2024]]}, "published-online": {"date-parts": [[2024, 3, 5]]}},
            PartialDate(2024, 3, 5),
            None,
        ),
        (
            {"published-print": {"date-parts": [[2024, 5]]}, "published-online": {"date-parts": [[2024, 3]]}},
            PartialDate(2024, 3),
            PartialDate(2024, 5),
        ),
        ({"issued": {"date-parts": [[2024, 2, 30]]}}, None, None),
        ({"issued": {"date-parts": [[]]}, "published": {"date-parts": "2024"}}, None, None),
    ],
)
def test_dates_are_as_precise_as_they_were_given(dates, published, issued):
    (record,) = SOURCE.parse(page(answer(work("10.1000/a", **dates))))

    assert (record.published, record.issued) == (published, issued)


@pytest.mark.parametrize(
    ("author", "person"),
    [
        ({"family": "&NA;"}, None),
        ({"family": "Doe", "given": "J."}, Person(family="Doe", given="J.")),
        ({"name": "CLARINET Investigators"}, Person(collective="CLARINET Investigators")),
        ({"family": "CLARINET Study Group"}, Person(collective="CLARINET Study Group")),
        ({"family": "Society", "given": "Ann"}, Person(family="Society", given="Ann")),
        ({"given": "NET Consortium"}, Person(collective="NET Consortium")),
        ({}, None),
    ],
)
def test_an_author_may_be_a_group_or_nobody(author, person):
    (record,) = SOURCE.parse(page(answer(work("10.1000/a", author=[author]))))

    assert record.people == ((person,) if person else ())

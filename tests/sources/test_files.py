import gzip
import json

import pytest

from fakes import NOW, FakeClient, page
from golden import DATA, check, pairs
from sources._saved import kind_of
from sources.files import Source, files_in
from sources.pubmed import Source as Pubmed
from sources.pubmed.page import cut_up
from watcher.errors import ParseError
from watcher.model import Notice, Page, Query, Record, Unreadable

QUERY = Query(topic="t", groups=(), until=NOW)


@pytest.mark.parametrize("path", pairs("files"), ids=lambda path: path.name)
def test_a_library_reads_as_it_should(path):
    check(Source(), path)


@pytest.mark.parametrize(
    ("saved", "source"),
    [
        ("ctis/dossier.json", "ctis"),
        ("ctis/search.json", "ctis"),
        ("isrctn/answer.xml", "isrctn"),
        ("ictrp/export.xml", "ictrp"),
        ("euctr/download.txt", "euctr"),
        ("biorxiv/usual.json", "biorxiv"),
        ("openalex/usual.json", "openalex"),
        ("feeds/news.rss", "feeds"),
        ("feeds/journal.rdf", "feeds"),
    ],
)
def test_a_saved_answer_is_read_by_the_source_that_would_have_fetched_it(saved, source):
    pieces = list(Source().parse(page((DATA / saved).read_bytes(), f"file:///data/{saved}")))

    assert {piece.source for piece in pieces if isinstance(piece, Record)} == {source}


ROWS = {
    "crossref": lambda found: found["message"]["items"],
    "europepmc": lambda found: found["resultList"]["result"],
    "openalex": lambda found: found["results"],
    "clinicaltrials": lambda found: found["studies"],
}


@pytest.mark.parametrize("source", sorted(ROWS))
@pytest.mark.parametrize("form", ["list", "pretty", "lines", "one"])
def test_records_without_the_answer_that_they_came_in_are_read_by_their_source(source, form):
    """As ``jq`` takes them out, or a browser saves the address of one."""
    answer = json.loads((DATA / source / "usual.json").read_bytes())
    rows = [row for row in ROWS[source](answer) if isinstance(row, dict)]
    rows = [row | {"deposited": {}} for row in rows] if source == "crossref" else rows
    said = {
        "list": lambda: json.dumps(rows),
        "pretty": lambda: json.dumps(rows, indent=4),
        "lines": lambda: "\n".join(map(json.dumps, rows)),
        "one": lambda: json.dumps(rows[0]),
    }[form]()

    alone = list(Source().parse(page(said, f"file:///data/{source}.json")))
    whole = list(Source().parse(page(json.dumps(answer), f"file:///data/{source}.json")))

    keys = [piece.key for piece in whole if isinstance(piece, Record)]
    assert [piece.key for piece in alone if isinstance(piece, Record)] == (keys[:1] if form == "one" else keys)
    assert {key[0] for key in keys} == {source}


def test_a_trial_of_isrctn_that_was_asked_for_alone_is_read_as_among_others():
    answer = (DATA / "isrctn" / "answer.xml").read_text(encoding="utf-8")
    whole = next(piece for piece in Source().parse(page(answer, "file:///a.xml")) if isinstance(piece, Record))
    start, end = answer.index("<fullTrial"), answer.index("</fullTrial>") + len("</fullTrial>")
    alone = answer[start:end].replace("<fullTrial", '<fullTrial xmlns="http://www.67bricks.com/isrctn"', 1)

    assert list(Source().parse(page(alone, "file:///one.xml"))) == [whole]


def test_saved_answers_of_pubmed_and_clinicaltrials_are_known_by_what_they_hold():
    article = b"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version='1'>7</PMID><Article><ArticleTitle>T</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    study = json.dumps({"protocolSection": {"identificationModule": {"nctId": "NCT05050942", "briefTitle": "T"}}})

    (paper,) = Source().parse(page(article, "file:///a.xml"))
    (trial,) = Source().parse(page(study, "file:///b.json"))

    assert paper.key == ("pubmed", "7")
    assert trial.key == ("clinicaltrials", "NCT05050942")


ABSTRACT = "https://www.endocrine-abstracts.org/ea/0052/ea0052p99"


@pytest.mark.parametrize(
    "said",
    [
        f'<link rel="canonical" href="{ABSTRACT}">',
        f"<link rel=canonical href={ABSTRACT}>",
        f'<meta property="og:url" content="{ABSTRACT}"/>',
        f"<!-- saved from url=(0057){ABSTRACT} -->",
    ],
)
def test_a_page_of_endocrine_abstracts_is_known_by_the_address_that_it_names(said):
    body = (DATA / "endocrine_abstracts" / "usual.html").read_text(encoding="utf-8").replace("<head>", "<head>" + said)

    (record,) = Source().parse(page(body, "file:///data/P99.html"))

    assert record.key == ("endocrine_abstracts", "10.1530/endoabs.52.p99")
    assert record.url == ABSTRACT


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("links.html", f'<html><head><title>News</title></head><body><a href="{ABSTRACT}">P99</a></body></html>'),
        ("quotes.html", "<html><body><p>Endocrine Abstracts (2017) 52 P99</p></body></html>"),
        ("messages.json", '{"messages": [{"status": "ok"}]}'),
        ("results.json", '{"meta": {"count": 1}, "results": [{"id": 7}]}'),
        ("works.json", '[{"id": "https://openalex.org/A7", "authorships": []}]'),
        ("work.json", '{"id": "W7", "authorships": []'),
        ("thing.rdf", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'),
    ],
)
def test_what_only_looks_like_an_answer_is_none(name, body):
    """Nor does a name that is no source's say whose it is."""
    assert kind_of(body.encode(), name) == ""


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("europepmc.json", "europepmc"),
        ("crossref-20261123-1.json", "crossref"),
        ("nordic.json", ""),
        ("files.json", ""),
        ("webpages.json", ""),
    ],
)
def test_an_answer_that_tells_nothing_is_its_sources_by_the_name_of_the_file(name, source):
    """As ``watcher capture`` calls what it keeps."""
    assert kind_of(b'{"works": []}', name) == source
    assert kind_of(b" ", name) == ""


def test_a_folder_is_read_by_name_and_what_cannot_be_read_is_said(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.ris").write_bytes(b"TY  - JOUR")
    (tmp_path / "a.csv").write_bytes(b"id,title")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF")
    (tmp_path / ".hidden.csv").write_bytes(b"id,title")
    (tmp_path / "README.md").write_bytes(b"notes")

    steps = list(Source(folder=str(tmp_path)).pages(QUERY, FakeClient({})))

    assert [step.url.rpartition("/")[2] for step in steps if isinstance(step, Page)] == ["a.csv", "2.ris"]
    missed, ways = (step for step in steps if isinstance(step, Notice))
    assert missed.text.endswith("paper.pdf: it is of no kind that can be read")
    assert all(way in ways.text for way in ("`watcher sync --save`", "RIS"))
    assert (missed.incomplete, ways.incomplete) == (True, False)


@pytest.mark.parametrize("several", [1, 3])
def test_the_ways_out_for_files_of_no_known_kind_are_said_once_and_only_where_one_is(tmp_path, several):
    source = Source(folder=str(tmp_path))
    (tmp_path / "a.csv").write_bytes(b"id,title")
    assert not [step for step in source.pages(QUERY, FakeClient({})) if isinstance(step, Notice)]

    for number in range(several):
        (tmp_path / f"{number}.json").write_bytes(b'{"works": []}')

    told = [step.text for step in source.pages(QUERY, FakeClient({})) if isinstance(step, Notice)]
    assert (len(told), sum("--save" in text for text in told)) == (several + 1, 1)


def test_a_saved_run_is_left_to_those_who_know_its_manifest(tmp_path):
    (tmp_path / "run").mkdir()
    for name in ("a.ris", "run/manifest.jsonl", "run/pubmed-00001.xml"):
        (tmp_path / name).write_bytes(b"TY  - JOUR")

    assert files_in(tmp_path) == [tmp_path / "a.ris"]


def test_one_file_is_a_folder_of_one(tmp_path):
    file = tmp_path / "my library é.ris"
    file.write_bytes((DATA / "files" / "library.ris").read_bytes())
    source = Source(folder=str(file))

    (found,) = source.pages(QUERY, FakeClient({}))

    assert next(iter(source.parse(found))).title == "High-dose lanreotide"


@pytest.mark.parametrize("folder", ["", "no/such/folder"])
def test_a_folder_without_files_is_said(folder):
    (notice,) = Source(folder=folder).pages(QUERY, FakeClient({}))

    assert notice.incomplete


def test_a_file_of_no_kind_is_an_error():
    with pytest.raises(ParseError, match="no kind"):
        list(Source().parse(page(b"%PDF", "file:///a.pdf")))


def test_a_row_has_the_same_key_in_every_table():
    first = b"id,title,author,year\n1,A study,Singh S,2024\n2,Another,Singh S,2024\n"
    later = b"id,title,author,year\n1,Another,Singh S,2024\n2,A study,Singh S,2024\n"

    keys = [[r.source_id for r in Source().parse(page(body, "file:///t.csv"))] for body in (first, later)]

    assert keys[0] == keys[1][::-1]
    assert len(set(keys[0])) == 2


@pytest.mark.parametrize("shared", ["doi", "pmid"])
def test_references_that_share_an_identifier_are_references_of_their_own(shared):
    number = {"doi": "10.9999/suppl.2023", "pmid": "7"}[shared]
    body = f"title,author,{shared}\n" + "".join(f"Abstract {n},Doe J,{number}\n" for n in range(9))

    keys = [record.source_id for record in Source().parse(page(body.encode(), "file:///t.csv"))]

    assert len(set(keys)) == 9


def test_what_stands_twice_is_one_reference_but_where_it_says_no_more_than_a_title():
    body = b"id,title,doi\n1,Reply,\n2,Reply,\n3,Other,10.1000/x\n4,Other,10.1000/x\n"

    keys = [
        [record.source_id for record in Source().parse(page(body, name))] for name in ("file:///a.csv", "file:///b.csv")
    ]

    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 3


TWO_WORDINGS = (b"Median PFS was 12 months.", b"Median PFS was 12.1 months.")


def test_a_reference_keeps_its_key_when_its_abstract_is_worded_anew():
    bodies = [b"title,author,abstract\nA study,Singh S," + text + b"\n" for text in TWO_WORDINGS]

    first, later = ([r.source_id for r in Source().parse(page(body, "file:///t.csv"))] for body in bodies)

    assert first == later


def test_what_differs_in_its_text_alone_is_never_lost():
    rows = b"".join(b"A study,Singh S," + text + b"\n" for text in (*TWO_WORDINGS, b""))
    unnamed = b"".join(b"Abstracts of the annual meeting,," + text + b"\n" for text in TWO_WORDINGS)

    keys = [r.source_id for r in Source().parse(page(b"title,author,abstract\n" + rows + unnamed, "file:///t.csv"))]

    assert len(set(keys)) == 5


def test_a_saved_page_of_html_is_no_library(tmp_path):
    (tmp_path / "saved.xml").write_bytes(b"<html><body>Just a moment</body></html>")
    source = Source(folder=str(tmp_path))

    step, _ = source.pages(QUERY, FakeClient({}))

    assert step.incomplete
    assert "is of no kind that can be read" in step.text


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.xml", b"<PubmedArticleSet><PubmedArticle>"),
        ("b.json", b'{"protocolSection": '),
        ("c.json", b'{"ctNumber": "2025-500001-11-00"}'),
        ("d.xml", b'<allTrials totalCount="3"/>'),
        ("e.xml", b"<Trials_downloaded_from_ICTRP/>"),
    ],
)
def test_a_saved_answer_that_is_broken_is_an_error_or_named(name, body):
    try:
        (piece,) = Source().parse(page(body, f"file:///{name}"))
    except ParseError:
        return
    assert isinstance(piece, Unreadable)


def test_a_link_leads_to_nothing_outside_of_the_folder(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.ris").write_text("TY  - JOUR\nTI  - A title\nER  - \n")
    (inside / "other").symlink_to(outside)
    (inside / "b.ris").symlink_to(outside / "a.ris")
    (inside / "c.ris").symlink_to(inside / "a.ris")

    assert [path.name for path in files_in(inside)] == ["a.ris", "c.ris"]


def records_of(folder):
    source = Source(folder=str(folder))
    pages = list(source.pages(QUERY, FakeClient({})))
    return pages, [one for each in pages if isinstance(each, Page) for one in source.parse(each)]


def test_a_folder_that_is_a_ring_of_links_holds_no_file(tmp_path):
    (tmp_path / "ring").symlink_to("ring")

    assert records_of(tmp_path / "ring") == ([Notice(text=f"no file in {tmp_path / 'ring'}", incomplete=True)], [])


def test_a_file_that_is_packed_says_what_it_says_unpacked(tmp_path):
    body = (DATA / "pubmed/usual.xml").read_bytes()
    (tmp_path / "pubmed26n0001.xml.gz").write_bytes(gzip.compress(body))

    _, packed = records_of(tmp_path)

    assert packed == list(Source().parse(page(body, "file:///pubmed26n0001.xml")))
    assert packed


@pytest.mark.parametrize(
    "body", [b"no gzip at all", gzip.compress(b"TY  - JOUR\r\n" * 900, mtime=0)[:-20]], ids=("none", "cut")
)
def test_a_packed_file_that_is_broken_is_said_and_costs_no_other(tmp_path, body):
    (tmp_path / "a.xml.gz").write_bytes(body)
    (tmp_path / "b.xml").write_bytes((DATA / "pubmed/usual.xml").read_bytes())

    pages, records = records_of(tmp_path)

    notice = next(one for one in pages if isinstance(one, Notice))
    assert "a.xml.gz" in notice.text
    assert notice.incomplete
    assert records


@pytest.mark.parametrize("size", [1, 1_000, 5_000, 20_000, 10**9])
@pytest.mark.parametrize("name", ["usual", "odd"])
def test_a_large_file_of_pubmed_says_in_parts_what_it_says_whole(name, size):
    body = (DATA / f"pubmed/{name}.xml").read_bytes()
    whole = list(Pubmed().parse(page(body)))

    parts = [piece for part in cut_up(body, size) for piece in Pubmed().parse(page(part))]

    assert [one for one in parts if isinstance(one, Record)] == [one for one in whole if isinstance(one, Record)]


def test_parts_of_a_file_are_as_large_as_is_asked():
    article = b"<PubmedArticle><MedlineCitation><PMID>%d</PMID><Article/></MedlineCitation></PubmedArticle>"
    body = (
        b"<?xml version='1.0'?><PubmedArticleSet>"
        + b"".join(article % n for n in range(1, 41))
        + b"</PubmedArticleSet>"
    )

    parts = list(cut_up(body, 400))

    assert [one.source_id for part in parts for one in Pubmed().parse(page(part))] == [str(n) for n in range(1, 41)]
    assert len(parts) > 5
    assert max(map(len, parts)) < 700

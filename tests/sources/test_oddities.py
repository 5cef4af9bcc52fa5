"""What registries, feeds and hosts were seen to send, row by row, and what is made of it."""

import json
import re
from pathlib import Path

import pytest

import sources
from fakes import DATA, NOW, REAL, FakeClient, page, payloads
from sources import clinicaltrials, crossref, feeds, ictrp
from watcher.changes import fingerprint
from watcher.errors import ParseError
from watcher.model import Concept, Enrolment, Id, Notice, PartialDate, Query, Record, Term, Unreadable
from watcher.text import clean, fold

QUERY = Query(topic="t", groups=((Concept(name="drug", terms=(Term(text="lanreotide"),)),),), until=NOW)


def studies(*modules, number="NCT00000001"):
    protocol = {"identificationModule": {"nctId": number, "briefTitle": "t"}}
    for module in modules:
        protocol |= module
    return list(clinicaltrials.Source().parse(page(json.dumps({"protocolSection": protocol}))))


def items(body):
    return list(feeds.Source().parse(page(body)))


def item(inside, around=""):
    (found,) = items(f"<rss version='2.0' {around}><channel><title>J</title><item>{inside}</item></channel></rss>")
    return found


def recorded_items(name):
    return [[piece for piece in items(body) if isinstance(piece, Record)] for body in payloads(f"feeds/{name}")]


@pytest.mark.parametrize(
    ("number", "is_news"),
    [
        ("NCT05537740", False),  # derived fields alone
        ("NCT06825494", False),  # Naples became Napoli
        ("NCT06864598", False),  # versionHolder moved a day
        ("NCT05294952", True),  # the registry set it to UNKNOWN, and left its date of update
        ("NCT05009069", True),  # a paper was added, and the date left
        ("NCT06646627", True),
    ],
)
def test_what_changed_between_two_days_is_news_or_churn(number, is_news):
    for folder in filter(Path.exists, (DATA / "made" / "ctgov" / "series", REAL / "ctgov" / "series")):
        before, after = (
            next(clinicaltrials.Source().parse(page(path.read_bytes())))
            for path in sorted(folder.glob(f"{number}_*_[ab].json"))[:2]
        )

        assert (fingerprint(before) != fingerprint(after)) is is_news


@pytest.mark.parametrize(
    ("module", "read", "expected"),
    [
        ({"designModule": {"phases": ["NA"]}}, lambda r: r.trial.phases, ("NA",)),
        ({"designModule": {"phases": ["PHASE1", "PHASE2"]}}, lambda r: r.trial.phases, ("PHASE1", "PHASE2")),
        ({"designModule": {}}, lambda r: r.trial.phases, ()),
        ({"statusModule": {"startDateStruct": {"date": "2025-03"}}}, lambda r: r.trial.start.date, PartialDate(2025, 3)),
        ({"statusModule": {"startDateStruct": {"date": "soon"}}}, lambda r: r.trial.start, None),
        ({"descriptionModule": {"briefSummary": r"PFS \> 6 and \< 9 \*"}}, lambda r: r.text, "SUMMARY: PFS > 6 and < 9 *"),
        ({"designModule": {"enrollmentInfo": {"count": 0}}}, lambda r: r.trial.enrolment, Enrolment(count=0)),
        ({"contactsLocationsModule": {"locations": [{"city": "Naples"}]}}, lambda r: r.trial.overall_status, ""),
    ],
)  # fmt: skip
def test_what_is_odd_in_a_study_is_read_as_it_is_meant(module, read, expected):
    (record,) = studies(module)

    assert read(record) == expected


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("high\u2011dose", "high-dose"),
        ("some\u00adwhere", "somewhere"),
        ("10\u2009mg", "10 mg"),
        ("\ufeffOctreotide", "octreotide"),
    ],
)
def test_what_only_looks_different_is_matched_alike(text, matched):
    assert fold(clean(text)) == matched


def test_a_feed_whose_links_change_at_every_fetch_has_the_same_items():
    # All 15 links differ between the two days, by what tracks the reader; 13 of the papers are the same.
    days = (recorded_items(f"pubmed_search_rss_2021-11-{day}.xml") for day in (23, 24))
    for first, second in zip(*days, strict=True):
        assert len({r.source_id for r in first} & {r.source_id for r in second}) == 13
        assert not {r.url for r in [*first, *second] if "utm_" in r.url or "fc=" in r.url}


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        # No date, DOI or abstract: known by the publisher's own number, dated by when we first saw it.
        ("elsevier_sciencedirect_mpe_2021-12-21.xml", lambda r: r.published is None and {i.scheme for i in r.ids} == {"pii", "url"}),
        # The paper's title stands where the journal's belongs.
        ("tandf_atypon_rdf_2021-12-21.xml", lambda r: r.venue.title == "Zoology in the Middle East" != r.title),
        ("elsevier_sciencedirect_zooanz_2021-11-04.xml", lambda r: not re.search(r"</?\w+>|&\w+;", r.title)),
        # Items without a key of their own.
        ("pensoft_100_items_2021-12-21.xml", lambda r: any(i.scheme == "doi" for i in r.ids) and "\ufeff" not in r.title),
        # "updated" is twelve hours off, in the future.
        ("wiley_atypon_taxon_2021-12-21.xml", lambda r: r.published.day is not None and r.entered is not None and r.entered < r.retrieved),
        ("ojs_atom_2021-12-21.xml", lambda r: not any("@" in p.name for p in r.people) and "Ã" not in r.title),
    ],
)  # fmt: skip
def test_every_item_of_an_odd_feed_is_read(name, claim):
    for found in recorded_items(name):
        assert found
        assert [record.title for record in found if not claim(record)] == []


@pytest.mark.parametrize(
    ("inside", "read", "expected"),
    [
        ("<title>A &lt;em&gt;b&lt;/em&gt; &lt;scp&gt;C&lt;/scp&gt; &amp;amp; d</title>", lambda r: r.title, "A b C & d"),
        ("<title>t</title><link>https://a.example/x?a=1&amp;b=2</link>", lambda r: r.url, "https://a.example/x?a=1&b=2"),
        ("<title>t</title><pubDate>Mon, 05 Oct 2026 12:00 GMT</pubDate>", lambda r: r.published, PartialDate(2026, 10, 5)),
        ("<title>t</title><pubDate>24/06/2026</pubDate>", lambda r: r.published, PartialDate(2026, 6, 24)),
        ("<title>t</title><author>press@a.example (Press desk)</author>", lambda r: [p.name for p in r.people], ["Press desk"]),
        ("<title>t</title><author>press@a.example</author>", lambda r: r.people, ()),
    ],
)  # fmt: skip
def test_what_is_odd_in_an_item_is_read_as_it_is_meant(inside, read, expected):
    assert read(item(inside)) == expected


@pytest.mark.parametrize(
    ("body", "titles", "is_whole"),
    [
        # text before the declaration, a prefix that nobody declared, a bare ampersand, an end that is missing
        ("\n<?xml version='1.0'?><rss version='2.0'><channel><item><title>t</title></item></channel></rss>", ["t"], True),
        ("<rss version='2.0'><channel><item><title>t</title><x:y>z</x:y></item></channel></rss>", ["t"], False),
        ("<rss version='2.0'><channel><item><title>t</title><link>https://a.example/?a&b</link></item></channel></rss>", ["t"], True),
        ("<rss version='2.0'><channel><item><title>t</title></item><item><title><![CDATA[u", ["t"], False),
    ],
)  # fmt: skip
def test_a_broken_feed_gives_what_could_be_read_and_says_so(body, titles, is_whole):
    found = items(body)

    assert [piece.title for piece in found if isinstance(piece, Record)] == titles
    assert any(isinstance(piece, Unreadable) for piece in found) is not is_whole


@pytest.mark.parametrize("name", ["illformed__aaa_illformed.xml", "illformed__rss_empty_document.xml"])
def test_a_feed_that_is_broken_and_without_items_is_a_failure(name):
    for body in payloads(f"feeds/feedparser_suite/{name}"):
        with pytest.raises(ParseError):
            items(body)


@pytest.mark.parametrize("number", ["NCT05050942", "2021-000849-40", "2023-505613-24-00"])
def test_a_trial_that_the_who_shows_is_known_by_its_other_numbers(number):
    fields = f"<TrialID>DRKS00000001</TrialID><Public_title>t</Public_title><Secondary_ID>{number}</Secondary_ID>"
    body = f"<Trials_downloaded_from_ICTRP><Trial>{fields}</Trial></Trials_downloaded_from_ICTRP>"

    (record,) = ictrp.Source().parse(page(body))

    assert {Id("drks", "DRKS00000001"), number} == {i if i.scheme == "drks" else i.value for i in record.ids}


@pytest.mark.parametrize("path", ["errors/crossref_404_plain_text.txt", "errors/crossref_400_bad_filter.json"])
def test_no_refusal_of_crossrefs_is_an_empty_success(path):
    for body in payloads(path):
        with pytest.raises(ParseError):
            list(crossref.Source().parse(page(body)))


def test_no_source_leaves_a_certificate_unchecked():
    # The EU register's chain is incomplete: the missing certificate is added, the check is never left out.
    code = "".join(path.read_text("utf-8") for path in Path(sources.__file__).parent.rglob("*.py"))

    assert not re.search(r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False", code)


@pytest.mark.parametrize("source", [feeds.Source(shipped=False), ictrp.Source()])
def test_a_source_that_has_nothing_to_read_says_so_and_is_never_complete(source):
    (notice,) = source.pages(QUERY, FakeClient({}))

    assert isinstance(notice, Notice)
    assert notice.incomplete

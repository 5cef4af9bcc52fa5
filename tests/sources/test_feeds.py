import contextlib
import dataclasses
import sys
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import NOW, REAL, FakeClient, page, payloads
from golden import DATA, check, pairs
from sources._markup import decoded
from sources.feeds import Source
from sources.feeds.catalogue import feeds_from
from sources.feeds.item import address, identifiers, published
from sources.feeds.reader import LARGEST, MOST_TAGS
from sources.feeds.tidy import parted, tidied
from watcher.errors import ConfigError, FetchError, ParseError
from watcher.model import Concept, Kind, Notice, Page, PartialDate, Query, Record, Term, Tier, Unreadable, Validator
from watcher.normalise import normalise
from watcher.relevance import rate
from watcher.topic import load_topic

ONE = {"name": "one", "url": "https://a.example/rss"}
TWO = {"name": "two", "url": "https://b.example/rss"}
TOPIC = ((Concept(name="trial", terms=(Term(text="SORENTO", exact_case=True),)),),)
QUERY = Query(topic="t", groups=TOPIC, until=NOW)
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel>'
NEWS = (DATA / "feeds" / "news.rss").read_bytes()


@pytest.mark.parametrize("path", pairs("feeds"), ids=lambda path: path.name)
def test_a_feed_reads_as_it_should(path):
    check(Source(), path)


@pytest.mark.parametrize(
    ("name", "items", "said"),
    [
        ("pubmed_search_rss_2021-12-21.xml", 15, ""),
        ("wiley_atypon_taxon_2021-12-21.xml", 66, ""),
        ("tandf_atypon_rdf_2021-12-21.xml", 13, ""),
        ("elsevier_sciencedirect_mpe_2021-12-21.xml", 51, ""),
        ("pensoft_100_items_2021-12-21.xml", 100, ""),
        ("cnki_chinese_2021-12-21.xml", 20, ""),
        ("jstage_empty_atom.xml", 0, ""),
        ("reuters_feedburner.xml", 10, ""),
    ],
)
def test_recorded_feeds_read_to_the_last_item(name, items, said):
    for body in payloads(f"feeds/{name}"):
        found = list(Source().parse(page(body)))

        records = [piece for piece in found if isinstance(piece, Record)]
        assert len({record.source_id for record in records}) == items
        assert [said in piece.reason for piece in found if isinstance(piece, Unreadable)] == ([True] if said else [])
        assert not any("@" in person.name for record in records for person in record.people)
        assert not any(record.title.startswith("\ufeff") for record in records)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the body is empty"),
        (b"  \n ", "the body is empty"),
        (b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", "no feed: it begins"),
        (b'{"error": 1}', "no feed"),
        (b'{"version": NaN}', "no feed"),
        (b"\x1f\x8b\x08\x00", "no feed"),
        (b"x" * 2_000_001, "no feed"),
        (b'<rss version="2.0"><channel>' + b"<a>" * 200, "nested too deeply"),
        (b'<rss version="2.0"><channel>' + b"<a/>" * 20_001, "too many tags"),
        (b'<rss version="2.0"><channel></rss>', "cannot be read"),
    ],
)
def test_what_is_no_feed_is_an_error_and_never_a_quiet_week(body, said):
    with pytest.raises(ParseError, match=said):
        list(Source().parse(page(body)))


@pytest.mark.parametrize(
    "part",
    [
        b"<item><title>t</title></item>",
        b"<a ",
        b"<!",
        b"<",
        b"& ",
        b"&lt;b&gt;x&lt;/b&gt;",
        b"<![CDATA[",
        b"<?",
        b"<item><description><![CDATA[<!-- x --><a href='y'>]]></description></item>",
        b"<item><author>a.b@c.example</author><pubDate>2026-11-23</pubDate></item>",
    ],
)
def test_twice_the_body_is_twice_the_work(part):
    once, twice = (_calls(RSS + part * times) for times in (200, 400))

    assert twice < 2.3 * once


def _calls(body):
    """Return how many functions are called, Python's and C's, while the body is read: work, whatever the time."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        with contextlib.suppress(ParseError):
            list(Source().parse(page(body)))
    finally:
        sys.setprofile(before)
    return calls


FEEDS = [path for folder in (DATA / "made", REAL) for path in sorted(folder.glob("feeds/*.xml"))]


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_no_recorded_feed_comes_near_a_bound(path):
    parts = parted(tidied(decoded(path.read_bytes())))

    assert path.stat().st_size * 5 < LARGEST
    assert all(part.count("<") * 10 < MOST_TAGS for part in (parts.head, *parts.items))


def test_a_web_page_in_place_of_a_feed_is_an_error():
    for body in payloads("errors/html_page_instead_of_feed.xml"):
        with pytest.raises(ParseError, match="no feed"):
            list(Source().parse(page(body)))


def test_a_feed_that_is_cut_gives_its_items_and_says_that_there_were_more():
    for whole in payloads("feeds/wiley_atypon_taxon_2021-12-21.xml"):
        *items, rest = Source().parse(page(whole[: len(whole) // 3]))

        assert items
        assert all(isinstance(item, Record) for item in items)
        assert rest.reason.startswith("the feed is broken: SAXParseException")


@pytest.mark.parametrize(
    "media_type", ["text/xml; charset=iso-8859-1", "text/html", "", "application/rss+xml; charset=us-ascii"]
)
def test_a_feed_that_names_its_encoding_is_read_in_it_whatever_the_server_says(media_type):
    body = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><item><title>Västsvenska</title></item></channel></rss>"

    (record,) = Source().parse(page(body, media_type=media_type))

    assert record.title == "Västsvenska"


def test_only_items_that_speak_of_the_topic_are_taken_where_one_is_sought():
    found = list(Source().parse(Page(url="u", body=NEWS, retrieved=NOW, sought=TOPIC)))

    assert [piece.title for piece in found if isinstance(piece, Record)] == [
        "Topline results of SORENTO expected in 2026 & beyond"
    ]


def test_an_item_that_names_the_topic_in_its_keywords_alone_is_taken():
    body = RSS + b"<item><title>Results are there</title><category>SORENTO</category></item></channel></rss>"

    assert [piece.title for piece in Source().parse(page(body, "u", sought=TOPIC)) if isinstance(piece, Record)] == [
        "Results are there"
    ]


@pytest.mark.parametrize(
    ("text", "term", "sought"),
    [
        ("SORENTO starts", Term(text="SORENTO", exact_case=True), True),
        ("Sorento, a town", Term(text="SORENTO", exact_case=True), False),
        ("with Lanréotide", Term(text="lanreotid", prefix=True), True),
        ("somatostatin-analogues", Term(text="somatostatin analog", prefix=True), True),
        ("neuro endocrine tumours", Term(text="neuro-endocrine tumour"), True),
        ("neuroendocrine tumours", Term(text="neuro-endocrine tumour"), True),
        ("CAM20290", Term(text="CAM2029"), False),
    ],
)
def test_a_term_is_found_as_a_word(text, term, sought):
    body = f"<rss version='2.0'><channel><item><title>{text}</title></item></channel></rss>"
    groups = ((Concept(name="c", terms=(term,)),),)

    pieces = Source().parse(Page(url="u", body=body.encode(), retrieved=NOW, sought=groups))

    assert any(isinstance(piece, Record) for piece in pieces) is sought


@pytest.mark.parametrize(
    ("headline", "comes"),
    [
        ("Camurus announces positive Phase 3 topline results in patients with neuroendocrine tumors", True),
        ("Camurus meets primary endpoint in pivotal GEP-NET study", True),
        ("High-dose SSA therapy in NETs", True),
        ("FDA approves first treatment at higher dose for neuroendocrine tumors", True),
        ("A lanreotide generic is launched", True),
        ("SORENTO: topline", True),
        ("Sorento has a net of cycle lanes", False),
        ("Camurus announces strong growth of Buvidal", False),
    ],
)
def test_an_item_comes_that_names_any_of_drug_disease_and_trial(headline, comes):
    topic = load_topic("ssa-dose-escalation")
    query = Query(topic="t", groups=topic.groups, left_out=topic.left_out, until=NOW)
    client = FakeClient({"a.example": f"<rss><channel><item><title>{headline}</title></item></channel></rss>".encode()})
    source = Source(feeds=(ONE,), shipped=False)

    (found,) = source.pages(query, client)

    assert [piece.title for piece in source.parse(found) if isinstance(piece, Record)] == [headline] * comes


@pytest.mark.parametrize(
    "everything", [{"everything": True, "feeds": (ONE, TWO)}, {"feeds": (ONE | {"everything": True}, TWO)}]
)
def test_everything_of_one_feed_or_of_all_is_taken_where_that_is_wanted(everything):
    source = Source(shipped=False, **everything)

    first, second = source.pages(QUERY, FakeClient({"example": NEWS}))

    assert len(list(source.parse(first))) > 1
    assert (second.sought == ()) is source.everything
    assert source.question(QUERY).splitlines() == [
        "one: https://a.example/rss (everything)",
        "two: https://b.example/rss" + " (everything)" * source.everything,
        "kept is what names one of: SORENTO",
    ]


def test_each_feed_is_asked_for_only_where_it_is_newer():
    known = Validator(etag='"7"')
    unchanged = Page(url="https://a.example/rss", body=b"", retrieved=NOW, unchanged=True, validator=known)
    client = FakeClient({"a.example": unchanged, "b.example": NEWS})
    query = dataclasses.replace(QUERY, validators={"https://a.example/rss": known})
    source = Source(feeds=(ONE, TWO, {**ONE, "name": "off", "enabled": False}), shipped=False)

    first, second = source.pages(query, client)

    assert {asked.url: asked.validator for asked in client.asked} == {ONE["url"]: known, TWO["url"]: None}
    assert list(source.parse(first)) == []
    assert first.validator == known
    assert second.sought == TOPIC


def test_a_feed_that_fails_is_said_and_costs_no_other():
    client = FakeClient({"a.example": FetchError("feeds", "u", "404", 404), "b.example": NEWS})

    found, notice = Source(feeds=(ONE, TWO), shipped=False).pages(QUERY, client)

    assert isinstance(notice, Notice)
    assert notice.incomplete
    assert "one could not be read, 404" in notice.text
    assert found.url == "https://b.example/rss"


@pytest.mark.parametrize(("feeds", "enabled"), [((), False), (({**ONE, "enabled": False},), False), ((ONE,), True)])
def test_without_a_feed_the_source_is_off_and_says_so_where_it_is_asked(feeds, enabled):
    source = Source(feeds=feeds, shipped=False)

    steps = list(source.pages(QUERY, FakeClient({"a.example": NEWS})))

    assert source.enabled is enabled
    assert [isinstance(step, Notice) and step.incomplete for step in steps] == [not enabled]


def test_only_addresses_that_their_owner_lists_are_confirmed():
    shipped = feeds_from(())

    assert {feed.url.split("/")[2] for feed in shipped if feed.confirmed} == {"www.fda.gov"}
    assert len({feed.name for feed in shipped}) == len({feed.url for feed in shipped}) == len(shipped)
    assert all(feed.enabled and feed.url.startswith("https://") for feed in shipped)


def test_a_feed_of_the_configuration_comes_on_top_of_those_that_ship_or_changes_one():
    told = ({"name": "Trials", "enabled": False}, {"name": "Camurus", "url": "https://c.example/rss"}, ONE)

    before, after = ({feed.name: feed for feed in feeds_from(tables)} for tables in ((), told))

    assert after.keys() - before.keys() == {"one"}
    assert after["one"].confirmed
    assert (after["Trials"].enabled, after["Trials"].url) == (False, before["Trials"].url)
    assert not after["Trials"].confirmed
    assert (after["Camurus"].url, after["Camurus"].confirmed) == ("https://c.example/rss", True)
    assert [feed.name for feed in feeds_from((ONE,), shipped=False)] == ["one"]


MAYBE = {**ONE, "confirmed": False}


def test_a_feed_that_is_not_confirmed_and_fails_is_told_with_its_address_and_misses_nothing():
    client = FakeClient({"a.example": FetchError("feeds", ONE["url"], "HTTP 404", 404), "b.example": NEWS})

    found, notice = Source(feeds=(MAYBE, TWO), shipped=False).pages(QUERY, client)

    assert notice == Notice(
        text="one could not be read, HTTP 404 (https://a.example/rss): open it in a browser, then correct it or "
        "switch it off in [[sources.feeds.feeds]]",
        told=True,
    )
    assert isinstance(found, Page)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html><html></html>", ["one could not be read, no feed: it begins"]),
        (RSS + b"<item><title>SORENTO</title></item><item><ti", ["one, after item 1"]),
        (
            RSS + b"<item><link>https://a.example/1</link></item></channel></rss>",
            ["one, item 1 could not be read, no title"],
        ),
    ],
    ids=["no feed", "cut", "no title"],
)
def test_what_cannot_be_read_of_a_feed_that_is_not_confirmed_is_told(body, said):
    found = list(Source(feeds=(MAYBE,), shipped=False).parse(page(body, ONE["url"])))

    notices = [piece for piece in found if isinstance(piece, Notice)]
    assert all(notice.text.startswith(start) for notice, start in zip(notices, said, strict=True))
    assert all(notice.told and not notice.incomplete for notice in notices)
    assert not any(isinstance(piece, Unreadable) for piece in found)


@pytest.mark.parametrize("proven", [frozenset(), frozenset({MAYBE["url"]})])
def test_a_feed_that_was_read_well_before_is_confirmed_by_that(proven):
    source, query = Source(feeds=(MAYBE, TWO), shipped=False), dataclasses.replace(QUERY, proven=proven)
    gone = FakeClient({"a.example": FetchError("feeds", MAYBE["url"], "HTTP 404", 404), "b.example": NEWS})
    changed = FakeClient({"a.example": b"<!DOCTYPE html><html></html>", "b.example": NEWS})

    _, notice = source.pages(query, gone)
    found, _ = source.pages(query, changed)

    assert notice.incomplete is bool(proven)
    if proven:
        with pytest.raises(ParseError, match="one: no feed"):
            list(source.parse(found))
    else:
        assert [piece.incomplete for piece in source.parse(found)] == [False]


def test_feeds_are_asked_side_by_side_and_come_in_their_order():
    together = threading.Barrier(8, timeout=10)

    def answer(asked):
        together.wait()
        return NEWS

    tables = [{"name": f"feed {n}", "url": f"https://host{n}.example/rss"} for n in range(16)]
    steps = Source(feeds=tables, shipped=False).pages(QUERY, FakeClient({"example": answer}))

    assert [step.url for step in steps] == [table["url"] for table in tables]


@pytest.mark.parametrize(
    "headline",
    [
        "Camurus announces topline results from the Phase 3 SORENTO trial",
        "Camurus announces positive Phase 3 results for CAM2029 in patients with GEP-NET",
        "Camurus meddelar topline-resultat från fas 3-studien SORENTO",
        "Octreotide subcutaneous depot (CAM2029) meets primary endpoint in neuroendocrine tumors",
    ],
)
def test_the_release_that_is_waited_for_comes_through_the_shipped_profile(headline):
    topic = load_topic("ssa-dose-escalation")
    feed = next(feed for feed in feeds_from(()) if feed.name == "Camurus")
    body = f"<rss version='2.0'><channel><title>Camurus</title><item><title>{headline}</title></item><item><title>Camurus announces strong growth of Buvidal</title></item></channel></rss>"

    announced, record = Source().parse(page(body, feed.url, sought=topic.groups))

    assert announced == Notice(announced=2)  # what was left out counts, or a feed that fell silent would not be told
    assert (record.title, record.kind) == (headline, Kind.NEWS)
    assert rate(normalise(record), topic).tier is Tier.WATCHED


def test_a_turn_in_which_every_feed_fails_has_failed():
    client = FakeClient(
        {"a.example": FetchError("feeds", "u", "refused", 403), "b": FetchError("feeds", "u", "gone", 410)}
    )
    said = []

    with pytest.raises(FetchError, match="refused"):
        said.extend(Source(feeds=(ONE, TWO), shipped=False).pages(QUERY, client))
    assert said == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"url": "https://a.example"}, "number 1 needs a name"),
        ({"name": "a"}, "needs a url"),
        ({"name": "a", "url": "feed.xml"}, "'feed.xml' is no web address"),
        ({**ONE, "knd": "news"}, "no option 'knd'; did you mean 'kind'"),
        ({**ONE, "kind": "paper"}, "kind is one of news, article, registration"),
    ],
)
def test_a_feed_that_is_configured_wrongly_is_named(table, said):
    with pytest.raises(ConfigError, match=said):
        Source(feeds=(table,))


@pytest.mark.parametrize(
    ("entry", "date"),
    [
        ({"published": "Tue, 23 Nov 2021 06:00:00 -0500", "updated": "2021-11-24"}, PartialDate(2021, 11, 23)),
        ({"updated": "2021-08-11"}, PartialDate(2021, 8, 11)),
        ({"updated": "2025-03"}, PartialDate(2025, 3)),
        ({"updated": "2021-12-21T02:37:53+0900"}, PartialDate(2021, 12, 21)),
        ({"published": "Mon, 05 Oct 2026 12:00 GMT"}, PartialDate(2026, 10, 5)),
        ({"published": "2021/11/9 16:41:56"}, PartialDate(2021, 11, 9)),
        ({"published": "24/06/2026"}, PartialDate(2026, 6, 24)),
        ({"published": "07/18/2026 10:00 AM"}, PartialDate(2026, 7, 18)),
        ({"published": "07/08/2026"}, None),
        ({"published": "18.07.2026, 10:00"}, PartialDate(2026, 7, 18)),
        ({"published": "07.08.2026"}, PartialDate(2026, 8, 7)),
        ({"published": "July 18, 2026"}, PartialDate(2026, 7, 18)),
        ({"published": "Saturday, July 18, 2026 - 10:00"}, PartialDate(2026, 7, 18)),
        ({"published": "20260718T100000"}, PartialDate(2026, 7, 18)),
        ({"published": "1784368800"}, PartialDate(2026, 7, 18)),
        ({"published": "1784368800.25"}, PartialDate(2026, 7, 18)),
        ({"published": "1784368800000"}, PartialDate(2026, 7, 18)),
        ({"published": "1784368800000000"}, PartialDate(2026, 7, 18)),
        ({"published": "1784368800000000000"}, PartialDate(2026, 7, 18)),
        ({"published": "17843688000"}, None),
        ({"published": "0"}, None),
        ({"published": "2026-13-45"}, None),
        ({"published": "2026-02-30T10:00:00Z"}, None),
        ({"published": "Mon, 31 Feb 2026 10:00:00 GMT"}, None),
        ({"published": "Mon, 01 Jan 0001 00:00:00 GMT"}, None),
        ({"published": "0001-01-01T00:00:00Z"}, None),
        ({"published": "0000-00-00 00:00:00"}, None),
        ({"published": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
        ({"published": "1970-01-01T00:00:00Z", "updated": "2026-07-18"}, PartialDate(2026, 7, 18)),
        ({"published": "1900-01-01"}, None),
        ({"published": "Вт, 10 ноя 2026 09:00:00 +0300"}, PartialDate(2026, 11, 10)),
        ({"prism_coverdate": "2026-12-01", "updated": "2026-10-30"}, PartialDate(2026, 10, 30)),
        ({"prism_coverdate": "2026-10", "updated": "2026-11-30T10:00:00Z"}, PartialDate(2026, 10)),
        ({"prism_publicationdate": "2026-10-30", "prism_coverdate": "2026-09"}, PartialDate(2026, 10, 30)),
        ({"published": "Tue, 23 Nov 21 06:00:00 GMT"}, PartialDate(2021, 11, 23)),
        ({"published": "soon", "prism_coverdate": "2026"}, PartialDate(2026)),
        ({"published": "\xa0\xff"}, None),
        ({}, None),
    ],
)
def test_a_date_is_as_precise_as_the_feed_gave_it(entry, date):
    assert published(entry) == date


def read_with(date, title="Lanreotide", others=()):
    """Return the record of an item with this date, as it is written, in a feed whose other items have others."""
    items = "".join(
        f"<item><title>{title}</title><link>https://n.example/{n}</link><pubDate>{one}</pubDate></item>"
        for n, one in enumerate((date, *others))
    )
    return next(iter(Source().parse(page(RSS + f"<title>News</title>{items}</channel></rss>".encode()))))


@pytest.mark.parametrize(
    "date",
    [
        *(
            "1784368800",
            "1784368800000",
            "2026-13-45",
            "2026-02-30",
            "Mon, 31 Feb 2026 10:00:00 GMT",
            "0",
            "-1",
            "99999999",
        ),
        *("Mon, 01 Jan 0001 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "1785-07-18", "2049-07-18", "never", ""),
        *("Fri, 31 Dec 9999 23:59:59 GMT", "00000000", "20261345", "1-1-1"),
    ],
)
def test_news_has_the_right_day_or_none(date):
    record = read_with(date)

    assert record.published in {None, PartialDate(2026, 7, 18)}
    assert (record.entered is None) or record.entered.date().isoformat() == "2026-07-18"
    assert (record.published is not None) == date.startswith("178436")


@given(st.integers(min_value=800_000_000, max_value=int(NOW.timestamp())), st.sampled_from([1, 1_000, 1_000_000]))
def test_a_moment_is_the_same_counted_in_any_unit(seconds, unit):
    record = read_with(str(seconds * unit))

    assert record.entered == datetime.fromtimestamp(seconds, UTC)
    assert record.published.iso == f"{record.entered:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("others", "date"),
    [
        ((), None),
        (("07/18/2026", "06/05/2026"), PartialDate(2026, 3, 4)),
        (("18/07/2026",), PartialDate(2026, 4, 3)),
        (("18/07/2026", "07/18/2026"), None),
    ],
)
def test_the_order_of_a_date_is_that_of_the_feeds_others(others, date):
    assert read_with("03/04/2026", others=others).published == date


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("<description>Lanreotide every 14 days is approved.</description>", "Lanreotide every 14 days is approved."),
        ("<title> </title><description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</description>", "One"),
        (f"<description>{'word ' * 40}</description>", "word " * 16 + "..."),
    ],
)
def test_an_item_without_a_title_has_its_first_words(item, title):
    (record,) = Source().parse(
        page(RSS + f"<title>News</title><item><guid>1</guid>{item}</item></channel></rss>".encode())
    )

    assert record.title == title


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("/news/f", "https://h.example/news/f"),
        ("f?id=1", "https://h.example/rss/f?id=1"),
        ("//n.example/d", "https://n.example/d"),
        ("www.n.example/d", "https://www.n.example/d"),
        ("../d", "https://h.example/d"),
        (" https://n.example/d\n", "https://n.example/d"),
        ("javascript:x()", ""),
        ("mailto:a@b.example", ""),
    ],
)
@pytest.mark.parametrize("own", ["<link>/</link>", "", "<link>https://h.example/rss/all</link>"])
def test_a_link_is_resolved_against_the_feed(link, leads, own):
    body = RSS + f"<title>News</title>{own}<item><title>T</title><link>{link}</link></item></channel></rss>".encode()

    (record,) = Source().parse(page(body, "https://h.example/rss/all"))

    assert record.url == leads
    assert {one.value for one in record.ids} == ({leads} if leads else set())


@pytest.mark.parametrize("before", [b"\n", b"  \r\n\t", b"\xef\xbb\xbf\n", b"\xef\xbb\xbf"])
def test_blanks_before_a_declaration_break_nothing(before):
    expected, found = (list(Source().parse(page(body))) for body in (NEWS, before + NEWS))

    assert found == expected
    assert any(isinstance(one, Record) for one in found)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"prism_doi": "10.1/x", "id": "10.1002/TAX.12603"}, {"doi:10.1002/tax.12603", "guid:10.1002/TAX.12603"}),
        ({"dc_identifier": "doi:10.4039/tce.2021.38", "link": "https://dx.doi.org/10.9999/other"}, {"doi:10.4039/tce.2021.38", "url:https://dx.doi.org/10.9999/other"}),
        ({"id": "http://doi.org/10.1093/zoolinnean/zlab078"}, {"doi:10.1093/zoolinnean/zlab078"}),
        ({"link": "https://a.example/doi/full/10.1080/097.1?af=R"}, {"doi:10.1080/097.1", "url:https://a.example/doi/full/10.1080/097.1"}),
        ({"summary": "<p>DOI: 10.3897/zookeys.1078.47616</p>"}, {"doi:10.3897/zookeys.1078.47616"}),
        ({"id": "pubmed:38851203"}, {"guid:pubmed:38851203", "pmid:38851203"}),
        ({"link": "https://www.sciencedirect.com/science/article/pii/S1055790321002906?dgcid=rss_sd_all"}, {"pii:S1055790321002906", "url:https://www.sciencedirect.com/science/article/pii/S1055790321002906"}),
        ({"link": "javascript:alert(1)"}, set()),
    ],
)  # fmt: skip
def test_an_identifier_is_taken_from_the_surest_place(entry, found):
    assert {str(id_) for id_ in identifiers(entry)} == found


@pytest.mark.parametrize(
    ("link", "clean"),
    [
        (
            "https://pubmed.ncbi.nlm.nih.gov/1/?fc=1&ff=2&v=3&utm_source=Mobile Safari",
            "https://pubmed.ncbi.nlm.nih.gov/1/",
        ),
        ("https://t.example/detail?v=hw-1", "https://t.example/detail?v=hw-1"),
        *(
            (f"https://t.example/detail?id=7&{name}=S3cret", "https://t.example/detail?id=7")
            for name in ("token", "auth", "X-Amz-Signature", "sig", "accessToken", "rss_token", "email", "password")
        ),
        ("https://me:s3cret@t.example/detail?id=7", "https://t.example/detail?id=7"),
        ("https://a.example/x?id=7&utm_medium=rss#top", "https://a.example/x?id=7"),
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://c.example/p/91%3Flang%3Den&ct=ga",
            "https://c.example/p/91?lang=en",
        ),
        ("https://www.google.co.uk/url?q=https%3A%2F%2Fc.example%2Fa%3Futm_source%3Dx", "https://c.example/a"),
        ("http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fc.example%2fa", "https://c.example/a"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fc.example%2Fa&data=x",
            "https://c.example/a",
        ),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fc.example%2Fa&h=AT", "https://c.example/a"),
        ("https://www.google.com/url?url=javascript:x", "https://www.google.com/url?url=javascript%3Ax"),
        ("https://c.example/url?url=https://d.example/", "https://c.example/url?url=https%3A%2F%2Fd.example%2F"),
        ("https://[broken", ""),
        ("ftp://a.example", ""),
    ],
)
def test_an_address_loses_only_what_tracks_the_reader(link, clean):
    assert address(link) == clean


def test_a_paper_is_an_article_though_it_came_with_the_news():
    kinds = {record.title[:7]: record.kind for record in Source().parse(page(NEWS)) if isinstance(record, Record)}

    assert kinds["[177Lu]"] is Kind.ARTICLE
    assert kinds["Topline"] is Kind.NEWS


def test_a_link_of_a_json_feed_is_resolved_against_its_home():
    body = """{"version": "https://jsonfeed.org/version/1.1", "title": "N", "home_page_url": "https://h.example/news/",
        "items": [{"id": "1", "url": "a", "content_text": "Lanreotide.", "date_published": 1784368800}]}"""

    (record,) = Source().parse(page(body, "https://feeds.example/h.json"))

    assert (record.url, record.title) == ("https://h.example/news/a", "Lanreotide.")
    assert record.published == PartialDate(2026, 7, 18)


@pytest.mark.parametrize(
    ("keys", "is_kept"),
    [
        ("0 1 2", False),
        ("1 2 3", False),
        ("1", False),
        ("3 2 1", True),
        ("1 2 4", True),
        ("11 12 13", True),
        ("a b", True),
    ],
)
def test_a_key_that_only_counts_the_items_is_no_key(keys, is_kept):
    items = "".join(f"<item><title>SORENTO {key}</title><guid>{key}</guid></item>" for key in keys.split())

    records = Source().parse(page(f'<rss version="2.0"><channel>{items}</channel></rss>', "https://a.example/feed"))

    assert [record.source_id.endswith(f": {key}") for key, record in zip(keys.split(), records, strict=True)] == [
        is_kept
    ] * len(keys.split())

from dataclasses import replace

import pytest

from fakes import NOW, FakeClient, page
from golden import DATA, check, pairs
from sources.webpages import Source
from watcher.errors import ConfigError, FetchError, ParseError
from watcher.model import Concept, Kind, Notice, Page, PartialDate, Query, Record, Term, Validator

SITE = {"name": "newsroom", "url": "https://a.example/news/", "item": "li.news"}
BODY = (DATA / "webpages" / "newsroom.html").read_bytes()
TOPIC = ((Concept(name="trial", terms=(Term(text="SORENTO", exact_case=True),)),),)
QUERY = Query(topic="t", groups=TOPIC, until=NOW)


def items(body, **site):
    return list(Source(sites=({**SITE, **site},)).parse(page(body, SITE["url"])))


@pytest.mark.parametrize("path", pairs("webpages"), ids=lambda path: path.name)
def test_a_page_reads_as_it_should(path):
    check(Source(), path)


def test_items_are_found_by_their_selector():
    first, second = items(BODY)

    assert (first.title, first.url) == ("SORENTO reads out", "https://a.example/news/7")
    assert first.published == PartialDate(2026, 11, 16)
    assert {str(id_) for id_ in first.mentions} == {"nct:NCT05050942"}
    assert (second.title, second.url, second.published) == ("No link, no date", SITE["url"], None)


def test_items_are_found_by_where_their_links_lead():
    body = (
        "<nav><a href='/about'>About us</a></nav>"
        "<a href='/news/2026/topline'><span>9 November 2026</span> Topline results of SORENTO</a>"
        "<a href='/news/2026/capital'><h3>Capital markets day</h3><p>In Lund</p></a>"
    )

    first, second = items(body, item="a[href*='/news/20']")

    assert (first.title, first.url) == (
        "9 November 2026 Topline results of SORENTO",
        "https://a.example/news/2026/topline",
    )
    assert (second.title, second.url) == ("Capital markets day", "https://a.example/news/2026/capital")


def test_a_page_overwritten_at_the_same_address_is_a_new_item_and_the_same_page_is_not():
    before, again, after = (
        items(f"<body><h1>CEO message</h1><p>{text}</p></body>", item="")[0] for text in ("Q1", "Q1", "Q2")
    )

    assert before.source_id == again.source_id
    assert before.source_id != after.source_id


@pytest.mark.parametrize("body", [b"", b"<html><body></body></html>", b"<html><p>Just a moment...</p></html>"])
def test_a_selector_that_finds_nothing_is_an_error_and_never_a_quiet_week(body):
    with pytest.raises(ParseError, match="finds nothing"):
        items(body)


def test_a_selector_that_is_none_is_named():
    with pytest.raises(ParseError, match="SelectorSyntaxError"):
        items(BODY, item="li..news")


def test_an_item_without_a_title_costs_no_neighbour():
    first, bad, last = items(
        BODY.replace(b'<li class="news"><h3>', b'<li class="news"><p>x</p></li><li class="news"><h3>')
    )

    assert bad.where == "newsroom, item 2"
    assert (first.title, last.title) == ("SORENTO reads out", "No link, no date")


@pytest.mark.parametrize("href", ["javascript:alert(1)", "mailto:a@b.example", "#top", ""])
def test_a_link_that_leads_nowhere_on_the_web_is_the_page_itself(href):
    (item,) = items(f'<li class="news"><a href="{href}">t</a></li>')

    assert item.url == SITE["url"]


def test_only_items_that_speak_of_the_topic_are_taken():
    source = Source(sites=(SITE,))

    (found,) = source.pages(QUERY, FakeClient({"a.example": BODY}))

    announced, record = source.parse(found)

    assert record.title == "SORENTO reads out"
    assert announced == Notice(announced=2)


def test_a_page_that_has_not_changed_gives_nothing():
    assert list(Source(sites=(SITE,)).parse(Page(url=SITE["url"], body=b"", retrieved=NOW, unchanged=True))) == []


def test_a_site_that_lets_no_program_read_it_is_said_and_not_read():
    client = FakeClient({"robots": "User-agent: *\nDisallow: /"})

    (notice,) = Source(sites=(SITE,)).pages(QUERY, client)

    assert notice.incomplete
    assert "robots.txt" in notice.text


def test_a_site_that_fails_is_said_and_a_turn_in_which_all_fail_has_failed():
    client = FakeClient({"a.example": FetchError("webpages", "u", "403", 403)})
    steps = Source(sites=(SITE,)).pages(QUERY, client)

    notice = next(steps)

    assert isinstance(notice, Notice)
    assert notice.incomplete
    with pytest.raises(FetchError):
        next(steps)


@pytest.mark.parametrize(("sites", "enabled"), [((), False), (({**SITE, "enabled": False},), False), ((SITE,), True)])
def test_without_a_site_the_source_is_off_and_says_so_where_it_is_asked(sites, enabled):
    source = Source(sites=sites)

    steps = list(source.pages(QUERY, FakeClient({"a.example": BODY})))

    assert source.enabled is enabled
    assert [isinstance(step, Notice) and step.incomplete for step in steps] == [not enabled]


def test_one_site_that_fails_costs_no_other():
    other = {**SITE, "name": "b", "url": "https://b.example/"}
    client = FakeClient({"a.example": FetchError("webpages", "u", "503", 503), "b.example": BODY})

    notice, found = Source(sites=(SITE, other)).pages(QUERY, client)

    assert notice == Notice(text="newsroom: 503 (u); mend or remove it", incomplete=True)
    assert found.url == "https://b.example/"


def test_a_site_is_asked_for_only_where_it_is_newer():
    known = Validator(etag='"7"')
    unchanged = Page(url=SITE["url"], body=b"", retrieved=NOW, unchanged=True, validator=known)
    client = FakeClient({"robots": "", "a.example": unchanged})
    source = Source(sites=(SITE,))

    (found,) = source.pages(replace(QUERY, validators={SITE["url"]: known}), client)

    assert client.asked[1].validator == known
    assert found.validator == known
    assert list(source.parse(found)) == []


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        ('<time datetime="2026-11-16T08:00:00+01:00">yesterday</time>', PartialDate(2026, 11, 16)),
        ("<time>16 November 2026</time>", PartialDate(2026, 11, 16)),
        ("<time>16/11/2026</time>", PartialDate(2026, 11, 16)),
        ("<time>yesterday</time>", None),
        ('<span class="when">2026-11-16</span>', None),
    ],
)
def test_a_date_is_read_where_the_page_gives_one(markup, published):
    (item,) = items(f'<li class="news"><h3>t</h3>{markup}</li>')

    assert item.published == published


def test_every_part_of_an_item_can_be_selected():
    body = '<li class="news"><b>Head</b><i>16 Nov 2026</i><p>NCT05050942 reads out</p><p class="x">share</p></li>'

    (item,) = items(body, title="b", date="i", text="p", kind="abstract")

    assert (item.title, item.kind, item.published) == ("Head", Kind.ABSTRACT, PartialDate(2026, 11, 16))
    assert [part.text for part in item.abstract] == ["NCT05050942 reads out"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"url": "https://a.example"}, "needs a name"),
        ({**SITE, "url": "a.example"}, "no web address"),
        ({**SITE, "itm": "x"}, "did you mean 'item'"),
        ({**SITE, "kind": "rumour"}, "kind is one of"),
    ],
)
def test_a_site_that_is_configured_wrongly_is_named(table, said):
    with pytest.raises(ConfigError, match=said):
        Source(sites=(table,))


def test_everything_of_one_page_or_of_all_is_taken_where_that_is_wanted():
    sites = (SITE | {"everything": True}, SITE | {"name": "other"})
    source = Source(sites=sites)

    first, second = source.pages(QUERY, FakeClient({"a.example": BODY}))

    assert (first.sought, second.sought) == ((), TOPIC)
    assert source.question(QUERY).splitlines() == [
        "newsroom: https://a.example/news/ (everything)",
        "other: https://a.example/news/",
        "kept is what names one of: SORENTO",
    ]
    assert all(
        found.sought == ()
        for found in Source(sites=sites, everything=True).pages(QUERY, FakeClient({"a.example": BODY}))
    )


@pytest.mark.parametrize(
    ("language", "dates", "read"),
    [
        ("", ["10/05/2026"], [None]),
        ("en", ["03/04/2026", "07/18/2026"], [PartialDate(2026, 3, 4), PartialDate(2026, 7, 18)]),
        ("en", ["03/04/2026", "18/07/2026"], [PartialDate(2026, 4, 3), PartialDate(2026, 7, 18)]),
        ("en-US", ["03/04/2026"], [PartialDate(2026, 3, 4)]),
        ("en-GB", ["03/04/2026"], [PartialDate(2026, 4, 3)]),
        ("de", ["3.4.2026", "03/04/2026"], [PartialDate(2026, 4, 3)] * 2),
        ("en", ["October 5, 2026 10:00 AM", "Oct. 5, 2026", "5 Oct 2026"], [PartialDate(2026, 10, 5)] * 3),
        ("en-US", ["13/13/2026", "02/30/2026", "2026-13-45"], [None, None, PartialDate(2026)]),
    ],
)
def test_a_date_is_read_as_the_page_writes_dates(language, dates, read):
    rows = "".join(f'<li class="news"><h3>News {n}</h3><time>{date}</time></li>' for n, date in enumerate(dates))

    found = items(f'<html lang="{language}"><body><ul>{rows}</ul></body></html>')

    assert [replace(one.published, raw="") if one.published else None for one in found] == read


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("<article><h2>SORENTO one</h2><article><h2>SORENTO two</h2>", ["SORENTO one", "SORENTO two"]),  # never closed
        ("<article>News<article><h2>SORENTO one</h2></article><article><h2>SORENTO two</h2></article></article>", ["SORENTO one", "SORENTO two"]),
        ("<article><h2>SORENTO one</h2><article class=date>9 May</article></article>", ["SORENTO one"]),  # a part of it
        ("<article><h2>SORENTO one</h2>" + "<article>" * 20 + "<h2>SORENTO deep</h2>", ["SORENTO one", "SORENTO deep"]),
    ],
)  # fmt: skip
def test_an_item_in_another_is_one_of_its_own(body, titles):
    records = [
        piece
        for piece in Source(sites=(SITE | {"item": "article"},)).parse(page(body, SITE["url"]))
        if isinstance(piece, Record)
    ]

    assert [record.title for record in records] == titles
    assert not any("two" in record.text for record in records if record.title.endswith("one"))

"""Web pages as bad as they come: the good items in them are read, in time."""

import pace
import pytest

from fakes import page
from sources._markup import LONGEST, decoded, plain_lines
from sources._soup import soup
from sources.webpages import Source
from watcher.bounds import CUT, LONGEST_TITLE, LONGEST_URL
from watcher.errors import ParseError
from watcher.model import Notice, Record, Unreadable

SITE = {"name": "one", "url": "https://a.example/news/", "item": "article"}
GOOD = '<article><h2><a href="/good">SORENTO reads out</a></h2><p>Soon.</p></article>'
LAST = '<article><h2><a href="last">Octreotide again</a></h2></article>'
BOTH = ["SORENTO reads out", "Octreotide again"]

BAD = {
    "tags that do not end": "<a " * 40_000,
    "closing tags that do not end": "</a " * 40_000,
    "one tag without an end": "<a " + "x" * 100_000,
    "an attribute without an end": '<a x="' + "y " * 50_000,
    "quotes in tags": '<a "' * 30_000,
    "comments that do not end": "<!-- " * 25_000,
    "instructions that do not end": "<? " * 40_000,
    "declarations that do not end": "<!x " * 30_000,
    "sections that do not end": "<![CDATA[ " * 10_000,
    "references": "&" * 100_000,
    "characters that there are not": "&#xFFFFFFFF; &#0; &#xD800; " * 3_000,
    "NULs": "\x00" * 100_000,
    "deep nesting": "<div>" * 5_000 + "x" + "</div>" * 5_000,
    "bold without an end": "<b>" * 9_000,
    "1,000 attributes": "<i " + " ".join(f"x{n}=1" for n in range(1_000)) + ">b</i>",
    "5,000 links": "<a href=/x>x</a> " * 5_000,
    "a long text": "<article><h3>t</h3>" + "We gave it again. " * 28_000 + "</article>",
    "a long title": "<article><h3>" + "t " * 230_000 + "</h3></article>",
    "a long address": '<article><a href="/' + "x" * 100_000 + '">t</a></article>',
    "a script for an address": '<article><a href="javascript:alert(1)">t</a></article>',
    "an address that is none": '<article><a href="http://[::1">t</a></article>',
    "a date that is none": '<article><h3>t</h3><time datetime="99999-13-45">soon</time></article>',
    "signs that turn": "<article><h3>\u202ea\u061cb\x1b[31m</h3></article>",
    "no title": "<article><p></p></article>",
    "a script that does not end": "",
}


@pytest.mark.parametrize("kind", BAD)
def test_the_good_items_of_a_bad_page_are_read_in_time(kind):
    end = "<script>" if "script that" in kind else ""
    body = f"<html><body>{GOOD}{LAST}{BAD[kind]}{end}</body></html>".encode()
    goal = 0.5 * max(1, len(body) / 100_000)

    took, found = pace.seconds(lambda: list(Source(sites=(SITE,)).parse(page(body, SITE["url"]))), goal)

    records = [piece for piece in found if isinstance(piece, Record)]
    assert [record.title for record in records][:2] == BOTH
    assert [record.url for record in records][:2] == ["https://a.example/good", "https://a.example/news/last"]
    assert took < pace.BUSY * goal
    for record in records:
        assert record.title.isprintable()
        assert len(record.title) <= LONGEST_TITLE
        assert len(record.url) <= LONGEST_URL
        assert record.url.startswith("https://") or not record.url
        assert len(record.text) <= LONGEST + 20
    assert all(isinstance(piece, Record | Unreadable | Notice) for piece in found)


def test_items_in_items_take_no_longer_than_their_page():
    body = ("<article><h2>t</h2>" * 3_000).encode()

    took, found = pace.seconds(lambda: list(Source(sites=(SITE,)).parse(page(body, SITE["url"]))), goal=1)

    assert found
    assert took < 1


@pytest.mark.parametrize("body", [b"", b"\x00" * 999, b"<a>" * 60_000, b"x" * 6_000_000, b"\xff\xfe" * 99])
def test_a_page_that_cannot_be_read_says_so(body):
    with pytest.raises(ParseError):
        list(Source(sites=(SITE,)).parse(page(body, SITE["url"])))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<b>b</b></p><p>c</p>", "ab\nc"),
        ("p < 0.05 &amp; <i>x</i>", "p < 0.05 & x"),
        ("<LOQ", "<LOQ"),
        ("a<script>if (a<b) x()</script>b<style>p{}</style>c", "abc"),
        ("a<!-- x > y -->b<!-- no end", "ab<!-- no end"),
        ("<![CDATA[a]]>b<?php x ?>c<!DOCTYPE x>d", "abcd"),
        ('<img alt="a > b">c', "c"),
        ("a<br/>b<BR>c", "a\nb\nc"),
        ("&lt;b&gt; &#xFFFFFFFF; &nbsp;x", "<b> \ufffd x"),
        ("", ""),
    ],
)
def test_html_is_read_as_text(html, text):
    assert plain_lines(html) == text


def test_a_long_text_is_cut_and_says_so():
    assert plain_lines("a " * LONGEST).endswith(f"a{CUT}")
    assert not plain_lines("<i>" * 10 + "a").endswith(CUT)


@pytest.mark.parametrize(
    ("body", "media_type", "text"),
    [
        ("Åsa".encode(), "text/html; charset=iso-8859-1", "Åsa"),
        ("Åsa".encode("latin-1"), "text/html; charset=iso-8859-1", "Åsa"),
        ("Åsa “x”".encode("cp1252"), "text/html; charset=iso-8859-1", "Åsa “x”"),
        (b'<meta charset="koi8-r">' + "доза".encode("koi8-r"), "", '<meta charset="koi8-r">доза'),
        ("Åsa".encode("utf-16"), "text/html; charset=utf-8", "Åsa"),
        (b"<meta charset=utf-7>+ADw-", "", "<meta charset=utf-7>+ADw-"),
        (b"a\\x1b", "text/html; charset=unicode_escape", "a\\x1b"),
        (b"a\xff\xfe", "text/html; charset=hex", "aÿþ"),
    ],
)
def test_a_page_is_read_in_the_characters_that_it_is_written_in(body, media_type, text):
    assert decoded(body, media_type) == text


def test_a_document_has_none_of_what_no_reader_sees():
    assert soup(b"<p>a<script>b</script><iframe>c</iframe></p>").get_text() == "a"

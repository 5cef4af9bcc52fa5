"""Feeds as bad as they come: what can be read of them is read, in time, and the rest is named."""

import gzip
import tracemalloc

import pace
import pytest
from hostile_feeds import BOTH, BYTES, GOOD, KINDS, LAST, READ, around, item, rss

from fakes import page
from sources.feeds import Source, reader
from watcher.bounds import LONGEST_ID, LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL, LONGEST_WORDS, MOST_WORDS
from watcher.errors import ParseError
from watcher.model import Notice, Record, Unreadable

FEED = {"name": "one", "url": "https://a.example/news/rss"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.threat("T26")
def test_the_neighbours_of_what_is_bad_are_read_in_time(kind):
    body = KINDS[kind]
    goal = 0.5 * max(1, len(body) / 100_000)

    took, found = pace.seconds(lambda: list(Source(feeds=(FEED,), shipped=False).parse(page(body, FEED["url"]))), goal)

    titles = [piece.title.removesuffix("\ufffd") for piece in found if isinstance(piece, Record)]
    assert set(BOTH) <= set(titles)
    assert took < pace.BUSY * goal + 0.0005 * len(found)
    for piece in found:
        in_bounds(piece)


def test_words_just_shorter_than_a_picture_take_no_time_by_the_square(monkeypatch):
    monkeypatch.setattr(reader, "LARGEST", 100_000)
    body = around(item(description=f"{'A' * 19_990} " * 10)).encode()

    took, _ = pace.seconds(lambda: reader.open_feed(page(body, FEED["url"])), 0.5)

    assert took < pace.BUSY * 0.5


def in_bounds(piece):
    assert isinstance(piece, Record | Unreadable | Notice)
    if isinstance(piece, Unreadable):
        assert len(piece.title) <= LONGEST_TITLE
        assert len(piece.url) <= LONGEST_URL
        assert piece.trace == ""
    if isinstance(piece, Record):
        assert len(piece.title) <= LONGEST_TITLE
        assert len(piece.source_id) <= LONGEST_ID
        assert len(piece.url) <= LONGEST_URL
        assert piece.url.startswith("https://") or not piece.url
        assert len(piece.text) <= LONGEST_TEXT + 20
        assert len(piece.people) <= MOST_WORDS >= len(piece.keywords)
        texts = (piece.title, piece.source_id, piece.url, *piece.keywords, *(person.name for person in piece.people))
        assert all(text.isprintable() for text in texts)
        assert not {"\u202e", "\u2066", "\u061c", "\u180e"} & set("".join(texts))
        assert all(len(text) <= LONGEST_WORDS for text in piece.keywords)
        assert piece.published is None or piece.published.earliest


def pieces(text):
    return list(Source(feeds=(FEED,), shipped=False).parse(page(text, FEED["url"])))


def test_what_stands_beside_an_item_in_another_encoding_is_read_as_it_is():
    body = (
        rss(item(title="\u00c5sa")).encode("latin-1").removesuffix(b"</channel></rss>") + item(title="\u00d6l").encode()
    )

    assert [piece.title for piece in pieces(body) if isinstance(piece, Record)] == ["\u00c5sa", "\u00d6l"]


def test_an_item_in_which_nothing_is_found_is_named():
    named = [piece for piece in pieces(rss(GOOD, "</rss><item><channel/>", LAST)) if isinstance(piece, Unreadable)]

    assert named


def test_more_items_than_can_be_read_in_time_are_told():
    *_, last, told = pieces(KINDS["60,000 items"])

    assert last.title == "59999"  # some feeds begin with the oldest
    assert told.reason == "only the first and the last 5,000 of its 60,002 items were read"


def test_a_feed_in_json_without_a_list_is_none():
    with pytest.raises(ParseError, match="no feed"):
        pieces('{"version": "https://jsonfeed.org/version/1.1", "items": {"a": {"title": "b"}}}')


def test_what_cannot_be_read_is_named_by_title_and_address():
    bad = item(author="a" * 300, guid="g")

    (unread,) = (piece for piece in pieces(around(bad)) if isinstance(piece, Unreadable))

    assert (unread.title, unread.url, unread.where) == ("Bad", "https://a.example/bad", "one, item 2")
    assert unread.reason == "an author's name without an end"


@pytest.mark.parametrize(("length", "says"), [(LONGEST_TEXT - 10, False), (500_000, True)])
def test_a_text_that_is_too_long_is_cut_and_says_so(length, says):
    (record,) = pieces(rss(item(description="x " * (length // 2))))

    assert record.text.endswith("[cut]") is says


def test_the_memory_that_a_hostile_feed_takes_is_bounded():
    body = KINDS["a title of 460 kB"]
    tracemalloc.start()
    pieces(body)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 40 * len(body)


def test_two_keys_that_are_too_long_stay_two():
    first, second = pieces(rss(item("A", guid="g" * 1_000 + "1"), item("B", guid="g" * 1_000 + "2")))

    assert first.source_id != second.source_id
    assert max(len(first.source_id), len(second.source_id)) <= LONGEST_ID


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("/x?a=1&amp;b=2", "https://a.example/x?a=1&b=2"),
        ("x", "https://a.example/news/x"),
        ("//b.example/x", "https://b.example/x"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_address_counts_from_its_feed(link, leads):
    (record,) = pieces(rss(item(link=link)))

    assert record.url == leads


@pytest.mark.threat("T28")
@pytest.mark.parametrize(
    "error", [OverflowError, KeyError, RecursionError, UnicodeEncodeError("utf-8", "x", 0, 1, "x")]
)
def test_whatever_the_library_raises_over_one_item_costs_no_other(error, monkeypatch):
    honest = reader.feedparser.parse

    def trips(body, **options):
        if b"Bad" in body.getvalue():
            raise error
        return honest(body, **options)

    monkeypatch.setattr(reader.feedparser, "parse", trips)
    found = list(pieces(rss(item("Good one", guid="1"), item("Bad", guid="2"), item("Good two", guid="3"))))

    assert [piece.title for piece in found if isinstance(piece, Record)] == ["Good one", "Good two"]
    # The item, and that it broke the whole.
    assert [piece.title for piece in found if isinstance(piece, Unreadable)] == ["Bad", ""]


def test_a_fault_of_ours_in_one_item_costs_no_other(monkeypatch):
    from sources import feeds  # noqa: PLC0415 - what it calls is a bomb here

    honest = feeds.read

    def bomb(entry, *rest):
        if entry["title"] == "Bad":
            raise RuntimeError("a bomb")
        return honest(entry, *rest)

    monkeypatch.setattr(feeds, "read", bomb)

    first, second, unread = sorted(pieces(around(item())), key=lambda piece: isinstance(piece, Unreadable))

    assert [first.title, second.title] == BOTH
    assert (unread.title, unread.url, unread.reason) == ("Bad", "https://a.example/bad", "a bomb")
    assert "RuntimeError" in unread.trace


@pytest.mark.parametrize(
    "body",
    [
        b"",
        gzip.compress(b"x" * 99, mtime=0),
        b"<html><body>404</body></html>",
        b"[]",
        b'{"version": "1"}',
        b"\xff" * 9_999,
    ],
)
def test_what_is_no_feed_says_so(body):
    with pytest.raises(ParseError):
        pieces(body)


@pytest.mark.threat("T27")
def test_what_a_feed_declares_as_a_text_is_read_and_what_it_declares_as_a_bomb_is_not():
    titles = [[piece.title for piece in pieces(READ[kind])][1] for kind in ("a declared entity", "an entity bomb")]

    assert titles == ["Ipsen speaks", "&l9;"]


def test_encodings_are_read_as_browsers_read_them():
    assert [pieces(BYTES[kind])[1].title for kind in list(BYTES)[2:4]] == ["Åsa på Öland är nöjd", "Åsa"]
    assert pieces(READ["escapes of Python's"])[1].title == "\\x1b]0;evil\\x07"


def test_a_feed_that_is_too_long_is_read_at_both_ends():
    filler = "".join(item(title=f"n {n}", description="word " * 20_000) for n in range(30))
    titles = [piece.title for piece in pieces(rss(GOOD, filler, LAST)) if isinstance(piece, Record)]

    assert (titles[0], titles[-1]) == tuple(BOTH)
    assert 15 < len(titles) < 25


def test_half_an_item_at_the_end_is_none_but_one_without_its_end_is_one():
    half, last = "<item><title>SORENTO reads out</title><link>https://a.exam", "<item><title>SORENTO reads out</title>"

    assert [type(piece) for piece in pieces(rss(GOOD, half, tail=""))] == [Record, Unreadable]
    assert [type(piece) for piece in pieces(rss(GOOD, last))][:2] == [Record, Record]

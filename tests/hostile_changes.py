"""Feeds that are hostile by how they change from week to week: keys that move, feeds that shrink, pages to sign in, forms that change.

Of each a study of its own has to be told in its week, once, whatever the feed does in the other ones.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fake_service import Reply

A, B, C = "amber00x5", "birch01x5", "cedar02x5"  # the words that name the studies of the three weeks
RSS = "application/rss+xml"


class Week(NamedTuple):
    """What the feed answers in a week, and the studies that are news then."""

    reply: Reply
    news: str = ""


def title(word: str) -> str:
    """Return the title of a study."""
    return f"Cohort {word} of lanreotide 120 mg every 14 days in neuroendocrine tumours"


def item(word: str, key: str = "", link: str = "", **parts: str) -> str:
    """Return an item of RSS."""
    named = {"title": title(word), "guid": key, "link": link, **parts}
    return "<item>" + "".join(f"<{name}>{said}</{name}>" for name, said in named.items() if said) + "</item>"


def xml(*items: str, head: str = "") -> str:
    """Return a feed of RSS."""
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"{head}><channel><title>News</title>{"".join(items)}</channel></rss>'


def rss(*items: str, head: str = "", kind: str = RSS) -> Reply:
    """Return a feed of RSS as it is answered."""
    return Reply(xml(*items, head=head).encode(), media_type=kind)


def at(word: str) -> str:
    """Return the address of a study."""
    return f"https://news.example/{word}"


def dated(day: int) -> str:
    """Return a day of September 2026 as feeds write it."""
    return f"{day:02d} Sep 2026 08:00:00 +0000"


PAGE = Reply(b"<!doctype html><html><title>Please sign in</title><form><input name=password></form></html>", media_type="text/html")  # fmt: skip
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>{title(A)}</title><id>tag:x,2026:9</id>
<link href="{at(A)}"/><updated>2026-09-08T08:00:00Z</updated></entry></feed>"""
OLD_ATOM = f"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>News</title><entry><title mode="escaped">{title(A)}</title>
<id>tag:x,2026:9</id><issued>2026-09-08T08:00:00Z</issued><link rel="alternate" href="{at(A)}"/></entry></feed>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://news.example/">
<title>News</title><link>https://news.example/</link></channel><item rdf:about="{at(A)}"><title>{title(A)}</title><link>{at(A)}</link></item></rdf:RDF>"""
JSON = {"version": "https://jsonfeed.org/version/1", "items": [{"id": 9, "url": at(A), "title": title(A), "date_published": "2026-09-08T08:00:00Z"}]}  # fmt: skip
_A8 = item(A, "1", at(A), pubDate=dated(8))
_PLAIN = rss(_A8)

CHANGES: Mapping[str, Sequence[Week]] = {
    "a key that moves": [
        Week(rss(item(A, key, at(A), pubDate=dated(8))), news) for key, news in (("1", A), ("77", ""), ("k", ""))
    ],
    "key and address that move": [
        Week(rss(item(A, f"{n}", f"{at(A)}-{n}", pubDate=dated(8))), news) for n, news in enumerate((A, "", ""))
    ],
    "a key by the place in the feed": [
        Week(
            rss(*(item(word, f"{n}", at(word), pubDate=dated(day)) for n, (word, day) in enumerate(listed))),
            listed[0][0],
        )
        for listed in ([(A, 8)], [(B, 15), (A, 8)], [(C, 22), (B, 15), (A, 8)])
    ],
    "a key and an address by the place in the feed": [
        Week(
            rss(
                *(
                    item(word, f"{n}", f"https://news.example/{n}", pubDate=dated(day))
                    for n, (word, day) in enumerate(listed)
                )
            ),
            listed[0][0],
        )
        for listed in ([(A, 8)], [(B, 15), (A, 8)], [(C, 22), (B, 15), (A, 8)])
    ],
    "a key that two share, then three": [
        Week(rss(*(item(word, "k", at(word)) for word in words)), words[-1]) for words in ((A,), (A, B), (A, B, C))
    ],
    "a key that two titles share, then one": [
        Week(rss(*(item(word, "k", at(word)) for word in words)), news)
        for words, news in (((A,), A), ((B, A), B), ((B,), ""), ((A,), ""), ((C, B), C), ((C,), ""))
    ],
    "a feed that shrinks to nothing": [Week(_PLAIN, A), Week(rss()), Week(_PLAIN)],
    "a cache that goes back": [
        Week(_PLAIN, A),
        Week(rss(item(B, "2", at(B)), _A8), B),
        Week(_PLAIN),
    ],
    "the day of reading for its date": [
        Week(rss(item(A, "1", at(A), pubDate=dated(day))), news) for day, news in ((8, A), (15, ""), (22, ""))
    ],
    "the day of reading for its date, and no key": [
        Week(rss(item(A, "", at(A), pubDate=dated(day))), news) for day, news in ((8, A), (15, ""), (22, ""))
    ],
    "an address that follows its reader": [
        Week(rss(item(A, "", f"{at(A)}?utm_campaign={n}&amp;utm_id=w{n}")), news) for n, news in enumerate((A, "", ""))
    ],
    "an address that is secure at last": [
        Week(rss(item(A, "", f"{scheme}://news.example/a")), news) for scheme, news in (("http", A), ("https", ""))
    ],
    "a counter in the text": [
        Week(rss(item(A, "1", at(A), description=f"Read {n} times. Comments: {n}.")), news)
        for n, news in ((12, A), (1_234, ""), (99_999, ""))
    ],
    "one piece under two keys": [Week(rss(item(A, "1", at(A)), item(A, "2", at(A), category="Trials")), A)],
    "one piece at two addresses": [
        Week(rss(item(A, "", f"{at(A)}?category=a", pubDate=dated(8)), item(A, "", f"{at(A)}/b", pubDate=dated(8))), A)
    ],
    "another form each week": [
        Week(rss(item(A, "1", at(A), pubDate=dated(8))), A),
        Week(Reply(ATOM.encode(), media_type="application/atom+xml")),
        Week(Reply(json.dumps(JSON).encode(), media_type="application/feed+json")),
    ],
    "a page to sign in, for a week": [Week(_PLAIN, A), Week(PAGE), Week(rss(item(C, "3", at(C)), _A8), C)],
    "gone for a week": [
        Week(_PLAIN, A),
        Week(Reply(b"gone", 410)),
        Week(rss(item(C, "3", at(C)), _A8), C),
    ],
    "moved to a page, for a week": [
        Week(_PLAIN, A),
        Week(Reply(b"", 301, headers={"Location": "/news?1"})),
        Week(rss(item(C, "3", at(C)), _A8), C),
    ],
    "an answer longer than it says, for a week": [
        Week(_PLAIN, A),
        Week(Reply(_PLAIN.body, media_type=RSS, headers={"Content-Length": "40"})),
        Week(rss(item(C, "3", at(C)), _A8), C),
    ],
    "gzip that is cut, for a week": [
        Week(_PLAIN, A),
        Week(Reply(gzip.compress(_PLAIN.body)[:-30], media_type=RSS, headers={"Content-Encoding": "gzip"})),
        Week(rss(item(C, "3", at(C)), _A8), C),
    ],
    "gzip in gzip": [
        Week(Reply(gzip.compress(gzip.compress(_PLAIN.body)), media_type=RSS, headers={"Content-Encoding": "gzip"}), A)
    ],
    "gzip that nobody announced": [Week(Reply(gzip.compress(_PLAIN.body), media_type=RSS), A)],
    "another charset in the head of the answer": [
        Week(
            rss(item(A, "1", at(A), description="Åsa på Öland"), kind=f"{RSS}; charset=iso-8859-1"),
            A,
        )
    ],
    "quotation marks of Windows": [
        Week(
            Reply(
                xml(item(A, "1", at(A), description="“Well – tolerated”"))
                .replace("utf-8", "iso-8859-1")
                .encode("cp1252"),
                media_type=RSS,
            ),
            A,
        )
    ],
    "a section that ends in itself": [
        Week(rss(f"<item><title><![CDATA[{title(A)} ]]]]><![CDATA[> 0 ]]></title><link>{at(A)}</link></item>"), A)
    ],
    "a title escaped three times": [
        Week(rss(item(A, "1", at(A), title=f"&amp;amp;lt;b&amp;amp;gt;{title(A)}&amp;amp;lt;/b&amp;amp;gt;")), A)
    ],
    "titles of other namespaces": [
        Week(
            rss(
                item(A, "1", at(A), **{"media:title": "A picture", "itunes:title": "Episode 3"}),
                head=' xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
            ),
            A,
        )
    ],
    "a title in the text alone": [Week(rss(f"<item><description>{title(A)}. And more.</description></item>"), A)],
    "RDF": [Week(Reply(RDF.encode(), media_type="application/rdf+xml"), A)],
    "Atom of 2003": [Week(Reply(OLD_ATOM.encode(), media_type="application/atom+xml"), A)],
    "entries without anything": [Week(Reply(ATOM.replace("<entry>", "<entry/><entry></entry><entry>").encode()), A)],
    "a date in the far future": [
        Week(rss(item(A, "1", at(A), pubDate=f"08 Sep {year} 08:00:00 +0000")), news)
        for year, news in ((2031, A), (2032, ""), (2033, ""))
    ],
    "dates in other tongues": [
        Week(rss(item(A, "1", at(A), pubDate=date)), news)
        for date, news in (("mar., 8 sept. 2026", A), ("8. September 2026", ""), ("2026年9月8日", ""))
    ],
    "addresses from where it stands": [
        Week(rss(item(A, "", "//news.example/a")), A),
        Week(rss(item(A, "", "//news.example/a"), item(B, "", "/b")), B),
        Week(rss(item(A, "", "//news.example/a"), item(B, "", "/b"), item(C, "", "?p=c")), C),
    ],
}

"""Feeds of odd forms, week by week: old dialects, strange encodings, keys of all sorts, sizes, and forms that change.

As in ``hostile_changes``: of each a study of its own has to be told in its week, once.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence

from fake_service import Reply
from hostile_changes import RSS, A, B, Week, at, dated, item, rss, title, xml

DAY = {A: 8, B: 15}
Form = Callable[[str], str]  # the word of a study -> its item


def of(word: str, **parts: str) -> str:
    """Return an item of RSS with a key, an address and a day, or other parts."""
    return item(word, **{"key": word, "link": at(word), "pubDate": dated(DAY[word]), **parts})


def two(whole: Callable[[str], str], one: Form, kind: str = RSS) -> Sequence[Week]:
    """Return two weeks of one form: a study, then another before it."""
    return [Week(Reply(whole("".join(map(one, words))).encode(), media_type=kind), words[0]) for words in ([A], [B, A])]


def of_rss(one: Form, head: str = "") -> Sequence[Week]:
    """Return two weeks of items in RSS."""
    return two(lambda items: xml(items, head=head), one)


def of_atom(one: Form, root: str = 'xmlns="http://www.w3.org/2005/Atom"') -> Sequence[Week]:
    """Return two weeks of entries in Atom."""
    return two(lambda items: f"<feed {root}><title>N</title>{items}</feed>", one, "application/atom+xml")


def of_json(one: Callable[[str], Mapping[str, object]], version: str = "https://jsonfeed.org/version/1", mark: str = "") -> Sequence[Week]:  # fmt: skip
    """Return two weeks of items in JSON."""
    return [
        Week(Reply((mark + json.dumps({"version": version, "title": "N", "items": [one(word) for word in words]})).encode(), media_type="text/html"), words[0])
        for words in ([A], [B, A])
    ]  # fmt: skip


def written(codec: str, name: str, text: str, kind: str = RSS) -> Sequence[Week]:
    """Return two weeks of RSS in an encoding that it calls by a name."""
    return [
        Week(Reply(xml(*(of(word, description=text) for word in words)).replace("utf-8", name).encode(codec), media_type=kind), words[0])
        for words in ([A], [B, A])
    ]  # fmt: skip


def said(headers: Mapping[str, str], kind: str = RSS, squeeze: Callable[[bytes], bytes] = bytes) -> Sequence[Week]:
    """Return two weeks of RSS behind these headers."""
    return [
        Week(Reply(squeeze(xml(*map(of, words)).encode()), media_type=kind, headers=headers), words[0])
        for words in ([A], [B, A])
    ]


def filler(number: int, letters: int) -> str:
    """Return so many items of so many letters that nobody waits for."""
    return "".join(f"<item><title>Filler {n}</title><description>{'word ' * (letters // 5)}</description></item>" for n in range(number))  # fmt: skip


NETSCAPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
_ITEM = "<item><title>{}</title><link>{}</link></item>"
_CUT = xml(of(A), of(B))

FORMS: Mapping[str, Sequence[Week]] = {
    "RSS 0.91 with its document type": two(lambda items: f'<?xml version="1.0"?>{NETSCAPE}<rss version="0.91"><channel><title>N</title>{items}</channel></rss>', lambda w: _ITEM.format(title(w), at(w))),
    "RSS 0.9, items beside the channel": two(lambda items: f'<rdf:RDF xmlns:rdf="{RDF}" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>N</title></channel>{items}</rdf:RDF>', lambda w: _ITEM.format(title(w), at(w))),
    "RSS 1.1": two(lambda items: f'<Channel xmlns="http://purl.org/net/rss1.1#" xmlns:rdf="{RDF}"><title>N</title><items>{items}</items></Channel>', lambda w: _ITEM.format(title(w), at(w))),
    "a namespace of its own": of_rss(of, ' xmlns="http://backend.userland.com/rss2"'),
    "Dublin Core alone": of_rss(lambda w: f"<item><dc:title>{title(w)}</dc:title><dc:identifier>{at(w)}</dc:identifier></item>", DC),
    "Atom inside RSS": of_rss(lambda w: f'<item><a:title>{title(w)}</a:title><a:link href="{at(w)}"/><a:id>{w}</a:id></item>', ' xmlns:a="http://www.w3.org/2005/Atom"'),
    "Atom without its namespace": of_atom(lambda w: f'<entry><title>{title(w)}</title><id>{w}</id><link href="{at(w)}"/></entry>', ""),
    "base addresses": of_atom(lambda w: f'<entry xml:base="../{w}/"><title>{title(w)}</title><link href="a.html"/><id>{w}/</id></entry>', 'xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/x/"'),
    "one id for all entries": of_atom(lambda w: f'<entry><title>{title(w)}</title><id>urn:uuid:0</id><link href="{at(w)}"/></entry>'),
    "links that are not the page's before that which is": of_atom(lambda w: f'<entry><link rel="self" href="https://x.example/"/><link rel="edit" href="https://x.example/e"/><link rel="alternate" href="{at(w)}"/><title>{title(w)}</title></entry>'),
    "JSON with a mark before it": of_json(lambda w: {"id": w, "title": title(w), "url": at(w)}, mark="\ufeff"),
    "JSON without titles": of_json(lambda w: {"id": w, "content_text": f"{title(w)}. More."}),
    "JSON with summaries and an outer address alone": of_json(lambda w: {"external_url": at(w), "summary": title(w), "author": {"name": "X"}}),
    "JSON that does not say its version": of_json(lambda w: {"id": w, "title": title(w), "url": at(w)}, version=""),
    "KOI8-R": written("koi8-r", "KOI8-R", "Исследование"),
    "ISO-2022-JP": written("iso2022_jp", "ISO-2022-JP", "試験"),
    "UTF-16 without a mark that its answer calls UTF-8": written("utf-16-le", "utf-16", "Åsa", f"{RSS}; charset=utf-8"),
    "a charset between quotes, of no kind": written("cp1251", "windows-1251", "Исследование", "; charset='windows-1251'"),
    "a coding that is a charset": said({"Content-Encoding": "UTF-8"}),
    "a coding of none": said({"Content-Encoding": "none"}),
    "a download": said({"Content-Disposition": "attachment"}, "application/octet-stream", lambda body: gzip.compress(body, mtime=0)),
    "soft hyphens and blanks of no width": of_rss(lambda w: of(w, title=title(w).replace("lanreotide", "lan\u00adreo\u200btide"))),
    "letters of full width": of_rss(lambda w: of(w, title=title(w).replace("lanreotide", "ｌａｎｒｅｏｔｉｄｅ"))),
    "tags in a drug's name": of_rss(lambda w: of(w, title=title(w).replace("lanreotide", "&lt;b&gt;lan&lt;/b&gt;reotide"))),
    "less than and more than": of_rss(lambda w: of(w, title=f"<![CDATA[PFS <12 months & >6: {title(w)}]]>")),
    "keys that are paths": of_rss(lambda w: of(w, key=f"/news/{w}", link="")),
    "the feed's address for all keys": of_rss(lambda w: of(w, key="https://news.example/feed")),
    "keys of blanks": of_rss(lambda w: of(w, key=" &#160; ", link="  ")),
    "one title for all": of_rss(lambda w: of(w, title="Press release", description=title(w))),
    "a site's name behind its titles, from the second week on": [
        Week(rss(of(A)), A),
        Week(rss(*(of(w, title=f"{title(w)} | Ipsen") for w in (B, A))), B),
    ],
    "whole texts, then titles alone, then whole texts": [
        Week(rss(of(A, description="We gave it again. " * 9)), A),
        Week(rss(of(B), of(A)), B),
        Week(rss(*(of(w, description="We gave it again. " * 9) for w in (B, A)))),
    ],
    "excerpts, then whole texts": [
        Week(rss(of(A, description="We gave it again in the …")), A),
        Week(rss(*(of(w, description="We gave it again in the spring. It was well tolerated.") for w in (B, A))), B),
    ],
    "what collectors put around titles": [
        Week(rss(of(A, title=f"1. {title(A)}")), A),
        Week(rss(of(B, title=f"1. {title(B)}"), of(A, title=f"2. {title(A)} (3 min read)")), B),
        Week(rss(of(A, title=f"NEW: {title(A)}"))),
    ],
    "a collector's copy with its source behind the title": [
        Week(rss(of(A)), A),
        Week(rss(of(B), of(A, key="c", link="https://collector.example/1", title=f"{title(A)} - Reuters", source="Reuters")), B),
    ],
    "what stands below every text": [
        Week(rss(of(A, description="We gave it again. About us: 200 in Lund.")), A),
        Week(rss(*(of(w, description="We gave it again. About us: 210 in Lund. Read more at our site.") for w in (B, A))), B),
    ],
    "ages for dates": of_rss(lambda w: of(w, pubDate="2 days ago")),
    "a year of the Buddha": of_rss(lambda w: of(w, pubDate=dated(DAY[w]).replace("2026", "2569"))),
    "2.6 MB, the newest at its end": [Week(rss(filler(30, 90_000), *map(of, words)), words[-1]) for words in ([A], [A, B])],
    "a picture of 3 MB in a text": [Week(rss(f"<item><title>Logo</title><description>data:{'A' * 3_000_000}</description></item>", *map(of, words)), words[0]) for words in ([A], [B, A])],
    "cut in a key, then whole": [Week(Reply(_CUT[: _CUT.index(at(B)) + 20].encode(), media_type=RSS), A), Week(rss(of(A), of(B)), B)],
    "errors that are no feeds, for a week each": [
        Week(rss(of(A)), A),
        Week(Reply(b'{"error": "rate limited", "items": []}', media_type="application/json")),
        Week(rss(of(B), of(A)), B),
    ],
}  # fmt: skip

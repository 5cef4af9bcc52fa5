"""Feeds as bad as they come, and answers that are as bad around a good one."""

import gzip
import json

from fake_service import Reply

GOOD = "<item><title>SORENTO reads out</title><link>https://a.example/good</link><guid>good-1</guid></item>"
LAST = "<item><title>Octreotide again</title><link>https://a.example/last</link><guid>good-2</guid></item>"
BOTH = ["SORENTO reads out", "Octreotide again"]
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def rss(*items, head="", encoding="utf-8", tail="</channel></rss>"):
    return f'<?xml version="1.0" encoding="{encoding}"?>{head}<rss version="2.0"><channel><title>News</title>{"".join(items)}{tail}'


def item(title="Bad", link="https://a.example/bad", **parts):
    told = {"title": title, "link": link, **parts}
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in told.items()) + "</item>"


def around(bad):
    return rss(GOOD, bad, LAST)


ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>SORENTO reads out</title>'
    '<link href="/good"/><id>1</id></entry>{}<entry><title>Octreotide again</title><id>2</id></entry></feed>'
)
DATES = (
    "24:00", "Mon, 30 Nov 2026 25:61:61 +9999", "30/11/26", "2026-W49-1", "2026-335", "\u0661\u0669", "2026\u5e7411\u670830\u65e5", "1e10", "-1",
    "1795400000000", "yesterday", "0000-00-00", "Feb 29 2027", "2026-11-30T12:00:00+25:00", "\u202e2026-11-30", "2026-11-30" * 1_000, "NaN", "(" * 500,
)  # fmt: skip


def json_feed(*strangers):
    told = [{"id": f"{n}", "title": title} for n, title in enumerate(BOTH)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [told[0], *told[1:], *strangers]})


# Between two good items, or around them: both are read.
READ = {
    "no title": around(item(title="")),
    "no title, no link": around("<item></item>"),
    "an item that closes itself": around("<item/>"),
    "a key of 100 kB": around(item(guid="g" * 100_000)),
    "a title of 460 kB": around(item(title="Octreotide LAR " * 30_000)),
    "a text of 500 kB": around(item(description="We gave it again. " * 28_000)),
    "tags that do not end": around(item(description="<a " * 40_000)),
    "escaped tags that do not end": around(item(description="&lt;a " * 30_000)),
    "quoted tags that do not end": around(item(description=f"<![CDATA[{'<a ' * 40_000}]]>")),
    "one tag without an end": around(item(description="<a " + "x" * 100_000)),
    "a tag of one attribute without an end": around(item(description='<a x="' + "y " * 50_000)),
    "comments that do not end": around(item(description="<!-- " * 25_000)),
    "escaped comments that do not end": around(item(description="&lt;!-- " * 12_000)),
    "instructions that do not end": around(item(description="<? " * 40_000)),
    "declarations": around(item(description="<!x" * 30_000 + ">")),
    "sections that do not end": around(item(description="<![CDATA[ " * 10_000)),
    "a section that does not end": around("<item><title>Bad</title><description><![CDATA[Hello</description></item>"),
    "a section that does not end at the end": rss(
        GOOD, LAST, "<item><title>Bad</title><description><![CDATA[He", tail=""
    ),
    "a declared entity": rss(GOOD, item(title="&who; speaks"), LAST, head='<!DOCTYPE rss [<!ENTITY who "Ipsen">]>'),
    "an entity bomb": rss(GOOD, item(title="&l9;"), LAST, head=f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LOL}]>'),
    "a square bomb": rss(GOOD, item(title="&a;" * 20_000), LAST, head=f'<!DOCTYPE r [<!ENTITY a "{"a" * 50_000}">]>'),
    "a file reader": rss(GOOD, item(title="&x;"), LAST, head='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "a web reader": rss(GOOD, item("&x;"), LAST, head='<!DOCTYPE r [<!ENTITY % x SYSTEM "http://[::1]/">%x;]>'),
    "a document type far away": rss(GOOD, LAST, head='<!DOCTYPE rss PUBLIC "-//X" "http://[::1]/rss.dtd">'),
    "unknown entities": around(item(title="A &nbsp; &euro; &nosuch; &; & B", description="x & y &amp; z")),
    "characters that there are not": around(item(title="A &#xFFFFFFFF; &#0; &#x0; &#xD800; &#99999999999999999999; B")),
    "a reference without measure": around(item(title=f"A &#{'9' * 50_000}; &#x{'F' * 50_000}; B")),
    "NULs": around(item(title="A\x00B", description="\x00" * 1_000)),
    "controls": around(item(title="A\x1b]0;evil\x07B\x0b\x0c\x7f", guid="k\x1b[2J", category="\x1b[31mred")),
    "bidi marks": around(item(title="\u202eA\u2066B\u061c\u180e")),
    "half characters": around(item(title="A\ud800B")),
    "deep nesting": around(item(description="<div>" * 30_000)),
    "deep nesting that is closed": around(item(description="<b>" * 5_000 + "x" + "</b>" * 5_000)),
    "escaped deep nesting": around(item(description="&lt;div&gt;" * 20_000)),
    "quoted deep nesting": around(item(description=f"<![CDATA[{'<div>' * 20_000}]]>")),
    "items in items": around("<item><title>Bad</title>" * 1_000),
    "5,000 links": around(item(description=f"<![CDATA[{'<a href=https://a.example/>x</a> ' * 5_000}]]>")),
    "5,000 bare links": around(item(description="<a href='https://a.example/'>x</a> " * 5_000)),
    "1,000 attributes": around(item(description="<a " + " ".join(f'x{n}="1"' for n in range(1_000)) + ">b</a>")),
    "an attribute twice": around(item(description='<a href="1" href="2">b</a>')),
    "10,000 keywords": around(item(category="</category><category>".join(f"k{n}" for n in range(10_000)))),
    "a keyword of 100 kB": around(item(category="k" * 100_000)),
    "an author of 100 kB": around(item(author="a" * 100_000)),
    "an author of dots": around(item(author="a." * 50_000 + "@")),
    "10,000 authors": around(
        item(**{"dc:creator": "</dc:creator><dc:creator>".join(f"A B{n}" for n in range(10_000))})
    ),
    "an address of 100 kB": around(item(link="https://a.example/" + "x" * 100_000)),
    "a script for an address": around(item(link="javascript:alert(1)")),
    "an address that is none": around(item(link="http://[::1")),
    "no namespaces": around(item(**{"dc:date": "2026-11-20", "content:encoded": "x", "a:b": "c"})),
    "instructions": rss("<?php evil() ?>", GOOD, "<?xml-stylesheet href='x'?>", LAST, "<?", tail="?></channel></rss>"),
    "a date in the year 1": around(item(pubDate="Mon, 01 Jan 0001 00:00:00 GMT")),
    "a date in the year 9999": around(item(pubDate="Fri, 31 Dec 9999 23:59:59 -2359")),
    "a date in the year 99999": around(item(pubDate="99999-13-45T99:99:99Z")),
    "a date of 100 kB": around(item(pubDate="1" * 100_000)),
    "a date of many parts": around(item(pubDate="Mon, " * 20_000)),
    "a month 13": around(item(pubDate="2026-13-01")),
    "a negative age": rss("<ttl>-5</ttl>", GOOD, item(), LAST),
    "one key for all": rss(GOOD.replace("good-1", "k"), item(guid="k"), LAST.replace("good-2", "k")),
    "one address for all": rss(*(f"<item><title>{t}</title><link>https://a.example/</link></item>" for t in BOTH)),
    "one item twice": rss(GOOD, GOOD, LAST),
    "10,000 items": rss(GOOD, LAST, *(item(title=f"n {n}") for n in range(10_000))),
    "cut in a tag": rss(GOOD, LAST, "<item><title>Bad</ti", tail=""),
    "cut in a text": rss(GOOD, LAST, "<item><title>Ba", tail=""),
    "nothing behind the items": rss(GOOD, LAST, tail=""),
    "no beginning": f"<channel>{GOOD}{LAST}",
    "blanks before it": "\n\n  " + rss(GOOD, LAST),
    "a mark before it": "\ufeff" + rss(GOOD, LAST),
    "uppercase": rss(GOOD.upper().replace("SORENTO READS OUT", BOTH[0]), LAST),
    "tags closed crosswise": around("<item><title><b>Bad</title></b></item>"),
    "a quote in a tag": around("<item><title \"x='>Bad</title></item>"),
    "an encoding that there is not": rss(GOOD, LAST, encoding="no-such-thing"),
    "UTF-7": rss(GOOD, item(title="+ADw-script+AD4-"), LAST, encoding="utf-7"),
    "escapes of Python's": rss(GOOD, item(title="\\x1b]0;evil\\x07", guid="\\x1b[2J"), LAST, encoding="unicode_escape"),
    "an encoding of bytes": rss(GOOD, LAST, encoding="hex"),
    "an encoding of names": rss(GOOD, LAST, encoding="idna"),
    "UTF-16 that is none": rss(GOOD, LAST, encoding="utf-16"),
    "atom": ATOM.format("<entry><title>Bad</title><id/></entry>"),
    "atom with XHTML": ATOM.format('<entry><title type="xhtml"><div>B<b>a</b>d</div></title><id>3</id></entry>'),
    "atom in another name": ATOM.format("").replace("<", "<a:").replace("<a:/", "</a:").replace("xmlns=", "xmlns:a="),
    "JSON": json_feed(),
    "JSON with strangers": json_feed(None, 7, [], {"title": ["a"]}, {"id": 10**400, "title": None, "date_published": {}}),
    "JSON as deep as it is long, in an item": json_feed({"id": "3", "title": "Bad", "x": 0}).replace('"x": 0', f'"x": {"[" * 50_000}{"]" * 50_000}'),
    "JSON of 40,000 items": json_feed(*({"id": f"n{n}", "title": f"n {n}"} for n in range(40_000))),
    "a source that does not end": around("<item><title>Bad</title><source>Another feed</item>"),
    "a picture that does not end": around("<item><title>Bad</title><image><title>Logo</item>"),
    "a list of its own in an item": ATOM.format("<entry><title>Bad</title><source><entry><title>Worse</title></entry></source></entry>"),
    "a prefix for everything": rss(GOOD, item(), LAST).replace("<", "<r:").replace("<r:/", "</r:").replace("<r:?", "<?").replace(":rss ", ':rss xmlns:r="x" '),
    "an end before its time": around("</channel></rss>"),
    "two feeds in one": rss(GOOD) + rss(LAST),
    "60,000 items": rss(GOOD, LAST, *(f"<item><title>{n}</title></item>" for n in range(60_000))),
    "300,000 items of nothing": rss(GOOD, LAST, *("<item/>" for _ in range(300_000))),
    "a tag's name of 100 kB": around(f"<item><{'x' * 100_000}>y</{'x' * 100_000}><title>Bad</title></item>"),
    "an attribute of 1 MB": around(f"<item x='{'y' * 1_000_000}'><title>Bad</title></item>"),
    "dates of all kinds": rss(GOOD, *(item(title=f"n {n}", guid=f"d{n}", pubDate=date) for n, date in enumerate(DATES)), LAST),
    "places of all kinds": rss(GOOD, item(**{"georss:polygon": "1 2 3 x", "georss:box": "9", "psc:start": "x", "wfw:commentRss": "http://["}), LAST).replace('"2.0"', '"2.0" xmlns:georss="http://www.georss.org/georss" xmlns:psc="http://podlove.org/simple-chapters"'),
    "keys that differ by what is not seen": rss(GOOD.replace("good-1", "k\x00\u202e"), LAST.replace("good-2", "k")),
    "keys that differ at their end": rss(GOOD.replace("good-1", "k" * 100_000 + "1"), LAST.replace("good-2", "k" * 100_000 + "2")),
    "a page around it": f"<html><head><title>Please sign in</title></head><body>{rss(GOOD, LAST)}</body></html>",
    "a warning before it": "<br />\n<b>Warning</b>: mysql in <b>/x.php</b> on line <b>3</b><br />\n" + rss(GOOD, LAST),
    "a script behind it": rss(GOOD, LAST) + "<!-- made in 0.1 s -->\x00<script>x</script>",
    "markup of all kinds": around(item(description="<math><mi>x</mi></math><svg><script>x</script></svg><xmp><plaintext>")),
    "XML 1.1": rss(GOOD, item(title="A\x85B\u2028"), LAST).replace('"1.0"', '"1.1"'),
    "a name of an encoding without an end": rss(GOOD, LAST, encoding="u" * 100_000),
    "a path for an encoding": rss(GOOD, LAST, encoding="../../etc/passwd"),
}  # fmt: skip
BYTES = {
    "UTF-16": rss(GOOD, LAST, encoding="utf-16").encode("utf-16"),
    "UTF-16 without a mark": rss(GOOD, LAST, encoding="utf-16").encode("utf-16-be"),
    "Latin-1 that calls itself UTF-8": rss(GOOD, item(title="Åsa på Öland är nöjd"), LAST).encode("latin-1"),
    "UTF-8 that calls itself Latin-1": rss(GOOD, item(title="Åsa"), LAST, encoding="latin-1").encode(),
    "UTF-32": rss(GOOD, LAST, encoding="utf-32").encode("utf-32"),
    "UTF-16 that calls itself UTF-8": rss(GOOD, LAST).encode("utf-16"),
    "two marks before it": b"\xef\xbb\xbf" * 2 + rss(GOOD, LAST).encode(),
    "NULs in between": b"\x00".join(bytes([sign]) for sign in rss(GOOD, LAST).encode()),
    "signs longer than they may be": around(item(title="A\x01B"))
    .encode()
    .replace(b"\x01", b"\xc0\xbc\xe0\x80\xbc\xed\xa0\x80"),
    "Japanese": rss(GOOD, item(title="\u8a66\u9a13"), LAST, encoding="Shift_JIS").encode("shift_jis"),
    "bytes that are no characters": around(item(title="A\x01B")).encode().replace(b"\x01", b"\xff\xfe\x80"),
}
KINDS = {name: text.encode("utf-8", "surrogatepass") for name, text in READ.items()} | BYTES

_FEED = READ["blanks before it"].encode()
_RSS = "application/rss+xml"
# Feeds that are good, or were, in answers that are not: what a server says around its bodies.
ANSWERS = {
    "a tag that is not ASCII": Reply(_FEED, headers={"ETag": '"v\xe9"', "Last-Modified": "lundi 2 f\xe9vrier"}),
    "a tag of 50 kB": Reply(_FEED, headers={"ETag": f'"{"x" * 50_000}"'}),
    "a tag of escapes": Reply(_FEED, headers={"ETag": '"\x1b]0;evil\x07"', "Last-Modified": "\x85"}),
    "a redirect to nowhere": Reply(b"", 302, headers={"Location": "http://["}),
    "a redirect to a name that is none": Reply(b"", 301, headers={"Location": "https://xn--/"}),
    "a redirect inside": Reply(b"", 307, headers={"Location": "http://169.254.169.254/latest/"}),
    "a redirect to a file": Reply(b"", 302, headers={"Location": "file:///etc/passwd"}),
    "a redirect to itself": Reply(b"", 302, headers={"Location": "?again"}),
    "a status of its own": Reply(_FEED, 999),
    "nothing new, unasked": Reply(b"", 304),
    "no content": Reply(b"", 204),
    "a part": Reply(_FEED, 206, headers={"Content-Range": "bytes 0-9/10"}),
    "a wait of years": Reply(b"", 429, headers={"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}),
    "a wait of digits": Reply(b"", 503, headers={"Retry-After": "9" * 500}),
    "a bomb of gzip": Reply(
        gzip.compress(b"<rss>" + b" " * 60_000_000, 9, mtime=0), headers={"Content-Encoding": "gzip"}
    ),
    "gzip of empty members": Reply(gzip.compress(b"", mtime=0) * 50_000, headers={"Content-Encoding": "gzip"}),
    "gzip that is cut": Reply(gzip.compress(_FEED, mtime=0)[:-20], headers={"Content-Encoding": "gzip"}),
    "gzip that is none": Reply(_FEED, headers={"Content-Encoding": "gzip"}),
    "a coding that was not asked for": Reply(_FEED, headers={"Content-Encoding": "br"}),
    "thirty codings": Reply(_FEED, headers={"Content-Encoding": ", ".join(["gzip"] * 30)}),
    "no kind of text": Reply(_FEED, media_type="image/png; charset=\xff"),
    "a charset of codes": Reply(_FEED, media_type=f"{_RSS}; charset=unicode_escape"),
    "200 headers": Reply(_FEED, headers={f"X-{n}": "y" * 100 for n in range(200)}),
    "JSON as deep as it is long": Reply(b"[" * 100_000, media_type="application/feed+json"),
    "30 MB of a comment": Reply(b"<rss><!--" + b" " * 30_000_000),
}

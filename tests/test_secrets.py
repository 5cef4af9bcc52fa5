"""The secret in the address of a feed or page stays in the configuration."""

import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from fake_service import Reply
from fake_sites import Feeds, Site, WebPages
from made import news_page, rss
from servers import serving
from world import DAYS_BEFORE, LATER, NOW, World

from sources._configured import shown

SECRET = "s3cret-of-nobody"
TITLE = "Lanreotide every 14 days in neuroendocrine tumours"


class Guarded(Site):
    """A site that wants the secret, repeats it in all that it says, and closes when it is told to."""

    closed = False

    def __init__(self, site):
        super().__init__(site.documents)
        self.media_type, self.options = site.media_type, site.options

    def answer(self, path, fields):
        asked = f"{path}?{urlencode(fields)}"
        if self.closed or SECRET not in asked:
            return Reply(f"{asked}: your token {SECRET} is not known".encode(), status=403, media_type="text/plain")
        reply = super().answer(path.partition(";")[0], fields)
        return replace(reply, body=reply.body.replace(b"SELF", f"http://127.0.0.1/{asked}#token={SECRET}".encode()))


def everything_kept(folder):
    """Yield each value of each table, what is compressed inflated, and each line of the journal beside it."""
    with closing(sqlite3.connect(folder / "watcher.db")) as store:
        for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in store.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    yield table, inflated(value) if isinstance(value, bytes) else str(value)


def inflated(value):
    try:
        return zlib.decompress(value).decode("utf-8", "replace")
    except zlib.error:
        return value.decode("utf-8", "replace")


FEEDS = Feeds({"news": rss([("1", TITLE)], text="It is at SELF.")})
PAGES = WebPages({"news": news_page([TITLE], text="It is at SELF.")})
SITE = """
[[channels]]
name = "archive"
kind = "page"
folder = "site"
"""


@pytest.mark.threat("T43", "T44")
@pytest.mark.parametrize(
    ("source", "site", "tail"),
    [
        ("feeds", FEEDS, "?token="),
        ("webpages", PAGES, "?token="),
        ("feeds", FEEDS, "?format=rss&auth="),
        ("webpages", PAGES, "?sig="),
        ("feeds", FEEDS, "?zzz="),
        ("webpages", PAGES, ";password="),
        ("feeds", FEEDS, ";v=1;jwt="),
    ],
)
def test_no_table_no_output_and_no_page_of_the_site_holds_it(source, site, tail, hasty, tmp_path):
    service = Guarded(site)
    with serving(**{source: service}) as servers:
        world = World(tmp_path, servers)
        config = tmp_path / "watcher.toml"
        config.write_text(config.read_text().replace("/news", f"/news{tail}{SECRET}") + SITE)
        said = [world.here(now, "sync", "--json") for now in (DAYS_BEFORE, NOW)]
        assert [code for code, _ in said] == [0, 0]
        service.closed = True
        said += [world.here(LATER, *words) for words in (["sync", "--json"], ["status"], ["doctor"], ["topic", "show"])]
        said += [world.here(LATER, *words) for words in (["digest", "send"], ["status", "--json"])]
        said += [world.here(LATER, "search", "lanreotide", "--format", "json")]
        kept = list(everything_kept(tmp_path))

    assert [seen.status for seen in servers.asked][:2] == [200, 304]
    assert said[2][0] != 0
    assert TITLE in said[-1][1]
    assert any(TITLE in text for table, text in kept if table == "payload")
    assert [table for table, text in kept if SECRET in text] == []
    assert [text for _, text in said if SECRET in text] == []
    assert "your token *** is not known" in said[2][1]
    pages = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert any(TITLE in path.read_text() for path in pages)
    assert [path for path in pages if SECRET in path.read_text()] == []


def test_addresses_that_differ_by_their_secret_alone_are_told_apart():
    assert shown("mine", "https://a.example/rss?token=123456") == "https://a.example/rss#mine"
    assert shown("yours", "https://a.example/rss?token=654321") == "https://a.example/rss#yours"
    assert shown("ours", "https://a.example/rss?page=1") == "https://a.example/rss?page=1"

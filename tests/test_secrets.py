"""The secret in the address of a feed or page stays in the configuration."""

import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace

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
        given = fields.get("token", "nothing")
        if self.closed or given != SECRET:
            return Reply(f"your token {given} is not known".encode(), status=403, media_type="text/plain")
        reply = super().answer(path, fields)
        return replace(reply, body=reply.body.replace(b"SELF", f"http://127.0.0.1/{path}?token={given}".encode()))


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


@pytest.mark.parametrize(
    ("source", "site"),
    [
        ("feeds", Feeds({"news": rss([("1", TITLE)], text="It is at SELF.")})),
        ("webpages", WebPages({"news": news_page([TITLE], text="It is at SELF.")})),
    ],
)
def test_no_table_and_no_output_holds_it(source, site, hasty, tmp_path):
    service = Guarded(site)
    with serving(**{source: service}) as servers:
        world = World(tmp_path, servers)
        config = tmp_path / "watcher.toml"
        config.write_text(config.read_text().replace("/news", f"/news?token={SECRET}"))
        said = [world.here(now, "sync", "--json") for now in (DAYS_BEFORE, NOW)]
        assert [code for code, _ in said] == [0, 0]
        service.closed = True
        said += [world.here(LATER, *words) for words in (["sync", "--json"], ["status"], ["doctor"], ["topic", "show"])]
        said += [world.here(LATER, "search", "lanreotide", "--format", "json")]
        kept = list(everything_kept(tmp_path))

    assert [seen.status for seen in servers.asked][:2] == [200, 304]
    assert said[2][0] != 0
    assert TITLE in said[-1][1]
    assert any(TITLE in text for table, text in kept if table == "payload")
    assert [table for table, text in kept if SECRET in text] == []
    assert [text for _, text in said if SECRET in text] == []
    assert "token *** is not known" in said[2][1]


def test_addresses_that_differ_by_their_secret_alone_are_told_apart():
    assert shown("mine", "https://a.example/rss?token=123456") == "https://a.example/rss#mine"
    assert shown("yours", "https://a.example/rss?token=654321") == "https://a.example/rss#yours"
    assert shown("ours", "https://a.example/rss?page=1") == "https://a.example/rss?page=1"

"""Web sites over documents at hand: Endocrine Abstracts, feeds, pages with news. The server sees to ETag and 304."""

import hashlib
from collections.abc import Mapping

from fake_service import Reply, not_found


class Site:
    """Documents by their path, HTML where nothing else is said."""

    media_type = "text/html; charset=utf-8"

    def __init__(self, documents: Mapping[str, bytes]):
        self.documents = dict(documents)

    def answer(self, path: str, fields: Mapping[str, str]) -> Reply:
        """Return the document with its ETag."""
        body = self.documents.get(path)
        if body is None:
            return not_found()
        return Reply(body, media_type=self.media_type, headers={"ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'})


class Feeds(Site):
    """Feeds, each of them named by its path."""

    media_type = "application/rss+xml"

    def options(self, url: str) -> str:
        """Return the configuration's tables of the feeds."""
        table = '[[sources.feeds.feeds]]\nname = "{0}"\nurl = "{1}/{0}"\n'.format
        return "shipped = false\n" + "".join(table(path, url) for path in self.documents)


class WebPages(Site):
    """Pages with news, each an ``article``, named by their paths."""

    def options(self, url: str) -> str:
        """Return the configuration's tables of the pages."""
        table = '[[sources.webpages.sites]]\nname = "{0}"\nurl = "{1}/{0}"\nitem = "article"\n'.format
        return "".join(table(path, url) for path in self.documents)

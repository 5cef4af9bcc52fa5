"""Addresses from the configuration: asked as they are, kept and shown without the secrets that they may hold."""

from dataclasses import replace
from urllib.parse import quote

from sources import Client
from watcher.model import Page, Query
from watcher.web import urls

# A shorter value may stand anywhere in a text, and is no secret worth the name.
_SHORTEST_SECRET = 6


def shown(name: str, url: str) -> str:
    """Return the address as it is kept and shown; where that leaves out a secret, its name tells it from others."""
    public = urls.public(url)
    return public if public == url else f"{public}#{quote(name)}"


def ask(name: str, url: str, query: Query, client: Client) -> Page:
    """Return what is there, if it is newer, under the address as it is shown; raise ``FetchError`` where nothing came.

    Servers repeat the address in what they send ("self"), and what they send is kept.
    """
    key = shown(name, url)
    page = client.get(url, validator=query.validators.get(key))
    body = page.body
    for secret in urls.secret_values(url):
        if len(secret) >= _SHORTEST_SECRET:
            body = body.replace(secret.encode(), b"***")
    return replace(page, url=key, body=body)

"""Pages that the configuration names: their tables, their addresses and the secrets in these, what their sites allow.

Rules of sites: https://www.rfc-editor.org/rfc/rfc9309
"""

import dataclasses
import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urljoin
from urllib.robotparser import RobotFileParser

from sources import Client
from sources._markup import decoded
from sources._terms import in_words, sought_by
from watcher.errors import ConfigError, FetchError
from watcher.model import Page, Query
from watcher.web import urls

# A shorter value may stand anywhere in a text, and is no secret worth the name.
_SHORTEST_SECRET = 6


def shown(name: str, url: str) -> str:
    """Return the address as it is kept and shown; where that leaves out a secret, its name tells it from others."""
    public = urls.public(url)
    return public if public == url else f"{public}#{quote(name)}"


def asked_of(pages: Iterable[tuple[str, str, bool]], query: Query) -> str:
    """Return the question put to pages, each its name, address and whether all of it is kept: what is read, and what is kept of the others."""
    lines = (f"{name}: {shown(name, url)}" + " (everything)" * takes_all for name, url, takes_all in pages)
    return "\n".join((*lines, f"kept is what names one of: {in_words(sought_by(query))}"))


def ask(name: str, url: str, query: Query, client: Client) -> Page:
    """Return what is there, if it is newer, under the address as it is shown; raise ``FetchError`` where nothing came.

    Servers repeat the address in what they send ("self"), and what they send is kept.
    """
    key = shown(name, url)
    page = client.get(url, validator=query.validators.get(key))
    body = page.body
    secrets = (secret for secret in urls.secret_values(url) if len(secret) >= _SHORTEST_SECRET)
    for form in (form for secret in secrets for form in urls.spellings(secret)):
        body = body.replace(form.encode(), b"***")
    return replace(page, url=key, body=body)


AGENT = "evidence-watcher"


class Robots:
    """The rules of the sites that one run meets; each site is asked for them once."""

    def __init__(self, client: Client, *, own: bool = False) -> None:
        """Ask through ``client``; ``own`` sites, such as a mirror on a private network, need not be asked."""
        self._client = client
        self._own = own
        self._rules: dict[str, RobotFileParser] = {}

    def allow(self, address: str) -> bool:
        """Return whether we may read the address; a site without rules allows all.

        Raise ``FetchError`` where the rules cannot be had: then nothing is known to be allowed.
        """
        if self._own:
            return True
        place = urljoin(address, "/robots.txt")
        if place not in self._rules:
            self._rules[place] = self._read(place)
        return self._rules[place].can_fetch(AGENT, address)

    def _read(self, place: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            answer = self._client.get(place)
            text = decoded(answer.body, answer.media_type)
        except FetchError as error:
            if not HTTPStatus.BAD_REQUEST <= (error.status or 0) < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            text = ""  # "unavailable": the site has no rules, section 2.3.1.3
        rules.parse(text.splitlines())
        return rules


def check_table(table: Mapping[str, object], shape: type[Any], kinds: Collection[str], where: str) -> None:
    """Raise ``ConfigError`` unless the table has only the fields of ``shape``, a name, a web address and one of the kinds."""
    known = {option.name for option in dataclasses.fields(shape)}
    for option in table:
        if option not in known:
            close = difflib.get_close_matches(option, known, n=1)
            raise ConfigError(f"{where} has no option {option!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    for option in ("name", "url"):
        if not isinstance(table.get(option), str) or not table[option]:
            raise ConfigError(f"{where} needs a {option}")
    if not str(table["url"]).startswith(("https://", "http://")):
        raise ConfigError(f"{where}: {urls.public(str(table['url']))!r} is no web address")
    if table.get("kind", "news") not in kinds:
        raise ConfigError(f"{where}: kind is one of {', '.join(kinds)}")

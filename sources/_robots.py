"""What a web site lets programs read: https://www.rfc-editor.org/rfc/rfc9309."""

from http import HTTPStatus
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from sources import Client
from watcher.errors import FetchError

AGENT = "evidence-watcher"


class Robots:
    """The rules of the sites that one run meets; each site is asked for them once."""

    def __init__(self, client: Client, *, own: bool = False) -> None:
        """Ask through ``client``; ``own`` sites, such as a mirror on a private network, need not be asked."""
        self._client = client
        self._own = own
        self._rules: dict[str, RobotFileParser] = {}

    def allow(self, address: str) -> bool:
        """Tell whether we may read the address; a site without rules allows all.

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
            text = self._client.get(place).body.decode("utf-8", "replace")
        except FetchError as error:
            if not HTTPStatus.BAD_REQUEST <= (error.status or 0) < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            text = ""  # "unavailable": the site has no rules, section 2.3.1.3
        rules.parse(text.splitlines())
        return rules

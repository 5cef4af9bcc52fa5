"""The request that follows on a redirect."""

from collections.abc import Mapping
from dataclasses import replace

from watcher.web import urls
from watcher.web.ask import Answer, Ask, RefusedError

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def redirected(ask: Ask, answer: Answer) -> Ask:
    """Return the request that the answer sends us on with; raise ``RefusedError`` where it may not be followed."""
    target = urls.next_address(ask.url, answer.headers.get("location", ""))
    if answer.status == 303:
        ask = replace(ask, method="GET", data=None, json=None)
    if urls.same_host(ask.url, target):
        return replace(ask, url=target)
    if ask.method != "GET":  # what we post, a key among it, is for the host that we chose
        raise RefusedError(f"HTTP {answer.status} sends a POST to another host, {urls.public(target)}")
    return replace(ask, url=target, headers=_without_credentials(ask.headers), private=False)


def _without_credentials(headers: Mapping[str, str]) -> dict[str, str]:
    # A list of what may go along, not of what may not: a key's header can have any name.
    return {name: value for name, value in headers.items() if name.lower() in {"accept", "accept-language"}}

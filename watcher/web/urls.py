"""Addresses as they may be shown, and where an answer may send us."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urljoin, urlsplit, urlunsplit

from watcher.web.request import Answer, Ask, RefusedError

SECRETS = frozenset(
    """api_key apikey api-key key token access_token auth_token authtoken apitoken auth password passwd pwd secret
    client_secret sig signature session sid email mailto""".split()
)


def public(url: str) -> str:
    """Return the address as it may be stored and shown: no key, no contact, no user or password, and nothing behind "#"."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is none"
    host = parts.netloc.rpartition("@")[2]
    fields = parse_qsl(parts.query, keep_blank_values=True)
    shown = [(name, value) for name, value in fields if name.lower() not in SECRETS]
    query = parts.query if len(shown) == len(fields) else urlencode(shown)
    path, *more = parts.path.split(";")
    kept = [part for part in more if part.partition("=")[0].lower() not in SECRETS]
    return urlunsplit(parts._replace(netloc=host, path=";".join([path, *kept]), query=query, fragment=""))


def secret_values(url: str, fields: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the values, of the address and of the fields, that must not be repeated, wherever a server echoes them."""
    try:
        parts = urlsplit(url)
        given = [*parse_qsl(parts.query), *parse_qsl(parts.fragment), *(fields or {}).items()]
        given += [(name, value) for name, _, value in (part.partition("=") for part in parts.path.split(";")[1:])]
    except ValueError:  # no address at all
        given = [*(fields or {}).items()]
    return tuple(dict.fromkeys(value for name, value in given if name.lower() in SECRETS and value))


def without(text: str, secrets: tuple[str, ...]) -> str:
    """Return the text with three asterisks for each secret."""
    spelled = {form for secret in secrets for form in (secret, quote(secret), quote_plus(secret), repr(secret)[1:-1])}
    for form in sorted(spelled, key=len, reverse=True):
        text = text.replace(form, "***")
    return text


def host_of(url: str) -> str:
    """Return host and port in lower case, for the gate: "127.0.0.1:8080", "api.crossref.org"."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def same_host(one: str, other: str) -> bool:
    """Return whether two addresses are of the same host, whatever the port."""
    return urlsplit(one).hostname == urlsplit(other).hostname


def forbidden(url: str, *, private: bool) -> str:
    """Return why the address may not be asked, whatever it resolves to; "" where nothing speaks against it.

    https on port 443 is always fine; plain http and other ports are for private hosts, where allowed.
    """
    try:
        parts, port = urlsplit(url), urlsplit(url).port
    except ValueError as error:
        return f"it is no address: {error}"
    if parts.scheme not in {"https", "http"}:
        return "only https is asked"
    if not parts.hostname or parts.username is not None:
        return "an address needs a host, and must hold no user or password"
    if not private and (parts.scheme == "http" or port not in {None, 443}):
        return "plain http and unusual ports are only for servers of your own (allow_private_hosts = true)"
    return ""


def next_address(url: str, location: str) -> str:
    """Return where a redirect leads; raise ``RefusedError`` where it may not be followed."""
    if not location:
        raise RefusedError("it redirects to nowhere")
    try:
        target = urljoin(url, location)
        urlsplit(target)
    except ValueError as error:
        raise RefusedError(f"it redirects to an address that is none: {error}") from None
    if urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https":
        raise RefusedError(f"it redirects from https to {public(target)}")
    return target


REDIRECTS = frozenset({301, 302, 303, 307, 308})


def redirected(ask: Ask, answer: Answer) -> Ask:
    """Return the request that the answer sends us on with; raise ``RefusedError`` where it may not be followed."""
    target = next_address(ask.url, answer.headers.get("location", ""))
    if answer.status == 303:
        ask = replace(ask, method="GET", data=None, json=None)
    if same_host(ask.url, target):
        return replace(ask, url=target)
    if ask.method != "GET":  # what we post, a key among it, is for the host that we chose
        raise RefusedError(f"HTTP {answer.status} sends a POST to another host, {public(target)}")
    return replace(ask, url=target, headers=_without_credentials(ask.headers), private=False)


def _without_credentials(headers: Mapping[str, str]) -> dict[str, str]:
    # A list of what may go along, not of what may not: a key's header can have any name.
    return {name: value for name, value in headers.items() if name.lower() in {"accept", "accept-language"}}

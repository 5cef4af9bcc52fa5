"""Addresses as they may be shown, and where an answer may send us."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urljoin, urlsplit, urlunsplit

from watcher.web.request import Answer, Ask, RefusedError

# A query says who asks as often as what: only what is known to say no more than what is asked for is ever shown.
_OPEN = frozenset(
    """alt category cat collection cond countrycode db datefield datetype dir edition
    facet-journal-id feed fields field filter filter.ids filter.advanced format from intr issn issue items jc journal kind label
    lang language locale maxdate mindate mode offset order orderby output pagesize path per-page per_page q query query.cond query.intr
    query.term reldate resulttype retmax retmode retstart rettype rows search searchterm section select show since size sort start
    subject synonym tag tags term title to topic topics tool type until usehistory view volume year counttotal""".split()
)
# These, where they hold a number or a date, or a list of them.
_NUMBERS = frozenset(
    "aid article count date day id ids item limit month n no number num p page paged pmid pmcid v version".split()
)
_NUMBER = re.compile(r"[0-9]{1,9}(?:[-,:/.|][0-9]{1,9}){0,400}")
# A name that is made of such a word, or holds such a stem, says that its value is a secret, or a person's name.
_SECRET_WORDS = frozenset(
    "key auth pwd pass sig sid session login user username uid code hash hmac otp pin ticket access sas".split()
)
_SECRET_STEM = re.compile(
    r"token|secret|passw|apikey|signature|credential|jwt|authoriz|authentic|authkey|session|e?mail", re.IGNORECASE
)
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_LIKE_A_SECRET = re.compile(r"(?=\S{0,200}[0-9])(?=\S{0,200}[A-Za-z])\S{8,}|[0-9]{10,}|\S{24,}")


def names_secret(name: str) -> bool:
    """Return whether a field of this name holds a secret, or names a person: ``accessToken``, ``X-Amz-Signature``, ``mailto``."""
    words = {word.lower() for word in _WORDS.findall(name)}
    return bool(_SECRET_STEM.search(name) or not words.isdisjoint(_SECRET_WORDS))


def is_harmless(name: str, value: str) -> bool:
    """Return whether a field of an address may be stored and shown: its name is known, and it is no secret's."""
    if names_secret(name) and name.lower() not in _OPEN:
        return False
    return name.lower() in _OPEN or (name.lower() in _NUMBERS and bool(_NUMBER.fullmatch(value)))


def public(url: str) -> str:
    """Return the address as it may be stored and shown: no user or password, nothing behind "#", of the query what is harmless."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is none"
    host = parts.netloc.rpartition("@")[2]
    fields = parse_qsl(parts.query, keep_blank_values=True)
    shown = [(name, value) for name, value in fields if is_harmless(name, value)]
    query = parts.query if len(shown) == len(fields) else urlencode(shown)
    path, *more = parts.path.split(";")
    kept = [part for part in more if is_harmless(*part.partition("=")[::2])]
    return urlunsplit(parts._replace(netloc=host, path=";".join([path, *kept]), query=query, fragment=""))


def secret_values(url: str, fields: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return what must not be repeated of the address and the fields, wherever a server echoes it.

    The value of a secret's name; under a name that is not known, a value that looks like a secret, or else name and value together,
    for a word alone may stand in any text.
    """
    try:
        parts = urlsplit(url)
        pairs = [*_pairs(parts.query), *_pairs(parts.fragment), *_pairs(parts.path.partition(";")[2].replace(";", "&"))]
    except ValueError:  # no address at all
        pairs = []
    found = (_secret_of(name, value) for name, value in (*pairs, *(fields or {}).items()))
    return tuple(dict.fromkeys(secret for secret in found if secret))


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True)


def _secret_of(name: str, value: str) -> str:
    if names_secret(name) and value:
        return value
    if is_harmless(name, value):
        return ""
    if not value:  # "?s3cret": the query is the secret
        return name if _LIKE_A_SECRET.fullmatch(name) else ""
    return value if _LIKE_A_SECRET.fullmatch(value) else f"{name}={value}"


def spellings(secret: str) -> tuple[str, ...]:
    """Return the ways in which a text may repeat the secret, the longest first: as it is, in an address, in a literal, in HTML."""
    forms = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1], escape(secret)}
    return tuple(sorted(forms, key=len, reverse=True))


def without(text: str, secrets: tuple[str, ...]) -> str:
    """Return the text with three asterisks for each secret."""
    for form in sorted({form for secret in secrets for form in spellings(secret)}, key=len, reverse=True):
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

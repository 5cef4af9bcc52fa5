"""What a digest is written with: the templates, the paths and the menu of the site, JSON."""

import functools
import re
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from digests import drawing, headline, telling, view, words
from watcher.model import Digest
from watcher.text import shown

# Nothing from elsewhere is loaded and nothing can be sent away, whatever a page might hold.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
TITLE = "Evidence watch"


def slug(name: str) -> str:
    """Return the name as it can stand in a path: letters, digits, dots and dashes."""
    return re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.") if not re.fullmatch(r"[\w-]+", name) else name


def menu(digest: Digest) -> list[tuple[str, str]]:
    """Return name and path of the pages that the menu names: the trials, then what the digest brings along."""
    trials = [(panel.name, f"trials/{slug(panel.name)}.html") for panel in digest.watched]
    brought = [(name.removesuffix(".html").replace("-", " ").capitalize(), slug(name)) for name in sorted(digest.extra)]
    return trials + [(name, path) for name, path in brought if path.endswith(".html")]


def tidy(html: str) -> str:
    """Return the page without the empty lines that a template leaves."""
    return re.sub(r"\n{2,}", "\n", html)


@functools.cache
def _environment() -> Environment:
    """Return the one environment; ``autoescape=True``, as a rule by file name would not see ``.html.j2``."""
    environment = Environment(
        loader=PackageLoader("digests", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_legible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(telling=telling, headline=headline, view=view, words=words, timeline=drawing.timeline)
    return environment


def _legible(value: object) -> object:
    """Return a text as it may be shown: no mark that turns the reading direction gets into a page, and no endless title.

    A space at either end stays, as the templates' own words begin with one.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    before, after = (" " if end == " " else "" for end in (value[:1], value[-1:]))
    return f"{before}{shown(value)}{after}"


def fill(template: str, **values: object) -> str:
    """Return the template filled in; the same values give the same text."""
    return _environment().get_template(template).render(**values)


# What a digest may say since its first schema; it is left out where it says nothing, so that earlier digests stay as they were.
_LATER = frozenset(
    {"unlisted", "unread", "not_understood", "unsummarised", "failed", "unseen_since", "movement", "has_new_results"}
)


def to_json(digest: Digest) -> str:
    """Return the digest as JSON, keys in the order of the model, with its ``schema`` version; times in UTC."""
    return msgspec.json.format(msgspec.json.encode(_told(msgspec.to_builtins(digest))), indent=2).decode()


def _told(value: Any) -> Any:
    match value:
        case dict():
            return {key: _told(part) for key, part in value.items() if part or key not in _LATER}
        case list() | tuple():
            return [_told(part) for part in value]
        case _:
            return value

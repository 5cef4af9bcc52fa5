"""The templates' environment: everything is escaped, everything named must be there."""

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from digests import drawing, view, words
from watcher.text import shown


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
    environment.globals.update(view=view, words=words, timeline=drawing.timeline)
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

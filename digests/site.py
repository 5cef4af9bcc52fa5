"""What the pages of the site have in common: their paths, their menu, and what they may load."""

import re

from watcher.model import Digest

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

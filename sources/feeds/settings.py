"""Which feeds are read: those of the configuration, else those that ship."""

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from watcher.errors import ConfigError

# As listed on https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds. Journals are left to PubMed and
# Crossref: most refuse programs. GlobeNewswire is left out: its twenty items are gone within an hour.
DEFAULTS: tuple[Mapping[str, object], ...] = (
    {
        "name": "FDA press releases",
        "url": "https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds/press-releases/rss.xml",
    },
    {
        "name": "FDA drugs",
        "url": "https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds/drugs/rss.xml",
    },
)
KINDS = ("news", "article", "registration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed; ``kind`` is what its items are where they do not say it by a DOI or PMID."""

    name: str
    url: str
    kind: str = "news"
    enabled: bool = True


def feeds_from(tables: Sequence[Mapping[str, object]]) -> tuple[Feed, ...]:
    """Return the feeds of the tables; raise ``ConfigError`` naming what is wrong."""
    return tuple(_feed(table, f"[[sources.feeds.feeds]] number {n}") for n, table in enumerate(tables, start=1))


def _feed(table: Mapping[str, object], where: str) -> Feed:
    known = {option.name for option in dataclasses.fields(Feed)}
    for option in table:
        if option not in known:
            close = difflib.get_close_matches(option, known, n=1)
            raise ConfigError(f"{where} has no option {option!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    for option in ("name", "url"):
        if not isinstance(table.get(option), str) or not table[option]:
            raise ConfigError(f"{where} needs a {option}")
    if not str(table["url"]).startswith(("https://", "http://")):
        raise ConfigError(f"{where}: {table['url']!r} is no web address")
    if table.get("kind", "news") not in KINDS:
        raise ConfigError(f"{where}: kind is one of {', '.join(KINDS)}")
    return Feed(
        name=str(table["name"]),
        url=str(table["url"]),
        kind=str(table.get("kind", "news")),
        enabled=bool(table.get("enabled", True)),
    )

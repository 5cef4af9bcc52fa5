"""Which feeds are read: those of the configuration, else those that ship."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sources._tables import check_table

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
    check_table(table, Feed, KINDS, where)
    return Feed(
        name=str(table["name"]),
        url=str(table["url"]),
        kind=str(table.get("kind", "news")),
        enabled=bool(table.get("enabled", True)),
    )

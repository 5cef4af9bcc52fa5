"""Which feeds are read: those that ship, as the configuration changes them, and its own.

Confirmed is what its owner lists on a page of his own. The others were read by public programs in 2026, or follow
the publisher's one rule for all of its feeds; nobody promises them, so each is asked, and one that was moved is told.

Left out: Wiley's, ScienceDirect's, the Lancet's and ASCO's feeds, which refuse programs (their journals come through
PubMed and Crossref); the feeds of all that GlobeNewswire or PR Newswire send, whose twenty items are gone within the
hour; PubMed's, which are made by hand (a saved search, "Create RSS"); ENETS and NANETS, of which none is known.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sources._configured import check_table
from watcher.errors import ConfigError
from watcher.options import hint

KINDS = ("news", "article", "registration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed; ``kind`` is what its items are where they do not say it by a DOI or PMID.

    ``confirmed`` says that its address is known to be right: only then does the run miss something where it
    cannot be read. Of another one it is told, and what it brings is as good. ``everything`` takes items that do
    not speak of the topic, too.
    """

    name: str  # of a feed that ships, to change it; or a new one
    url: str  # its address
    kind: str = "news"  # what its items are where they do not say it: "news", "article", "registration"
    enabled: bool = True  # whether it is read
    confirmed: bool = True  # whether its address is known to be right: only then does its failure make a run partial
    everything: bool = False  # takes items that do not speak of the topic, too


def feeds_from(tables: Sequence[Mapping[str, object]], *, shipped: bool = True) -> tuple[Feed, ...]:
    """Return the feeds that ship, if they are wanted, then those of the tables that are no change of one of them.

    A table with the name of a feed that ships changes it. Raise ``ConfigError`` naming what is wrong.
    """
    known = {str(table["name"]): table for table in SHIPPED if shipped}
    for number, table in enumerate(tables, start=1):
        where = f"[[sources.feeds.feeds]] number {number}"
        name = str(table.get("name", ""))
        if name and not table.get("url") and name not in known:
            raise ConfigError(f"{where} needs a url, for no feed {name!r} ships{hint(name, known)}")
        known[name or where] = _changed(known.get(name, {}), table, where)
    return tuple(_feed(table) for table in known.values())


def _changed(before: Mapping[str, object], table: Mapping[str, object], where: str) -> Mapping[str, object]:
    """Return the table over what ships; who gives an address has looked at it."""
    looked_at = {"confirmed": True} if "url" in table else {}
    changed = {**before, **looked_at, **table}
    check_table(changed, Feed, KINDS, where)
    return changed


def _feed(table: Mapping[str, object]) -> Feed:
    return Feed(
        name=str(table["name"]),
        url=str(table["url"]),
        kind=str(table.get("kind", "news")),
        enabled=bool(table.get("enabled", True)),
        confirmed=bool(table.get("confirmed", True)),
        everything=bool(table.get("everything", False)),
    )


_FDA = "https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds"  # the list, and where they lie
_GLOBE = "https://www.globenewswire.com/RssFeed/keyword"  # all releases with one keyword: they stay for weeks


def _likely(name: str, url: str, kind: str = "news") -> Mapping[str, object]:
    return {"name": name, "url": url, "kind": kind, "confirmed": False}


SHIPPED: tuple[Mapping[str, object], ...] = (
    {"name": "FDA press releases", "url": f"{_FDA}/press-releases/rss.xml"},
    {"name": "FDA drugs", "url": f"{_FDA}/drugs/rss.xml"},
    {"name": "FDA MedWatch", "url": f"{_FDA}/medwatch/rss.xml"},
    _likely("EMA news", "https://www.ema.europa.eu/en/news.xml"),
    # The sponsor of SORENTO. A search, since the name of its room at Cision is not known for sure.
    _likely("Camurus", "https://news.cision.com/ListItems?q=Camurus&format=rss"),
    _likely("Ipsen", f"{_GLOBE}/Ipsen"),
    _likely("Novartis", f"{_GLOBE}/Novartis"),
    _likely("Releases on neuroendocrine tumours", f"{_GLOBE}/neuroendocrine"),
    _likely("ESMO news", "https://www.esmo.org/rss/feed/esmo-news"),
    _likely("Journal of Nuclear Medicine, ahead of print", "https://jnm.snmjournals.org/rss/ahead.xml", "article"),
    _likely("Endocrine", "https://link.springer.com/search.rss?facet-journal-id=12020", "article"),
    _likely("Trials", "https://trialsjournal.biomedcentral.com/articles/most-recent/rss.xml", "article"),
    # A canary: what it shows has to come through the registry's own interface, too.
    _likely(
        "ClinicalTrials.gov",
        "https://clinicaltrials.gov/api/rss?cond=Neuroendocrine+Tumors&dateField=LastUpdatePostDate",
        "registration",
    ),
)

"""Which feeds are read: those that ship, as the configuration changes them, and its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sources._tables import check_table
from sources.feeds.shipped import SHIPPED
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

    name: str
    url: str
    kind: str = "news"
    enabled: bool = True
    confirmed: bool = True
    everything: bool = False


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

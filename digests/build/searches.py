"""The section of a saved search: what is new in it, a line or two each."""

from collections.abc import Sequence

from digests.build.entry import entry, line
from watcher.model import Dossier, Section

_SHOWN = 10  # entries; the rest is listed by title


def section(name: str, dossiers: Sequence[Dossier]) -> Section:
    """Return the section of the search of this name, in the order of the search; one that says so where nothing is new."""
    shown = tuple(entry(dossier, short=True)[0] for dossier in dossiers[:_SHOWN])
    tail = tuple(map(line, dossiers[_SHOWN:]))
    return Section(
        name="search-" + "-".join(name.lower().split()),
        title=f"New in the search “{name}”",
        entries=shown,
        folded=len(tail),
        tail=tail,
        note="" if shown else "Nothing new.",
    )

"""What is new in the searches that a digest names."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from watcher.model import Digest, Dossier, Section, Topic
from watcher.store.store import Store

_SECONDS = 60.0  # for one search


class Searched(NamedTuple):
    """The section of a search, and what it was made of."""

    section: Section
    dossiers: tuple[Dossier, ...] = ()


def searched(
    topic: Topic, store: Store, names: Sequence[str], digest: Digest, failed: list[str]
) -> tuple[Searched, ...]:
    """Return a section for each saved search: what first came in the digest's period and stands nowhere else in it.

    One that cannot be made says so, and is named in ``failed``.
    """
    if not names:
        return ()
    from digests.border import missing, part  # noqa: PLC0415 - a sync never composes

    had = {entry.item for section in digest.sections for entry in (*section.entries, *section.tail)}
    had |= {entry.item for panel in digest.watched for entry in panel.publications}
    made: list[Searched] = []
    for name in names:
        what = f"what is new in the search “{name}”"
        bare = Searched(Section(name="search", title=f"The search “{name}”", note=missing(what)))
        made.append(part(partial(_one, topic, store, name, digest, frozenset(had)), bare, what, failed, _SECONDS))
        had |= {dossier.item.id for dossier in made[-1].dossiers}
    return tuple(made)


def _one(topic: Topic, store: Store, name: str, digest: Digest, had: frozenset[int]) -> Searched:
    from digests.build.sections import section  # noqa: PLC0415 - as above

    search = store.searches.get(name)
    if search is None:
        said = "There is no such search; `watcher search --save` keeps one, `watcher searches` lists them."
        return Searched(Section(name="search", title=f"The search “{name}”", note=said))
    items = [item for item in store.searches.new(search, digest.since, digest.until) if item not in had]
    dossiers = tuple(found for item in items if (found := store.dossiers.get(item, topic.name)))
    return Searched(section(name, dossiers), dossiers)

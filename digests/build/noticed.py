"""What was corrected or retracted, told once: by the work itself, which says what its notice says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digests.build.entry import entry
from watcher.model import NOTICE_KINDS, Dossier, Entry, Kind
from watcher.text import shown

_LONGEST = 300  # characters of what a notice says
_BETWEEN = 2  # characters between two sentences that stand together

Said = Mapping[int, str]  # what a notice says, by its item; "" where it says nothing but its title


def told_once(group: Sequence[Dossier]) -> tuple[list[Dossier], Said]:
    """Return the works and those notices whose work is not among them; and what the other notices say, by their items."""
    here = {dossier.item.id for dossier in group if not _is_notice(dossier)}
    notices = {dossier.item.id: _says(dossier) for dossier in group if _is_notice(dossier) and _targets(dossier) & here}
    return [dossier for dossier in group if dossier.item.id not in notices], notices


def with_reasons(made: Entry, said: Said) -> Entry:
    """Return the entry of a work with what its notices say in the place of their titles."""
    ties = tuple(replace(tie, title=said.get(tie.item or 0) or tie.title) for tie in made.ties)
    return replace(made, ties=ties)


def _is_notice(dossier: Dossier) -> bool:
    return dossier.item.records[0].kind is Kind.NOTICE


def _targets(dossier: Dossier) -> set[int]:
    """Return the items that a notice is surely about: of a guess the notice itself is to be read."""
    own = {record.key for record in dossier.item.records}
    ties = ((link, item) for link, item, _ in dossier.links if link.kind in NOTICE_KINDS and link.is_sure)
    return {item for link, item in ties if item and link.subject in own}


def _says(dossier: Dossier) -> str:
    """Return the first sentence that a notice gives as its reason, in quotation marks; and the next, which says what is right instead."""
    summary = entry(dossier)[0].summary
    if not summary:
        return ""
    first, *after = sorted(summary[:2], key=lambda quote: quote.span.start)
    stand_together = all(0 <= one.span.start - first.span.end <= _BETWEEN for one in after)
    both = " ".join(one.text for one in (first, *after))
    said = both if stand_together and len(both) <= _LONGEST else summary[0].text
    return f"“{shown(said, _LONGEST)}”"

"""What was corrected or retracted, told once: by the work itself, which says what its notice says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from digests.build.entry import entry
from digests.gist.matter import changes_result
from watcher.model import NOTICE_KINDS, Dossier, Entry, Kind, LinkKind, Quote, Tie
from watcher.notices import announced
from watcher.text import fold, shown

_LONGEST = 400  # characters of what a notice says
_BETWEEN = 2  # characters between two sentences that stand together


class Notice(NamedTuple):
    """What a notice says, in quotation marks, "" where it says nothing but its title; whether it weighs: it doubts or changes a result.

    One that is ``alone`` is an item itself: its work is not told of, or not surely.
    """

    said: str
    weighs: bool
    alone: bool


def told_once(group: Sequence[Dossier]) -> tuple[list[Dossier], Mapping[int, Notice]]:
    """Return the works and those notices whose work is not among them; and what each notice says, by its item."""
    here = {dossier.item.id for dossier in group if not _is_notice(dossier)}
    notices = {
        one.item.id: Notice(says(one), _weighs(one), not _targets(one) & here) for one in group if _is_notice(one)
    }
    return [one for one in group if one.item.id not in notices or notices[one.item.id].alone], notices


def with_reasons(made: Entry, notices: Mapping[int, Notice]) -> Entry:
    """Return the entry of a work with what its notices say in the place of their titles; and whether one, or it itself, weighs."""
    came = {number: one for number, one in notices.items() if not one.alone}
    ties = tuple(_with_reason(tie, came[tie.item]) if tie.item in came else tie for tie in made.ties)
    own = [notices[made.item]] if made.item in notices else [came[tie.item] for tie in made.ties if tie.item in came]
    return replace(made, ties=ties, weighty=any(one.weighs for one in own) or _doubts_itself(made))


def _with_reason(tie: Tie, notice: Notice) -> Tie:
    return replace(tie, title=notice.said or tie.title, news=True)


def _doubts_itself(made: Entry) -> bool:
    """Return whether its own source says now that a concern is expressed, wherever the notice is."""
    mine = [one for one in made.changes if one.field == "notices"]
    return any("concern in" in one.after and "concern in" not in one.before for one in mine)


def _weighs(dossier: Dossier) -> bool:
    """Return whether a notice doubts its work, or says that a result or a conclusion is another."""
    record, kinds = dossier.item.whole, {link.kind for link, _, _ in dossier.links}
    label = getattr(announced(record.title), "label", "")
    if LinkKind.CONCERN_ABOUT in kinds or label == "concern":
        return True
    return (LinkKind.CORRECTS in kinds or label == "correction") and changes_result(fold(record.text))


def _is_notice(dossier: Dossier) -> bool:
    return dossier.item.records[0].kind is Kind.NOTICE


def _targets(dossier: Dossier) -> set[int]:
    """Return the items that a notice is surely about: of a guess the notice itself is to be read."""
    own = {record.key for record in dossier.item.records}
    ties = ((link, item) for link, item, _ in dossier.links if link.kind in NOTICE_KINDS and link.is_sure)
    return {item for link, item in ties if item and link.subject in own}


def says(dossier: Dossier) -> str:
    """Return what a notice says is right instead, or was wrong, each run of sentences in quotation marks; "" where it says nothing."""
    runs: list[tuple[int, str]] = []
    for quote in sorted(_fitting(entry(dossier)[0].summary), key=lambda quote: quote.span.start):
        if runs and quote.span.start - runs[-1][0] <= _BETWEEN:
            runs[-1] = (quote.span.end, f"{runs[-1][1]} {quote.text}")
        else:
            runs.append((quote.span.end, quote.text))
    return " ".join(f"“{shown(run, _LONGEST)}”" for _, run in runs)


def _fitting(summary: Sequence[Quote]) -> list[Quote]:
    """Return so many of the quotes, the weightiest first, as are short enough together; the first at any rate."""
    ends = accumulate(len(quote.text) for quote in summary)
    return [
        quote for number, (quote, end) in enumerate(zip(summary, ends, strict=True)) if end <= _LONGEST or not number
    ]

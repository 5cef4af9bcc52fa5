"""By whom the progression was judged of which each of several ratios is: "0.71 by blinded review and 0.78 by local review"."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from digests.outcomes.kinds import ARMS, SUBGROUPS
from digests.outcomes.phrases import Group
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading

_ASSESSOR = r"(?:[a-z-]{3,20} ){0,4}(?:reviews?|reviewers?|assessments?|investigators?|committee|readers?|radiologists?|b?icr|birc)(?!\w)"
_ASSESSED = re.compile(rf"(?<!\w)(?:by|per|according to|on)(?: the)? ({_ASSESSOR})")
_ALONE = re.compile(rf"(?:by |per )?(?:the )?{_ASSESSOR}", re.IGNORECASE)


def without_assessors(found: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return the groups of patients, without those who judged them: "by BICR: 0.70; by investigator: 0.66"."""
    return tuple(group for group in found if not _ALONE.fullmatch(group.name))


def with_assessors(sentence: Sentence, readings: Sequence[Reading]) -> list[Reading]:
    """Return the ratios of arms, those of one outcome each with who judged it ahead of its arms where all of them say so."""
    made = list(readings)
    outcomes = {one.figure.outcome for one in made}
    for outcome in outcomes:
        row = [n for n, one in enumerate(made) if one.figure.outcome == outcome and one.figure.contrast in {"", ARMS}]
        names = _named(sentence, [made[n] for n in row])
        for n, name in zip(row, names, strict=False):
            made[n] = _judged(made[n], name)
    return made


def _named(sentence: Sentence, row: Sequence[Reading]) -> list[str]:
    """Return who judged each of the ratios, told behind each or before each; [] where it is not so."""
    starts = [one.figure.at.start - sentence.start for one in row]
    ends = [one.figure.at.end - sentence.start for one in row]
    behind = itertools.pairwise([*ends, len(sentence.folded)])
    before = itertools.pairwise([0, *starts])
    for told in (behind, before):
        found = [_ASSESSED.findall(sentence.folded, first, last)[-1:] for first, last in told]
        names = [name for one in found for name in one]
        if len(row) > 1 and len(set(names)) == len(row):
            return names
    return []


def _judged(one: Reading, name: str) -> Reading:
    arm = one.figure.arm if name not in one.figure.arm else ""
    kind = one.figure.groups if arm else SUBGROUPS
    return one._replace(figure=replace(one.figure, contrast=ARMS, arm=f"{name}: {arm}" if arm else name, groups=kind))

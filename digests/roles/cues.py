"""Roles by cue words and place, for when the learnt weights are not to be used."""

import re
from collections.abc import Sequence

from digests.roles.names import Role
from watcher.text import fold

_CUES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        Role.CONCLUSIONS,
        re.compile(
            r"conclu|(?:our|these|the present|this) (?:results?|findings?|data|study|trial|analysis) (?:suggests?|indicates?|"
            r"shows?|supports?|demonstrates?|confirms?|provides?)|should be|may be (?:a|an|considered|used)|further (?:studies|research|trials)|"
            r"warrant|(?:is|are|was|were|appears?|seems?) (?:\w+ ){0,2}(?:effective|safe|well tolerated|feasible|superior|associated)"
        ),
    ),
    (
        Role.OBJECTIVE,
        re.compile(
            r"(?:aims?|aimed|objectives?|purpose|goals?)(?: of| was| is| were|:| to)|^to (?:\w+ly )?(?:assess|evaluate|compare|determine|"
            r"investigate|examine|test|explore|identify|study|describe)|we (?:sought|aimed|hypothesi[sz]ed|investigated whether|evaluated whether)"
        ),
    ),
    (
        Role.METHODS,
        re.compile(
            r"(?:were|was) (?:\w+ )?(?:randomi[sz]ed|randomly|assigned|allocated|enrolled|recruited|included|measured|assessed|performed|"
            r"collected|analy[sz]ed|evaluated|defined|administered|calculated|used)|end ?-?points? (?:was|were|included)|"
            r"double-blind|open-label|patients (?:received|with)|eligible|retrospective|multicent(?:er|re)|primary (?:outcome|end)"
        ),
    ),
    (
        Role.RESULTS,
        re.compile(
            r"p\s*[<=>]|[\d@]\s*%|95\s*%|\bci\b|significant|(?:hazard|odds) ratio|\bmedian\b|compared with|respectively|"
            r"higher|lower|no differences?|did not differ|occurred|showed|improved|increased|decreased|most common"
        ),
    ),
)
_NUMBERS = re.compile(r"[\d@]+(?:[.,]\d+)?")


def roles_by_cues(sentences: Sequence[str]) -> list[Role]:
    """Return the role of each sentence of one abstract; the order of roles never goes back past methods."""
    found: list[Role] = []
    for index, sentence in enumerate(sentences):
        earliest = max((r for r in found if r is not Role.CONCLUSIONS), default=Role.BACKGROUND, key=list(Role).index)
        found.append(_role(fold(sentence), index, len(sentences), earliest))
    return found


def _role(folded: str, index: int, count: int, earliest: Role) -> Role:
    place = index / max(count - 1, 1)
    if place > 0.99 and count > 2:
        return Role.CONCLUSIONS
    scores = {role: _score(role, len(cue.findall(folded)), folded, place) for role, cue in _CUES}
    scores[Role.BACKGROUND] = 1.2 if place < 0.2 else 0.0
    possible = [role for role in Role if list(Role).index(role) >= list(Role).index(earliest) - 1]
    return max(possible, key=lambda role: scores[role])


def _score(role: Role, cues: int, folded: str, place: float) -> float:
    """Return cues weighed by where such a sentence stands; numbers speak for results."""
    numbers = min(len(_NUMBERS.findall(folded)), 4)
    match role:
        case Role.CONCLUSIONS:
            return (1.5 * cues + 1.0 - 0.4 * numbers) if place > 0.7 else 0.0
        case Role.OBJECTIVE:
            return (2.5 * cues) if place < 0.45 else 0.0
        case Role.METHODS:
            return 1.2 * cues + (0.8 if 0.1 < place < 0.5 else 0.0)
        case Role.RESULTS:
            return 0.8 * cues + 0.3 * numbers + (1.0 if place > 0.45 else 0.0) if place > 0.25 else 0.0
        case Role.BACKGROUND:
            return 0.0

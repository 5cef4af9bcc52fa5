"""Roles by cue words and place, for when the learnt weights are not to be used."""

import re
from collections.abc import Sequence

from digests.roles.names import Role
from watcher.text import fold

_CUES: dict[Role, re.Pattern[str]] = {
    Role.BACKGROUND: re.compile(
        r"(?:is|are|remains?) (?:\w+ ){0,2}(?:common|unclear|unknown|used|associated|recommended|controversial|important|leading|major)|"
        r"little is known|few studies|(?:has|have) (?:not )?been|however|although|known|there is|evidence|can be|often"
    ),
    Role.OBJECTIVE: re.compile(
        r"(?:aims?|aimed|objectives?|purpose|goals?)(?: of| was| is| were|:| to)|^to (?:\w+ly )?(?:assess|evaluate|compare|determine|"
        r"investigate|examine|test|explore|identify|study|describe|establish)|we (?:sought|aimed|hypothesi[sz]ed|investigated whether|"
        r"evaluated whether|examined whether|tested)|(?:this|present) (?:study|trial|paper) (?:\w+ )?(?:compared|evaluate[sd]|investigate[sd]|examine[sd]|assesse[sd])"
    ),
    Role.METHODS: re.compile(
        r"(?:were|was) (?:\w+ )?(?:randomi[sz]ed|randomly|assigned|allocated|enrolled|recruited|included|measured|assessed|performed|"
        r"collected|analy[sz]ed|evaluated|defined|administered|calculated|used|conducted|obtained|given|treated|divided|invited)|"
        r"(?:end ?-?points?|outcomes?|measures?) (?:was|were|included)|double-blind|open-label|randomi[sz]ed|placebo-controlled|"
        r"(?:patients|participants) (?:received|with)|eligible|retrospective|multicent(?:er|re)|primary (?:outcome|end)|aged|prospective|questionnaires?|"
        r"before and after|at baseline|follow(?:ed)?[- ]up (?:was|for|at)"
    ),
    Role.RESULTS: re.compile(
        r"p\s*[<=>]|[\d@]\s*%|95\s*%|\bci\b|significant|(?:hazard|odds) ratio|\bmedian\b|compared with|respectively|"
        r"higher|lower|greater|no differences?|did not differ|occurred|showed|improved|increased|decreased|most common|there (?:was|were)|"
        r"\bvs\b|similar|reported|had|resulted"
    ),
    Role.CONCLUSIONS: re.compile(
        r"conclu|(?:our|these|the present|this) (?:results?|findings?|data|study|trial|analysis) (?:suggests?|indicates?|"
        r"shows?|supports?|demonstrates?|confirms?|provides?)|should be|may (?:be|have|not)|further (?:studies|research|trials)|"
        r"warrant|suggest|could be|recommend|potential|"
        r"(?:is|are|was|were|appears?|seems?) (?:\w+ ){0,2}(?:effective|safe|well tolerated|feasible|superior|associated|beneficial|useful)"
    ),
}  # fmt: skip
_NUMBERS = re.compile(r"[\d@]+(?:[.,]\d+)?")
_PRESENT = re.compile(r"(?<!\w)(?:is|are|may|can|should|has|have|does|do|appears?|suggests?|could|might)(?!\w)")
_PAST = re.compile(r"(?<!\w)(?:was|were|had|did)(?!\w)")
# Weights of each cue (three count), of each number (four count) and of the present tense, rounded; set on 500 abstracts.
_WEIGHTS = {
    Role.BACKGROUND: (0.5, -0.4, 1.0),
    Role.OBJECTIVE: (2.5, -0.6, 0.0),
    Role.METHODS: (1.5, -0.05, -0.45),
    Role.RESULTS: (0.4, 0.4, -0.6),
    Role.CONCLUSIONS: (1.0, -0.25, 0.5),
}
# Where each role has its middle, as a share of the abstract.
_MIDDLE = {
    Role.BACKGROUND: 0.03,
    Role.OBJECTIVE: 0.2,
    Role.METHODS: 0.38,
    Role.RESULTS: 0.72,
    Role.CONCLUSIONS: 1.0,
}
_PULL = 6.0


def roles_by_cues(sentences: Sequence[str]) -> list[Role]:
    """Return the role of each sentence of one abstract: the best sum of scores of which no role goes back."""
    best: list[tuple[float, list[Role]]] = [(0.0, []) for _ in Role]
    for index, sentence in enumerate(sentences):
        scores = _scores(fold(sentence), index / max(len(sentences) - 1, 1))
        reached = [max(best[: place + 1], key=lambda path: path[0]) for place in range(len(best))]
        best = [(score + scores[role], [*path, role]) for (score, path), role in zip(reached, Role, strict=True)]
    return max(best, key=lambda path: path[0])[1]


def _scores(folded: str, place: float) -> dict[Role, float]:
    """Return how well each role fits the words and the place."""
    numbers = min(len(_NUMBERS.findall(folded)), 4)
    present = bool(_PRESENT.search(folded)) - bool(_PAST.search(folded))
    found = {}
    for role, (of_cue, of_number, of_present) in _WEIGHTS.items():
        cues = min(len(_CUES[role].findall(folded)), 3)
        words = of_cue * cues + of_number * numbers + of_present * present
        found[role] = words - _PULL * abs(place - _MIDDLE[role])
    return found

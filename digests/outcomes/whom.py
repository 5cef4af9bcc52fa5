"""An outcome that tells which patients are meant, and no result: "20% of those with progression were switched"."""

import itertools
import re

from digests.outcomes.lexicon import MARKERS, PROGRESSION
from digests.outcomes.patterns import Mark, Token
from watcher.text import fold

_MANY = r"(?:patients|pts|those|women|men|subjects|participants|individuals|people|cases)"
_COUNTED = r"(?:the |all |only |our )?(?:(?:\d{1,4}|[a-z]{3,6}(?:ty|teen)?) )?"
_HAVING = r"(?:with|having|showing|experiencing|who (?:had|have|has|showed|experienced|achieved|developed|obtained|reported|reached|attained))"
_STATE = r"(?P<state>[^,;:()%]{3,70}?)"
_SIZE = r"(?: \([^()]{1,20}\))?"
# What they did, or what was done to them; a number behind it is how many they are.
_DID = (
    r"(?:had|have|were|received|underwent|needed|required|remained|showed|reported|died|responded|progressed|developed|experienced|switched|"
    r"discontinued|stopped|achieved|continued|reached|went|did|started|lived|survived|improved|also|subsequently|later|eventually|ultimately)(?! (?:\d|seen|observed|noted|recorded|found)|\w)"
)
# Behind a share or a count of them, who did something; those of whom a sentence or a clause begins; those to whom something was done.
_OF_WHOM = (
    re.compile(rf"(?:%\)?|\d\)) of {_COUNTED}{_MANY} {_HAVING} {_STATE} {_DID}"),
    re.compile(rf"(?<!\w)(?:\d{{1,4}}|[a-z]{{3,9}}) (?:out )?of (?:the )?\d{{1,4}} {_MANY}{_SIZE} {_HAVING} {_STATE}{_SIZE} {_DID}"),
    re.compile(rf"(?:\A|[;,] (?:and |while )?)(?:of|among|in) {_COUNTED}{_MANY} {_HAVING} {_STATE}{_SIZE},"),
    re.compile(rf"(?<!\w)(?:in|to|by|for) [^,;:%]{{0,24}}%\)? of {_COUNTED}{_MANY} {_HAVING} {_STATE}(?=[.,;)]|\Z| (?:and|versus|vs|compared|but)(?!\w))"),
    re.compile(rf"\A(?:the )?{_MANY} {_HAVING} (?P<state>[^,;:()%]{{3,40}}(?: \([\d.]{{1,5}} ?%\) and [^,;:()%]{{3,40}})? \([\d.]{{1,5}} ?%\)) {_DID}"),
)  # fmt: skip
# What moves is told of those who had it: "of 12 patients with flushing, 8 (67%) improved".
_MOVING = frozenset(
    {*MARKERS, "QoL", "flushing", "diarrhoea", "bowel movements", "symptom response", "drug level", "fatigue"}
)
_COURSE = re.compile(
    r"(?<!\w)(?:improv|resol|disappear|persist|worsen|recover|normali|ceas|decreas|reduc|fell(?!\w)|fall|drop|declin|lower|control|relie|respon|stabil|allevia|abat|gone(?!\w)|free(?!\w)|increas|rose(?!\w)|rise|effective|better)"
)


def of_whom(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, as words those outcomes that tell of whom something else is told."""
    folded = fold(text)
    if _AMONG_MANY.search(folded) is None:
        return tokens
    told = {match.span("state") for pattern in _OF_WHOM for match in pattern.finditer(folded)}
    moves = bool(told) and _COURSE.search(folded) is not None
    return [_as_word(token, moves=moves) if any(s <= token.start < e for s, e in told) else token for token in tokens]


_AMONG_MANY = re.compile(rf"{_MANY}{_SIZE} {_HAVING} ")


def _as_word(token: Token, *, moves: bool) -> Token:
    stays = token.mark is not Mark.OUTCOME or (moves and (token.label in _MOVING or token.label.startswith("AE")))
    return token if stays else token._replace(mark=Mark.WORD)


def of_population(tokens: list[Token], place: int) -> Token:
    """Return the token, as a word where it tells which patients: "DCR was higher in patients with stable disease (84%)"."""
    token = tokens[place]
    place -= place > 0 and tokens[place - 1].label in _SORTS  # "those with radiological progression"
    before = [t.label for t in tokens[max(0, place - 3) : place]]
    counted = token.label in PROGRESSION and tokens[max(0, place - 3)].mark in {Mark.COUNT, Mark.NUMBER}
    told = len(before) > 2 and (counted or before[0] in _AMONG) and before[1] in _PEOPLE and before[2] == "with"
    upon = token.label in PROGRESSION and not _UPON.isdisjoint(before)
    far = place - (3 if before[:1] and (counted or before[0] in _AMONG) else 1)
    told = told or (token.label == "drug level" and _is_stratum(tokens, place))
    said = any(t.mark is Mark.OUTCOME for t in tokens[:far]) or (told and _is_set_against(tokens[:far]))
    earlier = (told or upon) and token.mark is Mark.OUTCOME and said
    return token._replace(mark=Mark.WORD) if earlier else token


def _is_set_against(tokens: list[Token]) -> bool:
    """Return whether something is said to be more frequent, so that who is told of behind it had it: "escalation was more frequent in"."""
    pairs = itertools.pairwise(t.label for t in tokens)
    return any(one in {"more", "less", "as"} and other in _FREQUENT for one, other in pairs)


_FREQUENT = frozenset("common frequent likely often rare commonly frequently".split())


def _is_stratum(tokens: list[Token], place: int) -> bool:
    """Return whether patients are parted by what is measured: "PFS by tertile of trough level", "PFS at troughs below 5 ng/mL"."""
    before = [t.label for t in tokens[max(0, place - 2) : place]]
    return before[-1:] in (["by"], ["at"]) or (
        before[-1:] == ["of"] and before[0].startswith(("tertile", "quartile", "level"))
    )


_SORTS = frozenset("radiological radiographic morphological clinical biochemical documented".split())
_AMONG = frozenset({"in", "among", "for"})
# When people were treated: "those who escalated after radiological progression".
_UPON = frozenset({"after", "upon", "following", "until", "from", "since"})
_PEOPLE = frozenset({"patients", "those", "women", "men", "subjects", "participants"})

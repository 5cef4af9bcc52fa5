"""Words that stand between an outcome and its share: those that mean no other subject, those that begin another statement."""

import itertools
import re
from collections.abc import Sequence

from digests.outcomes.patterns import Mark, Token

# What stands between an outcome and its share without meaning another subject.
LIGHT = frozenset(
    "off came normal intractable severe further additional met struck hit bothered troubled affecting uncommon infrequent felt became none prevalent done performed made improvement resolution relief concern problem complaint palpable visible perceived present apparent evident new result results finding status more less least twice half often frequently times likely full partial complete amounted stood lay equalled of the a an had have has was were is are experienced achieved reported developed patients cases women men participants subjects cohort patient case participant subject who "
    "absent gone newly appeared formed arose emerged showed any with in at by for among those them recipients evaluable assessable treated best outcome response responses as only about approximately "
    "seen observed recorded found documented detected noted described occurred reached obtained attained confirmed remained rate rates "
    "overall respectively both all total persons individuals alive still being been common frequent more less similar most also there just each "
    "after before during on to from their this that grade a- worse higher stopped stopping because discontinued withdrew treatment due owing therapy "
    "rarer rare event occurring diagnosed not used needed taken did do does differ differs differed different significant occur often improve increase reduce affect affected change superior inferior between "
    "which that improved resolved worsened normalised normalized decreased progressed it while another including median up another got gave given lower higher greater longer shorter better larger smaller fewer comparable equal equivalent identical alike balanced different no figures it values corresponding satisfied completely very rather fairly quite".split()
)
# As in "were mild and occurred in 26%".
# What a level did.
COURSE = frozenset("fell rose dropped decreased increased declined stable".split())
GOING_ON = COURSE | frozenset("occurred were was affected developed".split())
PREPOSITIONS = frozenset(
    "of in at by for among between with as after before during on to from per within under according despite without von van".split()
)
DURING = frozenset("for at within after than least over exceeding by \u2265 >".split())
VERBS = frozenset("was were is are had have has been included including did showed".split())
# What patients did whose share stands before: "22 (15.7%) progressed".
PREDICATES = frozenset(
    "would plan prefer agreed progressed died relapsed recurred responded survived required underwent completed refused received switched".split()
)
WHOSE = frozenset("users patients cases participants subjects women men individuals".split())
PEOPLE = frozenset("patients patient cases women men participants subjects".split())
# What was done for an event, of which then no share is told: "flushing was treated with octreotide in 12%".
EASED = (["treated", "with"], ["managed", "with"], ["treated", "by"], ["managed", "by"])
# Symptoms that patients bring: "12% with flushing".
BROUGHT = frozenset({"flushing", "diarrhoea", "bowel movements"})
HAVING = frozenset("had needed required showed achieved experienced reported developed".split())
NEW_SUBJECT = frozenset(
    "proportion proportions percentage percentages prevalence compliance clearance completed underwent questionnaire "
    "questionnaires information data analysis analyses power sensitivity specificity dose doses received".split()
)
# What becomes of a dose, where it is no subject of its own: "adverse events led to dose reduction in 8%".
ADJUSTED = frozenset(
    "reduction reductions interruption interruptions modification delay adjustment change de-escalation escalation increase".split()
)


def is_label(token: Token) -> bool:
    """Return whether the word right before a value is a name of its own: the "robotic" of "(robotic 64%, standard 60%)"."""
    if token.mark is not Mark.WORD or not token.label[:1].isalpha():
        return False
    return token.label not in LIGHT and token.label not in PREPOSITIONS and not token.label.endswith(("ly", "ed"))


# What stands before the thing that patients had: "had their dose reduced", "needed a lower dose".
_OWN = frozenset("a an the their lower reduced lowered".split())


def tells_deed(tokens: Sequence[Token], value: int, names: frozenset[int]) -> bool:
    """Return whether the words right behind a share tell what those did: the "switched" of "12% of patients switched drug and 8% discontinued", the "had" of "12% had metastases and 8% flushing".

    ``names``: the places of what names groups.
    """
    aside = {"of", "the", *WHOSE}
    behind = (
        p for p in range(value + 1, len(tokens)) if tokens[p].mark is not Mark.CLOSE and tokens[p].label not in aside
    )
    place = next(behind, -1)
    if place < 0 or tokens[place].mark is not Mark.WORD:
        return False
    said = tokens[place].label
    if said in HAVING:
        had = next((t for t in tokens[place + 1 : place + 4] if t.label not in _OWN), tokens[place])
        return had.mark is Mark.WORD and had.label not in LIGHT and not had.label.endswith("ed")
    told = said.endswith("ed") and place not in names and said not in LIGHT | HAVING | _GIVEN
    return told or said in PREDICATES


# Who is told of, and no deed of theirs.
_GIVEN = frozenset("assigned allocated randomised randomized exposed enrolled escalated evaluated included".split())


# What patients did or were given in the end, so that their share is of no event before.
_DID = re.compile(
    r"(?:return|resum|revert|switch|mov|cross|refus|declin|continu|complet|chang|requir|need|receiv|start)e?d|went|underwent|chose|kept|took|given"
)


def did_else(tokens: Sequence[Token], last: int, place: int) -> bool:
    """Return whether the second of two shares begins a clause of what patients did else: "stones in 13%, and 3% returned to 30 mg"."""
    return did(tokens, place) and any(t.mark is Mark.COMMA and t.depth == 0 for t in tokens[last:place])


def did(tokens: Sequence[Token], place: int) -> bool:
    """Return whether behind the share at a place it is told what those did or were given: "12% (5/40) of patients were given insulin"."""
    aside = {"of", "the", "were", *WHOSE}
    behind = itertools.dropwhile(lambda t: t.mark is Mark.CLOSE or t.label in aside, tokens[place + 1 :])
    return any(_DID.fullmatch(t.label) for t in itertools.islice(behind, 1))


def is_limit(tokens: Sequence[Token], place: int) -> bool:
    """Return whether the number is a time or a limit and no value: "at least 30%", "30% or more"."""
    following = [t.label for t in tokens[place + 1 : place + 3]]
    return tokens[place - 1].label in DURING or following in OR_MORE


OR_MORE = (["or", "more"], ["or", "greater"], ["or", "higher"], ["or", "less"])


def is_qualified(tokens: Sequence[Token], outcome: int) -> bool:
    """Return whether an adjective stands before the outcome, right behind what joins it to another: "nausea and new-onset diabetes"."""
    before = tokens[max(0, outcome - 2) : outcome]
    led = len(before) > 1 and before[0].mark in {Mark.AND, Mark.COMMA} and before[1].mark is Mark.WORD
    return led and before[1].label not in PREPOSITIONS | VERBS | HAVING


def is_pair(tokens: Sequence[Token], place: int) -> bool:
    """Return whether a share and the next are a pair of their own behind a pair: "in 3% and 37%, and 2% and 29% discontinued"."""
    marks = [t.mark for t in tokens[max(0, place - 5) : place + 3] if t.depth == tokens[place].depth]
    share, both = Mark.PERCENT, [Mark.PERCENT, Mark.AND, Mark.PERCENT]
    return marks in ([*both, Mark.COMMA, Mark.AND, *both], [share, *both[1:], Mark.COMMA, *both])

"""How much a sentence of a record says of its conclusion, its safety, its design or its message, in points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digests.gist import cues
from digests.outcomes.figures import figures
from digests.roles import Marked, Role
from watcher.model import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence with its role, its words, and where it stands among those of its role (0 the first, 1 the last)."""

    at: Marked
    folded: str
    place: float


Scored = Sequence[tuple[Told, float]]


def message_scores(told: Sequence[Told]) -> Scored:
    """Return how much each sentence of a review, a guideline or a comment is its message; what it is on, only where it says no more."""
    return [
        (one, _message(one)) for one in told if not cues.SCOPE.match(one.folded) or cues.PROPOSED.search(one.folded)
    ] or [(one, _message(one)) for one in told]


def _message(one: Told) -> float:
    return (
        1.5 * bool(cues.RECOMMENDED.search(one.folded))
        + 2.0 * bool(cues.PROPOSED.search(one.folded))
        + 1.0
        * bool(
            re.search(
                r"we (?:recommend|propose|suggest|advise)|(?:is|are) recommended|(?:panel|group|society|authors?) (?:recommends?|suggests?|advises?|endorses?|favou?rs?)|consensus (?:was(?! (?:reached|set|defined|achieved))|that)|agreed that",
                one.folded,
            )
        )
        + 0.7 * bool(cues.CONCLUDED.search(one.folded))
        + 1.5 * bool(cues.VOTED.search(one.folded))
        + 1.5 * bool(cues.EVIDENCE.search(one.folded))
        + 0.7 * bool(cues.STANDING.search(one.folded))
        + 1.6 * bool(cues.OF_THE_QUESTION.search(one.folded))
        + 0.5 * (one.at.role is Role.CONCLUSIONS)
        + 1.0 * bool(re.match(r"key|take|bottom", one.at.heading))
        - 1.0 * (one.at.role is Role.BACKGROUND)
        - 2.0 * bool(cues.FURTHER.search(cues.UNTIL.sub("", one.folded)))
        - 1.5 * bool(cues.OF_THE_PAPER.search(one.folded))
        + 1.0 * bool(cues.OBJECTED.search(one.folded))
        - 1.5
        * bool(
            re.search(
                r"this (?:[\w-]{1,16} )?(?:review|article|paper|guideline|document|statement)(?!\w)|we (?:review|discuss|summari[sz]e|searched)|were (?:searched|reviewed|graded|invited)|(?:is|are) (?:\w{1,12} )?(?:reviewed|discussed|summari[sz]ed|outlined|described|presented|covered|addressed|appraised)(?: (?:here|below|in (?:this|the|detail)[^.;]{0,40}))?\W*$|(?:we|authors) (?:also |then )?(?:give|offer|provide|present|include|outline) (?:an? |some |the )?(?:[\w-]{1,16} )?(?:advice|guidance|tips|checklist|algorithm|overview|framework|tables?|flow ?chart)(?!\w)|voted|delphi round|(?<!no )(?:consensus|agreement) was (?:reached|achieved) (?:on|for)(?! (?:the |an? )?(?:use|need|escalat|shorten|interval|higher))",
                one.folded,
            )
        )
        - 1.2 * bool(cues.OF_A_TRIAL.search(one.folded) and not cues.AGREED.search(one.folded))
        - 0.4 * one.place
    )


def of_role(told: Sequence[Told], role: Role) -> list[Told]:
    """Return the sentences of the role, in the order of the text."""
    return [one for one in told if one.at.role is role]


def best_of(scored: Scored, count: int) -> list[Told]:
    """Return the sentences that score best, the best first; among equals the earlier ones."""
    ordered = sorted(scored, key=lambda pair: (-pair[1], pair[0].at.start))
    return [one for one, _ in ordered[:count]]


_PRIMARY = frozenset(
    {"PFS", "TTP", "OS", "ORR", "DCR", "progression or death", "biochemical response", "symptom response"}
)


def worth_of(text: str, one: Told) -> float:
    """Return how much the figures of the sentence are worth: those of the question, with their interval, the most."""
    return sum(_worth(figure) for figure in figures(text) if one.at.start <= figure.at.start < one.at.end)


def _worth(figure: Figure) -> float:
    if figure.outcome in {"follow-up", "age"}:
        return 0.0
    return (1.0 + (figure.low is not None) + 0.5 * bool(figure.p)) * (1.0 if figure.outcome in _PRIMARY else 0.5)


# "Risk of bias was serious" harmed nobody.
_OF_STUDIES = re.compile(r"risk of bias|certainty|heterogene|quality of (?:the )?evidence")
# Deaths of which how long they lived is told are no harm of the drug; nor is how they felt.
_LIVED = re.compile(r"survival|(?<!\w)m?os(?!\w)|quality[- ]of[- ]life|(?<!\w)(?:hr)?qol(?!\w)|eortc|hazard ratio")
_DEATHS = re.compile(r"deaths?|died")


# "Hypertension was present in 48% at entry": what patients brought, where nothing says that it came.
_AT_FIRST = re.compile(
    r"(?<!than )(?<!\w)at (?:study )?(?:entry|baseline|inclusion|enrol\w{2,6})(?!\w)|comorbid|pre-?existing|(?<!\w)history of"
)
_CAME = re.compile(
    r"develop|(?<!\w)new(?!\w)|new-onset|newly|occurred|during|after|grade|serious|treatment-|without|worsen|led to"
)


# How long they stayed on it is no harm, unless it says why they stopped.
_PERSISTED = re.compile(
    r"(?:treatment |therapy )?(?:discontinuation|persistence|discontinued)(?: rates?)? (?:within|at|by|after) (?:one|two|\d{1,2}) (?:years?|months?)|time to (?:treatment )?discontinuation|risk of (?:treatment )?discontinuation|(?:median|mean) (?:treatment duration|duration of treatment|time on treatment)|persistence"
)
_WHY = re.compile(r"adverse|toxic|side[- ]effect|intoleran|(?:because of|due to|owing to|for) (?!progress)|safety")
# What most had is told before what befell one or nobody.
_COMMONEST = re.compile(r"(?:most|more) (?:common|frequent)|commonest|most often|mainly")
_HARDLY_ANY = re.compile(
    r"(?:no|none|one|a single|1)(?: of the)? (?:patients?|participants?|subjects?|pts?|person)(?!\w)"
)


def _speaks_of_harm(folded: str) -> bool:
    if _PERSISTED.search(folded) and not _WHY.search(folded):
        return False
    said = _DEATHS.sub("", folded) if _LIVED.search(folded) else folded
    brought = _AT_FIRST.search(said) is not None and _CAME.search(said) is None
    return cues.SAFETY.search(said) is not None and not brought


# "Stopped by five patients (3%) in each group": no difference is no news beside one.
_ALIKE = re.compile(r"(?:in|of) (?:each|either) (?:group|arm)|in both (?:groups|arms)")

# What it did comes before what harm it did: "the disease control rate was 62% and no grade 4 toxicity occurred".
_EFFICACY_FIRST = re.compile(
    r"(?:the )?(?:(?:median|overall|best|objective|6-month|12-month) ){0,2}(?:disease control|dcr|orr|pfs|progression-free|response|stable disease|partial response|tumou?r control|symptom control)(?!\w)"
)


def safety_scores(results: Sequence[Told]) -> Scored:
    """Return of those sentences that speak of harm how much they say of it."""
    said = [one for one in results if _speaks_of_harm(one.folded) and not _OF_STUDIES.search(one.folded)]
    return [(one, 1.0 * bool(re.search(r"\d|no |none", one.folded)) + 0.8 * bool(re.search(r"\d ?%", one.folded)) + 1.0 * bool(re.search(r"grade|(?<!\w)gr\.? ?[\u2265>3-5]|serious|treatment-related|(?<!\w)traes?(?!\w)|discontinu", one.folded)) - 0.8 * bool(_ALIKE.search(one.folded)) - 2.0 * bool(_EFFICACY_FIRST.match(one.folded)) + 1.0 * bool(_COMMONEST.search(one.folded)) - 0.9 * bool(_HARDLY_ANY.match(one.folded)) - one.place) for one in said]  # fmt: skip


# What a number or a tag says already, and what only says how it was counted.
_SAID_ELSEWHERE = re.compile(r"(?:was|were|is|are) defined as|(?:estimated|planned|actual|target) enroll?ment")


# "Octreotide was either escalated to 60 mg or continued at 30 mg": what was set against what.
_EITHER = re.compile(
    r"(?:(?:was|were) )?either (?:[^.;]|\.(?=\d)){3,60}\d ?mg(?:[^.;]|\.(?=\d)){3,60} or (?:[^.;]|\.(?=\d)){3,60}(?:\d ?mg|placebo|same|observ)"
)


def design_scores(told: Sequence[Told]) -> Scored:
    """Return how much each sentence says of design, number of patients and regimens."""
    return [
        (
            one,
            1.2 * bool(cues.DESIGN.search(one.folded))
            + 1.5 * bool(cues.SEARCHED.search(one.folded))
            + 2.0 * bool(cues.WHO_GOT.search(one.folded))
            + 2.0 * bool(_EITHER.search(one.folded))
            - 3.0 * bool(cues.BARE_DESIGN.match(one.folded))
            - 1.5 * bool(_SAID_ELSEWHERE.search(one.folded))
            + 2.0 * bool(cues.POPULATION.search(one.folded))
            + min(len(cues.REGIMEN.findall(one.folded)), 3)
            - 0.5 * one.place,
        )
        for one in told
    ]


def conclusion_scores(told: Sequence[Told]) -> Scored:
    """Return how much each sentence concludes; a call for further studies, or a doubt about this one, concludes nothing."""
    return [
        (
            one,
            0.5 * bool(cues.CONCLUDED.search(one.folded))
            + 1.0 * bool(not one.at.labelled and cues.JUDGED.search(one.folded))
            - 1.5 * bool(cues.FURTHER.search(one.folded) or cues.LIMITED.search(one.folded))
            - 0.6 * number,
        )
        for number, one in enumerate(told)
    ]

"""How much a sentence of a record says of its finding, its conclusion, its design or its message, in points."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digests.gist import cues, primary
from digests.outcomes.figures import figures
from digests.roles import Marked, Role
from watcher.model import Figure, Record
from watcher.text import fold

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6  # letters of a word that are compared: "progression" and "progressive" are one
_COMMON = frozenset("with were from that this have been patients patient study group groups after than during treatment neuroendocrine tumour tumor tumours tumors nets median".split())  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence with its role, its words, and where it stands among those of its role (0 the first, 1 the last)."""

    at: Marked
    folded: str
    place: float


Scored = Sequence[tuple[Told, float]]


def message_score(one: Told) -> float:
    """Return how much a sentence of a review, a guideline or a comment is its message."""
    return (
        1.5 * bool(cues.RECOMMENDED.search(one.folded))
        + 1.0 * bool(re.search(r"we recommend|is recommended|consensus (?:was|that)|agreed that", one.folded))
        + 0.7 * bool(cues.CONCLUDED.search(one.folded))
        + 1.5 * bool(cues.VOTED.search(one.folded))
        + 0.7 * bool(cues.STANDING.search(one.folded))
        + 0.5 * (one.at.role is Role.CONCLUSIONS)
        - 2.0 * bool(cues.FURTHER.search(cues.UNTIL.sub("", one.folded)))
        - 1.5 * bool(cues.OF_THE_PAPER.search(one.folded))
        - 1.5
        * bool(
            re.search(
                r"this (?:review|article|paper|guideline|document)|we (?:review|discuss|summari[sz]e|searched)|were (?:searched|reviewed|graded|invited)|voted|delphi round|(?:consensus|agreement) was (?:reached|achieved) on",
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


def finding_scores(record: Record, told: Sequence[Told], results: Sequence[Told], design: Sequence[str]) -> Scored:
    """Return how much each sentence says of what the study was made to find out."""
    wanted = _wanted(record, told, design)
    called = primary.short_names([one.folded for one in told if one.at.role is not Role.BACKGROUND])
    claim = _claim(told)
    asked = " ".join(one.folded for one in told if _is_aim(one))
    title, concluded, claimed = (
        _beginnings(f"{fold(record.title)} {asked}"),
        _beginnings(claim),
        primary.outcomes(claim) - {"safety"},
    )
    scored = []
    for number, one in enumerate(results):
        said, stems = primary.outcomes(one.folded), _beginnings(one.folded)
        score = max((wanted[outcome] for outcome in said if outcome in wanted), default=0.0)
        score = max(score, 9.0 * any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", one.folded) for name in called))
        score += (
            4.0 * bool(primary.MET.search(one.folded))
            + max((primary.WEIGHTS.get(outcome, 0.0) for outcome in said), default=0.0)
            + 2.0 * bool(said & claimed)
        )
        score += (
            1.0 * bool(cues.REPORTED.search(one.folded))
            + 1.0 * bool(cues.STATISTICS.search(one.folded))
            + bool(cues.CHANGED.search(one.folded))
        )
        score += 0.4 * min(len(stems & title), 3) + 0.5 * min(len(stems & concluded), 4) + 0.8 * (not number)
        score += (
            0.6 * min(worth_of(record.text, one), 4.0)
            + 0.7 * bool(cues.SIGNIFICANT.search(one.folded))
            - 0.6 * bool(cues.NOT_SIGNIFICANT.search(one.folded))
        )
        score -= (
            3.0 * bool(cues.SUBGROUP.search(one.folded))
            + 3.0 * bool(cues.BACKGROUND_SAID.search(one.folded))
            + 1.5 * one.place
        )
        score -= 4.0 * bool(cues.GIVEN.search(one.folded))
        score += 2.0 * bool("cost" in design and cues.ICER.search(one.folded)) + 3.0 * ("dominant" in one.folded)
        score -= 2.0 * (bool(cues.SAFETY.search(one.folded)) and "safety" not in wanted)
        scored.append((one, score))
    return scored


# What a study of this design is made to find out.
_MADE_FOR = {
    "pharmacokinetics": "exposure",
    "cost": "costs",
    "pharmacovigilance": "safety",
    "phase 1": "dose limits",
    "qualitative": "themes",
}


def _wanted(record: Record, told: Sequence[Told], design: Sequence[str]) -> dict[str, float]:
    """Return the outcomes that the study was made for and how much they weigh: named as primary, else of aim and title."""
    if named := primary.named([one.folded for one in told if one.at.role is not Role.BACKGROUND]):
        return dict.fromkeys(named, 8.0)
    made_for = {outcome for tag, outcome in _MADE_FOR.items() if tag in design}
    aims = [one.folded for one in told if _is_aim(one)]
    aim = next((found for folded in aims if (found := primary.first(primary.aim(folded)))), frozenset[str]())
    title = primary.outcomes(fold(record.title)) - {"escalation"}
    if _EFFICACY.search(" ".join([fold(record.title), *aims])):  # "efficacy and safety": the former is the news
        aim, title = aim - {"safety"}, title - {"safety"}
    return dict.fromkeys(title, 2.5) | dict.fromkeys(aim, 3.0) | dict.fromkeys(made_for, 3.0)


_EFFICACY = re.compile(
    r"efficac|effectiveness|antitumou?r (?:effect|activity)|(?:effects?|activity|benefits?) and (?:safety|toler)"
)


def _is_aim(one: Told) -> bool:
    """Return whether a sentence states what the study is for: under that heading, or in words of an aim."""
    return (one.at.labelled and one.at.role is Role.OBJECTIVE) or primary.AIM.search(one.folded) is not None


def _claim(told: Sequence[Told]) -> str:
    """Return the first thing that they conclude, without what they set against it."""
    first = next(iter(of_role(told, Role.CONCLUSIONS)), None)
    return re.split(r",? (?:but|although|though|while|whereas|however)(?!\w)", first.folded)[0] if first else ""


def _beginnings(folded: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(folded) if word not in _COMMON)


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


def safety_scores(results: Sequence[Told]) -> Scored:
    """Return of those sentences that speak of harm how much they say of it."""
    said = [one for one in results if cues.SAFETY.search(one.folded)]
    return [(one, 1.0 * bool(re.search(r"\d|no |none", one.folded)) + 1.0 * bool(re.search(r"grade|serious|treatment-related|discontinu", one.folded)) - one.place) for one in said]  # fmt: skip


def design_scores(told: Sequence[Told]) -> Scored:
    """Return how much each sentence says of design, number of patients and regimens."""
    return [
        (
            one,
            2.0 * bool(cues.DESIGN.search(one.folded))
            + 2.0 * bool(cues.POPULATION.search(one.folded))
            + min(len(cues.REGIMEN.findall(one.folded)), 3)
            - one.place,
        )
        for one in told
    ]


def conclusion_scores(told: Sequence[Told]) -> Scored:
    """Return how much each sentence concludes; a call for further studies concludes nothing."""
    scores = (
        (
            one,
            1.0 * bool(cues.CONCLUDED.search(one.folded)) - 1.5 * bool(cues.FURTHER.search(one.folded)) - 0.6 * number,
        )
        for number, one in enumerate(told)
    )
    return list(scores)

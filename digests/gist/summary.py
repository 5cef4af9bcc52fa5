"""A record in its own sentences: what was found, what they conclude, how safe it was, what was done."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digests.gist import cues, primary
from digests.outcomes.figures import figures
from digests.roles import Marked, Role, marked
from watcher.model import Figure, Kind, Quote, Record, Span
from watcher.text import fold

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6  # letters of a word that are compared: "progression" and "progressive" are one
_COMMON = frozenset("with were from that this have been patients patient study group groups after than during treatment neuroendocrine tumour tumor tumours tumors nets median".split())  # fmt: skip
_SYNTHESES = frozenset({"meta-analysis", "systematic review"})
_MOST, _LAST = 400, 100  # sentences that are weighed, and how many of them from the end: an abstract has some twenty
_MESSAGES = frozenset({"review", "consensus", "guideline", "comment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A sentence with its role, its words, and where it stands among those of its role (0 the first, 1 the last)."""

    at: Marked
    folded: str
    place: float


def summarise(record: Record, design: Sequence[str] = ()) -> tuple[Quote, ...]:
    """Return sentences of the record's own, verbatim, the most important first; () where it has no text.

    Of a study: what was found on the outcome that the methods name as primary, what they conclude, the safety, what was done. Of a
    review, a guideline or a comment: its main message. Of a plan: what is planned. Roles are "finding", "conclusion",
    "safety", "design", "message", "plan", "lead" (of news) and "background"; spans refer to ``Record.text``.
    """
    text = record.text
    told = _told(text)
    if record.kind is Kind.NEWS or "press" in design:
        chosen = _news(text, told, told_of_who=bool(cues.ENROLMENT.search(fold(record.title))))
    elif record.kind is Kind.REGISTRATION:
        chosen = [(one, "design") for one in sorted(_best(_design_scores(told), 2), key=lambda one: one.at.start)]
    elif "protocol" in design:
        chosen = _planned(told)
    elif _MESSAGES & set(design) and not _SYNTHESES & set(design):
        chosen = _message(told)
    else:
        chosen = _study(record, told, design)
    return tuple(_quote(text, one.at, role) for one, role in _two(chosen, told))


def _told(text: str) -> list[_Told]:
    every = [one for one in marked(text) if _tells(fold(text[one.start : one.end]))]
    if len(every) > _MOST:  # what is no abstract any more says what it is about first, and what it found last
        every = every[: _MOST - _LAST] + every[-_LAST:]
    last: dict[Role, int] = {}
    for one in every:
        last[one.role] = last.get(one.role, -1) + 1
    seen: dict[Role, int] = {}
    made = []
    for one in every:
        seen[one.role] = seen.get(one.role, -1) + 1
        place = seen[one.role] / max(last[one.role], 1)
        made.append(_Told(at=one, folded=fold(text[one.start : one.end]), place=place))
    return made


def _tells(folded: str) -> bool:
    long = len(folded.split()) >= cues.FEWEST_WORDS or (not folded.isascii() and len(folded) > 12)
    return long and not cues.HOUSEKEEPING.match(folded)


Chosen = list[tuple[_Told, str]]
Scored = Sequence[tuple[_Told, float]]


def _study(record: Record, told: Sequence[_Told], design: Sequence[str]) -> Chosen:
    """Return finding, conclusion, safety and design, as far as there are sentences of each."""
    is_case = bool({"case report", "case series"} & set(design))
    results = [
        one
        for one in told
        if (one.at.role is Role.RESULTS or _may_report(one, is_case=is_case)) and not _is_no_finding(one.folded)
    ]
    concluded = _best(_conclusion_scores([one for one in _of(told, Role.CONCLUSIONS) if _concludes(one)]), 1)
    found = _found(_finding_scores(record, told, results, design))
    safety = [one for one in _best(_safety_scores(results), 1) if one not in found]
    done = _best(_design_scores(_of(told, Role.METHODS) or _of(told, Role.OBJECTIVE)), 1)
    parts = {
        "finding": found,
        "conclusion": concluded,
        "safety": safety,
        "design": [one for one in done if one not in found],
    }
    return [(one, role) for role, those in parts.items() for one in those]


# Points by which the best finding must lead the next: below, a reader may want either, and gets both.
_LEAD = 2.0


def _found(scored: Scored) -> list[_Told]:
    """Return the finding that scores best, and the next where it is nearly as good: an outcome named as primary leads by far."""
    worth = dict(scored)
    best = _best(scored, 2)
    return [one for one in best if worth[one] > max(worth[best[0]] - _LEAD, 0.0)] or best[:1]


def _concludes(one: _Told) -> bool:
    """Return whether a sentence concludes: it stands under that heading, or it judges, or tells without figures how it came out."""
    if one.at.labelled:
        return True
    if cues.NEVER.search(one.folded) or cues.DONE.search(one.folded):
        return False
    return cues.JUDGED.search(one.folded) is not None or not (
        cues.STATISTICS.search(one.folded) or cues.NO_FINDING.search(one.folded)
    )


def _may_report(one: _Told, *, is_case: bool) -> bool:
    """Return whether a sentence without a heading may report though it was not read so: a course, an outcome's value."""
    if one.at.labelled or one.at.role is Role.BACKGROUND or (one.at.role is Role.CONCLUSIONS and _concludes(one)):
        return False
    return (
        is_case
        or "themes" in primary.outcomes(one.folded)
        or bool(primary.outcomes(one.folded) and re.search(r"(?:was|were|fell|rose|had) [^.;]{0,40}\d", one.folded))
    )


def _message(told: Sequence[_Told]) -> Chosen:
    """Return what a review, a guideline or a comment has to say: its conclusions, else what it recommends."""
    own = _of(told, Role.CONCLUSIONS) or [one for one in told if one.at.role is not Role.BACKGROUND] or list(told)
    recommended = [
        one
        for one in told
        if (cues.AGREED.search(one.folded) or cues.VOTED.search(one.folded)) and one.at.role is not Role.METHODS
    ]
    scored = [(one, _message_score(one)) for one in _once([*own, *recommended])]
    return [(one, "message") for one in _best(scored, 2)]


def _message_score(one: _Told) -> float:
    return (
        1.5 * bool(cues.RECOMMENDED.search(one.folded))
        + 1.0 * bool(re.search(r"we recommend|is recommended|consensus (?:was|that)|agreed that", one.folded))
        + 0.7 * bool(cues.CONCLUDED.search(one.folded))
        + 1.5 * bool(cues.VOTED.search(one.folded))
        + 0.7 * bool(cues.STANDING.search(one.folded))
        + 0.5 * (one.at.role is Role.CONCLUSIONS)
        - 2.0 * bool(cues.FURTHER.search(one.folded))
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


def _planned(told: Sequence[_Told]) -> Chosen:
    own = [one for one in told if one.at.role is not Role.BACKGROUND] or list(told)
    scored = [
        (
            one,
            3.0 * bool(re.search(r"will be|will |is recruiting|randomi[sz]", one.folded))
            + score
            + 1.5 * bool(re.search(r"randomi[sz]ed|assigned|allocated", one.folded)),
        )
        for one, score in _design_scores(own)
    ]
    named = [one for one in own if primary.names(one.folded)]
    first = _best(scored, 1)
    return [(one, "plan") for one in _once([*first, *named[:1]])]


def _news(text: str, told: Sequence[_Told], *, told_of_who: bool) -> Chosen:
    """Return what the news reports, and how it begins; without a result its first two sentences."""
    scored = [
        (one, 8.0 * bool(re.search(r"(?:met|meet|achiev\w{1,3}|miss\w{0,2}|reach\w{0,2}|fail\w{0,2}) (?:\w{1,16} ){0,3}(?:primary|end-?point)", one.folded)) + 2.0 * bool(cues.AWAITED.search(one.folded)) + 3.0 * bool(told_of_who and cues.POPULATION.search(one.folded)) + _worth_of(text, one) - 0.3 * place)
        for place, one in enumerate(told)
    ]  # fmt: skip
    worth = dict(scored)
    found = [one for one, score in scored if score > 1]
    best = _best([pair for pair in scored if pair[0] in found], 2)
    best = [one for one in best if one is best[0] or (worth[one] >= _TELLING and _worth_of(text, one) > 1)]
    lead = [one for one in told[:1] if one not in best]
    rest = [(told[1], "finding")] if len(told) > 1 and not best else []
    return [*((one, "finding") for one in best), *((one, "lead") for one in lead), *rest]


_TELLING = 1.5  # points of a second sentence of a piece of news, with a value and its interval, that is told as well


def _two(chosen: Chosen, told: Sequence[_Told]) -> Chosen:
    """Return what was chosen, with the text's first other sentences where that is less than two."""
    taken = [one for one, _ in chosen]
    said = {role for _, role in chosen}
    if said and said <= {"message", "plan"}:  # what else it says is no finding of its own
        return [*chosen, *((one, "background") for one in told if one not in taken)][: max(2, len(chosen))]
    more = [(one, "design" if _is_no_finding(one.folded) else _SHOWN[one.at.role]) for one in told if one not in taken][
        : max(2 - len(chosen), 0)
    ]
    return sorted([*chosen, *more], key=lambda pair: pair[1] != "finding") if more else chosen


_SHOWN: Mapping[Role, str] = {
    Role.BACKGROUND: "background",
    Role.OBJECTIVE: "design",
    Role.METHODS: "design",
    Role.RESULTS: "finding",
    Role.CONCLUSIONS: "conclusion",
}


def _is_no_finding(folded: str) -> bool:
    """Return whether a sentence among the results only says who was enrolled, how they were, or how it was done."""
    folded = cues.FOLLOWED.sub("", folded)
    if cues.NEVER.search(folded):
        return True
    # "Of 93 patients enrolled, 55 (59%) had disease control": what follows may be a finding all the same.
    return bool(cues.NO_FINDING.search(folded) or cues.DONE.search(folded)) and not (
        primary.outcomes(folded) and cues.STATISTICS.search(folded)
    )


def _of(told: Sequence[_Told], role: Role) -> list[_Told]:
    return [one for one in told if one.at.role is role]


def _once(told: Sequence[_Told]) -> list[_Told]:
    return [one for place, one in enumerate(told) if one not in told[:place]]


def _best(scored: Scored, count: int) -> list[_Told]:
    """Return the sentences that score best, the best first; among equals the earlier ones."""
    ordered = sorted(scored, key=lambda pair: (-pair[1], pair[0].at.start))
    return [one for one, _ in ordered[:count]]


def _finding_scores(record: Record, told: Sequence[_Told], results: Sequence[_Told], design: Sequence[str]) -> Scored:
    """Return how much each sentence says of what the study was made to find out."""
    wanted = _wanted(record, told, design)
    claim = _claim(told)
    asked = " ".join(one.folded for one in told if one.at.role is Role.OBJECTIVE or primary.AIM.search(one.folded))
    title, concluded, claimed = (
        _beginnings(f"{fold(record.title)} {asked}"),
        _beginnings(claim),
        primary.outcomes(claim) - {"safety"},
    )
    scored = []
    for number, one in enumerate(results):
        said, stems = primary.outcomes(one.folded), _beginnings(one.folded)
        score = max((wanted[outcome] for outcome in said if outcome in wanted), default=0.0)
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
            0.6 * min(_worth_of(record.text, one), 4.0)
            + 0.7 * bool(cues.SIGNIFICANT.search(one.folded))
            - 0.6 * bool(cues.NOT_SIGNIFICANT.search(one.folded))
        )
        score -= (
            3.0 * bool(cues.SUBGROUP.search(one.folded))
            + 3.0 * bool(cues.BACKGROUND_SAID.search(one.folded))
            + 1.5 * one.place
        )
        score += 2.0 * bool("cost" in design and cues.ICER.search(one.folded))
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


def _wanted(record: Record, told: Sequence[_Told], design: Sequence[str]) -> dict[str, float]:
    """Return the outcomes that the study was made for and how much they weigh: named as primary, else of aim and title."""
    if named := primary.named([one.folded for one in told if one.at.role is not Role.BACKGROUND]):
        return dict.fromkeys(named, 8.0)
    made_for = {outcome for tag, outcome in _MADE_FOR.items() if tag in design}
    aims = [one.folded for one in told if one.at.role is Role.OBJECTIVE or primary.AIM.search(one.folded)]
    aim = next((found for folded in aims if (found := primary.first(primary.aim(folded)))), frozenset[str]())
    title = primary.outcomes(fold(record.title)) - {"escalation"}
    if _EFFICACY.search(" ".join([fold(record.title), *aims])):  # "efficacy and safety": the former is the news
        aim, title = aim - {"safety"}, title - {"safety"}
    return dict.fromkeys(title, 2.5) | dict.fromkeys(aim, 3.0) | dict.fromkeys(made_for, 3.0)


_EFFICACY = re.compile(
    r"efficac|effectiveness|antitumou?r (?:effect|activity)|(?:effects?|activity|benefits?) and (?:safety|toler)"
)


def _claim(told: Sequence[_Told]) -> str:
    """Return the first thing that they conclude, without what they set against it."""
    first = next(iter(_of(told, Role.CONCLUSIONS)), None)
    return re.split(r",? (?:but|although|though|while|whereas|however)(?!\w)", first.folded)[0] if first else ""


def _beginnings(folded: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(folded) if word not in _COMMON)


_PRIMARY = frozenset(
    {"PFS", "TTP", "OS", "ORR", "DCR", "progression or death", "biochemical response", "symptom response"}
)


def _worth_of(text: str, one: _Told) -> float:
    return sum(_worth(figure) for figure in figures(text) if one.at.start <= figure.at.start < one.at.end)


def _worth(figure: Figure) -> float:
    if figure.outcome in {"follow-up", "age"}:
        return 0.0
    return (1.0 + (figure.low is not None) + 0.5 * bool(figure.p)) * (1.0 if figure.outcome in _PRIMARY else 0.5)


def _safety_scores(results: Sequence[_Told]) -> Scored:
    said = [one for one in results if cues.SAFETY.search(one.folded)]
    return [(one, 1.0 * bool(re.search(r"\d|no |none", one.folded)) + 1.0 * bool(re.search(r"grade|serious|treatment-related|discontinu", one.folded)) - one.place) for one in said]  # fmt: skip


def _design_scores(told: Sequence[_Told]) -> Scored:
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


def _conclusion_scores(told: Sequence[_Told]) -> Scored:
    """Return how much each sentence concludes; a call for further studies concludes nothing."""
    scores = (
        (
            one,
            1.0 * bool(cues.CONCLUDED.search(one.folded)) - 1.5 * bool(cues.FURTHER.search(one.folded)) - 0.6 * number,
        )
        for number, one in enumerate(told)
    )
    return list(scores)


def _quote(text: str, sentence: Marked, role: str) -> Quote:
    start, end = sentence.start, sentence.end
    return Quote(text=text[start:end], span=Span(field="abstract", start=start, end=end), role=role)

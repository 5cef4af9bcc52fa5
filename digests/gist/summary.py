"""A record in its own sentences: what was found, what they conclude, how safe it was, what was done."""

import re
from collections.abc import Mapping, Sequence

from digests.gist import cues, matter, primary
from digests.gist.earlier import DID_LITTLE
from digests.gist.finding import best_found, finding_scores, found_first
from digests.gist.scores import (
    Told,
    best_of,
    conclusion_scores,
    design_scores,
    message_scores,
    of_role,
    safety_scores,
)
from digests.roles import Role, marked
from watcher.model import Kind, Quote, Record, Span
from watcher.text import fold

_SYNTHESES = frozenset({"meta-analysis", "systematic review", "scoping review"})
_MOST, _LAST = 400, 100  # sentences that are weighed, and how many of them from the end: an abstract has some twenty
_MESSAGES = frozenset({"review", "consensus", "guideline", "comment"})
_BINDING = frozenset({"consensus", "guideline"})  # these have a message of their own, whatever was searched for them


def _tells_a_message(design: Sequence[str]) -> bool:
    return bool(_BINDING & set(design) or (_MESSAGES & set(design) and not _SYNTHESES & set(design)))


def summarise(record: Record, design: Sequence[str] = ()) -> tuple[Quote, ...]:
    """Return sentences of the record's own, verbatim, the most important first; () where it has no text.

    Of a study: what was found on the outcome that the methods name as primary, what they conclude, the safety, what was done. Of a
    review, a guideline or a comment: its main message. Of a plan: what is planned. Roles are "finding", "conclusion",
    "safety", "design", "message", "plan", "lead" (of news) and "background"; spans refer to ``Record.text``.
    """
    text = record.text
    told = _told(text)
    if record.kind is Kind.NEWS or "press" in design:
        chosen = _news(record, told, design)
    elif record.kind is Kind.REGISTRATION:
        chosen = _registered(record, told, design)
    elif record.kind is Kind.NOTICE:
        chosen = [(one, "finding") for one in matter.wrong_first(told)]
    elif "protocol" in design:
        chosen = _planned(told)
    elif _tells_a_message(design):
        chosen = _message(told, is_binding=bool(_BINDING & set(design)))
    else:
        chosen = _study(record, told, design)
    is_news, is_notice = record.kind is Kind.NEWS, record.kind is Kind.NOTICE
    whole = chosen if is_notice else _two(chosen, told, is_news=is_news)
    return tuple(_quote(text, one, role, is_notice=is_notice) for one, role in whole)


def _told(text: str) -> list[Told]:
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
        made.append(Told(at=one, folded=fold(text[one.start : one.end]), place=place))
    return made


def _tells(folded: str) -> bool:
    long = len(folded.split()) >= cues.FEWEST_WORDS or (not folded.isascii() and len(folded) > 12)
    return long and not cues.HOUSEKEEPING.match(folded)


Chosen = list[tuple[Told, str]]


def _study(record: Record, told: Sequence[Told], design: Sequence[str]) -> Chosen:
    """Return finding, conclusion, safety and design, as far as there are sentences of each."""
    concluding = _concluding(told)
    results = [one for one in _results(told, design) if one not in concluding]
    concluded = best_of(conclusion_scores(concluding), 1)
    concluded += [one for one in concluding if one not in concluded and cues.CAVEAT.search(one.folded)][:1]
    found = found_first(finding_scores(record, told, results, design))
    if _SYNTHESES & set(design) and concluded and all(cues.RANGED.search(one.folded) for one in found):
        found = found[:1]  # a second range says less than what they conclude
    safety = [one for one in best_of(safety_scores(results), 1) if one not in found]
    methods = _methods(told, is_case=_is_case(design))
    gathered = [one for one in told if _SYNTHESES & set(design) and _says_who_came_in(one)]
    if gathered:  # where they looked says less than what came in
        methods = [one for one in methods if not cues.SEARCHED.search(one.folded)]
    done = best_of(design_scores(_once([*methods, *gathered])), 1)
    done = [one for one in done if one not in found]
    parts = {"finding": found, "conclusion": concluded, "safety": safety, "design": done}
    return [(one, role) for role, those in parts.items() for one in those]


def _concluding(told: Sequence[Told]) -> list[Told]:
    """Return what may conclude; where nothing was read so, the last sentence of a text without headings, if it judges."""
    own = [one for one in told if _sums_up(one) or (one.at.role is Role.CONCLUSIONS and _concludes(one))]
    last = [one for one in told[-1:] if not any(each.at.labelled for each in told)]
    return own or [
        one
        for one in last
        if cues.JUDGED.search(one.folded) and not cues.FIGURES.search(one.folded) and _concludes(one)
    ]


def candidates(record: Record, design: Sequence[str]) -> tuple[Sequence[Told], Sequence[Told]]:
    """Return the sentences of a study that tell something, and those of them that may be what it found; () for what is no study."""
    told = _told(record.text)
    is_study = not {"press", "protocol"} & set(design) and not _tells_a_message(design)
    return told, _results(told, design) if is_study else ()


def _is_case(design: Sequence[str]) -> bool:
    return bool({"case report", "case series"} & set(design))


def _results(told: Sequence[Told], design: Sequence[str]) -> list[Told]:
    is_case = _is_case(design)
    found = [
        one
        for one in told
        if (one.at.role is Role.RESULTS or _may_report(one, is_case=is_case))
        and not _is_no_finding(one.folded)
        and not _sums_up(one)
        and not (is_case and (_is_a_step(one) or _is_before(one)))
    ]
    return _since_more(found, told, is_case=is_case) or found


def _since_more(found: Sequence[Told], told: Sequence[Told], *, is_case: bool) -> list[Told]:
    """Return the results without what the label's dose had done; in a patient's story without all that came before more was given."""
    raised = (one.at.start for one in told if is_case and cues.RAISED.search(one.folded))
    since = next(raised, 0)
    return [
        one
        for one in found
        if one.at.start >= since
        and not cues.ON_THE_LABEL.search(one.folded)
        and not (is_case and cues.RAISED.search(one.folded) and not cues.THEREUPON.search(one.folded))
    ]


def _methods(told: Sequence[Told], *, is_case: bool) -> list[Told]:
    """Return what tells how it was done: the methods, else what the authors say that they did, else whom a case is of, else their aim."""
    told_of = [one for one in told if one.at.role is Role.RESULTS and (is_case or not one.at.labelled)]
    did = [one for one in told_of if cues.WE_DID.search(one.folded) or (is_case and _is_a_step(one))]
    who = [one for one in told_of if is_case and cues.AGED.search(one.folded) and not cues.CAME.search(one.folded)]
    methods = of_role(told, Role.METHODS)
    steps = [one for one in methods if is_case and _is_a_step(one)]
    counted = [one for one in told if _says_who_came_in(one)]
    if counted and methods and all(cues.BARE_DESIGN.match(one.folded) for one in methods):
        return counted
    return steps or methods or did or who or of_role(told, Role.OBJECTIVE)


def _says_who_came_in(one: Told) -> bool:
    is_counted = one.at.role is Role.RESULTS and cues.POPULATION.search(one.folded) is not None
    return is_counted and _is_no_finding(one.folded)


def _is_a_step(one: Told) -> bool:
    """Return whether a sentence of a patient's story says what was given then, and nothing of what came of it."""
    came_of_it = any(said.search(one.folded) for said in (cues.THEREUPON, DID_LITTLE))
    told = came_of_it or primary.outcomes(one.folded) - {"escalation"}
    return cues.GIVEN.search(one.folded) is not None and not told


def _is_before(one: Told) -> bool:
    """Return whether a sentence of a patient's story says how it stood before, and of nothing that changed."""
    return cues.STOOD.search(one.folded) is not None and not cues.CAME.search(one.folded)


def _sums_up(one: Told) -> bool:
    return not one.at.labelled and cues.SUMS_UP.search(one.folded) is not None


def _concludes(one: Told) -> bool:
    """Return whether a sentence concludes: it stands under that heading, or it judges, or tells without figures how it came out."""
    if one.at.labelled:
        return True
    if (
        cues.NEVER.search(one.folded)
        or cues.DONE.search(one.folded)
        or cues.COUNTED.search(one.folded)
        or cues.COURSE.search(one.folded)
    ):
        return False
    if cues.FURTHER.search(one.folded) and "planned" in one.folded:
        return False
    reports = cues.PAST.search(one.folded) is not None and not cues.CONCLUDED.search(one.folded)
    return cues.JUDGED.search(one.folded) is not None or not (
        reports or cues.FIGURES.search(one.folded) or cues.NO_FINDING.search(one.folded)
    )


def _may_report(one: Told, *, is_case: bool) -> bool:
    """Return whether a sentence without a heading may report though it was not read so: a course, an outcome's value."""
    if one.at.labelled or one.at.role is Role.BACKGROUND or (one.at.role is Role.CONCLUSIONS and _concludes(one)):
        return False
    if not is_case and (cues.NO_FINDING.search(one.folded) or cues.DONE.search(one.folded)):
        return False
    return (
        (is_case and (cues.PAST.search(one.folded) is not None or not cues.GENERAL.search(one.folded)))
        or "themes" in primary.outcomes(one.folded)
        or bool(primary.outcomes(one.folded) and cues.VALUE.search(one.folded))
        or cues.SHARE.search(one.folded) is not None
        or cues.COURSE.search(one.folded) is not None
        or cues.AVERAGE.search(one.folded) is not None
    )


def _message(told: Sequence[Told], *, is_binding: bool) -> Chosen:
    """Return what a review, a guideline or a comment has to say: its conclusions, else what it recommends.

    A review that concludes in one sentence says something under "Recent findings", too.
    """
    headed = [one for one in of_role(told, Role.CONCLUSIONS) if one.at.labelled and not cues.FURTHER.search(one.folded)]
    if len(headed) == 1 and not is_binding:
        headed += [one for one in of_role(told, Role.RESULTS) if one.at.labelled]
    own = headed or [one for one in told if not one.at.labelled or one.at.role is not Role.BACKGROUND] or list(told)
    recommended = [
        one
        for one in told
        if (cues.AGREED.search(one.folded) or cues.VOTED.search(one.folded))
        and one.at.role not in {Role.METHODS, Role.OBJECTIVE}
    ]
    opening = _opening(told)
    best = best_of(message_scores(_once([*own, *recommended])), 2)
    return [(one, "background" if one in opening else "message") for one in best]


def _opening(told: Sequence[Told]) -> Sequence[Told]:
    """Return what a text without headings says before it comes to itself: "This review discusses ..."."""
    own = (at for at, one in enumerate(told) if cues.OWN.search(one.folded))
    return () if any(one.at.labelled for one in told) else told[: next(own, 0)]


def _registered(record: Record, told: Sequence[Told], design: Sequence[str]) -> Chosen:
    """Return what a registration reports where results are posted, and how the trial is, was or will be done: two sentences, the fullest first."""
    posted = [one for one in told if cues.POSTED.search(one.folded)]
    found = best_of(finding_scores(record, told, posted, design), 1)
    rest = [one for one in told if one not in found]
    named = [one for one in rest if primary.names(one.folded) or primary.names(one.at.heading)]
    scored = design_scores(rest)
    done = _once([*best_of(scored, 1), *named[:1], *best_of(scored, 2)])[: 2 - len(found)]
    is_ahead = not found and cues.AHEAD.search(fold(record.text)) is not None
    said = [(one, "plan" if is_ahead or cues.WILL.search(one.folded) else "design") for one in done]
    return [*((one, "finding") for one in found), *said]


def _planned(told: Sequence[Told]) -> Chosen:
    own = [one for one in told if one.at.role is not Role.BACKGROUND] or list(told)
    scored = [
        (
            one,
            3.0 * bool(re.search(r"will be|will |is recruiting|randomi[sz]", one.folded))
            + score
            + 1.5
            * bool(
                re.search(r"randomi[sz]ed|assigned|allocated|stepped-wedge|(?:trial|study) (?:in|at|of) ", one.folded)
            )
            - 4.0
            * bool(
                re.search(
                    r"^(?:the )?(?:statistical )?analys[ei]s (?:will|is)|^results will|^ethic|^approv|sample size",
                    one.folded,
                )
            ),
        )
        for one, score in design_scores(own)
    ]
    named = [one for one in own if primary.names(one.folded)]
    first = best_of(scored, 1)
    return [(one, "plan") for one in _once([*first, *named[:1]])]


def _news(record: Record, told: Sequence[Told], design: Sequence[str]) -> Chosen:
    """Return what the news reports, and how it begins; without a result its first two sentences."""
    of_who = cues.ENROLMENT.search(fold(record.title)) is not None
    results = [one for one in told if _may_be_news(one, of_who=of_who)]
    scored = [
        (
            one,
            score
            + 4.0 * bool(cues.AWAITED.search(one.folded))
            + 6.0 * (of_who and cues.POPULATION.search(one.folded) is not None),
        )
        for one, score in finding_scores(record, told, results, design)
    ]
    telling = [pair for pair in scored if pair[1] > _TELLING]
    found = [one for one in told if matter.denies(one.folded)][:1] or best_found(telling)
    lead = [one for one in told if not cues.EARNED.search(one.folded)][:1]
    lead = [one for one in lead if one not in found]
    reports = {one.at.start for one, _ in telling}
    rest = (
        []
        if found or len(told) < 2
        else [
            (
                told[1],
                "lead" if _is_no_finding(told[1].folded) or not cues.REPORTED.search(told[1].folded) else "finding",
            )
        ]
    )
    awaited = [one for one in found if cues.AWAITED.search(one.folded) and not re.search(r"\d ?%|months", one.folded)]

    def is_of_who(one: Told) -> bool:
        return of_who and cues.ENROLMENT.search(one.folded) is not None

    is_plan = [one in awaited or cues.WILL.search(one.folded) is not None for one in found]
    said = [
        (one, "plan" if ahead else "lead" if is_of_who(one) else "finding")
        for one, ahead in zip(found, is_plan, strict=True)
    ]
    begun = [(one, "lead" if is_of_who(one) or one.at.start not in reports else "finding") for one in lead]
    return sorted([*said, *begun, *rest], key=lambda pair: pair[1] == "plan" and pair[0] not in awaited)


def _may_be_news(one: Told, *, of_who: bool) -> bool:
    """Return whether a sentence of a piece of news may be what it reports: no quotation, no call, nothing that was done or earned."""
    if (
        cues.SAID.search(one.folded)
        or cues.EARNED.search(one.folded)
        or (cues.FURTHER.search(one.folded) and not cues.AWAITED.search(one.folded))
    ):
        return False
    return not _is_no_finding(one.folded) or (of_who and cues.POPULATION.search(one.folded) is not None)


_TELLING = 2.0  # points below which a sentence of a piece of news tells no result


def _two(chosen: Chosen, told: Sequence[Told], *, is_news: bool) -> Chosen:
    """Return what was chosen, with the text's first other sentences where that is less than two."""
    taken = [one for one, _ in chosen]
    said = {role for _, role in chosen}
    if said and said <= {"message", "plan"}:  # what else it says is no finding of its own
        return [*chosen, *((one, "background") for one in told if one not in taken)][: max(2, len(chosen))]
    others = [one for one in told if one not in taken and not (is_news and cues.EARNED.search(one.folded))]
    rest = others[: max(2 - len(chosen), 0)]
    more = [(one, "lead" if is_news else "design" if _is_no_finding(one.folded) else _shown(one)) for one in rest]
    return sorted([*chosen, *more], key=lambda pair: pair[1] != "finding") if more else chosen


_SHOWN: Mapping[Role, str] = {
    Role.BACKGROUND: "background",
    Role.OBJECTIVE: "design",
    Role.METHODS: "design",
    Role.RESULTS: "finding",
    Role.CONCLUSIONS: "conclusion",
}


def _shown(one: Told) -> str:
    return "background" if one.at.role is Role.CONCLUSIONS and not _concludes(one) else _SHOWN[one.at.role]


def _is_no_finding(folded: str) -> bool:
    """Return whether a sentence among the results only says who was enrolled, how they were, or how it was done."""
    folded = cues.DEFINED.sub("", cues.FOLLOWED.sub("", folded))
    if primary.COUNTED.search(folded):  # "the primary outcome was met by 22 (56%) patients treated every 14 days"
        return False
    did = cues.WE_DID.search(folded)
    if cues.NEVER.search(folded) or (did and not cues.VALUE_FOLLOWS.search(folded, did.end())):
        return True
    if cues.TESTED.search(folded) and not cues.WHO_THEY_WERE.search(folded):
        return False
    # "Of 93 patients enrolled, 55 (59%) had disease control": what follows may be a finding all the same.
    is_result = cues.STATISTICS.search(folded) or cues.CHANGED.search(folded)
    said = primary.outcomes(folded) if is_result else frozenset[str]()
    came_in = cues.NO_FINDING.search(folded) and not said - {"escalation"}
    return bool(came_in or (cues.DONE.search(folded) and not said))


def _once(told: Sequence[Told]) -> list[Told]:
    return [one for place, one in enumerate(told) if one not in told[:place]]


def _quote(text: str, one: Told, role: str, *, is_notice: bool) -> Quote:
    """Return the sentence, from where it comes to its matter."""
    sentence = one.at
    start, end = sentence.start, sentence.end
    if is_notice and text[start].islower():  # "The conclusion now reads: ..."
        start = sentence.begin
    elif is_notice or role == "message":
        start += matter.of_notice(one.folded) if is_notice else matter.of_panel(one.folded)
    elif (
        text[start].islower() and " " in sentence.heading
    ):  # "Primary outcome: change in stools": no sentence without it
        start = sentence.begin
    return Quote(text=text[start:end], span=Span(field="abstract", start=start, end=end), role=role)

"""What the clause around a figure says of it: a plan, a claim of significance, the reason for a treatment, a symptom's course.

No direction is read from a number.
"""

import bisect
import functools
import re

from digests.outcomes.lexicon import PROGRESSION, is_time
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence

_DENIED = re.compile(
    r"(?<!\w)(?:no|without|lack of)(?: \w{1,24}){0,2}? (?:difference|improvement|benefit|effect|change|increase|decrease|reduction|"
    r"advantage|association|evidence|additional|deterioration|impact|worsening|new safety|unexpected|dose-limiting|trend)\w{0,12}"
    r"(?: (?:toxicit\w{1,24}|signals?|adverse \w{1,24}|side[- ]effects))?"
    r"|(?<!\w)not (?:\w{1,24} ){0,2}?(?:significant(?:ly)?|differ(?:ent)?|superior|improved?|reach(?:ed)? (?:statistical )?significance|"
    r"prolonged?|affect(?:ed)?|meet|met|associated)"
    r"|(?<!\w)(?:did|does|do|was|were|could|is|are|has|have)(?: not|n't) (?:\w{1,24} ){0,2}?(?:differ|improve|prolong|affect|increase|reduce|meet|met|(?:reach|attain|achieve) (?:statistical )?significance)\w{0,12}(?: significantly)?"
    r"|(?<!\w)non-?significant(?:ly)?|(?<!\w)low (?:predictive )?probability of (?:showing )?superiority"
    r"|(?<!\w)failed to (?:\w{1,24} )?(?:show|demonstrate|improve|prolong|meet|reach)\w{0,12}|(?<!\w)neither(?= .{1,200}? nor )"
    r"|(?<!\w)without (?:reach|attain|achiev)ing (?:statistical )?significance|(?<!\w)(?:did|does|was|were) not(?= ?[(;,]| ?\.?$)"
)  # fmt: skip
# "PFS (HR 0.6), but not OS (HR 0.9), was significantly prolonged": what is claimed is not claimed of this value.
_EXCEPTED = re.compile(r",? ?(?:but|although) not [^(),;]{2,40}\(")
_NOT_OF = re.compile(
    r"(?<!\w)(?:and|but|though|although|if) not [^(),;]{2,40}?(?=,| (?:was|were|did|differed|improved)(?!\w))"
)
_ALIKE = re.compile(r"(?<!\w)(?:similar|comparable)(?!\w)")
_SIGNIFICANT = re.compile(r"(?<!\w)(?<!not )(?<!non-)(?<!no )significant(?:ly)?(?!\w)")
_PLANNED = re.compile(
    r"(?<!\w)(?:(?<!not powered )(?<!underpowered )(?:to|could|would|can) detect|(?<!not designed or )(?<!not )(?:power|powered)(?: of \d{1,3} ?%)? to|% power|sample size|hypothesi[sz]ed|"
    r"assum(?:ed|es|ing|ption|ptions)|(?<!exclude the )(?<!reject the )(?<!rejected the )null hypothesis|(?:we|was|were|be) expected|anticipat(?:ed|ing)|under the null|alternative hypothesis|would be considered|was considered promising|to be considered|(?:was|were) (?:taken|regarded|counted) as|stopping rule|expecting|allowing for (?:an? )?\d|accepting an?|on the premise of|(?:with|for) an? (?:expected|target|targeted) (?:[a-z-]{1,20} ){0,3}rate|\d{1,4} (?:evaluable )?(?:patients|participants) (?:were|was|are|is) (?:needed|required)|was designed to|(?:was|were) defined as(?![^;]{0,160}(?<!\w)(?:was|were|occurred|seen|found|achieved|observed)(?!\w))|meant|means an?|(?:had|needed) to (?:have|fall|show))(?!\w)"
)
_STATEMENT = re.compile(
    r";|, (?:but|although|though|while|whereas|however)(?!\w)|(?<!\w)(?:but|although|whereas)(?!\w)"
)


# "Although OS was similar, A had a longer DFS": the comma parts.
_CONCEDED = re.compile(r"(?:although|though|while|whereas) [^,;()]{1,200},")


def is_plan(sentence: Sentence) -> bool:
    """Return whether the sentence gives assumed or planned figures, not observed ones."""
    return _PLANNED.search(sentence.folded) is not None


def significance(sentence: Sentence, at: int) -> bool | None:
    """Return what the clause around the offset says in words; None where it says nothing, or both."""
    start, end = _own_claim(sentence, at, *_statement(sentence.folded, at))
    clause = sentence.folded[start:end]
    if _EXCEPTED.match(clause):
        return None
    clause = _NOT_OF.sub(" ", clause)
    denied = bool(_DENIED.search(clause) or _ALIKE.search(clause))
    claimed = bool(_SIGNIFICANT.search(_DENIED.sub(" ", clause)))
    return claimed if denied != claimed else None


def _own_claim(sentence: Sentence, at: int, start: int, end: int) -> tuple[int, int]:
    """Return the part of a statement that claims something of the value at the offset: "PFS was longer (HR 0.7), with no difference in OS (HR 1.0)".

    A part ends where a value was told and something is said of another outcome, before the next value.
    """
    for joint in (t.start for t in sentence.tokens if not t.depth and (t.mark in _JOINTS or t.label in _LEADS)):
        lead = _BEFORE_VALUE.match(sentence.folded, joint, end) if joint > start else None
        if lead is None or not any(t.mark is Mark.OUTCOME and joint < t.start < lead.end() for t in sentence.tokens):
            continue
        told = sentence.folded[start:joint]
        if _says(lead[0]) and _HAS_VALUE.search(told) and _says(told):
            if at < joint:
                return start, joint
            start = joint
    return start, end


_JOINTS = frozenset({Mark.COMMA, Mark.AND})
_LEADS = frozenset({"with", "without", "despite"})
_HAS_VALUE = re.compile(r"(?<![\w-])\d")
_BEFORE_VALUE = re.compile(r"[^\d(]{0,160}(?=[(\d])")
_COMPARES = re.compile(
    r"(?<!\w)(?:longer|shorter|better|worse|higher|lower|greater|more|fewer|less|improv|prolong|reduc|increas|decreas|delay|extend|favou?r|halv|doubl|superior)"
)


def _says(folded: str) -> bool:
    """Return whether the words compare: they claim a difference, or deny it."""
    return any(pattern.search(folded) for pattern in (_COMPARES, _DENIED, _ALIKE, _SIGNIFICANT))


def _statement(folded: str, at: int) -> tuple[int, int]:
    """Return the statement around an offset; a semicolon in brackets parts nothing."""
    ends = [
        m.start()
        for m in _STATEMENT.finditer(folded)
        if folded.count("(", 0, m.start()) <= folded.count(")", 0, m.start())
    ]
    conceded = _CONCEDED.match(folded)
    ends += [conceded.end()] if conceded else []
    return max((e for e in ends if e <= at), default=0), min((e for e in ends if e > at), default=len(folded))


# What was the occasion of a treatment holds for all that is listed after it, up to the sentence's end.
_REASON = re.compile(
    r"(?<!\w)(?:(?:reasons?|indications?|rationale|motives?|triggers?|justifications?)(?!\w)|indicated (?:by|for)(?!\w))"
)
_CHANGED_SO = r"(?:escalat|increas|intensif|shorten|switch|dosing|ssa|starting|high-dose|above-label)\w{0,12}"
# These hold within their clause: "the dose was escalated for flushing (62%), progression (33%)".
_CHANGED = r"(?:escalat|increas|intensif|shorten|switch|discontinu|withdr|stopp|initiat|start|chang|adjust|rais|doubl|uptitrat|up-titrat)\w{0,12}"
_OCCASION = (
    r"(?:for (?!\d|an? |up to|at least|one|two|three|six)|(?:on|upon|at|after) (?:[\w-]{1,24} )?(?:progress|relaps))"
)
_BECAUSE = re.compile(
    r"(?<!\w)(?:(?:because of|due to|owing to|on account of|driven by|prompted by|triggered by|motivated by|justified by)(?!\w)|(?:escalation|intensification|shortening|increase|dosing|ssa|switch) (?:was|were) [a-z]{4,10}(?: out)? for(?!\w)|(?:dos(?:e|ing|age)|interval|treatment|therapy|ssas?|drug)"
    rf"(?: [\w-]{{1,24}}){{0,4}} {_CHANGED}(?: [\w-]{{1,24}}){{0,3}} {_OCCASION}|{_CHANGED} (?:the )?(?:dose|dosage|interval|treatment|therapy)"
    rf"(?: [\w-]{{1,24}}){{0,3}} {_OCCASION})"
)
# Why a treatment was stopped is a result: "stopped because of steatorrhoea".
_STOPPED = re.compile(
    r"(?<!\w)(?:(?:stopp|discontinu|withdr)\w{1,8}|drop-?outs?|ended|terminated|(?:came|taken) off|gave up)(?: [\w-]{1,20}){0,4} (?:because|due|for|owing|after)(?!\w)"
)
# After these a result is told, whatever stood before.
_RESULT = re.compile(
    r"(?<!\w)(?:achieved|improved|improvement|resolution|relief|normali[sz]ed|documented|observed|resulted|showed|responded|obtained|reached|decreased|reduced|fell|after|at \d{1,3} (?:weeks|months|years)|at (?:week|month|year) \d{1,3})(?!\w)"
)
# Who took no part, "patients with stable disease (12%) were excluded", or gave up what is no treatment.
_TURNED_AWAY = re.compile(
    r"(?:(?!(?:when|if|after) )[^,;]){0,60}?(?<!\w)(?:(?:was|were|had been) (?:[a-z]{4,12} )?(?:excluded|ineligible|not (?:eligible|enrolled|included)|left out|removed|censored|lost to follow)"
    r"|(?:stopped|discontinued|gave up|left|lost|quit|reduced|retired)(?: [a-z]{3,9})? (?:work\w{0,3}|jobs?|driving|smoking|employment|early))(?!\w)"
)
# What patients had before, "a history of gallstones was recorded in 12%", or answered.
_HAD_BEFORE = re.compile(
    r"(?<!\w)(?:histor(?:y|ies) of|pre-?existing|respon(?:se rates?|ded) (?:to|of|for) (?:[a-z]{1,12} ){0,2}(?:survey|questionnaire)s?) [^;,%]{2,80}$"
)
# "Progression (30%) and symptoms (50%) led to escalation", "in 30% escalation was prompted by progression".
_LED_TO_CHANGE = re.compile(
    rf"[^;]{{0,90}}?(?<!\w)(?:(?:led to|prompted|triggered|motivated|(?:was|were) the (?:[a-z]{{4,10}} ){{0,2}}(?:reasons?|indications?) (?:for|of)) (?:[a-z-]{{1,12}} ){{0,2}}{_CHANGED_SO}|were the (?:[a-z]{{4,10}} ){{0,2}}(?:reasons|causes) (?:for|of) (?:[a-z-]{{1,12}} ){{0,2}}(?:reduc|interrupt|miss|delay|lengthen|stopp|discontinu|withdraw|chang|surg|admi|hospital)|{_CHANGED_SO}(?: [a-z-]{{1,12}}){{0,2}} (?:was|were) (?:motivated|prompted|triggered|driven|justified) by)"
)
_COMING = r"(?:baseline|entry|inclusion|enrol+ment|randomi[sz]ation|screening|presentation|diagnosis|referral)"
_AT_FIRST = re.compile(
    rf"(?<!\w)(?:(?<!from )(?<!with )(?:at|before|prior to|until)(?: the)?(?: study| trial| initial| time of){{0,4}}(?: of)? {_COMING}|baseline (?:characteristics|demographics|features|data)"
    rf"|(?:before|prior to)(?: the)?(?: \w{{1,24}})? (?:escalation|intensification|dose increase|change|treatment|therapy|switch\w{{0,12}})|eligib\w{{1,12}}|(?:at|before) the (?:start|beginning|onset) of)(?!\w)"
)
_EARLIER = re.compile(r"(?<!\w)(?:prior|previous(?:ly)?|pre-?treated)(?!\w)")
_CLAUSE = re.compile(
    r";|, (?:but|although|though|while|whereas|however|(?:all|most|some|none|\w{1,12}) of wh(?:om|ich))(?!\w)"
)
# What is told of those who had it not before: "of 41 patients without diabetes at baseline, 4 (9.8%) developed it".
_CAME = re.compile(
    r"[^,;]{0,24}(?<!\w)(?:developed|became|(?:had )?normali[sz]ed|acquired|converted|improved|resolved|responded|had (?:an? |some |complete )?(?:improvement|resolution|relief))(?!\w)"
)


def is_circumstance(sentence: Sentence, outcome: str, at: int) -> bool:
    """Return whether a share at the offset is a reason for treatment, of the time before it, or of something else in those who had the outcome.

    "Reasons for escalation were flushing (62%) and progression (33%)" gives no rate of progression; nor does
    "at baseline, 40% had diarrhoea" one of diarrhoea.
    """
    if outcome.startswith(_PARTED) and _OF_THESE.search(sentence.folded, max(0, at - _NEAR), at):
        return _GRADED.match(sentence.folded, at) is None
    if _TURNED_AWAY.match(sentence.folded, at) or _LED_TO_CHANGE.match(sentence.folded, at):
        return True
    start, end = clause(sentence.folded, at)
    if _STOPPED.search(sentence.folded[start:end]):
        return False
    cues = (
        _first(_REASON, sentence.folded, 0, at),
        None if _OF_WHOM.match(sentence.folded, start, at) else _first(_BECAUSE, sentence.folded, start, at),
        None if _is_of_those(sentence.folded, outcome, start, at) else _first(_AT_FIRST, sentence.folded, start, at),
    )
    if any(cue is not None and _first(_RESULT, sentence.folded, cue, at) is None for cue in cues):
        return True
    earlier = outcome in PROGRESSION and _first(_EARLIER, sentence.folded, start, end) is not None
    earlier = earlier or _HAD_BEFORE.search(sentence.folded, start, at) is not None
    first = _first(_AT_FIRST, sentence.folded, at, end)
    return earlier or (first is not None and not _WITH.search(sentence.folded, at, first))


# "Gallstones were found in 27%, of whom 4 (9%) were symptomatic": but how grave they were, and what they led to, is told of the event.
_OF_THESE = re.compile(
    r", of (?:whom|which|these|those|them) (?:(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten) \()?$"
)
_GRADED = re.compile(r"[^,;]{0,40}(?<!\w)(?:grade|severe|serious|mild|moderate|cholecystectom)")
_PARTED = ("AE: ", "PR", "CR", "ORR", "SD")
_NEAR = 40


# Of whom a share is told: "of the 47 patients in whom the dose was raised for flushing, 34 (72%) reported".
_OF_WHOM = re.compile(r"(?:of|among) [^,;]{4,160}, [^;]{0,80}$")


# "In patients with progression at baseline, median PFS was 12 months".
_IN_WHOM = re.compile(
    r"(?:in|among|for) (?:the )?(?:\d{1,4} )?(?:patients|pts|those|cases|tumou?rs) (?:with|whose|who) [^,;]{4,100}, [^,;]{0,60}$"
)


def _is_of_those(folded: str, outcome: str, start: int, at: int) -> bool:
    """Return whether a value is of those who are told by how they were at first: a time to an event, or those who had it not before."""
    timed = is_time(outcome) and _IN_WHOM.match(folded, start, at) is not None
    return timed or _CAME.match(folded, at) is not None


# Who is told of, not when: "in 71% of those with progression at baseline".
_WITH = re.compile(r"(?<!\w)(?:with|without|who|whose|(?:those|patients) [a-z]{3,20}ed)(?!\w)")


def _first(pattern: re.Pattern[str], folded: str, start: int, end: int) -> int | None:
    """Return where the first match between two offsets ends."""
    return next((last for first, last in _spans(pattern, folded) if first >= start and last <= end), None)


# Once a sentence, not once for each of its shares.
@functools.lru_cache(maxsize=8)
def _spans(pattern: re.Pattern[str], folded: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in pattern.finditer(folded))


def clause(folded: str, at: int) -> tuple[int, int]:
    """Return the clause around an offset."""
    ends = [0, *(start for start, _ in _spans(_CLAUSE, folded)), len(folded)]
    place = bisect.bisect_right(ends, at, hi=len(ends) - 1)
    return ends[max(0, place - 1)], ends[place]


UNCHANGED, DENIED = "unchanged", "denied"
# "Less frequent with LAR than with the depot": how one group stands to another, and nobody's course; "than before" is one.
_BUT_IN_OTHERS = (
    r"(?![^.;:]{0,80} than (?!before|earlier|previous|prior|usual|at |in the))"
    r"(?! (?:with|on|under|among|in) [^.;:()]{2,60} \((?=[ )]|$))"
)
_OF_LIFE = r"(?=(?:(?:overall|general|global|physical) )?(?:quality|well-?being|qol|health)(?!\w))"
_COURSES = {
    UNCHANGED: re.compile(
        r"(?<!\w)(?:unaffected|unaltered|unchanged|stable|(?:no|without) change|(?:was|were|stayed|remained) the same)(?! (?:dos|treat|therap|interval|schedul|regim|inject|octreo|lanreo|ssa|analog|month|patient|group|arm)|\w)"
    ),
    DENIED: re.compile(
        r"(?<!\w)(?:no(?! (?:longer|further|different))|(?<!who were )(?<!who had )(?<!who did )(?<!data )not(?! (?:[a-z]{4,14}ly )?differ)|without|persist\w{0,12}|fail\w{0,12})(?!\w)"
    ),
    "improved": re.compile(
        r"(?<!\w)(?:improv|resol[vu]|reliev|relief|disappear|vanish|lessen|eased(?!\w)|ceas|abolish|absen[ct]|gone(?!\w)|free(?!\w)|no (?:longer|further)(?!\w)|less (?:frequent|severe|often|intense)"
        + _BUT_IN_OTHERS
        + r"|amelior|subsid|abat|alleviat|better "
        + _OF_LIFE
        + r"|mejor(?:ia|o|ar)|miglior(?:at|am|o)|melhor(?:ou|ia|ar|a(?!\w))|(?:ge)?besser|linder|verbeter|forbattr|bedring|bedre(?:des|t)|lievit|popraw|ustapi)\w{0,12}"
        r"|(?<!\w)(?:flush|diarrh|stool|symptom)[a-z ]{0,24} (?:decreas|diminish|lower|(?:was|were) reduc|fell)\w{0,3} in (?:\d|$)"
        r"|(?<!\w)(?:reduction|decrease) (?:of|in) (?:flush|diarrh|stool|symptom)[a-z]{0,8} in (?:\d|$)"
    ),
    "worsened": re.compile(
        r"(?<!\w)(?:worse(?!\w)"
        + _BUT_IN_OTHERS
        + r"|worsen|deteriorat|aggrav|empeor|peggior|pior(?:ou|ar|a(?!\w))|verschl(?:echter|immer)|verslechter|forsamr|forvarr|pogorsz|pahen)\w{0,12}"
    ),
}
_HAD = re.compile(r"(?<!\w)(?:occur|report|develop|experienc|complain)\w{0,12}")
# "Worsening of global health was reported by 21%".
_COURSE_OF = re.compile(
    rf"(?<!\w)(?:(?:worsening|deterioration|improvement|relief|resolution) (?:of|in) |(?:improved|better|worse) {_OF_LIFE})"
)
_PHRASE = re.compile(r"[,;:](?=\s)")
# How much it takes: "improvement (\u226510 points) in", "improvement of 10 points or more in".
_LEAST = re.compile(
    r" (?:of )?\(?(?:by )?(?:(?:>|\u2265|at least) ?=? ?\d[\d.]{0,4} ?(?:points?|%)?|\d[\d.]{0,4} ?(?:points?|%) or (?:more|greater))\)?(?= (?:in|of) )"
)
_LAST_NUMBER = re.compile(r"(?<![\w-])\d[\d.%)/]*+")
# "In 20 patients (64.5%) and improvement of diarrhoea in 9 of 14 (64.3%)": what the first had is not what the second did.
_OTHER_SHARE = re.compile(r"% ?\)|%(?= (?:and|but|with|while|y|e|et|avec|und|en|och|og) )")
_OF_WHOLE = re.compile(r"(?<!\d)\d{1,6} (?:(?:out )?of(?: the)?|sur|su|de|von|van(?: de)?|av) \Z")


def course_of(sentence: Sentence, place: int, places: tuple[int, ...]) -> str:
    """Return what the symptom did in those whose share stands at ``place``: "improved", "worsened", "unchanged", ``DENIED``.

    "" where the words since the last number do not say, nor the clause around all of its shares.
    """
    counted = (
        place > 1 and sentence.tokens[place - 1].mark is Mark.OPEN and sentence.tokens[place - 2].mark is Mark.NUMBER
    )
    before = _OF_WHOLE.sub("", sentence.folded[: sentence.tokens[place - 2 if counted else place].start])
    outside = sentence.folded[: sentence.tokens[places[0]].start], sentence.folded[sentence.tokens[places[-1]].end :]
    behind_all = "" if went_behind(outside[1]) else _ANOTHERS.split(_PHRASE.split(outside[1])[0])[0]
    phrase = _PHRASE.split(outside[0])[-1]
    own = _OTHER_SHARE.split(phrase)[-1]
    around_all = f"{phrase if _NAME_ALONE.fullmatch(own) else own} {behind_all}"
    if _SAME_OF_OTHERS.search(_PHRASE.split(before)[-1]):
        told = [course for course, words in _COURSES.items() if words.search(sentence.folded)]
        return told[0] if len(told) == 1 else DENIED if told else ""
    since = _LAST_NUMBER.split(_LEAST.sub("", _PHRASE.split(before)[-1]))[-1]
    if _HAD.search(since) and not _COURSE_OF.search(
        since
    ):  # "occurred in 30% and resolved in most": the share is of those who had it
        return ""
    if went := went_behind(sentence.folded[sentence.tokens[place].end :]):
        return went
    for said in (since, around_all):
        found = [course for course, words in _COURSES.items() if words.search(said)]
        if {UNCHANGED, "improved"} <= {*found} and " or " in said:
            return DENIED  # "stable or improved in 78%"
        if found:
            return found[0] if found[0] in {UNCHANGED, DENIED} or len(found) == 1 else ""
    return _course_before(before)


# "For diarrhoea the corresponding figure was 48 of 66": what it was of the symptom before.
_SAME_OF_OTHERS = re.compile(
    r"(?<!\w)(?:corresponding|respective|equivalent|same) (?:figure|number|proportion|percentage|rate|share|value)s?(?!\w)"
)
# "Flushing in 40% and improvement of diarrhoea in 30%": what begins to tell what another symptom did.
_ANOTHERS = re.compile(
    r" (?:and|but|with) (?:an? |the )?(?:improvement|resolution|relief|reduction|decrease|disappearance|worsening|deterioration) (?:of|in) (?=[a-z])"
)
_BEHIND = re.compile(
    r"\)?(?: of (?:the )?(?:patients|participants|cases|others))?,? (?:(?P<improved>improved)|(?P<worsened>worsened|deteriorated))(?!\w)"
)


def went_behind(behind: str) -> str:
    """Return what those did of whom a share is told right before: "whereas 21% deteriorated"; "" where the words do not say."""
    told = _BEHIND.match(behind)
    return (told.lastgroup or "") if told else ""


# "Flushing improved in 28/40 (70%), diarrhoea in 22/43 (51%)": nothing but its name stands since the comma.
_NAME_ALONE = re.compile(
    r" (?:(?:and|but|und|et|y|e) )?(?:(?:der|die|das|le|les|la|el|los) )?[a-z]{4,12}(?: (?!\w{2,10}ed )[a-z]{4,12})? (?:in|for|by|bei|chez|en(?: el)?) (?:\d+(?: ?(?:/|of|out of) ?\d+)?(?: patients)? \(?)?\Z"
)


def _course_before(before: str) -> str:
    """Return what the symptom before this one did, whose verb this one shares; "" where it has its own, or none."""
    *others, since = _PHRASE.split(before)
    if not others or not _NAME_ALONE.fullmatch(since) or _HAD.search(others[-1]):
        return ""
    found = [course for course, words in _COURSES.items() if words.search(others[-1])]
    return found[0] if len(found) == 1 and found[0] in {"improved", "worsened"} else ""

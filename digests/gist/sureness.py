"""How surely a count of people is that of all who were studied: by what is said of those who are counted."""

import re
from collections.abc import Sequence

from digests.numerals import SPELT, Numeral

TOKEN = re.compile(r"[^\W\d_]++(?:[-'/][^\W\d_]++)*+|\d++(?:[.,]\d++)*+|[^\w\s]")
# What is said of a count, and how surely it is then the number of all who were studied.
_SAID = (
    (re.compile(r"randomi[sz]ed|(?:will|plans? to|aims? to|intends? to) randomi[sz]e|randomly|randomi[sz]ation|randomisiert|randomisee?s|aleatorizad|randomizzat|gerandomiseerd|randomiserade|zrandomizowan"), 9),
    (
        re.compile(
            r"enroll?ed|enrolment|recruited|included|includes?|comprised|comprising|entered|accrued|eingeschlossen|inclus|incluid|incluye|"
            r"(?:will|plans? to|aims? to|intends? to|is to|are to|seeks to) (?:enrol|recruit|accrue|include)|"
            r"inclusi|arruolat|geincludeerd|inkluderade|inkluderede|wlaczono|wlaczonych|ingesloten|involving|enrolling|纳入|入组"
        ),
        8,
    ),
    (
        re.compile(
            r"analy[sz]ed|evaluated|tested|measured|computed|calculated|quantified|sampled|monitored|imaged|studied|reviewed|matched|examined|investigated|assessed|treated|analysiert|untersucht|ausgewertet|"
            r"analyses|analizad|analizzat|geanalyseerd|analyserade|analizowano|przeanalizowano|behandelt|traites|tratad|trattat|behandlade|"
            r"responded|underwent|received|receiving|identified|completed(?! (?:both|all)(?: \w{1,12}){0,2} (?:periods|phases|treatments|sequences|arms))|switched|escalated|started|followed|surveyed|interviewed|"
            r"(?:serum|plasma|blood|samples?) (?:was|were) (?:collected|drawn|taken|obtained) from|compared|observed|described|participated|took part|pooled|contributed|returned(?! to)|replied|answered|filled|consented|repondu|antwort|respondier|risposto|responder|antwoord|svara|besvare|odpowiedzi|consecutive(?!ly)|looked back at|"
            r"(?:met|fulfilled|satisfied) (?:all |our |the |these )?(?:[a-z]{1,12} )?criteria(?! (?:of|for))"
        ),
        7,
    ),
    (re.compile(r"eligible|remained(?= ?$| for| in the)|were left"), 6),
)  # fmt: skip
LEFT = re.compile(
    r"screened|invited|approached|(?<!met )(?<!met the )(?<!fulfilled )(?<!fulfilled the )eligibility|(?:for|was|if) eligible|excluded|ineligible|declined|contacted|searched|unselected|gescreent|"
    r"ausgeschlossen|exclu|considered|lost|consecutively"
)
# What befell some of them.
_SOME = re.compile(
    r"(?<!\w)died|dead|deaths?|discontinued|withdrew|withdrawn|progressed|relapsed|responders?|improved|worsened|experienced|developed|"
    r"achieved|showed|stopped|remained(?! ?$| for| in the)|alive|reported|required|needed|reached|crossed|respond|missing|vomited|censored|"
    r"dropped|unevaluable|evaluable"
    r"|(?<!who )(?<!who had )(?:(?:returned|reverted|went back|came back|switched back|stepped back|changed back|moved back|asked to (?:go|come) back) to(?! (?:our|us|(?:the )?(?:clinic|hospital|cent(?:re|er)|unit|follow-?up)))|resumed|(?:went|stepped) down to)(?!\w)"
    r"|(?<!who )(?<!\w)had (?:an? |no |only )?(?:[\w-]{1,16} ){0,2}?(?:responses?|remissions?|stable disease|adverse|toxicit|side effects?|gall-?stones?|cholelith|steatorrh|diarrh|nausea|pain|hyperglyc|hypoglyc)"
)
# "At data cut-off 33 patients were evaluable": all of whom anything is told, where nobody else is counted.
_EVALUABLE = re.compile(
    r" (?:were|are) (?:\w{1,12} )?evaluable(?: for (?:the )?(?:\w{1,12} )?(?:analysis|efficacy)(?: and safety)?)?[ .]{0,2}$"
)
_SO_FAR = re.compile(
    r"(?:(?:(?:at|by) (?:the )?(?:time of )?(?:this |the )?(?:\w{1,12} )?(?:data |clinical )?(?:cut-?off|analysis)(?: date)?|to date|so far|overall|in total|a total of),? )?"
)
TOTAL = re.compile(
    r"(?:a )?total of $|in total,? $|altogether,? $|in all,? $|overall,? $|insgesamt $|(?:au|un) total de $|en total,? $"
)
# "73 patients were analysed (56% pancreas": that is who they were.
_PERCENT = r"\d{1,3}(?:[.,]\d{1,2})? ?%"
_SHARE_AFTER = re.compile(
    rf"(?:[^\d(]{{0,40}}+\(|(?: [a-z]{{1,14}}){{0,3}}+ ?\[){_PERCENT}(?! (?!of |in |ci |to |vs|and |were |are |p ?[<=])[a-z])|(?: [a-z]{{1,14}}){{0,3}}+ ?{_PERCENT}"
)
# "Of 2,087 registered patients, 203 had it and form the cohort".
_FORMS = re.compile(
    r"(?:form|formed|constitut\w{1,3}|ma[dk]e up|compris\w{1,3}) (?:the|our|this) (?:study |analysis |final )?(?:cohort|population|sample|group|set)|concerned (?:doses|use|treatment)"
)
_POOL = re.compile(r"registered|registry|database|reports|screened|hospital|diagnosed|known|seen")
# "Concentrations (n = 611) from 128 patients": these are no part of them.
_SAMPLES = re.compile(
    r"(?:concentrations?|samples?|levels?|scans?|injections?|measurements?|observations?|episodes?|records?|prescriptions?) \(n ?= ?[\d,]{1,7}\) (?:of|from|in) $"
)
_OUT_OF = re.compile(
    rf"(?:/|(?:\d|[])%]|{SPELT}|(?:patient|subject|case|most|some|half|all|none|any)s?) (?:of|out of|from) (?:the |all |these )?)$"
)
OPENS = re.compile(
    r"(?:^|[.,;:] )(?:of|among|in|from|we [a-z]{1,12}|using data (?:of|from)|von|sur|parmi|de|di|su|van|av|af) (?:the |all |insgesamt |den |de |les |los )?$"
)
WHOLE = re.compile(r" (?:out )?of (?:the |these |(?:a|the|an) (?:planned|intended|target(?:ed)?|projected) )?")
_AIMED = re.compile(
    r"(?:planned|intended|target(?:ed)?|projected|expected)(?: number| enrolment| sample(?: size)?)?(?: of| was| is)? $"
)
_SAW = re.compile(r"(?<!\w)(?:saw|have seen) $")
_SEEN = re.compile(r"(?:were|was|had been) seen")  # "was seen in 16 of 86 patients": that is no people
# "Progression was present in nine patients": what befell some.
_BEFELL = re.compile(
    r"(?:occurred|present|seen|observed|found|noted|reported|recorded|developed|documented|evaluable|assessable|needed|achieved|obtained|confirmed|improved|resolved|ceased|disappeared|vanished|subsided|worsened|deteriorated|persisted|recurred|normali[sz]ed) in (?:the )?$"
)
# "We reviewed 89 patients who progressed": who they were, and not what befell some.
_WE_TOOK = re.compile(
    r"(?:^|[.;,:] )we (?:[a-z]{1,16} ){0,2}(?:reviewed|analy[sz]ed|studied|treated|identified|included|followed|evaluated|assessed|examined|compared) (?:all )?$"
)
# "From a database of 640 patients we matched 45"; "the yearly cost for 250 patients".
_KEPT = re.compile(r"(?:database|registry|register) of (?:[\w-]{1,16} )?$")
_TAKEN = re.compile(
    r"^[^.;\d]{0,30}(?:we|were|was) (?:\w{1,12} )?(?:matched|selected|identified|chose|included|extracted|drew)"
)
_PAID = re.compile(r"costs? (?:for|of) $")
_TREATED = 7  # the rank of those of whom it is said that they were treated or analysed
# "Prospective study of 30 patients", "an audit was done at two centres in 52 patients".
_STUDY_OF = re.compile(
    r"(?<!validation )(?<!control )(?:study|trial|series|cohort|analysis|sample|population|experience) (?:of|in|with) (?:the )?$"
    r"|(?:study|trial|audit|survey|analysis|review|investigation) (?:was|were) (?:\w{1,16} )?(?:performed|conducted|done|carried out|undertaken|made) (?:(?:in|at) [^,;.]{1,30} )?in (?:the )?$"
)
# "Participants were 36 untreated patients".
_WERE = re.compile(
    r"(?:^|[.;:] )(?:the |our )?(?:study )?(?:participants|patients|subjects|population|sample) (?:were|was|comprised|consisted of) $"
)
_PER_CENT = re.compile(r"[^\d(,;]{0,30}\(\d{1,3}(?:[.,]\d{1,2})? ?%\)")
_EACH_GROUP = re.compile(r"each (?:group|arm|cohort) (?:comprised|included|had|of|consisted of|contained) $")
# "Of 41 patients without diabetes at baseline", "of 25 who went on to 240 mg".
_A_PART = re.compile(
    r"[a-z]{1,16} (?:without |who (?:then |later |subsequently |eventually )?(?:went on to|moved on to|stepped up|crossed over|were re-?escalated|were re-?treated)(?!\w))"
)
_WORDS_TO_VERB = 24
SURE = 5
NEAR = 60  # characters before a number in which it may be said what it is
_EACH = re.compile(r"[a-z]{1,16} ?(?:each|(?:per|a) (?:arm|group|year|month|centre|center)|in each)(?!\w)")


# "Post hoc analysis of a phase 3 trial of lanreotide (n = 204)", "all adults who started it in 2008 or later (n = 2,148)".
_OF_ALL = re.compile(
    r"(?<!\w)(?:trials?|study|cohort|population|series|databases?|sample|registry|registers?|registries)(?!\w)(?! group| arm)(?:[^.;(]{0,70}\(|, )n ?= ?$"
    r"|(?<!\w)(?:all|every|each|consecutive) (?:[\w-]{1,20} ){0,3}(?:patients?|adults?|people|persons?|cases|residents|beneficiaries) (?:who|with|in whom|whose|started|starting|treated|given|receiving|seen)(?!\w)[^.;(]{0,140}\(n ?= ?$"
)
# "Sixteen studies (n = 903)": so many people, for the studies are counted already.
_OF_SO_MANY = re.compile(
    rf"(?<!\w)(?:\d{{1,3}}|{SPELT}) (?:[\w-]{{1,16}} ){{0,2}}(?:studies|trials|series|cohorts|reports) \(n ?= ?$"
)
# "Periods above label (n = 391 persons)": one person has several.
_OF_PERIODS = re.compile(r"(?<!\w)(?:periods?|phases|episodes|person-years)(?!\w)[^.;(]{0,40}\(n ?= ?$")
# Behind a treatment that ended, what comes next is given to some: "At progression, 18 patients received it every 14 days".
_LATER = re.compile(
    r"(?:^|[.;,] )(?:at|on|upon|after|following) (?:[\w-]{1,16} ){0,2}(?:progression|relapse|recurrence|failure|discontinuation|withdrawal)(?: [^.;,]{0,40})?, $"
)
_UNSURE = 6  # the rank of those of whom more than one thing may be said
# "Treatment was stopped for toxicity in seven patients"; not "the interval was shortened in seven patients".
_HAPPENED = re.compile(
    r"(?<!\w)(?:was|were|had to be|(?:has|have) been|arose|led|came|there)(?!\w)[^;:]{0,160} in (?:the )?$"
)
_WAS_DONE = re.compile(
    r"(?:was|were|been) (?:\w{1,16} ){0,2}(?:tried|tested|determined|available|established|explored) in (?:the )?$|"
    r"(?:otide|analog\w{0,4}|ssas?|doses?|dosing|intervals?|injections?|schedules?|lar|autogel|treatment|therapy|mg|days|weeks)(?!\w)[^.;:]{0,60} (?:was|were|been|be) (?:\w{1,12} )?(?:given|used|administered|started|begun|initiated|shortened|increased|raised|doubled|escalated|intensified|changed|switched|moved|stepped|tried|introduced|prescribed|applied)(?!\w)"
)
_STARTED = re.compile(r"(?:was|were) (?:started|initiated|begun) in (?:the )?$")


# "We identified 3,004 patients in the register, of whom 1,388 were dispensed an analogue."
_GOT = re.compile(
    r" (?:\(\d{1,3}(?:\.\d{1,2})? ?%\) )?(?:patients )?(?:were|had been) (?:dispensed|prescribed|given|treated with)|^ (?:received|started) "
)
_REGISTERED = re.compile(r"regist(?:er|ry)|database|diagnosed|cohort of all")


def is_treated_of(before: str, after: str) -> bool:
    """Return whether these are who had the treatment, of those whom a register holds."""
    return before.endswith("of whom ") and _REGISTERED.search(before) is not None and _GOT.match(after) is not None


def is_named_of_all(sentence: str, one: Numeral) -> bool:
    """Return whether "n = 52" is said of a whole study, of all its people, or of studies that are counted already."""
    before = max(0, one.start - 3 * NEAR)
    return any(pattern.search(sentence, before, one.start) for pattern in (_OF_ALL, _OF_SO_MANY))


def is_of_periods(sentence: str, one: Numeral) -> bool:
    """Return whether "n = 52" counts who had periods of a kind, of which one person may have had others too."""
    return _OF_PERIODS.search(sentence, max(0, one.start - 2 * NEAR), one.start) is not None


def forms_the_cohort(after: str) -> bool:
    """Return whether those who are counted are said to be the study's, before another number comes."""
    return (
        _FORMS.search(re.split(r"\d(?!\d{0,3}[ -]?(?:mg|days?|weeks?|months?))(?<!\d\d)", after[:110])[0]) is not None
    )


# What stands in brackets between those who are counted and what was done with them: "41 patients (22 men; age 68) were identified".
_BRACKET = re.compile(
    r"(?<=[a-z]) \([^()]{0,120}\)(?= (?:were|was|had|who|with|from|in|at|received|underwent|entered))"
)


def rank_by_verb(sentence: str, one: Numeral, noun: int) -> int:
    """Return the rank of what is said of the count: of the verb within it or next after it, or of the one before it."""
    end = one.end + max(noun, 0)
    said = _BRACKET.sub("", sentence[end : end + 260])
    clause = re.split(r"[;:]|, (?:and|of whom|while|whereas) ", said)[0]
    after = " ".join(token.group() for token in list(TOKEN.finditer(clause))[:_WORDS_TO_VERB])
    before = re.split(r"[;:,)]", sentence[max(0, one.start - 70) : one.start])[-1]
    if _STARTED.search(before) and not _WAS_DONE.search(sentence, 0, one.start):
        before = ""  # "enzymes were started in 22 patients"
    return max(_ranked(sentence[one.end : end]), _ranked(after), _ranked(" ".join(before.split()[-6:])))


def _ranked(words: str) -> int:
    """Return the rank of the first word that says what was done with those who are counted; 0 for none."""
    found = [(match.start(), -rank) for pattern, rank in _SAID if (match := pattern.search(words))]
    return -min(found)[1] if found else 0


# "Eighty patients received 60 mg and 12 discontinued it": what is said of the next number is not said of this.
_NEXT = re.compile(
    rf"[,;:(]| and (?=\w+ were)| (?:and|but) (?=(?:\d{{1,5}}|{SPELT})(?: patients| of (?:them|these))?(?: \([^()]{{1,12}}\))? (?:discontinued|stopped|withdrew|died|progressed|improved|responded|dropped|returned|experienced|developed|relapsed)(?!\w))"
)


def weighed(sentence: str, one: Numeral, noun: int, verb: int, *, asked: bool) -> int:
    """Return how surely the count is that of all who were studied, from 1 (surely not) to 9, by what stands around it.

    ``noun`` is where its people begin, -1 for none; ``verb`` is the rank of what was done with them.
    """
    after = sentence[one.end + max(noun, 0) : one.end + max(noun, 0) + 110]
    before = sentence[max(0, one.start - 40) : one.start]
    near = _NEXT.split(after)[0]
    if asked and not _OUT_OF.search(before) and _answered(sentence, one, noun):
        return 9
    if LEFT.search(near) or LEFT.search(sentence[one.end : one.end + max(noun, 0)]) or _NOT_TAKEN.search(before):
        return 1
    if (lower := _of_others(before, after, near, verb)) is not None:
        return lower
    if forms_the_cohort(sentence[one.end :]):
        return 9
    if noun >= 0 and "randomi" in sentence[one.end : one.end + noun]:
        return 9
    if OPENS.search(sentence, max(0, one.start - NEAR), one.start) and noun >= 0:
        return _opening(sentence, one, noun)
    if (
        (_OUT_OF.search(before) and not _SAMPLES.search(before))
        or _SHARE_AFTER.match(sentence[one.end :])
        or _SHARE_AFTER.match(after)
        or (not verb and WHOLE.match(sentence, one.end) and not before.endswith("available for "))
    ):
        return 2
    so_far = _EVALUABLE.search(near) and _SO_FAR.fullmatch(sentence, 0, one.start)
    if verb < 8 and _SOME.search(near) and not (so_far or _WE_TOOK.search(before)):
        return 3
    if noun >= 0 and (_STUDY_OF.search(sentence, max(0, one.start - 2 * NEAR), one.start) or _WERE.search(before)):
        return max(verb, 7)
    return _otherwise(sentence[: one.start], verb)


def _otherwise(before: str, verb: int) -> int:
    """Return the rank of a count by what is said before it, where nothing else tells: "it was stopped in seven patients"."""
    if not verb and _HAPPENED.search(before) and not _WAS_DONE.search(before) and not _ranked(before):
        return 3
    bonus = bool(TOTAL.search(before))
    rank = min(verb + bonus, 9) if verb else 7 if bonus else SURE
    return min(rank, _UNSURE) if _LATER.search(before) else rank


_ANSWERS = re.compile(
    r"respon|repond|antwor|rispos|svara|besvar|odpowiedz|answer|completed|participated|returned(?! to)|repl(?:y|ied|ies)|took part"
)
_NOT_TAKEN = re.compile(
    r"(?:screened|invited|excluded|excluding|exclusion of|removal of|loss of|approached|invitations to|mailed to|sent to|offered to|(?:cohorts|groups|arms) of) $"
)


def _answered(sentence: str, one: Numeral, noun: int) -> bool:
    """Return whether these are who answered what they were asked; who "completed" it are, where others are told to have left."""
    told = re.split(r"[,;:]", sentence[one.end : one.end + max(noun, 0) + 60])[0]
    found = _ANSWERS.search(told + sentence[max(0, one.start - 30) : one.start])
    left = LEFT.search(sentence[: one.end + max(noun, 0)])
    return found is not None and (found.group() != "completed" or left is not None)


def _opening(sentence: str, one: Numeral, noun: int) -> int:
    """Return the rank of a count with which a sentence opens: "Of 93 patients", not "In seven patients (32%)"."""
    if _PER_CENT.match(sentence[one.end :]) or WHOLE.match(sentence, one.end):
        return 2
    within = sentence[one.end : one.end + noun + len(" patients randomi")]
    some = _POOL.search(within) or _A_PART.match(sentence, one.end + noun)
    return 9 if "randomi" in within else 4 if some else 7


def _of_others(before: str, after: str, near: str, verb: int) -> int | None:
    """Return the rank of what is said to be planned, seen, one arm's, a part's or another's; None where nothing of the kind is said."""
    if _AIMED.search(before) or _SAW.search(before) or _SEEN.search(near):
        return SURE
    if _EACH.match(after) or _EACH_GROUP.search(before):
        return 4
    if _BEFELL.search(before) and verb < _TREATED:
        return 3
    if _PAID.search(before) or (_KEPT.search(before) and _TAKEN.search(after)):
        return 2
    return None


# "Patients ... were given 60 mg every 28 days (n = 33)": those in the only brackets of the text.
_ONCE = re.compile(r"\(n ?= ?(\d{1,5})\)")
_GIVEN_TO_ALL = re.compile(
    r" (?:were (?:\w{1,12} )?(?:given|treated|escalated|switched|changed|moved|studied|included|analy[sz]ed|reviewed|followed)|received|got)(?!\w)"
)
_THOSE = re.compile(r"(?:patients|adults|participants|people|pts)(?!\w)")
_PARTED = re.compile(r"(?<!\w)(?:versus|vs|compared|controls?|others?|half|some|arms?|groups?)(?!\w)")


def named_once(folded: str, places: Sequence[tuple[int, int]]) -> tuple[int, tuple[int, int]] | None:
    """Return the only number in brackets of a text and its sentence, where it is of patients who were given the same; None for none or several."""
    every = [(match, place) for place in places for match in _ONCE.finditer(folded, *place)]
    if len(every) != 1:
        return None
    match, (start, end) = every[0]
    said = folded[start : match.start()]
    is_all = all(pattern.search(said) for pattern in (_THOSE, _GIVEN_TO_ALL)) and not _PARTED.search(said)
    return (int(match.group(1)), (start, end)) if is_all else None

"""How many were studied: every count of people in a text, what each counts, and which of them is all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from digests.gist.arms import Count, arm_by_arm, other_arm, summed
from digests.gist.sureness import (
    LEFT,
    SURE,
    TOKEN,
    WHOLE,
    forms_the_cohort,
    is_named_of_all,
    is_of_periods,
    is_treated_of,
    named_once,
    rank_by_verb,
    weighed,
)
from digests.numerals import Numeral, numerals
from digests.outcomes.lexicon import TIME_WORDS

_PEOPLE = re.compile(
    r"(?:(?:in|out)?patients|participants|experts|panell?ists|panel members|subjects|people|persons?|adults|individuals|(?:wo)?men|children|volunteers|respondents|cases|pts|"
    r"nets|nens|medecins|praticiens|arzte|medicos|medici|artsen|lakare|laeger|lekarzy|survivors|(?<=healthy )(?:fe)?males|beneficiaries|enrollees|veterans|users|recipients|doentes|nurses|carers|caregivers|pharmacists|physicians|clinicians|oncologists|endocrinologists|specialists|completers|residents|"
    r"patient(?:en|innen|inn)|proband(?:en|innen)|pacientes|pazienti|malades|sujets|personnes|pacjent(?:ow|ami|ach|y)?|chorych|"
    r"patienter|patientene|personer|deltagare|deltagere|personen|deelnemers|teilnehmer(?:innen)?|participantes|partecipanti)(?!\w)"
    r"|[\u4f8b\u540d\u4eba]"
)
_OTHER = TIME_WORDS | frozenset(
    "mg ug mcg g kg ml mmol ng pg nmol umol gbq mci mbq cm mm "
    "cycles cycle doses dose injections injection samples centres centers sites hospitals "
    "countries institutions studies trials articles reports publications questions items points lesions tumours "
    "tumors metastases events visits times fold percent per stools movements episodes claims societies databases scans "
    "arms groups cohorts patient-years jahre jahren monate monaten wochen tage ans mois semaines jours anos meses semanas "
    "dias anni mesi settimane giorni jaar maanden weken dagen ar manader veckor dagar lat miesiecy tygodni dni".split()
)
# "60 mg", "24 weeks": no people, nor between two numbers of people.
_MEASURE = re.compile(
    r"[ -]?(?:mg|ug|mcg|months?|weeks?|days?|years?|hours?|gbq|mbq|ml|wochen|monate|jahre|semaines|mois|semanas|meses|settimane|mesi|weken|maanden)(?!\w)"
)
_ASKED = re.compile(r"survey|questionnaire|delphi|respondents?|umfrage|enquete|encuesta|enkat")
_NAMED = re.compile(r"(?<![\w-])n ?= ?$")
_TREATED_OF_THEM = re.compile(
    r" of (?:them|these|whom)(?:,| patients,?)? (?:the |their )?(?:dos(?:e|age)|interval|schedule|octreotide|lanreotide)[^.;]{0,40} (?:raised|increased|doubled|escalated|shortened|intensified)"
)
# What nobody has done yet: "a randomised trial with at least 300 patients is needed".
_WANTED = re.compile(
    r"(?:trials?|stud(?:y|ies)|registr(?:y|ies)|cohorts?|series) (?:[^.;]{0,60} )?(?:is|are|would be) (?:[a-z]{3,10} ){0,2}(?:needed|warranted|required|desirable|called for)(?!\w)"
)
# How many a plan wants: "208 patients are needed".
_PLANNED = re.compile(
    r" (?:patients|participants|subjects|adults) (?:are|is|will be) (?:needed|required|to be (?:enroll?ed|included|randomi[sz]ed))"
)
# "Thirteen of 17 screened patients were randomised", "212 of 640 invited answered".
_CAME_IN_OF_THEM = re.compile(
    r" (?:out )?of (?:the |these )?[\w-]{1,16} (?:[\w-]{1,20} ){0,3}(?:were|was) (?:then |finally |eventually )?(?:randomi[sz]ed|randomly assigned|enroll?ed)"
    r"| of (?:the )?\d[\d,]{0,6} (?:who (?:were |had been )?)?(?:invited|contacted|approached|mailed|asked|surveyed)(?: \w{1,12}){0,2} (?:answered|responded|replied|participated|completed|returned|took part)"
)
_OF_STUDIES = re.compile(
    r"(?<!\w)(?:studies|trials|articles|publications|reports) [^.]{0,60}(?:included|identified|eligible|found)"
)
# "Patients (n=39) were treated", not "patients on octreotide (n=39)", who are an arm.
_NAMED_PEOPLE = re.compile(
    r"(?<![\w-])(?:patients|participants|subjects|adults|pts|patienten|pacientes|pazienti|patienter|pacjentow) \(n ?= ?$"
)
# "Two of three patients" is a share; "41 patients (23 women": these are some of them.
_IN_WORDS = re.compile(
    r"(?<![\w-])(?:one|two|three|four|seven|nine) (?:(?:out )?of (?:every )?|in (?:every )?)(?:two|three|four|five|ten)(?![\w-])"
)
_OF_ONE_SEX = re.compile(r"\((?:\d{1,5}|[a-z-]{3,20}) (?:(?:wo)?men|(?:fe)?males?)(?!\w)")
_YEARS = range(1950, 2060)
_WORDS_TO_NOUN, _MOST = 7, 60  # and so many numbers of one sentence are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many were studied, and the place of the sentence that says so."""

    value: int
    place: tuple[int, int]


# As registries have it: "Enrollment: 94 (actual)", "Planned number of participants: 140 in the EU".
_STATED = re.compile(
    r"(?:^|\n|[.;] )(?:(?:planned|target|actual|estimated|anticipated|total) )?(?:enroll?ment|sample size|(?:number|no\.?) of (?:participants|patients|subjects))(?: \([a-z]{1,12}\))? ?[:=]\s{0,3}(?:n ?= ?)?(\d{1,3}(?:,\d{3})+|\d{1,6})(?!\d|\.\d|%)"
)

# "From 511 eligible patients, 118 who went up were matched by propensity score to 118 who began everolimus": the pairs, not whom they are from.
# So of "301 patients in our files, 47 had their dose raised". Nor is another number of them between: of "90 patients with NETs, 45 were matched to 45" those who were matched.
_NO_COUNT = r"(?:[^.;\d]|\d[\d.,]{0,6} ?(?:mg|days|weeks|months|years|%))"
_MATCHED = re.compile(
    rf"(?<![\d.,])(\d[\d,]{{0,6}}) (?:patients )?(?:(?:who|on|with|treated|given)(?!\w){_NO_COUNT}{{1,120}}? |(?:were|was) )matched (?:[a-z -]{{1,40}} )?(?:1:[1-4] )?(?:to|with) (\d[\d,]{{0,6}})(?![\d.%]| ?mg)"
    rf"|(?<!\w)cases (?:were|comprised) (?:the )?(\d[\d,]{{0,6}}) [^.\d]{{1,160}}?(?:\d ?: ?\d [^.\d]{{0,40}}?)?(?:controls|to|with) \(?(?:n ?= ?)?(\d[\d,]{{0,6}})(?![\d.%]| ?mg)"
    rf"|(?<!\w)matched (\d[\d,]{{0,6}}) (?:patients|people|adults) {_NO_COUNT}{{1,120}}? (?:to|with) (\d[\d,]{{0,6}})(?![\d.%]| ?mg)"
    r"|(?<!\w)(?:of|among|from)(?: the| our| all)? \d[\d,]{0,6} (?:[a-z-]{1,20} ){0,3}(?:patients|people|adults|cases)(?: \w{1,12}){0,3} (?:in|on|from|of) (?:\w{1,16} ){0,3}(?:files|records|databases?|registry|register|archives?|charts|lists?)(?: [^.;,\d]{0,40})?, (\d[\d,]{0,6}) (?!who )(?:(?!who |were matched)[a-z-]{1,20} ){0,6}(?:had|received|got|underwent|went|changed|started|began|were given|were treated|escalated|switched)(?!\w)"
)

# "Matching yielded 66 pairs", "left 60 in each group": both of each are those who were compared; not where it is done to see whether the result holds.
_IN_PAIRS = re.compile(
    r"(?<![\w.,-])(\d{1,5}) (?:[a-z-]{1,20} ){0,3}?(?:pairs|paare|paires|parejas|coppie|pares|paren)(?!\w)"
    r"|(?:left|leaving|yield(?:ed|ing)?|giving|gave|produc(?:ed|ing)|result(?:ed|ing) in|retained|remained|cohort of) (?:two (?:\w{1,12} )?(?:groups|arms|cohorts) of )?(\d{1,5})(?: (?:patients|adults|people|pts))? (?:per|in each|in either|each(?!\w))"
    r"|(?<![\w.,-])(\d{1,5})(?: (?:patients|adults|people|pts))? (?:per|in each|in either) (?:group|arm|cohort) (?:remained|were left)(?!\w)"
)
_MATCHING = re.compile(r"(?<!un)match|propensity|appari|apareja|emparej|appaiat|gepaart|emparelha")
_BESIDE_THE_WHOLE = re.compile(
    r"sensitivity|secondary|exploratory|subset|subgroup|additional|supplementary|ad hoc|post[- ]hoc"
)


def _in_pairs(folded: str, start: int, end: int) -> int | None:
    """Return how many are left where a sentence tells that two groups were matched to each other; None where it does not."""
    if not _MATCHING.search(folded, start, end) or _BESIDE_THE_WHOLE.search(folded, start, end):
        return None
    pairs = _IN_PAIRS.search(folded, start, end)
    return 2 * int(pairs[pairs.lastindex or 1]) if pairs else None


def how_many(folded: str, places: Sequence[tuple[int, int]], *, asked: bool = False) -> Number | None:
    """Return how many were studied, from these sentences of a folded text; None where no sentence says it surely.

    The randomised come before the enrolled, these before the analysed or treated; those only screened or invited, and those
    to whom something happened, are never all. Arms are added up where no sentence gives their sum.
    ``asked``: a survey, whose number is that of those who answered.
    """
    asked = asked or _ASKED.search(folded) is not None
    places = [place for place in places if not _WANTED.search(folded, *place)]
    for start, end in places:
        if pair := _MATCHED.search(folded, start, end):
            return Number(value=sum(int(one.replace(",", "")) for one in pair.groups() if one), place=(start, end))
        if pairs := _in_pairs(folded, start, end):
            return Number(value=pairs, place=(start, end))
    if stated := _STATED.search(folded):
        return Number(value=int(stated.group(1).replace(",", "")), place=stated.span())
    found = [(count, place) for place in places for count in _of_sentence(folded[slice(*place)], asked=asked)]
    best = max((count.rank for count, _ in found), default=0)
    if best < SURE:
        once = named_once(folded, places)
        return once and Number(value=once[0], place=once[1])
    value, place = max(
        ((count.value, place) for count, place in found if count.rank == best), key=lambda pair: (pair[0], -pair[1][0])
    )
    return Number(value=value, place=place)


def _of_sentence(sentence: str, *, asked: bool) -> list[Count]:
    shares = [match.span() for match in _IN_WORDS.finditer(sentence)]
    every = [
        one
        for one in islice(numerals(sentence), _MOST)
        if not _MEASURE.match(sentence, one.end) and not any(start <= one.start < end for start, end in shares)
    ]
    counts = [count for at, one in enumerate(every) if (count := _count(sentence, every, at, asked=asked))]
    told = [arm_by_arm(sentence, every), *(other_arm(sentence, every, count) for count in counts)]
    arms = [arm for arm in told if arm]
    first = [
        _confirmed(replace(count, rank=4) if any(arm.start <= count.start < arm.end for arm in arms) else count, every)
        for count in counts
    ]
    return [*first, *arms, *summed(sentence, counts)]


def _confirmed(count: Count, every: Sequence[Numeral]) -> Count:
    """Return the count as sure where its neighbours add up to it: "73 patients: 35 received it and 38 went on", "45 and 51 (96 in all)"."""
    before = [one.value for one in every if one.end <= count.start][::-1]
    after = [one.value for one in every if one.start >= count.end]
    sums = {
        sum(side[at : at + size])
        for side in (before, after)
        for size in (2, 3, 4)
        for at in (0, 1)
        if len(side) >= at + size
    }
    return replace(count, rank=max(count.rank, 8)) if count.rank >= SURE and count.value in sums else count


def _count(sentence: str, every: Sequence[Numeral], at: int, *, asked: bool) -> Count | None:
    if at and _is_of_one_sex(sentence, every[at - 1], every[at]):
        return Count(value=every[at].value, rank=2, start=every[at].start, end=every[at].end)
    return _counted(sentence, every, at, asked=asked)


_WHEN = re.compile(r"(?:^|[ ,(])(?:in|since|until|during|through|to|from|between|and|by|before|after) $")
_TOO_MANY = 10_000_000  # people of a study
_NO_COUNT_BEFORE = ("-", "/", "%", " %", ":")
_NO_COUNT_BEHIND = (
    *("±", "<", ">", "≤", "≥"),
    *("grade ", "grades ", "phase ", "stage ", "week ", "day ", "cycle ", "type "),
)


def _counted(sentence: str, every: Sequence[Numeral], at: int, *, asked: bool) -> Count | None:
    one = every[at]
    before = sentence[max(0, one.start - 60) : one.start]
    limit = every[at + 1].start if at + 1 < len(every) else len(sentence)
    after = sentence[one.end : one.end + 160]
    if not 0 < one.value < _TOO_MANY or after.startswith(_NO_COUNT_BEFORE) or before.endswith(_NO_COUNT_BEHIND):
        return None
    if told := _told_before(sentence, one, before):
        return told
    if _NAMED.search(before):
        return _named(sentence, one)
    noun = _noun(after, max(0, limit - one.end), asked=asked)
    if (
        at
        and noun >= 0
        and not _is_year(sentence, every[at - 1])
        and _BESIDE.fullmatch(sentence, every[at - 1].end, one.start)
    ):
        return _both(sentence, every[at - 1], one, noun)
    is_date = _is_year(sentence, one) and _WHEN.search(before) and not _PEOPLE.match(after, 1)
    if is_date or (noun < 0 and (one.value == 1 or _is_year(sentence, one))):
        return None
    if _PLANNED.match(sentence, one.end):
        return Count(value=one.value, rank=6, start=one.start, end=one.end)
    if (_TREATED_OF_THEM.match(sentence, one.end) or _CAME_IN_OF_THEM.match(sentence, one.end)) or (
        (_FROM_POOL.search(before) and (_CHOSEN.match(after) or is_treated_of(sentence[: one.start], after)))
        or (_TOOK_OF.search(sentence, 0, one.start) and _TAKEN_IN.match(after))
    ):
        return Count(value=one.value, rank=8, start=one.start, end=one.end)
    whole = WHOLE.match(after) if noun < 0 and at + 1 < len(every) else None
    if whole and every[at + 1].start == one.end + whole.end():
        noun = _noun(sentence[every[at + 1].end :][:160], 160, asked=asked)
        noun += (every[at + 1].end - one.end) * (noun >= 0)
    verb = rank_by_verb(sentence, one, noun)
    alone = verb >= 6 and _stands_alone(after) and not _OF_STUDIES.search(sentence, 0, one.start)
    if noun < 0 and not alone and not forms_the_cohort(after):
        return None
    return _sure(
        Count(value=one.value, rank=weighed(sentence, one, noun, verb, asked=asked), start=one.start, end=one.end),
        before,
        after[noun:] if noun >= 0 else "",
        asked=asked,
    )


def _told_before(sentence: str, one: Numeral, before: str) -> Count | None:
    """Return the count of people who are named right before it: "patients (n = 93", ", total of 93"."""
    rank = 7 if _IN_TOTAL.search(before + "#") and not _NAMED.search(before) else 0
    if (group := _NAMED_PEOPLE.search(before)) and one.end < len(sentence):
        rank = 1 if LEFT.search(group.group()) else max(rank_by_verb(sentence, one, 0), SURE)
    return Count(value=one.value, rank=rank, start=one.start, end=one.end) if rank else None


def _sure(count: Count, before: str, people: str, *, asked: bool) -> Count:
    """Return the count, less sure where it is an arm in brackets, or of those who treat; ``people`` begins with whom it counts."""
    if (
        before.endswith("(")
        and _CLOSES.match(people)
        and not (_STUDIES_WITH.search(before) and not _BRACKETED.search(before + people))
    ):
        return replace(count, rank=min(count.rank, 4), is_part=True)
    if asked or not _WHO_TREAT.match(people):
        return count
    studied = (count.rank > SURE or "interview" in before) and not _SPEAK.search(people)
    return replace(count, rank=SURE if studied else SURE - 1)


# "Two clinicians disagree on it", "three oncologists answered our questions": of these nobody was studied.
_SPEAK = re.compile(
    r"^[^.;]{0,40}(?<!\w)(?:(?:dis)?agree|debate|argue|discuss|weigh|explain|told|tell|answer|comment|look|share|talk|say)"
)
# Who is studied where nobody is asked are those whom these treat: "15 clinicians were randomly assigned to refer patients".
_WHO_TREAT = re.compile(
    r"(?:nurses|pharmacists|physicians|clinicians|oncologists|endocrinologists|specialists|experts|doctors|surgeons|residents|medecins|praticiens|arzte|medicos|medici|artsen|lakare|laeger|lekarzy)(?!\w)"
)
# In all the studies that were found: "seven studies (1,486 patients) were included".
_STUDIES_WITH = re.compile(r"^[^.;]{0,40}(?<!\w)(?:studies|trials|series|articles|publications|cohorts|reports) \($")
_BRACKETED = re.compile(r"\(\d[\d,]{0,7} [a-z]{3,16}\)")
# "To A (12 participants), B (12 participants) or none": these are an arm each.
_CLOSES = re.compile(r"[a-z]{3,16}\)")
# "52 and 50 patients received one or the other": neither is all of them.
_BESIDE = re.compile(r" (?:[\w-]{2,20} )?(?:and|or|versus|vs\.?|v) |, ?")
_HEADED = re.compile(r"\s{0,3}(?:[a-z &,/]{3,40} ?:+ ?)?n ?= ?")
_IN_TOTAL = re.compile(r"[(,;] ?total(?: of)?,? (?:n ?= ?)?#$")


def _named(sentence: str, one: Numeral) -> Count:
    """Return what "n = 52" counts: an arm, unless it is the only one and stands first or before its people."""
    if is_of_periods(sentence, one):
        return Count(value=one.value, rank=2, start=one.start, end=one.end)
    only = sentence.count("n =") + sentence.count("n=") == 1
    opens = _HEADED.fullmatch(sentence, 0, one.start) is not None
    whole = only and (opens or is_named_of_all(sentence, one) or _PEOPLE.match(sentence, one.end + 1))
    return Count(value=one.value, rank=7 if whole else 4, start=one.start, end=one.end, is_part=not whole)


# "Of 240 patients, 62 had it every 14 days and were analysed": those chosen from a pool.
_FROM_POOL = re.compile(r"(?:, |of whom |of these,? |of which |and )$")
_CHOSEN = re.compile(
    r" (?:\(\d{1,3}(?:\.\d)? ?%\) )?(?:were|was) (?:then |finally )?(?:randomi[sz]ed|enroll?ed|randomly assigned)"
    r"| (?:(?:patient|pacient|pazient)\w{1,5} )?(?:[^.;,()\d]{0,60} (?:y|et|e|und) )?(?:(?:fueron|furent|ont ete|sono stati|foram|wurden)(?: finalmente| finalement)?) (?:inclu|analiz|analys|randomi|aleator|eingeschlossen|ausgewertet|stud)"
    r"| [^.;,()\d]{0,30}(?:\d{1,2} [^.;,()\d]{0,20})?and (?:were|was) (?:analy|studied|included|enrol|evaluated|reviewed)"
    r"| [^.;,()\d]{0,70}and met (?:the|our|all) (?:\w{1,12} )?criteria"
)

# "Von 80 Patienten wurden 54 eingeschlossen", "de 80 pacientes se incluyeron 54": as other languages have it.
_TOOK_OF = re.compile(
    r"(?:^|[.;:] )(?:von|van|av|af|de|di|su|sur|dos|entre|parmi|tra|bland)(?!\w)[^.;:]{0,60}(?:patient|pacient|pazient|doent|proband)\w{0,8}[^.;:]{0,40} (?:wurden|konnten|werden(?: er)?|erfullten|(?:se |on a )?(?:inclu|analiz|estudi|inkluder|evalu)\w{2,8}|ble|blev) $"
)
_TAKEN_IN = re.compile(
    r"(?: (?:patient|pacient|pazient|doent)\w{0,8})?(?: ?[,.;(]| ?$| (?:[^.;,\d]{1,60} )?(?:eingeschlossen|ausgewertet|analysiert|untersucht|randomisiert|geincludeerd|geanalyseerd|inkluder\w{1,4}|(?:alle |die )?einschlusskriterien)(?!\w))"
)


def _is_of_one_sex(sentence: str, before: Numeral, one: Numeral) -> bool:
    """Return whether the count is of the women or men in brackets behind those who were counted before: "41 patients (23 women"."""
    between = sentence[before.end : one.start - 1]
    return (
        _OF_ONE_SEX.match(sentence, max(0, one.start - 1)) is not None
        and _PEOPLE.search(between) is not None
        and not set(between) & set(".;()")
    )


def _is_year(sentence: str, one: Numeral) -> bool:
    return one.value in _YEARS and sentence[one.start : one.end] == str(one.value)


def _both(sentence: str, first: Numeral, second: Numeral, noun: int) -> Count:
    verb = rank_by_verb(sentence, second, noun)
    of_some = sentence[: first.start].endswith(" in ") and not verb  # "gallstones in one and two patients"
    rank = 3 if of_some else min(verb, 7) if verb else SURE
    return Count(value=first.value + second.value, rank=rank, start=first.start, end=second.end)


def _noun(after: str, limit: int, *, asked: bool = False) -> int:
    """Return where the people begin whom the number counts, -1 where it counts none."""
    for place, token in enumerate(TOKEN.finditer(after)):
        if place > _WORDS_TO_NOUN or token.start() > limit:
            return -1
        word = token.group()
        if _PEOPLE.match(after, token.start()) or (asked and word == "members"):
            return token.start()
        if (
            word in _OTHER
            or word in ".;:%=±<>()"
            or word[0].isdigit()
            or word in {"were", "was", "had", "in", "to", "vs", "versus"}
        ):
            return -1
    return -1


def _stands_alone(after: str) -> bool:
    """Return whether a verb follows at once: "214 were enrolled", "176 (43%) from 31 countries responded"."""
    return re.match(r" ?(?:\([^()]{1,24}\) ?)?(?:(?:from|in) (?:[\w-]+ ){1,3})?(?:were|was|had been|have been|responded|underwent|entered|received|took part|remained|returned(?! to)|completed|replied|answered|filled|participated|consented|ont repondu|antworteten|respondieron|hanno risposto|responderam|antwoordden|svarade|svarede|odpowiedzialo|(?:pts )?(?:enroll?ed|accrued|recruited|randomi[sz]ed)(?= ?[,;.(]|$))(?!\w)", after) is not None  # fmt: skip

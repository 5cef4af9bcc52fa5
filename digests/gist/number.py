"""How many were studied: every count of people in a text, what each counts, and which of them is all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

from digests.numerals import SPELT, Numeral, numerals

_PEOPLE = re.compile(
    r"(?:(?:in|out)?patients|participants|experts|panell?ists|panel members|subjects|people|persons?|adults|individuals|(?:wo)?men|children|volunteers|respondents|cases|pts|"
    r"nets|nens|medecins|praticiens|arzte|medicos|medici|artsen|lakare|laeger|lekarzy|beneficiaries|enrollees|veterans|users|recipients|doentes|nurses|carers|caregivers|pharmacists|physicians|clinicians|oncologists|endocrinologists|specialists|completers|residents|"
    r"patient(?:en|innen|inn)|proband(?:en|innen)|pacientes|pazienti|malades|sujets|personnes|pacjent(?:ow|ami|ach|y)?|chorych|"
    r"patienter|patientene|personer|deltagare|deltagere|personen|deelnemers|teilnehmer(?:innen)?|participantes|partecipanti)(?!\w)"
    r"|[\u4f8b\u540d\u4eba]"
)
_OTHER = frozenset(
    "mg ug mcg g kg ml mmol ng pg nmol umol gbq mci mbq cm mm day days week weeks month months year years hour hours h min minutes "
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
_TOKEN = re.compile(r"[^\W\d_]++(?:[-'/][^\W\d_]++)*+|\d++(?:[.,]\d++)*+|[^\w\s]")

# What is said of a count, and how surely it is then the number of all who were studied.
_SAID = (
    (re.compile(r"randomi[sz]ed|randomly|randomi[sz]ation|randomisiert|randomisee?s|aleatorizad|randomizzat|gerandomiseerd|randomiserade|zrandomizowan"), 9),
    (
        re.compile(
            r"enroll?ed|enrolment|recruited|included|includes?|comprised|comprising|entered|accrued|eingeschlossen|inclus|incluid|incluye|"
            r"inclusi|arruolat|geincludeerd|inkluderade|inkluderede|wlaczono|wlaczonych|ingesloten|involving|enrolling|纳入|入组"
        ),
        8,
    ),
    (
        re.compile(
            r"analy[sz]ed|evaluated|studied|reviewed|matched|examined|investigated|assessed|treated|analysiert|untersucht|ausgewertet|"
            r"analyses|analizad|analizzat|geanalyseerd|analyserade|analizowano|przeanalizowano|behandelt|traites|tratad|trattat|behandlade|"
            r"responded|underwent|received|receiving|identified|completed|switched|escalated|started|followed|surveyed|interviewed|"
            r"compared|observed|described|participated|took part|pooled|contributed|returned|replied|answered|filled|consented|repondu|antwort|respondier|risposto|responder|antwoord|svara|besvare|odpowiedzi"
        ),
        7,
    ),
    (re.compile(r"eligible|remained(?= ?$| for| in the)|were left"), 6),
)  # fmt: skip
_LEFT = re.compile(
    r"screened|invited|approached|eligibility|(?:for|was|if) eligible|excluded|ineligible|declined|contacted|searched|unselected|gescreent|"
    r"ausgeschlossen|exclu|considered|lost|consecutively"
)
# What befell some of them.
_SOME = re.compile(
    r"(?<!\w)died|dead|deaths?|discontinued|withdrew|withdrawn|progressed|relapsed|responders?|improved|worsened|experienced|developed|"
    r"achieved|showed|stopped|remained(?! ?$| for| in the)|alive|reported|required|needed|reached|crossed|respond|missing|vomited|censored|"
    r"dropped|unevaluable|evaluable"
)
_TOTAL = re.compile(
    r"(?:a )?total of $|in total,? $|altogether,? $|in all,? $|overall,? $|insgesamt $|(?:au|un) total de $|en total,? $"
)
_ASKED = re.compile(r"survey|questionnaire|respondents?|umfrage|enquete|encuesta|enkat")
_SHARE_AFTER = re.compile(
    r"[^\d(]{0,40}+\((?:\d{1,3}(?:[.,]\d{1,2})?) ?%|(?: [a-z]{1,14}){0,3}+ ?[(\[]?\d{1,3}(?:[.,]\d{1,2})? ?%"
)
# "Of 2,087 registered patients, 203 had it and form the cohort".
_FORMS = re.compile(
    r"(?:form|formed|constitut\w{1,3}|ma[dk]e up|compris\w{1,3}) (?:the|our|this) (?:study |analysis |final )?(?:cohort|population|sample|group|set)|concerned (?:doses|use|treatment)"
)
_POOL = re.compile(r"registered|registry|database|reports|screened|hospital|diagnosed|known|seen")
_OUT_OF = re.compile(
    rf"(?:/|(?:\d|[])%]|{SPELT}|(?:patient|subject|case|most|some|half|all|none|any)s?) (?:of|out of|from) (?:the |all |these )?)$"
)
_OPENS = re.compile(r"(?:^|[.,;:] )(?:of|among|in|from|we [a-z]{1,12}|using data (?:of|from)) (?:the |all )?$")
_NAMED = re.compile(r"(?<![\w-])n ?= ?$")
_WHOLE = re.compile(r" (?:out )?of (?:the |these |(?:a|the|an) (?:planned|intended|target(?:ed)?|projected) )?")
_AIMED = re.compile(
    r"(?:planned|intended|target(?:ed)?|projected|expected)(?: number| enrolment| sample(?: size)?)?(?: of| was| is)? $"
)
_TREATED_OF_THEM = re.compile(
    r" of (?:them|these|whom)(?:,| patients,?)? (?:the |their )?(?:dos(?:e|age)|interval|schedule|octreotide|lanreotide)[^.;]{0,40} (?:raised|increased|doubled|escalated|shortened|intensified)"
)
_OF_STUDIES = re.compile(
    r"(?<!\w)(?:studies|trials|articles|publications|reports) [^.]{0,60}(?:included|identified|eligible|found)"
)
_SAW = re.compile(r"(?<!\w)(?:saw|have seen) $")
_SEEN = re.compile(r"(?:were|was|had been) seen")  # "was seen in 16 of 86 patients": that is no people
# "Patients (n=39) were treated", not "patients on octreotide (n=39)", who are an arm.
_NAMED_PEOPLE = re.compile(
    r"(?<![\w-])(?:patients|participants|subjects|adults|pts|patienten|pacientes|pazienti|patienter|pacjentow) \(n ?= ?$"
)
_YEARS = range(1950, 2060)
_WORDS_TO_NOUN = 7
_WORDS_TO_VERB = 18
_SURE = 5
_MOST = 60  # numbers of one sentence that are looked at
_NEAR = 60  # characters before a number in which it may be said what it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of people in a sentence; ``rank`` is how surely it is that of all who were studied, 9 the surest."""

    value: int
    rank: int
    start: int
    end: int
    is_part: bool = field(default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """How many were studied, and the place of the sentence that says so."""

    value: int
    place: tuple[int, int]


def how_many(folded: str, places: Sequence[tuple[int, int]], *, asked: bool = False) -> Number | None:
    """Return how many were studied, from these sentences of a folded text; None where no sentence says it surely.

    The randomised come before the enrolled, these before the analysed or treated; those only screened or invited, and those
    to whom something happened, are never all. Arms are added up where no sentence gives their sum.
    ``asked``: a survey, whose number is that of those who answered.
    """
    asked = asked or _ASKED.search(folded) is not None
    found = [(count, place) for place in places for count in _of_sentence(folded[slice(*place)], asked=asked)]
    best = max((count.rank for count, _ in found), default=0)
    if best < _SURE:
        return None
    value, place = max(
        ((count.value, place) for count, place in found if count.rank == best), key=lambda pair: (pair[0], -pair[1][0])
    )
    return Number(value=value, place=place)


def _of_sentence(sentence: str, *, asked: bool) -> list[Count]:
    every = [one for one in islice(numerals(sentence), _MOST) if not _MEASURE.match(sentence, one.end)]
    counts = [count for at, one in enumerate(every) if (count := _count(sentence, every, at, asked=asked))]
    arms = [arm for count in counts if (arm := _other_arm(sentence, every, count))]
    first = [
        _confirmed(replace(count, rank=4) if any(count.start == arm.start for arm in arms) else count, every)
        for count in counts
    ]
    return [*first, *arms, *_summed(sentence, counts)]


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
    return replace(count, rank=max(count.rank, 8)) if count.rank >= _SURE and count.value in sums else count


# "Twenty were randomised to A and 11 to B": the same word begins what the other arm got.
_OTHER_ARM = re.compile(
    r"(?:(?:patients|participants|subjects|others) )?(?:\(\d{1,3}(?:\.\d)? ?%\) )?(?:were (?:randomly )?(?:randomi[sz]ed |assigned |allocated )?)?(?P<verb>had|received|to|in|on|with|underwent)(?!\w)"
)
_OF_ARMS = frozenset({"to", "in", "had", "underwent"})


# "22 women and 19 men", "60 mg was given to 41 patients and 30 mg to 40", "one group comprised 23 patients and the other group 46".
_IN_TWO = re.compile(
    r" (?:wo)?men(?: \([^)]{0,20}\))? and | (?:nurses|physicians|clinicians|carers|doctors|pharmacists) and | (?:patients|participants|subjects|cases)[^.;,()]{0,50} (?:was|were) (?:[a-z]{1,12} )?matched (?:[\d:]{1,5} )?(?:to|with) |(?: (?:patients|participants|subjects))? and [\d.,]{1,6} mg (?:[\w-]{1,16} ){0,4}to "
    r"|(?: (?:patients|participants|subjects))? and the (?:[\w-]{1,16} ){1,2}(?:group|arm|cohort) (?:comprised |included |had |of )?"
)
_IN_TWO_AFTER = re.compile(r" (?:(?:wo)?men|on|controls?|patients|participants|subjects)(?!\w)| ?[.;,(]|$")


def _other_arm(sentence: str, every: Sequence[Numeral], count: Count) -> Count | None:
    """Return both arms together where the count is only that of one: unsure where the other only "received" something."""
    later = [one for one in every if one.start >= count.end]
    if (
        not later
        or count.is_part
        or count.rank < _SURE
        or _TOTAL.search(sentence, max(0, count.start - _NEAR), count.start)
        or _OPENS.search(sentence, max(0, count.start - _NEAR), count.start)
    ):
        return None
    other, between = later[0], sentence[count.end : later[0].start]
    if _IN_TWO.fullmatch(between) and _IN_TWO_AFTER.match(sentence, other.end):
        return Count(value=count.value + other.value, rank=max(count.rank, 7), start=count.start, end=other.end)
    match = _OTHER_ARM.match(sentence, other.end + 1)
    if (
        not re.search(r"(?:and|,|versus|vs|or) $", between)
        or match is None
        or not re.search(rf"(?<!\w){match['verb']}(?!\w)", between)
    ):
        return None
    if (
        count.value in {sum(one.value for one in later[:size]) for size in (2, 3, 4)}
        or "each" in sentence[other.end : other.end + 12]
    ):
        return None
    rank = 7 if match["verb"] in _OF_ARMS and "randomi" in sentence else 6 if match["verb"] in _OF_ARMS else 0
    return Count(value=count.value + other.value, rank=rank, start=count.start, end=other.end)


def _count(sentence: str, every: Sequence[Numeral], at: int, *, asked: bool) -> Count | None:
    one = every[at]
    before = sentence[max(0, one.start - 60) : one.start]
    limit = every[at + 1].start if at + 1 < len(every) else len(sentence)
    after = sentence[one.end : one.end + 160]
    if (
        not 0 < one.value < 10_000_000
        or after.startswith(("-", "/", "%", " %", ":"))
        or before.endswith(
            ("±", "<", ">", "≤", "≥", "grade ", "grades ", "phase ", "stage ", "week ", "day ", "cycle ", "type ")
        )
    ):
        return None
    if (group := _NAMED_PEOPLE.search(before)) and one.end < len(sentence):
        rank = 1 if _LEFT.search(group.group()) else max(_rank(sentence, one, 0), _SURE)
        return Count(value=one.value, rank=rank, start=one.start, end=one.end)
    if _NAMED.search(before):
        return _named(sentence, one)
    if _IN_TOTAL.search(before + "#"):
        return Count(value=one.value, rank=7, start=one.start, end=one.end)
    noun = _noun(after, max(0, limit - one.end), asked=asked)
    if (
        at
        and noun >= 0
        and not _is_year(sentence, every[at - 1])
        and _BESIDE.fullmatch(sentence, every[at - 1].end, one.start)
    ):
        return _both(sentence, every[at - 1], one, noun)
    if noun < 0 and (_is_year(sentence, one) or one.value == 1):
        return None
    if _TREATED_OF_THEM.match(sentence, one.end) or (_CHOSEN.match(after) and _FROM_POOL.search(before)):
        return Count(value=one.value, rank=8, start=one.start, end=one.end)
    whole = _WHOLE.match(after) if noun < 0 and at + 1 < len(every) else None
    if whole and every[at + 1].start == one.end + whole.end():
        noun = _noun(sentence[every[at + 1].end :][:160], 160, asked=asked)
        noun += (every[at + 1].end - one.end) * (noun >= 0)
    verb = _rank(sentence, one, noun)
    alone = verb >= 6 and _stands_alone(after) and not _OF_STUDIES.search(sentence, 0, one.start)
    if noun < 0 and not alone and not _forms_the_cohort(after):
        return None
    return Count(value=one.value, rank=_weighed(sentence, one, noun, verb, asked=asked), start=one.start, end=one.end)


# "52 and 50 patients received one or the other": neither is all of them.
_BESIDE = re.compile(r" (?:and|or|versus|vs\.?|v) |, ?")
_EACH = re.compile(r"[a-z]{1,16} ?(?:each|(?:per|a) (?:arm|group|year|month|centre|center)|in each)(?!\w)")


_IN_TOTAL = re.compile(r"[(,;] ?total(?: of)?,? (?:n ?= ?)?#$")


# "Post hoc analysis of a phase 3 trial of lanreotide (n = 204)".
_OF_ALL = re.compile(
    r"(?<!\w)(?:trials?|study|cohort|population|series|database|sample|registry)(?!\w)(?! group| arm)[^.;(]{0,70}\(n ?= ?$"
)


def _named(sentence: str, one: Numeral) -> Count:
    """Return what "n = 52" counts: an arm, unless it is the only one and stands first or before its people."""
    only = sentence.count("n =") + sentence.count("n=") == 1
    opens = sentence[: one.start].strip() in {"n =", "n="}
    of_all = _OF_ALL.search(sentence, max(0, one.start - 2 * _NEAR), one.start)
    whole = only and (opens or of_all or _PEOPLE.match(sentence, one.end + 1))
    return Count(value=one.value, rank=7 if whole else 4, start=one.start, end=one.end, is_part=not whole)


# "Of 240 patients, 62 had it every 14 days and were analysed": those chosen from a pool.
_FROM_POOL = re.compile(r"(?:, |of whom |of these,? |of which |and )$")
_CHOSEN = re.compile(
    r" [^.;,()\d]{0,30}(?:\d{1,2} [^.;,()\d]{0,20})?and (?:were|was) (?:analy|studied|included|enrol|evaluated|reviewed)"
)


def _is_year(sentence: str, one: Numeral) -> bool:
    return one.value in _YEARS and sentence[one.start : one.end] == str(one.value)


def _both(sentence: str, first: Numeral, second: Numeral, noun: int) -> Count:
    verb = _rank(sentence, second, noun)
    rank = min(verb, 7) if verb else _SURE
    return Count(value=first.value + second.value, rank=rank, start=first.start, end=second.end)


def _noun(after: str, limit: int, *, asked: bool = False) -> int:
    """Return where the people begin whom the number counts, -1 where it counts none."""
    for place, token in enumerate(_TOKEN.finditer(after)):
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
    return re.match(r" ?(?:\([^()]{1,24}\) ?)?(?:(?:from|in) (?:[\w-]+ ){1,3})?(?:were|was|had been|have been|responded|underwent|entered|received|took part|remained|returned|completed|replied|answered|filled|participated|consented|ont repondu|antworteten|respondieron|hanno risposto|responderam|antwoordden|svarade|svarede|odpowiedzialo)(?!\w)", after) is not None  # fmt: skip


def _forms_the_cohort(after: str) -> bool:
    """Return whether those who are counted are said to be the study's, before another number comes."""
    return (
        _FORMS.search(re.split(r"\d(?!\d{0,3}[ -]?(?:mg|days?|weeks?|months?))(?<!\d\d)", after[:110])[0]) is not None
    )


# What stands in brackets between those who are counted and what was done with them: "41 patients (22 men; age 68) were identified".
_BRACKET = re.compile(
    r"(?<=[a-z]) \([^()]{0,120}\)(?= (?:were|was|had|who|with|from|in|at|received|underwent|entered))"
)


def _rank(sentence: str, one: Numeral, noun: int) -> int:
    """Return the rank of what is said of the count: of the verb within it or next after it, or of the one before it."""
    end = one.end + max(noun, 0)
    said = _BRACKET.sub("", sentence[end : end + 260])
    clause = re.split(r"[;:]|, (?:and|of whom|while|whereas) ", said)[0]
    after = " ".join(token.group() for token in list(_TOKEN.finditer(clause))[:_WORDS_TO_VERB])
    before = re.split(r"[;:,)]", sentence[max(0, one.start - 70) : one.start])[-1]
    return max(_ranked(sentence[one.end : end]), _ranked(after), _ranked(" ".join(before.split()[-6:])))


def _ranked(words: str) -> int:
    """Return the rank of the first word that says what was done with those who are counted; 0 for none."""
    found = [(match.start(), -rank) for pattern, rank in _SAID if (match := pattern.search(words))]
    return -min(found)[1] if found else 0


def _weighed(sentence: str, one: Numeral, noun: int, verb: int, *, asked: bool) -> int:
    after = sentence[one.end + max(noun, 0) : one.end + max(noun, 0) + 110]
    before = sentence[max(0, one.start - 40) : one.start]
    near = re.split(r"[,;:(]| and (?=\w+ were)", after)[0]
    told = re.split(r"[,;:]", sentence[one.end : one.end + max(noun, 0) + 60])[0]
    answered = asked and re.search(
        r"respon|repond|antwor|rispos|svara|besvar|odpowiedz|answer|completed|participated|returned|repl(?:y|ied|ies)|took part",
        told + sentence[max(0, one.start - 30) : one.start],
    )
    if (
        answered
        and not _OUT_OF.search(before)
        and (answered.group() != "completed" or _LEFT.search(sentence[: one.start]))
    ):
        return 9
    if (
        _LEFT.search(near)
        or _LEFT.search(sentence[one.end : one.end + max(noun, 0)])
        or re.search(
            r"(?:screened|invited|excluded|excluding|exclusion of|removal of|loss of|approached|invitations to|mailed to|sent to|offered to) $",
            before,
        )
    ):
        return 1
    if _AIMED.search(before) or _SAW.search(before) or _SEEN.search(near):
        return _SURE
    if _EACH.match(after):
        return 4
    if _forms_the_cohort(sentence[one.end :]):
        return 9
    if noun >= 0 and "randomi" in sentence[one.end : one.end + noun]:
        return 9
    if _OPENS.search(sentence, max(0, one.start - _NEAR), one.start) and noun >= 0:
        within = sentence[one.end : one.end + noun + len(" patients randomi")]
        return 9 if "randomi" in within else 4 if _POOL.search(within) else 7
    if _OUT_OF.search(before) or _SHARE_AFTER.match(sentence[one.end :]) or _SHARE_AFTER.match(after):
        return 2
    if verb < 8 and _SOME.search(near):
        return 3
    bonus = bool(_TOTAL.search(before))
    return min(verb + bonus, 9) if verb else 7 if bonus else 5


def _summed(sentence: str, counts: Sequence[Count]) -> Iterator[Count]:
    """Yield the sum of the arms where the sentence names them and not their sum: "A (n = 52) or B (n = 50)"."""
    parts = [count for count in counts if count.is_part]
    whole = {count.value for count in counts if not count.is_part}
    if len(parts) >= 2 and not whole & {sum(one.value for one in parts)}:
        rank = 6 if all(count.rank < 7 for count in counts) else 0
        yield Count(value=sum(one.value for one in parts), rank=rank, start=parts[0].start, end=parts[-1].end)
    even = [count for count in counts if count.rank in {5, 7, 8} and not count.is_part]
    for first, second in combinations(even[:3], 2):
        between = sentence[first.end : second.start]
        if (
            len(even) == 2
            and re.search(r"(?<!\w)(?:with|versus|vs|and|against)(?!\w)", between)
            and re.search(r"compar|matched|versus|vs", sentence)
        ):
            yield Count(
                value=first.value + second.value, rank=max(first.rank, second.rank), start=first.start, end=second.end
            )

"""How many were studied: every count of people in a text, what each counts, and which of them is all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from digests.numerals import SPELT, Numeral, numerals

_PEOPLE = re.compile(
    r"(?:(?:in|out)?patients?|participants?|subjects|people|persons?|adults|individuals|(?:wo)?men|children|volunteers|respondents|cases|pts|"
    r"beneficiaries|enrollees|members|physicians|clinicians|oncologists|endocrinologists|specialists|completers|residents|"
    r"patient(?:en|innen|inn)|proband(?:en|innen)|pacientes|pazienti|malades|sujets|personnes|pacjent(?:ow|ami|ach|y)?|chorych|"
    r"patienter|patientene|personer|deltagare|deltagere|personen|deelnemers|teilnehmer(?:innen)?|participantes|partecipanti)(?!\w)"
    r"|[\u4f8b\u540d\u4eba]"
)
# What a number counts or measures where no person is meant.
_OTHER = frozenset(
    "mg ug mcg g kg ml mmol ng pg nmol umol gbq mci mbq cm mm day days week weeks month months year years hour hours h min minutes "
    "cycles cycle doses dose injections injection samples centres centers sites hospitals "
    "countries institutions studies trials articles reports publications questions items points lesions tumours "
    "tumors metastases events visits times fold percent per stools movements episodes claims societies databases scans "
    "arms groups cohorts patient-years jahre jahren monate monaten wochen tage ans mois semaines jours anos meses semanas "
    "dias anni mesi settimane giorni jaar maanden weken dagen ar manader veckor dagar lat miesiecy tygodni dni".split()
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
            r"participated|took part|pooled|contributed"
        ),
        7,
    ),
)  # fmt: skip
_LEFT = re.compile(
    r"screened|invited|approached|eligible|eligibility|excluded|ineligible|declined|contacted|searched|unselected|gescreent|"
    r"ausgeschlossen|exclu|considered|lost|consecutively"
)
# What befell some of them.
_SOME = re.compile(
    r"died|dead|deaths?|discontinued|withdrew|withdrawn|progressed|relapsed|responders?|improved|worsened|experienced|developed|"
    r"achieved|showed|stopped|remained|alive|reported|required|needed|reached|crossed|respond|missing|vomited|censored|"
    r"dropped|unevaluable|evaluable"
)
_TOTAL = re.compile(
    r"(?:a )?total of $|in total,? $|altogether,? $|in all,? $|overall,? $|insgesamt $|(?:au|un) total de $|en total,? $"
)
_ASKED = re.compile(r"survey|questionnaire|respondents?|umfrage|enquete|encuesta|enkat")
_SHARE_AFTER = re.compile(
    r"[^\d(]{0,40}+\((?:\d{1,3}(?:[.,]\d{1,2})?) ?%|(?: [a-z]{1,14}){0,3}+ ?[(\[]?\d{1,3}(?:[.,]\d{1,2})? ?%"
)
_OUT_OF = re.compile(
    rf"(?:/|(?:\d|[)%]|{SPELT}|(?:patient|subject|case|most|some|half|all|none|any)s?) (?:of|out of|from) (?:the |all |these )?)$"
)
_OPENS = re.compile(r"(?:^|[.;:] )(?:of|among|in|from|we [a-z]{1,12}|using data (?:of|from)) (?:the |all )?$")
_NAMED = re.compile(r"(?<![\w-])n ?= ?$")
_WHOLE = re.compile(r" (?:out )?of (?:the |these )?")
_YEARS = range(1950, 2060)
_WORDS_TO_NOUN = 7
_WORDS_TO_VERB = 12
_SURE = 5


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
    found = [
        (count, place)
        for place in places
        for count in _of_sentence(folded[slice(*place)], asked=asked or bool(_ASKED.search(folded)))
    ]
    best = max((count.rank for count, _ in found), default=0)
    if best < _SURE:
        return None
    value, place = max(
        ((count.value, place) for count, place in found if count.rank == best), key=lambda pair: (pair[0], -pair[1][0])
    )
    return Number(value=value, place=place)


def _of_sentence(sentence: str, *, asked: bool) -> list[Count]:
    every = list(numerals(sentence))
    counts = [count for at, one in enumerate(every) if (count := _count(sentence, every, at, asked=asked))]
    return [*counts, *_summed(sentence, counts)]


def _count(sentence: str, every: Sequence[Numeral], at: int, *, asked: bool) -> Count | None:
    one = every[at]
    before = sentence[max(0, one.start - 60) : one.start]
    limit = every[at + 1].start if at + 1 < len(every) else len(sentence)
    after = sentence[one.end : one.end + 160]
    if (
        not 0 < one.value < 10_000_000
        or after.startswith(("-", "/", "%", " %", ":"))
        or before.endswith(("±", "<", ">", "≤", "≥"))
    ):
        return None
    if _NAMED.search(before):
        return Count(value=one.value, rank=4, start=one.start, end=one.end, is_part=True)
    noun = _noun(after, max(0, limit - one.end))
    if noun < 0 and one.value in _YEARS and sentence[one.start : one.end] == str(one.value):
        return None
    if (
        noun < 0
        and (whole := _WHOLE.match(after))
        and at + 1 < len(every)
        and every[at + 1].start == one.end + whole.end()
    ):
        noun = _noun(sentence[every[at + 1].end :][:160], 160)
        noun += (every[at + 1].end - one.end) * (noun >= 0)
    verb = _rank(sentence, one, noun)
    if noun < 0 and (verb < 7 or not _stands_alone(after)):
        return None
    return Count(value=one.value, rank=_weighed(sentence, one, noun, verb, asked=asked), start=one.start, end=one.end)


def _noun(after: str, limit: int) -> int:
    """Return where the people begin whom the number counts, -1 where it counts none."""
    for place, token in enumerate(_TOKEN.finditer(after)):
        if place > _WORDS_TO_NOUN or token.start() > limit:
            return -1
        word = token.group()
        if _PEOPLE.match(after, token.start()):
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
    return re.match(r" ?(?:\([^()]{1,24}\) ?)?(?:(?:from|in) (?:[\w-]+ ){1,3})?(?:were|was|had been|have been|responded|underwent|entered|received|took part)(?!\w)", after) is not None  # fmt: skip


def _rank(sentence: str, one: Numeral, noun: int) -> int:
    """Return the rank of what is said of the count: of the verb nearest to it."""
    end = one.end + max(noun, 0)
    after = " ".join(
        token.group()
        for token in list(
            _TOKEN.finditer(re.split(r"[;:]|, (?:and|of whom|while|whereas) ", sentence[end : end + 160])[0])
        )[:_WORDS_TO_VERB]
    )
    between = sentence[one.end : end]
    before = " ".join(
        re.findall(r"[^\W\d_]+", re.split(r"[;:,)]", sentence[max(0, one.start - 70) : one.start])[-1])[-6:]
    )
    for text in (between, after, before):
        for pattern, rank in _SAID:
            if pattern.search(text):
                return rank
    return 0


def _weighed(sentence: str, one: Numeral, noun: int, verb: int, *, asked: bool) -> int:
    after = sentence[one.end + max(noun, 0) : one.end + max(noun, 0) + 110]
    before = sentence[max(0, one.start - 40) : one.start]
    near = re.split(r"[,;:(]| and (?=\w+ were)", after)[0]
    told = re.split(r"[,;:]", sentence[one.end : one.end + max(noun, 0) + 60])[0]
    answered = asked and re.search(r"respon|answered|completed|participated|returned|took part", told)
    if answered:
        return 9
    if (
        _LEFT.search(near)
        or _LEFT.search(sentence[one.end : one.end + max(noun, 0)])
        or re.search(r"(?:screened|invited|excluded|excluding|approached) $", before)
    ):
        return 1
    if _OPENS.search(sentence[: one.start]) and noun >= 0:
        return 9 if "randomi" in sentence[one.end : one.end + noun + len(" patients randomi")] else 7
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

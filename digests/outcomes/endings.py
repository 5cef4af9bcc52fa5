"""Where the name of a group ends: which words, numbers and signs go on with it."""

import re

from digests.outcomes.kinds import (
    ACTING,
    BEFORE_NUMBER,
    BOUNDS,
    DRUGS,
    ENDING,
    FEW,
    GRADED,
    LETTERED,
    NUMBERED,
    OLDER,
    SIDES,
    TREATMENT,
    name_of,
)
from digests.outcomes.lexicon import MARKERS
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence

# What a marker in the name of a group is: "with raised CgA".
_MARKERS = MARKERS | {"tumour growth rate", "drug level"}
# "A fall in CgA exceeding 50%" is no group.
_MOVED = frozenset("fall rise drop decline decrease increase reduction".split())
# What was so before treatment: "those with known diabetes".
_KNOWN = frozenset("known existing pre-existing preexisting established previous prior manifest".split())
# For which a treatment was changed: "the progression group".
_OCCASIONS = frozenset({"progression", "PD", "flushing", "diarrhoea"})
# "Primaries of unknown origin".
_ORIGINATED = frozenset("primaries primary tumours tumors nets nens carcinoids".split())
_SCORED = _MARKERS | frozenset("score index ki-67 ki67 load burden involvement level levels concentrations".split())
_SIZES = OLDER | frozenset("smaller larger greater lower higher".split())
_LEVELS = frozenset("raised elevated high higher low lower normal increased abnormal".split())
_GIVEN = frozenset("treated followed observed monitored randomised randomized assigned".split())
_COUNTED = frozenset("patients patient participants subjects cases case".split())
_DOSES = frozenset("\u00b5m mg g mcg kg ug \u00b5g injections".split())
_RAISED = frozenset("escalated increased raised uptitrated doubled reduced".split())
_ARTICLES_ELSEWHERE = frozenset("la el le les las los il lo gli der die das het".split())
_LONGEST = 10


def end_of_name(sentence: Sentence, first: int) -> int:
    """Return the place after the last word of the name that begins at ``first``."""
    end, last = first, min(len(sentence.tokens), first + _LONGEST)
    while end < last and _is_part(sentence, first, end) and not (end > first and _begins_noun(sentence, end)):
        end += 1
    return end


def _begins_noun(sentence: Sentence, position: int) -> bool:
    """Return whether an article of another language begins what comes next: "con 60 mg la mediana"."""
    article = sentence.spoken != "" and sentence.tokens[position].label in _ARTICLES_ELSEWHERE
    return article and not _is_altered(sentence, position + 1)


def _is_altered(sentence: Sentence, place: int) -> bool:
    """Return whether the interval or the dose stands here, of which it is told before what was done: "verkorting van het interval"."""
    altered = any(_ALTERING.fullmatch(t.label) for t in sentence.tokens[max(0, place - 3) : place])
    return altered and any(_GIVEN_SO.search(t.label) for t in sentence.tokens[place : place + 1])


_ALTERING = re.compile(
    r"(?:shorten|extend|lengthen|doubl|intensify|escalat|increas)ing|escalation|intensification|reduction|increase|verkorting|verkurzung|raccourcissement|acortamiento|accorciamento|riduzione|reduccion|encurtamento|reducao"
)
_GIVEN_SO = re.compile(r"interv|^dos(?:es?|is|ing)$|^(?:ssas?|analogues?)$")


def _is_part(sentence: Sentence, first: int, position: int) -> bool:
    token, tokens = sentence.tokens[position], sentence.tokens
    before = tokens[position - 1].label if position > first else ""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    match token.mark:
        case Mark.WORD:
            return _is_word(sentence, first, position, before)
        case Mark.NUMBER:
            return _is_number_of_name(sentence, first, position)
        case Mark.TIME | Mark.PERCENT | Mark.MILESTONE:
            return _is_quantity_of_name(sentence, first, position)
        case Mark.CHANGE | Mark.MEAN | Mark.MEDIAN:
            changed = token.mark is Mark.CHANGE and before in {"dose", "interval", "the", "a", "an", "after", "before"}
            return changed or (before == "the" and tokens[position - 2].label in BOUNDS)  # "above the median"
        case Mark.OUTCOME:
            moved = position == first > 1 and tokens[first - 2].label in _MOVED
            return not moved and (_is_marker(sentence, position, before) or _is_occasion(sentence, first, position))
        case Mark.COMPOUND:
            return True
        case Mark.VERSUS:
            quantity = following is not None and following.mark in {Mark.TIME, Mark.PERCENT, Mark.NUMBER}
            older = before in OLDER and following is not None and following.mark is Mark.TIME
            return token.label == "than" and (older or (quantity and position - 1 > first and before in _SIZES))
        case Mark.AND:
            return _is_alternative(sentence, first, position)
        case Mark.SIGN:
            after_number = position > first and tokens[position - 1].mark is Mark.NUMBER
            compares = after_number or token.label in {"<", ">", "\u2265", "\u2264"}
            led = following is not None and (compares or following.mark not in {Mark.PERCENT, Mark.TIME})
            return led and token.label not in {"=", ":"}
        case _:
            return False


def _is_quantity_of_name(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether a time or a share is part of a name: "every 14 days", "a duration of 6 months", "up to 60%"."""
    tokens, timed = sentence.tokens, sentence.tokens[position].mark is Mark.TIME
    before = tokens[position - 1].label if position > first else ""
    earlier = tokens[position - 2].label if position > 1 else ""
    of_time = before == "of" and earlier in {*_OF_TIME, *_ARTICLES} and position - 2 >= first
    return (
        before in BEFORE_NUMBER
        or (before == "to" and position - 2 > first and earlier == "up")
        or (timed and (of_time or before == "/" or _is_interval(sentence, position)))
        or (before == "of" and earlier in _SCORED)
    )


def _is_number_of_name(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether a number is part of a name: a dose, "cohort 2", "Ki-67 of 5", "2B"."""
    token, tokens = sentence.tokens[position], sentence.tokens
    before = tokens[position - 1].label if position > first else ""
    counted = before in LETTERED and _is_counted((*tokens[position + 1 : position + 2], None)[0])
    return (
        token.label in _DOSES
        or (before in NUMBERED and _is_whole(token) and not counted)
        or before in BEFORE_NUMBER
        or (before == "of" and tokens[position - 2].label in _SCORED)
        or (before == "of" and token.label != "" and [t.label for t in tokens[position + 1 : position + 2]] == ["or"])
        or _is_lettered(sentence, first, position)
    )


def _is_marker(sentence: Sentence, position: int, before: str) -> bool:
    """Return whether the outcome is part of a name: "with raised CgA", "troughs of 10 ng/mL or less", "the flushing group"."""
    token, behind = sentence.tokens[position], [t.label for t in sentence.tokens[position + 1 : position + 4]]
    bounded = behind[:1] != [] and (behind[0] in BOUNDS or (behind[0] == "of" and behind[2:] in (["or"], ["than"])))
    heads = token.label in _OCCASIONS and behind[:1] in (["group"], ["cohort"], ["subgroup"])
    known = token.label == "AE: glucose" and before in _KNOWN
    return heads or known or (token.label in _MARKERS and (before in _LEVELS or bounded))


def _is_occasion(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether it is why or when a treatment was changed: "those switched for radiological progression", "escalated at progression"."""
    said = [t.label for t in sentence.tokens[first:position]][-len(["for", "radiological"]) :]
    return (
        sentence.tokens[position].label in _OCCASIONS and not {"for", "at"}.isdisjoint(said) and _names_others(sentence)
    )


def _names_others(sentence: Sentence) -> bool:
    """Return whether the sentence names another outcome than what a treatment was changed for: else it tells what that did."""
    return sum(t.mark is Mark.OUTCOME for t in sentence.tokens) > 1


def _is_interval(sentence: Sentence, position: int) -> bool:
    """Return whether the time is how often a drug is given and its value follows: "lanreotide 14 days, 10.9 months"."""
    token, before = sentence.tokens[position], sentence.tokens[position - 1]
    given = _DRUG.fullmatch(before.label) or before.label in _DOSES
    valued = [t.mark for t in sentence.tokens[position + 1 : position + 3]] == [Mark.COMMA, Mark.TIME]
    return given is not None and token.label.startswith(("d", "w")) and valued


def _is_whole(token: Token) -> bool:
    return token.number is not None and token.number.is_integer()


_DRUG = re.compile(DRUGS)


def _is_alternative(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether the same group is told of: "octreotide LAR or lanreotide autogel", "Ki-67 of 5% or more"."""
    if sentence.tokens[position].label != "or" or position == first:
        return False
    following = sentence.tokens[position + 1 : position + 2]
    if any(t.label in _SIZES | {"above"} for t in following):
        before_it = sentence.tokens[position - 1]
        return before_it.number is not None or before_it.label in FEW
    if any(t.label in {"later", "beyond"} for t in following):
        return True
    before = sentence.folded[sentence.tokens[first].start : sentence.tokens[position].start]
    return any(_DRUG.fullmatch(t.label) for t in following) and _DRUG.search(before) is not None


def _is_word(sentence: Sentence, first: int, position: int, before: str) -> bool:
    token, following = sentence.tokens[position], (*sentence.tokens[position + 1 : position + 2], None)[0]
    match token.label:
        case "of":
            return _goes_on_with_of(sentence, position, before)
        case "for" | "per":
            told = following is not None and following.mark is Mark.OUTCOME and not _names_others(sentence)
            return not told and _goes_on(token, before, following)
        case "by" | "at" | "to" | "under" | "over" if following is not None:
            return _leads_on(sentence, first, position, before)
        case "with":
            said = before.endswith("ed") and name_of(before) != "" and following is not None
            return said and following is not None and TREATMENT.match(following.label) is not None
        case "no":
            led = sentence.tokens[position - 1]
            return position == first and (
                led.mark in {Mark.VERSUS, Mark.PERCENT, Mark.TIME} or led.label in {"with", ",", ";", "("}
            )
        case _:
            acts = token.label in ACTING and any(
                t.label not in {"the", "a", "an"} for t in sentence.tokens[first:position]
            )
            told = token.label == "it" and position > first and before not in SIDES
            return (
                not told
                and token.label not in {".", ",", ":", "=", *ENDING}
                and not acts
                and not _begins_anew(token, before)
            )


def _leads_on(sentence: Sentence, first: int, position: int, before: str) -> bool:
    """Return whether a preposition is within a name: "Ki-67 up to 10%", "doses over 40 mg", "escalated at progression"."""
    following = sentence.tokens[position + 1]
    match sentence.tokens[position].label:
        case "by":  # "those injected by a nurse"
            return before in {"injected", "treated", "seen"} and following.label in {"a", "an", "the", "their"}
        case "at":  # "a burden of at least 25%"
            changed = before.endswith("ed") and before not in _GIVEN and following.label in {"progression", "PD"}
            return changed or (before == "of" and following.label in {"least", "most"})
        case "to" if before == "exposed":
            return TREATMENT.match(sentence.folded, following.start) is not None
        case "to" if before == "up" and position - 1 > first:
            return following.mark in {Mark.PERCENT, Mark.TIME, Mark.NUMBER}
        case "to":
            return before in _RAISED and following.mark is Mark.NUMBER and following.label in _DOSES
        case _:
            return before in GRADED | {"dose", "doses"}


def _goes_on_with_of(sentence: Sentence, position: int, before: str) -> bool:
    """Return whether "of" is within a name: "Ki-67 of 5-10%", "group of 14 days", "standard of care"."""
    following = (*sentence.tokens[position + 1 : position + 2], None)[0]
    if following is None:
        return False
    of_time = before in _OF_TIME or (bool(sentence.spoken) and before in _ARTICLES)
    return (
        (
            before in _SCORED
            and (following.mark in {Mark.NUMBER, Mark.PERCENT} or following.label in {"less", "more", "at"})
        )
        or (of_time and following.mark in {Mark.TIME, Mark.COMPOUND})
        or (before in _ORIGINATED and following.mark is Mark.WORD)
        or following.label == "care"
        or _is_altered(sentence, position + 1)
        or (following.label in {"the", "their"} and _is_altered(sentence, position + 2))
        or (following.mark is Mark.NUMBER and following.label in _DOSES | {"cm", "mm"})
    )


# "The group of 14 days", and where the noun is left out "en el de 28 dias".
_OF_TIME = frozenset("group arm interval intervals schedule".split())
_ARTICLES = frozenset("el la le il lo o a los las".split())


def _goes_on(token: Token, before: str, following: Token | None) -> bool:
    """Return whether the preposition is within a name: "escalated for symptoms", "two injections per month"."""
    occasion = following is not None and token.label == "for" and following.label in _OCCASIONS | {"symptoms"}
    if following is None or (following.mark is not Mark.WORD and not occasion) or following.label in ENDING:
        return False
    return before in {*_DOSES, "dose"} if token.label == "per" else before.endswith("ed") and before not in _GIVEN


def _is_counted(following: Token | None) -> bool:
    """Return whether the number counts what follows: "in the control group 1 PR"."""
    return following is not None and (following.mark is Mark.OUTCOME or following.label in _COUNTED)


def _is_lettered(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether the bare number follows a short form and is of its name: "OCT 60"."""
    if position == first or sentence.tokens[position].label:
        return False
    before = sentence.tokens[position - 1]
    words = sentence.text[before.start : before.end]
    return (
        len(words) > 1
        and words.isupper()
        and words.isalpha()
        and sentence.text[slice(*sentence.tokens[position].at)].isdigit()
    )


def _begins_anew(token: Token, before: str) -> bool:
    """Return whether the article of another noun stands here; "a" after "arm" is a name."""
    if not before or before == "by" or (token.label == "the" and before in {*SIDES, "of"}):
        return False
    return token.label in {"the", "an"} or (token.label == "a" and before not in LETTERED)

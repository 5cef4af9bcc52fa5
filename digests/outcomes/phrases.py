"""The phrase that names a group of patients: where it begins and ends."""

import re
from typing import NamedTuple

from digests.outcomes.kinds import (
    ACTING,
    ARM,
    ARMS,
    BOUNDS,
    DRUGS,
    ENDING,
    FEW,
    GRADED,
    LEADING,
    LETTERED,
    MEASURED,
    MOST_COMMON,
    NO_GROUP,
    NUMBERED,
    OLDER,
    POPULATION,
    SIDES,
    SUBGROUPS,
    TIMES,
    TREATMENT,
    kind_of,
    name_of,
)
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence


class Group(NamedTuple):
    """A group with its name as printed; ``kind`` is "arms", "subgroups", "times" or "" where the words do not say."""

    name: str
    kind: str
    lead: str
    start: int  # place of the token that leads to it
    end: int  # place after its last token


OF_PEOPLE = frozenset(
    "users patients those women men subjects participants recipients cases tumours groups arms".split()
)
# What a marker in the name of a group is: "with raised CgA".
_MARKERS = frozenset({"CgA", "5-HIAA"})
# "Primaries of unknown origin".
_ORIGINATED = frozenset("primaries primary tumours tumors nets nens carcinoids".split())
_SCORED = frozenset("score index ki-67 ki67".split())
_LEVELS = frozenset("raised elevated high higher low lower normal increased abnormal".split())
_BECAUSE = frozenset({"after", "before", "at", "for", "upon"})
_RELATIVE = frozenset({"who", "that", "which"})
_AUXILIARIES = frozenset("was were had have has did been".split())
_GIVEN = frozenset("treated followed observed monitored randomised randomized assigned".split())
_COUNTED = frozenset("patients patient participants subjects cases case".split())
_DOSES = frozenset("\u00b5m mg g mcg kg ug \u00b5g injections".split())
# What was done to people before "to 14 days", "at 28 days".
MOVED = frozenset(
    "left kept put maintained remaining remained staying stayed continuing continued moved switched changed shifted raised".split()
)
_RAISED = frozenset("escalated increased raised uptitrated doubled reduced".split())
_OFTEN = frozenset({"weekly", "daily", "monthly"})
_OFTENER = re.compile(r"(?:more|less) frequent (?:injections?|dos)")
_MAINLY = frozenset("mainly mostly including predominantly".split())  # "(mainly stones)" tells no group
_LONGEST = 10
COMPARING = frozenset({Mark.AND, Mark.VERSUS})
_ENDING_BRACKET = frozenset({Mark.CLOSE, Mark.COMMA, Mark.SEMICOLON, Mark.SIZE})


def named(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the group whose name begins at ``first``; None where the words are no name of one."""
    first = _after_count(sentence, first)
    done = first > 0 and sentence.tokens[first - 1].label in _RELATIVE
    first = after_auxiliaries(sentence, first) if done else first
    if done and first < len(sentence.tokens) and sentence.tokens[first].label == "not":
        return _undone(sentence, lead, first)
    end = end_of_deed(sentence, first) if done else end_of_name(sentence, first)
    if end == first:
        return _over_people(sentence, lead, first)
    words = printed(sentence, first, end).strip(" .,;:")
    folded = sentence.folded[sentence.tokens[first].start : sentence.tokens[end - 1].end]
    name = name_of(words) if name_of(folded) else ""
    bracketed = lead >= 0 and sentence.tokens[lead].mark is Mark.OPEN
    name = words if bracketed and len(words) == 1 and words.isupper() else name
    if name.lower() in MOVED and (moved := _moved_to(sentence, lead, end)):
        return moved
    if not name:
        return _within(sentence, lead, end, folded)
    if bracketed and sentence.tokens[first].label in _MAINLY:
        return None
    if (
        not name[:1].isalnum()
        or (MOST_COMMON.search(folded) and not _OFTENER.search(folded))
        or (NO_GROUP.search(folded) and not POPULATION.search(folded))
    ):
        return None
    if name.lower() in _OFTEN and sentence.tokens[end : end + 1] and sentence.tokens[end].mark is Mark.OUTCOME:
        return None  # "weekly flushing episodes"
    label = sentence.tokens[lead].label if lead >= 0 else ""
    kind = ARMS if len(name) == 1 else SUBGROUPS if name.lower().partition(" ")[0] in SIDES else kind_of(folded)
    against = lead >= 0 and sentence.tokens[lead].mark is Mark.VERSUS
    if kind == TIMES and (label in {"with", "without"} or (against and name.lower().startswith("no "))):
        kind = ARMS
    if bracketed and not _is_bracket(sentence, first, end) and not (kind and _is_labelling(sentence, end)):
        return None
    group = Group(name, kind, label, max(lead, 0), end)
    return state(sentence, group) if done else group


def state(sentence: Sentence, group: Group) -> Group:
    """Return the group of "who were symptomatic under the standard dose", whose treatment tells of them and not of a value."""
    following = sentence.tokens[group.end].label if group.end < len(sentence.tokens) else ""
    end = end_of_name(sentence, group.end + 1) if not group.kind and following in {"under", "on", "during"} else 0
    if end <= group.end + 1:
        return group
    since = sentence.tokens[group.end].start
    return group._replace(
        name=f"{group.name} {sentence.text[since : sentence.tokens[end - 1].end]}", kind=SUBGROUPS, end=end
    )


def _moved_to(sentence: Sentence, lead: int, end: int) -> Group | None:
    """Return the interval or the treatment that people were moved to or kept on, None where none follows."""
    following = sentence.tokens[end].label if end < len(sentence.tokens) else ""
    if following.partition(" ")[0] not in {"at", "on", "to"}:
        return None
    onto = end + (following in {"at", "on", "to"})
    return _schedule(sentence, lead, onto) or named(sentence, lead, onto)


def _within(sentence: Sentence, lead: int, end: int, folded: str) -> Group | None:
    """Return the group of "the group of ...", "those who ...", of which the words up to ``end`` are no name."""
    following = sentence.tokens[end].label if end < len(sentence.tokens) else ""
    if following not in {*LEADING, *_RELATIVE, "of", "above", "below", "to"}:
        return None
    inner = named(sentence, lead, end + 1)
    if inner and not kind_of(inner.name.lower()) and following in {*_RELATIVE, "of"} and ARM.search(folded):
        inner = inner._replace(kind=ARMS)
    return inner._replace(start=lead) if inner and lead >= 0 else inner


def after_auxiliaries(sentence: Sentence, first: int) -> int:
    """Return the place of the deed itself after "who": the "escalated" of "were escalated", the "not" of "had not"."""
    while first < len(sentence.tokens) and sentence.tokens[first].label in _AUXILIARIES:
        first += 1
    return first


def _undone(sentence: Sentence, lead: int, first: int) -> Group:
    """Return "not escalated" of "who were not escalated", of "who were not" the mere "not"."""
    end = end_of_name(sentence, first + 1)
    name = printed(sentence, first, end)
    return Group(name, kind_of(name.lower()), sentence.tokens[lead].label if lead >= 0 else "", max(lead, 0), end)


def end_of_deed(sentence: Sentence, first: int) -> int:
    """Return where what people did ends, with when or why they did it: "who escalated after radiological progression"."""
    end = end_of_name(sentence, first)
    if end == first or end + 1 >= len(sentence.tokens):
        return end
    if given := _what_was_given(sentence, end):
        return given
    if sentence.tokens[end].label not in _BECAUSE:
        return end
    why = end_of_name(sentence, end + 1)
    return why if sentence.tokens[end + 1].mark is Mark.WORD and why > end + 1 else end


def _what_was_given(sentence: Sentence, end: int) -> int:
    """Return where the treatment ends to which a deed leads: "were switched to PRRT", "first received an intensified SSA"; else 0."""
    deed, following = sentence.tokens[end - 1].label, sentence.tokens[end].label
    leads = (deed in MOVED and following == "to") or (
        deed in {"received", "started"} and following in {"a", "an", "the"}
    )
    given = end_of_name(sentence, end + 1) if leads else 0
    return given if given > end + 1 else 0


def _schedule(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the interval or the dose that people were moved to: "those moved to 14 days"."""
    token = sentence.tokens[first] if first < len(sentence.tokens) else None
    if token is None or token.mark not in {Mark.TIME, Mark.NUMBER, Mark.MILESTONE} or not token.label:
        return None
    printed_as = sentence.text[token.start : token.end].removeprefix("at ")
    return Group(printed_as, ARMS, sentence.tokens[lead].label, max(lead, 0), first + 1)


def printed(sentence: Sentence, first: int, end: int) -> str:
    """Return the words between two places as printed; a word that an English one stands for is filled up with spaces."""
    last = sentence.tokens[end - 1].end
    while sentence.spoken and last < len(sentence.text) and sentence.text[last].isalpha():
        last += 1
    return sentence.text[sentence.tokens[first].start : last]


def _after_count(sentence: Sentence, first: int) -> int:
    """Return the place after how many people are told of: "275 patients", "the 64 patients", the "the 38" of "the 38 escalated"."""
    number = first + (sentence.tokens[first].label == "the" if first < len(sentence.tokens) else 0)
    if counts_people(sentence, number):
        return number + 2
    two = sentence.tokens[number : number + 2]
    done = number > first and len(two) > 1 and two[0].mark is Mark.NUMBER and two[1].label.endswith("ed")
    return number + 1 if done and not two[0].label else first


def counts_people(sentence: Sentence, first: int) -> bool:
    """Return whether a number of patients stands before the name: "in 275 patients allocated lanreotide"."""
    two = sentence.tokens[first : first + 2]
    return len(two) == 2 and two[0].mark is Mark.NUMBER and not two[0].label and two[1].label in OF_PEOPLE


def _over_people(sentence: Sentence, lead: int, first: int) -> Group | None:
    """Return the group of "with patients on", of which the lead stands twice: "than with"."""
    again = first < len(sentence.tokens) and sentence.tokens[first].label in LEADING
    inner = named(sentence, first, first + 1) if again else None
    return inner._replace(start=lead) if inner and lead >= 0 else inner


def _is_bracket(sentence: Sentence, first: int, end: int) -> bool:
    """Return whether the name in a bracket ends as one: "(A)", "(A, n = 12)", "(A vs B)"; "(378 mg vs 466 mg)" are values."""
    following = sentence.tokens[end].mark if end < len(sentence.tokens) else None
    beside = first > 1 and sentence.tokens[first - 2].mark in {Mark.PERCENT, Mark.TIME}  # "5% (60 mg vs 30 mg)"
    compares = following in COMPARING and (end > first + 1 or beside or sentence.tokens[first].mark is Mark.WORD)
    return compares or following in _ENDING_BRACKET


def _is_labelling(sentence: Sentence, end: int) -> bool:
    """Return whether the name of a group in brackets leads to its value: "(high dose 14%, ...)", "(depot: 38%; ...)"."""
    following = sentence.tokens[end : end + 2]
    colon = any(t.label in {":", "="} for t in following[:1])
    if colon and [t.mark for t in sentence.tokens[end + 1 : end + 3]] == [Mark.NUMBER, Mark.VERSUS]:
        return True
    return any(t.mark in {Mark.PERCENT, Mark.TIME, Mark.COUNT} for t in following[colon : colon + 1])


def end_of_name(sentence: Sentence, first: int) -> int:
    """Return the place after the last word of the name that begins at ``first``."""
    end = first
    while end < len(sentence.tokens) and end - first < _LONGEST and _is_part(sentence, first, end):
        end += 1
    return end


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
            of_time = before == "of" and sentence.tokens[position - 2].label in {*_OF_TIME, *_ARTICLES}
            return (
                before in MEASURED
                or (token.mark is Mark.TIME and of_time and position - 2 >= first)
                or (token.mark is Mark.TIME and (before == "/" or _is_interval(sentence, position)))
                or (before == "of" and tokens[position - 2].label in _SCORED)
            )
        case Mark.CHANGE | Mark.MEAN | Mark.MEDIAN:
            return before in {"dose", "interval", "the", "a", "an", "after", "before"} and token.mark is Mark.CHANGE
        case Mark.OUTCOME:
            return _is_marker(token, before, following)
        case Mark.COMPOUND:
            return True
        case Mark.VERSUS:
            return token.label == "than" and before in OLDER and following is not None and following.mark is Mark.TIME
        case Mark.AND:
            return _is_alternative(sentence, first, position)
        case Mark.SIGN:
            compares = token.label in {"<", ">", "\u2265", "\u2264"} or (
                position > first and tokens[position - 1].mark is Mark.NUMBER
            )
            return (
                token.label not in {"=", ":"}
                and following is not None
                and (compares or following.mark not in {Mark.PERCENT, Mark.TIME})
            )
        case _:
            return False


def _is_number_of_name(sentence: Sentence, first: int, position: int) -> bool:
    """Return whether a number is part of a name: a dose, "cohort 2", "Ki-67 of 5", "2B"."""
    token, tokens = sentence.tokens[position], sentence.tokens
    before = tokens[position - 1].label if position > first else ""
    counted = before in LETTERED and _is_counted((*tokens[position + 1 : position + 2], None)[0])
    return (
        token.label in _DOSES
        or (before in NUMBERED and _is_whole(token) and not counted)
        or before in MEASURED
        or (before == "of" and tokens[position - 2].label in _SCORED)
        or _is_lettered(sentence, first, position)
    )


def _is_marker(token: Token, before: str, following: Token | None) -> bool:
    """Return whether the outcome is part of a name: "with raised CgA", "those changed for progression"."""
    bounded = following is not None and following.label in BOUNDS
    occasion = before == "for" and token.label in {"progression", "PD"}
    return occasion or (token.label in _MARKERS and (before in _LEVELS or bounded))


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
    if any(t.label in {"more", "less", "above", "higher", "lower", "older", "younger"} for t in following):
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
            return _goes_on(token, before, following)
        case "to" if before == "exposed":
            return following is not None and TREATMENT.match(sentence.folded, following.start) is not None
        case "under" | "below" | "over" | "above" if before in GRADED:
            return True
        case "to" if before in _RAISED:
            return following is not None and following.mark is Mark.NUMBER and following.label in _DOSES
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
                and token.label not in {".", ":", "=", *ENDING}
                and not acts
                and not _begins_anew(token, before)
            )


def _goes_on_with_of(sentence: Sentence, position: int, before: str) -> bool:
    """Return whether "of" is within a name: "Ki-67 of 5-10%", "group of 14 days", "standard of care"."""
    following = (*sentence.tokens[position + 1 : position + 2], None)[0]
    if following is None:
        return False
    of_time = before in _OF_TIME or (bool(sentence.spoken) and before in _ARTICLES)
    return (
        (before in _SCORED and following.mark in {Mark.NUMBER, Mark.PERCENT})
        or (of_time and following.mark in {Mark.TIME, Mark.COMPOUND})
        or (before in _ORIGINATED and following.mark is Mark.WORD)
        or following.label == "care"
        or (following.mark is Mark.NUMBER and bool(following.label))
    )


# "The group of 14 days", and where the noun is left out "en el de 28 dias".
_OF_TIME = frozenset("group arm interval schedule".split())
_ARTICLES = frozenset("el la le il lo o a los las".split())


def _goes_on(token: Token, before: str, following: Token | None) -> bool:
    """Return whether the preposition is within a name: "escalated for symptoms", "two injections per month"."""
    occasion = following is not None and token.label == "for" and following.label in {"progression", "PD", "symptoms"}
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
    if not before or (token.label == "the" and before in {*SIDES, "of"}):
        return False
    return token.label in {"the", "an"} or (token.label == "a" and before not in LETTERED)

"""How many all are where each arm is counted for itself: "104 underwent escalation and 97 PRRT", "A (n = 52) or B (n = 50)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from digests.gist.sureness import NEAR, OPENS, SURE, TOTAL
from digests.numerals import Numeral


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number of people in a sentence; ``rank`` is how surely it is that of all who were studied, 9 the surest."""

    value: int
    rank: int
    start: int
    end: int
    is_part: bool = field(default=False)


# "Twenty were randomised to A and 11 to B": the same word begins what the other arm got.
_OTHER_ARM = re.compile(
    r"(?:(?:patients|participants|subjects|others) )?(?:\(\d{1,3}(?:\.\d)? ?%\) )?(?:were (?:randomly )?(?:randomi[sz]ed |assigned |allocated )?)?(?P<verb>had|received|to|in|on|with|who|underwent)(?!\w)"
)
# "We compared 49 patients treated with A and 61 with B."
_COMPARED = re.compile(
    r"(?:compared (?:the )?(?:outcomes?|results|survival|efficacy) (?:of|in|between)|compared|matched|measured in|studied|assessed in|determined in|performed in|between) $"
)
_OF_ARMS = frozenset({"to", "in", "had", "underwent"})
# "22 women and 19 men", "60 mg was given to 41 patients and 30 mg to 40", "one group comprised 23 patients and the other group 46".
_IN_TWO = re.compile(
    r" cases and | (?:wo)?men(?: \([^)]{0,20}\))? and | (?:nurses|physicians|clinicians|carers|doctors|pharmacists) and | (?:patients|participants|subjects|cases)[^.;,()]{0,50} (?:was|were) (?:[a-z]{1,12} )?matched (?:[\d:]{1,5} )?(?:to|with) |(?: (?:patients|participants|subjects))? and [\d.,]{1,6} mg (?:[\w-]{1,16} ){0,4}to "
    r"|(?: (?:patients|participants|subjects))?(?:,? and|,) the (?:[\w-]{1,16} ){1,2}(?:group|arm|cohort) (?:comprised |included |had |of )?"
)
# "104 underwent escalation and 97 PRRT", "94 continued lanreotide and 74 were observed": what one arm was given, and then the next.
_ARMS = 6  # the rank of all of them
_BEGINS = re.compile(r"(?:(?:in total|overall|altogether|in all|(?:between|from) [^;:]{4,60}?|a total of),? )?")
_WHO = r"(?: (?:patients?|adults|participants|subjects|people|pts|others|patienten|pacientes|pazienti|patienter|doentes|chorych))?(?: \(\d{1,3}(?:[.,]\d)? ?%\))?"
_DONE = (
    r"(?:received|underwent|continued|chose|started|began|remained on|stayed on|went to|switched to|moved to|had (?:their |the )?(?:doses?|intervals?|injections|escalation|prrt)"
    r"|(?:were|was) (?:then )?(?:(?:treated|managed|started|kept|maintained) (?:with|on)|given|escalated|observed|followed|switched|intensified|moved|put on)"
    r"|erhielten|bekamen|recibieron|recibio|ont recu|hanno ricevuto|receberam|kregen|fick|fik|otrzymalo)(?!\w)"
)
_TREATMENT = r"(?:(?:to|with|une?|einen?|la|el) )?(?:an? |the )?(?:(?:dose |interval |ssa )?(?:escala|intensifica)|prrt|peptide receptor|\[?(?:177)?lu(?!\w{2})|(?:high|standard|label|double|full)[- ]dose|everolimus|sunitinib|cabozantinib|chemotherapy|lanreot[iy]d|o[ck]treot[iy]d|pasireot[iy]d|placebo|ssas?(?!\w)|somatostatin|observation|surveillance|targeted|surgery|\d{2,3} mg|every \d)"
_ARM = re.compile(rf"{_WHO} {_DONE}")
_NEXT_ARM = re.compile(rf"{_WHO} (?:(?P<done>{_DONE})|{_TREATMENT})")
_STOPPED = re.compile(rf"{_WHO} (?:stopped|discontinued|did not)(?!\w)")
_BETWEEN = re.compile(
    r"[^.;:]{2,100}?(?:,| (?:and|und|et|y|e|en|och|og|i|whereas|while|versus|vs|against)|, (?:and|whereas|while)) (?:the (?:other|remaining) )?"
)
_CHOSEN_IN = re.compile(r"(?:continued|chosen|preferred|selected|opted for) (?:in|by|for) $")
_AND_IN = re.compile(r"(?: patients)?,? (?:and|whereas) (?:[\w-]{1,20} ){1,4}(?:in|by|for) ")
# Given to some of them: "20 received PRRT afterwards", or before all this: "previously 20 had received it".
_OF_THEM = re.compile(
    r"(?<!\w)(?:later|then|subsequent(?:ly)?|afterwards?|thereafter|eventually|also|additionally|both|each|of (?:them|these|those|whom)|previous(?:ly)?|prior|before|earlier|at (?:the time of )?(?:progression|relapse)|(?:after|on|upon|following) (?:[\w-]{1,16} )?(?:progression|relapse|failure))(?!\w)"
)
_BOTH_WITH = re.compile(r" (?:patients|adults|people|pts) with [^.;,()\d]{2,60} and ")  # and "140 with NET"
_IN_TWO_AFTER = re.compile(r" (?:(?:wo)?men|on|controls?|patients|participants|subjects)(?!\w)| ?[.;,(]|$")


def arm_by_arm(sentence: str, every: Sequence[Numeral]) -> Count | None:
    """Return all the arms of which a sentence says one by one what each was given, its first count the first that it has; None for any other."""
    if len(every) < 2 or _OF_THEM.search(sentence):
        return None
    first, *later = every
    if _CHOSEN_IN.search(sentence, 0, first.start) and _AND_IN.fullmatch(sentence, first.end, later[0].start):
        return Count(value=first.value + later[0].value, rank=_ARMS, start=first.start, end=later[0].end)
    begun = _ARM.match(sentence, first.end) if _BEGINS.fullmatch(sentence, 0, first.start) else None
    if begun is None:
        return None
    value, end, is_apart = first.value, first.end, False
    for other in later:
        arm = _NEXT_ARM.match(sentence, other.end)
        stopped = "continued" in begun[0] and _STOPPED.match(sentence, other.end)
        if not _BETWEEN.fullmatch(sentence, end, other.start) or not (arm or stopped):
            break
        is_apart = is_apart or other.value > first.value or not arm or arm["done"] is None or arm[0] != begun[0]
        value, end = value + other.value, other.end
    return Count(value=value, rank=_ARMS if is_apart else 0, start=first.start, end=end) if end > first.end else None


def other_arm(sentence: str, every: Sequence[Numeral], count: Count) -> Count | None:
    """Return both arms together where the count is only that of one: unsure where the other only "received" something."""
    later = [one for one in every if one.start >= count.end]
    is_compared = _COMPARED.search(sentence, 0, count.start) is not None
    if (
        not later
        or count.is_part
        or count.rank < SURE
        or TOTAL.search(sentence, max(0, count.start - NEAR), count.start)
    ):
        return None
    other, between = later[0], sentence[count.end : later[0].start]
    both_with = _BOTH_WITH.fullmatch(between) and sentence.startswith(" with ", other.end)
    if both_with or (_IN_TWO.fullmatch(between) and _IN_TWO_AFTER.match(sentence, other.end)):
        return Count(value=count.value + other.value, rank=max(count.rank, 7), start=count.start, end=other.end)
    if not is_compared and OPENS.search(sentence, max(0, count.start - NEAR), count.start):
        return None
    match = _OTHER_ARM.match(sentence, other.end + 1)
    if (
        not re.search(r"(?:and|,|versus|vs|or|with) $", between)
        or match is None
        or not re.search(rf"(?<!\w){match['verb']}(?!\w)", between)
    ):
        return None
    if (
        count.value in {sum(one.value for one in later[:size]) for size in (2, 3, 4) if len(later) >= size}
        or "each" in sentence[other.end : other.end + 12]
    ):
        return None
    rank = (
        7
        if is_compared or (match["verb"] in _OF_ARMS and "randomi" in sentence)
        else 6
        if match["verb"] in _OF_ARMS
        else 0
    )
    return Count(value=count.value + other.value, rank=rank, start=count.start, end=other.end)


def summed(sentence: str, counts: Sequence[Count]) -> Iterator[Count]:
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

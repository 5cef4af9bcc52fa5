"""What a mark means by the words right beside it: "than at baseline" sets no group against another, "the primary end point" is an aside."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from digests.outcomes.kinds import BOUNDS, TREATMENT
from digests.outcomes.lexicon import AILMENT, MARKERS, OTHER_HARM, PROGRESSION
from digests.outcomes.patterns import AVERAGED, Mark, Token
from digests.outcomes.whom import of_population, of_whom

_SHORT = 4
# So many tokens an aside may have.
_LONGEST = 16


def beside_others(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, each as what its neighbours make of it."""
    for cue, reworded in ((_PREFERRED, _preferred), (_WHILE, _while_on), (_BEATS, _as_against)):
        if cue.search(text):
            tokens = [reworded(token, following) for token, following in itertools.zip_longest(tokens, tokens[1:])]
    tokens = _on_scales(tokens) if _SCALES.search(text) else tokens
    tokens = _without_exceptions(tokens, text) if _EXCEPTED.search(text) else tokens
    tokens = of_whom(tokens, text)
    return _without_asides([_beside(tokens, place) for place in range(len(tokens))])


_EXCEPTED = re.compile(r"(?i)(?<!\w)(?:(?:but|and|though|although|if) not|rather than)(?!\w)")
_EXCEPTING = frozenset("but and though although if".split())
_AROUND = frozenset({Mark.COMMA, Mark.AND, Mark.VERSUS})


def _without_exceptions(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, the ", but not OS," of "PFS, but not OS, was prolonged (HR 0.6)" as words; one with its own bracket stays, so does one of "(HR 0.6 and 0.9, respectively)"."""
    found = list(tokens)
    marks = {token.mark for token in tokens}
    if {Mark.RESPECTIVELY, Mark.RATIO} <= marks and Mark.VERSUS not in marks:
        return found
    for place in range(2, len(tokens) - 1):
        if tokens[place].mark is not Mark.OUTCOME or not _excepts(tokens[place - 2 : place], text):
            continue
        before = itertools.takewhile(lambda t: t.number is None, reversed(tokens[: place - 1]))
        if tokens[place + 1].mark is not Mark.OPEN and any(t.mark is Mark.OUTCOME for t in before):
            around_it = (
                p for p in (place - 3, place - 2, place - 1, place + 1) if p >= 0 and tokens[p].mark in _AROUND
            )
            for position in (place, *around_it):
                found[position] = tokens[position]._replace(mark=Mark.WORD)
    return found


def _excepts(before: Sequence[Token], text: str) -> bool:
    """Return whether the two words before an outcome except it: "but not OS", "PFS rather than OS"."""
    one, other = before
    rather = text[other.start : other.end].lower() == "rather than" and one.mark is Mark.OUTCOME
    return rather or (other.label == "not" and one.label in _EXCEPTING)


# A scale of an instrument is of quality of life, whatever symptom it is named for: "QLQ-C30 diarrhoea and fatigue scales",
# "TTD was longer for pain (HR 0.60) and diarrhoea (HR 0.51)".
_SCALES = re.compile(
    r"(?i)(?<!\w)(?:qlq|(?:qlq-?)?gi\.?net-?21|eortc)(?:.{1,80}(?<!\w)(?:sub)?(?:scale|score)s?|.{0,20} scales? for)(?!\w)|(?:sub)?(?:scale|score)s? of the (?:eortc|qlq|gi\.?net)"
    r"|(?<!\w)(?:ttd|time to deterioration)(?!\w).{1,160}(?:diarrho?ea|fatigue|flushing) \((?:adjusted )?(?:hr|hazard)(?!\w)"
)
_ON_SCALES = frozenset({"flushing", "diarrhoea", "fatigue", "AE: gastrointestinal"})


def _on_scales(tokens: list[Token]) -> list[Token]:
    """Return the tokens, symptoms for which scales are named as quality of life, once where they are listed."""
    found: list[Token] = []
    beside = False
    for token in tokens:
        symptom = token.mark is Mark.OUTCOME and token.label in _ON_SCALES
        scaled = token._replace(label="QoL") if symptom and not beside else token._replace(mark=Mark.WORD)
        if symptom and beside and found[-1].mark is Mark.AND:
            found[-1] = found[-1]._replace(mark=Mark.WORD)
        found.append(scaled if symptom else token)
        joins = token.mark is Mark.AND
        beside = found[-1].label == "QoL" or (beside and (joins or symptom))
    return found


def _beside(tokens: list[Token], place: int) -> Token:
    token = tokens[place]
    for meaning in _MEANINGS.get(token.mark, ()):
        if (meant := meaning(tokens, place)) is not token:
            return meant
    return token


def _preferred(token: Token, following: Token | None) -> Token:
    """Return the token, the "over" of "favoured A over B" as what compares."""
    compares = token.label == "over" and following is not None and following.mark is Mark.WORD
    return token._replace(mark=Mark.VERSUS) if compares else token


_PREFERRED = re.compile(
    rf"(?i)favou?r|superior|advantage|benefit|(?:improv|prolong|extend|delay|reduc|increas)[a-z]{{0,4}} .{{1,60}}? over (?:an? |the )?(?:{TREATMENT.pattern}|switch)"
)


_WHILE = re.compile(r"(?i)(?<!\w)while (?:on|receiving|taking|under)(?!\w)")


def _while_on(token: Token, following: Token | None) -> Token:
    """Return the token, the "while" of "40% while on 14-day injections" as a word that joins nothing."""
    leads = (
        token.label == "while" and following is not None and following.label in {"on", "receiving", "taking", "under"}
    )
    return token._replace(mark=Mark.WORD) if leads else token


def _without_asides(tokens: list[Token]) -> list[Token]:
    """Return the tokens, the commas around ", all grade 1 or 2," as words: what is told goes on behind it."""
    found = list(tokens)
    for place in range(len(tokens) - 1):
        if tokens[place].mark is Mark.COMMA and _begins_aside(tokens, place + 1):
            end = next(
                (p for p in range(place + 2, min(place + _LONGEST, len(tokens))) if tokens[p].mark is Mark.COMMA),
                0,
            )
            for comma in (place, end) if end else ():
                found[comma] = tokens[comma]._replace(mark=Mark.WORD)
    return found


def _begins_aside(tokens: list[Token], place: int) -> bool:
    """Return whether "all grade 1 or 2" or "the primary end point" begins here."""
    labels = [t.label for t in tokens[place : place + 2]]
    return labels[0] in _ASIDE or (labels[0] in {"the", "our", "a"} and not _ENDPOINT.isdisjoint(labels))


_ENDPOINT = frozenset("primary secondary main key co-primary".split())
_ASIDE = frozenset("all mostly mainly predominantly usually largely".split())


def _as_seen(tokens: list[Token], place: int) -> Token:
    """Return the token, the "improvement" of "improvement or resolution was documented in 82 (69%)" as a word: no gain is told."""
    token, following = tokens[place], [t.label for t in tokens[place + 1 : place + 7]]
    improved = token.mark is Mark.DIFFERENCE and token.label == "improvement"
    seen = not _SEEN.isdisjoint(following) and "in" in following
    rated = [t.label for t in tokens[max(0, place - 2) : place]] in (["rate", "of"], ["rates", "of"])
    return token._replace(mark=Mark.WORD) if improved and (seen or rated) else token


def _at_time(tokens: list[Token], place: int) -> Token:
    """Return the token, the "3 years" of "the 3 years PFS" as the time of a share."""
    token, following = tokens[place], tokens[place + 1 : place + 2]
    short = token.at[1] - token.at[0] <= len("36") and any(t.label in _SHARED_AT for t in following)
    return token._replace(mark=Mark.COMPOUND, label=token.label.removesuffix("s")) if short else token


def _as_insignificant(tokens: list[Token], place: int) -> Token:
    """Return the token, the "difference" of "but the difference was not significant", or the "but", as a word: no value is one of it."""
    following = [t.label for t in tokens[place + 1 : place + 9]]
    told = tokens[place].mark is Mark.DIFFERENCE or (tokens[place].label == "but" and "difference" in following[:2])
    return tokens[place]._replace(mark=Mark.WORD) if told and {"not", "significant"} <= {*following} else tokens[place]


_SHARED_AT = frozenset({"PFS", "OS", "DFS", "RFS", "EFS"})


def _as_than(tokens: list[Token], place: int) -> Token:
    """Return the token, the "than" of "42% lower than at baseline in the escalated group" as a word: it sets no group against another."""
    token, following = tokens[place], [t.label for t in tokens[place + 1 : place + 3]]
    joins = following == ["at", "baseline"] or following[:1] in (["halved"], ["doubled"], ["tripled"])
    since = following in (["baseline", "was"], ["baseline", "were"])  # "a decrease compared with baseline was seen"
    return token._replace(mark=Mark.WORD) if (token.label == "than" and joins) or since else token


def _as_against(token: Token, following: Token | None) -> Token:
    """Return the token, the "outperformed" of "A outperformed B in PFS (12.4 vs 9.0 months)" as what compares."""
    beats = token.mark is Mark.WORD and token.label in BEATING and following is not None
    return token._replace(mark=Mark.VERSUS) if beats else token


BEATING = frozenset({"outperformed", "beat", "surpassed", "bettered"})
_BEATS = re.compile("(?i)outperformed|surpassed|bettered|(?<!\\w)beat(?!\\w)")


def _as_best(tokens: list[Token], place: int) -> Token:
    """Return the token, the "best overall response" of "stable disease was the best overall response" as a word: it names no rate."""
    token, before = tokens[place], [t.label for t in tokens[max(0, place - 3) : place]]
    said = token.label == "ORR" and ("best" in before or token.end - token.start == len("best overall response"))
    told = any(t.label in {"SD", "PR", "CR", "PD"} and t.mark is Mark.OUTCOME for t in tokens)
    valued = [t.label for t in tokens[place + 1 : place + 3]] == ["was", "%"]  # "overall response rate was 12%"
    told = told and not valued
    return token._replace(mark=Mark.WORD, label="response") if said and told and token.mark is Mark.OUTCOME else token


_SEEN = frozenset("seen documented observed noted recorded reported achieved obtained".split())


def _between_arms(tokens: list[Token], place: int) -> Token:
    """Return the token, the semicolon of "9.9; 7.2 months" as what compares two arms."""
    token, beside = tokens[place], (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
    pair = token.mark is Mark.SEMICOLON and len(beside) > 1 and beside[0].mark is Mark.NUMBER and not beside[0].label
    return token._replace(mark=Mark.VERSUS) if pair and beside[1].mark in {Mark.TIME, Mark.PERCENT} else token


def _as_clause(tokens: list[Token], place: int) -> Token:
    """Return the token, the comma of "17 of 22 (77%), resulting in a median PFS of 16 months with A" as what begins a clause with arms of its own."""
    token, following = tokens[place], tokens[place + 1 : place + _NEAR]
    leads = [t.label for t in following[:2]] in _LEADING_ON or _is_with_another(tokens[:place], following)
    told = next((t.mark for t in following if t.mark in _TOLD), None) is Mark.OUTCOME
    valued = leads and told and any(t.mark in _VALUED for t in tokens[:place])
    return token._replace(mark=Mark.SEMICOLON) if valued and not token.depth else token


def _is_with_another(before: list[Token], following: list[Token]) -> bool:
    """Return whether "with a median PFS" goes on from another outcome than that."""
    named = next((t for t in following[1:4] if t.label not in _ARTICLES and t.mark not in AVERAGED), None)
    told = {t.label for t in before if t.mark is Mark.OUTCOME}
    led = bool(told) and [t.label for t in following[:1]] == ["with"]
    return led and named is not None and named.mark is Mark.OUTCOME and named.label not in told


_ARTICLES = frozenset({"a", "an", "the"})
_LEADING_ON = (["resulting", "in"], ["translating", "into"], ["leading", "to"], ["translating", "to"])
_TOLD = frozenset({Mark.OUTCOME, Mark.COMMA, Mark.SEMICOLON, Mark.PERCENT, Mark.TIME, Mark.COUNT})
_VALUED = frozenset({Mark.PERCENT, Mark.TIME, Mark.COUNT})


def _as_denied(tokens: list[Token], place: int) -> Token:
    """Return the token, as a word where nobody of those told of had the event: "free of gallstones in 88%", "no longer had progression"."""
    token, before = tokens[place], [t.label for t in tokens[max(0, place - 3) : place]]
    denied = tuple(before[-2:]) in _FREE_OF or before[:2] == ["no", "longer"]
    denied = denied or [t.label for t in tokens[place + 1 : place + 3]] == ["-", "free"]
    event = token.label in PROGRESSION or token.label.startswith("AE") or token.label in {"recurrence", "deaths"}
    return token._replace(mark=Mark.WORD) if denied and event else token


def _as_cause(tokens: list[Token], place: int) -> Token:
    """Return the token, as a word where patients died of it: "four (8%) died of progression" tells no rate of it."""
    token = tokens[place]
    before = list(
        itertools.takewhile(lambda t: t.mark is not Mark.AND, reversed(tokens[max(0, place - _NEAR) : place]))
    )
    named = token.label in PROGRESSION and any(t.label in {"of", "from", "to"} for t in before[:2])
    died = named and any(t.label in {"died", "death", "deaths"} for t in before)
    return token._replace(mark=Mark.WORD) if died else token


_FREE_OF = frozenset((one, of) for one in ("free", "freedom", "absence", "lack") for of in ("of", "from"))


def _as_harm(tokens: list[Token], place: int) -> Token:
    """Return the token, an ailment as an adverse event beside others, of a grade or that came up, else as a word: "anaemia (15%) and hypertension (40%)"."""
    token, said = tokens[place], {t.label for t in tokens}
    if token.label.startswith("AE: ") and not _BROUGHT.isdisjoint(said):
        return token._replace(mark=Mark.WORD, label="ailment")
    if token.label != AILMENT:
        return token
    harms = (t.mark is Mark.OUTCOME and t.label.startswith(("AE", "fatigue")) and t.label != AILMENT for t in tokens)
    told = any(harms) or any(word.startswith("grade") for word in said) or _came_up(tokens, place)
    harmful = told and _BEFORE_TREATMENT.isdisjoint(said)
    return token._replace(label=OTHER_HARM) if harmful else token._replace(mark=Mark.WORD, label="ailment")


def _came_up(tokens: list[Token], place: int) -> bool:
    """Return whether the words beside an ailment say that it came up under treatment: "12% developed hypertension", "renal failure occurred"."""
    before = [t.label for t in tokens[max(0, place - 3) : place] if t.label not in _LEADING_TO]
    after = [t.label for t in tokens[place + 1 : place + 3]]
    return not _NEW.isdisjoint(before[-1:]) or not _COMING.isdisjoint(after[:1]) or after in _REPORTED


_LEADING_TO = frozenset("a an any new acute severe mild transient only".split())
_NEW = frozenset(
    "developed experienced new-onset newly-developed treatment-emergent treatment-related drug-related".split()
)
_COMING = frozenset("occurred developed emerged arose".split())
_REPORTED = (["was", "reported"], ["were", "reported"])
# What patients are said to have brought, whatever it is; and where no ailment is one that came up.
_BROUGHT = frozenset("comorbidity comorbidities comorbid co-morbidity co-morbidities presenting".split())
_BEFORE_TREATMENT = _BROUGHT | frozenset(
    "history baseline entry diagnosis presentation presented pre-existing preexisting underlying".split()
)


def _as_reason(tokens: list[Token], place: int) -> Token:
    """Return the token, as a word where a dose was changed for it: "was raised to 60 mg in 18% for diarrhoea (62%) or progression (28%)"."""
    token = tokens[place]
    if token.label not in PROGRESSION | _SYMPTOMS:
        return token
    first = next((p for p in range(place - 1, max(0, place - _NEAR), -1) if tokens[p].label == "for"), 0)
    changed = [p for p in range(max(0, first - _FAR), first) if tokens[p].label.startswith(_CHANGING)]
    between = tokens[first + 1 : place]
    alone = not any(t.mark in {Mark.COMMA, Mark.OUTCOME, Mark.SEMICOLON} for t in between)
    listed = alone or any(t.mark in _COUNTED for t in between)
    if not changed or not listed or tokens[first + 1].number is not None:
        return token
    counted = any(t.mark in _COUNTED for t in tokens[place + 1 : place + 4]) and tokens[place + 1].label in {"(", "in"}
    counted = counted or any(t.mark in _COUNTED for t in tokens[max(0, changed[-1] - 3) : first])
    return token._replace(mark=Mark.WORD) if counted or token.label in PROGRESSION else token


_NEAR, _FAR = 10, 20
_SYMPTOMS = frozenset({"flushing", "diarrhoea", "bowel movements", "symptom response"})
_CHANGING = ("escalat", "intensif", "shorten", "switch", "uptitrat", "up-titrat")
_COUNTED = frozenset({Mark.PERCENT, Mark.COUNT})


def _as_led_to(tokens: list[Token], place: int) -> Token:
    """Return the token, as a word in a bracket that tells what came of an event: "bradycardia (led to discontinuation in one) was seen in 4%"."""
    token = tokens[place]
    opened = next((p for p in range(place, 0, -1) if tokens[p].depth < token.depth), place)
    inside = list(itertools.takewhile(lambda t: t.depth > tokens[opened].depth, tokens[opened + 1 :]))
    led = opened < place and tokens[opened].mark is Mark.OPEN and inside[0].label in _COMING_OF
    told = led and inside[0].label == "symptomatic" and any(t.mark in _COUNTED for t in inside)
    return token._replace(mark=Mark.WORD) if led and not told else token


def _as_measured(tokens: list[Token], place: int) -> Token:
    """Return the token, a marker as a word where it was only measured, or given as a drug: "CgA was measured in 41%"."""
    token, following = tokens[place], [t.label for t in tokens[place + 1 : place + 3]]
    only = following[:1] in (["was"], ["were"]) and not _MEASURED.isdisjoint(following[1:])
    return token._replace(mark=Mark.WORD) if only and token.label in MARKERS | {"drug level"} else token


_MEASURED = frozenset(
    "measured determined assessed available tested analysed analyzed given injected required needed".split()
)
_COMING_OF = frozenset("led leading resulting requiring required causing necessitating symptomatic".split())


def _as_related(tokens: list[Token], place: int) -> Token:
    """Return the token, the "AE" of "AE-related discontinuations" as a word."""
    following = [t.label for t in tokens[place + 1 : place + 3]]
    return tokens[place]._replace(mark=Mark.WORD) if following == ["-", "related"] else tokens[place]


def _as_arm(tokens: list[Token], place: int) -> Token:
    """Return the token, "PR" of "the PR group" as a word."""
    token, following = tokens[place], (*tokens[place + 1 : place + 2], None)[0]
    named = token.mark is Mark.OUTCOME and following is not None and following.label in {"group", "arm"}
    return token._replace(mark=Mark.WORD) if named and token.end - token.start < _SHORT else token


def _as_rate(tokens: list[Token], place: int) -> Token:
    """Return the token, the "RR" of "RR was 5%" as a rate of response: no relative risk is a per cent."""
    token, following = tokens[place], tokens[place + 1 : place + 4]
    share = next((t for t in following if t.number is not None), None)
    rate = token.label == "RR" and token.end - token.start == len("RR") and share is not None
    return token._replace(mark=Mark.OUTCOME, label="ORR") if rate and share and share.mark is Mark.PERCENT else token


def _as_threshold(tokens: list[Token], place: int) -> Token:
    """Return the token, the 30% of "at least a 30% reduction in CgA was seen in 18 of 40" as a word: it says what the share has reached."""
    token, before = tokens[place], [t.label for t in tokens[max(0, place - 4) : place]]
    least = next((word for word in reversed(before) if word not in {"a", "an", "="}), "")
    limited = least in _LIMITING or [t.label for t in tokens[place + 1 : place + 3]] in _OR_MORE
    changed = any(t.mark in {Mark.CHANGE, Mark.DIFFERENCE} or t.label in _FALLS for t in tokens[place + 1 : place + 4])
    moved = "by" in before or least in _PASSING
    shared = any(t.mark in {Mark.PERCENT, Mark.COUNT} for t in tokens[place + 1 :])
    named = any(t.mark is Mark.OUTCOME for t in tokens[max(0, place - 2) : max(0, place - 1)])
    bound = named and before[-1] in BOUNDS  # "a growth rate below 4% per month was found in 79%"
    limited = bound or (limited and (changed or moved))
    return token._replace(mark=Mark.WORD, number=None) if limited and shared else token


_LIMITING = frozenset("< > \u2265 \u2264 least than exceeded exceeds".split())
_PASSING = frozenset({"exceeded", "exceeds"})
_OR_MORE = (["or", "more"], ["or", "greater"], ["or", "less"])
_FALLS = frozenset("fall drop rise reduction shrinkage fewer".split())


_MEANINGS: Mapping[Mark, Sequence[Callable[[list[Token], int], Token]]] = {
    Mark.OUTCOME: (
        of_population,
        _as_best,
        _as_arm,
        _as_related,
        _as_denied,
        _as_reason,
        _as_led_to,
        _as_cause,
        _as_harm,
        _as_measured,
    ),
    Mark.VERSUS: (_as_than,),
    Mark.RATIO: (_as_rate,),
    Mark.TIME: (_at_time,),
    Mark.PERCENT: (_as_threshold,),
    Mark.DIFFERENCE: (_as_seen, _as_insignificant),
    Mark.AND: (_as_insignificant,),
    Mark.SEMICOLON: (_between_arms,),
    Mark.COMMA: (_as_clause,),
}

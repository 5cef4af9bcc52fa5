"""What a mark means beside others: "SD" among responses is stable disease, diarrhoea among adverse events one of them."""

import itertools
import re
from collections.abc import Iterator

from digests.outcomes import lexicon
from digests.outcomes.ahead import with_units_ahead
from digests.outcomes.asides import beside_others
from digests.outcomes.definitions import without_definitions
from digests.outcomes.markers import normalised
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.responses import with_responses
from digests.outcomes.shared import with_shared_heads
from digests.outcomes.stopping import as_stopped, led_to
from digests.outcomes.unjudged import JUDGED, unevaluated, unjudged
from watcher.text import fold

# A grade of an event, not of a tumour.
_OF_EVENT = (
    r"grade(?!s? [1-3](?: (?:and|or|vs\.?|versus) (?:grade )?[1-3])?+ (?:tumou?r|disease|p?ne[tn]|patient|primar))"
)
# Diarrhoea is a symptom of the disease; beside these words it is an adverse event.
_ADVERSE = re.compile(
    rf"(?i)adverse|toxicit|side[- ]effect|{_OF_EVENT}|(?<!\w)T?E?AEs?(?!\w)|nausea|vomiting|flatulence|treatment-related event|tolera|cholelithiasis|gall-?stones?|steatorrh"
)
# Beside flushing it is a symptom still, but for these words.
_CLEARLY_ADVERSE = re.compile(rf"(?i)adverse|toxicit|side[- ]effect|{_OF_EVENT}|nausea|vomiting")
_SAID_OF = frozenset(
    "was were the most common commonest frequent related treatment-related drug-related reported seen as an a , ( )".split()
)
_HARM = ("AE", "fatigue", "diarrhoea")
_EVENTS_TOLD = re.compile(r"(?i)(?<!\w)events?(?!\w)(?! ?-?free)|adverse|toxicit|side[- ]effect")
_COMMONEST = frozenset({"common", "commonest", "frequent"})
# Beside these, "SD" is stable disease.
_RESPONSES = re.compile(
    r"(?<!\w)(?:RR(?= (?:was |of |: ?)?\d{1,2}(?:\.\d)? ?%)|CRs?|PRs?|PD|SD|ORR|DCR|[Ss]table disease|[Pp]artial|[Pp]rogressive)(?!\w)"
)
# So is it where it is seen in patients.
_STABLE = re.compile(
    r"(?<![\w(])SD (?:(?:at (?:\d{1,2} (?:weeks|months)|(?:week|month) \d{1,2}) )?(?:was|were) (?:seen|observed|achieved|reached|found|recorded|(?:the|their) best)|in \d|as best|rates?)|(?<=had )SD(?! ?[\d(=:])"
)
_EVENTS = frozenset("ones events reactions effects".split())
_DEVIATIONS = frozenset({"sd", "sds"})
_DEVIATION = re.compile(r"(?i:sd)\s{0,2}[:=(,;]?\s{0,2}(?P<number>\d{1,4}(?:\.\d{1,2})?)\s?(?P<sign>%?)")


_COUNTED_PERCENT = re.compile(r"(?<!\w)n ?\(%\)")


def _with_percents(tokens: list[Token]) -> list[Token]:
    """Return the tokens, the 6.3 of "n (%): PR 4 (6.3), SD 41 (64.1)" as per cent."""
    marks = [token.mark for token in tokens]
    inner = [
        p
        for p in range(2, len(tokens) - 1)
        if marks[p - 2 : p + 2] == [Mark.NUMBER, Mark.OPEN, Mark.NUMBER, Mark.CLOSE]
    ]
    return [t._replace(mark=Mark.PERCENT, label="%") if p in inner else t for p, t in enumerate(tokens)]


def _with_spread_percents(tokens: list[Token]) -> list[Token]:
    """Return the tokens, the 61 of "61 \u00b1 7%" as per cent."""
    marked = [
        token.mark is Mark.NUMBER and not token.label and after.mark is Mark.SPREAD and after.label.endswith("%")
        for token, after in itertools.pairwise(tokens)
    ]
    marked.append(False)
    return [t._replace(mark=Mark.PERCENT, label="%") if m else t for t, m in zip(tokens, marked, strict=False)]


_VARIATION = re.compile(r"(?i)(?<!\w)(?:cv|coefficients? of variation)(?:,? ?%)?(?= ?[)\],;:=]| (?:was|were|of)(?!\w))")


def _with_variation(tokens: list[Token]) -> list[Token]:
    """Return the tokens, the "(41%)" of "mean (CV%) Cmin was 4.9 ng/mL (41%)" as the spread of what stands before it."""
    found = list(tokens)
    for place in range(2, len(tokens) - 1):
        before, opened, share, closed = tokens[place - 2 : place + 2]
        beside = opened.mark is Mark.OPEN and closed.mark is Mark.CLOSE and before.mark is Mark.NUMBER
        if beside and share.mark is Mark.PERCENT:
            found[place] = share._replace(mark=Mark.SPREAD, label=f"CV {share.number:g}%", number=None)
    return found


def _with_spread_units(tokens: list[Token]) -> list[Token]:
    """Return the tokens, the 11.2 of "11.2 \u00b1 4.1 ng/mL" with its unit, which then is no word of its own."""
    found, units = list(tokens), set()
    for place in range(len(tokens) - 2):
        token, spread, unit = tokens[place : place + 3]
        plain = token.mark is Mark.NUMBER and not token.label and spread.mark is Mark.SPREAD
        if plain and unit.mark is Mark.WORD and _UNIT.fullmatch(unit.label):
            found[place] = token._replace(label=unit.label)
            units.add(place + 2)
    return [token for place, token in enumerate(found) if place not in units]


_UNIT = re.compile(lexicon.OTHER_UNITS)


def _as_announced(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, each number in brackets or behind its sign as what the text says it is: per cent, or spread."""
    if "\u00b1" in text:
        tokens = _with_spread_units(_with_spread_percents(tokens))
    if _VARIATION.search(text):
        tokens = _with_variation(tokens)
    return _with_percents(tokens) if _COUNTED_PERCENT.search(text) else tokens


def in_context(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, "SD" beside other responses as stable disease, diarrhoea beside adverse events as one of them."""
    tokens = with_shared_heads(_per_time(_bounded(tokens, text), text), text)
    labels = {token.label for token in tokens if token.mark is Mark.OUTCOME}
    tokens = with_units_ahead(tokens) if any(map(lexicon.is_time, labels)) else tokens
    if (
        not labels
        and not (_RESPONSES.search(text) or _FOR_SYMPTOMS.search(text))
        and not lexicon.SEVERITY_FOUND.search(fold(text))
    ):
        return tokens
    if len(set(_RESPONSES.findall(text))) > 1 or _STABLE.search(text):
        tokens = [part for token in tokens for part in _as_response(token)]
    elif labels & JUDGED and not any(map(lexicon.is_time, labels)):
        tokens = [unevaluated(token) for token in tokens]
    if "NE" in labels:
        tokens = [unjudged(tokens, place, text) for place in range(len(tokens))]
    tokens = _as_announced(tokens, text)
    if lexicon.RESPONDED in labels:
        tokens = _of_tumours(tokens, text)
    tokens = beside_others(tokens, text)
    tokens = normalised(_of_events(tokens, text, labels))
    if "symptom response" in labels:
        tokens = [_as_control(tokens, place) for place in range(len(tokens))]
    if _FOR_SYMPTOMS.search(text) and labels <= lexicon.MARKERS | {"SD", "PD", "progression"}:
        tokens = [t._replace(mark=Mark.OUTCOME, label="symptom response") if _is_improved(t) else t for t in tokens]
    tokens = _with_levels(with_responses(without_definitions(tokens)), text)
    if _CLINICAL.search(text) and _SYMPTOMS.search(text):
        tokens = [_of_symptoms(token, text) for token in tokens]
    symptom = "flushing" in labels and not _CLEARLY_ADVERSE.search(text)
    if "diarrhoea" in labels and not symptom and _ADVERSE.search(text):
        harms = [_is_diarrhoea(t) and not _got_better(tokens, p) for p, t in enumerate(tokens)]
        tokens = [t._replace(label="AE: gastrointestinal") if h else t for t, h in zip(tokens, harms, strict=True)]
    return tokens


_BETTER = frozenset("improved resolved eased ceased disappeared lessened abated subsided vanished".split())
_RELIEVED = frozenset("improvement relief resolution control disappearance".split())


def _got_better(tokens: list[Token], place: int) -> bool:
    """Return whether the symptom at a place is said to have improved, so that it is no harm: "diarrhoea improved in 45%, 16% had gallstones"."""
    after, before = tokens[place + 1 : place + 3], tokens[max(0, place - 3) : place]
    return not _BETTER.isdisjoint(t.label for t in after) or not _RELIEVED.isdisjoint(t.label for t in before)


_BOUNDED = re.compile(r"(?i)(?:above|below|over|under|exceeding|than) the median(?!\w)")
# "PFS was 11.3 months at the median": it says what the time before it is, and governs no other.
AT_MEDIAN = re.compile(
    r"(?i)(?<=months|.weeks|..days|.years)(?:,? (?:at|in|as|on) (?:the )?(?P<median>median)(?! (?:follow|time|age|dose|of|duration|number|value|and)|\w)| \((?P<bare>median)\))"
)


def _of_events(tokens: list[Token], text: str, labels: set[str]) -> list[Token]:
    """Return the tokens with the grade of each adverse event, and what is one by the words beside it."""
    if any(label.startswith(_HARM) for label in labels) or _EVENTS_TOLD.search(text):
        tokens = _graded(tokens, text)
        tokens = [_as_event(tokens, place) for place in range(len(tokens))]
    if "AE" in labels:
        tokens = [_commonest(tokens, place) for place in range(len(tokens))]
    harmed = any(label.startswith(_HARM) for label in labels)
    return _stopped(tokens) if harmed or (_STOPPING.search(text) and labels & lexicon.PROGRESSION) else tokens


_STOPPING = re.compile(r"(?i)stopp|discontinu|withdr")


# What responded where nothing else is named: the tumour, not a symptom or a marker.
_TUMOURS = re.compile(
    r"(?i)tumou?r|lesion|recist|metasta|progress(?:ion|ed)|disease control|(?:stable|progressive) disease|(?:remained|were) stable|PFS|DCR|SD|OS(?!\w)"
)
_NO_TUMOURS = re.compile(r"(?i)symptom|syndrome|flush|diarrh|biochemi|cga|chromogranin|hiaa|clinical")


_RESPONSE_SEEN = re.compile(
    r"(?i)(?:^|(?<!\w)(?:the|an?|any|no|and|but) |[,;] )responses?(?:,? defined as [^.;]{4,80},)? (?:was|were) |there were no responses?(?! to)"
)


def _of_tumours(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, "responded" as an objective response where the sentence tells of tumours, else as a word."""
    named = _TUMOURS.search(text) is not None and _NO_TUMOURS.search(text) is None
    mark, label = (Mark.OUTCOME, "ORR") if named else (Mark.WORD, lexicon.RESPONDED)
    if not named and _RESPONSE_SEEN.search(text):
        mark, label = Mark.OUTCOME, "response"
    return [
        t._replace(mark=mark, label=label) if t.label == lexicon.RESPONDED and t.mark is Mark.OUTCOME else t
        for t in tokens
    ]


def _as_control(tokens: list[Token], place: int) -> Token:
    """Return the token, the "control" of "symptom control was complete in 5 and partial control seen in 11" as of symptoms too."""
    told = tokens[place].label in {"control", "relief"} and tokens[place].mark is Mark.WORD
    partial = [t.label for t in tokens[max(0, place - 1) : place]] in (["partial"], ["complete"])
    return tokens[place]._replace(mark=Mark.OUTCOME, label="symptom response") if told and partial else tokens[place]


def _bounded(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, the "median" of "above the median" as a word: it governs no value."""
    if all(token.mark is not Mark.MEDIAN for token in tokens):
        return tokens
    behind = {match.start(match.lastgroup or 0) for match in AT_MEDIAN.finditer(text)}
    tokens = [t._replace(mark=Mark.WORD) if t.start in behind else t for t in tokens]
    if not _BOUNDED.search(text):
        return tokens
    pairs = zip([None, *tokens], tokens, strict=False)
    bound = [before is not None and before.label == "the" and token.mark is Mark.MEDIAN for before, token in pairs]
    return [t._replace(mark=Mark.WORD) if b else t for t, b in zip(tokens, bound, strict=True)]


_PER_TIME = re.compile(
    r"(?i)(?<!\w)per (?:1,?0{1,4} )?(?:patient|person|treatment|subject)[- ](?:years?|months?)(?!\w)"
)


def _per_time(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, the numbers that "per 100 patient-years" is said of as shares in that unit."""
    told = [match.span() for match in _PER_TIME.finditer(text)]
    if not told:
        return tokens
    unit = fold(text[slice(*told[0])])
    kept = [t for t in tokens if not any(start <= t.start < end for start, end in told)]
    rates = [
        token.mark is Mark.NUMBER
        and (
            _is_beside(token, told)
            or ((before is None or before.mark is not Mark.RATIO) and _is_bare_decimal(token, text))
        )
        for before, token in zip([None, *kept], kept, strict=False)
    ]
    return [t._replace(mark=Mark.PERCENT, label=unit) if rate else t for t, rate in zip(kept, rates, strict=True)]


def _is_beside(token: Token, told: list[tuple[int, int]]) -> bool:
    return any(0 <= start - token.end <= 1 for start, _ in told)


def _is_bare_decimal(token: Token, text: str) -> bool:
    return not token.depth and not token.label and not text[slice(*token.at)].isdigit()


# "Among those who were symptomatic, complete clinical response in 6%, partial response in 57%".
_CLINICAL = re.compile(r"(?i)(?:complete|partial) clinical response")
_SYMPTOMS = re.compile(r"(?i)symptom|carcinoid syndrome|flush|diarrh")


def _of_symptoms(token: Token, text: str) -> Token:
    """Return the token, a clinical response as one of symptoms where the sentence tells of these and of no tumour."""
    clinical = token.mark is Mark.OUTCOME and token.label in {"CR", "PR"} and "tumo" not in text.lower()
    return token._replace(label="symptom response") if clinical else token


def _graded(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens with how grave an event was as one of them: "grade 3 or 4"."""
    folded = fold(text)
    for match in lexicon.SEVERITY_FOUND.finditer(folded):
        inside = [
            p for p, t in enumerate(tokens) if match.start() <= t.start < match.end() and t.mark is not Mark.OUTCOME
        ]
        if inside:
            name = lexicon.severity_name(match.group())
            one = Token(Mark.SEVERITY, match.start(), match.end(), name, depth=tokens[inside[0]].depth)
            end = tokens[inside[-1]].end  # the "events" of "grade 5 events" was taken for a unit
            rest = Token(Mark.WORD, match.end() + 1, end, folded[match.end() + 1 : end], depth=one.depth)
            tokens[inside[0] : inside[-1] + 1] = [one, rest] if rest.label else [one]
    return tokens


# Whose symptoms improved, where no symptom is named: "among patients escalated for symptoms, 25 (68%) improved".
_FOR_SYMPTOMS = re.compile(r"(?i)(?:for|with) (?:[\w-]{1,20} ){0,2}symptoms(?!\w)")


def _is_improved(token: Token) -> bool:
    return token.mark in {Mark.WORD, Mark.DIFFERENCE} and token.label in {"improved", "improvement"}


def _as_event(tokens: list[Token], place: int) -> Token:
    """Return the token; the "ones" of "adverse events in 88%, serious ones in 14%" are adverse events."""
    token, before = tokens[place], tokens[place - 1] if place else None
    grave = before is not None and (before.mark is Mark.SEVERITY or before.label == "related")
    return token._replace(mark=Mark.OUTCOME, label="AE") if token.label in _EVENTS and grave else token


def _commonest(tokens: list[Token], place: int) -> Token:
    """Return the token, as a word where it only says of the event before it what it is: "diarrhoea was the most common AE"."""
    last = next((p for p in range(place - 1, max(-1, place - 8), -1) if tokens[p].mark is Mark.OUTCOME), -1)
    between = tokens[last + 1 : place]
    told = (
        last >= 0
        and tokens[place].label == "AE"
        and tokens[last].label.startswith(_HARM)
        and tokens[last].label != "AE"
    )
    is_said = told and {t.label for t in between} & {*_COMMONEST, "as"} and all(t.label in _SAID_OF for t in between)
    return tokens[place]._replace(mark=Mark.WORD, label="event") if is_said else tokens[place]


_LEVELS = lexicon.MEASURED - {"symptom response"}
_STAYED = re.compile("(?:remained|stayed|was|were) (?:stable|steady)", re.IGNORECASE)


def _with_levels(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, "was stable" of a level as words: "CgA fell in 30%, was stable in 45% and rose in 25%" is no SD."""
    if _STAYED.search(text) is None:
        return tokens
    return [_as_level(tokens, place, text) for place in range(len(tokens))]


_BODILY = frozenset({"weight", "bmi", "glucose", "function", "status"})


def _is_stayed(token: Token, text: str) -> bool:
    return token.label == "SD" and _STAYED.fullmatch(text, token.start, token.end) is not None


def _as_level(tokens: list[Token], place: int, text: str) -> Token:
    token, before = tokens[place], tokens[:place]
    of_harm = token.label.startswith(_HARM) and token.label not in _LEVELS
    if of_harm and any(_is_stayed(t, text) for t in tokens[place + 1 : place + 2]):
        return token._replace(mark=Mark.WORD)  # "abdominal pain was stable in 60%": of a harm nothing came
    elided = before and before[-1].mark in {Mark.COMMA, Mark.AND, Mark.OUTCOME}
    named = next((t.label for t in reversed(before) if t.mark is Mark.OUTCOME), "")
    of_event = before and before[-1].mark is Mark.OUTCOME and named.startswith(_HARM)
    of_level = (elided and named in _LEVELS) or of_event or (before and before[-1].label in _BODILY)
    return token._replace(mark=Mark.WORD, label="stable") if _is_stayed(token, text) and of_level else token


def _stopped(tokens: list[Token]) -> list[Token]:
    """Return the tokens; adverse events for which a treatment was stopped and progression are discontinuations."""
    found: list[Token] = []
    last: Token | None = None
    for place, token in enumerate(tokens):
        event = token.label.startswith(_HARM) or token.label in lexicon.PROGRESSION
        named = token.mark is Mark.OUTCOME
        found.append(as_stopped(tokens, place, last) if named and event else led_to(tokens, place) if named else token)
        last = found[-1] if token.mark is Mark.OUTCOME else last
    return found


def _as_response(token: Token) -> Iterator[Token]:
    """Yield "SD" as stable disease, apart from the number that it would be the deviation of; what was not evaluable as a response."""
    if token.mark is Mark.SPREAD_LABEL and token.label in _DEVIATIONS:
        yield token._replace(mark=Mark.OUTCOME, label="SD")
    elif token.mark is Mark.SPREAD and (counted := _DEVIATION.fullmatch(token.label)):
        yield token._replace(mark=Mark.OUTCOME, label="SD", end=token.start + 2)
        at = (token.start + counted.start("number"), token.start + counted.end("number"))
        mark = Mark.PERCENT if counted["sign"] else Mark.NUMBER
        yield token._replace(mark=mark, label=counted["sign"], number=float(counted["number"]), start=at[0], at=at)
    else:
        yield unevaluated(token)


def _is_diarrhoea(token: Token) -> bool:
    return token.mark is Mark.OUTCOME and token.label == "diarrhoea"

"""A sentence as marks: numbers with what they are, and the words that say what they mean."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from digests.outcomes import lexicon
from digests.outcomes.languages import in_english
from digests.outcomes.patterns import BY_GROUP, M_FOR_MEDIAN, SCANNER, Mark
from digests.outcomes.times import TimePoints, time_points
from watcher.text import fold


class Token(NamedTuple):
    """One mark with its place in the sentence; ``depth`` counts the brackets around it."""

    mark: Mark
    start: int
    end: int
    label: str = ""  # name of the outcome or measure, unit, p; else the folded text
    number: float | None = None
    at: tuple[int, int] = (0, 0)  # the digits of the number alone
    low: float | None = None
    high: float | None = None
    level: float | None = None
    total: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens and the time points that it names; ``start`` is its place in the text."""

    text: str
    folded: str
    start: int
    field: str
    tokens: tuple[Token, ...]
    times: tuple[TimePoints, ...] = ()
    marks: frozenset[Mark] = frozenset()
    spoken: str = ""  # its language, "" for English


_DAMAGED_SEMICOLON = re.compile(r'";"')
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2150-\u218f\u2460-\u24ff]")
# A grade of an event, not of a tumour.
_OF_EVENT = (
    r"grade(?!s? [1-3](?: (?:and|or|vs\.?|versus) (?:grade )?[1-3])?+ (?:tumou?r|disease|p?ne[tn]|patient|primar))"
)
# Diarrhoea is a symptom of the disease; beside these words it is an adverse event.
_ADVERSE = re.compile(
    rf"(?i)adverse|toxicit|side[- ]effect|{_OF_EVENT}|(?<!\w)T?E?AEs?(?!\w)|nausea|vomiting|tolera|cholelithiasis|gall-?stones|steatorrh"
)
# Beside flushing it is a symptom still, but for these words.
_CLEARLY_ADVERSE = re.compile(rf"(?i)adverse|toxicit|side[- ]effect|{_OF_EVENT}|nausea|vomiting")
# The m of "mPFS" stands for "median"; not in "progression-free survival (mPFS)", which has the word itself.
_M_FOR_MEDIAN = re.compile(r"(?<![\w-])m(?=(?:PFS|OS|TTP|EFS|DFS|RFS|D[Oo]R)(?!\w|\s{0,2}[)\]]))")
_CHANGE_SIGN = re.compile("[\u0394\u2206](?=[A-Za-z0-9])")
_MID_DOT = re.compile("[\u00b7\u2219\u22c5]")
# What says all by its words.
_PLAIN = frozenset({Mark.WORD, Mark.COMMA, Mark.AND, Mark.OPEN, Mark.CLOSE, Mark.SIGN, Mark.SEMICOLON, Mark.VERSUS})
_STOPPED = ("stopp", "discontinu", "withdr")
_REASONS = frozenset({"for", "because", "due", "owing", "after"})
_HARM = ("AE", "fatigue", "diarrhoea")
_EVENTS_TOLD = re.compile(r"(?i)(?<!\w)events?(?!\w)(?! ?-?free)|adverse|toxicit|side[- ]effect")
_EVENTS = frozenset("ones events reactions effects".split())
_SHORT = 4
_UNBRACKETED = frozenset({Mark.NUMBER, Mark.TIME, Mark.PERCENT, Mark.OUTCOME, Mark.MEDIAN, Mark.MEAN})
_LONGEST_DEFINITION = 16
_GROWTH = frozenset({"progressed", "progression", "grew"})
_DEVIATIONS = frozenset({"sd", "sds"})
_DEVIATION = re.compile(r"(?i:sd)\s{0,2}[:=]?\s{0,2}(?P<number>\d{1,4}(?:\.\d{1,2})?)\s?(?P<sign>%?)")
_UNEVALUATED = frozenset({"not evaluable", "non-evaluable", "not assessable", "ne"})
# Beside these, "SD" is stable disease.
_RESPONSES = re.compile(r"(?<!\w)(?:CRs?|PRs?|PD|SD|[Ss]table disease|[Pp]artial|[Pp]rogressive)(?!\w)")
_CHANGE_SIGN = re.compile("[\u0394\u2206](?=[A-Za-z0-9])")
_DOT = re.compile(r"(?<=\d)[\u2219\u22c5\u2027\u2022](?=\d)")


def scan(text: str, start: int = 0, field: str = "abstract", spoken: str = "") -> Sentence:
    """Return the sentence with its marks; ``start`` is where it begins in its text, ``spoken`` its language where not English."""
    folded, printed = _prepare(text), text
    if spoken:
        folded, printed = _translated(text, folded, spoken)
    tokens = tuple(_in_context(list(_tokens(printed, folded)), printed))
    marks = frozenset(token.mark for token in tokens)
    timed = not marks.isdisjoint({Mark.MILESTONE, Mark.COMPOUND})
    return Sentence(text, folded, start, field, tokens, time_points(folded) if timed else (), marks, spoken)


def _translated(text: str, folded: str, spoken: str) -> tuple[str, str]:
    """Return the folded and the printed text with what says where figures belong in English."""
    english = in_english(folded, spoken)
    printed = "".join(t if e == f else e for t, f, e in zip(text, folded, english, strict=True))
    return english.lower(), printed


def _prepare(text: str) -> str:
    """Fold, and smooth what damages numbers; no offset moves."""
    text = _RAISED.sub("^", _DAMAGED_SEMICOLON.sub(" ; ", text))
    text = _M_FOR_MEDIAN.sub(M_FOR_MEDIAN, text)
    return fold(_DOT.sub(".", _CHANGE_SIGN.sub(" ", text)))


def _tokens(text: str, folded: str) -> Iterator[Token]:
    """Yield the tokens, each with how many brackets are open around it."""
    depth = 0
    for match in SCANNER.finditer(folded):
        if match.lastgroup is None:
            continue
        mark = BY_GROUP[match.lastgroup]
        if mark in _PLAIN:
            depth -= mark is Mark.CLOSE and depth > 0
            yield Token(mark, match.start(), match.end(), match.group(), depth=depth)
            depth += mark is Mark.OPEN
            continue
        token = _token(mark, match, text)
        yield token._replace(depth=depth) if depth else token
        if mark not in _UNBRACKETED:
            words = match.group()
            depth = max(0, depth + words.count("(") + words.count("[") - words.count(")") - words.count("]"))


def _in_context(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens, "SD" beside other responses as stable disease, diarrhoea beside adverse events as one of them."""
    labels = {token.label for token in tokens if token.mark is Mark.OUTCOME}
    if not labels and not _RESPONSES.search(text):
        return tokens
    if len(set(_RESPONSES.findall(text))) > 1:
        tokens = [part for token in tokens for part in _as_response(token)]
    tokens = [_between_arms(tokens, place) for place in range(len(tokens))]
    tokens = [_as_arm(token, following) for token, following in itertools.zip_longest(tokens, tokens[1:])]
    if any(label.startswith(_HARM) for label in labels) or _EVENTS_TOLD.search(text):
        tokens = _graded(tokens, text)
    if "AE" in labels:
        tokens = [_as_event(tokens, place) for place in range(len(tokens))]
        tokens = [_stopped(tokens, place) if token.label == "AE" else token for place, token in enumerate(tokens)]
    tokens = _with_responses(_without_definitions(tokens))
    symptom = "flushing" in labels and not _CLEARLY_ADVERSE.search(text)
    if "diarrhoea" in labels and not symptom and _ADVERSE.search(text):
        tokens = [t._replace(label="AE: gastrointestinal") if _is_diarrhoea(t) else t for t in tokens]
    return tokens


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


def _between_arms(tokens: list[Token], place: int) -> Token:
    """Return the token, the semicolon of "9.9; 7.2 months" as what compares two arms."""
    token, beside = tokens[place], (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
    pair = token.mark is Mark.SEMICOLON and len(beside) > 1 and beside[0].mark is Mark.NUMBER and not beside[0].label
    return token._replace(mark=Mark.VERSUS) if pair and beside[1].mark in {Mark.TIME, Mark.PERCENT} else token


def _as_arm(token: Token, following: Token | None) -> Token:
    """Return the token, "PR" of "the PR group" as a word."""
    named = token.mark is Mark.OUTCOME and following is not None and following.label in {"group", "arm"}
    return token._replace(mark=Mark.WORD) if named and token.end - token.start < _SHORT else token


def _as_event(tokens: list[Token], place: int) -> Token:
    """Return the token; the "ones" of "adverse events in 88%, serious ones in 14%" are adverse events."""
    token, before = tokens[place], tokens[place - 1] if place else None
    grave = before is not None and (before.mark is Mark.SEVERITY or before.label == "related")
    return token._replace(mark=Mark.OUTCOME, label="AE") if token.label in _EVENTS and grave else token


def _stopped(tokens: list[Token], place: int) -> Token:
    """Return the token; adverse events for which a treatment was stopped are discontinuations."""
    before = [token.label for token in tokens[max(0, place - 6) : place]]
    stopped = [number for number, label in enumerate(before) if label.startswith(_STOPPED)]
    why = stopped and not _REASONS.isdisjoint(before[stopped[-1] :])
    return (
        tokens[place]._replace(label="discontinuation") if why and tokens[place].mark is Mark.OUTCOME else tokens[place]
    )


def _without_definitions(tokens: list[Token]) -> list[Token]:
    """Return the tokens; outcomes in a bracket that defines the one before it are words: "clinical benefit (CR + PR + SD)"."""
    for place in range(1, len(tokens)):
        if [t.label for t in tokens[max(0, place - 2) : place + 1]] == [",", "defined", "as"]:
            _pass_over(tokens, place)
        if tokens[place].mark is Mark.OPEN and tokens[place - 1].mark is Mark.OUTCOME:
            inner = _inside(tokens, place)
            labels = {token.label for token in inner if token.mark is Mark.OUTCOME} - {tokens[place - 1].label}
            if labels and _defines(inner):
                tokens[place + 1 : place + 1 + len(inner)] = [_as_word(token) for token in inner]
            if {"CR", "PR", "SD"} <= labels:
                tokens[place - 1] = tokens[place - 1]._replace(label="DCR")
    return tokens


def _pass_over(tokens: list[Token], place: int) -> None:
    """Make words of ", defined as a fall of 30% or more," with its commas."""
    meant = itertools.takewhile(lambda t: t.mark is not Mark.COMMA, tokens[place : place + _LONGEST_DEFINITION])
    for position in range(max(0, place - 2), min(place + len(list(meant)) + 1, len(tokens))):
        token = tokens[position]
        if token.mark is Mark.COMMA or position > place:
            tokens[position] = token._replace(mark=Mark.WORD, number=None)


def _inside(tokens: list[Token], place: int) -> list[Token]:
    return list(
        itertools.takewhile(
            lambda token: token.depth > tokens[place].depth, tokens[place + 1 : place + _LONGEST_DEFINITION]
        )
    )


def _defines(inner: list[Token]) -> bool:
    """Return whether the words in a bracket say what is meant, and tell no value but a limit."""
    limits = any(token.label in {"least", "than", "\u2265", ">", "+", "plus"} for token in inner)
    return limits and not any(token.mark in {Mark.TIME, Mark.P, Mark.INTERVAL, Mark.COUNT} for token in inner)


def _as_word(token: Token) -> Token:
    return (
        token._replace(mark=Mark.WORD, number=None)
        if token.mark in {Mark.OUTCOME, Mark.PERCENT, Mark.NUMBER}
        else token
    )


def _with_responses(tokens: list[Token]) -> list[Token]:
    """Return the tokens, beside other responses "progressed" and "grew" as progressive, "no change" as stable disease."""
    responses = {token.label for token in tokens if token.mark is Mark.OUTCOME} & {"CR", "PR", "SD"}
    if not responses:
        return tokens
    found: list[Token] = []
    for token in tokens:
        if token.mark is Mark.CHANGE and found and found[-1].label == "no":
            found[-1] = found[-1]._replace(mark=Mark.OUTCOME, label="SD", end=token.end)
        elif token.label in _GROWTH and token.mark in {Mark.WORD, Mark.OUTCOME}:
            found.append(token._replace(mark=Mark.OUTCOME, label="PD"))
        else:
            found.append(token)
    return found


def _as_response(token: Token) -> Iterator[Token]:
    """Yield "SD" as stable disease, apart from the number that it would be the deviation of; "not evaluable" as a response."""
    if token.mark is Mark.SPREAD_LABEL and token.label in _DEVIATIONS:
        yield token._replace(mark=Mark.OUTCOME, label="SD")
    elif token.mark is Mark.SPREAD and (counted := _DEVIATION.fullmatch(token.label)):
        yield token._replace(mark=Mark.OUTCOME, label="SD", end=token.start + 2)
        at = (token.start + counted.start("number"), token.start + counted.end("number"))
        mark = Mark.PERCENT if counted["sign"] else Mark.NUMBER
        yield token._replace(mark=mark, label=counted["sign"], number=float(counted["number"]), start=at[0], at=at)
    elif token.mark is Mark.OPEN_ENDED and token.label in _UNEVALUATED:
        yield token._replace(mark=Mark.OUTCOME, label="NE")
    else:
        yield token


def _is_diarrhoea(token: Token) -> bool:
    return token.mark is Mark.OUTCOME and token.label == "diarrhoea"


def _token(mark: Mark, match: re.Match[str], text: str) -> Token:
    start, end = match.span()
    plain = Token(mark, start, end, match.group().strip())
    printed = text[start:end]
    match mark:
        case Mark.P:
            return plain._replace(label=_printed_p(match, text))
        case Mark.INTERVAL | Mark.BRACKET:
            return _interval(plain, match)
        case Mark.INTERVAL_LABEL:
            return plain._replace(level=_float(match.group("llevel")))
        case Mark.SIZE:
            return plain._replace(number=_float(match.group("size")))
        case Mark.COUNT:
            return _count(plain, match)
        case Mark.TIME | Mark.COMPOUND | Mark.PERCENT | Mark.NUMBER:
            return _quantity(plain, match)
        case Mark.RATIO | Mark.OUTCOME:
            return _named(plain, printed)
        case Mark.SPREAD:
            return plain._replace(label=printed.strip())
        case _:
            return plain


def _named(token: Token, printed: str) -> Token:
    naming = lexicon.ratio_name if token.mark is Mark.RATIO else lexicon.outcome_name
    name = naming(token.label, printed)
    if name:
        return token._replace(label=name)
    return token._replace(mark=Mark.AND if token.label == "or" else Mark.WORD)


_QUANTITIES = {
    Mark.TIME: ("time", "unit"),
    Mark.COMPOUND: ("compound", "period"),
    Mark.PERCENT: ("percent", ""),
    Mark.NUMBER: ("number", "other"),
}


def _quantity(token: Token, match: re.Match[str]) -> Token:
    group, unit = _QUANTITIES[token.mark]
    number, place = match.group(group), match.span(group)
    if number[0] in "+-":
        before = match.string[place[0] - 1 : place[0]]
        if number[0] == "+" or before.isalnum() or before in {")", "]", "%"}:
            number, place = number[1:], (place[0] + 1, place[1])
    label = "%" if token.mark is Mark.PERCENT else (match.group(unit) or "") if unit else ""
    return token._replace(label=label, number=_float(number), at=place)


def _count(token: Token, match: re.Match[str]) -> Token:
    number, total = _float(match.group("count")), _float(match.group("total"))
    if number is None or total is None or number > total or total < 2 or _is_grade(match):
        return token._replace(mark=Mark.WORD)
    return token._replace(number=number, at=match.span("count"), total=int(total))


_GRADED = re.compile(
    r"(?:grades?|phase|stages?|type|level|cycle|ratio|ctc|who|g)[\s-]{0,4}(?:\d\s{0,2}(?:or|and|,)\s{0,2})?$"
)


def _is_grade(match: re.Match[str]) -> bool:
    """Return whether the pair is a grade or a phase, "grade 3/4", "phase 1/2", not 3 patients of 4."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    return "/" in match.group() and _GRADED.search(before) is not None


def _interval(token: Token, match: re.Match[str]) -> Token:
    if bound := _float(match.group("one")):
        level = _float(match.group("olevel"))
        is_upper = match.group("upper") is not None
        return token._replace(level=level, low=None if is_upper else bound, high=bound if is_upper else None)
    letter = "i" if token.mark is Mark.INTERVAL else "b"
    level = _float(match.group("ilevel")) if letter == "i" else None
    label = token.label if letter == "i" else f"{match.string[token.start - 1]}{token.label}"
    low, high = match.group(f"{letter}low"), match.group(f"{letter}high")
    return token._replace(label=label, low=_float(low), high=_float(high), level=level)


def _printed_p(match: re.Match[str], text: str) -> str:
    """Return p as printed, its operator before it; a damaged "P ,.001" is read as the "<" it was."""
    operator = match.group("operator")
    number = _MID_DOT.sub(".", text[slice(*match.span("p"))]).replace(" ", "")
    if "≤" in operator or ("<" in operator and "=" in operator):
        return f"≤{number}"
    if "<" in operator or operator.endswith(","):
        return f"<{number}"
    if "≥" in operator or ">" in operator:
        return f">{number}"
    return number


_DECIMAL_COMMA = re.compile(r"[-+]?(?:0,\d{1,3}|\d{1,3},\d{1,2})")


def _float(text: str | None) -> float | None:
    """Return the number, None for words such as "not reached"; "0,47" has a decimal comma."""
    if not text:
        return None
    if (counted := lexicon.word_number(text)) is not None:
        return float(counted)
    text = text.replace(" . ", ".").replace(" .", ".")
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None

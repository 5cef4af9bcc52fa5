"""A sentence as marks: numbers with what they are, and the words that say what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digests.outcomes import lexicon
from digests.outcomes.apart import in_brackets
from digests.outcomes.context import in_context
from digests.outcomes.languages import in_english
from digests.outcomes.patterns import BY_GROUP, SCANNER, Mark, Token
from digests.outcomes.smoothing import smooth
from digests.outcomes.times import TimePoints, time_points
from digests.outcomes.unrelated import without_unrelated


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
    names: frozenset[int] = frozenset()  # places of the tokens that name groups, once these are known
    moments: tuple[tuple[int, str], ...] = ()  # when what the pronoun at an offset stands for was told


def whole_words(sentence: Sentence, start: int, end: int) -> str:
    """Return the words between two offsets as printed; one that an English word stands for is filled up with spaces."""
    while sentence.spoken and end < len(sentence.text) and sentence.text[end].isalpha():
        end += 1
    return sentence.text[start:end]


_MID_DOT = re.compile("[\u00b7\u2219\u22c5]")
# What says all by its words.
_PLAIN = frozenset({Mark.WORD, Mark.COMMA, Mark.AND, Mark.OPEN, Mark.CLOSE, Mark.SIGN, Mark.SEMICOLON, Mark.VERSUS})
_SHORT = {"pts": "patients", "pt": "patient", "pat": "patients", "rather than": "than"}
_UNBRACKETED = frozenset({Mark.NUMBER, Mark.TIME, Mark.PERCENT, Mark.OUTCOME, Mark.MEDIAN, Mark.MEAN})


def scan(text: str, start: int = 0, field: str = "abstract", spoken: str = "") -> Sentence:
    """Return the sentence with its marks; ``start`` is where it begins in its text, ``spoken`` its language where not English."""
    folded, printed = smooth(text), text
    if spoken:
        folded, printed = _translated(text, folded, spoken)
    plain = in_brackets(without_unrelated(list(_tokens(printed, folded)), folded))
    tokens = tuple(_by_the_day(in_context(plain, printed)))
    marks = frozenset(token.mark for token in tokens)
    timed = not marks.isdisjoint({Mark.MILESTONE, Mark.COMPOUND})
    return Sentence(text, folded, start, field, tokens, time_points(folded) if timed else (), marks, spoken)


_EACH = frozenset({"per", "a", "/"})
_SPANS = frozenset({"day", "week", "month", "d", "wk"})


def _by_the_day(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens, each number with the "per day" or "/month" behind it as one."""
    place = 0
    while place < len(tokens):
        token, each = tokens[place], tokens[place + 1 : place + 3]
        bare = token.mark is Mark.PERCENT or (token.mark is Mark.NUMBER and not token.label)
        timed = bare and len(each) > 1 and each[0].label in _EACH and each[1].label in _SPANS
        yield token._replace(end=each[1].end) if timed else token
        place += 3 if timed else 1


def _translated(text: str, folded: str, spoken: str) -> tuple[str, str]:
    """Return the folded and the printed text with what says where figures belong in English."""
    english = in_english(folded, spoken)
    printed = "".join(t if e == f else e for t, f, e in zip(text, folded, english, strict=True))
    return english.lower(), printed


def _tokens(text: str, folded: str) -> Iterator[Token]:
    """Yield the tokens, each with how many brackets are open around it."""
    depth = 0
    for match in SCANNER.finditer(folded):
        if match.lastgroup is None:
            continue
        mark = BY_GROUP[match.lastgroup]
        if mark in _PLAIN:
            depth -= mark is Mark.CLOSE and depth > 0
            word = match.group()
            yield Token(mark, *match.span(), _SHORT.get(word, word), depth=depth)
            depth += mark is Mark.OPEN
            continue
        token = _token(mark, match, text)
        yield token._replace(depth=depth) if depth else token
        if mark not in _UNBRACKETED:
            words = match.group()
            depth = max(0, depth + words.count("(") + words.count("[") - words.count(")") - words.count("]"))


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
    return Token(token.mark, token.start, token.end, label, _float(number), place)


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
    graded = _GRADED.search(before) is not None or match.string.startswith((" grade", "-grade"), match.end())
    return "/" in match.group() and graded


def _interval(token: Token, match: re.Match[str]) -> Token:
    if bound := _float(match.group("one")):
        level = _float(match.group("olevel"))
        is_upper = match.group("upper") is not None
        return token._replace(level=level, low=None if is_upper else bound, high=bound if is_upper else None)
    letter = "i" if token.mark is Mark.INTERVAL else "b"
    level = _float(match.group("ilevel") or match.group("alevel")) if letter == "i" else None
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

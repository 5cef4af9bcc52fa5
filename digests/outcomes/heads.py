"""What heads a line: two groups of which it tells all pairs, "ORR (60 mg vs 30 mg): 14% vs 3%"; an outcome that comes last put first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digests.outcomes.factors import FACTOR
from digests.outcomes.groups import groups
from digests.outcomes.kinds import ARMS, SUBGROUPS, kind_of
from digests.outcomes.lexicon import OUTCOME, is_time
from digests.outcomes.patterns import AVERAGED, Mark, Token
from digests.outcomes.phrases import Group, covered
from digests.outcomes.scan import Sentence
from digests.outcomes.value import Reading, makes
from watcher.text import fold

# "Outcomes (HD vs SD): mPFS 14.1 vs 12.6 mo; ORR 9% vs 8%".
_HEADED = re.compile(
    r"^(?:[^:;.\d]{0,40}\((?P<one>[\w -]{1,30}?)(?: (?:vs\.?|versus|v|\|) |/(?!N\)))(?P<other>[\w -]{1,30})\)"
    r"|(?P<first>[^:;.,(]{2,40}?)(?: \([^():;]{1,16}\))?(?: ?/ ?| (?:vs?\.?|versus) )(?P<second>[^:;.,(]{2,40}?)(?: \([^():;]{1,16}\)(?P<more>[^:;.,(]{0,20}))?):"
)


# "ORR 9% vs 8%; DCR 84% vs 71% (60 mg vs 30 mg)", "AEs (CAM arm/control arm) were nausea (33%/14%) and diarrhoea (21%/18%)".
_BRACKETED = re.compile(r"\((?P<one>[\w .-]{1,30}?)(?: (?:vs\.?|versus|v) | ?/ ?)(?P<other>[\w .-]{1,30})\)")


def under_heads(sentence: Sentence) -> tuple[Sentence, tuple[Group, ...]]:
    """Return the two groups of which a line of shorthand tells all of its pairs, and the line without their bracket.

    () where none heads it. In "ORR (60 mg / 30 mg): 14/3%" the slash compares.
    """
    head = _HEADED.match(sentence.text) or _bracketed(sentence)
    if head is None:
        return sentence, ()
    names = [_LEADING_OUTCOME.sub("", name.strip()) for name in head.groups()[:4] if name]
    if not all(map(_is_arm, names)):
        return sentence, ()
    more = head.groupdict().get("more") or ""
    of_patients = any(kind_of(f"{name}{more}".lower()) == SUBGROUPS for name in names)
    kind = SUBGROUPS if of_patients else ARMS
    if head["one"]:
        bracket = head.start("one"), head.end("other")
        outside = [t for t in sentence.tokens if not bracket[0] - 1 <= t.start <= bracket[1]]
        sentence = replace(sentence, tokens=tuple(_compared(outside)))
    return sentence, tuple(Group(name, kind, "", 0, 0) for name in names)


def _bracketed(sentence: Sentence) -> re.Match[str] | None:
    """Return the bracket of two arms that ends a line of pairs, or after which nothing but pairs of shares is told; None where none does."""
    for found in _BRACKETED.finditer(sentence.text):
        if all(kind_of(name.lower()) == ARMS for name in found.group("one", "other")):
            ends = not sentence.text[found.end() :].strip(".")
            pairs = (_PAIRS if ends else _SHARES).findall(sentence.text)
            if len(pairs) > 1 and (ends or 2 * len(pairs) == sentence.text.count("%")):
                return found
    return None


_PAIRS = re.compile(r"\d ?%? ?(?:/|vs\.?|v|versus) ?\d")
_SHARES = re.compile(r"\d ?% ?(?:/|vs\.?|v|versus) ?\d[\d.]{0,4} ?%")


def _compared(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens, the slash between two values as what compares them."""
    for place, token in enumerate(tokens):
        beside = (*tokens[max(0, place - 1) : place], *tokens[place + 1 : place + 2])
        valued = len(beside) > 1 and all(t.number is not None for t in beside)
        yield token._replace(mark=Mark.VERSUS) if token.label == "/" and valued else token


_LEADING_OUTCOME = re.compile(rf"^(?i:(?:median |mean )?m?(?:{OUTCOME}),? )(?=\S)")


def of_heads(one: Reading, headed: tuple[Group, ...]) -> Reading:
    """Return a ratio of a line of shorthand as one of the two groups that head it."""
    if len(headed) != len({"one", "other"}) or one.figure.contrast:
        return one
    arm, comparator = (group.name for group in headed)
    if headed[0].kind == SUBGROUPS:
        return one._replace(figure=replace(one.figure, contrast=FACTOR, arm=f"{arm} / {comparator}", groups=FACTOR))
    return one._replace(figure=replace(one.figure, contrast=ARMS, arm=arm, comparator=comparator, groups=ARMS))


def _is_arm(name: str) -> bool:
    if name.lower() in {"with", "on", "in"}:
        return False
    return len(name) <= len("HD") or kind_of(name.lower()) == ARMS or not re.search(OUTCOME, fold(name))


def shares_first(sentence: Sentence) -> Sentence:
    """Return the sentence with each share of a bracket behind the count that makes it: "in 11/40 with A and 4/38 with B (27.5% v 10.5%)"."""
    tokens = sentence.tokens
    counts = [p for p, t in enumerate(tokens) if t.mark is Mark.COUNT and t.total and t.number is not None]
    percents = [p for p, t in enumerate(tokens) if t.mark is Mark.PERCENT][-len(counts) :]
    if len(counts) < len({"one", "other"}) or len(counts) != len(percents) or counts[-1] > percents[0]:
        return sentence
    made = all(makes(tokens[one], tokens[other]) for one, other in zip(counts, percents, strict=True))
    between = [tokens[p].mark in {Mark.VERSUS, Mark.AND, Mark.COMMA} for p in range(percents[0], percents[-1])][1::2]
    opens = tokens[percents[0] - 1].mark is Mark.OPEN
    if not (made and opens and all(between) and percents[-1] - percents[0] == 2 * len(between)):
        return sentence
    of_count = dict(zip(counts, percents, strict=True))
    end = percents[-1] + (tokens[percents[-1] + 1].mark in {Mark.COMMA, Mark.SEMICOLON})
    rest = [p for p in range(len(tokens)) if not percents[0] <= p <= end]
    turned = [part for p in rest for part in (tokens[p], *(_in_bracket(tokens[of_count[p]]) if p in of_count else ()))]
    return replace(sentence, tokens=tuple(turned))


def _in_bracket(token: Token) -> tuple[Token, Token, Token]:
    """Return the token within a bracket of its own."""
    opened = Token(Mark.OPEN, token.start, token.start, "(", depth=0)
    closed = Token(Mark.CLOSE, token.end, token.end, ")", depth=0)
    return opened, token._replace(depth=1), closed


_VALUES = frozenset({Mark.TIME, Mark.PERCENT, Mark.COUNT, Mark.OPEN_ENDED})
_SAYING = frozenset(
    "these this they it was were is are : - , ; the das die der de la el il respective corresponding and".split()
)
_LEADS = frozenset("with on in for under at the after before it was were by of".split())
_BESIDE = frozenset(
    {
        Mark.OPEN,
        Mark.CLOSE,
        Mark.INTERVAL,
        Mark.SPREAD,
        Mark.P,
        Mark.SIZE,
        Mark.AND,
        Mark.COMMA,
        Mark.VERSUS,
        Mark.NUMBER,
    }
)


def outcome_first(sentence: Sentence, found: tuple[Group, ...]) -> tuple[Sentence, tuple[Group, ...]]:
    """Return the sentence with the time to an event that it names last before its values, and its groups.

    "With placebo 6.1 months, with lanreotide 14.7: PFS" is read as "PFS: with placebo 6.1 months, ...".
    """
    first, end = _head_behind(sentence, covered(sentence, found))
    if not end:
        turned = _behind_first(sentence)
        return (turned, groups(turned)) if turned else (sentence, found)
    head = list(sentence.tokens[first:end])
    colon = Token(Mark.SIGN, head[-1].end, head[-1].end, ":", depth=0)
    rest = [t for t in (*sentence.tokens[:first], *sentence.tokens[end:]) if t.label != ":"]
    turned = replace(sentence, tokens=(*head, colon, *rest))
    return turned, groups(turned)


def _behind_first(sentence: Sentence) -> Sentence | None:
    """Return the sentence with the head of "7.1 months was the median PFS with A and 15.8 months with B" before its first value, None where it has none."""
    tokens = sentence.tokens
    for place in range(3, len(tokens) - 1):
        said = [t.label for t in tokens[place - 2 : place]] == ["was", "the"]
        if not said or tokens[place].mark not in AVERAGED or tokens[place + 1].mark is not Mark.OUTCOME:
            continue
        first = place - 3
        while first > 0 and (tokens[first].depth or tokens[first].mark in {Mark.OPEN, Mark.CLOSE}):
            first -= 1
        if tokens[first].mark is Mark.TIME:
            colon = Token(Mark.SIGN, tokens[place + 1].end, tokens[place + 1].end, ":", depth=0)
            head = (*tokens[place : place + 2], colon)
            turned = (*tokens[:first], *head, *tokens[first : place - 2], *tokens[place + 2 :])
            return replace(sentence, tokens=turned)
    return None


def _head_behind(sentence: Sentence, inside: frozenset[int]) -> tuple[int, int]:
    """Return the places from where to where the outcome stands behind all values, (0, 0) where none does so."""
    tokens = sentence.tokens
    named = next((p for p, t in enumerate(tokens) if t.mark is Mark.OUTCOME and p not in inside), 0)
    outer = [p for p, t in enumerate(tokens) if t.mark in _VALUES and not t.depth and p not in inside]
    if not named or not is_time(tokens[named].label) or not outer or not outer[0] < named:
        return 0, 0
    first = named - (tokens[named - 1].mark in AVERAGED)
    said = next((p for p in range(first - 1, 0, -1) if tokens[p].label not in _SAYING), 0)
    end = named + 1 + any(t.label in {"times", "time"} for t in tokens[named + 1 : named + 2])
    told = any(t.label in {"was", "were", "is", "are", ":"} for t in tokens[said + 1 : first])
    alone = all(p in inside or _is_beside(tokens[p]) for p in range(said + 1) if p not in outer)
    others = any(t.mark in {*AVERAGED, Mark.OUTCOME, Mark.RATIO} for t in tokens[end:])
    compared = all(tokens[p - 1].mark is Mark.VERSUS for p in outer if p > named)
    return (first, end) if told and alone and compared and not others else (0, 0)


def _is_beside(token: Token) -> bool:
    return token.mark in _BESIDE or token.label in _LEADS or token.depth > 0

"""The source's own word for what a figure is of, where its outcome is a class of several: "steatorrhoea", "HbA1c", "worsening of diabetes"."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digests.outcomes.lexicon import BIOCHEMICAL, HORMONES, OTHER_HARM, STOPPED_FOR, SYMPTOMS
from digests.outcomes.patterns import Mark, Token
from digests.outcomes.scan import Sentence
from watcher.model import Figure, Span
from watcher.text import fold

_CLASS = "AE: "
_GLUCOSE = "AE: glucose"
_LEVELS = ("level", "median", "mean", "range", "change", "difference")
# What these were, a word before them says: "treatment-related deaths".
_QUALIFIED = frozenset({"AE", "deaths"})
_CAUSED = (
    r"(?:(?:treatment|drug|therapy|medication|toxicity|octreotide|lanreotide|pasireotide|ssa|prrt)[- ]related|toxic)"
)
_NEW = r"(?:new(?:[- ]onset)?|newly diagnosed|incident|worsening|aggravation|aggravated|(?:a)?symptomatic|transient|persistent|de novo|clinically relevant)"
_BEFORE = re.compile(
    rf"(?<!\w)(?P<new>(?:(?:{_CAUSED}|{_NEW}) ){{1,2}}(?:(?:of|in) )?(?:(?:the|pre-?existing|existing|known) ){{0,2}})\Z",
    re.IGNORECASE,
)
_CAUSED_BEFORE = re.compile(rf"(?<!\w){_CAUSED} \Z", re.IGNORECASE)
_JOINED = re.compile(r"(?<!\w)(?:and|or|and/or|&)(?!\w)|/")
_OF_ALL = re.compile(r"\d ?% of (?:all |the |our )?(?:patients|participants|cases|subjects)[^;.]{0,40}, respectively")
_OF_GROUP = re.compile(
    r"(?<!\w)(?:patients|those|people|participants|individuals|women|men|pts|subjects|cases) (?:with|without) (?:\w{1,16} )?\Z"
)
_POINTING = re.compile(
    r"(?:incidences?|[hor]rs?|(?:hazard|odds|risk|rate) ratios?|the|these|those|this|that|it|they|such|both|ones?)(?!\w)"
)
_STOPPING = re.compile(r"discontinu|withdr|stopp")
# What has a level, beside diseases, which have none; and what is measured alone, which no share of patients has.
_LEVEL = re.compile(r".{0,30}(?:gluc|sugar|a1c|ha?emoglobin)")
_EVENT = re.compile(r"(?!.{0,30}(?:a1c|ha?emoglobin))")
# Of these a level is how many, how often or how grave they were; of the syndrome only what is counted or scored.
_FELT = frozenset({"diarrhoea", "symptom response"})
_SCORED = re.compile(r".{0,60}(?:days|scores?|diarr)")
_VERB = re.compile(r"(?: (?:were|was|in|of|on|had|is|are|at|with|after|did|occurred|developed)){1,2}\Z")
_JOIN = re.compile(r"(?:,? (?:and|or|and/or|&) |/|, )\Z")
_HAD = re.compile(
    r"[%)]{0,2}(?: of)?(?: \w{1,12})? (?:had|developed|reported|experienced|suffered|with|complained of)(?: \w{1,12})? \Z"
)
_HAD_OR_BARE = re.compile(rf"[%)]{{0,2}} \Z|{_HAD.pattern}")


def named(sentence: Sentence, told: Sequence[Figure]) -> dict[int, str]:
    """Return by its place in ``told`` the event that a figure of a class of them is of, as printed.

    Nothing stands there where the class is the word itself, or where two events could be meant: "nausea and pain in 12% and 8%".
    """
    found = {}
    for outcome in {one.outcome for one in told}:
        if outcome.startswith(_CLASS) or outcome in _QUALIFIED | _FELT | {"fatigue"}:
            found.update(_named(sentence, outcome, [(n, one) for n, one in enumerate(told) if one.outcome == outcome]))
    return found


def in_classes(told: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures, a hormone of no name of ours as biochemical, an event of no class as adverse; without its name this is left out."""
    for one in told:
        if one.outcome in HORMONES:
            yield replace(one, outcome=BIOCHEMICAL, event=one.event or one.outcome)
        elif _is_how_much(one):
            yield replace(one, outcome=SYMPTOMS)
        elif one.outcome in _FELT:
            yield replace(one, event="")
        elif one.outcome != OTHER_HARM:
            yield one
        elif one.event:
            yield replace(one, outcome="AE")


def _is_how_much(one: Figure) -> bool:
    """Return whether a figure is of how many or how grave symptoms were, and no share of patients or difference of two."""
    measured = one.measure.endswith(_LEVELS) and one.measure != "range"
    shared = one.measure == "difference" and one.unit == "%"
    return one.outcome in _FELT and measured and not shared and _SCORED.match(one.event or one.outcome) is not None


def _named(sentence: Sentence, outcome: str, told: Sequence[tuple[int, Figure]]) -> dict[int, str]:
    shares = [(n, one) for n, one in told if not one.measure.endswith(_LEVELS)]
    levels = [(n, one) for n, one in told if one.measure.endswith(_LEVELS)]
    return _matched(sentence, outcome, shares, of_levels=False) | _matched(sentence, outcome, levels, of_levels=True)


def _matched(
    sentence: Sentence, outcome: str, told: Sequence[tuple[int, Figure]], *, of_levels: bool
) -> dict[int, str]:
    runs = _runs(sentence, outcome, of_levels=of_levels)
    words = [_word(sentence, outcome, run) for run in runs]
    said: dict[int, str] = {}
    of_run: dict[int, list[int]] = {}
    for place, one in told:
        run = 0 if len(set(words)) == 1 else _run_of(sentence, runs, one.at, told[0][1].at)
        if run >= 0:
            of_run.setdefault(run, []).append(place)
    groups = {place: (one.arm, one.milestone) for place, one in told}
    in_turn = Mark.RESPECTIVELY in sentence.marks
    of_all = _OF_ALL.search(sentence.folded) is not None  # "in 12% and 8%, respectively" may be of two arms
    for run, places in of_run.items():
        of_each = [[place for place in places if groups[place] == group] for group in {groups[p] for p in places}]
        if len(runs[run]) == 1 or all(len(own) == 1 for own in of_each):
            said.update(dict.fromkeys(places, words[run]))
        elif all(
            len(own) == len(runs[run])
            and (groups[own[0]][0] or of_all or (in_turn and (len(own) > 2 or _is_graded(sentence, runs[run]))))
            for own in of_each
        ):
            # "Nausea and pain were less frequent with A (8% and 11%)", "in 8% and 11%, respectively": else none says which is whose.
            each = [_word(sentence, outcome, [token]) for token in runs[run]]
            said.update(pair for own in of_each for pair in zip(own, each, strict=True))
    return {place: word for place, word in said.items() if word}


def _is_graded(sentence: Sentence, run: Sequence[Token]) -> bool:
    """Return whether a grade opens the list, so that "respectively" is said of its events: "grade 3/4 neutropenia and pain in 7% and 5%, respectively"."""
    return any(t.mark is Mark.SEVERITY and t.end == run[0].start - 1 for t in sentence.tokens)


def _runs(sentence: Sentence, outcome: str, *, of_levels: bool) -> list[list[Token]]:
    """Return the names of the class's events, those in one list that nothing but "and" or a comma parts."""
    runs: list[list[Token]] = []
    tokens = [t for t in sentence.tokens if t.mark is Mark.OUTCOME and _is_named(sentence, t, outcome)]
    if outcome == _GLUCOSE:
        fitting = [t for t in tokens if (_LEVEL if of_levels else _EVENT).match(sentence.folded, t.start, t.end)]
        tokens = fitting if fitting or of_levels else tokens
    elif outcome in _FELT:
        tokens = [t for t in tokens if of_levels and _SCORED.match(sentence.folded, t.start, t.end)]
    for token in tokens:
        if runs and _JOIN.match(sentence.folded[runs[-1][-1].end : token.start]):
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


def _is_named(sentence: Sentence, token: Token, outcome: str) -> bool:
    """Return whether a token names an event of the class, and not who is told of ("patients with diabetes") or what it led to."""
    pointing = _POINTING.match(sentence.folded, token.start) or _STOPPING.search(
        sentence.folded, token.start, token.end
    )
    of_group = _OF_GROUP.search(sentence.folded, max(0, token.start - 40), token.start)
    return token.label.removeprefix(STOPPED_FOR) == outcome and not pointing and not of_group


def _run_of(sentence: Sentence, runs: Sequence[Sequence[Token]], at: Span, first: Span) -> int:
    """Return which of the names the number at a place is of: that of what these had, "12% had nausea", else the last before; -1 for none.

    ``first`` is the place of the first number of the class: where no name stands before it, each stands behind its number.
    """
    start, end = at.start - sentence.start, at.end - sentence.start
    is_before = runs and runs[0][0].start < first.start - sentence.start
    behind = next((n for n, run in enumerate(runs) if run[0].start >= end), -1)
    between = sentence.folded[end : runs[behind][0].start] if behind >= 0 else ""
    if behind >= 0 and (_HAD if is_before else _HAD_OR_BARE).match(between):
        return behind
    before = [n for n, run in enumerate(runs) if run[-1].end <= start]
    return before[-1] if before and is_before else -1


def _word(sentence: Sentence, outcome: str, run: Sequence[Token]) -> str:
    start, end = run[0].start, run[-1].end
    led = _BEFORE.search(sentence.folded, max(0, start - 60), start)
    if outcome in _QUALIFIED:
        led = _CAUSED_BEFORE.search(sentence.folded, max(0, start - 30), start)
        if led is None:
            return ""
    between = [sentence.folded[one.end : other.start] for one, other in itertools.pairwise(run)]
    if between and not _JOINED.search(between[-1]):
        return ""
    said = slice(led.start() if led else start, end)
    if fold(sentence.text[said]) != sentence.folded[said]:
        if outcome != OTHER_HARM:
            return ""  # an English word stands for it here, as long as its own
        said = slice(
            start, next((p for p in range(end, len(sentence.text)) if sentence.folded[p] != " "), len(sentence.text))
        )
    words = _VERB.sub("", sentence.text[said])
    printed = " ".join(words.split() if sentence.spoken == "de" else map(_lowered, words.split()))
    is_class = outcome.removeprefix(_CLASS) in {printed, f"{printed}s"}
    return "" if is_class else printed


def _lowered(word: str) -> str:
    """Return the word in lower case but for an abbreviation: "Nausea" is "nausea", "HbA1c" itself."""
    return word if any(letter.isupper() for letter in word[1:]) else word.lower()

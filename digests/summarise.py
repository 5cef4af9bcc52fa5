"""A record in its own sentences: what was done, what was found, what they conclude."""

import re
from collections.abc import Callable, Iterator, Sequence

from digests.outcomes import figures
from digests.roles import Marked, Role, marked
from watcher.model import Figure, Kind, Quote, Record, Span
from watcher.text import fold

# A sentence of fewer words, or one about the paper's housekeeping, tells a reader nothing.
_FEWEST_WORDS = 4
_HOUSEKEEPING = re.compile(
    r"^(?:clinical ?trials?\.gov|trial registration|registration|funding|funded|supported by|copyright|\(?c\) |keywords?|"
    r"nct\d|https?:|doi|for more information|about |contact|disclos|conflicts?|this (?:press release|information))"
)
_DESIGN = re.compile(
    r"randomi[sz]ed|phase [1-4i]|double-blind|open-label|prospective|retrospective|multicent(?:er|re)|cohort|single-arm|"
    r"placebo|meta-analysis|systematic(?:ally)? review|registry|case series"
)
_POPULATION = re.compile(
    r"(?<!\d)\d++ (?:[\w-]{1,24} ){0,4}(?:patients|participants|subjects|people|adults|women|men|cases|studies|trials)|n ?= ?\d"
)
_REGIMEN = re.compile(r"(?<!\d)\d++ ?(?:mg|gbq|ug|mcg)|every \w{1,12} (?:days|weeks)|q\d{1,3}[wd]|placebo")
_CONCLUDED = re.compile(
    r"conclu|suggest|support|should|may be|effective|safe|tolerated|benefit|improve|prolong|option|superior|inferior"
)
_FURTHER = re.compile(
    r"(?:further|future|additional|larger|more) (?:\w{1,24} ){0,2}(?:stud|research|trial|investigation)|remains? to be"
)
_PRIMARY = frozenset(
    {"PFS", "TTP", "OS", "ORR", "DCR", "progression or death", "biochemical response", "symptom response"}
)
_NEWS_ROLES = ("lead", "finding", "conclusion")


def summarise(record: Record) -> tuple[Quote, ...]:
    """Return two to three sentences of the record's own, verbatim; () where it has no text.

    Roles are "design", "finding" and "conclusion" ("lead" for the first sentence of news); spans refer to
    ``Record.text``. A record of one or two sentences gives what it has.
    """
    text = record.text
    sentences = [s for s in marked(text) if _tells(fold(text[s.start : s.end]))]
    if record.kind is Kind.NEWS:
        return _news(text, sentences)
    if record.kind is Kind.REGISTRATION:
        return tuple(_quote(text, s, "design") for s in _in_order(_best(text, sentences, _design_score, 2)))
    return _article(text, sentences)


def _tells(folded: str) -> bool:
    return len(folded.split()) >= _FEWEST_WORDS and not _HOUSEKEEPING.match(folded)


def _article(text: str, sentences: Sequence[Marked]) -> tuple[Quote, ...]:
    """Return the best sentence of each kind, in the order of the text."""
    done = _best(text, _of(sentences, Role.METHODS), _design_score) or _best(
        text, _of(sentences, Role.OBJECTIVE), _design_score
    )
    found = _best(text, _of(sentences, Role.RESULTS), _finding_score)
    concluded = _best(text, _of(sentences, Role.CONCLUSIONS)[:2], _conclusion_score)
    chosen = [(s, "design") for s in done] + [(s, "finding") for s in found] + [(s, "conclusion") for s in concluded]
    if len(chosen) < 2:
        taken = {s.start for s, _ in chosen}
        chosen += [(s, _SHOWN[s.role]) for s in sentences if s.start not in taken][: 2 - len(chosen)]
    return tuple(_quote(text, s, role) for s, role in sorted(chosen, key=lambda pair: pair[0].start))


_SHOWN = {
    Role.BACKGROUND: "background",
    Role.OBJECTIVE: "design",
    Role.METHODS: "design",
    Role.RESULTS: "finding",
    Role.CONCLUSIONS: "conclusion",
}


def _news(text: str, sentences: Sequence[Marked]) -> tuple[Quote, ...]:
    """Return how the news begins and what it reports in figures, else its second sentence."""
    lead, rest = sentences[:1], sentences[1:]
    told = [s for s in _best(text, rest, _finding_score) if figures(text[s.start : s.end])] or rest[:1]
    return tuple(_quote(text, s, role) for s, role in zip([*lead, *told], _NEWS_ROLES, strict=False))


def _of(sentences: Sequence[Marked], role: Role) -> list[Marked]:
    return [sentence for sentence in sentences if sentence.role is role]


Scoring = Callable[[str, float], float]


def _best(text: str, sentences: Sequence[Marked], scoring: Scoring, count: int = 1) -> list[Marked]:
    """Return the sentences that score best; among equals the earlier ones."""
    last = max(len(sentences) - 1, 1)
    scored = [(-scoring(text[s.start : s.end], place / last), place) for place, s in enumerate(sentences)]
    return [sentences[place] for _, place in sorted(scored)[:count]]


def _in_order(sentences: Sequence[Marked]) -> Iterator[Marked]:
    return iter(sorted(sentences, key=lambda sentence: sentence.start))


def _design_score(sentence: str, place: float) -> float:
    """Return how much a sentence says of design, number of patients and regimens."""
    folded = fold(sentence)
    return (
        2 * bool(_DESIGN.search(folded))
        + 2 * bool(_POPULATION.search(folded))
        + min(len(_REGIMEN.findall(folded)), 3)
        - place
    )


def _finding_score(sentence: str, place: float) -> float:
    """Return how much a sentence reports of the outcomes that decide: with interval, p and both arms."""
    found = figures(sentence)
    folded = fold(sentence)
    primary = 1.5 * bool(re.search(r"primary (?:end|outcome)|primarily", folded))
    return min(sum(map(_worth, found)), 8.0) + primary + 0.5 * ("significant" in folded) - 0.5 * place


def _worth(figure: Figure) -> float:
    if figure.outcome in {"follow-up", "age"} or figure.measure == "mean":
        return 0.1
    return (1.0 + (figure.low is not None) + 0.5 * bool(figure.p)) * (2.0 if figure.outcome in _PRIMARY else 0.7)


def _conclusion_score(sentence: str, place: float) -> float:
    """Return how much a sentence concludes; a call for further studies concludes nothing."""
    folded = fold(sentence)
    return 1.0 * bool(_CONCLUDED.search(folded)) - 1.5 * bool(_FURTHER.search(folded)) - 0.4 * place


def _quote(text: str, sentence: Marked, role: str) -> Quote:
    start, end = sentence.start, sentence.end
    return Quote(text=text[start:end], span=Span(field="abstract", start=start, end=end), role=role)

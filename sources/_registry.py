"""What the readers of trial registries share: dates by style, statuses."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sources._terms import own_groups, written_out
from watcher.model import Concept, Id, Query, Term
from watcher.text import clean, fold


def lines(text: str) -> str:
    """Return a text of several lines cleaned line by line, without the empty ones."""
    return "\n".join(filter(None, (clean(line) for line in text.splitlines())))


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts cleaned, without empty ones and repetitions, in their order."""
    return tuple(dict.fromkeys(filter(None, map(clean, texts))))


def broad_terms(query: Query) -> tuple[str, ...]:
    """Return whole words and phrases of which every record that the query wants has at least one.

    Of each group the concept with the fewest terms is taken, for registries that combine words poorly and know
    no stems: what comes is too much rather than too little, and is judged locally. A phrase that holds
    another of the terms is left out, for it finds nothing more, and so is an acronym that counts only beside
    another concept ("SSA"), for which these cannot ask.
    """
    terms = (term for group in own_groups(query.groups) if group for term in _fewest(group))
    found = once(word for term in terms for word in written_out(term))
    known = {term.lower() for term in found}
    return tuple(term for term in found if known.isdisjoint(_held(term.lower())))


def _fewest(group: Sequence[Concept]) -> Iterator[Term]:
    """Yield the terms of the concept that has the fewest; in company, without its acronyms."""
    alone = len(group) == 1
    yield from (t for t in min(group, key=lambda one: len(one.terms)).terms if alone or not t.exact_case)


def _held(phrase: str) -> Iterator[str]:
    """Yield the shorter phrases that a phrase holds."""
    words = phrase.split(" ")
    for length in range(1, len(words)):
        yield from (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))


def of_scheme(ids: Iterable[Id], scheme: str) -> Iterator[str]:
    """Yield the values of the identifiers of one scheme, each once."""
    yield from dict.fromkeys(id_.value for id_ in ids if id_.scheme == scheme)


# https://clinicaltrials.gov/data-api/about-api/study-data-structure, as far as words map without guessing.
STATUSES: Mapping[str, str] = {
    "recruiting": "RECRUITING",
    "open public recruiting": "RECRUITING",
    "recruiting ongoing": "RECRUITING",
    "enrolling by invitation": "ENROLLING_BY_INVITATION",
    "pending": "NOT_YET_RECRUITING",
    "not yet recruiting": "NOT_YET_RECRUITING",
    "preinitiation": "NOT_YET_RECRUITING",
    "active, not recruiting": "ACTIVE_NOT_RECRUITING",
    "not recruiting": "NOT_RECRUITING",  # the WHO's word for a trial that has not begun to recruit, or has ended
    "no longer recruiting": "ACTIVE_NOT_RECRUITING",
    "recruitment completed": "ACTIVE_NOT_RECRUITING",
    "complete": "COMPLETED",
    "completed": "COMPLETED",
    "main results already published": "COMPLETED",
    "suspended": "SUSPENDED",
    "temporary halt": "SUSPENDED",
    "temporarily closed": "SUSPENDED",
    "temporarily halted": "SUSPENDED",
    "terminated": "TERMINATED",
    "stopped": "TERMINATED",
    "prematurely ended": "TERMINATED",
    "withdrawn": "WITHDRAWN",
    "not authorised": "WITHDRAWN",
    "prohibited by ca": "WITHDRAWN",
    "suspended by ca": "SUSPENDED",
}


def status_term(text: str) -> str:
    """Return ClinicalTrials.gov's term for a registry's status; UNKNOWN for words that do not map, "" for none."""
    words = clean(text).lower().replace("_", " ")
    if not words or words in ("not available", "n/a", "na"):
        return ""
    return STATUSES.get(words, "UNKNOWN")


PHASES: Mapping[str, str] = {"1": "PHASE1", "2": "PHASE2", "3": "PHASE3", "4": "PHASE4"}
_PHASE = re.compile(
    r"(?<![a-z0-9])(early phase (?:1|i)|iv|i{1,3}|[0-4])(?:[ab])?(?![a-z0-9])"
    r"(?:\)?\s{0,3}:\s{0,3}(yes|true|oui|ja|si|no|false|non|nein|nee)\b)?"
)
_NO = frozenset("no false non nein nee".split())
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def phases(text: str) -> tuple[str, ...]:
    """Return ClinicalTrials.gov's terms for a phase in words: "Phase II/III" gives PHASE2 and PHASE3.

    A register may ask of each phase whether it is the trial's: "(Phase II): no ... (Phase III): yes" gives PHASE3.
    """
    # Turkish has its own small letter for the I of "Faz III".
    said = [(match[1], match[2] or "") for match in _PHASE.finditer(fold(text).replace("\u0131", "i"))]
    is_asked = any(answer for _, answer in said)
    found = [number for number, answer in said if not is_asked or (answer and answer not in _NO)]
    numbers = sorted({"0" if number.startswith("early") else _ROMAN.get(number, number) for number in found})
    return tuple("EARLY_PHASE1" if number == "0" else PHASES[number] for number in numbers)

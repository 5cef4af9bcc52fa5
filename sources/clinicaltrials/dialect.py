"""A query in the words of ClinicalTrials.gov's search (Essie).

https://clinicaltrials.gov/find-studies/constructing-complex-search-queries
"""

import re
from collections.abc import Iterable, Iterator

from watcher.model import Concept, Query, Term

# Essie knows no wildcard. It finds plurals and spellings of whole words by itself, so a stem is made whole.
_ENDINGS = (
    (re.compile(r"(id|otin)$"), ("e",)),  # octreotid*, paltusotin*
    (re.compile(r"plas$"), ("m", "ia")),  # neoplas*
    (re.compile(r"nanc$"), ("y",)),  # malignanc*
    (re.compile(r"alog$"), ("", "ue")),  # analog*
    (re.compile(r"(crin|krin)$"), ("e",)),  # neuroendocrin*
    (re.compile(r"(escalat|intensif)$"), ("ion", "ication")),
)


def in_dialect(query: Query) -> str:
    """Return the expression: any group, each wanting all of its concepts; "" where there is none."""
    return _any_of(_all_of(group) for group in query.groups)


def _all_of(group: Iterable[Concept]) -> str:
    concepts = [found for concept in group if (found := _any_of(_phrases(concept)))]
    return f"({' AND '.join(concepts)})" if len(concepts) > 1 else "".join(concepts)


def _phrases(concept: Concept) -> Iterator[str]:
    for text in (*(word for term in concept.terms for word in _words(term)), *concept.mesh, *concept.substances):
        if plain := " ".join(re.sub(r'["\[\]()*]', " ", text).split()):
            yield f'"{plain}"'


def _words(term: Term) -> Iterator[str]:
    if not term.prefix:
        yield term.text
        return
    endings = next((endings for stem, endings in _ENDINGS if stem.search(term.text)), ("",))
    yield from (term.text + ending for ending in endings)


def _any_of(parts: Iterable[str]) -> str:
    found = list({part.lower(): part for part in parts if part}.values())
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)

"""A query in the words of ClinicalTrials.gov's search (Essie).

https://clinicaltrials.gov/find-studies/constructing-complex-search-queries
"""

import re
from collections.abc import Iterable, Iterator

from sources._stems import written_out
from watcher.model import Concept, Query, Term


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
    """Yield the term, a stem written out, for Essie knows no wildcard; plurals it finds by itself."""
    words = written_out(term)
    yield from (word for word in words if not (word.endswith("s") and word[:-1] in words))


def _any_of(parts: Iterable[str]) -> str:
    found = list({part.lower(): part for part in parts if part}.values())
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)

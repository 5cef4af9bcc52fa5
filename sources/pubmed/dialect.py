"""A query in PubMed's words: https://pubmed.ncbi.nlm.nih.gov/help/#search-tags."""

import re
from collections.abc import Iterable

from watcher.model import Concept, Id, Query, Term

# PubMed wants four characters before an asterisk; a shorter stem is looked for as it stands.
_SHORTEST_STEM = 4


def in_dialect(query: Query) -> str:
    """Return the search term: any group, each wanting all of its concepts, or a watched trial by its identifiers.

    Every word carries a field, so that PubMed's own mapping of words to subjects leaves it alone.
    """
    groups = [_all_of(group) for group in query.groups if group]
    trials = [spelling for trial in query.watched for spelling in _identifier(trial)]
    return _any_of([*groups, *trials])


def needed(query: Query) -> tuple[tuple[str, ...], ...]:
    """Return the spellings of each concept that goes with another: without all of them the search is another one."""
    concepts = (_spellings(concept) for group in query.groups if len(group) > 1 for concept in group)
    return tuple(tuple(spellings) for spellings in concepts if spellings)


def bare(phrase: str) -> str:
    """Return a phrase without its field, quotation marks and asterisk, in lower case, as PubMed may give it back."""
    return _plain(phrase.partition("[")[0]).lower()


def _all_of(group: Iterable[Concept]) -> str:
    concepts = [found for concept in group if (found := _any_of(_spellings(concept)))]
    return f"({' AND '.join(concepts)})" if len(concepts) > 1 else "".join(concepts)


def _spellings(concept: Concept) -> list[str]:
    words = [found for term in concept.terms if (found := _word(term))]
    headings = [f'"{_plain(name)}"[mh]' for name in concept.mesh]
    return [*words, *headings, *(f'"{_plain(name)}"[nm]' for name in concept.substances)]


def _word(term: Term) -> str:
    text = _plain(term.text)
    if not text:
        return ""
    if not term.prefix or len(text) < _SHORTEST_STEM:
        return f'"{text}"[tiab]'
    return f'"{text}*"[tiab]' if re.search(r"[\s-]", text) else f"{text}*[tiab]"


def _identifier(trial: Id) -> list[str]:
    value = f'"{_plain(trial.value)}"'
    return [f"{value}[si]", f"{value}[tiab]"] if trial.scheme in {"nct", "isrctn"} else [f"{value}[tiab]"]


def _plain(text: str) -> str:
    # What would end the quotation or begin a field or a wildcard of its own.
    return " ".join(re.sub(r'["\[\]*()]', " ", text).split())


def _any_of(parts: Iterable[str]) -> str:
    found = list(dict.fromkeys(filter(None, parts)))
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)

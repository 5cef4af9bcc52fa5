"""Europe PMC's query language: https://europepmc.org/searchsyntax."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from watcher.model import Concept, Query, Term

# PubMed's own records come from PubMed, patents from nobody: what is left are preprints, records of
# PubMed Central that PubMed has later or never, Agricola, theses, guidelines.
BEYOND_PUBMED = ("SRC:MED", "SRC:PAT")

_PART = re.compile(r"[^\W_]+")


def topic_question(query: Query) -> str:
    """Return what is asked for the topic: its groups, beyond PubMed, in the window by entry or by change.

    What names a watched trial is left to the questions for that: a record that came by both would be one thing
    with its tie to the trial and another without, and so change at every run. "" where the query has no group.
    """
    groups = " OR ".join(f"({_all(group)})" for group in query.groups if group)
    return _without((*BEYOND_PUBMED, *_watched(query)), f"({groups})", query) if groups else ""


def mention_questions(query: Query) -> Iterator[str]:
    """Yield one question for each identifier of a watched trial: it stands anywhere, the full text included.

    A text that names several comes once, by the first of them.
    """
    named = _watched(query)
    for i, value in enumerate(named):
        yield _without(named[:i], value, query)


def _watched(query: Query) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_quoted(id_.value) for id_ in query.watched))


def _without(unwanted: Sequence[str], wanted: str, query: Query) -> str:
    inside = " AND ".join(filter(None, (wanted, window(query))))
    return f"{inside} NOT ({' OR '.join(unwanted)})" if unwanted else inside


def window(query: Query) -> str:
    """Return the clause for the window, "" for everything: first indexed or updated in it, by day."""
    if query.since is None:
        return ""
    days = f"[{_day(query.since)} TO {_day(query.until)}]"
    return f"(FIRST_IDATE:{days} OR UPDATE_DATE:{days})"


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _all(group: Iterable[Concept]) -> str:
    return " AND ".join(f"({_any(concept.terms)})" for concept in group)


def _any(terms: Iterable[Term]) -> str:
    return " OR ".join(dict.fromkeys(filter(None, map(_term, terms))))


def _term(term: Term) -> str:
    """Return the clause for one term. A wildcard works in a bare word only, so a phrase with one is cut into words."""
    parts = _PART.findall(term.text)
    if not parts:
        return ""
    if not term.prefix:
        return f"TITLE_ABS:{_quoted(term.text)}"
    clauses = [f'TITLE_ABS:"{part}"' for part in parts[:-1]] + [f"TITLE_ABS:{parts[-1]}*"]
    return clauses[0] if len(clauses) == 1 else f"({' AND '.join(clauses)})"


def _quoted(text: str) -> str:
    return '"' + re.sub(r'["\\]+', " ", text).strip() + '"'

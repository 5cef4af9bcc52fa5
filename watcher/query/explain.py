"""How a query is read, in lines for a person: ``watcher search --explain``."""

from collections.abc import Iterator
from datetime import date

from watcher.query import read
from watcher.query.meaning import arranged, is_of_the_field, ways, words_of
from watcher.query.nodes import Word, written

_SHOWN_WAYS = 12


def explained(text: str, today: date | None = None) -> Iterator[str]:
    """Yield how the query is read, every word that is searched in other ways too, and what was not understood."""
    question = arranged(read(text, today))
    yield f"read as: {written(question.root) or 'everything'}"
    if question.is_plain and question.root is not None:
        yield "what has all of these comes first; where little has, what has most of them follows"
    company = any(map(is_of_the_field, words_of(question.root)))
    for leaf in words_of(question.root):
        others = ways(leaf, company=company)[1:] if isinstance(leaf, Word) else ()
        if others:
            more = f", and {len(others) - _SHOWN_WAYS} more" if len(others) > _SHOWN_WAYS else ""
            yield f"{written(leaf)}: also {', '.join(others[:_SHOWN_WAYS])}{more}"
    yield from question.remarks

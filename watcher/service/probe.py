"""Whether a source answers, for ``watcher doctor``."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from sources import Source
from watcher.errors import SourceError
from watcher.model import Notice, Page, Topic
from watcher.service.loading import client_of, query_of
from watcher.web import Gate


def probe(source: Source, topic: Topic, now: datetime, gate: Gate) -> tuple[str, tuple[str, ...]]:
    """Ask a source for its last day and return what came, in words, and what of it could not be read.

    One without an address of its own reads many, and is asked at all of them. Raise ``SourceError`` where nothing
    can be asked.
    """
    query = replace(query_of(topic, now), since=now - timedelta(days=1), watched=())
    with client_of(source, gate) as client:
        steps = list(islice(source.pages(query, client), 1 if source.base_url else None))
    pages = [step for step in steps if isinstance(step, Page)]
    said = [step for step in steps if isinstance(step, Notice)]
    if not pages and any(notice.incomplete for notice in said):
        raise SourceError(source.name, said[0].text)
    read = () if source.base_url else _notices(source, pages)
    return _came(pages, said), tuple(notice.text for notice in (*said, *read) if notice.told or notice.incomplete)


def _came(pages: Sequence[Page], said: Sequence[Notice]) -> str:
    if len(pages) > 1:
        return f"answered: {len(pages)} addresses"
    if pages:
        return f"answered: {len(pages[0].body):,} bytes from {pages[0].url}"
    if not any(notice.text or notice.announced is not None for notice in said):
        return "not asked: nothing is known yet that it could be asked about"
    return f"answered: {next((notice.text for notice in said if notice.text), 'nothing new')}"


def _notices(source: Source, pages: Iterable[Page]) -> Iterator[Notice]:
    for page in pages:
        try:
            yield from (piece for piece in source.parse(page) if isinstance(piece, Notice))
        except SourceError as error:
            yield Notice(text=str(error), incomplete=True)

"""What a source no longer has: an answer to a question for known things that lacks some of them.

The ids that it was asked for stand in the fragment of its address, so that the page says all that is to be known.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urldefrag, urlencode

from watcher.model import Deleted, Page

# More at once (one in so many, where there are many) is a fault of the source, until a person has looked.
_FEW, _ONE_IN = 5, 20


def is_believed(gone: Collection[str], asked: Collection[str]) -> bool:
    """Tell whether so many of the known things that were asked for may be gone at once."""
    return len(gone) <= max(_FEW, len(asked) // _ONE_IN)


def asked_for(page: Page, ids: Collection[str]) -> Page:
    """Return the page as the answer to a question for these ids: of those that it lacks, the source denies all."""
    return replace(page, url=f"{urldefrag(page.url).url}#{urlencode({'asked': ','.join(ids)})}")


def denied(page: Page, source: str, received: Collection[str]) -> Iterator[Deleted]:
    """Yield a deletion for each id that the page was asked for and that is not among those ``received``."""
    for asked in parse_qs(urldefrag(page.url).fragment).get("asked", [])[:1]:
        for id_ in asked.split(","):
            if id_ not in received:
                yield Deleted(source=source, source_id=id_, retrieved=page.retrieved)

"""Which parts of a registration changed when, from an address that ClinicalTrials.gov's own pages ask.

It is neither documented nor promised, so nothing may depend on it: where it does not answer as it used to, there is
simply no explanation. Its texts are escaped otherwise than those of the API: never compare the two.
"""

from collections.abc import Iterable, Iterator, Mapping

from sources import Client
from sources._literature import answer as read_answer
from sources.clinicaltrials.words import NUMBER, asked_number, plain, words
from watcher.dates import iso_date
from watcher.errors import FetchError, ParseError
from watcher.formats.json import count, dig, rows, word
from watcher.model import Notice, Page, Revision

# The trial has no such page; whatever else fails, fails for the next trial too.
_NONE_HERE = (400, 404)


def ask_versions(numbers: Iterable[str], client: Client, base: str) -> Iterator[Page | Notice]:
    """Yield the versions of each trial, asked for once; what goes wrong is a notice and never makes the run partial.

    An answer that cannot be used is not asked for again, and where the address fails the other trials are left.
    """
    for number in dict.fromkeys(numbers):
        try:
            page = client.get(f"{base.rstrip('/')}/studies/{number}", {"history": "true"})
            list(read_versions(read_answer(page, "clinicaltrials"), page))
        except (FetchError, ParseError) as error:
            yield Notice(text=f"the registry's own versions of {number} are not known: {error.reason}")
            if isinstance(error, FetchError) and error.status not in _NONE_HERE:
                return
        else:
            yield page


def tells_versions(answer: object) -> bool:
    """Tell an answer of this address from those of the API."""
    return isinstance(dig(answer, "history"), Mapping)


def read_versions(answer: object, page: Page) -> Iterator[Revision]:
    """Yield the versions of a trial in the registry's order; raise ``ParseError`` where they are not as they used to be."""
    number = word(answer, "study", "protocolSection", "identificationModule", "nctId") or asked_number(page)
    if not NUMBER.fullmatch(number):
        raise ParseError("clinicaltrials", page.url, f"versions of {number[:40] or 'a trial without a number'}")
    changes = list(rows(answer, "history", "changes"))
    if not changes:
        raise ParseError("clinicaltrials", page.url, 'no list of versions, "history.changes"')
    for change in changes:
        version = count(change, "version")
        if version is None:
            raise ParseError("clinicaltrials", page.url, "a version without a number")
        yield Revision(
            source="clinicaltrials",
            source_id=number,
            number=version + 1,  # the address counts from 0, the page that people see ("?tab=history&a=1") from 1
            retrieved=page.retrieved,
            date=iso_date(word(change, "date")),
            status=plain(word(change, "status")),
            modules=words(change, "moduleLabels"),
        )

"""How the values of a record are written, whatever the format."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from watcher.model import PartialDate, Person, Record
from watcher.notices import titled


def identifier(record: Record, scheme: str) -> str:
    """Return the record's identifier of a scheme, the first by value of several; "" for none."""
    return min((id_.value for id_ in record.ids if id_.scheme == scheme), default="")


def trials(record: Record) -> tuple[str, ...]:
    """Return the trials that the record names or is, sorted."""
    schemes = {"nct", "ctis", "eudract", "isrctn"}
    return tuple(sorted({id_.value for id_ in record.ids | record.mentions if id_.scheme in schemes}))


def address(record: Record) -> str:
    """Return where the record can be read: its own address, else one made of its DOI or PMID; "" for none."""
    doi, pmid = identifier(record, "doi"), identifier(record, "pmid")
    made = f"https://doi.org/{doi}" if doi else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""
    return record.url or made


def last_first(person: Person) -> str:
    """Return "Singh, Simron", "Singh, S. K.", "Singh, Simron, Jr" or the group's name."""
    if person.collective:
        return person.collective
    given = person.given or " ".join(f"{letter}." for letter in person.initials)
    return ", ".join(filter(None, (person.family, given, person.suffix)))


def signed(person: Person) -> str:
    """Return the name with a comma after a group's, which keeps other programs from taking it apart."""
    return f"{person.collective}," if person.collective else last_first(person)


def first_known(record: Record) -> PartialDate | None:
    """Return when the record was published, or a registration first posted; None where neither is known."""
    posted = record.trial and (record.trial.first_posted or record.trial.last_update_posted)
    return record.published or record.issued or (posted.date if posted else None)


def slashed(date: PartialDate | None) -> str:
    """Return "2024/03/05", as precise as known; "" for none."""
    return date.iso.replace("-", "/") if date else ""


def pages(record: Record) -> tuple[str, str]:
    """Return the first and the last page as printed; the last is "" where there is one page or an article number."""
    first, _, last = record.venue.pages.partition("-")
    return first, last


def line(text: str) -> str:
    """Return the text on one line, so that no field can begin another."""
    return " ".join(text.split())


Notices = Mapping[tuple[str, str], Sequence[str]]
"""What stands on records, by their keys: ("RETRACTED",), ("corrected",)."""
NOTHING: Notices = MappingProxyType({})


def marked_title(record: Record, standing: Sequence[str]) -> str:
    """Return the title with the mark of a retracted work before it; what else stands on it is no part of a title."""
    return titled(record.title, [notice for notice in standing if notice == "RETRACTED"])

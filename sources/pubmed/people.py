"""The authors of a record."""

import re
from collections.abc import Iterator

from lxml import etree

from sources._xml import text
from watcher.model import Person

_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])\W*$")


def read_people(authors: etree._Element | None) -> tuple[Person, ...]:
    """Return the authors and groups in their order, without those that PubMed itself calls invalid."""
    return tuple(_people(authors)) if authors is not None else ()


def _people(authors: etree._Element) -> Iterator[Person]:
    for author in authors:
        if author.get("ValidYN") == "N":
            continue
        said = {child.tag: text(child) for child in author}
        person = Person(
            family=said.get("LastName", ""),
            given=said.get("ForeName", ""),
            initials=said.get("Initials", ""),
            suffix=said.get("Suffix", ""),
            collective=said.get("CollectiveName", ""),
            orcid=_orcid(author) if "Identifier" in said else "",
        )
        if person.family or person.given or person.collective:
            yield person


def _orcid(author: etree._Element) -> str:
    for identifier in author.iterfind("Identifier[@Source='ORCID']"):
        if match := _ORCID.search(text(identifier)):  # bare, with hyphens, or as an address
            return "-".join(match.groups()).upper()
    return ""

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
        said = {child.tag: child for child in author}
        person = Person(
            family=text(said.get("LastName")),
            given=text(said.get("ForeName")),
            initials=text(said.get("Initials")),
            suffix=text(said.get("Suffix")),
            collective=text(said.get("CollectiveName")),
            orcid=_orcid(said.get("Identifier")),
        )
        if person.family or person.given or person.collective:
            yield person


def _orcid(identifier: etree._Element | None) -> str:
    if identifier is None or identifier.get("Source") != "ORCID":
        return ""
    match = _ORCID.search(text(identifier))  # bare, with hyphens, or as an address
    return "-".join(match.groups()).upper() if match else ""

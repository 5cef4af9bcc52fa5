"""The two values that every other type is made of."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Id(NamedTuple):
    """An identifier: ``Id("doi", "10.1056/nejmoa2034577")``.

    Schemes, each in its one form after ``normalise``: pmid, pmcid, doi (lower case, no address),
    ppr (a preprint at Europe PMC), nct, eudract, ctis, isrctn, utn, other registries by the name
    of the registry (actrn, chictr, ctri, drks, jrct, ...), pii, guid and url (of feed items),
    sponsor (a protocol code).
    """

    scheme: str
    value: str

    def __str__(self) -> str:
        """Return ``scheme:value``."""
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as far as the source gave it; nothing is invented.

    ``month`` and ``day`` are None where not given. ``raw`` is the source's own text where it said
    more than this can hold ("2024 Winter", "1965 Dec-1966 Jan").
    """

    year: int
    month: int | None = None
    day: int | None = None
    raw: str = field(default="", compare=False)

    @property
    def iso(self) -> str:
        """Return "2024", "2024-03" or "2024-03-05": as precise as the source, no more."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def earliest(self) -> date:
        """Return the first day that the date can mean: for sorting only, never for showing."""
        return date(self.year, self.month or 1, self.day or 1)

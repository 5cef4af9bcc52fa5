"""A protocol of the EU Clinical Trials Register as its text download has it: one a country, "code label: value"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from watcher.text import clean

_START = re.compile(r"^Summary\s*$", re.MULTILINE)
# "E.5.1.1 Timepoint(s) ...", "B.3.1 and B.3.2<tab>Status ...", "D.IMP: 1", "N. Date of ..."; and the lines of
# the summary, which have no code. What is neither goes on with the value before it.
_CODED = re.compile(r"([A-Z]\.(?:\d+(?:\.\d+)*|IMP)?)(?=[\s:])(?: (?:and|to) [A-Z][\d.]+)?\s*([^:]*)(?::(.*))?")
_SUMMARY = re.compile(
    r"(EudraCT Number|Sponsor's Protocol Code Number|National Competent Authority|Clinical Trial Type|Trial Status"
    r"|Date on which this record was first entered in the EudraCT database|Link): ?(.*)"
)
_LANGUAGE = re.compile(r"\(([a-z]{2})\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A value with its code ("E.5.1"; "" in the summary), label, language ("" for English) and the product it is of."""

    code: str
    label: str
    text: str
    language: str = ""
    product: int = 0


@dataclass(frozen=True, slots=True)
class Protocol:
    """The lines of one country's protocol."""

    lines: tuple[Line, ...]

    def named(self, label: str) -> str:
        """Return the value of a line of the summary, or of the parts N and P, by its label; "" for none."""
        return next((clean(line.text) for line in self.lines if line.label == label and clean(line.text)), "")

    def coded(self, code: str, product: int = 0) -> tuple[Line, ...]:
        """Return the lines with the code, in every language, that have a value; ``product`` 0 is the trial itself."""
        return tuple(line for line in self.lines if line.code == code and line.product == product and line.text.strip())

    def all(self, prefix: str) -> tuple[str, ...]:
        """Return the values of all codes that begin so."""
        return tuple(clean(line.text) for line in self.lines if line.code.startswith(prefix) and line.text.strip())

    @property
    def number(self) -> str:
        """Return the EudraCT number; "" where the protocol has none."""
        return self.named("EudraCT Number") or next(iter(self.all("A.2")), "")

    @property
    def products(self) -> range:
        """Return the numbers of the products."""
        return range(1, max((line.product for line in self.lines), default=0) + 1)


def protocols(text: str) -> Iterator[Protocol]:
    """Yield the protocols of a download in their order."""
    for part in _START.split(text)[1:]:
        yield Protocol(tuple(_lines(part)))


def _lines(text: str) -> Iterator[Line]:
    begun: Line | None = None
    more: list[str] = []
    product = 0
    for raw in text.splitlines():
        line = _begun(raw, product)
        if line is None:
            more.append(raw)
            continue
        if begun:
            yield _whole(begun, more)
        product = _product_after(line, product)
        begun, more = line, []
    if begun:
        yield _whole(begun, more)


def _whole(begun: Line, more: Sequence[str]) -> Line:
    return replace(begun, text="\n".join([begun.text, *more])) if more else begun


def _product_after(line: Line, product: int) -> int:
    if line.code == "D.IMP":
        return product + 1
    return product if line.code.startswith("D.") else 0


def _begun(raw: str, product: int) -> Line | None:
    summary = _SUMMARY.fullmatch(raw.strip())
    if summary:
        return Line(code="", label=summary[1], text=summary[2])
    found = _CODED.match(raw)
    if found is None:
        return None
    label = found[2].strip()
    language = _LANGUAGE.search(label)
    return Line(
        code=found[1],
        label=label,
        text=found[3] or "",
        language=language[1] if language else "",
        product=product if found[1].startswith("D.") else 0,
    )

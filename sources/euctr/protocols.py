"""One trial of the EU Clinical Trials Register, put together from the protocols of its countries.

A protocol is as the text download of the register has it: one a country, "code label: value".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sources._registry import lines, once, status_term
from watcher.dates import earliest, iso_date
from watcher.ids.found import find_trials
from watcher.model import (
    Enrolment,
    Id,
    Intervention,
    Kind,
    Page,
    Passage,
    Record,
    Site,
    TrialDate,
    TrialFacts,
    TrialOutcome,
)
from watcher.text import clean

_REGISTER = "https://www.clinicaltrialsregister.eu/ctr-search"
_ENTERED = "Date on which this record was first entered in the EudraCT database"
_PHASES = (("E.7.1", "PHASE1"), ("E.7.2", "PHASE2"), ("E.7.3", "PHASE3"), ("E.7.4", "PHASE4"))

# A sponsor's own text may have lines that say "Summary", or begin with "E. coli" or "A. Patients who ...".
_LABELS = (
    "EudraCT Number|Sponsor's Protocol Code Number|National Competent Authority|Clinical Trial Type|Trial Status"
    "|Date on which this record was first entered in the EudraCT database|Link"
)
_START = re.compile(rf"^Summary[^\S\n]*+\n(?=\s{{0,99}}+(?:{_LABELS}):)", re.MULTILINE)
_HEADINGS = (
    r"[ABDE]\.(?=\s(?:Protocol|Sponsor|IMP|General) )|[FG]\.(?=\s(?:Population of|Investigator Networks))"
    r"|N\.(?=\s(?:Review by|Date of|Competent Authority|Ethics Committee))|P\.(?=\s(?:End of|Date of))"
)
# "E.5.1.1 Timepoint(s) ...", "B.3.1 and B.3.2<tab>Status ...", "D.IMP: 1", "N. Date of ..."; and the lines of
# the summary, which have no code. What is neither goes on with the value before it.
_CODED = re.compile(
    rf"([A-Z]\.(?:\d+(?:\.\d+)*|IMP)(?=[\s:])|{_HEADINGS})(?: (?:and|to) [A-Z][\d.]+)?\s*([^:]*)(?::(.*))?"
)
_SUMMARY = re.compile(rf"({_LABELS}): ?(.*)")
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


def read(countries: Sequence[Protocol], page: Page, *, has_results: bool) -> Record:
    """Return the trial of these protocols of one number; raise ValueError where none has a title.

    What is said of the whole trial is taken from the first protocol that says it.
    """
    number = countries[0].number
    title = _first(countries, "A.3.1", "A.3")
    if not title:
        raise ValueError("no title")
    return Record(
        source="euctr",
        source_id=number,
        kind=Kind.REGISTRATION,
        title=title,
        retrieved=page.retrieved,
        url=f"{_REGISTER}/search?query=eudract_number:{number}",
        abstract=tuple(_abstract(countries)),
        published=earliest(*(iso_date(country.named(_ENTERED)) for country in countries)),
        ids=_ids(countries, number),
        subjects=once([_first(countries, "E.1.1")]),
        trial=_facts(countries, has_results=has_results),
    )


def _first(countries: Sequence[Protocol], *codes: str) -> str:
    return clean(_long(countries, *codes))


def _long(countries: Sequence[Protocol], *codes: str) -> str:
    """Return the first value with one of the codes, English before any other language; "" for none."""
    found = [line for code in codes for country in countries for line in country.coded(code)]
    return lines(min(found, key=lambda line: bool(line.language)).text) if found else ""


def _abstract(countries: Sequence[Protocol]) -> Iterator[Passage]:
    objective = _long(countries, "E.2.1")
    if objective:
        yield Passage(text=objective, label="OBJECTIVE", category="OBJECTIVE")


def _ids(countries: Sequence[Protocol], number: str) -> frozenset[Id]:
    code = _first(countries, "A.4.1") or next(
        filter(None, (c.named("Sponsor's Protocol Code Number") for c in countries)), ""
    )
    others = " | ".join(value for country in countries for value in country.all("A.5"))
    sponsor = {Id("sponsor", code)} if code and len(code) < 40 else set()
    return frozenset({Id("eudract", number)} | sponsor) | find_trials(others)


def _facts(countries: Sequence[Protocol], *, has_results: bool) -> TrialFacts:
    entered = earliest(*(iso_date(country.named(_ENTERED)) for country in countries))
    sponsors = once(name for country in countries for name in country.all("B.1.1"))
    ended = earliest(*(iso_date(country.named("Date of the global end of the trial")) for country in countries))
    return TrialFacts(
        registry="euctr",
        overall_status=_status(countries),
        acronym=_first(countries, "A.3.2") if len(_first(countries, "A.3.2")) < 40 else "",
        official_title=_first(countries, "A.3"),
        study_type="INTERVENTIONAL",
        phases=tuple(phase for code, phase in _PHASES if _first(countries, code) == "Yes"),
        allocation="RANDOMIZED" if _first(countries, "E.8.1.1") == "Yes" else "",
        masking=_masking(countries),
        model="PARALLEL" if _first(countries, "E.8.1.5") == "Yes" else "",
        enrolment=_enrolment(countries),
        completion=TrialDate(date=ended, kind="actual") if ended else None,
        first_posted=TrialDate(date=entered, kind="actual") if entered else None,
        has_results=has_results,
        sponsor=sponsors[0] if sponsors else "",
        collaborators=sponsors[1:],
        conditions=once([_first(countries, "E.1.1")]),
        interventions=_interventions(countries),
        primary_outcomes=_outcomes(countries, "E.5.1"),
        secondary_outcomes=_outcomes(countries, "E.5.2"),
        eligibility=_eligibility(countries),
        countries=tuple(sorted({*filter(None, map(_country, countries)), *_beyond(countries)})),
        sites=tuple(Site(country=_country(country), status=country.named("Trial Status")) for country in countries),
    )


def _status(countries: Sequence[Protocol]) -> str:
    """Return one status for all countries.

    The register's "Ongoing" says nothing of recruiting, and since it was closed to changes nobody keeps it
    true: that is UNKNOWN, each country's own word standing with its site. Only where none goes on is the trial at an end.
    """
    words = once(country.named("Trial Status") for country in countries)
    terms = {status_term(word) for word in words}
    order = ("UNKNOWN", "SUSPENDED", "COMPLETED", "TERMINATED", "WITHDRAWN")
    return next((term for term in order if term in terms), "UNKNOWN" if words else "")


def _masking(countries: Sequence[Protocol]) -> str:
    kinds = (("E.8.1.2", "NONE"), ("E.8.1.3", "SINGLE"), ("E.8.1.4", "DOUBLE"))
    return next((term for code, term in kinds if _first(countries, code) == "Yes"), "")


def _enrolment(countries: Sequence[Protocol]) -> Enrolment | None:
    """Return the number planned for the whole trial, else for the European Economic Area where it is the whole."""
    for code in ("F.4.2.2", "F.4.2.1"):
        number = _first(countries, code)
        if number.isascii() and number.isdigit() and len(number) < 10 and int(number):
            return Enrolment(count=int(number), kind="estimated")
    return None


def _interventions(countries: Sequence[Protocol]) -> tuple[Intervention, ...]:
    """Return the products of the country that names most of them, each once."""
    fullest = max(countries, key=lambda country: len(country.products))
    return tuple(dict.fromkeys(filter(None, (_product(fullest, number) for number in fullest.products))))


def _product(country: Protocol, number: int) -> Intervention | None:
    def text(code: str) -> str:
        return next((clean(line.text) for line in country.coded(code, number)), "")

    names = once(map(text, ("D.3.1", "D.2.1.1.1", "D.3.2", "D.3.8", "D.3.9.2")))
    strength = f"{text('D.3.10.3')} {text('D.3.10.1').partition(' ')[0]}"
    parts = (text("D.1.2"), text("D.3.4"), text("D.3.7"), strength)
    description = "; ".join(once(part.lower() for part in parts))
    return Intervention(name=names[0], kind="drug", description=description, other_names=names[1:]) if names else None


def _outcomes(countries: Sequence[Protocol], code: str) -> tuple[TrialOutcome, ...]:
    measure = _long(countries, code)
    return (TrialOutcome(measure=measure, time_frame=_long(countries, f"{code}.1")),) if measure else ()


def _eligibility(countries: Sequence[Protocol]) -> str:
    parts = (("Inclusion criteria:", "E.3"), ("Exclusion criteria:", "E.4"))
    return "\n".join(f"{head}\n{_long(countries, code)}" for head, code in parts if _long(countries, code))


def _country(protocol: Protocol) -> str:
    """Return "Spain" for "Spain - AEMPS"; "" for the protocol of trials outside the Union."""
    name = _first([protocol], "A.1").partition(" - ")[0]
    names = {"UK": "United Kingdom", "Outside EU/EEA": ""}
    return names.get(name, name)


def _beyond(countries: Sequence[Protocol]) -> tuple[str, ...]:
    return once(_long(countries, "E.8.6.3").splitlines())

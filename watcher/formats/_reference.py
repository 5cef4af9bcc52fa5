"""What all reference files have in common: characters, identifiers, the record made of them, and how its values are written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from watcher.dates import any_date, printed_date, real_date
from watcher.ids.found import read_doi
from watcher.model import Id, Kind, PartialDate, Passage, Person, Record, Relation, RelationKind, TrialFacts, Venue
from watcher.notices import titled
from watcher.text import clean, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as a file gives it, in the words of the formats; "" and () where it says nothing."""

    key: str
    title: str
    kind: str = "article"
    original_title: str = ""
    abstract: str = ""
    people: tuple[Person, ...] = ()
    date: PartialDate | None = None
    journal: str = ""
    abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issns: tuple[str, ...] = ()
    publisher: str = ""
    meeting: str = ""
    ids: frozenset[Id] = frozenset()
    mentions: frozenset[Id] = frozenset()
    relations: tuple[Relation, ...] = ()
    url: str = ""
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    trial: TrialFacts | None = None


def to_record(reference: Reference, retrieved: datetime) -> Record:
    """Return the record of a reference; raise ValueError where it has neither a title nor a place of its own."""
    title = clean(reference.title) or _place(reference)
    if not title:
        raise ValueError("no title")
    return Record(
        source="files",
        source_id=reference.key,
        kind=_kind(reference.kind, reference.publication_types),
        title=title,
        retrieved=retrieved,
        url=reference.url,
        original_title=clean(reference.original_title),
        languages=tuple(dict.fromkeys(map(_language, reference.languages))),
        abstract=passages(reference.abstract),
        people=reference.people,
        published=reference.date,
        ids=reference.ids,
        mentions=reference.mentions,
        relations=reference.relations,
        venue=Venue(
            title=clean(reference.journal),
            abbreviation=clean(reference.abbreviation),
            issns=reference.issns,
            volume=clean(reference.volume).removesuffix(".0"),
            issue=clean(reference.issue).removesuffix(".0"),
            pages=_pages(reference.pages),
            meeting=clean(reference.meeting),
            publisher=clean(reference.publisher),
        ),
        publication_types=_typed(reference.publication_types),
        subjects=reference.subjects,
        substances=reference.substances,
        keywords=reference.keywords,
        trial=reference.trial,
    )


def _place(reference: Reference) -> str:
    """Return what a reference without a title is shown by, its authors and place; "" where it has not both."""
    journal = clean(reference.journal or reference.abbreviation)
    if not reference.people or not journal or not (reference.volume or reference.pages):
        return ""
    names = ", ".join(person.name for person in reference.people[:3]) + " et al." * (len(reference.people) > 3)
    issue = f"({reference.issue})" * bool(reference.issue)
    year = f" {reference.date.year}" if reference.date else ""
    return clean(f"[No title] {names}: {journal}{year};{reference.volume}{issue}:{reference.pages}".rstrip(":;"))


_KINDS = {
    "article": Kind.ARTICLE,
    "journal": Kind.ARTICLE,
    "preprint": Kind.PREPRINT,
    "conference": Kind.ABSTRACT,
    "news": Kind.NEWS,
    "registration": Kind.REGISTRATION,
    "notice": Kind.NOTICE,
    "comment": Kind.COMMENT,
    "other": Kind.OTHER,
}
# Publication types of MEDLINE, document types of Scopus, Embase and the Web of Science, in lower case.
_TYPES = {
    Kind.NOTICE: "published erratum|retraction notice|retraction of publication|retraction|expression of concern|erratum|correction|corrigendum",
    Kind.PREPRINT: "preprint",
    Kind.COMMENT: "comment|letter|editorial|note|editorial material",
    Kind.ABSTRACT: "conference abstract|conference paper|conference proceeding|meeting abstract|proceedings paper|journal: conference abstract",
}
_BY_TYPE = {type_: kind for kind, types in _TYPES.items() for type_ in types.split("|")}


def _kind(kind: str, types: Sequence[str]) -> Kind:
    """Return the kind that the publication types say, else the one of the file's entry type."""
    said = {_BY_TYPE[part] for type_ in types for part in type_.lower().split("; ") if part in _BY_TYPE}
    return next((one for one in _TYPES if one in said), None) or _KINDS.get(kind, Kind.OTHER)


def _typed(types: Sequence[str]) -> tuple[str, ...]:
    """Return the publication types in MEDLINE's words where a file has others for a paper that was retracted."""
    return tuple("Retracted Publication" if type_.lower().startswith("retracted") else type_ for type_ in types)


# "RESULTS: ..." at the beginning or after the end of a sentence; MEDLINE files run the parts together.
_LABEL = re.compile(r"(?:^|(?<=[.?!)])\s+|\n)([A-Z][A-Z0-9 ,/&()'-]{3,70}):\s+")


def passages(text: str) -> tuple[Passage, ...]:
    """Return the parts of an abstract; one part without a label where the text has no labels."""
    found = list(_LABEL.finditer(text))
    if not found:
        whole = clean(text)
        return (Passage(text=whole),) if whole else ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    before = clean(text[: found[0].start()])
    parts = [Passage(text=before)] if before else []
    for match, end in zip(found, ends, strict=True):
        parts.append(Passage(text=clean(text[match.end() : end]), label=clean(match[1])))
    return tuple(part for part in parts if part.text)


_PMID = re.compile(r"\d{1,8}")


def doi(text: str) -> set[Id]:
    """Return the DOI in the text, without address, in lower case; nothing where there is none."""
    found = read_doi(text)
    return {found} if found else set()


_PMID_ADDRESS = re.compile(r"https?://(?:www\.ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/|/$")


def pmid(text: str) -> set[Id]:
    """Return the PMID that the text is; nothing where it is none."""
    text = _PMID_ADDRESS.sub("", clean(text)).removesuffix(".0")  # a table's number, where some rows had none
    return {Id("pmid", text.lstrip("0"))} if _PMID.fullmatch(text) and text.strip("0") else set()


def pmcid(text: str) -> set[Id]:
    """Return the PMCID that the text is; nothing where it is none."""
    text = clean(text).upper()
    return {Id("pmcid", text)} if re.fullmatch(r"PMC[0-9]{1,9}", text) else set()


def listed(text: str) -> tuple[str, ...]:
    """Return the parts of a text between semicolons or line breaks, cleaned, each once."""
    return tuple(dict.fromkeys(filter(None, map(clean, re.split(r"[;\n]", text)))))


# ISO 639-2, as PubMed has them, for the names and the ISO 639-1 codes that other programs write.
_LANGUAGES = {
    name: words.split()[0]
    for words in """eng en english englisch 英文 anglais|ger de german deutsch ngerman allemand|fre fr french franzosisch francais
    |spa es spanish spanisch espanol|ita it italian italiano|por pt portuguese portugues|dut nl dutch nederlands|swe sv swedish
    |dan da danish|nor no norwegian nb nn|fin fi finnish|pol pl polish polski|cze cs czech|hun hu hungarian|rus ru russian русский
    |chi zh chinese 中文 汉语|jpn ja japanese 日本語|kor ko korean|tur tr turkish|gre el greek|heb he hebrew|ara ar arabic""".split(
        "|"
    )
    for name in words.split()
}
_LANGUAGE_BEHIND = re.compile(r"\[([A-Z][a-z]{3,11})\]\.?\Z")


def _language(said: str) -> str:
    """Return the code of a language: "English", "en-GB" and "en" give eng; what we do not know stays."""
    word = fold(said).strip(" .;")
    return _LANGUAGES.get(word) or _LANGUAGES.get(word.split("-")[0].split("_")[0]) or said


def without_language(title: str) -> tuple[str, str]:
    """Return the title and the language that Ovid puts behind it: "[A title]. [German]" gives both; "" where none stands there."""
    found = _LANGUAGE_BEHIND.search(title)
    known = found and found.start() and fold(found[1]) in _LANGUAGES
    return (title[: found.start()].rstrip(), found[1]) if found and known else (title, "")


_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")
_MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{4})")
_AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SERIAL = re.compile(r"[345][0-9]{4}")  # a day as Excel counts them, from 1982 to 2064
_TIME = re.compile(r"(?<=[0-9])(?:T| )[0-9]{1,2}:[0-9]{2}.{0,40}$")


def dated(year: str, *others: str) -> PartialDate | None:
    """Return the most precise date of the year's: "May 2021" beside "2021"; of the others where no year is given.

    A month beside the year ("MAR 15" and "2022", as the Web of Science has them) is of that year.
    """
    first = _date(year)
    texts = (*others, *(f"{year} {other}" for other in others if first and not _YEAR.search(other)))
    found = [each for each in map(_date, texts) if each]
    base = first or next(iter(found), None)
    alike = [each for each in (*filter(None, [first]), *found) if base and _agree(base, each)]
    return max(alike, key=lambda each: len(each.iso), default=None)


def _agree(one: PartialDate, other: PartialDate) -> bool:
    return one.year == other.year and (not one.month or not other.month or one.month == other.month)


def _date(text: str) -> PartialDate | None:
    """Read a date in any style; a year alone of one that means another day in America; None where no year is sure."""
    text = _TIME.sub("", clean(text)).strip(" .").removesuffix(".0").replace("-", " ", 2 if text[:1].isalpha() else 0)
    if _SERIAL.fullmatch(text):
        counted = date(1899, 12, 30) + timedelta(days=int(text))
        return real_date(counted.year, counted.month, counted.day)
    if found := _AMERICAN.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        if day <= 12 and month <= 12 and day != month:
            return real_date(year)
        return real_date(year, min(day, month), max(day, month)) if month > 12 else real_date(year, month, day)
    if found := _MONTH_AND_YEAR.fullmatch(text):
        return real_date(int(found[2]), int(found[1]))
    read = printed_date(text) or any_date(text) or any_date(re.sub(r"(?<=[0-9a-z])-(?=[0-9A-Za-z])", " ", text))
    years = set(_YEAR.findall(text))
    return read or (PartialDate(int(years.pop()), raw=text) if len(years) == 1 else None)


_NUMBER_IN_FRONT = re.compile(r"[\s;,.]{0,4}+(pmid|pubmed ?id|pmcid|doi)\s?[:=]?\s?([^\s;,]{1,200}+)", re.IGNORECASE)


# EBSCO's notes hold nothing but facts of the record itself.
_EBSCO = re.compile(r"^Accession Number: .{0,900}?\bPMID: (?:NLM)?([0-9]{1,8})\b", re.DOTALL)


def own_numbers(note: str) -> set[Id]:
    """Return the identifiers with which a note begins ("PMID: 7 PMCID: PMC7"): any further on may be another paper's."""
    found: set[Id] = set()
    at = 0
    if ebsco := _EBSCO.search(note):
        return pmid(ebsco[1])
    while match := _NUMBER_IN_FRONT.match(note, at):
        name, value = match[1].lower(), match[2].rstrip(".")
        found |= doi(value) if name == "doi" else pmcid(value) if name == "pmcid" else pmid(value)
        at = match.end()
    return found


# What MEDLINE says of another paper in words, which reference managers keep among their notes.
_RELATED = {
    "comment on": RelationKind.COMMENTS_ON,
    "comment in": RelationKind.COMMENTED_IN,
    "erratum for": RelationKind.CORRECTS,
    "erratum in": RelationKind.CORRECTED_BY,
    "retraction of": RelationKind.RETRACTS,
    "retraction in": RelationKind.RETRACTED_BY,
    "expression of concern for": RelationKind.CONCERN_ABOUT,
    "expression of concern in": RelationKind.CONCERN_IN,
    "update of": RelationKind.UPDATES,
    "update in": RelationKind.UPDATED_BY,
    "republished from": RelationKind.REPUBLISHES,
    "republished in": RelationKind.REPUBLISHED_AS,
}
_SAID = re.compile(rf"\b({'|'.join(_RELATED)})\b", re.IGNORECASE)
_PMID_SAID = re.compile(r"\bPMID: ?([0-9]{1,8})\b")


def relations(note: str) -> tuple[Relation, ...]:
    """Return what a note says of other papers: "Erratum in: J Made. 2015;1:9. PMID: 7" is corrected by pmid:7."""
    marks = [*_SAID.finditer(note)]
    ends = [*(mark.start() for mark in marks[1:]), len(note)]
    return tuple(
        Relation(kind=_RELATED[mark[1].lower()], id=Id("pmid", found[1]), note=clean(note[mark.start() : end]))
        for mark, end in zip(marks, ends, strict=False)
        for found in _PMID_SAID.finditer(note, mark.end(), end)
    )


def web(text: str) -> str:
    """Return the first web address in the text as it stands there; "" where there is none."""
    found = re.search(r"https?://[^\s\"<>]+", text)
    return found.group().replace("&amp;", "&") if found else ""


def _pages(text: str) -> str:
    if not re.search(r"[0-9ivxlc]", text) or "pagination" in text.lower():
        return ""
    return re.sub(r" ?[-\u2010-\u2015]++ ?", "-", clean(text))


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

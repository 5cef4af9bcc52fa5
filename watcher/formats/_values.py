"""What stands in the fields of reference files, read: abstracts, identifiers, languages, dates, notes, addresses."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from watcher.dates import any_date, printed_date, real_date
from watcher.ids import canonical, find_issns
from watcher.ids.found import find_trials, read_doi
from watcher.model import Id, PartialDate, Passage, Relation, RelationKind
from watcher.text import clean, fold

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


def doi(text: str) -> set[Id]:
    """Return the DOI in the text, without address, in lower case; nothing where there is none."""
    found = read_doi(text)
    return {found} if found else set()


def pmid(text: str) -> set[Id]:
    """Return the PMID that the text is; nothing where it is none."""
    found = canonical(Id("pmid", clean(text).partition(" (")[0]))  # Embase puts the address behind it
    return {found} if found else set()


_MEDLINE = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)


def pmid_of(databases: Iterable[str], number: str) -> set[Id]:
    """Return the PMID that a number of one of these databases is; nothing where none of them is PubMed's."""
    return pmid(number) if _MEDLINE.search(" ".join(databases)) else set()


def pmcid(text: str) -> set[Id]:
    """Return the PMCID that the text is; nothing where it is none."""
    text = clean(text).upper()
    return {Id("pmcid", text)} if re.fullmatch(r"PMC[0-9]{1,9}", text) else set()


_ISSN_IN_ONE = re.compile(r"(?<![0-9-])([0-9]{4})([0-9]{3}[0-9Xx])(?![0-9-])")


def issns(text: str) -> tuple[str, ...]:
    """Return every ISSN in the text, each once; one without its hyphen, as Scopus and EBSCO have it, where its check digit is right."""
    return find_issns(
        _ISSN_IN_ONE.sub(lambda found: f"{found[1]}-{found[2]}" if _is_issn(found[0]) else found[0], text)
    )


def _is_issn(digits: str) -> bool:
    """Return whether the eighth digit is the one that the others make, as ISO 3297 has it."""
    weighed = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits[:7], strict=True))
    return (weighed + (10 if digits[7] in "Xx" else int(digits[7]))) % 11 == 0


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


def language(said: str) -> str:
    """Return the code of a language: "English", "en-GB" and "en" give eng; what we do not know stays."""
    word = fold(said).strip(" .;")
    return _LANGUAGES.get(word) or _LANGUAGES.get(word.split("-")[0].split("_")[0]) or said


def without_language(title: str) -> tuple[str, str]:
    """Return the title and the language that Ovid puts behind it: "[A title]. [German]" gives both; "" where none stands there."""
    found = _LANGUAGE_BEHIND.search(title)
    known = found and found.start() and fold(found[1]) in _LANGUAGES
    return (title[: found.start()].rstrip(), found[1]) if found and known else (title, "")


_BRACKETED = re.compile(r"^\[(.*)\]\.?$")


def untranslated(title: str) -> str:
    """Return a title without the brackets in which MEDLINE puts one that it has translated."""
    return _BRACKETED.sub(r"\1", clean(title))


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


_GLUED = re.compile(r"(?<=[0-9a-z])-(?=[0-9A-Za-z])|(?<=[a-z])(?=[0-9]{4}\Z)")  # "5-Apr-2023", "Apr2023"


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
    read = printed_date(text) or any_date(text) or any_date(_GLUED.sub(" ", text))
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


def with_noted(ids: Iterable[Id], notes: Iterable[str]) -> frozenset[Id]:
    """Return the identifiers, and of those that the notes begin with the ones whose scheme is not among them."""
    given = frozenset(ids)
    schemes = {own.scheme for own in given}
    return given | {own for note in notes for own in own_numbers(note) if own.scheme not in schemes}


def named_trials(notes: Iterable[str]) -> frozenset[Id]:
    """Return the trials that notes of ours name: "Trial: NCT05050942"."""
    return frozenset(trial for note in notes if note.startswith("Trial: ") for trial in find_trials(note))


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
_SAID = re.compile(rf"\b({'|'.join(_RELATED)})\b")  # of a folded text
_PMID_SAID = re.compile(r"\bPMID: ?([0-9]{1,8})\b")


def relations(note: str) -> tuple[Relation, ...]:
    """Return what a note says of other papers: "Erratum in: J Made. 2015;1:9. PMID: 7" is corrected by pmid:7."""
    marks = [*_SAID.finditer(fold(note))]
    ends = [*(mark.start() for mark in marks[1:]), len(note)]
    return tuple(
        Relation(kind=_RELATED[mark[1]], id=Id("pmid", found[1]), note=clean(note[mark.start() : end]))
        for mark, end in zip(marks, ends, strict=False)
        for found in _PMID_SAID.finditer(note, mark.end(), end)
    )


def web(text: str) -> str:
    """Return the first web address in the text as it stands there; "" where there is none."""
    found = re.search(r"https?://[^\s\"<>]+", text)
    return found.group().replace("&amp;", "&") if found else ""


class Place(NamedTuple):
    """The parts of a citation, "" and None where it has none."""

    journal: str = ""
    date: PartialDate | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Winter|Spring|Summer|Autumn|Fall)[a-z]{0,6}+\.?"
_MONTHS = rf"{_MONTH}(?:\s?[-/]\s?{_MONTH})?+"
# A journal's name ends where a number stands that is no part of it.
_PLACE = re.compile(rf"(?<=\s)(?:Vol(?:ume)?\b|\(pp?\b|{_MONTHS}\s[0-9]{{4}}|\(?[0-9]{{1,4}}\b)", re.IGNORECASE)
_IN_YEAR = r"(?:1[89]|20)[0-9]{2}"
_DATES = (
    re.compile(rf"\b{_IN_YEAR}\s{_MONTHS}(?:\s[0-9]{{1,2}}\b)?+"),
    re.compile(rf"\b{_MONTHS}\s[0-9]{{1,2}},\s{_IN_YEAR}\b"),
    re.compile(rf"\b{_MONTHS},?\s{_IN_YEAR}\b"),
    re.compile(rf"\b{_IN_YEAR}\b(?![-/(:])"),
)
_ISSUE = re.compile(r"\b([A-Z]?[0-9]{1,5})\s?\(((?!pp?\b)[^()]{1,30}(?:\([^()]{1,9}\))?)\)")
_VOLUME = re.compile(r"(?:\bVol(?:ume|\.)?\s?|;\s?|\A[\s.,;:]{0,4})([0-9]{1,5})\b", re.IGNORECASE)
_PAGES = re.compile(
    r"(?:\bpp?\.?\s|:\s?|\),\s)([A-Za-z]{0,2}[0-9][\w.]{0,12}+(?:\s?[-\u2013]\s?[A-Za-z]{0,2}[0-9][\w.]{0,12}+)?)(?=[,.;)\s]|$)",
    re.IGNORECASE,
)


def place(text: str) -> Place:
    """Return the parts of a citation in any of the ways in which PubMed, Ovid and the Cochrane Library write them."""
    text = clean(text)
    begin = _PLACE.search(text, 2)
    journal, rest = (text[: begin.start()], text[begin.start() :]) if begin else (text, "")
    date = next((found[0] for pattern in _DATES if (found := pattern.search(rest))), "")
    rest = rest.replace(date, " ", 1) if date else rest
    issue = _ISSUE.search(rest)
    volume = None if issue else _VOLUME.search(rest)
    pages = _PAGES.search(rest)
    return Place(
        journal=journal.partition(". Conference:")[0].strip(" .,;:"),
        date=dated(date),
        volume=issue[1] if issue else volume[1] if volume else "",
        issue=issue[2] if issue else "",
        pages=pages[1].strip(" .") if pages else "",
    )

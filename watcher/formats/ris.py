"""RIS files, as EndNote, Zotero, Mendeley and the databases' own sites write them.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format)
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import cast

from watcher.formats._reading import Reference, Tags, decode, recorded
from watcher.formats._values import (
    dated,
    doi,
    issns,
    listed,
    named_trials,
    pmcid,
    pmid,
    pmid_of,
    relations,
    web,
    with_noted,
    without_language,
)
from watcher.formats._writing import (
    NOTHING,
    Notices,
    address,
    first_known,
    identifier,
    line,
    marked_title,
    pages,
    signed,
    slashed,
    trials,
)
from watcher.ids.found import find_trials
from watcher.model import Id, Kind, Person, Record, Unreadable
from watcher.names import everybody, people
from watcher.text import clean

TITLE = "RIS"
SUFFIXES = ("ris",)

# A tag at a line's beginning, one or two blanks, a dash, then a blank or nothing at all.
_LINE = re.compile(r"([ \t]{0,8}+)([A-Za-z][A-Za-z0-9])([ \t]{1,2}+)-([ \t]*+)(.*+)")
_CODE = re.compile(r"[A-Z]{3,8}|[a-z]{3,8}")  # what stands behind TY
# Or in words, as EndNote calls its types.
_SPELT = re.compile(
    r"(?i)(?:(?:electronic|journal|magazine|newspaper) article|conference (?:paper|proceedings)|(?:edited |electronic )?book"
    r"|book section|thesis|report|web page|unpublished work|generic|abstract)"
)
# Any other two letters and a dash in a text are words of it ("PR - 3 patients").
_TAGS = frozenset(
    """A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CT CY DA DB DI DO DP DS ED EP ER ET ID IS J1 J2 JA
    JF JO KW L1 L2 L3 L4 LA LB LK LL M1 M2 M3 N1 N2 NV OP PB PM PP PY RI RN RP SE SN SP ST SV T1 T2 T3 TA TI TT U1 U2 U3
    U4 U5 UR VL VO XT Y1 Y2 CC CD DE DS EI GI JN KY LG MH NO OT PG PM PT PU SO UI US XR YR""".split()
)
_KINDS = {
    "JOUR": "article",
    "EJOUR": "article",
    "MGZN": "news",
    "NEWS": "news",
    "PRESS": "news",
    "CONF": "conference",
    "CPAPER": "conference",
    "ABST": "conference",
    "UNPB": "preprint",
    "UNPD": "preprint",
    "JOURNAL ARTICLE": "article",
    "ELECTRONIC ARTICLE": "article",
    "MAGAZINE ARTICLE": "news",
    "NEWSPAPER ARTICLE": "news",
    "CONFERENCE PAPER": "conference",
    "CONFERENCE PROCEEDINGS": "conference",
    "ABSTRACT": "conference",
    "UNPUBLISHED WORK": "preprint",
}
_FIRST = cast("re.Match[str]", _LINE.match("TY  - JOUR"))
# Above the first record there may stand what a provider says of the file.
_BEGINS = re.compile(
    r"^[ \t]{0,8}+TY[ \t]{1,2}+-[ \t]{0,9}+(?:[A-Z]{3,8}+|[a-z]{3,8}+|(?i:[a-z]{4,12} article|conference [a-z]{5,11}))[ \t]*+$",
    re.MULTILINE,
)
_EMBASE = re.compile(r"L[0-9]{6,12}")
_PMID_ADDRESS = re.compile(r"(?:ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/([0-9]{1,8})\b")


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.search(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by their ID tag, else by their position."""
    yield from recorded(_records(decode(body)), _reference, name, retrieved)


def _records(text: str) -> Iterator[Tags]:
    """Yield the tags of each record, from its TY to its ER or, where that is missing, to the next TY.

    How the first line is written, all lines of the record are; what is otherwise is text, and so is an "ER" with
    something behind it. Tags that stand before a TY, behind the last ER, are of its record.
    """
    tags, early = Tags(), Tags()
    manner, name = _manner(_FIRST), ""
    for number, row in enumerate(text.split("\n"), start=1):
        found = _LINE.fullmatch(row)
        if found and _begins(found):
            if tags:
                yield tags
            manner, name, tags, early = _manner(found), "TY", Tags(early, TY=[found[5].strip().upper()]), Tags()
            tags.line = number
        elif found and _ends(found):
            if tags:
                yield tags
            tags, early = Tags(), Tags()
        elif found and _is_tag(found, manner, in_text=name in _TEXTS):
            name = _SAME.get(found[2].upper(), found[2].upper())
            (tags or early).put(name, found[5])
        elif tags and row.strip() and name == "KW":  # EndNote's manner: a keyword a line
            tags[name].append(row)
        elif tags and row.strip():
            tags[name][-1] = f"{tags[name][-1]} {row.strip()}".lstrip()
    if tags:
        yield tags


_SAME = {"A1": "AU"}  # authors are in one order, whichever tag each has
_TEXTS = frozenset({"AB", "N1", "N2", "TI", "T1"})


def _begins(found: re.Match[str]) -> bool:
    code = found[5].strip()
    is_code = _CODE.fullmatch(code) is not None and code.isupper() == found[2].isupper()
    return found[2].upper() == "TY" and (is_code or _SPELT.fullmatch(code) is not None)


def _ends(found: re.Match[str]) -> bool:
    return found[2].upper() == "ER" and not found[5]


def _manner(found: re.Match[str]) -> tuple[str, str, bool, bool]:
    """Return how a record's lines are written: what stands before the tag and the dash, in capitals, a blank behind."""
    return found[1], found[3], found[2].isupper(), bool(found[4])


def _is_tag(found: re.Match[str], manner: tuple[str, str, bool, bool], *, in_text: bool) -> bool:
    indent, gap, capitals, blank = manner
    name = found[2].upper()
    alike = (found[1], found[3]) == (indent, gap) and found[2][0].isupper() == capitals
    known = name in _TAGS or (not in_text and len(gap) == 2)  # a database's own
    return alike and known and name != "ER" and (bool(found[4]) or not found[5] or not blank)


def _reference(tags: Tags, position: str) -> Reference:
    registered = _registered(tags)
    title, language = without_language(tags.text("TI", "T1", "CT", "BT", "ST"))
    types = [clean(value) for value in tags.get("M3", ()) if value.strip() and not doi(value)]
    return Reference(
        key=tags.text("ID") or position,
        kind="registration" if registered else _KINDS.get(tags.text("TY"), "other"),
        title=title,
        original_title=tags.text("TT"),
        abstract="\n".join(dict.fromkeys(tags.every("AB"))) or tags.text("N2"),
        people=tuple(_people(tags)),
        date=dated(tags.text("PY"), *tags.every("DA", "Y1")),
        journal="" if registered else tags.text("JF", "T2", "JO", "JA", "J2", "J1", "BT", "C3", "SO", "T3"),
        abbreviation=tags.text("JA", "J2", "J1"),
        volume=tags.text("VL"),
        issue=tags.text("IS", "NO"),
        pages="-".join(filter(None, (tags.text("SP"), tags.text("EP")))) or tags.text("C7"),
        issns=issns(" ".join(tags.every("SN"))),
        publisher=tags.text("PB"),
        ids=_ids(tags) | registered,
        mentions=named_trials(tags.every("N1")),
        relations=tuple(relation for note in tags.every("N1") for relation in relations(note)),
        url=web(" ".join(_addresses(tags))),
        languages=tuple(filter(None, [tags.text("LA", "LG") or language or _noted_language(tags)])),
        keywords=tuple(_keywords(tags)),
        publication_types=tuple(types),
    )


def _people(tags: Tags) -> Iterator[Person]:
    for name in tags.every("AU") or tags.every("A2", "ED"):
        listed = name.startswith("['") or _has_several(name)
        yield from people(name) if listed else everybody(name.split(";"))


def _has_several(name: str) -> bool:
    """Return whether the parts between commas are names of their own, as in "Ann B. Roe, Carl D. Ek, Jan Berg"."""
    parts = [part.strip() for part in name.split(",")]
    return len(parts) > 2 and all(" " in part for part in parts) and not any(one.collective for one in everybody(parts))


def _keywords(tags: Tags) -> Iterator[str]:
    for value in tags.every("KW"):
        is_list = value.startswith("['") and value.endswith("']")
        yield from re.split(r"', ?'", value[2:-2]) if is_list else listed(value)


def _registered(tags: Tags) -> frozenset[Id]:
    """Return the numbers of a trial, where the record is its registration, as CENTRAL has them among its articles."""
    is_trial = any("trial registry record" in value.lower() for value in tags.every("M3", "PT"))
    return find_trials(" ".join(tags.every("AU", "JO", "UR"))) if is_trial else frozenset()


def _noted_language(tags: Tags) -> str:
    return next((found[1] for note in tags.every("N1") if (found := _NOTED_LANGUAGE.match(note))), "")


# EBSCO's notes: "Accession Number: 1. Language: English. Entry Date: ..."
_NOTED_LANGUAGE = re.compile(r"Accession Number: [^.]{1,40}\. Language: ([A-Z][a-z]{2,15})\.")


def _addresses(tags: Tags) -> list[str]:
    """Return the addresses as they stand there, with all that is a mark of something elsewhere."""
    return [value for name in ("UR", "LK", "L2") for value in tags.get(name, ())]


def _ids(tags: Tags) -> frozenset[Id]:
    addresses = " ".join(_addresses(tags))
    ids = doi(tags.text("DO", "DI")) or doi(" ".join(tags.every("M3"))) or doi(addresses)
    for value in tags.every("C2", "U2"):
        ids |= pmcid(value)
    ids = set(with_noted(ids, tags.every("N1", "C1", "U1", "AN")))
    given = pmid_of(tags.every("DB", "DP"), tags.text("AN"))
    linked = {Id("pmid", number.lstrip("0")) for number in _PMID_ADDRESS.findall(addresses)}
    embase = tags.text("C5") if _EMBASE.fullmatch(tags.text("U2")) else ""
    named = given or pmid(tags.text("PM") or embase)
    if named or len(linked) == 1:
        ids = {id_ for id_ in ids if id_.scheme != "pmid"} | (named or linked)
    return frozenset(ids)


_TYPES = {
    Kind.ARTICLE: "JOUR",
    Kind.COMMENT: "JOUR",
    Kind.NOTICE: "JOUR",
    Kind.PREPRINT: "UNPB",
    Kind.ABSTRACT: "CONF",
    Kind.NEWS: "NEWS",
}


def write(records: Iterable[Record], notices: Notices = NOTHING) -> str:
    """Return the records between TY and ER, one tag a line; what stands on one is before its title and its first note."""
    return "".join(_written(record, notices.get(record.key, ())) for record in records)


def _written(record: Record, standing: Sequence[str]) -> str:
    tags = [f"{tag}  - {line(value)}" for tag, value in _tags(record, standing) if value]
    return "\r\n".join([*tags, "ER  - ", "", ""])


def _tags(record: Record, standing: Sequence[str]) -> Iterator[tuple[str, str]]:
    (first, last), when = pages(record), first_known(record)
    pmid = identifier(record, "pmid")
    yield "TY", _TYPES.get(record.kind, "GEN")
    yield "TI", marked_title(record, standing)
    yield from (("N1", notice.upper()) for notice in standing)
    yield from (("AU", signed(person)) for person in record.people)
    yield "TT", record.original_title
    yield "PY", str(when.year) if when else ""
    yield "DA", slashed(when)
    yield "JF", record.venue.title
    yield "JA", record.venue.abbreviation
    yield "VL", record.venue.volume
    yield "IS", record.venue.issue
    yield "SP", first
    yield "EP", last
    yield from (("SN", issn) for issn in record.venue.issns)
    yield "PB", record.venue.publisher
    yield "LA", next(iter(record.languages), "")
    yield "DO", identifier(record, "doi")
    yield "DB", "PubMed" if pmid else ""
    yield "AN", pmid
    yield "C2", identifier(record, "pmcid")
    yield from (("N1", f"Trial: {trial}") for trial in trials(record))
    yield from (("KW", keyword) for keyword in record.keywords)
    yield "AB", record.text
    yield "UR", address(record)

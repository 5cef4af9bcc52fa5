"""PubMed's "Abstract" as text: numbered paragraphs, the first of which says where a paper stands, and the last its numbers."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import pairwise

from watcher.formats._reading import Reference, contained, decode, to_record
from watcher.formats._values import doi, place, pmcid, pmid, relations, untranslated
from watcher.model import Record, Unreadable
from watcher.names import everybody
from watcher.text import clean

TITLE = "PubMed abstracts"
SUFFIXES = ("txt",)

_NUMBER = re.compile(r"(?:\A|\n\n)(?=[0-9]{1,7}\. \S[^\n]{3,200}\n)")
_BEGINS = re.compile(r"1\. \S[^\n]{3,200}?(?:1[89]|20)[0-9]{2}[^\n]{0,200}(?:\n[^\n]{1,200}){0,3}\n\n")
_CITED = re.compile(r"[0-9]{1,7}\. ")
_NUMBERS = re.compile(r"^(DOI|PMCID|PMID): (\S{1,300})", re.MULTILINE)
_ASIDE = re.compile(
    r"(?:Author information|Collaborators|Comment (?:in|on)|Erratum (?:in|for)|Update (?:in|of)|Retraction (?:in|of)|Republished|Expression of concern"
    r"|Copyright|©|\(c\)|Conflict of interest|DOI:|PMCID:|PMID:|Trial registration:? *$|Published by|Trademark)",
    re.IGNORECASE,
)
_NOTED = re.compile(
    r"(?:Comment (?:in|on)|Erratum (?:in|for)|Update (?:in|of)|Retraction (?:in|of)|Republished (?:in|from)|Expression of concern (?:in|for))\n",
    re.IGNORECASE,
)


def begins(start: str) -> bool:
    """Return whether a file with this start is of this format and of no other."""
    return _BEGINS.match(start) is not None


def read(body: bytes, name: str, retrieved: datetime) -> Iterator[Record | Unreadable]:
    """Yield the records of the file, keyed by PMID, else by their position."""
    text = decode(body)
    starts = [found.end() for found in _records(text)]
    for position, (start, end) in enumerate(pairwise([*starts, len(text)]), start=1):
        where = f"record {position}, line {text.count(chr(10), 0, start) + 1}"
        yield contained(partial(_record, text[start:end], str(position), retrieved), name, where)


def _record(text: str, position: str, retrieved: datetime) -> Record:
    return to_record(_reference(text, position), retrieved)


def _records(text: str) -> Iterator[re.Match[str]]:
    """Yield where the records begin: at the paragraphs that are numbered one after the other."""
    number = 0
    for found in _NUMBER.finditer(text):
        if text.startswith(f"{number + 1}. ", found.end()):
            number += 1
            yield found


def _reference(text: str, position: str) -> Reference:
    cited, *paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    said = place(_CITED.sub("", cited, count=1))
    numbers = {found[1]: found[2] for part in paragraphs for found in _NUMBERS.finditer(part)}
    told = [part for part in paragraphs if not _ASIDE.match(part)]
    language = next((found[1] for part in told[:3] if (found := _LANGUAGE.match(part))), "")
    title, *rest = [part for part in told if not _LANGUAGE.match(part)] or [""]
    names = rest[0] if rest and _AUTHORS.match(rest[0]) else ""
    return Reference(
        key=numbers.get("PMID", position),
        title=untranslated(title),
        abstract="\n".join(map(clean, rest[bool(names) :])),
        people=everybody(_names(names)),
        date=said.date,
        journal=said.journal,
        abbreviation=said.journal,
        volume=said.volume,
        issue=said.issue,
        pages=said.pages,
        ids=frozenset(doi(numbers.get("DOI", "")) or doi(cited))
        | pmid(numbers.get("PMID", ""))
        | pmcid(numbers.get("PMCID", "")),
        relations=tuple(relation for part in paragraphs if _NOTED.match(part) for relation in relations(clean(part))),
        languages=(language,) if language else (),
    )


_LANGUAGE = re.compile(r"\[Article in ([A-Z][a-z]{2,15})")
# As in "Singh S(1)(2), Wolin EM(3); CLARINET Study Group.": the first of them.
_AUTHORS = re.compile(
    r"[^\W\d_][^,;:()]{0,60}? [^\W\d_]{1,4}+(?: (?:Jr|Sr|[1-4](?:st|nd|rd|th)))?+(?:\([0-9#*]{1,3}\)){0,9}+(?:[,;.]|$)"
)
_FOOTNOTE = re.compile(r"\([0-9#*]{1,3}\)")


def _names(text: str) -> Iterator[str]:
    """Yield the authors, parted by commas, and the groups that stand behind semicolons, each marked as one."""
    authors, *groups = _FOOTNOTE.sub("", " ".join(text.split())).rstrip(".").split(";")
    yield from authors.split(",")
    for group in groups:
        yield f"{group.strip()},"

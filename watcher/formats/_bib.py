"""Entries of BibTeX and BibLaTeX, written: keys, names, and what TeX would take for its own."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from watcher.formats._writing import Notices, first_known, last_first, line
from watcher.model import Kind, Person, Record

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces, escaped or not
        "}": r"\textbraceright{}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_LIGATURE = re.compile(r"([-`'])(?=\1)")  # two of which TeX makes another sign

Fields = Callable[[Record, Sequence[str]], Iterable[tuple[str, str]]]


def entries(records: Iterable[Record], notices: Notices, types: Mapping[Kind, str], fields: Fields) -> str:
    """Return an entry a record; keys are author, year and first long word, with a number where two would be one."""
    taken: Counter[str] = Counter()
    return "\n".join(
        _entry(types.get(record.kind, "misc"), _key(record, taken), fields(record, notices.get(record.key, ())))
        for record in records
    )


def _entry(type_: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    said = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value)
    return f"@{type_}{{{key},\n{said}}}\n"


def named(person: Person) -> str:
    """Return an author, a group in braces that keep it whole."""
    return f"{{{escaped(person.collective)}}}" if person.collective else escaped(last_first(person))


def escaped(text: str) -> str:
    """Return the text on one line, so that TeX prints it as it is."""
    return _LIGATURE.sub(r"\1{}", line(text).translate(_ESCAPES))


def verbatim(text: str) -> str:
    """Return an identifier or address as it is, for nothing in these fields is TeX; braces, which would be counted, as in addresses."""
    return line(text).replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _key(record: Record, taken: Counter[str]) -> str:
    author = record.people[0] if record.people else None
    name = _ascii(author.family or author.collective) if author else ""
    when = first_known(record)
    year = str(when.year) if when else ""
    words = (_ascii(word) for word in record.title.split())
    base = f"{name or 'anonymous'}{year}{next((word for word in words if len(word) > 3), '')}"
    taken[base] += 1
    return base if taken[base] == 1 else f"{base}-{taken[base]}"


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())

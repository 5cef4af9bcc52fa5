"""Names of authors, however a source or a file writes them."""

import re
from collections.abc import Iterable, Iterator

from watcher.model import Person
from watcher.text import clean

_ALONE = re.compile(r"[A-Z](?:[.\- ]*[A-Z]){0,3}\.?")  # "JA", "J.A.", "J-A"


def person(name: str) -> Person | None:
    """Read one name: "Singh, Simron", "Singh SK", "Simron Singh", or "A Group,"; None for an empty one."""
    written = clean(name).strip(";")
    name = written.strip(",")
    if not name:
        return None
    if written.endswith(",") and "," not in name and not _ALONE.fullmatch(name.split()[-1]):
        return Person(collective=name)  # EndNote's way of saying that a name has no parts
    if "," in name:
        family, _, given = name.partition(",")
        return _named(family.strip(), given.strip(" ,"))
    words = name.split()
    last = len(words)
    while last > 1 and _ALONE.fullmatch(words[last - 1]):
        last -= 1
    if last < len(words):
        return _named(" ".join(words[:last]), " ".join(words[last:]))
    return _named(words[-1], " ".join(words[:-1]))


def _named(family: str, given: str) -> Person:
    if given and _ALONE.fullmatch(given):
        return Person(family=family, initials=re.sub(r"[^A-Z]", "", given))
    return Person(family=family, given=given)


def people(text: str) -> tuple[Person, ...]:
    """Read the authors of a text whatever stands between them: "and", semicolons, commas, or nothing but full stops."""
    return everybody(_names(clean(text)))


def everybody(names: Iterable[str]) -> tuple[Person, ...]:
    """Read a list of names, leaving out the empty ones."""
    return tuple(filter(None, map(person, names)))


_GLUED = re.compile(r"(?<=[A-Z]\.)(?=[A-Z][a-z])")  # "Adeli K.Lewis G. F."
_AND = re.compile(r" (?:and|&) ", re.IGNORECASE)


def _names(text: str) -> Iterator[str]:
    if ";" in text:
        yield from text.split(";")
    elif _AND.search(text):
        for part in _AND.split(text):
            yield from _by_commas(part)
    elif _GLUED.search(text):
        yield from _GLUED.split(text)
    else:
        yield from _by_commas(text)


def _by_commas(text: str) -> Iterator[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1:
        yield text
    elif all(len(part.split()) > 1 for part in parts):  # "Sehouli J, Kuhne J"
        yield from parts
    elif len(parts) > 2 and all(_ALONE.fullmatch(part) for part in parts[1::2]):  # "Zhai, Q. J., Yue, X. Y."
        yield from (", ".join(parts[n : n + 2]) for n in range(0, len(parts), 2))
    elif len(parts) > 2:
        yield from parts
    else:
        yield text

"""Names of authors, however a source or a file writes them: read one, or a list of them whatever stands between."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from watcher.model import Person
from watcher.text import clean, fold

# What stands where nobody's name was known, folded: Ovid's "&NA;", pandas' "nan", PubMed's "[No authors listed]".
_NOBODY = frozenset("&na na n/a nan none null unknown anonymous anon others [anonymous]".split()) | {
    "",
    "et al",
    "and others",
    "no authors listed",
    "[no authors listed]",
    "[no author name available]",
}
_SUFFIXES = frozenset("jr sr ii iii iv 2nd 3rd 4th".split())
# What is never a name; the second ones may also be somebody's initials.
_DEGREES = frozenset(
    "phd dphil drmed med msc bsc mph mbbs mbchb bds dds dvm frcp frcpc frcs mrcp facp facs fasco facg pharmd rn mba edd dsc".split()
)
_DEGREES_OR_INITIALS = frozenset("md ms ma ba bs do mb dm".split())
_TITLES = re.compile(r"(?:(?:prof(?:essor)?|dr|priv\.-doz|mr|mrs)(?:\. ?| )(?:med\. ?)?){1,3}+(?=\S)", re.IGNORECASE)
_ENDS_A_GROUP = re.compile(
    r"(?:groups?|investigators|consortium|committee|collaborat(?:ion|ive|ors)|network|society|trialists|team|association"
    r"|registry|working party|task ?force|initiative|members|federation|foundation|alliance|panel|commission|agency"
    r"|organi[sz]ation|institute|university|centre|center|gruppe|arbeitsgemeinschaft|gesellschaft|groupe|grupo|gruppo)",
    re.IGNORECASE,
)
_IN_A_GROUP = re.compile(r"\b(?:study|working|research|collaborative|cooperative) group\b", re.IGNORECASE)
_OF_A_GROUP = re.compile(r"\S (?:for|of|für|pour|para) \S|& Co\b", re.IGNORECASE)  # "Center for History and New Media"
_FOR_A_GROUP = re.compile(r"(?:and )?(?:on behalf of|for) (?:the )?(?=\S)")
_PARTICLES = frozenset(
    "van von der den de del della di da dos das do la le las los du des ten ter te zu zur af av el al bin ibn st st. Ó Ní Mac".split()
)
_MARKS = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u209f*\u2020\u2021\u00a7\u00b6#]+|(?<=\S) ?\([0-9]{1,20}\)$")


def person(name: str) -> Person | None:
    """Read one name: "Singh, Simron", "Singh SK", "Simron Singh, MD", "von Last, Jr., First"; None for nobody's.

    A group is known by what it calls itself, or by the comma behind it that EndNote puts there.
    """
    written = _MARKS.sub("", clean(name)).strip(" ;")
    name = written.strip(" ,")
    if re.search(r"[0-9]{4}", name) and " " not in name.strip(","):  # a trial's number
        return None
    if all(fold(part).strip(" .;") in _NOBODY for part in ("", *name.split(","))):
        return None
    ends = written.endswith(",") and "," not in name and not _are_initials(name.split()[-1])
    if ends or (group := _group(name)):
        return Person(collective=name if ends else group)
    parts = [part.strip() for part in _TITLES.sub("", name, count=1).split(",") if part.strip(" .")]
    parts, suffix = _without_rank(parts)
    if not parts:
        return None
    if len(parts) > 1:
        return _named(parts[0], " ".join(parts[1:]), suffix)
    return _in_order(parts[0].split(), suffix)


def _group(name: str) -> str:
    """Return what the group is called; "" for a person."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and _ENDS_A_GROUP.fullmatch(family) and given:
        return f"{given} {family}"  # turned round, as if a group had a family
    said = _FOR_A_GROUP.match(name)
    words = name.rstrip(".").split()
    is_group = len(words) > 1 and (
        _ENDS_A_GROUP.fullmatch(words[-1]) or _IN_A_GROUP.search(name) or ("," not in name and _OF_A_GROUP.search(name))
    )
    if not is_group and not (said and len(words) > said.group().count(" ") + 1):
        return ""
    return name[said.end() :] if said else name.rstrip(".") if not re.search(r"\b\w\.\w\.$", name) else name


def _without_rank(parts: Sequence[str]) -> tuple[list[str], str]:
    """Return the parts of a name without degrees, and the suffix that stood among them ("Jr")."""
    kept: list[str] = []
    suffix = ""
    for part in parts:
        words = part.split()
        while len(words) > 1 and (_plain(words[-1]) in _DEGREES or _plain(words[-1]) in _SUFFIXES - {"iv"}):
            word = words.pop()
            suffix = suffix or (word.rstrip(".") if _plain(word) in _SUFFIXES else "")
        whole = bool(kept) and (len(kept) > 1 or len(kept[0].split()) > 1)
        if kept and _plain(part) in _SUFFIXES:
            suffix = part.rstrip(".")
        elif not (kept and all(_is_degree(word, whole=whole) for word in words)):
            kept.append(" ".join(words))
    return kept, suffix


def _is_degree(word: str, *, whole: bool) -> bool:
    return _plain(word) in _DEGREES or (whole and _plain(word) in _DEGREES_OR_INITIALS)


def _plain(word: str) -> str:
    return fold(word).replace(".", "").replace("-", "").strip(" ,()")


def _in_order(words: list[str], suffix: str) -> Person:
    """Return the person of a name without a comma: initials stand last, else the family name does."""
    last = len(words)
    while last > 1 and _are_initials(words[last - 1]):
        last -= 1
    if last < len(words):
        return _named(" ".join(words[:last]), " ".join(words[last:]), suffix)
    capitals = [word for word in words if _is_loud(word)]
    if capitals and len(capitals) < len(words) and (words[0] in capitals or words[-1] in capitals):  # "SINGH Simron"
        return _named(" ".join(capitals), " ".join(word for word in words if word not in capitals), suffix)
    before = [*takewhile(lambda word: word not in _PARTICLES, words[:-1])] or words[:1]
    if len(words) == 1:
        before = []
    return _named(" ".join(words[len(before) :]), " ".join(before), suffix)


def _is_loud(word: str) -> bool:
    return len(word) > 3 and word.isupper() and "." not in word


def _are_initials(word: str) -> bool:
    """Return whether the word is up to four initials: "JA", "J.A.", "J.-A.", in any alphabet that has capitals."""
    letters = re.sub(r"[.\-\u2010\u2011 ]", "", word)
    return 0 < len(letters) <= 4 and letters.isalpha() and letters.isupper()


def _named(family: str, given: str, suffix: str) -> Person:
    if given and all(map(_are_initials, given.split())) and len(letters := re.sub(r"[^\w]", "", given)) <= 4:
        return Person(family=family, initials=letters, suffix=suffix)
    return Person(family=family, given=given, suffix=suffix)


def people(text: str, between: str = "") -> tuple[Person, ...]:
    """Read the authors of a text whatever stands between them: semicolons, bars, "and", commas, or only full stops.

    ``between`` is what is known to part them elsewhere, for a text that may be one name or two. A list as Python or NumPy
    prints it is one.
    """
    listed = _listed(text)
    if listed is not None:
        return everybody(listed)
    if between and between not in text and text.count(",") == 1 and not (_AND.search(text) or _ET_AL.search(text)):
        return everybody(_of_initials(clean(text)))
    text = _ET_AL.sub("", text)
    return everybody(_names(clean(text.replace("\n", ";") if "\n" in text.strip() else text)))


def everybody(names: Iterable[str]) -> tuple[Person, ...]:
    """Read a list of names, leaving out nobody's."""
    return tuple(filter(None, map(person, names)))


def _listed(text: str) -> list[str] | None:
    """Return the names of a list as Python prints it ("['Doe J', 'Roe A']"); None for another text."""
    if not (text.strip().startswith(("['", '["')) and text.strip().endswith("]")):
        return None
    return [found[1] or found[2] for found in _QUOTED.finditer(text)]


_QUOTED = re.compile(r"""(?<=[\[,\s])(?:'([^'\n]{0,200}(?:'[^\s,\]'][^'\n]{0,200})?)'|"([^"\n]{0,200})")(?=[\],\s])""")


_GLUED = re.compile(r"(?<=[A-Z]\.)(?=[A-Z][a-z])")  # "Adeli K.Lewis G. F."
_ET_AL = re.compile(r"(?:(?<=[\s,;])|^)(?:et al|and others)\b\.?(?=\s*(?:$|;))", re.IGNORECASE)
_AND = re.compile(r",? (?:and|&) ", re.IGNORECASE)


def _names(text: str) -> Iterator[str]:
    if ";" in text.removesuffix(";").replace("&NA;", "") or "|" in text:
        for part in re.split(r"(?<!&NA);|\|", text):
            last = part.split(" & ")  # JabRef's "Roe, Ann; Ek, Carl & Berg, Jan"
            for name in last if all("," in one for one in last) else [part]:
                yield from _of_initials(name)
    elif _AND.search(text) and not _group(text):
        for part in _AND.split(text):
            yield from _by_commas(part)
    elif _GLUED.search(text):
        yield from _GLUED.split(text)
    else:
        yield from _by_commas(text)


def _of_initials(text: str) -> Iterator[str]:
    """Yield the names of a list like "Caplin ME, Pavel M", each of which ends with initials; any other text is one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    yield from parts if len(parts) > 1 and all(map(_ends_with_initials, parts)) else [text]


def _ends_with_initials(part: str) -> bool:
    words = [word for word in part.rstrip().split() if _plain(word) not in _SUFFIXES]
    return len(words) > 1 and _are_initials(words[-1])


def _by_commas(text: str) -> Iterator[str]:
    parts = [part.strip() for part in text.split(",") if part.strip(" .")]
    bare = [part for part in parts if not all(_is_degree(word, whole=True) for word in part.split())]
    given = [bare[0], *(part for part in bare[1:] if _plain(part) not in _SUFFIXES)] if bare else []
    # As in "Sehouli J, Kuhne J" and "Jane Doe, MD, Ann Roe, PhD".
    if len(bare) > 1 and all(len(part.split()) > 1 for part in bare):
        yield from bare
    elif len(given) > 2 and all(map(_are_initials, given[1::2])):  # "Zhai, Q. J., Yue, X. Y."
        yield from (", ".join(given[n : n + 2]) for n in range(0, len(given), 2))
    elif len(given) > 3 and len(given) % 2 == 0 and all(len(part.split()) == 1 for part in given):
        yield from (", ".join(given[n : n + 2]) for n in range(0, len(given), 2))  # "Doe, Jane, Roe, Ann"
    elif len(given) > 2:
        yield from bare
    else:
        yield text

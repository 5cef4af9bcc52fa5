"""What a query is made of: words, phrases, parentheses, operators, tags; every text has some reading."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from watcher.query.nodes import SAYS_SOMETHING

# Far more than a person types; a pasted page must not become a query of a thousand words.
MOST_SIGNS = 200
LONGEST = 8_000  # characters
# One kind of quotation mark and of dash, as keyboards and word processors set many.
PLAIN = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | {"\uff08": "(", "\uff09": ")", "\uff1a": ":", "\x00": " ", "\u00ad": None, "\u200b": None, "\ufeff": None}
)

# The columns of a document, and the names that people and other services give them:
# https://pubmed.ncbi.nlm.nih.gov/help/#search-tags, https://ospguides.ovid.com/OSPguides/medline.htm,
# https://www.embase.com/info/helpfiles/
_BOTH = "title abstract"
COLUMNS = {
    "title": "title", "ti": "title", "abstract": "abstract", "ab": "abstract", "tiab": _BOTH, "title/abstract": _BOTH,
    "author": "people", "authors": "people", "au": "people", "1au": "people", "fau": "people", "lastau": "people",
    "journal": "venue", "venue": "venue", "ta": "venue", "jour": "venue", "so": "venue", "jn": "venue", "jw": "venue",
    "id": "ids", "pmid": "ids", "uid": "ids", "pmcid": "ids", "doi": "ids", "aid": "ids", "nct": "ids", "si": "ids", "ui": "ids",
    "mesh": "terms", "mh": "terms", "majr": "terms", "nm": "terms", "ot": "terms", "pt": "terms", "kw": "terms", "kf": "terms",
    "sh": "terms", "hw": "terms", "mesh terms": "terms", "publication type": "terms",
    "tw": "", "mp": "", "af": "", "all": "", "all fields": "", "text word": "", "ts": "", "topic": "",
}  # fmt: skip
DATES = frozenset("year years date dp pdat yr py since until from to".split())
FILTERS = frozenset("is has trial outcome regimen tier kind type source phase design country status".split())
_IDS = frozenset("pmid pmcid doi nct".split())  # may stand apart from their value: "PMID: 123"
# May have a blank behind their colon: no title goes on so.
_APART = frozenset("title author authors journal year".split())
# Tags are told from other brackets afterwards, and capitals made small before: a pattern of every name is slow to compile.
_SMALL = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_SIGN = re.compile(
    rf"""
      (?P<paren>[()])
    | \[(?P<tagged>[a-z][a-z/ ]{{1,16}})\]
    | (?<=[)"])\.(?P<dotted>[a-z]{{2,4}}(?:,\s?[a-z]{{2,4}}){{0,5}})\.(?!\w)
    | "(?P<phrase>[^"]*+)"
    | (?<!\w)'(?P<heading>[^'"()\[\]:/]{{2,80}})'/[a-z]{{2,4}}(?!\w)
    | (?<!\w)'(?P<exact>[^'"()\[\]:/]{{2,80}})'(?=:[a-z]{{2}})
    | (?<='):(?P<among>[a-z]{{2,4}}(?:,[a-z]{{2,4}}){{0,5}})(?!\w)
    | (?P<exploded>(?<![^\s(])exp\s(?=[^()"\[\]/]{{2,60}}/(?:[\s)]|$)))
    | (?P<quote>")
    | (?P<field>(?:{"|".join((*(name for name in COLUMNS if name.isalpha()), *DATES, *FILTERS))}):(?=["(\w<>=*])|(?:{"|".join(_IDS)})(?::\s|\s(?=[0-9]))(?=\w)|(?<!\w)(?:{"|".join(_APART)}):\s(?=["(\w<>=]))
    | (?P<minus>(?<![^\s(])-(?=["(]|\w))
    | (?P<word>(?:[^\s()"\[]|\[(?![a-z][a-z/ ]{{1,16}}\]))++)
    """,
    re.VERBOSE,
)
_DOTTED = re.compile(r"\.([a-z]{2,4}(?:,[a-z]{2,4}){0,5})\.$")
_NEAR = re.compile(r"(near|adj|pre|w|n)(/?)([0-9]{1,2})")


class Sign(NamedTuple):
    """One sign. ``kind`` is "(", ")", "word", "phrase", "field", "filter", "tag", "-", "AND", "OR", "NOT", "and", "or", "not" or "near".

    ``value`` is the columns of a field or a tag, a filter's name, or how many words may stand between what is near.
    """

    kind: str
    text: str
    value: str = ""


class Signs(NamedTuple):
    """The signs of a text, and in words what of it means nothing."""

    signs: list[Sign]
    remarks: tuple[str, ...] = ()


def signs(text: str) -> Signs:
    """Return what the text is made of, in its order."""
    plain = text[:LONGEST].translate(PLAIN)
    found = list(islice(_all(plain), MOST_SIGNS + 1))
    remarks = []
    if len(found) > MOST_SIGNS or len(text) > LONGEST:
        remarks.append("only the beginning was read: the query is too long")
    if any(sign.kind == '"' for sign in found):
        remarks.append('a quotation mark (") without its other was left out')
    kept = [sign for sign in found[:MOST_SIGNS] if sign.kind != '"']
    return Signs(_with_tags(kept), tuple(remarks))


def _with_tags(found: list[Sign]) -> list[Sign]:
    """Give each tag to all words before it, as PubMed does: back to the last sign that is no word; an author's are one name."""
    made: list[Sign] = []
    for sign in found:
        if sign.kind == "tag" and made and made[-1].kind == "word":
            words = list(_last_words(made))
            made[-len(words) :] = _tagged(words, sign)
        else:
            made.append(sign)
    return made


def _last_words(made: list[Sign]) -> Iterator[Sign]:
    for at in range(len(made), 0, -1):
        if made[at - 1].kind != "word":
            return
        yield made[at - 1]


def _tagged(words: list[Sign], tag: Sign) -> Iterator[Sign]:
    text = " ".join(word.text for word in reversed(words))
    if tag.value == "year":
        yield Sign("filter", tag.text, "year")
        yield Sign("word", text.replace(":", ".."))
    elif tag.value == "people":
        yield from (Sign("phrase", text), tag)
    else:
        for word in reversed(words):
            yield from (word, tag)


def _all(text: str) -> Iterator[Sign]:
    for match in _SIGN.finditer(text.translate(_SMALL)):
        kind = match.lastgroup or ""
        yield from _read(kind, text[match.start() : match.end()], text[match.start(kind) : match.end(kind)])


def _read(kind: str, text: str, inner: str) -> Iterator[Sign]:
    match kind:
        case "tagged" | "dotted" | "among":
            yield from _tag(text, inner)
        case "paren":
            yield Sign(text, text)
        case "phrase" | "exact":
            yield Sign("phrase", inner)
        case "heading":  # of a thesaurus that our records are not indexed with: whatever says it
            yield Sign("word", inner)
        case "exploded":
            return
        case "quote":
            yield Sign('"', text)
        case "minus":
            yield Sign("-", text)
        case "field":
            yield _field(text.rstrip(": ").lower(), text.strip())
        case _:
            yield from _word(text)


def _tag(text: str, names: str) -> Iterator[Sign]:
    """Yield a tag; other words in brackets are words."""
    columns = _columns(names)
    if columns is not None:
        yield Sign("tag", text, columns)
    else:
        yield from (Sign("word", word) for word in names.split())


def _field(name: str, text: str) -> Sign:
    return Sign("field", text, COLUMNS[name]) if name in COLUMNS else Sign("filter", text, name)


def _columns(names: str) -> str | None:
    """Return the columns of tags as one: "ti,ab" gives "title abstract"; a date's tag is "year". None where one is no tag."""
    each = [name.strip().lower() for name in names.split(",") if name.strip()]
    if not all(name in COLUMNS or name in DATES for name in each):
        return None
    if any(name in DATES for name in each):
        return "year"
    columns = dict.fromkeys(column for name in each for column in COLUMNS[name].split() or [""])
    return "" if "" in columns else " ".join(columns)


def _word(text: str) -> Iterator[Sign]:
    if text in {"AND", "OR", "NOT", "and", "or", "not"}:
        yield Sign(text, text)
    elif near := _NEAR.fullmatch(text.lower()):
        yield _proximity(near, text)
    elif text == "NEAR":
        yield Sign("near", text, "10")
    elif (dotted := _DOTTED.search(text.lower())) and (columns := _columns(dotted[1])) is not None:
        yield Sign("word", text[: dotted.start()])
        yield Sign("tag", dotted.group(), columns)
    elif SAYS_SOMETHING.search(text):
        yield Sign("word", text)


def _proximity(near: re.Match[str], text: str) -> Sign:
    """Return how near: adj3 lets two words stand between, NEAR/3 three. "W3" and "N3" without a stroke are words."""
    name, stroke, number = near[1].lower(), near[2], int(near[3])
    if not stroke and name in {"w", "n", "pre"}:
        return Sign("word", text)
    return Sign("near", text, str(max(number - (name == "adj"), 0)))

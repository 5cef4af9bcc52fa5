"""What the words of a query mean: those that belong together joined, those that only fill a sentence left out; pure.

And how a query is read, in lines for a person: ``watcher search --explain``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, product

from watcher.query import read
from watcher.query.nodes import Every, Filter, Node, Phrase, Question, Some, Word, written
from watcher.query.spelling import forms, interval_days, interval_forms, names, seams
from watcher.query.synonyms import FILLERS, LONGEST, ORDINARY, group_of, groups, members_of
from watcher.text import fold

_MOST_WAYS = 48
_MOST_FORMS = 12
_LONGEST_INTERVAL = 4  # words: "once every two weeks"
_UNITS = frozenset("mg mcg g ml mm cm kg mbq gbq".split())


def arranged(question: Question) -> Question:
    """Return the question with the words that mean one thing together as one word, and without those that only fill a sentence.

    Where all of them do, they stay.
    """
    return question._replace(root=_arranged(question.root, plain=question.is_plain))


def _arranged(node: Node | None, *, plain: bool) -> Node | None:
    if not isinstance(node, Every):
        return _or_told(_without_fillers(node)) if plain and node else node
    joined = [_without_fillers(part) if plain else part for part in _joined(node.parts)]
    kept = [part for part in joined if not (plain and is_filler(part))] or joined
    unique = tuple(dict.fromkeys(_or_told(part) if plain else part for part in kept))
    return unique[0] if len(unique) == 1 else Every(unique)


def _without_fillers(node: Node) -> Node:
    """Return a choice between words without those that only fill a sentence: "escalate or go on"."""
    if not isinstance(node, Some):
        return node
    kept = tuple(one for one in node.choices if not is_filler(one))
    return node if not kept else kept[0] if len(kept) == 1 else Some(kept)


def _or_told(node: Node) -> Node:
    """Return a year as what stands in a text or dates it, a kind as what stands there or is of it: "Rinke 2009", "news on CAM2029"."""
    if not isinstance(node, Word) or node.field or node.begins:
        return node
    if found := _YEARS.fullmatch(node.text):
        return Some((node, Filter("dated", f"{found[1]}..{found[2] or found[1]}")))
    kind = _KINDS.get(node.text.lower())
    return Some((node, Filter("kind", kind))) if kind else node


# What people call a kind of thing, beside what it is about.
_KINDS = dict.fromkeys("erratum errata corrigendum corrigenda retraction".split(), "notice")
_KINDS |= {"news": "news", "preprint": "preprint", "preprints": "preprint"}


_YEARS = re.compile("((?:19[5-9]|20[0-4])[0-9])(?:-((?:19[5-9]|20[0-4])[0-9]))?")


def is_filler(node: Node) -> bool:
    """Return whether the word only fills a sentence."""
    if not isinstance(node, Word) or node.field or node.begins:
        return False
    return node.text.lower() in FILLERS and not _is_loud(node.text)


def _is_loud(text: str) -> bool:
    return text.isupper() and len(text) > 1


def _joined(parts: Sequence[Node]) -> Iterator[Node]:
    at = 0
    while at < len(parts):
        length = next((n for n in range(LONGEST, 1, -1) if _is_one_thing(parts[at : at + n], n)), 1)
        yield parts[at] if length == 1 else Word(" ".join(part.text for part in parts[at : at + length]))  # type: ignore[union-attr]
        at += length


def _is_one_thing(parts: Sequence[Node], length: int) -> bool:
    words = [part.text for part in parts if isinstance(part, Word) and not part.field and not part.begins]
    if len(words) != length:
        return False
    text = " ".join(words)
    dose = length == 2 and words[0].isdigit() and words[1].lower() in _UNITS
    return dose or group_of(text) is not None or (length <= _LONGEST_INTERVAL and interval_days(text) is not None)


def ways(word: Word, *, company: bool = True) -> tuple[str, ...]:
    """Return every way to write what the word means, as it was typed first.

    ``company`` says whether another word of the field stands beside it, without which "net" is a net.
    """
    text = word.text
    if word.field == "people":
        return names(text)
    if days := interval_days(text):
        return tuple(dict.fromkeys((text, *interval_forms(days))))
    group = group_of(text) or ()
    if group and text.lower() in ORDINARY and not text.isupper() and not company:
        group = ()
    known = (one for other in (text, *group, *(members_of(text) if group else ())) for one in spelt(other))
    return tuple(islice(dict.fromkeys(known), _MOST_WAYS))


def spelt(text: str) -> tuple[str, ...]:
    """Return a text in all its spellings, as it is first."""
    return tuple(dict.fromkeys((*_spelt(text), *seams(text))))


def _spelt(text: str) -> Iterator[str]:
    yield text
    yield from islice(map(" ".join, product(*(forms(word) for word in text.split()))), 1, _MOST_FORMS)


def phrase_ways(phrase: Phrase) -> tuple[str, ...]:
    """Return a phrase with each of its words in each of its forms, and nothing more: it was quoted."""
    return tuple(dict.fromkeys(_spelt(" ".join(phrase.words))))


def is_of_the_field(node: Node) -> bool:
    """Return whether a word stands in the field's table and is no word of every day besides."""
    return isinstance(node, Word) and group_of(node.text) is not None and node.text.lower() not in ORDINARY


def words_of(node: Node | None) -> Iterator[Word | Phrase]:
    """Yield the words and phrases that a query asks for, but for those that it excludes."""
    match node:
        case Word() | Phrase():
            yield node
        case Every(parts) | Some(parts):
            for part in parts:
                yield from words_of(part)


_INTERVALS = (7, 14, 21, 28, 42, 56, 84)  # days between two injections that somebody may ask for


def table_of(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return what may be typed for what stands in the texts, folded, with the ways in which it stands there: for a page that searches itself."""
    known = " ".join(map(_plain, texts))
    lines = [*groups(), *map(interval_forms, _INTERVALS), *(forms(word) for word in sorted(set(known.split())))]
    table: dict[str, dict[str, None]] = {}
    for line in lines:
        said = [one for one in map(_plain, line) if one]
        others = [one for one in map(_plain, (*line, *members_of(line[0]))) if one and f" {one}" in f" {known}"]
        for one in said:
            table.setdefault(one, {}).update(dict.fromkeys(other for other in others if other != one))
    return {one: list(others) for one, others in sorted(table.items()) if others}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


_SHOWN_WAYS = 12


def explained(text: str, today: date | None = None) -> Iterator[str]:
    """Yield how the query is read, every word that is searched in other ways too, and what was not understood."""
    question = arranged(read(text, today))
    yield f"read as: {written(question.root) or 'everything'}"
    if question.is_plain and question.root is not None:
        yield "what has all of these comes first; where little has, what has most of them follows"
    company = any(map(is_of_the_field, words_of(question.root)))
    for leaf in words_of(question.root):
        others = ways(leaf, company=company)[1:] if isinstance(leaf, Word) else ()
        if others:
            more = f", and {len(others) - _SHOWN_WAYS} more" if len(others) > _SHOWN_WAYS else ""
            yield f"{written(leaf)}: also {', '.join(others[:_SHOWN_WAYS])}{more}"
    yield from question.remarks

"""Words that no item has, read as the nearest that one has; and, where nothing has all words, those that are much oftener meant."""

from collections.abc import Callable
from typing import NamedTuple

from watcher.query.meaning import is_filler, spelt
from watcher.query.nodes import Every, Near, Node, Question, Some, Without, Word
from watcher.query.words import group_of
from watcher.store.connection import Connection
from watcher.store.expression import quoted
from watcher.store.vocabulary import near, surface

_MOST_LOOKED_UP = 12  # words of one query


class Correction(NamedTuple):
    """A question in other words, and in sentences what was changed."""

    question: Question
    remarks: tuple[str, ...] = ()


def corrected(connection: Connection, question: Question) -> Correction:
    """Return the question with each word that no item has in the form of the nearest one that some item has."""
    return _changed(
        question, lambda word: _nearest(connection, word) if not _is_known(connection, word) else "", "no record has"
    )


def meant(connection: Connection, question: Question) -> Correction:
    """Return the question with the words that are near to far more frequent ones as those."""
    return _changed(question, lambda word: _nearest(connection, word), "together with the rest nothing has")


def _changed(question: Question, better: Callable[[Word], str], because: str) -> Correction:
    remarks: list[str] = []

    def change(word: Word) -> Word:
        found = better(word) if len(remarks) < _MOST_LOOKED_UP and _may_be_mistyped(word) else ""
        if found:
            remarks.append(f'{because} "{word.text}": "{found}" was searched')
        return word._replace(text=found) if found else word

    root = _each_word(question.root, change)
    return Correction(question._replace(root=root), tuple(dict.fromkeys(remarks)))


def _each_word(node: Node | None, change: Callable[[Word], Word]) -> Node | None:
    match node:
        case Word():
            return change(node)
        case Every(parts):
            return Every(tuple(found for part in parts if (found := _each_word(part, change))))
        case Some(choices):
            return Some(tuple(found for one in choices if (found := _each_word(one, change))))
        case Near(left, right, between):
            return Near(_each_word(left, change) or left, _each_word(right, change) or right, between)
        case Without(part):
            return Without(_each_word(part, change) or part)
    return node


def _may_be_mistyped(word: Word) -> bool:
    """Return whether the word is plain letters and none that we know."""
    return (
        word.text.isalpha()
        and not word.begins
        and word.field != "ids"
        and not is_filler(word)
        and not group_of(word.text)
    )


def _is_known(connection: Connection, word: Word) -> bool:
    text = " OR ".join(map(quoted, spelt(word.text)))
    found = connection.execute("SELECT 1 FROM document_index WHERE document_index MATCH ? LIMIT 1", (text,)).fetchone()
    return found is not None


def _nearest(connection: Connection, word: Word) -> str:
    return next((surface(connection, one.stem) for one in near(connection, word.text)), "")

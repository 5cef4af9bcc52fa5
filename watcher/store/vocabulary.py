"""The words that the store has, and which of them a word may be that it has not: "diarhea" may be diarrhea.

Where no item has all words of a query, a word may also stand for a similar one that is far more frequent.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from watcher.query.arrangement import is_filler, spelt
from watcher.query.nodes import Every, Near, Node, Phrase, Question, Some, Without, Word
from watcher.query.synonyms import group_of
from watcher.store.connection import Connection
from watcher.store.expression import ENDINGS, quoted
from watcher.text import fold

_LEAST_LETTERS = 4  # of a word that may be mistyped
_TWO_MISTAKES = 7  # letters of a word that may have two
_MOST_NEAR = 3
_LONGEST_ENDING = 7  # letters: "isation"
_RARER = 20  # times rarer than the most frequent candidate another one may be
_MORE_FREQUENT = 4  # times as frequent as the typed word a similar one must be to be meant instead


class Nearest(NamedTuple):
    """A word of the store that is near to what was typed, as the index keeps it (its stem), and in how many items it stands."""

    stem: str
    items: int


def stem(connection: Connection, word: str) -> str:
    """Return the word as the index keeps it; "" where it is none, or more than one."""
    _prepare(connection)
    connection.execute("DELETE FROM temp.stemmed")
    connection.execute("INSERT INTO temp.stemmed (word) VALUES (?)", (word,))
    rows = connection.execute("SELECT term FROM temp.stem").fetchall()
    return rows[0][0] if len(rows) == 1 else ""


def near(connection: Connection, word: str, *, known: bool = False) -> tuple[Nearest, ...]:
    """Return the words of the store that were most likely meant, the likeliest first; () where none is near.

    The first two letters are taken to be right; where that finds nothing, only the first. A word that is ``known``, which
    the store has, gives way to far more frequent ones alone.
    """
    stemmed = stem(connection, word.lower())
    if len(stemmed) < _LEAST_LETTERS or not stemmed.isalpha():
        return ()
    words = _words(connection, stemmed, 2)
    found = _among(_as_long(words, stemmed), stemmed)
    if found or known:
        return found
    return _with_endings(words, stemmed) or _among(_as_long(_words(connection, stemmed, 1), stemmed), stemmed)


def _with_endings(words: dict[str, int], typed: str) -> tuple[Nearest, ...]:
    """Return the words whose stem and one of the usual endings are near to what was typed: "escalaton"."""
    stems = _as_long(words, typed, shorter=_LONGEST_ENDING)
    whole = {f"{one}{ending}": items for one, items in stems.items() if len(one) > _LEAST_LETTERS for ending in ENDINGS}
    return _among(whole, typed)


def _among(words: dict[str, int], stemmed: str) -> tuple[Nearest, ...]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - seldom wanted
    from rapidfuzz.process import extract  # noqa: PLC0415

    found = extract(stemmed, words.keys(), scorer=OSA.distance, score_cutoff=_mistakes(stemmed), limit=None)
    # Too short for a wrong letter to be one: a letter is missing, or two are exchanged.
    if len(stemmed) == _LEAST_LETTERS:
        found = [one for one in found if len(one[0]) > len(stemmed) or sorted(one[0]) == sorted(stemmed)]
    often = _MORE_FREQUENT * words.get(stemmed, 0)
    ranked = sorted(
        (distance, not _leaves_out(stemmed, one), -words[one], one)
        for one, distance, _ in found
        if words[one] > often and one != stemmed
    )
    best = [Nearest(one, -count) for *likeness, count, one in ranked if likeness == list(ranked[0][:2])]
    return tuple(one for one in best if one.items * _RARER >= best[0].items)[:_MOST_NEAR]


def _leaves_out(typed: str, word: str) -> bool:
    """Return whether what was typed is the word without some letters, which is likelier than a wrong letter: "healty"."""
    letters = iter(word)
    return all(letter in letters for letter in typed)


def _mistakes(stemmed: str) -> int:
    return 2 if len(stemmed) >= _TWO_MISTAKES else 1


def _as_long(words: dict[str, int], stemmed: str, *, shorter: int = 0) -> dict[str, int]:
    """Return the words that are about as long; ``shorter`` lets them have so many letters fewer."""
    most = _mistakes(stemmed)
    lengths = range(len(stemmed) - most - shorter, len(stemmed) + most + 1)
    return {one: items for one, items in words.items() if len(one) in lengths}


def _words(connection: Connection, stemmed: str, right: int) -> dict[str, int]:
    """Return the words that share the first ``right`` letters and are not much longer, each with its number of items."""
    start = stemmed[:right]
    rows = connection.execute(
        "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) <= ?",
        (start, start + "\U0010ffff", len(stemmed) + _mistakes(stemmed)),
    )
    return dict(rows.fetchall())


def _prepare(connection: Connection) -> None:
    for statement in (
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, document_index, row)",
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.stemmed USING fts5(word, tokenize = 'porter unicode61 remove_diacritics 2')",
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.stem USING fts5vocab(temp, stemmed, row)",
    ):
        connection.execute(statement)


def surface(connection: Connection, stemmed: str) -> str:
    """Return a word of this stem as it stands in a text: "diarrhoea"; the stem itself where none is found."""
    row = connection.execute(
        """
        SELECT snippet(document_index, -1, char(1), char(2), '', 3)
        FROM document_index
        WHERE document_index MATCH ?
        LIMIT 1
        """,
        (f'"{stemmed}"',),
    ).fetchone()
    _, _, marked = (row[0] if row else "").partition("\x01")
    return marked.partition("\x02")[0].lower() or stemmed


_MOST_STEMS = 40  # that begin with the same letters
_MOST_WORDS = 12  # of them, the most frequent
_LOOKED_AT = 25  # items with one stem


def going_on(connection: Connection, start: str) -> tuple[str, ...]:
    """Return the words, or the phrases, of the store that begin with the text, in alphabetical order: "renal dysplas" gives "renal dysplasia".

    The index keeps stems, which may be shorter than what is looked for; the words are those of its texts, without accents
    and capitals. Of very many, the most frequent.
    """
    *before, last = re.findall(r"\w+", fold(start)) or [""]
    if len(last) < _LEAST_LETTERS - 1:
        return ()
    _prepare(connection)
    shorter = [last[:end] for end in range(_LEAST_LETTERS - 1, len(last))]
    rows = connection.execute(
        f"""
        SELECT term
        FROM temp.vocabulary
        WHERE term >= ? AND term < ? OR term IN ({", ".join("?" * len(shorter))})
        ORDER BY doc DESC
        LIMIT {_MOST_STEMS}
        """,  # noqa: S608 - our own numbers
        (last, last + "\U0010ffff", *shorter),
    )
    told = Counter(said for (stem,) in rows.fetchall() for said in _said(connection, " ".join((*before, stem))))
    begun = re.compile(r"[\W_]+".join(map(re.escape, (*before, last))) + r"\w*")
    fitting = [word for word, _ in told.most_common() if begun.fullmatch(word)]
    return tuple(sorted(fitting[:_MOST_WORDS]))


def _said(connection: Connection, stems: str) -> Iterator[str]:
    """Yield how some items write the phrase, folded."""
    rows = connection.execute(
        f"""
        SELECT snippet(document_index, -1, char(1), char(2), '', 16)
        FROM document_index
        WHERE document_index MATCH ?
        LIMIT {_LOOKED_AT}
        """,  # noqa: S608 - our own number
        (quoted(stems),),
    )
    for (text,) in rows.fetchall():
        yield from map(fold, re.findall(r"\x01([^\x01\x02]*)\x02", text))


_MOST_LOOKED_UP = 12  # words of one query


class Correction(NamedTuple):
    """A question in other words, and in sentences what was changed."""

    question: Question
    remarks: tuple[str, ...] = ()


def corrected(connection: Connection, question: Question) -> Correction:
    """Return the question with each word that no item has replaced by the most similar one that some item has."""
    return _changed(
        question, lambda word: _nearest(connection, word) if not _is_known(connection, word) else "", "no record has"
    )


def meant(connection: Connection, question: Question) -> Correction:
    """Return the question with each word replaced by a similar one that is far more frequent, where there is one."""
    return _changed(question, lambda word: _nearest(connection, word, known=True), "together with the rest nothing has")


def _changed(question: Question, better: Callable[[Word], str], because: str) -> Correction:
    remarks: list[str] = []

    def change(word: Word) -> Word:
        found = better(word) if len(remarks) < _MOST_LOOKED_UP and _may_be_mistyped(word) else ""
        if found:
            remarks.append(f'{because} "{word.text}": "{found}" was searched')
        return word._replace(text=found) if found else word

    root = _each_word(question.root, change)
    return Correction(question._replace(root=root), tuple(dict.fromkeys(remarks)))


def written_out(connection: Connection, question: Question) -> Question:
    """Return the question with the abbreviations that the store's own texts write out so as well: "tDCS"."""

    def change(word: Word) -> Node:
        loud = len(word.text) > 2 and word.text.isalpha() and sum(map(str.isupper, word.text)) > 1
        words = _words_of_abbreviation(connection, word.text) if loud and _may_be_mistyped(word) else ()
        return Some((word, Phrase(words, word.field))) if words else word

    return question._replace(root=_each_word(question.root, change)) if question.is_plain else question


def _words_of_abbreviation(connection: Connection, name: str) -> tuple[str, ...]:
    """Return the words that stand before the abbreviation in parentheses in most of some texts, and begin with its letters."""
    rows = connection.execute(
        f"""
        SELECT title || ' ' || abstract
        FROM document
        WHERE item IN (SELECT rowid FROM document_index WHERE document_index MATCH ? LIMIT {_LOOKED_AT})
        """,  # noqa: S608 - our own number
        (quoted(name),),
    )
    letters = name.lower()
    defined = re.compile(rf"(?<![^\W_])((?:[^\W_]{{1,40}}+[ -]){{{len(name)}}})\({name}s?\)", re.IGNORECASE)
    told = (
        tuple(re.findall(r"[^\W_]+", words)) for (text,) in rows.fetchall() for words in defined.findall(fold(text))
    )
    found = Counter(words for words in told if "".join(word[0] for word in words) == letters)
    return found.most_common(1)[0][0] if found else ()


def _each_word(node: Node | None, change: Callable[[Word], Node]) -> Node | None:
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


def _nearest(connection: Connection, word: Word, *, known: bool = False) -> str:
    return next((surface(connection, one.stem) for one in near(connection, word.text, known=known)), "")

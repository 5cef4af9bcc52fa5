"""What a query says, as a tree of a few kinds of node."""

from typing import NamedTuple, TypeAlias


class Word(NamedTuple):
    """A word as it was typed, or words that touch ("GEP-NET"); ``begins`` for what only has to begin so ("escalat*").

    ``field`` is the column that it has to stand in, "" for any.
    """

    text: str
    field: str = ""
    begins: bool = False


class Phrase(NamedTuple):
    """Words in their order, with nothing between them; ``begins`` is of the last one."""

    words: tuple[str, ...]
    field: str = ""
    begins: bool = False


class Near(NamedTuple):
    """Two parts in one text, in either order, with at most ``between`` words between them; each a word, a phrase or a choice of such."""

    left: "Node"
    right: "Node"
    between: int


class Every(NamedTuple):
    """All of the parts."""

    parts: tuple["Node", ...]


class Some(NamedTuple):
    """At least one of the parts."""

    choices: tuple["Node", ...]


class Without(NamedTuple):
    """Not the part."""

    part: "Node"


class Filter(NamedTuple):
    """Something that a thing is, beyond its words: ("is", "retracted"), ("year", "2020..2026")."""

    name: str
    value: str


Node: TypeAlias = Word | Phrase | Near | Every | Some | Without | Filter


class Question(NamedTuple):
    """A query that was read.

    ``root`` is None where it says nothing that can be searched. ``is_plain`` for words as they come, without an
    operator, a quote or a field: of such not all have to occur. ``remarks`` say what could not be read, and was searched as words.
    """

    root: Node | None
    is_plain: bool = True
    remarks: tuple[str, ...] = ()


_NAMES = {"people": "author", "venue": "journal", "ids": "id", "terms": "mesh", "title abstract": "tiab"}


def written(node: Node | None) -> str:
    """Return the node as it would be typed in full: "dose AND (octreotide OR lanreotide) AND NOT rat"."""
    match node:
        case None:
            return ""
        case Word(text, field, begins):
            return _named(field) + text + "*" * begins
        case Phrase(words, field, begins):
            return _named(field) + '"' + " ".join(words) + "*" * begins + '"'
        case Near(left, right, between):
            return f"{_inside(left)} NEAR/{between} {_inside(right)}"
        case Every(parts):
            return " AND ".join(map(_inside, parts))
        case Some(choices):
            return " OR ".join(map(_inside, choices))
        case Without(part):
            return f"NOT {_inside(part)}"
        case Filter(name, value):
            return f"{name}:{value}"


def _named(field: str) -> str:
    return f"{_NAMES.get(field, field)}:" if field else ""


def _inside(node: Node) -> str:
    return f"({written(node)})" if isinstance(node, Near | Every | Some) else written(node)

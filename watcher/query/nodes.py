"""What a query says, as a tree of a few kinds of node, and how nodes are put together.

What has one part is that part, and what says nothing is None.
"""

import re
from collections.abc import Sequence
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


_ENDS = ".,;:!?'`~|/\\&+=<>{}^%#@_-$*"
SAYS_SOMETHING = re.compile(r"[^\W_]")


def every(parts: Sequence[Node | None]) -> Node | None:
    """Return all of the parts as one."""
    flat = [
        inner for part in parts if part is not None for inner in (part.parts if isinstance(part, Every) else (part,))
    ]
    return None if not flat else flat[0] if len(flat) == 1 else Every(tuple(flat))


def some(choices: Sequence[Node | None]) -> Node | None:
    """Return the choices as one."""
    flat = [
        inner for part in choices if part is not None for inner in (part.choices if isinstance(part, Some) else (part,))
    ]
    return None if not flat else flat[0] if len(flat) == 1 else Some(tuple(flat))


def without(part: Node | None) -> Node | None:
    """Return what is not the part; twice is the part itself."""
    return part.part if isinstance(part, Without) else None if part is None else Without(part)


def word(text: str) -> Node | None:
    """Return a word without the signs around it; a star or a dollar behind it leaves its ending open."""
    plain = text.strip(_ENDS)
    return Word(plain, begins=text[-1:] in "*$") if SAYS_SOMETHING.search(plain) else None


def phrase(text: str) -> Node | None:
    """Return the words in their order; one alone is a phrase too, which is found as it stands."""
    words = tuple(one for each in text.split() if SAYS_SOMETHING.search(one := each.strip("*$")))
    return Phrase(words, begins=text.rstrip()[-1:] in "*$") if words else None


def inside(node: Node, field: str) -> Node:
    """Return the node with all its words in the field, but for those that have one."""
    match node:
        case Word() | Phrase():
            return node if node.field else node._replace(field=field)
        case Near(left, right, between):
            return Near(inside(left, field), inside(right, field), between)
        case Every(parts):
            return Every(tuple(inside(part, field) for part in parts))
        case Some(choices):
            return Some(tuple(inside(choice, field) for choice in choices))
        case Without(part):
            return Without(inside(part, field))
        case Filter():
            return node


def can_be_near(node: Node) -> bool:
    """Return whether a place in a text can be near to it: a word, a phrase, or a choice of them, in one field."""
    leaves = node.choices if isinstance(node, Some) else (node,)
    fields = {leaf.field for leaf in leaves if isinstance(leaf, Word | Phrase)}
    return len(fields) == 1 and all(isinstance(leaf, Word | Phrase) for leaf in leaves)

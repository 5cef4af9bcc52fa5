"""Nodes put together: what has one part is that part, and what says nothing is None."""

import re
from collections.abc import Sequence

from watcher.query.nodes import Every, Filter, Near, Node, Phrase, Some, Without, Word

_ENDS = ".,;:!?'`~|/\\&+=<>{}^%#@_-$*"
_SAYS_SOMETHING = re.compile(r"[^\W_]")


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
    return Word(plain, begins=text[-1:] in "*$") if _SAYS_SOMETHING.search(plain) else None


def phrase(text: str) -> Node | None:
    """Return the words in their order; one alone is a phrase too, which is found as it stands."""
    words = tuple(one for each in text.split() if _SAYS_SOMETHING.search(one := each.strip("*$")))
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

"""A query's words as FTS5 asks for them. Every word reaches it in quotes, so that nothing in it has a meaning there.

https://sqlite.org/fts5.html#full_text_query_syntax
"""

from collections.abc import Iterable
from itertools import islice, product

from watcher.query.arrangement import is_of_the_field, phrase_ways, ways, words_of
from watcher.query.nodes import SAYS_SOMETHING, Every, Filter, Near, Node, Phrase, Some, Without, Word
from watcher.text import unspaced

_MOST_PLACES = 64  # pairs of spellings that may stand near to one another
# The index keeps stems, and the stem of "escalation" is shorter than the "escalat" of "escalat*". So the
# words that begin like this are asked for as well.
ENDINGS = tuple(
    "e ed er es ic ing ion ions ional ive ity al ally able ment ments ise ised ize ized isation ization or y".split()
)


def expression(node: Node, *, company: bool = False) -> str:
    """Return the FTS5 expression for the node; "" where it is none of words alone, or only says what is not wanted."""
    match node:
        case Word() | Phrase():
            return _in(node.field, _leaf(node, company=company), node)
        case Near():
            return _near(node, company=company)
        case Some(choices):
            each = [expression(choice, company=company) for choice in choices]
            return _join(" OR ", each) if all(each) else ""
        case Every(parts):
            return _every(parts, company=company)
        case Without() | Filter():
            return ""


def choice(node: Node, *, company: bool = False) -> str:
    """Return the expression for what of a choice is of words; "" for anything else."""
    if not isinstance(node, Some):
        return ""
    return _join(" OR ", (expression(one, company=company) for one in node.choices))


def in_company(node: Node | None) -> bool:
    """Return whether a word of the query is one of the field, so that "net" beside it is one, too."""
    return any(map(is_of_the_field, words_of(node)))


def _every(parts: tuple[Node, ...], *, company: bool) -> str:
    wanted = [expression(part, company=company) for part in parts if not isinstance(part, Without)]
    unwanted = [expression(part.part, company=company) for part in parts if isinstance(part, Without)]
    if not wanted or not all((*wanted, *unwanted)):
        return ""
    both = _join(" AND ", wanted)
    return f"({both}) NOT ({_join(' OR ', unwanted)})" if unwanted else both


def _leaf(node: Word | Phrase, *, company: bool) -> list[str]:
    text = node.text if isinstance(node, Word) else " ".join(node.words)
    if runs := unspaced(text):
        return [quoted(text), _join(" AND ", map(_run, runs))]
    if node.begins:
        return _beginnings(text)
    return [quoted(way) for way in (ways(node, company=company) if isinstance(node, Word) else phrase_ways(node))]


def _in(field: str, alternatives: list[str], node: Word | Phrase) -> str:
    joined = _join(" OR ", filter(SAYS_SOMETHING.search, alternatives))
    if field and unspaced(node.text if isinstance(node, Word) else " ".join(node.words)):
        field = f"{field} terms"  # where the pairs of all columns stand
    return f"{{{field}}} : ({joined})" if field and joined else joined


def _near(node: Near, *, company: bool) -> str:
    left, right = (_places(side, company=company) for side in (node.left, node.right))
    fields = {leaf.field for side in (node.left, node.right) for leaf in words_of(side)} - {""}
    pairs = islice(product(left, right), _MOST_PLACES)
    joined = _join(" OR ", (f"NEAR({one} {other}, {node.between})" for one, other in pairs))
    return f"{{{fields.pop()}}} : ({joined})" if len(fields) == 1 else joined


def _places(node: Node, *, company: bool) -> list[str]:
    each = (_leaf(leaf, company=company) for leaf in words_of(node))
    return [way for several in each for way in several if SAYS_SOMETHING.search(way) and " AND " not in way]


def _run(run: str) -> str:
    """Return a run of pairs as a phrase; one character alone may begin any of them."""
    return quoted(run) if len(run) > 1 else f"{quoted(run)} *"


def _beginnings(text: str) -> list[str]:
    return [f"{quoted(text)} *", *(quoted(text + ending) for ending in ENDINGS)]


def quoted(text: str) -> str:
    """Return the text as FTS5 takes it for words in their order."""
    return '"' + text.replace('"', '""').replace("\0", " ") + '"'


def _join(sign: str, parts: Iterable[str]) -> str:
    kept = [part for part in dict.fromkeys(parts) if part]
    return kept[0] if len(kept) == 1 else sign.join(f"({part})" for part in kept)

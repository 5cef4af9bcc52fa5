"""Terms as providers and texts have them: stems written out where no wildcard is known, and which texts name one of them."""

import functools
import re
from collections.abc import Sequence

from watcher.model import Concept, Query, Term
from watcher.text import fold

# How a stem goes on, by how it ends, besides standing alone; the first line that fits counts. "octreotid" is a drug;
# what is on no line goes on as any word does, which is a guess.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("analog", ("s", "ue", "ues")),
    ("neoplas", ("m", "ms", "ia")),
    ("malignanc", ("y", "ies")),
    ("tum", ("or", "ors", "our", "ours")),
    ("crin", ("e",)),
    ("krin", ("e",)),
    ("kryn", ("e", "ych", "ymi", "ego")),  # Polish
    ("escalat", ("ion",)),
    ("intensif", ("ication",)),
    ("therap", ("y", "ies", "eutic")),
    ("surg", ("ery", "eries", "ical")),
    ("treat", ("ment", "ments", "ed")),
    ("random", ("ised", "ized", "isation", "ization")),
    ("randomi", ("sed", "zed", "sation", "zation")),
    ("ectom", ("y", "ies")),
    ("ostom", ("y", "ies")),
    ("path", ("y", "ies", "ic")),
    ("graph", ("y", "ies", "ic")),
    ("log", ("y", "ic", "ical")),
    ("metr", ("y", "ic")),
    ("aem", ("ia", "ic")),
    ("rrh", ("ea", "oea", "age")),
    ("ens", ("ion", "ive")),
    ("os", ("is", "es", "ed")),  # fibros, thrombos, stenos
    ("at", ("ion", "ions", "ed", "e")),
    ("tid", ("e",)),
    ("tin", ("e",)),
    ("tyd", ("u", "em", "y")),  # Polish
    ("тид", ("а", "у", "ом")),  # Russian: octreotide, lanreotide
    ("кринн", ("ая", "ые", "ый", "ых", "ой")),  # neuroendocrine
    *((noun, ("s",)) for noun in ("oma", "oid", "our", "or", "er", "ist", "igand")),
)
_PLURAL = ("s",)
_AS_ANY_WORD = ("s", "e", "es", "y", "ia", "ic", "ation")  # acromegaly and acromegalic, vaccine and vaccination


def written_out(term: Term) -> tuple[str, ...]:
    """Return the term, where it is a stem the stem itself (which may be a word) and the words that begin with it.

    Where it is not known how the stem goes on, those count that the store has, and the words before it are among them:
    too much comes, and is rated here.
    """
    if not term.prefix:
        return (term.text,)
    broader = term.text.rpartition(" ")[0] if is_guess(term) else ""
    endings = tuple(term.text + ending for ending in _endings(term) or (_AS_ANY_WORD if is_guess(term) else _PLURAL))
    return tuple(dict.fromkeys(filter(None, (term.text, *(endings if not term.words else term.words), broader))))


def is_guess(term: Term) -> bool:
    """Return whether it is a stem of which no ending is known: it is written out as if it were a word."""
    return term.prefix and not _endings(term) and not term.text[-1].isupper()  # an acronym has its plural only


def _endings(term: Term) -> tuple[str, ...]:
    return next((endings for stem, endings in _ENDINGS if term.text.lower().endswith(stem)), ())


Groups = tuple[tuple[Concept, ...], ...]


def own_groups(groups: Groups) -> Groups:
    """Return the groups without those of which a concept is within one of a group before: whoever looks for one concept alone needs no more.

    ("octreotide" with "escalation" brings a database more than "octreotide" with "carcinoid" does; a feed in which "octreotide" is
    looked for brings both, and "escalation" alone is nothing that is looked for.)
    """
    kept: list[tuple[Concept, ...]] = []
    for group in groups:
        known = [set(concept.terms) for other in kept for concept in other]
        if not any(terms >= set(concept.terms) for terms in known for concept in group):
            kept.append(group)
    return tuple(kept)


def sought_by(query: Query) -> Groups:
    """Return what is looked for in everything that comes: what is asked for elsewhere, and what is left out there."""
    return tuple(filter(None, (*own_groups(query.groups), query.left_out)))


def is_sought(text: str, groups: Groups) -> bool:
    """Return whether the text names any concept of any group; true where nothing is looked for.

    A feed shows the beginning of a text, often its title alone, so not every concept of a group can be asked for:
    a read-out may name the disease and not the drug. What comes is too much rather than too little, and is
    judged by what follows.
    """
    if not groups:
        return True
    folded, exact = _patterns(groups)
    return bool((folded and folded.search(fold(text))) or (exact and exact.search(text)))


def in_words(groups: Groups) -> str:
    """Return the terms as a question shows them: whatever changes it must change the question."""
    return ", ".join(dict.fromkeys(f"{term.text}*" if term.prefix else term.text for term in _terms(groups)))


def _terms(groups: Groups) -> list[Term]:
    return [term for group in groups for concept in group for term in concept.terms]


# Chinese and Japanese put no space between words: there a word may stand beside any character.
_LETTER = "[^\\W\u3041-\u30ff\u3400-\u9fff]"


@functools.lru_cache(maxsize=8)
def _patterns(groups: Groups) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    terms = _terms(groups)
    return _pattern([t for t in terms if not t.exact_case]), _pattern([t for t in terms if t.exact_case])


def _pattern(terms: Sequence[Term]) -> re.Pattern[str] | None:
    spelled = dict.fromkeys(map(_spelled, terms))
    # A number may stand right behind a letter: "EUCTR2021-000849-40-FR".
    numbers = [term for term in spelled if term[0].isdigit()]
    words = [term for term in spelled if not term[0].isdigit()]
    kinds = [rf"(?<!{before})(?:{'|'.join(some)})" for before, some in ((_LETTER, words), (r"\d", numbers)) if some]
    return re.compile("|".join(kinds)) if kinds else None


def _spelled(term: Term) -> str:
    """Return the term as a pattern: a blank may be a hyphen or nothing, and a plural is a form of it."""
    text = term.text if term.exact_case else fold(term.text)
    words = r"[\s-]*".join(re.escape(word) for word in re.split(r"[\s-]+", text))
    return words if term.prefix else rf"{words}(?:e?s)?(?!{_LETTER})"

"""Stems written out, for providers that know no wildcard."""

from watcher.model import Term

# How a stem goes on, by how it ends, besides standing alone; the first line that fits counts. "octreotid" is a drug;
# what is on no line goes on as any word does, which is a guess.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("analog", ("s", "ue", "ues")),
    ("neoplas", ("m", "ms", "ia")),
    ("malignanc", ("y", "ies")),
    ("tum", ("or", "ors", "our", "ours")),
    ("crin", ("e",)),
    ("krin", ("e",)),
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
    *((noun, ("s",)) for noun in ("oma", "oid", "our", "or", "er", "ist", "igand")),
)
_AS_ANY_WORD = ("s",)


def written_out(term: Term) -> tuple[str, ...]:
    """Return the term, where it is a stem the stem itself (which may be a word) and the words that begin with it."""
    if not term.prefix:
        return (term.text,)
    return (term.text, *(term.text + ending for ending in _endings(term) or _AS_ANY_WORD))


def is_guess(term: Term) -> bool:
    """Return whether it is a stem of which no ending is known: it is written out as if it were a word."""
    return term.prefix and not _endings(term) and not term.text[-1].isupper()  # an acronym has its plural only


def _endings(term: Term) -> tuple[str, ...]:
    return next((endings for stem, endings in _ENDINGS if term.text.lower().endswith(stem)), ())

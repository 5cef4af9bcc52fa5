"""Stems written out, for providers that know no wildcard."""

from watcher.model import Term

# How the stems of our subject go on, besides standing alone: drugs, analogues, tumours, doses.
# "octreotid" is a drug; "carcinoid" goes on as any word does.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("analog", ("s", "ue", "ues")),
    ("neoplas", ("m", "ms", "ia")),
    ("malignanc", ("y", "ies")),
    ("crin", ("e",)),
    ("krin", ("e",)),
    ("escalat", ("ion",)),
    ("intensif", ("ication",)),
    ("tid", ("e",)),
    ("tin", ("e",)),
    ("", ("s",)),
)


def written_out(term: Term) -> tuple[str, ...]:
    """Return the term, where it is a stem the stem itself (which may be a word) and the words that begin with it."""
    if not term.prefix:
        return (term.text,)
    endings = next(endings for stem, endings in _ENDINGS if term.text.lower().endswith(stem))
    return (term.text, *(term.text + ending for ending in endings))

"""Who was studied: the labels that a tumour board asks for first, each with its sentence."""

from watcher.model import Trait


def traits(text: str, field: str = "abstract") -> tuple[Trait, ...]:
    """Return grade, Ki-67, primary site, function, burden, prior treatment, line and n, where the text says so."""
    del text, field
    return ()

"""Reasons as a person reads them."""

from watcher.model import Reason


def in_words(reason: Reason) -> str:
    """Return "a somatostatin analogue: 'SSA' in the title (12-15)"."""
    term = f" {reason.term!r}" if reason.term else ""
    at = f" ({reason.span.start}-{reason.span.end})" if reason.span else ""
    return f"{reason.concept}:{term} {reason.note}{at}".rstrip()

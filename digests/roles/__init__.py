"""What each sentence of an abstract does: by the heading above it where there is one, else as learnt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digests.roles.headings import Role, heading, role_of_heading
from digests.roles.model import roles
from watcher.text import sentences

__all__ = ["Marked", "Role", "marked", "role_of_heading", "roles"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence's place in the text, without its heading, and its role."""

    start: int
    end: int
    role: Role
    labelled: bool = False


def marked(text: str) -> tuple[Marked, ...]:
    """Return the sentences in their order; () for no text."""
    found = tuple(_with_heading(text))
    if all(role is not None for _, _, role in found):
        return tuple(Marked(start, end, role, labelled=True) for start, end, role in found if role is not None)
    read = roles([text[start:end] for start, end, _ in found])
    return tuple(
        Marked(start, end, role or _corrected(by_words, text[start:end]), labelled=role is not None)
        for (start, end, role), by_words in zip(found, read, strict=True)
    )


# Nobody plans or concludes in intervals and p values.
_TESTED = re.compile(
    r"\d ?% ?(?:CI|confidence interval|KI|IC)\W{0,3}\d|[Pp] ?[<=>] ?0?[.,\u00b7]\d|\((?:range|IQR)\W{0,3}\d"
)
_CONCLUDES = re.compile(
    r"(?i)(?:in )?conclu|in summary|overall,|taken together|these (?:data|results|findings)|our (?:data|results|findings)|this (?:study|trial) (?:shows|suggests)"
)


def _corrected(role: Role, sentence: str) -> Role:
    """Return RESULTS for a sentence that was read as a plan or a conclusion and reports an interval or a p value."""
    if role in {Role.RESULTS, Role.BACKGROUND} or not _TESTED.search(sentence) or _CONCLUDES.match(sentence):
        return role
    return Role.RESULTS


def _with_heading(text: str) -> Iterator[tuple[int, int, Role | None]]:
    """Yield each sentence with the role of the heading above it; a new line without one has none."""
    current: Role | None = None
    line = -1
    for start, end in sentences(text):
        own, role = heading(text, start, end)
        if role is not None:
            current, line = role, text.count("\n", 0, start)
        elif own > start or text.count("\n", 0, start) != line:
            current, line = None, text.count("\n", 0, start)
        if own < end:
            yield own, end, current

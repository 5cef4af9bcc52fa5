"""The five roles of a sentence, and the headings that name them."""

import re
from enum import StrEnum


class Role(StrEnum):
    """What a sentence of an abstract does, in the order of an abstract (NLM's categories)."""

    BACKGROUND = "BACKGROUND"
    OBJECTIVE = "OBJECTIVE"
    METHODS = "METHODS"
    RESULTS = "RESULTS"
    CONCLUSIONS = "CONCLUSIONS"


# Headings as journals print them; the first that matches wins, so the last section comes first.
_HEADINGS = (
    (Role.CONCLUSIONS, r"conclu|interpret|discuss|implication|significance|summary"),
    (Role.RESULTS, r"results?\b|findings?|outcomes? and"),
    (
        Role.METHODS,
        r"method|design|setting|participant|patients?\b|intervention|measures?|materials?|procedure|subjects|registration|analys[ie]s|sample|experimental",
    ),
    (Role.OBJECTIVE, r"objective|aims?\b|purpose|hypothes|question|goal"),
    (Role.BACKGROUND, r"background|introduction|context|rationale|importance"),
)


def role_of_heading(label: str) -> Role | None:
    """Return the role that a passage's heading names; None where it names none."""
    words = label.lower()
    return next((role for role, pattern in _HEADINGS if re.search(pattern, words)), None)

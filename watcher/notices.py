"""What a title says of its own kind: a correction, a reply, a protocol is not the work whose title it bears."""

import re

NOTICES = frozenset({"correction", "retraction", "concern", "reply", "comment"})
"""The labels of what is published about another work."""

# Each at the beginning of the title, or at its end: in the middle the words speak of something else
# ("response to treatment", "effects of comments on demand").
_LABELS: dict[str, tuple[str, ...]] = {
    "correction": (
        r"^(?:author|publisher|editorial|published)?s?'?s? ?(?:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a)|corrections?(?! of| for))\b",
        r"\b(?:erratum|corrigendum|addendum)$",
    ),
    "retraction": (
        r"^(?:retraction|withdrawal|withdrawn)(?: ?[:-]| to\b| of\b| not(?:e|ice)\b| for\b|$)",
        r"\bretraction$",
    ),
    "concern": (r"^(?:editorial )?expression of concern\b", r"\bexpression of concern$"),
    "reply": (
        r"^(?>in |(?>authors?'?s?'?) |the authors )*+repl(?:y|ies)\b",
        r"^(?:authors?'?s?'? )?response ?:",
        r"^(?:authors?'?s?'? response|in response to|response to (?:the )?(?:letter|comment)s?|letter in response)\b",
        r"^re ?:",
        r"\b(?:repl(?:y|ies)|response from the authors?|author response)$",
    ),
    "comment": (
        r"^(?:invited |editorial )?comment(?:ary)?s?(?: ?:| on\b| to\b| regarding\b)",
        r"^letters?(?: to the editor)? ?(?::|regarding\b|about\b|by\b|on\b)",
        r"^(?:faculty opinions|regarding|concerning)\b",
        r"^correspondence ?:",
        r"\b(?:editorial comment|commentary|letter to the editor|letter)$",
    ),
    "protocol": (
        r"\bprotocol\b",
        r"\brationale and (?:study )?design\b",
        r"\bdesign and rationale\b",
        r"\b(?:study|trial) design\b",
    ),
    "in progress": (r"\btrials?[ -]in[ -]progress\b", r"\btip$"),
    "update": (r"\bupdate[ds]?\b", r"\brevisited$"),
}
_PATTERNS = tuple((name, re.compile("|".join(patterns))) for name, patterns in _LABELS.items())

# The work itself, marked by its publisher after the fact.
RETRACTED = re.compile(
    r"^(?:retracted(?: article)?|removed)\s*+[:.\-]\s*+|(?<!\s)\s*+[\[(]?retracted(?: article)?[\])]?\.?$"
)


def label_of(title: str) -> str:
    """Return the label of a folded title; "" for a work like any other."""
    title = title.strip(" .\"'[]()")
    return next((name for name, pattern in _PATTERNS if pattern.search(title)), "")

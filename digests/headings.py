"""Where a heading stands before a sentence: "RESULTS: ", at a line's beginning or run into the paragraph.

Only what names a role is a heading: "ORR: 43%" is a sentence.
"""

import re

from digests.roles.names import Role, role_of_heading

# Up to six words and a colon: "Patients and methods: ", "MAIN OUTCOME MEASURES: ".
_HEADING = re.compile(
    r"(?<![A-Za-z])([A-Z][A-Za-z]{1,24}+(?:(?: |/| & |, | and )[A-Za-z]{1,24}+){0,5})\s?(?:::?|\.(?=\s[A-Z]))\s++(?=\S)"
)
_LONGEST = 60
# A heading that ends with a full stop is one of these alone: "Results. Median PFS ..."
_PLAIN = re.compile(
    r"(?i)(?:background|introduction|objectives?|aims?|methods?|materials? and methods|patients and methods|results|findings|conclusions?)"
)


def heading(text: str, start: int, end: int) -> tuple[int, Role | None]:
    """Return where the sentence's own words begin, and the role that its heading names (None: it has none)."""
    match = _HEADING.match(text, start, min(end, start + _LONGEST))
    if match is None:
        return start, None
    label = match.group(1)
    role = role_of_heading(label)
    if "." in match.group()[len(label) :] and not _PLAIN.fullmatch(label):
        return start, None
    return (match.end(), role) if role else (start, None)

"""What patients were given in a study, and what they had had before it."""

import re
from collections.abc import Sequence

from watcher.model import Record, Regimen

_SENTENCE = re.compile(r"[.;:?!]\s|\n")
_COMPARED = re.compile(r"(?i)\b(?:versus|vs\.?|against|compar\w+|than|control|randomi[sz]ed|assigned|or)\b")
_AGAINST = re.compile(r"(?i)\b(?:versus|vs\.?|against|compar\w+)\b")
_BEFORE = re.compile(
    r"(?i)\b(?:after|following|previous\w*|prior|fail\w+|progress\w+|refractory|resistan\w+|pre-?treated|despite|switched|changed|from|label\w*"
    r"|controlled (?:by|with|on)|symptom\w* (?:on|under)|uncontrolled)\b"
)


def is_given(regimen: Regimen, records: Sequence[Record]) -> bool:
    """Return whether the study gave the regimen: the label's dose only where the text compares something with it.

    What patients had before, "after progression on 30 mg every 4 weeks", is neither given nor compared.
    """
    if not _is_label(regimen):
        return True
    compared, had, after = _around(regimen, records)
    return compared > had or (had < 0 and _AGAINST.search(f"{regimen.text} {after}") is not None)


def was_before(regimen: Regimen, records: Sequence[Record]) -> bool:
    """Return whether the text says of the label's dose that patients had had it before the study: "after progression on 30 mg"."""
    compared, had, _ = _around(regimen, records)
    return _is_label(regimen) and had > compared


def _is_label(regimen: Regimen) -> bool:
    return not regimen.intensification and regimen.multiple_of_label is not None


def _around(regimen: Regimen, records: Sequence[Record]) -> tuple[int, int, str]:
    """Return where the words before the regimen last compare, and where they last speak of what was before, -1 for never; what stands after it."""
    text = next((said for one in records if (said := _place(regimen, one))), ("", ""))
    before, after = _SENTENCE.split(text[0])[-1], _SENTENCE.split(text[1])[0]
    compared = max((match.end() for match in _COMPARED.finditer(before)), default=-1)
    had = max((match.end() for match in _BEFORE.finditer(before)), default=-1)
    return compared, had, after


def _place(regimen: Regimen, record: Record) -> tuple[str, str] | None:
    """Return what stands before and after the regimen in its record; None where it stands elsewhere."""
    text, span = record.title if regimen.span.field == "title" else record.text, regimen.span
    if text[span.start : span.end] != regimen.text:
        return None
    return text[max(span.start - 160, 0) : span.start], text[span.end : span.end + 120]

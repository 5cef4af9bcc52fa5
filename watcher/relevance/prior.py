"""Whether a study gave a label's dose, or its patients had had it: "after progression on 30 mg every 4 weeks"."""

import re

from watcher.model import Regimen

# Forms of which no dose in these tumours is a label's.
WITHOUT_LABEL = frozenset({"subcutaneous depot", "subcutaneous", "oral"})
_CONTEXT = 160
_COMPARED = re.compile(r"\b(?:versus|vs\.?|against|compar\w+|than|control|randomi[sz]ed|assigned|or)\b")
_AGAINST = re.compile(r"\b(?:versus|vs\.?|against|compar\w+)\b")
_PRIOR = re.compile(
    r"\b(?:after|following|previous\w*|prior|fail\w+|progress\w+|refractory|resistan\w+|pre-?treated|despite|switched|changed|from|label\w*"
    r"|approv\w+|licen[cs]ed|(?:escap|free)\w*|stable on|controlled (?:by|with|on)|symptom\w* (?:on|under)|uncontrolled)\b"
)

# "On 30 mg every 28 days he still had seven stools a day."
_STILL = re.compile(
    r",? (?:(?:he|she|they|the patient|(?:all |most )?(?:the )?patients) )?(?:still|continued to have|remained symptomatic)(?!\w)"
)


def role_of(one: Regimen, sentence: str, offset: int) -> str:
    """Return "compared" where a label's dose is held against something, "prior" where patients had had it, else "".

    ``sentence`` is the folded one that it stands in, which begins at ``offset`` of its text. More than the label's is always the study's.
    """
    if one.intensification or one.formulation in WITHOUT_LABEL:
        return ""
    start, end = one.span.start - offset, one.span.end - offset
    before = sentence[max(start - _CONTEXT, 0) : end]
    compared = max((match.end() for match in _COMPARED.finditer(before)), default=-1)
    had = max((match.end() for match in _PRIOR.finditer(before)), default=-1)
    if compared > had or (had < 0 and _AGAINST.search(sentence, start, end + _CONTEXT)):
        return "compared"
    return "prior" if had >= 0 or _STILL.match(sentence, end) else ""

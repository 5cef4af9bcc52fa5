"""The doses of other drugs that a study gave beside an analogue or against it: "everolimus 10 mg once daily"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from watcher.model import Regimen, Span
from watcher.relevance.label import role_of

# By the endings of their classes, or a compound by its code; what is given for comfort (loperamide, enzymes) is no arm.
_DRUG = re.compile(
    r"(?<![\w-])(?P<drug>[a-z]{2,14}(?:nib|limus|platin|taxel|citabine|lomide|zumab|ximab|rubicin)|streptozo\w{3,6}|(?:5-)?fluorouracil|interferon(?:[- ]al(?:f|ph)a)?(?:-?2[ab])?|telotristat"
    r"|(?:\[?177\]?-?lu\]?[- ])[a-z-]{4,16}|lutetium[a-z() 0-9-]{0,20}|(?!ki-?67|mib|nct|day|week|arm|am-?\d|cam)[a-z]{2,4}-\d{2,6})"
    r"(?: (?:ethyl|etiprate|alone|tablets?|capsules?|group|arm))?[\s,(]{1,3}(?:(?:given |started )?at |(?:at )?(?:a )?(?:starting |daily )?doses? of )?$"
)
_DOSE = re.compile(r"(?<![\w.,])(?P<dose>\d{1,4}+(?:[.,]\d{1,3})?+) ?(?P<unit>mg|gbq)(?![a-z]|/m?l)")
# How it is taken and how often, as far as it is said at once.
_TAKEN = re.compile(
    r"(?: ?/ ?m2)?(?:,? (?:by mouth|orally|oral|subcutaneous(?:ly)?|intravenous(?:ly)?|s\.?c\.?|p\.?o\.?|i\.?v\.?)(?!\w))?"
    r"(?:,? ?(?:once|twice|three times|thrice)[ -](?:daily|a day|per day|weekly|a week)|,? ?(?:daily|weekly|a day|per day|/d(?:ay)?|b\.?i\.?d|t\.?i\.?d|o\.?d|q\.?d)(?!\w)|,? ?(?:every|q) ?\w{1,6}(?:[- ](?:days?|weeks?|months?))?(?!\w))?"
)
_BEFORE = 60  # characters before a dose in which its drug stands


def others(text: str, folded: str, spans: Sequence[tuple[int, int]], field: str) -> Iterator[Regimen]:
    """Yield the doses of other drugs in these sentences, each at its place; what patients had had before is "prior", the rest "compared"."""
    for start, end in spans:
        for dose in _DOSE.finditer(folded, start, end):
            begin = max(start, dose.start() - _BEFORE)
            if drug := _DRUG.search(folded[begin : dose.start()]):
                taken = _TAKEN.match(folded, dose.end(), end)
                first, last = begin + drug.start("drug"), taken.end() if taken else dose.end()
                made = Regimen(
                    drug=drug["drug"],
                    text=text[first:last],
                    span=Span(field=field, start=first, end=last),
                    dose_mg=float(dose["dose"].replace(",", "")) if dose["unit"] == "mg" else None,
                )
                yield replace(made, role=role_of(made, folded[start:end], start) or "compared")

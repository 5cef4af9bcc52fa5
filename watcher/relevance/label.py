"""The doses of the labels in gastro-entero-pancreatic NET, and whether a study gave one or its patients had had it.

Beside them the doses of other drugs: "everolimus 10 mg once daily". Sources: the summaries of product characteristics and US prescribing information of the products, as named at each line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from watcher.model import Regimen, Span
from watcher.relevance.pieces import DAYS_OF_A_MONTH


class Label(NamedTuple):
    """The highest labelled maintenance dose: ``dose_mg`` every ``interval_days``."""

    dose_mg: float
    interval_days: float

    @property
    def mg_per_28_days(self) -> float:
        """Return the labelled dose in 28 days."""
        return self.dose_mg * DAYS_OF_A_MONTH / self.interval_days

    def is_exceeded(self, dose: float | None, *, above: bool) -> bool:
        """Return whether a dose (mg) is more than the label's; ``above``: more than that dose was given."""
        return dose is not None and (dose >= self.dose_mg if above else dose > self.dose_mg)


# By (drug, formulation); what is not here has no label to measure by:
# - CAM2029 (octreotide subcutaneous depot) has none in NET, and its exposure for each mg is four to five
#   times that of octreotide LAR, so a multiple of another product's dose would mislead;
# - octreotide and lanreotide several times a day, by mouth, and paltusotine are not depots.
LABELS = {
    # Sandostatin LAR: "20 to 30 mg every 4 weeks"; tumour control 30 mg every 4 weeks (SmPC 4.2)
    ("octreotide", "LAR"): Label(30, 28),
    # Somatuline Autogel: 120 mg every 28 days in GEP-NET (SmPC 4.2; Somatuline Depot, section 2)
    ("lanreotide", "autogel"): Label(120, 28),
    # lanreotide prolonged release 30 mg (the older microparticles): every 14 days
    ("lanreotide", "PR"): Label(30, 14),
    # Signifor LAR: no label in NET; at most 60 mg every 28 days in acromegaly (SmPC 4.2)
    ("pasireotide", "LAR"): Label(60, 28),
}
# Every long-acting product is labelled for four weeks, the older lanreotide microparticles apart.
DEPOT_INTERVAL_DAYS = 28

# A depot's injections are days to weeks apart; "every 12 weeks" beside a drug is a scan.
DEPOT_DAYS = (7, 63)

# Forms of which no dose in these tumours is a label's.
WITHOUT_LABEL = frozenset({"subcutaneous depot", "depot", "subcutaneous", "oral", "implant", "gel"})
_CONTEXT, _NEAR = 160, 50  # characters
_COMPARED = re.compile(
    r"\b(?:versus|vs\.?|against|compar\w+|than|(?<!mal )(?<!poor )(?<!symptom )(?<!disease )(?<!inadequate )(?<!insufficient )(?<!incomplete )(?<!partial )(?<!tumour )(?<!tumor )control(?! (?:sintom|symptom|of )\w*)|randomi[sz]ed|assigned|allocated|or)\b"
)
_AGAINST = re.compile(r"\b(?:versus|vs\.?|against|compar\w+)\b")
_PRIOR = re.compile(
    r"\b(?:(?:after|following)(?! (?:an? |\d|one|two|three|four|six|twelve|\w+teen|\w+ty)(?:[\w.-]{1,12} ){0,3}(?:days?|weeks?|months?|years?|injections?)\b)|previous\w*"
    r"|(?<!no )(?<!without )prior|fail\w+|(?<!time to )(?<!tumor )(?<!tumour )(?:progres)\w*(?!-free)|(?:had|have) grown|refractory|resistan\w+|pre-?treated|despite|switched|changed"
    r"|(?:mal|poor|inadequate|insufficient|incomplete|partial) (?:\w+ )?control\w*|from(?! (?:\w+ ){0,2}(?:19|20)\d\d)(?![^.;]{60})|label\w*|approv\w+|licen[cs]ed|escap\w+|(?<!-)free of|stable (?:[\w-]{1,12} ){0,2}on|persist\w*|recurr(?!ent)\w*|relaps\w*|controlled (?:by|with|on)|symptom\w* (?:on|under)|uncontrolled"
    r"|with (?:an? |at least |more than )?[^.;,]{0,50}(?:stools?|flush\w*|diarrh\w*|movements|trough|levels?|syndrome)[^.;,]{0,25} (?:on|under))\b"
)
# Right before a dose that is more than the label's: what they had had in vain, of which the study gave something else.
_IN_VAIN = re.compile(
    r"(?:(?:resistant|refractory) to|(?<!time to )(?<!until )(?<!to tumor )(?<!to tumour )progress(?:ed|ing|ion) (?:on|under|during|despite|while on)|fail(?:ed|ure|ing) (?:of|on|to respond to)|failing|not controlled (?:by|on|with)|uncontrolled (?:by|on|with)|despite|previously (?:received|treated with|given)|switch(?:ed|ing) from|(?:controlled|stable) on)"
    r" (?:(?!(?:to|received?|receiving|had|were|was|got|took|went|moved|switched|and|who|then|now) )[a-z][\w-]{0,16} ){0,4}$"
)
# "Switched from 120 mg q4w to q2w": what is more than the label's is what they went to.
_TO = re.compile(r" to (?:every|q)")
_FAILED = re.compile(
    r"\)? (?:was|were) (?:then |all )?(?:switched|changed|converted|moved) to (?:lanreotide|octreotide|pasireotide|prrt|everolimus|177|lutetium)(?!\w)| (?:had )?failed(?: to)?(?!\w)| (?:was|were) (?:ineffective|insufficient)(?!\w)| no longer(?!\w)"
)
# An injection between those of the depot, when it is needed.
_RESCUE = re.compile(r"rescue|as[- ]needed|on[- ]demand|(?<!\w)p\.?r\.?n(?!\w)|breakthrough")
# What either arm might go on to once it had failed: none of what was assigned.
_WENT_OVER = re.compile(
    r"(?:either|both|any|each|all|control|comparator|standard|placebo|reference) (?:[\w-]{1,16} )?(?:arms?|groups?)(?!\w)|cross(?:ed|ing|es)?[ -]?over|extension|re-?treatment"
)
_FAILING = re.compile(r"(?<!before )progress(?!ion[- ]free)|(?<!\w)relaps|treatment failure")
_MIGHT = re.compile(
    r"(?<!\w)(?:could|may|might|can|cross(?:ed|ing)?[ -]?over|(?:(?:was|were) )?(?:allowed|permitted|eligible|free|offered|entitled))(?!\w)"
)
_LOTS_DRAWN = re.compile(r"randomi[sz]ed|randomly|allocated|assigned")
# What was given then, whatever had come before: "after surgery, patients were given 30 mg every 4 weeks".
_GIVES = re.compile(
    r"\b(?<!been )(?<!had )(?:moved|changed|switched|went|extended|returned|lengthened|prolonged|widened) (?:(?:up|back|over|then) )?to\b|\b(?<!had )(?<!having )(?<!previously )(?<!already )(?:received|(?:was|were) (?:then |all )?(?:given|started on|put on|(?:switched|changed|moved) to)|(?<!previously )(?:was|were) treated with)\b"
)
# "Assigned, after progression on either, to 60 mg or 30 mg".
_ASSIGNED_TO = re.compile(
    r"\b(?:assigned|allocated|randomi[sz]ed)\b(?![^.;]{0,160}\b(?:switched|changed|moved|escalated)\b)[^.;]{0,160} to (?:receive )?$"
)
# "Who began octreotide LAR 30 mg or lanreotide 120 mg": the study looks at what comes of it.
_BEGAN = re.compile(
    r"(?<!\w)(?<!had )(?<!before )(?:start(?:ed|ing)|began|beginning|commenc(?:ed|ing)|initiat(?:ed|ing))(?! to )[^.;,]{0,60}$"
)
# "On 30 mg every 28 days he still had seven stools a day."
_STILL = re.compile(
    r" (?:\(n ?= ?\d{1,5}\) )?(?:had (?:long |initially |been )?(?:controlled|sufficed|failed|kept)|failed to|(?:was|were) (?:ineffective|insufficient)|no longer)(?!\w)| (?:\(n ?= ?\d{1,5}\) )?(?:received|(?:was|were) (?:then |all )?(?:escalated|(?:up-?)?titrated|switched|changed|moved|raised|stepped up|put on|offered))(?!\w)|,? (?:(?:he|she|they|the patient|(?:all |most )?(?:the )?patients) )?(?:still|continued to have|remained symptomatic)(?!\w)"
)


# "... were randomised to 30 mg every 2 weeks or to unchanged treatment": what they had had is an arm.
_WENT_ON = re.compile(
    r"(?:randomi[sz]|assign|allocat)\w{1,8}[^;]{0,120} (?:or|and|versus|vs|to|with|plus) (?:to |with )?(?:an? |the )?(?:unchanged|unaltered|continu(?:e|ed|ing|ation)(?!\w)|no (?:intensification|change)|the same (?:dose|treatment|schedule)|remain\w*)"
    r"|^ (?:(?:then |either |who )?(?:went|carried|stayed|remained|kept|continued) (?:on )?(?:with |on |to receive )?(?:it|this|that|the same(?: dose| schedule)?)(?!\w)|\(control)"
)


def role_of(one: Regimen, sentence: str, offset: int) -> str:
    """Return "compared" where a label's dose is held against something, "prior" where patients had had it, "rescue", else "".

    ``sentence`` is the folded one that it stands in, which begins at ``offset`` of its text. More than the label's is the
    study's, unless it is said right before that it was in vain.
    """
    start, end = one.span.start - offset, one.span.end - offset
    if one.formulation == "subcutaneous" and _RESCUE.search(sentence, max(start - _NEAR, 0), end + _NEAR):
        return "rescue"
    if _is_gone_over_to(sentence, start, end):
        return "rescue"
    if one.intensification or one.formulation in WITHOUT_LABEL:
        in_vain = _IN_VAIN.search(sentence, max(start - _CONTEXT, 0), start) or _FAILED.match(sentence, end)
        is_other_end = _TO.search(sentence, start, end) is not None
        return "prior" if one.intensification and in_vain and not is_other_end else ""
    begin = max(start - _CONTEXT, 0)
    before, split = sentence[begin:end], start - begin  # "failed on 20 mg or 30 mg": its own "or" compares nothing
    compared = max(
        (match.end() for match in _COMPARED.finditer(before) if match.end() < split - 1 or match.group() != "or"),
        default=-1,
    )
    had = max((match.end() for match in _PRIOR.finditer(before)), default=-1)
    given = max((match.end() for match in _GIVES.finditer(before)), default=-1)
    if (
        compared > had
        or _ASSIGNED_TO.search(before, 0, split)
        or (had < 0 and _AGAINST.search(sentence, start, end + _CONTEXT))
    ):
        return "compared"
    if _WENT_ON.search(sentence[end : end + _CONTEXT]) or _BEGAN.search(before, 0, split):
        return "compared"
    return "prior" if had > given or _STILL.match(sentence, end) else ""


class Said(NamedTuple):
    """What is said of one regimen, before it is measured against the label."""

    drug: str
    form: str
    dose: float | None = None
    interval: float | None = None
    start: int = 0
    end: int = 0
    above: bool = False
    sooner: bool = False
    product: str = ""


def measured(said: Said, text: str, field: str) -> Regimen:
    """Return what is said as a regimen, measured against the label where there is one."""
    month = None
    if said.dose is not None and said.interval and not said.above and not said.sooner:
        month = round(said.dose * DAYS_OF_A_MONTH / said.interval, 3)
    label = LABELS.get((said.drug, said.form))
    multiple = round(month / label.mg_per_28_days, 3) if month is not None and label else None
    return Regimen(
        drug=said.drug,
        formulation=said.form,
        text=text[said.start : said.end],
        span=Span(field=field, start=said.start, end=said.end),
        dose_mg=None if said.above else said.dose,
        interval_days=None if said.sooner else said.interval,
        mg_per_28_days=month,
        multiple_of_label=multiple,
        intensification=_intensification(said, multiple),
        product=said.product,
    )


def _intensification(said: Said, multiple: float | None) -> str:
    """Return what is more than the label's: "dose", "interval", "both", or "" where nothing is."""
    label = LABELS.get((said.drug, said.form))
    if multiple is not None and multiple <= 1:
        return ""
    if said.form in WITHOUT_LABEL:
        return ""
    usual = label.interval_days if label else DEPOT_INTERVAL_DAYS
    most = usual if said.sooner else usual - 1
    shorter = said.interval is not None and DEPOT_DAYS[0] <= said.interval <= most
    more = label is not None and label.is_exceeded(said.dose, above=said.above)
    return {(True, True): "both", (True, False): "dose", (False, True): "interval"}.get((more, shorter), "")


# By the endings of their classes, or a compound by its code; what is given for comfort (loperamide, enzymes) is no arm.
_OTHER_DRUG = re.compile(
    r"(?<![\w-])(?P<drug>[a-z]{2,14}(?:nib|limus|platin|taxel|citabine|lomide|zumab|ximab|rubicin)|streptozo\w{3,6}|(?:5-)?fluorouracil|interferon(?:[- ]al(?:f|ph)a)?(?:-?2[ab])?|telotristat|cabergoline|bromocriptine|pegvisomant|diazoxide"
    r"|(?:\[?177\]?-?lu\]?[- ])[a-z-]{4,16}|lutetium[a-z() 0-9-]{0,20}|(?!ki-?67|mib|nct|day|week|arm|am-?\d|cam)[a-z]{2,4}-\d{2,6})"
    r"(?: (?:ethyl|etiprate|alone|tablets?|capsules?|group|arm))?[\s,(]{1,3}(?:(?:given |started )?at |(?:at )?(?:a )?(?:starting |daily )?doses? of )?(?:up to )?$"
)
_OTHER_DOSE = re.compile(
    r"(?<![\w.,])(?P<dose>\d{1,4}+(?:[.,]\d{1,3})?+) ?(?P<unit>(?P<mg>mg)(?! ?/ ?(?:kg|m2))|mg ?/ ?(?:kg|m2)|gbq|million (?:international )?units|m(?:i)?u)(?![a-z]|/m?l)"
)
_COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|seven)"
# How it is taken and how often, as far as it is said at once, and in which weeks: "daily, 1 week on/1 week off".
_TAKEN = re.compile(
    r"(?:,? (?:by mouth|orally|oral|subcutaneous(?:ly)?|intravenous(?:ly)?|s\.?c\.?|p\.?o\.?|i\.?v\.?)(?!\w))?"
    r"(?:,? ?(?:once|twice|three times|thrice)[ -](?:daily|a day|per day|weekly|a week|per week)|,? ?(?:daily|weekly|a day|per day|/d(?:ay)?|b\.?i\.?d|t\.?i\.?d|o\.?d|q\.?d)(?!\w)|,? ?(?:every|q) ?\w{1,6}(?:(?: (?:or|to) |[/\u2013-])\d{1,2})?(?:[- ](?:days?|weeks?|months?))?(?!\w))?"
    rf"(?:,? (?:for|on) (?:days? )?{_COUNT}(?: ?(?:[-\u2013]|to|and) ?\d{{1,2}})?(?: (?:consecutive )?days)?(?!\w)(?:,? (?:of )?(?:every|each|an?|q) ?(?:other|second|{_COUNT})[ -](?:days?|weeks?)(?: cycles?)?(?!\w))?)?"
    rf"(?:,? ?\(?{_COUNT}[ -](?:days?|weeks?) on(?:,? (?:and|then|followed by)|,)? ?/? ?{_COUNT}[ -](?:days?|weeks?) off(?!\w)\)?)?"
)
_NAMED_BEFORE = 60  # characters before a dose in which its drug stands


def others(text: str, folded: str, spans: Sequence[tuple[int, int]], field: str) -> Iterator[Regimen]:
    """Yield the doses of other drugs in these sentences, each at its place; what patients had had before is "prior", the rest "compared"."""
    for start, end in spans:
        for dose in _OTHER_DOSE.finditer(folded, start, end):
            begin = max(start, dose.start() - _NAMED_BEFORE)
            if drug := _OTHER_DRUG.search(folded[begin : dose.start()]):
                taken = _TAKEN.match(folded, dose.end(), end)
                first, last = begin + drug.start("drug"), taken.end() if taken else dose.end()
                made = Regimen(
                    drug=drug["drug"],
                    text=text[first:last],
                    span=Span(field=field, start=first, end=last),
                    dose_mg=float(dose["dose"].replace(",", "")) if dose["mg"] else None,
                )
                yield replace(made, role=role_of(made, folded[start:end], start) or "compared")


def _is_gone_over_to(sentence: str, start: int, end: int) -> bool:
    """Return whether it is what patients of a trial's arms might be given once they had progressed, and not what lots gave them."""
    before = sentence[max(start - _CONTEXT, 0) : start]
    if not _MIGHT.search(before) or _LOTS_DRAWN.search(before):
        return False
    around = sentence[max(start - _CONTEXT, 0) : end + _CONTEXT]
    return bool(_WENT_OVER.search(around) and _FAILING.search(around))

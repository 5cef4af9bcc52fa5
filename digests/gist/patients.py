"""Who was studied: the labels that a tumour board asks for first, each with its sentence, as words of the field.

Read from the title and from what objective, methods and the opening of the results say of the patients: what the
background says of the disease, the results of a subgroup, or the conclusions of practice, is no trait of this
study's patients.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from digests.gist.earlier import BOTH, TELLS_WHY, begins
from digests.gist.number import how_many
from digests.gist.traits import READERS, SAYING_LESS, Read, Value
from digests.roles import Marked, Role, marked
from watcher.model import Span, Trait
from watcher.text import blank, fold, sentences

_STUDIED = frozenset({Role.OBJECTIVE, Role.METHODS, Role.RESULTS})
# "We searched two databases and included 24 studies with 1,688 patients", wherever it stands.
_OWN = re.compile(
    r"we (?:\w{1,16}ly )?(?:searched|included|studied|enroll?ed|treated|reviewed|analy[sz]ed|compared|followed|identified|report|describe|measured)(?!\w)"
    r"|(?:the )?(?:researchers|investigators|doctors|physicians) (?:(?:from|at|in) [^.;]{1,60} )?(?:looked back at|reviewed|studied|analy[sz]ed|compared|followed|examined|enrolled)(?!\w)"
    r"|(?:insgesamt )?(?:eingeschlossen|ausgewertet|behandelt|untersucht|analysiert) wurden |(?:insgesamt|es) (?:wurden|konnten) |wir (?:\w{1,16} ){0,2}(?:schlossen|werteten|analysierten|untersuchten|behandelten)(?!\w)|(?:in|fur) die (?:auswertung|analyse|studie) |(?:au total|nous avons (?:inclus|analyse|etudie))(?!\w)|(?:ont|a) ete (?:inclus|analyse|etudie)|se (?:incluyeron|analizaron|estudiaron) |(?:sono stati|abbiamo|foram) (?:inclus|incluid|analizzat|analisad|valutat|arruolat)|(?:er werden|in totaal werden|totalt (?:inkluderades|ble)) "
)
# The order in which a reader meets them.
_ORDER = ("n", "grade", "differentiation", "Ki-67", "primary", "function", "burden", "prior SSA", "line")
# A clause of those who were not studied, or of some of those who were.
_LEFT_OUT = re.compile(r"exclu|ineligible|other than|not eligible|except")
_OF_SOME = re.compile(
    r"(?:is|are) (?:not |strongly |conditionally )?recommended|we recommend|should (?:not )?be|subgroup|those with|post[- ]hoc|predict|prognos|associat|(?<!by )(?<!with )(?<!using )multivaria|univaria|hazard|correlat|odds|(?<!\d )(?<![\w-])hr(?!\w)|(?:was|were|is|are|not|independently|significantly) (?:related|linked) (?:to|with)|(?:shorten|prolong|worsen|affect)(?:ed|s) (?:pfs|progression|survival)|risk factor|stratif|more (?:common|frequent|often)|"
    r"longer in|shorter in|minimi[sz]ation|higher in|lower in|(?:longer|shorter|better|worse|higher|lower|poorer) (?:where|when|if|with)|previous (?:trial|stud|report)|in (?:a|the) (?:earlier|previous)(?! (?:[\w-]{1,12} )?(?:months?|years?|weeks?)(?!\w))"
)
_AMONG = re.compile(
    r"(?:among|in|for) (?:the )?(?:(?P<count>\d{1,4}) (?:of \d{1,4} )?)?(?:(?:patients|those|women|men|tumou?rs|nets|cases|disease) (?:with|who|without)|(?:\w{1,12} )?(?:(?:non-?)?functioning|g(?:rade )?[1-3](?: or [23])?|(?:mid|hind|fore)gut|pancreatic|ileal|bronchial) (?:\w{1,20} )?(?:tumou?rs?|nets?|disease)(?!\w))"
)
# "48% were G2", "pancreatic (n = 22)", "eleven had a pancreatic primary": a fact of some of them.
_SHARE_BEFORE = re.compile(
    r"(?:(?<![\d<>\u2264\u2265=])(?<![<>\u2264\u2265=] )(?<!to )(?<!-)(?<!below )(?<!above )(?<!67 )(?<!67 of )(?!100)\d{1,2}(?:[.,\u00b7]\d+)? ?%\)?,? (?:(?:of (?:the )?(?:\d{1,5} )?)?(?:patients|tumou?rs|cases) )?(?:(?:were|was|had|with|and|a|an|the|in|of) ){0,3}"
    r"|\d ?%\)?(?: \([^()]{1,40}\))? (?:of|in|among) (?:the )?(?:patients|those|people|cases) with (?:[\w-]{1,16} )?"
    r"|\d ?%\)[^.;()]{0,50}, all (?:of (?:them|whom) )?(?:with|had|in|were) (?:an? )?"
    r"|\d of (?:the )?\d{1,4} (?:\w{1,16} )?(?:patients|those|people) with (?:the |an? )?"
    r"|(?:continued|allowed|permitted|maintained|kept|resumed)(?: only)? (?:in|for) (?:(?:those|patients) with )?"
    r"|[,;] (?:and )?in (?:\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,6}teen|\w{3,6}ty) (?:(?:the )?(?:cause|reason|indication) was )?(?:(?:uncontrolled|refractory|persistent|worsening) )?"
    r"|(?:^|[.,;:] )(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?) (?:had|were) (?:an? )?)$"
)
_SHARE_AFTER = re.compile(
    r"(?: tumou?rs?| nets?)? \d{1,4}(?=[,;)])|(?:(?! \d+ ?mg)[^.,;:()]){0,40}?(?:\((?!100 ?%)(?:n ?= ?\d+|\d+(?: of \d+)?(?![:\d]| g[1-3]| ?mg)|(?!100)\d{1,2}(?:[.,\u00b7]\d+)? ?%)[^()]{0,24}\)|(?:,|in|for) (?!100)\d{1,2}(?:[.,\u00b7]\d+)? ?%|in (?!(?:19|20)\d\d(?!\d))\d{1,4}(?: patients| of (?:the )?\d{1,4}(?: patients| pts| cases)?)?(?=[.,;]| and | \(|$))"
)
_PATIENTS = re.compile(
    r"patients?(?!-years?)|pts|participants|adults|women|men|cohort|cases|tumou?rs?|had |with |were|\d ?%"
)
_OPENING_OF_RESULTS = 3
_CLAUSE = 60  # characters before a value in which the share of those stands whom it is of


class _Sentence(NamedTuple):
    folded: str
    printed: str
    span: Span


def population(title: str, text: str, *, asked: bool = False, one: bool = False) -> tuple[Trait, ...]:
    """Return n, grade, differentiation, Ki-67, primary, function, burden, prior SSA and line, where title or text say so.

    Each name comes once, its values joined as the field says it ("G1-G2", "pancreas, midgut"), with the first sentence that has it; () where
    there is none. ``asked``: a survey, whose number is that of those who answered; ``one``: the report of one patient.
    """
    places = tuple(_studied(text))
    number = list(_number(title, text, [(s.start, s.end) for s in places], asked=asked, one=one))
    everybody = next((trait.value for trait in number), "")
    describing = _describing(text, [one for one in places if not (asked and one.role is Role.RESULTS)], everybody)
    told = [*_sentences(title, ((0, len(title)),), "title"), *_sentences(text, describing, "abstract")]
    # Offsets of what is cut out stay true: it is blanked.
    told = [one._replace(folded=_without_left_out(_of_everybody(everybody).sub(blank, one.folded))) for one in told]
    return tuple(sorted([*number, *_labels(told)], key=lambda trait: _ORDER.index(trait.name)))


def _of_everybody(number: str) -> re.Pattern[str]:
    """Return how the number of all stands in brackets, where it is no share: "were given 60 mg every 28 days (n = 33)"."""
    return re.compile(rf"\(n ?= ?{number}\)" if number else r"(?!)")


def _sentences(text: str, places: Sequence[tuple[int, int]], field: str) -> Iterator[_Sentence]:
    for start, end in places:
        if printed := text[start:end]:
            yield _Sentence(fold(printed), printed, Span(field=field, start=start, end=end))


def _studied(text: str) -> Iterator[Marked]:
    every = marked(text)
    wanted = [
        one
        for one in every
        if one.role in _STUDIED or (not one.labelled and _OWN.match(fold(text[one.start : one.end])))
    ]
    yield from wanted or every


def _describing(text: str, studied: Sequence[Marked], everybody: str) -> list[tuple[int, int]]:
    """Return the sentences that say who the patients are: the plan's, and the first of the results that do."""
    results = [(one, fold(text[one.start : one.end])) for one in studied if one.role is Role.RESULTS]
    opening = [one for one, said in results if _PATIENTS.search(said) and not _is_among(said, everybody)]
    opening = opening[:_OPENING_OF_RESULTS] + [one for one, said in results if TELLS_WHY.search(said)]
    return [
        (one.start, one.end)
        for one in studied
        if (one.role is not Role.RESULTS or one in opening) and not _OF_SOME.search(fold(text[one.start : one.end]))
    ]


def _is_among(folded: str, everybody: str) -> bool:
    """Return whether the sentence is of some: "among the 46 patients with carcinoid syndrome", of 112."""
    match = _AMONG.match(folded)
    return match is not None and match["count"] != everybody


def _number(title: str, text: str, places: Sequence[tuple[int, int]], *, asked: bool, one: bool) -> Iterator[Trait]:
    """Yield how many were studied, as digits, from the abstract, else from the title."""
    for whole, field, where in ((text, "abstract", places), (title, "title", [(0, len(title))])):
        found = how_many(fold(whole), where, asked=asked)
        if found is not None:
            start, end = found.place
            span = Span(field=field, start=start, end=end)
            yield Trait(name="n", value=str(found.value), sentence=whole[start:end], span=span)
            return
    if one and (first := next(sentences(text), None)):
        yield Trait(
            name="n", value="1", sentence=text[slice(*first)], span=Span(field="abstract", start=first[0], end=first[1])
        )


def _labels(told: Sequence[_Sentence]) -> Iterator[Trait]:
    """Yield each label once: what several sentences say of it is joined, the first sentence proves it."""
    for name, read, join in READERS:
        values: list[str] = []
        first: _Sentence | None = None
        for sentence in sorted(told, key=lambda one: one.span.field) if name == "prior SSA" else told:
            found = [value for value in _values(read, sentence) if value not in values]
            first = first or (sentence if found else None)
            values += found if sentence is first or sentence.span.field == "title" else []
        if vague := SAYING_LESS.get(name, frozenset[str]()) & set(values):
            later = _told_later(told, read, vague)
            unsaid = name == "prior SSA" and not later and any(begins(one.folded) for one in told)
            first, values = later or (None if unsaid else first, values)
        if first is not None and (value := join(values)):
            yield Trait(name=name, value=value, sentence=first.printed, span=first.span)


def _values(read: Read, sentence: _Sentence) -> list[str]:
    """Return what the sentence says, each once; nothing where it says one thing, and of some patients alone."""
    folded = sentence.folded
    found = list(read(folded, sentence.printed))
    values = list(dict.fromkeys(one.text for one in found))
    if found and all(_OF_EACH.search(folded, 0, one.start) for one in found) and _MEASURED.search(folded):
        return []  # "PFS was 54%, 61% in small-intestinal and 38% in pancreatic NETs": of subgroups
    return values if len(values) > 1 or not any(_is_of_some(folded, one) for one in found) else []


def _is_of_some(folded: str, value: Value) -> bool:
    before = folded[max(0, value.start - _CLAUSE) : value.start]
    after = value.text != BOTH and _SHARE_AFTER.match(
        folded, value.end
    )  # "growth in 40, symptoms in 27": of all of them
    return bool(_SHARE_BEFORE.search(before) or after)


def _without_left_out(folded: str) -> str:
    """Return the sentence with the clauses blanked that tell who was not studied."""
    match = _LEFT_OUT.search(folded)
    if match is None:
        return folded
    start = max(folded.rfind(mark, 0, match.start()) for mark in (";", ",", ":")) + 1
    end = min((at for mark in (";", ", but") if (at := folded.find(mark, match.end())) >= 0), default=len(folded))
    return folded[:start] + " " * (end - start) + folded[end:]


def _told_later(told: Sequence[_Sentence], read: Read, vague: AbstractSet[str]) -> tuple[_Sentence, list[str]] | None:
    """Return the first sentence that says nothing vague: the sites, where one says GEP: "(18 small bowel, 11 pancreas)"."""
    for sentence in told:
        if (named := _values(read, sentence)) and not vague & set(named) and not _MEASURED.search(sentence.folded):
            return sentence, named
    return None


_OF_EACH = re.compile(r"\d(?:\.\d{1,2})? ?(?:%|months)(?: \([^()]{1,30}\))? (?:in|for|with|among) (?:the )?$")
# "The HR was 0.58 in pancreatic and 0.84 in small-intestinal tumours": of subgroups.
_MEASURED = re.compile(r"(?<!\w)(?:hrs?|hazard|odds|risk ratio|p ?[=<>]|pfs|ttp|os|orr|dcr|survival|respon(?:se|ded)\w?|disease control)(?!\w)")  # fmt: skip

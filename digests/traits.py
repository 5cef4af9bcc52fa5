"""Who was studied: the labels that a tumour board asks for first, each with its sentence.

Read only from sentences that tell of the patients (objective, methods, results): what the background says of the
disease, or the conclusions of practice, is no trait of this study's patients.
"""

import re
from collections.abc import Iterator, Sequence

from digests.roles import Role, marked
from watcher.model import Span, Trait
from watcher.text import fold, sentences

_STUDIED = frozenset({Role.OBJECTIVE, Role.METHODS, Role.RESULTS})
# The order in which a reader meets them.
_ORDER = ("n", "grade", "differentiation", "Ki-67", "primary", "function", "burden", "prior SSA", "line")
_SITES = (
    ("pancreas", r"pancrea(?:s|tic)|p-?nets?|pannets?"),
    ("midgut", r"mid-?gut"),
    ("small intestine", r"small[- ](?:bowel|intestin\w{1,6})|ile(?:al|um)|jejun\w{1,6}|si-?nets?"),
    ("hindgut", r"hind-?gut|rect(?:al|um)|colorectal"),
    ("stomach", r"gastric(?! bypass)|stomach"),
    ("lung", r"lung|bronchial|pulmonary carcinoids?"),
    ("unknown primary", r"unknown (?:primary|origin)|cup-?nets?"),
    ("gastroenteropancreatic", r"gastro-?entero-?pancreatic|entero-?pancreatic|gep-?n(?:e?t|en)s?"),
)
_GRADE = re.compile(
    r"(?<![\w-])(?:g(?=\d)|grades? ?)([1-3]|i{1,3}(?!\w))(?:\s{0,2}(?:-|/|,|to|or|and)\s{0,2}(?:g|grade )?([1-3]|i{1,3}(?!\w)))?(?![\w.%]|-?month)"
    r"(?!\s{0,2}(?:-|/|to|or|and)?\s{0,2}[45]?\s{0,2}(?:[\w-]{1,24} ){0,2}(?:adverse|toxicit|events?|diarrh|nausea|vomit|neutrop|an[a]?emia|fatigue|hyper))"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3"}
_DIFFERENTIATION = re.compile(r"(?<!\w)(well|moderately|poorly)[- ](?:and moderately[- ])?differentiated")
_KI67 = re.compile(
    r"(?<!\w)ki-?\s?67(?:[- ](?:proliferati(?:on|ve) )?(?:labell?ing )?(?:index|indices|value|score)?)?[^.;\d<>\u2264\u2265]{0,24}"
    r"(?P<value>(?:[<>\u2264\u2265]\s?=?\s?)?\d{1,4}(?:\.\d{1,4})?\s?%?\s?(?:(?:-|to|and)\s?\d{1,4}(?:\.\d{1,4})?\s?)?%)"
)
_FUNCTION = re.compile(
    r"(?<!\w)(non-?\s?function(?:ing|al)|function(?:ing|al)(?= (?:and|or|gep|p-?net|net|neuro|pancr|tumou?r|midgut|carcin))|carcinoid syndrome|hormone-related symptoms)"
)
_BURDEN = re.compile(
    r"(?<!\w)(?:(?:hepatic|liver) (?:tumou?r )?(?:load|burden|volume|involvement|metastas[ei]s volume)|tumou?r (?:load|burden))"
    r"[^.;\d<>\u2264\u2265]{0,20}(?:[<>\u2264\u2265]\s?=?\s?\d{1,4}\s?%)?|(?:high|low|limited|extensive) (?:hepatic |liver )?tumou?r (?:load|burden)"
    r"|[<>\u2264\u2265]\s?=?\s?\d{1,4}\s?% (?:hepatic|liver) (?:tumou?r )?(?:load|burden|involvement|replacement)"
)
_SSA = r"(?:somatostatin (?:analog(?:ue)?s?|receptor ligands?)|ssas?|srls?|octreotide|lanreotide)(?: (?:lar|autogel|atg|depot))?"
_PROGRESSED = re.compile(
    rf"(?:progress(?:ion|ive disease|ed|ing)(?: [\w-]{{1,24}}){{0,3}} (?:on|under|during|after|while on|despite|following)|refractory to|resistant to|failed)"
    rf" (?:[\w-]{{1,24}} ){{0,6}}?{_SSA}"
)
_PRIOR_SSA = re.compile(
    rf"(?:previously (?:treated|received)|prior|previous|pre-?treated|already)(?: [\w-]{{1,24}}){{0,4}} {_SSA}|ssa-?\s?naive|{_SSA}[- ]naive"
    rf"|(?:no prior|not previously)(?: [\w-]{{1,24}}){{0,4}} {_SSA}|(?:treatment|therapy)[- ]naive"
)
_LINE = re.compile(
    r"(?<!\w)((?:first|second|third|fourth|later|1st|2nd|3rd)[- ]line(?: or later)?|(?:treatment|therapy)[- ]na[i]?ve|previously untreated)(?= |,|\.|;|\)|$)"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_COUNT = rf"(?<![\w.,:/-])(\d[\d,]{{0,9}}+|(?:{'|'.join(_TENS)})(?:-\w{{1,5}})?|{'|'.join(_TEENS)})"
_PEOPLE = r"(?:(?!in |of |for |to |mg |(?:day|week|month|year)s? |patients )[a-z][\w/+-]{0,24} ){0,4}(?:patients|participants|subjects|people|adults|individuals)(?!\w)"
_TAKEN = r"(?:randomi[sz]ed|randomly|enrolled|included|recruited|analy[sz]ed|reviewed|studied)"
# How a text says how many were studied, the surest way first.
_NUMBERS = (
    re.compile(
        rf"{_COUNT} (?:{_PEOPLE} )?(?:with [\w ()/,-]{{3,60}} )?(?:were |was |underwent )?(?:\w{{1,24}} )?randomi[sz]ed"
    ),
    re.compile(rf"(?:{_TAKEN}|total of)(?: [\w-]{{1,24}}){{0,2}}? {_COUNT} {_PEOPLE}"),
    re.compile(rf"{_COUNT} (?:{_PEOPLE} )(?:with [\w ()/,-]{{3,60}} )?(?:were|was) (?:\w{{1,24}} )?{_TAKEN}"),
    re.compile(rf"(?<!of ){_COUNT} {_PEOPLE}(?!\s?\(\d{{1,4}}(?:\.\d{{1,4}})?\s?%|/)"),
    re.compile(r"(?:patients|participants|subjects) \(n ?= ?(\d[\d,]{0,9})\)"),
)
# What a drug is in general ("SSAs are first-line treatment") says nothing of these patients.
_IN_GENERAL = re.compile(r"(?<!\w)(?:is|are|as|remains?|standard)(?: [\w-]{1,24}){0,3} $")
Found = tuple[str, str]
Place = tuple[int, int]


def traits(text: str, field: str = "abstract") -> tuple[Trait, ...]:
    """Return n, grade, differentiation, Ki-67, primary, function, burden, prior SSA and line, where the text says so.

    Each name and value comes once, with the first sentence that has it; () where there is none. Offsets are
    those of ``text``; a title is read whole.
    """
    places = tuple(_studied(text, field))
    found: dict[Found, Trait] = {}
    for name, value, (start, end) in (*_number(text, places), *_labels(text, places)):
        span = Span(field=field, start=start, end=end)
        found.setdefault((name, value), Trait(name=name, value=value, sentence=text[start:end], span=span))
    return tuple(sorted(found.values(), key=lambda trait: _ORDER.index(trait.name)))


def _labels(text: str, places: Sequence[Place]) -> Iterator[tuple[str, str, Place]]:
    for start, end in places:
        printed = text[start:end]
        for reader in (_grade, _differentiation, _ki67, _primary, _function, _burden, _prior, _line):
            for name, value in reader(fold(printed), printed):
                yield name, value, (start, end)


def _studied(text: str, field: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the sentences that tell of the patients."""
    if field == "title":
        yield from sentences(text)
        return
    every = marked(text)
    wanted = [s for s in every if s.role in _STUDIED]
    yield from ((s.start, s.end) for s in (wanted or every))


def _number(text: str, places: Sequence[Place]) -> Iterator[tuple[str, str, Place]]:
    """Yield how many were studied, once: the first sentence that says it in the surest way."""
    for pattern in _NUMBERS:
        for start, end in places:
            if match := pattern.search(fold(text[start:end])):
                value = text[start:end][slice(*match.span(1))]
                yield "n", value.strip(","), (start, end)
                return


def _grade(folded: str, _printed: str) -> Iterator[Found]:
    for match in _GRADE.finditer(folded):
        low, high = (_ROMAN.get(grade, grade) for grade in match.groups(default=""))
        yield "grade", f"G{low}-G{high}" if high and high != low else f"G{low}"


def _differentiation(folded: str, _printed: str) -> Iterator[Found]:
    for match in _DIFFERENTIATION.finditer(folded):
        yield "differentiation", f"{match.group(1)} differentiated"


def _ki67(folded: str, printed: str) -> Iterator[Found]:
    for match in _KI67.finditer(folded):
        yield "Ki-67", printed[slice(*match.span("value"))].strip()


def _primary(folded: str, _printed: str) -> Iterator[Found]:
    for site, pattern in _SITES:
        if re.search(rf"(?<![\w-])(?:{pattern})(?!\w)", folded):
            yield "primary", site


def _function(folded: str, _printed: str) -> Iterator[Found]:
    for match in _FUNCTION.finditer(folded):
        words = match.group(1)
        yield (
            "function",
            "non-functioning" if words.startswith("non") else "functioning" if words.startswith("function") else words,
        )


def _burden(folded: str, printed: str) -> Iterator[Found]:
    for match in _BURDEN.finditer(folded):
        if any(sign in match.group() for sign in "<>\u2264\u2265") or match.group().startswith(
            ("high", "low", "limited", "extensive")
        ):
            yield "burden", printed[slice(*match.span())].strip()


def _prior(folded: str, printed: str) -> Iterator[Found]:
    for pattern in (_PROGRESSED, _PRIOR_SSA):
        match = pattern.search(folded)
        if match and "other than" not in match.group():
            yield "prior SSA", printed[slice(*match.span())].strip()
            return


def _line(folded: str, printed: str) -> Iterator[Found]:
    for match in _LINE.finditer(folded):
        if _IN_GENERAL.search(folded[max(0, match.start() - 40) : match.start()]):
            continue
        yield "line", printed[slice(*match.span(1))]

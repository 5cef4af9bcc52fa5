"""Identifiers as they stand in a field, an address and running text: numbers of trial registries, and DOIs.

Forms as listed by the registries and by https://www.who.int/tools/clinical-trials-registry-platform. A DOI is in lower
case, without resolver, label, encoding and what a sentence or an address hangs on it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from watcher.model import Id
from watcher.text import clean, plain


@dataclass(frozen=True, slots=True)
class Registry:
    """How a registry's numbers begin, their pattern, the one form of a number, and where one leads.

    ``start`` is in lower case: to look for it is a hundred times cheaper than the pattern.
    """

    scheme: str
    start: str
    pattern: re.Pattern[str]
    form: Callable[[re.Match[str]], str]


# Abstracts run words into numbers ("ClinicalTrials.govNCT01524783"), but never digits; some starts end words.
_NO_DIGIT, _NO_LETTER = r"(?<![0-9])", r"(?<!\w)"


def _registry(
    scheme: str, start: str, rest: str, form: Callable[[re.Match[str]], str], before: str = _NO_DIGIT
) -> Registry:
    return Registry(scheme, start, re.compile(rf"{before}{start}{rest}(?![0-9]|-[0-9])"), form)


def _after(prefix: str) -> Callable[[re.Match[str]], str]:
    return lambda match: prefix + match[1].upper()


_GAP = r"[\s:#-]{0,6}+"
# "NL8801" is too plain to be a number of the Dutch register without one of these before it.
_REGISTERED = r"(?:\A|(?<=/)|(?<=regist[a-z]{2} )|(?<=regist[a-z]{2}: )|(?<=ntr )|(?<=ntr: )|(?<=number )|(?<=number: )|(?<=trial ))"

# Eight digits as scans and spreadsheets leave them: with an O for a nought, parted once ("NCT0505 0942", at the end of a line) or
# as telephone numbers are ("NCT 05 050 942").
_EIGHT = r"([0-9o]{8}|[0-9o]{2}[\s-][0-9o]{3}[\s-][0-9o]{3}|[0-9o]{2}[\s-][0-9o]{2}[\s-][0-9o]{2}[\s-][0-9o]{2}|[0-9o]{2,6}[\s-]{1,2}[0-9o]{2,6})"
_DIGITS, _LEAST_DIGITS = 8, 5


def _eight(match: re.Match[str]) -> str:
    """Return the number, "" where its digits are not eight or most of them are letters."""
    found = re.sub(r"[\s-]", "", match[1])
    if len(found) != _DIGITS or sum(map(str.isdigit, found)) < _LEAST_DIGITS:
        return ""
    return "NCT" + found.replace("o", "0")


# In the texts that these are held against letters are small and dashes, spaces and digits plain: see ``watcher.text.plain``.
REGISTRIES = (
    _registry("nct", "nct", rf"{_GAP}(?:(?:no|nr|number|id|identifier)\.?{_GAP})?{_EIGHT}", _eight),
    _registry("nct", "n.c.t.", rf"{_GAP}{_EIGHT}", _eight, _NO_LETTER),
    _registry("nct", "clinicaltrials.gov", rf"{_GAP}(?:(?:no|nr|number|id|identifier)\.?{_GAP})?([0-9]{{8}})", _eight),
    _registry("isrctn", "isrctn", rf"{_GAP}([0-9]{{8}})", _after("ISRCTN")),
    # https://euclinicaltrials.eu: numbers of applications begin at 500000; -01 and so on are later applications for one trial
    _registry(
        "ctis",
        "20",
        r"([23][0-9])-(5[0-9]{5})-([0-9]{2})(?:-[0-9]{2})?",
        lambda match: "20" + "-".join((*match.groups(), "00")),
    ),
    _registry(
        "eudract", "20", r"([0-2][0-9])-([0-4][0-9]{5})-([0-9]{2})", lambda match: "20" + "-".join(match.groups())
    ),
    _registry(
        "eudract",
        "eudract",
        rf"{_GAP}(?:(?:no|nr|number|ct)\.?{_GAP})?20([0-2][0-9])[ -]?([0-4][0-9]{{5}})[ -]?([0-9]{{2}})",
        lambda match: "20" + "-".join(match.groups()),
    ),
    # Without dashes, and without the word, only where it is no moment ("202112311259") and hardly a grant: a sequence below 10,000.
    _registry(
        "eudract",
        "20",
        r"(0[4-9]|1[0-9]|2[0-3])(00[0-9]{4})([0-9]{2})(?![\w/])",
        lambda match: "20" + "-".join(match.groups()),
        r"(?<![\w./-])",
    ),
    _registry(
        "utn",
        "1111",
        r"(?:(?<=u1111)|(?<=u 1111))-([0-9]{4})-([0-9]{4})",
        lambda match: "U1111-" + "-".join(match.groups()),
    ),
    _registry("actrn", "actrn", rf"{_GAP}0?(126[0-9]{{11}})p?", _after("ACTRN")),
    _registry("actrn", "anzctr", rf"{_GAP}0?(126[0-9]{{11}})p?", _after("ACTRN")),
    _registry(
        "chictr",
        "chictr",
        rf"{_GAP}((?:[a-z]{{2,6}}-)?)([0-9]{{8,10}})",
        lambda match: f"ChiCTR{'-' * bool(match[1])}{match[1].upper()}{match[2]}",
    ),
    _registry("itmctr", "itmctr", rf"{_GAP}([0-9]{{8,10}})", _after("ITMCTR")),
    _registry("ctri", "ctri", rf"{_GAP}/?([0-9]{{4}}/[0-9]{{2,3}}/[0-9]{{6}})", _after("CTRI/")),
    _registry("drks", "drks", rf"{_GAP}([0-9]{{8}})", _after("DRKS")),
    _registry("jrct", "jrct", rf"{_GAP}([a-z]?[0-9]{{9,10}})", lambda match: "jRCT" + match[1]),
    _registry("umin", "umin", rf"{_GAP}(?:ctr{_GAP})?([0-9]{{9}})", _after("UMIN")),
    _registry("japiccti", "japic", rf"cti{_GAP}(r?[0-9]{{6}})", _after("JapicCTI-")),
    _registry("jma", "jma", r"-?iia([0-9]{5})", _after("JMA-IIA"), _NO_LETTER),
    _registry("kct", "kct", rf"{_GAP}([0-9]{{7}})", _after("KCT"), _NO_LETTER),
    _registry("irct", "irct", rf"{_GAP}([0-9]{{11,16}}n[0-9]{{1,4}})", _after("IRCT")),
    _registry("pactr", "pactr", rf"{_GAP}([0-9]{{15,16}})", _after("PACTR")),
    _registry("rebec", "rbr", r"-([a-z0-9]{5,10})\b", lambda match: "RBR-" + match[1], _NO_LETTER),
    _registry("slctr", "slctr", rf"{_GAP}/?([0-9]{{4}}/[0-9]{{3}})", _after("SLCTR/")),
    _registry("tctr", "tctr", rf"{_GAP}([0-9]{{11}})", _after("TCTR")),
    _registry("rpcec", "rpcec", rf"{_GAP}([0-9]{{8}})", _after("RPCEC")),
    _registry("lbctr", "lbctr", rf"{_GAP}([0-9]{{10}})", _after("LBCTR")),
    _registry("per", "per", r"-([0-9]{3}-[0-9]{2})", _after("PER-"), _NO_LETTER),
    _registry("ntr", "ntr", rf"{_GAP}([0-9]{{2,5}})", _after("NTR"), _NO_LETTER),
    _registry("ntr", "nl-omon", rf"{_GAP}([0-9]{{4,6}})", _after("NL-OMON")),
    _registry("ntr", "nl", r" ?([0-9]{4})(?!\.[0-9])", _after("NL"), _REGISTERED),
)

TRIAL_SCHEMES = frozenset(registry.scheme for registry in REGISTRIES)
"""The schemes of identifiers that name a trial."""

FORMER_SCHEMES = {"cris": "kct", "japic": "japiccti", "repec": "per", "onz": "ntr"}
"""Other names of schemes, which older records have, and the name that each has now."""

# Forms are filled in with noughts, one digit over and over, or digits counted up and down where a number is not known.
# Short numbers of one digit are real (PER-111-11, NTR2222), as may be random ones that count up (ISRCTN12345678).
_PLACEHOLDER = re.compile(
    r"(?:U?1111-|ACTRN126|(?!U1111)[A-Za-z/-]{0,12}+)(?:20[0-9]{2}[/-])?[0/N-]++"
    r"|(?:ACTRN126|[A-Za-z-]{3,12}+)([1-9])\1{6,}+"
    r"|U?1111-([1-9])\2{3}-\2{4}"
    r"|20[0-9]{2}-([1-9])\3{5}-[0-9-]{2,5}"
    r"|NCT(?:12345678|87654321)|20[0-9]{2}-123456-[0-9]{2}",
    re.IGNORECASE,
)


def is_placeholder(number: str) -> bool:
    """Return whether a registry's number, in its one form, stands where none is known: "NCT00000000", "2000-000000-00".

    Check digits are not looked at: no registry promises any. Of ISRCTN's numbers the older have one (weights 3 and 1,
    modulo 10), the newer have none.
    """
    return _PLACEHOLDER.fullmatch(number) is not None


# "EudraCT number: 2019-004639-16" and the like; a sentence is longer.
_LONGEST_LABELLED = 60


def read_trial(text: str) -> Id | None:
    """Return the trial that the text names and nothing else: a number, its label, or its address."""
    found = find_trials(text)
    alone = len(found) == 1 and ("/" in text or len(text) <= _LONGEST_LABELLED)
    return next(iter(found)) if alone else None


def find_trials(text: str) -> frozenset[Id]:
    """Return the trials that the text names, in their one form; what only stands in a number's place names none."""
    said = plain(text)
    present = (registry for registry in REGISTRIES if registry.start in said)  # of most texts none
    return frozenset(found for registry in present for found in _numbers(registry, said))


_SEVEN = re.compile(rf"(?<![a-z0-9])nct{_GAP}([1-9][0-9]{{6}})(?![0-9])")


def doubtful_trials(text: str) -> frozenset[Id]:
    """Return what the text may name by a number of seven digits, whose nought a spreadsheet dropped: "NCT5050942"."""
    return frozenset(Id("nct", f"NCT0{found}") for found in _SEVEN.findall(plain(text)))


def around(text: str, trial: Id, near: int) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind each place where the text names the trial, in small letters, at most so much."""
    said = plain(text)
    for registry in (one for one in REGISTRIES if one.scheme == trial.scheme):
        at = said.find(registry.start)
        while at >= 0:
            match = registry.pattern.match(said, at)
            if match and registry.form(match) == trial.value:
                yield said[max(0, at - near) : at], said[match.end() : match.end() + near]
            at = said.find(registry.start, at + 1)


def _numbers(registry: Registry, said: str) -> Iterator[Id]:
    at = said.find(registry.start)
    while at >= 0:
        match = registry.pattern.match(said, at)
        if match and (number := registry.form(match)) and not is_placeholder(number):
            yield Id(registry.scheme, number)
        at = said.find(registry.start, at + 1)


# A registrant's code of four to nine digits and a slash, which an address may have encoded, once or twice:
# https://www.doi.org/the-identifier/resources/handbook/2_numbering
_PREFIX = re.compile(r"(?<![0-9])10\.[0-9]{4,9}+(?:\.[0-9]{1,9}+){0,4}+(?:/|%(?:25)?2f)", re.IGNORECASE)
# Then anything but white space and what Chinese and Japanese set around it. What encloses or parts DOIs in a text
# ("<", ">", ";") is a part of one only where
# a SICI has it: "85:1<1::AID-CNCR1>3.0.CO;2-J" (ANSI/NISO Z39.56).
_DOI = re.compile(
    r"10\.[0-9.]{4,60}+/(?:[^\s;<>\"\u201c\u201d\u3000-\u9fff\uff00-\uffef]|(?<=\.co);(?=2)|<[^\s<>\"]{1,80}+>(?=[0-9]\.[0-9]\.co;))++",
    re.IGNORECASE,
)
_LONGEST_DOI = 400  # characters; the longest that Crossref has are half of it
_IN_ADDRESS = re.compile(r"://|www\.|\bdoi\.org/", re.IGNORECASE)
_AFTER = ".,;:'\"\u2019\u201d"  # punctuation of the sentence
# What publishers' addresses add after the DOI itself.
_TAILS = tuple(
    "/full /fulltext /full-text /abstract /abs /pdf /epdf /pdfdirect /epub /html /meta /summary /references .pdf .full .abstract /".split()
)
# Those of them that are copied with a DOI from the address of its page.
_PAGE_TAILS = ("/full/html", "/full", "/fulltext", "/abstract", "/pdf", "/epdf", "/pdfdirect", ".pdf")
# academic.oup.com/jcem/article/doi/10.1210/clinem/dgab123/6150000: its own number stands behind a DOI of two parts.
_PLATFORM_NUMBER = re.compile(r"/[0-9]{6,9}$")
_PREPRINT_VERSION = re.compile(r"10\.(?:1101|64898)/[0-9.]{1,60}+(?<=[0-9])(v[0-9]{1,3})")  # bioRxiv, medRxiv
_CLOSERS = {")": "(", "]": "[", ">": "<", "}": "{"}

# https://www.endocrine-abstracts.org/ea/0037/ea0037ep1132 has the DOI 10.1530/endoabs.37.EP1132
_ENDOCRINE_ABSTRACT = re.compile(
    r"endocrine-abstracts\.org/ea/([0-9]{1,6})/ea\1([a-z][a-z0-9.\-]{0,40}?)(?:\.html?|\.pdf)?(?=[/?#]|$)",
    re.IGNORECASE,
)
# https://info.arxiv.org/help/doi.html
_ARXIV = re.compile(
    r"(?:^arxiv ?: ?|\barxiv\.org/(?:abs|pdf|html)/)([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]{1,3})?(?![0-9])",
    re.IGNORECASE,
)


def read_doi(text: str) -> Id | None:
    """Return the first DOI in the text, in its one form: "https://doi.org/10.1056/NEJMoa2034577." and kin.

    None where there is none: a registrant's prefix alone, or with nothing but punctuation, is no DOI.
    """
    text = clean(text).replace("\uff0f", "/")  # as Chinese and Japanese journals set it
    return next(filter(None, (_read_at(text, prefix.start()) for prefix in _PREFIX.finditer(text))), None)


def read_address(text: str) -> Id | None:
    """Return the DOI of an address, or a number, that has one without showing it: of Endocrine Abstracts, of arXiv."""
    if found := _ENDOCRINE_ABSTRACT.search(text):
        return Id("doi", f"10.1530/endoabs.{int(found[1])}.{found[2].lower()}")
    found = _ARXIV.search(text)
    return Id("doi", f"10.48550/arxiv.{found[1].lower()}") if found else None


_VERSION = re.compile(r"(?:\.pub|[./]?v)(\d{1,3})$")  # of a Cochrane review, of a preprint


def versioned(doi: str) -> tuple[str, int]:
    """Return a DOI without the version of a review or preprint, and the number of that: 1 where it says none."""
    found = _VERSION.search(doi)
    return (doi[: found.start()], int(found[1])) if found else (doi, 1)


def _read_at(text: str, start: int) -> Id | None:
    word = text[max(0, start - _LONGEST_DOI) : start].rpartition(" ")[2]
    rest = text[start : start + 3 * _LONGEST_DOI].partition(" ")[0]
    in_address = _IN_ADDRESS.search(word) is not None
    ends = (r"[?#&]" if "?" in word else r"[?#]") if in_address else r"\?[a-z_]{1,20}=|#(?=[a-z])"
    rest = re.split(ends, rest, maxsplit=1, flags=re.IGNORECASE)[0]
    rest = _PLATFORM_NUMBER.sub("", rest) if "academic.oup.com" in word.lower() and rest.count("/") > 2 else rest
    found = _DOI.match(clean(unquote(unquote(rest))) if "%" in rest else rest)
    value = (
        _trimmed(found.group().lower(), in_address=in_address) if found and len(found.group()) < _LONGEST_DOI else ""
    )
    return Id("doi", value) if value.partition("/")[2].strip("./-") else None


def _trimmed(value: str, *, in_address: bool) -> str:
    """Return the DOI without what the sentence or the address added behind it."""
    value = _balanced(value.rstrip(_AFTER))
    prefix, _, suffix = value.partition("/")
    suffix = suffix.partition("/asset")[0] if in_address else suffix
    tails = _TAILS if in_address else _PAGE_TAILS
    while tail := next((tail for tail in tails if suffix.endswith(tail)), ""):
        suffix = suffix.removesuffix(tail)
    value = f"{prefix}/{suffix}"
    version = _PREPRINT_VERSION.fullmatch(value)
    return value.removesuffix(version[1]) if version else value


def _balanced(value: str) -> str:
    """Return the text without closing brackets that opened outside, and the punctuation before them."""
    while value and (opener := _CLOSERS.get(value[-1])) and value.count(value[-1]) > value.count(opener):
        value = value[:-1].rstrip(_AFTER)
    return value

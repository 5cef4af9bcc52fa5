"""Numbers of trial registries: one pattern each, for a field, an address and running text.

Forms as listed by the registries and by https://www.who.int/tools/clinical-trials-registry-platform
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from watcher.model import Id


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

# Eight digits as scans and spreadsheets leave them: with an O for a nought, or parted once ("NCT0505 0942", at the end of a line).
_EIGHT = r"([0-9o]{8}|[0-9o]{2,6}[\s-]{1,2}[0-9o]{2,6})"
_DIGITS, _LEAST_DIGITS = 8, 5


def _eight(match: re.Match[str]) -> str:
    """Return the number, "" where its digits are not eight or most of them are letters."""
    found = re.sub(r"[\s-]", "", match[1])
    if len(found) != _DIGITS or sum(map(str.isdigit, found)) < _LEAST_DIGITS:
        return ""
    return "NCT" + found.replace("o", "0")


# In the texts that these are held against letters are small and dashes, spaces and digits plain: see ``_plain``.
REGISTRIES = (
    _registry("nct", "nct", rf"{_GAP}(?:(?:no|nr|number|id|identifier)\.?{_GAP})?{_EIGHT}", _eight),
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

# Where the registry's own page can be made of the number; the WHO's portal has the others.
_PAGES = {
    "nct": "https://clinicaltrials.gov/study/{}",
    "ctis": "https://euclinicaltrials.eu/search-for-clinical-trials/?lang=en&EUCT={}",
    "isrctn": "https://www.isrctn.com/{}",
    "eudract": "https://www.clinicaltrialsregister.eu/ctr-search/search?query={}",
    "actrn": "https://www.anzctr.org.au/{}.aspx",
    "drks": "https://drks.de/search/en/trial/{}",
    "utn": "",
}
_PORTAL = "https://trialsearch.who.int/Trial2.aspx?TrialID={}"
_JAPANESE = frozenset({"jrct", "umin", "japiccti", "jma"})  # the portal has them as of one network


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


def page_form(scheme: str) -> str:
    """Return the address of a trial's page with ``{}`` for its number; "" where a number leads nowhere."""
    return _PAGES.get(scheme, _PORTAL.replace("{}", "JPRN-{}") if scheme in _JAPANESE else _PORTAL)


# "EudraCT number: 2019-004639-16" and the like; a sentence is longer.
_LONGEST_LABELLED = 60


def read_trial(text: str) -> Id | None:
    """Return the trial that the text names and nothing else: a number, its label, or its address."""
    found = find_trials(text)
    alone = len(found) == 1 and ("/" in text or len(text) <= _LONGEST_LABELLED)
    return next(iter(found)) if alone else None


def find_trials(text: str) -> frozenset[Id]:
    """Return the trials that the text names, in their one form; what only stands in a number's place names none."""
    plain = _plain(text)
    return frozenset(found for registry in REGISTRIES for found in _numbers(registry, plain))


_SEVEN = re.compile(rf"(?<![a-z0-9])nct{_GAP}([1-9][0-9]{{6}})(?![0-9])")


def doubtful_trials(text: str) -> frozenset[Id]:
    """Return what the text may name by a number of seven digits, whose nought a spreadsheet dropped: "NCT5050942"."""
    return frozenset(Id("nct", f"NCT0{found}") for found in _SEVEN.findall(_plain(text)))


def around(text: str, trial: Id, near: int) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind each place where the text names the trial, in small letters, at most so much."""
    plain = _plain(text)
    for registry in (one for one in REGISTRIES if one.scheme == trial.scheme):
        at = plain.find(registry.start)
        while at >= 0:
            match = registry.pattern.match(plain, at)
            if match and registry.form(match) == trial.value:
                yield plain[max(0, at - near) : at], plain[match.end() : match.end() + near]
            at = plain.find(registry.start, at + 1)


def _numbers(registry: Registry, plain: str) -> Iterator[Id]:
    at = plain.find(registry.start)
    while at >= 0:
        match = registry.pattern.match(plain, at)
        if match and (number := registry.form(match)) and not is_placeholder(number):
            yield Id(registry.scheme, number)
        at = plain.find(registry.start, at + 1)


def _plain(text: str) -> str:
    """Return the text in small letters, with one kind of dash, of space and of digits, and nothing invisible."""
    return (text if text.isascii() else text.translate(_PLAIN)).lower()


class _Plain(dict[int, str]):
    """A table for ``str.translate`` that learns each character once."""

    def __missing__(self, code: int) -> str:
        """Return a dash for every dash, a digit for every digit but raised ones (a footnote's), a letter for wide ones."""
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Pd" or char == "\u2212":
            plain = "-"
        elif category == "Nd":
            plain = str(unicodedata.digit(char))
        elif category in {"Lu", "Ll", "Po"}:
            plain = unicodedata.normalize("NFKC", char)
        elif category == "Cf":
            plain = ""
        else:
            plain = " " if category == "Zs" else char
        self[code] = plain
        return plain


_PLAIN = _Plain()

"""Identifiers of trial registries: one pattern each, for a field, an address and running text.

Forms as listed by the registries and by https://www.who.int/tools/clinical-trials-registry-platform
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from watcher.model import Id


class _Registry(NamedTuple):
    """A registry's scheme, the pattern of its identifiers, and how a match is written in one form.

    ``hint`` stands in every text that holds one, in lower case: to look for it is a hundred times
    cheaper than the pattern.
    """

    scheme: str
    hint: str
    pattern: re.Pattern[str]
    form: Callable[[re.Match[str]], str]


def _registry(scheme: str, hint: str, pattern: str, form: Callable[[re.Match[str]], str]) -> _Registry:
    # abstracts run words into identifiers ("ClinicalTrials.govNCT01524783"), but never digits
    return _Registry(scheme, hint, re.compile(rf"(?<!\d){pattern}(?!\d|-\d)", re.IGNORECASE), form)


def _joined(prefix: str) -> Callable[[re.Match[str]], str]:
    return lambda match: prefix + match.group(1).upper()


_DASH = r"[-\u2010-\u2015\u2212]"
_GAP = r"[\s:#\u00a0-]*"

_REGISTRIES = (
    _registry("nct", "nct", rf"NCT{_GAP}(?:No\.?{_GAP})?(\d{{8}})", _joined("NCT")),
    _registry("isrctn", "isrctn", rf"ISRCTN{_GAP}(\d{{8}})", _joined("ISRCTN")),
    # https://euclinicaltrials.eu: numbers of applications begin at 500000; -00 is the first application
    _registry(
        "ctis",
        "20",
        rf"(20[23]\d){_DASH}(5\d{{5}}){_DASH}(\d\d)(?:{_DASH}(\d\d))?",
        lambda m: "-".join([*m.groups()[:3], m.group(4) or "00"]),
    ),
    _registry("eudract", "20", rf"(20[0-2]\d){_DASH}([0-4]\d{{5}}){_DASH}(\d\d)", lambda m: "-".join(m.groups())),
    _registry("utn", "1111", rf"U\s?(1111){_DASH}(\d{{4}}){_DASH}(\d{{4}})", lambda m: "U" + "-".join(m.groups())),
    _registry("actrn", "actrn", rf"ACTRN{_GAP}(126\d{{11}})p?", _joined("ACTRN")),
    _registry(
        "chictr",
        "chictr",
        rf"ChiCTR{_GAP}((?:[A-Z]{{3,4}}-)?)(\d{{8,10}})",
        lambda m: f"ChiCTR{'-' * bool(m[1])}{m[1].upper()}{m[2]}",
    ),
    _registry("ctri", "ctri", rf"CTRI{_GAP}/?(\d{{4}}/\d\d\d?/\d{{6}})", _joined("CTRI/")),
    _registry("drks", "drks", rf"DRKS{_GAP}(\d{{8}})", _joined("DRKS")),
    _registry("jrct", "jrct", rf"jRCT{_GAP}([a-z]?\d{{9,10}})", lambda m: "jRCT" + m.group(1).lower()),
    _registry("umin", "umin", rf"(?:JPRN{_GAP})?UMIN{_GAP}(?:CTR{_GAP})?(\d{{9}})", _joined("UMIN")),
    _registry("japic", "japic", rf"(?:JPRN{_GAP})?JapicCTI{_GAP}(\d{{6}})", _joined("JapicCTI-")),
    _registry("cris", "kct", rf"\bKCT{_GAP}(\d{{7}})", _joined("KCT")),
    _registry("irct", "irct", rf"IRCT{_GAP}(\d{{11,16}}N\d+)", _joined("IRCT")),
    _registry("pactr", "pactr", rf"PACTR{_GAP}(\d{{15,16}})", _joined("PACTR")),
    _registry("rebec", "rbr", rf"\bRBR{_DASH}([a-z0-9]{{6,10}})\b", lambda m: "RBR-" + m.group(1).lower()),
    _registry("slctr", "slctr", rf"SLCTR{_GAP}/?(\d{{4}}/\d{{3}})", _joined("SLCTR/")),
    _registry("tctr", "tctr", rf"TCTR{_GAP}(\d{{11}})", _joined("TCTR")),
    _registry("rpcec", "rpcec", rf"RPCEC{_GAP}(\d{{8}})", _joined("RPCEC")),
    _registry("lbctr", "lbctr", rf"LBCTR{_GAP}(\d{{10}})", _joined("LBCTR")),
    _registry("repec", "per", rf"\bPER{_DASH}(\d{{3}}-\d\d)", _joined("PER-")),
    _registry("ntr", "ntr", rf"\bNTR{_GAP}(\d{{2,5}})", _joined("NTR")),
    _registry("onz", "nl-omon", rf"NL-OMON{_GAP}(\d{{4,6}})", _joined("NL-OMON")),
)

TRIAL_SCHEMES = frozenset(registry.scheme for registry in _REGISTRIES)
"""The schemes of identifiers that name a trial."""


def read_trial_id(text: str) -> Id | None:
    """Return the trial that the text names and nothing else: an identifier, its label, or its address."""
    found = list(dict.fromkeys(find_trial_ids(text)))
    if len(found) != 1 or not ("/" in text or len(text) <= _LONGEST_LABELLED):
        return None
    return found[0]


# "EudraCT number: 2019-004639-16" and the like; a sentence is longer.
_LONGEST_LABELLED = 60


def find_trial_ids(text: str) -> Iterator[Id]:
    """Yield the trials that the text names, in their one form, registry by registry."""
    lower = text.lower()
    for registry in _REGISTRIES:
        if registry.hint in lower:
            for match in registry.pattern.finditer(text):
                yield Id(registry.scheme, registry.form(match))

"""Identifiers of trial registries: one pattern each, for a field, an address and running text.

Forms as listed by the registries and by https://www.who.int/tools/clinical-trials-registry-platform
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from watcher.model import Id
from watcher.text import fold


class _Registry(NamedTuple):
    """A registry's scheme, how its identifiers begin, their pattern, and how one is written in one form.

    ``start`` is in lower case: to look for it is a hundred times cheaper than the pattern.
    """

    scheme: str
    start: str
    pattern: re.Pattern[str]
    form: Callable[[re.Match[str]], str]


def _registry(scheme: str, start: str, rest: str, form: Callable[[re.Match[str]], str]) -> _Registry:
    # abstracts run words into identifiers ("ClinicalTrials.govNCT01524783"), but never digits; "ntr" ends words
    before = r"(?<!\w)" if start in {"kct", "rbr", "per", "ntr"} else r"(?<!\d)"
    return _Registry(scheme, start, re.compile(rf"{before}{start}{rest}(?!\d|-\d)", re.IGNORECASE), form)


def _joined(prefix: str) -> Callable[[re.Match[str]], str]:
    return lambda match: prefix + match.group(1).upper()


_DASH = r"[-\u2010-\u2015\u2212]"
_GAP = r"[\s:#\u00a0-]*"

_REGISTRIES = (
    _registry("nct", "nct", rf"{_GAP}(?:No\.?{_GAP})?(\d{{8}})", _joined("NCT")),
    _registry("isrctn", "isrctn", rf"{_GAP}(\d{{8}})", _joined("ISRCTN")),
    # https://euclinicaltrials.eu: numbers of applications begin at 500000; -00 is the first application
    _registry(
        "ctis",
        "20",
        rf"([23]\d){_DASH}(5\d{{5}}){_DASH}(\d\d)(?:{_DASH}(\d\d))?",
        lambda m: "20" + "-".join([*m.groups()[:3], m.group(4) or "00"]),
    ),
    _registry("eudract", "20", rf"([0-2]\d){_DASH}([0-4]\d{{5}}){_DASH}(\d\d)", lambda m: "20" + "-".join(m.groups())),
    _registry(
        "utn",
        "1111",
        rf"(?:(?<=U1111)|(?<=U 1111)){_DASH}(\d{{4}}){_DASH}(\d{{4}})",
        lambda m: "U1111-" + "-".join(m.groups()),
    ),
    _registry("actrn", "actrn", rf"{_GAP}(126\d{{11}})p?", _joined("ACTRN")),
    _registry(
        "chictr",
        "chictr",
        rf"{_GAP}((?:[A-Z]{{3,4}}-)?)(\d{{8,10}})",
        lambda m: f"ChiCTR{'-' * bool(m[1])}{m[1].upper()}{m[2]}",
    ),
    _registry("ctri", "ctri", rf"{_GAP}/?(\d{{4}}/\d\d\d?/\d{{6}})", _joined("CTRI/")),
    _registry("drks", "drks", rf"{_GAP}(\d{{8}})", _joined("DRKS")),
    _registry("jrct", "jrct", rf"{_GAP}([a-z]?\d{{9,10}})", lambda m: "jRCT" + m.group(1).lower()),
    _registry("umin", "umin", rf"{_GAP}(?:CTR{_GAP})?(\d{{9}})", _joined("UMIN")),
    _registry("japic", "japic", rf"cti{_GAP}(\d{{6}})", _joined("JapicCTI-")),
    _registry("cris", "kct", rf"{_GAP}(\d{{7}})", _joined("KCT")),
    _registry("irct", "irct", rf"{_GAP}(\d{{11,16}}N\d+)", _joined("IRCT")),
    _registry("pactr", "pactr", rf"{_GAP}(\d{{15,16}})", _joined("PACTR")),
    _registry("rebec", "rbr", rf"{_DASH}([a-z0-9]{{6,10}})\b", lambda m: "RBR-" + m.group(1).lower()),
    _registry("slctr", "slctr", rf"{_GAP}/?(\d{{4}}/\d{{3}})", _joined("SLCTR/")),
    _registry("tctr", "tctr", rf"{_GAP}(\d{{11}})", _joined("TCTR")),
    _registry("rpcec", "rpcec", rf"{_GAP}(\d{{8}})", _joined("RPCEC")),
    _registry("lbctr", "lbctr", rf"{_GAP}(\d{{10}})", _joined("LBCTR")),
    _registry("repec", "per", rf"{_DASH}(\d{{3}}-\d\d)", _joined("PER-")),
    _registry("ntr", "ntr", rf"{_GAP}(\d{{2,5}})", _joined("NTR")),
    _registry("onz", "nl-omon", rf"{_GAP}(\d{{4,6}})", _joined("NL-OMON")),
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
    lower = text.lower() if text.isascii() else fold(text)  # as long as the text: positions stay true
    for registry in _REGISTRIES:
        at = lower.find(registry.start)
        while at >= 0:
            if match := registry.pattern.match(text, at):
                yield Id(registry.scheme, registry.form(match))
            at = lower.find(registry.start, at + 1)

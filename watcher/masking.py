"""Who knew what each patient was given: "double-blind", "single-blind", "open-label"; "" where a text does not say so of its own study.

Who read the scans without knowing it ("blinded central review") masks no treatment.
"""

import re
from collections.abc import Iterator

_BLIND = r"(?:blind(?:ed|ing)?|mask(?:ed|ing)?|dummy)"
_PATIENTS = r"(?:patients|participants|subjects|they)"
_TREATING = r"(?:investigators|clinicians|physicians|doctors|oncologists|caregivers|carers|(?:study |trial )?(?:staff|personnel|teams?|nurses)|assessors)"
_BOTH = rf"(?:{_PATIENTS}[^.;]{{0,60}} {_TREATING}|{_TREATING}[^.;]{{0,60}} {_PATIENTS})[^.;]{{0,60}}"
# The first that is said is meant: "open-label, assessor-blinded" is open.
_KINDS = (
    ("double-blind", (rf"(?:double|triple|quadruple)[- ]{_BLIND}|doppelblind\w{{0,2}}|(?:en )?double aveugle|doble ciego|duplo[- ]cego|dupla[- ]ocultacao|dubbelblind\w{{0,2}}|(?:in )?doppio cieco|dobbeltblind\w{{0,4}}|podwojnie (?:za)?slep\w{{2,6}}|\u53cc\u76f2|\u4e8c\u91cd\u76f2\u691c"
     rf"|(?<!neither ){_BOTH}(?<!not )(?:were|was|remained|are|being) (?:all |both |kept )?(?:blinded|masked|unaware)|neither {_BOTH} (?:knew|(?:were|was) aware|learnt|learned)")),
    ("open-label", rf"open[- ]label(?:led)?|un(?:blind|mask)ed,? (?:[\w-]{{1,20}},? ){{0,4}}(?:trial|study|design)|non-?blinded|no (?:masking|blinding)|(?:masking|blinding) was not|(?:trial|study|treatment|allocation|assignment|{_TREATING}) (?:were|was) (?:un|not )(?:blinded|masked)|{_PATIENTS} (?:were|was) not (?:blinded|masked)|neither {_BOTH}(?:were|was) (?:blinded|masked)|randomi[sz]ed,? open(?=[ ,.;])(?! to)|(?<!\w)open,? randomi[sz]ed|without (?:blinding|masking)|offene[rsn]?,? randomisierte|en ouvert|abierto,? (?:y )?aleatori|\u5f00\u653e\u6807\u7b7e|\u975e\u76f2\u691c"),
    ("single-blind", rf"(?:single|patient|participant|investigator|observer|assessor|evaluator|rater|outcome)[- ](?:assessor[- ])?{_BLIND}|einfachblind\w{{0,2}}|simple aveugle|simple ciego|enkelblind\w{{0,2}}"),
)  # fmt: skip
_SAID = re.compile("|".join(f"(?P<k{at}>(?<![\\w-])(?:{pattern}))" for at, (_, pattern) in enumerate(_KINDS)))
_NEAR = 60  # characters before and behind, in which it stands whose it is
# Another study's, or one that is wanted.
_OF_OTHERS = re.compile(
    r"(?<!\w)(?:unlike|differs? from|differed from|contrast (?:to|with)|contrary to|confirms|(?:previous|earlier|prior|published|two|three|few|no|other|larger|future|further)(?: [\w-]{1,20},?){0,3}|(?:need|needs|await|awaits|require|requires|call) (?:for )?(?:an? )?(?:[\w-]{1,20},? ){0,3}|(?:end of|completed|after|finished|from|of) (?:an?|the|our) (?:[\w-]{1,20},? ){0,3}) ?$"
)
_NOT_ITS = re.compile(
    r",?(?: (?!n-of)[\w-]{1,20}+,?+){0,4} (?:(?:trials|studies|data|evidence|series)(?!\w)|[^.;]{0,40}(?:is|are|was|were) (?:needed|warranted|required|awaited|lacking))"
)
_AFTERWARDS = re.compile(r",? (?:\w+-term )?(?:extension|ole(?!\w)|phase(?! [1-4i])|period|part|follow[- ]up|roll|run-in|continuation|treatment(?! (?:trial|study))|therapy|access|use|rescue|lanreotid|octreotid|everolimus|paltusotine|cam2029)")  # fmt: skip
_REGISTERED = {"NONE": "open-label", "SINGLE": "single-blind", "DOUBLE": "double-blind", "TRIPLE": "double-blind", "QUADRUPLE": "double-blind"}  # fmt: skip


def masking(title: str, text: str, registered: str = "") -> str:
    """Return the masking, as a registry has it, else the folded ``title``, else the folded ``text``; "" where nothing, or two things, are said."""
    if known := _REGISTERED.get(registered.partition(" ")[0].upper()):
        return known
    for said in (title, text):
        found = list(dict.fromkeys(_own(said)))
        if "open-label" in found and "single-blind" in found:
            found.remove("single-blind")  # those who judged the outcome did not know
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _own(text: str) -> Iterator[str]:
    for match in _SAID.finditer(text):
        kind = next(name for at, (name, _) in enumerate(_KINDS) if match[f"k{at}"])
        if _OF_OTHERS.search(text, max(0, match.start() - _NEAR), match.start()) or _NOT_ITS.match(text, match.end()):
            continue
        if kind != "open-label" or not _AFTERWARDS.match(text, match.end()):
            yield kind

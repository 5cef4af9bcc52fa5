"""Other ways to write a word: British and American, and the field's abbreviations; pure.

Endings are no matter of this page, the index stems them. A spelling that no text has costs nothing.
"""

import re
from collections.abc import Iterator

# British and American, by the part of the word that differs; tried in both directions.
_SPELLINGS = tuple(
    (re.compile(british), re.compile(american), to_british, to_american)
    for british, american, to_british, to_american in (
        (r"our(?=s?$|al|ed|ing)", r"(?<=[a-z]{2})or(?=s?$|al|ed|ing)", "our", "or"),
        (r"logue(?=s?$)", r"log(?=s?$)", "logue", "log"),
        (r"is(?=(e[drs]?|ing|able|ations?)$)", r"iz(?=(e[drs]?|ing|able|ations?)$)", "is", "iz"),
        (r"aem", r"em(?=i|or|at|og|ol)", "aem", "em"),
        (r"paed", r"ped", "paed", "ped"),
        (r"gynaec", r"gynec", "gynaec", "gynec"),
        (r"oed(?=em)", r"(?<![a-z])ed(?=em)", "oed", "ed"),
        (r"oes(?=oph|tr)", r"(?<![a-z])es(?=oph|tr)", "oes", "es"),
        (r"rrhoea", r"rrhea", "rrhoea", "rrhea"),
        (r"tre(?=s?$|d)", r"ter(?=s?$|ed)", "tre", "ter"),
        (r"ll(?=ed|ing)", r"(?<=[ae])l(?=ed|ing)", "ll", "l"),
    )
)

# Words of the field that mean one thing. An entry in capitals counts only as it is written ("NET" is
# neuroendocrine, "net" is not).
_GROUPS = (
    ("SSA", "SSAs", "SRL", "somatostatin analog", "somatostatin analogue", "somatostatin receptor ligand"),
    ("LAR", "long acting repeatable", "long acting release"),
    ("NET", "NETs", "neuroendocrine tumor", "neuroendocrine tumour"),
    ("NEN", "NENs", "neuroendocrine neoplasm"),
    ("NEC", "NECs", "neuroendocrine carcinoma"),
    ("gep-net", "gep-nets", "gepnet", "gepnets", "gep-nen", "gep nets", "gastroenteropancreatic neuroendocrine"),
    ("pnet", "pnets", "pannet", "pannets", "pancreatic neuroendocrine"),
    ("PRRT", "peptide receptor radionuclide therapy", "radioligand therapy"),
    ("PFS", "progression free survival"),
    ("OS", "overall survival"),
    ("TTP", "time to progression"),
    ("ORR", "objective response rate", "overall response rate"),
    ("DCR", "disease control rate"),
    ("HR", "hazard ratio"),
    ("RCT", "RCTs", "randomized controlled trial", "randomised controlled trial"),
    ("qol", "hrqol", "quality of life"),
    ("lanreotide", "somatuline"),
    ("octreotide", "sandostatin"),
    ("pasireotide", "signifor"),
    ("lutathera", "177lu dotatate", "lutetium dotatate", "lu 177 dotatate"),
    ("q2w", "q14d", "every 2 weeks", "every 14 days", "every two weeks"),
    ("q3w", "q21d", "every 3 weeks", "every 21 days", "every three weeks"),
    ("q4w", "q28d", "every 4 weeks", "every 28 days", "every four weeks", "monthly"),
    ("metastasis", "metastases", "metastatic"),
)
_BY_WORD: dict[str, tuple[str, ...]] = {word: group for group in _GROUPS for word in group}


def spellings(word: str) -> tuple[str, ...]:
    """Return the word, its British or American form, and what means the same; the word itself comes first."""
    lower = word.lower()
    group = _BY_WORD.get(word) or _BY_WORD.get(lower, ())
    return tuple(dict.fromkeys((word, *forms(word), *group)))


def forms(word: str) -> tuple[str, ...]:
    """Return the word and its forms on the other side of the Atlantic."""
    return tuple(dict.fromkeys((word, *_forms(word.lower()))))


def _forms(word: str) -> Iterator[str]:
    for british, american, to_british, to_american in _SPELLINGS:
        if british.search(word):
            yield british.sub(to_american, word)
        elif american.search(word):
            yield american.sub(to_british, word)

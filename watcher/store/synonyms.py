"""Other ways to write a word: British and American, the field's abbreviations, numbers apart or not, and writing without blanks; pure.

Endings are no matter of this page, the index stems them. A spelling that no text has costs nothing.
"""

import itertools
import re
import unicodedata
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
    *((f"dota{peptide}", f"dota-{peptide}", f"dota {peptide}") for peptide in ("tate", "toc", "noc", "jr11")),
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
    return tuple(dict.fromkeys((word, *forms(word), *group, *numbered(word))))


# Letters and a number that are written as one word, with a hyphen or a blank: "Ki67", "SSTR-2", "CAM 2029", "177Lu".
_LETTERS_FIRST = re.compile(r"([a-z]{1,5}+)-?([0-9]{1,4}m?+)(?=-|$)", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"\[?([0-9]{1,3}m?+)-?([a-z]{1,2}+)\]?(?=-|$)", re.IGNORECASE)
_ELEMENTS = frozenset("ac at bi br c cu f fe ga ho i in lu n o pb ra re sc sm sr tb tc y zr".split())


def numbered(word: str) -> tuple[str, ...]:
    """Return a word that begins with letters and a number in all ways of writing it; an isotope with either first, too."""
    if found := _LETTERS_FIRST.match(word):
        letters, number = found.groups()
        is_isotope = letters.lower() in _ELEMENTS and len(number) > 1
    elif (found := _NUMBER_FIRST.match(word)) and found[2].lower() in _ELEMENTS:
        number, letters = found.groups()
        is_isotope = True
    else:
        return ()
    rest = word[found.end() :].lstrip("-")
    ways = [f"{letters}{number}", f"{letters} {number}"]
    ways += [f"{number}{letters}", f"{number} {letters}", f"{number}{letters} {letters}"] if is_isotope else []
    return tuple(
        f"{way} {other}".strip() for other in dict.fromkeys((rest, *spellings(rest)) if rest else ("",)) for way in ways
    )


# Chinese characters, kana and Hangul, of which a word has no blank around it.
_UNSPACED = "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(r"\w++")
_RUN = re.compile(f"[{_UNSPACED}]++|[^{_UNSPACED}]++")
_TWICE = (
    (re.compile(rf"([{_UNSPACED}]) \[\1(?=[{_UNSPACED}])"), r"[\1"),
    (re.compile(rf"([{_UNSPACED}])\] \1(?=[{_UNSPACED}])"), r"\1]"),
    (re.compile(rf"([{_UNSPACED}]) \1(?=[{_UNSPACED}])"), r"\1"),
)


def unspaced(text: str) -> tuple[str, ...]:
    """Return the runs of a text that is written without blanks, each as the pairs of neighbours in it: "\u6cbb\u7642\u6cd5" gives "\u6cbb\u7642 \u7642\u6cd5".

    What stands among them in other letters ("LAR\u6cbb\u7642") is a run of its own. () where all words have blanks around them.
    """
    if text.isascii() or not _IS_UNSPACED.search(text := unicodedata.normalize("NFKC", text)):
        return ()
    runs = (run for word in _WORD.findall(text) if _IS_UNSPACED.search(word) for run in _RUN.findall(word))
    return tuple(dict.fromkeys(map(_pairs, runs)))


def _pairs(run: str) -> str:
    if len(run) < 2 or not _IS_UNSPACED.match(run):
        return run
    return " ".join(map("".join, itertools.pairwise(run)))


def without_pairs(text: str) -> str:
    """Return a piece of an indexed text, with [ and ] in it, as it was written: its pairs as the run that they were made of."""
    for pattern, once in _TWICE:
        text = pattern.sub(once, text)
    return text


def forms(word: str) -> tuple[str, ...]:
    """Return the word and its forms on the other side of the Atlantic."""
    return tuple(dict.fromkeys((word, *_forms(word.lower()))))


def _forms(word: str) -> Iterator[str]:
    for british, american, to_british, to_american in _SPELLINGS:
        if british.search(word):
            yield british.sub(to_american, word)
        elif american.search(word):
            yield american.sub(to_british, word)

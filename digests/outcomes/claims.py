"""What a sentence claims or denies in words, and what it merely plans: no direction is read from a number."""

import re

from digests.outcomes.scan import Sentence

_DENIED = re.compile(
    r"(?<!\w)(?:no|without|lack of)(?: \w{1,24}){0,2}? (?:difference|improvement|benefit|effect|change|increase|decrease|reduction|"
    r"advantage|association|evidence|additional|deterioration|impact|worsening|new safety|unexpected|dose-limiting|trend)\w{0,12}"
    r"(?: (?:toxicit\w{1,24}|signals?|adverse \w{1,24}|side[- ]effects))?"
    r"|(?<!\w)not (?:\w{1,24} ){0,2}?(?:significant(?:ly)?|differ(?:ent)?|superior|improved?|reach(?:ed)? (?:statistical )?significance|"
    r"prolonged?|affect(?:ed)?|meet|met|associated)"
    r"|(?<!\w)(?:did|does|do|was|were|could|is|are|has|have)(?: not|n't) (?:\w{1,24} ){0,2}?(?:differ|improve|prolong|affect|increase|reduce|meet|met|(?:reach|attain|achieve) (?:statistical )?significance)\w{0,12}"
    r"|(?<!\w)non-?significant(?:ly)?|(?<!\w)low (?:predictive )?probability of (?:showing )?superiority"
    r"|(?<!\w)failed to (?:\w{1,24} )?(?:show|demonstrate|improve|prolong|meet|reach)\w{0,12}|(?<!\w)neither (?:\w{1,24} ){1,6}nor"
)  # fmt: skip
_ALIKE = re.compile(r"(?<!\w)(?:similar|comparable)(?!\w)")
_SIGNIFICANT = re.compile(r"(?<!\w)(?<!not )(?<!non-)(?<!no )significant(?:ly)?(?!\w)")
_PLANNED = re.compile(
    r"(?<!\w)(?:(?<!not powered )(?<!underpowered )(?:to|could|would|can) detect|(?<!not designed or )(?<!not )(?:power|powered)(?: of \d{1,3} ?%)? to|% power|sample size|hypothesi[sz]ed|"
    r"(?:we|was|were|is) assum(?:ed|ing)|assuming|null hypothesis|(?:was|were|be) expected|to be considered|stopping rule|was designed to)(?!\w)"
)
_CLAUSE = re.compile(r";|, (?:but|although|though|while|whereas|however)(?!\w)|(?<!\w)(?:but|although|whereas)(?!\w)")


def is_plan(sentence: Sentence) -> bool:
    """Tell whether the sentence gives assumed or planned figures, not observed ones."""
    return _PLANNED.search(sentence.folded) is not None


def significance(sentence: Sentence, at: int) -> bool | None:
    """Return what the clause around the offset says in words; None where it says nothing, or both."""
    start, end = _clause(sentence.folded, at)
    clause = sentence.folded[start:end]
    denied = bool(_DENIED.search(clause) or _ALIKE.search(clause))
    claimed = bool(_SIGNIFICANT.search(_DENIED.sub(" ", clause)))
    return claimed if denied != claimed else None


def _clause(folded: str, at: int) -> tuple[int, int]:
    """Return the clause around an offset; a semicolon in brackets parts nothing."""
    ends = [
        m.start()
        for m in _CLAUSE.finditer(folded)
        if folded.count("(", 0, m.start()) <= folded.count(")", 0, m.start())
    ]
    return max((e for e in ends if e <= at), default=0), min((e for e in ends if e > at), default=len(folded))

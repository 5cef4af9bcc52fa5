"""Analogues that a record knows by a code: "HT-120, a monthly octreotide depot", "an investigational octreotide depot (HT-120)"."""

import re
from collections.abc import Mapping

from watcher.relevance.pieces import Piece, Sort

# Letters and a number of at least two figures; scales, markers, isotopes and diseases have such names, too.
_CODE = r"(?<![\w-])(?!cam|ki-?67|mib|nct|ca-?\d|day|week|arm|net|covid|sf-|qlq|sst|lu-|ga-|cu-|in-|il-)[a-z]{2,4}-?\d{2,6}[a-z]?(?![\w-])"
_NAME = r"(?:octreotide?|lanreotide?|pasireotide?|somatostatin(?: receptor)?(?: type)?(?: ?2)? (?:analog(?:ue)?|ligand|agonist)|sst-?r?2 (?:receptor )?agonist|ssa)(?![a-z])"
_FORM = r" (?:(?:subcutaneous|s\.?c\.?|long-acting|extended-release) )?(?:depot|implant|microspheres|formulation|injection|gel|suspension|tablets?|capsules?)"
# What may stand before the name in one definition; "a drug compared with octreotide" is none.
_WORDS = r"(?:(?!(?:with|versus|vs|than|to|and|in|for|against|plus|on|by|from) )[\w-]{1,20},? ){0,6}"
_DEFINED = re.compile(
    rf"(?P<first>{_CODE})(?:(?:,? \(?| (?:is|was) |, which is )(?:an?|the|our) {_WORDS}| \((?:oral |long-acting )?){_NAME}(?:{_FORM})?"
    rf"|(?:oral )?{_NAME}(?:{_FORM} ?| )\((?P<bracketed>{_CODE})(?=[),;])|(?:oral )?{_NAME}{_FORM} (?P<last>{_CODE})"
)
_BY_MOUTH = re.compile(r"(?<!\w)(?:oral|orally|tablets?|capsules?)(?!\w)")
Codes = Mapping[str, str]


def compounds(folded: str) -> Codes:
    """Return the codes by which the folded text knows an analogue, each with its form: "oral" or "depot"; {} for none."""
    return {
        match[match.lastgroup or ""]: "oral" if _BY_MOUTH.search(match.group()) else "depot"
        for match in _DEFINED.finditer(folded)
    }


def coded(parts: list[Piece], folded: str, start: int, stop: int, codes: Codes) -> list[Piece]:
    """Return the pieces of a sentence with a drug at each of the codes; what only says what a code is names no other."""
    if not codes or not parts:
        return parts
    defined = [match.span() for match in _DEFINED.finditer(folded, start, stop)]
    named = [
        Piece(Sort.DRUG, match.start(), match.end(), match.group(), drug=(match.group().upper(), codes[match.group()]))
        for match in re.finditer("|".join(map(re.escape, codes)), folded[:stop])
        if match.start() >= start
    ]
    taken = defined + [(one.start, one.end) for one in named]
    kept = [part for part in parts if not any(part.start < end and begin < part.end for begin, end in taken)]
    return sorted([*kept, *named], key=lambda piece: piece.start)

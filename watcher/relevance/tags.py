"""What a record is by its design: RCT, phase 2, review, guideline, real-world, case report, protocol, ..."""

import re

from watcher.model import Kind, Record
from watcher.text import fold

# By the words of title or abstract; the title alone where the abstract of any paper may say the word.
_IN_TITLE = {
    "review": r"(?<!chart )(?<!record )(?<!records )(?<!case )(?<!notes )\breview\b|overview|state of the art|past, present|current options|perspectives?\b|a guide to",
    "guideline": r"guidelines?\b|guidance paper|consensus|recommendations|position (?:paper|statement)|delphi",
    "protocol": r"protocol\b|methodology of the|trial in progress|rationale and design|study design",
    "case report": r"case (?:report|series|presentation)|a case of\b|report of (?:a|two|three) cases?",
    "survey": r"survey|questionnaire",
    "comment": r"\bcomment(?:ary)?\b|editorial|letter to|reply\b|in reply",
}
# Before the pattern a part of a word that it cannot do without: most texts are settled by that.
_ANYWHERE = {
    "RCT": (("random",), r"randomi[sz]ed(?! to be)|randomly (?:assigned|allocated)|randomisiert|randomisee?\b"),
    "meta-analysis": (("meta",), r"meta[- ]?analys[ie]s|metaanalys"),
    "systematic review": (("systematic",), r"systematic(?: literature)? review"),
    "real-world": (
        ("real", "claims", "chart", "retrospective", "registry", "seer", "marketscan", "snds", "cohort", "audit"),
        r"real[- ](?:world|life)|claims (?:data|database|study|analysis)|chart review|retrospective|registry[- ]based|seer[- ]medicare|marketscan|snds\b|cohort study|audit\b",
    ),
    "open-label extension": (("label ext", "-label ext", "ole"), r"open[- ]label extension|\bole\b"),
    "cost": (
        ("cost", "budget", "economic"),
        r"cost[- ](?:effectiveness|utility|minimi[sz]ation)|comparing the cost|budget impact|economic (?:evaluation|model)",
    ),
}
_PHASE = re.compile(r"\bphase[- ]?(iii|iv|ii|i|[1-4])[ab]?(?:\s?[/-]\s?(iii|ii|[1-4])[ab]?)?\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_TITLE_PATTERNS = {tag: re.compile(pattern) for tag, pattern in _IN_TITLE.items()}
_TEXT_PATTERNS = {tag: (needles, re.compile(pattern)) for tag, (needles, pattern) in _ANYWHERE.items()}
# https://www.nlm.nih.gov/mesh/pubtypes.html, lower case
_TYPES = {
    "randomized controlled trial": "RCT",
    "meta-analysis": "meta-analysis",
    "systematic review": "systematic review",
    "network meta-analysis": "meta-analysis",
    "review": "review",
    "guideline": "guideline",
    "practice guideline": "guideline",
    "consensus statement": "guideline",
    "consensus development conference": "guideline",
    "case reports": "case report",
    "clinical trial protocol": "protocol",
    "observational study": "real-world",
    "editorial": "comment",
    "comment": "comment",
    "letter": "comment",
}
_KINDS = {
    Kind.ABSTRACT: "abstract",
    Kind.NEWS: "press",
    Kind.PREPRINT: "preprint",
    Kind.REGISTRATION: "registry",
    Kind.COMMENT: "comment",
    Kind.NOTICE: "notice",
}
# A review that speaks of randomised trials is none itself.
_SECONDARY = frozenset({"review", "systematic review", "meta-analysis", "guideline", "comment", "cost"})
_ORDER = (
    "RCT phase,meta-analysis,systematic review,review,guideline,real-world,case report,survey,protocol,"
    "open-label extension,cost,comment,registry,abstract,preprint,press,notice"
)


def design_tags(record: Record) -> tuple[str, ...]:
    """Return the tags of form and design, most telling first; () where nothing is said."""
    title, text = fold(record.title), fold(record.text)
    tags = {_TYPES[kind.lower()] for kind in record.publication_types if kind.lower() in _TYPES}
    tags |= {tag for tag, pattern in _TITLE_PATTERNS.items() if pattern.search(title)}
    whole = f"{title}\n{text}"
    for tag, (needles, pattern) in _TEXT_PATTERNS.items():
        if any(needle in whole for needle in needles) and pattern.search(whole):
            tags.add(tag)
    if record.kind in _KINDS:
        tags.add(_KINDS[record.kind])
    if tags & _SECONDARY and "randomized controlled trial" not in map(str.lower, record.publication_types):
        tags.discard("RCT")
        phases = set()
    else:
        phases = _phases(record, title, text)
    if record.trial and fold(record.trial.allocation).startswith("random"):
        tags.add("RCT")
    if "meta-analysis" in tags or "systematic review" in tags:
        tags.discard("review")
    return tuple(sorted(tags | phases, key=_rank))


def _phases(record: Record, title: str, text: str) -> set[str]:
    """Return "phase 3" as registered, or from the title, or where the title is silent from the abstract's first mention."""
    if record.trial and record.trial.phases:
        return {f"phase {digit}" for phase in record.trial.phases for digit in re.findall(r"[1-4]", phase)}
    typed = {f"phase {number}" for number in _arabic(record.publication_types)}
    found = _PHASE.search(title) or ("phase" in text and _PHASE.search(text))
    return typed or ({f"phase {_ROMAN.get(one, one)}" for one in found.groups() if one} if found else set())


def _arabic(types: tuple[str, ...]) -> list[str]:
    found = (re.fullmatch(r"clinical trial, phase (i{1,3}|iv)", kind.lower()) for kind in types)
    return [_ROMAN[match.group(1)] for match in found if match]


def _rank(tag: str) -> tuple[int, str]:
    return (_ORDER.find("phase" if tag.startswith("phase") else tag), tag)

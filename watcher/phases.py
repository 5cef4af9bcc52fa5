"""The phase of the trial that a record tells of: "phase 3"; none where a text names another's, wants one, or calls a period so."""

import re
from collections.abc import Iterator

from watcher.model import Record

NAMED = re.compile(r"\bphase[- ]?(iii|iv|ii|i|[1-4])[ab]?(?:\s?[/-]\s?(iii|ii|[1-4])[ab]?)?\b")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NEAR = 60  # characters before, in which it stands whose it is
# Another's, or one that is wanted: "after the phase 3 CLARINET trial", "these results support a phase 3 trial".
_OF_OTHERS = re.compile(
    r"(?<!\w)(?:after|outside(?: of)?|unlike|(?:support|justif|warrant|need|await|merit|deserv|requir|call)\w{0,4}(?: for)?|previous|earlier|prior|published|two|three|several|future|further|larger|confirmatory|"
    r"in contrast (?:to|with)) (?:(?:an?|the|our) )?(?:(?!this |the |our )[\w-]{1,20},? ){0,3}\(?$"
)
_NOT_ITS = re.compile(
    r" (?:(?:and|or) [\w-]{1,20} )?(?:data|evidence|trials|studies|series)"
    r"|(?: (?!this|we|patients)[\w-]{1,20},?){0,4} (?:is|are|was|were) (?:\w{1,12} )?(?:needed|warranted|required|awaited|planned|under ?way|justified|desirable)(?!\w)"
    # A period of a treatment, or a part of one study.
    r"| \((?:titration|maintenance|induction|run-in|wash-?out|observation|screening)(?!\w)|(?: \([a-z ,0-9-]{1,24}\))? (?:and (?:then )?phase|lasted|consisted|comprised|of (?:the|this|our) (?:study|trial|survey|programme|project))(?!\w)"
)
# "The phase 3 NETTER-2 trial compared": a trial that goes by a name is the record's own only where its title has that.
_BY_NAME = re.compile(
    r"(?<!patients of )(?<!patients in )(?<!data of )(?<!data from )(?<!from )(?<!analysis of )(?<!\w)the (?:[\w-]{1,20},? ){0,2}$"
)
_IN_BRACKETS = re.compile(r"(?<!\w)([A-Z][A-Za-z]{0,3}[A-Z]{2}[\w-]{0,24}+) \($")
_NAME = re.compile(r"[^\S\n]\(?([A-Z][A-Za-z]{0,3}[A-Z]{2}[\w-]{0,24}+(?: ?-?\d{1,2})?)\)?(?: (?:trial|study))?(?!\w)")


def phases(record: Record, title: str, text: str, *, looks_back: bool, randomised: bool) -> set[str]:
    """Return the phase as registered or indexed, or from the folded title, or where that is silent from the abstract's first own mention; () for none.

    ``looks_back``: what lies behind has no phase of its own; ``randomised``: a trial may be called by a name that its title leaves out.
    """
    if record.trial and record.trial.phases:
        return {f"phase {digit}" for phase in record.trial.phases for digit in re.findall(r"[1-4]", phase)}
    if typed := {f"phase {number}" for number in _indexed(record.publication_types)}:
        return typed
    found = NAMED.search(title)
    if not found and not looks_back:
        found = next(_own(record.text, text, title, randomised=randomised), None)
    return {f"phase {_ROMAN.get(one, one)}" for one in found.groups() if one} if found else set()


def _own(printed: str, text: str, title: str, *, randomised: bool) -> Iterator[re.Match[str]]:
    for match in NAMED.finditer(text):
        if _OF_OTHERS.search(text, max(0, match.start() - _NEAR), match.start()) or _NOT_ITS.match(text, match.end()):
            continue
        if randomised or len(printed) != len(text):  # of what is cut out nothing is known in print
            yield match
            continue
        near = max(0, match.start() - _NEAR)
        called = _IN_BRACKETS.search(printed, near, match.start()) or (
            _NAME.match(printed, match.end()) if _BY_NAME.search(text, near, match.start()) else None
        )
        if called and called[1].lower() not in title:
            continue
        yield match


def _indexed(types: tuple[str, ...]) -> Iterator[str]:
    for kind in types:
        if match := re.fullmatch(r"clinical trial, phase (i{1,3}|iv)", kind.lower()):
            yield _ROMAN[match[1]]

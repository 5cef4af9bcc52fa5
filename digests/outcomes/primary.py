"""What "the primary outcome" stands for: the outcome that an earlier sentence of the text names as such."""

import re
from dataclasses import replace

from digests.outcomes.lexicon import is_known, is_result
from digests.outcomes.patterns import Mark
from digests.outcomes.scan import Sentence, scan

_PRIMARY = r"(?<!\w)primary (?:efficacy |study |trial )?(?:end[- ]?points?|outcomes?)"
_NAMED = re.compile(rf"(?:{_PRIMARY}|(?<!\w)main outcomes?)(?: measures?)?(?: (?:was|were|is)|:)(?!\w)")
_TOLD = re.compile(
    rf"(?P<name>{_PRIMARY})(?! \w{{2,12}} (?:was|were) )(?=[^.;]{{0,40}} (?:met|reached|achieved|attained|fulfilled|occurred)(?!\w))"
)


def primary(text: str, spoken: str = "") -> str:
    """Return the outcome that a sentence names as the primary one, "" where it names none, or two."""
    found = _NAMED.search(text.lower())
    if found is None:
        return ""
    tokens = scan(text, spoken=spoken).tokens
    named = [p for p, t in enumerate(tokens) if t.mark is Mark.OUTCOME and t.start >= found.end()]
    if not named or not is_known(tokens[named[0]].label) or not is_result(tokens[named[0]].label):
        return ""
    joined = [p for p in named[1:2] if any(t.mark is Mark.AND for t in tokens[named[0] + 1 : p])]
    return "" if joined and tokens[joined[0]].label != tokens[named[0]].label else tokens[named[0]].label


def with_primary(sentence: Sentence, meant: str) -> Sentence:
    """Return the sentence, "the primary outcome was met by 56%" with the outcome that is meant in the place of the word."""
    found = _TOLD.search(sentence.folded) if meant and Mark.OUTCOME not in sentence.marks else None
    place = next((p for p, t in enumerate(sentence.tokens) if found and t.end == found.end("name")), -1)
    if place < 0:
        return sentence
    named = sentence.tokens[place]._replace(mark=Mark.OUTCOME, label=meant)
    tokens = (*sentence.tokens[:place], named, *sentence.tokens[place + 1 :])
    return replace(sentence, tokens=tokens, marks=sentence.marks | {Mark.OUTCOME})

"""Where results end and conclusions begin: the last figures, the tense, the first words of judgement.

Chosen by cross-validation over the labelled abstracts (see ``benchmarks/train_roles.py``).
"""

import re
from collections.abc import Iterator, Sequence

_JUDGEMENT = re.compile(
    r"conclu|suggest|indicat|should|may (?:be|have|not)|might|could be|further|warrant|recommend|implication|potential|"
    r"(?:is|are|appears?|seems?|provides?|demonstrates?|offers?|supports?) (?:\w{1,24} ){0,2}"
    r"(?:effective|safe|feasible|associated|superior|beneficial|well|a |an |not|no )|(?:these|our) (?:findings|results|data)|this (?:study|trial)",
    re.IGNORECASE,
)
_PAST = frozenset("was were had did".split())
_PRESENT = frozenset("is are has have may can should appears suggest suggests does do could might will".split())
_STATISTICS = frozenset("= < %".split())
# Judgement is looked for among so many last sentences.
_LAST = 5


def of_ending(sentences: Sequence[str], words: Sequence[Sequence[str]]) -> Iterator[set[str]]:
    """Yield, for each sentence, how it stands to the last figures and to the first words of judgement.

    ``words`` are those of each sentence, with "@" for a number.
    """
    count = len(words)
    numbered = ["@" in own for own in words]
    judged = [bool(_JUDGEMENT.search(sentence)) for sentence in sentences]
    last_number = _last(numbered)
    last_statistics = _last([has and not _STATISTICS.isdisjoint(own) for has, own in zip(numbered, words, strict=True)])
    first_judged = next((i for i in range(max(0, count - _LAST), count) if judged[i]), count)
    for index, own in enumerate(words):
        left, tense = min(count - 1 - index, 4), _tense(own)
        after_statistics, after_number = (max(-2, min(4, index - last)) for last in (last_statistics, last_number))
        yield {
            f"after_stat={after_statistics}",
            f"after_num={after_number}",
            f"after_stat={after_statistics}&end={left}",
            f"after_num={after_number}&end={left}",
            f"tense={tense}",
            f"tense={tense}&end={left}",
            f"cue={max(-3, min(3, index - first_judged))}&end={left}",
            f"cue={judged[index]}&tense={tense}&num={numbered[index]}",
            f"num={numbered[index]}&end={left}",
        }


def _last(those: Sequence[bool]) -> int:
    """Return the place of the last that is so, -1 where none is."""
    return max((index for index, so in enumerate(those) if so), default=-1)


def _tense(own: Sequence[str]) -> str:
    past, present = (sum(word in verbs for word in own) for verbs in (_PAST, _PRESENT))
    return "past" if past > present else "present" if present > past else "none"

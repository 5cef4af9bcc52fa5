"""What became of a symptom: to have flushing is one thing, to be rid of it another."""

import re

from digests.outcomes.scan import Sentence

UNCHANGED = "unchanged"
_COURSES = {
    UNCHANGED: re.compile(r"(?<!\w)(?:not?|without|unchanged|stable|persist\w{0,12}|fail\w{0,12})(?!\w)"),
    "improved": re.compile(
        r"(?<!\w)(?:improv|resol[vu]|reliev|relief|disappear|ameliorat|subsid|abat|alleviat)\w{0,12}"
    ),
    "worsened": re.compile(r"(?<!\w)(?:worse|deteriorat|aggravat)\w{0,12}"),
}
_HAD = re.compile(r"(?<!\w)(?:occur|report|develop|experienc|complain)\w{0,12}")
_CLAUSE = re.compile(r"[,;:](?=\s)")
_LAST_NUMBER = re.compile(r"(?<!\d)\d[\d.%)/]*+")


def course_of(sentence: Sentence, place: int, places: tuple[int, ...]) -> str:
    """Return what the symptom did in those whose share stands at ``place``: "improved", "worsened", ``UNCHANGED``.

    "" where the words since the last number do not say, nor the clause around all of its shares.
    """
    before = sentence.folded[: sentence.tokens[place].start]
    clause = sentence.folded[: sentence.tokens[places[0]].start], sentence.folded[sentence.tokens[places[-1]].end :]
    around_all = f"{_CLAUSE.split(clause[0])[-1]} {_CLAUSE.split(clause[1])[0]}"
    since = _LAST_NUMBER.split(_CLAUSE.split(before)[-1])[-1]
    if _HAD.search(since):  # "occurred in 30% and resolved in most": the share is of those who had it
        return ""
    for said in (since, around_all):
        found = [course for course, words in _COURSES.items() if words.search(said)]
        if found:
            return found[0] if found[0] == UNCHANGED or len(found) == 1 else ""
    return ""

"""Which grades of a tumour a sentence tells, and no grade of harm."""

import re
from collections.abc import Iterator, Sequence

from watcher.text import fold

_GRADE = re.compile(
    r"(?<![\w-])(?:g(?=\d)|grades? ?(?:\(g\) ?)?|grad ?|grado ?)([1-3]|i{1,3}(?!\w))(?:\s{0,2}(?:-|/|,|to|or|and|und|oder|et|ou|y|e|o|en|of|och|eller|or grade)\s{0,2}(?:g|grade )?([1-3]|i{1,3}(?!\w))(?! g[1-3](?!\w)))?(?![\w%]|\.\d|-?month)"
    r"(?!\s{0,2}(?:-|/|to|or|and)?\s{0,2}[45]?\s{0,2}(?:or (?:worse|higher|above) |and above )?(?:(?!\w{2,9}omas? |nets? |tumou?r)[\w-]{1,24} ){0,3}(?:adverse|toxicit|events?|diarrh|nausea|vomit|neutrop|an[a]?emia|fatigue|hyper|reactions?|cholecyst|pain|ctcae))"
)
_GRADE_OF_HARM = re.compile(r"adverse|toxicit|ctcae|diarrh|steatorrh|side effect|tolera|events? ")
_TUMOUR = re.compile(
    r"tumou?r|tumeur|tumor[ei]|nets?(?!\w)|nens?(?!\w)|neuroendoc|carcinoid|disease|neoplas|ki-?67|differentiat|carcinom|midgut|pancrea|tumor\w{0,2}|tne(?!\w)|(?:vip|insulin|gastrin|glucagon)oma"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3"}

# "54% G1, 46% G2", "(G1 14, G2 15)": nothing else has these two.
_BY_GRADE = re.compile(
    r"\d ?%? g1(?!\w)[^.;]{1,12}(?<!\w)g2(?!\w)|(?<!\w)g1[ :=(]{1,3}\d[^.;]{1,12}(?<!\w)g2[ :=(]{1,3}\d"
)
# "Grade 1 (62%), 2 (35%) or 3 (3%)".
_NEXT_GRADE = re.compile(r" ?\([^()]{1,16}\),? ?(?:and |or )?(?:g|grade )?([1-3])(?![\d%]|\.\d)(?= ?\()")
_BESIDE = 24  # characters in which a tumour follows its grade, where harm is told of too
_GRADED = re.compile(r"(?:differentiated,?|nets?|tumou?rs?|carcinoids?|disease)[ (,]{0,3}(?:of |who )?$")


def grades(folded: str, printed: str) -> Iterator[tuple[str, int, int]]:
    """Yield each grade of a tumour that a folded sentence tells, "G1", and where; none of an adverse event."""
    of_harm = _GRADE_OF_HARM.search(folded) is not None
    for match in _GRADE.finditer(folded):
        near = fold(printed)[max(0, match.start() - 60) : match.end() + 60]
        beside = folded[max(0, match.start() - _BESIDE) : match.start()], folded[match.end() : match.end() + _BESIDE]
        if not (_TUMOUR.search(near) or _BY_GRADE.search(folded)) or (
            of_harm and not (_GRADED.search(beside[0]) or _TUMOUR.search(beside[1]))
        ):
            continue
        low, high = (_ROMAN.get(grade, grade) for grade in match.groups(default=""))
        yield from ((f"G{grade}", *match.span()) for grade in range(int(low), int(high or low) + 1))
        end = match.end()
        while more := _NEXT_GRADE.match(folded, end):
            yield f"G{more.group(1)}", *more.span()
            end = more.end()


def graded(values: Sequence[str]) -> str:
    """Return the grades as one: "G1-G2"; "" for none."""
    grades = sorted(set(values))
    return f"{grades[0]}-{grades[-1]}" if len(grades) > 1 else "".join(grades)

"""Writing without blanks between its words: Chinese, Japanese, Korean; pure."""

import itertools
import re
import unicodedata

# Chinese characters, kana and Hangul, of which a word has no blank around it.
_UNSPACED = "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(r"\w++")
_RUN = re.compile(f"[{_UNSPACED}]++|[^{_UNSPACED}]++")


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

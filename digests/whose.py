"""Whose a value is: arms that a text calls by a letter, and what they are; pairs of values of which a sentence does not say whose."""

import re
from collections.abc import Iterator

from watcher.model import Entry

_LETTER = re.compile(
    r"(?i:(?:the )?(?:arm|group|cohort|regimen|schedule|sequence|stratum)s? )?(?:[A-H]|[1-4]|I{1,3}|IV)"
)
# "randomised to 30 mg every 2 weeks (A), 60 mg (B) or no change (C)": what stands before its letter, from where it begins.
_BEHIND = re.compile(r" \((?i:arm |group |cohort )?([A-H1-4])\)")
_BEGINS = re.compile(
    r"(?i)(?<!\bup )\b(?:to|either|received?|receiving|given|had)\b|[:;] |\)(?:,| and| or| versus| vs\.?)* "
)
# "Arm A: 30 mg every 2 weeks", "group B (60 mg every 4 weeks)".
_BEFORE = re.compile(r"(?i)\b(?:arm|group|cohort) ([A-H1-4])(?:: | \()([^();:,]{3,60})")
_LONGEST = 60  # characters of what an arm is


def is_a_letter(arm: str) -> bool:
    """Return whether an arm is called by a letter or a number alone: "A", "group 2"."""
    return _LETTER.fullmatch(arm) is not None


def letters(entry: Entry, sentence: str) -> str:
    """Return what the arms are that a sentence calls by letters: "A: 30 mg every 2 weeks; B: 60 mg every 4 weeks."; "" where not all are sure."""
    used = {arm[-1] for one in entry.figures if one.sentence in sentence for arm in _lettered(one.arm, one.comparator)}
    known = dict(pair for quote in entry.summary for pair in _named(quote.text)) if used else {}
    if not used or not used <= known.keys():
        return ""
    return "; ".join(f"{letter}: {known[letter]}" for letter in sorted(used)) + "."


def _lettered(*arms: str) -> Iterator[str]:
    yield from filter(is_a_letter, arms)


def _named(text: str) -> Iterator[tuple[str, str]]:
    for found in _BEHIND.finditer(text):
        before = text[max(0, found.start() - 2 * _LONGEST) : found.start()]
        begins = [one.end() for one in _BEGINS.finditer(before)]
        said = before[begins[-1] :].strip(" ,") if begins else ""
        if 0 < len(said) <= _LONGEST:
            yield found[1], said
    for found in _BEFORE.finditer(text):
        yield found[1].upper(), found[2].strip()


_ASIDE = re.compile(r" ?\([^()]{1,80}\)")
_VALUE = r"\d{1,4}(?:[.\u00b7]\d{1,2})?(?: ?%| patients| months| weeks| days)?"
# "in 33% and 16%", "were 9.1 vs 7.4 months", "in 4, 3, and 1 patients".
_PAIR = re.compile(
    rf"(?:in|by|was|were|of|to|had) {_VALUE}(?:, {_VALUE},?)?(?: and| v\.?| vs\.?| versus| against| compared with|,) {_VALUE}(?![\w-])(?! of)"
)
_NAMES = re.compile(
    r"(?i)(?<!\w)(?:with|without|groups?|arms?|cohorts?|placebo|dummy|every|mg|receiv\w{1,3}|assign\w{1,4}|controls?|standard|before|after|baseline|at|"
    r"between|from|than|for|among|while|whereas|above|below|under|on|label|octreotid\w{0,3}|lanreotid\w{0,3}|pasireotid\w{0,3}|men|women)(?!\w)"
)


def is_untold(sentence: str) -> bool:
    """Return whether a sentence sets values side by side and does not say whose they are: "Steatorrhoea was reported by 33% and 16%."."""
    bare = _ASIDE.sub("", sentence)
    found = _PAIR.search(bare)
    # Of two subjects each has its value: "gallstones and diarrhoea occurred in 12% and 31%".
    return bool(found and not _NAMES.search(bare) and not re.search(r" and |, |/", bare[: found.start()]))

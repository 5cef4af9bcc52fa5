"""A query read: its tree, and what of it was not understood. Any text has one; what means nothing is searched as words.

    query  = { choice }                      beside one another: all of them
    choice = both { ("OR" | "or") both }     binds nearer than standing side by side, less near than AND
    both   = one { "AND" one }
    one    = ["NOT" | "not" | "-"] near
    near   = part { ("NEAR/3" | "adj3") part }
    part   = ([field ":"] (word ["*"] | phrase | "(" query ")") | filter ":" value) { tag }

"and" in small letters says what standing side by side says. An operator that joins nothing is a word.
"""

import re
from datetime import date

from watcher.query.filters import read_filter
from watcher.query.nodes import Near, Node, Question, can_be_near, every, inside, phrase, some, without, word
from watcher.query.signs import Sign, signs

_MAX_DEPTH = 20
_BEGINS = frozenset({"word", "phrase", "(", "field", "filter"})
_ENDS = frozenset({"word", "phrase", ")", "tag"})
_WILDCARD = re.compile(r"(?<=\w)[*?#$](?=\w)")


def read(text: str, today: date | None = None) -> Question:
    """Return what the text asks for; never an error. ``since:7d`` counts back from ``today``."""
    found = signs(text)
    reader = _Reader(found.signs, today)
    root = reader.query(0)
    return Question(root, reader.is_plain, tuple(dict.fromkeys((*found.remarks, *reader.remarks))))


class _Reader:
    """Reads the signs from left to right."""

    def __init__(self, found: list[Sign], today: date | None) -> None:
        self._signs = found
        self._today = today
        self._at = 0
        self.is_plain = True
        self.remarks: list[str] = []

    def query(self, depth: int) -> Node | None:
        """Read what stands side by side, up to a closing parenthesis or the end."""
        parts: list[Node | None] = []
        while self._kind() and not (depth and self._kind() == ")"):
            if self._is_idle():
                self._next()
            else:
                parts.append(self._choice(depth))
        return every(parts)

    def _is_idle(self) -> bool:
        """Return whether the sign says nothing here: a parenthesis too many, a tag without a part, an "and" between two parts."""
        idle = self._kind() in {")", "tag"} or (self._kind() == "-" and not self._negates())
        return idle or self._joins("and")

    def _choice(self, depth: int) -> Node | None:
        choices = [self._both(depth)]
        while self._joins("OR") or self._joins("or"):
            self._operator(self._next())
            choices.append(self._both(depth))
        return some(choices)

    def _both(self, depth: int) -> Node | None:
        parts = [self._one(depth)]
        while self._joins("AND"):
            self._operator(self._next())
            parts.append(self._one(depth))
        return every(parts)

    def _one(self, depth: int) -> Node | None:
        negated = False
        while self._negates():
            self._operator(self._next())
            negated = not negated
        part = self._near(depth)
        return without(part) if negated else part

    def _near(self, depth: int) -> Node | None:
        left = self._part(depth)
        while self._joins("near"):
            sign = self._operator(self._next())
            left = self._beside(left, self._part(depth), sign)
        return left

    def _beside(self, left: Node | None, right: Node | None, sign: Sign) -> Node | None:
        if left is None or right is None:
            return left or right
        if can_be_near(left) and can_be_near(right):
            return Near(left, right, int(sign.value))
        self.remarks.append(f"{sign.text} stands between words, phrases and choices of them: it was read as AND")
        return every([left, right])

    def _part(self, depth: int) -> Node | None:
        part = self._untagged(self._next(), depth)
        while self._kind() == "tag":
            tag = self._operator(self._next())
            part = inside(part, tag.value) if part and tag.value != "year" else part
        return part

    def _untagged(self, sign: Sign, depth: int) -> Node | None:
        match sign.kind:
            case "(":
                return self._group(depth)
            case "field":
                return self._fielded(self._operator(sign), depth)
            case "filter":
                return self._filter(sign)
            case "phrase":
                return phrase(self._operator(sign).text)
            case _:
                return self._word(sign.text)

    def _group(self, depth: int) -> Node | None:
        if depth >= _MAX_DEPTH:
            self.remarks.append("parentheses deep in one another were passed over")
            return None
        inner = self.query(depth + 1)
        if self._kind():
            self._next()
        else:
            self.remarks.append("a parenthesis that was opened is not closed")
        return inner

    def _fielded(self, sign: Sign, depth: int) -> Node | None:
        if self._kind() not in {"word", "phrase", "("}:
            return self._word(sign.text)
        part = self._untagged(self._next(), depth)
        return inside(part, sign.value) if part else None

    def _filter(self, sign: Sign) -> Node | None:
        if self._kind() not in {"word", "phrase"}:
            return self._word(sign.text)
        value = self._next().text
        found = read_filter(sign.value, value, self._today)
        if found is not None:
            self._operator(sign)
            return found
        self.remarks.append(f"{sign.text}{value} is not understood, and was searched as words")
        return every([self._word(sign.text), self._word(value)])

    def _word(self, text: str) -> Node | None:
        inner = _WILDCARD.search(text)
        if inner and "/" not in text and inner.group() == "?":  # a letter or none, as in "tumo?r": spellings see to it
            text = text.replace("?", "")
        elif inner and "/" not in text:
            self.remarks.append(f"{text} was read as {text[: inner.start()]}*: a star stands at the end of a word")
            text = f"{text[: inner.start()]}*"
        return word(text)

    def _operator(self, sign: Sign) -> Sign:
        """Note that the query says more than words and a choice of them, and return the sign."""
        self.is_plain = self.is_plain and sign.kind in {"or", "OR"}
        return sign

    def _negates(self) -> bool:
        kind = self._kind()
        begins = self._begins(1) or self._kind(1) in {"NOT", "-"}
        return (kind in {"NOT", "-"} and begins) or (kind == "not" and self._ended() and self._begins(1))

    def _joins(self, kind: str) -> bool:
        """Return whether this operator stands here, between two parts."""
        begins = self._begins(1) or (kind != "near" and self._kind(1) in {"NOT", "-"} and self._begins(2))
        return self._kind() == kind and begins and self._ended()

    def _begins(self, ahead: int) -> bool:
        return self._kind(ahead) in _BEGINS

    def _ended(self) -> bool:
        return self._at > 0 and self._signs[self._at - 1].kind in _ENDS

    def _kind(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._signs[at].kind if at < len(self._signs) else ""

    def _next(self) -> Sign:
        self._at += 1
        return self._signs[self._at - 1]

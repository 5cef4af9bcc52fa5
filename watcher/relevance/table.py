"""A table of terms by their first words, so that each word of a text costs one look."""

from typing import NamedTuple

# A table remembers words that it has met, up to this many.
_MEMORY = 50_000


class Path(NamedTuple):
    """One term from its second word on, and the number of the slot that it fills."""

    rest: tuple[tuple[str, bool], ...]  # each word, and whether it stands for all that begin with it
    exact: tuple[str, ...]  # all words in their case, () where case does not matter
    slot: int


class Seconds(dict[str, tuple[Path, ...]]):
    """Second word -> the terms that go on so, of those that begin with one certain word."""

    def __init__(self, paths: list[Path]) -> None:
        super().__init__()
        self.paths = paths

    def __missing__(self, word: str) -> tuple[Path, ...]:
        if len(self) > _MEMORY:
            self.clear()
        self[word] = tuple(path for path in self.paths if _fits(word, *path.rest[0]))
        return self[word]


class Head(NamedTuple):
    """What begins with a word: the terms that it is, and those that go on."""

    alone: tuple[Path, ...]
    longer: Seconds


class Heads(dict[str, Head | None]):
    """First word -> what begins so, None for nothing; a word met for the first time is looked up once."""

    def __init__(self) -> None:
        super().__init__()
        self.whole: dict[str, list[Path]] = {}
        self.open: dict[str, list[Path]] = {}
        self.lengths: list[int] = []

    def add(self, word: str, is_open: bool, path: Path) -> None:
        """Take a term in by its first word."""
        (self.open if is_open else self.whole).setdefault(word, []).append(path)
        self.lengths = sorted({len(prefix) for prefix in self.open})

    def __missing__(self, word: str) -> Head | None:
        paths = list(self.whole.get(word, ()))
        for length in self.lengths:
            paths += self.open.get(word[:length], ()) if length <= len(word) else ()
        if len(self) > _MEMORY:
            self.clear()
        longer = Seconds([path for path in paths if path.rest])
        self[word] = Head(tuple(path for path in paths if not path.rest), longer) if paths else None
        return self[word]

    def starting(self, words: list[str], first: int, head: Head) -> list[Path]:
        """Return the terms that the words from ``first`` on are, as far as words can tell."""
        found = list(head.alone)
        if head.longer.paths and first + 1 < len(words):
            found += [path for path in head.longer[words[first + 1]] if _continues(words, first + 2, path.rest[1:])]
        return found


def _continues(words: list[str], at: int, rest: tuple[tuple[str, bool], ...]) -> bool:
    following = words[at : at + len(rest)]
    return len(following) == len(rest) and all(map(_fits, following, *zip(*rest, strict=True))) if rest else True


def _fits(word: str, wanted: str, is_open: bool) -> bool:
    return word == wanted or (is_open and word.startswith(wanted))

"""Every regular expression that the program compiles, and texts made from each that try to hold it up.

``python tests/patterns.py`` prints those that take longer than they may. Each line names where a pattern is compiled,
what it took, with which text, and by which of its methods.
"""

import contextlib
import importlib
import json
import pkgutil
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]

import pace
from click.testing import CliRunner

from watcher.border import TooLongError, within

ROOT = Path(__file__).parents[1]
PACKAGES = ("watcher", "sources", "digests")
LENGTH = 8_000  # characters of a text
BOUND = 0.05  # seconds that one call may take, the best of three, in the measure of ``pace``
_GIVEN_UP = 0.5  # seconds of the processor after which a call is ended
# What takes longer than 0.05 s at 8,000 characters and is no more than quadratic takes 0.8 ms at 1,000: what is well
# below that needs no second look.
_SHORT, _SOON = 1_000, 0.0003
_PARTS = 60  # the most parts of one pattern that are repeated, drawn by lot where it has more


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern, and the line that compiles it: "watcher/text.py:12"."""

    where: str
    pattern: str
    flags: int
    is_bytes: bool = False

    @property
    def package(self) -> str:
        """Return the package to which it belongs: "watcher/link"."""
        parts = self.where.split(":")[0].split("/")
        return "/".join(parts[:2])


@dataclass(frozen=True, slots=True)
class Slow:
    """A pattern that takes longer than it may."""

    compiled: Compiled
    method: str
    seconds: float
    text: str

    def __str__(self) -> str:
        """Return a line for a person."""
        text = f"{self.text[:50]!r}...{self.text[-12:]!r}"
        took = f"{self.seconds:.2f} s in {self.method} of {text}"
        return f"{self.compiled.where} {took}: {self.compiled.pattern[:100]!r}"


# ---------------------------------------------------------------- what is compiled


def packages() -> list[str]:
    """Return the packages and modules to which a pattern may belong: "watcher/link", "watcher/text.py"."""
    files = (file.relative_to(ROOT).parts for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return sorted({"/".join(parts[:2]) for parts in files})


@cache
def compiled() -> tuple[Compiled, ...]:
    """Return every pattern that is compiled in our files, while all are imported and a demonstration runs.

    A process of its own sees them all, whatever this one has imported and cached already.
    """
    done = subprocess.run(
        [sys.executable, __file__, "--record"], capture_output=True, text=True, check=True, cwd=ROOT, timeout=300
    )
    return tuple(Compiled(*one) for one in json.loads(done.stdout.splitlines()[-1]))


def _record() -> None:
    """Print, as JSON, every pattern that a line of ours compiles."""
    found: dict[tuple[str, int, bool], str] = {}
    with _recording(found):
        for module in _modules():
            importlib.import_module(module)
        _run_demonstration()
    print(json.dumps([(where, *key) for key, where in found.items()]))


@contextlib.contextmanager
def _recording(found: dict[tuple[str, int, bool], str]) -> Iterator[None]:
    original = _compiler.compile

    def recorded(pattern, flags=0):  # type: ignore[no-untyped-def]
        made = original(pattern, flags)
        if where := _where():
            text = made.pattern.decode("latin-1") if isinstance(made.pattern, bytes) else made.pattern
            found.setdefault((text, made.flags, isinstance(made.pattern, bytes)), where)
        return made

    _compiler.compile = recorded
    re.purge()
    try:
        yield
    finally:
        _compiler.compile = original


def _where() -> str:
    """Return the line of ours that compiles a pattern, "" where it is another library's."""
    frame = sys._getframe(2)
    while frame and "/re/" in frame.f_code.co_filename:
        frame = frame.f_back
    path = Path(frame.f_code.co_filename) if frame else ROOT
    if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in PACKAGES:
        return ""
    return f"{path.relative_to(ROOT).as_posix()}:{frame.f_lineno}"


def _modules() -> Iterator[str]:
    for package in PACKAGES:
        yield package
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not module.name.endswith("__main__"):
                yield module.name


def _run_demonstration() -> None:
    """Let the topics that ship, and a whole run on the samples, compile what is compiled as it is needed."""
    cli = importlib.import_module("watcher.cli").cli
    with tempfile.TemporaryDirectory() as folder:
        for arguments in (["demo", "--output", f"{folder}/demo"], ["topic", "show", "--queries"]):
            CliRunner().invoke(cli, arguments, catch_exceptions=False)


# ---------------------------------------------------------------- texts that a pattern takes


def texts(pattern: str, flags: int) -> list[tuple[str, str, str]]:
    """Return (beginning, part that is repeated, end) of texts made of what the pattern takes, the same ones each time."""
    lot = random.Random(f"{pattern!a} {flags}")
    maker = _Maker(lot, flags)
    tree = _parser.parse(pattern, flags & ~re.DEBUG)
    pairs = list(dict.fromkeys((before, part) for before, part in maker.parts(tree, "") if part))
    if len(pairs) > _PARTS:
        pairs = pairs[:8] + lot.sample(pairs[8:], _PARTS - 8)
    whole = [maker.text(tree) for _ in range(3)]
    made = [("", one + between, "") for one in whole for between in ("", " ", ", ", "\n")]
    made += [(before, part, end) for before, part in pairs for end in ("", "\x00")]
    pool = [part for _, part in pairs] or [" "]
    made += [("", "".join(lot.choices(pool, k=20)), "") for _ in range(3)]
    made += [("", char, "") for char in sorted({char for part in pool for char in part})[:40]]
    return [one for one in dict.fromkeys(made) if one[1]]


def long(text: tuple[str, str, str], length: int) -> str:
    """Return the text with its part repeated up to about that length."""
    before, part, end = text
    return (before + part * (length // len(part) + 1))[:length] + end


class _Maker:
    """Makes texts that a parsed pattern takes, as well as that can be told without looking around."""

    def __init__(self, lot: random.Random, flags: int) -> None:
        self.lot = lot
        self.flags = flags
        self.groups: dict[int, str] = {}

    def text(self, items: Sequence[tuple[object, object]]) -> str:
        """Return a text that the sequence takes."""
        return "".join(self.one(*item) for item in items)

    def one(self, op: object, value: object) -> str:  # noqa: C901 - one case a node
        """Return a text that one node takes; "" for what has no width."""
        match str(op), value:
            case "LITERAL", int(code):
                return chr(code)
            case "NOT_LITERAL", int(code):
                return "a" if code != ord("a") else "b"
            case "ANY", _:
                return self.lot.choice("a1 ,")
            case "IN", list(choices):
                return self._any_of(choices)
            case "BRANCH", (_, branches):
                return self.text(self.lot.choice(branches))
            case "SUBPATTERN", (group, _, _, inside):
                made = self.text(inside)
                self.groups[group] = made
                return made
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT", (low, high, inside):
                times = min(int(high), max(int(low), self.lot.randint(0, 2)))
                return "".join(self.text(inside) for _ in range(times))
            case "ATOMIC_GROUP", inside:
                return self.text(inside)
            case "ASSERT", (direction, inside):
                return self.text(inside) if direction > 0 and self.lot.random() < 0.5 else ""
            case "GROUPREF", int(group):
                return self.groups.get(group, "")
            case "GROUPREF_EXISTS", (_, yes, _):
                return self.text(yes)
        return ""

    def _any_of(self, choices: list[tuple[object, object]]) -> str:
        if str(choices[0][0]) == "NEGATE":
            taken = re.compile(f"[^{''.join(map(_class, choices[1:]))}]", self.flags & re.ASCII)
            return self.lot.choice([char for char in 'a1 ,;.-("<&=/é\n' if taken.match(char)] or ["x"])
        op, value = self.lot.choice(choices)
        match str(op), value:
            case "LITERAL", int(code):
                return chr(code)
            case "RANGE", (low, high):
                return chr(self.lot.choice((low, self.lot.randint(low, high))))
            case "CATEGORY", category:
                return self.lot.choice(_CATEGORIES[str(category)][1])
        return "x"

    def parts(self, items: Sequence[tuple[object, object]], before: str) -> Iterator[tuple[str, str]]:
        """Yield (what stands before it, a text) for each node, for neighbours, and for what is inside of them."""
        made = [self.one(*item) for item in items]
        for i, item in enumerate(items):
            lead = before + "".join(made[:i])
            for width in (1, 2, 3):
                if i + width <= len(items):
                    yield lead, "".join(made[i : i + width])
            for inside in _insides(*item):
                yield lead, self.text(inside)
                yield from self.parts(inside, lead)


def _insides(op: object, value: object) -> list[Sequence[tuple[object, object]]]:
    match str(op), value:
        case "BRANCH", (_, branches):
            return list(branches)
        case "SUBPATTERN", (_, _, _, inside):
            return [inside]
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT", (_, _, inside):
            return [inside]
        case "ATOMIC_GROUP", inside:
            return [inside]
        case "ASSERT" | "ASSERT_NOT", (_, inside):
            return [inside]
    return []


_CATEGORIES = {
    "CATEGORY_DIGIT": (r"\d", "0172"),
    "CATEGORY_NOT_DIGIT": (r"\D", "a ,"),
    "CATEGORY_SPACE": (r"\s", " \n"),
    "CATEGORY_NOT_SPACE": (r"\S", "a1-"),
    "CATEGORY_WORD": (r"\w", "a1_"),
    "CATEGORY_NOT_WORD": (r"\W", " -."),
}


def _class(choice: tuple[object, object]) -> str:
    match str(choice[0]), choice[1]:
        case "LITERAL", int(code):
            return re.escape(chr(code))
        case "RANGE", (low, high):
            return f"{re.escape(chr(low))}-{re.escape(chr(high))}"
        case "CATEGORY", category:
            return _CATEGORIES[str(category)][0]
    return ""


# ---------------------------------------------------------------- how long they take


def slow(one: Compiled, bound: float = BOUND) -> Slow | None:
    """Return by what the pattern can be held up for longer than the bound, None where nothing made from it does so."""
    pattern = re.compile(one.pattern.encode("latin-1") if one.is_bytes else one.pattern, one.flags & ~re.DEBUG)
    for text in texts(one.pattern, one.flags):
        # A search, and what it finds further on; a match that must go to the end.
        for method in ("finditer", "fullmatch"):
            for length, soon in ((_SHORT, _SOON), (LENGTH, bound)):
                seconds = _seconds(pattern, method, long(text, length), soon)
                if seconds > bound and pace.usual(seconds) > bound:
                    return Slow(one, method, seconds, long(text, length))
                if seconds <= soon:
                    break
    return None


def _seconds(pattern: "re.Pattern", method: str, text: str, bound: float) -> float:
    """Return what the call takes of the processor, the best of three where it is near the bound."""
    subject = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    best = float("inf")
    for _ in range(3):
        begun = time.thread_time()
        with contextlib.suppress(TooLongError), within(_GIVEN_UP):
            _called(pattern, method, subject)
        best = min(best, time.thread_time() - begun)
        if not bound < best < 4 * bound:  # far from the bound, noise does not decide
            break
    return best


def _called(pattern: "re.Pattern", method: str, subject: str | bytes) -> None:
    if method == "finditer":  # a search, and from the end of each match the next one
        for _ in pattern.finditer(subject):
            pass
    else:
        getattr(pattern, method)(subject)


def main(arguments: list[str]) -> int:
    """Print every pattern that is slow, of the packages named or of all."""
    if arguments == ["--record"]:
        _record()
        return 0
    chosen = [one for one in compiled() if not arguments or any(one.where.startswith(name) for name in arguments)]
    found = 0
    for one in sorted(chosen, key=lambda one: one.where):
        if because := slow(one):
            found += 1
            print(because, flush=True)
    print(f"{found} of {len(chosen)} patterns are slow")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Whatever is pure takes any text: each step over texts and records of the field's language, with what it took.

``python tests/fuzz.py --examples 1000000`` goes on until all have been tried and prints counts; ``--seed`` begins elsewhere.
A failure is printed with the seed that makes it again.
"""

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, cached_property, lru_cache

import language

import digests
import samples
from digests.build import build
from digests.gist import read, summarise
from digests.outcomes.figures import extract, figures
from digests.proof import check, prove
from digests.roles import marked, roles
from digests.writing import to_json
from watcher import formats
from watcher.border import within
from watcher.changes import compare, fingerprint
from watcher.identify import block_keys, identify
from watcher.link import find_links
from watcher.model import Digest, Dossier, Entry, Passage, Record, Score, Tier, Topic, Work
from watcher.normalise import normalise
from watcher.relevance import rate
from watcher.relevance.regimens import in_text, regimens
from watcher.text import clean, fold, sentences
from watcher.topic import load_topic

# Seconds of the clock after which a text is said to hold us; generous, since other work runs beside it.
HELD = 10.0


class Example:
    """What one seed makes, each part when it is first asked for: a text, a record that says it, and a second record."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.text = language.text(self.lot("text"))

    def lot(self, part: str) -> random.Random:
        """Return what a part is drawn from, whichever part is drawn first."""
        return random.Random(f"{self.seed}:{part}")

    @cached_property
    def drawn(self) -> Record:
        """The record as it comes from its source."""
        return language.record(self.lot("record"), "1", self.text)

    @cached_property
    def one(self) -> Record:
        """The record in its one form."""
        return normalise(self.drawn)

    @cached_property
    def other(self) -> Record:
        """Another record in its one form, or a version of the first."""
        lot = self.lot("other")
        other = normalise(language.record(lot, "2"))
        if lot.random() < 0.5:
            return other
        return replace(self.one, source_id="2", title=other.title, abstract=other.abstract, ids=other.ids)

    @cached_property
    def score(self) -> Score:
        """The record's score."""
        return rate(self.one, topic())

    @property
    def work(self) -> Work:
        """The record as the one thing that the store has."""
        return Work(id=1, records=(self.one,))


Step = Callable[[Example], object]


@cache
def topic() -> Topic:
    """Return the topic that ships."""
    return load_topic("ssa-dose-escalation")


def week(example: Example) -> Digest:
    """Return a digest of the record, and now and then of the other one too, rated at one of the tiers that are shown."""
    lot = example.lot("week")
    shown = [example.one] if lot.random() < 0.8 else [example.one, example.other]
    dossiers = [
        samples.dossier(
            number, record, replace(example.score, tier=lot.choice((Tier.CORE, Tier.RELATED, Tier.ADJACENT)))
        )
        for number, record in enumerate(shown, start=1)
    ]
    return build(topic(), samples.PERIOD, dossiers, (), (), now=language.NOW)


def _proved(digest: Digest, record: Record) -> None:
    entries = [entry for section in digest.sections for entry in section.entries]
    check(entries, lambda _: (record,))
    for entry in entries:
        proved, _ = prove(entry, (record,))
        assert isinstance(proved, Entry)


@lru_cache(maxsize=2)
def _taken_in(text: str) -> Dossier:
    """Return the dossier of a study with this abstract."""
    return samples.dossier(1, normalise(_said(text)), samples.score(Tier.CORE))


def _built(text: str) -> Digest:
    """Return the digest that shows the study, made as if nobody had read its text before."""
    read.cache_clear()
    marked.cache_clear()
    figures.cache_clear()
    return build(topic(), samples.PERIOD, [_taken_in(text)], (), (), now=language.NOW)


_shown = lru_cache(maxsize=2)(_built)


def _ratings_agree(example: Example) -> None:
    assert 0 <= example.score.value <= 1
    for reason in example.score.reasons:
        _stands(example.one, reason.span)


def _stands(record: Record, span: object) -> None:
    if span is not None:
        text = record.title if span.field == "title" else record.text
        assert 0 <= span.start < span.end <= len(text)


def _figures_stand(text: str) -> None:
    for figure in figures(text):
        assert 0 <= figure.at.start < figure.at.end <= len(text)


def _folded(text: str) -> None:
    assert len(fold(text)) == len(text)


def _in_order(text: str) -> None:
    end = 0
    for start, stop in sentences(text):
        assert end <= start < stop <= len(text)
        end = stop


@cache
def _channels() -> tuple[digests.Channel, ...]:
    return tuple(map(samples.channel, digests.available()))


def _rendered(digest: Digest, lot: random.Random | None = None) -> None:
    """Render the digest for every channel, or for two of them that are drawn by lot."""
    for channel in lot.sample(_channels(), 2) if lot else _channels():
        assert channel.render(digest)
    assert to_json(digest)


def _through(digest: Digest, stranger: Record, lot: random.Random) -> None:
    """Check a week that was made, whatever record its sentences are held against, and render it."""
    _proved(digest, stranger)
    _rendered(digest, lot)


_FORMS = sorted({*formats.writable()} - {"references", "xlsx"})  # which need more packages


def _exported(record: Record, lot: random.Random | None = None) -> None:
    """Write the record in every form and read it back; in two of them that are drawn by lot."""
    for form in lot.sample(_FORMS, 2) if lot else _FORMS:
        written = formats.write([record], form)
        body = written if isinstance(written, bytes) else written.encode("utf-8")
        list(formats.read(body, "x", language.NOW, form))


STEPS: dict[str, Step] = {
    "clean": lambda example: clean(example.text),
    "fold": lambda example: _folded(example.text),
    "sentences": lambda example: _in_order(example.text),
    "normalise": lambda example: example.one,
    "regimens": lambda example: regimens(example.drawn),
    "rate": _ratings_agree,
    "figures": lambda example: _figures_stand(example.text),
    "extract": lambda example: extract(example.text),
    "roles": lambda example: roles([example.text[start:end] for start, end in sentences(example.text)]),
    "summarise": lambda example: summarise(example.drawn),
    "block keys": lambda example: block_keys(example.drawn),
    "fingerprint": lambda example: fingerprint(example.drawn),
    "identify": lambda example: identify(example.other, [example.work]),
    "compare": lambda example: compare(example.one, example.other, language.NOW),
    "find_links": lambda example: find_links(example.other, [example.work]),
    "build, check, render": lambda example: _through(week(example), example.other, example.lot("channels")),
    "export": lambda example: _exported(example.one, example.lot("forms")),
}

LONG_STEPS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "fold": fold,
    "extract": extract,
    "identify": lambda text: identify(_said(text, title=text), [Work(id=1, records=(_said(text, title=text[1:]),))]),
    "sentences": lambda text: list(sentences(text)),
    "regimens": in_text,
    "rate": lambda text: rate(_said(text), topic()),
    "normalise": lambda text: normalise(_said(text)),
    "roles": lambda text: roles([text[start:end] for start, end in sentences(text)]),
    "summarise": lambda text: summarise(_said(text)),
    "block keys": lambda text: block_keys(_said(text, title=text)),
    "fingerprint": lambda text: fingerprint(_said(text, title=text)),
    "compare": lambda text: compare(_said("A text."), _said(text), language.NOW),
    "find_links": lambda text: find_links(_said(text, title=text), []),
    "export": lambda text: _exported(_said(text)),
}

# What is done with a study whose text is long, in turn; what one step makes the next ones take from memory.
WEEKLY: dict[str, Callable[[str], object]] = {
    "build": _built,
    "check": lambda text: _proved(_shown(text), _taken_in(text).item.records[0]),
    "render": lambda text: _rendered(_shown(text)),
}


def _said(text: str, title: str = "A title") -> Record:
    return samples.record("1", title, abstract=(Passage(text=text),))


def failures(seed: str) -> Iterator[str]:
    """Yield what each step raises on what the seed makes, all of them on the same."""
    with within(HELD):
        example = Example(seed)
    for name, step in STEPS.items():
        try:
            with within(HELD):
                step(example)
        except Exception as error:  # noqa: BLE001 - each is listed with its seed
            yield f"{name} of {seed}: {type(error).__name__}: {error!s:.200}"


def tried(step: Step, seed: str) -> float:
    """Run the step on what the seed makes, and return the seconds of the processor that it took; raise what it raises."""
    begun = time.thread_time()
    with within(HELD):
        step(Example(seed))
    return time.thread_time() - begun


def main(arguments: list[str] | None = None) -> int:
    """Try every step on its share of the examples, one after another, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20_000, help="of all steps together")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--steps", nargs="*", default=list(STEPS), choices=list(STEPS))
    asked = parser.parse_args(arguments)
    failed: Counter[str] = Counter()
    for name in asked.steps:
        share, slowest, total = asked.examples // len(asked.steps), (0.0, ""), 0.0
        for number in range(share):
            seed = f"{asked.seed}:{number}"
            try:
                seconds = tried(STEPS[name], seed)
            except Exception as error:  # noqa: BLE001 - to find them is what this is for
                failed[name] += 1
                if failed[name] <= 3:
                    place = traceback.extract_tb(error.__traceback__)[-1]
                    print(
                        f"  {name}: {type(error).__name__}: {error!s:.200} ({place.filename}:{place.lineno}), seed {seed}"
                    )
                continue
            total += seconds
            slowest = max(slowest, (seconds, seed))
        print(f"{name}: {share:,} tried, {failed[name]:,} failed, {total / max(share, 1) * 1e3:.2f} ms each, slowest {slowest[0]:.2f} s ({slowest[1]})", flush=True)  # fmt: skip
    print(f"{asked.examples:,} examples, {sum(failed.values()):,} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

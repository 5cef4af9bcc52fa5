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
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache

import language

import digests
import samples
from digests.build import build
from digests.gist import summarise
from digests.outcomes.figures import extract, figures
from digests.proof import check, prove
from digests.roles import marked, roles
from digests.writing import to_json
from watcher import formats
from watcher.border import within
from watcher.changes import compare, fingerprint
from watcher.identify import block_keys, identify
from watcher.link import find_links
from watcher.model import Digest, Dossier, Entry, Passage, Record, Tier, Topic, Work
from watcher.normalise import normalise
from watcher.relevance import rate
from watcher.relevance.regimens import in_text, regimens
from watcher.text import clean, fold, sentences
from watcher.topic import load_topic

# Seconds of the clock after which a text is said to hold us; generous, since other work runs beside it.
HELD = 10.0

Step = Callable[[random.Random], object]


@cache
def topic() -> Topic:
    """Return the topic that ships."""
    return load_topic("ssa-dose-escalation")


def _of_text(function: Callable[[str], object]) -> Step:
    return lambda lot: function(language.text(lot))


def _of_record(function: Callable[[Record], object]) -> Step:
    return lambda lot: function(language.record(lot))


def _of_pair(function: Callable[[Record, Record], object]) -> Step:
    """Return a step over two records, both in their one form: another one, or a version of the first."""

    def step(lot: random.Random) -> object:
        one = normalise(language.record(lot, "1"))
        other = normalise(language.record(lot, "2"))
        if lot.random() < 0.5:
            other = replace(one, source_id="2", title=other.title, abstract=other.abstract, ids=other.ids)
        return function(one, other)

    return step


def week(lot: random.Random) -> Digest:
    """Return a digest of a few records, each in its one form and rated at one of the tiers that are shown."""
    dossiers = []
    for number in range(1, lot.randint(2, 4)):
        record = normalise(language.record(lot, f"{number}"))
        score = replace(rate(record, topic()), tier=lot.choice((Tier.CORE, Tier.RELATED, Tier.ADJACENT)))
        dossiers.append(samples.dossier(number, record, score))
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
    marked.cache_clear()
    figures.cache_clear()
    return build(topic(), samples.PERIOD, [_taken_in(text)], (), (), now=language.NOW)


_shown = lru_cache(maxsize=2)(_built)


def _ratings_agree(record: Record) -> None:
    score = rate(record, topic())
    assert 0 <= score.value <= 1
    for reason in score.reasons:
        _stands(record, reason.span)


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


def _rendered(digest: Digest) -> None:
    for channel in _channels():
        assert channel.render(digest)
    assert to_json(digest)


def _through(digest: Digest, stranger: Record) -> None:
    """Check a week that was made, whatever record its sentences are held against, and render it."""
    _proved(digest, stranger)
    _rendered(digest)


_FORMS = sorted({*formats.writable()} - {"references", "xlsx"})  # which need more packages


def _exported(record: Record, lot: random.Random | None = None) -> None:
    """Write the record in every form and read it back; in two of them that are drawn by lot."""
    for form in lot.sample(_FORMS, 2) if lot else _FORMS:
        written = formats.write([record], form)
        body = written if isinstance(written, bytes) else written.encode("utf-8")
        list(formats.read(body, "x", language.NOW, form))


STEPS: dict[str, Step] = {
    "clean": _of_text(clean),
    "fold": _of_text(_folded),
    "sentences": _of_text(_in_order),
    "normalise": _of_record(normalise),
    "regimens": _of_record(regimens),
    "rate": _of_record(_ratings_agree),
    "figures": _of_text(_figures_stand),
    "extract": _of_text(extract),
    "roles": _of_text(lambda text: roles([text[start:end] for start, end in sentences(text)])),
    "summarise": _of_record(summarise),
    "block keys": _of_record(block_keys),
    "fingerprint": _of_record(fingerprint),
    "identify": _of_pair(lambda one, other: identify(other, [Work(id=1, records=(one,))])),
    "compare": _of_pair(lambda one, other: compare(one, other, language.NOW)),
    "find_links": _of_pair(lambda one, other: find_links(other, [Work(id=1, records=(one,))])),
    "build, check, render": lambda lot: _through(week(lot), language.record(lot)),
    "export": lambda lot: _exported(normalise(language.record(lot)), lot),
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
    "figures": figures,
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


def tried(step: Step, seed: str) -> float:
    """Run the step on what the seed makes, and return the seconds of the processor that it took; raise what it raises."""
    begun = time.thread_time()
    with within(HELD):
        step(random.Random(seed))
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
            seed = f"{asked.seed}:{name}:{number}"
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

"""A first profile from six answers: what to look for, where, what about it, and which trials are waited for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person answered. Terms may end in a star; ``aspect`` and ``trials`` may be left out."""

    name: str  # of the profile: "dupilumab-asthma"
    title: str  # of the digest
    subject: tuple[str, ...]  # what is given or done: a drug, a procedure
    disease: tuple[str, ...]
    aspect: tuple[str, ...] = ()  # what of it the question is about: a dose, an outcome
    trials: tuple[tuple[str, str], ...] = ()  # acronym and registry number, such as ("SORENTO", "NCT05050942")


def draft(answers: Answers, counts: Mapping[str, int], records: int) -> str:
    """Return a profile as TOML; beside each term stands in how many of the store's records it is, where there are any."""
    concepts = {"subject": answers.subject, "disease": answers.disease, "aspect": answers.aspect}
    parts = [_head(answers), *(_concept(name, terms, counts, records) for name, terms in concepts.items() if terms)]
    return "\n".join((*parts, *_rules(answers)))


def _head(answers: Answers) -> str:
    groups = ", ".join((*(f'["{_signal(name)}"]' for name, _ in answers.trials), '["subject", "disease"]'))
    lines = [
        "# Drafted by `watcher topic new`. How to go on: docs/topics.md; `watcher topic lint` says what does nothing.",
        "",
        "[topic]",
        f"name = {_text(answers.name)}",
        'version = "1"  # change it whenever a judgement may change',
        f"title = {_text(answers.title)}",
        "",
        "[query]",
        f"groups = [{groups}]",
        "",
    ]
    for name, number in answers.trials:
        lines += ["[[watched]]", f"name = {_text(name)}", f"ids = [{_text(number)}]", f"acronyms = [{_text(name)}]", ""]
    return "\n".join(lines)


def _concept(name: str, terms: Sequence[str], counts: Mapping[str, int], records: int) -> str:
    lines = [f"[concepts.{name}]", "terms = ["]
    for term in terms:
        said = f"  # in {counts.get(term, 0):,} of {records:,} records of the store" if records else ""
        lines.append(f"    {_text(term)},{said}")
    return "\n".join((*lines, "]", ""))


def _rules(answers: Answers) -> list[str]:
    rules = [_rule("watched", _signal(name), f"names {name}", 0.9, name) for name, _ in answers.trials]
    if answers.aspect:
        rules += [
            _rule("core", "disease and subject with aspect in title", "what the title is about", 0.8),
            _rule("core", "disease and subject with aspect in main", "both in one sentence", 0.6),
        ]
    else:
        rules.append(_rule("core", "subject in title and disease in title", "what the title is about", 0.8))
    return [
        *rules,
        _rule("related", "subject in main and disease in main", "both are spoken of", 0.5),
        _rule("adjacent", "subject in title", "elsewhere", 0.3),
    ]


def _rule(tier: str, when: str, because: str, value: float, trial: str = "") -> str:
    named = [f"trial = {_text(trial)}"] if trial else []
    lines = [
        "[[rules]]",
        f'tier = "{tier}"',
        *named,
        f'when = "{when}"',
        f"value = {value}",
        f"because = {_text(because)}",
        "",
    ]
    return "\n".join(lines)


def _signal(name: str) -> str:
    return "_".join(name.lower().split())


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)

"""Record and topic -> tier and value, with reasons in words that a physician can dispute, and what else is to be said."""

from dataclasses import dataclass
from functools import lru_cache

from watcher.designs import design_tags
from watcher.model import Exclusion, Reason, Record, Rule, Score, SourceClass, Tier, Topic
from watcher.relevance.evidence import Evidence, Finding, gather

# What moves a record within its tier. The steps are a convention, small against the rules' own values.
_IN_TITLE = 0.1
_BY_DESIGN = {"RCT": 0.1, "meta-analysis": 0.1, "systematic review": 0.05, "guideline": 0.05, "comment": -0.05}
_BY_SOURCE = {
    SourceClass.REGISTRY: 0.05,
    SourceClass.JOURNAL: 0.05,
    SourceClass.REGULATOR: 0.05,
    SourceClass.COMPANY: -0.05,
    SourceClass.TRADE_NEWS: -0.1,
    SourceClass.OTHER: -0.3,
}
_RANK = {tier: tier.rank for tier in Tier}


@dataclass(frozen=True, slots=True)
class _Judgement:
    """The rule that decided and what it found; ``lowered`` are the exclusions that then applied."""

    tier: Tier
    rule: Rule | None
    found: tuple[Finding, ...] = ()
    lowered: tuple[tuple[Exclusion, tuple[Finding, ...]], ...] = ()


def rate(record: Record, topic: Topic) -> Score:
    """Return how near the record is to the topic, and why, in words with offsets.

    The first rule that holds, the nearest tier first, decides; exclusions then lower, and never
    hide. Of a watched trial's records only exclusions that speak of the trial lower the tier.
    """
    evidence = gather(record, topic)
    judged = _judge(evidence)
    if judged.rule is None:
        return Score(tier=Tier.OFF, value=0.0, source_class=evidence.source_class, profile=topic.profile)
    tags = design_tags(record)
    return Score(
        tier=judged.tier,
        value=_value(judged, tags, evidence.source_class),
        reasons=_reasons(judged, topic),
        tags=tags + _topic_tags(evidence, judged.tier),
        source_class=evidence.source_class,
        regimens=evidence.regimens,
        trials=_trials(judged),
        profile=topic.profile,
    )


def _judge(evidence: Evidence) -> _Judgement:
    rules = _nearest_first(evidence.topic)
    if not evidence.concerned or not any(evidence.may_hold(rule.when) for rule in rules):
        return _Judgement(Tier.OFF, None)
    for rule in rules:
        found = evidence.holds(rule.when)
        if found is not None:
            return _lower(_Judgement(rule.tier, rule, found), evidence)
    return _Judgement(Tier.OFF, None)


@lru_cache(maxsize=16)
def _nearest_first(topic: Topic) -> tuple[Rule, ...]:
    return tuple(sorted(topic.rules, key=lambda rule: rule.tier.rank))


def _lower(judged: _Judgement, evidence: Evidence) -> _Judgement:
    applied = []
    tier = judged.tier
    for exclusion in evidence.topic.exclusions:
        if _RANK[exclusion.to] <= _RANK[tier] or (judged.tier is Tier.WATCHED and not exclusion.trial):
            continue
        found = evidence.holds(exclusion.when)
        if found is not None:
            tier = exclusion.to
            applied.append((exclusion, found))
    return _Judgement(tier, judged.rule, judged.found, tuple(applied))


def _value(judged: _Judgement, tags: tuple[str, ...], source: SourceClass) -> float:
    if judged.rule is None:
        return 0.0
    value = judged.rule.value + _BY_SOURCE.get(source, 0.0)
    value += max((_BY_DESIGN.get(tag, 0.0) for tag in tags), default=0.0)
    value += _IN_TITLE * any(found.span and found.span.field == "title" for found in judged.found)
    return round(min(1.0, max(0.0, value)), 3)


def _trials(judged: _Judgement) -> tuple[str, ...]:
    """Return the watched trial that the record names; what is of its compound only is no report of the trial."""
    rule = judged.rule
    if rule is None or judged.tier is not Tier.WATCHED:
        return ()
    return (rule.trial,) if any(found.concept == rule.naming for found in judged.found) else ()


def _topic_tags(evidence: Evidence, tier: Tier) -> tuple[str, ...]:
    of_exclusions = [
        rule.tag for rule in evidence.topic.exclusions if rule.tag and evidence.holds(rule.when) is not None
    ]
    rules = [rule for rule in evidence.topic.tags if tier.rank <= rule.tier.rank]
    of_rules = [rule.tag for rule in rules if evidence.holds(rule.when) is not None]
    return tuple(dict.fromkeys(of_rules + of_exclusions))


def _reasons(judged: _Judgement, topic: Topic) -> tuple[Reason, ...]:
    if judged.rule is None:
        return ()
    words = _meanings(topic)
    reasons = [Reason(concept=judged.rule.tier, term="", note=judged.rule.because)]
    reasons += _shown(judged.found, words)
    for exclusion, found in judged.lowered:
        reasons.append(Reason(concept=f"lowered to {exclusion.to}", term="", note=exclusion.because))
        reasons += _shown(found, words)
    return tuple(dict.fromkeys(reasons))


@lru_cache(maxsize=16)
def _meanings(topic: Topic) -> dict[str, str]:
    return {signal.name: signal.meaning for signal in topic.signals}


def _shown(found: tuple[Finding, ...], words: dict[str, str]) -> list[Reason]:
    return [
        Reason(concept=words.get(one.concept, one.concept), term=one.text, span=one.span, note=one.where)
        for one in found
    ]


def in_words(reason: Reason) -> str:
    """Return "a somatostatin analogue: 'SSA' in the title (12-15)"."""
    term = f" {reason.term!r}" if reason.term else ""
    at = f" ({reason.span.start}-{reason.span.end})" if reason.span else ""
    return f"{reason.concept}:{term} {reason.note}{at}".rstrip()

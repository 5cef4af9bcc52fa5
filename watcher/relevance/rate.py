"""Rate one record against one topic."""

from watcher.model import Record, Score, Tier, Topic


def rate(record: Record, topic: Topic) -> Score:  # noqa: ARG001 - the rules follow
    """Return how near the record is to the topic, and why."""
    return Score(tier=Tier.OFF, value=0.0, profile=topic.profile)

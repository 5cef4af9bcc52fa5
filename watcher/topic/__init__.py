"""A topic profile (TOML) -> ``Topic``: concepts, tiers, watched trials, and what sources are asked.

Profiles are documented in docs/topics.md; those that ship lie in ``watcher/topics``.
"""

from watcher.topic.load import load_topic, read_topic, shipped

__all__ = ["load_topic", "read_topic", "shipped"]

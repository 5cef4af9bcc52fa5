"""``watcher.toml`` -> ``Settings``; one clear message per mistake; secrets only from the environment."""

from watcher.config.secrets import completed
from watcher.config.settings import ChannelSettings, DigestPlan, Settings, SourceSettings
from watcher.config.watcher_toml import find, load

__all__ = ["ChannelSettings", "DigestPlan", "Settings", "SourceSettings", "completed", "find", "load"]

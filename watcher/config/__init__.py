"""``watcher.toml`` -> ``Settings``; one clear message per mistake; secrets only from the environment."""

from watcher.config.settings import ChannelSettings, DigestPlan, Settings, SourceSettings
from watcher.config.toml import find, load

__all__ = ["ChannelSettings", "DigestPlan", "Settings", "SourceSettings", "find", "load"]

"""From what the store knows to what a digest says: pure, so that it can be built again."""

from digests.build.digest import build

__all__ = ["build"]

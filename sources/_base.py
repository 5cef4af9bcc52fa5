"""The options and the facts that all sources share; each states what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from sources import Rereads


@dataclass(frozen=True, kw_only=True)
class Base:
    """What every source can be told in ``watcher.toml``, and what it says of itself.

    ``name`` is its module's, ``title`` what readers are shown. ``secrets`` are the options that come from the
    environment, each with its variable; ``paths`` are the options that name files, which count from ``watcher.toml``.
    """

    enabled: bool = True
    base_url: str = ""
    allow_private_hosts: bool = False
    contact: str = ""

    name: ClassVar[str]
    title: ClassVar[str]
    rereads: ClassVar[Rereads] = Rereads.NOTHING
    interval_days: ClassVar[int] = 0
    windowed: ClassVar[bool] = False
    secrets: ClassVar[Mapping[str, str]] = MappingProxyType({})
    paths: ClassVar[tuple[str, ...]] = ()

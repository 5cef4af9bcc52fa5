"""What each source and channel says of its options, and what the configuration knows of them, is one thing."""

import importlib

import pytest

import digests
import sources
from watcher.config.secrets import CHANNEL_SECRETS, SOURCE_SECRETS
from watcher.config.toml import PATHS

PARTS = [
    *((f"sources.{name}", "Source", SOURCE_SECRETS.get(name)) for name in sources.available()),
    *((f"digests.channels.{kind}", "Channel", CHANNEL_SECRETS.get(kind)) for kind in digests.available()),
]


@pytest.mark.parametrize(("module", "name", "secret"), PARTS)
def test_paths_and_secrets_are_those_that_the_configuration_fills(module, name, secret):
    part = getattr(importlib.import_module(module), name)

    assert dict(part.secrets) == ({secret.option: secret.variable} if secret else {})
    assert set(part.paths) <= set(PATHS)
    assert {field for field in part.__dataclass_fields__ if field in PATHS} == set(part.paths)

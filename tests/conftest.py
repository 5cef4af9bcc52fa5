"""What tests of the whole share."""

import sqlite3

import pytest
from hypothesis import settings
from world import Open

from watcher.store import schema
from watcher.store.connection import schema_version
from watcher.store.store import Store

# A busy machine is no fault of ours: what a text may cost is bounded by tests of its own. The same examples at each run: `make
# fuzz` draws others.
settings.register_profile("watcher", deadline=None, derandomize=True)
settings.load_profile("watcher")


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that in the end there is something short for whoever has nothing left to do."""
    items.sort(key=lambda item: item.get_closest_marker("generated") is None)


@pytest.fixture(scope="session", autouse=True)
def migrated_once():
    """A new store is a copy of an empty one that the migrations made: most tests open one, and it costs nine of ten milliseconds."""
    migrate = schema.migrate
    with (
        Store.open() as first,
        sqlite3.connect(":memory:", check_same_thread=False) as empty,
        pytest.MonkeyPatch.context() as patch,
    ):
        first.connection.backup(empty)
        patch.setattr(schema, "migrate", lambda one: migrate(one) if schema_version(one) else empty.backup(one))
        yield
    empty.close()


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """A client for the commands in this process that waits for nothing, not even to ask again."""
    gate = Open(tmp_path_factory.mktemp("gate"), sleep=lambda seconds: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("watcher.service.loading.Gate", lambda folder: gate)
        yield

"""What tests of the whole share."""

import pytest
from hypothesis import settings
from world import Open

# A busy machine is no fault of ours: what a text may cost is bounded by tests of its own. The same examples at each run: `make
# fuzz` draws others.
settings.register_profile("watcher", deadline=None, derandomize=True)
settings.load_profile("watcher")


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """A client for the commands in this process that waits for nothing, not even to ask again."""
    gate = Open(tmp_path_factory.mktemp("gate"), sleep=lambda seconds: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("watcher.service.loading.Gate", lambda folder: gate)
        yield

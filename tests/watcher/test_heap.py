"""Garbage is looked for seldom, and still found."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from watcher import heap


@pytest.fixture
def settled() -> Iterator[None]:
    before = gc.get_threshold()
    heap.settle()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


class Ring:
    def __init__(self):
        self.other = self


@pytest.mark.usefixtures("settled")
def test_what_is_loaded_is_left_aside_and_a_new_ring_is_found():
    assert gc.get_freeze_count() > 1_000
    assert gc.get_threshold()[0] > 10_000
    gone = weakref.ref(Ring())
    gc.collect()
    assert gone() is None


def test_the_command_line_settles_before_it_loads_anything_large():
    said = "import gc, sys; import watcher.__main__ as m; print('click' in sys.modules)\n"
    said += "sys.argv = ['watcher', '--version']\ntry: m.main()\nfinally: print(gc.get_threshold()[0] > 10_000)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    first, version, last = done.stdout.split("\n")[:3]
    assert (first, last) == ("False", "True")
    assert version.startswith("watcher, version")

"""A run saved in a folder: every page that came as a plain file, and a manifest that says all else, in its order.

For sites without a way out: a machine that has one saves what it gets, another one takes it in. Tools of other
people can read it too: JSON lines, and files named by their source.
"""

from watcher.saved.lines import MANIFEST, AskedLine
from watcher.saved.read import SavedRun, saved_runs
from watcher.saved.save import Saving

__all__ = ["MANIFEST", "AskedLine", "SavedRun", "Saving", "saved_runs"]

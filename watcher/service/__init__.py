"""The Python API under the command line: ``Session`` opens an installation, and does what it can do.

See docs/python.md. Nothing here knows click, and nothing is printed.
"""

from watcher.service.session import Session

__all__ = ["Session"]

"""Texts that somebody names to be read: a file, a pipe or a device, and never more of it than any such text is long."""

import errno
from pathlib import Path

LARGEST_TEXT = 64_000_000  # characters; a device or a pipe may have no end


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Return what is written there; raise ``OSError`` where that is more than any configuration or profile is long."""
    with path.open(encoding=encoding) as file:
        text = file.read(LARGEST_TEXT + 1)
    if len(text) > LARGEST_TEXT:
        raise OSError(errno.EFBIG, f"it is longer than {LARGEST_TEXT:,} characters", str(path))
    return text

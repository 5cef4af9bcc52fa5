"""Helpers that the tests share: where the recorded payloads are, a clock that stands still."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)

# Recorded payloads of third parties lie beside the project, never in it; CI has them.
REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "real"


def real(path: str) -> Path:
    """Return a recorded payload's path; skip the test where the recordings are not at hand."""
    found = REAL / path
    if not found.exists():
        pytest.skip(f"no recorded payload {path}")
    return found

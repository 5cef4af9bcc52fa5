"""Nothing that only Linux, or only POSIX, has is used where it is not; `make types` holds the same against Windows and macOS."""

import os
import re
import subprocess
import sys
from pathlib import Path

import not_posix
import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    path.relative_to(ROOT): path.read_text(encoding="utf-8")
    for top in ("watcher", "sources", "digests")
    for path in (ROOT / top).rglob("*.py")
}
NOWHERE = {
    "fork, by which threads hold locks for ever": r"\bos\.fork\b|get_context\(\"fork",
    "modules of Unix": r"(?m)^ *(?:import|from) (?:pwd|grp|resource|termios|tty|pty|syslog)\b",
    "signals that Windows has not": r"\bsignal\.(?:SIGHUP|SIGUSR[12]|SIGALRM|SIGPIPE|SIGCHLD|pause|alarm)\b",
    "days without a nought, in the C library's own way": r"%-[dmHIjMSy]",
    "places of Linux": r"[\"'](?:/proc|/dev|/tmp|/sys|/var)/",
}


@pytest.mark.parametrize("what", NOWHERE)
def test_what_other_systems_do_not_have_is_used_nowhere(what):
    assert [str(path) for path, text in MODULES.items() if re.search(NOWHERE[what], text)] == []


def test_the_demo_runs_where_there_is_nothing_of_posix(tmp_path):
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    done = subprocess.run(
        [sys.executable, not_posix.__file__, "demo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert (tmp_path / "demo-output" / "site" / "index.html").is_file()

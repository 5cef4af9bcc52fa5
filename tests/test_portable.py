"""Nothing that only Linux, or only POSIX, has is used without looking whether it is there; Windows and macOS run the same program."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    path.relative_to(ROOT): path.read_text(encoding="utf-8")
    for top in ("watcher", "sources", "digests")
    for path in (ROOT / top).rglob("*.py")
}
# What Windows does not have (https://docs.python.org/3/library/os.html: "Availability: Unix"), and what stands where it is asked for.
POSIX = {
    r"\bos\.(?:killpg|getpgid|setsid)\b": "hasattr(os, ",
    r"\bos\.(?:getuid|geteuid|chown|fchown|pread|pwrite|O_NOFOLLOW|O_DIRECTORY)\b": "fcntl is None",
    r"\bfcntl\.": "except ImportError",
    r"\bsignal\.(?:setitimer|getitimer|SIGPROF|ITIMER_PROF)\b": "hasattr(signal, ",
    r"\bsignal\.SIGKILL\b": "hasattr(os, ",
}
NOWHERE = {
    "fork, by which threads hold locks for ever": r"\bos\.fork\b|get_context\(\"fork",
    "modules of Unix": r"(?m)^ *(?:import|from) (?:pwd|grp|resource|termios|tty|pty|syslog)\b",
    "signals that Windows has not": r"\bsignal\.(?:SIGHUP|SIGUSR[12]|SIGALRM|SIGPIPE|SIGCHLD|pause|alarm)\b",
    "days without a nought, in the C library's own way": r"%-[dmHIjMSy]",
    "places of Linux": r"[\"'](?:/proc|/dev|/tmp|/sys|/var)/",
}


@pytest.mark.parametrize("name", POSIX)
def test_what_only_posix_has_is_asked_for_first(name):
    users = {path: text for path, text in MODULES.items() if re.search(name, text)}

    assert users
    assert [str(path) for path, text in users.items() if POSIX[name] not in text] == []


@pytest.mark.parametrize("what", NOWHERE)
def test_what_other_systems_do_not_have_is_used_nowhere(what):
    assert [str(path) for path, text in MODULES.items() if re.search(NOWHERE[what], text)] == []

"""Texts without secrets: those that this process was given, and the parts of addresses that may hold one."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

_NAMED = re.compile(r"KEY|TOKEN|PASSWORD|SECRET|\AWATCHER_(?!CONFIG\Z)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?<=[?&#;])([^=&#;\s'\"]{1,40})=[^&#;\s'\"]+")
_LOGIN = re.compile(r"(?<=://)[^/@\s'\"]{1,200}@")
_SHORTEST = 6  # characters: what is shorter stands in every text

_hidden: set[str] = set()


def hide(secrets: Iterable[str]) -> None:
    """Leave these out of what ``without_secrets`` returns from now on; those shorter than six characters are ignored."""
    _hidden.update(secret for secret in secrets if len(secret) >= _SHORTEST)


def without_secrets(text: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the text with "***" for what was hidden, for secrets of the environment, and for logins and values in addresses."""
    for secret in sorted({*_hidden, *_secrets(environment)}, key=len, reverse=True):
        for form in (secret, repr(secret)[1:-1], quote(secret, safe="")):
            text = text.replace(form, "***")
    return _LOGIN.sub("***@", _IN_ADDRESS.sub(r"\1=***", text))


def _secrets(environment: Mapping[str, str]) -> Iterator[str]:
    for name, value in environment.items():
        if not _NAMED.search(name):
            continue
        if name.endswith("_FILE"):
            try:
                value = Path(value).read_text(encoding="utf-8", errors="replace")  # noqa: PLW2901 - what it stands for
            except (OSError, ValueError):
                continue
        yield from (one for one in {value, value.strip()} if len(one) >= _SHORTEST)

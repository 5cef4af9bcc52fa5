"""Which of a source's own addresses may be shown."""

import re
from urllib.parse import quote, urlsplit

_LEGIBLE = re.compile(r"[!-~]+")


def checked(url: str) -> str:
    """Return a source's own address where it may be shown: http(s), no user name, nothing hidden; else "".

    A host that is not ASCII is shown in its encoded form, so that it cannot pass for another.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "." not in host or "@" in parts.netloc or not _LEGIBLE.fullmatch(host):
        return ""
    path = quote(parts.path, safe="/%:;()._-~,+!@$'*=&")
    query = "?" + quote(parts.query, safe="/%:;()._-~,+!@$*=&?") if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}".replace("'", "%27")

"""How an answer is spoilt: by a fault's name, which the docstring of ``servers`` explains."""

from fake_service import Reply, in_json

HTML = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Please wait</body></html>"
ERROR = b"<eSearchResult><ERROR>Search Backend failed: Exception: 'unavailable'</ERROR></eSearchResult>"


def spoilt(reply: Reply, fault: str) -> Reply:
    """Return the reply as the fault leaves it."""
    kind, _, seconds = fault.partition(":")
    if kind.isdigit():
        headers = {"Retry-After": seconds} if seconds else {}
        return Reply(b"<html>not now</html>", int(kind), "text/html", headers)
    if kind not in _SPOILT:
        return reply
    body, media_type = _SPOILT[kind](reply, reply.media_type == "application/json")
    return Reply(body, reply.status if kind == "cut" else 200, media_type or reply.media_type)


# What each fault makes of a reply and whether that is JSON: the body, and what it is where it is something else.
_SPOILT = {
    "html": lambda reply, is_json: (HTML, "text/html"),
    "text": lambda reply, is_json: (
        b"Unable to route request!\n\nservice name: /http/service/ratecontrol",
        "text/plain",
    ),
    "cut": lambda reply, is_json: (reply.body[: len(reply.body) // 2], ""),
    "error": lambda reply, is_json: (in_json({"error": "unavailable"}).body if is_json else ERROR, ""),
    "empty": lambda reply, is_json: (b"", ""),
    "none": lambda reply, is_json: (
        in_json({"studies": [], "totalCount": 0}).body if is_json else b'<?xml version="1.0"?><PubmedArticleSet/>',
        "",
    ),
    "json": lambda reply, is_json: (b'{"studies": [{"protocolSection": NaN}', "application/json"),
}

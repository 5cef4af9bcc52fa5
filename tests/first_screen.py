"""What a reader sees of a digest before scrolling: Slack's parent, the first 700 characters of a mail, and a phone's first screen."""

import html
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pictures

from digests.channels.mail import Channel as Mail
from digests.channels.page import alone
from digests.channels.slack import Channel as Slack
from digests.channels.text import to_text
from watcher.model import Digest

CHARACTERS = 700
PHONE = 400, 800  # pixels
# The words that stand whole above the fold, in the order of the page.
_SEEN = """<script>onload = () => {{
  const page = document.querySelector("iframe").contentDocument, seen = [];
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {{
    if (walker.currentNode.parentElement.closest("script, style")) continue;
    for (const word of walker.currentNode.data.matchAll(/\\S+/g)) {{
      const range = page.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      if (box.height && box.bottom <= {tall}) seen.push(word[0]);
    }}
  }}
  document.title = JSON.stringify(seen.join(" ")) + "done";
}}</script><iframe width="{width}" height="{tall}" style="border:0" srcdoc="{page}"></iframe>"""


def mail_of(digest: Digest) -> str:
    """Return the HTML of the digest's mail."""
    channel = Mail(name="m", host="localhost", security="none", sender="a@example.org", recipients=["b@example.org"])
    return pictures.html_of(channel.render(digest)[0].body)


def views(digest: Digest) -> dict[str, str]:
    """Return what is read first in each channel; on a phone only where Chromium can draw it."""
    if not pictures.CHROMIUM:
        return read_at_once(digest)
    return read_at_once(digest) | {"mail, phone": on_a_phone(mail_of(digest)), "page, phone": on_a_phone(alone(digest))}


def read_at_once(digest: Digest) -> dict[str, str]:
    """Return what is read first of Slack's parent and of a mail."""
    return {"Slack parent": slack(digest), "mail, 700 characters": letter(digest)}


def words_of(digest: Digest) -> int:
    """Return how many words the text of a digest has, addresses not counted."""
    return sum("://" not in word for word in to_text(digest).split())


def letter(digest: Digest) -> str:
    """Return the first characters of the mail's plain part."""
    return " ".join(to_text(digest).split())[:CHARACTERS]


def slack(digest: Digest) -> str:
    """Return the words of the parent message."""
    parent = json.loads(Slack(name="s", channel="C1", token="xoxb-1").render(digest)[0].body)["post"]
    return " ".join("".join(_texts(parent["blocks"])).split())


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["text"]] if isinstance(part.get("text"), str) else _texts(list(part.values()))
    elif isinstance(part, list):
        for one in part:
            yield from _texts(one)


def on_a_phone(page: str) -> str:
    """Return the words that stand on a phone's first screen."""
    asking = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    width, tall = PHONE
    with tempfile.TemporaryDirectory() as folder:
        frame = Path(folder, "frame.html")
        shown = _SEEN.format(width=width, tall=tall, page=html.escape(asking, quote=True))
        frame.write_text(f"<!doctype html><meta charset=utf-8>{shown}", encoding="utf-8")
        return html.unescape(str(pictures.title(frame)))

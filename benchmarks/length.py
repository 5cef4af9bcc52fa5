"""How long a digest is in each channel: words of the text, messages in Slack, kilobytes of the mail, screens of a phone.

``PYTHONPATH=.:tests python benchmarks/length.py``: the weeks of ``tests/weeks.py``. Screens are counted where Chromium is there: pages of
400 by 800 pixels, of the mail and of the page.
"""

import pictures
import weeks

from digests.channels.mail import Channel as Mail
from digests.channels.page import alone
from digests.channels.slack import Channel as Slack
from digests.channels.text import to_text
from watcher.model import Digest

_SCREEN = 800  # pixels


def mail_of(digest: Digest) -> str:
    """Return the HTML of the digest's mail."""
    channel = Mail(name="m", host="localhost", security="none", sender="a@example.org", recipients=["b@example.org"])
    return pictures.html_of(channel.render(digest)[0].body)


def screens(html: str) -> str:
    """Return how many screens of a phone a page takes; "-" where nothing can draw it."""
    return f"{pictures.drawn(html, 400).height / _SCREEN:.1f}" if pictures.CHROMIUM else "-"


def main() -> None:
    """Print a line a week."""
    for name, make in weeks.WEEKS.items():
        digest = make()
        shown, mail = to_text(digest), mail_of(digest)
        words = sum("://" not in word for word in shown.split())
        messages = Slack(name="s", channel="C1", token="xoxb-1").render(digest)
        print(
            f"{name:<9} {words:>5} words  {len(messages):>2} messages  {len(mail.encode()) / 1000:>4.0f} kB  "
            f"screens: mail {screens(mail)}, page {screens(alone(digest))}"
        )


if __name__ == "__main__":
    main()

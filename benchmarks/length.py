"""How long a digest is in each channel: words of the text, messages in Slack, kilobytes of the mail's HTML.

``PYTHONPATH=.:tests python benchmarks/length.py``: a quiet week, a usual one (8 items, the trial moved, two sources down), a busy one (45 items).
"""

import dataclasses
import email
import email.policy

import samples
from digests.channels.mail import Channel as Mail
from digests.channels.slack import Channel as Slack
from digests.channels.text import to_text
from watcher.model import Digest, Section

_BUSY = 40  # items on the question


def busy() -> Digest:
    """Return the usual week with many more items on the question."""
    digest = samples.digest()
    known = samples.section("core").entries
    many = tuple(dataclasses.replace(known[number % len(known)], item=100 + number) for number in range(_BUSY))
    others = (section for section in digest.sections if section.name != "core")
    return dataclasses.replace(digest, sections=(Section(name="core", title="New evidence", entries=many), *others))


def kilobytes(digest: Digest) -> float:
    """Return the size of the HTML of the digest's mail."""
    channel = Mail(name="m", host="localhost", security="none", sender="a@example.org", recipients=["b@example.org"])
    mail = email.message_from_bytes(channel.render(digest)[0].body, policy=email.policy.default)
    html = mail.get_body(("html",))
    return len(html.as_bytes()) / 1000 if html else 0.0


def main() -> None:
    """Print a line a week."""
    for name, digest in (("quiet", samples.quiet()), ("usual", samples.digest()), ("busy", busy())):
        messages = Slack(name="s", channel="C1", token="xoxb-1").render(digest)
        print(
            f"{name:<6} {len(to_text(digest).split()):>5} words  {len(messages):>2} messages  {kilobytes(digest):>4.0f} kB"
        )


if __name__ == "__main__":
    main()

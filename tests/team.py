"""A team's readers on this machine: a Slack and a mail server that keep what they took, and what leads Watcher there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fake_mail import Inbox, taking

from fake_slack import FakeSlack, running

CONFIG = """
[watcher]
timezone = "Europe/Stockholm"
contact = "evidence@example.org"

{sources}

[[channels]]
name = "net-team"
kind = "slack"
channel = "C0TEST"
base_url = "{slack}"
allow_private_hosts = true

[[channels]]
name = "oncology-mail"
kind = "mail"
host = "127.0.0.1"
port = {smtp}
security = "none"
sender = "NET evidence <evidence@example.org>"
recipients = ["a@example.org", "b@example.org"]
"""


@dataclass(frozen=True, kw_only=True)
class Team:
    """What the readers' servers took, and where they stand."""

    slack: FakeSlack
    inbox: Inbox
    port: int  # of the mail server

    def config(self, sources: str) -> str:
        """Return a configuration with these tables of sources that sends to both."""
        return CONFIG.format(sources=sources, slack=self.slack.base_url, smtp=self.port)


@contextmanager
def reading() -> Iterator[Team]:
    """Serve a team for as long as the block lasts."""
    inbox = Inbox()
    with taking(inbox) as port, running() as slack:
        yield Team(slack=slack, inbox=inbox, port=port)

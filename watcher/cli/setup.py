"""``watcher init``: write a commented configuration, asking little."""

import json
import sys
from pathlib import Path

import click

from watcher.cli.app import App, shared
from watcher.errors import ConfigError, InputError

_HEAD = """# Watcher's configuration. Every key has a default; what is commented out shows it.
# Secrets do not belong here: set NCBI_API_KEY, SLACK_BOT_TOKEN, SMTP_PASSWORD in the environment.

[watcher]
database = "watcher.db"                # beside this file, unless the path is absolute
# gate = "watcher.db.gate"             # a folder: processes that share it share the pace of requests
timezone = {timezone}
contact = {contact}                    # sent to NCBI and Crossref, as their etiquette asks
topic = "ssa-dose-escalation"          # a profile that ships, or the path of your own

[schedule]
sync = "every 6 hours"

# Sources that need no key are on. Each may be switched off, or pointed at a mirror:
# [sources.pubmed]
# enabled = true
# base_url = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
#
# [sources.openalex]                   # needs OPENALEX_API_KEY
# enabled = true
#
# News: feeds of the FDA, EMA, ESMO, sponsors and journals are read without being named. Yours come on top; one with
# the name of a feed that ships changes that one. `watcher doctor` says which cannot be read, and at which address.
# [[sources.feeds.feeds]]
# name = "Camurus"
# url = "https://news.cision.com/ListItems?q=Camurus&format=rss"
# [[sources.feeds.feeds]]
# name = "Trials"
# enabled = false
# [[sources.feeds.feeds]]
# name = "PubMed, my saved search"      # on PubMed: search, "Create RSS"
# url = "https://pubmed.ncbi.nlm.nih.gov/rss/search/.../"
# kind = "article"
#
# A newsroom or congress page without a feed; "item" selects one piece of news on it:
# [[sources.webpages.sites]]
# name = "Camurus newsroom"
# url = "https://www.camurus.com/media/press-releases/"
# item = "a[href*='/media/press-releases/20']"
"""

_PAGE = """
[[channels]]                           # an archive of pages to read in a browser, and an Atom feed
name = "archive"
kind = "page"
folder = "site"
"""

_SLACK = """
[[channels]]                           # the bot's token comes from SLACK_BOT_TOKEN; invite the bot to the channel
name = "slack"
kind = "slack"
channel = {channel}
"""

_MAIL = """
[[channels]]                           # the password comes from SMTP_PASSWORD
name = "mail"
kind = "mail"
host = {host}
port = 587
security = "starttls"                  # starttls | tls | none (none only to this machine)
sender = {sender}
recipients = {recipients}
"""

_TAIL = """
[[digests]]
name = "weekly"
channels = {channels}
when = "monday 07:00"
# alerts = true                        # what cannot wait for it is told at once: results, a change of status, a retraction
# quiet = "20:00-07:00"                # an alert in these hours goes out at their end

# Who is told when something is wrong: a digest that is late, a source that fails for days. docs/running.md says more.
# [operator]
# kind = "mail"                        # mail, slack, or call
# recipients = ["it@example.org"]      # what is not said here is as in the first channel of the same kind
"""


@click.command("init")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: take the defaults.")
@click.option("--output", "-o", default="watcher.toml", metavar="FILE", show_default=True, help="Where to write it.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@shared
def init_command(app: App, yes: bool, output: str, force: bool) -> None:
    """Write a commented watcher.toml, asking little.

    \b
    Example: watcher init --yes
    """
    from watcher.service.outputs import write

    path = Path(output)
    if path.exists() and not force:
        raise ConfigError(f"{path} is there already; --force replaces it")
    try:
        text = _defaults() if yes else _asked()
    except click.Abort as error:
        if sys.stdin.isatty():
            raise
        raise InputError("nobody answers its questions here; `watcher init --yes` asks nothing") from error
    write(output, text, force=force)
    app.say(
        f"Wrote {path}. Next: `watcher doctor`, then `watcher sync`, which looks a year back the first time; "
        "`watcher sync --full` takes everything."
    )


def _defaults() -> str:
    head = _HEAD.format(timezone=_quoted("UTC"), contact=_quoted("")).replace('contact = ""', '# contact = ""')
    return head + _PAGE + _TAIL.format(channels=_quoted(["archive"]))


def _asked() -> str:
    contact = click.prompt("Your e-mail address (NCBI and Crossref ask for one)", default="", show_default=False)
    timezone = click.prompt("Time zone", default="Europe/Stockholm")
    channel = click.prompt("Slack channel ID, such as C0123456789 (empty: no Slack)", default="", show_default=False)
    host = click.prompt("SMTP server (empty: no mail)", default="", show_default=False)
    text = _HEAD.format(timezone=_quoted(timezone), contact=_quoted(contact)) + _PAGE
    names = ["archive"]
    if not contact:
        text = text.replace('contact = ""', '# contact = ""')
    if channel:
        text += _SLACK.format(channel=_quoted(channel))
        names.append("slack")
    if host:
        sender = click.prompt("Sender", default=contact)
        recipients = click.prompt("Recipients, with commas between them", default=contact)
        addresses = [address.strip() for address in recipients.split(",")]
        text += _MAIL.format(host=_quoted(host), sender=_quoted(sender), recipients=_quoted(addresses))
        names.append("mail")
    return text + _TAIL.format(channels=_quoted(names))


def _quoted(value: str | list[str]) -> str:
    """Return a TOML string or list; JSON's quoting is TOML's for both."""
    return json.dumps(value, ensure_ascii=False)

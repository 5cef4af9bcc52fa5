"""What Slack's members ask the store: ``/watcher lanreotide every 14 days``. Off unless SLACK_APP_TOKEN is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from watcher.config.secrets import Secret
from watcher.errors import ConfigError
from watcher.service import Session
from watcher.store.search import Hit, search_file

if TYPE_CHECKING:
    from digests.channels.slack import Channel
    from digests.channels.slack.asked import Asked, Shown

TOKEN = Secret("app token", "SLACK_APP_TOKEN")
_SIGN = "xapp-"  # with which every app token begins


@contextmanager
def answering(session: Session) -> Iterator[bool]:
    """Answer questions as long as the block lasts; yield whether that is so. Raise ``ConfigError`` for what is no app token."""
    token = _token(session)
    if not token:
        yield False
        return
    from digests.channels.slack.asked import Desk

    desk = Desk(_channel(session), token, lambda asked: look_up(session, asked))
    desk.open()
    try:
        yield True
    finally:
        desk.close()


def check(session: Session) -> str:
    """Return that Slack would let us listen, "" where no app token is set; raise ``ConfigError`` or ``DeliveryError`` where it would not."""
    token = _token(session)
    if not token:
        return ""
    from digests.channels.slack.asked import check as ask_slack

    return ask_slack(_channel(session), token)


def _token(session: Session) -> str:
    token = TOKEN.read(session.settings.environment)
    if token and not token.startswith(_SIGN):
        raise ConfigError(
            f"{TOKEN.variable} holds no app token: it begins with {_SIGN}; a bot's belongs in SLACK_BOT_TOKEN"
        )
    return token


def _channel(session: Session) -> "Channel":
    """Return the first channel of Slack that is configured, or one like it, for where Slack is."""
    from digests.channels.slack import Channel
    from watcher.service.loading import usable_channels

    channels, _ = usable_channels(session.settings)
    ours = (channel for channel in channels.values() if isinstance(channel, Channel))
    return next(ours, Channel(name="questions", channel=""))


def look_up(session: Session, asked: "Asked") -> dict[str, Any]:
    """Return the answer to a question, in the form that Slack takes: ten hits, or all about one item."""
    from digests.channels.slack.asked import AT_ONCE, answer

    if asked.rate:
        return answer(asked, (), [_rated(session, asked)], more=False)
    if asked.item:
        whole = _whole(session, asked.item)
        return answer(
            asked, whole, () if whole else ["This item is gone: it was merged with another. Search anew."], more=False
        )
    if not asked.text:
        return answer(
            asked, (), ["Write what you look for behind the command: /watcher lanreotide every 14 days"], more=False
        )
    hits = search_file(session.database(), asked.text, limit=AT_ONCE, offset=asked.offset, today=session.now().date())
    first, last = asked.offset + 1, asked.offset + len(hits)
    found = f"{asked.text}: {hits.total} found" + (f", {first} to {last} shown" if hits else "")
    return answer(asked, list(map(_brief, hits)), [found, *hits.remarks], more=hits.total > last and bool(hits))


def _rated(session: Session, asked: "Asked") -> str:
    """Keep what a reader says of an item; return the thanks."""
    from watcher.service.feedback import VERDICTS, rate

    topic = next((one.name for one in session.topic.every if one.name == asked.of), session.topic.name)
    rate(session, topic, asked.item, f"slack:{asked.reader}", useful=VERDICTS[asked.rate])
    return "Noted, thank you. The order of coming digests learns from it; nothing is hidden by it."


def _brief(hit: Hit) -> "Shown":
    from digests.channels.slack.asked import Shown
    from watcher.notices import titled

    where = " · ".join(filter(None, (hit.authors, hit.venue, hit.dated, hit.tier)))
    piece = hit.snippet.replace("[", "").replace("]", "")
    return Shown(hit.item, titled(hit.title, hit.notices), hit.url, tuple(filter(None, (where, piece))))


def _whole(session: Session, item: int) -> "list[Shown]":
    """Return all that a reader wants of an item: where it appeared, its abstract, its numbers; [] where it is gone."""
    from digests.channels.slack.asked import Shown
    from watcher.notices import titled

    with session.store() as store:
        account = store.account(item)
    if account is None:
        return []
    lead = account.item.records[0]
    people = ", ".join(person.name for person in lead.people)
    where = " · ".join(
        filter(
            None,
            (
                lead.venue.title,
                lead.published.iso if lead.published else "",
                *sorted({f"{topic}: {score.tier.value}" for topic, score in account.scores}),
            ),
        )
    )
    numbers = ", ".join(str(one) for one in account.ids)
    text = max((record.text for record in account.item.records), key=len)
    return [
        Shown(
            item,
            titled(lead.title, account.notices),
            lead.url,
            tuple(filter(None, (people, where, *text.split("\n"), numbers))),
        )
    ]

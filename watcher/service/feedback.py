"""What readers say of items, from a link in a mail or a button in Slack.

To follow a link changes nothing, for programs look at every address in a mail; whoever presses the button of its page has said it.
"""

from digests.mailboxes import RATING
from watcher.errors import WatcherError
from watcher.service import Session
from watcher.service.members import Answer, Member, Members, answer
from watcher.store.store import Store
from watcher.text import shown

VERDICTS = {"useful": True, "not": False}
_TITLE = 160  # characters of an item's title on the page


class Rater:
    """Answers to the addresses with which the readers of mails rate items."""

    def __init__(self, session: Session, members: Members | None = None) -> None:
        self._session = session
        self._members = members or Members(session=session, purpose=RATING)

    def ask(self, given: str, item: int, verdict: str) -> Answer:
        """Return the page that asks whether somebody means it; nothing changes. 404 where there is no such token or item."""
        member, title = self._known(given, item, verdict)
        if member is None:
            return _unknown()
        text = f"“{title}”, for {member.hidden}. The order of coming digests learns from it; nothing is hidden by it."
        return answer(200, _said(verdict), text, button=_said(verdict))

    def rate(self, given: str, item: int, verdict: str) -> Answer:
        """Keep what the reader says of the item; a second time says the same."""
        member, _ = self._known(given, item, verdict)
        if member is None:
            return _unknown()
        rate(self._session, _topic(self._session, member), item, f"mail:{member.address}", useful=VERDICTS[verdict])
        return answer(200, "Thank you", f"Noted: {_said(verdict).lower()}.")

    def _known(self, given: str, item: int, verdict: str) -> tuple[Member | None, str]:
        """Return the reader of a token and the title of the item; (None, "") where one of them, or the verdict, is not known."""
        member = self._members.of(given) if verdict in VERDICTS else None
        title = _title(self._session, item) if member else ""
        return (member, title) if title else (None, "")


def rate(session: Session, topic: str, item: int, reader: str, *, useful: bool) -> None:
    """Keep what a reader says of an item for a topic; raise ``StoreError`` where there is no such item."""
    with session.store() as store:
        store.ratings.rate(topic, item, reader, session.now(), useful=useful)


def _topic(session: Session, member: Member) -> str:
    """Return the name of the topic of the digest on whose list the reader is; of the installation's where it is gone."""
    plan = next((plan for plan in session.settings.digests if plan.name == member.listed), None)
    return (session.topic_of(plan) if plan else session.topic).name


def _title(session: Session, item: int) -> str:
    try:
        with Store.reading_of(session.database()) as store:
            account = store.account(item)
    except WatcherError:
        return ""
    return shown(account.item.whole.title, _TITLE) if account else ""


def _said(verdict: str) -> str:
    return "Useful" if VERDICTS[verdict] else "Not useful"


def _unknown() -> Answer:
    return answer(404, "This address is not known", "It may be of a mail that was written very long ago.")

"""A digest -> the bytes of one message a recipient: the same digest gives the same bytes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from functools import partial

from digests import headline, view, words
from digests.border import attempt, unmade
from digests.channels._shared import message_key
from digests.channels.text import to_text
from digests.labels import say
from digests.mailboxes import RATING, Mailbox, token
from digests.writing import Timeline, fill, timeline
from watcher.model import Announcement, Digest, Message, Panel
from watcher.text import shown

# Gmail clips a message at about 102 KB of encoded HTML, and nobody reads as much.
HTML_BYTES = 60_000
_SUBJECT = 250  # characters; no mail program shows more
_WIDTH = 76  # columns of the text part
_SHARP = 2  # pixels of the picture of a timeline to one that is shown
_SHRINK = 0.75  # of the items keep their result, each time that the HTML turns out too long


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What every message of a mailing has in common."""

    name: str
    sender: Mailbox
    unsubscribe: str
    one_click: bool
    archive: str
    reply_to: Mailbox | None = None
    listed: str = ""
    key: str = field(default="", repr=False)  # of the tokens; "" where there are none
    rate: str = ""  # where readers say what was useful; "" where they are not asked
    rating_key: str = field(default="", repr=False)  # of the tokens for that, of another purpose

    @property
    def placeholder(self) -> str:
        """Return what stands for a recipient's token until there is one: as long as it, and nobody writes it by chance."""
        return token(self.key, self.listed, "")

    @property
    def way_out(self) -> str:
        """Return the address for unsubscribing, with the placeholder in the place of the token."""
        return self.unsubscribe.replace("{token}", self.placeholder) if self.key else self.unsubscribe

    @property
    def rating(self) -> str:
        """Return the address for rating, with a placeholder in the place of the token; "" where readers are not asked."""
        return f"{self.rate}/{self._rater('')}" if self.rate else ""

    def own(self, text: str, recipient: Mailbox) -> str:
        """Return the text with the recipient's tokens in the place of the placeholders."""
        if self.rate:
            text = text.replace(self._rater(""), self._rater(recipient.address))
        return text.replace(self.placeholder, token(self.key, self.listed, recipient.address)) if self.key else text

    def _rater(self, address: str) -> str:
        return token(self.rating_key, f"{RATING}{self.listed}", address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """An inline picture: its address within the mail, its forms on light and on dark ground, its size as shown in pixels, its words."""

    cid: str
    png: bytes = field(repr=False)
    dark: bytes = field(repr=False)
    width: int
    height: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What every recipient reads."""

    subject: str
    text: str
    html: str
    charts: tuple[Chart, ...]


class _Policy(EmailPolicy):
    """SMTP's policy, but a header in ASCII is never folded: ours are far shorter than the 998 that are allowed.

    The library folds a List-Unsubscribe of more than 70 characters into encoded words, which no
    mail program reads as an address: https://github.com/python/cpython/issues/85725
    """

    def fold_binary(self, name: str, value: object) -> bytes:
        """Return the header's bytes."""
        if str(value).isascii():
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)  # type: ignore[arg-type]


_POLICY = _Policy(linesep=SMTP.linesep, max_line_length=78)


def compose(digest: Digest, head: Letterhead, recipients: Sequence[Mailbox]) -> tuple[Message, ...]:
    """Return one message a recipient, in the order of the configuration; what cannot be made for one costs no other."""
    subject = _subject(digest)
    drawn = charts(digest, head.sender.domain)
    html = fitting_html(digest, subject, head, drawn)
    text = to_text(digest, width=_WIDTH) + "\n" + "\n".join(_closing(head)) + "\n"
    content = _Content(subject=subject, text=text, html=html, charts=tuple(chart for chart in drawn if chart))
    return tuple(
        attempt(
            partial(_message, digest, head, recipient, content),
            partial(unmade, head.name, recipient.address, digest),
            f"the mail {digest.key} to {recipient.address}",
        )
        for recipient in recipients
    )


def notices(head: Letterhead, recipients: Sequence[Mailbox], notice: Announcement) -> tuple[Message, ...]:
    """Return a plain mail a recipient, without what belongs to a digest."""
    return tuple(_notice(head, recipient, f"{notice.key}.{i}", notice) for i, recipient in enumerate(recipients))


def _notice(head: Letterhead, recipient: Mailbox, key: str, notice: Announcement) -> Message:
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = Address(head.sender.name, addr_spec=head.sender.address)
    mail["To"] = Address(addr_spec=recipient.address)
    mail["Subject"] = _safe(notice.subject)
    mail["Date"] = format_datetime(notice.at)
    mail["Message-ID"] = f"<{key}@{head.sender.domain}>"
    if notice.answers:
        mail["In-Reply-To"] = mail["References"] = f"<{notice.answers.key}@{head.sender.domain}>"
    for name, value in _ways(head, recipient):
        mail[name] = value
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(notice.text, cte="quoted-printable")
    return _closed(mail, head, recipient, key, parent=notice.answers.key if notice.answers else "")


def fitting_html(digest: Digest, subject: str, head: Letterhead, drawn: Sequence[Chart | None]) -> str:
    """Return the HTML, within ``HTML_BYTES`` once encoded: some items in full, the rest shortly, the last by title if need be."""
    items = [entry.item for _, _, entry in view.numbered(digest)]
    full, brief = sorted(headline.in_full(digest)), len(items)
    while True:
        html = _html(digest, subject, head, drawn, frozenset(full), frozenset(items[:brief]))
        if not brief or _encoded(html) <= HTML_BYTES:
            return html
        full, brief = full[:-1], brief if full else int(brief * _SHRINK)


def _html(  # noqa: PLR0913, PLR0917 - what stands in the mail, and how much of it
    digest: Digest,
    subject: str,
    head: Letterhead,
    drawn: Sequence[Chart | None],
    full: frozenset[int],
    brief: frozenset[int],
) -> str:
    html = fill(
        "mail/digest.html.j2",
        digest=digest,
        subject=subject,
        preheader=f"{headline.verdict(digest)} {headline.looked(digest)}",
        full=full,
        brief=brief,
        charts=drawn,
        archive=head.archive,
        unsubscribe=head.way_out,
        rating=head.rating,
    )
    return re.sub(r"\n\s*\n+", "\n", html)


def _encoded(html: str) -> int:
    part = EmailMessage(policy=_POLICY)
    part.set_content(html, subtype="html", cte="quoted-printable")
    return len(part.as_bytes())


def _message(digest: Digest, head: Letterhead, recipient: Mailbox, content: _Content) -> Message:
    key = message_key(head.name, recipient.address, digest)
    mail = EmailMessage(policy=_POLICY)
    for name, value in _headers(digest, head, recipient, key):
        mail[name] = value
    _fill(mail, replace(content, text=head.own(content.text, recipient), html=head.own(content.html, recipient)), key)
    answered = message_key(head.name, recipient.address, digest, of=digest.corrects) if digest.corrects else ""
    return _closed(mail, head, recipient, key, parent=answered)


def _closed(mail: EmailMessage, head: Letterhead, recipient: Mailbox, key: str, parent: str) -> Message:
    """Return the mail as it is kept and sent, below its own subject."""
    return Message(
        channel=head.name,
        recipient=recipient.address,
        key=key,
        body=mail.as_bytes(),
        media_type="message/rfc822",
        parent=parent,
        subject=str(mail["Subject"]),
    )


def _fill(mail: EmailMessage, content: _Content, key: str) -> None:
    """Put in the text, and beside it the HTML together with its pictures; boundaries are ours, not drawn by lot."""
    mail["Subject"] = content.subject
    mail.set_content(content.text, cte="quoted-printable")
    mail.add_alternative(content.html, subtype="html", cte="quoted-printable")
    mail.set_boundary(f"=_{key}")
    html = mail.get_body(("html",))
    if not content.charts or html is None:
        return
    for chart in content.charts:
        for cid, png, name in ((chart.cid, chart.png, "timeline"), (f"dark-{chart.cid}", chart.dark, "timeline-dark")):
            html.add_related(png, "image", "png", cid=f"<{cid}>", disposition="inline", filename=f"{name}.png")
    html.set_boundary(f"=_related_{key}")


def _headers(digest: Digest, head: Letterhead, recipient: Mailbox, key: str) -> Iterator[tuple[str, str | Address]]:
    """Yield the headers; their names are constants, and no text of others gets into them."""
    domain = head.sender.domain
    yield "From", Address(head.sender.name, addr_spec=head.sender.address)
    yield "To", Address(recipient.name, addr_spec=recipient.address)
    yield "Date", format_datetime(digest.made)
    yield "Message-ID", f"<{key}@{domain}>"
    if digest.corrects:
        answered = message_key(head.name, recipient.address, digest, of=digest.corrects)
        yield "In-Reply-To", f"<{answered}@{domain}>"
        yield "References", f"<{answered}@{domain}>"
    yield "List-Id", f"<{re.sub(r'[^a-z0-9-]+', '-', digest.topic.lower()).strip('-')}.{domain}>"
    yield "List-Unsubscribe", f"<{head.own(head.way_out, recipient)}>"
    if head.one_click:
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    if head.reply_to:
        yield "Reply-To", Address(head.reply_to.name, addr_spec=head.reply_to.address)
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "OOF, AutoReply"
    yield "Precedence", "bulk"


def _ways(head: Letterhead, recipient: Mailbox) -> Iterator[tuple[str, str | Address]]:
    """Yield where a notice is answered, and how its reader leaves, where those are said of its list."""
    if head.reply_to:
        yield "Reply-To", Address(head.reply_to.name, addr_spec=head.reply_to.address)
    if head.key:
        yield "List-Unsubscribe", f"<{head.own(head.way_out, recipient)}>"
    if head.key and head.one_click:
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _subject(digest: Digest) -> str:
    correction = f"Correction to {digest.corrects}: " if digest.corrects else ""
    return f"{_safe(f'{correction}{headline.summary(digest)}')} ({digest.key})"


def _safe(subject: str) -> str:
    """Return a subject as a header can bear it: what looks like an encoded word would be decoded, line breaks and all."""
    return shown(subject, _SUBJECT).replace("=?", "= ?")


def _closing(head: Letterhead) -> Iterator[str]:
    if head.archive:
        yield f"{say('On the page')}: {head.archive}"
    yield f"{say('Unsubscribe')}: {head.way_out}"


def charts(digest: Digest, domain: str) -> tuple[Chart | None, ...]:
    """Return the picture of each panel; None where it has no timeline, or where Pillow cannot draw here."""
    return tuple(
        _chart(panel, layout, f"timeline-{number}.{digest.key}@{domain}") if layout else None
        for number, panel in enumerate(digest.watched, start=1)
        for layout in [timeline(panel, digest.made) if panel.moved else None]
    )


def _chart(panel: Panel, layout: Timeline, cid: str) -> Chart | None:
    try:
        from digests.channels.mail import _picture  # noqa: PLC0415 - Pillow is loaded only where there is a timeline

        png, dark = _picture.draw(layout), _picture.draw(layout, _picture.DARK)
    except ImportError:  # no Pillow, or one built without fonts: the list in the mail says the same
        return None
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))  # the PNG's own header
    return Chart(cid=cid, png=png, dark=dark, width=width // _SHARP, height=height // _SHARP, words=_words(panel))


def _words(panel: Panel) -> str:
    points = "; ".join(
        f"{number}, {words.iso(point.date)}, {point.label}{' (expected)' if point.kind == 'estimate' else ''}"
        for number, point in enumerate(panel.timeline, start=1)
    )
    return f"Timeline of {panel.name}: {points}"

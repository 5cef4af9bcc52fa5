"""The picture of a panel's timeline, as a mail carries it: inline, with the same in words."""

from dataclasses import dataclass, field

from digests import words
from digests.drawing import Timeline, timeline
from watcher.model import Digest, Panel

_SHARP = 2  # pixels of the picture to one that is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """An inline picture: its address within the mail, its size as shown in pixels, and its words."""

    cid: str
    png: bytes = field(repr=False)
    width: int
    height: int
    words: str


def charts(digest: Digest, domain: str) -> tuple[Chart | None, ...]:
    """Return the picture of each panel; None where it has no timeline, or where Pillow cannot draw here."""
    return tuple(
        _chart(panel, layout, f"timeline-{number}.{digest.key}@{domain}") if layout else None
        for number, panel in enumerate(digest.watched, start=1)
        for layout in [timeline(panel, digest.made)]
    )


def _chart(panel: Panel, layout: Timeline, cid: str) -> Chart | None:
    try:
        from digests.channels.mail import _picture  # noqa: PLC0415 - Pillow is loaded only where there is a timeline

        png = _picture.draw(layout)
    except ImportError:  # no Pillow, or one built without fonts: the list in the mail says the same
        return None
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))  # the PNG's own header
    return Chart(cid=cid, png=png, width=width // _SHARP, height=height // _SHARP, words=_words(panel))


def _words(panel: Panel) -> str:
    points = "; ".join(
        f"{number}, {words.iso(point.date)}, {point.label}{' (expected)' if point.kind == 'estimate' else ''}"
        for number, point in enumerate(panel.timeline, start=1)
    )
    return f"Timeline of {panel.name}: {points}"

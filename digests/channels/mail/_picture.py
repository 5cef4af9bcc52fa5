"""A timeline as a PNG: what the page's SVG shows, for mail programs, which show none."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from digests.writing import WIDTH, Mark, Timeline

PADDING = 6  # units of the layout, above and below, so that the light ground frames the drawing in dark mode
SCALE = 2.4  # pixels a unit: twice what is shown, for sharp screens
_FINE = 3  # drawn so many times larger, then reduced: Pillow draws no smooth edges itself
_RADIUS = 7.5  # units, of a mark
_Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a drawing, as the mail around it has them."""

    card: str
    soft: str
    line: str
    accent: str
    warn: str
    alarm: str


LIGHT = Palette("#ffffff", "#55606e", "#c4cad1", "#0b5a64", "#8a4b00", "#9c1c28")
DARK = Palette("#19212a", "#a7b1bd", "#4a5664", "#7bcfd7", "#f0c07a", "#ff9aa2")


def draw(layout: Timeline, colours: Palette = LIGHT) -> bytes:
    """Return the PNG of a layout: the same bytes for the same layout and the same Pillow."""
    size = (round(WIDTH * SCALE), round((layout.height + 2 * PADDING) * SCALE))
    image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), colours.card)
    _fill(_Pen(ImageDraw.Draw(image)), layout, colours)
    stream = io.BytesIO()
    image.resize(size, Image.Resampling.BOX).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def middle(layout: Timeline, mark: Mark) -> _Place:
    """Return where a mark's middle stands, in units from the upper left, without the padding."""
    return mark.x, _axis(layout) - 13 - mark.rise


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws in the units of the layout."""

    paper: ImageDraw.ImageDraw

    def line(self, start: _Place, end: _Place, colour: str, width: float = 1) -> None:
        self.paper.line([_pixel(start), _pixel(end)], fill=colour, width=_length(width))

    def dashes(self, x: float, top: float, end: float, colour: str) -> None:
        while top < end:
            self.line((x, top), (x, min(top + 3, end)), colour, 1.5)
            top += 5

    def disc(self, place: _Place, radius: float, colour: str) -> None:
        self.paper.circle(_pixel(place), _length(radius), fill=colour)

    def text(self, place: _Place, text: str, size: float, colour: str, weight: float = 0) -> None:
        font = ImageFont.load_default(_length(size))
        self.paper.text(_pixel(place), text, colour, font, "mm", stroke_width=weight * SCALE * _FINE)


def _fill(pen: _Pen, layout: Timeline, colours: Palette) -> None:
    axis = _axis(layout)
    pen.line((8, axis), (WIDTH - 8, axis), colours.soft)
    for year, x in layout.years:
        pen.line((x, axis), (x, axis + 4), colours.soft)
        pen.text((x, axis + 12), str(year), 10, colours.soft)
    pen.dashes(layout.now, 12, axis, colours.alarm)
    pen.text((layout.now, 5), "today", 10, colours.alarm, 0.15)
    for mark in layout.marks:
        pen.line(middle(layout, mark), (mark.x, axis), colours.line)
    for mark in layout.marks:
        _mark(pen, middle(layout, mark), mark, colours)


def _mark(pen: _Pen, place: _Place, mark: Mark, colours: Palette) -> None:
    """Draw a disc with its number; a ring where the date is only expected."""
    expected = mark.milestone.kind == "estimate"
    colour = colours.warn if mark.milestone.kind == "publication" else colours.accent
    pen.disc(place, _RADIUS + 1, colours.card)
    pen.disc(place, _RADIUS, colour)
    if expected:
        pen.disc(place, _RADIUS - 1.5, colours.card)
    pen.text(place, str(mark.number), 9, colour if expected else colours.card, 0.15)


def _axis(layout: Timeline) -> float:
    return layout.height - 26


def _pixel(place: _Place) -> _Place:
    return place[0] * SCALE * _FINE, (place[1] + PADDING) * SCALE * _FINE


def _length(units: float) -> int:
    return round(units * SCALE * _FINE)

"""How pages and mails look, where Chromium is: nothing sticks out at any width, and they look as they were found good.

Written anew by ``PYTHONPATH=.:tests python tests/digests/channels/test_pictures.py``: look at what changed before it is kept.
"""

import html
import re

import pictures
import pytest
import weeks
from PIL import Image, ImageChops, ImageStat

import samples
from digests.channels.mail import Channel as Mail
from digests.channels.page import alone

pytestmark = pytest.mark.skipif(not pictures.CHROMIUM, reason="no Chromium to draw with")
FOLDER = samples.FOLDER.parent / "pictures"
WIDTH, TALL = 400, 4_400  # pixels of what is drawn
SCREEN = 800  # pixels of a phone
WIDTHS = (320, 400, 640, 1100, 1600)  # 640 is a screen of 1,280 pixels at 200 %
OFF = 14  # of 255, on the average of the coarse picture: another font is less, a block that moved is more
HEIGHT = 0.06  # of the height, by which another font makes a page taller
# What the browser is asked: how far each page's content reaches beyond its frame, once all are there.
ASKED = """
<script>window.onload = () => document.title = JSON.stringify([...document.querySelectorAll("iframe")].map(
  frame => frame.contentDocument.documentElement.scrollWidth - frame.clientWidth)) + "done"</script>
"""


def mail():
    channel = Mail(name="m", host="localhost", security="none", sender="a@example.org", recipients=["b@example.org"])
    made = channel.render(weeks.WEEKS["usual"]())[0].body
    text = re.sub(r"<img [^>]*>", "", pictures.html_of(made))  # another Pillow draws it another way
    return re.sub(r"font-family:[^;\"]+", "font-family:system-ui", text)  # what Helvetica is, machines differ in


def test_nothing_sticks_out_of_a_page_at_any_width(tmp_path):
    frames = {
        f"{path} at {width}": (text, width)
        for path, text in {**weeks.site(), "mail": mail()}.items()
        for width in WIDTHS
    }
    shown = "".join(
        f'<iframe width="{width}" height="600" style="border:0" srcdoc="{html.escape(text, quote=True)}"></iframe>'
        for text, width in frames.values()
    )
    page = tmp_path / "frames.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{ASKED}{shown}", encoding="utf-8")

    over = dict(zip(frames, pictures.title(page), strict=True))

    assert len(over) >= 8 * len(WIDTHS)
    assert {name: by for name, by in over.items() if by > 0} == {}


def drawings():
    """Return the mail, a digest's page and the front page as they look, 400 pixels wide; all in one go, as a browser takes long to start."""
    made = weeks.site()
    shown = {"mail": mail(), "page": made["digests"], "front": made["index.html"]}
    frames = "".join(
        f'<iframe width="{WIDTH}" height="{TALL}" style="border:0;float:left" srcdoc="{html.escape(text, quote=True)}"></iframe>'
        for text in shown.values()
    )
    whole = pictures.drawn(
        f'<!doctype html><meta charset=utf-8><body style="margin:0">{frames}', WIDTH * len(shown), TALL
    )
    return {
        name: pictures.coarse(pictures.trimmed(whole.crop((at * WIDTH, 0, (at + 1) * WIDTH, TALL))))
        for at, name in enumerate(shown)
    }


def is_like(now, kept):
    """Return whether a picture is nearly as tall as another, and on the average nearly as dark in each place."""
    difference = ImageChops.difference(now.resize(kept.size), kept)
    return abs(now.height - kept.height) <= HEIGHT * kept.height and ImageStat.Stat(difference).mean[0] < OFF


def test_pages_look_as_they_were_found_good():
    kept = {name: Image.open(FOLDER / f"{name}.png") for name in ("mail", "page", "front")}
    now = drawings()

    assert {name: is_like(now[name], picture) for name, picture in kept.items()} == dict.fromkeys(kept, True)
    assert not is_like(kept["mail"], kept["page"])


@pytest.mark.parametrize(("week", "screens"), [("quiet", 1), ("usual", 3), ("ten", 3)])
def test_the_page_of_a_week_takes_no_more_screens_than_it_is_worth(week, screens):
    tall = pictures.drawn(alone(weeks.WEEKS[week]()), WIDTH).height

    assert tall <= screens * SCREEN * (1 + HEIGHT)


def test_a_usual_week_takes_three_screens_of_the_site_too():
    assert pictures.drawn(weeks.site()["digests"], WIDTH).height <= 3 * SCREEN * (1 + HEIGHT)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, picture in drawings().items():
        picture.save(FOLDER / f"{name}.png")

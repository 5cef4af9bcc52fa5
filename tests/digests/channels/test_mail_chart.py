import dataclasses
import email
import email.policy
import io
import re
import subprocess
import sys

import pytest
from PIL import Image, ImageColor

import samples
from digests.channels.mail import Channel
from digests.channels.mail._letter import charts
from digests.channels.mail._picture import PADDING, SCALE, draw, middle
from digests.writing import WIDTH, timeline
from watcher.model import Milestone

PNG_BYTES = 20_000
ACCENT, WARN, ALARM, CARD = "#0b5a64", "#8a4b00", "#9c1c28", "#ffffff"
WITHOUT_PILLOW = """
import sys
sys.modules["PIL"] = None
import samples
body = samples.forms(samples.digest())["eml"]
print(b"multipart/related" in body, b"<img" in body, b"image/png" in body)
"""


def mail(digest):
    channel = Channel(name="mail", host="smtp.example.org", sender="evidence@example.org", recipients=["a@example.org"])
    return email.message_from_bytes(channel.render(digest)[0].body, policy=email.policy.default)


def layout(*milestones):
    panel = dataclasses.replace(samples.digest().watched[0], timeline=milestones)
    return timeline(panel, samples.NOW)


def pixel(png, x, y):
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return image.getpixel((round(x * SCALE), round((y + PADDING) * SCALE)))


def without_timeline():
    digest = samples.digest()
    return dataclasses.replace(
        digest, watched=tuple(dataclasses.replace(panel, timeline=()) for panel in digest.watched)
    )


def test_the_picture_lies_inline_beside_the_html_that_shows_it():
    message = mail(samples.digest())

    plain, related = message.iter_parts()
    page, *pictures = related.iter_parts()
    kinds = [part.get_content_type() for part in (message, plain, related, page)]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html"]
    assert [picture.get_filename() for picture in pictures] == ["timeline.png", "timeline-dark.png"]
    for picture in pictures:
        assert (picture.get_content_type(), picture.get_content_disposition()) == ("image/png", "inline")
        assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in page.get_content()


def test_on_dark_ground_the_same_drawing_stands_in_light_colours():
    page = mail(samples.digest()).get_body(("html",)).get_content()
    (chart,) = charts(samples.digest(), "example.org")

    light, dark = (Image.open(io.BytesIO(png)).convert("L") for png in (chart.png, chart.dark))
    assert light.size == dark.size
    assert (light.getpixel((0, 0)), dark.getpixel((0, 0))) == (255, 32)  # the ground, as the mail around it has it
    assert (light.getextrema()[0] < 100, dark.getextrema()[1] > 180) == (True, True)
    assert ".light { display: none !important; }" in page
    assert re.search(r'<img class="dark"[^>]*style="display:none;', page)


def test_the_picture_s_words_say_every_milestone():
    words = re.search(r'<img\b[^>]*\balt="([^"]*)"', mail(samples.digest()).get_body(("html",)).get_content())[1]

    assert words.startswith("Timeline of SORENTO: 1, ")
    assert all(point.label in words for point in samples.digest().watched[0].timeline)


def test_the_picture_has_two_pixels_for_each_that_is_shown():
    (chart,) = charts(samples.digest(), "example.org")

    size = Image.open(io.BytesIO(chart.png)).size
    assert size == pytest.approx((2 * chart.width, 2 * chart.height), abs=1)
    assert size[0] == round(WIDTH * SCALE)
    assert len(chart.png) < PNG_BYTES


@pytest.mark.parametrize(("kind", "colour"), [("registry", ACCENT), ("publication", WARN), ("estimate", CARD)])
def test_each_mark_stands_where_the_layout_says(kind, colour):
    drawn = layout(
        Milestone(date="2024-02", label="first", kind=kind), Milestone(date="2025-03-01", label="second", kind=kind)
    )

    png = draw(drawn)

    for x, y in (middle(drawn, mark) for mark in drawn.marks):
        assert pixel(png, x - 5, y) == ImageColor.getrgb(colour)  # beside the number
        assert pixel(png, x - 12, y) == ImageColor.getrgb(CARD)  # beside the mark


def test_an_expected_date_is_a_ring():
    drawn = layout(Milestone(date="2024", label="a", kind="estimate"), Milestone(date="2028", label="b"))
    x, y = middle(drawn, drawn.marks[0])

    assert pixel(draw(drawn), x - 6.75, y) == ImageColor.getrgb(ACCENT)


def test_today_is_marked():
    drawn = layout(Milestone(date="2022", label="a"), Milestone(date="2028", label="b"))

    assert pixel(draw(drawn), drawn.now, 13.5) == ImageColor.getrgb(ALARM)


def test_the_same_layout_gives_the_same_bytes():
    drawn = timeline(samples.digest().watched[0], samples.NOW)

    assert draw(drawn) == draw(drawn)


def test_a_digest_without_a_timeline_has_no_picture():
    message = mail(without_timeline())

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert "<img" not in message.get_body(("html",)).get_content()


def test_where_pillow_is_not_to_be_had_the_mail_goes_without_the_picture():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PILLOW],
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["False", "False", "False"]

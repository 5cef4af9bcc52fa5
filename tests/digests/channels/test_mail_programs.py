"""What mail programs make of the HTML: Outlook's lays out tables alone, Gmail clips and drops, images may be off."""

import re

import lxml.html
import pictures
import pytest
import weeks

from digests.channels.mail import Channel
from digests.channels.mail._letter import HTML_BYTES

ELEMENTS = set("html head meta title style body div table tr td h1 h2 h3 p span b a img br".split())
# What Outlook for Windows, Gmail and Apple Mail all know, or what does no harm where it is passed over (https://www.caniemail.com/).
PROPERTIES = set(
    "background background-color border border-bottom border-collapse border-radius border-top color display font-family font-size "
    "font-weight height line-height margin max-height max-width overflow padding text-decoration white-space width".split()
)
PADDED = {"td", "body", "span"}  # Word, by which Outlook draws, gives no other element room within


@pytest.fixture(scope="module", params=["usual", "busy", "congress", "half down", "quiet"])
def page(request):
    channel = Channel(name="m", host="localhost", security="none", sender="a@example.org", recipients=["b@example.org"])
    body = channel.render(weeks.WEEKS[request.param]())[0].body
    return pictures.html_of(body)


def elements(page):
    return [one for one in lxml.html.document_fromstring(page).iter() if isinstance(one.tag, str)]


def styles(element):
    return [tuple(part.strip().split(":", 1)) for part in element.get("style", "").split(";") if part.strip()]


def test_nothing_is_used_that_a_mail_program_does_not_know(page):
    assert {one.tag for one in elements(page)} <= ELEMENTS
    assert {name for one in elements(page) for name, _ in styles(one)} <= PROPERTIES
    assert not re.search(r"var\(|calc\(|flex|grid|position|url\(|@import|<link", page)


def test_what_has_room_within_is_a_cell(page):
    assert {one.tag for one in elements(page) if any(name == "padding" for name, _ in styles(one))} <= PADDED


def test_tables_are_for_layout_alone_and_say_so(page):
    for table in (one for one in elements(page) if one.tag == "table"):
        assert table.get("role") == "presentation"
        assert table.get("cellpadding") == table.get("cellspacing") == "0"


def test_what_a_program_without_style_sheets_shows_is_styled_on_the_spot(page):
    """Everything in the sheet is for dark ground or narrow screens: without it nothing is lost."""
    sheet = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    bare = re.sub(r"@media[^{]+\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheet).strip()

    assert bare == ":root { color-scheme: light dark; supported-color-schemes: light dark; }"
    for one in elements(page):
        if one.tag in {"p", "h1", "h2", "h3"}:
            assert {"margin"} <= {name for name, _ in styles(one)}, one.text_content()


def test_with_images_off_the_words_of_a_picture_stand_in_its_place(page):
    for image in (one for one in elements(page) if one.tag == "img"):
        assert {"alt", "width", "height"} <= set(image.keys())
        assert image.get("alt") or image.get("class") == "dark"  # which the other one says


def test_no_program_clips_it(page):
    assert len(page.encode()) < HTML_BYTES

"""A reader without a mouse gets to everything on every kind of page, and sees where they are."""

import re

import lxml.html
import pytest
import weeks

REACHED = "//a[@href] | //summary | //input | //select | //button | //*[@tabindex]"


@pytest.fixture(scope="module")
def site():
    return {path: lxml.html.document_fromstring(text) for path, text in weeks.site().items()}


def test_the_first_stop_leads_past_the_menu(site):
    for path, page in site.items():
        first = page.xpath(REACHED)[0]
        assert first.get("href") == "#main", path
        assert page.get_element_by_id("main") is not None


def test_stops_come_in_the_order_of_the_page_and_what_scrolls_is_one(site):
    for path, page in site.items():
        assert {stop.get("tabindex", "0") for stop in page.xpath(REACHED)} == {"0"}, path
        for region in page.find_class("scroll"):
            assert region.get("tabindex") == "0"
            assert region.get("role") == "region"
            assert region.get("aria-label")


def test_no_place_is_hidden_from_who_stands_on_it(site):
    sheet = "".join(style.text_content() for style in site["digests"].iter("style"))

    assert "focus-visible" in sheet
    assert not re.search(r"outline:\s*(?:none|0)", sheet)


def test_each_field_has_its_label(site):
    fields = [(page, field) for page in site.values() for field in page.xpath("//input | //select")]

    assert len(fields) >= 5
    for page, field in fields:
        assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("id")

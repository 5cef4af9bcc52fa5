"""Strings that others might send us, through every channel: none of them may become more than text."""

import dataclasses
import email
import email.policy
import functools
import json

import lxml.etree
import lxml.html
import pytest
from bs4 import BeautifulSoup
from hostile import HOSTILE, study
from hostile import digest as hostile_digest

import fake_slack
from digests import evidence, view
from digests.channels.mail import Channel as Mail
from digests.channels.page import Channel as Page
from digests.channels.page import pages
from digests.channels.slack import Channel as Slack
from digests.channels.text import to_text
from watcher.model import Digest
from watcher.text import clean

PLAIN = "harmless"
digest = functools.cache(hostile_digest)  # each is rendered by every channel


def skeleton(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the elements and the names of their attributes: what a text must not change."""
    kept = {"class", "aria-label"}  # of our own choosing, by length or presence of a text
    elements = lxml.html.document_fromstring(html).iter("*")
    # A long text takes more lines of a drawing, which have a test of their own.
    return [(element.tag, tuple(sorted(set(element.attrib) - kept))) for element in elements if element.tag != "text"]


@functools.cache
def plain_site(words: str = PLAIN) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {path: skeleton(html) for path, html in pages_with_study(words).items()}


@functools.cache
def plain_mail(words: str = PLAIN):
    made = mail(digest(words))
    return made.keys(), skeleton(made.get_body(("html",)).get_content())


def mail(given: Digest):
    target = Mail(name="m", host="localhost", security="none", sender="a@example.org", recipients=["b@example.org"])
    return email.message_from_bytes(target.render(given)[0].body, policy=email.policy.default)


def site(given: Digest) -> dict[str, str]:
    return {path: text for path, text in files(given).items() if path.endswith(".html")}


def files(given: Digest) -> dict[str, str]:
    return json.loads(Page(name="p", folder="unused").render(given)[0].body)["files"]


@functools.cache
def files_with_study(text: str) -> dict[str, str]:
    given = digest(text)
    return files(dataclasses.replace(given, extra=evidence.files(given, [study(text)])))


def pages_with_study(text: str) -> dict[str, str]:
    return {path: body for path, body in files_with_study(text).items() if path.endswith(".html")}


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 130
    assert len(set(HOSTILE)) == len(HOSTILE)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.threat("T36", "T37")
def test_no_page_gets_another_element_or_attribute(text):
    # The first screen has no room for a long sentence, which then stands below.
    made, plain = pages_with_study(text), plain_site(PLAIN if len(text) < 400 else "a" * len(text))

    assert made.keys() >= {"living-table.html", "studies/NCT1.html", "trials/SORENTO.html"}
    for path, html in made.items():
        assert skeleton(html) == plain[path], path
        assert "\u202e" not in html


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_no_drawing_and_no_date_gets_another_element(text):
    made = files_with_study(text)

    drawn = {path: lxml.etree.fromstring(body.encode()) for path, body in made.items() if path.endswith(".svg")}
    assert set(drawn) == {"forest.svg", "medians.svg", "milestones.svg", "doses.svg"}
    for svg in drawn.values():
        known = {"svg", "title", "desc", "text", "line", "rect", "circle"}
        assert {lxml.etree.QName(element).localname for element in svg.iter()} <= known
    lines = made["calendar.ics"].split("\r\n")
    assert [line.partition(":")[0] for line in lines if line and line[0] != " " and line.isprintable()].count(
        "BEGIN"
    ) == 2
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.threat("T36", "T38")
def test_no_mail_gets_another_element_or_header(text):
    made, (headers, elements) = mail(digest(text)), plain_mail(PLAIN if len(text) < 400 else "a" * len(text))

    assert made.keys() == headers
    assert "\n" not in made["Subject"]
    assert not made.defects
    assert skeleton(made.get_body(("html",)).get_content()) == elements


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.threat("T62")
def test_no_line_of_text_carries_a_control_character(text):
    made = to_text(digest(text))

    assert all(character == "\n" or character.isprintable() for character in made)
    assert made.encode()


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.threat("T35")
def test_slack_gets_text_and_links_of_ours_only(text):
    for message in Slack(name="s", channel="C0TEST").render(digest(text)):
        post = json.loads(message.body)["post"]
        assert not set("<>") & set(post["text"])
        assert (post["parse"], post["mrkdwn"], post["link_names"]) == ("none", False, False)
        assert fake_slack.wrong(post, []) == ""
        for element in pieces(post):
            assert element["type"] in {"text", "link"}
            assert element.get("url", "https://clinicaltrials.gov/").startswith(
                ("https://clinicaltrials.gov/", "https://pubmed.ncbi.nlm.nih.gov/")
            )


@pytest.mark.parametrize("text", [text for text in HOSTILE if clean(text).isprintable() and len(text) < 100], ids=ascii)
def test_the_text_itself_is_still_to_be_read(text):
    page = site(digest(text))["digests/2026-W47.html"]

    assert clean(text) in BeautifulSoup(page, "lxml").get_text() or not clean(text)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_the_feed_and_the_search_stay_what_they_are(text):
    card = json.loads(Page(name="p", folder="unused").render(digest(text))[0].body)["card"]

    made = pages([card], clean(text), "https://net.example.org/")

    feed = lxml.etree.fromstring(made["feed.atom"].encode())
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    assert json.loads(made["search.json"])["items"][0]["item"] == 1
    assert made["index.js"].isascii()


def pieces(post):
    return [
        element
        for block in post["blocks"]
        if block["type"] == "rich_text"
        for section in block["elements"]
        for element in section["elements"]
    ]


def test_the_rows_are_the_same_for_every_channel():
    assert len(view.rows(digest(PLAIN).sections[0].entries[0])) == 6

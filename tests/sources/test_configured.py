import pytest

from fakes import NOW, FakeClient
from sources._configured import Robots
from watcher.errors import FetchError
from watcher.model import Page

SITE = "https://abstracts.example.org"
RULES = "User-agent: *\nDisallow: /private/\n\nUser-agent: evidence-watcher\nDisallow: /ea/0001\n"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (RULES, "/ea/0037/p1", True),
        (RULES, "/ea/0001/p1", False),
        (RULES, "/private/a", True),  # a rule of our own stands in place of the one for all
        ("User-agent: *\nDisallow: /", "/ea/0037/p1", False),
        ("User-agent: other\nDisallow: /", "/ea/0037/p1", True),
        ("User-agent: *\nDisallow:", "/ea/0037/p1", True),
        ("<html>no rules, but a page", "/ea/0037/p1", True),
        ("", "/ea/0037/p1", True),
        (FetchError("fake", "u", "gone", status=404), "/ea/0037/p1", True),
        (FetchError("fake", "u", "no", status=403), "/ea/0037/p1", True),
    ],
)
def test_a_site_is_read_as_far_as_it_allows(rules, path, allowed):
    assert Robots(FakeClient({"robots.txt": rules})).allow(SITE + path) is allowed


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("User-agent: *\nDisallow: /Übung".encode("latin-1"), "text/plain; charset=iso-8859-1"),
        ("User-agent: *\nDisallow: /Übung".encode(), "text/plain; charset=iso-8859-1"),
        ("\ufeffUser-agent: *\nDisallow: /Übung".encode(), ""),
        ("User-agent: *\nDisallow: /Übung".encode("utf-16"), ""),
    ],
)
def test_rules_are_read_in_the_characters_that_their_server_names(body, media_type):
    rules = Page(url=f"{SITE}/robots.txt", body=body, retrieved=NOW, media_type=media_type)

    assert not Robots(FakeClient({"robots.txt": rules})).allow(f"{SITE}/%C3%9Cbung/1")


@pytest.mark.parametrize("status", [None, 500, 503])
def test_where_the_rules_cannot_be_had_nothing_is_known_to_be_allowed(status):
    client = FakeClient({"robots.txt": FetchError("fake", "u", "down", status=status)})

    with pytest.raises(FetchError):
        Robots(client).allow(f"{SITE}/ea/0037/p1")


def test_a_site_is_asked_once_for_its_rules():
    client = FakeClient({"robots.txt": RULES})
    robots = Robots(client)

    allowed = [robots.allow(f"{SITE}/ea/{n:04}/p1?q=1") for n in range(3)]

    assert allowed == [True, False, True]
    assert [asked.url for asked in client.asked] == [f"{SITE}/robots.txt"]

"""Who gets a digest by mail, from the command line: on the list, off it, back on it, and why."""

import pytest

MAIL = """
[[channels]]
name = "mail"
kind = "mail"
host = "smtp.example.org"
sender = "watcher@example.org"
recipients_file = "people.csv"
"""


@pytest.fixture
def lists(shell):
    """A shell with a list of recipients in a file of its own."""
    path = shell.folder / "demo-output" / "watcher.toml"
    (shell.folder / "demo-output" / "people.csv").write_text("email,name\nann@example.org,Ann Berg\n", encoding="utf-8")
    settings = path.read_text(encoding="utf-8").replace("[[digests]]", f"{MAIL}\n[[digests]]")
    path.write_text(settings, encoding="utf-8")
    return shell


def addresses(shell):
    return {one["address"]: one["state"] for one in shell("recipients", "list", "--json").json}


def test_who_is_on_the_list_is_shown_with_what_becomes_of_them(lists):
    assert addresses(lists) == {"ann@example.org": "is written to"}
    assert "Ann Berg" in lists("recipients", "list").out


def test_somebody_joins_leaves_for_good_and_comes_back_where_it_is_said_why(lists):
    assert lists("recipients", "add", "Bo Ek <bo@example.org>", "--digest", "weekly").code == 0
    assert "bo@example.org" in addresses(lists)

    left = lists("recipients", "remove", "bo@example.org", "--because", "left the clinic")
    assert (left.code, "weekly" in left.told) == (0, True)
    again = lists("recipients", "add", "bo@example.org")
    assert again.code == 1
    assert lists("recipients", "add", "bo@example.org", "--because", "is back").code == 0
    assert addresses(lists)["bo@example.org"] == "is written to"

    said = [one["what"] for one in lists("recipients", "why", "bo@example.org", "--json").json]
    assert any("left the clinic" in what for what in said)
    assert any("is back" in what for what in said)


def test_who_was_never_there_is_said_to_be_nowhere(lists):
    assert lists("recipients", "why", "nobody@example.org").out == "nobody@example.org is on no list, and never was\n"
    assert "is on no list" in lists("recipients", "remove", "nobody@example.org").told


def test_what_is_no_address_is_refused(lists):
    assert lists("recipients", "add", "b@@example").code in {1, 2}


def test_a_preview_of_alerts_says_what_would_have_been_told_at_once(shell):
    told = shell("alert", "preview", "--since", "2026-11-01", "--json").json

    assert {one["subject"].partition(":")[0] for one in told} == {"SORENTO"}
    assert told[0]["subject"] in shell("alert", "preview", "--since", "2026-11-01").out


def test_a_trial_of_a_channel_that_is_not_configured_is_refused(shell):
    assert shell("alert", "test", "nowhere").code in {1, 2}

import dataclasses
import hashlib
import json
import os
import xml.etree.ElementTree as ET
from datetime import timedelta

import feedparser
import pytest
from bs4 import BeautifulSoup

import samples
from digests.build import build
from digests.channels.page import Channel, alone
from digests.channels.page._calendar import calendar
from digests.evidence import living_table
from watcher.errors import DeliveryError
from watcher.model import Milestone


def channel(folder, **given):
    return Channel(**{"name": "archive", "folder": str(folder), "title": "NET evidence", **given})


def publish(folder, *digests, **given):
    target = channel(folder, **given)
    for digest in digests:
        for message in target.render(digest):
            target.send(message)
    return target


def next_week(digest, **given):
    later = {"since": digest.until, "until": digest.until + timedelta(days=7), "made": digest.made + timedelta(days=7)}
    return dataclasses.replace(digest, **{"key": "2026-W48", **later, **given})


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def state(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_digest_becomes_a_site(tmp_path):
    publish(tmp_path, samples.digest())

    assert set(state(tmp_path)) == {
        "calendar.ics",
        "data/2026-W47.json",
        "digests/2026-W47.html",
        "feed.atom",
        *(f"feeds/{name}.atom" for name in ("core", "corrections", "guidelines", "registry", "related")),
        "index.html",
        "index.js",
        *(f"items/{item}.html" for item in (11, 13, 14, 21, 31, 41, 42, 51)),
        "search.html",
        "search.js",
        "search.json",
        "site.css",
        "style.css",
        "table.js",
        "trials/SORENTO.html",
        "words.js",
    }


def test_every_link_inside_the_site_leads_somewhere(tmp_path):
    made = samples.digest()
    whole = dataclasses.replace(
        made, extra=living_table(made, (*samples.DOSSIERS, samples.sorento().dossier, samples.PROTOCOL))
    )
    publish(tmp_path, whole, next_week(samples.quiet()))

    assert len(list((tmp_path / "studies").iterdir())) >= 4
    for page in tmp_path.rglob("*.html"):
        for element in soup(page).select("[href], [src]"):
            target, _, anchor = (element.get("href") or element["src"]).partition("#")
            if target.startswith("https://"):
                continue
            found = (page.parent / target).resolve() if target else page
            assert found.is_file(), (page, target)
            assert not anchor or soup(found).find(id=anchor), (page, anchor)


def test_the_same_digest_gives_the_same_site(tmp_path):
    publish(tmp_path / "a", samples.digest())
    publish(tmp_path / "b", samples.digest())

    assert {path: hashed for path, hashed in state(tmp_path / "a").items() if not path.startswith("data")} == {
        path: hashed for path, hashed in state(tmp_path / "b").items() if not path.startswith("data")
    }


def test_sending_twice_changes_nothing(tmp_path):
    target = publish(tmp_path, samples.digest())
    before = state(tmp_path)

    target.send(target.render(samples.digest())[0])

    assert state(tmp_path) == before


def test_what_stands_already_is_found_and_what_differs_is_not(tmp_path):
    target = channel(tmp_path)
    message = target.render(samples.digest())[0]
    assert target.find(message) is None

    target.send(message)

    assert target.find(message).reference == str(tmp_path / "data" / "2026-W47.json")
    assert target.find(target.render(samples.quiet())[0]) is None


def badged(digest, item, *badges):
    """Return the digest with these badges on an item, and nothing else of it."""
    return dataclasses.replace(
        digest,
        sections=tuple(
            dataclasses.replace(
                section,
                entries=tuple(
                    dataclasses.replace(entry, badges=badges) if entry.item == item else entry
                    for entry in section.entries
                ),
            )
            for section in digest.sections
        ),
    )


def test_what_was_retracted_since_bears_the_mark_on_the_pages_of_old_digests_too(tmp_path):
    first = samples.digest()
    publish(tmp_path, first)
    before = soup(tmp_path / "digests" / "2026-W47.html")

    publish(tmp_path, badged(next_week(first), 11, "corrected"))
    publish(tmp_path, badged(next_week(next_week(first), key="2026-W49"), 11, "RETRACTED", "corrected"))
    publish(tmp_path, badged(next_week(next_week(first), key="2026-W49"), 11, "RETRACTED", "corrected"))

    page = soup(tmp_path / "digests" / "2026-W47.html")
    (mark,) = page.select(".since")
    assert mark.find_parent("article")["id"] == "item-11"
    assert mark.get_text() == "RETRACTED (2026-W49) corrected (2026-W49)"
    assert mark.a["href"] == "2026-W49.html"
    (between,) = soup(tmp_path / "digests" / "2026-W48.html").select(".since")
    assert between.get_text() == "RETRACTED (2026-W49)"
    assert soup(tmp_path / "digests" / "2026-W49.html").select(".since") == []
    mark.decompose()
    assert page.get_text().split() == before.get_text().split()  # what was said then is still to be read
    assert soup(tmp_path / "items" / "11.html").select_one(".badge.RETRACTED")


def test_a_mark_that_is_taken_back_goes_from_old_pages(tmp_path):
    first = samples.digest()
    publish(tmp_path, first, badged(next_week(first), 11, "RETRACTED"))

    publish(tmp_path, badged(next_week(next_week(first), key="2026-W49"), 11, "reinstated"))

    (mark,) = soup(tmp_path / "digests" / "2026-W47.html").select(".since")
    assert mark.get_text() == "reinstated (2026-W49)"


def test_the_archive_lists_the_newest_digest_first(tmp_path):
    publish(tmp_path, next_week(samples.quiet()), samples.digest())

    titles = [link.get_text() for link in soup(tmp_path / "index.html").select(".archive h3 a")]

    assert [title.partition(":")[0] for title in titles] == ["2026-W48", "2026-W47"]


def test_an_older_digest_that_comes_late_does_not_overwrite_what_is_newer(tmp_path):
    newer = next_week(samples.digest(moved=False))

    publish(tmp_path, newer, samples.digest(moved=True))

    assert "As of 30 Nov 2026" in soup(tmp_path / "trials" / "SORENTO.html").get_text()
    assert "2026-W48" in soup(tmp_path / "items" / "11.html").get_text()


def test_an_item_page_shows_each_figure_beside_its_sentence(tmp_path):
    publish(tmp_path, samples.digest())

    rows = [row.get_text(" ", strip=True) for row in soup(tmp_path / "items" / "41.html").select("tbody tr")]

    assert rows == [
        (
            "PFS HR 0.276 (95% CI 0.182 to 0.418), p<0.0001 Median PFS was 22.8 months with the combination and 8.5 months "
            "with octreotide LAR 60 mg every 4 weeks (hazard ratio 0.276 [95% CI 0.182-0.418]; p<0.0001)."
        )
    ]


def test_the_feed_is_one_that_readers_read(tmp_path):
    publish(tmp_path, samples.digest(), next_week(samples.quiet()), address="https://net.example.org/watch")

    feed = feedparser.parse((tmp_path / "feed.atom").read_bytes())

    assert (feed.version, feed.bozo) == ("atom10", False)
    assert [entry.link for entry in feed.entries] == [
        "https://net.example.org/watch/digests/2026-W48.html",
        "https://net.example.org/watch/digests/2026-W47.html",
    ]
    assert feed.feed.updated == "2026-11-30T06:00:00Z"
    assert len({entry.id for entry in feed.entries}) == 2


def test_the_feed_has_the_digest_itself_with_addresses_that_lead_from_anywhere(tmp_path):
    publish(tmp_path, samples.digest(), address="https://net.example.org/watch")

    (entry,) = feedparser.parse((tmp_path / "feed.atom").read_bytes()).entries
    content = BeautifulSoup(entry.content[0].value, "lxml")

    assert "PFS median 8.3 months (95% CI 5.6 to 11.1) [midgut cohort]" in content.get_text()
    assert "Could not look fully at EU CTIS" in content.get_text()
    assert len(content.select("p a")) == 8
    assert all(link["href"].startswith("https://") for link in content.select("a"))


def test_each_section_has_a_feed_of_its_items_each_once_as_it_was_told_last(tmp_path):
    publish(tmp_path, samples.digest(), next_week(samples.digest()), address="https://net.example.org/watch")

    feed = feedparser.parse((tmp_path / "feeds" / "core.atom").read_bytes())

    assert (feed.version, feed.bozo) == ("atom10", False)
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        "https://net.example.org/watch/feeds/core.atom"
    ]
    assert [entry.link for entry in feed.entries] == [
        f"https://net.example.org/watch/items/{item}.html" for item in (14, 13, 11)
    ]
    assert {entry.updated for entry in feed.entries} == {"2026-11-30T06:00:00Z"}
    assert "PFS median 8.3 months" in feed.entries[2].summary


def test_a_site_with_an_address_lists_its_pages_and_each_says_where_it_stands(tmp_path):
    publish(tmp_path, samples.digest(), next_week(samples.quiet()), address="https://net.example.org/watch")

    listed = ET.parse(tmp_path / "sitemap.xml").getroot()
    days = {address.text.removeprefix("https://net.example.org/watch/"): day.text for address, day in listed}

    assert set(days) == {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html")}
    assert (days["items/11.html"], days["trials/SORENTO.html"]) == ("2026-11-23", "2026-11-30")
    for path in days:
        page = soup(tmp_path / path)
        assert page.find("link", rel="canonical")["href"] == f"https://net.example.org/watch/{path}"
        assert page.find("meta", property="og:url")["content"] == f"https://net.example.org/watch/{path}"


def test_a_site_without_an_address_says_nothing_absolute(tmp_path):
    publish(tmp_path, samples.digest())

    assert not (tmp_path / "sitemap.xml").exists()
    assert not soup(tmp_path / "index.html").find("link", rel="canonical")


def test_every_page_says_in_a_line_what_it_is_for_whoever_is_sent_its_link(tmp_path):
    publish(tmp_path, samples.digest())

    for path in tmp_path.rglob("*.html"):
        page = soup(path)
        assert page.find("meta", property="og:title")["content"] == page.title.get_text()
        assert page.find("meta", property="og:description")["content"].strip()
    told = soup(tmp_path / "digests" / "2026-W47.html").find("meta", property="og:description")["content"]
    assert told.startswith("SORENTO: primary completion date: Jun 2026 (estimated) → Dec 2026 (estimated)")


def test_expected_dates_are_a_calendar_whose_events_keep_their_names(tmp_path):
    publish(tmp_path, samples.digest())

    lines = (tmp_path / "calendar.ics").read_bytes().decode().split("\r\n")

    assert (lines[0], lines[1], lines[-2:]) == ("BEGIN:VCALENDAR", "VERSION:2.0", ["END:VCALENDAR", ""])
    assert "UID:sorento-primary-completion@watcher" in lines
    at = lines.index("SUMMARY:SORENTO: primary completion (expected)")
    assert lines[at - 2 : at] == ["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20270101"]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2


@pytest.mark.parametrize(
    ("iso", "days"),
    [
        ("2026", ("20260101", "20270101")),
        ("2026-11", ("20261101", "20261201")),
        ("2026-12-31", ("20261231", "20270101")),
    ],
)
def test_a_date_lasts_as_long_as_it_is_known(iso, days):
    point = Milestone(date=iso, label="a, b; c " + "å" * 80, kind="estimate")
    shown = samples.digest()

    told = calendar(dataclasses.replace(shown, watched=(dataclasses.replace(shown.watched[0], timeline=(point,)),)))

    assert [line.partition(":")[2] for line in told.split("\r\n") if line.startswith(("DTSTART", "DTEND"))] == [*days]
    assert r"SORENTO: a\, b\; c " + "å" * 80 in told.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))


def test_where_nothing_is_expected_there_is_no_calendar():
    assert calendar(dataclasses.replace(samples.digest(), watched=())) == ""


def test_the_trial_s_page_has_its_registry_s_whole_history_and_what_is_expected(tmp_path):
    status = dataclasses.replace(
        samples.sorento(),
        history=(samples.change("enrolment", "300", "302"), samples.change("overall status", "Recruiting", "Closed")),
    )
    built = build(samples.TOPIC, samples.PERIOD, (), (status,), samples.COMPLETE, now=samples.NOW)

    publish(tmp_path, built)

    page = soup(tmp_path / "trials" / "SORENTO.html")
    tables = {
        table.parent["aria-label"]: [row.get_text(" ", strip=True) for row in table.select("tbody tr")]
        for table in page.select(".scroll table")
    }
    assert tables["Changes"] == ["20 Nov 2026 Overall status Recruiting Closed", "20 Nov 2026 Enrolment 300 302"]
    assert tables["Versions"] == ["ClinicalTrials.gov 13 11 May 2026 Recruiting Study Status"]
    assert "Dec 2026 : primary completion" in page.get_text(" ", strip=True)
    assert [form.get_text() for form in page.select(".documents .form")] == ["registration", "protocol"]


def test_what_a_digest_brings_along_stands_in_its_folder_and_never_outside(tmp_path):
    extra = {
        "studies/NCT1.html": "<!doctype html>",
        "../../out.html": "<!doctype html>",
        "a/../b.html": "<!doctype html>",
    }

    publish(tmp_path / "site", dataclasses.replace(samples.digest(), extra=extra))

    assert (tmp_path / "site" / "studies" / "NCT1.html").is_file()
    assert (tmp_path / "site" / "out.html").is_file()
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]


def test_an_item_leads_to_the_page_of_its_study(tmp_path):
    made = samples.digest()

    publish(tmp_path, dataclasses.replace(made, extra=living_table(made, samples.DOSSIERS)))

    (link,) = soup(tmp_path / "items" / "11.html").select("main a[href^='../studies/']")
    assert link["href"] == "../studies/item-11.html"
    front = soup(tmp_path / "index.html")
    assert "studies/item-11.html" in {one["href"] for one in front.select("section[aria-labelledby=studies] a")}
    assert front.select_one("section[aria-labelledby=now] .timeline svg")["role"] == "img"
    assert soup(tmp_path / "digests" / "2026-W47.html").select("a[href='../studies/item-11.html']")


def test_the_front_page_says_what_is_known_now_and_how_each_source_was_read(tmp_path):
    publish(tmp_path, samples.digest(), next_week(samples.quiet()))

    page = soup(tmp_path / "index.html")
    now = page.select_one("section[aria-labelledby=now]")
    read = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select(".reading tr")]

    assert now.select_one(".headline a")["href"] == "trials/SORENTO.html"
    assert "SORENTO: no change since 12 May 2026" in now.get_text()
    assert "Nothing new this week." in now.get_text()
    assert read[0] == ["Source", "W47", "W48"]
    assert ["EU CTIS", "○ failed", "● read"] in read
    assert ["Europe PMC", "◐ in part", ""] in read


def test_a_card_of_an_earlier_program_has_its_place_in_the_archive(tmp_path):
    publish(tmp_path, samples.digest())
    path = tmp_path / "data" / "2026-W47.json"
    kept = json.loads(path.read_bytes())
    older = {name: value for name, value in kept.items() if name not in {"first", "coverage", "content"}}
    (tmp_path / "data" / "2026-W30.json").write_text(
        json.dumps(older | {"key": "2026-W30", "until": "2026-07-27T06:00:00Z"})
    )

    publish(tmp_path, next_week(samples.quiet()))

    assert len(soup(tmp_path / "index.html").select(".archive li")) == 3
    assert "2026-W30" not in soup(tmp_path / "index.html").select_one(".reading").get_text()


def test_the_feed_s_ids_stay_when_a_digest_is_written_again(tmp_path):
    publish(tmp_path, samples.digest())
    before = feedparser.parse((tmp_path / "feed.atom").read_bytes()).entries[0].id

    publish(tmp_path, samples.digest(moved=False))

    assert feedparser.parse((tmp_path / "feed.atom").read_bytes()).entries[0].id == before


def test_the_search_knows_every_item_and_needs_no_server(tmp_path):
    publish(tmp_path, samples.digest())

    kept = json.loads((tmp_path / "search.json").read_text(encoding="utf-8"))
    script = (tmp_path / "index.js").read_text(encoding="utf-8")

    assert kept["schema"] == 1
    assert [item["item"] for item in kept["items"]] == [51, 11, 13, 14, 21, 31, 41, 42]
    assert json.loads(script.removeprefix("window.watcherIndex = ").removesuffix(";\n")) == kept["items"]
    assert len(soup(tmp_path / "search.html").select("[data-item]")) == 8  # readable without any script


def test_what_must_be_seen_at_once_has_its_own_look(tmp_path):
    publish(tmp_path, samples.digest())

    page = soup(tmp_path / "digests" / "2026-W47.html")

    assert page.select_one(".headline.moved").get_text().startswith("SORENTO: primary completion date: Jun 2026")
    assert page.select_one(".verdict").get_text() == "2 to read: items 1 and 2."
    assert page.select_one(".badge.RETRACTED").get_text() == "RETRACTED"
    assert "primary completion (expected)" in page.select_one(".timeline ol").get_text()


@pytest.mark.threat("T42", "T61")
def test_no_page_loads_anything_from_elsewhere(tmp_path):
    publish(tmp_path, samples.digest())

    for page in tmp_path.rglob("*.html"):
        policy = soup(page).find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        assert not soup(page).select("[style], img, iframe, script:not([src])")


def test_a_page_of_its_own_needs_no_other_file():
    page = BeautifulSoup(alone(samples.digest()), "lxml")

    assert not page.select("link, script, img")
    assert page.find("style")


def test_what_a_digest_brings_along_is_written_beside_it_and_named_in_the_menu(tmp_path):
    extra = {"living-table.html": "<!doctype html><title>Table</title>", "living-table.csv": "study\n"}

    publish(tmp_path, dataclasses.replace(samples.digest(), extra=extra))

    assert (tmp_path / "living-table.csv").read_text() == "study\n"
    menu = [link.get_text() for link in soup(tmp_path / "index.html").select("nav a")]
    assert menu == ["Now", "SORENTO", "Living table", "Search", "Feed"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "site").write_text("a file in the way")

    target = channel(tmp_path / "site")

    with pytest.raises(DeliveryError, match="cannot write"):
        target.send(target.render(samples.quiet())[0])


def test_a_damaged_card_costs_nothing_but_itself(tmp_path):
    publish(tmp_path, samples.digest())
    (tmp_path / "data" / "2026-W46.json").write_text("{")

    publish(tmp_path, next_week(samples.quiet()))

    assert len(soup(tmp_path / "index.html").select(".archive li")) == 2


def test_a_damaged_page_of_an_old_digest_stops_no_new_one(tmp_path):
    first = samples.digest()
    publish(tmp_path, first)
    old = tmp_path / "digests" / "2026-W47.html"
    old.write_bytes(old.read_bytes() + b"\xff")

    publish(tmp_path, badged(next_week(first), 11, "RETRACTED"))

    assert b'<p class="since">' in old.read_bytes()
    assert old.read_bytes().endswith(b"\xff")


def test_nothing_half_written_is_left_behind(tmp_path):
    publish(tmp_path, samples.digest())

    assert not list(tmp_path.rglob(".*"))


def test_a_check_names_the_place(tmp_path):
    assert channel(tmp_path / "site").check() == str(tmp_path / "site" / "index.html")


def test_a_link_leads_no_page_out_of_the_folder(tmp_path):
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (site / "digests").symlink_to(outside)
    target = channel(site)

    with pytest.raises(DeliveryError, match="a link leads out of the folder"):
        target.send(target.render(samples.quiet())[0])

    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_pages_are_as_readable_as_their_user_lets_files_be(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        publish(tmp_path, samples.quiet())
    finally:
        os.umask(before)

    assert (tmp_path / "index.html").stat().st_mode & 0o777 == mode


def test_the_trials_page_says_under_which_version_a_change_was_recorded(tmp_path):
    publish(tmp_path, samples.digest(moved=True))

    said = "Recorded as ClinicalTrials.gov version 14 of 18 Nov 2026: Study Status, Contacts/Locations"
    assert [one.text for one in soup(tmp_path / "trials" / "SORENTO.html").select(".recorded")] == [said]

"""`watcher sync --save` on a machine with a way out, `watcher sync --from` on one without: the same store."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from made import paper, rss, study
from providers import LIMITS
from servers import serving
from world import DAYS_BEFORE, IN_NET, KEY, LATER, MONTH_AFTER, NOW, WELL, WHOLE, World, services

from watcher.saved import MANIFEST

# What a store has of its own: when it was made, how its search index happens to be laid out, which runs it took in.
ITS_OWN = ("_sqlite_migrations", "document_index")
TAKEN_IN = "saved run taken in: "


@pytest.fixture(scope="module")
def live(hasty, tmp_path_factory):
    """A world that was asked three times, with news in between, and saved each run; its servers are gone."""
    folder = tmp_path_factory.mktemp("live")
    with serving(**services()) as servers:
        world = World(folder, servers)
        assert world.here(DAYS_BEFORE, "sync", "--save", str(folder / "stick"))[0] == 0
        has_news(servers)
        assert world.here(NOW, "sync", "--save", str(folder / "stick"))[0] == 0
        shutil.copy(folder / "watcher.db", folder / "now.db")
        servers.fail("crossref", *["500"] * 50)
        assert world.here(LATER, "sync", "--save", str(folder / "stick"))[0] == 3
    return world


def has_news(servers):
    papers, trials, feeds = (servers[name].service for name in ("pubmed", "clinicaltrials", "feeds"))
    papers.records["1"] = paper("1", f"Lanreotide every 21 days {IN_NET}")
    papers.records["3"] = paper("3", f"Octreotide, doubled {IN_NET}", text="We refer to NCT05050942.")
    papers.created["3"] = papers.changed["3"] = papers.created["1"]
    trials.known["NCT05050942"]["protocolSection"]["statusModule"]["overallStatus"] = "COMPLETED"
    trials.known["NCT00000002"] = study("NCT00000002", f"Trial of pasireotide {IN_NET}")
    feeds.documents["sponsor"] = rss([("9", f"A sponsor has results of octreotide {IN_NET}")], text="")


@pytest.fixture
def apart(live, tmp_path):
    """A world with the same configuration, and nobody to ask."""
    world = World(tmp_path, live.servers)
    shutil.copytree(live.folder / "stick", tmp_path / "stick")
    return world


def runs(world):
    return sorted((world.folder / "stick").iterdir())


def take_in(world, now, folder=None):
    """Return the exit code and the coverage of ``sync --from``."""
    code, told = world.here(now, "sync", "--from", str(folder or world.folder / "stick"), "--json")
    return code, {one["source"]: one for one in json.loads(told)}


def tables(database):
    """Return every row of every table, but what is a store's own."""
    with closing(sqlite3.connect(database)) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [row for row in store.execute(f"SELECT * FROM {name}") if not str(row[0]).startswith(TAKEN_IN)]
            for name in names
            if not name.startswith(("sqlite_", *ITS_OWN))
        }


def test_the_store_is_that_of_the_live_run(live, apart):
    first, second, _ = runs(apart)

    assert take_in(apart, DAYS_BEFORE, first)[0] == 0
    code, coverage = take_in(apart, NOW, second)

    here, there = tables(apart.folder / "watcher.db"), tables(live.folder / "now.db")
    assert code == 0
    assert set(coverage) == set(LIMITS) - {"euctr"}  # which is asked monthly
    assert here.keys() == there.keys() >= {"record", "version", "item", "link", "score", "change", "run", "payload"}
    assert {name: rows for name, rows in here.items() if rows != there[name]} == {}
    assert len(there["version"]) > len(there["record"]) > sum(WHOLE.values())
    assert there["change"]
    assert there["link"]


def test_a_folder_of_many_runs_comes_to_the_same(live, apart):
    code, _ = take_in(apart, LATER)

    here, there = tables(apart.folder / "watcher.db"), tables(live.folder / "watcher.db")
    said = {name: [row[2:] for row in rows["run"]] for name, rows in (("here", here), ("there", there))}
    assert code == 3
    assert {row[1:3] for row in here["record"]} == {row[1:3] for row in there["record"]}
    assert [row[5] for row in here["version"]] == [row[5] for row in there["version"]]
    assert said["here"] == said["there"]


def test_a_backfill_and_what_follows_it_leave_no_gap(hasty, tmp_path):
    there, here, stick = tmp_path / "there", tmp_path / "here", tmp_path / "stick"
    there.mkdir()
    here.mkdir()
    with serving(**services()) as servers:
        live = World(there, servers)
        assert live.here(DAYS_BEFORE, "sync", "--full", "--save", str(stick))[0] == 0
        assert live.here(NOW, "sync", "--save", str(stick))[0] == 0
        apart = World(here, servers)

    code, coverage = take_in(apart, NOW, stick)

    assert code == 0
    assert set(coverage) == set(LIMITS)
    assert len(list(stick.iterdir())) == 10  # nine steps of five years, then the run
    assert apart.records() == live.records() == WHOLE


def test_a_run_that_was_not_complete_is_not_complete_here(live, apart):
    code, coverage = take_in(apart, LATER)

    outcomes = {name: one["outcome"] for name, one in coverage.items()}
    assert code == 3
    assert outcomes.pop("crossref") == "failed"
    assert set(outcomes.values()) <= WELL
    assert "HTTP 500" in coverage["crossref"]["error"]
    _, preview = apart.here(LATER, "digest", "preview", "--format", "json")
    assert [one["source"] for one in json.loads(preview)["coverage"] if one["outcome"] not in WELL] == ["crossref"]


def test_what_was_not_brought_for_a_month_was_not_asked(apart):
    take_in(apart, MONTH_AFTER)

    _, preview = apart.here(MONTH_AFTER, "digest", "preview", "--format", "json")

    lines = {one["source"]: one for one in json.loads(preview)["coverage"]}
    assert lines["pubmed"]["outcome"] == "failed"
    assert lines["pubmed"]["error"] == "was not asked in this period"


def test_the_same_folder_a_second_time_changes_nothing(apart):
    take_in(apart, LATER)
    before = tables(apart.folder / "watcher.db")

    code, coverage = take_in(apart, MONTH_AFTER)

    assert (code, coverage) == (0, {})
    assert tables(apart.folder / "watcher.db") == before


@pytest.mark.parametrize("harm", [lambda page: page.write_bytes(b"<PubmedArticleSet>"), lambda page: page.unlink()])
def test_a_page_that_is_not_as_it_came_is_named_costs_no_neighbour_and_is_made_good(live, apart, harm):
    first, second, third = runs(apart)
    page = first / "pubmed-00001.xml"
    whole = page.read_bytes()
    harm(page)

    code, coverage = take_in(apart, DAYS_BEFORE, first)
    _, later = take_in(apart, NOW, second)
    page.write_bytes(whole)
    mended, _ = take_in(apart, LATER, first)
    again, caught_up = take_in(apart, LATER, second)
    take_in(apart, LATER, third)

    assert code == 3
    assert coverage["pubmed"]["received"] == 0
    assert "pubmed-00001.xml" in coverage["pubmed"]["notices"][0]
    assert {one["outcome"] for name, one in coverage.items() if name != "pubmed"} <= WELL
    assert "nothing came here of 2025-11-23 to 2026-11-06" in later["pubmed"]["notices"][0]
    assert (mended, again, caught_up["pubmed"]["outcome"]) == (0, 0, "complete")
    assert apart.records() == live.records()


def test_an_older_run_that_comes_late_takes_nothing_back(live, apart):
    first, second, third = runs(apart)

    code, coverage = take_in(apart, NOW, second)
    assert code == 3
    assert "its run of 2026-11-20 18:00 UTC did not come here" in coverage["pubmed"]["notices"][0]
    assert take_in(apart, LATER, first)[0] == 0
    assert "every 21 days" in apart.here(LATER, "search", "lanreotide", "--source", "pubmed")[1]
    assert take_in(apart, LATER, second)[0] == 0
    assert take_in(apart, LATER, third)[0] == 3

    assert apart.records() == live.records()
    assert "completed" in apart.here(LATER, "trial")[1].lower()


def test_a_run_that_was_killed_is_taken_in_and_not_complete(apart):
    first, *_ = runs(apart)
    manifest = first / MANIFEST
    manifest.write_bytes(manifest.read_bytes()[:-200])

    code, coverage = take_in(apart, DAYS_BEFORE, first)

    cut = [name for name, one in coverage.items() if one["outcome"] not in WELL]
    assert code == 3
    assert cut
    assert all("came to no end" in coverage[name]["error"] for name in cut)
    assert set(coverage) == set(LIMITS)


def test_what_is_no_run_is_said(apart):
    first, *_ = runs(apart)
    (first / MANIFEST).write_bytes(b"not a manifest\n")
    (first / "library.ris").write_bytes(b"TY  - JOUR")

    code, coverage = take_in(apart, LATER)

    assert code == 3
    assert "nothing can be read of the run" in coverage["files"]["error"]
    assert coverage["pubmed"]["received"]


def test_a_manifest_that_cannot_be_opened_costs_no_other_run(apart):
    (apart.folder / "stick" / "0" / MANIFEST).mkdir(parents=True)

    code, coverage = take_in(apart, LATER)

    assert code == 3
    assert coverage["files"]["error"].endswith("manifest.jsonl: Is a directory")
    assert coverage["pubmed"]["received"]


def test_files_beside_saved_runs_are_read_as_files(apart):
    library = apart.folder / "stick" / "library.ris"
    library.write_bytes(b"TY  - JOUR\nTI  - High-dose lanreotide in neuroendocrine tumours\nPY  - 2024\nER  - \n")

    _, coverage = take_in(apart, LATER)

    assert coverage["files"]["new"] == 1
    assert coverage["files"]["outcome"] == "complete"


def test_another_configuration_is_said(apart):
    path = apart.folder / "watcher.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('name = "congress"', 'name = "meeting"'), encoding="utf-8")

    code, coverage = take_in(apart, DAYS_BEFORE, runs(apart)[0])

    assert code == 3
    assert [name for name, one in coverage.items() if one["outcome"] not in WELL] == ["webpages"]
    assert "differ from those of the machine that asked" in coverage["webpages"]["notices"][0]


def test_a_source_that_is_not_known_here_costs_no_other(apart):
    first, *_ = runs(apart)
    manifest = first / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b'"source":"isrctn"', b'"source":"tomorrow"'))

    code, coverage = take_in(apart, DAYS_BEFORE, first)

    assert code == 3
    assert "there is no source 'tomorrow'" in coverage["tomorrow"]["error"]
    assert {one["outcome"] for name, one in coverage.items() if name != "tomorrow"} <= WELL


def test_no_key_and_no_contact_is_saved(live):
    for manifest in (live.folder / "stick").rglob(MANIFEST):
        text = manifest.read_text(encoding="utf-8")
        assert KEY not in text
        assert "evidence@example.org" not in text


def test_nothing_can_be_saved_of_what_is_taken_in(apart):
    code, _ = apart.here(NOW, "sync", "--from", str(apart.folder), "--save", str(apart.folder))

    assert code == 2

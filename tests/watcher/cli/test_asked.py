"""Commands that ask a server, that go on until they are stopped, and what a person may say that cannot be done."""

import logging
import sys
from datetime import UTC, datetime

import pytest
from fake_eutils import Eutils
from servers import serving
from stores import registration, save

from sources import available
from watcher.model import Coverage, Outcome, TrialFacts
from watcher.store.store import Store

STARTED = datetime(2026, 11, 22, 7, tzinfo=UTC)
NEW = ("--name", "n", "--title", "T", "--subject", "a", "--disease", "b", "--aspect", "", "--trial", "")
OFF = "".join(f"[sources.{name}]\nenabled = false\n" for name in available() if name != "pubmed")
DAY = "<Year>2026</Year><Month>11</Month><Day>20</Day>"
ARTICLES = {
    str(number): (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><DateRevised>{DAY}</DateRevised><Article><ArticleTitle>Lanreotide "
        f"{number}</ArticleTitle></Article></MedlineCitation><PubmedData><History>"
        f'<PubMedPubDate PubStatus="entrez">{DAY}</PubMedPubDate></History></PubmedData></PubmedArticle>'
    ).encode()
    for number in range(1, 4)
}


@pytest.fixture
def pubmed(shell):
    """PubMed alone is asked, on this machine."""
    with serving(pubmed=Eutils(ARTICLES)) as servers:
        text = f'{OFF}[sources.pubmed]\nbase_url = "{servers["pubmed"].base_url}"\nallow_private_hosts = true\n'
        (shell.folder / "watcher.toml").write_text(text, encoding="utf-8")
        yield lambda *words: shell(*words, config="watcher.toml")


def test_doctor_says_what_a_source_answered(pubmed):
    told = {one["subject"]: one for one in pubmed("doctor", "--json").json}

    assert told["pubmed"]["state"] == "ok"


def test_doctor_says_whether_answers_are_as_they_were(pubmed):
    told = {one["subject"]: one for one in pubmed("doctor", "--live", "--json").json}

    assert told["pubmed"]["state"] in {"ok", "warning"}
    assert "records" in told["pubmed"]["detail"]
    assert told["operator"]["state"] == "warning"  # there is nobody to write to


def test_live_a_source_that_cannot_be_reached_is_told_with_the_way_out(shell):
    served = '[sources.pubmed]\nbase_url = "http://127.0.0.1:1/"\nallow_private_hosts = true\n'
    (shell.folder / "watcher.toml").write_text(OFF + served, encoding="utf-8")

    answer = shell("doctor", "--live", "--json", config="watcher.toml")

    (told,) = [one for one in answer.json if one["subject"] == "pubmed"]
    assert (answer.code, told["state"]) == (1, "failed")
    assert "check the network, or enabled = false under [sources.pubmed]" in told["detail"]


def test_doctor_speaks_of_what_the_last_run_missed(pubmed, shell):
    with Store.open(shell.folder / "watcher.db") as store:
        run = Coverage(source="pubmed", outcome=Outcome.FAILED, since=None, until=STARTED, finished=STARTED, error="no")
        store.runs.finish(run, topic="ssa-dose-escalation")

    assert "failed at 2026-11-22 07:00: no" in pubmed("doctor", "--offline").out


def test_answers_are_captured_as_files(pubmed, shell):
    captured = pubmed("capture", "pubmed", "-o", "captured")

    assert captured.code == 0, captured.told
    assert len(captured.out.splitlines()) > 1
    assert all((shell.folder / line).exists() for line in captured.out.splitlines())


def test_a_first_sync_says_how_far_it_looked_and_a_full_one_that_it_took_everything(pubmed):
    first, full, again = pubmed("sync"), pubmed("sync", "--full", "--json"), pubmed("sync", "--full")

    assert "The first sync looks 365 days back" in first.told
    assert {one["source"] for one in full.json} == {"pubmed"}
    assert "Nothing is left to ask: the backfill was complete before" in again.told


def test_a_sync_that_is_interrupted_says_that_nothing_is_lost(shell, monkeypatch):
    def interrupted(*_words, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("watcher.service.sync.sync", interrupted)

    answer = shell("sync", "--source", "pubmed")

    assert answer.code == 1
    assert "What had come is kept, and `watcher sync` brings the rest" in answer.told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("sync", "--from", "folder", "--save", "other"), "--from asks nobody, so there is nothing to --save"),
        (("sync", "--from", "folder", "--source", "pubmed"), "--from takes in all that lies there"),
        (("sync", "--from", "folder", "--full"), "--from takes in all that lies there"),
        (("sync", "--sift"), "are for --from"),
        (("sync", "--from", "folder", "--workers", "2"), "want --engine dask"),
        (("doctor", "--offline", "--live"), "choose one"),
    ],
)
def test_options_that_cannot_be_had_together_are_wrong_usage(shell, words, told):
    answer = shell(*words)

    assert (answer.code, told in answer.told) == (2, True)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ('{"id": "1"}\n', 'line 1 needs a "text"'),
        ('{"text": "PFS was 9 months."}\n\n["no object"]\n', 'line 3 needs a "text"'),
        ('{"text": "x"}\n{"text": NaN}\n', "line 2 is no JSON: NaN is no number"),
        ('{"text": "x"\n', "line 1 is no JSON"),
    ],
)
def test_lines_of_which_no_figures_can_be_read_are_named(shell, given, told):
    answer = shell("extract", "-", given=given)

    assert (answer.code, told in answer.told) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("rate", "1", "useful", "--topic", "no-such"), 1, "there is no topic 'no-such'; there is ssa-dose-escalation"),
        (("capture", "pubmd", "-o", "captured"), 2, "there is no source 'pubmd'; did you mean 'pubmed'?"),
        (("alert", "test", "no-such"), 2, "no-such"),
        (("trial", "no such trial"), 1, "is no registry number and no watched trial's name"),
    ],
)
def test_what_there_is_not_is_named(shell, words, code, told):
    answer = shell(*words)

    assert (answer.code, told in answer.told) == (code, True)


def test_a_profile_that_watches_no_trial_has_none_to_show(shell):
    made = shell("topic", "new", *NEW)
    (shell.folder / "watcher.toml").write_text('[watcher]\ntopic = "./n.toml"\n', encoding="utf-8")

    answer = shell("trial", config="watcher.toml")

    assert made.code == 0
    assert (answer.code, "the topic watches no trial; name one" in answer.told) == (1, True)


def test_of_two_trials_of_one_acronym_neither_is_taken(shell):
    with Store.open(shell.folder / "demo-output" / "watcher.db") as store:
        for number in ("NCT00000123", "NCT00000456"):
            save(store, registration(number, trial=TrialFacts(registry="clinicaltrials", acronym="REPEAT")))

    assert (
        "several trials are called 'repeat'; name one by its number: NCT00000123, NCT00000456"
        in shell("trial", "repeat").told
    )


def test_a_channel_that_cannot_be_used_is_not_tried(shell):
    channel = '[[channels]]\nname = "team"\nkind = "pigeon"\n'
    (shell.folder / "watcher.toml").write_text(channel, encoding="utf-8")

    answer = shell("alert", "test", "team", config="watcher.toml")

    assert (answer.code, "pigeon" in answer.told) == (1, True)


def test_the_service_says_what_is_wrong_and_serves_the_rest(shell, monkeypatch, caplog):
    served = []
    monkeypatch.setattr("watcher.service.schedule.serve", served.append)
    monkeypatch.setattr("watcher.service.due.check", lambda _: ["the channel team has no token"])
    monkeypatch.setattr("watcher.service.logs.set_up", lambda *_words, **_options: None)
    caplog.set_level(logging.INFO)

    answer = shell("run")

    assert (answer.code, len(served)) == (0, 1)
    assert "the channel team has no token; the others go on" in caplog.text


def test_the_site_is_served_where_it_was_asked_for(shell, monkeypatch):
    served = []
    monkeypatch.setattr("watcher.service.endpoints.serve", lambda what, host, port: served.append((host, port)))
    monkeypatch.setattr("watcher.service.logs.set_up", lambda *_words, **_options: None)

    assert shell("serve", "--port", "9999").code == 0
    assert served == [("127.0.0.1", 9999)]


def test_without_what_serving_needs_it_is_said_what_to_install(shell, monkeypatch):
    monkeypatch.setitem(sys.modules, "watcher.service.endpoints", None)
    monkeypatch.setattr("watcher.service.logs.set_up", lambda *_words, **_options: None)

    answer = shell("serve")

    assert (answer.code, "pip install 'evidence-watcher[serve]'" in answer.told) == (1, True)

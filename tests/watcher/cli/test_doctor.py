"""`watcher doctor` and `watcher init`: what is wrong is named with the way out, and what is well is said to be."""

import sqlite3
from importlib.resources import files

import pytest

from sources import available

OFF = "".join(f"[sources.{name}]\nenabled = false\n" for name in available())


def found(shell, *words):
    """Return what doctor says, by its subject."""
    return {one["subject"]: one for one in shell("doctor", "--json", *words, config="watcher.toml").json}


def written(shell, text):
    (shell.folder / "watcher.toml").write_text(text, encoding="utf-8")


def test_init_writes_what_doctor_accepts(shell):
    written = shell("init", "--yes", "--output", "new.toml", config=None)
    examined = shell("doctor", "--offline", "--json", config="new.toml")

    assert "looks a year back the first time; `watcher sync --full` takes everything" in written.told
    assert examined.code == 0
    assert {f["subject"]: f["state"] for f in examined.json}["configuration"] == "ok"


def test_init_asks_little(shell):
    answers = "me@example.org\nEurope/Stockholm\nC0123456789\nsmtp.example.org\n\nyou@example.org, me@example.org\n"

    shell("init", "--output", "new.toml", config=None, given=answers)
    examined = shell("doctor", "--offline", "--json", config="new.toml").json

    # Slack has no token yet.
    assert [f["state"] for f in examined if f["subject"] in {"archive", "slack", "mail"}] == ["ok", "failed", "ok"]


def test_doctor_makes_nothing_where_there_is_nothing(shell):
    (shell.folder / "folder" / "watcher.toml").write_text("[watcher]\n", encoding="utf-8")

    examined = shell("doctor", "--offline", "--json", config="folder/watcher.toml")

    assert [path.name for path in (shell.folder / "folder").iterdir()] == ["watcher.toml"]
    (database,) = [finding for finding in examined.json if finding["subject"] == "database"]
    assert database["state"] == "warning"
    assert "watcher.db yet; `watcher sync` makes it" in database["detail"]
    assert examined.code == 0


def test_doctor_names_a_watched_trial_that_no_rule_finds(shell):
    profile = (files("watcher") / "topics" / "ssa-dose-escalation.toml").read_text(encoding="utf-8")
    extra = '\n[[watched]]\nname = "UNRULED"\nids = ["nct:NCT01234567"]\n'
    (shell.folder / "mine.toml").write_text(profile + extra, encoding="utf-8")
    (shell.folder / "watcher.toml").write_text("[watcher]\ntopic = 'mine.toml'\n", encoding="utf-8")

    examined = shell("doctor", "--offline", "--json", config="watcher.toml").json

    assert any(f["state"] == "warning" and "no rule says trial = 'UNRULED'" in f["detail"] for f in examined)


def test_doctor_finds_the_mistake_and_fails(shell):
    (shell.folder / "wrong.toml").write_text("[sources.pubmed]\nenabled = 'no'\n", encoding="utf-8")

    examined = shell("doctor", "--offline", "--json", config="wrong.toml")

    assert examined.code == 1
    assert any(f["state"] == "failed" and "line 2" in f["detail"] for f in examined.json)


@pytest.mark.parametrize(("gate", "state"), [("gate", "ok"), ("wrong.toml/gate", "warning")])
def test_doctor_says_which_folder_keeps_the_pace(shell, gate, state):
    (shell.folder / "wrong.toml").write_text(f'[watcher]\ngate = "{gate}"\n', encoding="utf-8")

    examined = shell("doctor", "--offline", "--json", config="wrong.toml").json

    (pace,) = [finding for finding in examined if finding["subject"] == "pace"]
    assert pace["state"] == state
    assert str(shell.folder / gate) in pace["detail"]


def test_doctor_finds_an_index_out_of_step_and_mends_it(shell):
    with sqlite3.connect(shell.folder / "demo-output" / "watcher.db") as store:
        store.execute("UPDATE document SET title = 'something else' WHERE item = 1")
    store.close()

    found, mended = shell("doctor", "--offline", "--json"), shell("doctor", "--offline", "--mend", "--json")

    assert found.code == 1
    assert any("doctor --mend" in finding["detail"] for finding in found.json if finding["state"] == "failed")
    assert mended.code == 0


@pytest.mark.parametrize(
    ("channel", "state", "said"),
    [
        ('kind = "page"\nfolder = "site"', "ok", ""),
        ('kind = "page"\nfolder = "watcher.toml"', "failed", "watcher.toml"),
        ('kind = "slack"\nchannel = "C0TEST"', "failed", "there is no token: set SLACK_BOT_TOKEN in the environment"),
        (
            'kind = "mail"\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nsender = "a@example.org"\nrecipients = ["b@example.org"]',
            "failed",
            "127.0.0.1",
        ),
        ('kind = "pigeon"', "failed", "pigeon"),
    ],
)  # fmt: skip
def test_doctor_asks_every_channel(shell, channel, state, said):
    written(shell, f'{OFF}[[channels]]\nname = "team"\n{channel}\n')

    team = found(shell)["team"]

    assert team["state"] == state
    assert said in team["detail"]


def test_doctor_asks_a_source_and_says_what_to_do_where_it_cannot(shell):
    served = '[sources.pubmed]\nbase_url = "http://127.0.0.1:1/"\nallow_private_hosts = true\n'
    written(shell, OFF.replace("[sources.pubmed]\nenabled = false\n", served))

    asked, configured = found(shell)["pubmed"], found(shell, "--offline")["pubmed"]

    assert (asked["state"], configured["state"]) == ("failed", "ok")
    assert "check the network, or enabled = false under [sources.pubmed]" in asked["detail"]
    assert "not asked" in configured["detail"]


def test_doctor_says_what_else_is_asked_and_what_leaves_this_machine(shell):
    imap = '[imap]\nhost = "127.0.0.1"\nusername = "net"\nsecurity = "none"\n'
    rewriting = '[rewriting]\nbase_url = "https://models.example.org/v1?key=s3cret"\nmodel = "m"\nallow = {}\n'
    operator = '[operator]\nkind = "slack"\nchannel = "C0TEST"\n'
    written(shell, OFF + imap + operator + rewriting.format("true"))
    told = found(shell, "--offline")
    written(shell, OFF + rewriting.format("false"))

    assert told["imap"]["detail"] == "configured, not asked"
    assert told["operator"]["detail"].startswith("there is no token: set ")
    assert told["rewriting"]["detail"] == "sentences of sources go to https://models.example.org/v1"
    assert found(shell, "--offline")["rewriting"]["detail"].endswith("allow is false: nothing leaves")


def test_init_leaves_out_what_is_not_answered(shell):
    shell("init", "--output", "new.toml", config=None, given="\nEurope/Stockholm\n\n\n")

    written(shell, (shell.folder / "new.toml").read_text("utf-8"))
    states = {name: one["state"] for name, one in found(shell, "--offline").items()}

    assert states["contact"] == "warning"
    assert states["archive"] == "ok"
    assert not {"slack", "mail"} & {*states}


def test_one_mistake_of_the_configuration_is_told_once(shell):
    """Topic, database, sources and channels all stumble over it."""
    (shell.folder / "wrong.toml").write_text('[sources.pubmed]\nbase_url = "http://127.0.0.1:1/"\n', encoding="utf-8")

    failed = [
        one for one in shell("doctor", "--offline", "--json", config="wrong.toml").json if one["state"] == "failed"
    ]

    assert len(failed) == 1
    assert "allow_private_hosts" in failed[0]["detail"]

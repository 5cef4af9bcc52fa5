import traceback
from dataclasses import fields
from datetime import time, timedelta
from pathlib import Path

import pace
import pytest

import digests
from watcher import config
from watcher.config import database, find, settings
from watcher.config.secrets import completed
from watcher.config.settings import load
from watcher.config.values import When
from watcher.errors import ConfigError
from watcher.service.loading import load_channels, load_sources, source_of

FULL = """
[watcher]
database = "data/watcher.db"
timezone = "Europe/Stockholm"
contact = "evidence@example.org"

[schedule]
sync = "every 2 hours"

[sources.pubmed]
base_url = "http://127.0.0.1:9000/"
allow_private_hosts = true

[sources.isrctn]
enabled = false

[[channels]]
name = "net-team"
kind = "slack"
channel = "C0123456789"

[[channels]]
name = "archive"
kind = "page"
folder = "site"

[[digests]]
name = "weekly"
channels = ["archive"]
when = "Friday 16:30"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "watcher.toml"
    path.write_text(text, encoding="utf-8")
    return path


def loaded(path):
    settings = load(path, {})
    return load_sources(settings), load_channels(settings)


def test_a_full_file_is_read(tmp_path):
    settings = load(written(tmp_path, FULL), {"SLACK_BOT_TOKEN": "xoxb-1", "NCBI_API_KEY": "k"})
    channels = load_channels(settings)

    assert settings.database == tmp_path / "data" / "watcher.db"
    assert settings.gate == tmp_path / "data" / "watcher.db.gate"
    assert settings.timezone.key == "Europe/Stockholm"
    assert settings.sync_every == timedelta(hours=2)
    assert source_of(settings, "pubmed").api_key == "k"
    assert settings.sources["isrctn"].options == {"enabled": False}
    assert (channels["net-team"].channel, channels["net-team"].token) == ("C0123456789", "xoxb-1")
    assert channels["archive"].folder == str(tmp_path / "site")
    assert settings.digests[0].channels == ("archive",)
    assert settings.digests[0].when == When((4,), time(16, 30))


def test_the_gate_may_lie_elsewhere(tmp_path):
    settings = load(written(tmp_path, '[watcher]\ngate = "/run/watcher"\n'), {})

    assert settings.gate == Path("/run/watcher")


def test_a_key_in_the_environment_needs_no_table(tmp_path):
    settings = load(written(tmp_path, ""), {"OPENALEX_API_KEY": "canary"})

    assert source_of(settings, "openalex").api_key == "canary"
    assert "canary" not in repr(settings)


@pytest.mark.parametrize("kind", digests.available())
def test_the_paths_of_any_channel_count_from_the_file(tmp_path, kind):
    part = digests.kind_of(kind)
    table = {"kind": kind, **dict.fromkeys(part.paths, "beside")}
    path = written(tmp_path, "[[channels]]\n" + "".join(f'{key} = "{value}"\n' for key, value in table.items()))

    options = completed(load(path, {}).channels[0], part, load(path, {}))

    assert {options[name] for name in part.paths} <= {str(tmp_path / "beside")}


def test_an_address_beside_the_base_address_may_be_empty(tmp_path):
    settings = load(written(tmp_path, "[sources.clinicaltrials]\nhistory_url = ''"), {})

    assert settings.sources["clinicaltrials"].options == {"history_url": ""}


def test_no_file_means_all_defaults():
    settings = load(None, {})

    assert settings.topic == "ssa-dose-escalation"
    assert settings.digests[0].name == "weekly"
    assert settings.digests[0].when == When((0,), time(7, 0))
    assert settings.sync_every == timedelta(hours=6)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[watcher]\ntopik = 'x'", "line 2: watcher.topik is not a setting; did you mean 'topic'?"),
        ("[watcherr]\n", "line 1: watcherr is not a setting; did you mean 'watcher'?"),
        ("[watcher]\ntimezone = 'Europe/Stokholm'", "line 2: watcher.timezone cannot be 'Europe/Stokholm'"),
        ("[watcher]\n\ncontact = 'nobody'", "line 3: watcher.contact cannot be 'nobody': write an e-mail address"),
        ("[watcher]\ntopic = 3", "line 2: watcher.topic is text: write it in quotes, not 3"),
        ("[schedule]\nsync = 'hourly'", "line 2: schedule.sync cannot be 'hourly': write \"every 6 hours\""),
        ("[schedule]\nsync = 'every 5 minutes'", "the shortest interval"),
        ("[sources]\npubmed = true", "line 2: sources.pubmed is a table: write [sources.pubmed]"),
        ("[sources.pubmed]\napi_key = 'k'", "line 2: sources.pubmed.api_key is a secret: remove it here and set NCBI_"),
        ("[sources.pubmed]\nbase_url = 'http://127.0.0.1/'", "line 2: sources.pubmed.base_url cannot be"),
        ("[sources.pubmed]\nbase_url = 'https://10.0.0.1/'", "this address is private"),
        ("[sources.pubmed]\nbase_url = 'eutils'", "write a whole address"),
        ("[sources.pubmed]\nbase_url = 'https://u:p@host/'", "must not hold a user name"),
        (
            "[sources.clinicaltrials]\nhistory_url = 'http://127.0.0.1/'",
            "line 2: sources.clinicaltrials.history_url cannot",
        ),
        ("[sources.clinicaltrials]\nbase_url = ''", "line 2: sources.clinicaltrials.base_url is empty"),
        ("[[channels]]\nname = 'a'", "line 1: [[channels]] no. 1 needs a key 'kind'"),
        ("[channels]\nkind = 'page'", "line 1: channels is a list of tables: write [[channels]]"),
        ("[[channels]]\nkind='page'\n[[channels]]\nkind='page'", "'page' is the name of another channel"),
        ("[[channels]]\nkind = 'slack'\ntoken = 'xoxb'", "line 3: token of [[channels]] no. 1 is a secret"),
        (
            "[[digests]]\nname = 'w'\nwhen = 'noon'",
            "line 3: when of [[digests]] no. 1 cannot be 'noon': write days and a time",
        ),
        ("[[digests]]\nname = 'w'\nwhen = 'monday 25:00'", "there is no time 25:00"),
        ("[[digests]]\nname = 'w'\nchannels = ['x']", "there is no channel 'x'"),
        ("[[digests]]\nname = 'w'\nday = 'x'", "day of [[digests]] no. 1 is not a setting"),
        ("[watcher\n", "this is not TOML"),
        ("[watcher]\ncontact = 'jörg@example.org'", "line 2: watcher.contact cannot be 'jörg@example.org': it is sent"),
        ("[watcher]\ncontact = 'joerg@exämple.org'", "write an address without accents"),
        (
            "[watcher]\ndatabase = '~nosuchuser/x'",
            "line 2: watcher.database cannot be '~nosuchuser/x': there is no home",
        ),
        ('[watcher]\ngate = "a\\u0000b"', "line 2: watcher.gate cannot be"),
        (f"[watcher]\ndatabase = '{'a' * 5000}'", "a name in it is longer than the 255 bytes that a file's may have"),
        ("[watcher]\ntopic = '~nosuchuser/x.toml'", "line 2: watcher.topic cannot be"),
        ("[[channels]]\nkind = 'page'\nfolder = '~nosuchuser/x'", "line 3: folder of [[channels]] no. 1 cannot be"),
        ("[sources.pubmed]\nbase_url = 'https://host:99999/'", "the port of an address"),
        ("[sources.pubmed]\nbase_url = 'https://['", "line 2: sources.pubmed.base_url cannot be"),
        ("[sources.pubmed]\nbatch = " + "9" * 5000, "this is not TOML"),
        ("x = " + "[" * 5000, "brackets stand in brackets too often"),
    ],
)
def test_a_mistake_gets_one_message_that_names_the_place_and_the_mend(tmp_path, text, message):
    with pytest.raises(ConfigError) as caught:
        loaded(written(tmp_path, text))

    assert message in str(caught.value)
    assert "watcher.toml" in str(caught.value)


def test_a_secret_may_come_from_a_file_or_another_variable(tmp_path):
    (tmp_path / "token").write_text("xoxb-file\n", encoding="utf-8")
    text = '[[channels]]\nkind = "slack"\nchannel = "C1"\ntoken_env = "SLACK_BOT_TOKEN_TEAM"\n'

    settings = load(written(tmp_path, text), {"SLACK_BOT_TOKEN_TEAM_FILE": str(tmp_path / "token")})

    assert load_channels(settings)["slack"].token == "xoxb-file"
    assert "xoxb" not in repr(load_channels(settings))


def test_a_file_is_found_where_it_is_named_or_lies(tmp_path):
    path = written(tmp_path, "")

    assert find(str(path), {}) == path
    assert find(None, {"WATCHER_CONFIG": str(path)}) == path
    assert find(None, {}, folder=tmp_path) == path
    with pytest.raises(ConfigError, match="watcher init"):
        find(str(tmp_path / "absent.toml"), {})


def test_a_file_that_is_no_text_gets_a_message(tmp_path):
    path = tmp_path / "watcher.toml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="cannot be read"):
        load(path, {})


@pytest.mark.parametrize("token", ["xoxb-canary\n-123", "xoxb-canary\x00", "xoxb-canary-\u00e9", "xoxb\u200b-canary"])
def test_a_secret_that_cannot_be_sent_is_refused_and_not_shown(tmp_path, token):
    path = written(tmp_path, '[[channels]]\nkind = "slack"\nchannel = "C1"\n')

    with pytest.raises(ConfigError, match="SLACK_BOT_TOKEN holds a secret with a line break") as caught:
        load_channels(load(path, {"SLACK_BOT_TOKEN": token}))

    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_file_of_a_secret_that_is_no_text_is_refused_and_not_shown(tmp_path):
    path = written(tmp_path, '[[channels]]\nkind = "slack"\nchannel = "C1"\n')
    (tmp_path / "token").write_bytes(b"canary\xff\xfe")

    with pytest.raises(ConfigError, match="which is no text in UTF-8") as caught:
        load_channels(load(path, {"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")}))

    assert "canary" not in "".join(traceback.format_exception(caught.value))


def test_a_name_that_no_system_has_is_no_file(tmp_path):
    with pytest.raises(ConfigError, match=r"configuration file|cannot be looked for"):
        find("a\0b", {})
    with pytest.raises(ConfigError, match=r"cannot be looked for|configuration file"):
        find(str(tmp_path / ("x" * 5000)), {})


@pytest.mark.parametrize("name", ["AWS_SECRET_ACCESS_KEY", "HOME", "slack_bot_token", "SMTP_PASSWORD"])
@pytest.mark.threat("T43")
def test_a_token_comes_from_no_variable_but_watchers(tmp_path, name):
    path = tmp_path / "watcher.toml"
    path.write_text(f'[[channels]]\nkind = "slack"\nchannel = "C1"\ntoken_env = "{name}"\n')

    with pytest.raises(ConfigError, match="names a variable of Watcher's: SLACK_BOT_TOKEN_TEAM, or WATCHER_") as caught:
        load_channels(load(path, {name: "s3cret"}))

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        FULL,
        '[watcher]\ndatabase = "/elsewhere/watcher.db"',
        '[[digests]]\nname = "weekly"',
        '\ufeff[watcher]\ncontact = "evidence@example.org"',
    ],
)
def test_the_database_alone_is_where_the_whole_file_says_it_is(tmp_path, text):
    path = tmp_path / "watcher.toml"
    path.write_text(text, encoding="utf-8")

    assert database(path) == load(path).database


@pytest.mark.parametrize(
    "text",
    [
        "[watcher",
        '[watcher]\ndatabas = "a.db"',
        "[watcher]\ndatabase = 3",
        "watcher = 3",
        "[wacher]",
        '[watcher]\ndatabase = "~no-such-user/a.db"',
        '[watcher]\ndatabase = "a\\nb"',
    ],
)
def test_where_the_database_cannot_be_told_alone_the_whole_file_is_read_and_its_mistake_told(tmp_path, text):
    path = tmp_path / "watcher.toml"
    path.write_text(text, encoding="utf-8")

    assert database(path) is None
    with pytest.raises(ConfigError):
        load(path)


def test_the_keys_that_are_known_before_the_file_is_read_are_those_that_are_read():
    assert {field.name for field in fields(settings._Watcher)} == config._OF_WATCHER


@pytest.mark.parametrize("line", ["a{} = 1", "[a{}]", "x = {{ a{} = 1 }}", 'a."b \\" c"{} = 1', "[[a{}]]"])
@pytest.mark.parametrize("dot", [".a", " . a", ".'a'"])
def test_a_key_of_thousands_of_dots_is_refused_at_once(line, dot, tmp_path):
    path = written(tmp_path, '[watcher]\ndatabase = "w.db"\n' + line.format(dot * 50_000))

    def refused():
        with pytest.raises(ConfigError, match=r"a key has more than 100 parts \(at line 3\)"):
            load(path, {})

    took, _ = pace.seconds(refused, goal=0.5)
    assert database(path) is None
    assert took < 0.5


def test_text_with_many_dots_is_no_key(tmp_path):
    path = written(tmp_path, f'[watcher]\ncontact = "a@{"." * 5_000}"\n# {"…. " * 500}{"." * 500}\n')

    with pytest.raises(ConfigError, match="contact"):
        load(path, {})

"""Every mistake in watcher.toml gets one message: the line, the key, the mend. Nothing is asked or sent."""

import pytest
from click.testing import CliRunner

from watcher.cli import cli
from watcher.config.settings import load
from watcher.errors import ConfigError
from watcher.service.loading import load_channels, load_sources

SLACK = '[[channels]]\nkind = "slack"\n'
MAIL = (
    '[[channels]]\nkind = "mail"\nhost = "smtp.example.org"\nsender = "a@example.org"\nrecipients = ["b@example.org"]\n'
)


def loaded(tmp_path, text):
    path = tmp_path / "watcher.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    settings = load(path, {})
    return load_sources(settings), load_channels(settings)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (
            "[sources.pubmed]\nenabled = 'no'",
            2,
            "enabled of [sources.pubmed] is true or false, without quotes, not 'no'",
        ),
        ("[sources.pubmed]\nenabled = 1", 2, "is true or false"),
        (
            "[sources.pubmed]\n\nbatch = '200'",
            3,
            "batch of [sources.pubmed] is a whole number from 1 to 1,000,000,000, without quotes",
        ),
        ("[sources.pubmed]\nbatch = 0", 2, "a whole number from 1 to 1,000,000,000, without quotes, not 0"),
        ("[sources.pubmed]\nbatch = 20.5", 2, "a whole number"),
        ("[sources.pubmed]\nbatch = true", 2, "a whole number"),
        ("[sources.pubmed]\nenabeld = true", 2, "[sources.pubmed] has no option 'enabeld'; did you mean 'enabled'?"),
        ("[sources.pubmed]\nbase_url = 3", 2, "sources.pubmed.base_url is text: write it in quotes, not 3"),
        ("[sources.pubmed]\napi_key_env = 3", 2, "sources.pubmed.api_key_env is text"),
        ("[sources.pubmd]", 1, "there is no source 'pubmd'; did you mean 'pubmed'?"),
        ("[sources]\npubmed.enabled = 'x'", 2, "enabled of [sources.pubmed] is true or false"),
        ("[sources]\npubmed = { enabled = 'x' }", 2, "enabled of [sources.pubmed] is true or false"),
        ("['sources'.\"pubmed\"]\nenabled = 'x'", 2, "enabled of [sources.pubmed] is true or false"),
        ("[sources.crossref]\nissns = '0732-183X'", 2, 'issns of [sources.crossref] is a list: write ["0732-183X"]'),
        ("[sources.crossref]\nissns = [732]", 2, "issns of [sources.crossref] is text: write it in quotes, not 732"),
        ("[sources.feeds]\nfeeds = 'https://example.org/rss'", 2, "feeds of [sources.feeds] is a list of tables"),
        ("[[sources.feeds.feeds]]\nnaem = 'x'", 1, "feeds"),
        ("[sources.files]\nfolder = ['a']", 2, "folder of [sources.files] is text: write it in quotes"),
        (SLACK, 1, "a slack channel needs 'channel': write channel = \"...\""),
        (SLACK + 'channel = ""', 3, "a slack channel needs 'channel'"),
        (SLACK + 'chanel = "C1"', 3, "a slack channel has no option 'chanel'; did you mean 'channel'?"),
        (SLACK + "channel = 12", 3, "channel of a slack channel is text: write it in quotes"),
        (SLACK + 'channel = "C1"\ntimeout = "long"', 4, "timeout of a slack channel is a whole number"),
        ('[[channels]]\nkind = "slak"', 2, "there is no kind of channel 'slak'; did you mean 'slack'?"),
        ('[[channels]]\nkind = "page"', 1, "a page channel needs 'folder': write folder = \"...\""),
        (
            MAIL + 'port = "x"',
            6,
            "port of a mail channel is a whole number from 1 to 1,000,000,000, without quotes, not 'x'",
        ),
        (MAIL + "port = 99999", 6, "port is at most 65535"),
        (MAIL + 'security = "ssl"', 6, "security is tls, starttls or none, not 'ssl'"),
        (MAIL + 'security = "none"', 6, "security = 'none' is for a server on this machine"),
        (
            MAIL.replace('["b@example.org"]', '"b@example.org"'),
            5,
            'recipients of a mail channel is a list: write ["b@example.org"]',
        ),
        (
            MAIL.replace("b@example.org", "b@@example"),
            5,
            "recipients cannot hold this: 'b@@example' is not a mail address",
        ),
        (MAIL.replace('["b@example.org"]', "[]"), 5, "recipients are missing"),
        (MAIL.replace("a@example.org", "nobody"), 4, "sender cannot hold this: 'nobody' is not a mail address"),
        (MAIL + "one_click = true", 6, "one_click wants an https address in unsubscribe"),
        (SLACK.replace('"slack"', "7"), 2, "kind of [[channels]] no. 1 is text"),
        ("[watcher]\ntimezone = ''", 2, "watcher.timezone is empty; write a value, or remove the line"),
        ("[watcher]\ndatabase = ['a']", 2, "watcher.database is text"),
        ("[watcher]\ncontact = 'a @ b'", 2, "write an e-mail address"),
        ("[[digests]]\nname = 'w'\nchannels = 'archive'", 3, 'is a list of names of channels: write ["archive"]'),
        ("[[digests]]\nname = 'w'\nwhen = 'moonday 07:00'", 3, "there is no day 'moonday'"),
        ("[[digests]]\nname = 'w'\nwhen = 7", 3, "when of [[digests]] no. 1 is text"),
        ("[schedule]\r\nsync = 6\r\n", 2, "schedule.sync is text: write it in quotes, not 6"),
        (b"\xef\xbb\xbf[watcher]\ntopik = 'x'", 2, "watcher.topik is not a setting"),
    ],
)
def test_a_mistake_gets_its_own_line_the_key_and_the_mend(tmp_path, text, line, message):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)

    assert f"watcher.toml, line {line}: " in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[watcher]\ncontact = me", "(at line 2, column 11); text stands in quotes"),
        ("[watcher]\n[watcher]\n", "(at line 2, column 9); this table is there twice; join them"),
        ("[watcher]\ntopic='a'\ntopic='b'", "(at line 3, column 10); this key is there twice"),
        ("[watcher]\ntopic = 'a", "close the quotes"),
        ("[watcher]\ntopic 'a'", "write key = value"),
        ("[[channels]]\nrecipients = ['a'", "close the bracket"),
        ('[watcher]\ndatabase = "C:\\watcher.db"', "write a backslash twice, or the text in single quotes"),
        ("[watcher]\nenabled = True", "true and false are written small"),
        ("watcher\n", "write key = value"),
        ("[watcher]\ntopic = 'Ü'".encode("latin-1"), "it is not UTF-8; save it as UTF-8"),
        ("[watcher]\ntopic = 'a'".encode("utf-16"), "it is not UTF-8; save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_gets_the_mend_too(tmp_path, text, message):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)

    assert message in str(caught.value)
    assert "watcher.toml" in str(caught.value)


def test_what_is_right_is_taken(tmp_path):
    text = MAIL + 'port = 2525\ntimeout = 5\n[sources.crossref]\nissns = ["0732-183X"]\nenabled = true\r\n'

    sources, channels = loaded(tmp_path, text)

    crossref = next(source for source in sources if source.name == "crossref")
    assert crossref.issns == ("0732-183X",)
    assert channels["mail"].recipients == ("b@example.org",)
    assert channels["mail"].port == 2525


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "dask"], "are for --from"),
        (["--sift"], "are for --from"),
        (["--workers", "2"], "are for --from"),
        (["--from", ".", "--workers", "2"], "want --engine dask"),
        (["--from", ".", "--scheduler", "tcp://host:8786"], "want --engine dask"),
    ],
)
def test_workers_are_for_a_folder_and_for_dask(words, said):
    done = CliRunner().invoke(cli, ["sync", *words])

    assert done.exit_code == 2
    assert said in done.output

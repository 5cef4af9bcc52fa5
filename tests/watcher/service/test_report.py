"""The archive for a bug report holds what is needed, and nothing that is secret or names a person."""

import io
import logging
import zipfile
from pathlib import Path

import pytest

from watcher.errors import InputError
from watcher.model import NotUnderstood, Page
from watcher.service.faults import keep_errors
from watcher.service.report import report

NAMES = """
[[channels]]
name = "team of Dr Nobody"
kind = "mail"
host = "smtp.hospital.example"
sender = "Evidence <evidence@hospital.example>"
recipients = [
    "Dr Nobody <nobody@hospital.example>",
]
[operator]
kind = "call"
base_url = "https://ping.example/s3cret-path?token=s3cret-token"
"""


@pytest.fixture
def broken(installation, monkeypatch):
    """An installation with a secret in its environment, an error in its log, and a record that was not understood."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-s3cret-bot")
    session = installation(NAMES)
    page = Page(url="https://a.example/x?token=s3cret-token", body=b"<as it came>", retrieved=session.now())
    with session.store(new=True) as store:
        store.unread.keep(NotUnderstood(source="pubmed", source_id="1", reason="boom", seen=session.now()), page)
    keep_errors(session.settings.database)
    said = "xoxb-s3cret-bot was refused for nobody@hospital.example at https://user:s3cret-pw@a.example/b?q=1"
    try:
        fail(said)
    except RuntimeError:
        logging.getLogger("watcher.test").exception("a bug")
    return session


def fail(said):
    raise RuntimeError(said)


def unpacked(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_it_holds_what_is_needed_and_no_secret(broken):
    archive, parts = report(broken)

    files = unpacked(archive)
    assert (
        list(files)
        == [part.name for part in parts]
        == ["versions.txt", "configuration.json", "status.json", "errors.log"]
    )
    assert "python 3." in files["versions.txt"]
    assert '"kind": "mail"' in files["configuration.json"]
    assert "RuntimeError: *** was refused for ***@*** at https://a.example/***" in files["errors.log"]
    assert "boom" in files["status.json"]
    assert [name for name, text in files.items() if "s3cret" in text or "obody" in text or "hospital" in text] == []


def test_a_page_goes_with_it_only_when_it_is_named(broken):
    archive, _ = report(broken, page="pubmed:1")

    assert unpacked(archive)["page.bin"] == "<as it came>"
    with pytest.raises(InputError, match="no page is kept"):
        report(broken, page="pubmed:2")


def test_of_a_broken_installation_there_is_a_report_too(installation):
    session = installation()
    Path(session.config).write_text("this is no TOML and s3cret", encoding="utf-8")

    files = unpacked(report(session)[0])

    assert "it cannot be read" in files["configuration.json"]
    assert "cannot be had" in files["status.json"]
    assert "s3cret" not in "".join(files.values())

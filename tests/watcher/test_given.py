"""What somebody names to be read is read, and no more of it than it may be long."""

from pathlib import Path

import pytest

from watcher import given
from watcher.config.settings import load
from watcher.errors import ConfigError
from watcher.topic import load_topic

ZERO = Path("/dev/zero")


def test_a_text_is_read_as_it_is_written(tmp_path):
    file = tmp_path / "watcher.toml"
    file.write_bytes(b"\xef\xbb\xbfa = 1\r\n")

    assert given.read_text(file, "utf-8-sig") == "a = 1\n"


def test_one_that_is_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(given, "LARGEST_TEXT", 3)
    file = tmp_path / "long"
    file.write_text("abc")

    assert given.read_text(file) == "abc"
    file.write_text("abcd")
    with pytest.raises(OSError, match="longer than 3 characters"):
        given.read_text(file)


@pytest.mark.skipif(not ZERO.exists(), reason="there are no such devices")
@pytest.mark.parametrize("read", [load, lambda path: load_topic(str(path))])
def test_a_device_is_no_configuration_and_no_profile(read, monkeypatch):
    monkeypatch.setattr(given, "LARGEST_TEXT", 1_000)

    with pytest.raises(ConfigError, match="longer than 1,000 characters"):
        read(ZERO)

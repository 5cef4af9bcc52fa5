"""What somebody names to be read is read, and no more of it than it may be long."""

from pathlib import Path

import pace
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


def test_a_text_of_escaped_quotes_without_an_end_takes_no_time_by_the_square():
    def parse():
        with pytest.raises(ValueError, match="Unterminated string"):
            given.parse_toml('a = "' + '\\"' * 20_000)

    took, _ = pace.seconds(parse, 0.2)

    assert took < pace.BUSY * 0.2


def test_a_key_of_many_parts_is_refused():
    for part in ("a", '"a b"', "'a'"):
        with pytest.raises(ValueError, match="more than 100 parts"):
            given.parse_toml("b = 1\n" + ".".join([part] * 101) + " = 1")
        assert given.parse_toml(".".join([part] * 90) + " = 1")


@pytest.mark.skipif(not ZERO.exists(), reason="there are no such devices")
@pytest.mark.parametrize("read", [load, lambda path: load_topic(str(path))])
def test_a_device_is_no_configuration_and_no_profile(read, monkeypatch):
    monkeypatch.setattr(given, "LARGEST_TEXT", 1_000)

    with pytest.raises(ConfigError, match="longer than 1,000 characters"):
        read(ZERO)

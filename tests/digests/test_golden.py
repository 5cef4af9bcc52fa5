import pytest

import samples
from digests.serialise import from_json, to_json
from watcher.errors import InputError


@pytest.mark.parametrize("name", samples.GOLDEN)
def test_a_digest_looks_as_it_was_found_good(name):
    """Written anew by ``PYTHONPATH=.:tests python tests/samples.py``: look at what changed before it is kept."""
    for ending, body in samples.forms(samples.GOLDEN[name]()).items():
        assert (samples.FOLDER / f"{name}.{ending}").read_bytes() == body, ending


def test_a_digest_comes_back_from_json_as_it_was():
    assert from_json(to_json(samples.digest())) == samples.digest()


def test_a_digest_from_json_renders_to_the_same_bytes():
    assert samples.forms(from_json(to_json(samples.digest()))) == samples.forms(samples.digest())


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": 1}', "null"])
def test_what_is_no_digest_is_refused(text):
    with pytest.raises(InputError, match="no digest"):
        from_json(text)


def test_a_digest_of_a_later_version_is_not_guessed_at():
    later = to_json(samples.quiet()).replace('"schema": 1', '"schema": 2')

    with pytest.raises(InputError, match="update Watcher"):
        from_json(later)

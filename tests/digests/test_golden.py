import dataclasses
import json

import msgspec
import pytest

import samples
from digests.writing import to_json
from fakes import NOW
from watcher.model import Digest, NotUnderstood


def read(text):
    return msgspec.json.decode(text, type=Digest)


@pytest.mark.parametrize("name", samples.GOLDEN)
def test_a_digest_looks_as_it_was_found_good(name):
    """Written anew by ``PYTHONPATH=.:tests python tests/samples.py``: look at what changed before it is kept."""
    for ending, body in samples.forms(samples.GOLDEN[name]()).items():
        assert (samples.FOLDER / f"{name}.{ending}").read_bytes() == body, ending


def test_a_digest_comes_back_from_json_as_it_was():
    assert read(to_json(samples.digest())) == samples.digest()


def test_what_a_digest_says_since_the_first_schema_comes_back_too():
    entry = dataclasses.replace(samples.section("core").entries[0], unread=True)
    section = dataclasses.replace(samples.section("core"), entries=(entry,))
    said = dataclasses.replace(
        samples.digest(),
        sections=(section,),
        not_understood=(NotUnderstood(source="feeds", source_id="1", reason="no title", seen=NOW),),
        unlisted=3,
        unsummarised=1,
        failed=("the living table",),
        unseen_since=NOW,
    )

    assert read(to_json(said)) == said
    assert json.loads(to_json(said))["unlisted"] == 3


@pytest.mark.parametrize("name", samples.GOLDEN)
def test_a_digest_that_was_kept_by_an_earlier_program_renders_to_the_same_bytes(name):
    kept = read((samples.FOLDER / f"{name}.json").read_bytes())

    assert samples.forms(kept) == samples.forms(samples.GOLDEN[name]())

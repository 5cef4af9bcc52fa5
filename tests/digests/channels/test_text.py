import dataclasses

import pytest

import digests
import samples
from digests.channels.text import Channel, to_text
from watcher.errors import ConfigError, DeliveryError


@pytest.mark.parametrize("width", [32, 60, 80, 120])
def test_no_line_is_wider_than_asked_but_for_an_address(width):
    for line in to_text(samples.digest(), width=width).splitlines():
        assert len(line) <= width or "https://" in line


def test_colour_comes_only_where_it_is_asked_for():
    assert "\x1b" not in to_text(samples.digest())
    assert "\x1b[1;31mSORENTO: primary completion date: Jun 2026" in to_text(samples.digest(), colour=True)


def test_entries_are_numbered_through_the_whole_digest():
    text = to_text(samples.digest())

    assert [text.count(f"\n{number}. ") for number in range(1, 10)] == [2, 2] + [1] * 6 + [0]  # the first two lead


def test_what_is_folded_is_counted():
    sections = tuple(dataclasses.replace(section, folded=7) for section in samples.digest().sections)

    assert "and 7 more" in to_text(dataclasses.replace(samples.digest(), sections=sections))


def test_what_failed_its_check_is_counted():
    text = to_text(dataclasses.replace(samples.quiet(), dropped=2))

    assert "2 quotes or figures left out: not found in the source as claimed." in text


def test_a_file_is_written_whole_and_found_again(tmp_path):
    target = Channel(name="file", file=str(tmp_path / "new" / "digest.txt"))
    message = target.render(samples.digest())[0]
    assert target.find(message) is None

    receipt = target.send(message)

    assert (tmp_path / "new" / "digest.txt").read_bytes() == message.body
    assert target.find(message).reference == receipt.reference
    assert target.find(target.render(samples.quiet())[0]) is None


def test_without_a_file_it_goes_to_standard_output(capsys):
    target = Channel(name="screen")

    target.send(target.render(samples.quiet())[0])

    assert capsys.readouterr().out == to_text(samples.quiet())
    assert not target.searchable
    assert target.check() == "standard output"


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    target = Channel(name="file", file=str(tmp_path))

    with pytest.raises(DeliveryError, match="cannot write"):
        target.send(target.render(samples.quiet())[0])


def test_a_wrong_option_is_named_with_its_likely_meaning():
    with pytest.raises(ConfigError, match="did you mean 'width'"):
        digests.load("text", {"name": "screen", "widht": 60})


def test_a_trial_of_which_nothing_stands_has_no_empty_heading():
    made = samples.digest()
    unseen = dataclasses.replace(made.watched[0], facts=(), has_new_results=False)

    assert "SORENTO NOW" in to_text(made)
    assert "SORENTO NOW" not in to_text(dataclasses.replace(made, watched=(unseen,)))

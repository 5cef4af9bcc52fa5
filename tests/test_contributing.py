"""What CONTRIBUTING.md shows is what works: each example as it stands there, one file and nothing else."""

import json
import re
import runpy
from pathlib import Path

import digests
import samples
import sources
from digests import channels
from fakes import NOW, page
from golden import plain
from watcher import formats
from watcher.relevance import rate
from watcher.topic import load_topic

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^```(?:python|toml) (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


def placed(name, folder):
    """Write the example into a folder; return its path."""
    path = folder / Path(name).name
    path.write_text(EXAMPLES[name], encoding="utf-8")
    return path


def test_a_source_is_one_file(tmp_path, monkeypatch):
    placed("sources/example.py", tmp_path)
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])

    source = sources.load("example", {"base_url": "https://example.org/other"})
    (record,) = source.parse(page(json.dumps([{"id": "7", "title": "A work"}]).encode(), "https://example.org/works"))

    assert "example" in sources.available()
    assert plain(record)["title"] == "A work"
    assert record.url == "https://example.org/other/7"


def test_a_channel_is_one_file(tmp_path, monkeypatch):
    placed("digests/channels/example.py", tmp_path)
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path)])

    channel = digests.load("example", {"name": "mine"})
    (message,) = channel.render(samples.quiet())

    assert message.body.decode() == samples.quiet().title
    assert channel.send(message).key == message.key


def test_a_format_is_one_file(tmp_path, monkeypatch):
    placed("watcher/formats/example.py", tmp_path)
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])

    text = formats.write([a_record("A work"), a_record("Another")], "example")
    pieces = [*formats.read(f"{text}\n".encode(), "no-suffix", NOW)]

    assert "example" in formats.available()
    assert formats.detect(b"", "my.titles") == "example"
    assert [getattr(piece, "title", "") for piece in pieces] == ["A work", "Another", ""]
    assert pieces[2].where == "line 4"


def test_a_topic_is_one_file(tmp_path):
    topic = load_topic(str(placed("topics/example.toml", tmp_path)))

    assert rate(a_record("Metformin slows ageing in mice"), topic).tier == "core"
    assert rate(a_record("Metformin in diabetes", results="Frailty was rare."), topic).tier == "related"
    assert rate(a_record("Aspirin and ageing"), topic).tier == "off"


def test_every_file_of_the_ten_steps_exists():
    named = set(re.findall(r"`((?:watcher|sources|digests|tests|docs|benchmarks)/[\w./]+)`", PAGE))
    made_up = {name for name in named if "NAME" in name or "example" in name}

    assert len(named - made_up) > 15
    assert [name for name in sorted(named - made_up) if not (ROOT / name).exists()] == []


def test_the_house_is_drawn_as_the_contract_has_it():
    drawing = runpy.run_path(str(ROOT / "docs" / "house.py"))
    rows = drawing["layers"]((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert drawing["draw"](rows) == (ROOT / "docs" / "house.svg").read_text(encoding="utf-8"), "python docs/house.py"


def a_record(title, **passages):
    return samples.record("example", title, abstract=samples.passages(**passages))

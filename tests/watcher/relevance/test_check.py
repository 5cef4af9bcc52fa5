import json
from dataclasses import replace

import pytest

from watcher.errors import InputError
from watcher.model import Id, Kind, Tier
from watcher.relevance.check import check, read_labelled, sets, table
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")


def written(tmp_path, *rows):
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_a_labelled_record_is_read_with_what_is_known_of_it(tmp_path):
    row = {
        "id": "a",
        "title": "T",
        "abstract": "A.",
        "label": "sorento",
        "kind": "press",
        "year": 2024,
        "pmid": 1,
        "nct": "NCT1",
        "borderline": True,
    }

    (one,) = read_labelled(written(tmp_path, row, ""))

    assert (one.tier, one.borderline, one.record.kind, one.record.text) == (Tier.WATCHED, True, Kind.NEWS, "A.")
    assert one.record.ids == {Id("pmid", "1")}
    assert one.record.mentions == {Id("nct", "NCT1")}


def test_a_registrations_number_is_its_own(tmp_path):
    (one,) = read_labelled(written(tmp_path, {"title": "T", "label": "off", "kind": "trial", "nct": "NCT1"}))

    assert one.record.ids == {Id("nct", "NCT1")}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "line 1: this is not JSON"),
        ('["T"]', 'line 1: a record needs "title" and "label"'),
        ('{"title": "T"}', 'line 1: a record needs "title" and "label"'),
        ('{"title": "T", "label": "good"}', "line 1: the label 'good' is not one of: watched, core"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, row, message):
    with pytest.raises(InputError, match=message):
        read_labelled(written(tmp_path, row))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.jsonl: cannot be read"):
        read_labelled(tmp_path / "none.jsonl")


def test_a_check_counts_and_gives_each_miss_its_reason(tmp_path):
    rows = [
        {"id": "right", "title": "High-dose octreotide in NETs", "label": "core"},
        {"id": "wrong", "title": "Lanreotide in NETs", "label": "core", "why": "a slip"},
        {"id": "none", "title": "Heart failure", "label": "core"},
        {"id": "foreign", "title": "Ultra-high-dose SSA in NETs", "label": "off"},
        {"id": "near", "title": "Twice monthly SSA in NETs", "label": "adjacent", "borderline": True},
    ]

    report = check(read_labelled(written(tmp_path, *rows)), TOPIC)

    assert report.recall(Tier.CORE) == pytest.approx(1 / 3)
    assert report.precision(Tier.CORE) == pytest.approx(1 / 2)  # a borderline record is no miss
    assert report.recall(Tier.WATCHED) is None
    assert report.precision(Tier.WATCHED) is None
    assert report.confusion[Tier.CORE, Tier.RELATED] == 1
    assert [miss.labelled.record.source_id for miss in report.misses] == ["wrong", "none", "foreign", "near"]
    assert [miss.labelled.why for miss in report.misses] == ["a slip", "", "", ""]
    assert "'Lanreotide' in the title (0-10)" in report.misses[0].reason
    assert report.misses[1].reason == "no term of the profile stands in it"


def test_the_table_has_a_row_a_label_and_a_column_a_tier(tmp_path):
    report = check(read_labelled(written(tmp_path, {"title": "Lanreotide in NETs", "label": "core"})), TOPIC)

    assert table(report)[0] == ["label", "watched", "core", "related", "adjacent", "off", "recall", "precision"]
    assert table(report)[2] == ["core", "0", "0", "1", "0", "0", "0.00", "-"]


def test_a_check_tells_what_is_found_by_language_form_and_source_and_whether_that_passes(tmp_path):
    rows = [
        {"title": "High-dose octreotide in NETs", "label": "core"},
        {"title": "Hochdosiertes Octreotid bei neuroendokrinen Tumoren", "label": "core", "kind": "abstract"},
        {"title": "Nothing of the question", "abstract": "With the patients.", "label": "core"},
    ]

    report = check(read_labelled(written(tmp_path, *rows)), TOPIC)
    better = check(read_labelled(written(tmp_path, *rows[:2])), TOPIC)

    assert report.shares["language", "German"] == (1, 1)
    assert report.shares["form", "with abstract"] == (0, 1)
    assert report.shares["source", "congress"] == (1, 1)
    assert not report.passes
    assert better.passes


def test_every_set_beside_the_profile_is_checked_and_told_apart(tmp_path):
    for name in ("mine.known.jsonl", "mine.letters.jsonl", "others.known.jsonl"):
        (tmp_path / name).write_text(json.dumps({"title": "High-dose octreotide in NETs", "label": "core"}))
    mine = replace(TOPIC, name="mine", known=str(tmp_path / "mine.known.jsonl"))

    found = sets(mine)
    report = check([one for path in found for one in read_labelled(path)], TOPIC)

    assert [path.name for path in found] == ["mine.known.jsonl", "mine.letters.jsonl"]
    assert {name: share for (kind, name), share in report.shares.items() if kind == "set"} == dict.fromkeys(
        [path.name for path in found], (1, 1)
    )
    assert sets(replace(TOPIC, known="")) == ()

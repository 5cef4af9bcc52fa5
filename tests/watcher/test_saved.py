import json
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from fakes import NOW
from watcher.errors import InputError
from watcher.model import Concept, Ended, Id, Notice, Page, Query, Term, Validator
from watcher.saved import MANIFEST, AskedLine, PageLine, SavedRun, Saving, saved_runs

GROUPS = ((Concept(name="drug", terms=(Term(text="octreotid", prefix=True),)),),)
QUERY = Query(
    topic="t",
    groups=GROUPS,
    since=NOW - timedelta(days=7),
    until=NOW,
    watched=(Id("nct", "NCT05050942"),),
    known=(Id("doi", "10.1000/é"),),
    reread=True,
)
FULL = Page(
    url="https://example.org/1",
    body=b"<a/>",
    retrieved=NOW,
    media_type="text/xml; charset=utf-8",
    expected=3,
    validator=Validator(etag='"x"'),
    sought=GROUPS,
)
SAME = Page(url="https://example.org/2", body=b"", retrieved=NOW, validator=Validator(etag='"x"'), unchanged=True)
NOTICE = Notice(text="cut at 9,999", incomplete=True, told=True, announced=12_000)
STEPS = [
    (0, FULL),
    (1, NOTICE),
    (0, SAME),
    (1, replace(FULL, body=b"{}", media_type="application/json", validator=None)),
    (0, Ended(at=NOW)),
    (1, Ended(error="b: HTTP 500", at=NOW)),
]


def asked(source):
    return AskedLine(source=source, query=QUERY, wording="w", question="q", started=NOW, before=NOW)


@pytest.fixture
def saved(tmp_path):
    """The folder of a run of two sources."""
    saving = Saving(tmp_path / "stick", [asked("a"), asked("b")], NOW)
    for number, step in STEPS:
        saving.keep(number, step)
    (folder,) = saved_runs(tmp_path)
    return folder


def came(folder):
    return [("ab".index(source), step) for source, step in SavedRun(folder).steps()]


def edit(folder, change):
    manifest = folder / MANIFEST
    manifest.write_bytes(b"".join(change(manifest.read_bytes().splitlines(keepends=True))))


def without(*numbers):
    return lambda lines: [line for n, line in enumerate(lines) if n not in numbers]


def spoilt(number):
    return lambda lines: [line[:20] + b"\n" if n == number else line for n, line in enumerate(lines)]


def test_what_was_saved_comes_back_in_its_order(saved):
    run = SavedRun(saved)

    assert came(saved) == STEPS
    assert run.asked == {"a": asked("a"), "b": asked("b")}
    assert run.heard == {"a": NOW, "b": NOW}


def test_other_tools_can_read_it(saved):
    lines = [json.loads(line) for line in (saved / MANIFEST).read_text(encoding="utf-8").splitlines()]

    assert sorted(path.name for path in saved.iterdir()) == ["a-00001.xml", "b-00001.json", MANIFEST]
    assert (saved / "a-00001.xml").read_bytes() == b"<a/>"
    assert [(line["line"], line["source"]) for line in lines[:4]] == [
        ("asked", "a"),
        ("asked", "b"),
        ("page", "a"),
        ("notice", "b"),
    ]
    assert lines[2]["url"] == "https://example.org/1"


def test_a_line_has_all_that_a_page_has_but_its_body():
    assert {one.name for one in fields(Page)} - set(PageLine.__struct_fields__) == {"body"}


def test_each_run_has_a_folder_of_its_own_and_they_come_in_their_order(tmp_path):
    for now in (NOW, NOW + timedelta(hours=6), NOW):
        Saving(tmp_path, [asked("a")], now).keep(0, Ended(at=now))

    assert [folder.name for folder in saved_runs(tmp_path)] == [
        "20261123T060000Z-001",
        "20261123T060000Z-002",
        "20261123T120000Z-001",
    ]
    assert saved_runs(tmp_path / "20261123T120000Z-001") == (tmp_path / "20261123T120000Z-001",)


def test_a_run_that_got_nothing_leaves_no_folder(tmp_path):
    Saving(tmp_path / "stick", [asked("a")], NOW)

    assert not (tmp_path / "stick").exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "stick").write_text("a file")

    with pytest.raises(InputError, match=r"cannot be saved in .*stick: File exists; make room"):
        Saving(tmp_path / "stick", [asked("a")], NOW).keep(0, NOTICE)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda path: path.write_bytes(b"<b/>"), "a-00001.xml is not as it came"),
        (lambda path: path.unlink(), "a-00001.xml cannot be read: No such file"),
        (lambda path: path.rename(path.with_name(".a-00001.xml")), "a-00001.xml cannot be read: No such file"),
    ],
    ids=["changed", "gone", "killed before it had its name"],
)
def test_a_page_that_is_not_as_it_came_is_named_and_costs_no_other(saved, harm, told):
    harm(saved / "a-00001.xml")
    run = SavedRun(saved)

    (_, first), *others = run.steps()

    assert told in first.text
    assert first.incomplete
    assert [step for _, step in others] == [step for _, step in STEPS[1:]]
    assert not run.is_whole


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "sub/a", "link", "a\0b"])
def test_a_manifest_leads_to_no_other_file(saved, tmp_path, name):
    (saved.parent / "secret").write_bytes(b"<a/>")
    (saved / "link").symlink_to(saved.parent / "secret")
    told = json.dumps(name).encode()
    edit(saved, lambda lines: [line.replace(b'"a-00001.xml"', told) for line in lines])

    (_, first), *_ = SavedRun(saved).steps()

    assert isinstance(first, Notice)
    assert first.incomplete


@pytest.mark.parametrize("cut", [1, 30])
def test_a_run_that_was_killed_is_read_as_far_as_it_came(saved, cut):
    edit(saved, lambda lines: [*lines[:6], lines[6][:-cut]] if cut > 1 else lines[:6])

    steps = came(saved)

    assert steps[:4] == STEPS[:4]
    assert [(i, "came to no end" in step.error, step.at) for i, step in steps[4:]] == [(0, True, NOW), (1, True, NOW)]


@pytest.mark.parametrize("damage", [without, spoilt])
@pytest.mark.parametrize("lost", [2, 4])
def test_a_line_that_is_lost_makes_its_source_incomplete_and_no_other(saved, damage, lost):
    edit(saved, damage(lost))

    steps = came(saved)

    notice = next(step for i, step in steps if i == 0 and isinstance(step, Notice))
    assert "1 lines of a in manifest.jsonl cannot be read" in notice.text
    assert notice.incomplete
    assert [step for i, step in steps if i == 1] == [step for i, step in STEPS if i == 1]


@pytest.mark.parametrize("damage", [without, spoilt])
def test_pages_are_read_without_the_line_that_says_what_was_asked(saved, damage):
    edit(saved, damage(0))

    steps = came(saved)

    assert "does not say what a was asked" in steps[0][1].text
    assert [step for i, step in steps if i == 0 and isinstance(step, Page)] == [FULL, SAME]


def test_a_turn_without_its_end_came_to_none(saved):
    edit(saved, without(6))

    assert "came to no end" in came(saved)[-1][1].error


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"\xff",
        b'{"line": "page", "source": "a", "url": "u", "retrieved": "2026-11-23T06:00"}',
    ],
    ids=["empty", "bare", "deep", "bytes", "zoneless"],
)
def test_a_line_that_is_none_is_passed_over(saved, line):
    edit(saved, lambda lines: [*lines, line + b"\n"])

    assert came(saved) == STEPS


def test_what_was_asked_without_a_zone_is_not_understood(saved):
    edit(
        saved,
        lambda lines: [
            line.replace(b'"until":"2026-11-23T06:00:00Z"', b'"until":"2026-11-23T06:00:00"') for line in lines
        ],
    )

    assert next(said.text for _, said in SavedRun(saved).steps() if isinstance(said, Notice)).endswith(
        "what a was asked"
    )


def test_the_same_manifest_has_the_same_key(saved):
    first = SavedRun(saved).key
    edit(saved, without(6))

    assert SavedRun(saved).key != first

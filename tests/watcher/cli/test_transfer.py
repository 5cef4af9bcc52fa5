"""Libraries taken in and written out by hand: what is said of each file, and in which forms it leaves."""

import contextlib
import gzip
import os
import threading
from pathlib import Path

import pytest

RIS = (
    "TY  - JOUR\nTI  - Lanreotide every 14 days in midgut tumours\nPY  - 2019\nER  - \nTY  - JOUR\nPY  - 2020\nER  - \n"
)
CSV = "title,year\nOctreotide every 3 weeks,2020\n,2020\n,2021\n"


@pytest.fixture
def files(shell):
    (shell.folder / "one.txt").write_text(RIS, encoding="utf-8")
    (shell.folder / "two.csv").write_text(CSV, encoding="utf-8")
    (shell.folder / "three.xyz").write_text("nothing", encoding="utf-8")
    return shell


def test_a_preview_says_what_is_in_each_file_and_takes_nothing_in(files):
    answer = files("import", "--dry-run", "one.txt", "two.csv", "three.xyz", config="none.toml")

    assert answer.code == 3
    assert answer.out.splitlines() == [
        "one.txt: RIS, 1 record read, 1 not",
        "  record 2, line 5: no title",
        "two.csv: CSV, 1 record read, 2 not",
        "  line 3: no title",
        "  line 4: no title",
        "three.xyz: not read",
        "  the file: it is of no kind that can be read",
    ]
    assert not (files.folder / "watcher.db").exists()


def test_a_preview_is_there_for_programs(files):
    (one,) = files("import", "--dry-run", "--json", "one.txt").json

    assert (one["form"], one["read"], one["unread"][0]["where"]) == ("RIS", 1, "record 2, line 5")


def test_of_many_lines_that_cannot_be_read_a_few_are_shown(files):
    (files.folder / "many.csv").write_text("title,year\n" + ",2020\n" * 30, encoding="utf-8")

    told = files("import", "--dry-run", "many.csv").out.splitlines()

    assert (len(told), told[0], told[-1]) == (22, "many.csv: CSV, 0 records read, 30 not", "  and 10 more")


def test_several_files_and_standard_input_are_taken_in_at_once(files):
    answer = files("import", "one.txt", "two.csv", "-", given=RIS.replace("14 days", "7 days"))

    assert answer.code == 3
    assert "one.txt: RIS, 1 record read, 1 not\n  record 2, line 5: no title" in answer.told
    assert "standard input: RIS, 1 record read, 1 not" in answer.told
    assert "every 7 days" in files("search", "midgut", "--since", "2019", "--until", "2019").out
    assert "every 14 days" in files("search", "midgut", "--since", "2019", "--until", "2019").out


def test_standard_input_that_is_named_twice_is_read_once(files):
    answer = files("import", "-", "-", given=RIS)

    assert answer.code == 3
    assert answer.told.count("standard input: RIS, 1 record read, 1 not") == 1
    assert "no record can be read" not in answer.told


def test_a_packed_library_is_taken_in_as_it_is_unpacked(files):
    (files.folder / "packed.ris.gz").write_bytes(gzip.compress(RIS.encode()))

    answer = files("import", "packed.ris.gz")

    assert (answer.code, answer.told.splitlines()[0]) == (3, "packed.ris.gz: RIS, 1 record read, 1 not")
    assert "every 14 days" in files("search", "midgut", "--since", "2019", "--until", "2019").out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_what_comes_through_a_pipe_is_taken_in_as_a_file(files):
    pipe = files.folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(RIS,), daemon=True)
    writer.start()

    answer = files("import", "pipe")

    writer.join()
    assert (answer.code, answer.told.splitlines()[0]) == (3, "pipe: RIS, 1 record read, 1 not")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no such devices")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["import"], "zero: no record can be read in it: it is of no kind that can be read"),
        (["import", "--dry-run"], ""),
        (["dedupe"], "/dev/zero: no record can be read in it; it should be"),
    ],
)
def test_of_a_device_without_an_end_only_the_beginning_is_read(files, words, told, monkeypatch):
    monkeypatch.setattr("sources.files.LARGEST_BYTES", 50_000_000)

    answer = files(*words, "/dev/zero")

    assert answer.code != 0
    assert told in answer.told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes")
def test_of_a_pipe_without_an_end_that_is_of_no_kind_only_the_beginning_is_read(files):
    pipe = files.folder / "pipe"
    os.mkfifo(pipe)
    written = []

    def write():
        with contextlib.suppress(BrokenPipeError), pipe.open("wb", buffering=0) as into:
            while True:
                written.append(into.write(b"y" * 65_536))

    writer = threading.Thread(target=write, daemon=True)
    writer.start()

    answer = files("import", "pipe")

    writer.join()
    assert "pipe: no record can be read in it: it is of no kind that can be read" in answer.told
    assert sum(written) < 10_000_000


def test_a_file_that_holds_no_record_is_named(files):
    answer = files("import", "three.xyz")

    assert (answer.code, answer.out) == (1, "")
    assert answer.told.splitlines()[-1] == (
        "watcher: three.xyz: no record can be read in it: it is of no kind that can be read; docs/formats.md says what can be read"
    )
    assert "every 14 days" not in files("search", "midgut", "--since", "2019", "--until", "2019").out


def test_of_several_files_each_is_named_with_what_came_of_it_and_what_is_none_is_counted_once(files):
    (files.folder / "four.ris").touch()

    answer = files("import", "three.xyz", "one.txt", "four.ris")

    assert [line.split("\t")[:2] for line in answer.out.splitlines()] == [["file", "source"], ["one.txt", "files"]]
    assert answer.code == 1
    assert answer.told.endswith(
        "no record can be read in 2 of 3 files: three.xyz (it is of no kind that can be read); four.ris (it is empty); docs/formats.md says what can be read"
    )
    assert answer.told.count("three.xyz") == 1
    assert "four.ris" not in files("status").out  # it was told, and is no trouble of tomorrow
    assert "every 14 days" in files("search", "midgut", "--since", "2019", "--until", "2019").out


def test_what_came_of_each_file_is_there_for_programs(files):
    told = files("import", "--json", "one.txt").json

    assert [(one["file"], one["source"], one["received"], one["unreadable"]) for one in told] == [
        ("one.txt", "files", 2, 1)
    ]


def test_duplicates_are_found_in_what_is_piped_in(files):
    answer = files("dedupe", "-", given=RIS + RIS)

    assert [line.split(",")[1] for line in answer.out.splitlines()] == ["cluster", "1", "1"]


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("biblatex", "@"),
        ("csl_json", "[\n {"),
        ("endnote", "<?xml"),
        ("ids", ""),
        ("markdown", "- "),
        ("ris", "TY  - "),
    ],
)
def test_search_and_export_write_the_same_forms(shell, form, begins):
    exported = shell("export", "--format", form, "--tier", "core")
    found = shell("search", "lanreotide", "--format", form, "--limit", "3")

    assert (exported.code, found.code) == (0, 0)
    assert exported.out.startswith(begins)
    assert found.out.startswith(begins)
    assert exported.out


def test_a_style_is_for_references_alone(shell):
    assert "only --format references has a style" in shell("export", "--style", "apa").told


def test_references_are_exported_in_a_style(shell):
    pytest.importorskip("citeproc")

    answer = shell("export", "--format", "references", "--style", "harvard-cite-them-right", "--tier", "core")

    assert (answer.code, "Available at: https://" in answer.out) == (0, True)


def test_of_what_no_digest_told_it_is_said_why(files):
    (files.folder / "off.ris").write_text("TY  - JOUR\nTI  - Aspirin and sleep\nPY  - 2019\nER  - \n", encoding="utf-8")
    files("import", "off.ris", "one.txt")

    off, near = (
        hits[0]["item"]
        for hits in (files("search", words, "--json").json for words in ("aspirin sleep", "every 14 days midgut"))
    )
    assert f"Told in no digest: its tier is off; see watcher topic explain {off}" in files("show", str(off)).out
    assert "Told in no digest yet" in files("show", str(near)).out
    assert "Told in weekly 2026-W4" in files("show", "19704057").out


FORMS = [
    (("export",), "core.bib", "@"),
    (("export",), "core.ris", "TY  - "),
    (("export",), "core.txt", "TY  - "),  # of several formats
    (("search", "octreotide"), "hits.json", "["),
    (("search", "octreotide"), "hits.bib", "@"),
    (("search", "octreotide"), "hits", "id\tdate"),
    (("digest", "preview"), "digest.html", "<!doctype"),
    (("digest", "preview"), "digest.txt", "Somatostatin"),
    (("digest", "preview"), "digest.json", "{"),
]


@pytest.mark.parametrize(("words", "name", "begins"), FORMS)
def test_the_name_of_a_file_says_its_form_where_no_format_is_given(shell, words, name, begins):
    assert shell(*words, "-o", name).code == 0
    assert Path(name).read_text(encoding="utf-8").startswith(begins)


def test_a_format_that_is_given_wins_and_a_minus_is_standard_output(shell):
    printed = shell("export", "--format", "nbib", "-o", "-")

    assert shell("export", "--format", "nbib", "-o", "core.bib").code == 0
    assert Path("core.bib").read_text(encoding="utf-8") == printed.out != ""
    assert not Path("-").exists()


@pytest.mark.parametrize("form", ["ris", "bibtex", "biblatex", "csl_json", "csv", "jsonl", "endnote"])
def test_what_the_store_exports_is_nothing_new_to_it(shell, form):
    """A registration comes back as one, and not as news of the watched trial; NBIB has no field for its kind or its page."""
    before = shell("search", "", "--json").json
    library = shell("export", "--tier", "off", "--format", form).out

    assert shell("import", "-", given=library).code == 0
    assert len(shell("search", "", "--json").json) == len(before)
    assert "Files" not in shell("trial", "SORENTO").out

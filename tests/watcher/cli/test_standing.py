"""What a reader must know of a work before anything else stands first wherever the work is shown."""

import csv
import io
import json

import pytest

PAPER = "PMID- 47000001\nDP  - 2024\nTI  - Lanreotide every 14 days in midgut neuroendocrine tumours\nAB  - Forty patients were enrolled. Median PFS was 8 months.\nFAU - Writer, Ann\nJT  - A journal\nPT  - Journal Article\n"
MARKS = {
    "RETRACTED": "PT  - Retracted Publication\n",
    "expression of concern": "ECI - J. 2025;1:1. PMID: 47000009\n",
    "corrected": "EIN - J. 2025;1:1. PMID: 47000008\n",
}


@pytest.fixture(params=MARKS)
def noticed(shell, request):
    """A shell whose store has a paper with a notice on it, and the notice."""
    (shell.folder / "one.nbib").write_text(PAPER + MARKS[request.param], encoding="utf-8")
    shell("import", "one.nbib")
    return shell, request.param


def test_show_says_it_before_the_title(noticed):
    shell, notice = noticed

    assert shell("show", "47000001").out.splitlines()[0] == notice.upper()
    assert next(iter(shell("show", "47000001", "--json").json.items())) == ("notices", [notice])


def test_search_says_it_before_the_title_and_first_in_json(noticed):
    shell, notice = noticed

    hit, *_ = shell("search", "Lanreotide every 14 days in midgut", "--since", "2024", "--until", "2024", "--json").json

    assert next(iter(hit.items())) == ("notices", [notice])
    line = shell("search", "Lanreotide every 14 days in midgut", "--since", "2024", "--until", "2024").out
    assert f"\t{notice.upper()}: Lanreotide every 14 days" in line


def test_every_export_says_it(noticed):
    shell, notice = noticed
    exported = {form: shell("export", "--format", form).out for form in ("ris", "bibtex", "csv", "jsonl", "nbib")}

    assert f"N1  - {notice.upper()}" in exported["ris"]
    assert f"note = {{{notice.upper()}}}" in exported["bibtex"]
    assert f"GN  - {notice.upper()}" in exported["nbib"]
    (row,) = [row for row in csv.DictReader(io.StringIO(exported["csv"])) if row["pmid"] == "47000001"]
    assert next(iter(row.items())) == ("notices", notice)
    assert [notice] in [json.loads(line).get("notices") for line in exported["jsonl"].splitlines()]


def test_a_paper_on_which_nothing_stands_bears_no_mark(shell):
    (shell.folder / "one.nbib").write_text(PAPER, encoding="utf-8")
    shell("import", "one.nbib")

    assert shell("show", "47000001").out.startswith("Lanreotide every 14 days")
    assert shell("show", "47000001", "--json").json["notices"] == []
    assert "N1  - RETRACTED" not in shell("export", "--format", "ris").out


def test_show_has_as_json_what_the_digest_says(shell):
    (shell.folder / "one.nbib").write_text(PAPER, encoding="utf-8")
    shell("import", "one.nbib")

    shown = shell("show", "47000001", "--json").json

    assert shown["n"] == 40
    assert shown["summary"][0] == {"label": "Found", "sentence": "Median PFS was 8 months."}
    assert shown["population"] == {"primary": "midgut"}
    assert [(figure["outcome"], figure["value"]) for figure in shown["figures"]] == [("PFS", 8.0)]

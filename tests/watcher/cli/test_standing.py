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


def test_a_tie_that_two_numbers_of_a_trial_make_is_told_once_and_a_doubt_from_both_sides(shell):
    (shell.folder / "forte.ris").write_text(
        "TY  - JOUR\nTI  - High-dose lanreotide autogel: CLARINET FORTE results\n"
        "AB  - NCT02651987.\nT2  - A Journal\nPY  - 2021\nDO  - 10.1000/forte\nER  -\n"
        "TY  - JOUR\nTI  - Corrigendum to High-dose lanreotide autogel: CLARINET FORTE results\n"
        "T2  - A Journal\nPY  - 2022\nDO  - 10.1000/corrigendum\nER  -\n",
        encoding="utf-8",
    )
    shell("import", "forte.ris")

    paper, notice = (shell("show", f"10.1000/{one}").out.splitlines() for one in ("forte", "corrigendum"))

    found = [one["title"] for one in shell("search", "results", "--trial", "NCT02651987", "--json").json]
    assert sorted(title[:9] for title in found if "FORTE results" in title) == ["Corrigend", "High-dose"]
    ties = [line for line in paper if line.startswith("reports ")]
    assert len(ties) == len(set(ties)) == 2
    (number,) = (line.removeprefix("Item ") for line in paper if line.startswith("Item "))
    (other,) = (line.removeprefix("Item ") for line in notice if line.startswith("Item "))
    assert any(line.startswith(f"  item {other} perhaps corrects this: ") for line in paper)
    assert any(line.startswith(f"  perhaps corrects item {number}: ") for line in notice)


def test_a_reason_without_a_term_has_no_empty_quotation(shell):
    assert "  core: a study of the question itself\n" in shell("show", "NCT02651987").out
    assert "“”" not in shell("show", "NCT02651987").out


def test_a_trial_is_shown_by_its_registrations_item_and_no_paper_is_taken_for_one(shell):
    number = shell("show", "NCT02651987", "--json").json["item"]["id"]
    paper = shell("show", "28609356", "--json").json["item"]["id"]

    assert shell("trial", str(number)).out == shell("trial", "NCT02651987").out
    assert shell("search", "", "--trial", str(number)).out == shell("search", "", "--trial", "NCT02651987").out
    for one in (str(paper), "28609356", "10.1097/mpa.0000000000000850"):
        assert "is no registry number" in shell("trial", one).told


def test_the_list_of_digests_tells_minutes_by_the_configured_clock(shell):
    assert (
        shell("digest", "list").out.splitlines()[1]
        == "weekly\t2026-W47\t2026-11-16 07:00\t2026-11-23 07:00\t2026-11-23 07:00"
    )

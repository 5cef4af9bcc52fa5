"""What whoever searches from a shell sees: lines, files, exit codes, kept searches, SQL."""

import json

import pytest


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("search lanreotide", 0, "found"),
        ("search zzzzzz", 1, "nothing found"),
        ("search lanreotide --since 20100101 --until 2026-W47", 0, "found"),
        ("search lanreotide --since 5y", 0, "found"),
        ("search octreotid", 0, "found"),
        ("search octreotyde", 0, "was searched"),
        ("search octreotide --limit 2", 0, "2 shown"),
        ("search octreotide --limit 2 --offset 2", 0, "behind the first 2"),
        ("search octreotide --design rct --sort cited", 0, "found"),
        ("search --country sweden --status recruiting", 1, "nothing found"),
        ("search --no-results", 0, "found"),
        ("search --sent is:registration", 0, "found"),
        ("search --unsent is:registration", 1, "nothing found"),
    ],
)
def test_a_search_says_how_much_it_found(shell, words, code, told):
    answer = shell(*words.split())

    assert (answer.code, told in answer.told) == (code, True)


@pytest.mark.parametrize("word", ["-rat", "-octreotide", "-octreotide/LAR", "-(rat mouse)", '-"in vitro"'])
def test_a_word_with_a_minus_is_no_option(shell, word):
    answer = shell("search", "--explain", "q2w", word)

    assert (answer.code, answer.out.splitlines()[0]) == (0, f"read as: q2w AND NOT {_said(word)}")


def _said(word):
    return {"-(rat mouse)": "(rat AND mouse)"}.get(word, word[1:])


@pytest.mark.parametrize("word", ["--sinse", "-z"])
def test_an_option_that_there_is_not_is_no_word(shell, word):
    assert shell("search", "q2w", word).code == 2


def test_a_search_explains_how_it_reads_a_query(shell):
    assert shell("search", "--explain", "q2w -rat").out.splitlines()[0] == "read as: q2w AND NOT rat"


@pytest.mark.parametrize(
    "option", ["-ofound.ris", "-ofound.RIS", "-o./found.ris", "-o=found.ris", "--output=found.ris"]
)
def test_the_option_for_a_file_needs_no_blank_before_one_with_an_ending(shell, option):
    answer = shell("search", "octreotide", "--format", "ris", option)

    assert (answer.code, answer.out, len([*shell.folder.glob("*found.*")])) == (0, "", 1)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "ris"])
def test_a_search_is_written_to_a_file(shell, form):
    answer = shell("search", "octreotide", "--format", form, "-o", "found")

    assert answer.out == ""
    assert (shell.folder / "found").read_text(encoding="utf-8")
    assert shell("search", "octreotide", "--format", form, "-o", "binary").code == 1  # a file of somebody else's


def test_a_search_is_kept_listed_and_forgotten(shell):
    shell("search", "octreotide", "--tier", "core", "--save", "oct")

    assert "oct\t2026-11-23\toctreotide\ttier=core" in shell("searches").out
    assert shell("searches", "--json").json[0]["query"] == "octreotide"
    assert shell("searches", "--forget", "oct").code == 0
    assert shell("searches", "--forget", "oct").code == 1


def test_sql_is_printed_as_a_table_as_json_and_as_csv(shell):
    statement = "SELECT kind, count(*) AS items FROM v_items WHERE kind = 'registration' GROUP BY kind"

    assert shell("sql", statement).out.split()[:2] == ["kind", "items"]
    assert [*shell("sql", statement, "--json").json[0]] == ["kind", "items"]
    assert shell("sql", statement, "--csv").out.splitlines()[0] == "kind,items"
    assert shell("sql", "DELETE FROM item").code == 1


def test_json_has_what_a_hit_has_not(shell):
    hits = json.loads(shell("search", "octreotide zzzzzz lanreotide", "--json").out)

    assert all("zzzzzz" in hit["missing"] for hit in hits)


def test_a_member_of_a_thread_stands_beneath_the_first(shell):
    lines = shell("search", "SORENTO").out.splitlines()
    members = [line.split("\t")[4] for line in lines if "\u21b3" in line]

    assert members
    assert all(title.startswith("\u21b3 ") for title in members)

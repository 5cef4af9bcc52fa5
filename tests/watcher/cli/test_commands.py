"""Every command over the demonstration's store: what it prints, how it fails, and its exit code."""

import json
from importlib.resources import files

import pytest

LIBRARY = "TY  - JOUR\nTI  - Octreotide LAR at 60 mg every 28 days in midgut tumours\nPY  - 2019\nER  - \n"


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("show NCT05050942", "CAM2029"),
        ("show 1 --history", "NCT05050942"),
        ("show doi:10.1186/S13063-023-07834-8", "Methodology of the SORENTO"),
        ("trial", "SORENTO"),
        ("trial", "2026-11-16  version 2  Active, not recruiting  Study Status, Study Design"),
        ("trial nct02651987", "NCT02651987"),
        ("changes --since 8w", "NCT05050942\toverall status\trecruiting\tactive not recruiting"),
        ("topic show", "watches SORENTO: nct:NCT05050942"),
        ("topic show --queries", "terms in 6 groups"),
        ("topic lint", ": 0 warnings"),
        ("topic explain NCT05050942", "watched: names the trial"),
        ("digest preview", "SORENTO: "),
        ("digest preview --format html", "<!doctype html>"),
        ("digest preview --format slack", '"channel"'),
        ("digest list", "weekly\t2026-W47\t"),
        ("digest rebuild 2026-W47", "SORENTO: now active, not recruiting"),
        ("digest rebuild 2026-W47", "now active, not recruiting (was recruiting)"),
        ("search tumour", "date\ttier"),
        ("search --trial SORENTO", "Methodology of the SORENTO"),
        ("search --since 2021 --kind registration", "CAM2029"),
        ("search --outcome pfs", "NETTER-2"),
        ("search --min-intensity 1.2 --since 2017 --until 2017-12", "every 3 weeks"),
        ("search octreotide --kind registration --source clinicaltrials", "CAM2029"),
        ("export --format ris", "TY  - "),
        ("export --format nbib", "PMID- "),
        ("status", "outbox: sent\t2"),
        ("doctor --offline", "database\tok"),
        ("dedupe review", "item\tother\tscore"),
        ("dedupe undo", "decision\tat\tverb"),
        ("topic check", "the gate is passed"),
        ("search tumour --format jsonl", '"title": '),
    ],
)
def test_a_command_prints_its_result_and_ends_with_0(shell, words, printed):
    answer = shell(*words.split())

    assert printed.lower() in answer.out.lower()
    assert answer.code == 0


def test_another_program_reads_the_bibliography_that_is_taken_out(shell):
    database, richtext = pytest.importorskip("pybtex.database"), pytest.importorskip("pybtex.richtext")

    read = database.parse_string(shell("export", "--format", "bibtex").out, "bibtex").entries.values()
    known = [json.loads(line) for line in shell("export", "--format", "jsonl").out.splitlines()]

    titles = [str(richtext.Text.from_latex(entry.fields["title"])) for entry in read]
    names = [
        [" ".join(person.prelast_names + person.last_names).strip("{}") for person in entry.persons.get("author", ())]
        for entry in read
    ]
    assert titles == [record["title"] for record in known]
    assert names == [[person["family"] or person["collective"] for person in record["people"]] for record in known]


@pytest.mark.parametrize(
    "words",
    [
        "show NCT05050942",
        "trial",
        "changes",
        "topic show",
        "topic show --queries",
        "topic lint",
        "topic explain NCT05050942",
        "digest list",
        "digest send",
        "search lanreotide",
        "status",
        "doctor --offline",
        "dedupe review",
    ],
)
def test_what_a_program_reads_is_json_and_nothing_else(shell, words):
    assert shell(*words.split(), "--json").json is not None


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "ris", "bibtex", "table"])
@pytest.mark.parametrize("query", ["lanreotide", "zzzz", '"', "(", "a AND", "NOT", "*", "日本", "-lanreotide"])
def test_a_search_answers_whatever_is_typed_in_every_form(shell, form, query):
    answer = shell("search", "--format", form, "--", query)

    assert answer.code == ("nothing found" in answer.told)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("show nonsense", 1, "nothing in the store has the id 'nonsense'; try `watcher search`"),
        ("trial nonsense", 1, "no registry number and no watched trial's name"),
        ("changes --since soon", 2, "'soon' is not a date (2026, 2026-11-23, 2026-W47), a time"),
        ("changes --since 99999999w", 2, "'99999999w' is not a date"),
        ("topic explain nonsense", 1, "nothing in the store has the id"),
        ("topic explain empty", 1, "empty: no record can be read in it"),
        ("topic explain binary", 1, "binary: no record can be read in it"),
        ("topic check empty", 1, "there is no record in it; write a JSON object a line"),
        ("topic check binary", 1, "binary: cannot be read"),
        ("topic check folder", 2, "is a directory"),
        ("extract binary", 1, "binary: cannot be read: it is no text in UTF-8"),
        ("extract folder", 1, "folder: cannot be read: Is a directory"),
        ("extract absent", 1, "absent: cannot be read: No such file"),
        ("dedupe empty", 1, "empty: no record can be read in it"),
        ("dedupe binary", 1, "it should be BibLaTeX, BibTeX, Cochrane Library, CSL JSON"),
        ("dedupe absent", 2, "does not exist"),
        ("dedupe merge 1 2", 1, "they can be linked only"),
        ("dedupe split 1", 1, "there is nothing to take out"),
        ("dedupe undo 99", 1, "there is no decision 99"),
        ("import absent", 2, "does not exist"),
        ("sync --from absent", 2, "does not exist"),
        ("sync --from folder --source pubmed", 2, "--from takes in all that lies there"),
        ("sync --source nope", 2, "there is no source 'nope'"),
        ("sync --source pubmd", 2, "did you mean 'pubmed'?"),
        ("sync --since 5q", 2, "a span back from now (36h, 14d, 8w)"),
        ("export --output folder", 1, "folder cannot be written: Is a directory; choose another place"),
        ("digest preview --output absent/page.html", 1, "cannot be written: No such file or directory"),
        ("digest preview --since 1d --until 2d", 2, "before it begins"),
        ("digest preview --name nope", 2, "there is no digest 'nope'; there are: weekly"),
        ("digest rebuild 1999-W01", 1, "`watcher digest list` says which were"),
        ("digest send --channel nope", 2, "there is no channel 'nope'; there are: archive"),
        ("search x --tier nearest", 2, "'nearest' is not one of"),
        ("search x --kind book", 2, "'book' is not one of"),
        ("search x --source nope", 2, "there is no source 'nope'"),
        ("search x --since 2020-13", 2, "write 2020, 2024-03 or 2024-03-05"),
        ("search x --until 202003", 2, "write 2020, 2024-03 or 2024-03-05"),
        ("search x --since 2024 --until 2w2", 2, "is no date"),
        ("search x --since 2024 --until 2020", 2, "2024 is after 2020"),
        ("search x --outcome zork", 2, "'zork' is no outcome that we know"),
        ("search x --trial zork", 2, "no registry number and no watched trial's name"),
        ("search x --limit 0", 2, "not in the range"),
        ("backup folder", 2, "is a directory"),
        ("init --output demo-output/watcher.toml", 1, "is there already; --force replaces it"),
        ("init --output new.toml", 1, "nobody answers its questions here; `watcher init --yes` asks nothing"),
        ("trial NCT01234567", 1, "nothing in the store is of NCT01234567 or names it"),
        ("show SORENTO", 1, "`watcher trial SORENTO` where that is a trial's name"),
        ("sync pubmd", 2, "did you mean 'pubmed'?"),
        ("init --yes --output absent/watcher.toml", 1, "cannot be written"),
        ("frobnicate", 2, "there is no command"),
        ("status --frob", 2, "No such option"),
        ("--now tomorrow status", 2, "is not an ISO date or time"),
    ],
)
def test_a_mistake_is_named_with_the_way_out(shell, words, code, told):
    answer = shell(*words.split())

    assert told in answer.told
    assert answer.code == code


@pytest.mark.parametrize(
    "words",
    [
        "search x",
        "show 1",
        "trial",
        "changes",
        "status",
        "digest preview",
        "digest send",
        "digest list",
        "export",
        "backup b",
    ],
)
def test_without_a_database_nothing_looks_like_nothing_new(shell, words):
    answer = shell(*words.split(), config="unread.toml")

    assert answer.code == 1
    assert "none.db yet; `watcher sync` fetches" in answer.told or "no channel is configured" in answer.told
    assert not (shell.folder / "none.db").exists()


def test_a_digest_is_sent_once(shell):
    again = shell("digest", "send")

    assert again.code == 0
    assert "nothing is sent twice" in again.told
    assert "Nothing would be sent" in shell("digest", "send", "--dry-run").told


def test_a_library_is_clustered_taken_in_and_found(shell):
    (shell.folder / "library.ris").write_text(LIBRARY * 2, encoding="utf-8")

    clustered = shell("dedupe", "library.ris", "--output", "clusters.csv")
    taken = shell("import", "library.ris", "--json")

    assert "2 records, 1 of them duplicates in 1 clusters" in clustered.told
    assert (shell.folder / "clusters.csv").read_text(encoding="utf-8").startswith("id,cluster,reason\n")
    assert taken.json[0]["new"] == 1
    assert "60 mg every 28 days" in shell("search", "midgut", "--since", "2019", "--until", "2019").out


def test_of_many_rows_that_cannot_be_read_a_few_are_shown_and_all_counted(shell):
    (shell.folder / "rows.csv").write_text("id,title\n" + "1,\n" * 8 + "9,A title\n", encoding="utf-8")

    told = shell("dedupe", "rows.csv").told

    assert told.count("no title") == 5
    assert "and 3 more that cannot be read" in told
    assert "1 records, 0 of them duplicates" in told


def test_figures_are_printed_with_their_offsets(shell):
    text = "Median PFS was 25.0 months (95% CI 16.9-33.1)."
    (shell.folder / "lines.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")

    [figure] = shell("extract", "-", given=text).json["figures"]
    line = json.loads(shell("extract", "lines.jsonl").out)

    assert (figure["outcome"], figure["value"], figure["low"], figure["high"]) == ("PFS", 25.0, 16.9, 33.1)
    assert text[figure["start"] : figure["end"]] == "25.0"
    assert (line["id"], line["figures"]) == ("a", [figure])


def test_a_profile_is_linted_for_what_does_nothing(shell):
    profile = (files("watcher") / "topics" / "ssa-dose-escalation.toml").read_text(encoding="utf-8")
    extra = '\n[[watched]]\nname = "UNRULED"\nids = ["nct:NCT01234567"]\n'
    changed = profile.replace('"Sandostatin*"', '"Sandostatin*", "xqz*", "cystic fibros*"')
    (shell.folder / "mine.toml").write_text(changed + extra, encoding="utf-8")
    (shell.folder / "watcher.toml").write_text("[watcher]\ntopic = 'mine.toml'\n", encoding="utf-8")

    linted = shell("topic", "lint", "--json", config="watcher.toml").json

    assert any("UNRULED: no rule says trial = 'UNRULED'" in warning for warning in linted["warnings"])
    assert any("xqz*: no word that begins so is known" in warning for warning in linted["warnings"])
    assert not any("fibros" in warning for warning in linted["warnings"])
    assert "cystic fibrosis" in linted["queries"]["ctis"]


def test_a_labelled_record_is_explained_as_it_is_checked(shell):
    row = {
        "id": "1",
        "title": "Lanreotide&nbsp;120 mg every 14\u00a0days in NETs",
        "label": "off",
        "nct": "nct05050942",
    }
    (shell.folder / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    checked = shell("topic", "check", "rows.jsonl", "--json").json
    explained = shell("topic", "explain", "rows.jsonl", "--json").json

    assert checked["misses"][0]["found"] == explained[0]["score"]["tier"] != "off"
    assert checked["misses"][0]["title"] == explained[0]["title"] == "Lanreotide 120 mg every 14 days in NETs"


def test_a_round_tells_what_it_missed(shell):
    config = shell.folder / "demo-output" / "watcher.toml"
    text = config.read_text(encoding="utf-8").replace(
        "[sources.files]", f'[sources.files]\nfolder = "{shell.folder}/gone"'
    )
    config.write_text(text, encoding="utf-8")

    missed = shell("--now", "2026-11-23T20:00", "run-due")
    idle = shell("--now", "2026-11-23T20:01", "run-due")

    assert missed.code == 3
    assert "files: partial: no file in" in missed.told
    assert (idle.code, idle.told.strip()) == (0, "0 sources asked, 0 messages")


def test_the_service_refuses_a_wrong_configuration_at_once(shell):
    (shell.folder / "wrong.toml").write_text("[[channels]]\nkind = 'slack'\n", encoding="utf-8")

    for command in ("run", "run-due"):
        answer = shell(command, config="wrong.toml")

        assert answer.code == 1
        assert "line 1: a slack channel needs 'channel'" in answer.told


@pytest.mark.parametrize(
    "words", ["export -o", "digest preview -o", "digest rebuild 2026-W47 -o", "dedupe library.ris -o"]
)
@pytest.mark.parametrize("target", ["demo-output/watcher.db", "demo-output/watcher.toml", "library.ris", "notes.txt"])
def test_no_command_writes_over_what_somebody_may_miss(shell, words, target):
    (shell.folder / "library.ris").write_text(LIBRARY * 2, encoding="utf-8")
    (shell.folder / "notes.txt").write_text("mine", encoding="utf-8")
    before = (shell.folder / target).read_bytes()

    answer = shell(*words.split(), target)

    assert answer.code == 1
    assert "nothing is written over it" in answer.told or "--force replaces it" in answer.told
    assert (shell.folder / target).read_bytes() == before


def test_a_list_takes_the_place_of_last_weeks(shell):
    shell("export", "-o", "list.ris")
    again = shell("export", "--tier", "core", "-o", "list.ris")

    assert again.code == 0
    assert "Wrote" in again.told


@pytest.mark.parametrize("folder", ["real", "empty"])
def test_a_demonstration_is_never_made_over_something_else(shell, folder):
    (shell.folder / "real").mkdir()
    (shell.folder / "real" / "watcher.toml").write_text("[watcher]\n", encoding="utf-8")

    answer = shell("demo", "-o", folder, config=None)

    assert answer.code == 1
    assert "choose an" in answer.told
    assert (shell.folder / "real" / "watcher.toml").read_text(encoding="utf-8") == "[watcher]\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.ris", b""), ("library.ris", bytes(range(256)) * 9), ("library.csv", b"title,year\n"), ("a.txt", b"words")],
)
def test_a_file_without_a_record_is_said_and_fails(shell, name, content):
    (shell.folder / name).write_bytes(content)

    answer = shell("import", str(shell.folder / name))

    assert answer.code == 1
    assert f"{name}: no record can be read in it" in answer.told


HALF = "title,year\nOctreotide every 3 weeks,2020\n,2020\n"


def imported(shell, content):
    (shell.folder / "half.csv").write_text(content, encoding="utf-8")
    return shell("import", str(shell.folder / "half.csv"), "--json")


def test_a_file_of_which_a_line_cannot_be_read_is_taken_in_part(shell):
    answer = imported(shell, HALF)

    assert answer.code == 3
    assert [(one["kept"], one["unreadable"]) for one in answer.json] == [(1, 1)]


def test_what_was_not_understood_is_shown_and_read_again_by_hand(shell):
    imported(shell, HALF)

    again = shell("reread", "--json")
    (left,) = again.json["not_understood"]

    assert again.code == 3
    assert again.json["rated"] > 0
    assert "please read it yourself: no title" in shell("show", left["source_id"]).out
    assert shell("show", left["source_id"], "--json").json["reason"] == "no title"
    assert "line 3" in shell("reread").out
    assert "could not be understood, please read it yourself" in shell("search", "half").told


def test_what_is_mended_is_no_longer_not_understood(shell):
    imported(shell, HALF)

    imported(shell, "title,year\nOctreotide every 3 weeks,2020\n")

    assert shell("reread").code == 0


@pytest.mark.parametrize("form", ["json", "jsonl", "table"])
def test_what_is_found_is_written_to_a_file_as_it_is_printed(shell, form):
    shell("search", "tumour", "--format", form, "-o", "found.txt")

    lines = (shell.folder / "found.txt").read_text(encoding="utf-8").splitlines()
    ids = {
        "json": lambda: json.loads("".join(lines)),
        "jsonl": lambda: [*map(json.loads, lines)],
        "table": lambda: lines[1:],
    }[form]()
    assert len(ids) == len(shell("search", "tumour", "--json").json)


def test_a_check_that_misses_names_each_record_with_its_reasons(shell):
    row = {"id": "1", "title": "Lanreotide 120 mg every 14 days in NETs", "label": "off", "why": "a test"}
    (shell.folder / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    checked, gated = shell("topic", "check", "rows.jsonl"), shell("topic", "check", "rows.jsonl", "--gate")

    assert (checked.code, gated.code) == (0, 1)
    assert "the gate is missed" in checked.out
    assert "off, found core: Lanreotide 120 mg every 14 days in NETs (a test)" in checked.out


def test_two_items_are_kept_apart_by_hand_and_a_search_explains_itself(shell):
    assert "They stay two." in shell("dedupe", "hold", "1", "2").told
    assert "hold" in shell("dedupe", "undo").out
    assert "octreotide" in shell("search", "octreotide", "--explain").out

"""Every command of every page is one that there is, with options that it has, and ends as the page lets a reader expect."""

import re
import shlex
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
# A command on a line of its own, in a table or in a text; usage lines and words for what one may choose are none.
_COMMAND = re.compile(r"(?m)^(?:[ |]{0,6})(watcher [a-z][^\n`]*)$|`(watcher [a-z][^`\n]*)`")
_REMARK = re.compile(r"\s{2,}#.*$|;.*$")
# What a page leaves to its reader.
_CHOSEN = {
    "ADDRESS": "ann@example.org",
    "CHANNEL": "archive",
    "DIR": "some-folder",
    "[FILE]...": "known.jsonl",
    "ID": "NCT05050942",
    "ITEM": "NCT05050942",
    "NAME": "mine",
    "QUERY": "lanreotide",
    "SOURCE": "pubmed",
    "net-team": "archive",
    "/data/baseline": "some-folder",
    "/media/stick": "some-folder",
    "SELECT ...": "SELECT count(*) FROM v_items",
    "lungs": "weekly",
}
# A page only speaks of them: they want more words.
_MENTIONED = {"import", "import --dry-run", "show", "outbox", "dedupe", "topic", "alert", "digest"}
# They go on until they are stopped, ask people or other machines, or take long and have tests of their own: their words are read.
_READ_ONLY = (
    *("run", "serve", "capture", "init", "demo", "topic new", "topic check", "topic lint", "reread"),
    *("sync --source", "sync pubmed", "doctor --live", "sync --from some-folder --engine"),
)


def commands():
    """Return the commands of all pages, as somebody would type them."""
    found = {one or other for page in PAGES for one, other in _COMMAND.findall(page.read_text(encoding="utf-8"))}
    told = (_REMARK.sub("", one).strip() for one in found if "[OPTIONS]" not in one and "COMMAND" not in one)
    return sorted({typed for one in told for typed in _typed(one)})


def _typed(command):
    words = [_CHOSEN.get(word, word) for word in shlex.split(command)[1:]]
    words = ["library.ris" if word == "FILE" and words[0] not in {"backup", "restore"} else word for word in words]
    words = ["copy.db" if word == "FILE" else word for word in words]
    if words[-1] == "--format":  # "watcher export --format" and its tables
        words.append("ris")
    for chosen in product(
        *(word.split("|") if re.fullmatch(r"[a-z-]+(?:\|[a-z-]+)+", word) else [word] for word in words)
    ):
        yield shlex.join(chosen)


@pytest.fixture
def house(shell):
    """A shell where the files lie that the pages name."""
    folder = shell.folder
    for name in ("library.ris", "some-folder/library.ris"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("TY  - JOUR\nTI  - Lanreotide every 14 days\nPY  - 2019\nER  - \n", encoding="utf-8")
    (folder / "library.csv").write_text("title,year\nOctreotide every 3 weeks,2020\n", encoding="utf-8")
    (folder / "screened.csv").write_text("title,year\nOctreotide every 2 weeks,2020\n", encoding="utf-8")
    (folder / "abstract.txt").write_text("The hazard ratio was 0.5 (95% CI 0.3 to 0.8).", encoding="utf-8")
    (folder / "known.jsonl").write_text(
        '{"title": "Lanreotide every 14 days in NET", "label": "core"}\n', encoding="utf-8"
    )
    (folder / "people.csv").write_text("email\n", encoding="utf-8")
    with (folder / "demo-output" / "watcher.toml").open("a", encoding="utf-8") as config:
        config.write('recipients_file = "../people.csv"\n')
    return shell


@pytest.mark.parametrize("command", commands())
def test_a_command_of_a_page_is_one_that_there_is_and_ends_as_it_should(house, command):
    words = shlex.split(command)
    if command.startswith("restore"):
        house("backup", words[-1])

    answer = house(*words, *["--help"] * (command.startswith(_READ_ONLY) or command in _MENTIONED))

    assert answer.code in {0, 1, 3}, answer.told
    assert "this is a mistake of Watcher's own" not in answer.told

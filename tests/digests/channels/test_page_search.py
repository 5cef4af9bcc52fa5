"""The site's own search and that of the store read one language: the same cases, answered by both."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pictures import CHROMIUM
from stores import record, save

from watcher.query.arrangement import table_of
from watcher.query.synonyms import FILLERS
from watcher.store.store import Store

SCRIPT = Path("digests/templates/page/search.js").resolve()
ITEMS = {
    "1": ("Lanreotide every 14 days in neuroendocrine tumours", "Pavel M", "Shortened interval after progression."),
    "2": ("Octreotide LAR and diarrhoea in carcinoid syndrome", "Rinke A", "Placebo controlled survival."),
    "3": ("Lanreotide q4w as labelled", "Caplin M", "Progression-free survival was not reached."),
    "4": ("GEP-NET guidelines", "Pavel M", "Peptide receptor therapy, not dose escalation."),
    "5": ("Survival without progression", "Wolin E", "Pasireotide and a free choice."),
}
CASES = {
    "lanreotide": "13",
    "Lanreotides": "13",
    "every 14 days": "1",
    "q2w": "1",
    "fortnightly": "1",
    "every 4 weeks": "3",
    "tumors": "1",
    "tumours": "1",
    "diarrhea": "2",
    "diarrhoea": "2",
    "Somatuline": "13",
    '"progression-free survival"': "3",
    '"survival progression"': "",
    "\u201ccarcinoid syndrome\u201d": "2",
    "lanreotide OR octreotide": "123",
    "lanreotide or octreotide": "123",
    "lanreotide AND q4w": "3",
    "lanreotide -q4w": "1",
    "lanreotide NOT label*": "1",
    "pasireot*": "5",
    "(octreotide OR lanreotide) survival": "23",
    "octreotide OR lanreotide AND label*": "23",
    "survival NEAR/1 progression": "35",
    "survival NEAR/0 progression": "",
    "author:Pavel": "14",
    "title:survival": "5",
    'title:"survival without"': "5",
    "author:Pavel guidelines": "4",
    "GEP-NET": "4",
    "SSA": "1235",
    "title: survival": "5",
    "lanreotide comes going": "13",
    "guidelines or go": "4",
    "-lanreotide survival": "25",
    "does lanreotide help": "13",
    '"': "12345",
    "": "12345",
    "())(": "12345",
}


def _given():
    items = [
        {"item": int(number), "title": title, "byline": people, "text": text}
        for number, (title, people, text) in ITEMS.items()
    ]
    table = {"ways": table_of(text for texts in ITEMS.values() for text in texts), "fillers": sorted(FILLERS)}
    return json.dumps({"items": items, "table": table, "queries": list(CASES)})


_ASKED = """
    const { indexed, search } = globalThis.watcherSearch;
    const found = given.queries.map((query) => search(query, indexed(given.items), given.table));
    const told = JSON.stringify(found.map((one) => (one.whole ? one.found.join("") : "")));
"""


@pytest.fixture(scope="module")
def site():
    """Return what each case finds in the page's script."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node")
    run = f"""
        require(process.argv[1]);
        const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
        {_ASKED}
        console.log(told);
    """
    done = subprocess.run([node, "-e", run, str(SCRIPT)], input=_given(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def store():
    with Store.open() as opened:
        for number, (title, people, text) in ITEMS.items():
            save(opened, record(number, title=title, people=[people], text=text, ids=frozenset()), score=None)
        yield opened


@pytest.mark.parametrize("query", CASES)
def test_the_page_finds_what_it_should(site, query):
    assert site[query] == CASES[query]


@pytest.mark.skipif(not CHROMIUM, reason="there is no browser")
def test_a_browser_finds_the_same(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        f"""<!DOCTYPE html><meta charset="utf-8"><body><script src="{SCRIPT.as_uri()}"></script>
        <script>const given = {_given()}; {_ASKED} document.body.textContent = told;</script>""",
        encoding="utf-8",
    )
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/profile",
        "--dump-dom",
        page.as_uri(),
    ]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)

    shown = html.unescape(re.search(r"<body>(.*)</body>", done.stdout, re.DOTALL)[1])
    assert dict(zip(CASES, json.loads(shown), strict=True)) == CASES


@pytest.mark.parametrize("query", [query for query in CASES if any(map(str.isalnum, query))])
def test_the_store_finds_the_same(store, query):
    hits = [hit for hit in store.index.search(query) if not hit.missing]
    found = {str(hit.item) for hit in hits}

    assert "".join(sorted(found)) == CASES[query]

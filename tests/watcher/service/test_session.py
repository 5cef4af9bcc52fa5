"""The page on Python is run as it stands."""

import json
import re
from pathlib import Path

import pytest

from watcher.errors import InputError
from watcher.service import Session
from watcher.service.sync import sync

PAGE = Path(__file__).resolve().parents[3] / "docs" / "python.md"
RIS = """TY  - JOUR
TI  - Octreotide LAR at 60 mg every 28 days in midgut neuroendocrine tumours
AB  - Median PFS was 25.0 months (95% CI 16.9-33.1).
DO  - 10.1000/example.1
PY  - 2025
ER  -
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the page is run: a configuration that names nothing, and a library of one paper."""
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "one.ris").write_text(RIS, encoding="utf-8")
    (tmp_path / "watcher.toml").write_text("[watcher]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_on_python_runs(folder, capsys):
    names = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, str(PAGE), "exec"), names)

    said = capsys.readouterr()
    assert "files complete 1 received, 1 new" in said.out
    assert said.out.count("Octreotide LAR at 60 mg every 28 days in midgut neuroendocrine tumours") >= 2
    assert "1 records" in said.out
    assert said.err == ""


def test_what_is_not_there_is_an_error_with_the_way_out(folder):
    session = Session(config="watcher.toml")
    session.sync(folder="library")

    with pytest.raises(InputError, match="try `watcher search`"):
        session.item("nonsense")


def test_a_folder_is_taken_in_without_what_names_nothing_of_the_topic(folder):
    pytest.importorskip("ahocorasick_rs")
    article = "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>{}</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
    titles = ("Octreotide LAR 60 mg in neuroendocrine tumours", "Salt in the diet")
    articles = "".join(article.format(number, title) for number, title in enumerate(titles, 1))
    (folder / "pubmed26n0001.xml").write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>", encoding="utf-8")
    session = Session(config="watcher.toml")

    with session.store(new=True) as store:
        (coverage,) = sync(session, store, folder="pubmed26n0001.xml", sift=True)

    assert [hit.title for hit in session.search()] == [titles[0]]
    assert "1 of PubMed's records were passed over" in " ".join(coverage.notices)


def test_an_answer_in_the_lite_form_takes_nothing_from_the_full_one_in_either_order(folder):
    lite = {"id": "7", "source": "MED", "pmid": "7", "title": "Lanreotide every 14 days in neuroendocrine tumours"}
    more = {"journalInfo": {"journal": {"title": "Gut"}}, "language": "eng", "pubTypeList": {"pubType": ["Review"]}}
    full = lite | more | {"abstractText": "Median PFS was 8.3 months.", "dateOfRevision": "2026-03-04"}
    session = Session(config="watcher.toml")

    for row in (full, lite, full, lite, lite):
        page = {"version": "6.9", "hitCount": 1, "resultList": {"result": [row]}}
        (folder / "europepmc.json").write_text(json.dumps(page), encoding="utf-8")
        session.sync(folder="europepmc.json")
        (record,) = session.item("pmid:7").item.records
        assert (record.text, record.venue.title, record.publication_types) == (full["abstractText"], "Gut", ("Review",))

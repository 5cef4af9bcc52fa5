"""What is said of real abstracts on the question, as far as recorded payloads have any: their numbers and first sentences, read by hand."""

import gzip
import json

import pytest

from digests.gist import gist
from fakes import NOW, REAL
from watcher.model import Kind, Passage, Record

pytestmark = [pytest.mark.real, pytest.mark.skipif(not REAL.is_dir(), reason="the recorded payloads are not here")]


def of_trials(pmcid):
    with gzip.open(REAL / "nlp" / "ei_abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        one = next(found for found in map(json.loads, lines) if str(found["pmcid"]) == pmcid)
    return one["title"], [((label or "").upper(), text) for label, text in one["sections"]]


def of_congress(name):
    text = (REAL / "conference" / name).read_text(encoding="utf-8")
    return text.partition("\n")[0], [("", text)]


@pytest.mark.parametrize(
    ("read", "name", "number", "best"),
    [
        (of_trials, "4327560", 410, "Everolimus significantly prolonged median progression-free survival"),
        (of_congress, "endocrine_abstracts_37_EP1132.txt", None, "Progression free survival was significantly higher"),
        (of_congress, "endocrine_abstracts_44_P134_truncated.txt", 69, ""),
    ],
)
def test_number_and_first_sentences_of_real_abstracts(read, name, number, best):
    title, sections = read(name)
    passages = tuple(Passage(label=label, text=text) for label, text in sections)
    said = gist(
        [Record(source="files", source_id="1", kind=Kind.ARTICLE, title=title, retrieved=NOW, abstract=passages)]
    )

    assert number in {None, said.n}
    assert any(quote.text.startswith(best) for quote in said.summary[:2])

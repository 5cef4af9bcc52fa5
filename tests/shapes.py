"""Write ``sources/shapes.json`` anew: what the recorded answers of each provider have, as our own adapters read them.

``PYTHONPATH=.:tests python tests/shapes.py``, where the recordings are at hand: field names and counts, and nothing of their text.
"""

from collections.abc import Iterator
from pathlib import Path

import sources
from fakes import DATA, REAL, page
from sources import Shape, to_json
from watcher.errors import SourceError
from watcher.model import Page, Record

TARGET = Path(sources.__file__).with_name("shapes.json")
FOLDERS = {
    "biorxiv": "preprints/*.json",
    "clinicaltrials": "ctgov/NCT*.json",
    "crossref": "crossref/works_*.json",
    "ctis": "ctis/retrieve_*.json",
    "europepmc": "europepmc/*.json",
    "ictrp": "ictrp/*.xml",
    "isrctn": "isrctn/*.xml",
    "openalex": "openalex/*.json",
    "pubmed": "pubmed/efetch_*.xml",
}
FEWEST = 5  # records, for a shape to be known


def pages(name: str) -> Iterator[Page]:
    """Yield the recorded answers of a provider, and those that we wrote in their manner."""
    for path in (*sorted(REAL.glob(FOLDERS[name])), *sorted((DATA / name).glob("usual*"))):
        if path.suffix in {".json", ".xml"} and "expected" not in path.name:
            yield page(path.read_bytes(), f"file:{path.name}")


def shape(name: str) -> Shape:
    """Return what the answers of a provider have; an answer that is none (an error's) says nothing."""
    seen, source = Shape(), sources.load(name)
    for one in pages(name):
        try:
            records = [piece for piece in source.parse(one) if isinstance(piece, Record)]
        except SourceError:
            continue
        for record in records:
            seen.add(record)
        if records:
            seen.see(one)
    return seen


if __name__ == "__main__":
    found = {name: made for name in FOLDERS if (made := shape(name)).records >= FEWEST}
    TARGET.write_text(to_json(found), encoding="utf-8")

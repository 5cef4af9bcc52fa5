"""Whole abstracts in the forms in which papers come, each judged by hand by somebody who had not seen the rules, and what is read of them."""

import json
from functools import cache
from pathlib import Path

from digests.gist import gist
from digests.outcomes.figures import figures
from fakes import NOW
from watcher.model import Kind, Passage, Record

FOLDER = Path(__file__).parent / "data" / "abstracts"
ROUNDS = sorted(path.name for path in FOLDER.glob("*.jsonl"))


@cache
def cases(name):
    """Return each case of a round, the gist of its record, and the figures of its text, all of one reading."""
    read = [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    return [(case, gist([one]), figures(one.text)) for case, one in zip(read, map(record, read), strict=True)]


def record(case):
    passages = tuple(Passage(label=(label or "").upper(), text=text) for label, text in case["sections"])
    types = tuple(case["publication_types"])
    return Record(
        source="files", source_id=case["id"], kind=Kind(case["kind"]), title=case["title"], retrieved=NOW, abstract=passages, publication_types=types
    )  # fmt: skip

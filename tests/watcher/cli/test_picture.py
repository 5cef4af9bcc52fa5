"""The picture of the README is what the demonstration makes."""

import html
import re
import runpy
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"


def said(picture):
    return [html.unescape(re.sub("<[^>]+>", "", line)) for line in re.findall(r"<text[^>]*>(.*?)</text>", picture)]


def test_the_picture_shows_the_demonstrations_digest(demonstrated):
    drawing = runpy.run_path(str(DOCS / "picture.py"))

    made = drawing["page"](demonstrated / "demo-output")
    kept = (DOCS / "digest.svg").read_text(encoding="utf-8")

    # What stands below the first lines may be worded anew; `python docs/picture.py` draws it.
    assert said(kept)[:3] == said(made)[:3]
    assert len(said(made)) > 20
    assert "prefers-color-scheme:dark" in kept

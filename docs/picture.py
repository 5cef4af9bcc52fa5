"""Draw the demonstration's digest as a terminal shows it, ``docs/digest.svg``, light and dark: ``python docs/picture.py``."""

import re
import tempfile
from html import escape
from pathlib import Path

from click.testing import CliRunner

from digests.channels.text import to_text
from watcher.cli import cli
from watcher.service import Session

HERE = Path(__file__).resolve().parent
PAGE = HERE / "digest.svg"
COLUMNS, LINES = 84, 34  # of the digest that are shown
WIDE, HIGH, PAD = 7.8, 19, 16  # pixels of a character, of a line, around them
STYLE = (
    "rect{fill:#fbfbf9;stroke:#c8ccd0}text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1c2b36;white-space:pre}"
    ".b{font-weight:700}.r{font-weight:700;fill:#b3261e}.q{fill:#66727d}"
    "@media(prefers-color-scheme:dark){rect{fill:#161b20;stroke:#3a444d}text{fill:#e6eef4}.r{fill:#ff8a80}.q{fill:#98a5b0}}"
)
_STYLED = re.compile(r"\x1b\[([0-9;]+)m(.*?)\x1b\[0m|([^\x1b]+)")
_CLASSES = {"1": "b", "1;31": "r", "2": "q"}


def page(demonstration: Path) -> str:
    """Return the drawing of the last digest of what ``watcher demo`` left in the folder, as SVG."""
    with Session(config=str(demonstration / "watcher.toml")).store() as store:
        made = store.digests.all()[0]
        digest = store.digests.get(made.name, made.key)
    return draw(to_text(digest, width=COLUMNS, colour=True)) if digest else ""


def draw(text: str) -> str:
    """Return the first lines of a digest in a terminal's colours, as SVG."""
    lines = text.split("\n")[:LINES]
    height = len(lines) * HIGH + 2 * PAD
    width = round(COLUMNS * WIDE + 2 * PAD)
    drawn = "".join(
        f'<text x="{PAD}" y="{PAD + HIGH * at + 14}">{_runs(line)}</text>' for at, line in enumerate(lines) if line
    )
    title = "A digest, as watcher digest preview shows it"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"><title>{title}</title>'
        f'<style>{STYLE}</style><rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>{drawn}</svg>\n'
    )


def _runs(line: str) -> str:
    return "".join(
        f'<tspan class="{_CLASSES[style]}">{escape(styled)}</tspan>' if style else escape(bare)
        for style, styled, bare in _STYLED.findall(line)
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        CliRunner().invoke(cli, ["-q", "demo", "--output", folder])
        PAGE.write_text(page(Path(folder)), encoding="utf-8")

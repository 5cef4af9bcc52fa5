"""Draw the house, ``docs/house.svg``, from the import contract itself: ``python docs/house.py``."""

import re
import tomllib
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
WIDTH, ROW, GAP, PAD = 860, 44, 26, 10  # pixels
STYLE = (
    "rect{fill:#eef3f7;stroke:#5b7c99}text{font:14px system-ui,sans-serif;fill:#1c2b36;text-anchor:middle}"
    "path{stroke:#5b7c99;fill:none}"
    "@media(prefers-color-scheme:dark){rect{fill:#22303b;stroke:#8fb0cc}text{fill:#e6eef4}path{stroke:#8fb0cc}}"
)


def layers(pyproject: str) -> list[list[str]]:
    """Return the rows of the contract, the highest first: the names of the parts in each."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[part.strip(" ()") for part in re.split(r"[|:]", row)] for row in rows]


def draw(rows: list[list[str]]) -> str:
    """Return the drawing as SVG: a row a layer, an arrow from each to what it may import."""
    height = len(rows) * (ROW + GAP) - GAP + 2 * PAD
    drawn = [_row(parts, PAD + i * (ROW + GAP)) for i, parts in enumerate(rows)]
    arrows = [_arrow(PAD + i * (ROW + GAP) + ROW) for i in range(len(rows) - 1)]
    title = "Imports go downwards only: " + "; ".join(", ".join(row) for row in rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(title)}</title><style>{STYLE}</style>{''.join(drawn)}{''.join(arrows)}</svg>\n"
    )


def _row(parts: list[str], top: int) -> str:
    width = (WIDTH - 2 * PAD - (len(parts) - 1) * 6) / len(parts)
    return "".join(_box(part, PAD + i * (width + 6), top, width) for i, part in enumerate(parts))


def _box(part: str, left: float, top: int, width: float) -> str:
    name = part.removeprefix("watcher.")
    size = min(14, 1.7 * width / max(len(name), 1))
    return (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{ROW}" rx="6"/>'
        f'<text x="{left + width / 2:.1f}" y="{top + ROW / 2 + 5}" style="font-size:{size:.1f}px">{escape(name)}</text>'
    )


def _arrow(top: int) -> str:
    middle, foot = WIDTH / 2, top + GAP - 4
    return f'<path d="M{middle} {top + 4}V{foot}m-5 -6l5 6l5 -6"/>'


if __name__ == "__main__":
    (HERE / "house.svg").write_text(
        draw(layers((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))), encoding="utf-8"
    )

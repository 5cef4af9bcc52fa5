"""Pages as Chromium draws them, where it is installed."""

import email
import email.policy
import io
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
_TALL = 16_000  # pixels, beyond which a page is cut
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")


def drawn(html: str, width: int, tall: int = _TALL) -> Image.Image:
    """Return a page as it looks, so many pixels wide and as tall as what stands on it."""
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder, "page.html"), Path(folder, "page.png")
        page.write_text(html, encoding="utf-8")
        _asked(page, f"--window-size={width},{tall}", f"--screenshot={picture}")
        return trimmed(Image.open(io.BytesIO(picture.read_bytes())).convert("RGB"))


def trimmed(image: Image.Image) -> Image.Image:
    """Return the picture without the empty ground below what stands on it."""
    ground = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    box = ImageChops.difference(image, ground).getbbox()
    return image.crop((0, 0, image.width, box[3] if box else 1))


def title(page: Path) -> Any:
    """Return what a page's script writes into its title, as JSON and "done" behind it, once all has been loaded."""
    found = re.search(r"<title>(.*?)done</title>", _asked(page, "--dump-dom", "--virtual-time-budget=5000"))
    return json.loads(found[1]) if found else None


def _asked(page: Path, *flags: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        asked = (CHROMIUM, *_FLAGS, f"--user-data-dir={folder}", *flags, page.as_uri())
        return subprocess.run(asked, check=True, capture_output=True, timeout=120, text=True).stdout


def coarse(image: Image.Image, across: int = 40) -> Image.Image:
    """Return the picture in grey, so coarse that its letters are gone and its blocks remain."""
    return image.convert("L").resize((across, max(1, round(image.height * across / image.width))), Image.Resampling.BOX)


def html_of(mail: bytes) -> str:
    """Return the HTML of a mail; "" where it has none."""
    html = email.message_from_bytes(mail, policy=email.policy.default).get_body(("html",))
    return html.get_content() if html else ""

"""A page as Chromium draws it, where it is installed."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
_TALL = 16_000  # pixels, beyond which a page is cut
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")


def drawn(html: str, width: int, *flags: str, tall: int = _TALL) -> Image.Image:
    """Return a page as it looks, so many pixels wide and as tall as what stands on it."""
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder, "page.html"), Path(folder, "page.png")
        page.write_text(html, encoding="utf-8")
        size = f"--window-size={width},{tall}"
        asked = (
            CHROMIUM,
            *_FLAGS,
            *flags,
            size,
            f"--user-data-dir={folder}/user",
            f"--screenshot={picture}",
            page.as_uri(),
        )
        subprocess.run(asked, check=True, capture_output=True, timeout=120)
        image = Image.open(io.BytesIO(picture.read_bytes())).convert("RGB")
    ground = Image.new("RGB", image.size, image.getpixel((0, image.height - 1)))
    box = ImageChops.difference(image, ground).getbbox()
    return image.crop((0, 0, image.width, box[3] if box else 1))


def coarse(image: Image.Image, across: int = 40) -> Image.Image:
    """Return the picture in grey, so coarse that its letters are gone and its blocks remain."""
    return image.convert("L").resize((across, max(1, round(image.height * across / image.width))), Image.Resampling.BOX)

"""Pictures of a page for the documentation, taken only where a folder for them is named."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

# A desk's screen and a phone's, and both with more of the page below.
SIZES = {
    "meja": (1280, 800),
    "ponsel": (390, 844),
    "meja-panjang": (1280, 1500),
    "ponsel-panjang": (390, 1200),
}
FOLDER = "PENDOPO_TEST_PICTURES"
_COLOURS = 128


def take(page: Page, name: str, *sizes: str) -> None:
    """Keep what a page shows: a picture in the first size, one with `-ponsel` in a second."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        return
    before = page.viewport_size
    for size, suffix in zip(sizes or ("meja",), ("", "-ponsel"), strict=False):
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        # What glides into its place is there after this. A hidden caret would need a style that
        # the pages do not allow.
        page.wait_for_timeout(700)
        _keep(page.screenshot(caret="initial"), Path(folder) / f"{name}{suffix}.png")
    if before is not None:
        page.set_viewport_size(before)


def _keep(content: bytes, path: Path) -> None:
    """Write a picture with the few colours that a page has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(content)) as seen:
        few = seen.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)

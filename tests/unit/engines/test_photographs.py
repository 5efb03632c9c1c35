"""Real pictures through the engine: the sample media are found to be what they show."""

import numpy as np
import pytest
from PIL import Image

from rekreview import paths
from rekreview.domain.progress import CancelToken
from tests.unit.engines.frames import picture

SHOWN = {
    "wine.png": "Alcoholic Beverages",
    "rifle.jpg": "Weapons",
    "pistol.png": "Weapons",
    "vitamins.jpg": "Pills",
}
HARMLESS = ("cat.jpg", "temple.jpg", "flower.png", "coffee.webp", "galaxies.jpg", "coins.bmp", "photographer.tiff")


@pytest.fixture
def found(engine):
    def of(name):
        with Image.open(paths.resources() / "sample" / name) as opened:
            clear = opened.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        pixels = np.asarray(Image.alpha_composite(white, clear).convert("RGB"))
        return {one.name: one.confidence for one in engine.detect(picture(pixels), CancelToken()).labels}

    return of


@pytest.mark.parametrize(("name", "label"), SHOWN.items())
def test_what_is_shown_is_found_above_the_default_threshold(found, name, label):
    assert found(name)[label] > 50


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_found_in_harmless_pictures(found, name):
    assert all(confidence < 35 for confidence in found(name).values())

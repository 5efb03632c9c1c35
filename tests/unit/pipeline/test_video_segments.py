"""A real clip through the decoder and the on-device engine: what it shows is found when it shows it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rekreview import paths
from rekreview.domain.assets import MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.policy import DEFAULT_PAIR
from rekreview.domain.ports import Detection, EngineLimits
from rekreview.domain.progress import CancelToken
from rekreview.domain.segments import hits
from rekreview.domain.taxonomy import taxonomy
from rekreview.engines.on_device.engine import OnDeviceEngine
from rekreview.media.cage import Cage
from tests.video_samples import FAST, REORDERED, Clip, Picture, write

STEP_MS = 1000
SIZE = (480, 360)


@pytest.fixture
def cage() -> Iterator[Cage]:
    opened = Cage(workers=1)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def engine() -> Iterator[OnDeviceEngine]:
    made = OnDeviceEngine()
    made.open()
    yield made
    made.close()


def shown(name: str) -> Picture:
    """A sample picture, on white, as a frame."""
    with Image.open(paths.resources() / "sample" / name) as opened:
        clear = opened.convert("RGBA")
    clear.thumbnail(SIZE)
    frame = Image.new("RGBA", SIZE, "white")
    frame.alpha_composite(clear, ((SIZE[0] - clear.width) // 2, (SIZE[1] - clear.height) // 2))
    return np.asarray(frame.convert("RGB"))


def story(path: Path, codec: str, rate: Fraction | int, options: dict[str, str], *scenes: tuple[str, float]) -> Path:
    """A clip that shows each picture for so many seconds."""
    pictures = [picture for name, seconds in scenes for picture in [shown(name)] * round(seconds * rate)]
    times = [Fraction(number) / rate for number in range(len(pictures))]
    base = Fraction(1, 1000) if path.suffix in {".mkv", ".webm"} else Fraction(1, 90_000)
    clip = Clip(path.name, codec, times, time_base=base, width=SIZE[0], height=SIZE[1], gop=250, options=options)
    return write(path, clip, pictures)


def detected(cage: Cage, engine: OnDeviceEngine, path: Path) -> Detection:
    cancel = CancelToken()
    return engine.detect(cage.frames(str(path), EngineLimits(), cancel), cancel)


def found(detection: Detection, name: str) -> list[Label]:
    """The sightings of a category, without faint traces."""
    return [label for label in detection.labels if label.name == name and label.confidence > 50]


@pytest.mark.parametrize(
    ("name", "codec", "rate", "options"),
    [
        ("a.mp4", "libx264", 25, REORDERED),
        ("a.mkv", "libx264", Fraction(30_000, 1001), FAST),
        ("a.webm", "libvpx-vp9", 10, {"deadline": "realtime", "cpu-used": "8"}),
        ("a.mov", "libx265", 24, {"preset": "ultrafast", "x265-params": "log-level=0"}),
    ],
)
def test_segments_are_found_within_one_step_of_the_truth(
    cage: Cage, engine: OnDeviceEngine, tmp_path: Path, name: str, codec: str, rate: Fraction | int,
    options: dict[str, str],
) -> None:  # fmt: skip
    scenes = (("cat.jpg", 3.4), ("rifle.jpg", 5.3), ("temple.jpg", 4.7), ("wine.png", 3.2), ("cat.jpg", 2.0))
    detection = detected(cage, engine, story(tmp_path / name, codec, rate, options, *scenes))
    for category, begin_ms, end_ms in (("Weapons", 3400, 8700), ("Alcoholic Beverages", 13_400, 16_600)):
        [segment] = found(detection, category)
        assert segment.timestamp_ms is not None
        assert segment.end_ms is not None
        assert segment.peak_ms is not None
        assert 0 <= segment.timestamp_ms - begin_ms <= STEP_MS, segment
        assert 0 <= segment.end_ms - end_ms <= STEP_MS, segment
        assert begin_ms <= segment.peak_ms <= end_ms, segment
    total = round(18.6 * rate)
    assert detection.coverage.startswith("checked 19 of ")
    assert abs(int(detection.coverage.split()[3].replace(",", "")) - total) <= 2


def test_the_hits_of_a_clip_come_in_order_of_time(cage: Cage, engine: OnDeviceEngine, tmp_path: Path) -> None:
    scenes = (("wine.png", 2.0), ("cat.jpg", 2.0), ("rifle.jpg", 2.0), ("cat.jpg", 2.0), ("wine.png", 2.0))
    detection = detected(cage, engine, story(tmp_path / "a.mp4", "libx264", 10, FAST, *scenes))
    verdict = DEFAULT_PAIR.verdict(MediaKind.VIDEO, detection.labels, taxonomy("v7"))
    assert [(one.name, one.start_ms // 1000) for one in hits(detection.labels, verdict.offending)] == [
        ("Alcoholic Beverages", 0),
        ("Weapons", 4),
        ("Alcoholic Beverages", 8),
    ]

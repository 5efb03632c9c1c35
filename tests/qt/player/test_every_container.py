"""What the decoder of the cage says is at a time is what the player shows there, in every container and codec."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from tests import video_samples
from tests.qt.player.conftest import Watched

SHIFTED_MS = {"asp.avi": 40, "h264.avi": 40}
"""An AVI tells no times: FFmpeg works them out, and has these begin one frame late, for whoever decodes them."""
TRIMMED = {"early.mp4": 50}
"""Frames before zero are not shown by any player; the edit list says so."""


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


def number_on(image: QImage) -> int:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return video_samples.number_of(rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3))


@pytest.mark.parametrize("name", sorted(video_samples.CLIPS))
def test_every_seek_and_every_step_is_exact(watched: Watched, samples: Path, name: str):
    clip = video_samples.CLIPS[name]
    first, last = TRIMMED.get(name, 0), len(clip.times) - 1
    times = [at - clip.times_ms[first] + SHIFTED_MS.get(name, 0) for at in clip.times_ms]
    watched.player.open(str(video_samples.make(samples, clip)), times[first])
    watched.settle()
    wanted = [first, last, *random.Random(name).sample(range(first, last), 18)]
    found = []
    for number in wanted:
        watched.seek(times[number])
        found.append(number_on(watched.player.frame.image))
    assert found == wanted
    middle = (first + last) // 2
    watched.seek(times[middle])
    for step in (-1, -1, 1, 1, 1):
        watched.step(step)
    assert number_on(watched.player.frame.image) == middle + 1
    size = watched.player.frame.image.size()
    assert (size.width(), size.height()) == (clip.width, clip.height)

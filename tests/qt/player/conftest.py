"""A player, and clips whose frames carry their number."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from rekreview.ui.player.frames import Frame
from rekreview.ui.player.player import Player
from tests import numbered_clips

os.environ.setdefault("SVT_LOG", "1")  # the encoder of AV1 tells errors only
QUIET = {"x265-params": "log-level=none:open-gop=1:keyint=30:bframes=4"}
CLIPS = {
    "steady.mp4": {"options": {"bf": "0", "g": "12"}},
    "reordered.mp4": {"options": {"bf": "3", "g": "30", "x264-params": "open-gop=1:b-pyramid=normal:scenecut=0"}},
    "uneven.mp4": {
        "ticks": numbered_clips.uneven_ticks(),
        "base": Fraction(1, 1000),
        "options": {"bf": "3", "g": "25"},
    },
    "uneven.mkv": {
        "ticks": numbered_clips.uneven_ticks(),
        "base": Fraction(1, 1000),
        "options": {"bf": "3", "g": "25"},
    },
    "television.mov": {"rate": Fraction(30000, 1001), "options": {"bf": "2", "g": "30"}},
    "late.mp4": {"ticks": [90_000 + 3003 * n for n in range(100)], "base": Fraction(1, 90_000), "options": {"bf": "2"}},
    "turned.mp4": {"rotation": 90, "options": {"bf": "3", "g": "30"}},
    "head-down.mp4": {"rotation": 180, "options": {"bf": "3", "g": "30"}},
    "hevc.mp4": {"codec": "libx265", "options": QUIET},
    "vp9.webm": {"codec": "libvpx-vp9", "options": {"g": "40", "lag-in-frames": "16", "auto-alt-ref": "1"}},
    "av1.mp4": {"codec": "libsvtav1", "options": {"preset": "8", "crf": "12", "g": "40"}},
    "old.avi": {"codec": "mpeg4", "options": {"bf": "2", "g": "12", "q": "3"}},
}


# MPEG-4 with frames out of order in AVI: its first frame is shown one frame after the start of the file.
DELAYS_MS = {"old.avi": 40}


def times_of(name: str, frames: int = 100) -> list[int]:
    """The time (ms from the start) of each frame of a clip, as a library would keep it."""
    told = CLIPS[name]
    base = told.get("base") or 1 / Fraction(told.get("rate", 25))
    ticks = told.get("ticks") or range(frames)
    return [round((tick - ticks[0]) * base * 1000) + DELAYS_MS.get(name, 0) for tick in ticks]


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `clip` puts each clip when it is first asked for."""
    return tmp_path_factory.mktemp("clips")


@pytest.fixture
def clip(clips: Path):
    def made(name: str) -> str:
        path = clips / name
        return str(path if path.exists() else numbered_clips.clip(path, **CLIPS[name]))

    return made


def number_on(image: QImage) -> int:
    """The number that an image shows."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return numbered_clips.number_in(rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3))


@dataclass
class Watched:
    """A player, and what it showed and said."""

    player: Player
    qtbot: QtBot
    frames: list[Frame] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until the frame asked for shows."""
        self.qtbot.waitUntil(lambda: self.player.settled or bool(self.errors), timeout=10_000)

    def open(self, path: str, at_ms: int = 0) -> int:
        self.player.open(path, at_ms)
        self.settle()
        return self.number

    def seek(self, at_ms: int) -> int:
        self.player.seek(at_ms)
        self.settle()
        return self.number

    def step(self, by: int) -> int:
        self.player.step(by)
        self.settle()
        return self.number

    def play_out(self) -> list[int]:
        """Play until it stands still; the numbers of the frames that showed."""
        self.frames.clear()
        self.qtbot.waitUntil(lambda: not self.player.playing and self.player.settled, timeout=15_000)
        return [number_on(frame.image) for frame in self.frames]

    @property
    def number(self) -> int:
        """The number on the frame that shows."""
        assert self.player.frame is not None
        return number_on(self.player.frame.image)


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    player = Player()
    player.set_view(QSize(640, 640), veiled=False)
    seen = Watched(player, qtbot)
    player.shown.connect(seen.frames.append)
    player.failed.connect(seen.errors.append)
    yield seen
    assert player.close(), "the decoding thread did not end"
    player.deleteLater()

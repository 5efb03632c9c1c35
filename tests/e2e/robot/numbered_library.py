"""A library of one clip whose frames carry their number, and an eye for such frames; run by the app's own Python:

python numbered_library.py make LIBRARY FOLDER [heavy]
python numbered_library.py make-all LIBRARY FOLDER NAME...      (of `CLIPS`, or all of them)
python numbered_library.py read LEFT TOP WIDTH HEIGHT PHOTOGRAPH...
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import numpy as np
from PIL import Image

from tests import numbered_clips

STEP_MS = 40
HITS = (("Alcoholic Beverages", "Alcohol", 71.0, 12, 20), ("Gambling", "", 88.0, 37, 45), ("Pills", "", 95.0, 81, 90))
"""What an engine saw in the clip: category, the one above it, confidence, first and last frame."""


HEAVY = ("Graphic Violence", "Violence", 97.0, 60, 70)
"""What it saw besides, where the clip is to be veiled."""


def make(directory: Path, folder: Path, *, heavy: bool = False) -> None:
    """A library with the clip, checked by an engine that saw `HITS`, and `HEAVY` too if `heavy`."""
    folder.mkdir(parents=True)
    numbered_clips.clip(folder / "festival.mp4", options={"bf": "3", "g": "30"}, width=640, height=320)
    take_in(directory, folder, (*HITS, *([HEAVY] if heavy else ())))


def take_in(directory: Path, folder: Path, hits: Sequence[tuple[str, str, float, int, int]]) -> None:
    """A library with the clips of a folder, in each of which an engine saw these hits."""
    from rekreview.domain.assets import EngineName
    from rekreview.domain.labels import Label
    from rekreview.domain.ports import Detection
    from rekreview.domain.progress import CancelToken
    from rekreview.domain.queues import QueueFilter
    from rekreview.library.library import Library
    from rekreview.library.values import TaskOutcome
    from rekreview.media.cage import Cage
    from rekreview.pipeline.importing import import_paths

    def seen_in(clip: str) -> Detection:
        labels = tuple(
            Label(name, parent, confidence, timestamp_ms=shown_at(clip, first), end_ms=shown_at(clip, last))
            for name, parent, confidence, first, last in hits
        )
        return Detection(EngineName.IMPORTED, "7.0", None, 1.0, labels)

    library, decoder = Library.open(directory, create=True), Cage(workers=1)
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(library, decoder, [folder], executor=executor, cancel=CancelToken()):
            pass
    run = library.commands.start_run(EngineName.IMPORTED, "7.0", None, 1.0, library.queries.ids(QueueFilter()))
    outcomes = [
        TaskOutcome(task.task_id, task.asset_id, seen_in(Path(task.path).name), None)
        for task in library.commands.claim(run, 100)
    ]
    library.commands.record(run, outcomes)
    decoder.close()
    library.close()


CLIPS: dict[str, dict[str, Any]] = {
    "h264.mp4": {"options": {"bf": "3", "g": "30"}},
    "h264-4k.mp4": {"options": {"bf": "2", "g": "30", "preset": "veryfast"}, "width": 3840, "height": 1920},
    "hevc.mp4": {"codec": "libx265", "options": {"x265-params": "log-level=none:open-gop=1:keyint=30:bframes=4"}},
    "hevc.mkv": {"codec": "libx265", "options": {"x265-params": "log-level=none:keyint=30:bframes=3"}},
    "vp9.webm": {"codec": "libvpx-vp9", "options": {"g": "40", "lag-in-frames": "16", "auto-alt-ref": "1"}},
    "vp9-4k.webm": {"codec": "libvpx-vp9", "options": {"g": "40", "cpu-used": "8"}, "width": 3840, "height": 1920},
    "av1.mp4": {"codec": "libsvtav1", "options": {"preset": "8", "crf": "12", "g": "40"}},
    "av1.webm": {"codec": "libsvtav1", "options": {"preset": "8", "crf": "12", "g": "40"}},
    "mpeg4.avi": {"codec": "mpeg4", "options": {"bf": "2", "g": "12", "q": "3"}},
    "h264.mkv": {"options": {"bf": "3", "g": "30"}},
    "uneven.mp4": {"ticks": numbered_clips.uneven_ticks(), "base": Fraction(1, 1000), "options": {"bf": "3"}},
    "turned.mov": {"rotation": 90, "options": {"bf": "3", "g": "30"}},
}
"""Every codec and container there is an encoder for, a rotated clip, and one of no steady rate."""


AVI_LATE_MS = 40
"""MPEG-4 with frames out of order in AVI: its first frame is shown one frame after the start of the file."""


def shown_at(clip: str, frame: int) -> int:
    """When a frame of a clip is shown, in ms."""
    ticks = CLIPS.get(clip, {}).get("ticks")
    return ticks[frame] if ticks else frame * STEP_MS + clip.endswith(".avi") * AVI_LATE_MS


def make_all(directory: Path, folder: Path, names: list[str]) -> None:
    """A library with these clips, or with all, in each of which `HITS` were seen."""
    os.environ.setdefault("SVT_LOG", "1")  # the encoder of AV1 tells errors only
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or CLIPS:
        if not (folder / name).exists():
            numbered_clips.clip(folder / name, **CLIPS[name])
    take_in(directory, folder, HITS)


def read(area: tuple[int, int, int, int], photograph: Path) -> int:
    """The number on the frame that is painted in the middle of this area of a photograph, at most twice its size."""
    left, top, width, height = area
    scale = min(2.0, width / 640, height / 320)
    across, down = round(640 * scale), round(320 * scale)
    x, y = left + (width - across) // 2, top + (height - down) // 2
    picture = Image.open(photograph).convert("RGB").crop((x, y, x + across, y + down))
    return numbered_clips.number_in(np.asarray(picture))


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    if verb == "make":
        make(Path(words[0]), Path(words[1]), heavy="heavy" in words[2:])
    elif verb == "make-all":
        make_all(Path(words[0]), Path(words[1]), words[2:])
    else:
        left, top, width, height = (int(word) for word in words[:4])
        print(*(read((left, top, width, height), Path(word)) for word in words[4:]))

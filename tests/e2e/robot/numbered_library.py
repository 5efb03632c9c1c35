"""A library of one clip whose frames carry their number, and an eye for such frames; run by the app's own Python:

python numbered_library.py make LIBRARY FOLDER [heavy]
python numbered_library.py read LEFT TOP WIDTH HEIGHT PHOTOGRAPH...
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

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
    from rekreview.domain.assets import EngineName
    from rekreview.domain.labels import Label
    from rekreview.domain.ports import Detection
    from rekreview.domain.progress import CancelToken
    from rekreview.domain.queues import QueueFilter
    from rekreview.library.library import Library
    from rekreview.library.values import TaskOutcome
    from rekreview.media.cage import Cage
    from rekreview.pipeline.importing import import_paths

    folder.mkdir(parents=True)
    numbered_clips.clip(folder / "festival.mp4", options={"bf": "3", "g": "30"}, width=640, height=320)
    labels = tuple(
        Label(name, parent, confidence, timestamp_ms=first * STEP_MS, end_ms=last * STEP_MS)
        for name, parent, confidence, first, last in (*HITS, *([HEAVY] if heavy else ()))
    )
    library, decoder = Library.open(directory, create=True), Cage(workers=1)
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(library, decoder, [folder], executor=executor, cancel=CancelToken()):
            pass
    run = library.commands.start_run(EngineName.IMPORTED, "7.0", None, 1.0, library.queries.ids(QueueFilter()))
    detection = Detection(EngineName.IMPORTED, "7.0", None, 1.0, labels)
    tasks = library.commands.claim(run, 10)
    library.commands.record(run, [TaskOutcome(task.task_id, task.asset_id, detection, None) for task in tasks])
    decoder.close()
    library.close()


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
    else:
        left, top, width, height = (int(word) for word in words[:4])
        print(*(read((left, top, width, height), Path(word)) for word in words[4:]))

"""Every frame of a clip in every codec and container, by real keys on a real window; how many of them are exact.

Twelve clips of a hundred frames that carry their number, HEVC, VP9, AV1, 4K, turned and uneven ones among them: each
opens at the moment that decided, H goes to each hit, every frame comes by its key; one is decided on from the reel.
python -m tests.benchmarks.every_codec
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.e2e import performing

MOST_SECONDS = 1200


def main() -> int:
    """Have it performed and tell what the robot saw; 1 if a frame was not the one that was asked for."""
    performing.needs_a_screen()
    performing.SECONDS = MOST_SECONDS
    with tempfile.TemporaryDirectory() as place:
        media = Path(place) / "media"
        media.mkdir()
        performed = performing.perform("every_codec_frame_by_frame", media, Path(place) / "story")
    print(performed.stdout)
    return performed.returncode


if __name__ == "__main__":
    sys.exit(main())

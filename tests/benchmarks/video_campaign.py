"""The campaign with videos: 40 clips in every container through every kind of trouble, with the same end each time."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.video_campaign import TROUBLES
from tests.video_films import make_films

FILMS = 40


def main(wanted: list[str]) -> int:
    """Run all troubles, or those whose names hold one of the words given; 1 if one of them ended wrongly."""
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        films = make_films(Path(place) / "media", FILMS)
        print(
            f"{len(films.expected())} files: {len(films.whole)} are checked whole (the jobs of {len(films.failing)} "
            f"fail), {len(films.shows) - len(films.whole)} by frames",
            flush=True,
        )
        for number, (name, trouble) in enumerate(TROUBLES.items()):
            if wanted and not any(word in name for word in wanted):
                continue
            begun = time.monotonic()
            try:
                told = str(trouble(Path(place) / str(number) / "library", films, Path(place) / str(number)))
            except AssertionError as error:
                failed, told = 1, f"WRONG: {error}\n{traceback.format_exc()}"
            print(f"{name:24} {time.monotonic() - begun:6.0f} s  {told}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

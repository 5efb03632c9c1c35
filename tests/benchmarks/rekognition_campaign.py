"""The whole campaign: 330 pictures of every kind through every kind of trouble, which must end the same each time."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.campaign import TROUBLES, make_folder

FILES = 330


def main(wanted: list[str]) -> int:
    """Run all troubles, or those whose names hold one of the words given; 1 if one of them ended wrongly."""
    failed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = make_folder(Path(place) / "media", FILES)
        print(f"{len(folder.expected())} files, {len(folder.faults)} of which cannot be moderated", flush=True)
        for number, (name, trouble) in enumerate(TROUBLES.items()):
            if wanted and not any(word in name for word in wanted):
                continue
            begun = time.monotonic()
            try:
                kept = trouble(Path(place) / f"library-{number}", folder, Path(place))
                told = f"{kept.answered} answered, {kept.unanswered} perhaps billed without an answer, none twice"
            except AssertionError as error:
                failed, told = 1, f"WRONG: {error}"
            print(f"{name:24} {time.monotonic() - begun:6.0f} s  {told}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

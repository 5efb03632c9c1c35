"""The decoder of a window is there when a file is to be opened, and not before."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rekreview import wiring
from rekreview.domain.errors import RekreviewError
from rekreview.domain.ports import Decoder
from rekreview.domain.progress import CancelToken
from rekreview.settings import Settings
from rekreview.ui.late_decoder import LateDecoder

OPENED = """
import sys
from pathlib import Path
from rekreview.settings import Settings
from rekreview.ui.opening import open_library
opened = open_library(Settings(workers=1), Path(sys.argv[1]))
print("rekreview.media.cage" in sys.modules)
opened.close()
print("rekreview.media.cage" in sys.modules)
"""


@pytest.fixture
def made() -> list[Decoder]:
    return []


@pytest.fixture
def late(made: list[Decoder]) -> LateDecoder:
    def make() -> Decoder:
        made.append(wiring.make_decoder(Settings(workers=1)))
        return made[-1]

    return LateDecoder(make)


def test_a_library_is_opened_and_closed_without_one(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path / "library")], capture_output=True, text=True, timeout=60
    )
    assert ran.stdout == "False\nFalse\n", ran.stdout + ran.stderr


def test_all_threads_that_ask_at_once_get_the_same_one(late: LateDecoder, made: list[Decoder], pictures: Path) -> None:
    widths: list[int] = []

    def look() -> None:
        widths.append(late.picture(str(pictures / "picture1.png"), 200, CancelToken()).pixels.shape[1])

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    late.close()
    assert widths == [81] * 4
    assert len(made) == 1


def test_what_is_asked_after_the_end_is_refused_as_by_a_closed_one(late: LateDecoder, pictures: Path) -> None:
    late.close()
    with pytest.raises(RekreviewError):
        late.picture(str(pictures / "picture1.png"), 200, CancelToken())

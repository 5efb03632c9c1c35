"""Videos whose frames carry numbers in their pixels, so that their labels and times are known beforehand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.encoding import ordinary_priority
from tests.fakes.aws import marks

WIDTH, HEIGHT, RATE = 192, 144, 10
QUIET = {"libx265": {"x265-params": "log-level=0"}}
os.environ.setdefault("SVT_LOG", "1")  # the encoder of AV1 tells errors only


@ordinary_priority()
def write(
    path: Path,
    numbers: Sequence[int],
    *,
    seconds_each: float = 1.0,
    codec: str = "libx264",
    rate: int = RATE,
    container: str | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Path:
    """Write a video that shows each number for some seconds; the container follows the extension."""
    with av.open(str(path), "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, rate)
        if codec == "libx264":
            stream.options = {"preset": "ultrafast", "crf": "18", "g": str(rate)}
        stream.options |= QUIET.get(codec, {})
        count = round(seconds_each * rate)
        for index, number in enumerate(numbers):
            pixels = np.asarray(marks.picture(number, width, height))
            for at in range(count):
                frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
                frame.pts = index * count + at
                output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return path

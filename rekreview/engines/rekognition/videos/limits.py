"""What the service takes as a stored video, so that nobody pays for the upload of one that it refuses."""

from __future__ import annotations

from typing import Final

from rekreview.domain.video import StoredVideo

# From Amazon's guide, 2026-11: H.264 in MPEG-4 or MOV, at most 10 GB and 6 hours.
CODECS: Final = frozenset({"h264"})
FORMATS: Final = frozenset({"mp4", "m4v", "mov"})
MOST_BYTES: Final = 10 * 1000**3
MOST_MS: Final = 6 * 3_600_000

_SPOKEN: Final = {
    "h264": "H.264",
    "hevc": "HEVC (H.265)",
    "vp8": "VP8",
    "vp9": "VP9",
    "av1": "AV1",
    "mpeg4": "MPEG-4 Part 2",
    "prores": "ProRes",
    "mkv": "Matroska",
    "webm": "WebM",
}
_FRAMES: Final = "single frames of it can be checked instead (video mode “frames”)"


def refusal(video: StoredVideo) -> str:
    """Why the service would not take a video, with a way out; "" if it would."""
    if video.codec not in CODECS or video.format not in FORMATS:
        return (
            f"Amazon Rekognition takes stored videos as H.264 in MP4 or MOV; this is {_spoken(video.codec)} in "
            f"{_spoken(video.format)}. Nothing was sent. Convert it to H.264 in MP4, or {_FRAMES}."
        )
    if video.bytes > MOST_BYTES:
        return (
            f"Amazon Rekognition takes stored videos of at most 10 GB; this one has {video.bytes / 1000**3:.1f} GB. "
            f"Nothing was sent. Make it smaller or cut it, or {_FRAMES}."
        )
    if video.duration_ms is not None and video.duration_ms > MOST_MS:
        return (
            f"Amazon Rekognition takes stored videos of at most 6 hours; this one has {video.duration_ms / 3.6e6:.1f}. "
            f"Nothing was sent. Cut it, or {_FRAMES}."
        )
    if video.bytes == 0:
        return "The file is empty. Nothing was sent."
    return ""


def _spoken(name: str) -> str:
    return _SPOKEN.get(name, name.upper() or "an unknown form")

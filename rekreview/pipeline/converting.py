"""Copies of videos in a form that a service takes, kept on this computer until they are uploaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rekreview.domain.progress import CancelToken
from rekreview.domain.video import StoredVideo

FOLDER: Final = "converted"
_CODEC, _FORMAT = "h264", "mp4"

Convert = Callable[[str, Path, CancelToken], None]


def as_copy(video: StoredVideo) -> StoredVideo:
    """What is known of the copy of a video before it is made: how large it will be is not."""
    return replace(video, codec=_CODEC, format=_FORMAT, bytes=min(video.bytes, 1))


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of one library. convert: writes one, as `Decoder.convert` does."""

    folder: Path
    convert: Convert

    def of(self, video: StoredVideo, cancel: CancelToken) -> StoredVideo:
        """The copy of a video, made now if it is not there. Raises MediaError, DiskFull, Cancelled."""
        file = self._file(video.sha256)
        if not file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            self.convert(video.path, file, cancel)
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        return replace(as_copy(video), path=str(file), bytes=file.stat().st_size, sha256=sha256)

    def drop(self, sha256: str) -> None:
        """The copy of the video with this SHA-256 is needed no more."""
        self._file(sha256).unlink(missing_ok=True)

    def drop_but(self, needed: Iterable[str]) -> None:
        """Only the copies of these videos are needed still."""
        kept = {self._file(sha256) for sha256 in needed}
        for file in self.folder.glob(f"*.{_FORMAT}") if self.folder.is_dir() else ():
            if file not in kept:
                file.unlink(missing_ok=True)

    def _file(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.{_FORMAT}"

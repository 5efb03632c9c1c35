"""What a video is called at the service: its place in the bucket, and the token of its job.

Both are made of what is asked alone. So whoever asks again, after a lost reply or a crash, finds the video where it was
put and is given the same job, which is paid once.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from rekreview.domain.video import StoredVideo

PREFIX: Final = "rekreview/"
"""What the keys of uploaded videos begin with, unless a person chose something else."""
_KEY: Final = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


def token_of(sha256: str, bucket: str, key: str, floor: float, attempt: int = 0) -> str:
    """The token that makes asking for the same again the same job, for the seven days the service keeps it.

    attempt: how many jobs for it ended without an answer worth keeping; they are over, so the next is another one.
    """
    wish = "\n".join((sha256, bucket, key, f"{floor:g}", *([str(attempt)] if attempt else [])))
    return hashlib.sha256(wish.encode()).hexdigest()


def key_of(video: StoredVideo, prefix: str = PREFIX) -> str:
    """Where a video is put in the bucket: by its content, so that the same video is never there twice."""
    return f"{prefix}{video.sha256}.{video.format}"


def is_ours(key: str, prefix: str) -> bool:
    """Whether a key is one that `key_of` makes, so that nothing of anybody else's is ever offered for clean-up."""
    return key.startswith(prefix) and _KEY.fullmatch(key.removeprefix(prefix)) is not None

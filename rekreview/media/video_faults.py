"""What FFmpeg raises on broken content, in the app's own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import av

from rekreview.domain.errors import MediaError, TooLarge, Undecodable
from rekreview.media.stills import TOO_MUCH_MEMORY


@contextmanager
def video_faults() -> Iterator[None]:
    """Turns what FFmpeg raises on broken content into Undecodable or TooLarge."""
    try:
        yield
    except MediaError:
        raise
    except MemoryError as error:
        raise TooLarge(TOO_MUCH_MEMORY) from error
    except (av.FFmpegError, ValueError, ArithmeticError, LookupError, TypeError, RuntimeError) as error:
        said = " ".join(str(getattr(error, "strerror", "") or error).split())[:200]
        raise Undecodable(f"The video is cut off or damaged ({said or type(error).__name__}).") from error

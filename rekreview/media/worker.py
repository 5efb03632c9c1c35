"""The process that opens untrusted files, started with MEMORY_BYTES PARENT_PID; see `worker_process.start_process`.

It takes one job after the other from its standard input and answers on its standard output (see `messages`), until the
pipe is closed. It knows no library, no engine, no window and no network.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable

from rekreview.domain.errors import MediaError, TooLarge
from rekreview.media import messages
from rekreview.media.confine import confine
from rekreview.media.describing import describe
from rekreview.media.desk import Desk
from rekreview.media.reading import Source, opened
from rekreview.media.sampling import sample
from rekreview.media.showing import show
from rekreview.media.stills import TOO_MUCH_MEMORY
from rekreview.media.storyboards import draw


def _convert(source: Source, job: messages.Header, desk: Desk) -> None:
    from rekreview.media.converting import convert  # which loads FFmpeg, and is hardly ever needed

    convert(source, job, desk)


IN_BULK = ("ingest", "frames")
"""What is done to one file after the other, while somebody may be deciding on pictures at the same machine."""
STANDS_BACK = 10
"""How far that stands back behind the window and the picture a person waits for (see nice)."""

_VERBS: dict[str, Callable[..., None]] = {
    "ingest": describe,
    "frames": sample,
    "picture": show,
    "storyboard": draw,
    "convert": _convert,
}


def main() -> None:
    """Work until the app closes the pipe or dies."""
    memory_bytes, parent = map(int, sys.argv[1:3])
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not get between the answers
    confine(memory_bytes, parent)
    gc.freeze()  # what is loaded now stays, and need not be looked through for garbage again and again
    gc.enable()
    desk = Desk(0, answers)
    while job := desk.next_job():
        _do(job, desk)


def _do(job: messages.Header, desk: Desk) -> None:
    if job["verb"] in IN_BULK:
        os.setpriority(os.PRIO_PROCESS, 0, max(STANDS_BACK, os.getpriority(os.PRIO_PROCESS, 0)))
    try:
        with opened(os.fsdecode(job["path"])) as source:
            _VERBS[job["verb"]](source, job, desk)
    except MediaError as error:
        desk.say("fault", code=error.code, message=error.message)
    except MemoryError:
        desk.say("fault", code=TooLarge.code, message=TOO_MUCH_MEMORY)
    except Exception:  # a bug of ours costs this file, and its traceback reaches the app's log
        import traceback  # slow to load, and hardly ever needed

        desk.say("fault", code="bug", message=traceback.format_exc()[-8000:])
    else:
        desk.say("end")
        return
    gc.collect()  # a traceback may hold what was decoded of a large picture until then


if __name__ == "__main__":
    main()

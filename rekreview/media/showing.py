"""The job "picture": one upright picture for the screen."""

from __future__ import annotations

import numpy as np

from rekreview.media import messages
from rekreview.media.desk import Desk
from rekreview.media.reading import Source
from rekreview.media.sampling import say_frame
from rekreview.media.stills import at_most, still


def show(source: Source, job: messages.Header, desk: Desk) -> None:
    """Say one frame whose long side is at most the job's `max_side`; of a video the one shown at `at_ms`."""
    fit = at_most(int(job["max_side"]))
    if not source.decodes_as_video:
        picture = still(source, fit, desk.allow).picture
        wanted = fit(*picture.size)
        say_frame(desk, np.asarray(picture if wanted == picture.size else picture.resize(wanted, reducing_gap=2.0)))
        return
    from rekreview.media import videos

    with videos.opened(source, desk.alive) as video:
        at_ms = job.get("at_ms")
        if at_ms is None:
            say_frame(desk, video.poster(fit)[0])
        else:
            moment, pixels = video.at(int(at_ms), fit)
            say_frame(desk, pixels, moment)

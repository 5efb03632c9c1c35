"""How the videos of a scan are checked: the options, what they mean, and who does it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rekreview.cli.exits import UsageError

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.assets import EngineName
    from rekreview.domain.video import FrameChoice, VideoMode
    from rekreview.library.library import Library
    from rekreview.pipeline.stored_videos import StoredVideoWork

MOST_FPS = 30.0


def add_video_arguments(parser: argparse.ArgumentParser, paid: argparse._ArgumentGroup) -> None:
    """The options about videos. paid: those that only a paid engine has."""
    parser.add_argument("--fps", type=float, help="frames a second of a video that are looked at (1)")
    paid.add_argument("--video-mode", choices=("stored", "frames"), help="how videos are sent: whole, or by frames")
    paid.add_argument("--bucket", help="where whole videos lie for the time of the job")
    paid.add_argument(
        "--poll-rate", type=float, metavar="TPS", help="questions a second about whole videos' jobs; learned"
    )
    paid.add_argument(
        "--convert",
        action=argparse.BooleanOptionalAction,
        help="whether copies in H.264 are sent of whole videos that are not taken as they are (as the settings say)",
    )


def check_video_arguments(arguments: argparse.Namespace) -> None:
    """Refuse what is wrong with them. Raises UsageError."""
    if arguments.fps is not None and not 0 < arguments.fps <= MOST_FPS:
        raise UsageError(f"--fps {arguments.fps:g} cannot be done.", f"Give a number above 0, up to {MOST_FPS:g}.")
    if arguments.bucket is not None and not arguments.bucket:
        raise UsageError("--bucket names no bucket.", "Give the name of one in the region of Amazon Rekognition.")
    if arguments.bucket and arguments.video_mode == "frames":
        raise UsageError(
            "--bucket has no use where single frames are sent.", "Leave it out, or say --video-mode stored."
        )
    if arguments.convert and arguments.video_mode == "frames":
        raise UsageError(
            "--convert has no use where single frames are sent: any video can be opened for them.",
            "Leave it out, or say --video-mode stored.",
        )


@dataclass(frozen=True, slots=True)
class VideoChoice:
    """How videos are checked. mode: how they are sent, None if they are not. frames: which are looked at, None for
    none. work: who checks them whole, with a service that is not open yet. named: this call says so, not the settings.
    """

    mode: VideoMode | None = None
    frames: FrameChoice | None = None
    work: StoredVideoWork | None = None
    named: bool = False

    def open(self) -> None:
        """Look at the bucket before anything is done, if this call names it. Raises EngineError."""
        if self.work is not None and self.named:
            self.work.service.open()

    def close(self) -> None:
        """Give back what `open` and the work took."""
        if self.work is not None:
            self.work.service.close()


def video_choice(call: Call, engine: EngineName, floor: float) -> VideoChoice:
    """How the videos of this call are checked. floor: 0–100."""
    from rekreview import wiring
    from rekreview.domain.video import VideoMode

    arguments, settings = call.arguments, call.settings
    frames = wiring.frame_choice(settings, fps=arguments.fps)
    if not engine.paid:
        return VideoChoice(frames=frames)
    if arguments.bucket:
        settings = replace(settings, aws_bucket=arguments.bucket)
    if arguments.poll_rate:
        settings = replace(settings, video_polls_per_second=arguments.poll_rate)
    wanted = arguments.video_mode or ("stored" if arguments.bucket else "")
    mode = wiring.video_mode(settings, wanted)
    if mode is VideoMode.FRAMES:
        return VideoChoice(mode, frames, named=bool(wanted))
    if not settings.aws_bucket and not wanted:
        return VideoChoice()
    from rekreview.domain.calls import Price
    from rekreview.pipeline.stored_videos import StoredVideoWork

    work = StoredVideoWork(
        wiring.make_video_service(settings, min_confidence=floor),
        Price(settings.price_per_video_minute_usd, settings.video_price_as_of),
        jobs_at_once=settings.video_jobs_at_once,
        keep=settings.keep_uploaded_videos,
        converts=settings.convert_videos if arguments.convert is None else arguments.convert,
    )
    return VideoChoice(mode, work=work, named=bool(wanted))


def require_same_way(library: Library, choice: VideoChoice) -> None:
    """Refuse a scan that would pay for videos again which a stopped run waits for. Raises UsageError."""
    from rekreview.domain.errors import PaidOtherwise
    from rekreview.pipeline import paid_jobs

    try:
        paid_jobs.require_same_way(library, None, choice.work.service if choice.work else None)
    except PaidOtherwise as error:
        raise UsageError(
            error.message,
            f"Scan with --video-mode stored --bucket {error.bucket} --min-confidence {error.floor:g} to get the "
            "answers, or give that run up with `rekreview bucket clear --give-up`.",
        ) from None

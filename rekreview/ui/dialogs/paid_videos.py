"""What the sheet before a paid run says of videos: how many, how, for how much, and which would be refused."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from rekreview.domain.video import VideoMode
from rekreview.ui import icons, naming

if TYPE_CHECKING:
    from rekreview.pipeline.estimating import PaidEstimate
    from rekreview.pipeline.estimating_videos import VideoEstimate
    from rekreview.settings import Settings

_LINES = 5


def sent_words(videos: VideoEstimate, settings: Settings) -> str:
    """How videos are sent, and how much of them at most; "" if there are none."""
    parts = []
    if videos.mode is VideoMode.STORED and videos.sent:
        told = _translate("{videos}, whole, in the bucket {bucket}: at most {minutes}")
        parts.append(
            told.format(
                videos=naming.videos(videos.sent), bucket=settings.aws_bucket, minutes=naming.minutes(videos.minutes)
            )
        )
    if videos.converted:
        parts.append(_translate("{videos} converted to H.264 first").format(videos=naming.videos(videos.converted)))
    if videos.mode is VideoMode.FRAMES and videos.sent:
        told = _translate("{videos}, by single frames: at most {frames}, {rate}")
        parts.append(
            told.format(
                videos=naming.videos(videos.sent), frames=naming.frames(videos.frames), rate=frame_rate(settings)
            )
        )
    if videos.awaited:
        told = _translate("{videos} with Amazon already: paid before, and only the answer is read")
        parts.append(told.format(videos=naming.videos(videos.awaited)))
    if videos.left_out:
        told = _translate("{videos} not sent, as no bucket is chosen: name one in the settings, or have frames sent")
        parts.append(told.format(videos=naming.videos(videos.left_out)))
    return "; ".join(parts)


def frame_rate(settings: Settings) -> str:
    """How many frames are looked at: "1 a second", or only key frames."""
    if settings.key_frames_only:
        return _translate("key frames only")
    return _translate("{rate} a second").format(rate=f"{1000 / settings.frame_interval_ms:g}")


def cost_words(estimate: PaidEstimate) -> str:
    """What all costs, and at which prices of which days."""
    calls = _translate("{price} a call, the price of {day}").format(
        price=f"{estimate.price.usd:g} USD", day=estimate.price.as_of
    )
    if not estimate.calls and not estimate.videos.minutes:
        return _translate("nothing more")
    total = _translate("{cost} at {prices}")
    if not estimate.videos.minutes:
        return total.format(cost=naming.usd(estimate.cost_usd), prices=calls)
    price = estimate.videos.price
    minutes = _translate("{price} a minute of video, the price of {day}").format(
        price=f"{price.usd:g} USD", day=price.as_of
    )
    prices = minutes if not estimate.calls else _translate("{first}, and {second}").format(first=calls, second=minutes)
    return total.format(cost=naming.usd(estimate.cost_usd), prices=prices)


def what_leaves(videos: VideoEstimate) -> str:
    """What of the videos leaves this computer."""
    if videos.mode is not None and not videos.sent:
        return ""
    if videos.mode is VideoMode.STORED:
        whole = _translate(
            "Videos are put into the bucket as they are, with their sound and metadata, and removed when they are"
            " checked."
        )
        copies = _translate("Of those that are converted a copy is, without sound, at most 1280 pixels wide and high.")
        return f"{whole} {copies}" if videos.converted else whole
    if videos.mode is VideoMode.FRAMES:
        return _translate("Of videos single frames are sent; what shows only between them is not seen.")
    return _translate("Videos are not sent.")


class RefusedVideos(QWidget):
    """Names the videos that would be refused, with a button that has copies of them sent, and one that has all checked
    by frames instead.
    """

    def __init__(self, videos: VideoEstimate, parent: QWidget) -> None:
        super().__init__(parent)
        lines = QPlainTextEdit(refused_words(videos), self)
        lines.setObjectName("paid-run-refused")
        lines.setAccessibleName(_translate("Videos that are not sent"))
        lines.setReadOnly(True)
        lines.setTabChangesFocus(True)
        lines.setFixedHeight(lines.fontMetrics().lineSpacing() * _LINES + 16)
        self.frames = QPushButton(icons.icon("film"), _translate("Check all videos by frames"), self)
        self.frames.setObjectName("paid-run-frames")
        self.frames.setAutoDefault(False)
        self.copies = QPushButton(icons.icon("repeat"), _translate("Convert and send them"), self)
        self.copies.setObjectName("paid-run-copies")
        self.copies.setToolTip(
            _translate("Make copies of them here, as H.264 in MP4 without sound, and send those; it takes a while")
        )
        self.copies.setAutoDefault(False)
        self.copies.setVisible(videos.convertible > 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(QLabel(_told_refused(len(videos.refused)), self))
        column.addWidget(lines)
        offers = QHBoxLayout()
        offers.addWidget(self.copies)
        offers.addWidget(self.frames)
        offers.addStretch(1)
        column.addLayout(offers)


def _told_refused(count: int) -> str:
    if count == 1:
        return _translate("1 video is not sent:")
    return _translate("{videos} are not sent:").format(videos=naming.videos(count))


def refused_words(videos: VideoEstimate) -> str:
    """One line for each video that would be refused: its name, and why."""
    return "\n".join(f"{PurePath(one.path).name}: {one.why}" for one in videos.refused)


def _translate(text: str) -> str:
    return QCoreApplication.translate("PaidRunSheet", text)

"""The settings of videos: which frames are looked at, and how and where Amazon Rekognition is given them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from rekreview import wiring
from rekreview.domain.video import VideoMode
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui.dialogs.number_meanings import meaning
from rekreview.ui.dialogs.settings_form import Question, SettingsForm, Trial
from rekreview.ui.number_fields import NumberField, WholeNumberField
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.engines.rekognition.connection import Tested

LEAST_FRAMES, MOST_FRAMES = 0.1, 10.0
"""A second of a video."""
MOST_JOBS = 20
"""As many as an account may run unless Amazon allows it more."""
_SECOND_MS = 1000


class VideosPage(SettingsForm):
    """Every change counts at once."""

    def __init__(self, preferences: Preferences, dispatcher: Dispatcher, parent: QWidget | None = None) -> None:
        super().__init__("videos-page", preferences, dispatcher, parent)
        self._add_frames()
        self._line_across()
        self._add_mode()
        self._add_bucket()
        self._add_price()

    # Which frames

    def _add_frames(self) -> None:
        rate = NumberField(self)
        rate.setRange(LEAST_FRAMES, MOST_FRAMES)
        rate.setDecimals(2)
        rate.setSingleStep(0.5)
        rate.setObjectName("setting-frame_interval_ms")
        rate.setAccessibleName(self.tr("Frames a second"))
        rate.setToolTip(meaning("frame_interval_ms"))
        rate.setValue(_SECOND_MS / self._preferences.settings.frame_interval_ms)
        rate.valueChanged.connect(lambda number: self._choose(frame_interval_ms=round(_SECOND_MS / number)))
        self._form.addRow(self.tr("&Frames a second"), rate)
        self._switch("key_frames_only", self.tr("&Key frames only: quicker, but they may lie seconds apart"))
        self._hint(
            self.tr(
                "Counts for the check on this computer, and for Amazon Rekognition where single frames are sent. A"
                " frame that shows nothing new, or nothing but black, is passed over, yet never for more than"
                " 10 seconds."
            )
        )

    # How Amazon is given them

    def _add_mode(self) -> None:
        mode = QComboBox(self)
        mode.setObjectName("setting-video_mode")
        mode.setAccessibleName(self.tr("How Amazon Rekognition checks videos"))
        mode.addItem(self.tr("Whole where a bucket is chosen, else by frames"), "")
        mode.addItem(self.tr("Whole, put into the bucket"), VideoMode.STORED.value)
        mode.addItem(self.tr("By single frames; no bucket is needed"), VideoMode.FRAMES.value)
        mode.setCurrentIndex(max(0, mode.findData(self._preferences.settings.video_mode)))
        mode.currentIndexChanged.connect(lambda _row: self._choose_mode(mode.currentData()))
        self._form.addRow(self.tr("Amazon &checks videos"), mode)
        self._mode_told = self._hint(mode_told(self._preferences.settings))
        self._mode_told.setObjectName("video-mode-told")

    def _choose_mode(self, mode: str) -> None:
        self._choose(video_mode=mode)
        self._mode_told.setText(mode_told(self._preferences.settings))

    def _add_bucket(self) -> None:
        settings = self._preferences.settings
        bucket = self._line("aws_bucket", self.tr("Bucket"), settings.aws_bucket)
        bucket.setPlaceholderText(self.tr("None: its region has to be the one Rekognition is asked in"))
        bucket.textEdited.connect(lambda _text: self._mode_told.setText(mode_told(self._preferences.settings)))
        self._form.addRow(self.tr("&Bucket"), bucket)
        self._form.addRow(
            self.tr("&Prefix of the keys"),
            self._line("aws_bucket_prefix", self.tr("Prefix"), settings.aws_bucket_prefix),
        )
        endpoint = self._line("aws_s3_endpoint", self.tr("Endpoint of the bucket"), settings.aws_s3_endpoint)
        endpoint.setPlaceholderText(self.tr("Amazon's own, or as AWS_ENDPOINT_URL_S3 says"))
        self._form.addRow(self.tr("&Endpoint of S3"), endpoint)
        self._test = Trial(
            self,
            self.tr("Test the bucket"),
            self.tr("Look whether the bucket is there, in the right region and allowed; nothing is put into it"),
            name="test-bucket",
            answer="bucket-answer",
            question=self._question,
        )
        self._switch("convert_videos", self.tr("Con&vert what Amazon does not take to H.264 first, without its sound"))
        self._switch("keep_uploaded_videos", self.tr("&Leave videos in the bucket after they were checked"))
        jobs = WholeNumberField(self)
        jobs.setRange(1, MOST_JOBS)
        self._keep(jobs, "video_jobs_at_once", self.tr("Videos checked at once"), settings.video_jobs_at_once)
        self._form.addRow(self.tr("Videos checked at &once"), jobs)
        polls = self._number(
            "video_polls_per_second", self.tr("Questions about videos a second"), most=500.0, decimals=1
        )
        polls.setSpecialValueText(self.tr("Learned from the account's quota"))
        polls.setToolTip(
            self.tr(
                "How often Amazon is asked about jobs and for the pages of their answers. An account may ask 20 times a"
                " second unless Amazon raised that; what it refuses is learned from."
            )
        )
        self._form.addRow(self.tr("&Questions a second"), polls)

    def _question(self) -> Question:
        settings = self._preferences.settings
        return lambda: _check(settings)

    def _add_price(self) -> None:
        spoken = self.tr("Price of a minute in US dollars")
        price = self._price("price_per_video_minute_usd", spoken, most=10.0, day="video_price_as_of")
        price.setSingleStep(0.01)
        self._form.addRow(self.tr("Price of a &minute"), price)
        self._form.addRow(self.tr("Price as of"), self._day)
        self._hint(
            self.tr(
                "Of a video that is checked whole; a frame costs what a picture does. Compare with"
                " aws.amazon.com/rekognition/pricing."
            )
        )


def mode_told(settings: Settings) -> str:
    """What the mode that counts now does with a video, and what it needs."""
    mode = wiring.video_mode(settings)
    if mode is VideoMode.FRAMES:
        return _translate(
            "Videos are checked by frames: JPEG copies of single frames are sent, and each is paid like a picture. What"
            " shows only between two frames is not seen."
        )
    if not settings.aws_bucket:
        return _translate("No bucket is chosen, so no video is sent: name one below, or have frames sent.")
    return _translate(
        "Videos are checked whole: the file itself is put into the bucket, checked there, and taken out again. Each"
        " minute is paid. Amazon takes H.264 in MP4 or MOV, at most 10 GB and 6 hours."
    )


def _check(settings: Settings) -> Tested:
    from rekreview.engines.rekognition.account import Account
    from rekreview.engines.rekognition.connection import check_bucket
    from rekreview.engines.rekognition.videos.service import Storing

    account = Account(settings.aws_profile, settings.aws_region, settings.aws_endpoint)
    return check_bucket(account, Storing(settings.aws_bucket, settings.aws_bucket_prefix, settings.aws_s3_endpoint))


def _translate(text: str) -> str:
    return QCoreApplication.translate("VideosPage", text)

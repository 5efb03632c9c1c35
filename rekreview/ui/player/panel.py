"""The player with its timeline and its row of buttons: what the loupe has below the picture of a video."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget

from rekreview.domain.sightings import FilterStep
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.player.controls import Controls
from rekreview.ui.player.frames import Frame
from rekreview.ui.player.player import Player
from rekreview.ui.player.preview import Cells, Preview
from rekreview.ui.player.timeline import Timeline
from rekreview.ui.player.timeline_model import Story

# A loop plays this much (ms) of what is around a hit that is only a moment.
_AROUND_MS = 1_000


class Storyboards(Protocol):
    """What is needed of the store of thumbnails."""

    def storyboard(self, asset_id: int, *, veiled: bool = False) -> Cells:
        """The cells of a video's storyboard by their time (ms), as JPEG."""


class PlayerPanel(QWidget):
    """Plays one asset and shows where in it things were found.

    shown(Frame): this frame belongs on the stage. failed(Exception): the video cannot be played. told(str).
    hit_wanted(int): the next hit (1), or the one before (-1), is wanted where no video is open.
    """

    shown = Signal(object)
    failed = Signal(object)
    told = Signal(str)
    hit_wanted = Signal(int)

    def __init__(
        self, dispatcher: Dispatcher, storyboards: Storyboards | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("player")
        self._dispatcher = dispatcher
        self._storyboards = storyboards
        self._story = Story(0)
        self._asset_id = -1
        self._hit: int | None = None  # the one gone to last, while the video stands where that began
        self._veiled = True
        self.player = Player(self)
        self.timeline = Timeline(self)
        self.controls = Controls(self.handlers(), self)
        self.preview = Preview(parent or self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.timeline)
        column.addWidget(self.controls)
        self.player.shown.connect(self._show_frame)
        self.player.changed.connect(self._show_state)
        self.player.failed.connect(self.failed)
        self.timeline.valueChanged.connect(self._seek)
        self.timeline.hovered.connect(self._hover)
        self._show_state()

    # What is shown.

    def open(self, asset_id: int, path: str, story: Story, at_ms: int) -> None:
        """Show a video, standing still at this time."""
        self._asset_id, self._hit = asset_id, None
        self.preview.show_cells(())
        self.show_story(story)
        self.player.open(path, at_ms)
        self._show_time(at_ms)
        self.read_storyboard()

    def show_story(self, story: Story) -> None:
        """What is known of the video changed, or the thresholds did."""
        if story.hits != self._story.hits:
            self._hit = None
        self._story = story
        self.timeline.show_story(story)
        self._show_time(self.timeline.value())

    def set_view(self, room: QSize, *, veiled: bool, step: FilterStep) -> None:
        """Decode for so many pixels of the screen; veiled: the video, and its storyboard, are shown blurred.

        step: how far the video is revealed; its storyboard never is, since it shows other moments.
        """
        if veiled != self._veiled:
            self._veiled = veiled
            self.preview.show_cells(())
            self.read_storyboard()
        self.player.set_view(room, veiled=veiled, step=step)

    def leave(self) -> None:
        """Another asset shows: play nothing more."""
        self._asset_id, self._hit = -1, None
        self.preview.show_cells(())
        self.player.close_soon()

    def close_player(self) -> bool:
        """The loupe is closed: the same, and see that the decoding thread has ended."""
        self.leave()
        return self.player.close()

    # What a person does.

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the keys of the player do, by the names of their actions."""
        return {
            "play": self._play_or_press,
            "shuttle_back": lambda: self.player.shuttle(-1),
            "shuttle_stop": self._pause,
            "shuttle_on": lambda: self.player.shuttle(1),
            "frame_back": lambda: self.player.step(-1),
            "frame_on": lambda: self.player.step(1),
            "slower": lambda: self.player.change_speed(-1),
            "faster": lambda: self.player.change_speed(1),
            "next_hit": partial(self._go_to_hit, 1),
            "previous_hit": partial(self._go_to_hit, -1),
            "loop_hit": self._loop_hit,
            "mute": self._tell_muted,
        }

    def _play_or_press(self) -> None:
        """A button that has the focus is pressed by the same key: it goes before."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.window() is self.window():
            focused.click()
        else:
            self.player.toggle()

    def _pause(self) -> None:
        self.player.pause()

    def _go_to_hit(self, towards: int) -> None:
        if not self.player.is_open:
            self.hit_wanted.emit(towards)
            return
        at_ms = self.timeline.value()
        find = self._story.hit_after if towards > 0 else self._story.hit_before
        number = find(at_ms, self._hit)
        if number is None:
            self.told.emit(self._no_hit_words(towards))
            return
        self.player.set_loop(None)
        self.player.seek(self._story.hits[number].start_ms)
        self._hit = number
        self._show_time(self._story.hits[number].start_ms)

    def _no_hit_words(self, towards: int) -> str:
        if not self._story.hits:
            return self.tr("Nothing in this video is over its threshold.")
        return self.tr("This is the last hit.") if towards > 0 else self.tr("This is the first hit.")

    def _loop_hit(self) -> None:
        """Play the hit that shows over and over, or stop doing so."""
        if self.player.loop is not None:
            self.player.set_loop(None)
            return
        number = self._number_shown(self.timeline.value())
        if number is None:
            self.told.emit(self.tr("Go to a hit first: H goes to the next one."))
            self._show_state()
            return
        hit = self._story.hits[number]
        missing = max(0, _AROUND_MS - (hit.end_ms - hit.start_ms)) // 2
        # An engine may tell of a time after the last frame: the loop lies within the video all the same.
        end = min(self._story.duration_ms, hit.end_ms + missing)
        self.player.set_loop((max(0, min(hit.start_ms - missing, end - _AROUND_MS)), end))
        self.player.play(abs(self.player.speed))

    def _tell_muted(self) -> None:
        self.told.emit(self.tr("The player has no sound: videos are always muted."))

    def _seek(self, at_ms: int) -> None:
        self._hit = None
        self.player.seek(at_ms)
        self._show_words(at_ms)

    # What follows.

    def _show_frame(self, frame: Frame) -> None:
        if self._hit is not None and self.player.playing:
            self._hit = None
        self._show_time(frame.at_ms)
        self.shown.emit(frame)

    def _show_time(self, at_ms: int) -> None:
        self.timeline.show_time(at_ms)
        self._show_words(at_ms)

    def _show_words(self, at_ms: int) -> None:
        self.controls.show_time(at_ms, self._story.duration_ms)
        self.controls.show_story(self._story, self._number_shown(at_ms))

    def _number_shown(self, at_ms: int) -> int | None:
        return self._hit if self._hit is not None else self._story.hit_at(at_ms)

    def _show_state(self) -> None:
        self.controls.show_state(self.player.playing, self.player.speed, self.player.loop is not None)
        self.timeline.show_loop(self.player.loop)

    # The storyboard.

    def read_storyboard(self) -> None:
        """Have the storyboard at hand for the pointer; it may have been drawn just now."""
        store, wanted, veiled = self._storyboards, self._asset_id, self._veiled
        if store is None or wanted < 0:
            return
        self._dispatcher.newest(
            "storyboard",
            lambda: store.storyboard(wanted, veiled=veiled),
            partial(self._show_cells, wanted, veiled),
        )

    def _show_cells(self, asset_id: int, veiled: bool, cells: Cells) -> None:
        if asset_id == self._asset_id and veiled == self._veiled:
            self.preview.show_cells(cells)

    def _hover(self, at_ms: int, x: int) -> None:
        parent = self.preview.parentWidget()
        if at_ms < 0 or parent is None:
            self.preview.hide()
            return
        place = self.timeline.mapTo(parent, QPoint(x, 0))
        self.preview.show_time(at_ms, place.x(), place.y() - 4)

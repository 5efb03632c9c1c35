"""The state of the player: which video, where in it, playing or not, how fast, in a loop or not. Paints nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal

from rekreview.domain.sightings import FilterStep
from rekreview.ui.player.clock import Clock, shuttled, slower_or_faster
from rekreview.ui.player.frames import Frame, FrameReader, Kind, Order, View

_TICK_MS = 5
# Behind by more than this (s), frames that no other needs are left out; by more than that, the clock waits for them.
_HURRY, _GIVE_UP = 0.15, 1.0
_END_SECONDS = 3.0


class Player(QObject):
    """Plays one video at a time, in silence. It opens paused.

    shown(Frame): this frame belongs on the screen now. changed: playing, speed or loop did. failed(Exception): the
    video cannot be decoded.
    """

    shown = Signal(object)
    changed = Signal()
    failed = Signal(object)
    _announced = Signal(object)

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._now = clock
        self._reader: FrameReader | None = None
        self._ending: list[FrameReader] = []
        self._frame: Frame | None = None
        self._clock: Clock | None = None  # None while playing: it starts with the next frame
        self._room, self._veiled, self._step = QSize(), True, FilterStep.VEILED
        self._awaited = False
        self._steps = 0
        self._speed = 1.0
        self._playing = False
        self._loop: tuple[int, int] | None = None
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._announced.connect(self._heed, Qt.ConnectionType.QueuedConnection)

    # What is.

    @property
    def is_open(self) -> bool:
        """Whether there is a video."""
        return self._reader is not None

    @property
    def playing(self) -> bool:
        """Whether it runs."""
        return self._playing

    @property
    def speed(self) -> float:
        """How fast it runs or would run, 1 as it was taken; below 0 backwards."""
        return self._speed

    @property
    def loop(self) -> tuple[int, int] | None:
        """From when to when (ms) it plays over and over, None for all of it, once."""
        return self._loop

    @property
    def frame(self) -> Frame | None:
        """The frame that shows."""
        return self._frame

    @property
    def settled(self) -> bool:
        """Whether the frame asked for last is the one that shows."""
        return not self._awaited and not self._steps

    # What a person does.

    def open(self, path: str, at_ms: int) -> None:
        """Show the frame of this time of a video that was probed before, and stand still."""
        self.close_soon()
        # The signal carries which video it speaks of: words on one that was left are not heard.
        readers: list[FrameReader] = []
        reader = FrameReader(path, lambda: self._announced.emit(readers), View(self._room, self._veiled, self._step))
        readers.append(reader)
        self._reader = reader
        self._seek(Order(Kind.AT_MS, at_ms))

    def seek(self, at_ms: int) -> None:
        """Show the frame of this time; go on playing if it does."""
        if self._reader is not None:
            if self._loop is not None and not self._loop[0] <= at_ms <= self._loop[1]:
                self.set_loop(None)
            self._steps = 0
            self._seek(Order(Kind.AT_MS, at_ms))

    def toggle(self) -> None:
        """Play, or stand still."""
        if self._playing:
            self.pause()
        else:
            self.play(abs(self._speed))

    def play(self, speed: float) -> None:
        """Run at this speed; from the beginning, if it stands at the end."""
        if self._reader is None or self._frame is None:
            return
        turned = (speed < 0) != (self._speed < 0 and self._playing)
        at_end = speed > 0 and not self._awaited and self._reader.exhausted
        self._speed, self._playing, self._clock = speed, True, None
        self._reader.set_view(running=True, hurried=False)
        if at_end:
            self._seek(Order(Kind.AT_MS, self._loop[0] if self._loop else 0))
        elif turned and not self._awaited:
            self._reader.order(Order(Kind.BACKWARD if speed < 0 else Kind.AFTER, self._frame.ticks))
        if not self._awaited:
            self._clock = Clock(self._now(), self._frame.seconds, speed)
        self._timer.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stand still at the frame that shows."""
        if not self._playing:
            return
        self._playing, self._clock = False, None
        self._timer.stop()
        if self._reader is not None and self._frame is not None:
            backward = self._speed < 0
            self._reader.set_view(running=False, hurried=False)
            self._speed = abs(self._speed)
            if not self._awaited:
                # What is queued was made in haste: the frame that stays is made finely, and so are its neighbours.
                self._seek(Order(Kind.AT, self._frame.ticks))
            elif backward:
                self._seek(Order(Kind.AT, self._frame.ticks))
        self.changed.emit()

    def shuttle(self, towards: int) -> None:
        """Play forwards (1) or backwards (-1), faster with each call."""
        self.play(shuttled(self._speed, towards, self._playing))

    def change_speed(self, steps: int) -> None:
        """Another of the speeds, slower or faster; playing goes on as it was."""
        wanted = slower_or_faster(self._speed, steps)
        if self._playing:
            self.play(wanted)
        else:
            self._speed = wanted
            self.changed.emit()

    def step(self, by: int) -> None:
        """One frame forwards or backwards, standing still."""
        self.pause()
        if self._reader is not None and self._frame is not None:
            self._steps += by
            self._take_steps()

    def set_loop(self, span: tuple[int, int] | None) -> None:
        """Play these milliseconds over and over, or all of it once."""
        if span != self._loop:
            self._loop = span
            self.changed.emit()

    # How it shows.

    def set_view(self, room: QSize, *, veiled: bool, step: FilterStep = FilterStep.SHARP) -> None:
        """Make frames that fit into so many pixels of the screen, with their veiled pictures if they are wanted.

        step: how far the others are made; with VEILED they are not, and those that were are let go.
        """
        if (room, veiled, step) == (self._room, self._veiled, self._step):
            return
        lowered = step is FilterStep.VEILED and (room, veiled) == (self._room, self._veiled)
        self._room, self._veiled, self._step = room, veiled, step
        if self._frame is not None and step is FilterStep.VEILED:
            self._frame = self._frame.without_image()
        if self._reader is not None:
            self._reader.set_view(room=room, veiled=veiled, step=step)
            if lowered:
                return  # every frame has its veiled picture already
            if self._frame is not None and not self._awaited and not self._playing:
                self._seek(Order(Kind.AT, self._frame.ticks))

    # The end.

    def close_soon(self) -> None:
        """Show nothing more of this video. Its thread ends by itself, at once or nearly so."""
        self._timer.stop()
        if self._reader is not None:
            self._reader.stop()
            self._ending = [reader for reader in self._ending if not reader.wait(0)]
            self._ending.append(self._reader)
        was_playing, self._playing = self._playing, False
        self._reader = self._frame = self._clock = self._loop = None
        self._awaited, self._steps, self._speed = False, 0, 1.0
        if was_playing:
            self.changed.emit()

    def close(self) -> bool:
        """The same, and wait until its thread has ended; whether it has."""
        self.close_soon()
        deadline = time.monotonic() + _END_SECONDS
        self._ending = [one for one in self._ending if not one.wait(max(0.0, deadline - time.monotonic()))]
        return not self._ending

    # Frames that come.

    def _seek(self, order: Order) -> None:
        assert self._reader is not None
        self._awaited, self._clock = True, None
        self._reader.order(order)

    def _heed(self, readers: list[FrameReader]) -> None:
        """The thread has something new; it may be of the video before."""
        if self._reader is None or self._reader not in readers:
            return
        if self._reader.error is not None:
            error = self._reader.error
            self.close_soon()
            self.failed.emit(error)
        elif self._awaited:
            self._show_awaited()
        elif self._steps:
            self._take_steps()

    def _show_awaited(self) -> None:
        assert self._reader is not None
        frame = self._reader.take()
        if frame is None:
            return
        self._awaited = False
        if self._playing:
            self._resume_from(frame)
        self._show(frame)
        self._take_steps()

    def _resume_from(self, frame: Frame) -> None:
        assert self._reader is not None
        self._clock = Clock(self._now(), frame.seconds, self._speed)
        if self._speed < 0:
            self._reader.order(Order(Kind.BACKWARD, frame.ticks))

    def _take_steps(self) -> None:
        """One of the steps that are still to be taken, if its frame is ready; else it is taken when that comes."""
        if not self._steps or self._awaited or self._reader is None or self._frame is None:
            return
        if self._steps < 0:
            self._steps += 1
            self._seek(Order(Kind.BEFORE, self._frame.ticks))
            return
        frame = self._reader.take()
        if frame is not None:
            self._steps -= 1
            self._show(frame)
            self._take_steps()
        elif self._reader.exhausted:
            self._steps = 0

    def _tick(self) -> None:
        """Show the last of the frames that are due."""
        if self._reader is None or self._clock is None:
            return
        now, shown = self._now(), None
        while (frame := self._reader.peek()) is not None and self._clock.is_due(frame.seconds, now):
            if self._is_past_loop(frame):
                break
            shown = self._reader.take() or shown
        if shown is not None:
            self._keep_up(shown, now)
            self._show(shown)
        if self._is_past_loop(frame) or (frame is None and self._reader.exhausted):
            self._turn_over()

    def _is_past_loop(self, frame: Frame | None) -> bool:
        if frame is None or self._loop is None:
            return False
        return frame.at_ms >= self._loop[1] if self._speed > 0 else frame.at_ms < self._loop[0]

    def _turn_over(self) -> None:
        """Begin the loop again, or stand still at the end."""
        if self._loop is None:
            self.pause()
        else:
            self._seek(Order(Kind.AT_MS, self._loop[0] if self._speed > 0 else self._loop[1]))

    def _keep_up(self, frame: Frame, now: float) -> None:
        assert self._reader is not None
        assert self._clock is not None
        late = self._clock.lateness(frame.seconds, now)
        if late > _HURRY and not self._reader.view.hurried:
            self._reader.set_view(hurried=True)
        if late > _GIVE_UP:
            self._clock = Clock(now, frame.seconds, self._speed)

    def _show(self, frame: Frame) -> None:
        self._frame = frame
        self.shown.emit(frame)

"""The row under the timeline: play, hits, loop, speed, and where the video stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from rekreview.engines.on_device.wording import ESTIMATE_MARK, ESTIMATE_TOOLTIP
from rekreview.ui import actions, icons
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.player.timeline_model import Story
from rekreview.ui.wording import duration, percent, tr

_BUTTONS = ("previous_hit", "frame_back", "play", "frame_on", "next_hit", "loop_hit")
_HIT_BUTTONS = ("previous_hit", "next_hit", "loop_hit")


def hit_words(story: Story, number: int | None) -> str:
    """Which hit shows: "2 of 7 hits · Weapons 84"; how many there are where none shows."""
    count = len(story.hits)
    if not count:
        return tr("No hits")
    if number is None:
        return tr("1 hit") if count == 1 else tr("{} hits").format(count)
    hit = story.hits[number]
    words = tr("{at} of {all} hits") if count > 1 else tr("{at} of 1 hit")
    return f"{words.format(at=number + 1, all=count)} · {hit.name} {percent(hit.peak)}"


def speed_words(speed: float) -> str:
    """A speed: "1×", "0.25×", "-2×"."""
    return f"{speed:g}×"


class Controls(QWidget):
    """Buttons for what the keys do. They never take the keyboard from the loupe."""

    def __init__(self, handlers: Mapping[str, Callable[[], object]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 14, 4)
        line.setSpacing(2)
        self.buttons: dict[str, QToolButton] = {}
        for name in _BUTTONS:
            line.addWidget(self._button(name, handlers[name]))
        line.addSpacing(8)
        self._speed = self._label("speed", muted=True)
        self._hit = self._label("hit")
        self._sound = QLabel(self)
        self._sound.setToolTip(tr("The player has no sound: videos are always muted."))
        self._at = self._label("at")
        line.addWidget(self._speed)
        line.addSpacing(8)
        line.addWidget(self._hit)
        line.addSpacing(8)
        self._estimate = self._label("estimate", muted=True)
        self._estimate.setText(ESTIMATE_MARK[1])
        self._estimate.setToolTip(ESTIMATE_TOOLTIP[1])
        self._estimate.hide()
        line.addWidget(self._estimate)
        line.addSpacing(8)
        self._coverage = ElidedLabel(self)
        self._coverage.setObjectName("player-coverage")
        line.addWidget(self._coverage, 1)
        line.addWidget(self._sound)
        line.addSpacing(6)
        line.addWidget(self._at)
        self._show_sound()

    def show_story(self, story: Story, number: int | None) -> None:
        """Say which hit shows."""
        self._hit.setText(hit_words(story, number))
        for name in _HIT_BUTTONS:
            self.buttons[name].setEnabled(bool(story.hits))

    def show_answer(self, coverage: str, *, estimate: bool) -> None:
        """Say how much of the video was looked at, and that it is an estimate of the on-device engine if it is one."""
        self._coverage.setText(coverage)
        self._estimate.setVisible(estimate)

    def show_state(self, playing: bool, speed: float, looping: bool) -> None:
        """Say whether it plays, how fast, and whether in a loop."""
        play = self.buttons["play"]
        play.setIcon(icons.icon("pause" if playing else "play"))
        play.setText(tr("Pause video") if playing else tr("Play video"))
        self._speed.setText(speed_words(speed))
        self.buttons["loop_hit"].setChecked(looping)

    def show_time(self, at_ms: int, lasts_ms: int) -> None:
        """Say where in the video this is."""
        self._at.setText(f"{duration(at_ms)} / {duration(lasts_ms)}")

    def _button(self, name: str, handler: Callable[[], object]) -> QToolButton:
        button = self.buttons[name] = QToolButton(self)
        button.setIcon(icons.icon(actions.spec(name).icon))
        button.setText(actions.text(name))
        actions.explain(button, name)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCheckable(name == "loop_hit")
        button.clicked.connect(lambda: handler())
        return button

    def _label(self, name: str, *, muted: bool = False) -> QLabel:
        label = QLabel(self)
        label.setObjectName(f"player-{name}")
        if muted:
            label.setProperty("tone", "muted")
        return label

    def _show_sound(self) -> None:
        self._sound.setObjectName("player-sound")
        self._sound.setText(tr("Muted"))
        self._sound.setProperty("tone", "muted")

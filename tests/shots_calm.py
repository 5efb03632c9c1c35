"""Paints the wellness steps, dark and light, into a folder:  python -m tests.shots_calm build/shots

The library is made from the sample media, with the strongest veil, so that every rejected picture wears one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from rekreview.app import make_app
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.sightings import FilterStep
from rekreview.domain.thresholds import IGNORE
from rekreview.ui import theme
from tests.shots import LOOKS, Photographer

STEPS = (("veiled", None), ("grey", Qt.KeyboardModifier.NoModifier), ("colour", Qt.KeyboardModifier.ShiftModifier))


def hold(widget: QWidget, modifiers: Qt.KeyboardModifier) -> None:
    """Press W there, and keep it down."""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_W, modifiers))


class CalmPhotographer(Photographer):
    """Takes pictures of what a reviewer sees of heavy pictures, and of what keeps them from it."""

    def begin(self) -> None:
        """Import the sample media, have them moderated, and veil what is rejected."""
        self.window.import_sample()
        library = self.opened.library
        self.wait_for(lambda: library.queries.counts().counts.get(QueueName.ALL, 0) > 20)
        self.settle()
        self.window.moderate()
        self.wait_for(lambda: not library.queries.counts().counts.get(QueueName.PENDING, 1))
        self.settle(1.5)
        self.preferences.choose(replace(self.preferences.settings, wellness="strong"))
        self.window.parts.side.show_filter(QueueFilter(queue=QueueName.REJECTED))
        self.window.parts.toast.hide()
        self.settle(1.0)

    def steps(self, name: str, widget: QWidget, veil: Callable[[], object]) -> None:
        """One place with its picture veiled, revealed without its colours, and in colour."""
        for step, modifiers in STEPS:
            for look in LOOKS:  # another look takes the focus, and with that the veil comes down
                theme.apply(self.app, look)
                self.settle(0.2)
                if modifiers is not None:
                    hold(widget, modifiers)
                self.settle(0.5)
                file = self.folder / f"calm-{name}-{step}-{look}.png"
                self.window.grab().save(str(file))
                print(file)
                veil()

    def places(self) -> None:
        """Grid, pane, large view, video and reel."""
        screens = self.window._screens
        assert screens is not None
        review, key = screens.review, screens.review.views.reveal_key
        self.steps("grid", review.grid, key.veil)
        review.detail.picture.setFocus()
        self.steps("pane", review.detail.picture, key.veil)
        review.grid.setFocus()
        review.views.open_loupe()
        self.settle(0.8)
        self.steps("loupe", review.loupe, key.veil)
        review.views.close_loupe()
        review.views.open_reel()
        self.settle(1.0)
        self.steps("reel", review.reel.cells, key.veil)
        review.views.close_reel()

    def strips(self) -> None:
        """The strip of those that another policy would approve, on the policy screen."""
        screens = self.window._screens
        assert screens is not None
        self.window.show_screen("policy")
        policy = screens.later.policy.screen_itself
        for top in ("explicit", "violence", "alcohol", "visually_disturbing"):
            policy.model.choose(top, IGNORE)
        self.settle(1.5)
        view = policy.effect.to_approved.view
        view.setFocus()
        view.go_to(0)
        self.steps("strip", view, policy.revealing.key.veil)
        policy.model.revert()
        self.window.show_screen("review")

    def window_parts(self) -> None:
        """The blank window, the meter with its suggestion, the page of the settings."""
        screens = self.window._screens
        assert screens is not None
        meter = screens.calm.meter
        meter.exposure = meter.exposure.grown(1261.0, meter.exposure.day)
        meter.changed.emit(meter.exposure)
        self.settle()
        self.shoot("calm-pause-suggested")
        self.window.parts.banners.take_back("pause")
        self.window.parts.blank.cover()
        self.settle()
        self.shoot("calm-blank")
        self.window.parts.blank.lift()
        self.window.parts.actions["settings"].trigger()
        dialog = self.window.findChild(QWidget, "settings")
        assert dialog is not None
        tabs = dialog.findChild(QTabWidget)
        tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index("Wellness"))
        self.shoot("calm-settings", dialog)
        dialog.close()


def main(folder: Path) -> None:
    """Paint the steps into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_app([])
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory(prefix="rekreview-shots-") as place:
        photographer = CalmPhotographer(app, folder, Path(place))
        photographer.begin()
        photographer.places()
        photographer.strips()
        photographer.window_parts()
        assert screens_are_veiled(photographer)
        photographer.end()


def screens_are_veiled(photographer: CalmPhotographer) -> bool:
    """Whether nothing is left revealed."""
    screens = photographer.window._screens
    return screens is not None and screens.review.grid.revealed.step is FilterStep.VEILED


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/shots"))
